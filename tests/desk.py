#!/usr/bin/env python3
"""desk.py - what coordinators do with messages: conversations, answers, words taught, broadcasts, gateways."""
import re
import sys

import kit
from desk_plant import SMS, STRANGER, WHATSAPP, Post, phone_in
from kit import expect


def send(client, path, names, given, action=""):
    """The page's form with these values, sent; its answer."""
    page = client.get(path)
    expect(page.status == 200, f"{path}: {page.status}")
    form = kit.find_form(page.text, names, action)
    return client.form(form["action"], {**form["fields"], **given})


def told(answer):
    """What a refusal says."""
    return " ".join(re.sub(r"<[^>]+>", " ", "".join(re.findall(r'(?s)<div class="say bad".*?</div>', answer.text))).split())


def links(text, start):
    return [x for x in re.findall(r'href="([^"#]+)', text) if x.startswith(start)]


def conversations(net):
    """She sees those of her district and answers; others' do not exist; a stranger is for who looks after the network."""
    post = Post(net.folder)
    post.gateway(SMS, "android", "Celular de la mesa")
    near, far = post.person(phone_in(post, "SJM-001")), post.person(far_phone(post))
    mine = post.message(near, "ZQNEAR el guisito estuvo para 120", "lost", ago=90000)
    other = post.message(far, "ZQFAR raciones 80", "done", ago=80000)
    strange = post.message((None, STRANGER), "ZQSTRANGE hola", "answered", ago=70000)
    who = {p: net.client(p) for p in ("operadora", "distrito", "lider", "cocinera", "mesa", "facilitadora", "voluntaria")}
    sees = {"operadora": {"ZQNEAR", "ZQFAR", "ZQSTRANGE"}, "distrito": {"ZQNEAR"}}
    for name, c in who.items():
        page = c.get("/conversaciones")
        expect(page.status == (200 if name in sees else 404), f"{name}: the list: {page.status}")
        got = set(re.findall("ZQ[A-Z]+", page.text))
        expect(got == sees.get(name, set()), f"{name} sees {got}")
        for mark, ident in (("ZQNEAR", mine), ("ZQFAR", other), ("ZQSTRANGE", strange)):
            one = c.get(f"/conversaciones/{ident}")
            expect(one.status == (200 if mark in sees.get(name, ()) else 404), f"{name}: {mark}: {one.status}")
            expect(one.status == 404 or one.header("Cache-Control") == "no-store", "kept by a browser")
    expect(net.client().get("/conversaciones").status == 303, "nobody sees it")
    d = who["distrito"]
    expect(STRANGER not in d.get("/conversaciones").text, "a number of nobody's shows")
    expect("ZQNEAR" in d.get("/conversaciones?ver=esperan").text, "who waits is not listed")
    # Answering.
    path = f"/conversaciones/{mine}"
    a = send(d, path, ["text", "message"], {"text": ""}, path)
    expect(a.status == 422 and "Falta" in told(a), f"an empty answer: {a.status} {told(a)}")
    form = kit.find_form(d.get(path).text, ["text", "message"], path)
    fields = {**form["fields"], "text": "ZQANSWER ya está anotado, señora"}
    for _ in range(2):  # sent twice, queued once
        a = d.form(path, fields)
        expect(a.status == 303 and a.header("Location") == path + "?ok=1#responder", f"answered: {a.status} {told(a)}")
    rows = post.db.execute("select state, kind, address, gateway, person, answers, author is not null, text from message"
                           " where kind = 'answer'")
    expect(len(rows) == 1, f"{len(rows)} answers")
    state, kind, address, gateway, person, answers, author, text = rows[0]
    expect((state, address, gateway, person, bool(author)) == ("queued", near[1], SMS, near[0], True), f"{rows[0]}")
    page = d.get(path).text
    expect("ZQANSWER" in page and "En cola" in page, "the answer is not shown")
    expect("ZQNEAR" not in d.get("/conversaciones?ver=esperan").text, "still waits")
    expect("ZQANSWER" not in net.dump() and "ZQNEAR" not in net.dump(), "a text is in the journal's tables")
    expect(not any(post.db.holds(t, "ZQANSWER") for t in post.db.tables() if t != "message"), "a text is elsewhere")
    expect("respondió" in person_history(d, post), "the deed is not told")
    # A form for another's conversation, and one whose group was changed by hand.
    for given in ({"message": other}, {"group": str_id(post.net)}):
        a = d.form(path, {**fields, "id": kit.new_id(), **given})
        expect(a.status in (404, 422) and post.one("select count(*) from message where kind = 'answer'") == 1,
               f"{given}: {a.status}")
    a = net.program("distrito").changes([{"id": kit.new_id(), "action": "message.answer", "acted_at": kit.instant(kit.now_ms()), "args": {
        "group": fields["group"], "message": mine, "text": "ZQTOKEN"}}])
    expect("denied" in a.text and not post.db.holds("message", "ZQTOKEN"), f"a program answers: {a.text[:300]}")
    post.close()


def str_id(raw):
    h = raw.hex()
    return f"{h[:8]}-{h[8:12]}-{h[12:16]}-{h[16:20]}-{h[20:]}"


def person_history(client, post):
    care = post.db.execute("select id from message_care")[0][0]
    return client.get(f"/historia/message_care/{str_id(care)}").text


def far_phone(post):
    """Of somebody of another district."""
    return post.db.execute(
        'select c.phone from membership m join "group" g on g.id = m."group" join contact c on c.person = m.person'
        " join place p on p.id = g.place where p.code <> '150133' and g.kind in ('olla', 'comedor')"
        " and c.phone is not null order by c.phone")[0][0]


def words(net):
    """What was not understood is grouped, taught with one touch, and understood; another is put away."""
    post, d = Post(net.folder), net.client("distrito")
    near = post.person(phone_in(post, "SJM-002"))
    ids = [post.message(near, f"ZQ la comidita alcanzo para {n}", "lost", ago=50000 - n) for n in (80, 90, 100)]
    junk = post.message(near, "ZQJUNK gane un millon aqui", "lost", ago=40000)
    page = d.get("/no-entendidos").text
    expect(page.count("comidita") == 1 and ">3<" in page, "not grouped")
    (path,) = [x for x in links(page, "/no-entendidos/") if x.endswith(ids[2]) or x.endswith(ids[1]) or x.endswith(ids[0])]
    for bad, why in (({"said": "12 34"}, "tres letras"), ({"means": "zapato"}, "lista"), ({"said": "raciones"}, "ya se entiende")):
        a = send(d, path, ["said", "means"], {"said": "la comidita alcanzo para", "means": "raciones", **bad})
        expect(a.status == 422 and why in told(a), f"{bad}: {a.status} {told(a)}")
    a = send(d, path, ["said", "means"], {"said": "La Comidita alcanzó para 90", "means": "raciones"})
    expect(a.status == 303 and a.header("Location") == path, f"taught: {a.status} {told(a)}")
    expect(post.db.execute("select said, means, language from phrase") == [("la comidita alcanzo para", "raciones", "es")],
           f"{post.db.execute('select said, means from phrase')}")
    expect("comidita" not in d.get("/no-entendidos").text, "what was taught is still listed")
    expect("la comidita alcanzo para" in d.get("/palabras").text, "not among the words")
    said = net.say(near[1], "la comidita alcanzo para 77")
    expect("Anotado" in said and "77" in said, f"not understood after all: {said}")
    # Away with what is not for us: nobody waits for it.
    a = send(d, f"/no-entendidos/{junk}", ["message", "group"], {}, f"/no-entendidos/{junk}/apartar")
    expect(a.status == 303 and "ZQJUNK" not in d.get("/no-entendidos").text, f"put away: {a.status}")
    expect(post.one("select state from message where text like 'ZQJUNK%'") == "silent", "its state")
    # Taken back.
    (url,) = links(d.get("/palabras").text, "/palabras/quitar")
    a = send(d, url, ["phrase"], {})
    expect(a.status == 303 and "comidita" not in d.get("/palabras").text, f"taken back: {a.status}")
    expect("Anotado" not in net.say(near[1], "la comidita alcanzo para 79"), "understood though nobody teaches it any more")
    post.close()


def main():
    report = kit.Report()
    kit.need_program()
    for name, run in (("conversations", conversations), ("words", words)):
        net = kit.Net().start()
        report.check(name, lambda: run(net))
        net.stop()
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
