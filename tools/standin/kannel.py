"""kannel.py - a stand-in for Kannel's bearerbox and smsbox (User's Guide 1.4.5, 6), with the people behind its centre.

    k = Kannel(password, mo="http://…/pasarela/ID/mo?key=KEY").start()    settings of the gateway: {"url": k.sendsms}
    k.say("+51987654321", "raciones 120")         a person writes: the sms-service's get-url, repeated until it is a 2xx
    k.seen(), k.wait_seen(1, to="+51987654321")   what reached people: {"to", "text"}
    k.plan("sendsms", 503, "wait:300", "cut", "lost")    what goes wrong when something is to be sent
    k.plan("mo", "lost")                          the answer to the get-url is not read
    k.reports = (8, 1)                            the delivery reports that follow; () for none, (16,) rejected, (8, 2) in vain
    k.repeat()                                    the last message people wrote comes once more
"""
import threading
import urllib.error
import urllib.parse
import urllib.request
import uuid

from base import Cut, Standin, now_ms


class Kannel(Standin):
    def __init__(self, password, mo=None, user="ayni", port=0, retry_s=0.2):
        super().__init__(port)
        self.password, self.user, self.mo, self.retry_s = password, user, mo, retry_s
        self.reports, self.last, self.brought, self.told, self.busy = (8, 1), None, [], [], 0

    @property
    def sendsms(self):
        return f"{self.url}/cgi-bin/sendsms"

    # ---- in ----

    def say(self, from_, text="", ref=None, coding=None, charset=None, **_):
        ref = ref or str(uuid.uuid4())
        coding = coding if coding is not None else 0
        raw = text.encode("utf-16-be" if (charset or "").upper().startswith("UTF-16") else charset or "utf-8")
        self.last = self.mo + "&" + urllib.parse.urlencode({
            "from": from_, "to": "+51900000090", "text": raw, "coding": coding, "charset": charset or "UTF-8",
            "at": now_ms() // 1000, "id": ref})
        self._later(self._bring, self.last)
        return ref

    def repeat(self):
        self._later(self._bring, self.last)

    def _later(self, run, *args):
        with self.lock:
            self.busy += 1

        def work():
            try:
                run(*args)
            finally:
                with self.lock:
                    self.busy -= 1
        threading.Thread(target=work, daemon=True).start()

    def _bring(self, url):
        """http-request-retry: until it is taken."""
        while not self.stopping:
            try:
                fault = self.fault("mo")
                with urllib.request.urlopen(url, timeout=15) as r:
                    body = r.read()
                if fault == "lost":
                    raise OSError("lost")
                with self.lock:
                    self.brought.append(body)
                return
            except urllib.error.HTTPError as why:
                if why.code in (400, 401, 404):
                    with self.lock:
                        self.brought.append(why.code)
                    return
            except (OSError, Cut):
                pass
            if self.closing.wait(self.retry_s):
                return

    # ---- out ----

    def serve(self, handler, path):
        if path != "/cgi-bin/sendsms":
            return 404, b"Unknown request.", "text/html"
        q = handler.query
        if q.get("username") != self.user or q.get("password") != self.password:
            return 403, b"Authorization failed for sendsms", "text/html"
        fault = self.fault("sendsms", to=q.get("to"))
        if isinstance(fault, int):
            return fault, b"Temporal failure, try again later.", "text/html"
        if not q.get("to"):
            return 400, b"Empty receiver number not allowed, rejected", "text/html"
        self.reached(q["to"], q.get("text", ""), coding=q.get("coding"), sender=q.get("from"))
        if q.get("dlr-url") and int(q.get("dlr-mask") or 0):
            self._later(self._report, q["dlr-url"], int(q["dlr-mask"]))
        if fault == "lost":
            raise Cut
        return 202, b"0: Accepted for delivery", "text/html"

    def _report(self, url, mask):
        for d in self.reports:
            if d & mask:
                self.told.append(d)
                self._bring(url.replace("%d", str(d)))

    # ---- life ----

    def start(self):
        self.closing = threading.Event()
        return super().start()

    def stop(self):
        if self.server:
            self.closing.set()
        super().stop()
