#!/usr/bin/env python3
"""golden.py - a journal written once must rebuild to its committed dump in every later version.

    golden.py            load tests/golden/journal-v1 into a new folder, rebuild, verify, compare
    golden.py --write    make the first one of a format; one that was released (format 1: with 0.1) stands

journal.txt holds the rows as lines of text that no database need understand:

    network ID
    entry SEQ CHANGE HASH HEADER            hexadecimal
    part SEQ PART SUBJECT SALT BODY         "-" where there is none; BODY is the JSON itself
    head SEQ HASH STAMP

dump.txt holds the declared fields of that version (`fields ENTITY NAME…`) and what `ayni verify
--dump` said. Later versions may add entities, fields and tallies, which are not compared.
"""
import json
import os
import re
import sys

import kit
import tables
from kit import expect

FOLDER = os.path.join(kit.ROOT, "tests", "golden", "journal-v1")
TABLES = """
CREATE TABLE journal (network BLOB NOT NULL, seq INTEGER NOT NULL, change BLOB NOT NULL, header BLOB NOT NULL,
hash BLOB NOT NULL, PRIMARY KEY (network, seq)) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX journal_change ON journal (network, change);
CREATE TABLE journal_part (network BLOB NOT NULL, seq INTEGER NOT NULL, part INTEGER NOT NULL, subject BLOB,
salt BLOB, body TEXT, PRIMARY KEY (network, seq, part)) STRICT, WITHOUT ROWID;
CREATE TABLE chain (network BLOB NOT NULL, seq INTEGER NOT NULL, hash BLOB NOT NULL, stamp INTEGER NOT NULL,
PRIMARY KEY (network)) STRICT, WITHOUT ROWID;
CREATE TABLE meta (name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (name)) STRICT, WITHOUT ROWID;
INSERT INTO meta VALUES ('schema', 'of an older version');
"""


def hexed(value):
    return "-" if value is None else value.hex()


def raw(text):
    return None if text == "-" else bytes.fromhex(text)


# ---- loading ----------------------------------------------------------------------------------

def load(lines, folder):
    """The rows into a data folder that knows nothing else."""
    os.makedirs(folder, 0o700)
    kit.settle(folder)
    if not tables.is_url(kit.database(folder)):
        open(kit.database(folder), "x").close()
    with kit.open_tables(folder) as db:
        for statement in dialect(TABLES).strip().split(";\n"):
            db.execute(statement)
        db.execute("begin")
        fill(lines, db)
        db.execute("commit")


def dialect(text):
    """The same tables as PostgreSQL spells them."""
    if kit.DB == "postgres":
        for ours, its in ((" BLOB", " BYTEA"), (" INTEGER", " BIGINT"), (" TEXT", ' TEXT COLLATE "C"'),
                          (" STRICT, WITHOUT ROWID", "")):
            text = text.replace(ours, its)
    return text


def fill(lines, db):
    network = None
    for line in lines:
        kind, *rest = line.rstrip("\n").split(" ", 5)
        if kind == "network":
            network = bytes.fromhex(rest[0].replace("-", ""))
            db.execute("insert into meta values ('network', ?)", (rest[0],))
        elif kind == "entry":
            db.execute("insert into journal (network, seq, change, hash, header) values (?, ?, ?, ?, ?)",
                       (network, int(rest[0]), *map(raw, rest[1:])))
        elif kind == "part":
            body = None if rest[4] == "-" else rest[4]
            db.execute("insert into journal_part values (?, ?, ?, ?, ?, ?)",
                       (network, int(rest[0]), int(rest[1]), raw(rest[2]), raw(rest[3]), body))
        elif kind == "head":
            db.execute("insert into chain values (?, ?, ?, ?)", (network, int(rest[0]), raw(rest[1]), int(rest[2])))
        else:
            raise kit.Failed(f"a line of kind {kind}")


def parse(lines):
    """(declared fields by entity, records by (entity, id), tally lines by name)."""
    fields, records, tallies = {}, {}, {}
    for line in lines:
        kind, rest = line.rstrip("\n").split(" ", 1)
        if kind == "fields":
            entity, *names = rest.split(" ")
            fields[entity] = set(names)
        elif kind == "tally":
            tallies.setdefault(rest.split(" ")[0], []).append(rest)
        else:
            ident, rest = rest.split(" ", 1)
            born = not rest.startswith("? ")
            records[kind, ident] = born, json.loads(rest[0 if born else 2:])
    return fields, records, tallies


def compare(golden, now):
    fields, records, tallies = parse(golden)
    _, new, new_tallies = parse(now)
    own = {key: (born, {n: v for n, v in row.items() if n in fields[key[0]]})
           for key, (born, row) in new.items() if key[0] in fields}
    for key in sorted(set(records) | set(own)):
        expect(own.get(key) == records.get(key), f"{' '.join(key)}: {own.get(key)}, was {records.get(key)}")
    for name, lines in tallies.items():
        expect(new_tallies.get(name) == lines, f"tally {name}: {new_tallies.get(name)}, was {lines}")


def read(name):
    with open(os.path.join(FOLDER, name), encoding="utf-8") as f:
        return f.readlines()


def check(report):
    folder = os.path.join(kit.scratch(), "golden")
    ayni = lambda *words: kit.must_run(*words, "--data", folder).out  # noqa: E731
    if not report.check("the journal is loaded", lambda: load(read("journal.txt"), folder)):
        return
    report.check("rebuild", lambda: ayni("rebuild"))
    report.check("the chain verifies", lambda: ayni("verify"))
    report.check("the tables are what it says", lambda: ayni("verify", "--tables"))
    report.check("in any order", lambda: ayni("verify", "--shuffle", "7"))
    report.check("the dump is the committed one",
                 lambda: compare(read("dump.txt"), ayni("verify", "--dump").splitlines()))
    report.check("a changed figure would be seen", lambda: planted(read("dump.txt")))


def planted(golden):
    """The comparison itself: one figure, one tally, one lost record."""
    meal = next(i for i, line in enumerate(golden) if line.startswith("meal ") and '"served":' in line)
    tally = next(i for i, line in enumerate(golden) if line.startswith("tally "))
    harm = (golden[:meal] + [re.sub(r'"served":\d', '"served":9999', golden[meal])] + golden[meal + 1:],
            golden[:tally] + [golden[tally].rstrip("\n") + "0\n"] + golden[tally + 1:],
            golden[:meal] + golden[meal + 1:])
    for now in harm:
        try:
            compare(golden, now)
        except kit.Failed:
            continue
        raise kit.Failed("a planted difference was not seen")


# ---- making it anew ---------------------------------------------------------------------------

PLACES = "code,name,level,parent,inei,latitude,longitude\n" \
    "PE,Perú,country,,,,\n15,Lima,department,PE,15,,\n1501,Lima,province,15,1501,,\n" \
    "150133,San Juan de Miraflores,district,1501,150133,-12.1631,-76.9636\n" \
    "150142,Villa El Salvador,district,1501,150142,-12.2133,-76.9372\n"
KITCHENS = "code,name,kind,place,capacity,opened,address,water,stove\n" \
    'SJM-001,Virgen de la Puerta,comedor,150133,120,2020-05-01,"Mz A lote 3, frente al «paradero»",pipe,gas\n' \
    "SJM-002,Señor de los Milagros,olla,150133,90,,,tank,wood\n" \
    "VES-001,Ñuñuma,olla,150142,,,,,both\n"
MEALS = "kitchen,day,sitting,planned,served,free,leftover,cost\n" \
    "SJM-001,{2},lunch,110,104,12,0,312.50\nSJM-001,{2},dinner,,60,,,\nSJM-002,{2},lunch,80,77,,3,\n" \
    "VES-001,{2},lunch,,51,51,,0.05\nSJM-001,{1},lunch,110,,,,\n"


def report_of(args, **more):
    return kit.report(dict({"sitting": "lunch"}, **args), **more)


def live(program, log):
    """Corrected, kept, unknown again, voided: every way a figure can go."""
    def act(status, *actions):
        answers = program.changes(list(actions)).json()
        expect([a["status"] for a in answers] == [status] * len(actions), f"{answers}")

    def seen(kitchen, day):
        answer = program.get(f"/api/v1/meal?kitchen={kitchen}&day_from={day}&limit=90")
        rows = answer.json().get("rows")
        expect(rows, f"{answer.status} {answer.text[:200]}")
        return next(r["seen"] for r in rows if (r["day"], r["sitting"]) == (day, "lunch"))

    day, hour = kit.today(1), 3_600_000
    pot = {"kitchen": "SJM-001", "day": day}
    act("accepted", report_of({**pot, "served": 118, "free": 9}, seen=seen("SJM-001", day)))
    act("accepted", report_of({**pot, "served": 121, "cost": "298.00"}, seen=seen("SJM-001", day)))
    act("kept", report_of({**pot, "served": 90}, acted_at=kit.instant(kit.now_ms() - 2 * hour)))
    act("accepted", report_of({**pot, "leftover": 4}, acted_at=kit.instant(kit.now_ms() - 2 * hour)))
    act("accepted", report_of({**pot, "free": None}, seen=seen("SJM-001", day)))
    act("accepted", report_of({"kitchen": "SJM-002", "day": day, "served": 70}))
    act("accepted", {"id": kit.new_id(), "action": "meal.void", "args":
                     {"kitchen": "SJM-002", "day": day, "sitting": "lunch", "reason": "se anotó dos veces"},
                     "seen": seen("SJM-002", day)})
    log("reports")


def make(folder):
    from serving import Serve
    from client import Client
    ayni = lambda *words: kit.must_run(*words, "--data", folder).out  # noqa: E731
    kit.must_run("init", "--data", folder, "--name", "Red «Ayni» de prueba", "--country", "BO", "--zone",  # Peru would bring its districts
                 "America/Lima", "--currency", "PEN", "--operator", "Maritza Ñahui")
    days = {str(n): kit.today(n) for n in range(4)}
    for entity, text in (("place", PLACES), ("kitchen", KITCHENS), ("meal", MEALS)):
        path = os.path.join(kit.scratch(), entity + ".csv")
        with open(path, "w", encoding="utf-8") as f:
            f.write(re.sub(r"\{(\d)\}", lambda m: days[m[1]], text))
        ayni("import", entity, path)
    ayni("invite", "--role", "leader", "--group", "SJM-001", "--phone", "+51900000001", "Rosa Quispe")
    ayni("invite", "--role", "cook", "--group", "SJM-001", "--phone", "+51900000002", "Juana Huamán")
    ayni("invite", "--role", "operator", "--phone", "+51900000008", "Otilia")
    ayni("say", "--from", "+51900000001", "raciones 95 y 12 casos sociales")
    token = ayni("token", "+51900000008", "--allow", "all").strip().splitlines()[-1].strip()
    with Serve(folder) as server:
        program = Client(f"http://127.0.0.1:{server.port}", token=token)
        live(program, lambda what: print(f"# {what}"))
        people = program.get("/api/v1/person?limit=50").json()["rows"]
        juana = next(p["id"] for p in people if p["name"] == "Juana Huamán")
        erased = program.changes([{"id": kit.new_id(), "action": "person.erase",
                                   "args": {"person": juana, "sure": True}}]).json()
        expect(erased[0]["status"] == "accepted", f"{erased}")
    ayni("verify", "--tables")


def write():
    if os.path.exists(FOLDER):
        sys.exit(f"{FOLDER} was released: it is never made anew")
    folder = os.path.join(kit.scratch(), "made")
    make(folder)
    os.makedirs(FOLDER)
    with open(os.path.join(FOLDER, "journal.txt"), "w", encoding="utf-8") as f, kit.open_tables(folder) as db:
        network = db.execute("select value from meta where name = 'network'")[0][0]
        print("network", network, file=f)
        for seq, change, digest, header in db.execute("select seq, change, hash, header from journal order by seq"):
            print("entry", seq, hexed(change), hexed(digest), hexed(header), file=f)
            for part, subject, salt, body in db.execute(
                    "select part, subject, salt, body from journal_part where seq = ? order by part", (seq,)):
                print("part", seq, part, hexed(subject), hexed(salt), body or "-", file=f)
        print("head", *(hexed(v) if isinstance(v, bytes) else v for v in
                        db.execute("select seq, hash, stamp from chain")[0]), file=f)
    fields = {}
    for line in kit.must_run("schema", "csv").out.splitlines()[1:]:
        entity, name = line.split(",")[:2]
        fields.setdefault(entity, []).append(name)
    with open(os.path.join(FOLDER, "dump.txt"), "w", encoding="utf-8") as f:
        for entity, names in fields.items():
            print("fields", entity, *names, file=f)
        f.write(kit.must_run("verify", "--dump", "--data", folder).out)


def main():
    kit.need_program()
    if "--write" in sys.argv[1:]:
        write()
    report = kit.Report()
    check(report)
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
