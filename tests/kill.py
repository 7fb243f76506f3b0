#!/usr/bin/env python3
"""kill.py - the program, or its database, is killed (kill -9) again and again while reports pour in.

    kill.py [--kills 20] [--pause-ms 50 800] [--seed 1] [--senders 6] [--unit]
    kill.py --postmaster 5      PostgreSQL's postmaster and all its processes instead; mostly the program goes on

Every sender keeps a list of what it sent and of what was answered; what was not answered is sent
again after the restart with the same id. A kill comes a random time after the first answer since the
last one. At the end nothing that was acknowledged is lost and
nothing is there twice: every id stands in the journal exactly once, every id sent again is
`repeated` with its first status, and the chain and the tables verify. The functions that judge
are first fed planted faults (--unit: only those).
"""
import argparse
import collections
import http.client
import sys
import threading
import time
import uuid

import kit
import pg
from kit import Failed, expect

KEPT = ("accepted", "kept")


def judge(acked, journal):
    """What is wrong: acked is {id: first status}, journal the ids of entries, as often as found."""
    times = collections.Counter(journal)
    lost = [i for i, status in acked.items() if status in KEPT and not times[i]]
    doubled = [i for i, n in times.items() if n > 1]
    ghosts = [i for i, status in acked.items() if status not in KEPT and times[i]]
    return {"lost": lost, "doubled": doubled, "refused but there": ghosts}


def judge_repeats(acked, answers):
    """Ids that do not get their first answer again: answers is {id: (status, first)}."""
    return [i for i, status in acked.items() if status in KEPT
            and answers.get(i) != ("repeated", status)]


def unit(report):
    """The judges must see what is planted."""
    acked = {"a": "accepted", "b": "kept", "c": "refused"}
    good = {"lost": [], "doubled": [], "refused but there": []}

    def equal(name, have, want):
        report.check(f"judge: {name}", lambda: expect(have == want, f"{have}, not {want}"))
    equal("all is well", judge(acked, ["a", "b", "x"]), good)
    equal("planted loss", judge(acked, ["a"]), {**good, "lost": ["b"]})
    equal("planted double", judge(acked, ["a", "b", "b"]), {**good, "doubled": ["b"]})
    equal("planted ghost", judge(acked, ["a", "b", "c"]), {**good, "refused but there": ["c"]})
    first = {"a": ("repeated", "accepted"), "b": ("repeated", "kept")}
    equal("repeats are well", judge_repeats(acked, first), [])
    equal("planted forgetting", judge_repeats(acked, {**first, "a": ("accepted", None)}), ["a"])
    equal("planted other answer", judge_repeats(acked, {**first, "b": ("repeated", "accepted")}),
          ["b"])


class Sender:
    """One program that reports; survives its server's death by repeating what is open."""

    def __init__(self, number, storm):
        self.number, self.storm = number, storm
        self.rng = kit.rng(storm.seed * 1000 + number)
        self.open, self.acked, self.actions, self.doubts = [], {}, {}, 0
        self.turn = 0

    def batch(self):
        """Mostly single reports, sometimes several; each a figure not reported before."""
        size = self.rng.choice([1, 1, 1, 2, 5, 40])
        made = []
        for _ in range(size):
            self.turn += 1
            args = {"kitchen": f"SJM-{1 + self.turn % 4:03d}", "served": self.rng.randint(1, 300),
                    "day": kit.today(self.rng.randint(0, 6)), "reason": "tormenta",
                    "sitting": self.rng.choice(["breakfast", "lunch", "dinner"])}
            action = kit.report(args, kit.new_id(rng=self.rng))
            # Half of them older than what stands: those are kept, and must be there too.
            if self.rng.random() < 0.5:
                action["acted_at"] = kit.instant(kit.now_ms() - self.rng.randint(1, 3_000_000))
            if self.rng.random() < 0.3 and self.acked:
                action["seen"] = None
            made.append(action)
        time.sleep(self.rng.uniform(0, 0.02))  # a kill should meet changes of every age, not a million
        return made

    def send(self, client):
        self.open = self.open or self.batch()
        for action in self.open:
            self.actions[action["id"]] = action
        a = client.changes(self.open)
        if a.status == 503:
            time.sleep(0.05)
            return
        expect(a.status == 200, f"status {a.status}: {a.text[:200]}")
        for result in a.json():
            status = result["status"]
            expect(status != "conflict", f"a conflict: {result}")
            if status == "repeated":
                self.doubts += 1
                status = result["first"]
            self.acked[result["id"]] = status
        self.open = []

    def live(self):
        """Until the storm is over and nothing is open."""
        client, made = None, None
        while not (self.storm.over.is_set() and not self.open):
            if not self.storm.up.wait(0.2):
                client = None
                continue
            try:
                if client is None or made != self.storm.starts:
                    made = self.storm.starts
                    client = kit.Client(self.storm.net.url, token=self.storm.token)
                self.send(client)
            except (OSError, http.client.HTTPException):
                client = None
                time.sleep(0.02)
            except Failed as why:
                self.storm.wrong.append(str(why))
                return


class Storm:
    def __init__(self, o):
        self.seed, self.starts, self.wrong, self.slowest = o.seed, 0, [], 0.0
        self.pause_s = [ms / 1000 for ms in o.pause_ms]
        self.up, self.over = threading.Event(), threading.Event()
        self.server = pg.use(pg.Cluster()) if o.postmaster else None
        self.net = kit.Net(db="postgres" if o.postmaster else None)
        self.senders = [Sender(n, self) for n in range(o.senders)]

    def start(self):
        self.net.start()
        self.starts += 1
        self.up.set()

    def strike(self, rng):
        """Kill and start again; of the kills of a database some take the program along."""
        both = not self.server or rng.random() < 0.25
        if self.server:
            self.server.kill9()
        if both:
            self.up.clear()
            self.net.kill()
        if self.server:
            time.sleep(rng.uniform(0, 0.3))
            self.server.restart()
        if both:
            self.start()

    def answered(self):
        return sum(len(s.acked) for s in self.senders)

    def goes_on(self, before):
        """Wait until somebody is answered again; how long that took since a strike is kept."""
        begun = time.monotonic()
        kit.wait_for("an answer after a kill", lambda: self.wrong or self.answered() > before,
                     30, 0.005)
        return time.monotonic() - begun

    def run(self, kills):
        rng = kit.rng(self.seed)
        self.start()
        self.token = self.net.token("operadora")
        threads = [threading.Thread(target=s.live, daemon=True) for s in self.senders]
        for t in threads:
            t.start()
        for _ in range(kills):
            time.sleep(rng.uniform(*self.pause_s))
            begun = time.monotonic()
            self.strike(rng)
            self.goes_on(self.answered())
            self.slowest = max(self.slowest, time.monotonic() - begun)
            if self.wrong:
                break
        self.over.set()
        for t in threads:
            t.join(60)
            expect(not t.is_alive(), "a sender did not come to its end within 60 s")
        expect(not self.wrong, "; ".join(self.wrong[:3]))

    def acked(self):
        return {i: s for one in self.senders for i, s in one.acked.items()}

    def repeat_all(self):
        """Send every acknowledged action once more."""
        client, answers = kit.Client(self.net.url, token=self.token), {}
        todo = [a for one in self.senders for i, a in one.actions.items()
                if one.acked.get(i) in KEPT]
        for at in range(0, len(todo), 500):
            a = client.changes(todo[at:at + 500])
            expect(a.status == 200, f"repeating: {a.status} {a.text[:200]}")
            answers.update({r["id"]: (r["status"], r.get("first")) for r in a.json()})
        return answers


def journal_ids(folder):
    """The change ids of the journal, as often as they stand there."""
    with kit.open_tables(folder) as db:
        found = db.execute("select change from journal")
    return [str(uuid.UUID(bytes=change)) for (change,) in found]


def options():
    p = argparse.ArgumentParser()
    p.add_argument("--kills", type=int, default=20)
    p.add_argument("--postmaster", type=int, default=0)
    p.add_argument("--pause-ms", type=int, nargs=2, default=(50, 800))
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--senders", type=int, default=6)
    p.add_argument("--unit", action="store_true")
    return p.parse_args()


def standing(acked, folder):
    bad = {k: v for k, v in judge(acked, journal_ids(folder)).items() if v}
    expect(not bad, ", ".join(f"{len(v)} {k}: {v[:2]}" for k, v in bad.items()))


def planted(acked, folder):
    """One acknowledged entry is taken out of a copy: it must be missed."""
    copy = kit.copy(folder, folder + "-planted")
    with kit.open_tables(copy) as db:
        one = next(i for i, status in acked.items() if status in KEPT)
        db.execute("delete from journal where change = ?", (uuid.UUID(one).bytes,))
    lost = judge(acked, journal_ids(copy))["lost"]
    expect(lost == [one], f"lost: {lost[:3]}, not {one}")
    kit.remove(copy)


def storm_over(report, storm, kills):
    """What must hold after the last kill."""
    acked = storm.acked()
    told = sum(s in KEPT for s in acked.values())
    doubts = sum(s.doubts for s in storm.senders)
    print(f"# {len(acked)} answered, {told} journaled, {doubts} had been written before their "
          f"answer was lost; at most {storm.slowest:.2f} s from a kill to the next answer")

    def repeats():
        bad = judge_repeats(acked, storm.repeat_all())
        expect(not bad, f"{len(bad)} ids are not repeated as first answered: {bad[:3]}")
    report.check("enough was written to mean something",
                 lambda: expect(told > kills, f"only {told} journaled"))
    report.check("every acknowledged action gets its first answer again", repeats)
    report.check("the server ends cleanly",
                 lambda: expect(storm.net.stop() == 0, "exit status"))
    report.check("0 lost, 0 doubled in the journal", lambda: standing(acked, storm.net.folder))
    report.check("planted: a lost entry of the journal is missed",
                 lambda: planted(acked, storm.net.folder))
    report.check("chain and tables verify", lambda: storm.net.laws((storm.seed,)))


def main():
    o, report = options(), kit.Report()
    unit(report)
    if o.unit:
        return report.close()
    kit.need_program()
    kills, storm = o.postmaster or o.kills, Storm(o)
    what = "PostgreSQL" if o.postmaster else "the program"
    try:
        if report.check(f"{kills} kills of {what} under load, started again each time",
                        lambda: storm.run(kills)):
            storm_over(report, storm, kills)
    finally:
        storm.net.kill()
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
