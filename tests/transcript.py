"""transcript.py - one transcript read and played; the steps are told in transcripts.py."""
import csv
import io
import json
import os
import re
import shlex
import sys
import traceback
import urllib.parse

import kit
from kit import Failed, expect

VARIABLE = re.compile(r"\$(?:(day)([+-]\d+)|(at)([+-]\d+)([smhd])|file\(([\w.-]+)\)"
                      r"|([a-z][a-z0-9_]*))")
UNIT_MS = {"s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000}


class Step:
    def __init__(self, number, text):
        self.number, self.text, self.below = number, text, []


def parse(text):
    """The transcript's title and steps."""
    steps, title = [], ""
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("#"):
            title = title or line[1:].strip()
        elif line.startswith("  "):
            expect(steps, f"line {number}: nothing to belong to")
            steps[-1].below.append(line[2:])
        elif line.strip():
            steps.append(Step(number, line.strip()))
        elif steps and steps[-1].below:
            steps[-1].below.append("")
    for step in steps:
        while step.below and not step.below[-1].strip():
            step.below.pop()
    return title, steps


def part_of(want, have, where="answer"):
    """Raise unless `want` is contained in `have`."""
    if want == "*":
        expect(have is not None, f"{where} is null")
    elif isinstance(want, dict):
        expect(isinstance(have, dict), f"{where} is {short(have)}, not an object")
        for key, value in want.items():
            expect(key in have, f"{where} has no {key}: {short(have)}")
            part_of(value, have[key], f"{where}.{key}")
    elif isinstance(want, list):
        expect(isinstance(have, list), f"{where} is {short(have)}, not a list")
        more = bool(want) and want[-1] == "…"
        want = want[:-1] if more else want
        expect(len(have) >= len(want) if more else len(have) == len(want),
               f"{where} has {len(have)} elements, not {len(want)}: {short(have)}")
        for i, value in enumerate(want):
            part_of(value, have[i], f"{where}.{i}")
    else:
        expect(type(want) is type(have) and want == have,
               f"{where} is {short(have)}, not {short(want)}")


def short(value):
    return json.dumps(value, ensure_ascii=False)[:300]


class Play:
    """One transcript being played."""

    def __init__(self, steps, whole=True):
        self.steps, self.whole, self.net = steps, whole, kit.Net()
        self.values, self.clients, self.headers, self.pages = {}, {}, {}, {}
        self.who, self.times = "anyone", 1
        self.status = self.answer = None
        self.private = []  # what must never stand in the log

    def fill(self, text):
        def value(m):
            if m[1]:
                return kit.today(-int(m[2]))
            if m[3]:
                return kit.instant(kit.now_ms() + int(m[4]) * UNIT_MS[m[5]])
            if m[6]:
                return self.path(m[6])
            if m[7] == "daymonth":
                return "/".join(str(int(n)) for n in kit.today().split("-")[:0:-1])
            if m[7] in ("today", "yesterday"):
                return kit.today(int(m[7] == "yesterday"))
            return self.values.setdefault(m[7], kit.new_id())
        return VARIABLE.sub(value, text)

    def path(self, name):
        """A file of this transcript."""
        os.makedirs(self.net.folder + "-files", exist_ok=True)
        return os.path.join(self.net.folder + "-files", name)

    def client(self):
        if self.who not in self.clients:
            m = re.fullmatch(r"program of (\w+)(?: allow (\w+))?", self.who)
            if m:
                c = self.net.program(m[1], m[2] or "all")
            else:
                c = self.net.client(self.who if self.who in kit.PEOPLE else None)
            self.clients[self.who] = c
        return self.clients[self.who]

    def send(self, method, path, body=None, kind=None):
        a = self.client().request(method, path, body, headers=self.headers, kind=kind)
        self.headers, self.answer, self.status = {}, a, str(a.status)
        self.pages[self.who] = a

    def body(self, lines):
        """The bytes and content type of a POST."""
        text = self.fill("\n".join(lines))
        first = text.lstrip()[:1]
        if text.startswith(("raw:", "csv:")):
            raw = text[4:].strip("\n ").encode()
            raw = re.sub(rb"\\x([0-9a-f]{2})", lambda m: bytes([int(m[1], 16)]), raw)
            return raw, "text/csv" if text.startswith("csv:") else "application/json"
        if first in ("[", "{"):
            return text.encode(), "application/json"
        pairs = [tuple(p.strip() for p in line.split("=", 1)) for line in text.split("\n") if line]
        return urllib.parse.urlencode(pairs).encode(), "application/x-www-form-urlencoded"

    # ---- steps

    def do(self, step):
        word, _, rest = step.text.partition(" ")
        if word == "→":
            return self.check(step, rest)
        if word == "SAY":
            phone, words = self.fill(rest).split(" ", 1)
            self.private.append(words)
            r = self.net.ayni("say", "--from", phone, words)
            return self.heard(r)
        if word == "RUN":
            words, to = shlex.split(self.fill(rest)), None
            if ">" in words:
                words, to = words[:-2], words[-1]
            if "--data" in words and not os.path.exists(words[words.index("--data") + 1]):
                kit.settle(words[words.index("--data") + 1])
            run = kit.run if "--data" in words else self.net.ayni
            return self.heard(run(*words, timeout_s=90), to)
        run = getattr(self, "do_" + word.lower(), None)
        expect(run, f"unknown step {word}")
        return run(rest, step.below)

    def heard(self, ran, to=None):
        if to:
            with open(self.path(to), "w", encoding="utf-8", newline="") as f:
                f.write(ran.out)
        self.status = f"exit {ran.status}"
        self.answer = kit.Answer(ran.status, [], ran.text.encode())

    def do_as(self, rest, _):
        self.who = rest.strip()

    def do_with(self, rest, _):
        name, _, value = self.fill(rest).partition(":")
        self.headers[name.strip()] = value.strip()

    def do_let(self, rest, _):
        name, _, value = rest.partition("=")
        self.values[name.strip()] = self.fill(value.strip())

    def do_get(self, rest, _):
        self.send("GET", self.fill(rest))

    def do_head(self, rest, _):
        self.send("HEAD", self.fill(rest))

    def do_post(self, rest, below):
        self.send("POST", self.fill(rest), *self.body(below))

    def do_again(self, rest, _):
        """AGAIN 12: the next request as often."""
        self.times = int(rest)

    def do_fill(self, rest, below):
        for _ in range(self.times):
            self.fill_once(rest, below)
        self.times = 1

    def fill_once(self, rest, below):
        rest, _, action = rest.partition(" form ")
        page = self.client().follow(self.fill(rest))
        expect(page.status == 200, f"the page to fill is {page.status}: {page.text[:200]}")
        self.submit(page, below, self.fill(rest), self.fill(action))

    def do_keep(self, _, __):
        """KEEP this page, to come BACK to."""
        self.kept = self.pages[self.who]

    def do_back(self, _, __):
        self.pages[self.who] = self.kept

    def do_refill(self, rest, below):
        """Fill the form of the page that this person has open."""
        self.submit(self.pages[self.who], below, self.fill(rest))

    def submit(self, page, below, path, action=""):
        given = [tuple(p.strip() for p in self.fill(line).split("=", 1)) for line in below if line]
        form = kit.find_form(page.text, {n for n, _ in given}, action)
        self.private += [v for n, v in given if n in ("pin", "code", "reason")]
        fields = {**form["fields"], **{n: v for n, v in given if v != "*"}}
        self.send("POST", urllib.parse.urljoin(path, form["action"] or path),
                  urllib.parse.urlencode(fields).encode(), "application/x-www-form-urlencoded")

    def do_follow(self, _, __):
        to = self.answer.header("Location")
        expect(to, f"nothing to follow in a {self.status}")
        self.answer = self.pages[self.who] = self.client().follow(to)
        self.status = str(self.answer.status)

    def do_batch(self, rest, _):
        count, _, one = rest.partition(" ")
        array = [{"id": kit.new_id(), **json.loads(self.fill(one))} for _ in range(int(count))]
        self.send("POST", "/api/v1/changes", json.dumps(array), "application/json")

    def do_marked(self, rest, _):
        """MARKED +51900000001 words: as a page writes a report into a message, with the mark of doc/messages.md."""
        phone, _, words = self.fill(rest).partition(" ")
        h = 0
        for c in words.upper():
            h = (h * 31 + ord(c)) % 46649
        mark = "".join("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[h // n % 36] for n in (1296, 36, 1))
        self.private.append(words)
        self.heard(self.net.ayni("say", "--from", phone, f"{words} #{mark}"))

    def do_file(self, rest, below):
        text = self.fill("\n".join(below) + "\n").encode()
        text = re.sub(rb"\\x([0-9a-f]{2})", lambda m: bytes([int(m[1], 16)]), text)
        with open(self.path(rest.strip()), "wb") as f:
            f.write(text)

    def do_show(self, rest, _):
        """SHOW name: what stands in a file."""
        with open(self.path(rest.strip()), "rb") as f:
            self.heard(kit.Ran(0, f.read().decode("utf-8", "replace"), ""))

    def do_rows(self, rest, _):
        """ROWS name.csv 50001 header | row: a long file; # is the row's number."""
        name, count, text = self.fill(rest).split(" ", 2)
        head, row = (t.strip() for t in text.split("|"))
        self.do_file(name, [head, *(row.replace("#", str(i)) for i in range(int(count)))])

    def do_gone(self, rest, _):
        """GONE words: no file of the data folder and no row of the database holds them."""
        with kit.open_tables(self.net.folder) as db:
            held = [t for t in db.tables() if db.holds(t, rest.strip())]
            expect(not held, f"{held} hold “{rest.strip()}”")
        for folder, _, names in os.walk(self.net.folder):
            for name in names:
                with open(os.path.join(folder, name), "rb") as f:
                    expect(rest.strip().encode() not in f.read(), f"{name} holds “{rest.strip()}”")

    def do_stop(self, _, __):
        status = self.net.stop()
        expect(status == 0, f"the server ended with {status}")

    def do_kill(self, _, __):
        self.net.kill()

    def do_start(self, _, __):
        self.net.start()
        self.clients = {}

    # ---- checks

    def check(self, step, status):
        expect(self.answer is not None, "nothing was sent yet")
        wanted = [one for one, _, db in (w.partition(" on ") for w in status.strip().split(" or "))
                  if db in ("", self.net.db)]
        expect(self.status in wanted,
               f"came {self.status}, not {status}: {self.answer.text[:300]}")
        lines = list(step.below)
        while lines:
            line = lines.pop(0)
            if line.lstrip()[:1] in ("[", "{"):
                line = "\n".join([line, *lines])
                want, end = json.JSONDecoder().raw_decode(self.fill(line).lstrip())
                part_of(want, self.answer.json())
                rest = self.fill(line).lstrip()[end:]
                lines = [one for one in rest.split("\n") if one.strip()]
            elif line.strip():
                self.check_line(line.strip())

    def check_line(self, line):
        text = self.answer.text
        m = re.match(r"take (\w+) (from|matching|header) (.+)", line)
        if m and m[2] == "from":
            value = self.answer.json()
            for key in m[3].split("."):
                try:
                    value = value[int(key) if isinstance(value, list) else key]
                except (KeyError, IndexError, ValueError, TypeError):
                    raise Failed(f"nothing at {m[3]} in {short(self.answer.json())}")
            self.values[m[1]] = str(value)
        elif m and m[2] == "header":
            self.values[m[1]] = self.answer.header(m[3])
            expect(self.values[m[1]], f"no header {m[3]}")
        elif m:
            found = re.search(self.fill(m[3]), text)
            expect(found, f"nothing matches {m[3]} in: {text[-400:]}")
            self.values[m[1]] = found[1]
        elif line.startswith("contains: "):
            want = self.fill(line[10:])
            expect(want in text, f"no “{want}” in: {text[-400:]}")
        elif line.startswith("lacks: "):
            want = self.fill(line[7:])
            expect(want not in text, f"“{want}” is there")
        elif line.startswith("matches: "):
            want = self.fill(line[9:])
            expect(re.search(want, text, re.S), f"nothing matches {want} in: {text[-400:]}")
        elif line.startswith("header "):
            name, _, want = self.fill(line[7:]).partition(":")
            have = self.answer.header(name.strip()) or ""
            expect(want.strip() in have, f"header {name} is “{have}”")
        else:
            raise Failed(f"unknown check: {line}")

    # ---- the whole

    def run(self):
        self.net.start()
        try:
            for step in self.steps:
                try:
                    self.do(step)
                except Exception as why:
                    if not isinstance(why, Failed) and "-v" in sys.argv:
                        traceback.print_exc()
                    kind = "" if isinstance(why, Failed) else type(why).__name__ + " "
                    raise Failed(f"line {step.number} ({step.text[:60]}): {kind}{why}")
            if self.net.process is None:
                self.net.start()
            self.net.laws(plain=not self.whole)
            if self.whole:
                self.exports()
            self.do_stop("", [])
            if self.whole or self.net.db == "sqlite":
                self.made_anew()
            self.log()
        finally:
            self.net.kill()

    def made_anew(self):
        """From the journal alone, on SQLite, the same tables come, wherever they stood."""
        before, folder = self.net.dump(), self.net.folder
        if self.net.db == "sqlite":
            again = self.net.ayni("rebuild", plain=True)
        else:
            folder += "-moved"
            again = self.net.ayni("move", "--to", "sqlite:" + folder, timeout_s=120, plain=True)
        expect(again.status == 0, f"made anew: exit {again.status}: {again.text[-200:]}")
        expect(kit.Net(folder=folder).dump() == before, "the dump is another one when made anew")

    def log(self):
        """The log names nobody, repeats no message and holds no secret."""
        with open(self.net.folder + ".log", encoding="utf-8", errors="replace") as f:
            text = f.read()
        self.private += [self.values[n] for n in ("token", "path", "code") if n in self.values]
        for word in self.private + ["+519", "Bearer "]:
            expect(len(word) < 4 or word not in text, f"the log holds “{word}”")

    def exports(self):
        """Both formats of an export tell the same rows."""
        rows = self.net.ayni("export", "meal", "--format", "json")
        cells = self.net.ayni("export", "meal", "--format", "csv", plain=True)
        expect(rows.status == 0 and cells.status == 0, f"export: {rows.text} {cells.text}"[:300])
        listed = json.loads(rows.out)
        listed = listed["rows"] if isinstance(listed, dict) else listed
        table = list(csv.DictReader(io.StringIO(cells.out)))
        expect(len(listed) == len(table), f"{len(listed)} rows as JSON, {len(table)} as CSV")
        for one, other in zip(listed, table):
            for key in set(one) & set(other):
                have = "" if one[key] is None else str(one[key])
                expect(have == other[key] or isinstance(one[key], bool),
                       f"{key} is {one[key]!r} as JSON and {other[key]!r} as CSV")
