#!/usr/bin/env python3
"""slow.py - a thousand slow clients over plain HTTP, and one person who works.

    slow.py [--clients 1000] [--seconds 12] [--seed 1]

A quarter sends its head a byte at a time, a quarter its body, a quarter does not read what it asked
for, a quarter holds a connection and says nothing; whoever is cut off comes again. Meanwhile a leader
signs in, looks and reports. Her slow answers are judged against the same work just before, when
nobody else was there; the program's memory at its greatest is judged too. It runs with a soft limit
of 1024 open files, which it must raise by itself.
"""
import argparse
import re
import resource
import selectors
import socket
import subprocess
import sys
import threading
import time

import kit
from client import find_form
from kit import expect

PATIENCE_MS, TIMES, MEMORY_KB = 500, 20, 64 * 1024


class Crowd:
    """All slow clients, in one thread."""

    kinds = ("head", "body", "reading", "idle")

    def __init__(self, net, token, count, rng):
        self.net, self.token, self.rng = net, token, rng
        self.port = int(net.url.rsplit(":", 1)[1])
        self.poll, self.over = selectors.DefaultSelector(), threading.Event()
        self.met = dict.fromkeys(self.kinds, 0)
        self.cut, self.refused, self.open = 0, 0, []
        self.todo = [self.kinds[i % 4] for i in range(count)]
        self.thread = threading.Thread(target=self.live, daemon=True)

    def first(self, kind):
        top = f"Host: 127.0.0.1:{self.port}\r\n"
        if kind == "head":
            return f"GET / HTTP/1.1\r\n{top}X-Slow: ".encode()
        if kind == "body":
            return (f"POST /entrar HTTP/1.1\r\n{top}Content-Type: application/x-www-form-urlencoded\r\n"
                    "Content-Length: 60000\r\n\r\nnext=").encode()
        if kind == "reading":
            path = self.rng.choice(["/", "/api/v1/meal?limit=1000", "/api/v1/person?limit=1000"])
            return f"GET {path} HTTP/1.1\r\n{top}Authorization: Bearer {self.token}\r\n\r\n".encode()
        return f"GET /health HTTP/1.1\r\n{top}\r\n".encode()

    def enter(self, kind):
        s = socket.socket()
        if kind == "reading":
            s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        s.settimeout(5)
        try:
            s.connect(("127.0.0.1", self.port))
            s.sendall(self.first(kind))
        except OSError:
            self.refused += 1
            s.close()
            self.todo.append(kind)
            return
        s.setblocking(False)
        self.met[kind] += 1
        self.open.append((kind, s))

    def step(self, kind, s):
        """One byte of it; False when the server has ended it."""
        try:
            if kind in ("head", "body"):
                s.send(b"a")
            elif kind == "reading":
                return bool(s.recv(1))
            else:
                return bool(s.recv(4096))
        except BlockingIOError:
            pass
        except OSError:
            return False
        return True

    def live(self):
        while not self.over.is_set():
            for _ in range(min(100, len(self.todo))):
                self.enter(self.todo.pop())
            begun, still = time.monotonic(), []
            for kind, s in self.open:
                if self.step(kind, s):
                    still.append((kind, s))
                else:
                    s.close()
                    self.cut += 1
                    self.todo.append(kind)
            self.open = still
            self.over.wait(max(0.05, 0.5 - (time.monotonic() - begun)))
        for _, s in self.open:
            s.close()


class Person:
    """Signs in, looks, reports; how long each answer took, in ms."""

    def __init__(self, net):
        self.net, self.took_ms = net, []

    def timed(self, what, good):
        begun = time.monotonic()
        a = what()
        self.took_ms.append((time.monotonic() - begun) * 1000)
        expect(a.status in good, f"{a.status}: {a.text[:200]}")
        return a

    def work(self, until_s):
        end, turn = time.monotonic() + until_s, 0
        while time.monotonic() < end:
            turn += 1
            c = kit.Client(self.net.url)
            self.timed(lambda: c.follow(self.net.links["lider"]), (200,))
            for _ in range(4):
                a = self.timed(lambda: c.get(f"/hoy?day={kit.today(turn % 7)}"), (200,))
                fields = {**find_form(a.text, ["served"], "/hoy")["fields"], "reason": "hora",
                          "served": str(100 + turn % 50)}
                self.timed(lambda: c.form("/hoy", fields), (303, 409, 422))
            c.close()
        return self

    def p99_ms(self):
        return sorted(self.took_ms)[int(len(self.took_ms) * 0.99)]


def memory_kb(net):
    with open(f"/proc/{net.process.pid}/status") as f:
        return int(re.search(r"VmHWM:\s+(\d+)", f.read())[1])


def judge(p99_ms, alone_ms, memory, open_share):
    """What is wrong, as a list. On a machine that is slow with nobody there she may wait longer."""
    limit_ms = max(PATIENCE_MS, TIMES * alone_ms)
    return [why for bad, why in (
        (p99_ms >= limit_ms, f"her p99 is {p99_ms:.0f} ms, not under {limit_ms:.0f}"),
        (memory >= MEMORY_KB, f"{memory} kB of memory"),
        (open_share < 0.9, f"only {open_share:.0%} of the crowd was there")) if bad]


def planted():
    expect(not judge(20, 5, 50_000, 1), "what is well is called wrong")
    for bad in ((600, 5, 50_000, 1), (20, 5, 70_000, 1), (20, 5, 50_000, 0.5)):
        expect(len(judge(*bad)) == 1, f"{bad} passes")


def drill(report, net, o):
    token, seen = net.token("operadora"), {}
    alone = Person(net).work(min(3, o.seconds))
    before = memory_kb(net)
    crowd = Crowd(net, token, o.clients, kit.rng(o.seed))
    crowd.thread.start()
    kit.wait_for("the crowd is there", lambda: len(crowd.open) > 0.95 * o.clients, 30)
    person = Person(net)
    report.check("the person works all along", lambda: person.work(o.seconds))
    seen["open"] = len(crowd.open)
    crowd.over.set()
    crowd.thread.join(10)
    p99, least, memory = person.p99_ms(), alone.p99_ms(), memory_kb(net)
    print(f"# memory before {before / 1024:.1f} MB; seed {o.seed}: {seen['open']} of {o.clients} open at the end, met {crowd.met}, {crowd.cut} cut "
          f"off, {crowd.refused} not let in; her p99 {p99:.1f} ms of {len(person.took_ms)} answers, "
          f"alone {least:.1f} ms; memory at most {memory / 1024:.1f} MB", flush=True)
    bad = judge(p99, least, memory, seen["open"] / o.clients)
    report.check(f"{o.clients} slow clients: her p99, the memory", lambda: expect(not bad, "; ".join(bad)))


def few_descriptors(net):
    """Where the hard limit is low: a refusal in one line, or fewer connections and a warning."""
    def serve(limit, last):
        return subprocess.run(["sh", "-c", f'ulimit -n {limit}; exec "$0" serve --data "$1" --listen {last}',
                               kit.AYNI, net.folder], capture_output=True, text=True, timeout=10,
                              env=kit.environment())
    r = serve(100, "127.0.0.1:0")
    expect(r.returncode == 2 and r.stderr.startswith("ayni: ") and "LimitNOFILE" in r.stderr
           and len(r.stderr.strip().splitlines()) == 1, f"100 files: exit {r.returncode}: {r.stderr}")
    r = serve(700, "127.0.0.1:99999")  # no such port: it ends by itself
    expect("at most 444 connections" in r.stderr, f"700 files: {r.stderr}")


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--clients", type=int, default=1000)
    p.add_argument("--seconds", type=float, default=12)
    p.add_argument("--seed", type=int, default=1)
    o = p.parse_args()
    report = kit.Report()
    kit.need_program()
    report.check("planted: what is too slow, too big or not there is seen", planted)
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < 2 * o.clients:
        report.skip("slow clients", f"this machine lets a program open {hard} files")
        return report.close()
    net = kit.Net()
    resource.setrlimit(resource.RLIMIT_NOFILE, (1024, hard))
    try:
        net.start()
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        drill(report, net, o)
        report.check("the server ends cleanly", lambda: expect(net.stop() == 0, "exit status"))
        report.check("too few open files are told", lambda: few_descriptors(net))
    finally:
        net.kill()
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
