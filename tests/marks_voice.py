"""marks_voice.py - what each kitchen wrote to authorities: a draft full of marks, a petition that is public, a promise."""
import kit
from kit import expect


def plant(canaries):
    """The marks are on drafts and on who signs; refs (of the matrix's own acts) lead to others, so that those stay."""
    operator, refs = canaries.net.client("operadora"), {}

    def do(action, **args):
        ident = kit.new_id()
        a = operator.changes([{"id": ident, "action": action, "args": args}])
        expect(a.json()[0]["status"] == "accepted", f"{action}: {a.text[:300]}")
        return ident

    for n, code in enumerate(canaries.kitchens, 1):
        to = {"to": "Municipalidad", "office": f"Oficina {n}"}
        do("letter.write", group=code, kind="letter", subject=f"ZQSUBJECT{n}", body=f"ZQBODY{n}", signed=f"ZQSIGNER{n}", public=True, **to)
        refs["letter", code] = do("letter.write", group=code, kind="letter", subject="prueba", body="prueba", **to)
        refs["open_letter", code] = petition = do("letter.write", group=code, kind="petition", subject="pública", body="pública", signed=f"ZQHAND{n}", **to)
        do("letter.approve", letter=petition)
        do("petition.open", letter=petition, until=kit.today(-20))
        do("petition.print", letter=petition, sheets=1)
        refs["promise", code] = do("promise.note", group=code, what="prueba", day=kit.today(5), **to)
        refs["promise_arrival", code] = do("promise.arrive", promise=refs["promise", code], day=kit.today(2), note="prueba")
    canaries.world.reload("petition_sheet")
    for ident, row in canaries.world.records["petition_sheet"].items():
        for code in canaries.kitchens:
            if row["letter"] == refs["open_letter", code]:
                refs["petition_sheet", code] = ident
    return refs
