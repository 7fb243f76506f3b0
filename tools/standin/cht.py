"""cht.py - a stand-in for an Android phone with a SIM and cht-gateway (README of github.com/medic/cht-gateway, "API").

    p = Cht("http://127.0.0.1:8080/pasarela/ID/", secret="…", every_s=0.3).start()     p.secret is made when not given
    p.say("+51987654321", "raciones 120")        a text message reaches its SIM; → the id the phone gives it
    p.seen(), p.wait_seen(1, to="+51987654321")  the text messages it sent: {"to", "text"}
    p.poll()                                     one poll now; → the HTTP status, or None
    p.repeat(10)                                 it brings the last messages once more
    p.states                                     {id: [status, …]} of what it was handed
    p.plan("poll", "cut", "lost", "wait:300")    cut: the request breaks off half way; lost: the answer is not read
    p.plan("send", "generic; errorCode=38", …)   why the next text messages fail
    p.quiet = True                               delivery reports do not come
    p.every_s = None                             it does not poll by itself

What it does is what the app does: ten messages and twenty states a poll, both repeated until a 2xx was read; an id that it
has already is not sent again, but its state is said once more; UNSENT, PENDING, SENT, DELIVERED or FAILED, in that
order. `broken` is for judges of a harness: "resends" (an id it has is sent again), "deaf" (what it got is not brought).
"""
import argparse
import base64
import http.client
import json
import secrets
import threading
import urllib.parse
import uuid

from base import Cut, Standin, now_ms

MESSAGES_A_POLL, STATES_A_POLL = 10, 20


class Cht(Standin):
    def __init__(self, url, secret=None, every_s=0.5, port=0, broken=None):
        super().__init__(port)
        self.server_url = url
        self.secret = secret or secrets.token_urlsafe(18)
        self.every_s, self.broken, self.quiet = every_s, broken, False
        self.waiting, self.brought = [], []   # messages for the server: not yet, and done
        self.texts, self.states = {}, {}      # what it was handed: id → message; its states
        self.updates = []                     # states to be told
        self.answers = []                     # HTTP statuses it got
        self.polling, self.wake, self.poller = threading.Lock(), threading.Event(), None

    # ---- life ----

    def start(self):
        super().start()
        self.poller = threading.Thread(target=self._polls, daemon=True)
        self.poller.start()
        return self

    def stop(self):
        super().stop()
        self.wake.set()
        if self.poller:
            self.poller.join(15)
            self.poller = None

    def _polls(self):
        while not self.stopping:
            if self.every_s is not None:
                self.poll()
            self.wake.wait(self.every_s or 0.2)
            self.wake.clear()

    # ---- the SIM ----

    def say(self, from_, text="", ref=None, sent=None, **_):
        """A text message arrives; the phone polls at once, as the app does."""
        ident = ref or str(uuid.uuid4())
        with self.changed:
            self.waiting.append({"id": ident, "from": from_, "content": text, "sms_sent": sent or now_ms(),
                                 "sms_received": now_ms()})
        self.wake.set()
        return ident

    def repeat(self, n=10):
        with self.changed:
            self.waiting = self.brought[-n:] + self.waiting
        self.wake.set()

    def _send(self, m):
        """One text message goes out, or does not."""
        why = self.fault("send", to=m["to"])
        self._state(m["id"], "PENDING")
        if why:
            self._state(m["id"], "FAILED", reason=str(why))
            return
        self.reached(m["to"], m["content"], id=m["id"])
        self._state(m["id"], "SENT")
        if not self.quiet:
            self._state(m["id"], "DELIVERED")

    def _state(self, ident, status, **more):
        with self.changed:
            self.states.setdefault(ident, []).append(status)
            self.updates.append({"id": ident, "status": status, **more})
            self.changed.notify_all()

    # ---- the app ----

    def poll(self):
        """Bring what waits, fetch what is to be sent. → the status, None when there was no answer."""
        with self.polling:
            with self.lock:
                messages, updates = self.waiting[:MESSAGES_A_POLL], self.updates[:STATES_A_POLL]
            try:
                status, answer = self._post({"messages": [] if self.broken == "deaf" else messages, "updates": updates})
            except (OSError, http.client.HTTPException, ValueError):
                status, answer = None, None
            with self.changed:
                self.answers.append(status)
                if status is None or not 200 <= status < 300:
                    return status
                self.waiting, self.updates = self.waiting[len(messages):], self.updates[len(updates):]
                self.brought += messages
                self.changed.notify_all()
            for m in answer.get("messages") or []:
                self._take(m)
            if messages or updates or answer.get("messages"):
                self.wake.set()  # there may be more, and states to tell
            return status

    def _take(self, m):
        with self.lock:
            known = m["id"] in self.texts
            self.texts[m["id"]] = m
        if known and self.broken != "resends":
            last = self.states[m["id"]][-1]
            with self.lock:
                if not any(u["id"] == m["id"] for u in self.updates):
                    self.updates.append({"id": m["id"], "status": last, **({"reason": "again"} if last == "FAILED" else {})})
            return
        self._state(m["id"], "UNSENT")
        self._send(m)

    def _post(self, body):
        try:
            fault = self.fault("poll", messages=len(body["messages"]), updates=len(body["updates"]))
        except Cut:
            fault = "cut"
        url = urllib.parse.urlsplit(self.server_url)
        make = http.client.HTTPSConnection if url.scheme == "https" else http.client.HTTPConnection
        conn = make(url.hostname, url.port, timeout=15)
        raw = json.dumps(body).encode()
        code = base64.b64encode(f"gateway:{self.secret}".encode()).decode()
        try:
            conn.putrequest("POST", url.path)
            for name, value in (("Accept", "application/json"), ("Accept-Charset", "utf-8"), ("Cache-Control", "no-cache"),
                                ("Content-Type", "application/json"), ("Authorization", "Basic " + code),
                                ("Content-Length", str(len(raw)))):
                conn.putheader(name, value)
            if fault == "cut":
                conn.endheaders()
                conn.send(raw[:len(raw) // 2])
                raise OSError("cut")
            conn.endheaders(raw)
            got = conn.getresponse()
            text = got.read()
            if fault == "lost":
                raise OSError("lost")
            return got.status, json.loads(text)
        finally:
            conn.close()

    def serve(self, handler, path):
        return 404, {"error": "only /say, /seen and /plan"}, None


def main():
    p = argparse.ArgumentParser(description="A phone with cht-gateway that polls a server.")
    p.add_argument("url", help="http://127.0.0.1:8080/pasarela/ID/")
    p.add_argument("secret")
    p.add_argument("--port", type=int, default=0)
    p.add_argument("--every", type=float, default=2.0, help="seconds between polls")
    a = p.parse_args()
    with Cht(a.url, a.secret, a.every, a.port) as phone:
        print(phone.url, flush=True)
        threading.Event().wait()


if __name__ == "__main__":
    main()
