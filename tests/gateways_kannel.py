"""gateways_kannel.py - Kannel: checks of tests/gateways.py, with the stand-in and with bearerbox, smsbox and fakesmsc."""
import os
import queue
import socket
import subprocess
import threading
import time

import kit
from gateways_kit import LEADER, Way, call, expect, kept, orderly, wait_for

from kannel import Kannel

FAKESMSC = "/usr/lib/kannel/test/fakesmsc"
SECRET = "clave-de-kannel-1"
PRICE = ("--price", "0.04", "--number", "+51900000092")


def join(net, standin, *options, **settings):
    """A gateway for that Kannel; it knows the way back."""
    way = Way(net, "kannel", *options, settings={"url": standin.sendsms, "here": net.url, **settings}, secret=SECRET)
    standin.mo = f"{way.url}/mo?key={SECRET}"
    return way


def both_ways(net):
    with Kannel(SECRET) as k:
        way = join(net, k, *PRICE)
        k.say("+51900000021", "ayuda")
        (m,) = k.wait_seen(1, to="+51900000021")
        expect(m["sender"] == "+51900000092" and m["coding"] == "0", m)
        (out,) = way.wait("delivered", "out", "delivered")
        orderly(out)
        expect(out["text"] == m["text"] and out["cost_mills"] == 40 * out["segments"], out)
        expect(k.brought and set(k.brought) == {b""}, f"Kannel would send what we answer: {k.brought}")
        for text, charset in (("ñandú € ½", "UTF-8"), ("ñandú Ж 🍲", "UTF-8"), ("caf\xe9", "ISO-8859-1"), ("€ “ñ”", "WINDOWS-1252")):
            k.say("+51900000022", text, charset=charset)
            wait_for(text, lambda t=text: any(m["text"] == t for m in way.rows("in")))
        k.reports = (8,)
        way.send("+51900000023")
        way.wait("sent", "out", "sent")
        expect(way.row()["seen_at"] and not way.row()["fault"], way.row())


def failures(net):
    with Kannel(SECRET) as k:
        way = join(net, k)
        k.reports = (8, 2)
        way.send("+51900000024")
        way.wait("in vain", "out", "failed")
        k.reports = (16,)
        way.send("+51900000025")
        way.wait("rejected", "out", "failed", 2)
        k.reports = (8, 1)
        k.plan("sendsms", 400)
        way.send("+51900000026")
        way.wait("refused", "out", "failed", 3)
        # Reports that come before we know that it was taken, late, twice, of others.
        k.plan("sendsms", 503, "wait:300")
        way.send("+51900000027")
        wait_for("the fault", lambda: way.row()["fault"] == "away")
        way.wait("delivered all the same", "out", "delivered", 1, 25, "address = ?", ("+51900000027",))
        wait_for("well again", lambda: not way.row()["fault"])
        expect(len(k.seen(to="+51900000027")) == 1, k.seen())
        before = way.rows()
        for d, m in ((2, way.rows("out")[-1]["id"].hex()), (8, way.rows("out")[-1]["id"].hex()), (1, "0" * 32), (64, "f" * 32)):
            m = "-".join((m[:8], m[8:12], m[12:16], m[16:20], m[20:]))
            status, _, _ = call(f"{way.url}/dlr?key={SECRET}&m={m}&d={d}", "GET")
            expect(status == (400 if d == 64 else 200), f"{d}: {status}")
        expect(way.rows() == before, "a report moved a state backward")


def strangers(net):
    with Kannel(SECRET) as k:
        way = join(net, k)
        ask = "from=%2B51900000001&text=raciones+7777&id=1&at=1"
        before = kept(net)
        for key in ("", "key=", "key=" + SECRET[:-1], "key=" + SECRET + "a", "KEY=" + SECRET, "key=%" + SECRET, "key=%00" + SECRET):
            for path in ("mo", "dlr", "x"):
                status, _, _ = call(f"{way.url}/{path}?{key}&{ask}&m={way.id}&d=1", "GET")
                expect(status in (400, 401) and (status == 401 or "%" in key), f"{path} {key}: {status}")
        expect(kept(net) == before, "a refused call left something")
        for path, want in (("mo?text=x", 400), ("mo?from=%2B51900000001", 400), ("dlr?m=1&d=1", 400), ("dlr", 400), ("x", 404), ("", 404)):
            status, _, body = call(f"{way.url}/{path}{'&' if '?' in path else '?'}key={SECRET}", "GET")
            expect(status == want and not body, f"{path}: {status} {body}")
        expect(call(f"{way.url}/mo?key={SECRET}&{ask}", "POST")[0] == 405, "POST")


def repeats(net):
    """The answer to what was brought is lost; Kannel is down while something is to be sent."""
    with Kannel(SECRET) as k:
        way = join(net, k)
        k.plan("mo", "lost", "lost")
        k.say("+51900000028", "ayuda")
        k.wait_seen(1)
        wait_for("brought", lambda: k.busy == 0)
        k.repeat()
        wait_for("brought again", lambda: k.busy == 0)
        expect(len(way.rows("in")) == 1 and len(k.seen()) == 1, (way.rows("in"), k.seen()))
        k.stop()
        way.send("+51900000029")
        wait_for("down", lambda: way.row()["fault"] == "away")
        expect(way.rows("out")[-1]["state"] == "queued", way.rows("out"))
        k.start()
        k.wait_seen(1, to="+51900000029", wait_s=25)
        way.wait("delivered", "out", "delivered", 2, 25)


def unsure(net):
    """Taken, and nobody said so: its report says it, else it goes again, for none is worse. A wrong password shows."""
    with Kannel(SECRET) as k:
        way, denied = join(net, k), Way(net, "kannel", settings={"url": k.sendsms}, secret="otra-clave-x")
        denied.send(LEADER)
        k.plan("sendsms", "lost")
        way.send("+51900000030")
        way.wait("delivered", "out", "delivered", 1)
        k.reports = ()
        k.plan("sendsms", None, "lost")
        way.send("+51900000036")
        way.wait("sent", "out", "sent", 1)
        way.send("+51900000037")
        expect(len(k.wait_seen(2, to="+51900000037", wait_s=20)) == 2, k.seen())
        way.wait("sent too", "out", "sent", 2)
        expect(len(k.seen(to="+51900000030")) == 1 == len(k.seen(to="+51900000036")), k.seen())
        wait_for("denied", lambda: denied.row()["fault"] == "denied")


# ---- the real one ------------------------------------------------------------------------------

CONF = """group = core
admin-port = {admin}
admin-password = nobody-knows
smsbox-port = {box}
box-allow-ip = "127.0.0.1"
box-deny-ip = "*.*.*.*"
dlr-storage = internal
store-file = "{path}/store"

group = smsc
smsc = fake
smsc-id = fake
port = {smsc}
connect-allow-ip = "127.0.0.1"

group = smsbox
bearerbox-host = "127.0.0.1"
sendsms-port = {send}
sendsms-interface = "127.0.0.1"
http-request-retry = 1000
http-queue-delay = 1
mo-recode = true

group = sendsms-user
username = ayni
password = {secret}
max-messages = 10
concatenation = true
user-allow-ip = "127.0.0.1"

group = sms-service
keyword = default
catch-all = true
max-messages = 0
omit-empty = true
get-url = "{mo}&from=%p&to=%P&text=%b&coding=%c&charset=%C&at=%T&id=%I"
"""


def ports(n):
    """Free ones, held together so that no two are the same."""
    held = [socket.socket() for _ in range(n)]
    for s in held:
        s.bind(("127.0.0.1", 0))
    got = [s.getsockname()[1] for s in held]
    for s in held:
        s.close()
    return got


def listens(port):
    with socket.socket() as s:
        s.settimeout(1)
        return s.connect_ex(("127.0.0.1", port)) == 0


class Real:
    """bearerbox, smsbox and a centre that people write to (fakesmsc)."""

    def __init__(self):
        self.path = os.path.join(kit.scratch(), "kannel")
        os.makedirs(self.path)
        self.admin, self.box, self.smsc, self.send = ports(4)
        self.processes, self.lines = [], queue.Queue()
        self.got = []

    @property
    def sendsms(self):
        return f"http://127.0.0.1:{self.send}/cgi-bin/sendsms"

    def start(self, way):
        conf = os.path.join(self.path, "kannel.conf")
        with open(conf, "w", encoding="utf-8") as f:
            f.write(CONF.format(admin=self.admin, box=self.box, smsc=self.smsc, send=self.send, path=self.path, secret=SECRET,
                                mo=f"{way.url}/mo?key={SECRET}"))
        self.run("/usr/sbin/bearerbox", "-v", "4", conf)
        wait_for("bearerbox", lambda: listens(self.box), 15)
        self.run("/usr/sbin/smsbox", "-v", "4", conf)
        wait_for("smsbox", lambda: listens(self.send), 15)

    def run(self, *words, **more):
        p = subprocess.Popen(words, cwd=self.path, stdout=subprocess.DEVNULL, **{"stderr": subprocess.DEVNULL, **more})
        self.processes.append(p)
        return p

    def writes(self, sender, what):
        """Somebody writes, and what reaches people is read until the next one does."""
        if len(self.processes) > 2:
            self.end(self.processes.pop())
        p = self.run(FAKESMSC, "-H", "127.0.0.1", "-r", str(self.smsc), "-i", "0.1", "-m", "1", f"{sender} +51900000092 {what}",
                     stderr=subprocess.PIPE)
        threading.Thread(target=self._read, args=(p.stderr,), daemon=True).start()

    def _read(self, pipe):
        for line in pipe:
            if b"Got message" in line:
                self.got.append(line.decode("utf-8", "replace").strip())

    def close(self):
        for p in reversed(self.processes):
            self.end(p)

    @staticmethod
    def end(p):
        p.terminate()
        try:
            p.wait(5)
        except subprocess.TimeoutExpired:
            p.kill()
            p.wait(10)


def real(net):
    smsc = Real()
    way = Way(net, "kannel", *PRICE, settings={"url": smsc.sendsms, "here": net.url}, secret=SECRET)
    try:
        smsc.start(way)
        want = {"+51900000033": "", "+51900000032": "ñandú 120 &%+=", "+51900000031": "ayuda"}
        for n, (sender, text) in enumerate(want.items()):
            smsc.writes(sender, f"text {text}" if text else "data %01%02")
            wait_for(sender, lambda n=n: len(way.rows("in")) == n + 1, 20)
        texts = {m["address"]: m["text"] for m in way.rows("in")}
        expect(texts == want, texts)
        (out,) = way.wait("delivered", "out", "delivered", 1, 20, "address = ?", ("+51900000031",))
        orderly(out)
        expect(any("+51900000031" in x for x in smsc.got), smsc.got)
        way.send("+51900000034")
        way.wait("delivered too", "out", "delivered", 1, 20, "address = ?", ("+51900000034",))
    finally:
        smsc.close()


def server_away(net):
    """Kannel keeps what people wrote while the server is away."""
    with Kannel(SECRET) as k:
        way = join(net, k)
        net.port = int(net.url.rpartition(":")[2])
        net.kill()
        k.say("+51900000035", "ayuda")
        time.sleep(0.5)
        net.start()
        k.wait_seen(1, to="+51900000035", wait_s=15)
        expect(len(way.rows("in")) == 1, way.rows("in"))


def have_real():
    return os.path.exists(FAKESMSC) and os.path.exists("/usr/sbin/bearerbox")
