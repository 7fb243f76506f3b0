"""buzon_back.py - what came back from a phone: seen, corrected, discarded, accepted, rejected, waited for."""
import base64
import collections
import ctypes
import re
import secrets
import uuid

import kit
import pictures
import sealing
import signing
from buzon_kit import free, must, pot, rows_of
from kit import Client, expect, find_form
from sealing import Phone, send

YEAR_MS = 365 * 86400000


# ---- what came back ---------------------------------------------------------------------------

def row_pages(c, path="/pendientes"):
    a = c.get(path)
    expect(a.status == 200, f"{path}: {a.status}")
    return a.text, re.findall(r'id="p-([0-9a-f-]{36})"', a.text)


def corrected(net):
    """What stands already: she sees both, and replaces, adds or leaves; then it is decided."""
    c = signing.newcomer(net, "Carmela")
    phone, other = Phone(c), Client(net.url)
    for n, how in enumerate(("replace", "add", "cancel")):
        day, first = kit.today(n), kit.new_id()
        cook = Phone(net.client("cocinera"))
        args = {"kitchen": "SJM-001", "day": day, "sitting": "dinner"}
        had = next((r["served"] for r in c.get(f"/api/v1/meal?day={day}&limit=1000").json()["rows"]
                    if r["sitting"] == "dinner" and "SJM-001" in str(r["kitchen"])), None)
        if had is None:
            expect(send(other, [cook.item("meal.report", {**args, "served": "40"}, act=first)]) == ["a"], "the first")
            had = 40
        (r,) = send(other, [phone.item("meal.report", {**args, "served": "33"})])
        expect(r[0] == "r", f"{r}")
        text, ids = row_pages(c)
        ident = str(uuid.UUID(r[1]))
        expect(ids == [ident] and ">33<" in text and "Ya hay un dato anotado" in text, f"{ids} of {ident}")
        expect("Pendientes</b> <b class=\"n\">1<" in c.get("/inicio").text, "home does not tell of it")
        a = c.get(f"/pendientes/{ident}")
        expect(a.status == 200 and "Esta olla ya tiene otro número" in a.text, f"{a.status}")
        form = find_form(a.text, ["served", "seen"], "/hoy")
        expect(form["fields"]["served"] == "33", f"{form['fields']}")
        expect(c.form("/hoy", {**form["fields"], "how": how}).status == 303, how)
        stands = next(r["served"] for r in c.get(f"/api/v1/meal?day={day}&limit=1000").json()["rows"]
                      if r["sitting"] == "dinner" and "SJM-001" in str(r["kitchen"]))
        expect(stands == {"replace": 33, "add": had + 33, "cancel": had}[how], f"{how}: {stands}")
        expect(not row_pages(c)[1] and "Pendientes</b>" not in c.get("/inicio").text, f"{how}: it is still open")


def typed_wrong(net):
    """A refused correction may be tried again, on the page that it came back to."""
    c = signing.newcomer(net, "Celia")
    (r,) = send(Client(net.url), [Phone(c).item("meal.report", {"kitchen": "SJM-001", "day": kit.today(1),
                                                               "sitting": "breakfast", "served": "mucho"})])
    ident = str(uuid.UUID(r[1]))
    text, _ = row_pages(c)
    expect("mucho" in text and "Raciones servidas" in text, "what was sent is not shown")
    form = find_form(c.get(f"/pendientes/{ident}").text, ["served"], "/hoy")
    expect(form["fields"]["served"] == "mucho", f"{form['fields']}")
    a = c.form("/hoy", {**form["fields"], "served": "muchísimo"})
    expect(a.status == 422, f"{a.status}")
    again = find_form(a.text, ["served"], "/hoy")
    expect(again["fields"]["id"] == form["fields"]["id"], "a refusal changes the form's id")
    a = c.form("/hoy", {**again["fields"], "served": "44"})
    expect(a.status in (303, 409), f"{a.status}")
    if a.status == 409:
        again = find_form(a.text, ["served", "seen"], "/hoy")
        expect(c.form("/hoy", {**again["fields"], "how": "replace"}).status == 303, "replacing")
    expect(not row_pages(c)[1], "it is still open")


def discarded(net):
    """It is asked once; others' rows do not exist for her."""
    c, stranger = signing.newcomer(net, "Clara", group="SJM-009"), signing.newcomer(net, "Consuelo", group="SJM-009")
    (r,) = send(Client(net.url), [Phone(c).item("meal.report", {**free("SJM-009"), "served": "x"})])
    ident = str(uuid.UUID(r[1]))
    for who in (stranger, net.client("operadora")):
        expect(who.get(f"/pendientes/{ident}").status == 404 and not row_pages(who)[1], "another's row")
        csrf = find_form(who.get("/inicio").text, ["csrf"])["fields"]["csrf"]
        for path, do in (("/pendientes", "discard"), ("/pendientes/otras", "accept"), ("/pendientes/otras", "reject")):
            a = who.form(path, {"csrf": csrf, "parked": ident, "do": do, "why": "x"})
            expect(a.status == 404, f"{path} {do}: {a.status}")
    expect(Client(net.url).get(f"/pendientes/{ident}").status in (303, 404), "nobody")
    expect(Client(net.url).get("/pendientes").status == 303, "nobody is asked to come in")
    expect(c.post(f"/pendientes/{ident}", f"csrf={csrf}", kind="application/x-www-form-urlencoded").status in (403, 405),
           "a POST to a row")
    a = c.get(f"/pendientes?descartar={ident}")
    form = find_form(a.text, ["parked", "do"], "/pendientes")
    expect("¿Descartar esto?" in a.text, "it is not asked")
    expect(c.form("/pendientes", {**form["fields"], "csrf": "x"}).status == 403, "without the session's text")
    a = c.form("/pendientes", form["fields"])
    expect(a.status == 303 and not row_pages(c)[1], f"{a.status}")
    a = c.follow(c.form("/pendientes", form["fields"]).header("Location"))
    expect("ya se decidió" in a.text, "twice")


def end_membership(net, person, group):
    a = net.client("operadora").changes([{"id": kit.new_id(), "action": "membership.end", "args": {
        "person": person, "group": group, "role": "leader"}}])
    expect(a.json()[0]["status"] == "accepted", a.text)


def judged_by(net, who, ident, do, why=""):
    """As the page of whoever answers for it lets her."""
    text, ids = row_pages(who, "/pendientes/otras")
    expect(ident in ids, f"{ident} is not listed: {ids}")
    csrf = find_form(text, ["parked", "do"], "/pendientes/otras")["fields"]["csrf"]
    return who.form("/pendientes/otras", {"csrf": csrf, "parked": ident, "do": do, "why": why})


def membership_ended(net):
    """She did it while she might: who answers for the kitchen accepts it, as hers and of that hour."""
    c = signing.newcomer(net, "Dalia", group="SJM-007")
    midnight = kit.lima_now().replace(hour=0, minute=0, second=0, microsecond=0)
    phone, other, at = Phone(c), Client(net.url), max(kit.now_ms() - 90 * 60000, int(midnight.timestamp() * 1000))  # of the pots' day
    end_membership(net, phone.person, "SJM-007")
    acts, pots = [kit.new_id() for _ in range(3)], [free(k) for k in ("SJM-007", "SJM-007", "SJM-002")]
    items = [phone.item("meal.report", {**pots[i], "served": "57"}, act=acts[i], at=at) for i in range(3)]
    answers = send(other, items)
    expect([r[0] for r in answers] == ["r"] * 3, f"{answers}")
    expect(sorted(k for k, _, _ in rows_of(net, phone.person)) == ["membership", "membership", "refused"],
           f"{rows_of(net, phone.person)}")
    ids = [str(uuid.UUID(r[1])) for r in answers]
    text, mine = row_pages(c)
    expect(set(mine) == set(ids) and "Lo está viendo su coordinadora" in text, "she does not see hers")
    expect(f"/pendientes/{ids[0]}\"" not in text, "she is offered to correct what she may not do")
    for who in ("lider", "cocinera", "voluntaria"):
        expect(net.client(who).get("/pendientes/otras").status == 404, f"{who} accepts")
    her = net.client("distrito")
    expect("Por aceptar</b>" in her.get("/inicio").text, "home does not tell the coordinator")
    text, listed = row_pages(her, "/pendientes/otras")
    expect(ids[0] in listed and ids[1] in listed and ids[2] not in listed, f"{listed}")
    expect("Dalia" in text and "57" in text, "who sent what")
    a = judged_by(net, her, ids[0], "accept")
    expect(a.status == 303 and "ok=accept" in a.header("Location"), f"{a.status} {a.header('Location')}")
    meal = next(r for r in other.get(f"/api/v1/meal?day={pots[0]['day']}&limit=1000").json()["rows"]
                if r["sitting"] == pots[0]["sitting"] and r["served"] == 57)
    history = net.client("operadora").get(f"/historia/meal/{meal['id']}").text
    expect("Dalia" in history and "lo aceptó" in history, "who did it and who accepted it")
    with kit.open_tables(net.folder) as db:
        header = db.execute("select header from journal where change = ?", (uuid.UUID(acts[0]).bytes,))[0][0]
    expect(at.to_bytes(8, "big") in bytes(header) or str(at).encode() in bytes(header), "its hour is another")
    expect(send(other, [items[0]]) == ["p"], "sent again")
    expect(judged_by(net, her, ids[1], "reject").header("Location").startswith("/pendientes/otras?motivo="),
           "rejected without a reason")
    expect(judged_by(net, her, ids[1], "reject", "Ese día no hubo olla").status == 303, "rejecting")
    text, mine = row_pages(c)
    expect("Ese día no hubo olla" in text and ids[0] not in mine, "she is not told")
    expect(send(other, [items[1]]) == [answers[1]], "a rejected one sent again")
    must(acts, ["a", *answers[1:]], net)


def retired(net):
    """A phone that is out of use: nothing more is done with it by itself, nothing is lost."""
    c = signing.newcomer(net, "Edith", group="SJM-008")
    phone, other, act = Phone(c), Client(net.url), kit.new_id()
    done = phone.item("meal.report", pot(58, "SJM-008"))
    expect(send(other, [done]) == ["a"], "before")
    operator, page = net.client("operadora"), "/aparatos/retirar"
    device = next(r["id"] for r in operator.get("/api/v1/device?limit=1000").json()["rows"]
                  if phone.person in str(r["person"]) or r["person"] == "Edith")
    form = find_form(operator.get(f"{page}?device={device}").text, ["device"], page)
    expect(operator.form(page, form["fields"]).status == 303, "retiring it")
    got = send(other, [done, phone.item("meal.report", pot(59, "SJM-008"), act=act)])
    expect(got[0] == "p" and got[1][0] == "r", f"{got}")
    expect(c.get("/llave").status in (401, 403), "a retired phone gets keys")
    her = net.client("distrito")
    expect(judged_by(net, her, str(uuid.UUID(got[1][1])), "accept").status == 303, "accepting")
    must([act], ["a"], net)


def erased(net):
    """What came back goes with her, and nobody has her pass any more."""
    c = signing.newcomer(net, "Flora")
    phone, other = Phone(c), Client(net.url)
    expect(send(other, [phone.item("meal.report", {"kitchen": "SJM-001", "day": kit.today(), "served": "x", "reason": "ZQSECRET"})])[0][0] == "r", "refused")
    a = net.client("operadora").changes([{"id": kit.new_id(), "action": "person.erase", "args": {"person": phone.person, "sure": True}}])
    expect(a.json()[0]["status"] == "accepted", a.text)
    expect(not rows_of(net, phone.person), "her rows stay")
    expect(send(other, [phone.item("meal.report", {"kitchen": "SJM-001", "served": "5"})]) == [["x", "unknown"]], "her pass lives on")
    with kit.open_tables(net.folder) as db:
        expect(not db.holds("parked", "ZQSECRET"), "what she sent stays")


def clock_wrong(net):
    """Refused because the phone lives in another year: accepted as of the hour when it came."""
    c = signing.newcomer(net, "Hilda", group="SJM-006")
    phone, other, act = Phone(c), Client(net.url), kit.new_id()
    day = free("SJM-006")
    (r,) = send(other, [phone.item("meal.report", {**day, "served": "52"}, act=act, at=kit.now_ms() - 16 * YEAR_MS)])
    expect(r[0] == "r" and [k for k, _, _ in rows_of(net, phone.person)] == ["clock"], f"{r}")
    ident = str(uuid.UUID(r[1]))
    expect(f"/pendientes/{ident}\"" in row_pages(c)[0], "she may correct it herself too")
    a = judged_by(net, net.client("distrito"), ident, "accept")
    expect(a.status == 303 and "ok=accept" in a.header("Location"), f"{a.status}")
    must([act], ["a"], net)


def secretbox(key, plain):
    out = ctypes.create_string_buffer(16 + len(plain))
    sealing._sodium.crypto_secretbox_easy(out, plain, ctypes.c_ulonglong(len(plain)), bytes(24), key)
    return out.raw


class Photo:
    """A file of an item, as the phone keeps it."""

    def __init__(self, plain=None):
        self.plain = plain or pictures.jpeg(pictures.corners())
        self.id, key = secrets.token_hex(16), secrets.token_bytes(32)
        self.box = secretbox(key, self.plain)
        self.said = [self.id, base64.b64encode(key).decode(), len(self.plain)]

    def bring(self, c, start=0, end=None):
        return c.request("POST", f"/subida/{self.id}?desde={start}", self.box[start:end],
                         kind="application/octet-stream")


def with_files(net):
    """It waits for its bytes, goes on where they stopped, and is decided when it is sent again."""
    c = signing.newcomer(net, "Irene")
    phone, other, photo, act = Phone(c), Client(net.url), Photo(), kit.new_id()
    expect(photo.bring(other).status == 404, "bytes that nobody waits for")
    item = phone.item("attachment.add", {"group": "SJM-001", "caption": "La olla", "kind": "photo"}, act=act,
                      files={"file": photo.said})
    for have in (0, 1000):
        expect(send(other, [item]) == [["w", photo.id, have]], f"with {have} bytes")
        if not have:
            expect(photo.bring(other, 0, 1000).json() == {"have": 1000}, "the first piece")
    text, ids = row_pages(c)
    expect("Falta que llegue el archivo" in text and len(ids) == 1, "she does not see that it waits")
    expect(c.get(f"/pendientes/{ids[0]}").status == 404, "what waits is corrected")
    must([act], [["w"]], net)
    expect(photo.bring(other, 1000).json() == {"have": len(photo.box)}, "the rest")
    got = send(other, [item, item]), send(other, [item])
    # The server's own look at what became whole, every five minutes, may have come between: then it is there already.
    expect(got in ((["a", "p"], ["p"]), (["p", "p"], ["p"])), f"all of it is here: {got}")
    must([act], ["a"], net)
    expect(not row_pages(c)[1] and [d for _, d, _ in rows_of(net, phone.person)] == ["accepted"], "it still waits")
    with kit.open_tables(net.folder) as db:
        expect(not db.execute("select id from upload"), "its bytes on their way stay")
    # Bytes that are no picture, bytes of another key, and a form that asks for no file.
    bad, lied, act = Photo(b"esto no es una foto" * 20), Photo(), kit.new_id()
    lied.said[1] = base64.b64encode(secrets.token_bytes(32)).decode()
    for n, wrong in enumerate((bad, lied)):
        item = phone.item("attachment.add", {"group": "SJM-001", "kind": "photo"}, files={"file": wrong.said})
        expect(send(other, [item])[0][0] == "w", "it does not wait")
        expect(wrong.bring(other).status == 200, "its bytes")
        got = send(other, [item])[0]
        expect(got[0] == "r" and send(other, [item]) == [got], f"{n}: {got}")
    (r,) = send(other, [phone.item("meal.report", pot(41), files={"served": bad.said})])
    expect(r[0] in ("r", "w"), f"{r}")
    must([act], [["r"]], net)


def too_many(net):
    """Nobody fills the disk with what is refused: what is too much stays on the phone."""
    phone, c = Phone(signing.newcomer(net, "Gladys")), Client(net.url)
    got = [r for n in range(11) for r in send(c, [phone.item("meal.report", {"kitchen": "SJM-001", "served": "x"}) for _ in range(50)])]
    expect(sum(r[0] == "r" for r in got) == 500 and got[-1] == ["x", "too_many"], f"{collections.Counter(r[0] for r in got)}")
