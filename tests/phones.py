#!/usr/bin/env python3
"""phones.py - the sample network's telephones as `make demo` starts them, what is made to be forwarded, and reports
that a page puts into a text message.

Somebody types on /telefono, without a script, by SMS, WhatsApp and Telegram, and the answer stands there; whatever way
the server ends, nothing of it goes on. The summary of a day is a picture, a sheet and a text for anyone; the short form of a
report is certain with its mark, asked back without, and the same pot when the page sends it too.
"""
import html
import os
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.parse

import kit
from client import Client
from kit import expect

WITHIN_S = 4  # an answer, and the end of everything


class Played:
    """The command of `make demo` on a free port, in a folder of its own."""

    def __init__(self):
        self.folder = kit.settle(os.path.join(kit.scratch(), "played"))
        self.log = open(self.folder + ".log", "ab")
        self.links = {}

    def start(self, wait_s=30):
        self.process = subprocess.Popen(
            [sys.executable, os.path.join(kit.ROOT, "tools", "phones.py"), kit.AYNI, "demo", "--data", self.folder, "--seed", "1",
             "--days", "8", "--today", kit.today(), "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE, stderr=self.log, env=kit.environment())
        self.links, done = {}, threading.Event()

        def read():
            for line in self.process.stdout:
                found = re.match(r"(\w+) (http://\S+)\s*$", line.decode())
                if found:
                    self.links[found[1]] = found[2]
                if found and found[1] == "publica":
                    done.set()
        threading.Thread(target=read, daemon=True).start()
        expect(done.wait(wait_s) and "telefono" in self.links, f"not started: {sorted(self.links)}")
        self.url = self.links["publica"].rstrip("/")
        return self

    def children(self):
        """Process ids of what it started: the telephones."""
        path = f"/proc/{self.process.pid}/task/{self.process.pid}/children"
        with open(path, encoding="ascii") as f:
            return [int(n) for n in f.read().split()]

    def client(self, person=None):
        c = Client(self.url)
        if person:
            c.follow(self.links[person][len(self.url):])
        return c

    def ayni(self, command, *words):
        return kit.must_run(command, "--data", self.folder, *words)


def bubbles(text):
    """What stands there, but for invitations to meetings, which come when their job looks."""
    all_of = [(kind, html.unescape(said)) for kind, said in re.findall(r'<li class="(mine|theirs)"[^>]*><p>(.*?)</p>', text, re.S)]
    return [b for b in all_of if "Responda: asisto" not in b[1]]


def typed(client, who, way, text, **more):
    """What stands on the telephone after somebody typed."""
    begun = time.monotonic()
    a = client.form("/telefono", {"de": who, "por": way, "texto": text, **more})
    expect(a.status == 303, f"typing: {a.status}")
    took_s = time.monotonic() - begun
    expect(took_s < WITHIN_S + 1, f"the page took {took_s:.1f} s")
    return bubbles(client.get(a.header("Location").partition("#")[0]).text)


def said_last(said, mine, word):
    expect(len(said) >= 2 and said[-2] == ("mine", mine) and said[-1][0] == "theirs", f"{said[-3:]}")
    expect(word in said[-1][1], f"{mine}: {said[-1][1]}")


def conversations(net):
    c = net.client()
    said_last(typed(c, "lider", "sms", "cena 45"), "cena 45", "Anotado: 45 cenas")
    said_last(typed(c, "lider", "sms", "no era 45, era 40"), "no era 45, era 40", "40")
    said_last(typed(c, "lider", "whatsapp", "desayuno 30"), "desayuno 30", "Anotado: 30 desayunos")
    said_last(typed(c, "cocinera", "telegram", "hola"), "hola", "contacto")
    said = typed(c, "cocinera", "telegram", "", compartir="1")
    expect(said[-1][0] == "theirs", f"after sharing her number: {said[-2:]}")
    said_last(typed(c, "cocinera", "telegram", "mi olla"), "mi olla", "45" if "45" in str(said) else "SJM-001")
    said_last(typed(c, "desconocida", "sms", "hola, quiero inscribir mi olla"), "hola, quiero inscribir mi olla", "No conocemos")
    said = typed(c, "familia", "sms", "cena 30")
    expect("quién escribe" in said[-1][1].lower() or "1 " in said[-1][1], f"two behind a number: {said[-1]}")
    # Each has her own conversation by each way.
    page = c.get("/telefono?de=distrito&por=telegram").text
    expect(not bubbles(page), f"another's conversation: {bubbles(page)}")
    # What is typed is text, whatever it looks like.
    said = typed(c, "desconocida", "whatsapp", "<b>hola</b>\n<script>")
    expect(("mine", "<b>hola</b>\n<script>") in said, f"{said}")
    page = c.get("/telefono?de=desconocida&por=whatsapp").text
    expect("<b>hola" not in page and "&lt;b&gt;hola" in page, "markup on the page")


def grave(net):
    """Seen on the telephone alone: no row of it is kept."""
    c = net.client()
    said = typed(c, "lider", "sms", "mi esposo me pega")
    expect(("mine", "mi esposo me pega") in said and said[-1][0] == "theirs" and "100" in said[-1][1], f"{said[-2:]}")
    with kit.open_tables(net.folder) as db:
        rows = [r[0] for r in db.execute("SELECT text FROM message")]
    expect(rows and not any("pega" in t for t in rows), "a row of it")


def hers(net):
    """Her week is told back to her alone: who answers for her sees neither what she wrote nor what was answered."""
    said = typed(net.client(), "cocinera", "sms", "mi semana jue 5-6 am trabajo, vie 20-22 escuela")
    expect("20-22" in said[-1][1], f"{said[-1]}")
    said_last(typed(net.client(), "cocinera", "sms", "mi semana"), "mi semana", "vie 20-22 escuela")
    for name in ("distrito", "operadora"):
        c = net.client(name)
        page = c.get("/conversaciones").text
        found = re.findall(r'href="(/conversaciones/[0-9a-f-]+)', page)
        expect(found, f"{name} sees no conversation")
        seen = page + "".join(c.get(url).text for url in found)
        expect("***" in seen and "20-22" not in seen and "mi semana" not in seen, f"{name} sees her week")
        expect("20-22" not in c.get("/mejor-hora").text, f"{name}: a person's hours")
    with kit.open_tables(net.folder) as db:
        rows = [r[0] for r in db.execute("SELECT text FROM message WHERE way = 'in'")]
    expect("***" in rows and not any("20-22" in t for t in rows), "what she wrote is kept")


def summary(net):
    c = net.client()
    page = c.get("/resumen/150133")
    text = html.unescape(re.search(r'<blockquote[^>]*><p>(.*?)</p>', page.text)[1])
    link = html.unescape(re.search(r'href="(https://wa\.me/[^"]+)"', page.text)[1])
    expect(urllib.parse.parse_qs(urllib.parse.urlsplit(link).query)["text"] == [text], "the link to WhatsApp has another text")
    expect("San Juan de Miraflores" in text and net.url + "/distrito/150133" in text, text)
    expect('href="/resumen/150133"' in c.get("/distrito/150133").text, "the district page leads nowhere")
    for ending, kind, first in (("png", "image/png", b"\x89PNG"), ("pdf", "application/pdf", b"%PDF")):
        a, again = c.get("/resumen/150133." + ending), c.get("/resumen/150133." + ending)
        expect(a.status == 200 and a.header("Content-Type") == kind and a.body.startswith(first), f"{ending}: {a.status}")
        expect(a.body == again.body and len(a.body) < 60000, f"{ending}: {len(a.body)} bytes, or not the same twice")
        expect(c.get(f"/resumen/150133.{ending}?day={kit.today(2)}").body != a.body, f"{ending}: another day is the same")
        expect(c.request("GET", "/resumen/150133." + ending, headers={"If-None-Match": a.header("ETag")}).status == 304, "sent again")
    before = c.get("/resumen/150133.png").body
    net.ayni("say", "--from", "+51900000103", "desayuno 33")
    expect(c.get("/resumen/150133.png").body != before, "the picture stays as it was after a report")
    for path in ("/resumen/150133.gif", "/resumen/999999", "/resumen/1501", "/resumen/.png", f"/resumen/150133?day={kit.today(-1)}"):
        expect(c.get(path).status == 404, f"{path} is there")


def mark(text):
    h = 0
    for c in " ".join(text.upper().split()):
        h = (h * 31 + ord(c)) % 46649
    return "".join("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[h // 36 ** i % 36] for i in (2, 1, 0))


def short_form(net):
    """What the link of the report page holds is what the server understands; the page's own report is the same pot."""
    leader = net.client("lider")
    page = leader.get("/hoy?sitting=lunch").text
    url, form = (html.unescape(s) for s in re.search(r'<a href="(sms:[^"]+)" data-sms="([^"]+)"', page).groups())
    number, body = url[4:].split("?body=")
    day = f"{int(kit.today()[8:])}/{int(kit.today()[5:7])}"
    expect(number == "+51900000090" and urllib.parse.unquote(body) == f"SJM-001 {day} almuerzo ", f"without a script: {url}")
    values = {"kitchen": "SJM-001", "day": day, "served": "120", "free": "12"}
    text = re.sub(r"\{([^}]*?)(\w+)\}", lambda m: m[1] + values[m[2]] if m[2] in values else "", form)
    expect(text == f"SJM-001 {day} almuerzo 120 casos 12", text)

    def outcome(words):
        import json
        return json.loads(net.ayni("say", "--explain", "--from", "+51900000001", words).text)
    got = outcome(f"{text} #{mark(text)}")
    want = {"kitchen": "SJM-001", "day": kit.today(), "sitting": "lunch", "served": 120, "free": 12}
    expect(got["outcome"] == "act" and got["args"] == want, f"{got}")
    expect(outcome(f"{text.replace('120', '210')} #{mark(text)}")["outcome"] == "ask", "changed on its way, and done")
    expect(outcome(f"{text.replace('12', '1Z')} #{mark(text)}")["outcome"] != "act", "changed on its way, and done")
    # The message comes first, then the page's report: one pot, no question; and the other way round.
    said = typed(net.client(), "lider", "sms", f"{text} #{mark(text)}")
    expect("Anotado: 120 almuerzos" in said[-1][1], f"{said[-1]}")
    fields = kit.find_form(page, ["served", "free"])["fields"]
    a = leader.form("/hoy", {**fields, "served": "120", "free": "12"})
    expect(a.status == 303, f"the same from the page: {a.status}")
    said = typed(net.client(), "lider", "whatsapp", f"{text} #{mark(text)}")
    expect("Anotado: 120" in said[-1][1] or "ya estaba anotado" in said[-1][1], f"{said[-1]}")
    with kit.open_tables(net.folder) as db:
        rows = db.execute("SELECT served FROM meal WHERE served = 120 AND free = 12")
    expect(len(rows) == 1, f"{len(rows)} pots")


def alive(pid):
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii") as f:
            return f.read().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def endings(net):
    """In good order, and as when it is killed: the telephones end too."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        children = net.children()
        expect(children, "nothing plays the telephones")
        net.process.send_signal(sign)
        status = net.process.wait(10)
        expect(status == (0 if sign == signal.SIGTERM else -sign), f"exit {status}")
        kit.wait_for("the telephones to end", lambda: not any(alive(p) for p in children), WITHIN_S)
        if sign == signal.SIGTERM:
            net.start()
            expect(bubbles(net.client().get("/telefono?de=lider&por=sms").text), "the conversation is gone after a start")
            said_last(typed(net.client(), "lider", "sms", "mi olla"), "mi olla", "SJM-001")


def without(_net):
    """A sample network without played telephones has no such page, and says nothing of it."""
    plain = kit.Net().start()
    c = plain.client("lider")
    expect(c.get("/telefono").status == 404 and "/telefono" not in c.get("/inicio").text, "/telefono is there")
    a = kit.run("demo", "--data", os.path.join(kit.scratch(), "never"), "--phones", "http://ollas.example/")
    expect(a.status == 2 and not os.path.exists(os.path.join(kit.scratch(), "never")), f"telephones elsewhere: {a.status}")
    expect(plain.stop() == 0, "its end")


def main():
    kit.need_program()
    report, net = kit.Report(), Played()
    if not report.check("telephones beside a server", net.start):
        return report.close()
    try:
        for name, run in (("three ways to write, answered without a script", conversations),
                          ("a call for help leaves no row", grave), ("her week is hers alone", hers),
                          ("a day made to be forwarded", summary),
                          ("a report that goes as a text message", short_form), ("they end together", endings),
                          ("a network without telephones", without)):
            report.check(name, lambda run=run: run(net))
    finally:
        if net.process.poll() is None:
            net.process.kill()
            net.process.wait(10)
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
