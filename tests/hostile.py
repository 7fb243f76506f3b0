#!/usr/bin/env python3
"""hostile.py - somebody with an account, or none, who wants more than she may.

Each check is one trick: what it would gain stands in its name. The server must say no, stay up and
go on answering everybody else.
"""
import os
import re
import sys
import threading
import urllib.parse

import desk_plant
import kit
import signing
from kit import Client, expect, find_form, new_id, report

WORKERS_AT_MOST = 16


def answers_on(net):
    """More requests than there are workers, each answered: none was left in a bad state."""
    for _ in range(3 * WORKERS_AT_MOST):
        expect(Client(net.url).get("/").status == 200, "the public page")
    expect(net.process.poll() is None, "the server ended: " + net.tail())


# ---- more than the memory of a request ----------------------------------------------------------

def fills_the_arena(net):
    """A thousand actions, each wrong in sixteen long ways, ask for an answer beyond any memory."""
    args = {f"k{i:03d}_" + "x" * 230: None for i in range(16)}
    c = net.client("lider")
    for _ in range(2 * WORKERS_AT_MOST):
        a = c.changes([{"id": new_id(), "action": "meal.report", "args": args} for _ in range(1000)])
        expect(a.status in (200, 413, 503), f"{a.status}")
    answers_on(net)


def many_values(net):
    """Millions of small values fit into few bytes of JSON and into many bytes of memory."""
    c = net.client("lider")
    before = net.memory_kb()
    for body in ("[" + ",".join(["{}"] * 1300000) + "]",
                 '[{"id":"x","action":"y","args":{"z":[' + ",".join(["[]"] * 1300000) + "]}}]"):
        a = c.post("/api/v1/changes", body, kind="application/json")
        expect(a.status in (400, 413), f"{a.status}")
    grown = net.memory_kb() - before
    expect(kit.sanitized() or grown < 40 * 1024, f"grown by {grown} kB")
    answers_on(net)


# ---- ids of others ------------------------------------------------------------------------------

def imported(net, entity, text):
    path = os.path.join(kit.scratch(), f"{entity}.csv")
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)
    r = net.ayni("import", entity, path)
    expect(r.status == 0, f"import {entity}: {r.text}")


def rows(c, path):
    a = c.get(path)
    expect(a.status == 200, f"{path}: {a.status} {a.text[:200]}")
    return a.json()["rows"]


def paged(c, path):
    out, key = [], ""
    while key is not None:
        a = c.get(path + ("&after=" + urllib.parse.quote(key) if key else "")).json()
        out += a["rows"]
        key = a["next"]
    return out


def takes_a_record(net):
    """A new record with the id of one that stands would write over it, and invite as its person."""
    imported(net, "person", "name,short_name\nOtilia Ramos,OTILIA\n")
    imported(net, "group", "name,kind,code\nRed del sur,organisation,SUR\n")
    boss = net.client("operadora")
    otilia = next(p for p in rows(boss, "/api/v1/person?limit=1000") if p["short_name"] == "OTILIA")
    sur = rows(boss, "/api/v1/group?code=SUR")[0]
    for who, ident, action, args in (
            ("lider", otilia["id"], "person.add", {"name": "Otra", "group": "SJM-001", "role": "cook"}),
            ("operadora", otilia["id"], "person.add", {"name": "Otra", "group": "SJM-001", "role": "cook"}),
            ("distrito", sur["id"], "kitchen.register", {"name": "Otra", "place": "150133"}),
            ("operadora", sur["id"], "group.create", {"name": "Otra", "kind": "programme", "parent": "SUR"})):
        a = net.client(who).changes([{"id": ident, "action": action, "args": args}]).json()[0]
        expect(a["status"] == "conflict" and "current" not in a, f"{action} by {who}: {a}")
    page = net.client("lider")
    form = page.get("/invitar").text
    csrf = re.search(r'name="csrf" value="([^"]+)"', form)[1]
    a = page.form("/invitar", {"csrf": csrf, "id": otilia["id"], "name": "Otra", "group": "SJM-001", "role": "cook"})
    expect("/i/" not in a.text, "an invitation for somebody else")
    again = next(p for p in rows(boss, "/api/v1/person?limit=1000") if p["id"] == otilia["id"])
    expect(again == otilia and rows(boss, "/api/v1/group?code=SUR")[0] == sur, "a record was written over")


def invited_twice(net):
    """A repeated tap replaces the link; replayed when she has risen, it gives none."""
    c = net.client("lider")
    csrf = re.search(r'name="csrf" value="([^"]+)"', c.get("/invitar").text)[1]
    form = {"csrf": csrf, "id": new_id(), "name": "Wilma", "group": "SJM-001", "role": "cook"}
    links = [re.search(r"/i/[\w-]{20,}", c.form("/invitar", form).text) for _ in range(2)]
    expect(all(links) and links[0][0] != links[1][0], f"{links}")
    expect([Client(net.url).get(x[0]).status for x in links] == [410, 200], "both links open, or none")
    boss = net.client("operadora")
    a = boss.changes([{"id": new_id(), "action": "membership.add",
                       "args": {"person": form["id"], "group": "SJM-001", "role": "coordinator"}}]).json()[0]
    expect(a["status"] == "accepted", a)
    expect("/i/" not in c.form("/invitar", form).text, "a leader lets a coordinator in")


def pins_at_once(net):
    """Guessing from forty hands on one device at once is guessing five times."""
    c = signing.newcomer(net, "Xiomara")
    signing.fill_out(c, "/cerrar")
    form = find_form(c.get("/entrar").text, ["person", "pin"])
    got = []

    def guess(pin):
        one = Client(net.url)
        one.cookies = dict(c.cookies)
        got.append(one.form("/entrar", {**form["fields"], "pin": pin}).status)

    hands = [threading.Thread(target=guess, args=(f"2{i:05d}",)) for i in range(11, 51)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join(60)
    expect(len(got) == 40 and set(got) <= {422, 429, 503} and got.count(422) < 5, f"{sorted(got)}")
    expect(signing.enter(c, "Xiomara").status == 429, "the right PIN opens while waiting")


def zone_of_nowhere(net):
    """A network whose zone does not exist could never be served again."""
    c = net.client("operadora")
    it = rows(c, "/api/v1/network")[0]
    for args, field in (({"zone": "Nowhere/Never"}, "zone"), ({"zone": "../../etc/passwd"}, "zone"),
                        ({"country": "P"}, "country"), ({"currency": "S"}, "currency")):
        whole = {k: it[k] for k in ("name", "country", "zone", "currency")} | args | {"id": it["id"]}
        a = c.changes([{"id": new_id(), "action": "network.put", "args": whole, "seen": it["seen"]}]).json()[0]
        expect(a["status"] == "refused" and a["errors"][0]["field"] == field, f"{args}: {a}")
    a = c.changes([{"id": new_id(), "action": "network.put", "seen": it["seen"],
                    "args": {"name": it["name"], "country": it["country"], "zone": it["zone"],
                             "currency": it["currency"]}}]).json()[0]
    expect(a["status"] == "refused", f"a second network: {a}")


def pages_of_days(net):
    """Lists by day follow the ids; no row is lost or shown twice on the way, and ranges are exact."""
    c = Client(net.url)
    for more in ("", "&kitchen=SJM-001", "&day_until=" + kit.today(2), "&day_from=" + kit.today(5),
                 "&day_from=1969-12-30&day_until=2199-12-31"):
        want = len(paged(c, "/api/v1/meal?limit=1000" + more))
        for sort, down in (("day", False), ("-day", True)):
            got = paged(c, f"/api/v1/meal?limit=37&sort={sort}{more}")
            days = [r["day"] for r in got]
            expect(days == sorted(days, reverse=down), f"{sort}{more}: order")
            expect(len({r["id"] for r in got}) == len(got) == want, f"{sort}{more}: {len(got)} of {want}")
    some = paged(c, "/api/v1/meal?limit=1000&day=" + kit.today(3))
    expect(some and {r["day"] for r in some} == {kit.today(3)}, "one day")


# ---- more than its share ------------------------------------------------------------------------

def pictures_for_nobody(net):
    """Drawing takes long: strangers who ask for it all at once are told to come again, who signed in is not."""
    leader, over, got = net.client("lider"), threading.Event(), []

    def ask(hand):
        one, n = Client(net.url), 0
        while not over.is_set():
            n += 1
            a = one.get(f"/resumen/150133.png?{hand}={n}")  # an address nobody asked for before
            got.append((a.status, a.header("Retry-After"), a.header("Content-Type")))

    hands = [threading.Thread(target=ask, args=(i,), daemon=True) for i in range(WORKERS_AT_MOST)]
    for hand in hands:
        hand.start()
    try:
        kit.wait_for("both answers", lambda: {200, 503} <= {status for status, *_ in got}, 60)
        for _ in range(3):
            a = leader.get("/resumen/150133.png?lider=1")
            expect(a.status == 200 and a.header("Content-Type") == "image/png", f"the leader: {a.status}")
    finally:
        over.set()
        for hand in hands:
            hand.join(30)
    expect({status for status, *_ in got} == {200, 503}, f"{sorted({status for status, *_ in got})}")
    expect(all(wait for status, wait, _ in got if status == 503), "503 without Retry-After")
    for _ in range(8):  # nothing is held for who is gone
        expect(Client(net.url).get("/resumen/150133.png?after=1").status == 200, "a picture afterwards")


def addresses_of_nothing(net):
    """What was made once for all is not made anew because somebody asks for what does not exist."""
    def more(n):  # beside the program: a page that is kept does not know
        with kit.open_tables(net.folder) as db:
            db.execute(f"update meal set served = served + {n} where served is not null")

    c, path = Client(net.url), "/cocina/SJM-002"
    page = c.get(path).text
    more(1)
    try:
        expect(c.get(path + "?made=anew").text != page, "the page does not show what changed")
        expect(c.get(path).text == page, "it is not kept at all")
        for i in range(800):
            expect(c.get(f"/cocina/N-{i}").status == 404, "a page of nothing")
        expect(c.get(path).text == page, "it was made anew")
    finally:
        more(-1)


def text_of_the_session(net):
    """Packed pages must not tell the session's text by their length: it is other bytes each time, all of them good."""
    c = net.client("lider")
    texts = [re.search(r'name="csrf" value="([^"]+)"', c.get("/hoy").text)[1] for _ in range(8)]
    expect(len(set(texts)) == 8 and {len(t) for t in texts} == {44}, f"{texts[:2]}")
    for place in range(44):
        expect(len({t[place] for t in texts}) > 1, f"sign {place} never changes")
    expect({c.form("/cuenta/dibujo", {"csrf": t}).status for t in texts} == {422}, "one of them is not taken")
    bad = [texts[0][:43], texts[0] + "A", texts[0][:22] + texts[1][22:], "A" * 44, "", texts[0][22:]]
    expect({c.form("/cuenta/dibujo", {"csrf": t}).status for t in bad} == {403}, "another text is taken")


# ---- who asks -----------------------------------------------------------------------------------

def other_names(net):
    """A name of somebody else's that leads to this machine (DNS rebinding) reads nothing."""
    for host in ("127.evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "evil.example",
                 "127.", "127.0.0.1@evil.example", "[::1].evil.example", "[::1"):
        a = Client(net.url).get("/", headers={"Host": host})
        expect(a.status in (400, 421), f"{host}: {a.status}")
    for host in ("127.0.0.1", "127.1.2.3:80", "localhost", "[::1]:8080"):
        expect(Client(net.url).get("/", headers={"Host": host}).status == 200, host)


def leads_away(net):
    """Nothing that comes with an address sends people to another site."""
    away = ("//evil.example", "/\\evil.example", "https://evil.example", "/%5Cevil.example/..", "javascript:alert(1)",
            "/\t/evil.example", "/%0d%0aSet-Cookie:x=1", " //evil.example", "\\\\evil.example")
    c, lider = Client(net.url), net.client("lider")
    for to in away:
        a = c.form("/idioma", {"idioma": "es", "volver": to})
        where = a.header("Location") or ""
        expect(where.startswith("/") and not where.startswith(("//", "/\\")), f"{to!r}: {where!r}")
        expect(a.header("Set-Cookie") is None or "x=1" not in a.header("Set-Cookie"), "a header was split")
        a = lider.get("/entrar?" + urllib.parse.urlencode({"next": to}))
        where = a.header("Location") or ""
        expect(a.status == 303 and where.startswith("/") and not where.startswith(("//", "/\\")), f"{to!r}: {where!r}")
    some = rows(lider, "/api/v1/meal?kitchen=SJM-001&limit=1")[0]["id"]
    for to in away:
        a = lider.get(f"/historia/meal/{some}?" + urllib.parse.urlencode({"volver": to}))
        href = re.findall(r'href="(/[^"]*evil[^"]*)"', a.text)
        expect(a.status == 200 and "javascript:" not in a.text and "https://evil" not in a.text, f"{to!r}: {a.status}")
        expect(all(not re.match(r"/\s*[/\\]", h) for h in href), f"{to!r}: {href}")
    a = c.get("//evil.example/x")
    expect(a.status == 404 and not re.search(r'(href|action|src)="//', a.text), "a path became a host")


def markup(net):
    """What people type is text everywhere it is shown."""
    bad = '"><img src=x onerror=alert(1)>\'</script>{{who}}&lt;'
    c = net.client("operadora")
    it = next(p for p in rows(c, "/api/v1/person?limit=1000") if p["short_name"] == "LIDER")
    a = c.changes([{"id": new_id(), "action": "person.put", "args": {"id": it["id"], "name": bad}, "seen": it["seen"]},
                   report({"kitchen": "SJM-001", "served": 9, "reason": bad}),
                   {"id": new_id(), "action": "kitchen.edit", "args": {"kitchen": "SJM-001", "name": bad}}])
    expect([x["status"] for x in a.json()].count("accepted") >= 2 and a.json()[2]["status"] == "accepted", a.text)
    lider = net.client("lider")
    seen = 0
    for path in ("/", "/inicio", "/cuenta", "/hoy", "/distrito/150133", "/cocina/SJM-001", "/invitar", "/reportes",
                 f"/historia/person/{it['id']}", f"/hoy?kitchen=SJM-001&day={bad}", "/entrar?next=/" + bad.replace(" ", ""),
                 "/cocina/" + re.sub(r"[ #?&/]", "", bad)):
        for who in (lider, c, Client(net.url)):
            text = who.get(path.replace(" ", "%20").replace("<", "%3C").replace(">", "%3E").replace('"', "%22")).text
            seen += "onerror" in text
            expect("<img src=x" not in text and "</script>{{" not in text, f"{path}: markup")
    expect(seen > 3, "the text was not shown anywhere")
    post, seen = desk_plant.Post(net.folder), 0
    post.gateway(desk_plant.SMS, "cht", bad)
    for whom in (post.person("+51900000001"), (None, desk_plant.STRANGER)):
        post.message(whom, bad, "lost")
    for desk in ("/conversaciones", "/no-entendidos"):
        for who in (net.client("distrito"), c):
            links = {one for one in kit.Forms(who.get(desk).text).links if one.startswith(desk + "/")}
            for path in [desk, *sorted(links)]:
                text = who.get(path).text
                seen += "onerror" in text
                expect("<img src=x" not in text and "</script>{{" not in text, f"{path}: markup")
    expect(seen > 3, "the messages were not shown anywhere")


def main():
    kit.need_program()
    out = kit.Report()
    net = kit.Net()
    if not out.check("the sample network is served", net.start):
        return out.close()
    for name, run in (
            ("an answer beyond all memory", fills_the_arena),
            ("millions of values in one request", many_values),
            ("a new record with somebody's id", takes_a_record),
            ("an invitation repeated, and replayed", invited_twice),
            ("many PINs at once", pins_at_once),
            ("a zone that does not exist", zone_of_nowhere),
            ("lists by day", pages_of_days),
            ("pictures for nobody", pictures_for_nobody),
            ("addresses of nothing", addresses_of_nothing),
            ("the session's text", text_of_the_session),
            ("names of others for this machine", other_names),
            ("nothing leads away", leads_away),
            ("markup stays text", markup)):
        out.check(name, lambda run=run: run(net))
    out.check("a clean end", lambda: expect(net.stop() == 0, "exit status"))
    out.check("the laws hold", net.laws)
    return out.close()


if __name__ == "__main__":
    sys.exit(main())
