#!/usr/bin/env python3
"""laws.py - random actions of several people, then the chain and both laws; and planted faults.

    laws.py [--seed 1] [--actions 4000] [--orders 4] [--planted]

Actions are retried, arrive late, carry a fresh, a stale, a null or no `seen`, and collide on the
same pots. Afterwards `verify`, `verify --tables` and `verify --shuffle` must hold for several
orders. --planted then shows that the checks can fail: one byte of a journal part, one cell of a
table, one missing row and one tally are changed in copies, and each must be found.
"""
import argparse
import sys

import kit
from kit import expect

SITTINGS = ("lunch", "dinner", "breakfast")
STATUSES = {"accepted", "kept", "repeated", "refused", "conflict"}


class Crowd:
    """Several people who report on the same few kitchens, not always knowing of each other."""

    def __init__(self, net, rng):
        self.net, self.rng = net, rng
        self.people = {p: net.client(p) for p in ("lider", "cocinera", "distrito", "operadora")}
        self.kitchens = ["SJM-001", "SJM-002", "SJM-003", "SJM-004"]
        self.stamps, self.sent = {}, []
        self.count = dict.fromkeys(STATUSES, 0)
        self.done = {}  # action -> how often it was accepted
        self.taken, self.stolen = [], set()  # ids in the journal; actions that use one again
        known = {r["id"]: (r["short_name"] or "").lower() in kit.PEOPLE for r in self.rows("person")}
        self.persons = [i for i, acts in known.items() if not acts][:60]
        self.cast = {i for i, acts in known.items() if acts}
        self.meetings = [r["id"] for r in self.rows("meeting")] or [kit.new_id(rng=rng)]
        self.look()

    def other(self):
        """Something else than a pot: kitchens, people, groups, memberships."""
        rng = self.rng
        kitchen, person = rng.choice(self.kitchens), rng.choice(self.persons)
        word = rng.choice(["Ñusta", "Inti", "Wasi", "«Ayllu»"]) + f" {rng.randint(1, 40)}"
        role = rng.choice(["cook", "member", "volunteer", "leader"])
        name, args = rng.choice([
            ("meal.void", {"kitchen": kitchen, "day": kit.today(rng.randint(0, 9)),
                           "sitting": rng.choice(SITTINGS), "reason": "error"}),
            ("kitchen.edit", {"kitchen": kitchen, "capacity": rng.randint(1, 300),
                              "address": word, "water": rng.choice(["tank", "pipe", None])}),
            ("kitchen.register", {"name": word, "place": "150133",
                                  "kind": rng.choice(["olla", "comedor"])}),
            ("group.create", {"name": word, "kind": "commission", "parent": kitchen}),
            ("person.add", {"name": word, "group": kitchen, "role": role,
                            "phone": f"+519{rng.randint(10**7, 10**8 - 1)}"}),
            ("contact.add", {"person": person, "phone": f"+519{rng.randint(10**7, 10**8 - 1)}"}),
            ("membership.add", {"person": person, "group": kitchen, "role": role}),
            ("person.erase", {"person": rng.choice(self.persons), "sure": True}),
            ("need.report", {"kitchen": kitchen, "items": rng.choice(["arroz 10 kg y sal", "gas", "papa 3 kilos, sal 1 kg"]),
                             "day": kit.today(rng.randint(0, 3))}),
            ("need.meet", {"kitchen": kitchen, "items": rng.choice(["arroz", "sal y gas", "papa"])}),
            ("meeting.plan", {"group": kitchen, "day": kit.today(-rng.randint(0, 3)), "hour": "10:00", "topic": word}),
            ("attendance.tell", {"person": rng.choice(sorted(self.cast)), "meeting": rng.choice(self.meetings),
                                 "answer": rng.choice(["comes", "late", "not"])}),
            ("reach.set", {"person": rng.choice(sorted(self.cast)), "reminder_hour": rng.choice([None, 7, 19]),
                           "discreet": rng.random() < 0.5}),
            ("membership.end", dict(zip(("person", "group", "role"), rng.choice(self.members)))),
        ])
        action = {"id": kit.new_id(rng=rng), "action": name, "args": args}
        if name == "meeting.plan":
            self.meetings.append(action["id"])
        pot = (kitchen, args.get("day"), args.get("sitting")) if name == "meal.void" else kitchen
        if name in ("meal.void", "kitchen.edit") and self.stamps.get(pot):
            action["seen"] = self.stamps[pot][-1]
        return action

    def one(self):
        rng = self.rng
        if rng.random() < 0.15:
            return self.other()
        args = {"kitchen": rng.choice(self.kitchens), "day": kit.today(rng.randint(0, 9)),
                "sitting": rng.choice(SITTINGS)}
        served = rng.choice([0, 1, 60, 95, 100, 101, 120, 180, rng.randint(0, 300), 30000, -1])
        args["served"] = served
        for field, limit in (("free", 20), ("planned", 200), ("leftover", 10), ("cost", 900)):
            if rng.random() < 0.3:
                args[field] = rng.choice([None, rng.randint(0, limit)])
        if rng.random() < 0.4:
            args["reason"] = rng.choice(["cuaderno", "feria", "ñandú «ok»"])
        if rng.random() < 0.1:
            del args["served"]
        action = {"id": kit.new_id(rng=rng), "action": "meal.report", "args": args}
        pot = args["kitchen"], args["day"], args["sitting"]
        how = rng.random()
        if how < 0.15:
            action["seen"] = None
        elif how < 0.65 and self.stamps.get(pot):
            seen = self.stamps[pot]
            action["seen"] = seen[-1] if rng.random() < 0.7 else rng.choice(seen)
        if rng.random() < 0.4:
            back = rng.choice([1000, 60_000, 3_600_000, 86_400_000, 6 * 86_400_000])
            action["acted_at"] = kit.instant(kit.now_ms() - rng.randint(0, back))
        return action

    def look(self):
        """See what stands, as a page would."""
        a = self.people["operadora"].get(f"/api/v1/meal?day_from={kit.today(9)}&limit=500"
                                         f"&kitchen={self.rng.choice(self.kitchens)}")
        expect(a.status == 200, f"list of meals: {a.status} {a.text[:200]}")
        for row in a.json()["rows"]:
            pot = row["kitchen"], row["day"], row["sitting"]
            self.stamps.setdefault(pot, []).append(row["seen"])
        codes = {r["id"]: r["code"] for r in self.rows("group")}
        for row in self.rows("kitchen"):
            self.stamps.setdefault(codes.get(row["id"]), []).append(row["seen"])
        # Whoever acts here, told by id or by short name, keeps her rights, or the crowd could not go on.
        self.members = [(r["person"], r["group"], r["role"]) for r in self.rows("membership")
                        if r["person"] not in self.cast and r["person"].lower() not in kit.PEOPLE]

    def rows(self, entity):
        a = self.people["operadora"].get(f"/api/v1/{entity}?limit=1000")
        expect(a.status == 200, f"list of {entity}: {a.status} {a.text[:200]}")
        return a.json()["rows"]

    def step(self):
        rng = self.rng
        if self.sent and rng.random() < 0.2:
            who, batch = rng.choice(self.sent)
            repeat = True
        else:
            who = rng.choice(list(self.people))
            batch, repeat = [self.one() for _ in range(rng.randint(1, 30))], False
            if self.taken and rng.random() < 0.2:
                batch[0]["id"] = rng.choice(self.taken)
                self.stolen.add(id(batch[0]))
        a = self.people[who].changes(batch)
        expect(a.status == 200, f"batch of {len(batch)}: {a.status} {a.text[:200]}")
        results = a.json()
        expect(len(results) == len(batch), f"{len(results)} results for {len(batch)} actions")
        for action, result in zip(batch, results):
            status = result["status"]
            expect(status in STATUSES, f"status {status}")
            expect(result["id"] == action["id"], "results are out of order")
            expect(bool(result.get("errors")) == (status in ("refused", "conflict")),
                   f"{status} with errors {result.get('errors')}")
            expect(status in ("conflict", "refused") if id(action) in self.stolen
                   else status != "conflict", f"{action} became {result}")
            self.count[status] += 1
            if status == "accepted":
                self.taken.append(action["id"])
                self.done[action["action"]] = self.done.get(action["action"], 0) + 1
        if not repeat:
            self.sent.append((who, batch))
        return len(batch)


def live(seed, actions):
    """A network in which that many random actions were sent; the server is left running."""
    net = kit.Net().start()
    crowd = Crowd(net, kit.rng(seed))
    done = 0
    while done < actions:
        if crowd.rng.random() < 0.5:
            crowd.look()
        done += crowd.step()
    expect(crowd.count["accepted"] > actions / 20, f"too few accepted: {crowd.count}")
    expect(len(crowd.done) >= 11, f"only these were ever accepted: {crowd.done}")
    expect(crowd.count["refused"] and crowd.count["conflict"] and crowd.count["repeated"], f"{crowd.count}")
    return net, crowd


# ---- planted faults ---------------------------------------------------------------------------

def one_row(db, table, where):
    """The primary key of a row as (condition, values), the same one for the same database."""
    keys = db.key(table)
    names = ", ".join(f'"{k}"' for k in keys)
    rows = db.execute(f'select {names} from "{table}" where {where} order by {names} desc limit 1')
    expect(rows, f"{table} has no row where {where}")
    return " and ".join(f'"{k}" = ?' for k in keys), rows[0]


def flip(db, table, column, where="1 = 1"):
    """One bit in the middle of one value."""
    this, key = one_row(db, table, where)
    value = db.execute(f'select "{column}" from "{table}" where {this}', key)[0][0]
    raw = bytearray(value.encode() if isinstance(value, str) else value)
    raw[len(raw) // 2] ^= 1
    new = raw.decode("utf-8") if isinstance(value, str) else bytes(raw)
    db.execute(f'update "{table}" set "{column}" = ? where {this}', (new, *key))


def lose(db, table, where="1 = 1"):
    this, key = one_row(db, table, where)
    db.execute(f'delete from "{table}" where {this}', key)


def put(db, table, what, where):
    this, key = one_row(db, table, where)
    db.execute(f'update "{table}" set {what} where {this}', key)


PLANTED = (
    ("a bit of a journal part", lambda db: flip(db, "journal_part", "body"), []),
    ("a bit of a header", lambda db: flip(db, "journal", "header"), []),
    ("a bit of a hash", lambda db: flip(db, "journal", "hash"), []),
    ("a lost entry in the middle", lambda db: lose(db, "journal", "seq = 7"), []),
    ("a lost last entry", lambda db: lose(db, "journal"), []),
    ("a lost part", lambda db: lose(db, "journal_part"), []),
    ("a cell of a table", lambda db: put(db, "meal", "served = served + 1", "served > 0"),
     ["--tables"]),
    ("a value that became unknown", lambda db: put(db, "meal", "served = null", "served > 0"),
     ["--tables"]),
    ("another stamp of a row", lambda db: put(db, "meal", "stamp = stamp + 1", "served > 0"),
     ["--tables"]),
    ("a lost row", lambda db: lose(db, "meal", "served > 0"), ["--tables"]),
    ("a tally", lambda db: put(db, "tally_served_day", "served = served + 1", "served > 0"),
     ["--tables"]),
    ("a count of a tally", lambda db: put(db, "tally_served_day", "served_n = served_n + 1",
                                          "served > 0"), ["--tables"]),
)


def planted(report, net):
    """Each fault in a copy of its own must be found by `verify`."""
    for name, alter, words in PLANTED:
        def found():
            copy = net.folder + "-planted"
            kit.remove(copy)
            kit.copy(net.folder, copy)
            before = kit.run("verify", *words, "--data", copy)
            expect(before.status == 0, f"the copy does not verify before: {before.text[-200:]}")
            with kit.open_tables(copy) as db:
                alter(db)
            after = kit.run("verify", *words, "--data", copy)
            expect(after.status not in (0, 2) and after.status > 0,
                   f"not found (exit {after.status}): {after.text[-200:]}")
        report.check(f"planted fault is found: {name}", found)


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--actions", type=int, default=4000)
    p.add_argument("--orders", type=int, default=4)
    p.add_argument("--planted", action="store_true")
    o = p.parse_args()
    kit.need_program()
    report = kit.Report()
    nets = []
    if not report.check(f"{o.actions} random actions (seed {o.seed})",
                        lambda: nets.append(live(o.seed, o.actions))):
        return report.close()
    net, crowd = nets[0]
    print("# " + ", ".join(f"{n} {k}" for k, n in sorted(crowd.count.items())))
    print("# accepted: " + ", ".join(f"{n} {k}" for k, n in sorted(crowd.done.items())))
    try:
        report.check("the laws hold while the server runs",
                     lambda: net.laws(range(1, o.orders + 1)))
        report.check("the server ends cleanly", lambda: expect(net.stop() == 0, "exit status"))
        report.check("the laws hold on the folder at rest", lambda: net.laws(()))
        if o.planted:
            planted(report, net)
    finally:
        net.kill()
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
