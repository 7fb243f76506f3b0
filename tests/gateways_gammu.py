"""gateways_gammu.py - the modem behind gammu-smsd: checks of tests/gateways.py, with the stand-in and with the real one."""
import os
import shutil
import signal
import subprocess
import time

import kit
from gateways_kit import LEADER, Way, expect, orderly, wait_for

from gammu import FOLDERS, Gammu

UCS2 = "ñandú € 🍲 " + "á" * 80
LONG = ("Buenas tardes, soy la encargada de la olla. Hoy vinieron mas vecinos que ayer, llegaron familias del cerro y no "
        "alcanzo el arroz. Por favor avisen cuando venga el camion con los viveres del mercado, gracias.")


def folder(name):
    return os.path.join(kit.scratch(), name)


def both_ways(net):
    with Gammu(folder("gammu-both"), look_s=0.02) as modem:
        way = Way(net, "gammu", "--price", "0.05", settings={"folder": modem.folder})
        modem.receipts = True
        modem.say("+51900000005", "ayuda", at=time.time() - 5)
        modem.wait_seen(1, to="+51900000005")
        (m,) = way.rows("in")
        expect(m["text"] == "ayuda" and m["address"] == "+51900000005", m)
        (out,) = way.wait("delivered", "out", "delivered")
        orderly(out)
        expect(out["text"] == modem.seen()[0]["text"] and out["cost_mills"] == 50 * out["segments"], out)
        expect(way.row()["seen_at"] and not way.row()["fault"], way.row())
        left = {f: os.listdir(modem.path(f)) for f in FOLDERS}
        wait_for("empty folders", lambda: not any(os.listdir(modem.path(f)) for f in FOLDERS))
        expect(not left["error"], left)


def long_ones(net):
    """Parts together in one file, in files of their own, late, out of order, with one missing."""
    with Gammu(folder("gammu-long"), look_s=0.05) as modem:
        way = Way(net, "gammu", settings={"folder": modem.folder})
        for n, more in enumerate(({}, {"order": [1, 0], "apart_s": 0.2}, {"form": "unicode"},
                                  {"form": "standard", "order": [1, 0], "apart_s": 0.1}, {"form": "unicode", "order": [1, 0]})):
            modem.say(f"+5190000010{n}", LONG, **more)
        modem.say("+51900000106", UCS2, order=[1, 0])  # UCS-2
        modem.say("+51900000107", "a" * 155, form="unicode")  # as long as a part, and alone
        names = modem.say("+51900000108", LONG, missing=[0])
        got = {m["address"]: m["text"] for m in way.wait("seven", "in", "lost", 0) or []}

        def all_in():
            got.clear()
            got.update({m["address"]: m["text"] for m in way.rows("in")})
            return len(got) >= 7
        wait_for("all but one", all_in, 12)
        for n in range(5):
            expect(got[f"+5190000010{n}"] == LONG, f"{n}: {got[f'+5190000010{n}']!r}")
        expect(got["+51900000106"] == UCS2 and got["+51900000107"] == "a" * 155, got)
        expect("+51900000108" not in got, "a part was taken alone at once")
        old = time.time() - 600
        os.utime(modem.path("inbox", names[0]), (old, old))  # its other part never comes
        wait_for("what there is of it", lambda: any(m["address"] == "+51900000108" for m in way.rows("in")))
        expect(len(way.rows("in")) == 8, "a message came twice")


def failures(net):
    with Gammu(folder("gammu-fail"), look_s=0.02) as modem:
        way = Way(net, "gammu", settings={"folder": modem.folder})
        modem.plan("send", "error")
        way.send()
        wait_for("one failure", lambda: [m["tries"] for m in way.rows("out")] == [1])
        expect(way.rows("out")[0]["fault"] == "refused", way.rows("out"))
        way.hurry()
        way.wait("then sent", "out", "sent")
        expect(len(modem.seen()) == 1, modem.seen())
        modem.receipt(LEADER, "Failed")
        way.wait("in vain", "out", "failed")
        # A message that waits in the outbox when its lease ends is not written twice.
        modem.stop()
        way.send("+51900000009")
        wait_for("a file", lambda: os.listdir(modem.path("outbox")))
        for _ in range(3):
            way.hurry()
            time.sleep(0.4)
        expect(len(os.listdir(modem.path("outbox"))) == 1, os.listdir(modem.path("outbox")))
        modem.start()
        way.wait("sent once", "out", "sent")
        expect(len(modem.seen(to="+51900000009")) == 1, modem.seen())
        # What is no message is put aside, and holds nothing up.
        for name, body in (("IN20261399_000000_00_+51900000001_00.txt", b"x"), ("INcompleto", b"x"),
                           ("IN20261122_000000_00_+51900000001_00.txt", b"y" * 70000)):
            with open(modem.path("inbox", name), "wb") as f:
                f.write(body)
        os.symlink("/etc/passwd", modem.path("inbox", "IN20261122_000000_00_+51900000003_00.txt"))
        modem._put("+51900000004", time.time(), 0, b"\x01\x02", "bin")
        modem.say("+51900000005", "ayuda")
        wait_for("two messages", lambda: len(way.rows("in")) == 2)
        bad = sorted(n for n in os.listdir(modem.path("inbox")) if n.startswith("bad-"))
        expect(len(bad) == 3, os.listdir(modem.path("inbox")))


def down(net):
    """Without its folders it is down and says so; with them it is back, and nothing was lost."""
    path = folder("gammu-down")
    modem = Gammu(path)
    way = Way(net, "gammu", settings={"folder": path})
    wait_for("heard", lambda: way.row()["seen_at"])
    os.rename(path, path + ".away")
    wait_for("the fault", lambda: way.row()["fault"] == "folder", 30)
    way.send("+51900000006")
    r = net.ayni("gateway", "add", "gammu", "--set", f"folder={path}")
    expect(r.status == 2 and "gammu-smsd" in r.text, f"a folder that is not there: {r.status} {r.text}")
    os.rename(path + ".away", path)
    with modem:
        modem.wait_seen(1, to="+51900000006", wait_s=20)
        way.wait("sent", "out", "sent")
    wait_for("well again", lambda: not way.row()["fault"], 30)


def killed(net, kills):
    """The server is killed while files come: each message once, each answer once."""
    with Gammu(folder("gammu-kill"), look_s=0.02) as modem:
        way = Way(net, "gammu", settings={"folder": modem.folder})
        net.port = int(net.url.rpartition(":")[2])
        for n in range(kills):
            for k in range(3):
                modem.say(f"+519000002{n:02d}", f"raciones {120 + k}", at=time.time() + k)
            time.sleep(0.35 + 0.1 * n)
            net.kill()
            way.hurry()  # nobody listens while the lease of who was killed lasts
            net.start()
        wait_for("all taken", lambda: not os.listdir(modem.path("inbox")), 20)
        expect(len(way.rows("in")) == 3 * kills, f"{len(way.rows('in'))} of {3 * kills}")

        def all_sent():
            way.hurry()
            return all(m["state"] == "sent" for m in way.rows("out"))
        wait_for("all sent", all_sent, 20)
        names = [m["name"] for m in modem.seen()]
        expect(len(names) == len(set(names)) == len(way.rows("out")), (len(names), len(way.rows("out"))))


def planted(net):
    with Gammu(folder("gammu-loses"), look_s=0.02, broken="loses") as modem:
        way = Way(net, "gammu", settings={"folder": modem.folder})
        way.send()
        wait_for("it is gone", lambda: modem.count("send") > 0 and not os.listdir(modem.path("outbox")))
        time.sleep(0.2)
        expect([m["state"] for m in way.rows("out")] == ["queued"], "a message that the modem lost counts as sent")
        way.send("+51900000015")
        for n in range(3):  # twice, then it is given up: else she would get it for ever where smsd deletes what it sent
            wait_for("its file is gone", lambda n=n: modem.count("send") >= 2 + min(n, 1) and not os.listdir(modem.path("outbox")))
            time.sleep(0.1)
            with kit.open_tables(net.folder) as db:
                db.execute("update message set due_at = 1 where gateway = ? and address = '+51900000015' and state = 'queued'", (way.key,))
        (m,) = way.wait("given up", "out", "failed")
        expect(m["fault"] == "vanished" and sum(c.get("to") == "+51900000015" for c in modem.calls) == 2, (m, modem.calls))
        modem.broken = "twice"
        way.hurry()  # its lease ends: it is written again
        way.wait("sent", "out", "sent")
        expect(len(modem.seen()) == 2, "a modem that sends twice was not caught")


# ---- the real one ------------------------------------------------------------------------------

RC = """[gammu]
model = dummy
connection = none
port = {0}/phone
gammuloc = /dev/null

[smsd]
service = files
commtimeout = 1
receivefrequency = 1
checksecurity = 0
logfile = {0}/log
inboxpath = {0}/inbox/
outboxpath = {0}/outbox/
sentsmspath = {0}/sent/
errorsmspath = {0}/error/
inboxformat = {1}
transmitformat = auto
deliveryreport = sms
"""


class Real:
    """gammu-smsd with gammu's dummy device: its SIM is a folder."""

    def __init__(self, path, form="detail"):
        self.path, self.sms = path, os.path.join(path, "phone", "sms", "1")
        for name in FOLDERS:
            os.makedirs(os.path.join(path, name), exist_ok=True)
        os.makedirs(self.sms, exist_ok=True)
        self.rc = os.path.join(path, "smsdrc")
        with open(self.rc, "w", encoding="utf-8") as f:
            f.write(RC.format(path, form))
        with open(os.path.join(path, "rc"), "w", encoding="utf-8") as f:
            f.write(f"[gammu]\nmodel = dummy\nconnection = none\nport = {path}/side\ngammuloc = /dev/null\n")
        os.makedirs(os.path.join(path, "side"), exist_ok=True)

    def __enter__(self):
        self.process = subprocess.Popen(["gammu-smsd", "-c", self.rc, "-p", os.path.join(self.path, "pid")],
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(10)

    def arrives(self, sender, text):
        """A message on the SIM, as gammu itself writes it; parts as a telephone divides it."""
        side = os.path.join(self.path, "side", "sms", "1")
        shutil.rmtree(side, True)
        r = subprocess.run(["gammu", "-c", os.path.join(self.path, "rc"), "savesms", "TEXT", "-folder", "1", "-unread", "-sender",
                            sender, "-autolen", str(len(text)), "-text", text], capture_output=True, timeout=20, text=True)
        expect(r.returncode == 0, r.stdout + r.stderr)
        self._bring(side)

    def receipt(self, number, text="Delivered"):
        side = os.path.join(self.path, "side", "receipts")
        os.makedirs(side, exist_ok=True)
        with open(os.path.join(side, "1"), "w", encoding="utf-8") as f:
            f.write(Gammu._section(_Reference(), 0, number, text, time.time(), 1, 1, report=True))
        self._bring(side)

    def _bring(self, side):
        for name in sorted(os.listdir(side), key=int):
            taken = {int(n) for n in os.listdir(self.sms) if n.isdigit()}
            free = next(i for i in range(1, 1000) if i not in taken)
            os.rename(os.path.join(side, name), os.path.join(self.sms, str(free)))


class _Reference:
    reference = 0
    _local = staticmethod(Gammu._local)


def real(net):
    with Real(folder("gammu-real")) as smsd:
        way = Way(net, "gammu", settings={"folder": smsd.path, "pid": os.path.join(smsd.path, "pid")})
        smsd.arrives("+51900000011", LONG + " ñ €")
        smsd.arrives("+51900000012", "ayuda")
        wait_for("both", lambda: len(way.rows("in")) == 2, 15)
        expect({m["address"]: m["text"] for m in way.rows("in")} == {"+51900000011": LONG + " ñ €", "+51900000012": "ayuda"},
               way.rows("in"))
        way.wait("sent", "out", "sent", 1, 15, "address = ?", ("+51900000012",))
        with open(os.path.join(smsd.path, "log"), encoding="utf-8", errors="replace") as f:
            expect("to +51900000012" in f.read(), "smsd's log says nothing of it")
        smsd.receipt("+51900000012")
        way.wait("delivered", "out", "delivered", 1, 15, "address = ?", ("+51900000012",))
    way.send("+51900000013")
    wait_for("smsd has ended", lambda: way.row()["fault"] == "away", 30)
    expect([m["state"] for m in way.rows("out", "address = ?", ("+51900000013",))] == ["queued"], "sent by nobody")


def have_real():
    return shutil.which("gammu-smsd") and shutil.which("gammu")
