#!/usr/bin/env python3
"""meeting_storm.py - one meeting, held by hundreds at once: in the room, by page, by message, without a network.

    meeting_storm.py [--people 300] [--points 20] [--proposals 60] [--seed 1]

Each person has a connection of her own. A third use pages, a third write messages (as a phone with the gateway's app brings
them, some of them twice), a third were without a network: their items come late, twice and out of order. All say that they are
there, some in several ways; they propose points, ask for the word, vote and change their vote. Two secretaries write at once.
Strangers vote, proxies are given twice, votes come after the close. What must stand at the end is worked out here, from what
was done and when, and compared with the tables, the acts with the journal: each accepted or answered with why, nobody's word
lost, one vote and one attendance each. Then both laws. The judge must see the faults that are planted in what it compares.
"""
import argparse
import collections
import concurrent.futures
import contextlib
import copy
import http.client
import json
import os
import random
import re
import sys
import threading
import time
import uuid

import kit
import signing
import storm
from client import find_form
from kit import expect
from sealing import Phone, send

CODE = "ASAMBLEA"
CHOICES = {"yes": "si", "no": "no", "abstain": "me abstengo"}
BY_MESSAGE = 8  # votes of one person by message: nobody writes sixty
LANES = 24
AT_ONCE = 128  # people of one change (doc/journal.md)
# Enough different points that no two are taken for one.
THINGS = ("el gas", "la leche", "las ollas", "el techo", "la vereda", "el agua", "la luz", "el huerto", "la posta", "el mercado", "la cancha",
          "el local", "las cuentas", "el almacén", "la feria", "el pasacalle", "la rifa", "el colegio", "los turnos", "la escalera")


class Person:
    def __init__(self, n, ways):
        self.n, self.way = n, ways[n % len(ways)]
        self.name, self.short, self.phone = f"Vecina {n:03d}", f"VEC{n:03d}", f"+51970{n:06d}"
        self.id, self.client, self.keys, self.conn, self.csrf = None, None, None, None, ""
        self.lock = threading.Lock()  # she does one thing at a time


class Meeting:
    def __init__(self, o):
        self.o, self.random, self.lock = o, random.Random(o.seed), threading.Lock()
        self.net = kit.Net().start()
        self.net.port = int(self.net.url.rpartition(":")[2])
        self.boss = self.net.client("operadora")
        self.people = [Person(n, ("page", "message", "outbox")) for n in range(o.people)]
        self.strangers = [Person(o.people + n, ("page", "message")) for n in range(4)]
        self.took_ms, self.answers, self.said, self.brought = [], [], collections.Counter(), 0
        # What must stand: {(proposal, person): choice}, {person}, {title}, {person}, [text], {proposal: counts}
        self.model = {"votes": {}, "present": set(), "points": set(), "asked": set(), "minutes": [], "results": {}, "late": {}}

    # ---- before ----

    def act(self, action, **args):
        id_ = kit.new_id()
        a = self.boss.changes([{"id": id_, "action": action, "args": args}])
        expect(a.status == 200 and a.json()[0]["status"] == "accepted", f"{action}: {a.text[:300]}")
        return id_

    def table(self, name, head, rows):
        path = f"{self.net.folder}-{name}.csv"
        with open(path, "w", encoding="utf-8") as f:
            f.write("\n".join([head, *rows, ""]))
        r = self.net.ayni("import", name, path)
        expect(r.status == 0, f"import {name}: {r.text[-300:]}")

    def gather(self):
        """Everybody on the padrón, signed in where she has a page, and the meeting that begins now."""
        now = kit.lima_now()
        if now.hour == 23 and now.minute >= 55:  # the day must not end meanwhile
            time.sleep((60 - now.minute) * 60 - now.second + 1)
        for code in (CODE, "OTRAS"):
            self.act("group.create", name=code, code=code, kind="womens_group", place="150133", parent="RED-150133")
        everyone = self.people + self.strangers
        self.table("person", "name,short_name", [f"{p.name},{p.short}" for p in everyone])
        self.table("contact", "person,kind,phone", [f"{p.short},sms,{p.phone}" for p in everyone])
        self.table("membership", "person,group,role,since",
                   [f"{p.short},{CODE if p in self.people else 'OTRAS'},member,{kit.today(30)}" for p in everyone])
        rows, ids, after = self.net.program("operadora"), {}, ""
        while after is not None:
            page = rows.get("/api/v1/person?limit=1000" + (f"&after={after}" if after else "")).json()
            ids.update({r["short_name"]: r["id"] for r in page["rows"] if r.get("short_name")})
            after = page.get("next")
        for p in everyone:
            p.id = ids[p.short]
        self.way = storm.Way(self.net, "Una", price="0.05")
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            list(pool.map(self.enter, everyone))
        self.meeting = self.act("meeting.plan", group=CODE, day=kit.today(), hour=kit.lima_now().strftime("%H:%M"), topic="Asamblea general")
        self.proposals = [self.act("proposal.open", meeting=self.meeting, text=f"Propuesta sobre {THINGS[n % len(THINGS)]} {n}")
                          for n in range(self.o.proposals)]
        with kit.open_tables(self.net.folder) as db:
            number = {id_: n for id_, n in db.execute("select id, number from proposal")}
        self.number = {p: number[uuid.UUID(p).bytes] for p in self.proposals}
        self.secretaries = self.people[0], self.people[2]
        for p in self.secretaries:
            self.act("minutes.name", meeting=self.meeting, who=p.name)

    def enter(self, p):
        p.conn = http.client.HTTPConnection("127.0.0.1", self.net.port, timeout=60)
        if p.way == "message":
            return
        r = self.net.ayni("invite", p.short)
        expect(r.status == 0, r.text)
        p.client = kit.Client(self.net.url, timeout_s=60)
        signing.spend(p.client, re.search(r"https?://[^/\s]+(/i/\S+)", r.out)[1])
        if p.way == "outbox":
            p.keys = Phone(p.client)

    # ---- what a person does; each is answered ----

    def note(self, act, done, why=""):
        with self.lock:
            self.answers.append((act, "a" if done else "r"))
            self.said["done" if done else "refused"] += 1
            if not done and not why:
                self.said["refused without a word"] += 1

    def timed(self, what):
        begun = time.monotonic()
        a = what()
        with self.lock:
            self.took_ms.append((time.monotonic() - begun) * 1000)
        return a

    def submit(self, p, path, action, fields):
        """A form of a page, its token from a page she has open; True when it was done."""
        if not p.csrf:
            form = find_form(p.client.get(f"/reuniones/{self.meeting}/agenda").text, ["title"], f"/reuniones/{self.meeting}/agenda")
            expect(form, "no form")
            p.csrf = form["fields"]["csrf"]
        id_ = kit.new_id()
        a = self.timed(lambda: p.client.form(path, {"csrf": p.csrf, "id": id_, **fields}))
        expect(a.status in (303, 404, 409, 422), f"{action} by page: {a.status} {a.text[:200]}")
        self.note(id_, a.status == 303, a.text)
        return a.status == 303

    def tell(self, p, text, times=1):
        """A message; some come twice. What it is answered is seen when all are drained."""
        ref = f"{p.short}-{time.monotonic_ns()}"
        with self.lock:
            self.brought += 1
        for _ in range(times):
            self.timed(lambda: self.way.bring(p.conn, [storm.sms(ref, p.phone, text)]))

    def post(self, p, items):
        """Outbox items as they come: [(act, action, args, acted at)], in any order, some of them twice."""
        boxes = [(act, p.keys.item(action, args, act=act, at=at)) for act, action, args, at in items]
        boxes += self.random.sample(boxes, len(boxes) // 3)
        self.random.shuffle(boxes)
        first = {}
        for i in range(0, len(boxes), 20):
            part = boxes[i:i + 20]
            for (act, _), said in zip(part, self.timed(lambda part=part: send(p.client, [b for _, b in part]))):
                first.setdefault(act, said)
                expect(said in ("a", "p", "k") or said[0] == "r", f"{said} to an item")
        for act, said in first.items():
            self.note(act, said in ("a", "p", "k"), said)
        return first

    def arrive(self, p):
        if p.way == "page":
            self.submit(p, "/asistir", "roll.here", {"person": p.id, "meeting": self.meeting, "way": "screen"})
        elif p.way == "message":
            self.tell(p, "estoy en la reunión", times=1 + p.n % 2)
        else:
            self.post(p, [(kit.new_id(), "roll.here", {"person": p.id, "meeting": self.meeting, "way": "phone"}, kit.now_ms())])
        with self.lock:
            self.model["present"].add(p.id)

    def propose(self, p):
        """Two people propose each point, in one's words and the other's capitals: it is one."""
        k = p.n // 2
        title = f"Arreglar {THINGS[k % len(THINGS)]}" + (f" número {k}" if k >= len(THINGS) else "")
        with self.lock:
            self.model["points"].add(title.lower())
        if p.way == "page":
            self.submit(p, f"/reuniones/{self.meeting}/agenda", "agenda.propose", {"person": p.id, "meeting": self.meeting, "title": title})
        elif p.way == "message":
            self.tell(p, f"propongo un punto: {title}")
        else:
            self.post(p, [(kit.new_id(), "agenda.propose", {"person": p.id, "meeting": self.meeting, "title": title.upper()}, kit.now_ms())])

    def ask(self, p):
        with self.lock:
            self.model["asked"].add(p.id)
        if p.way == "page":
            self.submit(p, f"/reuniones/{self.meeting}/palabra", "speech.ask", {"person": p.id, "meeting": self.meeting, "way": "screen"})
        elif p.way == "message":
            self.tell(p, "pido la palabra")
        else:
            self.post(p, [(kit.new_id(), "speech.ask", {"person": p.id, "meeting": self.meeting, "way": "phone"}, kit.now_ms())])

    def vote(self, p):
        """All proposals, some twice: the last one acted is hers."""
        mine = self.proposals if p.way != "message" else self.random.sample(self.proposals, min(BY_MESSAGE, len(self.proposals)))
        turns = [(one, self.random.choice(list(CHOICES))) for one in mine]
        turns += [(one, self.random.choice(list(CHOICES))) for one in self.random.sample(mine, len(mine) // 4)]
        if p.way == "outbox":
            at = kit.now_ms() - len(turns)
            self.post(p, [(kit.new_id(), "vote.cast", {"voter": p.id, "proposal": one, "choice": said}, at + i)
                          for i, (one, said) in enumerate(turns)])
        for one, said in turns:
            if p.way == "page":
                self.submit(p, f"/reuniones/{self.meeting}/propuestas/{one}", "vote.cast", {"voter": p.id, "proposal": one, "choice": said})
            elif p.way == "message":
                self.tell(p, f"voto {CHOICES[said]} {self.number[one]}" if said != "abstain" else f"me abstengo {self.number[one]}", 1 + p.n % 2)
            with self.lock:
                self.model["votes"][one, p.id] = said

    def write(self, p, n):
        """A secretary's paragraphs: one on her page, one after the other; the other's come as items, in any order."""
        texts = [f"{p.name} anota {k}: «{THINGS[k % len(THINGS)]}», con sus razones" for k in range(n)]
        if p.way == "page":
            for text in texts:
                self.submit(p, f"/reuniones/{self.meeting}/acta", "minutes.write", {"person": p.id, "meeting": self.meeting, "text": text})
        else:
            self.post(p, [(kit.new_id(), "minutes.write", {"person": p.id, "meeting": self.meeting, "text": text}, kit.now_ms()) for text in texts])
        with self.lock:
            self.model["minutes"] += texts

    def proxies(self):
        """One lends her voice, then lends it again: the second is told that it is given."""
        for a, b, c in zip(*[iter([p for p in self.people if p.way == "page"][:9])] * 3):
            lend = {"person": a.id, "meeting": self.meeting}
            first = self.boss.changes([{"id": kit.new_id(), "action": "roll.proxy_paper", "args": {**lend, "holder": b.id}}]).json()[0]
            again = self.boss.changes([{"id": kit.new_id(), "action": "roll.proxy_paper", "args": {**lend, "holder": c.id}}]).json()[0]
            expect(first["status"] == "refused" or again["status"] == "refused", f"a proxy given twice: {first} {again}")
            expect(all(r["status"] == "accepted" or r["errors"][0]["message"] for r in (first, again)), "refused without a word")

    def intrude(self):
        """They are of another group: nothing of theirs counts, and they are told."""
        for p in self.strangers:
            one = self.proposals[0]
            if p.way == "page":
                a = p.client.get(f"/reuniones/{self.meeting}/propuestas/{one}")
                expect(a.status == 404, f"a stranger sees the proposal: {a.status}")
                a = p.client.changes([{"id": kit.new_id(), "action": "vote.cast", "args": {"voter": p.id, "proposal": one, "choice": "yes"}}])
                expect(a.status in (401, 403) or a.json()[0]["status"] == "refused", a.text[:200])
            else:
                self.tell(p, f"voto si {self.number[one]}")

    def close(self):
        """Half of them are closed; a vote by page is refused with why, one that was acted before and comes late is kept aside."""
        half = self.proposals[:len(self.proposals) // 2]
        before = kit.now_ms() - 1
        for one in half:
            self.act("proposal.close", proposal=one)
            counts = collections.Counter(said for (p, _), said in self.model["votes"].items() if p == one)
            self.model["results"][one] = tuple(counts[c] for c in CHOICES)
        page = next(p for p in self.people if p.way == "page")
        out = next(p for p in self.people if p.way == "outbox")
        done = self.submit(page, f"/reuniones/{self.meeting}/propuestas/{half[0]}", "vote.cast", {"voter": page.id, "proposal": half[0], "choice": "no"})
        expect(not done, "a vote after the close was taken")
        self.post(out, [(kit.new_id(), "vote.cast", {"voter": out.id, "proposal": half[0], "choice": "yes"}, before)])
        self.model["late"][half[0], out.id] = "yes"

    # ---- all of it ----

    def at_once(self, works):
        self.random.shuffle(works)
        with concurrent.futures.ThreadPoolExecutor(LANES) as pool:
            for done in [pool.submit(self.alone, *work) for work in works]:
                done.result(300)

    def alone(self, what, *args):
        who = args[0] if args and isinstance(args[0], Person) else None
        with who.lock if who else contextlib.nullcontext():
            what(*args)

    def hold(self):
        begun = time.monotonic()
        ticked = [p.id for p in self.random.sample(self.people, len(self.people) // 6)]
        first = [(self.arrive, p) for p in self.people]
        first += [(self.propose, p) for p in self.people[:2 * self.o.points]]
        first += [(self.ask, p) for p in self.people if p.n % 3 == p.n // 3 % 3]
        first += [(self.write, p, 12) for p in self.secretaries]
        first += [(self.lead, ticked)]
        self.at_once(first)
        self.at_once([(self.vote, p) for p in self.people] + [(self.intrude,)])
        self.way.drain()
        self.close()
        self.took_s = time.monotonic() - begun

    def lead(self, ids):
        """Whoever runs it taps those whom she sees in the room, whatever else they said, and notes who stands for whom."""
        self.proxies()

        def tick(ids):
            a = self.boss.changes([{"id": kit.new_id(), "action": "roll.tick", "args": {
                "meeting": self.meeting, "way": "room", "proof": "seen",
                "people": json.dumps({"p" + i.replace("-", "")[-20:]: "1" for i in ids})}}])
            expect(a.status == 200, f"roll.tick: {a.status}")
            return a.json()[0]
        done = tick(ids)
        expect(done["status"] == "accepted", f"{done}")
        with self.lock:
            self.model["present"] |= set(ids)
        if len(self.people) > AT_ONCE:
            done = tick([p.id for p in self.people[:AT_ONCE + 20]])
            expect(done["status"] == "refused" and "dos partes" in done["errors"][0]["message"], f"more people than one change holds: {done}")

    # ---- what stands ----

    def stands(self):
        out, m = {}, uuid.UUID(self.meeting).bytes
        with kit.open_tables(self.net.folder) as db:
            def rows(sql, *args):
                return [tuple(str(uuid.UUID(bytes=bytes(v))) if isinstance(v, (bytes, memoryview)) and len(bytes(v)) == 16 else v for v in r) for r in db.execute(sql, args)]
            out["votes"] = rows("select v.proposal, v.person, v.choice from vote v join proposal p on p.id = v.proposal where p.meeting = ? "
                                "and v.choice is not null", m)
            out["late"] = rows("select proposal, person, late_choice from vote where late_choice is not null")
            out["present"] = rows("select person from presence where meeting = ? and here = 1", m)
            out["points"] = rows("select title from agenda_point where meeting = ?", m)
            out["asked"] = rows("select person from speech where meeting = ? and coalesce(voided, 0) = 0", m)
            out["minutes"] = rows("select text from minute where meeting = ? and coalesce(voided, 0) = 0", m)
            out["results"] = rows("select id, yes, no, abstain from proposal where meeting = ? and state = 'closed'", m)
            out["journal"] = [str(uuid.UUID(bytes=bytes(c))) for (c,) in db.execute("select change from journal")]
        return out


def judge(model, got, answers, said):
    """What is wrong, a line each: of everything that must stand once, what is missing, too much or doubled."""
    wrong = []

    def same(name, want, have):
        want, have = collections.Counter(want), collections.Counter(have)
        for what, n in ((want - have).items()):
            wrong.append(f"{name}: {what} is missing ({n})")
        for what, n in ((have - want).items()):
            wrong.append(f"{name}: {what} too much ({n})")
    same("vote", [(*k, v) for k, v in model["votes"].items()], got["votes"])
    same("late vote", [(*k, v) for k, v in model["late"].items()], got["late"])
    same("attendance", [(p,) for p in model["present"]], got["present"])
    same("point", [(t,) for t in model["points"]], [(t.lower(),) for (t,) in got["points"]])
    same("the word", [(p,) for p in model["asked"]], got["asked"])
    same("minutes", [(t,) for t in model["minutes"]], got["minutes"])
    same("result", [(k, *v) for k, v in model["results"].items()], got["results"])
    times = collections.Counter(got["journal"])
    wrong += [f"act {act} was answered {how} and is {times[act]} times in the journal" for act, how in answers if times[act] != (how == "a")]
    if said["refused without a word"]:
        wrong.append(f"{said['refused without a word']} refused without a word")
    return wrong


def planted(m, got):
    """Each of these must be seen by the judge, which has nothing to say against what stands."""
    def spoil(change):
        model, mine, answers, said = copy.deepcopy(m.model), copy.deepcopy(got), list(m.answers), collections.Counter(m.said)
        change(model, mine, answers, said)
        return judge(model, mine, answers, said)
    faults = {
        "a vote lost": lambda model, g, a, s: g["votes"].pop(),
        "a vote doubled": lambda model, g, a, s: g["votes"].append(g["votes"][0]),
        "a vote that says another thing": lambda model, g, a, s: model["votes"].update({next(iter(model["votes"])): "otra"}),
        "somebody there twice": lambda model, g, a, s: g["present"].append(g["present"][0]),
        "a point lost": lambda model, g, a, s: g["points"].pop(),
        "a paragraph lost": lambda model, g, a, s: g["minutes"].pop(),
        "a paragraph overwritten": lambda model, g, a, s: g["minutes"].__setitem__(0, g["minutes"][1]),
        "a word lost": lambda model, g, a, s: g["asked"].pop(),
        "a count that is wrong": lambda model, g, a, s: model["results"].update({next(iter(model["results"])): (0, 0, 0)}),
        "a late vote that was counted": lambda model, g, a, s: g["late"].pop(),
        "an act that was acknowledged and is not there": lambda model, g, a, s: g["journal"].remove(next(i for i, how in a if how == "a")),
        "a refused act that is there": lambda model, g, a, s: g["journal"].append(next(i for i, how in a if how == "r")),
        "a refusal without a word": lambda model, g, a, s: s.update({"refused without a word": 1}),
    }
    for name, change in faults.items():
        expect(spoil(change), f"{name}: not seen")
    return len(faults)


def messages_answered(m):
    """Each message that came, however often, is one row with one answer, which was handed out once."""
    with kit.open_tables(m.net.folder) as db:
        came = db.execute("select i.ref, count(o.id) from message i left join message o on o.network = i.network and o.answers = i.id "
                          "where i.way = 'in' group by i.ref")
    expect(len(came) == m.brought, f"{len(came)} rows of {m.brought} messages")
    wrong = [(ref, n) for ref, n in came if n != 1]
    expect(not wrong, f"{len(wrong)} not answered once: {wrong[:3]}")
    doubled = [ident for ident, n in m.way.handed.items() if n > 1]
    expect(not doubled, f"{len(doubled)} answers went twice")


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--people", type=int, default=300)
    p.add_argument("--points", type=int, default=20)
    p.add_argument("--proposals", type=int, default=60)
    p.add_argument("--seed", type=int, default=1)
    o = p.parse_args()
    report = kit.Report()
    kit.need_program()
    m = Meeting(o)
    try:
        if report.check(f"{o.people} people, {o.proposals} proposals: all are there", m.gather) and report.check("the meeting is held", m.hold):
            took = sorted(m.took_ms)
            print(f"# meeting of {o.people}: {m.took_s:.1f} s, {len(took)} answers, median {took[len(took) // 2]:.1f} ms, p99 "
                  f"{took[int(len(took) * 0.99)]:.1f} ms; {m.said['done']} done, {m.said['refused']} refused with why", flush=True)
            got = m.stands()
            wrong = judge(m.model, got, m.answers, m.said)
            report.check(f"nobody's word is lost: {len(got['votes'])} votes, {len(got['present'])} present",
                         lambda: expect(not wrong, f"{len(wrong)}: {'; '.join(wrong[:4])}"))
            report.check("no answer twice", lambda: messages_answered(m))
            report.check("planted faults are seen", lambda: planted(m, got))
        report.check("laws", m.net.laws)
    finally:
        m.net.stop()
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
