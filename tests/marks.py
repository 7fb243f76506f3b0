"""marks.py - records with a mark in every field, in three kitchens: what the access matrix then looks for."""
import json
import re

import blobs
import desk
import kit
import marks_meetings
import marks_voice
import pictures
import sealed
import voices
from kit import expect
from world import CLASSES, table


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
        self.store()
        self.account()
        self.grow()
        self.cook()
        self.recover()
        self.visit()
        self.eat()
        self.voice = {**marks_voice.plant(self), **marks_meetings.plant(self)}
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
        self.guests = {}
        for n, code in each:
            held, ident = kit.new_id(), kit.new_id()
            operator.changes([{"id": held, "action": "meeting.plan", "args": {
                "group": code, "day": kit.today(), "hour": "0:05", "topic": f"ZQHELD{n}"}}])
            a = operator.changes([{"id": ident, "action": "roll.guest", "args": {
                "meeting": held, "name": f"ZQGUEST{n}", "comes_from": f"ZQGUESTFROM{n}"}}])
            self.guests[code] = ident
            expect(a.json()[0]["status"] == "accepted", f"no guest of {code}: {a.text[:300]}")
        self.points, self.spoken = {}, {}
        for n, code in each:
            hall, point, note = kit.new_id(), kit.new_id(), kit.new_id()
            for ident, name, args in (
                    (hall, "meeting.plan", {"group": code, "day": kit.today(-3), "hour": "10:00", "topic": "prueba"}),
                    (point, "agenda.propose", {"person": self.operator_id(), "meeting": hall, "title": f"ZQPOINT{n}", "why": f"ZQPOINTWHY{n}"}),
                    (note, "spoken.leave", {"person": self.operator_id(), "meeting": hall, "text": "prueba"})):
                a = operator.changes([{"id": ident, "action": name, "args": args}])
                expect(a.json()[0]["status"] == "accepted", f"{name} of {code}: {a.text[:200]}")
            self.spoken[code] = note
        self.bring("reach", [{"person": f"ZQSHORT{n}", "reminder_hour": 5, "discreet": 1} for n, _ in each])

    def operator_id(self):
        return self.world.code["person", "OPERADORA"]

    def store(self):
        """What came into the store of each kitchen."""
        self.bring("stock_move", [{"group": code, "day": kit.today(3), "kind": "bought", "food": "TRIGO", "amount": 4400 + n,
                                   "cost": f"3{n}.00", "supplier": f"ZQSHOP{n}", "reason": f"ZQBOUGHT{n}"}
                                  for n, code in enumerate(self.kitchens, 1)])

    def account(self):
        """A balance of each kitchen, and a purchase on it."""
        each, w = list(enumerate(self.kitchens, 1)), self.world
        self.bring("balance", [{"group": code, "since": kit.today(9), "until": kit.today(1), "type": "week", "subsidy": f"41{n}.00",
                                "president": f"ZQPRESIDENT{n}", "president_dni": f"ZQPDNI{n}", "treasurer": f"ZQTREASURER{n}",
                                "treasurer_dni": f"ZQTDNI{n}", "phone": f"ZQRINGS{n}"} for n, code in each])
        w.reload("balance")
        self.balances = {code: next(i for i, r in w.records["balance"].items() if r["president"] == f"ZQPRESIDENT{n}") for n, code in each}
        self.bring("balance_row", [{"balance": self.balances[code], "n": 1, "date": kit.today(3), "description": f"ZQPURCHASE{n}",
                                    "quantity": "varios", "unit": f"ZQUNIT{n}", "receipt": f"ZQ{n}-123", "amount": f"42{n}.00",
                                    "reason": f"ZQPAIDFOR{n}"} for n, code in each])
        w.reload("balance_row")
        self.balance_rows = {code: next(i for i, r in w.records["balance_row"].items() if r["description"] == f"ZQPURCHASE{n}")
                             for n, code in each}

    def cook(self):
        """A recipe of each kitchen, what it will cook, its turns, and the hours of one of its women."""
        operator, self.recipes, self.turns = self.net.client("operadora"), {}, {}
        for n, code in enumerate(self.kitchens, 1):
            ident = self.recipes[code] = kit.new_id()
            for name, args in (
                    ("recipe.put", {"name": f"ZQRECIPE{n}", "plates": 4200 + n, "ingredients": "2 kg de trigo", "steps": f"ZQSTEPS{n}"}),
                    ("menu.plan", {"day": kit.today(-5), "sitting": "dinner", "dish": f"ZQDISH{n}", "plates": 4300 + n}),
                    ("turn.share", {"days": 28, "cooks": 6}),
                    ("turn.work", {"day": kit.today(1), "person": f"ZQSHORT{n}", "time": f"{500 + n} minutos"})):
                a = operator.changes([{"id": ident if name == "recipe.put" else kit.new_id(), "action": name, "args": {"group": code, **args}}])
                expect(a.json()[0]["status"] == "accepted", f"{name} of {code}: {a.text[:300]}")
        with kit.open_tables(self.net.folder) as db:
            for code in self.kitchens:
                self.turns[code] = sealed.ident(db.execute(
                    'select t.id from turn t join "group" g on g.id = t."group" where g.code = ? and t.state = ? order by t.day desc',
                    (code, "planned"))[0][0])

    def eat(self):
        """Somebody in the padrón of each kitchen, all with one document."""
        operator, self.diners = self.net.client("operadora"), {}
        for n, code in enumerate(self.kitchens, 1):
            ident = self.diners[code] = kit.new_id()
            a = operator.changes([{"id": ident, "action": "diner.add", "args": {
                "group": code, "surnames": f"ZQSURNAMES{n}", "names": f"ZQNAMES{n}", "age": "adult", "consent": "spoken",
                "document_kind": "ce", "document_number": "998877665", "landmark": f"ZQLANDMARK{n}", "phone": f"+5198765488{n}"}}])
            expect(a.json()[0]["status"] == "accepted", f"nobody eats at {code}: {a.text[:200]}")

    def grow(self):
        """A garden of each kitchen, what was sown and harvested, what was made of leftovers, and a contest."""
        each, w = list(enumerate(self.kitchens, 1)), self.world
        self.bring("garden", [{"group": code, "name": f"ZQGARDEN{n}", "kind": "family", "beds": 310 + n, "area_m2": 3140 + n}
                              for n, code in each])
        self.bring("contest", [{"group": code, "name": f"ZQCONTEST{n}", "day": kit.today(9), "until": kit.today(-9),
                                "criteria": f"ZQCRITERIA{n}"} for n, code in each])
        w.reload("garden", "contest")
        self.gardens, self.contests = ({code: next(i for i, r in w.records[e].items() if r["name"] == f"ZQ{e.upper()}{n}")
                                        for n, code in each} for e in ("garden", "contest"))
        self.bring("sowing", [{"garden": self.gardens[code], "day": kit.today(8), "crop": "radish", "beds": 320 + n,
                               "note": f"ZQSOWN{n}"} for n, code in each])
        self.bring("garden_care", [{"garden": self.gardens[code], "day": kit.today(8), "kind": "pest", "note": f"ZQPEST{n}"}
                                   for n, code in each])
        self.bring("harvest", [{"garden": self.gardens[code], "day": kit.today(1), "crop": "radish", "weight_g": 33010 + n,
                                "what": f"ZQWHAT{n}", "reason": f"ZQMUCH{n}"} for n, code in each])
        self.bring("compost", [{"group": code, "day": kit.today(8), "used_g": 33020 + n, "note": f"ZQCOMPOST{n}"} for n, code in each])
        self.bring("waste", [{"group": code, "day": kit.today(8), "organic_g": 33030 + n, "recyclable_g": 33040 + n,
                              "other_g": 33050 + n, "oil_ml": 33060 + n} for n, code in each])
        self.bring("garden_lesson", [{"group": code, "day": kit.today(8), "topic": "both", "families": 720 + n,
                                      "new_families": 710 + n, "note": f"ZQLESSON{n}"} for n, code in each])
        self.bring("improvement", [{"group": code, "kind": "roof", "what": f"ZQROOF{n}", "since": kit.today(8), "note": f"ZQWALL{n}"}
                                   for n, code in each])
        self.bring("contest_entry", [{"contest": self.contests[code], "garden": self.gardens[code], "visited": kit.today(1),
                                      "praise": f"ZQPRAISE{n} florece", "advice": f"ZQADVICE{n}"} for n, code in each])

    def visit(self):
        """A visit to each kitchen, a form answered on it with a question of each class, and an agreement."""
        operator, self.visits, self.agreements, self.filled = self.net.client("operadora"), {}, {}, {}

        def do(action, ident=None, **args):
            a = operator.changes([{"id": ident or kit.new_id(), "action": action, "args": args}])
            expect(a.json()[0]["status"] == "accepted", f"{action}: {a.text[:300]}")

        do("form.bring", code="ZQFORM", use="visit", definition=json.dumps({"name": "ZQFORMNAME", "questions": [
            {"name": "q_" + c, "kind": "text", "label": f"ZQASKED{c}", "privacy": c, "purpose": "prueba"} for c in CLASSES[:4]]}))
        for n, code in enumerate(self.kitchens, 1):
            do("visit.note", group=code, day=kit.today(3), kind="other", topic=f"ZQVISIT{n}", form="ZQFORM")
        with kit.open_tables(self.net.folder) as db:
            for code in self.kitchens:
                self.visits[code] = sealed.ident(db.execute(
                    'select v.id from visit v join "group" g on g.id = v."group" where g.code = ? and v.kind = ?', (code, "other"))[0][0])
        for n, code in enumerate(self.kitchens, 1):
            do("form.answer", form="ZQFORM", group=code, about="visit:" + self.visits[code], person=f"ZQSHORT{n}",
               **{"q_" + c: f"ZQANSWER{c.upper()}{n}" for c in CLASSES[:4]})
            self.agreements[code] = kit.new_id()
            do("agreement.add", self.agreements[code], group=code, what=f"ZQAGREED{n}", who=f"ZQWHO{n}", by=kit.today(-9))
        with kit.open_tables(self.net.folder) as db:
            for code in self.kitchens:
                self.filled[code] = sealed.ident(db.execute(
                    "select id from form_record where about = ?", ("visit:" + self.visits[code],))[0][0])

    def recover(self):
        """A stall that each kitchen knows, what it gave her, and what she fetches there every week."""
        each, w, operator = list(enumerate(self.kitchens, 1)), self.world, self.net.client("operadora")
        self.bring("giver", [{"group": code, "name": f"ZQGIVER{n}", "kind": "stall", "address": f"ZQSTALL{n}", "latitude": f"-12.7{n}3{n}",
                              "longitude": f"-76.7{n}4{n}"} for n, code in each])
        w.reload("giver")
        self.givers = {code: next(i for i, r in w.records["giver"].items() if r["name"] == f"ZQGIVER{n}") for n, code in each}
        self.bring("pickup", [{"group": code, "giver": self.givers[code], "weekday": "mon", "hour": f"05:1{n}", "what": f"ZQPICKUP{n}"}
                              for n, code in each])
        w.reload("pickup")
        self.pickups = {code: next(i for i, r in w.records["pickup"].items() if r["what"] == f"ZQPICKUP{n}") for n, code in each}
        self.offers = {code: kit.new_id() for code in self.kitchens}
        for n, code in each:
            ident, of = self.offers[code], {"offer": self.offers[code], "kitchen": code}
            a = operator.changes([{"id": ident, "action": "offer.make", "args": {
                "giver": self.givers[code], "what": f"zapallo {77170 + n} g", "day": kit.today(-1), "note": f"ZQNOTED{n}"}}])
            asked = kit.new_id()
            b = operator.changes([{"id": asked, "action": "offer.ask", "args": of}])
            c = operator.changes([{"id": kit.new_id(), "action": "offer.answer", "args": {**of, "say": "yes"}}])
            operator.changes([{"id": kit.new_id(), "action": "offer.cannot", "args": {**of, "why": f"ZQCANNOT{n}"}}])
            operator.changes([{"id": kit.new_id(), "action": "offer.answer", "args": {**of, "say": "yes"}}])
            d = operator.changes([{"id": kit.new_id(), "action": "offer.fetch", "args": {
                **of, "came": f"{66160 + n} g", "rejected": f"{11010 + n} g"}}])
            expect(a.json()[0]["status"] == c.json()[0]["status"] == d.json()[0]["status"] == "accepted",
                   f"nothing given to {code}: {a.text[:200]} {b.text[:200]} {c.text[:200]} {d.text[:200]}")

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
        self.moves = {g["code"]: i for i, r in self.world.records["stock_move"].items() if (r["supplier"] or "").startswith("ZQ")
                      for g in self.world.records["group"].values() if self.world.ref("group", r["group"]) == g["id"]}
        self.bytes = {i: r["file"] for i, r in pictured.items()}
        self.recorded = {i: r["file"] for i, r in self.world.records["recording"].items()}
        expect(len(self.recorded) == 1, f"{len(self.recorded)} recordings stand")
        self.rows += [("recording", i) for i in self.recorded]
        expect(len(self.marks) >= 3 * 6, f"only {len(self.marks)} canaries stand")
