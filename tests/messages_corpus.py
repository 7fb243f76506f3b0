#!/usr/bin/env python3
"""messages_corpus.py - what people write, and what must come of it: tests/messages/corpus.tsv.

All go through `ayni say --explain --file` on a sample network. Of the meaningful messages at least 97 in 100
must be right at once or after one question; an act that nobody meant, done without a question, fails the run
whatever the rest. A third of the rows (by a hash of the text) is held out: of those the run shows totals alone,
unless --all is asked for.
"""
import argparse
import collections
import csv
import datetime
import hashlib
import json
import os
import re
import sys
import unicodedata
import zlib

import kit
import tables
from kit import expect

HERE = os.path.dirname(os.path.abspath(__file__))
CORPUS = os.path.join(HERE, "messages", "corpus.tsv")
ROSA, COOK = "+51900000001", "+51900000002"
LEAST = 0.97
DAYS = ("lunes", "martes", "miercoles", "jueves", "viernes", "sabado", "domingo")
NAMES = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")
MONTHS = ("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "setiembre", "octubre",
          "noviembre", "diciembre")
COMES = {"yes": "comes", "no": "not", "late": "late"}
LOST = "No entend"  # how the answer to what was not understood begins


def fold(text):
    return "".join(c for c in unicodedata.normalize("NFD", str(text).lower()) if not unicodedata.combining(c))


def written(text, today):
    """The message with the days put in."""
    def day(found):
        d = today + datetime.timedelta(days=int(found[1]))
        return {"d/m": f"{d.day}/{d.month}", "d/m/a": f"{d.day}/{d.month:02d}/{d.year}", "d-m-a": f"{d.day:02d}-{d.month:02d}-{d.year}",
                "D": str(d.day), "dia": NAMES[d.weekday()], "d de mes": f"{d.day} de {MONTHS[d.month - 1]}"}[found[2]]
    return re.sub(r"\{([+-]?\d+):([^}]+)\}", day, text)


class Row:
    def __init__(self, number, line, today):
        label, text = line.split("\t")
        words = label.split()
        self.number, self.kind, self.text = number, words[0], written(text, today)
        self.action, self.args, self.words = None, {}, []
        self.held_out = zlib.crc32(hashlib.sha1(text.encode()).digest()) % 3 == 0
        if self.kind in ("act", "ask"):
            self.action = "attendance.tell" if words[1] == "come" else words[1]
            if words[1] == "come":
                self.args["answer"] = COMES[words[2]]
            for w in words[2:] if words[1] != "come" else ():
                if w.startswith("~"):
                    self.words.append(fold(w[1:]))
                else:
                    name, value = w.split("=")
                    self.args[name] = self.value(name, value, today)

    @staticmethod
    def value(name, value, today):
        if name == "day":
            if value in DAYS:
                back = (today.weekday() - DAYS.index(value)) % 7
                return (today - datetime.timedelta(days=back)).isoformat()
            return (today + datetime.timedelta(days=int(value))).isoformat()
        if name == "cost":
            return f"{float(value):.2f}"
        return int(value) if value.isdigit() else value

    @property
    def meaningful(self):
        return self.kind in ("act", "ask", "tell")


def plain(action, args, today):
    """What is said in so many words: what goes without saying left out."""
    args = {k: v for k, v in args.items() if v is not None}
    if action == "meal.report":
        args.pop("reason", None)  # her own words
        if args.get("day") == today.isoformat():
            args.pop("day")
        if args.get("sitting") == "lunch":
            args.pop("sitting")
        if args.get("cost") is not None:
            args["cost"] = f"{float(args['cost']):.2f}"
    if action in ("harvest.tell", "sowing.tell"):
        args.pop("garden", None)  # she has but one
        if args.get("day") == today.isoformat():
            args.pop("day")
        if args.get("state") == "growing":
            args.pop("state")
    return args


def meant(row, action, args, today):
    if action != row.action:
        return False
    if row.words:
        said = fold(" ".join(f"{v}" for v in args.values()))
        return all(w in said for w in row.words)
    want, have = plain(action, row.args, today), plain(action, args, today)
    if action == "attendance.tell":
        return have.get("answer") == want["answer"]
    if "kitchen" not in want:
        have.pop("kitchen", None)
    return want == have


def judge(row, got, today):
    """'right', 'asked' (right after one question), 'missed', or 'wrong': an act that nobody meant."""
    outcome, action, args = got["outcome"], got["action"], got["args"]
    offered = any(c["action"] and meant(row, c["action"], c["args"], today) for c in [got] + got["candidates"])
    if outcome == "act":
        return "right" if row.kind == "act" and meant(row, action, args, today) else "wrong"
    if row.kind in ("act", "ask"):
        return "asked" if outcome == "ask" and offered else "missed"
    if row.kind == "tell":
        return "right" if outcome == "answer" and not got["reply"].startswith(LOST) else "missed"
    if row.kind == "channel":
        return "right" if outcome == "silent" or not got["reply"].startswith(LOST) else "missed"
    return "right"


def sample(folder):
    """A network whose pots of the last weeks are still to be told, with a meeting to come."""
    long_ago = kit.today(45)
    kit.settle(folder)
    kit.must_run("demo", "--data", folder, "--today", long_ago, "--days", 3, "--no-serve", timeout_s=120)
    path = os.path.join(kit.scratch(), "meeting.csv")
    with open(path, "w", newline="", encoding="utf-8") as f:
        w = csv.writer(f)
        w.writerow(("topic", "group", "day", "hour"))
        w.writerow(("Mesa de trabajo", "SJM-001", kit.today(-2), "10:00"))
    kit.must_run("import", "meeting", path, "--data", folder)
    garden = os.path.join(kit.scratch(), "garden.csv")
    with open(garden, "w", encoding="utf-8") as f:
        f.write("group,name\nSJM-001,El de la azotea\n")
    kit.must_run("import", "garden", garden, "--data", folder)
    kit.must_run("say", "--from", COOK, "--data", folder, "falta gas, arroz y aceite")  # so that they can come
    return folder


def explain(folder, rows):
    path = os.path.join(kit.scratch(), "messages.txt")
    with open(path, "w", encoding="utf-8") as f:
        f.writelines(f"{ROSA}\t{r.text}\n" for r in rows)
    out = kit.must_run("say", "--explain", "--file", path, "--data", folder).out
    lines = [json.loads(x) for x in out.splitlines()]
    expect(len(lines) == len(rows), f"{len(lines)} answers to {len(rows)} messages")
    for x in lines:
        expect(x.keys() == {"outcome", "action", "args", "reply", "candidates"}, f"keys {sorted(x)}")
        expect(x["outcome"] in ("act", "ask", "answer", "silent"), f"outcome {x['outcome']}")
    return lines


def folder_bytes(folder):
    """What the folder holds; PostgreSQL's rows instead of a file."""
    out = {}
    for base, _, names in os.walk(folder):
        for name in names:
            with open(os.path.join(base, name), "rb") as f:
                data = f.read()
            out[os.path.relpath(os.path.join(base, name), folder)] = hashlib.sha256(data).hexdigest()
    if tables.is_url(kit.database(folder)):
        db = kit.open_tables(folder)
        for table in ("journal", "meal", "need", "conversation", "message", "thread", "limits", "attendance"):
            try:
                out[table] = db.rows(f"SELECT COUNT(*) FROM {table}")
            except Exception:  # a table of another version
                db = kit.open_tables(folder)
    return out


def read(today):
    with open(CORPUS, encoding="utf-8") as f:
        return [Row(i, line.rstrip("\n"), today) for i, line in enumerate(f, 1) if line.strip() and not line.startswith("#")]


def show(rows, verdicts, answers, everything):
    shown = 0
    for row, verdict, got in zip(rows, verdicts, answers):
        if verdict in ("right", "asked") or (row.held_out and not everything and verdict != "wrong"):
            continue
        said = f"{got['outcome']} {got['action'] or ''} {json.dumps(got['args'], ensure_ascii=False) if got['args'] else ''}"
        print(f"#   {verdict:<7}{row.number:>4}  {row.text[:60]!r:<64} {said.strip()} | {got['reply'][:70]!r}")
        shown += 1
    return shown


def total(rows, verdicts, held_out):
    n = collections.Counter(v for r, v in zip(rows, verdicts) if r.meaningful and r.held_out == held_out)
    good, all_ = n["right"] + n["asked"], sum(n.values())
    print(f"# {'held out' if held_out else 'in sight'}: {all_} meaningful, {n['right']} right at once, {n['asked']} after one "
          f"question, {n['missed']} missed, {n['wrong']} wrong: {100 * good / all_:.1f} %")


def planted(rows, answers, today):
    """The judge sees what it must see: another figure, another action, an act where none was meant, a lost answer."""
    row, got = next((r, a) for r, a in zip(rows, answers) if r.action == "meal.report" and judge(r, a, today) == "right")
    ask, asked = next((r, a) for r, a in zip(rows, answers) if judge(r, a, today) == "asked")
    none = next(r for r in rows if r.kind == "none")
    other = {**got, "args": {**got["args"], "served": 1 + got["args"].get("served", 0)}}
    for name, want, who, what in (
            ("another figure", "wrong", row, other), ("another action", "wrong", row, {**got, "action": "need.report"}),
            ("one more argument", "wrong", row, {**got, "args": {**got["args"], "planned": 4}}),
            ("an act that nobody meant", "wrong", none, got),
            ("an act in place of a question", "right" if ask.kind == "act" else "wrong", ask,
             {**got, "action": ask.action, "args": next(c["args"] for c in [asked] + asked["candidates"]
                                                        if c["action"] and meant(ask, c["action"], c["args"], today))}),
            ("a question without the answer", "missed", ask, {**asked, "candidates": [], "action": None}),
            ("an answer in place of an act", "missed", row, {**got, "outcome": "answer"})):
        expect(judge(who, what, today) == want, f"{name} is judged {judge(who, what, today)}, not {want}")


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--all", action="store_true", help="show the misses among the held-out rows too")
    p.add_argument("--data", help="a made network to ask, instead of a new one")
    p.add_argument("--say", help="only rows of which the text holds this, with what comes of them")
    o = p.parse_args()
    kit.need_program()
    today = kit.lima_now().date()
    rows = read(today)
    if o.say:
        rows = [r for r in rows if o.say in r.text]
    report = kit.Report()
    folder = o.data or sample(os.path.join(kit.scratch(), "messages"))
    before = folder_bytes(folder)
    answers = explain(folder, rows)
    verdicts = [judge(r, a, today) for r, a in zip(rows, answers)]
    if o.say:
        for r, v, a in zip(rows, verdicts, answers):
            print(v, r.text, json.dumps(a, ensure_ascii=False))
        return 0
    show(rows, verdicts, answers, o.all)
    for held_out in (False, True):
        total(rows, verdicts, held_out)
    wrong = [r.text for r, v in zip(rows, verdicts) if v == "wrong"]
    deep = [v in ("right", "asked") for r, v in zip(rows, verdicts) if r.meaningful]

    def none_wrong():
        expect(not wrong, f"{len(wrong)} acts that nobody meant: {wrong[:5]}")

    def most_right():
        share = sum(deep) / len(deep)
        expect(share >= LEAST, f"{100 * share:.1f} % of {len(deep)} meaningful messages")

    def unchanged():
        after = folder_bytes(folder)
        changed = sorted(k for k in before.keys() | after.keys() if before.get(k) != after.get(k))
        expect(not changed, f"changed: {changed}")

    report.check(f"{len(rows)} messages, at least 450", lambda: expect(len(rows) >= 450, f"{len(rows)}"))
    report.check("no act without a question that was not meant", none_wrong)
    report.check(f"{sum(deep)} of {len(deep)} meaningful ones right at once or after one question", most_right)
    report.check("nothing was changed", unchanged)
    report.check("the judge sees planted faults", lambda: planted(rows, answers, today))
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
