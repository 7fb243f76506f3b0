#!/usr/bin/env python3
"""several.py - several ayni processes on one PostgreSQL, as behind a balancer.

    several.py [--actions 2000] [--pairs 200] [--unit]

A and B have each a data folder of their own with the same keys, as on two machines; C shares A's folder
and its clock is five minutes behind (tests/fault; not with a sanitizer). What one answered, the others know at once: sessions, PINs, limits, tokens,
pages for anyone. One journal, one order. The server of the database goes away and comes back under them.
The functions that judge are first fed planted faults (--unit: only those).
"""
import argparse
import collections
import email.utils
import os
import re
import shutil
import sys
import threading
import time
import uuid

import faulty
import kit
import pg
import signing
from kit import Client, Failed, expect

KEPT = ("accepted", "kept")
LOOKED_S = 5  # after which a server looks for jobs the first time
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


# ---- who is who -------------------------------------------------------------------------------

def session(net):
    here = signing.newcomer(net.a, "Abigail", group="SJM-004")
    there = moved(here, net.b)
    a = signing.fill(there, "/hoy", {"served": "71"}, ["served"])
    expect(a.status == 303, f"a report at B with A's session: {a.status}")
    row = here.get(f"/api/v1/meal?kitchen=SJM-004&day={kit.today()}").json()["rows"]
    expect(row and row[0]["served"] == 71, f"A does not know it: {row}")
    expect(signing.signed_in(moved(here, net.c)), "C does not know the session")
    signing.fill_out(there, "/cerrar")
    for n in net.all:
        other = Client(n.url)
        other.cookies = {**there.cookies, "sesion": here.cookies.get("sesion", "")}
        expect(not signing.signed_in(other), "a session that was left at B goes on")


def pins(net):
    c = signing.newcomer(net.a, "Benita")
    signing.fill_out(c, "/cerrar")
    for n in (net.a, net.b, net.a, net.b, net.a):
        a = signing.enter(moved(c, n), "Benita", "111112")
    expect(a.status == 429, f"five wrong PINs at two servers: {a.status}")
    for n in net.all:
        a = signing.enter(moved(c, n), "Benita")
        expect(a.status == 429, f"the right PIN opens elsewhere while waiting: {a.status}")


def letters(net):
    _, good = signing.invite(net.a, "Celia")
    tries = [Client(n.url) for n in (net.a, net.b)]
    for i in range(11):
        signing.fill(tries[i % 2], "/codigo", {"code": "ABCDE" + "FGHJKMNPQRS"[i]})
    for t in tries:
        a = signing.fill(t, "/codigo", {"code": good})
        expect(a.status == 422, f"guessing at two servers is not limited: {a.status}")


def invitation(net):
    """Two servers, one link, at the same time: one person comes in."""
    for i in range(10):
        path, _ = signing.invite(net.a, f"Dora {i}")
        got = at_once([lambda n=n: Client(n.url).post(path).status for n in (net.a, net.b)])
        expect(sorted(got) == [303, 410], f"one link at two servers: {got}")


def revoked(net):
    c = signing.newcomer(net.a, "Elvira")
    expect(signing.signed_in(moved(c, net.b)), "B does not know her")
    operator = net.a.client("operadora")
    people = {r["name"]: r["id"] for r in operator.get("/api/v1/person?limit=1000").json()["rows"]}
    device = next(r for r in operator.get("/api/v1/device?limit=1000").json()["rows"]
                  if r["person"] in ("Elvira", people["Elvira"]))
    done = operator.changes([{"id": kit.new_id(), "action": "device.revoke", "args": {"device": device["id"]}}])
    expect(done.json()[0]["status"] == "accepted", done.text)
    for n in (net.b, net.c, net.a):
        expect(not signing.signed_in(moved(c, n)), "a revoked device goes on elsewhere")
        a = moved(c, n).changes([])
        expect(a.status == 401, f"the API of a revoked device: {a.status}")


def token(net):
    token = net.a.token("lider")
    for n in net.all:
        for _ in range(12):  # every worker remembers it
            expect(Client(n.url, token=token).get("/api/v1/meal?limit=1").status == 200, "the token is not good")
    listed = net.a.ayni("token", "--list").out.splitlines()
    ident = listed[-1].split()[0]
    expect(net.b.ayni("token", "--revoke", ident).status == 0, "revoking from the other machine")
    for n in net.all:
        for _ in range(12):
            a = Client(n.url, token=token).get("/api/v1/meal?limit=1")
            expect(a.status == 401, f"a revoked token: {a.status}")


def rights(net):
    """A role that ends at A: B judges by it at once, also where it remembers who she is."""
    operator = net.a.client("operadora")
    signing.invite(net.a, "Felipa", group="SJM-003")
    people = operator.get("/api/v1/person?limit=1000").json()["rows"]
    felipa = next(p["id"] for p in people if p["name"] == "Felipa")
    hers = net.a.ayni("token", felipa, "--allow", "all").out.strip().splitlines()[-1]
    day = kit.today(1)

    def report(n, served):
        c = Client(n.url, token=hers)
        a = c.get(f"/api/v1/meal?kitchen=SJM-003&day={day}")
        if a.status != 200:
            return a
        rows = a.json()["rows"]
        seen = rows[0]["seen"] if rows else None
        return c.changes([kit.report({"kitchen": "SJM-003", "day": day, "served": served}, seen=seen)])
    for n in (net.b, net.c):
        a = report(n, 50)
        expect(a.status == 200 and a.json()[0]["status"] in KEPT, f"her report: {a.text}")
    roles = operator.get("/api/v1/membership?limit=1000").json()["rows"]
    mine = next(r for r in roles if r["person"] in (felipa, "Felipa"))
    end = {"id": kit.new_id(), "action": "membership.end", "args": {k: mine[k] for k in ("person", "group", "role")}}
    a = operator.changes([end]).json()[0]
    expect(a["status"] == "accepted", f"ending it: {a}")
    for n in net.all:
        a = report(n, 51)
        expect(a.status == 401, f"a role that ended goes on elsewhere: {a.status} {a.text[:200]}")


# ---- one journal ------------------------------------------------------------------------------

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


def twins(net, pairs):
    key = net.a.token("operadora")
    clients = [Client(n.url, token=key) for n in (net.a, net.b)]
    answers, begun_ms = {}, kit.now_ms()
    for i in range(pairs):
        action = kit.report({"kitchen": f"SJM-{1 + i % 4:03d}", "day": kit.today(21 + i // 12 % 8), "served": 1 + i,
                             "sitting": ("breakfast", "lunch", "dinner")[i // 4 % 3], "reason": "gemelas"},
                            acted_at=kit.instant(begun_ms - 86400000 - i))
        both = at_once([lambda c=c: c.changes([action]) for c in clients])
        for one in both:
            expect(isinstance(one, kit.Answer) and one.status == 200, f"{one if one is None else one}")
        answers[action["id"]] = [(a.json()[0]["status"], a.json()[0].get("first")) for a in both]
    wrong = judge_twins(answers, journal_ids(net))
    expect(not wrong, f"{len(wrong)} of {pairs}: {wrong[:2]}")


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


def standing(net, acked):
    times = collections.Counter(journal_ids(net))
    lost = [i for i, s in acked if s in KEPT and times[i] != 1]
    expect(not lost, f"{len(lost)} acknowledged changes are not there once: {lost[:2]}")
    expect(sum(s in KEPT for _, s in acked) > len(acked) // 4, "hardly anything was taken")


def many(net, actions):
    with Watch(net) as watch:
        acked, busy = storm(net, actions)
    standing(net, acked)
    wrong = judge_heads(watch.heads)
    expect(not wrong, f"the head went back: {wrong[:2]}")
    expect(len(set(watch.heads)) > 10, f"only {len(set(watch.heads))} heads were seen")
    expect(busy == 0, f"{busy} were told to come again")


def late_clock(net):
    """C is five minutes behind: what it writes is not older than what stands."""
    told = Client(net.c.url).get("/health").header("Date")
    if net.late:
        behind_s = time.time() - email.utils.parsedate_to_datetime(told).timestamp()
        expect(abs(behind_s * 1000 - LATE_MS) < 60_000, f"the clock of C is {behind_s} s behind")
    heads = []
    for i in range(20):
        key = (net.a, net.c, net.b, net.c)[i % 4]
        c = key.client("lider")
        form = kit.find_form(c.get("/hoy").text, ["served"])
        a = c.form("/hoy", {**form["fields"], "served": str(100 + i)})
        expect(a.status == 303, f"report {i}: {a.status}")
        rows = net.a.client("lider").get(f"/api/v1/meal?kitchen=SJM-001&day={kit.today()}").json()["rows"]
        expect(any(r["served"] == 100 + i for r in rows), f"report {i} did not win: {rows}")
        with net.tables() as db:
            heads.append(net.head(db))
    expect(not judge_heads(heads) and len({h[1] for h in heads}) == len(heads), f"stamps: {heads}")
    expect(heads[-1][1] >> 16 > kit.now_ms() - LATE_MS // 2, "the chain's time is a late one")


# ---- pages ------------------------------------------------------------------------------------

def shown_today(c):
    a = c.get("/")
    expect(a.status == 200, f"the page for anyone: {a.status}")
    return int(re.search(r'class="hero"><dt>.*?<dd>([\d.,]+)', a.text, re.S)[1].replace(",", "").replace(".", ""))


def pages(net, writes=120):
    """Lookers at every server, never shown less than what was acknowledged before they asked."""
    key, told, looks, over = net.a.token("operadora"), [shown_today(Client(net.a.url))], [], threading.Event()

    def look(n):
        c = Client(n.url)
        while not over.is_set():
            before = told[0]
            looks.append((before, shown_today(c)))
    threads = [threading.Thread(target=look, args=(n,), daemon=True) for n in net.all for _ in range(2)]
    for t in threads:
        t.start()
    try:
        for i in range(writes):
            n = (net.a, net.b)[i % 2]
            c = Client(n.url, token=key)
            rows = c.get(f"/api/v1/meal?kitchen=SJM-002&day={kit.today()}&limit=10").json()["rows"]
            mine = next((r for r in rows if r["sitting"] == "dinner"), None)
            have = mine["served"] if mine else 0
            a = c.changes([kit.report({"kitchen": "SJM-002", "day": kit.today(), "sitting": "dinner",
                                       "served": have + 3, "reason": "crece"}, seen=mine and mine["seen"])])
            expect(a.json()[0]["status"] == "accepted", a.text)
            told[0] += 3
            for m in net.all:
                got = shown_today(Client(m.url))
                expect(got == told[0], f"after {i} writes a page shows {got}, not {told[0]}")
    finally:
        over.set()
        for t in threads:
            t.join(30)
    expect(not judge_looks(looks), f"old pages: {judge_looks(looks)[:3]}")
    expect(len(looks) > writes, f"only {len(looks)} looks")


# ---- jobs, rebuilding, a server that goes ------------------------------------------------------

def jobs(net):
    left_s = net.begun_s + 2 * LOOKED_S - time.monotonic()
    if left_s > 0:
        time.sleep(left_s)
    with net.tables() as db:
        rows = db.execute("select name, due_at, done_at from job")
    runs = sum(metric(n, "job_runs_total") for n in net.all)
    expect(len(rows) == 1 and rows[0][2], f"{rows}")
    expect(runs == 1, f"{runs} runs by three servers")  # started within one hour: see main


def rebuild(net, actions):
    looks = []

    def build():
        done = threading.Event()

        def look():
            while not done.is_set():
                looks.extend(Client(n.url).get("/").status for n in net.all)
        t = threading.Thread(target=look, daemon=True)
        t.start()
        r = net.b.ayni("rebuild", timeout_s=120)
        done.set()
        t.join(30)
        expect(r.status == 0, f"rebuild: {r.text}")
    acked, _ = storm(net, actions, build)
    standing(net, acked)
    expect(set(looks) == {200}, f"reading meanwhile: {collections.Counter(looks)}")


def goes_on(net, wait_s=20):
    """Every server reads and writes again, without being started anew."""
    key = []

    def works():
        for n in net.all:
            a = Client(n.url).get("/")
            if a.status != 200 or Client(n.url).get("/health").status != 200:
                return False
            if not key:
                key.append(net.a.token("operadora"))
            got = Client(n.url, token=key[0]).changes(
                [kit.report({"kitchen": "SJM-001", "day": kit.today(20), "served": 9, "reason": "otra vez"})])
            if got.status != 200:
                return False
        return True
    kit.wait_for("all servers again", works, wait_s, 0.2)
    for n in net.all:
        expect(n.process.poll() is None, "a server ended: " + n.tail())


def cut(net):
    """The database ends every connection; nobody notices, or at most once."""
    for _ in range(3):
        with net.tables() as db:
            db.execute("select pg_terminate_backend(pid) from pg_stat_activity"
                       " where datname = current_database() and pid <> pg_backend_pid()")
        for n in net.all:
            a = Client(n.url).get("/")
            expect(a.status == 200, f"a page right after: {a.status}")
        goes_on(net)


def away(net, server):
    c = net.a.client("lider")
    form = kit.find_form(c.get("/hoy").text, ["served"])
    server.stop()
    a = c.get("/inicio")
    expect(a.status == 503 and a.header("Retry-After") and "Un momentito" in a.text, f"{a.status} {a.text[:200]}")
    begun = time.monotonic()
    a = c.form("/hoy", {**form["fields"], "served": "123"})
    expect(a.status == 503 and "<dd>123</dd>" in a.text, f"the form: {a.status}")
    resend = kit.find_form(a.text, ["served"], "/hoy")
    for n in net.all:
        health = Client(n.url).get("/health")
        expect(health.status == 503 and health.text == "away\n", f"/health: {health.status} {health.text}")
        api = Client(n.url).get("/api/v1/public/summary")
        expect(api.status == 503 and api.json()["errors"][0]["code"] == "busy", f"API: {api.status}")
    expect(time.monotonic() - begun < 20, "it takes long to say so")
    leaving = Client(net.b.url)
    leaving.cookies = dict(c.cookies)
    a = leaving.form("/salir", {})
    expect(a.status == 303 and "sesion" not in leaving.cookies, f"the quick exit: {a.status}")
    r = net.a.ayni("say", "--from", "+51900000001", "raciones 120")
    expect(r.status == 2 and r.err.count("\n") == 1, f"a command meanwhile: {r.status} {r.text}")
    server.restart()
    goes_on(net)
    expect(signing.signed_in(c), "she was signed out")
    a = c.form("/hoy", resend["fields"])
    expect(a.status == 303, f"sending it again: {a.status}")
    rows = c.get(f"/api/v1/meal?kitchen=SJM-001&day={kit.today()}").json()["rows"]
    expect(any(r["served"] == 123 for r in rows), f"it was not kept: {rows}")


def options():
    p = argparse.ArgumentParser()
    p.add_argument("--actions", type=int, default=2000)
    p.add_argument("--pairs", type=int, default=200)
    p.add_argument("--unit", action="store_true")
    return p.parse_args()


def wait_past_the_hour():
    """Jobs are due when the hour begins."""
    left_s = 3600 - time.time() % 3600
    if left_s < 60:
        time.sleep(left_s + 1)


def main():
    o = options()
    report = kit.Report()
    unit(report)
    if o.unit:
        return report.close()
    kit.need_program()
    wait_past_the_hour()
    server = pg.use(pg.Cluster())
    net = Network()
    if not report.check("three servers on one database", net.start):
        return report.close()
    for name, run in (
            ("signed in at A, she acts at B; left at B, left everywhere", lambda: session(net)),
            ("wrong PINs count wherever they are tried", lambda: pins(net)),
            ("an invitation is spent once", lambda: invitation(net)),
            ("a revoked device is out everywhere at once", lambda: revoked(net)),
            ("a revoked token is out everywhere at once", lambda: token(net)),
            ("a role that ended is over everywhere at once", lambda: rights(net)),
            ("one action sent to two at once is one entry", lambda: twins(net, o.pairs)),
            ("many write to both at once: one order, nothing lost", lambda: many(net, o.actions)),
            ("a clock five minutes behind takes nothing back", lambda: late_clock(net)),
            ("no page is older than what was answered", lambda: pages(net)),
            ("the tables are built again while others serve", lambda: rebuild(net, o.actions // 5)),
            ("connections that the database ends are made anew", lambda: cut(net)),
            ("the database goes away and comes back", lambda: away(net, server)),
            ("guessed letters count wherever they are tried", lambda: letters(net)),
            ("a job that is due is run once", lambda: jobs(net)),
            ("the laws hold", net.a.laws)):
        report.check(name, run)
    for n in net.all:
        report.check("a clean end", lambda n=n: expect(n.stop() == 0, "exit status"))
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
