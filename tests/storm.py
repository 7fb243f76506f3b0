#!/usr/bin/env python3
"""Messages in a storm: forged, repeated, out of order, while the server is killed and a gateway is down.

A phone (the cht-gateway protocol of doc/messages.md, spoken here byte by byte) brings messages over several connections at
once. Judged by the tables: what was forged left nothing; what came twice is one row, one act, one answer; what was
acknowledged is there after SIGKILL; an older report does not win over a newer one, in whatever order they came; what a
service did not take while it was down reaches its people once. Planted faults show that the judge can fail.

    storm.py [--messages 10000] [--kills 2] [--seed N]
"""
import argparse
import base64
import collections
import http.client
import json
import os
import random
import re
import sys
import threading
import time

import kit

sys.path.insert(0, os.path.join(kit.ROOT, "tools", "standin"))
import telegram  # noqa: E402

CONNECTIONS, BATCH, FORGED_BATCH, REPEATS = 6, 25, 50, 4
DAYS = ("", " ayer", " anteayer")
SITTINGS = ("desayuno", "cena")
TALK = ("ayuda", "hola", "hoy 95 y", "xqzt vrpl", "menú", "gracias", "resumen", "120")


def basic(secret):
    return "Basic " + base64.b64encode(f"ayni:{secret}".encode()).decode()


def uuid_of(ident):
    return ident.partition(".")[0]


class Way:
    """A gateway of the phone's kind, as an operator makes it."""

    def __init__(self, net, name, **more):
        words = [w for k, v in more.items() for w in (f"--{k}", v)]
        out = net.ayni("gateway", "add", "android", "--name", name, *words)
        kit.expect(out.status == 0, f"gateway add: {out.text}")
        found = re.search(r"//ayni:(\w+)@\S+?(/pasarela/([0-9a-f-]{36}))", out.out)
        kit.expect(found, f"no address in: {out.out}")
        self.secret, self.path, self.id = found[1], found[2], bytes.fromhex(found[3].replace("-", ""))
        self.net, self.lock = net, threading.Lock()
        self.acked, self.handed, self.statuses = set(), collections.Counter(), collections.Counter()
        self.updates = []

    def post(self, conn, messages=(), updates=(), header=None, path=None):
        """One request; (status, what is to be sent) or (None, []) when the connection broke."""
        body = json.dumps({"messages": list(messages), "updates": list(updates)})
        headers = {"Content-Type": "application/json"}
        if header != "":
            headers["Authorization"] = header or basic(self.secret)
        try:
            conn.request("POST", path or self.path, body, headers)
            answer = conn.getresponse()
            data = answer.read()
        except (OSError, http.client.HTTPException):
            conn.close()
            return None, []
        return answer.status, json.loads(data).get("messages", []) if answer.status == 200 else []

    def bring(self, conn, messages):
        """Until it is acknowledged, as the phone does; what was handed out is noted and confirmed with the next one."""
        end = time.monotonic() + 60
        while time.monotonic() < end:
            with self.lock:
                told, self.updates = self.updates[:20], self.updates[20:]
            status, out = self.post(conn, messages, told)
            with self.lock:
                self.statuses[status] += 1
                if status == 200:
                    self.acked.update(m["id"] for m in messages)
                    for m in out:
                        self.handed[uuid_of(m["id"])] += 1
                        self.updates.append({"id": m["id"], "status": "SENT"})
                    return
                self.updates += told
            time.sleep(0.05)
        raise kit.Failed("a batch was not acknowledged within 60 s")

    def drain(self):
        """Polls until nothing is handed out and all is confirmed."""
        conn = self.net_connection()
        for _ in range(2000):
            before = len(self.handed)
            self.bring(conn, [])
            if not self.updates and len(self.handed) == before:
                return
        raise kit.Failed("the queue does not end")

    def net_connection(self):
        return http.client.HTTPConnection("127.0.0.1", self.net.port, timeout=30)


def sms(ref, who, text, sent=None):
    return {"id": ref, "from": who, "content": text, "sms_sent": sent or kit.now_ms(), "sms_received": kit.now_ms()}


class Storm:
    def __init__(self, messages, seed):
        self.random = random.Random(seed)
        self.n = messages
        self.net = kit.Net().start()
        self.net.port = int(self.net.url.rpartition(":")[2])
        with kit.open_tables(self.net.folder) as db:
            db.execute("update gateway set closed = 1")
            self.phones = sorted(p for (p,) in db.execute(
                "select distinct k.phone from contact k join membership m on m.network = k.network and m.person = k.person "
                "join \"group\" g on g.network = m.network and g.id = m.\"group\" "
                "where m.role = 'leader' and g.kind in ('olla', 'comedor')"))
        self.way, self.other = Way(self.net, "Una", price="0.05"), Way(self.net, "Otra")
        self.seq = self.sql("select max(seq) from journal")[0][0]

    def sql(self, text, args=()):
        with kit.open_tables(self.net.folder) as db:
            return db.execute(text, args)

    # ---- what is brought ----

    def make(self):
        """Reports that are done at once, talk that is not, strangers; each is brought several times, out of order."""
        acts = [(p, f"{s} {self.random.randint(30, 99)}{d}") for p in self.phones for s in SITTINGS for d in DAYS]
        self.unique = [sms(f"a{i}", p, t) for i, (p, t) in enumerate(acts)]
        others = max(0, int(self.n * 0.65 / REPEATS) - len(acts))
        for i in range(others):
            stranger = i % 4 == 0
            who = f"+519100{i // 40:05d}" if stranger else self.random.choice(self.phones)
            self.unique.append(sms(f"t{i}", who, self.random.choice(TALK)))
        self.acts = {m["id"]: m for m in self.unique[:len(acts)]}
        many = [m for m in self.unique for _ in range(self.random.randint(1, 2 * REPEATS - 1))]
        self.random.shuffle(many)
        have = {m["id"] for m in many}
        many += [m for m in self.unique if m["id"] not in have]
        self.batches = [many[i:i + BATCH] for i in range(0, len(many), BATCH)]
        self.brought = len(many)

    def forged(self):
        """Wrong keys of every kind: (header, path, the statuses it may get)."""
        good, path = basic(self.way.secret), self.way.path
        wrong = (basic("x" * 32), basic(""), basic(self.other.secret), basic(self.way.secret[:-1]), basic(self.way.secret + "x"),
                 "", "Basic", "Basic %%%%", "Bearer " + self.way.secret, good[:-2])
        for h in wrong:
            yield h, path, (401,)
        yield good, "/pasarela/00000000-0000-0000-0000-000000000000", (401, 404)
        yield good, self.other.path, (401,)
        yield good, "/pasarela/no-es", (404,)

    # ---- the parts ----

    def forge(self):
        before = self.rows()
        conn, n, k = self.way.net_connection(), 0, 0
        while n < self.n * 0.35:
            for header, path, may in self.forged():
                messages = [sms(f"f{k}-{i}", self.random.choice(self.phones), "cena 31") for i in range(FORGED_BATCH)]
                k += 1
                n += len(messages)
                status, out = self.way.post(conn, messages, [{"id": str(kit.new_id()), "status": "SENT"}], header, path)
                kit.expect(status in may and not out, f"forged: {status} for {header!r} at {path}")
        kit.expect(self.rows() == before, f"forged messages left something: {before} → {self.rows()}")
        self.forged_n = n

    def rows(self):
        return [self.sql(f"select count(*) from {t}")[0][0] for t in ("message", "thread", "conversation", "journal", "limits")]

    def bring(self, batches, killed=None):
        """Several connections at once; an error of any is raised."""
        todo, errors = collections.deque(batches), []

        def one():
            conn = self.way.net_connection()
            try:
                while todo and not errors:
                    try:
                        batch = todo.popleft()
                    except IndexError:
                        return
                    self.way.bring(conn, batch)
            except Exception as why:
                errors.append(why)
            finally:
                conn.close()

        threads = [threading.Thread(target=one) for _ in range(CONNECTIONS)]
        for t in threads:
            t.start()
        if killed:
            killed(todo)
        for t in threads:
            t.join(120)
        if errors:
            raise errors[0]

    def storm(self):
        self.make()
        half = len(self.batches) // 2
        begun = time.monotonic()
        self.bring(self.batches[:half])
        self.took = time.monotonic() - begun
        self.brought_half = sum(map(len, self.batches[:half]))
        judge(self, self.way.acked)

    def killed(self, kills):
        """SIGKILL in the middle: what was acknowledged is there, and what was not is brought again."""
        half = len(self.batches) // 2
        replies = dict(self.sql("select id, text from message where way = 'out'"))

        def kill(todo):
            for _ in range(kills):
                time.sleep(0.15 + 0.3 * self.random.random())
                with self.way.lock:
                    before = set(self.way.acked)
                self.net.kill()
                there = {r for (r,) in self.sql("select ref from message where way = 'in' and gateway = ?", (self.way.id,))}
                gone = {r for r in before - there if r[0] == "a"}
                self.net.start()
                kit.expect(not gone, f"acknowledged and gone after SIGKILL: {sorted(gone)[:5]}")

        self.bring(self.batches[half:], kill)
        kit.expect(self.way.statuses[200] > len(self.batches) // 2, "nothing came through")
        now = dict(self.sql("select id, text from message where way = 'out'"))
        kit.expect(all(now.get(i) == t for i, t in replies.items()), "an answer changed after it was made")
        judge(self, set(self.acts) | self.way.acked)

    def sent_once(self):
        self.way.drain()
        judge_sent(self)

    def reordered(self):
        """The later word counts, though it came first; the earlier is kept without winning."""
        who, late, early = self.phones[0], kit.now_ms() - 60000, kit.now_ms() - 7200000
        conn = self.way.net_connection()
        kitchen = self.sql("select m.\"group\" from contact k join membership m on m.network = k.network and m.person = k.person "
                           "where k.phone = ? and m.role = 'leader'", (who,))[0][0]
        seen = []
        for n, order in enumerate(((late, early), (early, late))):
            day = 4 + n
            word = f"almuerzo el {kit.datetime.date.fromisoformat(kit.today(day)).strftime('%d/%m')}"
            self.sql_drop_meal(kitchen, day)
            for at in order:
                self.way.bring(conn, [sms(f"r{n}-{at}", who, f"desayuno {77 if at == late else 66} {word[9:]}", at)])
            seen.append(self.sql("select served from meal where kitchen = ? and day = ? and sitting = 'breakfast'",
                                 (kitchen, days_since(kit.today(day)))))
        kit.expect(seen[0] == [(77,)], f"later word first, earlier after it: {seen[0]}")
        states = self.sql("select state from message where way = 'in' and ref like 'r0-%' order by sent_at")
        kit.expect(len(states) == 2, f"rows: {states}")

    def sql_drop_meal(self, kitchen, day):
        there = self.sql("select served from meal where kitchen = ? and day = ? and sitting = 'breakfast'",
                         (kitchen, days_since(kit.today(day))))
        kit.expect(not there, "the sample has that pot already")

    def down(self):
        """A service that is away for a while: what was to be sent waits, and reaches each once."""
        play = self.bot("Bot")
        for i in range(3):
            play.say(f"tg:7000{i + 1}", "ayuda")
        kit.wait_for("answers by the service", lambda: len(play.seen()) >= 3, 20)
        play.stop()
        for i in range(3):
            made = self.net.ayni("gateway", "test", "Bot", "--to", f"tg:7000{i + 1}")
            kit.expect(made.status == 0, f"gateway test: {made.text}")
        kit.wait_for("the fault to be noted", lambda: self.sql("select fault from gateway where name = 'Bot'")[0][0], 20)
        kit.expect(self.sql("select count(*) from message where state = 'queued' and address like 'tg:%'")[0][0] == 3,
                   "what a service that is down was to get is not waiting")
        said = self.net.ayni("gateway", "test", "Bot")
        kit.expect(said.status == 1 and "No responde" in said.out, f"gateway test: {said.text}")
        before = len(play.seen())
        play.start()
        try:
            kit.wait_for("what waited", lambda: len(play.seen(before)) >= 3, 30)
            time.sleep(0.6)
            got = collections.Counter(m["to"] for m in play.seen(before))
            kit.expect(sorted(got.values()) == [1, 1, 1], f"reached: {got}")
            kit.wait_for("the fault to be over", lambda: not self.sql("select fault from gateway where name = 'Bot'")[0][0], 20)
        finally:
            play.stop()

    def bot(self, name):
        """A gateway of Telegram's kind to a stand-in of its own."""
        play = telegram.Telegram().start()
        secret = os.path.join(kit.scratch(), "secret")
        with open(secret, "w", encoding="utf-8") as f:
            f.write(play.token + "\n")
        out = self.net.ayni("gateway", "add", "telegram", "--name", name, "--secret-file", secret, "--set", f"api={play.url}")
        kit.expect(out.status == 0, f"gateway add: {out.text}")
        return play

    def two_processes(self):
        """Over one database: one listens, both send, nobody is answered twice; when one ends the other goes on."""
        play, other = self.bot("Dos"), kit.Net(folder=self.net.folder).start()

        def ask(people):
            before = len(play.seen())
            for i in people:
                play.say(f"tg:{71000 + i}", "ayuda")
            kit.wait_for("answers", lambda: len(play.seen(before)) >= len(people), 40)
            time.sleep(1)
            got = collections.Counter(m["to"] for m in play.seen(before))
            kit.expect(sorted(got.values()) == [1] * len(people), f"answers: {got}")

        try:
            ask(range(30))
            kit.expect(not play.conflicts, f"{play.conflicts} polls while another polled")
            kit.expect(other.stop() == 0, "the other did not end well")
            ask(range(30, 35))
        finally:
            other.kill()
            play.stop()

    def held(self):
        """A ceiling that is reached holds; raised, it lets go."""
        conn, way = self.other.net_connection(), self.other
        self.net.ayni("gateway", "set", "Otra", "--price", "0.05", "--ceiling", "0.10")
        for i in range(4):
            self.net.ayni("gateway", "test", "Otra", "--to", f"+5192000000{i}")
        way.bring(conn, [])
        kit.expect(len(way.handed) == 2, f"{len(way.handed)} went within a ceiling of two")
        numbers = self.net.ayni("metrics").out
        kit.expect('ayni_messages_waiting{state="held"} 2' in numbers, f"metrics: {numbers[-900:]}")
        self.net.ayni("gateway", "set", "Otra", "--ceiling", "5")
        way.bring(conn, [])
        kit.expect(len(way.handed) == 4, f"{len(way.handed)} of 4 after it was raised")


def days_since(day):
    return (kit.datetime.date.fromisoformat(day) - kit.datetime.date(1970, 1, 1)).days


# ---- judging ----------------------------------------------------------------------------------

def judge(s, acked):
    """One row each, one act each, at most one answer each."""
    came = s.sql("select ref, id, state, address from message where way = 'in' and gateway = ?", (s.way.id,))
    refs = collections.Counter(ref for ref, *_ in came)
    twice = [r for r, n in refs.items() if n > 1]
    kit.expect(not twice, f"two rows for one message: {twice[:5]}")
    known = {m["id"] for m in s.unique}
    strange = [r for r in refs if r not in known and r[0] != "r"]
    kit.expect(not strange, f"rows of what nobody brought: {strange[:5]}")
    lost = [r for r in acked if r not in refs and r[0] == "a"]
    kit.expect(not lost, f"{len(lost)} acknowledged and not there: {lost[:5]}")
    answers = collections.Counter(bytes(a) for (a,) in s.sql(
        "select answers from message where way = 'out' and gateway = ? and answers is not null", (s.way.id,)))
    twice = [a.hex() for a, n in answers.items() if n > 1]
    kit.expect(not twice, f"answered twice: {twice[:3]}")
    done = sum(1 for ref, _, state, _ in came if state == "done")
    changes = s.sql("select count(*) from journal where seq > ?", (s.seq,))[0][0]
    kit.expect(0 < done == changes, f"{done} messages did something, {changes} changes are in the journal")
    acts = [r for r, _, state, _ in came if r in s.acts and state == "done"]
    row = {ref: bytes(i) for ref, i, *_ in came}
    wrong = [r for r in acts if row[r] not in answers]
    kit.expect(not wrong, f"done and not answered: {wrong[:3]}")
    s.done = done


def judge_sent(s):
    """All that was to go was handed out; what still waits is under a lease of somebody who was killed."""
    out = s.sql("select id, state, due_at from message where way = 'out' and gateway = ?", (s.way.id,))
    ids = {kit_uuid(i): (state, due) for i, state, due in out}
    never = [i for i in s.way.handed if i not in ids]
    kit.expect(not never, f"handed out without a row: {never[:3]}")
    now = kit.now_ms()
    late = [i for i, (state, due) in ids.items() if state == "queued" and due <= now]
    kit.expect(not late, f"{len(late)} wait though nobody holds them")
    unsent = [i for i in s.way.handed if ids[i][0] not in ("sent", "delivered")]
    kit.expect(not unsent, f"{len(unsent)} were sent, and are {collections.Counter(ids[i][0] for i in unsent)}")
    more = [i for i, n in s.way.handed.items() if n > 1]
    kit.expect(not more, f"{len(more)} were handed out more than once within their lease")


def kit_uuid(raw):
    h = bytes(raw).hex()
    return "-".join((h[:8], h[8:12], h[12:16], h[16:20], h[20:]))


def planted(s, report):
    """Each fault that the judge is there for is seen by it."""
    names = column_names(s)
    columns = ", ".join(c for c in names if c not in ("id", "ref"))
    came = s.sql(f"select {', '.join(names)} from message where way = 'in' and state = 'done' and ref like 'a%'")[:3]
    ids = [row[names.index("id")] for row in came]
    reply = s.sql("select id from message where way = 'out' and gateway = ? and answers is not null", (s.way.id,))[0][0]
    fresh = os.urandom(16)
    copy = f"insert into message (id, ref, {columns}) select ?, ?, {columns} from message where id = ?"
    undo = ("delete from message where id = ?", (fresh,))
    faults = (
        ("a second row for one message", (copy, (fresh, came[0][names.index("ref")], ids[0])), undo),
        ("a row of what nobody brought", (copy, (fresh, "f1-1", ids[0])), undo),
        ("an acknowledged message that is gone", ("delete from message where id = ?", (ids[1],)),
         (f"insert into message ({', '.join(names)}) values ({', '.join('?' * len(names))})", came[1])),
        ("a second answer", (copy, (fresh, None, reply)), undo),
        ("an act without a message", ("update message set state = 'answered' where id = ?", (ids[2],)),
         ("update message set state = 'done' where id = ?", (ids[2],))))
    for name, plant, back in faults:
        judge(s, set(s.acts))
        s.sql(*plant)
        try:
            judge(s, set(s.acts))
            report.fail(f"planted: {name}", "the judge saw nothing")
        except kit.Failed as why:
            report.ok(f"planted: {name} ({str(why)[:60]})")
        s.sql(*back)
    judge(s, set(s.acts))


def column_names(s):
    if kit.DB == "postgres":
        return [c for (c,) in s.sql("select column_name from information_schema.columns where table_name = 'message' "
                                    "order by ordinal_position")]
    return [row[1] for row in s.sql("pragma table_info(message)")]


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--messages", type=int, default=10000)
    p.add_argument("--kills", type=int, default=2)
    p.add_argument("--seed", type=int, default=1)
    o = p.parse_args()
    kit.need_program()
    report = kit.Report()
    s = Storm(o.messages, o.seed)
    try:
        report.check("a service that is down", s.down)
        if kit.DB == "postgres":
            report.check("two processes over one database", s.two_processes)
        report.check("forged", s.forge)
        if report.check("repeated, out of order", s.storm):
            report.check("killed in the middle", lambda: s.killed(o.kills))
            report.check("what was to go went once", s.sent_once)
            report.check("the later word counts", s.reordered)
        report.check("a ceiling holds and lets go", s.held)
        print(f"# {s.forged_n} forged, {s.brought} brought of {len(s.unique)}, {s.done} done, "
              f"{60 * s.brought_half / s.took:.0f} a minute; {dict(s.way.statuses)}", flush=True)
        s.net.stop()
        planted(s, report)
        report.check("the journal and its tables", s.net.laws)
    finally:
        s.net.kill()
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
