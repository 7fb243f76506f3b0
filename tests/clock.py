#!/usr/bin/env python3
"""clock.py - the machine's clock is moved while the program serves, and after a power cut.

Ten years forward and back, three days back, 1970 after a power cut, a start ten years ahead. In the
journal stamps never fall and what was acted under a clock in doubt is marked; nobody stays signed in by
it, nobody is locked out by it; operators are shown. AYNI_TEST_DB=postgres: on PostgreSQL.
"""
import re
import socket
import subprocess
import sys
import time

import faulty
import kit
import signing
from kit import Client, expect

DAY_MS = 86400000
YEARS_MS = 3652 * DAY_MS
DOUBTED = 2  # in the status of a journal's header (doc/journal.md)
AHEAD, BEHIND, UNSET = "mucho después", "antes que el último", "No está puesto"


class Net(kit.Net):
    """Served by `ayni serve`, on one port, over a disk whose clock can be moved."""

    def __init__(self):
        super().__init__()
        self.disk = faulty.Disk(self.folder)
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            self.port = s.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.operator = None

    def start(self, wait_s=20):
        self.log = open(self.folder + ".log", "ab")
        self.process = subprocess.Popen(
            [kit.AYNI, "serve", "--data", self.folder, "--listen", f"127.0.0.1:{self.port}"],
            stdout=subprocess.PIPE, stderr=self.log, env=kit.environment(**self.disk.environment))
        kit.wait_for("the server answers", self.up, wait_s)
        return self

    def up(self):
        expect(self.process.poll() is None, f"the server ended: {self.tail()}")
        try:
            return Client(self.url).get("/health").status == 200
        except OSError:
            return False

    def ayni(self, command, *words, **more):
        return super().ayni(command, *words, env=self.disk.environment, **more)

    def seen(self, client):
        """The words of /hoy. What is not shown (ids made of the hour) may hold any digits."""
        return re.sub(r"<[^>]+>", " ", client.get("/hoy").text)

    def shown(self):
        """What the operator's page says of the clock."""
        a = self.operator.get("/operacion")
        if a.status != 200:
            expect(signing.enter(self.operator, "Olga").status == 303, "the operator cannot enter")
            a = self.operator.get("/operacion")
        expect(a.status == 200, f"/operacion: {a.status}")
        return re.sub(r"<[^>]+>", " ", a.text)


def header(raw):
    """acted_at, stamp and status of a journal's header of format 1."""
    at = 1 + 16 + 8 + 16 + 32 + 16 + 16 + 16
    return (int.from_bytes(raw[at:at + 8], "big", signed=True),
            int.from_bytes(raw[at + 8:at + 16], "big", signed=True), raw[at + 16])


def falls(headers):
    """Stamps that are not above the one before."""
    return [(a, b) for a, b in zip(headers, headers[1:]) if b[1] <= a[1]]


def journal_since(net, seq):
    with kit.open_tables(net.folder) as db:
        rows = db.execute("select seq, header from journal where seq > ? order by seq", (seq,))
    return [header(bytes(r[1])) for r in rows]


def last_seq(net):
    with kit.open_tables(net.folder) as db:
        return db.execute("select max(seq) from journal")[0][0]


class Walk:
    def __init__(self):
        self.net = Net()
        self.turn = 0

    def people(self):
        """Who is there before anything goes wrong."""
        net = self.net
        net.start()
        net.operator = signing.newcomer(net, "Olga", "operator", "MESA")
        self.worker = signing.newcomer(net, "Rosa")
        self.resting = signing.newcomer(net, "Sara")
        self.waiting = signing.newcomer(net, "Tula")
        self.program = Client(net.url, token=net.token("operadora"))
        self.begun = last_seq(net)
        self.unspent, _ = signing.invite(net, "Ursula")

    def report(self, program=None):
        """A report by the server's time, which must be taken."""
        self.turn += 1
        a = (program or self.program).changes([kit.report(
            {"kitchen": f"SJM-{1 + self.turn % 4:03d}", "served": 50 + self.turn, "reason": "hora",
             "day": kit.today(self.turn // 8), "sitting": ("breakfast", "dinner")[self.turn // 4 % 2]})])
        expect(a.status == 200, f"report: {a.status} {a.text[:200]}")
        expect(a.json()[0]["status"] == "accepted", f"report: {a.json()}")

    def in_doubt(self, words, since, want=True):
        """Shown to the operator and by doctor, logged, marked in the journal; or not at all."""
        with open(self.net.folder + ".log", encoding="utf-8") as f:
            told = [x for x in f if x.startswith("warning: the clock")]
        expect(not want or told and "believed" not in told[-1], f"the log says: {told[-2:]}")
        said = self.net.shown()
        expect((words in said) == want, f"the operator's page says: {said[-500:]}")
        doctor = self.net.ayni("doctor").out
        expect((words in doctor) == want, f"doctor says: {doctor}")
        marks = {h[2] & DOUBTED for h in journal_since(self.net, since)}
        expect(marks == {DOUBTED if want else 0}, f"marks in the journal: {marks}")

    def wait(self, c, name):
        if signing.signed_in(c):
            signing.fill_out(c, "/cerrar")
        for _ in range(5):
            a = signing.enter(c, name, "111113")
        expect(a.status == 429, f"wrong PINs of {name}: {a.status}")

    def moved(self, ms, words):
        """A clock moved while the program runs is not followed: nobody notices but the operator."""
        net = self.net
        for c in (self.worker, self.resting):
            expect(signing.signed_in(c), "not signed in before")
        self.report()
        seq = last_seq(net)
        net.disk.clock(ms)
        expect(signing.signed_in(self.worker), "the moved clock ended a session")
        expect(str(kit.lima_now().year + 10) not in net.seen(self.worker), "people see it")
        self.report()
        self.in_doubt(words, seq)
        net.disk.clock(0)
        expect(signing.signed_in(self.worker), "signed out when the clock was right again")
        seq = last_seq(net)
        self.report()
        self.in_doubt(words, seq, False)

    def power_cut(self, ms, words):
        """The same after a start under a clock that is behind."""
        net = self.net
        self.wait(self.waiting, "Tula")
        expect(signing.signed_in(self.worker), "before the cut")
        net.kill()
        seq = last_seq(net)
        net.disk.clock(ms)
        net.start()
        expect(signing.signed_in(self.worker), "the cut ended her session")
        expect(signing.enter(self.waiting, "Tula").status == 429, "the cut ended a wait")
        self.report()
        expect("1970" not in net.seen(self.worker), "people see 1970")
        self.in_doubt(words, seq)
        net.disk.clock(0)
        expect(signing.signed_in(self.worker), "signed out when the clock was set")
        seq = last_seq(net)
        self.report()
        self.in_doubt(words, seq, False)

    def start_ahead(self):
        """It may have been off for long, so it serves: who has a PIN comes in."""
        net = self.net
        net.stop()
        seq = last_seq(net)
        net.disk.clock(YEARS_MS)
        net.start()
        expect(not signing.signed_in(self.worker), "a session of ten years ago is open")
        expect(self.program.get("/api/v1/meal").status == 401, "a token of ten years ago opens")
        expect(signing.enter(self.worker, "Rosa").status == 303, "Rosa is locked out ten years ahead")
        self.late = Client(net.url, token=net.token("operadora"))
        self.late_invite, _ = signing.invite(net, "Vilma")
        self.report(self.late)
        expect(signing.enter(self.waiting, "Tula").status == 303, "Tula is locked out")
        self.wait(self.waiting, "Tula")
        self.in_doubt(AHEAD, seq)

    def start_right(self):
        net = self.net
        net.stop()
        net.disk.clock(0)
        net.start()
        expect(not signing.signed_in(self.worker), "signed in for ten years")
        expect(self.late.get("/api/v1/meal").status == 401, "a token for ten years")
        expect(Client(net.url).post(self.late_invite).status == 410, "an invitation for ten years")
        expect(signing.signed_in(self.resting), "who did nothing is signed out")
        expect(self.program.get("/api/v1/meal").status == 200, "the old token was lost")
        expect(signing.enter(self.waiting, "Tula").status == 303, "Tula waits for ten years")
        expect(signing.enter(self.worker, "Rosa").status == 303, "Rosa is locked out afterwards")
        expect(signing.spend(Client(net.url), self.unspent).status == 303, "an invitation was lost")
        seq = last_seq(net)
        self.report()
        self.in_doubt(AHEAD, seq, False)

    def order(self):
        headers = journal_since(self.net, self.begun)
        expect(len(headers) > 10, f"only {len(headers)} changes")
        expect(not falls(headers), f"stamps fall: {falls(headers)[:3]}")
        now = kit.now_ms()
        good = [h for h in headers if not h[2] & DOUBTED]
        expect(good and all(abs(h[0] - now) < DAY_MS for h in good), "a wrong time is not marked")
        expect(any(h[0] > now + DAY_MS for h in headers), "the clock was not moved at all")
        self.net.laws()


def planted():
    expect(not falls([(0, 1, 0), (0, 2, 0)]), "rising stamps are called falling")
    expect(falls([(0, 2, 0), (0, 1, 0)]) and falls([(0, 2, 0), (0, 2, 0)]), "falling stamps pass")


def main():
    report = kit.Report()
    faulty.need()
    report.check("planted: stamps that fall are seen", planted)
    walk, begun = Walk(), time.monotonic()
    try:
        for name, step in (
                ("people come", walk.people),
                ("ten years forward and back", lambda: walk.moved(YEARS_MS, AHEAD)),
                ("three days back and right again", lambda: walk.moved(-3 * DAY_MS, BEHIND)),
                ("1970 after a power cut", lambda: walk.power_cut(-kit.now_ms(), UNSET)),
                ("three days back after a power cut", lambda: walk.power_cut(-3 * DAY_MS, BEHIND)),
                ("a start ten years ahead", walk.start_ahead), ("a start with the right clock", walk.start_right),
                ("order is kept, doubt is marked, the laws hold", walk.order)):
            if not report.check(name, step):
                print(walk.net.tail())
                break
        print(f"# {time.monotonic() - begun:.1f} s")
    finally:
        walk.net.kill()
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
