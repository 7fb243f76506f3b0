"""world.py - what access is judged by, as a harness sees it: rules, groups, places, memberships.

The rules and entities come from `ayni schema access`, the records from `ayni export`. The
relations are worked out here a second time, from design alone, so that a mistake in the program's
own judgement shows as a difference.
"""
import csv
import io
import json

from kit import expect

CLASSES = ("public", "network", "group", "personal", "sealed")


class World:
    def __init__(self, net):
        self.net = net
        r = net.ayni("schema", "access")
        expect(r.status == 0, f"schema access: exit {r.status}: {r.text[-200:]}")
        self.declared = json.loads(r.out)
        self.rules = [(x["role"], x["relation"], x["what"]) for x in self.declared["rules"]]
        self.entities = {e["name"]: e for e in self.declared["entities"]}
        self.records = {}
        self.reload("group", "person", "place", "membership")

    def reload(self, *names):
        """Read the records of these entities, or of all, anew; each is one start of the program."""
        for name in names or self.entities:
            self.records[name] = {r["id"]: r for r in self.export(name, bool(names))}
        self.code = {}
        for name in ("group", "person", "place"):
            key = "short_name" if name == "person" else "code"
            for ident, r in self.records[name].items():
                self.code.setdefault((name, r.get(key)), ident)
        self.members = {}
        for m in self.records["membership"].values():
            if not m.get("until"):
                self.members.setdefault(self.ref("person", m["person"]), []).append(
                    (m["role"], self.ref("group", m["group"])))

    def export(self, entity, plain):
        r = self.net.ayni("export", entity, "--format", "json", plain=plain)
        expect(r.status == 0, f"export {entity}: exit {r.status}: {r.text[-200:]}")
        rows = json.loads(r.out)
        return rows["rows"] if isinstance(rows, dict) else rows

    def ref(self, entity, value):
        """A reference as exported (id, code or object) as an id."""
        if isinstance(value, dict):
            value = value.get("id")
        return value if value is None or value in self.records.get(entity, {}) \
            else self.code.get(("group" if entity == "kitchen" else entity, value), value)

    # ---- scopes and relations

    def field(self, entity, record, name):
        """The id in the field that names a record's group, place or subject; "self": itself."""
        if not name:
            return None
        if name == "self":
            return record["id"]
        of = next(f for f in self.entities[entity]["fields"] if f["name"] == name).get("ref")
        return self.ref(of, record.get(name))

    def scope(self, entity, record):
        e = self.entities[entity]
        group = self.field(entity, record, e.get("group"))
        place = self.field(entity, record, e.get("place"))
        if not place and group:
            place = self.place_of(group)
        return {"group": group, "place": place,
                "subject": self.field(entity, record, e.get("subject"))}

    def place_of(self, group):
        g = self.records["group"].get(group)
        return self.ref("place", g["place"]) if g and g.get("place") else None

    def above(self, entity, ident):
        """Its proper ancestors."""
        out = []
        while ident and len(out) < 16:
            r = self.records[entity].get(ident)
            ident = self.ref(entity, r.get("parent")) if r else None
            if ident:
                out.append(ident)
        return out

    def holds(self, relation, person, group, scope):
        """Does the relation hold for a membership of that person in that group?"""
        if relation == "self":
            return person is not None and person == scope["subject"]
        if relation == "group":
            return bool(scope["group"]) and group == scope["group"]
        if relation == "below":
            return group in self.above("group", scope["group"])
        if relation == "area":
            mine, its = self.place_of(group), scope["place"]
            return bool(mine and its) and mine in [its, *self.above("place", its)]
        return relation in ("network", "anyone")

    def allowed(self, person, what, scope, rules=None):
        """May the person (an id, or None: nobody) do that to something of that scope?"""
        for role, relation, about in self.rules if rules is None else rules:
            if about != what:
                continue
            if relation == "anyone":
                return True
            for mine, group in self.members.get(person, ()):
                if role in (mine, None) and self.holds(relation, person, group, scope):
                    return True
        return False

    def somewhere(self, person, what):
        roles = {role for role, _ in self.members.get(person, ())}
        return any(about == what and (relation == "anyone" or role in roles
                                      or role is None and person is not None)
                   for role, relation, about in self.rules)

    def classes(self, person, scope, rules=None):
        return {c for c in CLASSES if self.allowed(person, "class:" + c, scope, rules)}


def table(rows):
    """Rows of dicts as CSV text for `ayni import`."""
    out = io.StringIO()
    w = csv.DictWriter(out, list(dict.fromkeys(k for r in rows for k in r)))
    w.writeheader()
    w.writerows(rows)
    return out.getvalue()
