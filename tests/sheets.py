#!/usr/bin/env python3
"""sheets.py - a sheet is printed, photographed, and the photo finds its record again by the code at its foot.

The sheet is the program's own PDF; poppler reads its text and makes the photo of it. A photo without a code, one of another
group's sheet, a damaged one and a PDF are said clearly, and nothing is kept of them.
"""
import re
import subprocess
import sys
import tempfile

import kit
import pictures
from blobs import attachments, multipart
from kit import expect


def photo_of(pdf, dots=120):
    """The first page as a JPEG of so many dots an inch, as a phone held over it would take it."""
    with tempfile.TemporaryDirectory() as folder:
        with open(f"{folder}/s.pdf", "wb") as f:
            f.write(pdf)
        subprocess.run(["pdftoppm", "-jpeg", "-r", str(dots), "-singlefile", f"{folder}/s.pdf", f"{folder}/s"], check=True, timeout=60)
        with open(f"{folder}/s.jpg", "rb") as f:
            return f.read()


def text_of(pdf):
    run = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True, timeout=60)
    return run.stdout.decode()


def bring(client, body, name="hoja.jpg"):
    page = client.get("/hojas")
    expect(page.status == 200, f"/hojas: {page.status}")
    fields = kit.find_form(page.text, ["file", "kind"])["fields"]
    fields.pop("file", None)
    form, mime = multipart(fields, [("file", name, body)])
    return client.post("/hojas", form, kind=mime)


def refused(answer, words):
    expect(answer.status == 422, f"{words}: {answer.status}")
    expect(words in answer.text, f"{words} was not said")


def sheet(net):
    """A sworn balance of the sample: its id and its sheet."""
    c = net.client("lider")
    rows = [r for r in net.program("lider").get("/api/v1/balance?group=SJM-001").json()["rows"] if r["state"] == "sworn"]
    expect(rows, "no sworn balance in the sample")
    answer = c.get(f"/cuentas/{rows[0]['id']}/hoja")
    expect(answer.status == 200 and answer.body.startswith(b"%PDF"), f"sheet: {answer.status}")
    return rows[0]["id"], answer.body


def check_text(pdf):
    text = text_of(pdf)
    for words in ("Formato B-1", "Virgen de la Puerta", "Rosa Quispe", "papa canchán", "varios", "Total S/", "912.50", "850.00", "62.50", "Huella", "Hoja "):
        expect(words in text, f"{words} is not on the sheet:\n{text[:1500]}")
    expect("BORRADOR" not in text, "a sworn sheet says it is a draft")


def check_found(net, balance, pdf):
    before = len(attachments(net))
    answer = bring(net.client("lider"), photo_of(pdf))
    expect(answer.status == 303, f"photo of the sheet: {answer.status} {re.findall('class=.err.*', answer.text)[:2]}")
    expect("about=balance" in str(answer.header("Location")), f"it leads to {answer.header('Location')}")
    mine = [a for a in attachments(net) if a.get("about") == f"balance:{balance}"]
    expect(len(mine) == 1 and mine[0]["kind"] == "sheet", f"beside the balance: {mine}")
    expect(len(attachments(net)) == before + 1, "one file is kept")


def check_not_found(net, balance, pdf):
    before = len(attachments(net))
    c = net.client("lider")
    refused(bring(c, pictures.jpeg(pictures.corners())), "No se ve el código")
    refused(bring(c, photo_of(pdf)[:300]), "dañada")
    refused(bring(c, pdf, "hoja.pdf"), "no se puede mirar")
    refused(bring(net.client("salud"), photo_of(pdf)), "usted no ve")
    expect(len(attachments(net)) == before, "nothing is kept of what was refused")


def check_delivery(net):
    """What was given, on paper: who gives, what, boxes; its photo is bound to the store's movement. And the sheet to hand it out."""
    c = net.client("lider")
    found = re.findall(r'href="(/entregas/([0-9a-f-]{36}))"', c.get("/entregas?group=SJM-001").text)
    expect(found, "no delivery in the sample")
    pdf = c.get(f"{found[0][0]}/acta").body
    text = text_of(pdf)
    for words in ("Acta de entrega", "Virgen de la Puerta", "Mercado mayorista", "tomate", "12 kg", "Faltó", "Rosa Quispe", "veedora", "O quien la reemplaza", "Huella"):
        expect(words in text, f"{words} is not on the record of a delivery:\n{text[:1500]}")
    answer = bring(c, photo_of(pdf))
    expect(answer.status == 303 and "about=stock_move" in str(answer.header("Location")), f"its photo: {answer.status} {answer.header('Location')}")
    expect([a for a in attachments(net) if a.get("about") == f"stock_move:{found[0][1]}"], "the photo is not beside the delivery")
    text = text_of(c.get("/padron/reparto?group=SJM-001&que=tomate%2012%20kg").body)
    for words in ("Planilla de reparto", "tomate 12 kg", "Quispe", "Si viene otra persona", "Firma o huella", "sin documento"):
        expect(words in text, f"{words} is not on the sheet to hand out:\n{text[:1500]}")


def check_acta(net):
    """An acta is approved, printed, signed, photographed: the page says so; its text is what was approved."""
    mine = net.program("distrito")
    c = net.client("distrito")
    form = kit.find_form(c.get("/reuniones/nueva").text, ["topic"])["fields"]
    form.update(group="RED-150133", day=kit.today(), hour="23:50", topic="Acta en papel", place="Local comunal")
    answer = c.form("/reuniones/nueva", form)
    expect(answer.status == 303, f"the meeting: {answer.status} {re.findall('class=.err.{0,300}', answer.text)[:3]}")
    meeting = next(r["id"] for r in mine.get(f"/api/v1/meeting?day={kit.today()}").json()["rows"] if r["topic"] == "Acta en papel")
    at = f"/reuniones/{meeting}"
    for path, fields in ((f"{at}/acta", {"text": "Se habló del precio del gas."}),
                         (f"{at}/acuerdos/nuevo", {"what": "Comprar dos baldes", "who": "Rosa Quispe Ñaupari", "by": kit.today()})):
        form = kit.find_form(c.get(path).text, list(fields))["fields"]
        form.update(fields)
        answer = c.form(path, form)
        expect(answer.status == 303, f"{path}: {answer.status}")
    expect("BORRADOR" in text_of(c.get(f"{at}/acta.pdf").body), "an acta that nobody approved does not say so")
    form = kit.find_form(c.get(f"{at}/aprobar").text, ["president"])["fields"]
    form.update(president="Carmen Sulca", secretary="Rosa Quispe Ñaupari", page="7")
    expect(c.form(f"{at}/aprobar", form).status == 303, "the approval")
    pdf = c.get(f"{at}/acta.pdf").body
    text = text_of(pdf)
    for words in ("Acta en papel", "1 - " + kit.today()[:4], "Quiénes estuvieron", "Documento", "Firma o huella", "precio del gas", "Comprar dos baldes",
                  "Rosa Quispe", "Carmen Sulca", "Presidenta", "Secretaria", "Huella del texto aprobado", "Hoja "):
        expect(words in text, f"{words} is not on the acta:\n{text[:2500]}")
    expect("BORRADOR" not in text, "an approved acta says it is a draft")
    answer = bring(c, photo_of(pdf))
    expect(answer.status == 303 and "about=minutes_approval" in str(answer.header("Location")), f"its photo: {answer.status} {answer.header('Location')}")
    expect("Firmada" in c.get(f"{at}/acta").text, "the acta does not say that it is signed")


def main():
    net = kit.Net().start()
    try:
        balance, pdf = sheet(net)
        for name, check in (("text of a sheet", lambda: check_text(pdf)), ("a photo finds its record", lambda: check_found(net, balance, pdf)),
                            ("what is not found", lambda: check_not_found(net, balance, pdf)), ("a delivery and its papers", lambda: check_delivery(net)), ("an acta and its photo", lambda: check_acta(net)), ("laws", lambda: (net.stop(), net.laws()))):
            check()
            print(f"ok {name}")
    finally:
        net.kill()


if __name__ == "__main__":
    try:
        main()
    except kit.Failed as why:
        print(f"not ok {why}")
        sys.exit(1)
