#!/usr/bin/env python3
"""canary.py - where marks of a working day may not stand: tables, files, backups, logs, caches.

People with a mark in every personal field work for a day through every channel, with PINs, links, tokens
and cookies that are known here. Then all that rests is searched. A secret stands nowhere in clear; what is
personal stands only in the tables of its entity and in the journal's parts, and nothing of it in a log or
a backup; whoever was erased stands nowhere. Whatever a browser or a proxy may keep holds only what is
public, and whatever was sent to somebody known may not be kept. AYNI_TEST_DB=postgres: on PostgreSQL.
"""
import glob
import os
import re
import sys

import kit
import sealing
import signing
import tables
from client import Client, find_form
from kit import expect

NAME, ERASED, PHONE, GONE_PHONE = "ZQNOMBRE", "ZQBORRADA", "987654001", "987654002"
DOCUMENT, SHORT, DEVICE, ADDRESS = "ZQDOCUMENTO", "ZQCORTO", "ZQAPARATO", "ZQDIRECCION"
REASON, WORDS, WRONG_PATH = "ZQMOTIVO", "ZQMENSAJE", "ZQCAMINO"
PIN, WRONG_PIN = "739164", "506918"
PRIVATE = [NAME, ERASED, PHONE, GONE_PHONE, DOCUMENT, SHORT, DEVICE, ADDRESS, REASON, WORDS]
# Where each may stand: the table of its entity, the journal's parts, and a number whose conversation goes on.
HOMES = {"journal_part": PRIVATE, "person": [NAME, SHORT, DOCUMENT], "contact": [PHONE], "device": [DEVICE],
         "kitchen": [ADDRESS], "meal": [REASON], "parked": [REASON], "conversation": [PHONE]}


# ---- judges -----------------------------------------------------------------------------------

def standing(data, marks):
    """Which marks stand in those bytes or that text, in any case; short ones as words of their own."""
    low = (data if isinstance(data, bytes) else str(data).encode("utf-8", "replace")).lower()
    return [m for m in marks if m.lower().encode() in low and (
        len(m) > 6 or re.search(rb"(?<![0-9a-z])%s(?![0-9a-z])" % m.lower().encode(), low))]


def astray(found):
    """(table, mark) that stand where they have no home; found is {table: marks}."""
    return [(t, m) for t, marks in found.items() for m in marks if m not in HOMES.get(t, ())]


def unsafe(seen, secrets):
    """What is wrong with answers as caches see them: seen is [(path, was somebody known, answer)]."""
    out = []
    for path, known, a in seen:
        keep = a.header("Cache-Control") or ""
        shut = "no-store" in keep
        if any(k.lower() == "set-cookie" for k, _ in a.headers) and not shut:
            out.append(f"{path}: a cookie in an answer that may be kept")
        if known and not shut and not re.match(r"/(estatico|web|static)/|/[^/]+\.(css|js|svg|png|ico|webmanifest)", path):
            out.append(f"{path}: to somebody known, and may be kept ({keep or 'nothing said'})")
        if not shut and standing(a.body, PRIVATE + secrets):
            out.append(f"{path}: may be kept and holds {standing(a.body, PRIVATE + secrets)}")
    return out


def planted():
    page = kit.Answer(200, [("Cache-Control", "no-store")], f"<p>{NAME}</p>".encode())
    open_page = kit.Answer(200, [("Cache-Control", "public, max-age=60")], page.body)
    bare, cookie = kit.Answer(200, [], b"x"), kit.Answer(200, [("Set-Cookie", "a=b")], b"x")
    expect(not unsafe([("/hoy", True, page), ("/", False, bare)], []), "what is well is called wrong")
    for bad in (("/hoy", True, bare), ("/", False, open_page), ("/entrar", False, cookie)):
        expect(unsafe([bad], []), f"this passes: {bad[0]} {bad[2].headers}")
    expect(standing(f"GET /hoy 200 {NAME.lower()}\n", PRIVATE) == [NAME], "a name in a log is not seen")
    expect(not standing("GET /hoy 200 12 300us\n", PRIVATE), "a plain line is called wrong")
    expect(astray({"limits": [PHONE], "person": [NAME]}) == [("limits", PHONE)], "a stray phone is not seen")


# ---- the day ----------------------------------------------------------------------------------

class Watched(Client):
    """A client whose answers are kept for the judge."""

    seen, secrets = [], set()

    def request(self, method, path, *rest, **more):
        known = bool(self.token or self.cookies.get("sesion"))
        a = super().request(method, path, *rest, **more)
        Watched.seen.append((path, known and a.status == 200, a))
        Watched.secrets |= {v for v in self.cookies.values() if len(v) > 12}
        return a


class Day:
    def __init__(self):
        self.net = kit.Net()
        self.secrets = {PIN, WRONG_PIN}

    def bring(self, entity, text):
        path = os.path.join(kit.scratch(), f"{entity}.csv")
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
        r = self.net.ayni("import", entity, path, "--replace")
        expect(r.status == 0, f"import {entity}: {r.text[-300:]}")

    def plant(self):
        key = self.net.ayni("backup", "--new-key")
        self.secrets |= set(re.findall(r"[A-Z0-9]{5}(?:-[A-Z0-9]{5})+", key.out))
        self.bring("person", "name,short_name,document_kind,document_number\n"
                   f"{NAME} Uno,{SHORT}UNO,dni,{DOCUMENT}1\n{ERASED} Dos,{ERASED}DOS,dni,{ERASED}2\n")
        self.bring("membership", "person,group,role,since\n" + "".join(
            f"{who},SJM-001,leader,{kit.today(5)}\n" for who in (f"{SHORT}UNO", f"{ERASED}DOS")))
        self.bring("contact", "person,kind,phone\n"
                   f"{SHORT}UNO,sms,+51{PHONE}\n{ERASED}DOS,sms,+51{GONE_PHONE}\n")
        self.bring("device", f"name,person\n{DEVICE},{SHORT}UNO\n{ERASED},{ERASED}DOS\n")
        self.bring("kitchen", f"code,address\nSJM-001,{ADDRESS}\n")

    def come_in(self, who):
        """A browser that spent a link and chose a PIN; leaves and comes again, with one wrong PIN."""
        c = Watched(self.net.url)
        r = self.net.ayni("invite", who)
        expect(r.status == 0, r.text)
        path = re.search(r"https?://[^/\s]+(/i/\S+)", r.out)[1]
        self.secrets |= {path[3:], re.search(r": ([A-Z]{6})$", r.out, re.M)[1]}
        expect(signing.spend(c, path).status == 303, "the link does not open")
        signing.fill(c, "/clave", {"pin": PIN, "again": PIN})
        signing.fill_out(c, "/cerrar")
        name = NAME if who.startswith(SHORT) else ERASED
        expect(signing.enter(c, name, WRONG_PIN).status == 422, "another PIN opens")
        expect(signing.enter(c, name, PIN).status == 303, "her PIN does not open")
        return c

    def work(self, c, phone):
        """Pages, a report, messages, a code typed in the wrong place."""
        a = c.get("/hoy")
        fields = find_form(a.text, ["served"], "/hoy")["fields"]
        a = c.form("/hoy", {**fields, "served": "96", "reason": REASON})
        expect(a.status in (303, 409, 422), f"report: {a.status}")
        for path in ("/", "/inicio", "/cuenta", "/cocina/SJM-001", "/hoy", f"/{WRONG_PATH}", f"/i/{WRONG_PATH}"):
            c.get(path)
        for text in ("almuerzo 85", f"{WORDS} no se entiende", f"almuerzo 300 {WORDS}", "ayuda"):
            self.net.say("+51" + phone, text)
        self.come_back(c, phone)

    def come_back(self, c, phone):
        """Two items of her phone's outbox: one is done, one comes back and waits for her."""
        keys = sealing.Phone(c)
        self.secrets |= {keys.key.hex(), keys.keys["key"]}
        gone = phone == GONE_PHONE
        words = {"kitchen": "SJM-001", "day": kit.today(3), "sitting": "dinner" if gone else "breakfast"}
        mark = ERASED if gone else REASON
        answers = sealing.send(Client(self.net.url), [
            keys.item("meal.report", {**words, "served": n, "reason": why})
            for n, why in (("51", REASON), ("muchas", mark))])
        expect(answers[1][0] == "r", f"{answers}")
        expect(mark in c.get("/pendientes").text, "what came back is not shown")

    def program(self, person):
        token = self.net.token(person)
        self.secrets.add(token)
        c = Watched(self.net.url, token=token)
        for path in ("/api/v1/person?limit=1000", "/api/v1/contact?limit=1000", "/api/v1/meal?limit=50",
                     "/api/v1/public/summary", "/api/v1/openapi.json"):
            c.get(path)
        a = c.changes([kit.report({"kitchen": "SJM-002", "served": 91, "reason": REASON, "sitting": "dinner"})])
        expect(a.status == 200 and a.json()[0]["status"] == "accepted", f"{a.status} {a.text[:200]}")
        return c

    def erase(self, program):
        rows = program.get("/api/v1/person?limit=1000").json()["rows"]
        who = next(r["id"] for r in rows if ERASED in r["name"])
        a = program.changes([{"id": kit.new_id(), "action": "person.erase", "args": {"person": who, "sure": True}}])
        expect(a.json()[0]["status"] == "accepted", f"erasure: {a.text[:300]}")

    def live(self):
        self.net.start()
        self.plant()
        self.work(self.come_in(f"{SHORT}UNO"), PHONE)
        gone = self.come_in(f"{ERASED}DOS")
        self.work(gone, GONE_PHONE)
        self.stranger()
        program = self.program("operadora")
        self.said = [self.net.ayni("metrics").text]
        self.backup(1)
        self.erase(program)
        self.backup(2)
        for path in ("/operacion", "/aparatos", "/inicio", "/api/v1/device?limit=100"):
            program.get(path)
        self.said.append(self.net.ayni("doctor").text)

    def stranger(self):
        c = Watched(self.net.url)
        for path in ("/", "/entrar", "/codigo", "/cocina/SJM-001", "/api/v1/public/summary", "/api/v1/meal", "/health"):
            c.get(path)
        links = re.findall(r'(?:href|src)="(/[^"#?]+\.\w+)', c.get("/").text)
        for path in links:
            c.get(path)

    def backup(self, number):
        path = os.path.join(kit.scratch(), f"day-{number}.backup")
        r = self.net.ayni("backup", path)
        expect(r.status == 0, f"backup: {r.text}")
        self.said.append(r.text)


# ---- what rests -------------------------------------------------------------------------------

def in_tables(net, marks):
    """{table: marks that stand in it}, whatever type the cell has."""
    found = {}
    with kit.open_tables(net.folder) as db:
        for name in db.tables():
            for row in db.execute(f'select * from "{name}"'):
                for cell in row:
                    if isinstance(cell, (str, bytes, memoryview)):
                        hit = standing(bytes(cell) if not isinstance(cell, str) else cell, marks)
                        found.setdefault(name, set()).update(hit)
    return {t: sorted(m) for t, m in found.items() if m}


def files(folder):
    return [p for p in glob.glob(os.path.join(folder, "**"), recursive=True) if os.path.isfile(p)]


def in_files(folder, marks):
    out = {}
    for path in files(folder):
        with open(path, "rb") as f:
            hit = standing(f.read(), marks)
        if hit:
            out[os.path.basename(path)] = hit
    return out


def logs(day):
    with open(day.net.folder + ".log", encoding="utf-8", errors="replace") as f:
        return f.read()


def check_rest(report, day):
    secrets = sorted(day.secrets | Watched.secrets)
    net = day.net

    def no_secret():
        found = {**in_tables(net, secrets), **in_files(net.folder, secrets)}
        expect(not found, f"secrets in clear: {found}")
        expect(len(secrets) > 8 and len(Watched.seen) > 40, f"{len(secrets)} secrets, {len(Watched.seen)} answers")

    def homes():
        found = in_tables(net, PRIVATE)
        expect(not astray(found), f"far from home: {astray(found)}")
        missing = [t for t in ("journal_part", "person", "contact", "kitchen", "device") if t not in found]
        expect(not missing, f"the marks stand not even in {missing}")

    def silent():
        for what, text in (("log", logs(day)), *((f"command {i}", t) for i, t in enumerate(day.said))):
            hit = standing(text, PRIVATE + secrets + [WRONG_PATH])
            expect(not hit, f"{what}: {hit}")
        expect("POST /hoy" in logs(day), "the log is empty")

    def backups():
        for path in sorted(glob.glob(os.path.join(kit.scratch(), "*.backup"))):
            with open(path, "rb") as f:
                data = f.read()
            hit = standing(data, PRIVATE + secrets + ["kitchen", "SJM-001", "CREATE"])
            expect(len(data) > 10_000 and not hit, f"{path}: {len(data)} bytes, {hit}")

    def caches():
        bad = unsafe(Watched.seen, secrets)
        known = sum(known for _, known, _ in Watched.seen)
        expect(known > 20 and len(Watched.seen) - known > 10, f"{known} of {len(Watched.seen)} to somebody known")
        expect(not bad, f"{len(bad)}: {bad[:4]}")

    report.check("no secret in clear in tables and files", no_secret)
    report.check("what is personal stands at home", homes)
    report.check("logs and commands tell nothing", silent)
    report.check("backups are closed", backups)
    report.check("what caches may keep is public", caches)


def check_gone(report, day):
    """Stopped: the log is in the file, and the erased are not."""
    def gone():
        marks = [ERASED, GONE_PHONE]
        found = {**in_tables(day.net, marks), **in_files(day.net.folder, marks)}
        expect(not found, f"erased and still there: {found}")
    report.check("the server ends cleanly", lambda: expect(day.net.stop() == 0, "exit status"))
    report.check("who was erased stands nowhere", gone)


def check_planted(report, day):
    """The search itself: a token in a table of the stopped network is found, in rows and in the file."""
    def found():
        token = sorted(Watched.secrets)[0]
        with kit.open_tables(day.net.folder) as db:
            db.execute("update meta set value = ? where name = 'demo'", (f"1 {token}",))
        expect(in_tables(day.net, [token]) == {"meta": [token]}, "a token in a table is not found")
        if not tables.is_url(kit.database(day.net.folder)):
            expect(in_files(day.net.folder, [token]), "a token in the file is not found")
    report.check("planted: a token in a table is found", found)


def main():
    report = kit.Report()
    kit.need_program()
    report.check("planted: names in logs, answers that may be kept", planted)
    day = Day()
    try:
        if report.check("a working day", day.live):
            check_rest(report, day)
            check_gone(report, day)
            check_planted(report, day)
    finally:
        day.net.kill()
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
