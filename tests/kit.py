"""kit.py - what every end-to-end harness shares: a server of its own, clients, one line a check.

The program under test is $AYNI (default build/ayni). $AYNI_PLAIN, where it is named, is the same one without
sanitizers, five times as quick: it tells what stands (dump) and plays the journal in other orders. $AYNI_TEST_DB says where networks live: sqlite
(default) or postgres, a private server (tests/pg.py); a data folder then names its database in
ayni.conf, so that commands are the same. Everything runs on loopback with free ports, every wait is
bounded, and only processes started here are ended, by their own handle.
"""
import atexit
import datetime
import itertools
import os
import random
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
import threading
import time

import pg
import tables
from client import Answer, Client, Failed, Forms, find_form  # noqa: F401

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
AYNI = os.path.abspath(os.environ.get("AYNI") or os.path.join(ROOT, "build", "ayni"))
PLAIN = os.path.abspath(os.environ["AYNI_PLAIN"]) if os.environ.get("AYNI_PLAIN") else None
PEOPLE = ("lider", "cocinera", "distrito", "mesa", "salud", "facilitadora", "voluntaria",
          "operadora")
KINDS = ("sqlite", "postgres")
DB = os.environ.get("AYNI_TEST_DB") or "sqlite"
DAYS = 20  # of invented history
MIDNIGHT_S = 180  # no harness begins when the day ends so soon; each is quicker than that
LIMA = datetime.timezone(datetime.timedelta(hours=-5))  # no summer time


def expect(condition, why):
    if not condition:
        raise Failed(why)


# ---- one line a check -------------------------------------------------------------------------

class Report:
    """Prints ok, not ok and skip lines; the exit status is 1 when anything failed."""

    def __init__(self):
        self.counts = {"ok": 0, "not ok": 0, "skip": 0}
        self.lock = threading.Lock()

    def _line(self, kind, name, why=""):
        with self.lock:
            self.counts[kind] += 1
            why = " ".join(str(why).split())
            print(f"{kind} {name}" + (f": {why[:600]}" if why else ""), flush=True)

    def ok(self, name, took_s=None):
        self._line("ok", name + (f" # {took_s:.2f} s" if took_s is not None else ""))

    def fail(self, name, why):
        self._line("not ok", name, why or "no reason given")

    def skip(self, name, why):
        self._line("skip", name, why)

    def check(self, name, run):
        """Run a function; its Failed (or any error) becomes a `not ok` line. True when it held."""
        begun = time.monotonic()
        try:
            run()
        except Failed as why:
            self.fail(name, why)
            return False
        except Exception as why:  # a harness that breaks has not shown anything
            self.fail(name, f"{type(why).__name__}: {why}")
            return False
        self.ok(name, time.monotonic() - begun)
        return True

    def close(self):
        n = self.counts
        print(f"{n['ok']} passed, {n['not ok']} failed, {n['skip']} skipped", flush=True)
        return 1 if n["not ok"] else 0


# ---- time and ids -----------------------------------------------------------------------------

def lima_now():
    return datetime.datetime.now(LIMA)


def today(back=0):
    """The civil day in the network's zone, `back` days ago, as YYYY-MM-DD."""
    return (lima_now().date() - datetime.timedelta(days=back)).isoformat()


def now_ms():
    return int(time.time() * 1000)


def instant(ms):
    """UTC milliseconds as the API writes them."""
    whole = datetime.datetime.fromtimestamp(ms // 1000, datetime.timezone.utc)
    return whole.strftime("%Y-%m-%dT%H:%M:%S") + f".{ms % 1000:03d}Z"


def new_id(ms=None, rng=None):
    """A fresh UUIDv7 (RFC 9562 5.7)."""
    ms = now_ms() if ms is None else ms
    bits = rng.getrandbits(74) if rng else secrets.randbits(74)
    value = (ms & (1 << 48) - 1) << 80 | 7 << 76 | (bits >> 62) << 64 | 2 << 62 \
        | bits & (1 << 62) - 1
    h = f"{value:032x}"
    return "-".join((h[:8], h[8:12], h[12:16], h[16:20], h[20:]))


def report(args, ident=None, **more):
    """One meal.report action for POST /api/v1/changes."""
    return {"id": ident or new_id(), "action": "meal.report", "args": args, **more}


# ---- the program and its networks -------------------------------------------------------------

_scratch = None


def scratch():
    """One temporary folder a harness, removed at exit."""
    global _scratch
    if _scratch is None:
        _scratch = tempfile.mkdtemp(prefix="ayni-test-")
        atexit.register(shutil.rmtree, _scratch, True)
    return _scratch


def wait_past_midnight():
    """A day that changes on the way would look like a fault."""
    now = lima_now()
    left_s = 86400 - (now.hour * 3600 + now.minute * 60 + now.second)
    if left_s < MIDNIGHT_S:
        print(f"# waits {left_s} s for the day to change", flush=True)
        time.sleep(left_s + 1)


def need_program():
    if DB not in KINDS:
        print(f"not ok program: AYNI_TEST_DB is {DB}, neither of {KINDS}")
        sys.exit(1)
    if not os.access(AYNI, os.X_OK):
        print(f"not ok program: {AYNI} is missing; run `make` first")
        sys.exit(1)
    pg.end_when_told()
    wait_past_midnight()


def environment(**more):
    keep = {k: v for k, v in os.environ.items() if not k.startswith(("AYNI", "LC_", "LANG"))}
    keep.update(HOME=scratch(), TZ="Asia/Tokyo", **more)  # the process's zone must not matter
    return keep


class Ran:
    def __init__(self, status, out, err):
        self.status, self.out, self.err = status, out, err

    @property
    def text(self):
        return self.out + self.err


def run(*words, env=None, timeout_s=60, stdin=None, plain=False):
    """Run the program (the plain one if there is one) once; its end is waited for at most timeout_s."""
    try:
        p = subprocess.run([PLAIN if plain and PLAIN else AYNI, *map(str, words)], capture_output=True, timeout=timeout_s,
                           env=environment(**(env or {})), input=stdin or b"")
    except subprocess.TimeoutExpired:
        raise Failed(f"ayni {' '.join(map(str, words))}: no end within {timeout_s} s")
    return Ran(p.returncode, p.stdout.decode("utf-8", "replace"),
               p.stderr.decode("utf-8", "replace"))


def must_run(*words, **more):
    r = run(*words, **more)
    expect(r.status == 0, f"ayni {' '.join(map(str, words))}: exit {r.status}: {r.text[-300:]}")
    return r


# ---- data folders and their databases ---------------------------------------------------------

_numbers = itertools.count(1)


def _database(template=None):
    """The URL of a new PostgreSQL database, removed at exit."""
    name, server = f"ayni_{os.getpid()}_{next(_numbers)}", pg.shared()
    url = server.make(name, template)
    if not isinstance(server, pg.Cluster):  # one of our own is removed whole
        atexit.register(server.drop, name)
    return url


def conf(folder):
    """The text of its ayni.conf; empty where there is none."""
    try:
        with open(os.path.join(folder, "ayni.conf"), encoding="utf-8") as f:
            return f.read()
    except FileNotFoundError:
        return ""


def database(folder):
    """Where the tables of a data folder are, for tables.connect: a file or a URL."""
    found = re.search(r"^db\s*=\s*(\S+)", conf(folder), re.M)
    return found[1] if found else os.path.join(folder, "ayni.db")


def open_tables(folder):
    return tables.connect(database(folder))


def settle(folder, db=None, template=None):
    """Choose the database of a folder that is still to be filled; on PostgreSQL a new one."""
    if (db or DB) == "postgres":
        os.makedirs(folder, 0o700, exist_ok=True)
        with open(os.path.join(folder, "ayni.conf"), "w", encoding="utf-8") as f:
            f.write(f"db = {_database(template)}\n")
    return folder


def copy(folder, to):
    """Copy a data folder at rest, with its database."""
    shutil.copytree(folder, to, ignore=shutil.ignore_patterns("ayni.sock"))
    url = database(folder)
    if tables.is_url(url):
        settle(to, "postgres", url.rpartition("/")[2])
    return to


def remove(folder):
    """Remove a data folder, with its database."""
    url = database(folder)
    if tables.is_url(url):
        pg.shared().drop(url.rpartition("/")[2])
    shutil.rmtree(folder, True)


_templates, _templates_lock = {}, threading.Lock()


def template(scale="small", seed=1, db=None):
    """A made sample network, once a harness; copies of it are cheap."""
    key = scale, seed, db or DB
    with _templates_lock:
        return _templates.get(key) or _template(*key)


def _template(*key):
    scale, seed, db = key
    folder = settle(os.path.join(scratch(), f"template-{scale}-{seed}-{db}"), db)
    must_run("demo", "--data", folder, "--scale", scale, "--seed", seed, "--today", today(),
             "--days", DAYS, "--no-serve", timeout_s=120)
    _templates[key] = folder
    return folder


class Net:
    """A sample network in a folder of its own, and its server while it runs."""

    made = 0

    def __init__(self, scale="small", seed=1, folder=None, db=None):
        Net.made += 1
        self.scale, self.seed, self.db = scale, seed, db or DB
        self.folder = folder or copy(template(scale, seed, db),
                                     os.path.join(scratch(), f"net-{Net.made}"))
        self.process, self.links, self.url, self.port = None, {}, None, 0
        self.environment = {}  # more for the server's

    def start(self, wait_s=30):
        """Serve; reads the `name URL` lines until every sample person and the address are known."""
        self.log = open(self.folder + ".log", "ab")
        self.process = subprocess.Popen(
            [AYNI, "demo", "--data", self.folder, "--scale", self.scale, "--seed", str(self.seed),
             "--today", today(), "--listen", f"127.0.0.1:{self.port}"],
            stdout=subprocess.PIPE, stderr=self.log, env=environment(**self.environment))
        atexit.register(self.kill)
        self.links, self.url = {}, None
        done = threading.Event()
        threading.Thread(target=self._read, args=(self.process.stdout, done), daemon=True).start()
        if not done.wait(wait_s) or self.url is None:
            ended = self._ended(1 if done.is_set() else 0)
            self.kill()
            raise Failed(f"the server did not start within {wait_s} s (exit {ended}): "
                         + self.tail())
        return self

    def _ended(self, wait_s):
        """The exit status, or None; one that has closed its output is about to end."""
        try:
            return self.process.wait(wait_s)
        except subprocess.TimeoutExpired:
            return None

    def _read(self, pipe, done):
        for line in pipe:
            found = re.match(r"(.+?)\s+(https?://\S+)\s*$", line.decode("utf-8", "replace"))
            if found and found[1] in PEOPLE:
                self.links[found[1]] = found[2]
            elif found:
                self.url = found[2].rstrip("/")
            if self.url and len(self.links) == len(PEOPLE):
                done.set()
        done.set()

    def tail(self):
        with open(self.folder + ".log", "rb") as f:
            return f.read()[-400:].decode("utf-8", "replace")

    def stop(self, wait_s=10):
        """SIGTERM and a clean end; returns the exit status."""
        if self.process is None:
            return 0
        self.process.terminate()
        try:
            status = self.process.wait(wait_s)
        except subprocess.TimeoutExpired:
            self.kill()
            raise Failed(f"the server did not end within {wait_s} s of SIGTERM")
        self._closed()
        return status

    def kill(self):
        """SIGKILL, as a power cut would."""
        if self.process is not None:
            self.process.kill()
            self.process.wait(10)
            self._closed()

    def _closed(self):
        self.process.stdout.close()
        self.log.close()
        self.process = None

    def client(self, person=None):
        """A browser with a session of that person, or of nobody."""
        c = Client(self.url)
        if person:
            answer = c.follow(self.links[person])
            expect(answer.status == 200 and c.cookies,
                   f"sign-in of {person}: {answer.status}, cookies {sorted(c.cookies)}")
        return c

    def ayni(self, command, *words, **more):
        return run(command, *words, "--data", self.folder, **more)

    def token(self, person, allow="all"):
        """A bearer token, from the last line of `ayni token`."""
        r = self.ayni("token", person, "--allow", allow)
        expect(r.status == 0 and r.out.strip(), f"token {person}: exit {r.status}: {r.text}")
        return r.out.strip().splitlines()[-1].strip()

    def program(self, person, allow="all"):
        return Client(self.url, token=self.token(person, allow))

    def say(self, phone, words):
        r = self.ayni("say", "--from", phone, words)
        expect(r.status == 0, f"say: exit {r.status}: {r.text}")
        return r.out

    def memory_kb(self):
        with open(f"/proc/{self.process.pid}/status") as f:
            return int(re.search(r"VmRSS:\s+(\d+)", f.read())[1])

    def dump(self):
        """Every record and tally, one a line."""
        r = self.ayni("verify", "--dump", timeout_s=120, plain=True)
        expect(r.status == 0 and r.out, f"verify --dump: exit {r.status}: {r.err[-300:]}")
        return r.out

    def laws(self, seeds=(7,), plain=False):
        """The chain and the rebuild law, then the shuffle law; the first that fails is raised. plain: all by AYNI_PLAIN."""
        asked = [["--tables"], *(["--shuffle", s] for s in seeds)]
        if not PLAIN or plain:
            asked[:2] = [sum(asked[:2], [])]  # one start less
        for words in asked:
            r = self.ayni("verify", *words, timeout_s=120, plain=plain or "--tables" not in words)
            expect(r.status == 0, f"verify {' '.join(map(str, words))}: exit {r.status}: "
                   + r.text[-300:])


def sanitized():
    """Was the program built with AddressSanitizer?"""
    with open(AYNI, "rb") as f:
        return b"__asan_init" in f.read()


def wait_for(what, condition, wait_s=10, step_s=0.05):
    end = time.monotonic() + wait_s
    while time.monotonic() < end:
        if condition():
            return
        time.sleep(step_s)
    raise Failed(f"{what}: not within {wait_s} s")


def rng(seed):
    return random.Random(seed)
