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

import blobs
import desk
import kit
import pictures
import sealed
import voices
from kit import expect
from world import CLASSES, World, table

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


# ---- 2. canaries ------------------------------------------------------------------------------

class Canaries:
    """Records with a mark in every field, in three kitchens, and what each mark stands for."""

    def __init__(self, net, world):
        self.net, self.world = net, world
        self.marks = {}  # text -> (entity, id, field)
        self.rows = []   # (entity, id)
        self.kitchens = self.choose()
        self.plant()
        self.attach()
        self.record()
        self.seal()
        self.write()
        self.meet()
        world.reload()
        self.find()
        self.find_notes()

    def choose(self):
        """Codes: the leader's own, another of her district, one of another district."""
        w = self.world
        kinds = [g for g in w.records["group"].values() if g["kind"] in ("olla", "comedor")]
        own = w.records["group"][w.code["group", "SJM-001"]]
        near = next(g for g in kinds if g["code"] == "SJM-002")
        far = next(g for g in kinds if w.ref("place", g["place"]) != w.ref("place", own["place"]))
        return [own["code"], near["code"], far["code"]]

    def bring(self, entity, rows):
        path = f"{self.net.folder}-{entity}.csv"
        with open(path, "w", encoding="utf-8") as f:
            f.write(table(rows))
        r = self.net.ayni("import", entity, path, "--replace")
        expect(r.status == 0, f"import {entity}: exit {r.status}: {r.text[-400:]}")

    def plant(self):
        each = list(enumerate(self.kitchens, 1))
        self.bring("person", [{"name": f"ZQPERSONNAME{n}", "short_name": f"ZQSHORT{n}",
                               "document_kind": "dni", "document_number": f"ZQDOC{n}"}
                              for n, _ in each])
        self.bring("membership", [{"person": f"ZQSHORT{n}", "group": code, "role": "member",
                                   "since": kit.today(20)} for n, code in each])
        self.bring("contact", [{"person": f"ZQSHORT{n}", "kind": "sms",
                                "phone": f"+5198765400{n}"} for n, _ in each])
        self.bring("device", [{"name": f"ZQDEVICE{n}", "person": f"ZQSHORT{n}"} for n, _ in each])
        self.bring("kitchen", [{"code": code, "address": f"ZQADDRESS{n}", "capacity": 4100 + n}
                               for n, code in each])
        self.bring("meal", [{"kitchen": code, "day": kit.today(n2), "sitting": "breakfast",
                             "planned": 3900 + n, "served": 3800 + n, "free": 3700 + n,
                             "leftover": 3600 + n, "cost": f"{3500 + n}.70",
                             "reason": f"ZQREASON{n}X{n2}"}
                            for n, code in each for n2 in (0, 2)])

    def attach(self):
        """A picture beside each kitchen, by the operator."""
        for n, code in enumerate(self.kitchens, 1):
            blobs.Page(self.net, "operadora", code).keep(pictures.jpeg(pictures.corners(90 + n, 60)), caption=f"ZQCAPTION{n}")

    def record(self):
        """The voice of a page, by the operator: what it says is for anyone."""
        expect(voices.record(self.net.client("operadora"), "help", "es", pictures.ogg(3)).status == 303, "no recording")

    def seal(self):
        """A team and a note at each kitchen; whoever founded them has a role for that alone."""
        self.bring("person", [{"name": "Fundadora de Equipos", "short_name": "FUNDADORA"}])
        self.bring("membership", [{"person": "FUNDADORA", "group": code, "role": "facilitator", "since": kit.today(20)}
                                  for code in self.kitchens])
        c = sealed.invited(self.net, "FUNDADORA")
        sealed.make_phrase(c)
        self.teams, self.notes = {}, {}
        for n, code in enumerate(self.kitchens, 1):
            a = sealed.fill(c, "/equipo/nuevo", {"name": f"Equipo {n}", "group": code}, ["name"])
            expect(a.status == 303, f"a team at {code}: {a.status} {a.text[:200]}")
            team = self.teams[code] = a.header("Location").rsplit("/", 1)[1]
            expect(sealed.write(c, team, f"ZQSEALED{n}").status == 303, f"a note at {code}")
            self.notes[code] = sealed.notes(c, team)[0]
        self.on_duty(c)

    def on_duty(self, c):
        """A turn of each team, and an alert that was sealed to the first."""
        self.duties = {}
        for code in self.kitchens:
            a = sealed.fill(c, "/guardia", {"team": self.teams[code], "weekday": "every"}, ["weekday"])
            expect(a.status == 303, f"a turn at {code}: {a.status} {a.text[:200]}")
        with kit.open_tables(self.net.folder) as db:
            for i, team in db.execute("select id, team from duty"):
                self.duties[sealed.ident(team)] = sealed.ident(i)
        expect("105" in self.net.say("+51987654899", "me pega ZQALERT"), "no lines")
        with kit.open_tables(self.net.folder) as db:
            self.alert = sealed.ident(db.execute("select id from alert where team is not null")[0][0])

    def write(self):
        """A message of somebody of each kitchen, answered by the operator; and words that were taught."""
        self.bring("phrase", [{"said": "zqphrase", "means": "raciones"}])
        post, c = desk.Post(self.net.folder), self.net.client("operadora")
        post.gateway(desk.SMS, "android", "ZQ")
        for n, code in enumerate(self.kitchens, 1):
            path = "/conversaciones/" + post.message(post.person(f"+5198765400{n}"), "hola", "lost")
            expect(desk.send(c, path, ["text", "message"], {"text": "hola"}, path).status == 303, "not answered")
            a = desk.send(c, "/difusion", ["group", "text"], {"group": code, "text": "hola", "sure": "1", "how": "send"})
            expect(a.status == 303, f"nothing sent to {code}: {a.status}")
        post.close()

    def meet(self):
        """What each kitchen lacks, a meeting of it, who comes to that, and when she wants to be written to."""
        each, operator, self.meetings = list(enumerate(self.kitchens, 1)), self.net.client("operadora"), {}
        self.bring("need", [{"kitchen": code, "day": kit.today(), "item": f"zqthing{n}", "amount": 3300 + n, "measure": "unit"}
                            for n, code in each])
        for n, code in each:
            ident = self.meetings[code] = kit.new_id()
            a = operator.changes([{"id": ident, "action": "meeting.plan", "args": {
                "group": code, "day": kit.today(-1), "hour": "10:00", "topic": f"ZQTOPIC{n}", "place": f"ZQROOM{n}",
                "dial": f"ZQDIAL{n}"}}])
            expect(a.json()[0]["status"] == "accepted", f"no meeting of {code}: {a.text[:200]}")
        self.bring("attendance", [{"person": f"ZQSHORT{n}", "meeting": self.meetings[code], "answer": "late", "at": f"11:1{n}"}
                                  for n, code in each])
        self.bring("reach", [{"person": f"ZQSHORT{n}", "reminder_hour": 5, "discreet": 1} for n, _ in each])

    def find_notes(self):
        """No export tells of them."""
        for n, code in enumerate(self.kitchens, 1):
            ident = self.notes[code]
            expect(ident not in self.world.records["note"], f"note {ident} is exported")
            self.world.records["note"][ident] = {"id": ident, "group": code, "team": self.teams[code]}
            self.marks[f"ZQSEALED{n}"] = "note", ident, "text"
        expect(self.alert not in self.world.records["alert"], "an alert is exported")
        self.world.records["alert"][self.alert] = {"id": self.alert, "team": self.teams[self.kitchens[0]]}
        self.marks["ZQALERT"] = "alert", self.alert, "text"

    def find(self):
        for entity, records in self.world.records.items():
            for ident, record in records.items():
                marked = False
                for field, value in record.items():
                    if isinstance(value, str) and re.match(r"ZQ|zqthing|\+5198765400", value):
                        self.marks.setdefault(value.upper().lstrip("+")[2 if value[0] == "+" else 0:],
                                              (entity, ident, field))
                        marked = True
                about = self.world.scope(entity, record)["subject"]
                if marked or self.world.records["person"].get(about, {}).get(
                        "name", "").startswith("ZQ"):
                    self.rows.append((entity, ident))
        self.sent = {self.world.records["group"][self.world.ref("group", r["group"])]["code"]: i
                     for i, r in self.world.records["broadcast"].items()}
        pictured = self.world.records["attachment"]
        self.attached = {g["code"]: i for i, r in pictured.items() for g in self.world.records["group"].values()
                         if self.world.ref("group", r["group"]) == g["id"]}
        self.bytes = {i: r["file"] for i, r in pictured.items()}
        self.recorded = {i: r["file"] for i, r in self.world.records["recording"].items()}
        expect(len(self.recorded) == 1, f"{len(self.recorded)} recordings stand")
        self.rows += [("recording", i) for i in self.recorded]
        expect(len(self.marks) >= 3 * 6, f"only {len(self.marks)} canaries stand")


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
