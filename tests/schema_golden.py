#!/usr/bin/env python3
"""schema_golden.py - what the program declares is what was agreed: tables, columns, privacy.

    schema_golden.py [--write]

A difference in tests/golden/schema/ means that a table, a field or who may read it changed; look at
it, then write it anew with --write. What is for ever, `ayni schema diff` tells by lines.txt; --write
refuses what it forbids.
"""
import argparse
import difflib
import json
import os
import re
import sys

import kit
from kit import expect

FOLDER = os.path.join(kit.ROOT, "tests", "golden", "schema")
FORMS = ("sql", "csv", "audit", "lines")


def path_of(form):
    return os.path.join(FOLDER, form + ".txt")


def declared(form):
    return kit.must_run("schema", form).out.replace("\r\n", "\n")


def kept(form):
    with open(path_of(form), encoding="utf-8") as f:
        return f.read()


def diff(lines):
    """(exit status, what it says) of `ayni schema diff` with these lines as the older build's."""
    path = os.path.join(kit.scratch(), "lines.txt")
    with open(path, "w", encoding="utf-8") as f:
        f.write(lines)
    r = kit.run("schema", "diff", path)
    return r.status, r.out


def same(form):
    was, now = kept(form), declared(form)
    lines = [line for line in difflib.unified_diff(was.splitlines(), now.splitlines(), lineterm="", n=0)
             if line[:1] in "+-" and line[:3] not in ("+++", "---")]
    for line in lines[:20]:
        print("#", line)
    expect(was == now, f"{len(lines)} lines differ: {lines[0] if lines else ''}")


# What an older build may have had: (its lines, changed; the exit status now; what is said).
CHANGES = (
    ("field gone", lambda t: t + "field meal.salt at=9 type=int class=group ref=- key=no retired=no\n", 1, "X field meal.salt"),
    ("field renamed", lambda t: t.replace("field meal.served ", "field meal.plates "), 1, "X field meal.plates"),
    ("field retyped", lambda t: t.replace("field meal.served at=6 type=int", "field meal.served at=6 type=text"), 1,
     "X field meal.served"),
    ("field moved", lambda t: t.replace("field meal.served at=6", "field meal.served at=7"), 1, "at: 7 → 6"),
    ("key changed", lambda t: sub(t, r"(field meal.served .*)key=no", r"\1key=yes"), 1, "key: yes → no"),
    ("key added", lambda t: sub(t, r"field meal.sitting .*\n", ""), 1, "X field meal.sitting"),
    ("reference changed", lambda t: sub(t, r"(field meal.kitchen .*)ref=kitchen", r"\1ref=group"), 1, "ref: group → kitchen"),
    ("back from retirement", lambda t: sub(t, r"(field meal.free .*)retired=no", r"\1retired=yes"), 1, "X field meal.free"),
    ("choice gone", lambda t: t + "choice meal.sitting.tea\n", 1, "X choice meal.sitting.tea"),
    ("entity gone", lambda t: t + "entity stew day=- event=no\n", 1, "X entity stew"),
    ("lasting table gone", lambda t: t + "table purse everywhere=no\n", 1, "X table purse"),
    ("lasting column gone", lambda t: t + "column chain.weight kind=integer required=no key=0\n", 1, "X column chain.weight"),
    ("lasting column retyped", lambda t: t.replace("column chain.epoch kind=integer", "column chain.epoch kind=text"), 1,
     "X column chain.epoch"),
    ("lasting key changed", lambda t: sub(t, r"(column session.token_hash .*)key=2", r"\1key=1"), 1,
     "X column session.token_hash"),
    ("the same with a step", lambda t: sub(sub(t, r"(column session.token_hash .*)key=2", r"\1key=1"), r"number=\d+",
                                           "number=0"), 0, "  column session.token_hash"),
    ("lasting column added", lambda t: sub(t, r"column chain.epoch .*\n", ""), 1, "X column chain.epoch"),
    ("one that may be null", lambda t: sub(t, r"column job.holder .*\n", ""), 0, "  column job.holder"),
    ("format lowered", lambda t: sub(t, r"number=\d+", "number=99"), 1, "X format data"),
    ("class loosened", lambda t: sub(t, r"(field meal.served .*)class=public", r"\1class=personal"), 0,
     "! field meal.served"),
    ("class tightened", lambda t: sub(t, r"(field contact.phone .*)class=personal", r"\1class=public"), 0,
     "  field contact.phone"),
    ("event lost", lambda t: sub(t, r"(entity meal .*)event=no", r"\1event=yes"), 0, "! entity meal"),
    ("field added", lambda t: sub(t, r"field meal.free .*\n", ""), 0, "  field meal.free"),
    ("index changed", lambda t: sub(t, r"index meal_by0 .*\n", "index meal_by0 columns=network,day unique=no known=-\n"), 0,
     "  index meal_by0"),
    ("tally gone", lambda t: t + "tally salt of=meal by=day values=free\n", 0, "  tally salt"),
)


def sub(text, pattern, by):
    changed = re.sub(pattern, by, text, count=1)
    expect(changed != text, f"{pattern} is not in lines.txt")
    return changed


def change(make, status, said):
    lines = declared("lines")
    got, out = diff(make(lines))
    expect(got == status, f"exit {got}, not {status}: {out}")
    expect(said in out, f"not said: {said}: {out}")
    expect((got == 1) == any(line.startswith("X ") for line in out.splitlines()), out)


def refused():
    for text in ("", "entity meal day=day event=no\n", "ayni lines 2\nentity meal\n"):
        status, _ = diff(text)
        expect(status == 2, f"exit {status} for {text!r}")
    expect(kit.run("schema", "diff").status == 2, "no file is no error")
    expect(kit.run("schema", "diff", "/nowhere").status == 2, "a file that is not there is no error")
    expect(kit.run("schema", "sql", "oracle").status == 2, "an unknown database is no error")


def promised():
    status, out = diff(kept("lines"))
    expect(status == 0, out)


def valid():
    document = json.loads(declared("api"))
    known = document["components"]["schemas"]

    def walk(node):
        if isinstance(node, dict):
            ref = node.get("$ref")
            expect(ref is None or ref.rpartition("/")[2] in known, f"{ref} leads nowhere")
            for value in node.values():
                walk(value)
        elif isinstance(node, list):
            for value in node:
                walk(value)
    walk(document)
    for path, item in document["paths"].items():
        for method, operation in item.items():
            expect(operation.get("responses"), f"{method} {path} answers nothing")
            for p in operation.get("parameters", ()):
                expect({"name", "in", "schema"} <= set(p), f"{path}: parameter {p}")
    access = json.loads(declared("access"))
    expect(access["rules"] and access["routes"], "no rules or routes")
    expect(declared("doc").startswith("# "), "the dictionary is no Markdown")


def write():
    if os.path.exists(path_of("lines")):
        status, out = diff(kept("lines"))
        if status:
            print(out)
            return 1
    for form in FORMS:
        with open(path_of(form), "w", encoding="utf-8") as f:
            f.write(declared(form))
    return 0


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--write", action="store_true")
    kit.need_program()
    if p.parse_args().write:
        return write()
    report = kit.Report()
    for form in FORMS:
        report.check(f"schema {form} is the agreed one", lambda: same(form))
    report.check("nothing is broken that was promised", promised)
    report.check("nothing changed is nothing said", lambda: expect(diff(declared("lines"))[0] == 0, "a difference"))
    for name, make, status, said in CHANGES:
        report.check(f"planted: {name}", lambda m=make, st=status, sd=said: change(m, st, sd))
    report.check("what is no list of lines is refused", refused)
    report.check("the API's description holds together", valid)
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
