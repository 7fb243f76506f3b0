#!/usr/bin/env python3
"""walks.py - every statement finds its rows by an index, or says in its .sql file why it need not.

Fossil warns of a statement that scans and has no /*scan*/ in it; here nobody waits until it is slow. SQLite is asked
for its plan of each named statement over the tables of an empty network, whose figures (store's table_figures) say
that there is one network with many rows. A table that is read whole, or by its network alone, is a walk, and wants a
line `-- walks: why` in its block.
"""
import glob
import os
import re
import sqlite3
import sys

import kit
from kit import expect

sys.path.insert(0, os.path.join(kit.ROOT, "tools"))
import sql2c  # noqa: E402

WALK = re.compile(r"SCAN (?!CONSTANT|\d)|SEARCH .*\(network=\?\)$|.* AUTOMATIC ")
MARK = re.compile(r"\s*-- walks: \S")


def files():
    return [p for p in sorted(glob.glob(os.path.join(kit.ROOT, "src", "**", "*.sql"), recursive=True))
            if not p.endswith(("_test.sql", "catalogue.sql"))]


def walked(db, sql, nparams):
    """What of its plan is a walk; what a subquery made in passing is none."""
    steps = [row[3] for row in db.execute("EXPLAIN QUERY PLAN " + sql, [None] * nparams)]
    made = {m[1] for m in (re.match(r"(?:CO-ROUTINE|MATERIALIZE) (\S+)", step) for step in steps) if m}
    return [step for step in steps if WALK.match(step) and step.split()[1] not in made]


def fault(db, block):
    """Why the block may not stand, or None."""
    steps = walked(db, block.texts["sqlite"], len(block.params))
    marked = any(MARK.match(text) for _, _, text in block.lines)
    where = f"{os.path.relpath(block.path, kit.ROOT)}:{block.line}: {block.name}"
    if steps and not marked:
        return f"{where}: {'; '.join(steps)}: an index, or «-- walks: why»"
    return f"{where} walks no more: take its «-- walks:» away" if marked and not steps else None


def statements(source=None):
    blocks = [b for p in files() for b in sql2c.read_blocks(p, open(p, encoding="utf-8").read())] if source is None else \
        sql2c.read_blocks("planted.sql", source)
    return [b for b in blocks if not isinstance(b, sql2c.Table)]


def all_lead(db):
    blocks = statements()
    faults = [f for f in (fault(db, b) for b in blocks) if f]
    for line in faults:
        print("#", line)
    expect(not faults, faults[0] if faults else "")
    expect(len(blocks) > 200, f"only {len(blocks)} statements were looked at")


PLANTED = (
    ("a column without an index", "WHERE network = :n AND text = :t", "", True),
    ("every network", "WHERE text = :t AND :n = :n", "", True),
    ("an order that has no index", "WHERE network = :n ORDER BY text = :t", "", True),
    ("a walk that says why", "WHERE network = :n AND text = :t", "-- walks: planted", False),
    ("an index", "WHERE network = :n AND address = :t", "", False),
    ("a reason without a walk", "WHERE network = :n AND address = :t", "-- walks: planted", True),
)


def caught(db, where, mark, wrong):
    block, = statements(f"-- name: planted (n ref, t text) -> id ref\n{mark}\nSELECT id FROM message {where}\n")
    expect(bool(fault(db, block)) == wrong, fault(db, block) or "it was let pass")


def main():
    kit.need_program()
    data = os.path.join(kit.scratch(), "walks")
    kit.must_run("init", "--data", data, "--name", "Red", "--country", "BO", "--zone", "America/La_Paz", "--operator", "Ana")
    db = sqlite3.connect(os.path.join(data, "ayni.db"))
    report = kit.Report()
    report.check("every statement is led by an index, or says why not", lambda: all_lead(db))
    for name, where, mark, wrong in PLANTED:
        report.check(f"planted: {name}", lambda w=where, m=mark, x=wrong: caught(db, w, m, x))
    db.close()
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
