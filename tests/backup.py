#!/usr/bin/env python3
"""backup.py - a backup under load, restored on an empty machine; and files that were damaged.

    backup.py [--flips 200] [--cuts 100] [--kills 20] [--seed 1]

From each database a backup is made while reports pour in and restored into both: what is there is a
beginning of the source's journal with the tables that belong to it; made at rest it is the same to the
last row, and sessions, links and sent actions are good on the new machine. Every altered byte and every
cut is refused with exit 2 and leaves nothing behind; a kill at any moment harms neither the backup before
nor the restore after. What judges the refusals is first fed readers that do not check.
"""
import argparse
import concurrent.futures
import glob
import os
import shutil
import sys
import threading
import time

import kit
import open_backup
import vault
from kit import Failed, expect


def holes(answers):
    """Which altered files were not refused: answers is {name: (exit status, what was left behind)}."""
    return [name for name, (status, left) in answers.items() if status != 2 or left]


def unit(report):
    good = {"a": (2, False), "b": (2, False)}

    def equal(name, have, want):
        report.check(f"judge: {name}", lambda: expect(have == want, f"{have}, not {want}"))
    equal("all were refused", holes(good), [])
    equal("planted: a reader that checks nothing", holes({**good, "c": (0, True)}), ["c"])
    equal("planted: it refuses too late", holes({**good, "c": (2, True)}), ["c"])
    equal("planted: it falls over", holes({**good, "c": (-11, False)}), ["c"])


def earlier(rng):
    """Older than what stands, so it is kept in the journal and never refused."""
    return kit.instant(kit.now_ms() - rng.randint(60_000, 3_000_000))


class Load:
    """Reports that pour in until the end of a `with`."""

    def __init__(self, net, senders=3):
        self.net, self.over, self.sent, self.wrong = net, threading.Event(), [], []
        self.threads = [threading.Thread(target=self._send, args=(n,), daemon=True) for n in range(senders)]
        self.token = net.token("operadora")

    def _send(self, number):
        client, rng, turn = kit.Client(self.net.url, token=self.token), kit.rng(number), 0
        try:
            while not self.over.is_set():
                turn += 1
                batch = [kit.report({"kitchen": f"SJM-{1 + turn % 4:03d}", "served": rng.randint(1, 300),
                                     "day": kit.today(rng.randint(0, 6)), "reason": "carga",
                                     "sitting": rng.choice(["breakfast", "lunch", "dinner"])}, acted_at=earlier(rng))
                         for _ in range(rng.choice([1, 2, 20]))]
                a = client.changes(batch)
                expect(a.status == 200, f"status {a.status}: {a.text[:200]}")
                self.sent += [r["id"] for r in a.json() if r["status"] in ("accepted", "kept")]
        except Exception as why:
            self.wrong.append(why)

    def __enter__(self):
        for t in self.threads:
            t.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        for t in self.threads:
            t.join(30)
        if self.wrong:
            raise Failed(f"the load: {self.wrong[0]}")


class Case:
    """One source, its key and what is made from it."""

    def __init__(self, kind):
        self.kind, self.n = kind, 0
        self.net = kit.Net(db=kind)
        self.key = vault.new_key(self.net.folder, self.net.folder + ".key")
        self.shelf = self.net.folder + ".shelf"
        os.mkdir(self.shelf)

    def target(self, kind):
        """An empty place: a folder that does not exist, or one whose settings name an empty database."""
        self.n += 1
        folder = f"{self.net.folder}-to-{kind}-{self.n}"
        return vault.empty_postgres(folder) if kind == "postgres" else folder

    def backup(self, to, *more):
        r = kit.must_run("backup", to, *more, "--data", self.net.folder, timeout_s=120)
        return r.out.split(": ", 1)[1].rsplit(" (", 1)[0].strip()

    def restore(self, path, folder):
        kit.must_run("restore", path, "--key-file", self.key, "--data", folder, timeout_s=120)
        return folder

    # ---- while reports pour in

    def under_load(self):
        self.net.start()
        with Load(self.net) as load:
            for _ in range(3):
                kept = self.backup(self.shelf + "/", "--keep", 2)
                os.rename(kept, self.shelf + f"/ayni-2001-01-0{1 + self.n}T0000Z.backup")
                self.n += 1
                time.sleep(0.1)
            self.loaded = self.backup(self.net.folder + ".loaded")
            time.sleep(0.2)
        expect(len(load.sent) > 50, f"only {len(load.sent)} reports came in meanwhile")
        expect(len(os.listdir(self.shelf)) == 2, f"--keep 2 leaves {os.listdir(self.shelf)}")
        expect(os.stat(self.loaded).st_mode & 0o777 == 0o600, "others may read the backup")
        at = int(vault.meta(self.net.folder, "backup_at"))
        expect(abs(kit.now_ms() - at) < 120_000, f"backup_at is {at}")
        expect(vault.meta(self.net.folder, "backup_file") == os.path.realpath(self.loaded), "the file's name is not noted")

    def beginning(self, kind):
        """What was restored is a beginning of what the source has now, and complete in itself."""
        folder = self.restore(self.loaded, self.target(kind))
        vault.whole(folder)
        have = vault.rows(kit.database(folder), "journal")
        now = set(vault.rows(kit.database(self.net.folder), "journal"))
        expect(have and set(have) < now, f"{len(have)} entries are no beginning of {len(now)}")
        expect(max(r[1] for r in have) == len(have), "there are gaps")
        return folder

    # ---- at rest

    def at_rest(self):
        """A backup of a source that nobody serves."""
        self.before = vault.Before(self.net)
        expect(self.net.stop() == 0, "the source's exit status")
        self.rest = self.backup(self.net.folder + ".rest")

    def equal(self, kind):
        folder = self.restore(self.rest, self.target(kind))
        vault.whole(folder)
        expect(vault.dump(folder) == vault.dump(self.net.folder), "the dumps differ")
        vault.same_rows(kit.database(self.net.folder), kit.database(folder))
        for name in ("keys/server", "keys/backup.pub"):
            with open(f"{folder}/{name}", "rb") as one, open(f"{self.net.folder}/{name}", "rb") as other:
                expect(one.read() == other.read(), f"{name} differs")
        self.before.lives_on(folder)

    def second_reader(self):
        """What doc/backup.md says is enough to read every row."""
        b = open_backup.read(self.rest, self.key)
        with open(f"{self.net.folder}/keys/server", "rb") as f:
            expect(b.files["keys/server"] == f.read(), "the server's secret is not in it")
        expect("db" not in [line.partition(b"=")[0].strip() for line in b.files.get("ayni.conf", b"").split(b"\n")],
               "the database's address is in it")
        for table, have in b.rows.items():
            if table not in ("meta", "chain"):  # where that the backup was made is noted
                names = ", ".join(f'"{c}"' for c in b.columns[table])
                expect(sorted(have, key=repr) == vault.rows(kit.database(self.net.folder), table, names), f"{table} differs")
        expect(set(vault.JOURNAL) < set(b.rows), f"it has only {list(b.rows)}")

    # ---- files that were damaged

    def try_file(self, job):
        """(name, what came of it): most are only checked, every tenth is to be restored."""
        number, (name, data) = job
        path, folder = f"{self.net.folder}.bad-{number}", f"{self.net.folder}-never-{number}"
        with open(path, "wb") as f:
            f.write(data)
        words = ("--check",) if number % 10 else ("--data", folder)
        status = kit.run("restore", path, "--key-file", self.key, *words).status
        left = os.path.exists(folder)
        shutil.rmtree(folder, True)
        os.remove(path)
        return name, (status, left)

    def damaged(self, report, o):
        with open(self.rest, "rb") as f:
            good = f.read()
        rng = kit.rng(o.seed)
        header = 8 + 2 + 2 + 85 + 24
        spots = list(range(header)) + [rng.randrange(len(good)) for _ in range(o.flips)]
        cuts = [rng.randrange(len(good)) for _ in range(o.cuts)]

        def judged(files):
            with concurrent.futures.ThreadPoolExecutor(2) as two:
                answers = dict(two.map(self.try_file, enumerate(files)))
            bad = holes(answers)
            expect(not bad, f"{len(bad)} of {len(answers)} were not refused: {bad[:3]}")

        def flipped(at):
            data = bytearray(good)
            data[at] ^= 1 << rng.randrange(8)
            return f"byte {at}", bytes(data)
        report.check(f"a flipped bit in each byte of the header and {o.flips} elsewhere is refused",
                     lambda: judged(map(flipped, spots)))
        report.check(f"cut at {o.cuts} places it is refused",
                     lambda: judged((f"cut at {n}", good[:n]) for n in cuts))
        twice = bytearray(good)
        block = 64 * 1024 + 17
        twice[header + block:header + 2 * block], twice[header + 2 * block:header + 3 * block] = \
            twice[header + 2 * block:header + 3 * block], twice[header + block:header + 2 * block]
        with open(self.loaded, "rb") as f:
            other = f.read()
        report.check("made longer, its pieces changed about, or put together from two, it is refused",
                     lambda: judged([("longer", good + b"\0"), ("exchanged", bytes(twice)), ("twice", good + good),
                                     ("two", good[:header + block] + other[header + block:]),
                                     ("two heads", other[:header] + good[header:])]))

    # ---- what else is refused

    def refusals(self):
        folder, words = self.net.folder + "-never", ("--key-file", self.key)
        other = vault.new_key(kit.Net(db="sqlite").folder, self.net.folder + ".otherkey")
        vault.refused(kit.run("restore", self.rest, "--key-file", other, "--data", folder), "llave")
        typo = self.net.folder + ".typo"
        with open(self.key, encoding="utf-8") as f, open(typo, "w", encoding="utf-8") as t:
            text = f.read()
            t.write(("1" if text[0] != "1" else "2") + text[1:])
        vault.refused(kit.run("restore", self.rest, "--key-file", typo, "--data", folder), "treinta letras")
        vault.refused(kit.run("restore", __file__, *words, "--data", folder), "No es un respaldo")
        vault.refused(kit.run("restore", "/nowhere/x", *words, "--data", folder), "No se puede leer")
        newer = self.net.folder + ".newer"
        with open(self.rest, "rb") as f, open(newer, "wb") as t:
            raw = f.read()
            t.write(raw[:9] + b"\2" + raw[10:])
        vault.refused(kit.run("restore", newer, *words, "--data", folder), "más nuevo")
        expect(not os.path.exists(folder), "something was left behind")
        vault.refused(kit.run("restore", self.rest, *words, "--data", self.net.folder), vault.TAKEN
                      if self.kind == "sqlite" else "vacía")
        vault.refused(kit.run("backup", __file__, "--data", self.net.folder), "no se reemplaza")
        expect(kit.run("restore", self.rest, "--check", stdin=open(self.key, "rb").read()).status == 0,
               "the key is not taken from standard input")
        with open(self.rest, "rb") as f:
            raw = f.read()
        with open(f"{self.net.folder}/keys/server", "rb") as f:
            secret = f.read()
        expect(all(word not in raw for word in (secret, b"SJM-001", b"journal", b"Operadora")), "it can be read")

    def several_keys(self):
        """Each of two people opens it; whoever's line was taken out does not; without any there is no backup."""
        case = Case(self.kind)
        other, path, public = (case.net.folder + end for end in (".second", ".two", "/keys/backup.pub"))
        vault.add_key(case.net.folder, other)
        case.backup(path)
        for key in (case.key, other):
            kit.must_run("restore", path, "--check", "--key-file", key)
        with open(public, encoding="utf-8") as f:
            lines = f.readlines()
        with open(public, "w", encoding="utf-8") as f:
            f.writelines(lines[:-1])
        case.backup(path)
        kit.must_run("restore", path, "--check", "--key-file", case.key)
        vault.refused(kit.run("restore", path, "--check", "--key-file", other), "llave")
        with open(public, "a", encoding="utf-8") as f:
            f.write("zz" + lines[-1][2:])
        vault.refused(kit.run("backup", path, "--data", case.net.folder), "backup.pub")
        os.remove(public)
        vault.refused(kit.run("backup", path, "--data", case.net.folder), "--new-key")
        kit.must_run("restore", path, "--check", "--key-file", case.key)

    def broken_source(self):
        """A journal that was damaged is copied, told of, and takes no good backup's place; tables come again."""
        case = Case(self.kind)
        shelf = case.shelf + "/"
        good = case.backup(shelf, "--keep", 1)
        os.rename(good, shelf + "ayni-2001-01-01T0000Z.backup")
        with kit.open_tables(case.net.folder) as db:
            db.execute("update meal set served = served + 1 where served > 0")
        path, folder = case.net.folder + ".tables", case.target(self.kind)
        case.backup(path)
        r = kit.run("restore", path, "--key-file", case.key, "--data", folder)
        expect(r.status == 0 and "del diario" in r.err, f"restored from broken tables: exit {r.status}: {r.text[-300:]}")
        vault.whole(folder)
        with kit.open_tables(case.net.folder) as db:
            db.execute("delete from journal_part where seq = 7")
        r = kit.run("backup", shelf, "--keep", 1, "--data", case.net.folder)
        expect(r.status == 1 and "dañado" in r.err, f"exit {r.status}: {r.text[-300:]}")
        expect(len(os.listdir(shelf)) == 2, f"a good one was thrown away: {os.listdir(shelf)}")
        last = max(glob.glob(shelf + "*"))
        vault.refused(kit.run("restore", last, "--key-file", case.key, "--data", case.target("sqlite")))

    def foreign(self):
        """A database of another program is not touched."""
        folder = self.target("postgres")
        with kit.open_tables(folder) as db:
            db.execute("create table cuentas (id int)")
        vault.refused(kit.run("restore", self.rest, "--key-file", self.key, "--data", folder), "otro programa")
        with kit.open_tables(folder) as db:
            expect(db.tables() == ["cuentas"], f"now there are {db.tables()}")

    # ---- killed

    def killed_backups(self, kills, rng):
        """The one before stays until the new one is whole."""
        path = self.net.folder + ".again"
        shutil.copy(self.rest, path)
        _, took_s = vault.took(lambda: self.backup(path))
        cut = 0
        for _ in range(kills):
            status = vault.killed_after(rng.uniform(0, took_s), "backup", path, "--data", self.net.folder)
            cut += status is None
            kit.must_run("restore", path, "--check", "--key-file", self.key)
        expect(cut * 3 >= kills, f"only {cut} of {kills} were cut")
        self.backup(path)
        expect(not glob.glob(path + ".*"), "a part was left")

    def killed_restores(self, kind, kills, rng):
        """Nobody takes a half for a network, and the next restore is whole."""
        folder = self.target(kind)
        _, took_s = vault.took(lambda: self.restore(self.rest, self.target(kind)))
        halves = cut = 0
        while cut < kills:
            status = vault.killed_after(rng.uniform(0, took_s), "restore", self.rest, "--key-file", self.key,
                                        "--data", folder)
            r = kit.run("verify", "--data", folder)
            expect(r.status == (2 if status is None else 0) or (r.status == 0 and kind == "sqlite"),
                   f"a half passes for a network, or none came: exit {r.status}: {r.text[-200:]}")
            halves += vault.HALF in r.err
            cut += status is None
            if r.status == 0:
                vault.whole(folder)
                folder = self.target(kind)
        expect(halves or kind == "sqlite", "no half was ever seen")
        if not os.path.exists(folder + "/ayni.db"):
            self.restore(self.rest, folder)
        expect(vault.dump(folder) == vault.dump(self.net.folder), "the dumps differ")
        expect(not glob.glob(folder + "/*.part*"), "a part was left")


def run(report, o):
    rng = kit.rng(o.seed)
    cases = {}
    for kind in kit.KINDS:
        case = cases[kind] = Case(kind)
        try:
            if not report.check(f"{kind}: backups while reports pour in, the newest kept", case.under_load):
                return
            for to in kit.KINDS:
                report.check(f"{kind}: restored into {to}, a beginning of the journal with its tables",
                             lambda to=to: case.beginning(to))
            report.check(f"{kind}: a backup at rest", case.at_rest)
        finally:
            case.net.kill()
        report.check(f"{kind}: a second reader, made from its description, finds the same rows", case.second_reader)
        for to in kit.KINDS:
            report.check(f"{kind}: restored into {to} equal to the last row, and it lives on", lambda to=to: case.equal(to))
    case = cases["sqlite"]
    case.damaged(report, o)
    for kind in kit.KINDS:
        report.check(f"{kind}: what bad input gets", cases[kind].refusals)
    report.check("several keys, each opens", cases["sqlite"].several_keys)
    for kind in kit.KINDS:
        report.check(f"{kind}: a damaged journal is told of, damaged tables come anew", cases[kind].broken_source)
    report.check("a database of another program is not touched", case.foreign)
    some = max(1, o.kills // 3)
    report.check(f"killed {some} times, the backup before stands", lambda: case.killed_backups(some, rng))
    for to in kit.KINDS:
        report.check(f"killed {some} times, a restore into {to} is finished by the next",
                     lambda to=to: case.killed_restores(to, some, rng))


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--flips", type=int, default=200)
    p.add_argument("--cuts", type=int, default=100)
    p.add_argument("--kills", type=int, default=20)
    p.add_argument("--seed", type=int, default=1)
    o = p.parse_args()
    kit.need_program()
    report = kit.Report()
    unit(report)
    run(report, o)
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
