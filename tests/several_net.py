"""several_net.py - three servers on one PostgreSQL, who writes to them, and who judges (tests/several.py)."""
import collections
import os
import re
import shutil
import threading
import time
import uuid

import faulty
import kit
import pg
from kit import Client, expect

KEPT = ("accepted", "kept")
LATE_MS = 5 * 60 * 1000


# ---- who judges -------------------------------------------------------------------------------

def judge_twins(answers, journal):
    """Of one action sent to two at once: one is the first, the other its repeat; one entry each.

    answers is {id: [(status, first), …]}, journal the ids of entries as often as found."""
    wrong, times = [], collections.Counter(journal)
    for ident, both in answers.items():
        first = [s for s, _ in both if s in KEPT]
        again = [f for s, f in both if s == "repeated"]
        if len(first) != 1 or again != first * (len(both) - 1) or times[ident] != 1:
            wrong.append((ident, both, times[ident]))
    return wrong


def judge_heads(heads):
    """Chain heads (seq, stamp, epoch) as they were seen one after the other: none may go back."""
    return [(a, b) for a, b in zip(heads, heads[1:]) if any(y < x for x, y in zip(a, b))]


def judge_looks(looks):
    """(figure acknowledged before the look, figure shown): nothing older may be shown."""
    return [(told, shown) for told, shown in looks if shown < told]


def unit(report):
    def equal(name, have, want):
        report.check(f"judge: {name}", lambda: expect(have == want, f"{have}, not {want}"))
    good = {"a": [("accepted", None), ("repeated", "accepted")], "b": [("repeated", "kept"), ("kept", None)]}
    equal("twins are well", judge_twins(good, ["a", "b"]), [])
    for name, both, times in (("both first", [("accepted", None)] * 2, 1),
                              ("another first answer", [("accepted", None), ("repeated", "kept")], 1),
                              ("nobody first", [("repeated", "accepted")] * 2, 1),
                              ("two entries", good["a"], 2), ("no entry", good["a"], 0)):
        equal(f"planted: {name}", [w[0] for w in judge_twins({**good, "a": both}, ["a"] * times + ["b"])], ["a"])
    equal("heads are well", judge_heads([(1, 5, 1), (1, 5, 2), (4, 9, 2)]), [])
    for name, head in (("seq", (3, 9, 2)), ("stamp", (4, 8, 2)), ("epoch", (4, 9, 1))):
        equal(f"planted: a {name} that goes back", len(judge_heads([(4, 9, 2), head])), 1)
    equal("looks are well", judge_looks([(5, 5), (5, 6)]), [])
    equal("planted: an old page", judge_looks([(5, 5), (6, 5)]), [(6, 5)])


# ---- machines ---------------------------------------------------------------------------------

class Network:
    """One database, three servers."""

    def __init__(self):
        self.a = kit.Net(db="postgres")
        self.b = kit.Net(folder=self.another_machine())
        self.c = kit.Net(folder=self.a.folder)
        self.all = (self.a, self.b, self.c)
        self.late = os.path.exists(faulty.LIBRARY) and not kit.sanitized()

    def another_machine(self):
        folder = self.a.folder + "-b"
        os.makedirs(folder, 0o700)
        shutil.copytree(os.path.join(self.a.folder, "keys"), os.path.join(folder, "keys"))
        shutil.copy(os.path.join(self.a.folder, "ayni.conf"), folder)
        return folder

    def start(self):
        self.begun_s = time.monotonic()
        for n in self.all:
            n.environment = {"AYNI_METRICS": f"127.0.0.1:{pg.free_port()}"}
        if self.late:
            disk = faulty.Disk(self.c.folder)
            disk.clock(-LATE_MS)
            self.c.environment.update(disk.environment)
        for n in self.all:
            n.start()

    def tables(self):
        return kit.open_tables(self.a.folder)

    def head(self, db):
        rows = db.execute("select seq, stamp, epoch from chain")
        expect(len(rows) == 1, f"{len(rows)} chains of one network")
        return rows[0]


def moved(c, net):
    """The same browser, sent to another server by the balancer."""
    other = Client(net.url)
    other.cookies = c.cookies  # one jar
    return other


def metric(net, name):
    text = Client("http://" + net.environment["AYNI_METRICS"]).get("/metrics").text
    return int(re.search(rf"^ayni_{name} (\d+)$", text, re.M)[1])


def journal_ids(net):
    with net.tables() as db:
        return [str(uuid.UUID(bytes=change)) for (change,) in db.execute("select change from journal")]


# ---- many at once ------------------------------------------------------------------------------

def at_once(calls):
    """Run all of them at the same time; their results in order."""
    barrier, out = threading.Barrier(len(calls)), [None] * len(calls)

    def run(i):
        barrier.wait(30)
        try:
            out[i] = calls[i]()
        except Exception as why:  # told by whoever compares
            out[i] = why
    threads = [threading.Thread(target=run, args=(i,), daemon=True) for i in range(len(calls))]
    for t in threads:
        t.start()
    for t in threads:
        t.join(60)
        expect(not t.is_alive(), "no answer within 60 s")
    return out


class Watch:
    """The chain's head, looked at again and again while others write."""

    def __init__(self, net):
        self.net, self.heads, self.over = net, [], threading.Event()
        self.thread = threading.Thread(target=self.run, daemon=True)

    def run(self):
        with self.net.tables() as db:
            while not self.over.is_set():
                self.heads.append(self.net.head(db))
                time.sleep(0.002)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        self.thread.join(30)


def storm(net, actions, meanwhile=None, senders=8, size=20):
    """`senders` at each of A and B; what was acknowledged, and how many answers were 503."""
    key, acked, busy, wrong = net.a.token("operadora"), [], [], []
    share, begun_ms = actions // (2 * senders), kit.now_ms()

    def send(n, number):
        rng, client, left, batch = kit.rng(number), Client(n.url, token=key), share, None
        while left > 0:
            batch = batch or [kit.report({"kitchen": f"SJM-{rng.randint(1, 4):03d}", "day": kit.today(rng.randint(21, 28)),
                                          "served": rng.randint(1, 400), "reason": "tormenta",
                                          "sitting": rng.choice(["breakfast", "lunch", "dinner"])},
                                         acted_at=kit.instant(begun_ms - rng.randint(0, 9 * 86400000)))
                              for _ in range(min(size, left))]
            try:
                a = client.changes(batch)
            except OSError as why:
                wrong.append(str(why))
                return
            if a.status == 503:
                busy.append(a.header("Retry-After"))
                time.sleep(0.1)
                continue
            if a.status != 200:
                wrong.append(f"{a.status} {a.text[:200]}")
                return
            acked.extend((r["id"], r["status"]) for r in a.json())
            left, batch = left - len(batch), None
    threads = [threading.Thread(target=send, args=(n, i * 2 + k), daemon=True)
               for i in range(senders) for k, n in enumerate((net.a, net.b))]
    for t in threads:
        t.start()
    if meanwhile:
        meanwhile()
    for t in threads:
        t.join(180)
        expect(not t.is_alive(), "a sender did not come to its end")
    expect(not wrong, "; ".join(wrong[:3]))
    expect(all(busy), "a 503 without Retry-After")
    return acked, len(busy)
