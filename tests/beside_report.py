#!/usr/bin/env python3
"""beside_report.py - a photo or voice note by message is kept beside what is being talked of.

With a caption that is a report it goes beside that report, alone beside her last one, without any to her kitchen; what
cannot be read is refused with a word, and a number that nobody is known by brings nothing. By Telegram, whose
protocol carries bytes; the stand-in is tools/standin.
"""
import json
import sys
import uuid

import gateways_kit  # finds tools/standin
import kit
import pictures
from kit import expect

import telegram  # of tools/standin

WAIT_S = 15


class Story:
    def __init__(self):
        self.net = kit.Net().start()
        self.t = telegram.Telegram().start()
        self.gateway = uuid.uuid4()
        with kit.open_tables(self.net.folder) as db:
            network = db.execute("select network from journal limit 1")[0][0]
            db.execute("insert into gateway (network, id, kind, name, number, settings, secret, pace_ms, closed, made_at) "
                       "values (?, ?, 'telegram', 'T', '', ?, ?, 0, 0, ?)",
                       (network, self.gateway.bytes, json.dumps({"api": self.t.url}), self.t.token, kit.now_ms()))
            db.execute("insert into address_phone (network, address, phone, made_at) values (?, 'tg:501', ?, ?)",
                       (network, gateways_kit.LEADER, kit.now_ms()))
        self.n = 0

    def say(self, text="", **more):
        self.n += 1
        self.t.say("tg:501", text, **more)
        kit.wait_for(f"an answer to {text or more.get('kind')}", lambda: len(self.answers()) >= self.n, WAIT_S)
        return self.answers()[self.n - 1]

    def answers(self):
        """What she was told, but for the invitation to the meeting, which comes when its job looks."""
        return [m["text"] for m in self.t.seen(to="tg:501") if "Responda: asisto" not in m["text"]]

    def kept(self):
        rows = self.net.program("lider").get("/api/v1/attachment?limit=500").json()["rows"]
        return [(r["kind"], (r.get("about") or "").split(":")[0]) for r in rows]


def with_a_report(st):
    got = st.say("raciones 77", kind="photo", bytes=pictures.jpeg(pictures.corners(60, 40)))
    expect("Anotado: 77" in got and "foto" in got, got)
    expect(st.kept() == [("photo", "meal")], f"{st.kept()}")


def alone(st):
    got = st.say(kind="photo", bytes=pictures.jpeg(pictures.corners(80, 40)))
    expect("junto a su reporte" in got, got)
    expect(st.kept() == [("photo", "meal")] * 2, f"{st.kept()}")


def a_voice(st):
    got = st.say(kind="voice", bytes=pictures.ogg(3))
    expect("audio" in got, got)
    expect(sorted(st.kept())[-1] == ("voice", "meal"), f"{st.kept()}")


def for_a_meeting(st):
    """A voice with the word "punto" is a point of the next meeting, one after the question too; it is heard there, and is no attachment."""
    before, operator = st.kept(), st.net.client("operadora")
    meeting = kit.new_id()
    a = operator.changes([{"id": meeting, "action": "meeting.plan", "args": {
        "group": "SJM-001", "day": kit.today(-5), "hour": "10:00", "topic": "Asamblea"}}])
    expect(a.json()[0]["status"] == "accepted", a.text[:200])
    got = st.say("punto", kind="voice", bytes=pictures.ogg(4))
    expect("Su voz qued" in got and "punto" in got, got)
    expect("Qu" in st.say("propongo un punto"), "it is not asked which")
    got = st.say(kind="voice", bytes=pictures.ogg(5))
    expect("como punto" in got, got)
    got = st.say("para la reunión", kind="voice", bytes=pictures.ogg(6))
    expect("Su voz qued" in got and "como punto" not in got, got)
    got = st.say("punto", kind="voice", bytes=pictures.ogg(40 * 60))
    expect("muy largo" in got, got)
    page = st.net.client("lider").get(f"/reuniones/{meeting}/voces").text
    expect(page.count("<audio") == 3 and "3 voces" in page, page[:2000])
    agenda = st.net.client("lider").get(f"/reuniones/{meeting}/agenda").text
    expect(agenda.count("falta escribir el") == 2, "the points are not there")
    expect(st.kept() == before, "it is an attachment, too")


def not_readable(st):
    before = st.kept()
    got = st.say(kind="photo", bytes=b"no es una foto" * 50)
    expect("foto" in got.lower() or "archivo" in got.lower(), got)
    expect(st.kept() == before, "it is kept")


def of_a_stranger(st):
    before = st.kept()
    st.t.say("tg:502", "raciones 12", kind="photo", bytes=pictures.jpeg(pictures.corners(50, 40)))
    expect(st.t.wait_seen(1, WAIT_S, "tg:502"), "no answer")
    expect(st.kept() == before, "it is kept")


def main():
    kit.need_program()
    report = kit.Report()
    st = Story()
    try:
        for name, run in (("a photo whose caption is a report", with_a_report), ("a photo alone", alone), ("a voice", a_voice), ("a voice for a meeting", for_a_meeting),
                          ("not readable", not_readable), ("of a stranger", of_a_stranger), ("laws", lambda s: s.net.laws())):
            report.check(name, lambda run=run: run(st))
    finally:
        st.t.stop()
        st.net.stop()
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
