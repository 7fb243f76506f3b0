#!/usr/bin/env python3
"""gateways_net.py - the gateways of internet services, Telegram and WhatsApp, against stand-ins that speak their protocols.

Both ways, states with their times, media, the 24-hour window, wrong signatures, repeats, reordering, services that are
down, slow or full, and a server that is killed between what was brought and its acknowledgement. Each check has a bot or
a number of its own, and all run side by side: most of the time is waiting.
"""
import argparse
import concurrent.futures
import json
import os
import sys
import threading
import time
import uuid

import kit
import pictures
from kit import expect

sys.path.insert(0, os.path.join(kit.ROOT, "tools", "standin"))
import telegram  # noqa: E402
import whatsapp  # noqa: E402

SECRET_WORD = "zqcanario"  # in texts: never in the log
WAIT_S = 25


# ---- who judges -------------------------------------------------------------------------------

def judge_once(said, rows, answers):
    """What is wrong: each that was said by (address, ref) came in once and was answered at least once."""
    wrong = []
    for key in said:
        n = sum(1 for r in rows if (r["address"], r["ref"]) == key and r["way"] == "in")
        if n != 1:
            wrong.append((key, f"{n} rows"))
        if not any(a["to"] == key[0] for a in answers):
            wrong.append((key, "no answer"))
    return wrong


def judge_states(row):
    """The times of a message's states, in the order that they can only have."""
    at = [row[k] for k in ("made_at", "sent_at", "delivered_at", "read_at")]
    known = [a for a in at if a is not None]
    return known == sorted(known) and (row["state"] != "read" or None not in at)


def unit(report):
    def equal(name, have, want):
        report.check(f"judge: {name}", lambda: expect(have == want, f"{have}, not {want}"))
    row = {"address": "tg:1", "ref": "1", "way": "in"}
    seen = [{"to": "tg:1"}]
    equal("all is well", judge_once([("tg:1", "1")], [row], seen), [])
    equal("planted: lost", judge_once([("tg:1", "2")], [row], seen), [(("tg:1", "2"), "0 rows")])
    equal("planted: twice", judge_once([("tg:1", "1")], [row, row], seen), [(("tg:1", "1"), "2 rows")])
    equal("planted: silence", judge_once([("tg:1", "1")], [row], []), [(("tg:1", "1"), "no answer")])
    times = {"state": "read", "made_at": 1, "sent_at": 2, "delivered_at": 3, "read_at": 4}
    equal("states in order", judge_states(times), True)
    equal("planted: read before it was sent", judge_states({**times, "read_at": 1}), False)
    equal("planted: read, nobody knows when", judge_states({**times, "read_at": None}), False)


# ---- the network ------------------------------------------------------------------------------

class World:
    """A sample network with its stand-ins; persons are handed out once each."""

    COLS = ("way", "id", "address", "kind", "text", "media", "state", "ref", "fault", "tries", "made_at", "due_at", "sent_at",
            "delivered_at", "read_at", "failed_at")

    def __init__(self):
        self.net = kit.Net()
        self.lock = threading.Lock()
        self.standins, self.next_id = [], 70000
        self.network = self.sql("select network from journal limit 1")[0][0]
        self.sql("delete from gateway where closed = 1")  # there is room for sixteen
        self.phones = [r[0] for r in self.sql(
            "select c.phone from contact c join membership m on m.person = c.person and m.role = 'leader' "
            "where c.phone like '+519000001%' group by c.phone order by c.phone")]  # who has told of no supper yet: all

    def sql(self, text, args=()):
        with kit.open_tables(self.net.folder) as db:
            return db.execute(text, args)

    def messages(self, address):
        rows = self.sql(f"select {', '.join(self.COLS)} from message where address = ? order by made_at, id", (address,))
        return [dict(zip(self.COLS, r)) for r in rows]

    def out(self, address):
        return [m for m in self.messages(address) if m["way"] == "out"]

    def add(self, kind, settings, secret, price=None, ceiling=None):
        ident = uuid.uuid4()
        self.sql("insert into gateway (network, id, kind, name, number, settings, secret, price_mills, ceiling_mills, pace_ms, "
                 "closed, made_at) values (?, ?, ?, ?, '', ?, ?, ?, ?, 0, 0, ?)",
                 (self.network, ident.bytes, kind, kind, json.dumps(settings), secret, price, ceiling, kit.now_ms()))
        return ident

    def telegram(self):
        t = telegram.Telegram().start()
        t.gateway = self.add("telegram", {"api": t.url}, t.token)
        self.standins.append(t)
        return t

    def whatsapp(self, **settings):
        w = whatsapp.WhatsApp().start()
        w.gateway = self.add("whatsapp", {"api": w.url + "/v21.0", "phone_id": w.phone_id, **settings}, w.secret, 40)
        w.hook = f"{self.net.url}/pasarela/{w.gateway}/"
        self.standins.append(w)
        return w

    def phone(self):
        with self.lock:
            return self.phones.pop()

    def stranger(self):
        """A Telegram address that nobody is known by, and one that is a leader's."""
        with self.lock:
            self.next_id += 1
            return f"tg:{self.next_id}"

    def known(self):
        address = self.stranger()
        self.sql("insert into address_phone (network, address, phone, made_at) values (?, ?, ?, ?)",
                 (self.network, address, self.phone(), kit.now_ms()))
        return address

    def fault(self, gateway):
        return self.sql("select fault from gateway where id = ?", (gateway.bytes,))[0][0]

    def queue(self, gateway, address, text, kind="reminder", due_at=None):
        """A message as a job would have queued it."""
        ident, now = uuid.uuid4(), kit.now_ms()
        self.sql("insert into message (network, id, way, gateway, address, kind, text, state, segments, made_at, due_at, tries, "
                 "rank) values (?, ?, 'out', ?, ?, ?, ?, 'queued', 1, ?, ?, 0, 1)",
                 (self.network, ident.bytes, gateway.bytes, address, kind, text, now, due_at or now))
        return ident.bytes

    def due_now(self, address):
        """What waits for a later try is tried now: no check sleeps through a back-off."""
        self.sql("update message set due_at = ? where address = ? and state = 'queued' and due_at > ?",
                 (kit.now_ms(), address, kit.now_ms()))

    def state(self, ident):
        return dict(zip(self.COLS, self.sql(f"select {', '.join(self.COLS)} from message where id = ?", (ident,))[0]))

    def wait(self, what, condition, wait_s=WAIT_S):
        kit.wait_for(what, condition, wait_s, 0.1)

    def end(self):
        for s in self.standins:
            s.stop()


def picture():
    return pictures.jpeg(pictures.corners())


# ---- Telegram ---------------------------------------------------------------------------------

def tg_talk(w):
    t, me, phone = w.telegram(), w.stranger(), w.phone()
    t.say(me, f"/start {SECRET_WORD}")
    first = t.wait_seen(1, WAIT_S, me)
    expect(first and first[0].get("asks_contact"), f"a stranger is offered no button: {first}")
    t.say(me, kind="contact", phone=phone, own=False)
    expect("no es el suyo" in t.wait_seen(2, WAIT_S, me)[1]["text"], "another's contact is taken")
    expect(not w.sql("select 1 from address_phone where address = ?", (me,)), "another's number stands")
    t.say(me, kind="contact", phone=phone.lstrip("+"))
    expect("asks_contact" not in t.wait_seen(3, WAIT_S, me)[2], "who is known is asked again")
    expect(w.sql("select phone from address_phone where address = ?", (me,)) == [(phone,)], "her number does not stand")
    report = t.say(me, "cenas 120")
    expect("120" in t.wait_seen(4, WAIT_S, me)[3]["text"], "no answer to a report")
    w.wait("its answer is noted", lambda: w.out(me)[-1]["state"] == "sent")
    last = w.out(me)[-1]
    expect(last["sent_at"] and last["ref"] and judge_states(last), f"{last}")
    came = [m for m in w.messages(me) if m["way"] == "in"]
    expect(came[-1]["state"] == "done", f"{came[-1]}")
    t.say(me, "cenas 102", kind="edit", ref=report)
    expect("102" in t.wait_seen(5, WAIT_S, me)[4]["text"], "an edit is no correction")
    t.say(me, "mejor mañana le digo", kind="edit", ref=report)
    expect("ya está anotado" in t.wait_seen(6, WAIT_S, me)[5]["text"], "an edit that says little is not told")
    served = w.sql("select served from meal where served = 102 and day = (select max(day) from meal)")
    expect(len(served) == 1, f"{served}")
    for kind, chat in (("group", -77), ("sticker", None)):
        t.say(me, "cenas 500", kind=kind, chat=chat)
    expect("se leen textos" in t.wait_seen(7, WAIT_S, me)[6]["text"], "a sticker gets no word")
    expect(not [m for m in t.seen() if m["to"] == "tg:-77"] and not w.messages("tg:-77"), "a group is answered")
    before = len(w.messages(me))
    t.repeat(20)
    w.wait("repeats are taken", lambda: t.waiting() == 0)
    time.sleep(0.3)
    expect(len(w.messages(me)) == before and len(t.seen(to=me)) == 7, "a repeat is answered again")


def tg_media(w):
    t, me, other = w.telegram(), w.known(), w.known()
    t.say(me, "cenas 90")
    t.wait_seen(1, WAIT_S, me)
    t.plan("file", "cut")
    t.say(me, kind="photo", bytes=picture())
    t.wait_seen(2, WAIT_S, me)
    row = [m for m in w.messages(me) if m["way"] == "in"][-1]
    expect(row["kind"] == "photo" and row["media"], f"the photo is not kept: {t.seen(to=me)[-1]['text']}")
    t.say(me, kind="voice", bytes=b"OggS" + bytes(40), size=90 * 1024 * 1024)
    expect("grande" in t.wait_seen(3, WAIT_S, me)[2]["text"], f"too large, without a word: {t.seen(to=me)[-1]}")
    t.plan("file", *[500] * 9)
    t.say(me, kind="photo", bytes=picture())
    t.say(other, "ayuda")
    w.wait("others wait for a file", lambda: t.seen(to=other))

    def told():
        w.sql("update media_wait set due_at = 1, tries = 8 where address = ?", (me,))
        if not w.sql("select 1 from media_wait where address = ?", (me,)):
            return True
        t.say(other, "ayuda")  # ends the poll that is under way
        return False
    w.wait("a file that nobody gets, and no word", told)
    expect(len(t.wait_seen(4, WAIT_S, me)) == 4 and t.count("file") >= 4, f"{t.count('file')} tries")


def tg_sending(w):
    t = w.telegram()
    slow, shut, gone = w.known(), w.known(), w.stranger()
    t.plan("sendMessage", 429)
    t.say(slow, "ayuda")
    t.wait_seen(1, WAIT_S, slow)
    at = [c["at"] for c in t.calls if c["call"] == "sendMessage"]
    expect(len(at) == 2 and at[1] - at[0] >= 1000, f"retry_after is not honoured: {at}")
    w.wait("the fault is over", lambda: not w.fault(t.gateway))
    t.block(shut)
    t.say(shut, "ayuda")
    w.wait("given up", lambda: [m["state"] for m in w.out(shut)] == ["failed"])
    expect(w.out(shut)[0]["fault"] == "blocked" and w.out(shut)[0]["failed_at"], f"{w.out(shut)}")
    ident = w.queue(t.gateway, gone, "nadie")
    w.wait("given up", lambda: w.state(ident)["state"] == "failed")
    expect(w.state(ident)["fault"] == "address" and t.count("sendMessage") == 4, f"{w.state(ident)}")


def tg_down(w):
    t, me = w.telegram(), w.known()
    t.say(me, "ayuda")
    t.wait_seen(1, WAIT_S, me)
    t.stop()
    w.wait("it shows that it is down", lambda: w.fault(t.gateway) == "away")
    refs = [t.say(me, words) for words in ("cenas 81", "hola")]
    t.start()
    answers = t.wait_seen(3, 40, me)
    expect(len(answers) >= 3, f"{len(answers)} answers after it came back")
    w.wait("the fault is over", lambda: not w.fault(t.gateway))
    wrong = judge_once([(me, str(r)) for r in refs], w.messages(me), answers)
    expect(not wrong, f"{wrong}")
    t.token = t.token[:-1] + ("A" if t.token[-1] != "A" else "B")
    t.say(me, "hola")  # ends the poll that is under way
    w.wait("a wrong token shows", lambda: w.fault(t.gateway) == "denied", 40)


# ---- WhatsApp ---------------------------------------------------------------------------------

def wa_doors(w):
    s, me = w.whatsapp(), w.phone()
    expect(s.verify() and not s.verify("otra") and not s.verify(s.verify_word[:-1]), "the verification")
    body = s.say(me, f"cenas 77 {SECRET_WORD}", post=False)
    before = w.sql("select count(*) from message")[0][0]
    longer = body[:-1] + b" }"
    good = s.sign(body)["X-Hub-Signature-256"]
    for what, heads in (("wrong", s.sign(body, "wrong")), ("none", {}), ("empty", {"X-Hub-Signature-256": "sha256="}),
                        ("of other bytes", s.sign(longer)), ("sha1", {"X-Hub-Signature-256": "sha1=" + good[7:47]}),
                        ("half", {"X-Hub-Signature-256": good[:39]}), ("longer", {"X-Hub-Signature-256": good + "00"})):
        status, _ = s.call("POST", "", body, {"Content-Type": "application/json", **heads})
        expect(status == 401, f"signature {what}: {status}")
    expect(not w.messages(me) and not w.sql("select 1 from media_wait where address = ?", (me,)), "something of it was kept")
    expect(not w.sql("select 1 from thread where address = ?", (me,)), "a thread of it was kept")
    expect(w.sql("select count(*) from message where text like ?", (f"%{SECRET_WORD}%",))[0][0] <= before, "its text was kept")
    for junk in (b"", b"[]", b"{", b'{"entry":7}', b"\xff\xfe"):
        expect(s.post(junk) == 400, f"signed junk {junk}")
    expect(s.post(b'{"entry":[]}') == 200, "an empty post")
    other = json.loads(body)
    other["entry"][0]["changes"][0]["value"]["metadata"]["phone_number_id"] = "1234567"
    expect(s.post(json.dumps(other).encode()) == 200 and not w.messages(me), "another number's message is taken")


def wa_talk(w):
    s, me = w.whatsapp(), w.phone()
    s.say(me, "cenas 64")
    first = s.wait_seen(1, WAIT_S, me)
    expect(first and "64" in first[0]["text"], f"{first}")
    ref = first[0]["ref"]
    s.states(ref, "read", "sent", "delivered", "read", together=True)
    s.states(ref, "delivered", "sent")
    s.states(ref, "failed", code=131026)  # what was read did not fail
    w.wait("read", lambda: w.out(me)[0]["state"] == "read" and w.out(me)[0]["delivered_at"])
    s.say(me, "ayuda")
    second = s.wait_seen(2, WAIT_S, me)[1]
    s.states(second["ref"], "failed", code=131026)
    w.wait("failed", lambda: [m["state"] for m in w.out(me)] == ["read", "failed"])
    for m in w.out(me):
        expect(judge_states(m), f"{m}")
    expect(spent(w, s, me) == (40, 40), f"a reply that was free, and one that nobody told of: {spent(w, s, me)}")
    expect(w.out(me)[1]["fault"] == "address" and w.out(me)[1]["failed_at"], f"{w.out(me)[1]}")
    s.say(me, "b1", kind="button", title="MENU")
    s.say(me, "l1", kind="list", title="ayuda")
    expect(len(s.wait_seen(4, WAIT_S, me)) == 4, "chosen answers are not heard")
    s.say(me, kind="sticker")
    expect("se leen textos" in s.wait_seen(5, WAIT_S, me)[4]["text"], "a sticker gets no word")
    s.say(me, kind="reaction")
    # Done, and its answer got lost: the state that comes tells that it went, and it goes once.
    s.auto = True
    s.plan("messages", "lost")
    s.say(me, "ayuda")
    s.wait_seen(6, WAIT_S, me)
    w.wait("known by its state", lambda: w.out(me)[-1]["state"] == "read")
    w.due_now(me)
    time.sleep(1)
    expect(len(s.seen(to=me)) == 6, "sent twice")


def spent(w, s, address):
    """What the month holds for that gateway, and what its messages to that address say."""
    return (w.sql("select coalesce(sum(cost_mills), 0) from message_spend where gateway = ?", (s.gateway.bytes,))[0][0],
            w.sql("select coalesce(sum(cost_mills), 0) from message where address = ? and way = 'out'", (address,))[0][0])


def wa_many(w):
    """Many entries in one post, in any order, and the same once more."""
    s = w.whatsapp()
    people = [f"+5198000{n:04d}" for n in range(12)]
    ms = [s.message(p, "hola", at=time.time() - n) for n, p in enumerate(people)]
    for p in people:
        s.heard[p.lstrip("+")] = time.time()
    rng = kit.rng(3)
    posts = [s.body(*[s.value(m) for m in rng.sample(ms, 6)]) for _ in range(3)]
    posts.append(s.body(s.value(*ms), s.value(*ms)))
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        statuses = list(pool.map(s.post, posts))
    expect(statuses == [200] * 4, f"{statuses}")
    wrong = judge_once([(p, m["id"]) for p, m in zip(people, ms)],
                       [m for p in people for m in w.messages(p)], s.wait_seen(12, WAIT_S))
    expect(not wrong, f"{wrong}")
    expect(len(s.seen()) == 12, f"{len(s.seen())} answers to 12 messages")


def wa_window(w):
    s, t = w.whatsapp(), w.whatsapp(template="aviso", language="es")
    me, other = w.phone(), w.phone()
    waits = w.queue(s.gateway, me, "El martes hay reunión")
    goes = w.queue(t.gateway, other, "El martes hay reunión\n a las 9")
    w.wait("it waits", lambda: w.state(waits)["fault"] == "window")
    expect(w.state(waits)["state"] == "queued" and not s.seen(), "free text went outside the window")
    w.wait("it goes", lambda: w.state(goes)["state"] == "sent")
    sent = t.seen(to=other)
    expect([m.get("template") for m in sent] == ["aviso"] and sent[0]["text"] == "El martes hay reunión a las 9", f"{sent}")
    s.say(me, "ayuda")
    w.wait("it goes when she writes", lambda: w.state(waits)["state"] == "sent")
    expect({m["text"] for m in s.seen(to=me)} >= {"El martes hay reunión"}, f"{s.seen(to=me)}")
    third = w.phone()
    by_text = w.add("whatsapp", {"api": s.url + "/v21.0", "phone_id": s.phone_id, "otherwise": "sms"}, s.secret, 40)
    moved = w.queue(by_text, third, "El martes hay reunión")
    w.wait("it goes by another way", lambda: w.state(moved)["state"] == "dropped")
    expect((w.out(third)[-1]["text"], w.out(third)[-1]["state"]) == ("El martes hay reunion", "queued"), f"{w.out(third)}")
    bad = w.add("whatsapp", {"api": t.url + "/v21.0", "phone_id": t.phone_id, "template": "otro"}, t.secret, 40)
    unknown = w.queue(bad, other, "no sale")
    w.wait("a template that nobody approved", lambda: w.state(unknown)["state"] == "failed")
    expect(w.state(unknown)["fault"] == "template", f"{w.state(unknown)}")


def wa_errors(w):
    s = w.whatsapp()
    for code, state, fault, down in ((131026, "failed", "address", None), (131056, "queued", "busy", None),
                                     (190, "queued", "denied", "denied")):
        me = w.phone()
        s.plan("messages", {"code": code})
        s.say(me, "ayuda")
        w.wait(f"code {code}", lambda: w.out(me) and w.out(me)[0]["state"] == state and w.out(me)[0]["fault"] == fault)
        if down:
            expect(w.fault(s.gateway) == down, f"code {code}: the gateway's fault is {w.fault(s.gateway)}")
    w.due_now(me)
    w.wait("it went later", lambda: w.out(me)[0]["state"] == "sent", 40)
    w.wait("the fault is over", lambda: not w.fault(s.gateway))


def wa_media(w):
    s, me = w.whatsapp(), w.phone()
    s.say(me, "cenas 58")
    s.wait_seen(1, WAIT_S, me)
    s.plan("media", 500)
    s.say(me, kind="photo", bytes=picture())
    w.wait("it is kept", lambda: [m["kind"] for m in w.messages(me) if m["way"] == "in" and m["media"]] == ["photo"])
    s.wait_seen(2, WAIT_S, me)
    s.say(me, kind="voice", bytes=b"OggS" + bytes(40), size=40 * 1024 * 1024)
    expect("grande" in s.wait_seen(3, WAIT_S, me)[2]["text"], "too large, without a word")
    w.wait("nothing is left to fetch", lambda: not w.sql("select 1 from media_wait where address = ?", (me,)))
    s.say(me, "mi esposo me pega", kind="photo", bytes=picture())
    s.wait_seen(4, WAIT_S, me)
    for table in ("message", "media_wait", "conversation"):
        with kit.open_tables(w.net.folder) as db:
            expect(not db.holds(table, "me pega"), f"grave words rest in {table}")


# ---- all together -----------------------------------------------------------------------------

def settings(w):
    """The command judges what is set, and its list keeps secrets to itself."""
    token = "123456:" + "a" * 30
    for kind, words, secret in (("telegram", [], "no-token"), ("telegram", ["--set", "api=http://example.org"], token),
                                ("whatsapp", ["--set", "phone_id=123456789"], "una dos"),
                                ("whatsapp", ["--set", "phone_id=x"], "token " + "a" * 32 + " palabra-larga")):
        r = w.net.ayni("gateway", "add", kind, "--name", "Prueba", *words, "--secret-file", "-", stdin=secret.encode())
        expect(r.status != 0, f"{kind} {words} was taken")
        expect(secret not in r.text, "the refusal shows the secret")
    r = w.net.ayni("gateway", "add", "telegram", "--name", "Prueba", "--set", "api=http://127.0.0.1:9", "--secret-file", "-",
                   stdin=token.encode())
    expect(r.status == 0, f"a good one: {r.text}")
    r = w.net.ayni("gateway", "list")
    expect(r.status == 0 and "Prueba" in r.text and token not in r.text, r.text)
    w.sql("delete from gateway where name = 'Prueba'")


def several(w):
    """Of several processes one polls the bot."""
    if kit.DB != "postgres":
        return
    other = kit.Net(folder=w.net.folder).start()
    try:
        t, me = w.telegram(), w.known()
        t.say(me, "ayuda")
        t.wait_seen(1, WAIT_S, me)
        time.sleep(2.5)
        expect(t.conflicts == 0, f"two polls at once: {t.conflicts}")
    finally:
        other.stop()


def killed(w):
    """SIGKILL between what was brought and its acknowledgement: nothing lost, nothing twice."""
    t, people, refs = w.telegram(), [w.known() for _ in range(3)], []
    for round_ in range(2):
        before = len(t.seen())
        refs += [(p, str(t.say(p, f"cenas {60 + round_}"))) for p in people]
        expect(t.wait_seen(before + 1, WAIT_S), "no answer")
        w.net.kill()
        if kit.DB == "postgres":  # its lease would end by itself
            w.sql("update gateway set lease_until_at = 0")
        w.net.start()
    for p in people:  # what the dead one had claimed is due when its lease ends
        w.due_now(p)
    w.wait("all came in", lambda: not judge_once(refs, [m for p in people for m in w.messages(p)], t.seen()), 40)
    w.wait("all are confirmed", lambda: t.waiting() == 0)


def quiet_log(w):
    with open(w.net.folder + ".log", encoding="utf-8", errors="replace") as f:
        text = f.read()
    expect("POST /pasarela 200" in text, "calls are not logged")
    secrets = [x for s in w.standins for x in ([s.token] if hasattr(s, "updates") else s.secret.split())]
    for word in [SECRET_WORD, "cenas", "+519", "51900", "tg:7", "hub.verify", *secrets]:
        expect(word not in text, f"the log has {word if word not in secrets else 'a secret'}")


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--only", default="", help="part of a check's name")
    o = p.parse_args()
    kit.need_program()
    report = kit.Report()
    unit(report)
    w = World()
    if not report.check("the sample network is served", w.net.start):
        return report.close()
    checks = (
        ("telegram: talk, contact, edits, groups, repeats", tg_talk),
        ("telegram: photos and sounds", tg_media),
        ("telegram: 429, blocked, unknown", tg_sending),
        ("telegram: down and back, a wrong token", tg_down),
        ("whatsapp: signatures and verification", wa_doors),
        ("whatsapp: talk, states in any order, chosen answers", wa_talk),
        ("whatsapp: many at once, reordered and repeated", wa_many),
        ("whatsapp: the window and templates", wa_window),
        ("whatsapp: refusals for now and for good", wa_errors),
        ("whatsapp: media in two steps", wa_media),
        ("one of several processes polls", several))
    report.check("settings are judged, secrets are kept", lambda: settings(w))
    checks = [c for c in checks if o.only in c[0]]
    with concurrent.futures.ThreadPoolExecutor(len(checks)) as pool:
        list(pool.map(lambda c: report.check(c[0], lambda: c[1](w)), checks))
    report.check("killed between handing over and acknowledging", lambda: killed(w))
    if not o.only:
        report.check("no text, number or secret in the log", lambda: quiet_log(w))
    report.check("a clean end", lambda: expect(w.net.stop() == 0, "exit status"))
    report.check("the laws hold", w.net.laws)
    w.end()
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
