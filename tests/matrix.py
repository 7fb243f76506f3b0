#!/usr/bin/env python3
"""matrix.py - who may see and do what: the declarations, the expected cells, and the program.

    matrix.py [--planted] [--write-golden]

1. The rules that `ayni schema access` declares are the ones of tests/access.golden, written by
   hand: what is missing or new is printed.
2. Every field of records in her own kitchen, in the same district and in another one holds a
   canary. Each sample person, and nobody, reads every list of the API and every page that links or
   routes lead to: a field is shown only where a rule allows its class, and the API shows all that
   is allowed.
3. Every action is asked for by each person on each of these kitchens: it is denied exactly where no
   rule allows it. 4. Every route answers other methods and strangers as it should.
--planted pretends that rules are missing: each time the checks must fail.
"""
import argparse
import os
import re
import sys
import urllib.parse

import kit
from kit import expect
from marks import Canaries
from world import CLASSES, World

GOLDEN = os.path.join(kit.ROOT, "tests", "access.golden")
NOBODY = "nobody"
PAGES_MAX, SAME_PATH_MAX = 250, 8


# ---- 1. the golden ----------------------------------------------------------------------------

def read_golden(text):
    """Lines `what: role relation relation; role relation` as a set of rules."""
    rules = set()
    for line in text.splitlines():
        line = line.split("#")[0].strip()
        if not line:
            continue
        what, _, cells = line.rpartition(": ")
        for cell in cells.split(";"):
            role, *relations = cell.split()
            if role == "anyone":
                rules.add((None, "anyone", what))
            for relation in relations:
                rules.add((None if role == "whoever" else role, relation, what))
    return rules


def write_golden(rules):
    by = {}
    for role, relation, what in rules:
        who = role or ("anyone" if relation == "anyone" else "whoever")
        by.setdefault(what, {}).setdefault(who, []).append(
            relation if relation != "anyone" else "")
    return "".join(f"{what}: " + "; ".join(" ".join([role, *r]).strip() for role, r in
                                           sorted(cells.items())) + "\n"
                   for what, cells in sorted(by.items()))


def differences(declared, expected):
    def say(mark, rule):
        return f"{mark} {rule[2]}: {rule[0] or ''} {rule[1]}"
    return [say("declared but not expected", r) for r in sorted(declared - expected, key=str)] + \
        [say("expected but not declared", r) for r in sorted(expected - declared, key=str)]


# ---- 2. reading ------------------------------------------------------------------------------

class Reader:
    """What one person can reach."""

    def __init__(self, net, world, name):
        self.name = name
        self.client = net.client(None if name == NOBODY else name)
        self.person = None if name == NOBODY else world.code["person", name.upper()]
        self.world = world
        self.shown = {}  # mark -> where
        self.fields = {}  # (entity, id) -> {field: value}

    def api(self, canaries):
        for entity in self.world.entities:
            after, turns = "", 0
            while turns < 60:
                turns += 1
                a = self.client.get(f"/api/v1/{entity}?limit=500" + after)
                if a.status in (401, 404):
                    break
                expect(a.status == 200, f"{self.name} lists {entity}: {a.status} {a.text[:150]}")
                self.note(f"/api/v1/{entity}", a.text, canaries)
                page = a.json()
                if turns == 1:
                    self.sorted(entity, canaries)
                for row in page["rows"]:
                    self.fields[entity, row.get("id")] = row
                if not page.get("next"):
                    break
                after = "&after=" + urllib.parse.quote(page["next"])

    def sorted(self, entity, canaries):
        """The keys of pages must tell nothing either."""
        for f in self.world.entities[entity]["fields"]:
            if f.get("sort"):
                for sign in ("", "-"):
                    a = self.client.get(f"/api/v1/{entity}?limit=1&sort={sign}{f['name']}")
                    after = a.json().get("next") if a.status == 200 else None
                    if after and sign == "-":  # Z is last
                        self.note(f"next of {entity} by {f['name']}", a.text, canaries)

    def pages(self, canaries):
        """Every page that routes name or links lead to."""
        codes = canaries.kitchens
        ids = [i for e, i in canaries.rows]
        todo = ["/", "/inicio", "/hoy", "/cuenta"]
        for route in self.world.declared["routes"]:
            path = route["path"]
            if route["method"] != "GET" or path.startswith("/api/"):
                continue
            names = re.findall(r"\{(\w+)\}", path)
            if not names:
                todo += [path, *(f"{path}?kitchen={c}&code={c}" for c in codes)]
            if "{entity}" in path:
                todo += [path.replace("{entity}", e).replace("{id}", i) for e, i in canaries.rows]
                continue
            for value in codes + ids if names else ():
                todo.append(re.sub(r"\{\w+\}", value, path))
        seen, count, answers = set(), {}, 0
        while todo and answers < PAGES_MAX + len(ids) * 4:
            path = todo.pop(0).split("#")[0]
            bare = path.split("?")[0]
            shape = re.sub(r"[0-9a-f-]{30,}", "ID", bare)
            if path in seen or count.get(shape, 0) >= max(SAME_PATH_MAX, 3 * len(codes)):
                continue
            seen.add(path)
            count[shape] = count.get(shape, 0) + 1
            a = self.client.get(path)
            answers += 1
            expect(a.status < 500, f"{self.name} GET {path}: {a.status}")
            self.note(path, a.text, canaries)
            if a.status == 200 and "html" in (a.header("Content-Type") or ""):
                for link in kit.Forms(a.text).links:
                    link = urllib.parse.urljoin(path, link)
                    if link.startswith("/"):
                        todo.append(link)
            elif a.status in (301, 302, 303):
                todo.insert(0, urllib.parse.urljoin(path, a.header("Location") or "/"))
        self.answers = answers

    def bytes(self, canaries, rules=None):
        """Pictures, for who may see the record that names them."""
        wrong = []
        all_bytes = [("attachment", i, ref) for i, ref in canaries.bytes.items()] + \
            [("recording", i, ref) for i, ref in canaries.recorded.items()]
        for entity, ident, ref in all_bytes:
            got, may = self.client.get("/archivo/" + ref).status, self.may(entity, ident, "file", rules)
            if (got == 200) != may or got not in (200, 404):
                wrong.append(f"{self.name} {'gets' if got == 200 else 'does not get'} the bytes of {ident}: {got}")
        return wrong

    def note(self, where, text, canaries):
        tight, text = re.sub(r"[\s-]|&nbsp;", "", text), text.upper()
        for mark in canaries.marks:
            if mark in (tight if mark.isdigit() else text):
                self.shown.setdefault(mark, where)

    def judge(self, canaries, rules=None):
        """Leaks and gaps, in words."""
        world, wrong = self.world, []
        for mark, (entity, ident, field) in canaries.marks.items():
            if mark in self.shown and not self.may(entity, ident, field, rules):
                wrong.append(f"{self.name} sees {entity}.{field} ({mark}) at {self.shown[mark]}")
        for entity, ident in canaries.rows:
            row = self.fields.get((entity, ident))
            if row and not any(self.may(entity, ident, f["name"], rules)
                               for f in world.entities[entity]["fields"]):
                wrong.append(f"{self.name} learns that {entity} {ident} exists")
            for f in world.entities[entity]["fields"]:
                value = world.records[entity][ident].get(f["name"])
                if value is None:
                    continue
                may = self.may(entity, ident, f["name"], rules)
                has = bool(row) and row.get(f["name"]) is not None
                if has and not may:
                    wrong.append(f"{self.name} gets {entity}.{f['name']} of {ident} by the API")
                elif may and not has and self.person:
                    wrong.append(f"{self.name} does not get {entity}.{f['name']} of {ident}")
        return wrong

    def may(self, entity, ident, field, rules):
        scope = self.world.scope(entity, self.world.records[entity][ident])
        f = next(f for f in self.world.entities[entity]["fields"] if f["name"] == field)
        return f["class"] in self.world.classes(self.person, scope, rules)


def without(rules, what, role=None):
    """The rules less those of one kind: a pretended hole."""
    return [r for r in rules if not (r[2] == what and role in (None, r[0]))]


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--planted", action="store_true")
    p.add_argument("--write-golden", action="store_true")
    o = p.parse_args()
    kit.need_program()
    report, net = kit.Report(), kit.Net()
    try:
        made = []
        if not report.check("the declarations are read",
                            lambda: made.append(World(net.start()))):
            return report.close()
        world = made[0]
        if o.write_golden:
            sys.stdout.write(write_golden(world.rules))
            return 0
        with open(GOLDEN, encoding="utf-8") as f:
            expected = read_golden(f.read())
        wrong = differences(set(world.rules), expected)
        for line in wrong:
            print("#", line)
        report.check("the declared rules are the expected ones",
                     lambda: expect(not wrong, f"{len(wrong)} differences: {wrong[:1]}"))
        if o.planted:
            one = sorted(expected, key=str)[0]
            report.check("planted: a missing rule is seen", lambda: expect(
                len(differences(set(world.rules) - {one}, expected)) > len(wrong), "not seen"))
        made = []
        if report.check("canaries are planted", lambda: made.append(Canaries(net, world))):
            reading(report, o, net, world, made[0])
            import matrix_do
            matrix_do.asking(report, o, net, world, made[0])
        report.check("the laws hold", net.laws)
    finally:
        net.kill()
    return report.close()


def reading(report, o, net, world, canaries):
    readers = []
    for name in (NOBODY, *kit.PEOPLE):
        def read():
            reader = Reader(net, world, name)
            reader.api(canaries)
            reader.pages(canaries)
            readers.append(reader)
            wrong = reader.judge(canaries) + reader.bytes(canaries)
            for line in wrong[:12]:
                print("#", line)
            expect(not wrong, f"{len(wrong)} wrong cells: {wrong[0] if wrong else ''}")
        if report.check(f"{name} reads what rules allow", read):
            print(f"# {name}: {len(readers[-1].shown)} of {len(canaries.marks)} canaries, "
                  f"{readers[-1].answers} pages")
    if not o.planted:
        return
    rules = without(world.rules, "class:group")
    report.check("planted: without rules for class group the pictures are caught", lambda: expect(
        any(r.bytes(canaries, rules) for r in readers), "nobody is caught"))
    for kind in CLASSES[:4]:
        rules = without(world.rules, "class:" + kind)
        caught = [r.name for r in readers if len(r.judge(canaries, rules)) > len(
            r.judge(canaries))]
        report.check(f"planted: without rules for class {kind} the readers are caught",
                     lambda: expect(caught, "nobody is caught"))


if __name__ == "__main__":
    sys.exit(main())
