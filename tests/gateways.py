#!/usr/bin/env python3
"""gateways.py - text messages through a phone (cht-gateway), a modem (gammu-smsd) and Kannel: both ways, with states
and times; repeats, reordering, lost answers, a gateway that is down, kill -9 between hand-over and acknowledgement.

    gateways.py [--kills N] [--long] [--only NAME]...
"""
import argparse
import concurrent.futures
import gzip
import json
import random
import sys
import threading

import gateways_gammu as modem
import gateways_kannel as kannel
import kit
from gateways_kit import LEADER, Way, basic, call, expect, kept, meals, orderly, wait_for

from cht import Cht

report = kit.Report()


# ---- the phone that polls ----------------------------------------------------------------------

def phone_both_ways(net):
    way = Way(net, "android", "--price", "0.06")
    with Cht(way.url, way.secret, every_s=0.2) as phone:
        sent = kit.now_ms() - 3000
        phone.say(LEADER, "raciones 118", sent=sent)
        (got,) = phone.wait_seen(1, to=LEADER)
        expect("118" in got["text"], f"answer: {got}")
        wait_for("the pot", lambda: meals(net) == [118])
        (m,) = way.wait("in", "in", "done")
        expect(m["text"] == "raciones 118" and m["address"] == LEADER, m)
        (out,) = way.wait("delivered", "out", "delivered")
        orderly(out)
        expect(out["segments"] == 1 and out["cost_mills"] == 60, out)
        phone.quiet = True
        way.send()
        expect(phone.wait_seen(2, to=LEADER)[1:], "our own message did not arrive")
        way.wait("sent", "out", "sent")
        expect(way.row()["seen_at"] and not way.row()["fault"], way.row())
        expect(phone.states and all(s[0] == "UNSENT" for s in phone.states.values()), phone.states)
    return way


def phone_repeats(net):
    way = Way(net, "android")
    with Cht(way.url, way.secret, every_s=0.2) as phone:
        for n in range(3):
            phone.say(f"+5190000000{n + 1}", "ayuda")
        phone.wait_seen(3)
        phone.repeat(3)
        phone.plan("poll", "lost", "cut", None, "lost")
        phone.say("+51900000004", "ayuda")
        phone.repeat(2)
        wait_for("all brought", lambda: not phone.waiting and not phone.plans["poll"])
        phone.poll()
        way.hurry()  # what the lost answer handed out is due again
        phone.wait_seen(4)
        phone.poll()
        expect(len(way.rows("in")) == 4, f"{len(way.rows('in'))} messages of 4")
        expect(len(way.wait("all delivered", "out", "delivered", 4)) == 4 == len(phone.seen()), f"answers: {phone.seen()}")
        expect(sorted(m["to"] for m in phone.seen()) == [f"+5190000000{n + 1}" for n in range(4)], phone.seen())


def phone_order(net):
    """What was sent earlier and comes later does not beat what was sent later."""
    way = Way(net, "android")
    with Cht(way.url, way.secret, every_s=None) as phone:
        now = kit.now_ms()
        phone.say(LEADER, "raciones 131", sent=now - 60000)
        phone.say(LEADER, "raciones 142", sent=now - 120000)
        phone.poll()
        phone.wait_seen(2)
        expect(sorted(m["state"] for m in way.rows("in")) == ["done", "done"], way.rows("in"))
        expect(meals(net) == [131], meals(net))


def phone_failures(net):
    way = Way(net, "android")
    with Cht(way.url, way.secret, every_s=0.2) as phone:
        phone.plan("send", "generic; errorCode=38")
        way.send()
        wait_for("one failure", lambda: [m["tries"] for m in way.rows("out")] == [1])
        (m,) = way.rows("out")
        expect(m["state"] == "queued" and m["fault"] and m["due_at"] > m["made_at"], m)
        way.hurry()
        phone.wait_seen(1)
        way.wait("then delivered", "out", "delivered")
        expect(len(phone.texts) == 2, "a try after a failure needs an id of its own")
        phone.plan("send", "destination.invalid")
        way.send("+51900000077")
        (m,) = way.wait("given up", "out", "failed")
        expect(m["failed_at"] >= m["made_at"] and m["tries"] == 1, m)
        # An old failure told late is not one of the next try.
        old = next(i for i, s in phone.states.items() if s[-1] == "FAILED" and i.startswith(m["id"].hex()[:8]))
        status, _, body = call(way.url, body=json.dumps({"updates": [
            {"id": old, "status": "FAILED", "reason": "generic"}, {"id": "f" * 36, "status": "SENT"},
            {"id": "nonsense", "status": "DELIVERED"}, {"id": str(kit.new_id()), "status": "DELIVERED"}]}), headers=basic(way.secret))
        expect(status == 200 and json.loads(body) == {"messages": []}, (status, body))
        expect(way.rows("out")[-1]["tries"] == 1, "a failure counted twice")


def phone_strangers(net):
    way = Way(net, "android")
    body = json.dumps({"messages": [{"id": "1", "from": LEADER, "content": "raciones 7777", "sms_sent": 1, "sms_received": 1}],
                       "updates": None})
    before = kept(net)
    for name, headers in (("nobody", {}), ("wrong", basic("x" * 32)), ("near", basic(way.secret[:-1])),
                          ("longer", basic(way.secret + "a")), ("empty", basic("")), ("no colon", {"Authorization": "Basic QQ=="}),
                          ("damaged", {"Authorization": "Basic %%%"}), ("bearer", {"Authorization": "Bearer " + way.secret}),
                          ("huge", {"Authorization": "Basic " + "A" * 4000})):
        for method in ("GET", "POST"):
            status, got, _ = call(way.url, method, body if method == "POST" else b"", headers)
            expect(status == 401 and "Basic" in got.get("WWW-Authenticate", ""), f"{name} {method}: {status} {got}")
    expect(kept(net) == before, "a refused call left something")
    status, _, text = call(way.url, "GET", headers=basic(way.secret))
    expect((status, json.loads(text)) == (200, {"medic-gateway": True}), (status, text))
    for body, want in ((b"{", 400), (b"[]", 400), (b"\xff", 400), (b'{"messages":7}', 400), (b'{"messages":[' + b"{}," * 600 + b"{}]}", 400),
                       (b'{"a":"' + b"x" * 600000 + b'"}', 413), (b"[" * 200, 400)):
        status, _, text = call(way.url, body=body, headers=basic(way.secret))
        expect(status == want, f"{body[:20]}: {status}, not {want}")
        expect(want == 413 or (json.loads(text)["error"] is True and json.loads(text)["message"]), text)
    packed = {**basic(way.secret), "Content-Encoding": "gzip"}
    good = json.dumps({"messages": [{"id": "z", "from": "+51900000001", "content": "hola hola"}]}).encode()
    for body, want in ((gzip.compress(good), 200), (gzip.compress(good)[:-9], 400), (good, 400), (gzip.compress(b"[" * 3000000), 413),
                       (gzip.compress(good) + b"x", 400)):
        status, _, text = call(way.url, body=body, headers=packed)
        expect(status == want, f"packed: {status}, not {want}")
    expect(call(way.url, "PUT", b"{}", basic(way.secret))[0] in (405, 501), "PUT")
    expect(call(way.url + "/more", headers=basic(way.secret))[0] == 404, "an address behind it")
    # Odd messages are answered 200: else the phone brings them for ever.
    odd = {"messages": [{}, {"id": 5, "from": 7}, {"from": "Claro", "content": "Saldo"}, {"id": "", "from": LEADER, "content": None},
                        {"id": "x", "from": "+51900000001", "content": "hola", "sms_sent": -5, "extra": []}], "updates": [{}, 3, None]}
    for _ in range(2):
        status, _, text = call(way.url, body=json.dumps(odd), headers=basic(way.secret))
        expect(status == 200, (status, text))
    expect(len([m for m in way.rows("in") if m["text"] == "hola"]) == 1, "a message without an id of its own came twice")


def phone_kills(net, kills, seed=3):
    """The server is killed while messages come: each is there once, and each is answered once."""
    rng = random.Random(seed)
    way = Way(net, "android")
    number = "+51900000002"
    with Cht(way.url, way.secret, every_s=0.05) as phone:
        for n in range(kills):
            net.port = int(net.url.rpartition(":")[2])
            for k in range(4):
                phone.say(number, f"raciones {200 + 4 * n + k}")
            kit.time.sleep(rng.uniform(0.0, 0.25))
            net.kill()
            net.start()
        wait_for("all brought", lambda: not phone.waiting, 20)
        ins = way.rows("in")
        expect(len(ins) == 4 * kills and all(m["state"] != "lost" for m in ins), [m["state"] for m in ins])

        def all_told():
            way.hurry()
            return len(phone.seen(to=number)) >= len(way.rows("out")) > 0 and not phone.updates
        wait_for("all answered", all_told, 20)
        ids = [m["id"] for m in phone.seen(to=number)]
        expect(len(ids) == len(set(ids)) == len({i[:36] for i in ids}), "an answer went out twice")
        expect(len(ids) == len(way.rows("out")), (len(ids), len(way.rows("out"))))
        way.wait("all delivered", "out", "delivered", len(ids))


def phone_planted(net):
    """A phone that sends an id twice, and one that keeps what it got, are seen."""
    way = Way(net, "android")
    with Cht(way.url, way.secret, every_s=0.1, broken="resends") as phone:
        phone.plan("poll", "wait:1")
        phone.quiet = True
        way.send()
        way.wait("sent", "out", "sent")
        with kit.open_tables(net.folder) as db:
            db.execute("update message set state = 'queued', due_at = 1 where gateway = ? and way = 'out'", (way.key,))
        expect(len(phone.wait_seen(2, wait_s=5)) == 2, "a phone that sends twice was not caught")
    way = Way(net, "android")
    with Cht(way.url, way.secret, every_s=0.1, broken="deaf") as phone:
        phone.say(LEADER, "raciones 99")
        wait_for("it believes so", lambda: not phone.waiting)
        expect(not way.rows("in"), "a phone that brings nothing was not caught")


# ---- all ---------------------------------------------------------------------------------------

def together(net, other):
    """Each has a gateway and numbers of its own: they run side by side, most of the time waiting."""
    yield "phone: both ways, states and times", lambda: phone_both_ways(net)
    yield "phone: repeats, lost and cut answers", lambda: phone_repeats(net)
    yield "phone: what fails is tried under another id, or given up", lambda: phone_failures(net)
    yield "phone: planted faults are seen", lambda: phone_planted(net)
    yield "modem: both ways, states and times", lambda: modem.both_ways(net)
    yield "modem: long messages, late and out of order", lambda: modem.long_ones(net)
    yield "modem: what fails, what is no message", lambda: modem.failures(net)
    yield "modem: down and back", lambda: modem.down(net)
    yield "modem: planted faults are seen", lambda: modem.planted(net)
    yield "kannel: both ways, states and times", lambda: kannel.both_ways(other)
    yield "kannel: what fails, reports in any order", lambda: kannel.failures(other)
    yield "modem: gammu-smsd itself", modem.have_real() and (lambda: modem.real(other))
    yield "kannel: bearerbox, smsbox and fakesmsc themselves", kannel.have_real() and (lambda: kannel.real(other))


def longer(other):
    """Where a gateway that was down is tried again ever later."""
    yield "kannel: repeats, down and back", lambda: kannel.repeats(other)
    yield "kannel: what nobody knows goes again", lambda: kannel.unsure(other)


def alone(net, args):
    """They look at whole tables, or kill the server."""
    yield "phone: strangers and damaged bodies", lambda: phone_strangers(net)
    yield "kannel: strangers", lambda: kannel.strangers(net)
    yield "phone: out of order", lambda: phone_order(net)
    yield f"phone: {args.kills} kills of the server", lambda: phone_kills(net, args.kills)
    yield f"modem: {args.kills} kills of the server", lambda: modem.killed(net, args.kills)
    yield "kannel: the server away and back", lambda: kannel.server_away(net)


def silent(nets):
    """Nobody's number, no text and no secret is in any log."""
    logs = []
    for net in nets:
        with open(net.folder + ".log", encoding="utf-8", errors="replace") as f:
            log = f.read()
        logs.append(log)
        with kit.open_tables(net.folder) as db:
            private = {r[0] for r in db.execute("select secret from gateway")} | \
                {r[0] for r in db.execute("select address from message")} | \
                {r[0][:20] for r in db.execute("select text from message") if len(r[0]) > 8}
        private |= {p.lstrip("+") for p in private}
        found = [p for p in private if p and p in log]
        expect(not found, f"in the log: {found[:3]}")
    expect(any("pasarela" in log for log in logs), "the logs say nothing of the gateways")


def run(checks, args, at_once):
    with concurrent.futures.ThreadPoolExecutor(at_once) as pool:
        for name, one in checks:
            if args.only and not any(x in name for x in args.only):
                continue
            if one:
                pool.submit(report.check, name, one)
            else:
                report.skip(name, "not installed here (Debian: gammu gammu-smsd kannel kannel-extras)")


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--kills", type=int, default=2)
    p.add_argument("--long", action="store_true", help="also what takes its time")
    p.add_argument("--only", action="append", default=[], help="checks whose name holds this")
    args = p.parse_args()
    kit.need_program()
    nets = [kit.Net().start() for _ in range(3)]
    try:
        aside = threading.Thread(target=run, args=(alone(nets[2], args), args, 1))
        aside.start()
        run([*together(*nets[:2]), *(longer(nets[1]) if args.long else ())], args, 16)
        aside.join()
        report.check("logs are silent", lambda: silent(nets))
        report.check("the laws hold", lambda: [net.laws() for net in nets])
    finally:
        for net in nets:
            net.stop()
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
