"""patroni.py - three nodes of Patroni and etcd on loopback, from the sample files of packaging/patroni.

    with patroni.Nodes() as nodes:           etcd, Patroni and PostgreSQL of Debian's packages, with TLS
        url = nodes.make("mine")             a new database; the URL names all three nodes
        nodes.leader()                       "uno", "dos" or "tres"
        nodes.kill9("uno")                   that machine is gone: SIGKILL to its Patroni and its PostgreSQL
        nodes.start("uno")                   it is back, and becomes a standby

The sample files are used as they are, but for addresses (10.0.0.N becomes 127.77.R.N), folders and
passwords. missing() names what is not installed. Only processes started here are ended.
"""
import atexit
import json
import os
import pwd
import random
import re
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.request

import pg

NAMES = ("uno", "dos", "tres")
SAMPLES = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "packaging", "patroni")
START_S = 90


def missing():
    """The first of the programs that is not here, or None."""
    wanted = [(p, shutil.which(p)) for p in ("patroni", "etcd", "openssl", "psql")]
    return next((name for name, path in wanted if not path), None)


class Nodes:
    def __init__(self):
        self.user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
        self.folder = tempfile.mkdtemp(prefix="ayni-pat-", dir="/tmp")
        os.chmod(self.folder, 0o755)
        self.net = f"127.77.{random.randrange(1, 250)}"
        self.password = secrets.token_hex(8)
        self.processes = {}
        atexit.register(self.remove)
        self._certificates()
        for name in NAMES:
            self._folder(name)
        for name in NAMES:
            self.begin(name, "etcd", "etcd")
        for name in NAMES:
            self.start(name)
        self._wait_leader()

    # ---- files ----

    def address(self, name):
        return f"{self.net}.{NAMES.index(name) + 1}"

    def at(self, *parts):
        return os.path.join(self.folder, *parts)

    def _own(self, path):
        if os.geteuid() == 0:
            shutil.chown(path, self.user, self.user)

    def _certificates(self):
        """An authority, and one certificate for the addresses of all: they share a disk here."""
        def openssl(*words):
            subprocess.run(["openssl", *words], check=True, capture_output=True)
        curve = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
        openssl("req", "-x509", *curve, "-days", "2", "-subj", "/CN=ayni", "-out", self.at("ca.crt"),
                "-keyout", self.at("ca.key"))
        openssl("req", *curve, "-subj", "/CN=nodes", "-out", self.at("csr"), "-keyout", self.at("server.key"))
        with open(self.at("ext"), "w", encoding="utf-8") as f:
            f.write("subjectAltName=" + ",".join(f"IP:{self.address(n)}" for n in NAMES) + "\n")
        openssl("x509", "-req", "-in", self.at("csr"), "-CA", self.at("ca.crt"), "-CAkey", self.at("ca.key"),
                "-CAcreateserial", "-days", "2", "-extfile", self.at("ext"), "-out", self.at("server.crt"))
        os.chmod(self.at("server.key"), 0o600)
        self._own(self.at("server.key"))

    def sample(self, file, name):
        """A sample file as the node has it: each change must have found its place."""
        with open(os.path.join(SAMPLES, file), encoding="utf-8") as f:
            text = f.read()
        own = r"(?<=listen: )10\.0\.0\.1|(?<=connect_address: )10\.0\.0\.1|(?<=_URLS=http://)10\.0\.0\.1"
        text, n = re.subn(own, self.address(name), text)
        assert n, f"{file}: no address of its own"
        text = re.sub(r"(?m)^(name: |ETCD_NAME=)uno$", rf"\g<1>{name}", text)
        text = text.replace("10.0.0.0/24", "127.0.0.0/8").replace("10.0.0.", self.net + ".")
        text = text.replace("/etc/ayni-pg", self.folder)
        text = text.replace("/var/lib/etcd", self.at(name + ".d", "etcd"))
        for path in ("/var/lib/postgresql/15", "/var/lib/postgresql", "/var/run/postgresql"):
            text = text.replace(path, self.at(name + ".d"))
        text = text.replace("/usr/lib/postgresql/15/bin", pg.folder_of_programs())
        if os.geteuid() != 0:
            text = text.replace("local all postgres peer", "local all postgres trust")
        return re.sub(r"CHANGE-ME-(\w+)", rf"{self.password}-\1", text)

    def _folder(self, name):
        os.mkdir(self.at(name + ".d"), 0o700)
        self._own(self.at(name + ".d"))
        with open(self.at(name + ".yml"), "w", encoding="utf-8") as f:
            f.write(self.sample("patroni.yml", name))
        self._own(self.at(name + ".yml"))

    # ---- processes ----

    def begin(self, name, what, *words):
        env = {k: v for k, v in os.environ.items() if not k.startswith(("PG", "LC_", "LANG", "ETCD", "PATRONI"))}
        env.update(HOME=self.at(name + ".d"), LC_ALL="C", TZ="UTC")
        if what == "etcd":
            env.update(re.findall(r"(?m)^(ETCD_\w+)=(.*)$", self.sample("etcd.default", name)))
        how = ["setpriv", "--pdeathsig", "INT"]
        if os.geteuid() == 0:
            how += ["--reuid", self.user, "--regid", self.user, "--init-groups"]
        with open(self.at(f"{name}.{what}.log"), "ab") as log:
            self.processes[name, what] = subprocess.Popen([*how, "--", *words], cwd=self.at(name + ".d"), env=env,
                                                          stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    def start(self, name):
        self.begin(name, "patroni", "patroni", self.at(name + ".yml"))

    def _postmaster(self, name):
        try:
            with open(self.at(name + ".d", "ayni", "postmaster.pid"), encoding="utf-8") as f:
                return int(f.readline())
        except (FileNotFoundError, ValueError):
            return None

    def kill9(self, name):
        """No process of the node's Patroni or PostgreSQL is left."""
        process = self.processes.pop((name, "patroni"), None)
        master = self._postmaster(name)
        pids = [p for p in ([process.pid] if process else []) + ([master] if master else []) if alive(p)]
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)
        pids += [c for p in list(pids) for c in pg.children(p) if c not in pids]
        for pid in pids:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        if process:
            process.wait(20)
        end = time.monotonic() + 20
        while any(alive(p) for p in pids) and time.monotonic() < end:
            time.sleep(0.01)

    def tail(self, name):
        with open(self.at(f"{name}.patroni.log"), "rb") as f:
            return f.read()[-1500:].decode("utf-8", "replace")

    # ---- state ----

    def members(self):
        """What the first node that answers knows: {name: (role, state)}."""
        for name in NAMES:
            try:
                with urllib.request.urlopen(f"http://{self.address(name)}:8008/cluster", timeout=3) as answer:
                    got = json.load(answer)
                return {m["name"]: (m["role"], m["state"]) for m in got["members"]}
            except OSError:
                continue
        return {}

    def leader(self):
        return next((n for n, (role, state) in self.members().items() if role == "leader" and state == "running"), None)

    def whole(self):
        """The nodes that run."""
        return [n for n, (_, state) in self.members().items() if state in ("running", "streaming")]

    def _wait_leader(self):
        self.wait("a leader with a synchronous standby", self.safe)

    def safe(self):
        """A leader, and a standby that has all it acknowledged."""
        members = self.members()
        return self.leader() and any(role == "sync_standby" for role, _ in members.values())

    def wait(self, what, condition, wait_s=START_S):
        end = time.monotonic() + wait_s
        while not condition():
            if time.monotonic() > end:
                raise RuntimeError(f"{what}: not within {wait_s} s: {self.members()} {self.tail('uno')}")
            time.sleep(0.2)

    def psql(self, sql, node=None):
        """As the superuser, on the socket of a node (else the leader's): what it prints."""
        how = ["setpriv", "--reuid", self.user, "--regid", self.user, "--init-groups", "--"] if os.geteuid() == 0 else []
        done = subprocess.run([*how, "psql", "-XAtq", "-h", self.at((node or self.leader()) + ".d"), "-U", "postgres",
                               "-c", sql], capture_output=True, timeout=60, check=False, text=True)
        if done.returncode:
            raise RuntimeError(done.stderr)
        return done.stdout

    def url(self, name):
        hosts = ",".join(f"{self.address(n)}:5432" for n in NAMES)
        return (f"postgres://ayni:{self.password}@{hosts}/{name}?target_session_attrs=read-write&connect_timeout=3"
                f"&sslmode=verify-full&sslrootcert={self.at('ca.crt')}")

    def make(self, name):
        self.psql(f"create role ayni login password '{self.password}'")
        self.psql(f'create database "{name}" owner ayni template template0 encoding UTF8 locale \'C\'')
        there = f"select count(*) from pg_database where datname = '{name}'"
        self.wait("the database on every node", lambda: all(int(self.psql(there, n)) for n in NAMES))
        return self.url(name)

    def remove(self):
        for name in NAMES:
            self.kill9(name)
        for process in self.processes.values():
            process.kill()
            process.wait(20)
        self.processes = {}
        shutil.rmtree(self.folder, True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.remove()
        atexit.unregister(self.remove)


def alive(pid):
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as f:
            return f.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
