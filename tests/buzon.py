#!/usr/bin/env python3
"""buzon.py - POST /buzon as phones use it, and what becomes of what was not done.

Items are made by tests/sealing.py, which shares nothing with the program. Each is asked for in the journal
itself: once when it was acknowledged, never when it was not. Then who may see, correct, discard, accept
and reject what came back (buzon_back.py). The judge is fed with planted faults first.
"""
import base64
import collections
import hashlib
import http.client
import json
import os
import secrets
import socket
import sys
import threading
import time

import buzon_back
import kit
import sealing
import signing
from buzon_kit import DONE, Pots, free, journal_of, judge_once, must, pot, rows_of, unit
from kit import Client, expect, find_form
from sealing import Phone, post, send

YEAR_MS = 365 * 86400000
# What a browser on a phone says of itself beside the body, as send.js asks it to.
BROWSER = ("POST /buzon HTTP/1.1\r\nHost: {host}\r\nConnection: keep-alive\r\nContent-Length: {n}\r\n"
           'sec-ch-ua-platform: "Android"\r\nUser-Agent: Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 '
           "(KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36\r\n"
           'sec-ch-ua: "Not/A)Brand";v="8", "Chromium";v="126"\r\nContent-Type: application/octet-stream\r\n'
           "sec-ch-ua-mobile: ?1\r\nAccept: */*\r\nOrigin: http://{host}\r\nSec-Fetch-Site: same-origin\r\n"
           "Sec-Fetch-Mode: cors\r\nSec-Fetch-Dest: empty\r\nAccept-Encoding: gzip, deflate, br\r\n"
           "Accept-Language: es-PE,es;q=0.9\r\n\r\n")


# ---- one after the other ----------------------------------------------------------------------

def vector(net):
    with open(os.path.join(kit.ROOT, "tests", "golden", "outbox.json"), encoding="utf-8") as f:
        v = json.load(f)

    def keyed(what, ident):
        return hashlib.blake2b(what + b"\0" + bytes.fromhex(ident), digest_size=32, key=bytes(32)).digest()
    public, secret = sealing.keypair(keyed(b"outbox", v["network"]))
    expect(base64.b64encode(public).decode() == v["box"] and secret.hex() == v["box_secret"], "the box's keys")
    key = keyed(b"pass", v["pass"])
    expect(base64.b64encode(key).decode() == v["key"], "the pass key")
    said = bytes.fromhex(v["act"]) + v["acted_at"].to_bytes(6, "big") + bytes([v["flags"]]) + v["words"].encode()
    expect(sealing.mac(key, said).hex() == v["mac"], "the signature")
    expect(v["plain"] == "01" + v["pass"] + v["mac"] + said.hex(), "the item")
    expect(sealing.unseal(public, secret, bytes.fromhex(v["sealed"])).hex() == v["plain"], "the box")
    expect(sealing.short(v["words"].encode()).hex() == v["short"], "short words")


def keys(net):
    expect(Client(net.url).get("/llave").status == 401, "nobody gets keys")
    expect(net.program("lider").get("/llave").status == 401, "a program gets a phone's keys")
    c = net.client("cocinera")
    expect(c.get("/llave", headers={"Sec-Fetch-Site": "cross-site"}).status == 403, "another site's page")
    expect(c.post("/llave", b"", kind="text/plain").status == 405, "a POST")
    a = c.get("/llave")
    expect(a.header("Cache-Control") == "no-store", a.header("Cache-Control"))
    again, other = Phone(c), Phone(net.client("cocinera"))
    expect(again.passid == bytes.fromhex(a.json()["pass"]) and again.key == Phone(c).key, "the pass changes")
    expect(other.passid != again.passid and other.public == again.public, "two devices have one pass")
    expect("/hoy" in again.keep and not any("{" in p for p in again.keep), f"{again.keep}")
    with kit.open_tables(net.folder) as db:
        for table in db.tables():
            expect(not db.holds(table, again.key.hex()) and not db.holds(table, base64.b64encode(again.key).decode()),
                   f"the pass key rests in {table}")


def on_the_wire(net):
    phone, n = Phone(signing.newcomer(net, "Ada", group="SJM-010")), 10
    acts = [kit.new_id() for _ in range(n)]
    boxes = [phone.item("meal.report", pot(88 + i, "SJM-010", free="12"), act=act,
                        flags=sealing.SHORT) for i, act in enumerate(acts)]
    body = sealing.body(boxes)
    host = net.url.partition("//")[2]
    head = BROWSER.format(host="ollas.ejemplo.pe", n=len(body)).replace("Host: ollas.ejemplo.pe", f"Host: {host}") \
        .replace("http://ollas.ejemplo.pe", net.url).encode()
    with socket.create_connection((host.partition(":")[0], int(host.partition(":")[2])), 10) as s:
        s.sendall(head + body)
        got = b""
        while b"]" not in got.partition(b"\r\n\r\n")[2]:
            piece = s.recv(4096)
            expect(piece, f"cut off: {got[:200]}")
            got += piece
    answers = json.loads(got.partition(b"\r\n\r\n")[2])
    expect(answers[1:] == ["a"] * n, f"{answers}")
    each = (len(head) + len(body) + len(got)) / n
    print(f"# an item with nine others: {each:.0f} bytes on the wire ({len(head)} + {len(body)} asked, {len(got)} answered)")
    expect(each <= 300, f"{each} bytes an item")
    must(acts, answers[1:], net)


def letters(net):
    """Each answer there is, in the order of the items; the same again gets the same again."""
    phone, c = Phone(signing.newcomer(net, "Berta", group="SJM-004")), Client(net.url)
    now = kit.now_ms()
    acts = [kit.new_id() for _ in range(6)]
    one = {**free("SJM-004"), "served": "70"}
    items = [phone.item("meal.report", one, act=acts[0], at=now - 60000),
             phone.item("meal.report", {**one, "served": "71"}, act=acts[1], at=now - 120000),
             phone.item("meal.report", {**one, "served": "72"}, act=acts[2], at=now - 1000),
             phone.item("meal.report", {**one, "kitchen": "SJM-002"}, act=acts[3]),
             phone.item("meal.report", {**one, "served": "73"}, act=acts[0]),
             phone.item("meal.forget", {"kitchen": "SJM-004"}, act=acts[4]),
             phone.item("meal.report", {**one, "plates": "9"}, act=acts[5])]
    first = send(c, items)
    expect([r if isinstance(r, str) else r[0] for r in first] == ["a", "k", "r", "r", "c", "r", "r"], f"{first}")
    again = send(c, items)
    expect(again == ["p", "p"] + first[2:], f"{again}")
    must(acts, [first[0], first[1], *first[2:4], *first[5:]], net)
    kinds = [k for k, _, _ in rows_of(net, phone.person)]
    expect(sorted(kinds) == ["conflict", "form", "form", "refused", "refused"], f"{kinds}")


def with_the_form(net):
    """The form was sent and its answer lost: the item says the same act again, and does nothing."""
    c = signing.newcomer(net, "Cira", group="SJM-005")
    phone, other = Phone(c), Client(net.url)
    form = find_form(c.get(f"/hoy?day={kit.today(1)}&sitting=dinner").text, ["served", "kitchen"], "/hoy")
    fields = {**form["fields"], "served": " 61 ", "free": "5"}
    expect(c.form("/hoy", fields).status == 303, "the form")
    args = {k: v for k, v in fields.items() if k not in ("csrf", "id", "seen", "how")}
    expect(send(other, [phone.item("meal.report", args, act=fields["id"], seen=fields["seen"] or None)]) == ["p"],
           "the item of a form that was sent is another act")
    # And the other way round.
    form = find_form(c.get(f"/hoy?day={kit.today(2)}&sitting=dinner").text, ["served", "kitchen"], "/hoy")
    fields = {**form["fields"], "served": "62"}
    args = {k: v for k, v in fields.items() if k not in ("csrf", "id", "seen", "how")}
    expect(send(other, [phone.item("meal.report", args, act=fields["id"])]) == ["a"], "the item")
    expect(c.form("/hoy", fields).status == 303, "the form of an item that came")
    expect(journal_of(net).count(fields["id"]) == 1, "twice")


def moved(item, at):
    """One byte altered."""
    return item[:at] + bytes([item[at] ^ 1]) + item[at + 1:]


def strangers(net):
    phone, c = Phone(net.client("lider")), Client(net.url)
    good = phone.item("meal.report", pot(50), act=kit.new_id())
    before = len(journal_of(net))
    other, _ = sealing.keypair(secrets.token_bytes(32))
    plain = phone.plain(sealing.words("meal.report", pot(51)))
    forged = plain[:17] + secrets.token_bytes(16) + plain[33:]
    another = bytes([1]) + secrets.token_bytes(16) + plain[17:]
    got = send(c, [sealing.seal(other, plain), moved(good, 3), moved(good, len(good) - 1), b"x" * 40,
                   sealing.seal(phone.public, forged), sealing.seal(phone.public, another),
                   sealing.seal(phone.public, phone.plain(b"{}")), sealing.seal(phone.public, b"\2" + plain[1:])])
    expect(got == [["x", "other_network"]] * 3 + [["x", "damaged"]] * 4 + [["x", "too_old_form"]], f"{got}")
    body = sealing.body([good])
    for what, bad in (("nothing", b""), ("another version", b"\2" + body[1:]), ("cut", body[:-1]),
                      ("51 items", sealing.body([b"y"] * 51)), ("no length", body + b"\0"), ("empty", body + b"\0\0")):
        expect(post(c, bad).status == 400, what)
    expect(post(c, b"\1" + b"z" * 70000).status == 413, "more than 64 kB")
    expect(c.request("POST", "/buzon", body, kind="text/plain").status == 400, "as text")
    expect(post(c, body, headers={"Origin": "https://otra.example"}).status == 403, "from another site")
    expect(post(c, body, headers={"Sec-Fetch-Site": "cross-site"}).status == 403, "from another site's page")
    expect(c.get("/buzon").status == 405, "looked at")
    expect(len(journal_of(net)) == before, "something of it was done")
    # The cookies of whoever carries it are nobody's business.
    carrier = net.client("operadora")
    act = kit.new_id()
    got = send(carrier, [phone.item("device.revoke", {"device": act}, act=act)])
    expect(got[0][0] == "r", f"an item is done with the rights of whoever carries it: {got}")
    expect(send(carrier, [good]) == ["a"], "brought by another")


def many(net):
    """A phone that was away for long: 1,000 items, 50 at a time."""
    operator, c = net.client("operadora"), Client(net.url)
    phone = Phone(operator)
    codes = sorted(r["code"] for r in operator.get("/api/v1/group?limit=1000").json()["rows"]
                   if r["kind"] in ("olla", "comedor"))
    acts, items = [], []
    while len(acts) < 1000:
        more = Pots(phone, codes.pop()).make(50, back=21)  # before the history that was invented
        acts += more[0]
        items += more[1]
    begun = time.monotonic()
    answers = [r for i in range(0, len(items), 50) for r in send(c, items[i:i + 50])]
    print(f"# {len(items)} items, 50 at a time, in {time.monotonic() - begun:.1f} s")
    expect(answers == ["a"] * 1000, f"{collections.Counter(map(str, answers)).most_common(3)}")
    must(acts, answers, net)


def from_two(net, others):
    """The same items by two senders at once, of one server or of two: once each."""
    phone = Phone(net.client("distrito"))
    acts, items = Pots(phone, "SJM-002").make(14)
    servers, rounds = [net, *others, net][:2], [None, None]

    def sender(i):
        rounds[i] = send(Client(servers[i].url), items)
    threads = [threading.Thread(target=sender, args=(i,)) for i in range(2)]
    for t in threads:
        t.start()
    for t in threads:
        t.join(30)
    expect(all(rounds), "no answer within 30 s")
    wrong = judge_once(acts, rounds)
    expect(not wrong, f"{wrong[:3]}")
    must(acts, rounds[0], net)


def killed(net):
    """The server dies again and again while a phone sends; it sends all of it again, in the same order."""
    phone = Phone(net.client("distrito"))
    acts, items = Pots(phone, "SJM-003").make(52)
    told = {}
    for turn in range(3):
        def sender():
            try:
                c = Client(net.url)
                for i in range(0, len(items), 4):
                    for act, r in zip(acts[i:i + 4], send(c, items[i:i + 4])):
                        told.setdefault(act, r)
            except (kit.Failed, OSError, ValueError, http.client.HTTPException):
                pass  # it was killed: nothing is known of what was under way
        t = threading.Thread(target=sender)
        t.start()
        time.sleep(0.03 + 0.03 * turn)
        net.kill()
        t.join(20)
        lost = [a for a, r in told.items() if r in DONE and a not in set(journal_of(net))]
        expect(not lost, f"acknowledged and lost: {lost[:3]}")
        net.start()
    c = Client(net.url)
    answers = [r for i in range(0, len(items), 13) for r in send(c, items[i:i + 13])]
    expect(all(r in ("a", "p") for r in answers), f"{answers}")
    expect(all(answers[acts.index(a)] == "p" for a in told), "what was acknowledged is no repeat")
    must(acts, answers, net)


def clocks(net):
    """Years off, either way: done at the time it came, and marked; nothing lost."""
    c = signing.newcomer(net, "Delia", group="SJM-006")
    phone = Phone(c)
    now = kit.now_ms()
    acts = [kit.new_id() for _ in range(4)]
    at = [now - 6 * YEAR_MS, now + 9 * YEAR_MS, 0, now - 1000]
    items = [phone.item("meal.report", {**free("SJM-006"), "served": str(30 + i)}, act=a, at=at[i],
                        flags=sealing.UNSURE if i == 3 else 0) for i, a in enumerate(acts)]
    answers = send(c, items)
    expect([r if isinstance(r, str) else r[0] for r in answers].count("a") + sum(
        isinstance(r, list) and r[0] == "r" for r in answers) == 4, f"{answers}")
    must(acts, answers, net)
    expect(answers[1] == "a" and answers[3] == "a", f"{answers}")
    record = next(r for r in c.get(f"/api/v1/meal?day={kit.today()}&limit=1000").json()["rows"]
                  if r["sitting"] == "dinner" and r["served"] == 31)
    history = c.get(f"/historia/meal/{record['id']}").text
    expect("reloj en duda" in history and "sin señal" in history, "its doubt, and its road, are not told")


def log(net):
    with open(net.folder + ".log", encoding="utf-8") as f:
        text = f.read()
    expect("POST /buzon 200" in text, "requests are not logged")
    for word in ("SJM-0", "ZQSECRET", "mucho", "Dalia", "served"):
        expect(word not in text, f"the log has {word}")


def second_server(net):
    """Another server on the same database; none with SQLite."""
    if kit.DB != "postgres":
        return []
    return [kit.Net(folder=net.folder).start()]


def main():
    kit.need_program()
    report = kit.Report()
    unit(report)
    net = kit.Net()
    if not report.check("the sample network is served", net.start):
        return report.close()
    others = second_server(net)
    for name, run in (
            ("the vector is what the format says", vector),
            ("who gets keys, and what rests of them", keys),
            ("ten items: 300 bytes each on the wire", on_the_wire),
            ("every answer, in order, and the same again", letters),
            ("a form and its item are one act", with_the_form),
            ("strangers, damage, other networks", strangers),
            ("the same items by two senders: once each", lambda n: from_two(n, others)),
            ("clocks that are years off", clocks),
            ("what stands already is replaced, added to or left", buzon_back.corrected),
            ("a correction may be wrong too", buzon_back.typed_wrong),
            ("discarding is asked once, and only of one's own", buzon_back.discarded),
            ("her membership ended meanwhile", buzon_back.membership_ended),
            ("a retired phone's items", buzon_back.retired),
            ("refused, and its clock was wrong", buzon_back.clock_wrong),
            ("files that come in pieces", buzon_back.with_files),
            ("an erased person's items", buzon_back.erased),
            ("1,000 items", many),
            ("more than anybody sends back", buzon_back.too_many),
            ("nothing private in the log", log)):
        report.check(name, lambda run=run: run(net))
    for other in others:
        other.stop()
    report.check("killed while a phone sends", lambda: killed(net))
    report.check("a clean end", lambda: expect(net.stop() == 0, "exit status"))
    report.check("the laws hold", net.laws)
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
