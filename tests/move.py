#!/usr/bin/env python3
"""move.py - a network moves from SQLite to PostgreSQL and back, broken off and taken up again.

    move.py [--kills 12] [--seed 1]

Every row and every table is the same after each move; what people had (sessions, links, tokens, sent
actions) is good there; the place it left serves no more and takes nothing more, not even from processes
that still run on it, until `move --undo`. Killed at any moment the target is refused by everything else and
the same command finishes it. Whatever is not empty is not touched.
"""
import argparse
import hashlib
import os
import shutil
import sys

import kit
import vault
from kit import expect


def move(folder, to, **more):
    return kit.run("move", "--to", to, "--data", folder, timeout_s=120, **more)


def must_move(folder, to):
    r = move(folder, to)
    expect(r.status == 0, f"move to {to}: exit {r.status}: {r.text[-300:]}")
    return r


def settled(folder, keys_of):
    """A folder on an empty PostgreSQL database, with the keys of another folder."""
    vault.empty_postgres(folder)
    if keys_of:
        shutil.copytree(keys_of + "/keys", folder + "/keys")
    return folder


class There:
    """One network, moved to PostgreSQL and from there into another folder."""

    def __init__(self):
        self.net = kit.Net(db="sqlite").start()
        self.before = vault.Before(self.net)
        expect(self.net.stop() == 0, "exit status")
        self.one = self.net.folder
        self.two = settled(self.one + "-pg", self.one)
        self.three = self.one + "-back"
        self.dump = vault.dump(self.one)

    def to_postgres(self):
        url = kit.database(self.two)
        r = must_move(self.one, url)
        expect(f"db = {url}" in r.out, f"what to write into ayni.conf is not said: {r.out}")
        self.equal(self.one, self.two)

    def equal(self, old, new):
        vault.whole(new)
        expect(vault.dump(new) == self.dump, "the dumps differ")
        vault.same_rows(kit.database(old), kit.database(new))

    def left(self):
        """The old place takes nothing, and says where the network is."""
        for words in (("serve",), ("invite", "cocinera"), ("rebuild",), ("backup", self.one + ".never")):
            vault.refused(kit.run(*words, "--data", self.one), vault.GONE, kit.database(self.two))
        expect(vault.dump(self.one) == self.dump, "it cannot be read any more")
        again = move(self.one, "sqlite:" + self.one + "-other")
        vault.refused(again, "ya se mudó")

    def and_back(self):
        must_move(self.two, "sqlite:" + self.three)
        self.equal(self.two, self.three)
        expect(os.stat(self.three + "/keys/server").st_mode & 0o777 == 0o600, "others may read the key")
        self.before.lives_on(self.three)

    def undone(self):
        r = kit.must_run("move", "--undo", "--data", self.one)
        expect(kit.database(self.two) in r.out, f"where the other one is, is not said: {r.out}")
        vault.refused(kit.run("move", "--undo", "--data", self.one), "no se ha mudado")
        self.before.lives_on(self.one)
        kit.must_run("verify", "--tables", "--data", self.one)


def served(report):
    """Servers that nobody stopped."""
    net = kit.Net(db="sqlite").start()
    target = settled(net.folder + "-pg", None)

    def sqlite():
        vault.refused(move(net.folder, kit.database(target)), "usando la carpeta")
        with kit.open_tables(target) as db:
            expect(not db.tables(), "the target was touched")
    try:
        report.check("a folder that is served does not move", sqlite)
    finally:
        net.kill()
    other = kit.Net(db="postgres").start()

    def postgres():
        client = kit.Client(other.url, token=other.token("operadora"))
        folder = other.folder + "-away"
        act = [kit.report({"kitchen": "SJM-001", "served": 5, "day": kit.today(5), "sitting": "breakfast"})]
        must_move(other.folder, "sqlite:" + folder)
        a = client.changes(act)
        expect(a.status == 503, f"a report after the move: {a.status} {a.text[:200]}")
        expect(len(vault.rows(kit.database(other.folder), "journal")) == len(vault.rows(folder + "/ayni.db", "journal")),
               "something was written behind the move's back")
    try:
        report.check("a server that was forgotten on PostgreSQL takes nothing more", postgres)
    finally:
        other.kill()


# ---- broken off -------------------------------------------------------------------------------

class Broken:
    """Moves of one network to fresh targets, cut at random instants."""

    def __init__(self, kind, rng):
        self.kind, self.rng, self.turn, self.cuts, self.halves = kind, rng, 0, 0, 0
        self.source = kit.Net(db="sqlite" if kind == "postgres" else "postgres").folder
        self.dump = vault.dump(self.source)
        self.fresh()
        _, self.whole_s = vault.took(lambda: must_move(self.source, self.to))
        self.again()

    def fresh(self):
        self.turn += 1
        self.folder = f"{self.source}-to-{self.turn}"
        self.to = "sqlite:" + self.folder
        if self.kind == "postgres":
            self.to = kit.database(settled(self.folder, self.source))

    def again(self):
        """What came of it is equal; then the next one may begin."""
        vault.whole(self.folder)
        expect(vault.dump(self.folder) == self.dump, "the dumps differ")
        vault.same_rows(kit.database(self.source), kit.database(self.folder))
        kit.must_run("move", "--undo", "--data", self.source)
        kit.remove(self.folder)
        self.fresh()

    def cut(self):
        """One kill; nobody takes what it left for a network before it is one."""
        late_s = self.rng.uniform(0, self.whole_s)
        if vault.killed_after(late_s, "move", "--to", self.to, "--data", self.source) is not None:
            return False
        self.cuts += 1
        r = kit.run("verify", "--data", self.folder)
        expect(r.status == 2 or (r.status == 0 and vault.meta(self.source, "moved_to")),
               f"a half passes for a network: exit {r.status}: {r.text}")
        self.halves += vault.HALF in r.err
        return True

    def run(self, kills):
        while self.cuts < kills:
            for _ in range(5):
                if not self.cut():
                    break
            must_move(self.source, self.to)
            self.again()
        expect(self.halves, "no half was ever seen")


def changed_meanwhile():
    """Between two tries the network lived on: nothing old is left in the target."""
    net = kit.Net(db="sqlite")
    folder = settled(net.folder + "-pg", net.folder)
    url = kit.database(folder)

    def begun():
        with kit.open_tables(folder) as db:
            return "journal" in db.tables() and db.execute("select count(*) from journal")[0][0] > 0
    vault.killed_when(begun, "move", "--to", url, "--data", net.folder)
    vault.refused(kit.run("verify", "--data", folder), vault.HALF, "ayni move")
    vault.refused(kit.run("serve", "--data", folder), vault.HALF)
    vault.refused(kit.run("init", "--data", folder), vault.HALF)
    vault.refused(kit.run("backup", folder + ".never", "--data", folder), vault.HALF)
    vault.refused(move(folder, "sqlite:" + folder + "-on"), vault.HALF)
    vault.refused(move(kit.Net(db="sqlite").folder, url), "vacía")
    net.start()
    vault.Before(net)
    net.stop()
    must_move(net.folder, url)
    vault.whole(folder)
    expect(vault.dump(folder) == vault.dump(net.folder), "the dumps differ")
    vault.same_rows(kit.database(net.folder), url)


# ---- what bad input gets ----------------------------------------------------------------------

def fingerprint(folder):
    with open(folder + "/ayni.db", "rb") as f:
        return hashlib.sha256(f.read()).hexdigest()


def refusals():
    net, other = kit.Net(db="sqlite"), kit.Net(db="sqlite", seed=2)
    mine, its = fingerprint(net.folder), fingerprint(other.folder)
    vault.refused(move(net.folder, "sqlite:" + other.folder), "llaves de otra red")
    shutil.copy(net.folder + "/keys/server", other.folder + "/keys/server")
    vault.refused(move(net.folder, "sqlite:" + other.folder), "vacía")
    vault.refused(move(net.folder, "sqlite:" + net.folder), "ya está en")
    vault.refused(move(net.folder, "mysql://x"), "--to")
    vault.refused(move(net.folder, "postgres://postgres@127.0.0.1:9/none"))
    vault.refused(kit.run("move", "--data", net.folder), "Falta algo")
    vault.refused(kit.run("move", "--undo", "--data", net.folder), "no se ha mudado")
    foreign = settled(net.folder + "-foreign", net.folder)
    with kit.open_tables(foreign) as db:
        db.execute("create table cuentas (id int)")
        vault.refused(move(net.folder, kit.database(foreign)), "otro programa")
        expect(db.tables() == ["cuentas"], f"now there are {db.tables()}")
    taken = kit.Net(db="postgres")
    dump = vault.dump(taken.folder)
    vault.refused(move(net.folder, kit.database(taken.folder)), "vacía")
    expect(vault.dump(taken.folder) == dump, "the other network was touched")
    expect((fingerprint(net.folder), fingerprint(other.folder)) == (mine, its), "a file was touched")
    hidden = "postgres://ayni:secreto@127.0.0.1:9/x?password=secreto"
    expect("secreto" not in move(net.folder, hidden).text, "a password is shown")


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--kills", type=int, default=10)
    p.add_argument("--seed", type=int, default=1)
    o = p.parse_args()
    kit.need_program()
    report, rng = kit.Report(), kit.rng(o.seed)
    there = There()
    if report.check("to PostgreSQL, equal to the last row", there.to_postgres):
        report.check("the place it left takes nothing and says where it went", there.left)
        report.check("back to SQLite in another folder, equal, and it lives on", there.and_back)
        report.check("--undo: it lives where it was", there.undone)
    served(report)
    for kind in kit.KINDS:
        report.check(f"broken off {o.kills} times on the way to {kind}, taken up again, equal",
                     lambda kind=kind: Broken(kind, rng).run(o.kills))
    report.check("a source that changed meanwhile is copied anew", changed_meanwhile)
    report.check("what is not empty is not touched", refusals)
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
