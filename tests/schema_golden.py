#!/usr/bin/env python3
"""schema_golden.py - what the program declares is what was agreed: tables, columns, privacy.

    schema_golden.py [--write]

A difference in tests/golden/schema/ means that a table, a field or who may read it changed; look at
it, then write it anew with --write. The order of fields and their names are for ever: a line of
csv.txt may be added behind its entity's, never moved, renamed or taken away. --write refuses that.
"""
import argparse
import csv
import difflib
import json
import os
import sys

import kit
from kit import expect

FOLDER = os.path.join(kit.ROOT, "tests", "golden", "schema")
FORMS = ("sql", "csv", "audit")


def path_of(form):
    return os.path.join(FOLDER, form + ".txt")


def declared(form):
    return kit.must_run("schema", form).out.replace("\r\n", "\n")


def kept(form):
    with open(path_of(form), encoding="utf-8") as f:
        return f.read()


def fields_of(text):
    """{entity: [(field, type)]} in the order of the file."""
    out = {}
    for row in csv.DictReader(text.splitlines()):
        out.setdefault(row["entity"], []).append((row["field"], row["type"]))
    return out


def broken(before, after):
    """What was promised for ever and is no longer so."""
    old, new = fields_of(before), fields_of(after)
    return [f"{entity}.{name}: moved, renamed, retyped or gone"
            for entity, fields in old.items()
            for n, (name, kind) in enumerate(fields)
            if new.get(entity, [])[n:n + 1] != [(name, kind)]]


def same(form):
    was, now = kept(form), declared(form)
    lines = [line for line in difflib.unified_diff(was.splitlines(), now.splitlines(), lineterm="", n=0)
             if line[:1] in "+-" and line[:3] not in ("+++", "---")]
    for line in lines[:20]:
        print("#", line)
    expect(was == now, f"{len(lines)} lines differ: {lines[0] if lines else ''}")


def planted():
    """The judge of promises sees each way to break one."""
    text = kept("csv")
    head, first, second, *rest = text.splitlines()
    moved = "\n".join([head, second, first, *rest])
    gone = "\n".join([head, second, *rest])
    retyped = text.replace(",int,", ",text,", 1)
    expect(not broken(text, text), "sees what is not there")
    for what, changed in (("moved", moved), ("gone", gone), ("retyped", retyped)):
        expect(broken(text, changed), f"a field {what} is not seen")


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
    now = declared("csv")
    faults = broken(kept("csv"), now) if os.path.exists(path_of("csv")) else []
    for fault in faults:
        print(f"refused: {fault}")
    if faults:
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
    report.check("fields stay what they were", lambda: expect(
        not broken(kept("csv"), declared("csv")), str(broken(kept("csv"), declared("csv")))))
    report.check("planted: a field moved, gone or retyped is seen", planted)
    report.check("the API's description holds together", valid)
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
