#!/usr/bin/env python3
"""malformed.py - a hundred thousand damaged requests, while somebody works.

    malformed.py [--requests 100000] [--seed 1]

Good requests of every kind (pages, forms, API, uploads, chunks) are damaged by tests/fault/malformed.c
and sent on 120 connections at once. All along a person's page must answer; afterwards no answer was a
5xx but 503 and 505 (HTTP of another version), the sanitizers have said nothing, the memory is as it was after the first fifth, the laws
hold and the server ends cleanly. The seed is printed; the same one sends the same requests again.
"""
import argparse
import os
import re
import subprocess
import sys
import threading
import time

import kit
from client import find_form
from kit import expect

BUILD = os.path.abspath(os.environ.get("AYNI_BUILD", os.path.join(kit.ROOT, "build-asan")))
SENDER = os.path.join(BUILD, "tests", "fault", "malformed")
GROWTH_KB = 8 * 1024


def good_requests(net):
    """Whole requests that the server takes, as bytes."""
    c, token = net.client("cocinera"), net.token("operadora")
    cookies = "; ".join(f"{k}={v}" for k, v in c.cookies.items())
    form = find_form(c.get("/hoy").text, ["served"], "/hoy")
    host, origin = net.url.split("//")[1], net.url

    def request(method, path, *lines, body=None, chunked=False):
        head = [f"{method} {path} HTTP/1.1", f"Host: {host}", *lines]
        if chunked:
            head.append("Transfer-Encoding: chunked")
            pieces = [body[i:i + 100] for i in range(0, len(body), 100)]
            body = b"".join(b"%x\r\n%s\r\n" % (len(p), p) for p in pieces) + b"0\r\n\r\n"
        elif body is not None:
            head.append(f"Content-Length: {len(body)}")
        return "\r\n".join([*head, "", ""]).encode() + (body or b"")

    def fields(values):
        return "&".join(f"{k}={v}".replace(" ", "+") for k, v in values.items()).encode()

    import json
    urlencoded = "Content-Type: application/x-www-form-urlencoded"
    bearer, typed = f"Authorization: Bearer {token}", "Content-Type: application/json"
    report = json.dumps([kit.report({"kitchen": "SJM-001", "served": 90, "reason": "niño",
                                     "day": kit.today(1)}) for _ in range(3)], ensure_ascii=False).encode()
    upload = b"--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n" \
        b"kitchen,day,sitting,served\r\nSJM-001,2026-11-01,lunch,80\r\n--cut--\r\n"
    me = f"Cookie: {cookies}"
    return [
        request("GET", "/"), request("GET", "/hoy?day=" + kit.today(2), me),
        request("GET", "/inicio", me, "Accept-Language: qu,es;q=0.8,en;q=0.5", "Accept-Encoding: gzip, br"),
        request("HEAD", "/cocina/SJM-001", me), request("GET", "/entrar?next=%2Fhoy%3Fday%3D2026-11-20"),
        request("GET", "/health"), request("GET", "/api/v1/openapi.json"),
        request("GET", "/api/v1/meal?limit=20&kitchen=SJM-001", bearer),
        request("GET", "/api/v1/person?limit=5&after=x", bearer, "If-None-Match: \"abc\""),
        request("POST", "/api/v1/changes", bearer, typed, body=report),
        request("POST", "/api/v1/changes", bearer, typed, body=report, chunked=True),
        request("POST", "/api/v1/changes", bearer, "Content-Type: multipart/form-data; boundary=cut", body=upload),
        request("POST", "/hoy", me, urlencoded, f"Origin: {origin}", body=fields({**form["fields"], "served": "77"})),
        request("POST", "/hoy", me, urlencoded, f"Referer: {origin}/hoy", chunked=True,
                body=fields({**form["fields"], "served": "77", "cost": "12,50", "reason": "fiesta"})),
        request("POST", "/codigo", urlencoded, f"Origin: {origin}", body=b"code=ABC-DEF"),
        request("POST", "/entrar", urlencoded, f"Origin: {origin}", body=b"person=x&pin=123457&next=/hoy"),
        request("POST", "/idioma", urlencoded, f"Origin: {origin}", body=b"lang=en&next=/"),
        request("POST", "/buzon", "Content-Type: application/octet-stream", f"Origin: {origin}", body=b"\1\1\1" + b"x" * 257),
        request("GET", "/llave", me), request("OPTIONS", "*"), request("PUT", "/hoy", me, body=b"x"),
    ]


class Person:
    """A leader who looks and reports all along."""

    def __init__(self, net):
        self.net, self.over, self.wrong, self.turns, self.slowest = net, threading.Event(), [], 0, 0.0
        self.client = net.client("lider")
        self.thread = threading.Thread(target=self.live, daemon=True)

    def live(self):
        while not self.over.wait(0.05):
            self.turns += 1
            begun = time.monotonic()
            try:
                a = self.client.get("/hoy")
                if a.status == 200 and self.turns % 10 == 0:
                    form = find_form(a.text, ["served"], "/hoy")
                    a = self.client.form("/hoy", {**form["fields"], "served": str(80 + self.turns % 20), "reason": "hora"})
                # A damaged report of the cook's may still be one: then the pot moved, and she is shown what stands.
                if a.status not in (200, 303, 503) and not (a.status == 409 and 'value="replace"' in a.text):
                    self.wrong.append(f"{a.status}: {a.text[:200]}")
            except Exception as why:  # whatever it was, she did not get her page
                self.wrong.append(f"{type(why).__name__}: {why}")
            self.slowest = max(self.slowest, time.monotonic() - begun)


def send(net, path, first, count, seed):
    """The numbers that came back, as {status: how often}; a bad one raises."""
    r = subprocess.run([SENDER, net.url.rsplit(":", 1)[1], str(first), str(count), str(seed), path],
                       capture_output=True, timeout=3600)
    out = r.stdout.decode("utf-8", "replace")
    got = {k: int(n) for k, n in re.findall(r"^(\w+) (\d+)$", out, re.M)}
    expect(r.returncode == 0, f"{out[-700:]} {r.stderr[-200:]!r}: {net.tail()}")
    return got


def complaints(text):
    """What a sanitizer or the program itself says is wrong."""
    return re.findall(r".*(?:runtime error|Sanitizer|^bug:|^fatal:).*", text, re.M)


def flat(before_kb, after_kb):
    return after_kb < before_kb + max(GROWTH_KB, before_kb // 10)


def held(net):
    """Requests that the server still holds memory for."""
    return int(re.search(r"^ayni_http_requests_alive (\d+)$", net.ayni("metrics").out, re.M)[1])


def planted(net):
    expect(complaints("x.c:3:4: runtime error: shift\n") and complaints("==1==ERROR: AddressSanitizer: heap\n")
           and complaints("bug: store\n") and not complaints("GET / 200 3 4us\n"), "complaints are not seen")
    expect(flat(60_000, 66_000) and not flat(60_000, 90_000), "memory that grows passes")


def drill(net, o, told):
    path = os.path.join(kit.scratch(), "good")
    with open(path, "wb") as f:
        f.write(b"".join(b"====\n" + r for r in good_requests(net)))
    person, total = Person(net), {}
    person.thread.start()
    begun = time.monotonic()
    for part in range(5):
        for status, n in send(net, path, part * (o.requests // 5), o.requests // 5, o.seed).items():
            total[status] = total.get(status, 0) + n
        told.append(net.memory_kb())
    took = time.monotonic() - begun
    person.over.set()
    person.thread.join(20)
    print(f"# seed {o.seed}: {o.requests} requests in {took:.0f} s; answers {total}; memory by fifths "
          f"{[kb // 1024 for kb in told]} MB; the person's {person.turns} pages, slowest "
          f"{person.slowest * 1000:.0f} ms", flush=True)
    expect(not person.wrong, f"the person: {len(person.wrong)} wrong: {person.wrong[:2]}")
    expect(person.turns > 10, f"the person was there {person.turns} times")
    expect(total.get("400", 0) > o.requests // 20 and total.get("200", 0) > o.requests // 20,
           f"not damaged, or nothing else: {total}")


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--requests", type=int, default=100_000)
    p.add_argument("--seed", type=int, default=1)
    o = p.parse_args()
    report = kit.Report()
    kit.need_program()
    net, memory = kit.Net(), []
    # Freed memory that the sanitizer keeps to find its use would look like growth.
    net.environment = {"ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "") + ":quarantine_size_mb=2"}
    report.check("planted: complaints and growth are seen", lambda: planted(net))
    try:
        net.start()
        report.check(f"{o.requests} damaged requests, and a person works", lambda: drill(net, o, memory))
        report.check("memory is flat", lambda: expect(memory and flat(memory[0], memory[-1]), f"{memory} kB"))
        report.check("nothing is held for who is gone", lambda: kit.wait_for("no request alive", lambda: held(net) == 0, 20))
        report.check("alive and well", lambda: expect(net.client("lider").get("/hoy").status == 200, "/hoy"))
        report.check("the laws hold", net.laws)
        report.check("the server ends cleanly", lambda: expect(net.stop() == 0, "exit status"))
        with open(net.folder + ".log", encoding="utf-8", errors="replace") as f:
            text = f.read()
        found = complaints(text)
        if found:
            print("".join(f"# {line}\n" for line in text[text.index(found[0]):].splitlines()[:60]))
        report.check("nothing was complained of", lambda: expect(not found, f"{found[:3]}"))
    finally:
        net.kill()
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
