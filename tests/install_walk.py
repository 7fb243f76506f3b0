#!/usr/bin/env python3
"""install_walk.py - what an operator does: install, init, start, invite, stop, verify, start again.

`make install` fills a DESTDIR from the build folder of $AYNI_BUILD; the installed program then runs
as an ordinary process over a data folder of its own. The unit is checked by systemd-analyze where
that exists.
"""
import os
import re
import shutil
import stat
import subprocess
import sys
import time

import kit
import pg
from kit import Failed, expect

PREFIX = "/usr/local"
BUILD = os.path.relpath(os.environ.get("AYNI_BUILD", os.path.join(kit.ROOT, "build")), kit.ROOT)
INSTALLED = ("bin/ayni", "share/man/man1/ayni.1", "lib/systemd/system/ayni.service",
             "lib/systemd/system/ayni-backup.service", "lib/systemd/system/ayni-backup.timer",
             "lib/sysusers.d/ayni.conf", "share/doc/ayni/ayni.conf.sample", "share/doc/ayni/LICENSE")


class Walk:
    def __init__(self):
        self.root = os.path.join(kit.scratch(), "root")
        self.data = kit.settle(os.path.join(kit.scratch(), "datos"))
        self.process = None
        self.port = pg.free_port()

    def at(self, path):
        return os.path.join(self.root + PREFIX, path)

    def install(self):
        done = subprocess.run(["make", "install", f"BUILD={BUILD}", f"DESTDIR={self.root}",
                               f"prefix={PREFIX}"], cwd=kit.ROOT, capture_output=True, text=True,
                              timeout=280)
        expect(done.returncode == 0, done.stdout[-300:] + done.stderr[-300:])
        for path in INSTALLED:
            expect(os.path.isfile(self.at(path)), f"{PREFIX}/{path} is not installed")
        outside = [d for d in os.listdir(self.root) if d != "usr"]
        expect(not outside, f"installed outside the prefix: {outside}")
        kit.AYNI = self.at("bin/ayni")

    def version(self):
        """The program, its manual page and the news say the same, which people are asked for when something is wrong."""
        told = subprocess.run([kit.AYNI, "--version"], capture_output=True, text=True, timeout=30).stdout.split()
        with open(os.path.join(kit.ROOT, "NEWS"), encoding="utf-8") as f:
            news = next(line.split()[0] for line in f if line[0].isdigit())
        with open(os.path.join(kit.ROOT, "packaging", "ayni.1"), encoding="utf-8") as f:
            manual = f.readline()
        expect(told == ["ayni", news], f"the program says {told}, NEWS begins with {news}")
        expect(f'"ayni {news}"' in manual, f"the manual page says {manual}")

    def unit(self):
        with open(self.at("lib/systemd/system/ayni.service"), encoding="utf-8") as f:
            text = f.read()
        for line in (f"ExecStart={PREFIX}/bin/ayni serve --data %S/ayni", "User=ayni",
                     "StateDirectory=ayni", "RestartPreventExitStatus=2", "ProtectSystem=strict"):
            expect(line in text.splitlines(), f"the unit lacks {line}")
        expect("LoadCredential=" in text, "the unit takes no certificate")
        return text

    def unit_verified(self):
        copies = []
        for name in ("ayni.service", "ayni-backup.service", "ayni-backup.timer"):
            copies.append(os.path.join(kit.scratch(), name))
            with open(self.at("lib/systemd/system/" + name), encoding="utf-8") as f, \
                    open(copies[-1], "w", encoding="utf-8") as to:
                to.write(f.read().replace(PREFIX + "/bin/ayni", kit.AYNI))
        done = subprocess.run(["systemd-analyze", "verify", "--man=no", *copies], capture_output=True,
                              text=True, timeout=60)
        expect(done.returncode == 0 and "ayni" not in done.stderr.replace(kit.AYNI, ""), done.stderr)

    def start_without_network(self):
        r = kit.run("serve", "--data", self.data, "--listen", f"127.0.0.1:{self.port}")
        expect(r.status == 2, f"serve on an empty folder: exit {r.status}: {r.text}")
        expect("ayni init" in r.err and r.err.strip().count("\n") == 0,
               f"serve on an empty folder says: {r.err}")

    def init(self):
        r = kit.must_run("init", "--data", self.data, "--name", "Red de prueba", "--country", "PE",
                         "--zone", "America/Lima", "--currency", "PEN")
        expect(re.search(r"https?://\S+/\S+", r.out), f"init prints no link: {r.out}")
        mode = stat.S_IMODE(os.stat(self.data).st_mode)
        expect(mode & 0o077 == 0, f"others may read the data folder: {mode:o}")
        again = kit.run("init", "--data", self.data, "--name", "Otra", "--country", "PE",
                        "--zone", "America/Lima", "--currency", "PEN")
        expect(again.status == 2, f"init over a network: exit {again.status}")

    def settings(self):
        with open(self.at("share/doc/ayni/ayni.conf.sample"), encoding="utf-8") as f:
            sample = f.read()
        sample = re.sub(r"^#listen = .*$", f"listen = 127.0.0.1:{self.port}", sample, flags=re.M)
        sample += kit.conf(self.data)
        with open(os.path.join(self.data, "ayni.conf"), "w", encoding="utf-8") as f:
            f.write(sample)
        r = kit.must_run("config", "--data", self.data)
        expect(f"127.0.0.1:{self.port}" in r.out, f"config does not show it: {r.out}")

    def health(self):
        try:
            return kit.Client(f"http://127.0.0.1:{self.port}").get("/health").status == 200
        except OSError:
            return False

    def start(self):
        log = open(os.path.join(kit.scratch(), "serve.log"), "ab")
        self.process = subprocess.Popen([kit.AYNI, "serve", "--data", self.data], stdout=log,
                                        stderr=log, env=kit.environment())
        log.close()
        end = time.monotonic() + 20
        while not self.health():
            if self.process.poll() is not None or time.monotonic() > end:
                with open(os.path.join(kit.scratch(), "serve.log"), encoding="utf-8") as f:
                    raise Failed(f"does not answer (exit {self.process.poll()}): {f.read()[-300:]}")
            time.sleep(0.05)

    def invite(self):
        r = kit.must_run("invite", "--data", self.data, "--role", "operator", "Rosa")
        link = re.search(r"https?://[^/\s]+(/\S+)", r.out)
        expect(link, f"invite prints no link: {r.out}")
        answer = kit.Client(f"http://127.0.0.1:{self.port}").get(link.group(1))
        expect(answer.status == 200 and "Rosa" in answer.text, f"the link answers {answer.status}")

    def stop(self):
        self.process.terminate()
        try:
            status = self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.end()
            raise Failed("no end within 15 s of SIGTERM")
        self.process = None
        expect(status == 0, f"ended with status {status}")

    def verify(self):
        kit.must_run("verify", "--data", self.data)
        kit.must_run("verify", "--tables", "--data", self.data)

    def end(self):
        if self.process:
            self.process.kill()
            self.process.wait(10)
            self.process = None


def main():
    report, walk = kit.Report(), Walk()
    try:
        if not report.check("make install fills DESTDIR", walk.install):
            return report.close()
        report.check("program, manual and news are of one version", walk.version)
        report.check("the unit is hardened and keeps its state", walk.unit)
        if shutil.which("systemd-analyze"):
            report.check("systemd-analyze verify", walk.unit_verified)
        else:
            report.skip("systemd-analyze verify", "systemd-analyze is not here")
        for name, step in (("serve without a network says what to do", walk.start_without_network),
                           ("init", walk.init), ("the sample settings are read", walk.settings),
                           ("start", walk.start), ("invite while it serves", walk.invite),
                           ("stop", walk.stop), ("verify", walk.verify),
                           ("start again", walk.start), ("stop again", walk.stop)):
            if not report.check(name, step):
                break
    finally:
        walk.end()
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
