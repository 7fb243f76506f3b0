#!/usr/bin/env python3
"""judges.py - other programs read what Ayni ships and writes: `make judge`.

Each judge that is not on this machine is skipped, never passed.
"""
import csv
import io
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile

import kit
from kit import Failed, expect

EXPOSURE = 2.5  # systemd's own scale, 0 (closed) to 10


def judged(*command, **more):
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, cwd=kit.ROOT, **more)
    return done.returncode, (done.stdout + done.stderr).strip()


def man_page():
    _, said = judged("groff", "-man", "-Tutf8", "-Kutf8", "-ww", "-z", "packaging/ayni.1")
    expect(not said, said)


def catalogues():
    with open(os.path.join(kit.ROOT, "po/LINGUAS"), encoding="utf-8") as f:
        for language in f.read().split():
            status, said = judged("msgfmt", "--check", "-o", "/dev/null", f"po/{language}.po")
            expect(status == 0, said)


def unit():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "ayni.service")
        with open(os.path.join(kit.ROOT, "packaging/ayni.service"), encoding="utf-8") as f:
            text = f.read().replace("@bindir@/ayni", "/bin/true")
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
        status, said = judged("systemd-analyze", "security", "--offline=true", "--no-pager",
                              f"--threshold={EXPOSURE * 10:.0f}", path)
        expect(status == 0, said[-300:])


def database():
    found = [os.path.join(d, f) for d, _, files in os.walk(kit.template()) for f in files]
    checked = 0
    for path in found:
        with open(path, "rb") as f:
            if f.read(15) != b"SQLite format 3":
                continue
        with sqlite3.connect(path) as db:
            expect(db.execute("PRAGMA integrity_check").fetchone() == ("ok",), path)
        checked += 1
    expect(checked, "no database in the data folder")


def exports():
    """The same rows, to readers that are not ours."""
    table, tree = (kit.must_run("export", "meal", "--format", form, "--data", kit.template()).out
                   for form in ("csv", "json"))
    rows = list(csv.DictReader(io.StringIO(table, newline="")))
    objects = json.loads(tree)
    objects = objects["rows"] if isinstance(objects, dict) else objects
    expect(rows and len(rows) == len(objects), f"{len(rows)} rows of CSV, {len(objects)} of JSON")


def openapi():
    document = json.loads(kit.must_run("schema", "api", "--data", kit.template()).out)
    expect(document.get("openapi", "").startswith("3.") and document.get("paths"), "not OpenAPI 3")


def main():
    report = kit.Report()
    for name, need, judge in (("groff reads the man page", "groff", man_page),
                              ("gettext reads the catalogues", "msgfmt", catalogues),
                              ("systemd rates the unit", "systemd-analyze", unit)):
        if shutil.which(need):
            report.check(name, judge)
        else:
            report.skip(name, f"{need} is not here")
    try:
        kit.need_program()
        report.check("SQLite finds the database whole", database)
        report.check("CSV and JSON tell the same rows", exports)
        report.check("the API's description is OpenAPI", openapi)
    except Failed as why:
        report.fail("the sample network is made", why)
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
