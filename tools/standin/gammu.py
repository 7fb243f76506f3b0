"""gammu.py - a stand-in for gammu-smsd and its modem: the folders of the FILES backend (gammu-smsd-files(7)), as 1.42 uses them.

    g = Gammu("/tmp/x/gammu").start()            makes inbox, outbox, sent and error; the gateway's setting "folder"
    g.say("+51987654321", "raciones 120")        a text message arrives; → the names of its files
    g.say(…, form="unicode")                     as inboxformat says: "detail" (one file), "unicode", "standard" (a file a part)
    g.say(…, order=[1, 0], apart_s=0.5)          parts of a long one, each in a file of its own, late and out of order; with
    g.say(…, missing=[1])                        "detail" that is what smsd does with parts that came after its time-out
    g.receipt("+51987654321", "Delivered")       the centre says what became of the last message to that number
    g.seen(), g.wait_seen(1, to="+51987654321")  what the modem sent: {"to", "text", "name"}
    g.plan("send", "error", "wait:300")          the next ones go to the error folder, or later
    g.receipts = True                            a receipt follows each text message
    g.stop()                                     smsd is down: files lie where they are

`broken` is for judges of a harness: "loses" (what is to be sent disappears), "twice" (it is sent twice).
"""
import os
import re
import threading
import time

from base import Standin

FOLDERS = ("inbox", "outbox", "sent", "error")
OUT = re.compile(r"OUT[A-Z]?(\d{8}_\d{6})_(\d+)_(\+?\d+)_([^.]*)\.txt[dfb]*")
GSM7 = set("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
           "abcdefghijklmnopqrstuvwxyzäöñüà")


def pieces(text):
    """The parts that a telephone makes of it."""
    most, alone = (153, 160) if set(text) <= GSM7 else (67, 70)
    return [text] if len(text) <= alone else [text[i:i + most] for i in range(0, len(text), most)]


def hexes(text):
    raw = text.encode("utf-16-be").hex().upper()
    return [raw[i:i + 200] for i in range(0, len(raw), 200)] or [""]


class Gammu(Standin):
    def __init__(self, folder, port=0, look_s=0.05, broken=None):
        super().__init__(port)
        self.folder, self.look_s, self.broken, self.receipts = folder, look_s, broken, False
        self.reference, self.looker = 0, None
        for name in FOLDERS:
            os.makedirs(self.path(name), exist_ok=True)

    def path(self, folder, name=""):
        return os.path.join(self.folder, folder, name)

    def start(self):
        super().start()
        self.looker = threading.Thread(target=self._look, daemon=True)
        self.looker.start()
        return self

    def stop(self):
        super().stop()
        if self.looker:
            self.looker.join(10)
            self.looker = None

    # ---- in ----

    def say(self, from_, text="", form="detail", order=None, missing=(), apart_s=0.0, at=None, whole=True, **_):
        at = at or time.time()
        parts = pieces(text)
        self.reference = (self.reference + 1) % 256
        if form == "detail" and len(parts) > 1 and order is None and not missing:
            return [self._put(from_, at, 0, "".join(self._section(n, from_, p, at, n + 1, len(parts))
                                                    for n, p in enumerate(parts)))]
        names = []
        for n in order if order is not None else range(len(parts)):
            if n in missing:
                continue
            if form == "detail":
                body = self._section(0, from_, parts[n], at + n, n + 1, len(parts))
            elif form == "unicode":
                body = b"\xfe\xff" + parts[n].encode("utf-16-be")
            else:
                body = parts[n]
            # smsd numbers what it writes together; what is alone has number 0
            names.append(self._put(from_, at + n, 0 if form == "detail" else n, body))
            time.sleep(apart_s)
        return names

    def _section(self, n, number, text, at, part, parts, report=False):
        lines = [f"[SMSBackup{n:03d}]"] + ["; " + x for x in text.split("\n")] + \
            ["PDU = " + ("Status_Report" if report else "Deliver"), time.strftime("DateTime = %Y%m%dT%H%M%S", self._local(at)),
             "State = UnRead", f'Number = "{number}"', "NumberUnicode = " + number.encode("utf-16-be").hex().upper()]
        if parts > 1:
            lines.append(f"UDH = 050003{self.reference:02X}{parts:02X}{part:02X}")
        lines += [f"Text{k:02d} = {x}" for k, x in enumerate(hexes(text))]
        lines += ["Coding = " + ("Default_No_Compression" if set(text) <= GSM7 else "Unicode_No_Compression"), "Folder = 1",
                  f"Length = {len(text.encode('utf-16-be')) // 2}", "Class = -1", "MessageReference = 0", ""]
        return "\n".join(lines) + "\n"

    @staticmethod
    def _local(at):
        return time.gmtime(at - 5 * 3600)  # the centre's clock: Lima, no summer time

    def _put(self, sender, at, part, body, ext="txt"):
        """Under the next free serial, as smsd does; what is written is there at once."""
        if isinstance(body, str):
            head = "; This file format was designed for Gammu and is compatible with Gammu+\n" if body.startswith("[SMSBackup") else ""
            body = (head + body).encode()
        for serial in range(100):
            name = f"IN{time.strftime('%Y%m%d_%H%M%S', self._local(at))}_{serial:02d}_{sender}_{part:02d}.{ext}"
            if not os.path.exists(self.path("inbox", name)):
                break
        with open(self.path("inbox", name), "xb") as f:
            f.write(body)
        return name

    def receipt(self, number, text="Delivered", at=None):
        at = at or time.time()
        return self._put(number, at, 0, self._section(0, number, text, at, 1, 1, report=True))

    # ---- out ----

    def _look(self):
        while not self.stopping:
            for name in sorted(os.listdir(self.path("outbox"))):
                if self.stopping:
                    break
                found = OUT.fullmatch(name)
                if found:
                    self._send(name, found[3])
            time.sleep(self.look_s)

    def _send(self, name, number):
        fault = self.fault("send", to=number)
        with open(self.path("outbox", name), "rb") as f:
            raw = f.read()
        if self.broken == "loses":
            os.unlink(self.path("outbox", name))
            return
        if fault == "error":
            os.rename(self.path("outbox", name), self.path("error", name))
            return
        for _ in range(2 if self.broken == "twice" else 1):
            self.reached(number, raw[2:].decode("utf-16-be") if raw[:2] == b"\xfe\xff" else raw.decode("utf-8"), name=name)
        if fault != "stays":
            os.rename(self.path("outbox", name), self.path("sent", name))
        if self.receipts:
            self.receipt(number)

    def serve(self, handler, path):
        return 404, {"error": "only /say, /seen and /plan"}, None
