#!/usr/bin/env python3
"""pg.py - a private PostgreSQL 15, from Debian's packages, for the tests; nothing else is touched.

By hand, or around any other program:

    python3 tests/pg.py run -- COMMAND …      COMMAND finds AYNI_TEST_PG=postgres://… in its environment
    python3 tests/pg.py make NAME             there: a new database; prints its URL. drop NAME removes it

In a harness:

    import pg
    server = pg.shared()            the one of AYNI_TEST_PG (`make test` starts it once a run), or
                                    one of this process's own, stopped at its end
    url = server.make("mine")       a new, empty database; make("copy", template="mine") copies it while
                                    nobody is connected to it; server.drop("mine") removes it
    with tables.connect(url) as …   see tests/tables.py

    with pg.Cluster() as server:    one of its own: for whoever kills it. server.kill9() ends the
        …                           postmaster and all its processes at once, server.restart() starts it
                                    again on the same port; server.stop() is an orderly end
    with server.standby() as other: a streaming copy (standby(sync=True): a commit waits for it);
        other.promote()             it becomes a primary

Whoever kills one wants fsync=on, which is the default here; the shared one, which nobody kills, goes
without, so that suites do not wait for a slow disk. Locale C, UTF-8, superuser postgres without a password, on
127.0.0.1 with a free port and on a socket in its own folder under /tmp. As root it runs as the system's
user postgres (PostgreSQL refuses root), else as whoever starts it. Every wait is bounded. The process
started is the postmaster itself; it also ends when the process that started it dies, whatever the way,
if that was in the main thread.
"""
import argparse
import atexit
import glob
import os
import pwd
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

import tables

START_S, STOP_S = 30, 20
MEMORY, MEMORY_BYTES = "/dev/shm", 6 << 30
SETTINGS = {
    "listen_addresses": "127.0.0.1", "max_connections": "200", "shared_buffers": "32MB",
    "fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "wal_level": "replica",
    "hot_standby": "on", "timezone": "UTC", "log_line_prefix": "%m [%p] %q%d ", "max_wal_size": "256MB",
    "lc_messages": "C", "restart_after_crash": "on",
    "dynamic_shared_memory_type": "mmap",  # in its folder, which goes with it; /dev/shm keeps those of a killed one
}

AT_EASE = {"fsync": "off"}


def folder_of_programs():
    """Where initdb and postgres are; Debian keeps them out of PATH."""
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"))
    if not found:
        raise tables.Error("PostgreSQL is missing: run `make deps`")
    return os.path.dirname(found[-1])


def free_port():
    """One that stays free until it is used: below those that outgoing connections are given."""
    for _ in range(100):
        port = random.randint(12000, 32000)
        with socket.socket() as s:
            try:
                s.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue
    raise tables.Error("no free port")


def children(pid):
    """The processes started by that one that still live."""
    out = []
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open(f"/proc/{name}/stat", encoding="utf-8", errors="replace") as f:
                    state, parent = f.read().rpartition(")")[2].split()[:2]
            except OSError:
                continue
            if int(parent) == pid and state != "Z":
                out.append(int(name))
    return out


class Server:
    """Databases of a running server, whoever started it."""

    def __init__(self, url):
        self.base = url.rpartition("/")[0]

    def url(self, name="postgres"):
        return f"{self.base}/{name}"

    def execute(self, sql, args=(), name="postgres"):
        with tables.connect(self.url(name)) as db:
            return db.execute(sql, args)

    def make(self, name, template=None):
        """A new database; what had the name is removed."""
        self.drop(name)
        self.execute(f'create database "{name}"' + (f' template "{template}"' if template else ""))
        return self.url(name)

    def drop(self, name):
        """Remove a database and whoever is connected to it."""
        self.execute(f'drop database if exists "{name}" with (force)')


class Cluster(Server):
    """
    A server of its own. `settings` adds to SETTINGS; None leaves one to postgresql.conf. `in_memory`: for whoever wants
    fsync=on, kills nobody and waits for no disk; where there is room.
    """

    def __init__(self, copy_of=None, in_memory=False, **settings):
        self.programs, self.process = folder_of_programs(), None
        self.user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
        self.in_memory = in_memory and os.path.isdir(MEMORY) and shutil.disk_usage(MEMORY).free > MEMORY_BYTES
        self.folder = tempfile.mkdtemp(prefix="ayni-pg-", dir=MEMORY if self.in_memory else "/tmp")  # short: a socket's path is
        self.data, self.log = os.path.join(self.folder, "data"), os.path.join(self.folder, "log")
        atexit.register(self.remove)
        if os.geteuid() == 0:
            shutil.chown(self.folder, self.user)
        self.port = free_port()
        super().__init__(f"postgres://postgres@127.0.0.1:{self.port}/postgres")
        if copy_of is None:
            self.tool("initdb", "-D", self.data, "-U", "postgres", "-A", "trust", "-E", "UTF8",
                      "--locale=C", "--no-sync", "--no-instructions")
        else:
            self.tool("pg_basebackup", "-D", self.data, "-d", copy_of.url(), "-R", "-X", "stream",
                      "-c", "fast", "--no-sync")
        self.settings = {**SETTINGS, "unix_socket_directories": self.folder, **settings}
        self.start()

    def words(self, name, *words, live=False):
        """The command, as the right user; the process that runs it is the program itself."""
        how = ["setpriv"]
        if os.geteuid() == 0:
            how += ["--reuid", self.user, "--regid", self.user, "--init-groups"]
        if live and threading.current_thread() is threading.main_thread():
            how += ["--pdeathsig", "INT"]  # an orderly end of it when we die
        return [*how, "--", os.path.join(self.programs, name), *map(str, words)]

    def environment(self):
        keep = {k: v for k, v in os.environ.items() if not k.startswith(("PG", "LC_", "LANG"))}
        return {**keep, "HOME": self.folder, "LC_ALL": "C", "TZ": "UTC"}

    def tool(self, name, *words, wait_s=60):
        done = subprocess.run(self.words(name, *words), cwd=self.folder, env=self.environment(),
                              stdin=subprocess.DEVNULL, capture_output=True, timeout=wait_s)
        if done.returncode:
            raise tables.Error(f"{name}: exit {done.returncode}: "
                               + (done.stdout + done.stderr).decode("utf-8", "replace")[-400:])
        return done.stdout.decode("utf-8", "replace")

    def start(self, wait_s=START_S):
        """Start it (again) on its port and wait until it takes connections."""
        options = [w for k, v in {**self.settings, "port": self.port}.items() if v is not None
                   for w in ("-c", f"{k}={v}")]
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                self.words("postgres", "-D", self.data, *options, live=True), cwd=self.folder,
                env=self.environment(), stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        end = time.monotonic() + wait_s
        while not tables.ping(self.url()):
            if self.process.poll() is not None or time.monotonic() > end:
                self.kill9()
                raise tables.Error(f"PostgreSQL did not start within {wait_s} s: {self.tail()}")
            time.sleep(0.02)
        return self

    def tail(self):
        with open(self.log, "rb") as f:
            return f.read()[-600:].decode("utf-8", "replace")

    def stop(self, wait_s=STOP_S):
        """Connections are closed, all is written, it ends."""
        if self.process is not None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(wait_s)
            except subprocess.TimeoutExpired:
                self.kill9()
            self.process = None

    def kill9(self):
        """SIGKILL to the postmaster and all its processes at once, as when power fails."""
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGSTOP)  # it starts nobody while its children are listed
            for pid in children(self.process.pid):
                try:
                    os.kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    pass
            left = children(self.process.pid)
            self.process.kill()
            self.process.wait(STOP_S)
            end = time.monotonic() + STOP_S
            while any(os.path.exists(f"/proc/{pid}/exe") for pid in left) and time.monotonic() < end:
                time.sleep(0.005)
        self.process = None

    def restart(self):
        """After kill9 or stop, or by an orderly end now."""
        self.stop()
        return self.start()

    def standby(self, sync=False, **settings):
        """A streaming replica of this one, running; with `sync`, commits here wait for it from now on."""
        other = Cluster(copy_of=self, in_memory=self.in_memory, cluster_name="ayni_standby", **{**self._own(), **settings})
        if sync:
            self.execute("alter system set synchronous_standby_names = 'ayni_standby'")
            self.execute("select pg_reload_conf()")
        want = "sync" if sync else "async"
        end = time.monotonic() + START_S
        while (want,) not in self.execute("select sync_state from pg_stat_replication"):
            if time.monotonic() > end:
                raise tables.Error(f"the standby does not stream within {START_S} s: {other.tail()}")
            time.sleep(0.05)
        return other

    def _own(self):
        """What was asked for beyond the defaults."""
        return {k: v for k, v in self.settings.items()
                if k not in ("unix_socket_directories", "cluster_name") and SETTINGS.get(k) != v}

    def promote(self):
        """A standby becomes a primary, and no longer waits for one of its own."""
        self.execute("select pg_promote(true, 30)")
        self.execute("alter system reset synchronous_standby_names")
        self.execute("select pg_reload_conf()")

    def remove(self):
        self.kill9()
        shutil.rmtree(self.folder, True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.remove()
        atexit.unregister(self.remove)


_shared = None


def shared():
    """The server of this test run."""
    global _shared
    if _shared is None:
        url = os.environ.get("AYNI_TEST_PG")
        _shared = Server(url) if url else Cluster(**AT_EASE)
    return _shared


def use(server):
    """From here on shared() is that one."""
    global _shared
    _shared = server
    return server


def end_when_told():
    """SIGTERM ends what was started here, too."""
    def end(*_):
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        sys.exit(143)
    signal.signal(signal.SIGTERM, end)


def main():
    p = argparse.ArgumentParser(usage="pg.py run -- COMMAND … | make NAME | drop NAME")
    p.add_argument("what", choices=["run", "make", "drop"])
    p.add_argument("words", nargs=argparse.REMAINDER)
    o = p.parse_args()
    command = [w for i, w in enumerate(o.words) if i or w != "--"]
    if not command:
        p.error("which?")
    if o.what != "run":
        print(getattr(Server(os.environ["AYNI_TEST_PG"]), o.what)(command[0]) or "")
        return 0
    end_when_told()
    with Cluster(**AT_EASE) as server:
        return subprocess.call(command, env={**os.environ, "AYNI_TEST_PG": server.url()})


if __name__ == "__main__":
    sys.exit(main())
