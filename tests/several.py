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
import re
import sys
import threading
import time

import kit
import pg
import signing
from kit import Client, expect
from several_net import (KEPT, LATE_MS, Network, Watch, at_once, journal_ids, judge_heads, judge_looks,
                         judge_twins, metric, moved, storm, unit)

JOBS_S = {"housekeeping": 3600, "ballots": 30, "outbox": 300, "broadcasts": 30, "recovery": 60, "invitations": 60,
          "minutes": 600, "series": 3600, "reminder": 900}
REMINDED = ("LIDER", "COCINERA")
LOOK_S = 90  # within which a server has looked for jobs again, also where the database was away the last time


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
    """Each is due at every multiple of its interval; three servers may not run more than that in all."""
    def done():
        with net.tables() as db:
            return {r[0]: r[2] for r in db.execute("select name, due_at, done_at from job")}
    kit.wait_for("jobs that are done", lambda: len(done()) == len(JOBS_S) and all(done().values()), wait_s=LOOK_S,
                 step_s=0.5)
    runs, now_s = sum(metric(n, "job_runs_total") for n in net.all), time.time()
    begun_s = now_s - (time.monotonic() - net.begun_s) - LATE_MS / 1000
    most = sum(1 + now_s // every_s - begun_s // every_s for every_s in JOBS_S.values())
    expect(done().keys() == JOBS_S.keys(), f"{done()}")
    expect(len(JOBS_S) <= runs <= most, f"{runs} runs by three servers, at most {most}")


def wishes(net):
    """Before the servers start: these want to be reminded at this hour, of a meeting of tomorrow."""
    meeting = net.a.folder + "-meeting.csv"
    with open(meeting, "w", encoding="utf-8") as f:  # a pot would do only until somebody told of it
        f.write(f"group,day,hour,topic\nRED-150133,{kit.today(-1)},10:00,Prueba\n")
    r = net.a.ayni("import", "meeting", meeting)
    expect(r.status == 0, f"import: exit {r.status}: {r.text[-300:]}")
    path = net.a.folder + "-reach.csv"
    with open(path, "w", encoding="utf-8") as f:
        f.write("person,reminder_hour\n" + "".join(f"{p},{kit.lima_now().hour}\n" for p in REMINDED))
    r = net.a.ayni("import", "reach", path)
    expect(r.status == 0, f"import: exit {r.status}: {r.text[-300:]}")
    net.start()


def reminders(net):
    """Whichever server looked, and however often: one message each, and one invitation (of a batch) to that meeting each."""
    def sent():
        with net.tables() as db:
            return [r[0] for r in db.execute("select p.short_name from message m join person p on p.id = m.person"
                                             " where m.kind = 'reminder' and m.batch is null")]

    def invited():
        with net.tables() as db:
            return [tuple(r) for r in db.execute("select person, address from message where kind = 'reminder' and batch is not null")]
    kit.wait_for("reminders", lambda: len(sent()) >= len(REMINDED), wait_s=LOOK_S, step_s=0.5)
    expect(sorted(sent()) == sorted(REMINDED), f"reminded: {sent()}")
    kit.wait_for("invitations", lambda: len(invited()) > len(REMINDED), wait_s=LOOK_S, step_s=0.5)
    expect(len(set(invited())) == len(invited()), f"invited twice: {invited()}")


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
        expect(metric(n, "database_there") == 1, "the figures do not tell")


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
        expect(metric(n, "database_there") == 0, "the figures do not tell")
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


def main():
    o = options()
    report = kit.Report()
    unit(report)
    if o.unit:
        return report.close()
    kit.need_program()
    server = pg.use(pg.Cluster())
    net = Network()
    if not report.check("three servers on one database", lambda: wishes(net)):
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
            ("each is reminded once", lambda: reminders(net)),
            ("the laws hold", net.a.laws)):
        report.check(name, run)
    for n in net.all:
        report.check("a clean end", lambda n=n: expect(n.stop() == 0, "exit status"))
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
