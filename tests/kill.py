#!/usr/bin/env python3
"""kill.py - the built program is killed (kill -9) again and again while reports pour in.

    kill.py [--kills 20] [--seed 1] [--senders 6] [--unit]

Every sender keeps a list of what it sent and of what was answered; what was not answered is sent
again after the restart with the same id. At the end nothing that was acknowledged is lost and
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
        self.seed, self.starts, self.wrong = o.seed, 0, []
        self.up, self.over = threading.Event(), threading.Event()
        self.net = kit.Net()
        self.senders = [Sender(n, self) for n in range(o.senders)]

    def start(self):
        begun = time.monotonic()
        self.net.start()
        self.starts += 1
        self.up.set()
        return time.monotonic() - begun

    def run(self, kills):
        rng = kit.rng(self.seed)
        self.start()
        self.token = self.net.token("operadora")
        threads = [threading.Thread(target=s.live, daemon=True) for s in self.senders]
        for t in threads:
            t.start()
        slowest = 0.0
        for _ in range(kills):
            time.sleep(rng.uniform(0.05, 0.8))
            self.up.clear()
            self.net.kill()
            slowest = max(slowest, self.start())
            if self.wrong:
                break
        time.sleep(0.5)
        self.over.set()
        for t in threads:
            t.join(60)
            expect(not t.is_alive(), "a sender did not come to its end within 60 s")
        expect(not self.wrong, "; ".join(self.wrong[:3]))
        return slowest

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


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--kills", type=int, default=20)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--senders", type=int, default=6)
    p.add_argument("--unit", action="store_true")
    o = p.parse_args()
    report = kit.Report()
    unit(report)
    if o.unit:
        return report.close()
    kit.need_program()
    storm = Storm(o)
    try:
        slowest = []
        if not report.check(f"{o.kills} kills under load, restarted each time",
                            lambda: slowest.append(storm.run(o.kills))):
            return report.close()
        acked = storm.acked()
        told = sum(s in KEPT for s in acked.values())
        doubts = sum(s.doubts for s in storm.senders)
        print(f"# {len(acked)} answered, {told} journaled, {doubts} had been written before their "
              f"answer was lost; slowest start {slowest[0]:.2f} s")

        def repeats():
            bad = judge_repeats(acked, storm.repeat_all())
            expect(not bad, f"{len(bad)} ids are not repeated as first answered: {bad[:3]}")

        def standing():
            bad = {k: v for k, v in judge(acked, journal_ids(storm.net.folder)).items() if v}
            expect(not bad, ", ".join(f"{len(v)} {k}: {v[:2]}" for k, v in bad.items()))
        report.check("enough was written to mean something",
                     lambda: expect(told > 5 * o.kills, f"only {told} journaled"))
        report.check("every acknowledged action gets its first answer again", repeats)
        report.check("the server ends cleanly",
                     lambda: expect(storm.net.stop() == 0, "exit status"))
        report.check("0 lost, 0 doubled in the journal", standing)
        report.check("chain and tables verify", lambda: storm.net.laws((o.seed,)))
    finally:
        storm.net.kill()
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
