#!/usr/bin/env python3
"""voices.py - pages told by a person's voice: recorded by an operator, heard by whoever reads them, replaced, taken back."""
import re
import sys

import blobs
import kit
import pictures
from kit import expect


def record(client, page, language, body, given=()):
    """The operator's voice for a page, by the form."""
    path = f"/audios?page={page}&language={language}"
    fields = {**kit.find_form(client.get(path).text, ["file", "page"])["fields"], **dict(given)}
    fields.pop("file", None)
    form, mime = blobs.multipart(fields, [("file", "voz.ogg", body)] if body is not None else [])
    return client.post("/audios", form, kind=mime)


def told(net):
    """An operator records a page in a language; who reads it in that language hears it, also without script."""
    def heard(client, path, language="es"):
        a = client.request("GET", path, headers={"Accept-Language": language})
        expect(a.status == 200, f"{path}: {a.status}")
        return re.findall(r'<p class="say-it">.*?<audio controls preload="none" src="(/archivo/[^"]+)"', a.text)

    operator, leader, nobody = net.client("operadora"), net.client("lider"), net.client()
    one, two = pictures.ogg(4), pictures.webm(5)
    for client, path in ((operator, "/inicio"), (leader, "/inicio"), (nobody, "/"), (nobody, "/entrar")):
        expect(not heard(client, path), f"{path} has a voice before anybody spoke")
    expect("/audios" in operator.get("/area/red").text and "/audios" not in leader.get("/inicio").text, "the task of her area")
    for page in ("home", "public", "enter"):
        a = record(operator, page, "es", one)
        expect(a.status == 303 and a.header("Location") == "/audios?ok=1", f"{page}: {a.status} {blobs.said(a)}")
    expect(record(operator, "public", "quz", two).status == 303, "not taken in Quechua")
    # Heard at once by everybody else, each in her language, whole and in parts.
    (src,) = heard(nobody, "/")
    got = nobody.get(src)
    expect(got.status == 200 and got.body == one and got.header("Content-Type") == "audio/ogg", f"{src}: {got.status}")
    part = nobody.request("GET", src, headers={"Range": "bytes=0-9"})
    expect(part.status == 206 and part.body == one[:10], f"a part: {part.status}")
    expect(heard(leader, "/inicio") == [src] and heard(nobody, "/entrar") == [src], "home and the way in")
    (other,) = heard(nobody, "/", "quz")
    expect(other != src and nobody.get(other).body == two, "Quechua has its own voice")
    expect(not heard(nobody, "/", "en") and not heard(nobody, "/ayuda"), "nobody recorded that")
    text = operator.get("/audios").text
    expect(text.count("<audio") == 4 and "La ciudad hoy" in text, "the list of recordings")
    # A new one takes the old one's place, for who saw the old one.
    path = "/audios?page=public&language=es"
    old = kit.find_form(operator.get(path).text, ["file", "page"])["fields"]
    expect(record(operator, "public", "es", two).status == 303, "not replaced")
    expect(heard(nobody, "/") == [other] and heard(leader, "/inicio") == [src], "the old one is still heard")
    a = record(operator, "public", "es", pictures.amr(2), {"seen": old["seen"]})
    expect(a.status == 409 and "no vio" in a.text, f"over what she did not see: {a.status} {blobs.said(a)}")
    # What is none gets a clear word.
    for body, word in ((pictures.jpeg(pictures.corners()), "no es un audio"), (b"hola", ""), (None, "Falta")):
        a = record(operator, "help", "es", body)
        expect(a.status == 422 and word in blobs.said(a) and blobs.said(a), f"not an audio: {a.status} {blobs.said(a)}")
    for page, language in (("nowhere", "es"), ("style", "es"), ("help", "xx"), ("help", "")):
        expect(operator.get(f"/audios?page={page}&language={language}").status == 404, f"a form for {page} {language}")
        a = record(operator, "help", "es", one, {"page": page, "language": language})
        expect(a.status in (404, 422), f"{page} in {language}: {a.status}")
    # Nobody but operators.
    for person in ("lider", "cocinera", "distrito", None):
        c = net.client(person)
        for path in ("/audios", "/audios?page=help&language=es"):
            expect(c.get(path).status == (404 if person else 303), f"{person}: {path}")
        expect(c.form("/audios", {"page": "help", "language": "es"}).status in (303, 403, 404), f"{person} records")
    # Taken back, and its bytes are heard no more where nothing else names them.
    for address in re.findall(r"/audios/quitar\?recording=[0-9a-f-]+", operator.get("/audios").text):
        form = kit.find_form(operator.get(address).text, ["recording"])["fields"]
        expect(operator.form("/audios/quitar", form).status == 303, "not taken back")
        expect(operator.get(address).status == 404, "it can be taken back twice")
    expect(not heard(nobody, "/") and not heard(nobody, "/", "quz") and not heard(leader, "/inicio"), "it is still offered")
    expect(nobody.get(src).status == 404 and nobody.get(other).status == 404, "it can still be heard")
    expect(record(operator, "public", "es", one).status == 303 and heard(nobody, "/") == [src], "not recorded again")


def main():
    kit.need_program()
    report, net = kit.Report(), kit.Net().start()
    report.check("a page is told by a person's voice: added, heard, replaced, taken back", lambda: told(net))
    report.check("the laws hold", net.laws)
    net.stop()
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
