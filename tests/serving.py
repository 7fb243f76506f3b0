#!/usr/bin/env python3
"""serving.py - `ayni serve` as an operator runs it: TLS, behind a proxy, settings, metrics, signals.

A new network is made with `ayni init`; each check serves it in its own way. Certificates are made
with openssl on the spot.
"""
import http.client
import json
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import time

import kit
from kit import Failed, expect
from pg import free_port


class Serve:
    """One `ayni serve`, until the end of a `with`."""

    def __init__(self, folder, *words, env=None, port=None, wait_s=20):
        self.port = port or free_port()
        self.log = open(folder + ".log", "ab+")
        self.process = subprocess.Popen(
            [kit.AYNI, "serve", "--data", folder, "--listen", f"127.0.0.1:{self.port}", *words],
            stdout=self.log, stderr=self.log, stdin=subprocess.DEVNULL,
            env=kit.environment(**(env or {})))
        try:
            kit.wait_for("the server answers", self.up, wait_s)
        except Failed:
            self.end()
            raise

    def up(self):
        expect(self.process.poll() is None, f"the server ended: {self.tail()}")
        try:
            socket.create_connection(("127.0.0.1", self.port), 1).close()
            return True
        except OSError:
            return False

    def tail(self):
        self.log.seek(0)
        return self.log.read()[-400:].decode("utf-8", "replace")

    def end(self):
        """SIGTERM; the exit status."""
        if self.process.poll() is None:
            self.process.terminate()
        try:
            status = self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(10)
            status = -9
        self.log.close()
        return status

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end()

    def get(self, path, headers=None, tls=None, method="GET"):
        kind = http.client.HTTPSConnection if tls else http.client.HTTPConnection
        c = kind("127.0.0.1", self.port, timeout=10, **({"context": tls} if tls else {}))
        try:
            c.request(method, path, headers=headers or {})
            r = c.getresponse()
            return kit.Answer(r.status, r.getheaders(), r.read())
        finally:
            c.close()


def init(folder):
    r = kit.must_run("init", "--data", folder, "--name", "Red de prueba", "--country", "PE",
                     "--zone", "America/Lima", "--currency", "PEN")
    return r.out


def certificate(folder, name, serial):
    os.makedirs(folder, exist_ok=True)
    cert, key = os.path.join(folder, "cert.pem"), os.path.join(folder, "key.pem")
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                    "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", f"/CN={name}",
                    "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost", "-set_serial",
                    str(serial), "-out", cert, "-keyout", key], check=True, capture_output=True)
    return cert, key


def trusting(cert):
    context = ssl.create_default_context(cafile=cert)
    context.check_hostname = False
    return context


def serial_seen(port):
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with socket.create_connection(("127.0.0.1", port), 5) as raw:
        with context.wrap_socket(raw) as s:
            der = s.getpeercert(True)
    text = subprocess.run(["openssl", "x509", "-inform", "der", "-noout", "-serial"], input=der,
                          capture_output=True, check=True).stdout
    return int(text.split(b"=")[1], 16)


# ---- checks -----------------------------------------------------------------------------------

def plain(folder):
    with Serve(folder) as s:
        a = s.get("/")
        expect(a.status == 200, f"{a.status}")
        for where in ("/metrics", "/api/v1/metrics"):
            expect(s.get(where).status == 404, f"{where} is on the public listener")
        expect(s.get("/", {"Host": "evil.example"}).status == 421, "another host is served")
        if kit.DB == "sqlite":  # on a database server several may serve (several.py)
            r = kit.run("serve", "--data", folder, "--listen", "127.0.0.1:0")
            expect(r.status == 2 and len(r.err.strip().splitlines()) == 1,
                   f"a second server in the folder: exit {r.status}: {r.text[-200:]}")
        sock = os.path.join(folder, "ayni.sock")
        expect(os.stat(sock).st_mode & 0o777 == 0o600, "ayni.sock is open to others")
        expect(s.end() == 0, "exit status of SIGTERM")
    for signum in (signal.SIGINT,):
        with Serve(folder) as s:
            s.process.send_signal(signum)
            expect(s.process.wait(10) == 0, f"exit status of {signum.name}")


def rescue(folder):
    """Whoever is locked out gets another link, not another self."""
    def operators():
        r = kit.must_run("export", "person", "--format", "csv", "--data", folder)
        return len(r.out.strip().splitlines()) - 1
    before = operators()
    r = kit.must_run("invite", "--role", "operator", "OPERADORA", "--data", folder)
    expect("/i/" in r.out and operators() == before, "the locked-out operator was doubled")
    kit.must_run("invite", "--role", "operator", "Otra Operadora", "--data", folder)
    expect(operators() == before + 1, "a new operator was not made")


def private(folder):
    loose = [p for p, _, files in os.walk(folder) for f in files
             if os.stat(os.path.join(p, f)).st_mode & 0o077 and "key" in p + f]
    expect(not loose, f"keys are open to others: {loose}")


def refusals(folder):
    for words in (["--listen", "0.0.0.0:0"], ["--listen", "[::]:0"],
                  ["--listen", "0.0.0.0:0", "--behind-proxy", "10.0.0.1"],
                  ["--tls-cert", "/nonexistent/cert", "--tls-key", "/nonexistent/key"],
                  ["--tls-cert", "/nonexistent/cert"], ["--behind-proxy", "nonsense"],
                  ["--behind-proxy", "nonsense", "--public-url", "https://ayni.example"],
                  ["--public-url", "http://ayni.example"], ["--public-url", "ayni.example"],
                  ["--public-url", "https://ayni.example/here"], ["--metrics", "0.0.0.0:0"],
                  ["--metrics", "nonsense"], ["--tls-key", "/nonexistent/key"],
                  ["--listen", "127.0.0.1:99999"], ["--listen", "127.0.0.1"]):
        r = kit.run("serve", "--data", folder, *words, timeout_s=10)
        expect(r.status == 2, f"{words}: exit {r.status}")
        expect(len(r.err.strip().splitlines()) == 1, f"{words}: {r.err}")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        r = kit.run("serve", "--data", folder, "--listen",
                    f"127.0.0.1:{taken.getsockname()[1]}", timeout_s=10)
        expect(r.status in (1, 2) and len(r.err.strip().splitlines()) == 1,
               f"a taken port: exit {r.status}: {r.err}")


def tls(folder):
    cert, key = certificate(folder + "-tls", "one", 1001)
    with Serve(folder, "--tls-cert", cert, "--tls-key", key) as s:
        context = trusting(cert)
        expect(s.get("/", tls=context).status == 200, "no page by TLS")
        a = s.get("/entrar", tls=context)
        expect("max-age=" in (a.header("Strict-Transport-Security") or ""), f"headers: {a.headers}")
        expect(serial_seen(s.port) == 1001, "another certificate")
        certificate(folder + "-tls", "two", 1002)
        s.process.send_signal(signal.SIGHUP)
        kit.wait_for("the new certificate", lambda: serial_seen(s.port) == 1002, 5)
        with open(cert, "w", encoding="ascii") as f:
            f.write("nonsense")
        s.process.send_signal(signal.SIGHUP)
        time.sleep(0.5)
        expect(serial_seen(s.port) == 1002, "a bad certificate replaced a good one")
        expect(s.end() == 0, "exit status")


def credentials(folder):
    """What systemd's LoadCredential leaves is used, unless a setting says otherwise."""
    cert, key = certificate(folder + "-cred", "given", 1003)
    os.rename(cert, os.path.join(os.path.dirname(cert), "ayni.tls_cert"))
    os.rename(key, os.path.join(os.path.dirname(key), "ayni.tls_key"))
    env = {"CREDENTIALS_DIRECTORY": folder + "-cred"}
    r = kit.run("config", "--data", folder, env=env)
    expect("-cred/ayni.tls_cert" in r.out, f"config: {r.out}")
    with Serve(folder, env=env) as s:
        expect(serial_seen(s.port) == 1003, "the given certificate is not used")
        expect(s.end() == 0, "exit status")
    with Serve(folder, "--behind-proxy", "127.0.0.1", env={**env, **PROXIED}) as s:
        expect(s.get("/health").status == 200, "TLS behind a proxy that ends it")
    os.remove(os.path.join(folder + "-cred", "ayni.tls_key"))
    expect(kit.run("serve", "--data", folder, env=env).status == 2, "a certificate without its key")
    os.remove(os.path.join(folder + "-cred", "ayni.tls_cert"))
    with Serve(folder, env=env) as s:
        expect(s.get("/").status == 200, "an empty credentials folder stops plain loopback")


PROXIED = {"AYNI_PUBLIC_URL": "https://ayni.example"}


def proxy(folder):
    env = PROXIED
    ours = {"Host": "ayni.example", "X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.7"}
    r = kit.run("serve", "--data", folder, "--behind-proxy", "127.0.0.1", "--listen",
                "127.0.0.1:0", timeout_s=10)
    expect(r.status == 2 and "public_url" in r.text, f"without public_url: {r.status} {r.text}")
    with Serve(folder, "--behind-proxy", "127.0.0.1", env=env) as s:
        expect(s.get("/", ours).status == 200, "the public name is not served")
        expect(s.get("/", {**ours, "Host": "evil.example"}).status == 421, "another host is served")
        r = kit.must_run("invite", "--data", folder, "--role", "operator", "Ana", env=env)
        expect("https://ayni.example/" in r.out, f"the link: {r.out}")
        link = next(w for w in r.out.split() if w.startswith("https://ayni.example/"))
        a = s.get(link[len("https://ayni.example"):], ours)
        expect(a.status == 200, f"the link opens with {a.status}")
        expect(a.header("Strict-Transport-Security"), "no Strict-Transport-Security")
        form = {**ours, "Content-Type": "application/x-www-form-urlencoded"}
        for origin, status in (("http://ayni.example", 403), ("https://evil.example", 403),
                               ("https://ayni.example", 303)):
            a = s.get(link[len("https://ayni.example"):], {**form, "Origin": origin}, method="POST")
            expect(a.status == status, f"form from {origin}: {a.status}")
        cookies = [v for k, v in a.headers if k.lower() == "set-cookie"]
        expect(len(cookies) == 2, f"{cookies}")
        for line in cookies:
            expect(line.startswith("__Host-") and "; Secure" in line and "; HttpOnly" in line
                   and "; SameSite=Lax" in line and "; Path=/" in line, f"cookie: {line}")
        expect(s.get("/health", {"Host": "10.0.0.9"}).status == 200, "/health asks for the host")
        expect(s.end() == 0, "exit status")
    peers(folder)


def peers(folder):
    """X-Forwarded-For counts from the proxy only: wrong letters are limited by the address behind it."""
    def tries(s, forwarded, n):
        last = None
        for i in range(n):
            c = http.client.HTTPConnection("127.0.0.1", s.port, timeout=10)
            c.request("POST", "/codigo", "code=ABCDE" + "FGHJKMNPQRSTV"[i], {
                "Host": "ayni.example", "X-Forwarded-For": forwarded(i), "X-Forwarded-Proto": "https",
                "Content-Type": "application/x-www-form-urlencoded"})
            last = c.getresponse().read()
            c.close()
        return last

    def limits():
        with kit.open_tables(folder) as db:
            return sorted(n for (n,) in db.execute("select n from limits where what = 'letters'"))
    with Serve(folder, "--behind-proxy", "127.0.0.1", env=PROXIED) as s:
        tries(s, lambda i: f"203.0.113.{i}, 192.0.2.7, 127.0.0.1", 3)
        expect(limits() == [3, 3], f"one address behind the proxy: {limits()}")
        tries(s, lambda i: f"192.0.2.{i + 10}", 2)
        expect(limits() == [1, 1, 3, 5], f"two more: {limits()}")
    with Serve(folder, "--behind-proxy", "10.9.9.9", env=PROXIED) as s:
        tries(s, lambda i: f"192.0.2.{i + 20}", 2)
        expect(limits() == [1, 1, 2, 3, 7], f"a stranger's word is believed: {limits()}")


def settings(folder):
    conf = os.path.join(folder, "ayni.conf")
    port, given = free_port(), kit.conf(folder)

    def write(text):
        with open(conf, "w", encoding="utf-8") as f:
            f.write(text + given)
    write(f"# settings\nlisten = 127.0.0.1:{port}\n")

    def shown(env=None, *words):
        r = kit.run("config", "--data", folder, *words, env=env)
        expect(r.status == 0, f"config: exit {r.status}: {r.text}")
        return r.out
    try:
        expect(f"127.0.0.1:{port}" in shown(), "the file does not count")
        expect("127.0.0.1:7001" in shown({"AYNI_LISTEN": "127.0.0.1:7001"}),
               "AYNI_LISTEN does not go before the file")
        write("colour = red\n")
        r = kit.run("config", "--data", folder)
        expect(r.status == 2 and "colour" in r.text, f"unknown setting: {r.status} {r.text}")
    finally:
        write("")


def metrics(folder):
    port = free_port()
    with Serve(folder, "--metrics", f"127.0.0.1:{port}") as s:
        s.get("/")
        c = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        c.request("GET", "/metrics")
        text = c.getresponse().read().decode()
        c.close()
        expect("ayni_http_requests_total 1\n" in text, f"metrics: {text[:200]}")
        expect(re.search(r'^ayni_journal_seq\{network="[0-9a-f-]{36}"\} \d+$', text, re.M), text)
        told = kit.must_run("metrics", "--data", folder).out
        expect(set(re.findall(r"^ayni_\w+", told, re.M)) == set(re.findall(r"^ayni_\w+", text, re.M)),
               "the socket tells something else")
        for path in ("/", "/hoy"):
            c = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            c.request("GET", path)
            expect(c.getresponse().status == 404, f"{path} on the metrics listener")
            c.close()
        expect(s.end() == 0, "exit status")
    r = kit.run("metrics", "--data", folder)
    expect(r.status == 1 and len(r.err.strip().splitlines()) == 1, f"nobody serves: {r.status} {r.err}")


def draining(folder):
    """What is under way at SIGTERM is answered."""
    token = None
    with Serve(folder) as s:
        r = kit.run("token", "--data", folder, "--list")
        token = r.status
        body = json.dumps([]).encode()
        with socket.create_connection(("127.0.0.1", s.port), 5) as w:
            w.sendall(f"POST /api/v1/changes HTTP/1.1\r\nHost: 127.0.0.1:{s.port}\r\n"
                      f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
                      .encode() + body[:1])
            time.sleep(0.2)
            s.process.terminate()
            time.sleep(0.2)
            w.sendall(body[1:])
            w.settimeout(8)
            try:
                back = w.recv(4096)
            except OSError:
                back = b""
        expect(back == b"" or back.startswith(b"HTTP/1.1 "), f"{back[:80]!r}")
        expect(s.process.wait(10) == 0, f"exit status {s.process.returncode} ({token})")


def main():
    kit.need_program()
    report = kit.Report()
    folder = kit.settle(os.path.join(kit.scratch(), "net"))
    if not report.check("a network is made",
                        lambda: expect("http" in init(folder), "init prints no link")):
        return report.close()
    report.check("a locked-out operator is let in again", lambda: rescue(folder))
    report.check("keys are closed to others", lambda: private(folder))
    report.check("serving on loopback, one server a folder, clean ends", lambda: plain(folder))
    report.check("unsafe and wrong options are refused in one line", lambda: refusals(folder))
    report.check("settings: file, environment, unknown names", lambda: settings(folder))
    report.check("metrics on a listener of their own", lambda: metrics(folder))
    report.check("requests under way at the end", lambda: draining(folder))
    report.check("behind a proxy", lambda: proxy(folder))
    if shutil.which("openssl"):
        report.check("a certificate given by the service manager", lambda: credentials(folder))
        report.check("TLS, told to stay with it, a new certificate on SIGHUP", lambda: tls(folder))
    else:
        report.skip("TLS", "no openssl")
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
