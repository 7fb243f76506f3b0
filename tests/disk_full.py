#!/usr/bin/env python3
"""disk_full.py - the disk fills up while people report: reading goes on, and writing comes back.

    disk_full.py [--sizes 200] [--seed 1]

Room for some bytes is left and reports are sent until one is not taken: it must be a 503 that says
that there is no room; pages are still read, by those who are signed in too. Then there is room again:
the same report is taken by the server that runs, and nothing that was acknowledged is lost. A few
times the server ends and starts while there is no room.
"""
import argparse
import sys
import time

import faulty
import kit
from client import find_form
from kit import Failed, expect

TRIES = 60  # reports that a room seldom outlasts
SAID = ("full", "espacio")


def refused_well(a):
    """The 503 of a full disk, to a program or to a person."""
    expect(a.status == 503, f"{a.status}: {a.text[:200]}")
    expect(a.header("Retry-After"), "no Retry-After")
    expect(all(word in a.text for word in SAID[:1 if a.text.startswith("{") else 0] + SAID[1:]),
           f"does not say that there is no room: {a.text[-600:]}")


class Full:
    def __init__(self):
        self.net = kit.Net(db="sqlite")
        self.disk = faulty.Disk(self.net.folder)
        self.net.environment = self.disk.environment
        self.told, self.turn, self.slowest = {}, 0, 0.0
        self.net.start()
        self.enter()

    def enter(self):
        self.program = self.net.program("operadora")
        self.person = self.net.client("lider")

    def action(self):
        self.turn += 1
        return kit.report({"kitchen": f"SJM-{1 + self.turn % 4:03d}", "served": 1 + self.turn % 400,
                           "day": kit.today(self.turn % 25), "sitting": "dinner", "reason": "lleno"})

    def send(self, action):
        a = self.program.changes([action])
        if a.status == 200:
            result = a.json()[0]
            expect(result["status"] in ("accepted", "repeated", "kept", "refused"), f"{result}")
            if result["status"] != "refused":
                self.told[action["id"]] = action
        return a

    def reading(self):
        for client, path in ((self.person, "/inicio"), (self.person, "/hoy"), (self.program, "/"),
                             (self.program, "/api/v1/meal?limit=5")):
            begun = time.monotonic()
            a = client.get(path)
            expect(a.status == 200, f"{path} on a full disk: {a.status}")
            self.slowest = max(self.slowest, time.monotonic() - begun)

    def by_page(self):
        a = self.person.get("/hoy")
        form = find_form(a.text, ["served"], "/hoy")
        refused_well(self.person.form("/hoy", {**form["fields"], "served": "77"}))

    def size(self, room):
        self.disk.room(room)
        for _ in range(TRIES):
            action = self.action()
            a = self.send(action)
            if a.status != 200:
                break
        else:
            return False  # there is room within files: the log begins anew at its start
        refused_well(a)
        self.reading()
        if self.turn % 5 == 0:
            self.by_page()
        self.disk.room(faulty.UNLIMITED)
        a = self.send(action)
        expect(a.status == 200 and a.json()[0]["status"] != "conflict",
               f"there is room again: {a.status} {a.text[:200]}")
        return True

    def enter_or_not(self):
        a = kit.Client(self.net.url).get("/")
        expect(a.status == 200, f"the public page after a start without room: {a.status}")

    def tidy(self):
        """A clean end cuts the log, and whatever is written then needs room."""
        self.disk.room(faulty.UNLIMITED)
        expect(self.net.stop() == 0, "SIGTERM")
        self.net.start()
        self.enter()

    def restart(self):
        """Ends and starts without room: in words, or not at all; then it is well again."""
        self.disk.room(0)
        status = self.net.stop()
        expect(status == 0, f"SIGTERM on a full disk: exit {status}")
        self.disk.room(0)  # what ended with the server had given some back
        try:
            self.net.start()
            self.enter_or_not()
            expect(self.net.stop() == 0, "SIGTERM after a start without room")
        except Failed:
            said = self.net.tail()
            expect(said.count("ayni: ") == 1, f"start on a full disk: {said}")
        self.disk.room(faulty.UNLIMITED)
        self.net.start()
        self.enter()

    def all_sizes(self, count, rng):
        met = tried = 0
        while met < count:
            tried += 1
            expect(tried < 2 * count, f"only {met} of {tried} sizes were too small")
            size = rng.choice([4096, 40_000, 400_000]) * rng.randrange(1, 1000) // 1000
            if not self.size(0 if met < 3 else size):
                self.tidy()
                continue
            met += 1
            if met % 40 == 39:
                self.restart()
                met += 1

    def nothing_lost(self):
        todo = list(self.told.values())
        for at in range(0, len(todo), 500):
            a = self.program.changes(todo[at:at + 500])
            bad = [r for r in a.json() if r["status"] != "repeated"]
            expect(not bad, f"acknowledged and not there: {bad[:2]}")
        self.net.laws()


def planted():
    """The judge sees an answer that says nothing."""
    said = '{"errors":[{"code":"full","message":"No hay espacio"}]}'
    refused_well(kit.Answer(503, [("Retry-After", "5")], said.encode()))
    for a in (kit.Answer(503, [("Retry-After", "5")], b'{"errors":[{"code":"failed"}]}'),
              kit.Answer(500, [("Retry-After", "5")], said.encode()), kit.Answer(503, [], said.encode())):
        try:
            refused_well(a)
        except Failed:
            continue
        raise Failed(f"this passes for clear words: {a.status} {a.text}")


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--sizes", type=int, default=200)
    p.add_argument("--seed", type=int, default=1)
    o = p.parse_args()
    report = kit.Report()
    faulty.need()
    report.check("planted: answers that say nothing are seen", planted)
    full = Full()
    try:
        if report.check(f"{o.sizes} sizes (seed {o.seed}): reading goes on, writing comes back",
                        lambda: full.all_sizes(o.sizes, kit.rng(o.seed))):
            print(f"# {len(full.told)} acknowledged; slowest page on a full disk "
                  f"{full.slowest * 1000:.0f} ms; no room met {full.disk.full()} times")
        full.disk.well()
        report.check("nothing acknowledged is lost, the laws hold", full.nothing_lost)
        report.check("the server ends cleanly", lambda: expect(full.net.stop() == 0, "exit status"))
    finally:
        full.net.kill()
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
