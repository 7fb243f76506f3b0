#!/usr/bin/env python3
"""sealed.py - a *nota reservada* on its whole road: a team key, a member joins, opens with her phrase, reads.

Without script: the server seals. Then everybody else tries: other teams, who left, who keeps the machine, who
copies tables, cookies or sessions. At the end the text may stand nowhere that rests: tables, files, backups, log,
pages of others; and not in the server's memory. AYNI_TEST_DB=postgres: on PostgreSQL, with a second server.
"""
import base64
import glob
import html
import os
import re
import subprocess
import sys

import kit
from kit import expect, find_form

SAID = "canario qvx7 le pegó otra vez anoche"
LATER = "segundo aviso zzkw9 pidió que nadie sepa"
PHONED = "desde el teléfono yyqj3 ya está en casa de su tía"
BROUGHT = "corregida wwpx5 con la fecha cambiada"
MARKS = ("qvx7", "zzkw9", "yyqj3", "wwpx5")


# ---- people ------------------------------------------------------------------------------------

def fill(c, page, more, names, action=""):
    a = c.get(page)
    expect(a.status == 200, f"{page}: {a.status}")
    f = find_form(a.text, names, action)
    return c.form(f["action"], {**f["fields"], **more})


def shown(a):
    return [html.unescape(w) for w in re.findall(r"<li>\d\. <b>([^<]+)</b></li>", a.text)]


def make_phrase(c):
    """Makes her phrase, sees it once, types it back; the five words."""
    a = fill(c, "/frase", {"what": "make"}, ["what"])
    words = shown(a)
    expect(a.status == 200 and len(words) == 5 and "no-store" in a.header("Cache-Control"), f"{a.status} {words}")
    expect(c.form("/frase", {**find_form(a.text, ["frase"])["fields"], "frase": "uno dos"}).status == 422,
           "two words are a phrase")
    a = fill(c, "/frase", {"what": "make"}, ["what"])
    words = shown(a)
    a = c.form("/frase", {**find_form(a.text, ["frase"])["fields"], "frase": plain(" ".join(words)).upper()})
    expect(a.status == 303 and "llave" in c.cookies, f"typed back: {a.status}")
    return words


def plain(text):
    return text.translate(str.maketrans("áéíóúüñ", "aeiouun"))


def open_phrase(c, words):
    return fill(c, "/frase", {"frase": words}, ["frase"])


def write(c, team, text, **more):
    return fill(c, f"/notas/nueva?team={team}", {"text": text, **more}, ["text"])


def notes(c, team):
    a = c.get(f"/notas?team={team}")
    expect(a.status == 200, f"/notas: {a.status}")
    return re.findall(r'href="/notas/([0-9a-f-]{36})"', a.text)


def reads(c, note, text):
    a = c.get(f"/notas/{note}")
    return a.status == 200 and text in html.unescape(a.text)


def nothing_of_it(a, what):
    hit = [m for m in MARKS if m in html.unescape(a.text)]
    expect(not hit, f"{what} shows {hit}")


def looks_sealed(key_id):
    """What has the shape of a sealed text to that key, and opens nothing."""
    raw = b"\x01" + base64.urlsafe_b64decode(key_id + "=") + os.urandom(180)
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def invited(net, name):
    """Her browser, after the invitation and with a PIN."""
    link = re.search(r"https?://[^/\s]+(/i/\S+)", net.ayni("invite", name).out)[1]
    c = kit.Client(net.url)
    a = c.form(link, {k: v for k, v in find_form(c.get(link).text, [])["fields"].items()})
    expect(a.status == 303, f"invitation of {name}: {a.status}")
    fill(c, "/clave", {"pin": "739164", "again": "739164"}, ["pin"])
    return c


class Story:
    """Yolanda founds a team, Sara joins it, Lucia only writes to it; Rita has a team of her own elsewhere."""

    def __init__(self):
        self.net = kit.Net().start()
        self.person, self.c = {}, {}

    def people(self):
        with kit.open_tables(self.net.folder) as db:
            group = dict(db.execute("select person, \"group\" from membership where role = 'facilitator'"))
            other = db.execute("select \"group\" from membership where role = 'health_worker'")[0][0]
        group = next(iter(group.values()))
        self.group, self.other = (ident(g) for g in (group, other))
        path = os.path.join(kit.scratch(), "people.csv")
        rows = [("SARA", "volunteer", self.group), ("LUCIA", "leader", self.group), ("RITA", "health_worker", self.other)]
        self.bring("person", "name,short_name\n" + "".join(f"{n.title()} Sellada,{n}\n" for n, _, _ in rows), path)
        self.bring("membership", "person,group,role,since\n" + "".join(
            f"{n},{g},{r},{kit.today(5)}\n" for n, r, g in rows), path)
        for name, _, _ in rows:
            self.c[name] = invited(self.net, name)
        with kit.open_tables(self.net.folder) as db:
            self.person = {n: ident(i) for n, i in db.execute("select short_name, id from person where short_name is not null")}
        self.c["YOLANDA"] = self.net.client("facilitadora")

    def bring(self, entity, text, path):
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
        r = self.net.ayni("import", entity, path)
        expect(r.status == 0, f"import {entity}: {r.text[-300:]}")

    def found(self):
        c = self.c["YOLANDA"]
        expect(c.get("/equipo/nuevo").header("Location") == "/frase?next=%2Fequipo%2Fnuevo", "a team without a phrase")
        self.phrase = make_phrase(c)
        a = fill(c, "/equipo/nuevo", {"name": "Los martes"}, ["name"])
        expect(a.status == 303, f"founding: {a.status} {a.text[:300]}")
        self.team = a.header("Location").rsplit("/", 1)[1]
        expect(write(c, self.team, SAID).status == 303, "writing")
        self.note = notes(c, self.team)[0]
        expect(reads(c, self.note, SAID), "the founder cannot read")

    def join(self):
        y, s = self.c["YOLANDA"], self.c["SARA"]
        expect(s.get(f"/notas?team={self.team}").status == 404, "not invited, and sees the list")
        f = next(f for f in kit.Forms(y.get(f"/equipo/{self.team}").text).forms
                 if f["fields"].get("person") == self.person["SARA"])
        expect(y.form(f["action"], f["fields"]).status == 303, "inviting")
        expect(notes(s, self.team) == [self.note] and not reads(s, self.note, SAID), "invited, and reads")
        a = y.get(f"/equipo/{self.team}/llave?person={self.person['SARA']}")
        a = y.form(f"/equipo/{self.team}/llave", find_form(a.text, ["person"])["fields"])
        expect(a.status == 422, f"a key for who has no phrase: {a.status}")
        self.sara = make_phrase(s)
        expect(not reads(s, self.note, SAID), "has a phrase, no key, and reads")
        a = y.get(f"/equipo/{self.team}/llave?person={self.person['SARA']}")
        expect(y.form(f"/equipo/{self.team}/llave", find_form(a.text, ["person"])["fields"]).status == 303, "giving the key")
        expect(reads(s, self.note, SAID), "the new member cannot read")


def ident(raw):
    h = bytes(raw).hex()
    return "-".join((h[:8], h[8:12], h[12:16], h[16:20], h[20:]))


# ---- sealing -----------------------------------------------------------------------------------

def phone_seals(st):
    """What the phone's own packages seal, the team opens; what is sealed to another key is refused."""
    c = st.c["LUCIA"]
    form = c.get("/notas/nueva")  # the only team she may write to is chosen for her
    key, hex_id = (re.search(rf'{n}="([^"]+)"', form.text)[1] for n in ("data-seal", "data-seal-key"))

    def box(key_id):
        r = subprocess.run(["node", os.path.join(kit.ROOT, "tests", "sealed_box.mjs"), key, key_id],
                           input=PHONED.encode(), capture_output=True, timeout=30)
        expect(r.returncode == 0, r.stderr.decode()[-300:])
        return r.stdout.decode().strip()
    sealed, fields = box(hex_id), find_form(form.text, ["text"])["fields"]
    expect(c.form("/notas/nueva", {**fields, "text": sealed}).status == 303, "a box of the phone")
    expect(c.form("/notas/nueva", {**fields, "text": sealed}).status == 303, "the same again")
    expect(c.form("/notas/nueva", {**fields, "text": box(hex_id)}).status == 409, "another box, the same id")
    now = notes(st.c["YOLANDA"], st.team)
    expect(len(now) == 2 and any(reads(st.c["SARA"], n, PHONED) for n in now), f"{len(now)} notes; none reads so")
    expect(write(c, st.team, box("00" * 8)).status == 422, "sealed to another key, and taken")
    expect(not any(reads(c, n, PHONED) for n in now), "who wrote it and is not in the team reads")


def repeats_are_known(st):
    c = st.c["LUCIA"]
    fields = find_form(c.get(f"/notas/nueva?team={st.team}").text, ["text"])["fields"]
    for _ in range(2):
        expect(c.form("/notas/nueva", {**fields, "text": LATER}).status == 303, "a repeat")
    expect(c.form("/notas/nueva", {**fields, "text": LATER + "!"}).status == 409, "another text, the same id")
    expect(len(notes(st.c["SARA"], st.team)) == 3, "a repeat is a note of its own")


def comes_back_sealed(st):
    """Refused, from another session, with no session left: the text is carried, and shown nowhere."""
    c = st.c["LUCIA"]
    a = write(c, st.team, BROUGHT, day="2099-01-01")
    expect(a.status == 422, f"a day to come: {a.status}")
    nothing_of_it(a, "what was refused")
    f, fresh = (find_form(x.text, ["text"])["fields"] for x in (a, c.get(f"/notas/nueva?team={st.team}")))
    expect(re.fullmatch(r"A[Q-Za-f][A-Za-z0-9_-]{74,}", f["text"]), "it is not carried sealed")
    a = c.form("/notas/nueva", {**f, "csrf": "x" * 22})
    expect(a.status == 403, f"another session's form: {a.status}")
    a = c.form("/notas/nueva", {**fresh, "csrf": "x" * 22, "text": SAID})
    nothing_of_it(a, "another session's form")
    expect(re.search(r'name="text" value="A[Q-Za-f]', a.text), "another session's form is lost")
    stranger = kit.Client(st.net.url)
    stranger.cookies = {"sesion": "x" * 43, "aparato": c.cookies["aparato"]}
    a = stranger.form("/notas/nueva", {**fresh, "text": SAID})
    nothing_of_it(a, "the way in")
    expect(re.search(r'name="t\.text" value="A[Q-Za-f]', a.text), "what was typed before she came in is lost")
    expect(c.form("/notas/nueva", {**f, "day": kit.today(1)}).status == 303, "corrected, and not taken")
    expect(any(reads(st.c["SARA"], n, BROUGHT) for n in notes(st.c["SARA"], st.team)), "corrected, and not read")


def clear_text_is_refused(st):
    """Programs, files and messages bring it sealed or not at all."""
    program = st.net.program("facilitadora")
    args = {"team": st.team, "text": SAID}
    a = program.changes([{"id": kit.new_id(), "action": "note.add", "args": args}]).json()[0]
    expect(a["status"] == "refused" and a["errors"][0]["code"] == "clear", f"by a program: {a}")
    expect(SAID not in str(a), "it is repeated to the program")
    path = os.path.join(kit.scratch(), "note.csv")
    with open(path, "w", encoding="utf-8") as f:
        f.write(f"team,day,text\n{st.team},{kit.today()},{SAID}\n")
    r = st.net.ayni("import", "note", path)
    expect(r.status != 0 and SAID not in r.text, f"by a file: {r.status} {r.text[-200:]}")
    for action, more in (("team.create", {"group": st.group, "name": "x", "key": "A" * 43}),
                         ("team.admit", {"team": st.team, "person": st.person["LUCIA"]})):
        a = program.changes([{"id": kit.new_id(), "action": action, "args": more}]).json()[0]
        expect(a["status"] == "refused", f"a program may {action}: {a}")


# ---- others ------------------------------------------------------------------------------------

def others_see_nothing(st):
    """To an operator, another team's member and a writer there are no such notes."""
    rita = st.c["RITA"]
    make_phrase(rita)
    a = fill(rita, "/equipo/nuevo", {"name": "Otro", "group": st.other}, ["name"])
    expect(a.status == 303, f"another team: {a.status} {a.text[:200]}")
    mine = a.header("Location").rsplit("/", 1)[1]
    expect(write(rita, mine, "suyo").status == 303 and len(notes(rita, mine)) == 1, "her own team")
    operator = st.net.client("operadora")
    for name, c in (("another team", rita), ("operator", operator), ("writer", st.c["LUCIA"]),
                    ("leader elsewhere", st.net.client("lider")), ("nobody", kit.Client(st.net.url))):
        for path in (f"/notas/{st.note}", f"/notas/{st.note}/anular", f"/notas?team={st.team}",
                     f"/historia/note/{st.note}", f"/api/v1/note/{st.note}", f"/equipo/{st.team}/llave?person={st.person['SARA']}"):
            a = c.get(path)
            expect(a.status in (303, 401, 404), f"{name}: {path}: {a.status}")
        a = c.get("/api/v1/note")
        expect(a.status in (401, 404) or not a.json()["rows"], f"{name}: /api/v1/note: {a.status} {a.text[:200]}")
        if name in ("nobody", "operator", "leader elsewhere"):
            continue
        csrf = find_form(c.get("/inicio").text, ["csrf"])["fields"]["csrf"]
        a = c.form(f"/notas/{st.note}/anular", {"csrf": csrf, "id": kit.new_id(), "note": st.note})
        expect(a.status in (404, 422), f"{name} voids: {a.status}")
        a = c.form(f"/equipo/{st.team}/llave", {"csrf": csrf, "id": kit.new_id(), "team": st.team, "person": st.person["RITA"]})
        expect(a.status in (303, 404, 422), f"{name} gives the key: {a.status}")
    with kit.open_tables(st.net.folder) as db:
        expect(len(db.execute("select person from team_share")) == 3, "somebody got a key")
    r = st.net.ayni("export", "note")
    nothing_of_it(kit.Answer(200, [], r.text.encode()), "export")
    expect(st.note not in r.text, "export shows that there is a note")


def sessions_are_apart(st):
    """The cookie in another session, the session without the cookie, an old one: closed."""
    y, s = st.c["YOLANDA"], st.c["SARA"]
    kept = dict(s.cookies)
    del s.cookies["llave"]
    expect(not reads(s, st.note, SAID), "without the cookie")
    s.cookies["llave"] = y.cookies["llave"]
    expect(not reads(s, st.note, SAID), "with another's cookie")
    s.cookies.update(kept)
    expect(reads(s, st.note, SAID), "with hers again")
    again = st.net.client("facilitadora")
    again.cookies["llave"] = y.cookies["llave"]
    expect(not reads(again, st.note, SAID), "in another session of hers")
    with kit.open_tables(st.net.folder) as db:
        db.execute("update unlocked set used_at = ?", (kit.now_ms() - 540000,))
    expect(reads(s, st.note, SAID) and reads(y, st.note, SAID), "nine minutes later it is closed")
    with kit.open_tables(st.net.folder) as db:
        db.execute("update unlocked set used_at = ?", (kit.now_ms() - 601000,))
    expect(not reads(s, st.note, SAID), "after ten minutes it is open")
    expect(open_phrase(s, " ".join(st.sara)).status == 303 and reads(s, st.note, SAID), "it does not open again")
    a = fill(s, "/frase", {"what": "close"}, ["what"])
    expect(a.status == 303 and "llave" not in s.cookies and not reads(s, st.note, SAID), "closed, and open")
    open_phrase(s, " ".join(w[:4] for w in map(plain, st.sara)))
    kept = dict(s.cookies)
    expect(s.form("/cerrar", {}).status == 303 and "llave" not in s.cookies, "leaving keeps the cookie")
    s.cookies = kept
    expect(s.get(f"/notas/{st.note}").status == 303, "the session lives on")
    with kit.open_tables(st.net.folder) as db:
        rows = db.execute("select person from unlocked where person = ?", (bytes.fromhex(st.person["SARA"].replace("-", "")),))
    expect(not rows, "a row outlives its session")


def tries_are_counted(st):
    """Wrong phrases run into a wait, as PINs do; a word that is not of the list is no try."""
    c = st.c["RITA"]
    fill(c, "/frase", {"what": "close"}, ["what"])
    expect(open_phrase(c, "abeja abeja abeja abeja qqqq").status == 422, "a word that is none")
    got = [open_phrase(c, f"abeja abeja abeja abeja {w}").status for w in ("abeja", "abogado", "abrir", "abuelo", "activo")]
    expect(got[:4] == [422] * 4 and got[4] == 429, f"five wrong ones: {got}")
    expect(open_phrase(c, "abeja abeja abeja abeja cielo").status == 429, "the sixth")


def who_left(st):
    """Her role in the group ends: the notes do not exist for her any more, phrase, key and cookie or not."""
    s = kit.Client(st.net.url)
    s.cookies = {"aparato": st.c["SARA"].cookies["aparato"]}
    a = s.get("/entrar")
    f = find_form(a.text, ["pin"])["fields"]
    expect(s.form("/entrar", {**f, "person": st.person["SARA"], "pin": "739164"}).status == 303, "signing in")
    open_phrase(s, " ".join(st.sara))
    expect(reads(s, st.note, SAID), "before she left")
    a = st.net.client("operadora").changes([{"id": kit.new_id(), "action": "membership.end", "args": {
        "person": st.person["SARA"], "group": st.group, "role": "volunteer", "until": kit.today()}}])
    expect(a.status == 200 and a.json()[0]["status"] == "accepted", a.text[:300])
    expect(s.get(f"/notas/{st.note}").status in (303, 404), "who left reads")
    expect(s.get(f"/notas?team={st.team}").status in (303, 404), "who left sees the list")
    nothing_of_it(s.get("/inicio"), "home")


def erased(st):
    """A note about somebody goes with her; a member's lock and key go with her."""
    y = st.c["YOLANDA"]
    open_phrase(y, " ".join(st.phrase))
    expect(write(y, st.team, "sobre ella rrtt8", about="LUCIA").status == 303, "about somebody")
    about = notes(y, st.team)[0]
    expect(reads(y, about, "sobre ella rrtt8") and reads(y, about, "Lucia Sellada"), "about somebody, and not read")
    with kit.open_tables(st.net.folder) as db:
        text = db.execute("select text from note where about is not null")[0][0]
        expect(any(db.holds(t, text) for t in db.tables()), "the search finds nothing")
    c = st.net.program("operadora")
    for name in ("LUCIA", "RITA"):
        a = c.changes([{"id": kit.new_id(), "action": "person.erase", "args": {"person": st.person[name], "sure": True}}])
        expect(a.json()[0]["status"] == "accepted", a.text[:300])
    expect(y.get(f"/notas/{about}").status == 404 and about not in notes(y, st.team), "the note outlives her")
    with kit.open_tables(st.net.folder) as db:
        left = [t for t in db.tables() if db.holds(t, text)]
        rita = bytes.fromhex(st.person["RITA"].replace("-", ""))
        for table in ("person_lock", "team_share", "unlocked"):
            expect(not db.execute(f"select 1 from {table} where person = ?", (rita,)), f"hers in {table}")
    expect(not left, f"the text of an erased person stands in {left}")


# ---- what rests --------------------------------------------------------------------------------

def restart(st):
    """Another process of the same network opens what the first one opened, and a phrase opens after a restart."""
    y = st.c["YOLANDA"]
    expect(st.net.stop() == 0, "exit status")
    st.net.start()
    y.close()
    y.host, y.port = st.net.url.split("//")[1].split(":")[0], int(st.net.url.rsplit(":", 1)[1])
    expect(reads(y, st.note, SAID), "another process does not open it")
    expect(y.form("/cerrar", {}).status == 303, "leaving")


def rests(st):
    words = [w.encode() for w in st.phrase]
    marks = [m.encode() for m in MARKS] + [b" ".join(words), plain(" ".join(st.phrase)).encode()]
    with kit.open_tables(st.net.folder) as db:
        found = [(t, m) for t in db.tables() for m in MARKS if db.holds(t, m)]
        expect(not found, f"in tables: {found}")
        expect(len(db.execute("select text from note where text is not null")) > 3, "there are no notes to look for")
    r = st.net.ayni("backup", "--new-key")
    path = os.path.join(kit.scratch(), "sealed.backup")
    expect(st.net.ayni("backup", path).status == 0, r.text)
    names = [p for p in glob.glob(os.path.join(st.net.folder, "**"), recursive=True) if os.path.isfile(p)]
    for name in [*names, st.net.folder + ".log", path]:
        with open(name, "rb") as f:
            data = f.read()
        hit = [m for m in marks if m in data]
        expect(not hit, f"{os.path.basename(name)}: {hit}")
    nothing_of_it(kit.Answer(200, [], st.net.dump().encode()), "verify --dump")


def memory(pid, marks):
    """Marks that stand in the writable memory of a process."""
    found = set()
    with open(f"/proc/{pid}/maps") as maps, open(f"/proc/{pid}/mem", "rb", 0) as mem:
        for line in maps:
            where, how, *_ = line.split()
            begin, end = (int(x, 16) for x in where.split("-"))
            if not how.startswith("rw") or end - begin > 1 << 30:
                continue
            try:
                mem.seek(begin)
                data = mem.read(end - begin)
            except (OSError, ValueError):
                continue
            found |= {m for m in marks if m in data}
    return found


def forgets(st):
    """After the answers were sent and the connections closed, the server's memory knows neither text nor phrase."""
    y = st.net.client("facilitadora")
    open_phrase(y, " ".join(st.phrase))
    expect(reads(y, st.note, SAID) and write(y, st.team, LATER).status == 303, "reading and writing")
    y.close()
    expect(memory(st.net.process.pid, [b"Los martes"]), "the search of memory finds nothing")
    marks = [m.encode() for m in MARKS] + [plain(" ".join(st.phrase)).encode(), " ".join(st.phrase).encode()]
    kit.wait_for("an empty memory", lambda: not memory(st.net.process.pid, marks), 5, 0.2)


def older_tables(st):
    """A network of before: the tables are made at the start, and all goes on."""
    folder = kit.copy(kit.template(), os.path.join(kit.scratch(), "older"))
    with kit.open_tables(folder) as db:
        for table in ("unlocked", "team_share", "person_lock"):
            db.execute(f"drop table {table}")
    net = kit.Net(folder=folder).start()
    try:
        make_phrase(net.client("facilitadora"))
    finally:
        net.stop()


def main():
    report = kit.Report()
    kit.need_program()
    st = Story()
    try:
        ready = report.check("people", st.people) and report.check("a team is founded, a note written and read", st.found) \
            and report.check("a member joins and reads", st.join)
        for name, run in ((
                ("the phone seals", phone_seals), ("a repeat is known as one", repeats_are_known),
                ("what comes back is sealed", comes_back_sealed), ("clear text comes by forms alone", clear_text_is_refused),
                ("others see nothing", others_see_nothing), ("sessions are apart", sessions_are_apart),
                ("tries are counted", tries_are_counted), ("who left is out", who_left), ("erasure", erased),
                ("another process opens it", restart), ("nothing of it rests", rests),
                ("the laws hold", lambda st: st.net.laws()), ("older tables", older_tables)) if ready else ()):
            report.check(name, lambda run=run: run(st))
        if ready and kit.sanitized():
            report.skip("memory is wiped", "AddressSanitizer keeps what was freed as it was")
        elif ready:
            report.check("memory is wiped", lambda: forgets(st))
    finally:
        st.net.kill()
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
