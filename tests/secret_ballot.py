#!/usr/bin/env python3
"""secret_ballot.py - what rests of a secret ballot before the close says who voted, never what.

Two people vote, differently; all tables are then read as whoever has the database or a backup would. The judge is first shown
rows that do tell. The same form sent again with another choice changes nothing; the machine counts after the close, also when
the server was started anew in between.
"""
import sys

import kit
from client import find_form
from kit import expect

WORDS = (b'"yes"', b'"no"', b'"abstain"')
BOX_BYTES = 24 + 16 + 3 * 8


def raw(cell):
    return cell.encode() if isinstance(cell, str) else bytes(cell) if isinstance(cell, (bytes, bytearray, memoryview)) else b""


def judge(rows, ident):
    """Why rows (table, cells) tell what was voted, or None. The box is judged by its shape."""
    boxes = [cells for table, cells in rows if table == "ballot_box"]
    if len(boxes) != 1 or len(boxes[0]) != 3 or len(boxes[0][2]) != BOX_BYTES:
        return f"{len(boxes)} boxes of {[len(b) for b in boxes]} cells: more than counts in one row of one size"
    for table, cells in rows:
        cells = [raw(c) for c in cells]
        about = any(bytes.fromhex(ident.replace("-", "")) in c or ident.encode() in c for c in cells)
        for c in cells if about and table != "proposal" else []:
            if any(w in c or c == w.strip(b'"') for w in WORDS):
                return f"{table}: {c[:80]!r}"
    return None


def all_rows(net):
    with kit.open_tables(net.folder) as db:
        return [(t, row) for t in db.tables() for row in db.execute(f'select * from "{t}"')]


def planted(rows, ident):
    key = bytes.fromhex(ident.replace("-", ""))
    for table, cells in (("ballot_cast", (key, "abstain")), ("journal_part", (b'{"proposal":"' + ident.encode() + b'","choice":"no"}',)),
                         ("ballot_box", (b"", key, b"x" * BOX_BYTES))):
        expect(judge(rows + [(table, cells)], ident), f"the judge sees nothing in {table}")


class Ballot:
    def __init__(self):
        self.net = kit.Net().start()
        self.chair, self.it, self.meeting = self.net.client("distrito"), kit.new_id(), kit.new_id()
        for ident, action, args in (
                (self.meeting, "meeting.plan", {"group": "RED-150133", "day": kit.today(-2), "hour": "10:00", "topic": "Mesa"}),
                (self.it, "proposal.open", {"meeting": self.meeting, "text": "Que siga", "manner": "secret"})):
            a = self.chair.changes([{"id": ident, "action": action, "args": args}])
            expect(a.json()[0]["status"] == "accepted", a.text)
        self.page = f"/reuniones/{self.meeting}/propuestas/{self.it}"

    def cast(self, who, choice, again=None):
        """Her answer and the fields of her form, to be sent again."""
        c = self.net.client(who)
        where = self.page + "/secreto"
        fields = again[1] if again else find_form(c.get(where).text, ["choice"], where)["fields"]
        c = again[0] if again else c
        return c.form(where, {**fields, "choice": choice}), (c, fields)

    def before(self):
        """Two vote; no table tells what."""
        a, form = self.cast("lider", "no")
        expect(a.status == 303 and "ok=1" in (a.header("Location") or ""), f"{a.status} {a.text[:200]}")
        a, _ = self.cast("lider", "yes", form)
        expect(a.status == 303 and "again=1" in (a.header("Location") or ""), f"the same form with another choice: {a.status}")
        a, _ = self.cast("lider", "yes", (form[0], {**form[1], "id": kit.new_id()}))
        expect(a.status == 422 and "ya votó" in a.text, f"a second ballot: {a.status}")
        expect(self.cast("cocinera", "abstain")[0].status == 303, "the second one")
        rows = all_rows(self.net)
        why = judge(rows, self.it)
        expect(why is None, why)
        planted(rows, self.it)
        with open(self.net.folder + ".log", encoding="utf-8") as f:
            expect("abstain" not in f.read(), "the log tells")

    def counted(self):
        """Closed, killed, started: the machine counts what was cast, once, and the box is gone."""
        a = self.chair.changes([{"id": kit.new_id(), "action": "proposal.close", "args": {"proposal": self.it}}])
        expect(a.json()[0]["status"] == "accepted", a.text)
        self.net.kill()
        self.net.start()
        self.chair = self.net.client("distrito")

        def now():
            return self.chair.get("/api/v1/proposal").json()["rows"][0]
        kit.wait_for("the count", lambda: now()["state"] == "closed", wait_s=45)
        row = now()
        expect((row["yes"], row["no"], row["abstain"]) == (0, 1, 1), f"counted {row}")
        said = [b["choice"] for b in sorted(self.chair.get("/api/v1/ballot").json()["rows"], key=lambda b: b["n"])]
        expect(said == ["no", "abstain"], f"{said}")
        kit.wait_for("the box to go", lambda: not [1 for t, _ in all_rows(self.net) if t == "ballot_box"], wait_s=10)
        expect(self.net.stop() == 0, "no clean end")


def main():
    kit.need_program()
    report, o = kit.Report(), None

    def begin():
        nonlocal o
        o = Ballot()
    report.check("a secret ballot is opened", begin)
    if o:
        report.check("before the close the tables tell who voted, never what", o.before)
        report.check("after the close the machine counts, also after a kill", o.counted)
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
