"""telegram.py - a stand-in for Telegram's Bot API server (core.telegram.org/bots/api, 7.x), with the people behind it.

    t = Telegram(token="123:abc").start()       settings of the gateway: {"api": t.url}, its secret: t.token
    t.say("tg:70001", "raciones 120")           a person writes; → the message's id in her chat
    t.say("tg:70001", kind="contact", phone="+51987654321")     she shares her own telephone (own=False: another's)
    t.say("tg:70001", "la olla", kind="photo", bytes=b"…")      a photo with a caption; kind="voice": a voice note
    t.say("tg:70001", "no, 130", kind="edit", ref=3)            she corrects her third message
    t.say("tg:70001", "hola", kind="group", chat=-55)           in a group
    t.seen(), t.wait_seen(1, to="tg:70001")     what the bot wrote: {"to", "text", "keyboard": ["Compartir…"]?}
    t.block("tg:70001")                         from now on 403 for what the bot sends her; block(…, False) ends it
    t.repeat()                                  the last confirmed updates are handed out once more
    t.plan("getUpdates", "cut", 502)            see base.py; also sendMessage, getFile, file. 429 says retry_after: 1

Methods: getMe, getUpdates (long poll; offset confirms; two polls at once: 409), sendMessage, getFile, and files at
/file/bot<token>/<path>. Calls may come as a query, a form or JSON. A wrong token is 401.
"""
import argparse
import re
import secrets
import time

from base import Cut, Standin, now_ms

FILE_MOST = 20 * 1024 * 1024  # getFile gives no larger ones
TEXT_MOST = 4096


def bad(status, why, **parameters):
    out = {"ok": False, "error_code": status, "description": why}
    if parameters:
        out["parameters"] = parameters
    return status, out, None


def number(person):
    """70001 of 70001, "70001" and "tg:70001"."""
    return int(str(person).removeprefix("tg:"))


class Telegram(Standin):
    def __init__(self, token=None, port=0, username="ayni_prueba_bot"):
        super().__init__(port)
        self.token = token or f"{secrets.randbelow(10**9)}:{secrets.token_urlsafe(26)}"
        self.username = username
        self.updates, self.confirmed = [], []
        self.next_update, self.next_message = 1000, {}
        self.files, self.blocked = {}, set()
        self.polls, self.poll_epoch, self.conflicts = 0, 0, 0

    # ---- people ----

    def say(self, from_, text="", kind="text", bytes=None, type=None, phone=None, own=True, ref=None, chat=None,
            at=None, size=None):
        """What a person does; `size`: what the service says of a file's size, when not the truth."""
        who = number(from_)
        chat_id = who if chat is None else chat
        sender = {"id": who, "is_bot": False, "first_name": f"Persona {who}", "language_code": "es"}
        where = {"id": chat_id, "type": "private", "first_name": sender["first_name"]} if chat_id > 0 else \
            {"id": chat_id, "type": "group", "title": "Olla"}
        with self.changed:
            ident = ref if kind == "edit" else self.next_message.get(chat_id, 0) + 1
            if kind != "edit":
                self.next_message[chat_id] = ident
            m = {"message_id": ident, "from": sender, "chat": where, "date": int(at or time.time())}
            if kind in ("text", "edit", "group"):
                m["text"] = text
            elif kind == "contact":
                m["contact"] = {"phone_number": str(phone).lstrip("+"), "first_name": sender["first_name"],
                                "user_id": who if own else who + 1}
            elif kind == "photo":
                small, large = self.keep(b"\xff\xd8\xff small", "photos", "jpg"), self.keep(bytes, "photos", "jpg")
                m["photo"] = [{"file_id": f, "file_unique_id": f[:8], "width": w, "height": w, "file_size": n}
                              for f, w, n in ((small, 90, 9), (large, 1280, size or len(bytes)))]
            elif kind == "voice":
                f = self.keep(bytes, "voice", "oga")
                m["voice"] = {"file_id": f, "file_unique_id": f[:8], "duration": 5,
                              "mime_type": type or "audio/ogg", "file_size": size or len(bytes)}
            elif kind == "sticker":
                m["sticker"] = {"file_id": "s", "file_unique_id": "s", "type": "regular", "width": 1, "height": 1}
            else:
                raise ValueError(kind)
            if text and kind in ("photo", "voice"):
                m["caption"] = text
            if kind == "edit":
                m["edit_date"] = int(time.time())
            self.update("edited_message" if kind == "edit" else "message", m)
            return ident

    def update(self, what, content):
        """Any update, as the service would hand it out."""
        with self.changed:
            self.updates.append({"update_id": self.next_update, what: content})
            self.next_update += 1
            self.changed.notify_all()

    def keep(self, content, folder, ending):
        f = secrets.token_urlsafe(20)
        self.files[f] = (f"{folder}/file_{len(self.files)}.{ending}", content)
        return f

    def block(self, person, yes=True):
        (self.blocked.add if yes else self.blocked.discard)(number(person))

    def repeat(self, n=10):
        with self.changed:
            self.updates = self.confirmed[-n:] + self.updates
            self.confirmed = self.confirmed[:-n]
            self.changed.notify_all()

    def waiting(self):
        """Updates that are not confirmed yet."""
        with self.lock:
            return len(self.updates)

    # ---- the protocol ----

    def serve(self, handler, path):
        found = re.fullmatch(r"/(file/)?bot([^/]+)/(.+)", path)
        if not found:
            return bad(404, "Not Found")
        if found[2] != self.token:
            return bad(401, "Unauthorized")
        if found[1]:
            return self.file(found[3])
        p = handler.params()
        fault = self.fault(found[3], params=p)
        if isinstance(fault, int):
            return bad(fault, *{429: ("Too Many Requests: retry after 1",)}.get(fault, ("Internal Server Error",)),
                       **({"retry_after": 1} if fault == 429 else {}))
        method = getattr(self, "do_" + found[3], None)
        if not method:
            return bad(404, "Not Found: method not found")
        status, body, kind = method(p)
        if fault == "lost":
            raise Cut
        return status, body, kind

    def good(self, result):
        return 200, {"ok": True, "result": result}, None

    def do_getMe(self, p):
        return self.good({"id": int(self.token.partition(":")[0]), "is_bot": True, "first_name": "Ayni",
                          "username": self.username})

    def do_getUpdates(self, p):
        offset, limit = int(p.get("offset") or 0), int(p.get("limit") or 100)
        end = time.monotonic() + min(int(p.get("timeout") or 0), 50)
        allowed = p.get("allowed_updates")
        with self.changed:
            if self.polls:
                self.conflicts += 1
                self.poll_epoch += 1  # the older poll is ended
                self.changed.notify_all()
            mine, self.polls = self.poll_epoch, self.polls + 1
            try:
                done = [u for u in self.updates if u["update_id"] < offset]
                self.confirmed += done
                self.updates = [u for u in self.updates if u["update_id"] >= offset]
                while not self.updates and time.monotonic() < end and not self.stopping and mine == self.poll_epoch:
                    self.changed.wait(min(0.5, max(0.001, end - time.monotonic())))
                if mine != self.poll_epoch:
                    return bad(409, "Conflict: terminated by other getUpdates request; make sure that only one bot "
                                    "instance is running")
                return self.good([u for u in self.updates[:limit] if not allowed or any(a in u for a in allowed)])
            finally:
                self.polls -= 1

    def do_sendMessage(self, p):
        chat, text = int(p["chat_id"]), p.get("text") or ""
        if not text:
            return bad(400, "Bad Request: message text is empty")
        if len(text) > TEXT_MOST:
            return bad(400, "Bad Request: message is too long")
        if chat in self.blocked:
            return bad(403, "Forbidden: bot was blocked by the user")
        if chat not in self.next_message:
            return bad(400, "Bad Request: chat not found")
        with self.lock:
            ident = self.next_message[chat] = self.next_message[chat] + 1
            markup = p.get("reply_markup") or {}
            keys = [k for row in markup.get("keyboard", []) for k in row]
            self.reached(f"tg:{chat}", text, ref=str(ident),
                         **({"keyboard": [k["text"] for k in keys],
                             "asks_contact": any(k.get("request_contact") for k in keys)} if keys else {}))
        return self.good({"message_id": ident, "date": now_ms() // 1000, "chat": {"id": chat, "type": "private"},
                          "text": text})

    def do_getFile(self, p):
        if p["file_id"] not in self.files:
            return bad(400, "Bad Request: invalid file_id")
        path, content = self.files[p["file_id"]]
        if len(content) > FILE_MOST:
            return bad(400, "Bad Request: file is too big")
        return self.good({"file_id": p["file_id"], "file_unique_id": "u", "file_size": len(content), "file_path": path})

    def file(self, path):
        fault = self.fault("file")
        if isinstance(fault, int):
            return bad(fault, "no")
        for name, content in self.files.values():
            if name == path:
                return 200, content, "application/octet-stream"
        return bad(404, "Not Found")


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--port", type=int, default=0)
    p.add_argument("--token")
    o = p.parse_args()
    t = Telegram(o.token, o.port).start()
    print(t.url, t.token, flush=True)
    t.thread.join()


if __name__ == "__main__":
    main()
