"""whatsapp.py - a stand-in for the WhatsApp Business Cloud API (Graph API) and for the people behind it.

    w = WhatsApp(hook="http://127.0.0.1:8080/pasarela/ID/").start()
    settings of the gateway: {"api": w.url + "/v21.0", "phone_id": w.phone_id}; its secret: w.secret, three words
    (the access token, the app's secret, the word of the verification)

    w.verify()                                  what Meta asks when the address is set; True when it was answered well
    w.say("+51987654321", "raciones 120")       a person writes: posted to the hook, signed, again until it is taken → wamid
    w.say(…, kind="button" | "list", title=…)   she chose an answer; kind="photo" | "voice", bytes=…; kind="sticker", "location"
    w.say(…, post=False)                        → the bytes to post by yourself: w.post(body, sign="good" | "wrong" | "none")
    w.seen(), w.wait_seen(1, to="+51…")         what the program sent: {"to", "text", "template"?, "ref"}
    w.states(ref, "sent", "delivered", "read")  statuses of a message, in that order; several posts, or one with together=True
    w.states(ref, "failed", code=131047)
    w.auto = True                               each message sent gets its sent, delivered and read by itself
    w.plan("messages", 429, 500, "lost", {"code": 131056})      see base.py; also media (first step) and bytes (second)

The 24-hour window is kept: a free text to who has not written for 24 hours of `now()` is answered and then told as
failed (131047), as the service does; a template goes through when its name is in w.templates.
"""
import argparse
import hashlib
import hmac
import http.client
import json
import queue
import re
import secrets
import threading
import time
import urllib.parse

from base import Cut, Standin

WINDOW_S = 24 * 3600
STATUS_OF = {190: 401, 130429: 429, 131056: 400, 131047: 400, 131016: 500, 131000: 500, 100: 400, 80007: 429,
             131026: 400, 132001: 404, 368: 403, 131031: 403, 133010: 400, 4: 400}


def plain(person):
    return str(person).lstrip("+")


class WhatsApp(Standin):
    def __init__(self, hook=None, port=0, phone_id="106540352242922", number="51999000111"):
        super().__init__(port)
        self.hook, self.phone_id, self.number = hook, phone_id, number
        self.token, self.app_secret = "EAA" + secrets.token_urlsafe(30), secrets.token_hex(16)
        self.verify_word = secrets.token_urlsafe(12)
        self.templates, self.files = {("aviso", "es")}, {}
        self.heard, self.auto, self.posts, self.data = {}, False, [], {}
        self.now = time.time
        self.due, self.poster = queue.Queue(), None

    @property
    def secret(self):
        return f"{self.token} {self.app_secret} {self.verify_word}"

    def start(self):
        super().start()
        self.poster = threading.Thread(target=self.deliver, daemon=True)
        self.poster.start()
        return self

    def stop(self):
        self.due.put(None)
        super().stop()
        self.poster.join(5)

    # ---- to the program ----

    def sign(self, body, how="good"):
        mac = hmac.new(self.app_secret.encode(), body, hashlib.sha256).hexdigest()
        if how == "wrong":
            mac = ("0" if mac[0] != "0" else "1") + mac[1:]
        return {} if how == "none" else {"X-Hub-Signature-256": "sha256=" + mac}

    def call(self, method, path_more="", body=None, headers=None, wait_s=20):
        u = urllib.parse.urlsplit(self.hook)
        c = http.client.HTTPConnection(u.hostname, u.port, timeout=wait_s)
        try:
            c.request(method, u.path + path_more, body, headers or {})
            r = c.getresponse()
            return r.status, r.read()
        finally:
            c.close()

    def verify(self, word=None):
        challenge = str(secrets.randbelow(10**9))
        status, body = self.call("GET", "?" + urllib.parse.urlencode({
            "hub.mode": "subscribe", "hub.challenge": challenge, "hub.verify_token": word or self.verify_word}))
        return status == 200 and body.decode() == challenge

    def post(self, body, sign="good"):
        """One post of a body; the status."""
        status, _ = self.call("POST", "", body, {"Content-Type": "application/json", **self.sign(body, sign)})
        with self.lock:
            self.posts.append((status, body))
        return status

    def deliver(self):
        """Posts in order; what is not taken is tried again, as Meta does for days."""
        while (body := self.due.get()) is not None:
            for pause_s in (0.05, 0.1, 0.2, 0.4, *[0.5] * 120):
                try:
                    if self.post(body) == 200:
                        break
                except OSError:
                    pass
                if self.stopping:
                    return
                time.sleep(pause_s)

    def body(self, *values):
        """The body of a post with the given values, an entry each."""
        return json.dumps({"object": "whatsapp_business_account", "entry": [
            {"id": "8856996819413533", "changes": [{"field": "messages", "value": {
                "messaging_product": "whatsapp",
                "metadata": {"display_phone_number": self.number, "phone_number_id": self.phone_id}, **v}}]}
            for v in values]}, ensure_ascii=False).encode()

    # ---- people ----

    def message(self, from_, text="", kind="text", bytes=None, type=None, title=None, ref=None, at=None, size=None):
        """A message as the webhook tells it."""
        m = {"from": plain(from_), "id": ref or "wamid." + secrets.token_urlsafe(24),
             "timestamp": str(int(at or self.now()))}
        media = {"photo": ("image", type or "image/jpeg"), "voice": ("audio", type or "audio/ogg; codecs=opus")}
        if kind == "text":
            m.update(type="text", text={"body": text})
        elif kind == "button":
            m.update(type="button", button={"payload": text, "text": title or text})
        elif kind in ("list", "reply"):
            what = "list_reply" if kind == "list" else "button_reply"
            m.update(type="interactive", interactive={"type": what, what: {"id": text, "title": title or text}})
        elif kind in media:
            name, mime = media[kind]
            ident = str(10**14 + secrets.randbelow(10**14))
            self.files[ident] = (bytes, mime, size)
            m.update(type=name, **{name: {"mime_type": mime, "sha256": "", "id": ident,
                                          **({"caption": text} if text and kind == "photo" else {}),
                                          **({"voice": True} if kind == "voice" else {})}})
        else:
            m.update(type=kind, **{kind: {"id": "1"}})
        return m

    def value(self, *messages):
        return {"contacts": [{"profile": {"name": "Persona"}, "wa_id": m["from"]} for m in messages],
                "messages": list(messages)}

    def say(self, from_, text="", post=True, **more):
        m = self.message(from_, text, **more)
        self.heard[m["from"]] = self.now()
        body = self.body(self.value(m))
        if not post:
            return body
        self.due.put(body)
        return m["id"]

    def status(self, ref, state, code=None, at=None):
        to = next((o["to"] for o in self.out if o.get("ref") == ref), "+51900000000")
        s = {"id": ref, "status": state, "timestamp": str(int(at or self.now())), "recipient_id": plain(to)}
        if self.data.get(ref):
            s["biz_opaque_callback_data"] = self.data[ref]
        if state in ("sent", "delivered") and not code:
            paid = any(o.get("ref") == ref and o.get("template") for o in self.out)
            s["pricing"] = {"billable": paid, "pricing_model": "PMP", "category": "utility" if paid else "service",
                            "type": "regular" if paid else "free_customer_service"}
        if code:
            s["errors"] = [{"code": code, "title": "failed", "error_data": {"details": "…"}}]
        return s

    def states(self, ref, *states, code=None, together=False, at=None):
        all_of = [{"statuses": [self.status(ref, s, code, at)]} for s in states]
        for body in [self.body(*all_of)] if together else [self.body(v) for v in all_of]:
            self.due.put(body)

    # ---- the Graph API ----

    def error(self, code, why="refused"):
        return STATUS_OF.get(code, 400), {"error": {"message": f"(#{code}) {why}", "type": "OAuthException", "code": code,
                                                    "fbtrace_id": "A"}}, None

    def control(self, handler, path):
        if path == "/hook" and handler.command == "POST":  # {"url": …}: where to post from now on
            self.hook = json.loads(handler.raw)["url"]
            return 200, {}, None
        return super().control(handler, path)

    def serve(self, handler, path):
        if handler.headers.get("Authorization") != "Bearer " + self.token:
            return self.error(190, "Invalid OAuth access token")
        found = re.fullmatch(r"/v\d+\.\d+/(\w+)(/messages)?", path)
        if found and found[2] and handler.command == "POST":
            return self.send(found[1], json.loads(handler.raw))
        if found and found[1] == self.phone_id and handler.command == "GET":
            fault = self.planned("health")
            return fault if isinstance(fault, tuple) else (200, {"id": self.phone_id, "quality_rating": "GREEN"}, None)
        if found and found[1] in self.files and handler.command == "GET":
            return self.media(found[1])
        if path.startswith("/bytes/") and path[7:] in self.files:
            return self.bytes(path[7:])
        return self.error(100, "Unsupported request")

    def planned(self, call, **more):
        fault = self.fault(call, **more)
        if isinstance(fault, dict):
            return self.error(fault["code"])
        return (fault, {"error": {"message": "…", "code": {429: 130429, 500: 131000, 503: 131016}.get(fault, 1)}}, None) \
            if isinstance(fault, int) else fault

    def send(self, phone_id, given):
        fault = self.planned("messages", params=given)
        if isinstance(fault, tuple):
            return fault
        if phone_id != self.phone_id or given.get("messaging_product") != "whatsapp":
            return self.error(100, "Invalid parameter")
        to, ref = plain(given["to"]), "wamid." + secrets.token_urlsafe(24)
        self.data[ref] = given.get("biz_opaque_callback_data")
        if given["type"] == "template":
            t = given["template"]
            if (t["name"], t["language"]["code"]) not in self.templates:
                return self.error(132001, "Template name does not exist in the translation")
            text = " ".join(p["text"] for part in t.get("components", []) for p in part["parameters"])
            if not text or "\n" in text or "    " in text:  # what parameters may not hold
                return self.error(132000 if not text else 100, "Invalid parameter")
            self.reached("+" + to, text, template=t["name"], ref=ref)
        elif given["type"] == "text" and 0 < len(given["text"]["body"]) <= 4096:
            if self.now() - self.heard.get(to, 0) > WINDOW_S:
                self.states(ref, "failed", code=131047)
            else:
                self.reached("+" + to, given["text"]["body"], ref=ref)
        else:
            return self.error(100, "Invalid parameter")
        if self.auto:
            self.states(ref, "sent", "delivered", "read")
        if fault == "lost":
            raise Cut
        return 200, {"messaging_product": "whatsapp", "contacts": [{"input": to, "wa_id": to}],
                     "messages": [{"id": ref}]}, None

    def media(self, ident):
        fault = self.planned("media")
        content, mime, size = self.files[ident]
        return fault if isinstance(fault, tuple) else (200, {
            "url": f"{self.url}/bytes/{ident}", "mime_type": mime, "sha256": hashlib.sha256(content).hexdigest(),
            "file_size": size or len(content), "id": ident, "messaging_product": "whatsapp"}, None)

    def bytes(self, ident):
        fault = self.planned("bytes")
        return fault if isinstance(fault, tuple) else (200, self.files[ident][0], self.files[ident][1])


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--port", type=int, default=0)
    p.add_argument("--hook")
    o = p.parse_args()
    w = WhatsApp(o.hook, o.port).start()
    print(w.url, w.secret, flush=True)
    w.thread.join()


if __name__ == "__main__":
    main()
