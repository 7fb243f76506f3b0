#!/usr/bin/env python3
"""alerts.py - something grave is written: lines at once, who is on duty is told, and its words rest nowhere in clear.

A number that nobody knows and a leader write through a phone (cht-gateway); the team on duty opens what they wrote
with its phrase. Then all that rests is searched: tables, files, log, backup, pages of others, the server's memory.
AYNI_TEST_DB=postgres: on PostgreSQL.
"""
import glob
import html
import os
import re
import sys

import kit
import sealed
from gateways_kit import LEADER, Way
from kit import expect, find_form

from cht import Cht  # beside gateways_kit: tools/standin

STRANGER, DUTY_PHONE = "+51987000777", "+51900000006"  # the facilitator of the sample network
SAID = "mi esposo me pega kwz41 todas las noches"
MIXED = "hoy 95 y me quiero morir kwz42"
NOBODY = "me esta pegando kwz43 ayuda"
MARKS = (b"kwz41", b"kwz42", b"kwz43", b"kwz44")
NOTICE = "Tiene un aviso en Ayni. Entre cuando pueda."


def lines_of(text):
    expect(all(n in text for n in ("100", "105", "106", "113")), f"the lines: {text}")


class Story:
    def __init__(self):
        self.net = kit.Net().start()
        self.way = Way(self.net, "android", "--name", "Celular de la mesa")
        self.phone = Cht(self.way.url + "/", self.way.secret, every_s=0.2).start()

    def close(self):
        self.phone.stop()
        self.net.stop()

    def alerts(self, c):
        a = c.get("/avisos")
        expect(a.status == 200, f"/avisos: {a.status}")
        return re.findall(r'href="/avisos/([0-9a-f-]{36})"', a.text)

    def texts(self, to):
        return [t["text"] for t in self.phone.seen() if t["to"] == to]

    def answered(self, to, n):
        expect(self.phone.wait_seen(n, to=to, wait_s=15), f"{to} got {self.texts(to)}")
        return self.texts(to)[-1]


def no_one_on_duty(st):
    """The lines come at once; that somebody wrote is all that is kept."""
    st.phone.say(STRANGER, NOBODY, ref="g0")
    lines_of(st.answered(STRANGER, 1))
    operator = st.net.client("operadora")
    kit.wait_for("an alert of nobody's", lambda: len(st.alerts(operator)) == 1)
    page = operator.get("/avisos/" + st.alerts(operator)[0]).text
    expect("no se guardó ni el texto ni el número" in html.unescape(page), "what it says")
    with kit.open_tables(st.net.folder) as db:
        expect(db.execute("select team, text from alert") == [(None, None)], "more than that is kept")


def duty(st):
    """A team with a key; its turn is set on the page; its founder has a telephone."""
    st.y = st.net.client("facilitadora")
    st.phrase = sealed.make_phrase(st.y)
    a = sealed.fill(st.y, "/equipo/nuevo", {"name": "Los jueves"}, ["name"])
    expect(a.status == 303, f"founding: {a.status}")
    st.team = a.header("Location").rsplit("/", 1)[1]
    st.phone.say(DUTY_PHONE, "hola", ref="d0")  # from here on she is written to by this phone
    st.answered(DUTY_PHONE, 1)
    a = st.y.get("/guardia")
    expect("Nadie está de guardia" in html.unescape(a.text), "somebody is on duty")
    f = find_form(a.text, ["weekday"])
    bad = st.y.form("/guardia", {**f["fields"], "team": st.team, "weekday": "every", "from_hour": "9"})
    expect(bad.status == 422, f"one hour without the other: {bad.status}")
    a = st.y.form("/guardia", {**f["fields"], "team": st.team, "weekday": "every"})
    expect(a.status == 303, f"the turn: {a.status} {a.text[:300]}")
    expect("ahora" in st.y.get("/guardia").text, "it does not hold now")
    expect(st.net.client("lider").get("/guardia").status == 404, "a leader sets turns")


def a_stranger_is_heard(st):
    before = len(st.texts(STRANGER))
    st.phone.say(STRANGER, SAID, ref="g1")
    lines_of(st.answered(STRANGER, before + 1))
    kit.wait_for("the alert", lambda: len(st.alerts(st.y)) == 1)
    expect(st.answered(DUTY_PHONE, 2) == NOTICE, "who is on duty is told otherwise")
    expect("/avisos" in st.y.get("/inicio").text, "no task on her home page")
    st.alert = st.alerts(st.y)[0]
    text = html.unescape(st.y.get("/avisos/" + st.alert).text)
    expect(SAID in text and STRANGER in text, "the team on duty cannot read it")


def in_the_middle_of_a_report(st):
    """Nothing is done of it, and the question that was open stays."""
    st.phone.say(LEADER, MIXED, ref="g2")
    lines_of(st.answered(LEADER, 1))
    kit.wait_for("the second alert", lambda: len(st.alerts(st.y)) == 2)
    expect(st.net.program("lider").get(f"/api/v1/meal?kitchen=SJM-001&day={kit.today()}").json()["rows"] == [], "a report was noted")


def a_repeat_is_one(st):
    told, seen = len(st.texts(DUTY_PHONE)), len(st.texts(STRANGER))
    st.phone.say(STRANGER, SAID, ref="g1")
    st.phone.say(LEADER, "raciones 77", ref="r1")
    st.answered(LEADER, 2)
    expect(len(st.alerts(st.y)) == 2 and len(st.texts(DUTY_PHONE)) == told, "a repeat alarms again")
    expect(len(st.texts(STRANGER)) == seen, "a repeat is answered again")


def a_flood_is_not(st):
    """The lines always; who is on duty is not called a hundred times by one number."""
    n = len(st.texts(STRANGER))
    for i in range(8):
        st.phone.say(STRANGER, "me pega kwz44", ref=f"f{i}")
    st.answered(STRANGER, n + 8)
    with kit.open_tables(st.net.folder) as db:
        count = db.execute("select count(*) from alert where team is not null")[0][0]
    expect(count <= 8, f"{count} alerts")


def taken_and_closed(st):
    a = sealed.fill(st.y, "/avisos/" + st.alert, {}, ["alert"], "/avisos/" + st.alert)
    expect(a.status == 303, f"taking: {a.status} {a.text[:200]}")
    expect("Lo atiende" in st.y.get("/avisos/" + st.alert).text, "it is not hers")
    a = sealed.fill(st.y, f"/avisos/{st.alert}/cerrar", {}, ["alert"])
    expect(a.status == 303 and st.alert not in st.alerts(st.y), f"closing: {a.status}")


def others_see_nothing(st):
    left = st.alerts(st.y)[0]
    for name in ("operadora", "lider", "distrito", "mesa", "salud", None):
        c = st.net.client(name) if name else kit.Client(st.net.url)
        for path in (f"/avisos/{left}", f"/avisos/{left}/cerrar", f"/historia/alert/{left}", f"/api/v1/alert/{left}"):
            expect(c.get(path).status in (303, 401, 404), f"{name}: {path}")
        a = c.get("/avisos")
        expect(a.status in (303, 404) or left not in a.text, f"{name}: the list")
        a = c.get("/api/v1/alert")
        expect(a.status in (401, 404) or not a.json()["rows"], f"{name}: the API: {a.text[:100]}")
    program = st.net.program("operadora")
    a = program.changes([{"id": kit.new_id(), "action": "alert.raise", "args": {}}]).json()[0]
    expect(a["status"] == "refused", f"a program raises one: {a}")
    expect(left not in st.net.ayni("export", "alert").text, "an export shows that there is one")
    sealed.fill(st.y, "/frase", {"what": "close"}, ["what"])
    a = st.y.get("/avisos/" + left)
    expect(a.status == 200 and "kwz" not in a.text, "with her phrase closed it is legible")


def own_lines(st):
    c = st.net.client("operadora")
    a = sealed.fill(c, "/guardia/lineas?kind=violence", {"kind": "violence", "text": "Botica 100, bodega 105, posta 106, 113"}, ["text"])
    expect(a.status == 303, f"the line: {a.status} {a.text[:200]}")
    n = len(st.texts(STRANGER))
    st.phone.say(STRANGER, "ME  P E G A mi esposo", ref="g9")
    expect(st.answered(STRANGER, n + 1).startswith("Botica 100"), "the old line")


def rests(st):
    """Neither words nor number, but what she wrote that was no grave thing."""
    kit.wait_for("all is sent", lambda: not st.way.rows("out", "state = 'queued'"))
    with kit.open_tables(st.net.folder) as db:
        found = [(t, m) for t in db.tables() for m in MARKS if db.holds(t, m.decode())]
        expect(not found, f"in tables: {found}")
        found = [t for t in db.tables() if db.holds(t, STRANGER)]
        expect(not found, f"the number of who wrote it: {found}")
        found = [t for t in db.tables() if db.holds(t, NOTICE)]
        expect(not found, f"the notice: {found}")
        expect(db.execute("select text from alert where text is not null"), "there is nothing to look for")
        expect(any(db.holds(t, LEADER) for t in db.tables()), "the search finds nothing")
    st.net.ayni("backup", "--new-key")
    path = os.path.join(kit.scratch(), "alerts.backup")
    r = st.net.ayni("backup", path)
    expect(r.status == 0, r.text)
    names = [p for p in glob.glob(os.path.join(st.net.folder, "**"), recursive=True) if os.path.isfile(p)]
    for name in [*names, st.net.folder + ".log", path]:
        with open(name, "rb") as f:
            data = f.read()
        hit = [m for m in (*MARKS, STRANGER.encode()) if m in data]
        expect(not hit, f"{os.path.basename(name)}: {hit}")
    text = st.net.dump()
    expect(not any(m.decode() in text for m in MARKS), "verify --dump")


def forgets(st):
    kit.wait_for("an empty memory", lambda: not sealed.memory(st.net.process.pid, list(MARKS)), 8, 0.2)


def main():
    kit.need_program()
    report = kit.Report()
    st = Story()
    try:
        for name, run in (("nobody on duty: lines, and no word kept", no_one_on_duty), ("duty is set", duty),
                          ("a stranger is heard, the team reads", a_stranger_is_heard),
                          ("in the middle of a report", in_the_middle_of_a_report), ("a repeat is one", a_repeat_is_one),
                          ("a flood", a_flood_is_not), ("taken and closed", taken_and_closed), ("others", others_see_nothing),
                          ("lines of one's own", own_lines), ("what rests", rests), ("chain and laws", lambda s: s.net.laws())):
            report.check(name, lambda run=run: run(st))
        if kit.sanitized():
            report.skip("the server's memory", "AddressSanitizer keeps what was freed as it was")
        else:
            report.check("the server's memory", lambda: forgets(st))
    finally:
        st.close()
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
