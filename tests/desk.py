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
    post = Post(net.folder).alone()
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
        got = set(re.findall("ZQ(?:NEAR|FAR|STRANGE)", page.text))
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
    # WhatsApp lets nobody answer in her own words after a day: it is said before she writes.
    post.gateway(WHATSAPP, "whatsapp", "WhatsApp de la red", price=0)
    for hours, said in ((23, False), (25, True)):
        late = post.message((near[0], f"+519000000{hours}"), "hola", "done", gateway=WHATSAPP, ago=hours * 3600000)
        expect(("más de 24 horas" in d.get(f"/conversaciones/{late}").text) == said, f"after {hours} hours")
    # A form for another's conversation, and one whose group was changed by hand.
    for given in ({"message": other}, {"group": str_id(post.net)}):
        a = d.form(path, {**fields, "id": kit.new_id(), **given})
        expect(a.status in (404, 422) and post.one("select count(*) from message where kind = 'answer'") == 1,
               f"{given}: {a.status}")
    a = net.program("distrito").changes([{"id": kit.new_id(), "action": "message.answer", "acted_at": kit.instant(kit.now_ms()), "args": {
        "group": fields["group"], "message": mine, "text": "ZQTOKEN"}}])
    expect("denied" in a.text and not post.db.holds("message", "ZQTOKEN"), f"a program answers: {a.text[:300]}")
    post.close()


def pages(net):
    """A long inbox is gone through page by page, each once, also those of one instant; others' are passed over."""
    post, o, d = Post(net.folder).alone(), net.client("operadora"), net.client("distrito")
    post.gateway(SMS, "android", "Celular de la mesa")
    mine = post.message(post.person(phone_in(post, "SJM-001")), "hola", "done", ago=9000000)
    post.db.execute("begin")
    for n in range(430):
        post.message((None, f"+5191{n:07}"), f"ZQ{n}.", "lost", ago=60000 * (n // 7))
    post.db.execute("commit")
    seen, path = [], "/conversaciones?ver=esperan"
    while path and len(seen) <= 430:
        text = o.get(path).text
        seen += re.findall(r"ZQ\d+\.", text)
        more = links(text, "/conversaciones?")
        path = next((m.replace("&amp;", "&") for m in more if "antes=" in m), None)
        expect(not path or "+" not in path and "%2B" not in path, f"a number in an address: {path}")
    expect(len(seen) == len(set(seen)) == 430, f"{len(seen)} of 430, {len(set(seen))} apart")
    expect(mine in d.get("/conversaciones").text, "behind 430 of others she does not see her own")
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
    post, d = Post(net.folder).alone(), net.client("distrito")
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
    expect("77" in said and "racion" in said.lower(), f"not understood after all: {said}")
    # Away with what is not for us: nobody waits for it.
    a = send(d, f"/no-entendidos/{junk}", ["message", "group"], {}, f"/no-entendidos/{junk}/apartar")
    expect(a.status == 303 and "ZQJUNK" not in d.get("/no-entendidos").text, f"put away: {a.status}")
    expect(post.one("select state from message where text like 'ZQJUNK%'") == "silent", "its state")
    # Taken back.
    (url,) = links(d.get("/palabras").text, "/palabras/quitar")
    a = send(d, url, ["phrase"], {})
    expect(a.status == 303 and "comidita" not in d.get("/palabras").text, f"taken back: {a.status}")
    expect("acion" not in net.say(near[1], "la comidita alcanzo para 79"), "understood though nobody teaches it any more")
    post.close()


NUMBERS = re.compile(r"<dt>(.*?)</dt><dd>(.*?)</dd>", re.S)


def stopped_midway(post, d, path, phones):
    """One got it; then it is stopped: what was queued is dropped, what went stays."""
    post.db.execute("update message set state = 'delivered', sent_at = made_at, delivered_at = made_at where address = ?",
                    (phones[1],))
    names = d.get(path + "?estado=delivered").text
    expect("/conversaciones/" in names, "who got it is not named")
    a = send(d, path + "/parar", ["broadcast"], {})
    expect(a.status == 303, f"stopped: {a.status} {told(a)}")
    states = dict(post.db.execute("select state, count(*) from message where kind = 'broadcast' group by state"))
    expect(states == {"delivered": 1, "dropped": len(phones) - 1}, f"{states}")
    expect("Se detuvo" in d.get(path).text and "Detener" not in d.get(path).text, "says nothing of it")
    expect(send(d, path + "/parar", ["broadcast"], {}).status == 422, "stopped twice")


def goes_once(net, post, d, fields, phones, silent):
    """Not without the look, not twice; what each got; who sees the page of it."""
    # Who wants words that say nothing gets none of these.
    quiet = net.client("lider").changes([{"id": kit.new_id(), "action": "reach.set",
                                              "args": {"person": "LIDER", "discreet": True}}])
    expect("accepted" in quiet.text, f"discreet: {quiet.text[:200]}")
    a = d.form("/difusion", {**fields, "how": "count"})
    expect("les llega solo que tienen un aviso" in a.text, "of discreet ones nothing is said")
    # Without the look it does not go; with it, once, however often it is sent.
    a = d.form("/difusion", {**fields, "how": "send"})
    expect(a.status == 200 and post.one("select count(*) from message") == 0, f"sent unseen: {a.status}")
    sure = next(f for f in kit.Forms(a.text).forms if "sure" in f["names"])["fields"]
    for _ in range(2):
        a = d.form("/difusion", {**sure, "how": "send"})
        expect(a.status == 303, f"sent: {a.status} {told(a)}")
    path = a.header("Location").split("?")[0]
    wait = lambda: post.one("select done_at from broadcast_run") is not None
    kit.wait_for("all are queued", wait, 60)
    rows = post.db.execute("select address, state from message where kind = 'broadcast' order by address")
    expect(len(rows) == len({r[0] for r in rows}) == len(phones), f"{len(rows)} messages for {len(phones)} telephones")
    words = [t for (t,) in post.db.execute("select text from message where kind = 'broadcast' and state <> 'dropped'")]
    expect(sum("ZQMASS" not in t for t in words) == 1, "the discreet one got the words")
    expect([s for p, s in rows if p == silent] == ["dropped"], "who said stop gets it")
    page = d.get(path).text
    expect("ZQMASS" in page and "En cola" in page and "ZQMASS" not in net.dump(), "the page of it")
    for name, status in (("operadora", 200), ("lider", 404), ("mesa", 404), ("facilitadora", 404)):
        c = net.client(name)
        expect(c.get(path).status == status and c.get("/difusion").status == status, f"{name}: not {status}")
    stopped_midway(post, d, path, sorted(phones))


def broadcasts(net):
    """Reach and cost before it goes; each telephone once, nobody who said stop; it can be stopped midway."""
    post, d = Post(net.folder).alone(), net.client("distrito")
    post.gateway(SMS, "android", "Celular de la mesa", price=35, ceiling=-1, pace=60000)
    board = str_id(post.one('select g.id from "group" g join place p on p.id = g.place where p.code = \'150133\''
                            " and g.kind = 'district_board'"))
    phones = {row[0] for row in post.db.execute(
        'select distinct c.phone from membership m join "group" g on g.id = m."group" join place p on p.id = g.place'
        " join contact c on c.person = m.person where p.code = '150133' and m.role = 'leader' and c.phone is not null"
        " and g.kind in ('olla', 'comedor') and m.until is null")}
    expect(len(phones) >= 3, f"{len(phones)} leaders with a telephone")
    silent = sorted(phones)[-1]
    post.db.execute("insert into thread (network, address, last_at, stopped_at) values (?,?,?,?)",
                    (post.net, silent, post.now, post.now))
    text = "ZQMASS Reunión mañana a las 10. Traiga su cuaderno."
    form = kit.find_form(d.get("/difusion").text, ["group", "text"])
    expect(board in d.get("/difusion").text, "her board is not offered")
    fields = {**form["fields"], "group": board, "role": "leader", "text": text}
    a = d.form("/difusion", {**fields, "how": "count"})
    expect(a.status == 200, f"counting: {a.status} {told(a)}")
    numbers = dict(NUMBERS.findall(a.text))
    expect(a.status == 200 and int(numbers["Llega a"]) == len(phones) - 1, f"reach: {a.status} {numbers} of {len(phones)}")
    expect(numbers["Cuesta"] == f"S/ {-(-35 * (len(phones) - 1) // 10) / 100:.2f}", f"cost: {numbers}")
    expect("Pidieron no recibir" in a.text and post.one("select count(*) from message") == 0, "counting sent something")
    # What makes it dear is named, and what would be cheaper.
    dear = d.form("/difusion", {**fields, "text": "ZQ " + "así será la reunión 😀ω " * 5, "how": "count"})
    expect("«ω»" in dear.text or "«😀»" in dear.text, "the sign is not named")
    expect("Sin esos signos: 1 mensaje" in dear.text, "nothing cheaper is offered")
    goes_once(net, post, d, fields, phones, silent)
    # A list that is not hers.
    other = str_id(post.one("select id from \"group\" where code = 'PIONERAS'"))
    a = d.form("/difusion", {**fields, "group": other, "how": "count"})
    expect(a.status == 422 and "cargo" in told(a), f"another's list: {a.status} {told(a)}")
    # Those who told today are left out.
    told_by = d.form("/difusion", {**fields, "id": kit.new_id(), "only": "silent", "how": "count"})
    expect(told_by.status == 200, f"{told_by.status} {told(told_by)}")
    fewer = int(dict(NUMBERS.findall(told_by.text))["Llega a"])
    expect(fewer < len(phones) - 1, f"{fewer} have not told")
    post.close()


def gateways(net):
    """What is down is said with what to do; letters that did not go are sent again or dropped; secrets show nowhere."""
    post = Post(net.folder).alone()
    d, o = net.client("distrito"), net.client("operadora")
    expect("No anda" not in d.get("/inicio").text and "no salieron" not in d.get("/inicio").text, "all is well")
    post.gateway(SMS, "android", "Celular de la mesa", price=35, ceiling=20000)
    post.gateway(WHATSAPP, "whatsapp", "WhatsApp de la red", price=0, ceiling=-1, seen=3600000, fault="denied")
    near, far = post.person(phone_in(post, "SJM-001")), post.person(far_phone(post))
    one = post.message(near, "ZQDEAD uno", "failed", "out", kind="reminder", fault="away", failed_at=post.now, tries=8)
    two = post.message(near, "ZQDEAD dos", "failed", "out", kind="reminder", fault="away", failed_at=post.now, tries=8)
    held = post.message(near, "ZQHELD", "held", "out", kind="broadcast", fault="ceiling", cost_mills=35)
    other = post.message(far, "ZQFARDEAD", "failed", "out", kind="reply", fault="away", failed_at=post.now)
    home = d.get("/inicio").text
    expect("No anda: WhatsApp de la red" in home and "no salieron" in home and "Conversaciones" in home, "the tasks at home")
    page = d.get("/pasarelas").text
    expect("No acepta la clave." in page and "Anda bien" in page and "arreglar un ajuste" in page, "the state of gateways")
    for who in (d, o):
        for path in ("/pasarelas", f"/pasarelas/{str_id(SMS)}", f"/pasarelas/{str_id(WHATSAPP)}"):
            expect("ZQSECRET" not in who.get(path).text, f"a secret at {path}")
    expect(d.get(f"/pasarelas/{str_id(SMS)}").status == 404 and net.client("lider").get("/pasarelas").status == 404,
           "who may not")
    # Price, ceiling, pace.
    path = f"/pasarelas/{str_id(SMS)}"
    form = kit.find_form(o.get(path).text, ["hundred", "minute"])["fields"]
    expect((form["hundred"], form["ceiling"]) == ("3.50", "20.00"), f"{form}")
    a = o.form(path, {**form, "hundred": "cara"})
    expect(a.status == 422 and 'value="cara"' in a.text, f"a price that is none: {a.status}")
    a = o.form(path, {**form, "id": kit.new_id(), "hundred": "6.00", "ceiling": "", "minute": "20"})
    expect(a.status == 303, f"{a.status} {told(a)}")
    expect(post.db.execute("select price_mills, ceiling_mills, pace_ms, closed, secret from gateway where id = ?", (SMS,))
           == [(60, None, 3000, 0, "ZQSECRET")], "not altered as asked")
    # Letters: hers only; again, and dropped.
    text = d.get("/pasarelas/cartas").text
    expect(text.count("ZQDEAD") == 2 and "ZQFARDEAD" not in text and "ZQFARDEAD" in o.get("/pasarelas/cartas").text, "letters")
    expect("ZQHELD" in d.get("/pasarelas/cartas?ver=detenidos").text, "held ones")
    for ident, word, state in ((one, "otra", "queued"), (two, "descartar", "dropped"), (held, "otra", "queued")):
        a = send(d, f"/pasarelas/cartas/{ident}/{word}", ["message"], {})
        expect(a.status == 303, f"{word}: {a.status} {told(a)}")
        got = post.one("select state from message where id = ?", bytes.fromhex(ident.replace("-", "")))
        expect(got in (state, "sent"), f"{word}: {got}")
    expect(send(d, f"/pasarelas/cartas/{two}/descartar", ["message"], {}).status == 422, "dropped twice")
    expect(d.get(f"/pasarelas/cartas/{other}/otra").status == 404, "another's letter")
    expect("ZQDEAD" not in d.get("/pasarelas/cartas").text, "still listed")
    post.close()


def end_roles(net, post, person):
    for group, role in post.db.execute('select "group", role from membership where person = ? and until is null', (person,)):
        a = net.client("operadora").changes([{"id": kit.new_id(), "action": "membership.end", "args": {
            "person": str_id(person), "group": str_id(group), "role": role}}])
        expect("accepted" in a.text, f"a role is not ended: {a.text[:200]}")


def forgotten(net):
    """What a role let her see ends with it; of who was erased nothing is left."""
    post = Post(net.folder).alone()
    post.gateway(SMS, "android", "Celular de la mesa")
    near = post.person(phone_in(post, "SJM-001"))
    ident = post.message(near, "ZQGONE raciones 90", "done")
    d, o = net.client("distrito"), net.client("operadora")
    expect(d.get(f"/conversaciones/{ident}").status == 200, "not hers")
    person = str_id(near[0])
    # Out of her kitchen: no longer the coordinator's.
    end_roles(net, post, near[0])
    expect(d.get(f"/conversaciones/{ident}").status == 404 and "ZQGONE" not in d.get("/conversaciones").text,
           "seen after her role ended")
    expect("ZQGONE" in o.get("/conversaciones").text, "not for operators either")
    a = net.client("operadora").changes([{"id": kit.new_id(), "action": "person.erase",
                                           "args": {"person": person, "sure": True}}])
    expect("accepted" in a.text, f"erased: {a.text[:200]}")
    expect(o.get(f"/conversaciones/{ident}").status == 404 and not any(post.db.holds(t, "ZQGONE") for t in post.db.tables()),
           "something of hers is left")
    expect(post.one("select count(*) from thread where address = ?", near[1]) == 0, "her thread is left")
    # A coordinator whose own role ended.
    me = post.one("select id from person where short_name = 'DISTRITO'")
    end_roles(net, post, me)
    for path in ("/conversaciones", "/no-entendidos", "/difusion", "/pasarelas", "/pasarelas/cartas", "/palabras"):
        expect(d.get(path).status in (303, 404), f"{path} after her role ended: {d.get(path).status}")
    post.close()


def main():
    report = kit.Report()
    kit.need_program()
    for name, run in (("conversations", conversations), ("pages", pages), ("words", words), ("broadcasts", broadcasts),
                      ("gateways", gateways), ("forgotten", forgotten)):
        net = kit.Net().start()
        report.check(name, lambda: run(net))
        net.stop()
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
