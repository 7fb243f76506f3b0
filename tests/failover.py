#!/usr/bin/env python3
"""failover.py - the primary PostgreSQL is lost while 64 writers write through two processes of Ayni.

    failover.py                  a primary and a synchronous standby of this machine: kill -9, promote
    failover.py --patroni 5      three nodes of Patroni and etcd (packaging/patroni), 5 times

The processes find the new primary by themselves, through a URL that names all; whoever reads meanwhile is told to
come back; writers resend. Nothing that was acknowledged is lost, nothing is there twice, the laws hold. Planted:
behind a standby that is not waited for, acknowledged changes are lost, and the judge must say so.
"""
import argparse
import os
import shutil
import sys
import tempfile
import threading
import time

import kill
import kit
import patroni
import pg
from kit import expect

WRITERS, PROCESSES, READ_EVERY_S, LONGEST_ANSWER_S = 64, 2, 0.1, 15


class Writer(kill.Sender):
    """Keeps how long each of its batches waited for its answer."""

    def __init__(self, number, side):
        super().__init__(number, side)
        self.since, self.waited_s = time.monotonic(), [0.0]

    def batch(self):
        made = super().batch()
        self.since = time.monotonic()
        return made

    def send(self, client):
        super().send(client)
        if not self.open:
            self.waited_s.append(time.monotonic() - self.since)


class Side:
    """One process of Ayni with its writers and a reader."""

    def __init__(self, net, storm, number):
        self.net, self.seed, self.starts, self.wrong = net, storm.seed + number, 1, storm.wrong
        self.up, self.over = threading.Event(), storm.over
        self.up.set()
        self.writers = [Writer(n, self) for n in range(number, WRITERS, PROCESSES)]
        self.seen, self.told_to_wait, self.longest_s = set(), 0, 0.0

    def read(self):
        """The public page, again and again."""
        client = kit.Client(self.net.url)
        while not self.over.wait(READ_EVERY_S):
            begun = time.monotonic()
            try:
                answer = client.get("/")
            except OSError as why:
                self.wrong.append(f"a reader got no answer: {why}")
                return
            self.longest_s = max(self.longest_s, time.monotonic() - begun)
            self.seen.add(answer.status)
            if answer.status == 503:
                plain = "Espere un minuto" in answer.text and (answer.header("Retry-After") or "").isdigit()
                self.told_to_wait += 1
                if not plain:
                    self.wrong.append(f"503 without words: {answer.text[-600:]}")


class Storm:
    """Processes on one database whose primary is about to go."""

    def __init__(self, folder, seed=1):
        self.seed, self.wrong, self.over = seed, [], threading.Event()
        folders = [folder] + [f"{folder}-{n}" for n in range(1, PROCESSES)]
        for other in folders[1:]:
            shutil.copytree(folder, other)
        self.folder = folder
        self.nets = [kit.Net(folder=f).start() for f in folders]
        token = self.nets[0].token("operadora")
        self.sides = [Side(net, self, n) for n, net in enumerate(self.nets)]
        for side in self.sides:
            side.token = token
        works = [w.live for s in self.sides for w in s.writers] + [s.read for s in self.sides]
        self.threads = [threading.Thread(target=work, daemon=True) for work in works]

    def writers(self):
        return [w for s in self.sides for w in s.writers]

    def acked(self):
        return {i: status for w in self.writers() for i, status in w.acked.items()}

    def lose_primary(self, lose):
        """Between two stretches of writing; each writer is answered again."""
        before = {w: len(w.acked) for w in self.writers()}
        lose()
        after = {w: len(w.acked) for w in self.writers()}
        kit.wait_for("every writer answered again", lambda: self.wrong or
                     all(len(w.acked) > after[w] for w in self.writers()), 90)
        expect(not self.wrong, "; ".join(self.wrong[:3]))
        expect(any(after[w] > n for w, n in before.items()) or after == before, "the count of answers fell")

    def run(self, losses, pause_s=1.0):
        for t in self.threads:
            t.start()
        try:
            time.sleep(pause_s)
            for lose in losses:
                self.lose_primary(lose)
                time.sleep(pause_s)
        finally:
            self.over.set()
            for t in self.threads:
                t.join(60)
        expect(not any(t.is_alive() for t in self.threads), "a writer or reader did not come to its end")
        expect(not self.wrong, "; ".join(self.wrong[:3]))

    def readers_were_told(self):
        for side in self.sides:
            expect(side.seen <= {200, 503} and 200 in side.seen, f"readers saw {sorted(side.seen)}")
            expect(side.longest_s < LONGEST_ANSWER_S, f"a reader waited {side.longest_s:.1f} s for an answer")

        expect(any(s.told_to_wait for s in self.sides), "no reader met the loss")

    def repeats(self):
        """What was acknowledged by one process is known to the other."""
        acked, answers = self.acked(), {}
        todo = [a for w in self.writers() for i, a in w.actions.items() if w.acked.get(i) in kill.KEPT]
        client = kit.Client(self.nets[-1].url, token=self.sides[0].token)
        for at in range(0, len(todo), 500):
            answer = client.changes(todo[at:at + 500])
            expect(answer.status == 200, f"repeating: {answer.status} {answer.text[:200]}")
            answers.update({r["id"]: (r["status"], r.get("first")) for r in answer.json()})
        bad = kill.judge_repeats(acked, answers)
        expect(not bad, f"{len(bad)} ids are not repeated as first answered: {bad[:3]}")

    def told(self):
        waits = sorted(max(w.waited_s) for w in self.writers())
        acked = self.acked()
        kept = sum(s in kill.KEPT for s in acked.values())
        longest = max(s.longest_s for s in self.sides)
        print(f"# {len(acked)} answered, {kept} journaled; writers waited at most {waits[-1]:.2f} s, half of them "
              f"{waits[len(waits) // 2]:.2f} s or less; {sum(s.told_to_wait for s in self.sides)} pages said "
              f"«espere un minuto», a page took at most {longest:.2f} s", flush=True)

    def end(self):
        for net in self.nets:
            net.kill()


def must_hold(report, storm):
    storm.told()
    report.check("readers got pages or «espere un minuto», and soon", storm.readers_were_told)
    report.check("every acknowledged action gets its first answer again, from the other process", storm.repeats)
    report.check("the processes end cleanly",
                 lambda: expect([n.stop() for n in storm.nets] == [0] * PROCESSES, "exit status"))
    report.check("0 lost, 0 doubled in the journal", lambda: kill.standing(storm.acked(), storm.folder))
    report.check("chain and tables verify", lambda: storm.nets[0].laws((storm.seed,)))


def network(url):
    """The folder of a sample network made in that empty database."""
    folder = tempfile.mkdtemp(dir=kit.scratch())
    with open(os.path.join(folder, "ayni.conf"), "w", encoding="utf-8") as f:
        f.write(f"db = {url}\n")
    kit.must_run("demo", "--data", folder, "--scale", "small", "--seed", 1, "--today", kit.today(),
                 "--days", kit.DAYS, "--no-serve", timeout_s=120)
    return folder


# ---- a pair on this machine -------------------------------------------------------------------

def pair(sync):
    """A network on a primary with a standby; its URL names both."""
    primary = pg.Cluster()
    primary.make("ayni")
    standby = primary.standby(sync=sync)
    url = (f"postgres://postgres@127.0.0.1:{primary.port},127.0.0.1:{standby.port}/ayni"
           "?target_session_attrs=read-write&connect_timeout=3")
    return primary, standby, network(url)


def lose(primary, standby):
    primary.kill9()
    standby.promote()


def synchronous(report):
    primary, standby, folder = pair(sync=True)
    storm = Storm(folder)
    try:
        if report.check("the primary is lost, a synchronous standby promoted",
                        lambda: storm.run([lambda: lose(primary, standby)])):
            must_hold(report, storm)
    finally:
        storm.end()
        for server in (primary, standby):
            server.remove()


def planted():
    """A standby that nobody waits for, and that hears nothing any more."""
    primary, standby, folder = pair(sync=False)
    storm = Storm(folder)
    try:
        head = primary.execute("select cast(pg_current_wal_lsn() as text)")
        kit.wait_for("the standby to have all so far", lambda: standby.execute(
            "select cast(pg_last_wal_replay_lsn() >= cast(? as pg_lsn) as int)", head[0]) == [(1,)])
        standby.execute("alter system set primary_conninfo = ''")
        standby.execute("select pg_reload_conf()")
        kit.wait_for("the standby to hear nothing",
                     lambda: not primary.execute("select 1 from pg_stat_replication"))
        storm.run([lambda: lose(primary, standby)])
        lost = kill.judge(storm.acked(), kill.journal_ids(folder))["lost"]
        print(f"# behind a standby that is not waited for: {len(lost)} of {len(storm.acked())} lost")
        expect(len(lost) > WRITERS // 2, f"only {len(lost)} missed")
    finally:
        storm.end()
        for server in (primary, standby):
            server.remove()


# ---- Patroni and etcd -------------------------------------------------------------------------

def lose_leader(nodes):
    """The leader's machine is gone; it comes back as a standby once another leads."""
    gone = nodes.leader()
    begun = time.monotonic()
    nodes.kill9(gone)
    nodes.wait("another leader", lambda: nodes.leader() not in (None, gone))
    print(f"# {gone} lost, {nodes.leader()} leads after {time.monotonic() - begun:.1f} s", flush=True)
    nodes.start(gone)


def by_patroni(report, times):
    absent = patroni.missing()
    if absent:
        report.skip("Patroni", f"{absent} is not installed (Debian: patroni etcd-server python3-etcd)")
        return
    with patroni.Nodes() as nodes:
        storm = Storm(network(nodes.make("ayni")))

        def one():
            nodes.wait("three nodes, one of them waited for", lambda: nodes.safe() and len(nodes.whole()) == 3)
            lose_leader(nodes)
        try:
            if report.check(f"{times} machines lost, one after the other", lambda: storm.run([one] * times)):
                must_hold(report, storm)
        finally:
            storm.end()


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--patroni", type=int, default=0)
    o, report = p.parse_args(), kit.Report()
    kit.need_program()
    if o.patroni:
        by_patroni(report, o.patroni)
    else:
        synchronous(report)
        report.check("planted: without waiting for the standby, what is lost is missed", planted)
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
