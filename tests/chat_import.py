#!/usr/bin/env python3
"""chat_import.py - reports of a group's exported chat: found, proposed, done once somebody says so, and nothing else kept."""
import datetime
import os
import re
import sys
import urllib.parse

import kit
from kit import expect, find_form

MARK = "zqcanario"  # in what is no report: nowhere afterwards
KNOWN, OTHER, FAR = "+51900000103", "+51900000102", "+51900000106"  # two of her district's kitchens; one that is not


def day(back, form="%d/%m/%y"):
    return (kit.lima_now() - datetime.timedelta(days=back)).strftime(form)


def android():
    return f"""{day(40)}, 9:00 a. m. - {KNOWN}: raciones 11
{day(3)}, 9:00 a. m. - Los mensajes y las llamadas están cifrados de extremo a extremo.
{day(3)}, 9:05 p. m. - +51 900 000 103: buenas noches
raciones 97 desayuno
{day(3)}, 9:06 p. m. - Chelita: cena 61
{day(3)}, 9:06 p. m. - Chelita: jajaja {MARK}
{day(2)}, 9:08 p. m. - Chelita: <Multimedia omitido>
{day(2)}, 9:09 p. m. - Vecina: mi esposo me pega {MARK}
{day(2)}, 9:10 p. m. - Vecina: raciones 50
{day(1)}, 9:11 p. m. - Chelita: falta arroz 10 kg
"""


def iphone():
    """The first two reports, as another phone tells them."""
    return (f"\u200e[{day(3, '%d/%m/%Y')} 21:05:41] {KNOWN}: buenas noches\r\nraciones 97 desayuno\r\n"
            f"\u200e[{day(3, '%d/%m/%Y')} 9:06:02\u202fp.\u00a0m.] ~\u202fConsuelo: cena 61\r\n")


def send_file(c, text):
    form = find_form(c.get("/importar-chat").text, ["csrf"], "/importar-chat")
    mark = "x-chat"
    body = "".join(f"--{mark}\r\nContent-Disposition: form-data; {head}\r\n\r\n{value}\r\n" for head, value in (
        ('name="csrf"', form["fields"]["csrf"]), ('name="chat"; filename="chat.txt"', text))) + f"--{mark}--\r\n"
    return c.post("/importar-chat", body.encode(), kind=f"multipart/form-data; boundary={mark}")


def boxes(answer):
    """The boxes of those that she is asked for, by their names in the chat."""
    return {name: box for name, box in
            ((m[2], m[1]) for m in re.finditer(r'<label for="f-(s\d+)">(.+?) <small>', answer.text))}


def name_them(c, answer, **who):
    form = find_form(answer.text, ["lines"], "/importar-chat")
    fields = {**form["fields"], **{box: who.get(name, "") for name, box in boxes(answer).items()}}
    return c.form("/importar-chat", fields)


def accept(c, answer, which=None):
    form = find_form(answer.text, ["accept"], "/importar-chat")
    shown = re.findall(r'name="p" value="(\d+)"', answer.text)
    fields = [(k, v) for k, v in form["fields"].items() if k != "p"]
    body = urllib.parse.urlencode(fields + [("p", p) for p in shown if which is None or p in which])
    return c.post("/importar-chat", body.encode(), kind="application/x-www-form-urlencoded")


def label_of(answer, part):
    return next(o for o in re.findall(r'<option value="([^"]*)">', answer.text) if part in o)


def name_of(net, phone):
    with kit.open_tables(net.folder) as db:
        return db.execute("select p.name from contact c join person p on p.id = c.person where c.phone = ?", (phone,))[0][0]


def journal(net):
    with kit.open_tables(net.folder) as db:
        return db.execute("select count(*) from journal")[0][0]


def meals(net, back):
    with kit.open_tables(net.folder) as db:
        return {(s, n) for s, n in db.execute("select sitting, served from meal where day = ?", (
            (kit.lima_now().date() - datetime.timedelta(days=back) - datetime.date(1970, 1, 1)).days,))}


def asked_and_offered(net):
    c, before = net.client("distrito"), journal(net)
    a = send_file(c, android())
    expect(a.status == 200 and set(boxes(a)) == {"Chelita", "Vecina"}, f"{a.status}: asked for {boxes(a)}")
    expect(MARK not in a.text, "what is no report goes on")
    other = label_of(a, name_of(net, OTHER))
    bad = name_them(c, a, Chelita="Nadie Así")
    expect(bad.status == 422 and "no está en la lista" in bad.text and "Nadie Así" in bad.text, f"{bad.status}")
    far = name_them(c, a, Chelita="VMT-001 " + name_of(net, FAR))
    expect(far.status == 422, "somebody she does not answer for")
    a = name_them(c, a, Chelita=other)
    shown = re.findall(r'name="p" value="(\d+)"', a.text)
    expect(a.status == 200 and len(shown) == 3, f"{a.status}: {len(shown)} proposed")
    expect("Vecina ·" not in a.text and "arroz" in a.text, "who was left out is used")
    expect(journal(net) == before, "something was done before she said so")
    done = accept(c, a, shown[:2])
    expect(done.status == 200 and "Se anotaron 2 reportes" in done.text and journal(net) == before + 2, f"{done.status}")
    expect({("breakfast", 97), ("dinner", 61)} <= meals(net, 3), f"{meals(net, 3)}")
    again = name_them(c, send_file(c, android()), Chelita=other)
    expect(len(re.findall(r'name="p" value', again.text)) == 1 and "2 reportes ya estaban" in again.text, "the same again")
    accept(c, a)  # the page of before, all of it: only the third is new
    expect(journal(net) == before + 3, f"{journal(net) - before} changes of 3")
    a = send_file(c, iphone())
    a = name_them(c, a, Consuelo=other)
    expect("2 reportes ya estaban" in a.text and not re.findall(r'name="p"', a.text), "the other phone's export counts twice")
    record = next(r for r in net.client("operadora").get(f"/api/v1/meal?day={kit.today(3)}&limit=1000").json()["rows"]
                  if r["served"] == 61)
    story = net.client("distrito").get(f"/historia/meal/{record['id']}").text
    expect("en el chat del grupo; lo aceptó Carmen" in story and name_of(net, OTHER).split()[0] in story, "its story")


def refused(net):
    for person in ("lider", "cocinera", "salud"):
        c = net.client(person)
        expect(c.get("/importar-chat").status == 404, person)
        csrf = find_form(c.get("/inicio").text, ["csrf"])["fields"]["csrf"]
        a = c.form("/importar-chat", {"csrf": csrf, "lines": "1\tx\traciones 5", "named": "1", "accept": "1"})
        expect(a.status == 404, f"{person}: {a.status}")
    c = net.client("distrito")
    expect(send_file(c, "hola\nesto no es un chat").status == 422, "no chat")
    expect(send_file(c, "").status == 422, "nothing")
    expect(send_file(c, "\xff\xfe").status == 422, "no text")
    csrf = find_form(c.get("/importar-chat").text, ["csrf"])["fields"]["csrf"]
    for lines in ("x", "1\t2", "99999999999999\ta\traciones 5", "-5\ta\traciones 5", "1\t\traciones 5"):
        a = c.form("/importar-chat", {"csrf": csrf, "lines": lines, "named": "1", "accept": "1"})
        expect(a.status == 422, f"{lines!r}: {a.status}")
    expect(c.form("/importar-chat", {"csrf": "x", "lines": "1\ta\tx"}).status == 403, "without the session's text")
    big = "".join(f"{day(1)}, 9:{n % 60:02d} a. m. - Ana {n % 90}: raciones {n}\n" for n in range(30000))
    a = send_file(c, big)
    expect(a.status == 200 and len(boxes(a)) <= 60, f"a long chat: {a.status}")


def on_the_console(net):
    path = os.path.join(kit.scratch(), "chat.txt")
    text = f"{day(2)}, 8:00 p. m. - Chelita: cena 44 {MARK}x\n{day(2)}, 8:01 p. m. - {OTHER}: cena 45\n"
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)
    before = journal(net)
    r = net.ayni("import", "--chat", path)
    expect(r.status == 0 and "«Chelita»" in r.out and "+ " in r.out and "No se anotó nada" in r.out, r.text)
    expect(journal(net) == before, "shown, and done")
    r = net.ayni("import", "--chat", path, "--accept", "7")
    expect(r.status != 0 and journal(net) == before, "a number that was not shown")
    for want in (1, 1):
        r = net.ayni("import", "--chat", path, "--accept", "all")
        expect(r.status == 0 and journal(net) == before + want, f"{r.text}")
    expect(("dinner", 45) in meals(net, 2), f"{meals(net, 2)}")
    expect(not [f for f in os.listdir(kit.scratch()) if "errores" in f], "a copy was left")


def nothing_kept(net):
    with kit.open_tables(net.folder) as db:
        held = [t for t in db.tables() if db.holds(t, MARK)]
        expect(not held, f"the chat's words rest in {held}")
        expect(db.holds("meal", "dinner"), "planted: the look sees nothing")
    with open(net.folder + ".log", encoding="utf-8", errors="replace") as f:
        log = f.read()
    expect("POST /importar-chat 200" in log and MARK not in log and "raciones" not in log, "the log tells of it")


def main():
    kit.need_program()
    report = kit.Report()
    net = kit.Net()
    if not report.check("the sample network is served", net.start):
        return report.close()
    for name, run in (("asked for once, proposed, done, and once only", asked_and_offered),
                      ("strangers, junk and very long chats", refused),
                      ("on the console", on_the_console),
                      ("nothing else of the chat is kept", nothing_kept)):
        report.check(name, lambda run=run: run(net))
    report.check("a clean end", lambda: expect(net.stop() == 0, "exit status"))
    report.check("the laws hold", net.laws)
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
