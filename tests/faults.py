#!/usr/bin/env python3
"""faults.py - every write, sync, truncate, rename and open of a short life fails, once and for ever.

    faults.py [--all] [--most 60] [--seed 1]

The life: a network is made; a sample network is served, somebody signs in and reports by the page, a
program reports by the API, a table is imported, the tables are built again, a backup is made, the server
ends. It is lived once to count the calls of each kind, then again and again with one call failing (EIO,
ENOSPC, half of it done and said so, half of it done and not said). Then the disk is well again and
everything is started anew: what was acknowledged is there, the laws hold, nobody crashed or hung, and
whoever failed said so in one clear line.
"""
import argparse
import http.client
import os
import shutil
import sys
import time

import faulty
import kit
import vault
from client import find_form
from kit import Failed, expect

WAIT_S = 10
CLEAR = ("Algo falló", "mucha gente", "espacio", "No se sabe si se guardó")


class Life:
    """One short life over a disk; `told` is what was acknowledged, `wrong` what must not be."""

    def __init__(self, number, template, key):
        self.folder = os.path.join(kit.scratch(), f"life-{number}")
        self.fresh = self.folder + "-new"
        shutil.copytree(template, self.folder)
        self.disk, self.key = faulty.Disk(self.folder), key
        self.net = kit.Net(folder=self.folder)
        self.net.environment = self.disk.environment
        self.told, self.wrong, self.turn, self.made, self.saved = [], [], 0, False, False
        self.copy = self.folder + ".backup"

    # ---- what is judged on the way

    def clear_end(self, what, status, err):
        """A command that failed: exit 1 or 2, one line in words."""
        lines = [x for x in err.strip().splitlines() if x.startswith("ayni: ")]
        if status not in (0, 1, 2):
            self.wrong.append(f"{what}: exit {status}: {err[-300:]}")
        elif status and len(lines) != 1:
            self.wrong.append(f"{what}: exit {status} with {len(lines)} clear lines: {err[-300:]}")

    def answer(self, what, a, good):
        """True when it was done; else it must be a 503 in clear words."""
        if a.status == good:
            return True
        if a.status != 503 or not any(w in a.text for w in CLEAR):
            self.wrong.append(f"{what}: {a.status}: {a.text[:200]}")
        return False

    def command(self, *words):
        r = kit.run(*words, env=self.disk.environment, timeout_s=WAIT_S)
        self.clear_end(words[0], r.status, r.err)
        return r

    # ---- the life

    def pot(self, day):
        """A figure that stands nowhere else."""
        self.turn += 1
        return {"kitchen": f"SJM-{1 + self.turn % 4:03d}", "served": 100 + self.turn,
                "day": kit.today(day), "sitting": "dinner"}

    def by_api(self, client, day, count=1):
        pots = [self.pot(day) for _ in range(count)]
        a = client.changes([kit.report(p) for p in pots])
        if not self.answer("report by API", a, 200):
            return
        for pot, result in zip(pots, a.json()):
            if result["status"] == "accepted":
                self.told.append(pot)
            else:
                self.wrong.append(f"report by API: {result}")

    def by_page(self):
        c = kit.Client(self.net.url, timeout_s=WAIT_S)
        a = c.follow(self.net.links["lider"])
        if not self.answer("sign-in", a, 200):
            return
        a = c.get("/hoy?sitting=dinner")
        if not self.answer("/hoy", a, 200):
            return
        pot = {**self.pot(0), "kitchen": "SJM-001"}
        form = find_form(a.text, ["served"], "/hoy")
        fields = {**form["fields"], "served": str(pot["served"]), "reason": "fiesta"}
        pot["sitting"] = fields["sitting"]
        if self.answer("report by page", c.form("/hoy", fields), 303):
            self.told.append(pot)

    def by_table(self):
        pots = [self.pot(2) for _ in range(3)]
        path = self.folder + ".csv"
        with open(path, "w", encoding="utf-8") as f:
            f.write("kitchen,day,sitting,served\n")
            f.writelines(f"{p['kitchen']},{p['day']},{p['sitting']},{p['served']}\n" for p in pots)
        if self.command("import", "meal", path, "--data", self.folder).status == 0:
            self.told += pots

    def backup(self):
        """One that was told to be made can be read, whatever failed before."""
        self.saved = self.command("backup", self.copy, "--data", self.folder).status == 0

    def served(self):
        """The server's part, while it stands."""
        r = self.command("token", "operadora", "--allow", "all", "--data", self.folder)
        token = r.out.strip().splitlines()[-1].strip() if r.status == 0 else None
        client = kit.Client(self.net.url, token=token, timeout_s=WAIT_S)
        steps = [self.by_page, self.by_table]
        if token:
            steps[1:1] = [lambda: self.by_api(client, 1), lambda: self.by_api(client, 3, 4)]
            steps.append(lambda: self.command("rebuild", "--data", self.folder))
            steps.append(lambda: self.by_api(client, 4))
        steps.append(self.backup)
        for step in steps:
            step()

    def live(self):
        r = self.command("init", "--data", self.fresh, "--name", "Nueva", "--country", "PE",
                         "--operator", "Ada")
        self.made, self.begun = r.status == 0, self.disk.calls("write")
        try:
            self.net.start(WAIT_S)
        except Failed as why:
            self.start_failed(str(why))
            return
        try:
            self.served()
        except (OSError, http.client.HTTPException) as why:
            self.wrong.append(f"no answer: {type(why).__name__} {why}: {self.net.tail()}")
        if self.net.process.poll() is None:
            try:
                status = self.net.stop()
                self.clear_end("serve", status, self.net.tail() if status else "")
            except Failed as why:
                self.wrong.append(str(why))
        else:
            self.clear_end("serve", self.net.process.poll(), self.net.tail())
            self.net.kill()

    def start_failed(self, why):
        """A start may fail, in words; a hang or a signal may not."""
        if "exit None" in why or "exit -" in why:
            self.wrong.append(why)
        elif self.net.tail().count("ayni: ") != 1:
            self.wrong.append(f"start: {self.net.tail()}")

    # ---- afterwards, with a good disk

    def judge(self):
        """What is wrong, as a list; [] is well."""
        self.disk.well()
        wrong = list(self.wrong)
        if "bug:" in self.net.tail():
            wrong.append(self.net.tail())
        again = kit.run("init", "--data", self.fresh, "--name", "Nueva", "--country", "PE",
                        "--operator", "Ada")
        if again.status != (2 if self.made else 0):
            wrong.append(f"init again: exit {again.status}: {again.text[-200:]}")
        self.net.environment = {}
        if self.saved:
            r = kit.run("restore", self.copy, "--check", "--key-file", self.key)
            if r.status != 0:
                wrong.append(f"a backup that was told to be made: exit {r.status}: {r.text[-200:]}")
        try:
            self.net.start()
            self.net.laws()
            wrong += lost(self.told, self.net.ayni("export", "meal", "--format", "csv").out)
            a = self.net.client("lider").get("/hoy")
            if a.status != 200:
                wrong.append(f"/hoy afterwards: {a.status}")
            self.net.stop()
        except Failed as why:
            wrong.append(str(why))
        return wrong

    def clear(self):
        self.net.kill()
        for path in (self.folder, self.fresh):
            shutil.rmtree(path, True)
        if os.path.exists(self.copy):
            os.remove(self.copy)


def lost(told, table):
    """Acknowledged figures that are not in the table."""
    import csv
    import io
    rows = {(r["kitchen"], r["day"], r["sitting"], r["served"])
            for r in csv.DictReader(io.StringIO(table))}
    return [f"acknowledged and not there: {p}" for p in told
            if (p["kitchen"], p["day"], p["sitting"], str(p["served"])) not in rows]


class Drill:
    def __init__(self):
        self.template = os.path.join(kit.scratch(), "young")
        kit.must_run("demo", "--data", self.template, "--scale", "small", "--seed", 1, "--today",
                     kit.today(), "--days", 2, "--no-serve")
        self.key = vault.new_key(self.template, self.template + ".key")
        self.lives = 0

    def life(self):
        self.lives += 1
        return Life(self.lives, self.template, self.key)

    def one(self, kind=None, nth=0, how="EIO", for_ever=False):
        """What is wrong, calls of each kind, how many failed, figures told, writes of `init`."""
        life = self.life()
        try:
            if kind:
                life.disk.fail(kind, nth, how, for_ever)
            life.live()
            counts = {k: life.disk.calls(k) for k in faulty.KINDS}
            failed, told = life.disk.failed(), len(life.told)
            return life.judge(), counts, failed, told, life.begun
        finally:
            life.clear()


def plan(counts, begun, rng, most):
    """
    (kind, nth, how, for_ever) of every call, or of about `most`: all of the rare kinds, and of the
    others as many of serving as of `init`, which only writes more.
    """
    out = []
    for kind, n in counts.items():
        hows = ("EIO", "ENOSPC", "short", "torn") if kind == "write" else ("EIO", "ENOSPC")
        out += [(kind, i, how, ever) for i in range(1, n + 1) for how in hows
                for ever in (False, True)]
    if most and len(out) > most:
        few = [x for x in out if counts[x[0]] <= 4]  # rare calls are all tried
        rest = [x for x in out if counts[x[0]] > 4]
        half = max(0, most - len(few)) // 2
        late = [x for x in rest if x[0] != "write" or x[1] > begun]
        early = [x for x in rest if x[0] == "write" and x[1] <= begun]
        out = few + rng.sample(early, half) + rng.sample(late, half)
    return out


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--all", action="store_true")
    p.add_argument("--most", type=int, default=60)
    p.add_argument("--seed", type=int, default=1)
    o = p.parse_args()
    report = kit.Report()
    faulty.need()
    drill, seen = Drill(), {}

    def well():
        wrong, seen["counts"], _, told, seen["begun"] = drill.one()
        expect(not wrong, "; ".join(wrong[:3]))
        expect(told == 10, f"{told} figures acknowledged")
        for kind in ("write", "sync", "truncate", "rename", "open"):
            expect(seen["counts"][kind] > 0, f"no {kind} in the life: {seen['counts']}")

    def planted():
        table = "kitchen,day,sitting,served\nSJM-001,2026-11-20,dinner,7\n"
        pot = {"kitchen": "SJM-001", "day": "2026-11-20", "sitting": "dinner", "served": 7}
        expect(not lost([pot], table), "a figure that is there is called lost")
        expect(lost([{**pot, "served": 8}], table), "a lost figure is not seen")

    report.check("planted: a lost figure is seen", planted)
    if not report.check("a life over a good disk", well):
        return report.close()
    begun, bad, met = time.monotonic(), [], 0
    todo = plan(seen["counts"], seen["begun"], kit.rng(o.seed), 0 if o.all else o.most)
    print(f"# calls of a life: {seen['counts']}; seed {o.seed}: {len(todo)} lives", flush=True)
    for what in todo:
        wrong, _, failed, *_ = drill.one(*what)
        met += failed > 0
        bad += [f"{what}: {w}" for w in wrong]
        for line in wrong:
            print(f"# {what}: {line}", flush=True)
    report.check(f"{len(todo)} lives over a failing disk in {time.monotonic() - begun:.0f} s",
                 lambda: expect(not bad, f"{len(bad)} wrong: {bad[:2]}"))
    report.check("the faults were met",
                 lambda: expect(met > 0.8 * len(todo), f"only {met} of {len(todo)}"))
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
