#!/usr/bin/env python3
"""calendars.py - what calendar programs make of a person's feed: vdirsyncer follows it, khal shows it.

A series is planned, one of its days moved to the street, one called off, the rest changed from a day on. After each step
the subscriber syncs, and khal must show exactly the hours and places that this file works out by itself. The same judge
is then given feeds with a planted fault, each of which it must see.
"""
import concurrent.futures
import datetime as dt
import http.server
import os
import re
import shutil
import subprocess
import sys
import threading
import time

import kit
from client import find_form
from kit import expect

GROUP, TOPIC = "RED-150133", "Ensayo de calendarios"
DAYS, MANY = 28, 500


class Relay(http.server.ThreadingHTTPServer):
    """Where the subscriber asks: the feed as it was last fetched."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Relay.Answer)
        self.body = b""
        threading.Thread(target=self.serve_forever, daemon=True).start()

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            body = self.server.body
            self.send_response(200)
            self.send_header("Content-Type", "text/calendar; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass


class Subscriber:
    """A phone's own: vdirsyncer keeps a folder equal to the address, khal reads it."""

    def __init__(self, url, folder):
        self.folder = os.path.join(folder, "items")
        os.makedirs(self.folder)
        self.sync_conf, self.show_conf = os.path.join(folder, "vdirsyncer"), os.path.join(folder, "khal")
        with open(self.sync_conf, "w", encoding="utf-8") as f:
            f.write(f'[general]\nstatus_path = "{folder}/status/"\n[pair p]\na = "net"\nb = "here"\ncollections = null\n'
                    f'[storage net]\ntype = "http"\nurl = "{url}"\n'
                    f'[storage here]\ntype = "filesystem"\npath = "{self.folder}"\nfileext = ".ics"\n')
        with open(self.show_conf, "w", encoding="utf-8") as f:
            f.write(f"[calendars]\n[[ayni]]\npath = {self.folder}\nreadonly = True\n[sqlite]\npath = {folder}/khal.db\n"
                    "[locale]\nlocal_timezone = America/Lima\ndefault_timezone = America/Lima\n"
                    "timeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
                    "datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n")

    def run(self, *words):
        env = {**os.environ, "HOME": kit.scratch(), "LC_ALL": "C.UTF-8"}
        r = subprocess.run(words, capture_output=True, text=True, timeout=40, env=env, stdin=subprocess.DEVNULL)
        expect(r.returncode == 0, f"{words[0]}: exit {r.returncode}: {(r.stdout + r.stderr)[-400:]}")
        return r.stdout

    def sync(self):
        for word in ("sync",) if os.path.exists(os.path.join(self.folder, "..", "status")) else ("discover", "sync"):
            self.run("vdirsyncer", "-c", self.sync_conf, word)

    def put(self, feed):
        """The same without vdirsyncer: one file of each UID."""
        events, uids = re.findall(rb"BEGIN:VEVENT.*?END:VEVENT\r\n", feed, re.S), {}
        for e in events:
            uids.setdefault(re.search(rb"UID:(\S+)", e)[1].decode(), []).append(e)
        for uid, own in uids.items():
            with open(os.path.join(self.folder, uid + ".ics"), "wb") as f:
                f.write(feed[:feed.index(b"BEGIN:VEVENT")] + b"".join(own) + b"END:VCALENDAR\r\n")

    def shows(self, since):
        """{(start, end, place, called off?)} of the topic's events, as khal lists them."""
        said = self.run("khal", "-c", self.show_conf, "list", "--day-format", "", "--format",
                        "{start-long}|{end-long}|{title}|{location}|{cancelled}", since.isoformat(), f"{DAYS}d")
        rows = [line.split("|") for line in said.splitlines() if line.count("|") == 4]
        return sorted((start, end, place, "CANCEL" in off.upper()) for start, end, title, place, off in rows if TOPIC in title)


class Story:
    def __init__(self):
        self.net = kit.Net().start()
        self.relay = Relay()
        self.day = dt.date.fromisoformat(kit.today()) + dt.timedelta(1)
        self.boss = self.net.client("distrito")
        page = self.boss.get("/mi-calendario")
        self.boss.form("/mi-calendario", {**find_form(page.text, ["open"], "/mi-calendario")["fields"], "open": "1"})
        self.feed = re.search(r"/calendario/[0-9a-f]{40}/reuniones.ics", self.boss.get("/mi-calendario").text)[0]
        self.fetch()
        self.phone = self.subscriber("phone")
        self.expected = {}  # of the day of the series: (start, end, place, called off?)

    def fetch(self):
        a = kit.Client(self.net.url).get(self.feed)
        expect(a.status == 200, f"{a.status}")
        self.relay.body = a.text.encode()

    def subscriber(self, n):
        folder = os.path.join(kit.scratch(), f"subscriber-{n}")
        os.makedirs(folder)
        return Subscriber(f"http://127.0.0.1:{self.relay.server_port}/reuniones.ics", folder)

    def uids(self):
        """Of the topic's events in the feed. (What vdirsyncer keeps has names that it makes from what the event holds.)"""
        events = re.findall(rb"BEGIN:VEVENT.*?END:VEVENT", self.relay.body, re.S)
        return {re.search(rb"UID:(\S+)", e)[1] for e in events if TOPIC.encode() in e}

    def on(self, n):
        return (self.day + dt.timedelta(n)).isoformat()

    def act(self, action, **args):
        id_ = kit.new_id()
        a = self.boss.changes([{"id": id_, "action": action, "args": args}])
        expect(a.json()[0]["status"] == "accepted", a.text[:300])
        return id_

    def meeting(self, n):
        rows = self.net.program("distrito").get(f"/api/v1/meeting?day={self.on(n)}").json()["rows"]
        return next(r["id"] for r in rows if r["topic"] == TOPIC)

    def told(self, n, hour, place, off=False):
        end = dt.datetime.fromisoformat(f"{self.on(n)} {hour}") + dt.timedelta(minutes=45)
        self.expected[n] = (f"{self.on(n)} {hour}", end.strftime("%Y-%m-%d %H:%M"), place, off)

    def agree(self):
        self.fetch()
        self.phone.sync()
        want, got = sorted(self.expected.values()), self.phone.shows(self.day)
        expect(want == got, f"khal shows {sorted(set(got) - set(want))} and not {sorted(set(want) - set(got))}")


def in_a_row(st):
    """Every two days, in a hall with a comma, a semicolon and letters of two bytes, which makes a folded line."""
    st.place = "Local comunal «Señor de los Milagros», mz. Ñ; segundo piso, al costado del colegio"
    st.series = st.act("series.plan", group=GROUP, first=st.on(0), repeats="cada dos días", hour="20:00", minutes=45, topic=TOPIC,
                       place=st.place)
    for n in range(0, DAYS, 2):
        st.told(n, "20:00", st.place)
    st.agree()


def moved(st):
    st.act("meeting.change", meeting=st.meeting(4), hour="21:30", place="frente al Congreso")
    st.told(4, "21:30", "frente al Congreso")
    uids = st.uids()
    st.agree()
    expect(st.uids() == uids, "a day that moved has another UID")


def called_off(st):
    """It is left out of the rule (EXDATE), which all programs follow; few show what is called off as that."""
    for n in (6, 20):
        st.act("meeting.cancel", meeting=st.meeting(n))
        del st.expected[n]
    st.agree()


def changed(st):
    """From a day on at six; the day that had an hour of its own, and lies behind that, keeps it."""
    st.act("meeting.change", meeting=st.meeting(14), hour="07:00")
    uids = st.uids()
    st.act("series.change", series=st.series, **{"from": st.on(10)}, hour="18:00")
    for n in range(10, DAYS, 2):
        if n in st.expected:
            st.told(n, "18:00", st.place)
    st.told(14, "07:00", st.place)
    st.agree()
    expect(uids < st.uids(), "the series has another UID since it was changed")


# What is done to a feed that is right; khal must then show something else.
FAULTS = {
    "a moved day is not told": lambda b: re.sub(rb"BEGIN:VEVENT\r\n(?:(?!END:VEVENT).)*T213000.*?END:VEVENT\r\n", b"", b, flags=re.S),
    "a day called off looks as if it held": lambda b: re.sub(rb"EXDATE[^\r]*\r\n", b"", b),
    "a rule of other steps": lambda b: b.replace(b"INTERVAL=2", b"INTERVAL=3"),
    "hours of nowhere": lambda b: b.replace(b";TZID=America/Lima", b"").replace(b"T200000\r\n", b"T200000Z\r\n"),
    "a comma that ends the place": lambda b: b.replace(b"\\,", b" "),
    "a moved day under a name of its own": lambda b: re.sub(rb"UID:\S+(\r\n(?:(?!END:VEVENT).)*RECURRENCE-ID)", rb"UID:other@ayni\1", b, flags=re.S),
}


def planted(st):
    right = st.subscriber("right")
    right.put(st.relay.body)
    expect(right.shows(st.day) == sorted(st.expected.values()), "what is right is called wrong")

    def look(n, name, fault):
        feed, phone = fault(st.relay.body), st.subscriber(n)
        expect(feed != st.relay.body, f"{name}: changes nothing")
        phone.put(feed)
        expect(phone.shows(st.day) != sorted(st.expected.values()), f"{name}: not seen")
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(look, n, *one) for n, one in enumerate(FAULTS.items(), 1)]:
            done.result()


def many(st):
    """Five hundred meetings of their own, each by itself; what one asking takes is told, and judged by nobody here."""
    made = [{"id": kit.new_id(), "action": "meeting.plan", "args": {"group": GROUP, "day": st.on(100 + i // 10), "hour": f"{8 + i % 10}:00",
                                                                  "topic": f"Reunión {i}", "place": st.place, "anyway": "prueba"}}
            for i in range(MANY)]
    for i in range(0, MANY, 100):
        a = st.boss.changes(made[i:i + 100])
        expect(all(one["status"] == "accepted" for one in a.json()), a.text[:300])
    phone, took_ms = kit.Client(st.net.url), []
    for _ in range(21):
        begun = time.monotonic()
        a = phone.get(st.feed)
        took_ms.append((time.monotonic() - begun) * 1000)
    expect(a.text.count("BEGIN:VEVENT") > MANY and a.text.count("SUMMARY:Reunión ") >= MANY, f"{a.text.count('BEGIN:VEVENT')} events")
    print(f"# feed of {MANY} meetings: {sorted(took_ms)[10]:.2f} ms, {len(a.text.encode())} bytes", flush=True)


def main():
    report = kit.Report()
    kit.need_program()
    missing = [name for name in ("khal", "vdirsyncer") if not shutil.which(name)]
    if missing:
        report.skip("calendar programs", f"{', '.join(missing)} not here")
        return report.close()
    st = Story()
    try:
        for name, run in (("a series is shown day by day", in_a_row), ("one day moved to the street", moved), ("two called off", called_off),
                          ("changed from a day on", changed), (f"planted: {len(FAULTS)} feeds with a fault are seen", planted), (f"a feed of {MANY} meetings", many)):
            report.check(name, lambda run=run: run(st))
        report.check("laws", st.net.laws)
    finally:
        st.net.stop()
        st.relay.shutdown()
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
