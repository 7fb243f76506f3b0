#!/usr/bin/env python3
"""uploads_cut.py - cut, slow, held and malformed requests leave the server well.

    uploads_cut.py [--uploads 200] [--mutations 2000] [--seed 1] [--no-slow]

A server in the field was seen to wedge after some twenty uploads that were cut before their
answer. Here uploads are cut in every phase, some with a reset, some half closed, some held open;
others send their head a byte a second; thousands of valid requests are damaged at random. All the
while the health page must answer at once, and afterwards a report must be taken, memory must be
as it was, and the laws must hold.
"""
import argparse
import json
import os
import re
import socket
import struct
import sys
import time

import kit
from kit import expect

HEAD_WAIT_S, BODY_WAIT_S = 10, 30


class Wire:
    """A bare connection."""

    def __init__(self, net, timeout_s=5):
        port = int(net.url.rsplit(":", 1)[1])
        self.sock = socket.create_connection(("127.0.0.1", port), timeout=timeout_s)

    def send(self, data):
        """False when the server has closed already."""
        try:
            self.sock.sendall(data)
            return True
        except OSError:
            return False

    def answer(self, wait_s):
        """What comes first, or b"" at the end, or None when the time is over before."""
        self.sock.settimeout(wait_s)
        try:
            return self.sock.recv(65536)
        except ConnectionError:
            return b""
        except TimeoutError:
            return None

    def cut(self, how):
        if how == "reset":
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        if how == "half":
            try:
                self.sock.shutdown(socket.SHUT_WR)
            except OSError:
                pass
        else:
            self.sock.close()


def status_of(raw):
    m = re.match(rb"HTTP/1\.[01] (\d{3})", raw or b"")
    return int(m[1]) if m else None


def head(net, method, path, *lines, host=None):
    host = host or net.url.split("//")[1]
    return "\r\n".join([f"{method} {path} HTTP/1.1", f"Host: {host}", *lines, "", ""]).encode()


def well(net, limit_s=1.0):
    begun = time.monotonic()
    a = kit.Client(net.url, timeout_s=limit_s * 3).get("/health")
    took = time.monotonic() - begun
    expect(a.status == 200 and took < limit_s, f"health: {a.status} after {took:.2f} s")


# ---- cut uploads ------------------------------------------------------------------------------

def upload(net, token, rng, size=60_000):
    """An upload as bytes: (head, body), of one of several kinds."""
    auth = f"Authorization: Bearer {token}"
    kind = rng.randrange(4)
    if kind == 0:
        body = json.dumps([kit.report({"kitchen": "SJM-001", "served": -1, "note": "x" * 200})
                           for _ in range(150)]).encode()
        lines = ("Content-Type: application/json", f"Content-Length: {len(body)}")
    elif kind == 1:
        body = b"".join(b"1000\r\n" + b"a" * 4096 + b"\r\n" for _ in range(12)) + b"0\r\n\r\n"
        lines = ("Content-Type: application/json", "Transfer-Encoding: chunked")
    elif kind == 2:
        body = b'--cut\r\nContent-Disposition: form-data; name="f"; filename="a.csv"\r\n\r\n' \
            + b"k,d\r\n" * (size // 5) + b"--cut--\r\n"
        lines = ("Content-Type: multipart/form-data; boundary=cut", f"Content-Length: {len(body)}")
    else:
        body = b"served=120&note=" + b"x" * size
        lines = ("Content-Type: application/x-www-form-urlencoded",
                 f"Content-Length: {len(body)}")
    path = "/hoy" if kind == 3 else "/api/v1/changes"
    return head(net, "POST", path, auth, *lines), body


def cut_uploads(net, token, rng, count):
    held = []
    for i in range(count):
        wire = Wire(net)
        top, body = upload(net, token, rng)
        phase = i % 5
        if phase == 0:
            wire.send(top[:rng.randrange(1, len(top))])
        elif phase == 1:
            wire.send(top)
        elif phase == 2:
            wire.send(top + body[:rng.randrange(len(body))])
        elif phase == 3:
            wire.send(top + body[:-1])
        else:
            wire.send(top + body)  # whole, but nobody waits for the answer
        how = rng.choice(["reset", "close", "half", "held"])
        if how in ("half", "held"):
            held.append(wire)
        if how != "held":
            wire.cut(how)
        if i % 10 == 9:
            well(net)
    well(net)
    return held


# ---- slow ones --------------------------------------------------------------------------------

class Slow:
    """Connections that stay just alive: heads by the byte, bodies that stop in the middle."""

    def __init__(self, net, token):
        self.begun = time.monotonic()
        self.net = net
        self.heads = [Wire(net) for _ in range(30)]
        self.bodies = [Wire(net) for _ in range(10)]
        for w in self.heads:
            w.send(b"GET / HTTP/1.1\r\nHo")
        for w in self.bodies:
            w.send(head(net, "POST", "/api/v1/changes", f"Authorization: Bearer {token}",
                        "Content-Type: application/json", "Content-Length: 4000") + b"[" * 9)

    def closed(self, wires, within_s, feed):
        """All of them are ended by the server within that time of their begin."""
        left, late = list(wires), False
        while left and not late:
            late = time.monotonic() - self.begun > within_s
            for w in left:
                w.sock.settimeout(0.01)
                if feed:
                    w.send(b"x")
            left = [w for w in left if not self.ended(w)]
            time.sleep(0 if late else 0.5)
        well(self.net)
        expect(not left, f"{len(left)} of {len(wires)} still open after {within_s} s")

    @staticmethod
    def ended(w):
        try:
            while w.sock.recv(4096):
                pass
            return True
        except TimeoutError:
            return False
        except OSError:
            return True


# ---- hostile and damaged requests -------------------------------------------------------------

def hostile(net, token):
    """Name, bytes and the statuses that are right; 0: closed without a word is right too."""
    auth = f"Authorization: Bearer {token}"
    body = b"[]"
    post = ("POST", "/api/v1/changes", auth, "Content-Type: application/json")
    refused = (400, 0)
    return (
        ("length and chunked", head(net, *post, "Content-Length: 2", "Transfer-Encoding: chunked")
         + b"0\r\n\r\n", refused),
        ("two lengths", head(net, *post, "Content-Length: 2", "Content-Length: 3") + body + b"x",
         refused),
        ("the length twice", head(net, *post, "Content-Length: 2", "Content-Length: 2") + body,
         refused),
        ("a list of lengths", head(net, *post, "Content-Length: 2, 3") + body, refused),
        ("a negative length", head(net, *post, "Content-Length: -2") + body, refused),
        ("a length with a sign", head(net, *post, "Content-Length: +2") + body, refused),
        ("an endless length", head(net, *post, "Content-Length: 99999999999999999999") + body,
         (400, 413, 0)),
        ("a huge body is refused before it comes", head(net, *post, "Content-Length: 9000000000"),
         (413,)),
        ("a body for GET", head(net, "GET", "/", "Content-Length: 900000"), (400, 413, 0)),
        ("a bad chunk size", head(net, *post, "Transfer-Encoding: chunked") + b"zz\r\n", refused),
        ("a huge chunk size", head(net, *post, "Transfer-Encoding: chunked")
         + b"ffffffffffffffff0\r\n", (400, 413, 0)),
        ("an unknown encoding", head(net, *post, "Transfer-Encoding: gzip") + body,
         (400, 501, 0)),
        ("an unknown method", head(net, "BREW", "/"), (400, 405, 501, 0)),
        ("TRACE", head(net, "TRACE", "/"), (400, 405, 501, 0)),
        ("CONNECT", head(net, "CONNECT", "evil.example:443"), (400, 404, 405, 421, 501, 0)),
        ("a long target", head(net, "GET", "/" + "a" * 20_000), (400, 414, 431, 0)),
        ("long headers", head(net, "GET", "/", *(f"X-{i}: {'a' * 500}" for i in range(100))),
         (400, 413, 431, 0)),
        ("many headers", head(net, "GET", "/", *(f"X-{i}: a" for i in range(3000))),
         (400, 413, 431, 0)),
        ("a bad escape", head(net, "GET", "/%zz"), (400, 0)),
        ("NUL in the path", head(net, "GET", "/a%00b"), (400, 0)),
        ("a raw NUL", b"GET /a\0b HTTP/1.1\r\nHost: x\r\n\r\n", (400, 0)),
        ("bad UTF-8 in the path", head(net, "GET", "/%ff%fe"), (400, 404)),
        ("climbing out", head(net, "GET", "/../../etc/passwd"), (400, 404)),
        ("climbing out, escaped", head(net, "GET", "/%2e%2e/%2e%2e/etc/passwd"), (400, 404)),
        ("no host", b"GET / HTTP/1.1\r\n\r\n", (400, 421, 0)),
        ("another host", head(net, "GET", "/", host="evil.example"), (421,)),
        ("two hosts", head(net, "GET", "/", "Host: evil.example"), (400, 421, 0)),
        ("another host as target", head(net, "GET", "http://evil.example/"), (400, 404, 421, 0)),
        ("HTTP/9.9", b"GET / HTTP/9.9\r\nHost: x\r\n\r\n", (400, 421, 505, 0)),
        ("no HTTP at all", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 64,
         (400, 505, 0)),
        ("a line that never ends", b"A" * 60_000, (400, 414, 431, 0)),
    )


def ask(net, raw, timeout_s=5):
    """The beginning of the answer; a request that is not whole is half closed after a while."""
    wire = Wire(net, timeout_s)
    try:
        wire.send(raw)
        back = wire.answer(0.05)
        if back is None:
            wire.cut("half")
            back = wire.answer(timeout_s)
        return back
    finally:
        wire.sock.close()


def hostile_checks(report, net, token):
    for name, raw, right in hostile(net, token):
        def one():
            back = ask(net, raw, 14)
            expect(back is not None, "no answer and no end")
            got = status_of(back) or 0
            expect(got in right, f"answered {got}: {back[:120]!r}")
            expect(b"root:" not in back, "a file of the system came back")
        report.check(f"hostile: {name}", one)


def damaged(rng, raw):
    out = bytearray(raw)
    for _ in range(rng.choice([1, 1, 2, 5, 20])):
        at = rng.randrange(len(out) + 1)
        what = rng.randrange(6)
        if what == 0 and at < len(out):
            out[at] = rng.randrange(256)
        elif what == 1:
            out[at:at] = bytes([rng.randrange(256)]) * rng.choice([1, 1, 3, 300])
        elif what == 2:
            del out[at:at + rng.randrange(1, 12)]
        elif what == 3:
            piece = out[at:at + rng.randrange(1, 60)]
            out[at:at] = piece
        elif what == 4:
            out[at:at] = rng.choice([b"\r\n", b"\n", b"\r", b"\0", b":", b"%", b"\r\n\r\n",
                                     b"Content-Length: 7\r\n", b"\xff\xfe", b"{", b'"', b"[["])
        elif out:
            del out[rng.randrange(len(out)):]
        if not out:
            out += b"\r\n"
    return bytes(out)


def mutations(net, token, rng, count):
    """Every damaged request gets an answer that blames the request, or the end."""
    auth = f"Authorization: Bearer {token}"
    body = json.dumps([kit.report({"kitchen": "SJM-001", "served": -1})]).encode()
    form = b"served=-1&free=2&seen=&day=" + kit.today().encode()
    models = (
        head(net, "GET", "/"), head(net, "GET", "/api/v1/meal?kitchen=SJM-001&limit=3", auth),
        head(net, "POST", "/api/v1/changes", auth, "Content-Type: application/json",
             f"Content-Length: {len(body)}") + body,
        head(net, "POST", "/hoy", auth, "Content-Type: application/x-www-form-urlencoded",
             f"Content-Length: {len(form)}") + form,
        head(net, "GET", "/hoy", "Cookie: ayni=abc; lang=es", "Accept-Language: es;q=0.8,en"),
    )
    seen = {}
    for i in range(count):
        raw = damaged(rng, rng.choice(models))
        begun = time.monotonic()
        back = ask(net, raw, 14)
        took = time.monotonic() - begun
        expect(took < 2, f"the end of a half closed request took {took:.1f} s: {raw[:300]!r}")
        got = status_of(back) or (0 if back == b"" else -1)
        seen[got] = seen.get(got, 0) + 1
        expect(back is not None, f"neither answer nor end for {raw[:300]!r}")
        expect(got == 0 or 200 <= got < 500 or got in (501, 503, 505), f"{got} for {raw[:300]!r}")
        if i % 200 == 199:
            well(net)
    return seen


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--uploads", type=int, default=200)
    p.add_argument("--mutations", type=int, default=2000)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--no-slow", action="store_true")
    o = p.parse_args()
    kit.need_program()
    report, rng, net = kit.Report(), kit.rng(o.seed), kit.Net()
    if kit.sanitized():  # keep little of what was freed, so that resident memory says something
        net.environment["ASAN_OPTIONS"] = os.environ.get("ASAN_OPTIONS", "") + \
            ":quarantine_size_mb=1:allocator_release_to_os_interval_ms=100"
    try:
        if not report.check("the server starts", net.start):
            return report.close()
        token, start = net.token("lider"), net.memory_kb()
        slow = None if o.no_slow else Slow(net, token)
        warm = kit.rng(o.seed + 1)  # arenas and page cache grow once
        for wire in cut_uploads(net, token, warm, o.uploads):
            wire.sock.close()
        mutations(net, token, warm, 200)
        before = net.memory_kb()
        held = []
        report.check(f"{o.uploads} uploads cut before their answer",
                     lambda: held.extend(cut_uploads(net, token, rng, o.uploads)))
        hostile_checks(report, net, token)
        seen = []
        report.check(f"{o.mutations} damaged requests",
                     lambda: seen.append(mutations(net, token, rng, o.mutations)))
        print("# answers to damaged requests: " + ", ".join(
            f"{k or 'end'} {n}" for k, n in sorted((seen or [{}])[0].items())))
        if slow:
            report.check("slow heads are ended, others served meanwhile",
                         lambda: slow.closed(slow.heads, HEAD_WAIT_S + 5, True))
            report.check("bodies that stop are ended, others served meanwhile",
                         lambda: slow.closed(slow.bodies, BODY_WAIT_S + 10, False))
        for wire in held:
            wire.sock.close()

        def works():
            a = kit.Client(net.url, token=token).changes(
                [kit.report({"kitchen": "SJM-001", "sitting": "breakfast", "served": 120})])
            expect(a.status == 200 and a.json()[0]["status"] == "accepted", a.text[:200])

        def memory():
            after = net.memory_kb()
            print(f"# resident memory {start} kB at first, {before} kB after as much, {after} kB")
            # Leaks show at the end under AddressSanitizer; here its allocator is only kept in sight.
            most = 32768 if kit.sanitized() else 8192
            expect(after - before < most, f"grew by {after - before} kB")
            expect(kit.sanitized() or after < 65536, f"{after} kB")
        report.check("a report is taken as before", works)
        report.check("memory is as it was", memory)
        report.check("the laws hold", net.laws)
        report.check("the server ends cleanly", lambda: expect(net.stop() == 0, "exit status"))
    finally:
        net.kill()
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
