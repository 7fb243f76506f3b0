#!/usr/bin/env python3
"""enemy.py - other people's tools look for holes: `make enemy`.

    enemy.py [--only TOOL]...   boxes (our own: nasty values in every box), sqlmap, wapiti, ffuf, slowhttptest, testssl

Each tool looks first at enemy_holes.py, whose planted holes it must find; then, the same way, at a served
sample network (plain, and by TLS as the installed service), where it must find nothing but what KNOWN says and why.
A tool that is not on this machine (Debian: tools/deps/enemy.txt) is skipped, never passed.
"""
import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import time
import urllib.parse

import enemy_holes
import kit
from client import Client, Forms
from kit import expect
from serving import Serve, certificate

SESSION, DEVICE = "sesion", "aparato"
LEAVES = ("/salir", "/cerrar", "/cambiar", "/cuenta/cerrar", "/cuenta/olvidar", "/idioma", "/ajustes")
# What wapiti and testssl say that is no hole here (patterns), and why.
KNOWN = {
    r"Lack of anti CSRF token at /(codigo|entrar|traer|i/|idioma|ajustes)": "nobody is signed in yet: judged by Origin (tests/signing.py)",
    r"token 'csrf' is not properly checked in backend at /(salir|cerrar|cambiar|idioma|ajustes)$":
        "to leave and to be understood works always: judged by Origin",
    r"X-XSS-Protection is not set": "browsers dropped it; where it lived it made holes",
    r"Strict-Transport-Security is not set|Secure flag is not set": "a plain network on loopback; by TLS tests/serving.py looks",
    r"^BREACH": "what is packed holds no fixed secret (call_csrf_shown); pages with secrets are not packed (call_secret)",
    r"^(cert_trust|cert_chain_of_trust|cert_revocation|DNS_CAArecord|cert_expirationStatus|cert_notAfter|OCSP_stapling)":
        "the test's own certificate, good for two days",
    r"^cert_serialNumberLen": "the same",
}


def run(command, most_s, **more):
    """All it said; its end is waited for so long and no longer."""
    try:
        done = subprocess.run(list(map(str, command)), capture_output=True, text=True, errors="replace", timeout=most_s,
                              stdin=subprocess.DEVNULL, cwd=kit.scratch(), env={**os.environ, "HOME": kit.scratch()}, **more)
    except subprocess.TimeoutExpired:
        raise kit.Failed(f"{command[0]}: no end within {most_s} s")
    return done.stdout + done.stderr


STARTS = ("/", "/inicio", "/hoy?kitchen=SJM-001&day=2026-01-01", "/api/v1/place?limit=2&after=x",
          "/api/v1/meal?kitchen=SJM-001&day_from=2026-01-01&sort=-day&limit=3")


# ---- what there is to attack ----------------------------------------------------------------------

class Surface:
    """Every address with its boxes that somebody can reach: one of each shape."""

    def __init__(self, client, start=("/",), most=400):
        self.client, self.gets, self.posts = client, {}, {}
        todo, seen = list(start), set()
        while todo and len(seen) < most:
            path = todo.pop(0)
            shape = self.shape(path)
            if shape in seen or path.startswith(LEAVES) or not path.startswith("/"):
                continue
            seen.add(shape)
            a = client.get(path)
            if a.status not in (200, 302, 303) or (a.header("Content-Type") or "").startswith(("image/", "application/pdf")):
                continue
            self.gets[shape] = path
            if "html" in (a.header("Content-Type") or ""):
                todo += self.read(path, a.text)

    @staticmethod
    def shape(path):
        """Names of boxes stay, their values and the ids in a path do not."""
        at = urllib.parse.urlsplit(path)
        names = sorted(n for n, _ in urllib.parse.parse_qsl(at.query, keep_blank_values=True))
        return re.sub(r"/[A-Z]{3}-\d+|/\d{6}|/[0-9a-f-]{36}", "/*", at.path) + "?" + ",".join(names)

    def read(self, path, text):
        page = Forms(text)
        for form in page.forms:
            to = urllib.parse.urljoin(path, form["action"] or path)
            if form["method"] == "post" and not to.startswith(LEAVES):
                self.posts.setdefault(self.shape(to) + ",".join(sorted(form["names"])), (to, form["fields"]))
            elif form["method"] == "get":
                page.links.append(to + "?" + urllib.parse.urlencode(form["fields"]))
        return [urllib.parse.urljoin(path, link).split("#")[0] for link in page.links if not re.match(r"\w+:", link)]


# ---- the tools ------------------------------------------------------------------------------------

def sqlmap(url, surface, headers=()):
    """Statements by every box, every piece of a path with an id in it, and every cookie."""
    found = []
    common = ["--batch", "--disable-coloring", "--flush-session", "--threads", 4, "--time-sec", 3, "--level", 1, "--risk", 1,
              "--technique", "BEUST", "--ignore-code", "*", "--skip-static", "--output-dir", os.path.join(kit.scratch(), "sqlmap")]
    common += [w for h in headers for w in ("-H", h)]
    asked = []
    for shape, path in surface.gets.items():
        if "*" in shape:
            asked.append((url + re.sub(r"(/[A-Z]{3}-\d+|/\d{6}|/[0-9a-f-]{36})", r"\1*", path, count=1), []))
        if "?" in path:
            asked.append((url + path, []))
    for to, fields in surface.posts.values():
        boxes = [n for n in fields if n not in ("csrf", "id", "volver")]
        if boxes:
            asked.append((url + to, ["--data", urllib.parse.urlencode(fields), "-p", ",".join(boxes)]))
    asked.append((url + "/", ["--level", 2, "-p", "cookie,user-agent", "--cookie", f"{SESSION}=x; vista=1a0-; idioma=es"]))
    for at, more in asked:
        said = run(["sqlmap", "-u", at, *common, *more], 600)
        expect("testing connection" in said, f"sqlmap did not begin at {at}: {said[-300:]}")
        if "identified the following injection point" in said or "is vulnerable" in said:
            found.append(at)
    return found, f"{len(asked)} addresses"


WAPITI = "blindsql,crlf,csp,cookieflags,csrf,exec,file,htaccess,http_headers,permanentxss,redirect,sql,xss,backup"


def wapiti(url, starts=()):
    """What it reports as a hole or an anomaly."""
    report = os.path.join(kit.scratch(), "wapiti.json")
    said = run(["wapiti", "-u", url + "/", "-f", "json", "-o", report, "-m", WAPITI, "--flush-session", "--no-bugreport", "--scope",
                "domain", "-d", 4, "--max-scan-time", 180, "--max-attack-time", 60, "-v", 1, "-S", "aggressive",
                *[w for p in starts for w in ("-s", url + p)]], 2400)
    expect(os.path.exists(report), f"wapiti: {said[-400:]}")
    with open(report, encoding="utf-8") as f:
        told = json.load(f)
    os.remove(report)
    found = [f"{kind}: {one['info']} at {one['path']}" for part in ("vulnerabilities", "anomalies")
             for kind, all_of in told[part].items() for one in all_of]
    pages = re.search(r"found (\d+) URLs", said)
    return found, f"{pages[1] if pages else 0} addresses and forms"


NAMES = """.git/HEAD .git/config .env .htaccess .htpasswd .svn/entries .DS_Store .well-known/security.txt ayni.db ayni.db-wal ayni.conf
ayni.sock ayni.lock blobs blobs/ backup backup.sql backup.zip backup.tar.gz dump.sql db.sqlite database.sql config.json config.php
admin admin/ administrator login phpmyadmin wp-login.php wp-admin server-status server-info status metrics debug debug/pprof
actuator actuator/env api api/ api/v1 api/v1/ api/v2 swagger.json openapi.json graphql console shell cgi-bin/ cgi-bin/test.cgi
test tests tmp logs log error.log access.log static pages pages/ web web/ web/js src src/ po doc docs README.md LICENSE Makefile
..%2fayni.conf ..%2f..%2f..%2f..%2fetc%2fpasswd %2e%2e/%2e%2e/etc/passwd web/..%2f..%2fayni.db web/%2e%2e/ayni.conf
archivo/..%2f..%2fetc%2fpasswd archivo/ subida/ i/ i/x i/AAAAAA pasarela/ pasarela/x traer/ resumen/..%2f resumen/.png
historia/person/x historia/session/x historia/x/x cuenta/ operacion/ operacion frase cuenta inicio hoy notas equipo guardia
pasarelas conversaciones difusion aparatos pendientes avisos audios invitar palabras telefono adjuntos""".split()


def ffuf(url, where="/FUZZ", words=NAMES, headers=()):
    """What answers 200 to a stranger who guesses."""
    names, report = os.path.join(kit.scratch(), "names.txt"), os.path.join(kit.scratch(), "ffuf.json")
    with open(names, "w", encoding="utf-8") as f:
        f.write("\n".join(words) + "\n")
    said = run(["ffuf", "-u", url + where, "-w", names, "-mc", "all", "-fc", "303,400,401,403,404,405,410,421", "-t", 8, "-o", report,
                "-of", "json", *[w for h in headers for w in ("-H", h)]], 120)
    expect(os.path.exists(report), f"ffuf: {said[-300:]}")
    with open(report, encoding="utf-8") as f:
        told = json.load(f)
    os.remove(report)
    return [f"{one['status']} {one['input']['FUZZ']}" for one in told["results"]], f"{len(words)} names"


def slowhttptest(url, mode, seconds):
    """Modes in which slow clients shut everybody else out."""
    more = {"-H": ["-i", 3], "-B": ["-s", 8192, "-i", 3, "-u", url + "/entrar"], "-X": ["-w", 1, "-y", 64, "-n", 3, "-z", 8, "-k", 3]}[mode]
    said = run(["slowhttptest", mode, "-c", 800, "-r", 200, "-l", seconds, "-p", 3, "-v", 1, "-u", url + "/", *more], seconds + 120)
    said = re.sub(r"\x1b\[[0-9;]*m", "", said)
    asked = re.findall(r"service available:\s*(YES|NO)", said)
    expect(asked, f"slowhttptest: {said[-400:]}")
    return (["shut out"] if "NO" in asked else []), f"asked {len(asked)} times"


def testssl(url):
    report = os.path.join(kit.scratch(), f"testssl-{time.monotonic_ns()}.json")
    script = shutil.which("testssl") or shutil.which("testssl.sh")
    said = run([script, "--quiet", "--color", 0, "--warnings", "batch", "--jsonfile", report, "--nodns", "min", "--ip", "127.0.0.1",
                "-p", "-s", "-f", "-S", "-h", "-U", url], 900)
    expect(os.path.exists(report), f"testssl: {said[-400:]}")
    with open(report, encoding="utf-8") as f:
        told = json.load(f)
    bad = [f"{one['id']}: {one['severity']} {one['finding']}" for one in told
           if one["severity"] in ("LOW", "MEDIUM", "HIGH", "CRITICAL")]
    return bad, f"{len(told)} findings"


MARK = "zq\"><svg onload=1>'z"
NASTY = (MARK, "-1", "0", "9223372036854775807", "-9223372036854775808", "9" * 20, "1e309", "NaN", "%00", "\0", "\r\nX-Evil: 1",
         "%0d%0aX-Evil:%201", "../../../../etc/passwd", "//evil.example", "/\\evil.example", "https://evil.example",
         "javascript:alert(1)", "{{csrf}}", "${7*7}", "%s%n%d{0}", "2026-02-30", "0000-00-00", "9999-12-31", "0001-01-01",
         "'; drop table meal;--", "=1+1", "\u202eabc", "\U0001f600" * 50, "a" * 5000, "\u00f1" * 3000, "0" * 8 + "-0000-0000-0000-" + "0" * 12,
         "f" * 8 + "-ffff-ffff-ffff-" + "f" * 12, "", " ", "\u00a0", "S/ -5", "12,5,5", "null", "[]", "<!--")


def wrong_with(a):
    """What an answer to a nasty value shows of a hole."""
    to = a.header("Location") or ""
    if a.status >= 500:
        yield f"server error {a.status}"
    if MARK in a.text:
        yield "markup"
    if to and (not to.startswith(("/", "?")) or to.startswith(("//", "/\\"))):
        yield "leads away"
    if a.header("X-Evil"):
        yield "a header of theirs"
    if "root:x:0:" in a.text:
        yield "a file of the machine"


def boxes(client, surface):
    """Every box of every address and form, and every piece of every path, with every nasty value."""
    found, n = set(), 0

    def judge(where, a):
        nonlocal n
        n += 1
        found.update(f"{why} at {where}" for why in wrong_with(a))
    for path in surface.gets.values():
        at = urllib.parse.urlsplit(path)
        asked, pieces = urllib.parse.parse_qsl(at.query, keep_blank_values=True), at.path.split("/")
        for value in NASTY:
            for i, (name, _) in enumerate(asked):
                query = urllib.parse.urlencode(asked[:i] + [(name, value)] + asked[i + 1:])
                judge(f"{at.path} {name}", client.get(at.path + "?" + query))
            for i in range(2, len(pieces)):
                judge(at.path, client.get("/".join(pieces[:i] + [urllib.parse.quote(value, safe="")] + pieces[i + 1:])))
    for to, fields in surface.posts.values():
        for name in fields:
            for value in NASTY if name != "csrf" else ():
                fresh = {"id": kit.new_id()} if "id" in fields else {}
                judge(f"{to} {name}", client.form(to, {**fields, **fresh, name: value}))
    return sorted(found), f"{n} requests"


def unknown(found):
    return [one for one in found if not any(re.search(known, one) for known in KNOWN)]


# ---- the sample network -----------------------------------------------------------------------------

class Sample:
    """A sample network, its people signed in; plain as `make demo` serves it, or by TLS as a service."""

    def __init__(self):
        self.net = kit.Net()
        self.net.start()
        self.people = {who: self.net.client(who) for who in ("operadora", "lider", "facilitadora")}

    def tls(self):
        cert, key = certificate(self.net.folder + "-tls", "ayni", 7)
        return Serve(self.net.folder, "--tls-cert", cert, "--tls-key", key)


def alive(sample):
    expect(sample.net.process.poll() is None, "the server ended: " + sample.net.tail())
    for _ in range(20):
        expect(Client(sample.net.url).get("/").status == 200, "the public page")


# ---- each tool: the planted site, then ours ----------------------------------------------------------

def need(found, *marks):
    for mark in marks:
        expect(any(re.search(mark, one) for one in found), f"«{mark}» was not found among {found}")


def none(what, found):
    left = unknown(found)
    expect(not left, f"{what}: {left}")


def with_boxes(sample, folder):
    site = enemy_holes.Site(folder)
    client = Client(site.url)
    found, _ = boxes(client, Surface(client))
    need(found, "server error.*/item", "markup at /say", "leads away at /go", "theirs at /head", "machine at /file")
    for who in ("operadora", "facilitadora", "lider", "distrito", None):
        client = sample.net.client(who)
        found, size = boxes(client, Surface(client, [*STARTS, "/entrar?next=/hoy", "/resumen/150133?day=2026-01-01"]))
        none(f"as {who}, {size}", found)
        print(f"# every box as {who or 'nobody'}: {size}", flush=True)


def with_sqlmap(sample, folder):
    site = enemy_holes.Site(folder)
    found, _ = sqlmap(site.url, Surface(Client(site.url)))
    need(found, r"/item\?id=1")
    expect(len(found) == 1, f"more than was planted: {found}")
    for who in ("operadora", "lider", None):
        client = sample.people[who] if who else Client(sample.net.url)
        headers = ["Cookie: " + "; ".join(f"{k}={v}" for k, v in client.cookies.items()), "Origin: " + sample.net.url]
        found, size = sqlmap(sample.net.url, Surface(client, STARTS), headers if who else headers[1:])
        none(f"sqlmap as {who}, {size}", found)
        print(f"# sqlmap as {who or 'nobody'}: {size}", flush=True)


def with_wapiti(sample, folder):
    site = enemy_holes.Site(folder)
    found, _ = wapiti(site.url)
    need(found, "Scripting.*/say", "Scripting.*/note", "Open Redirect.*/go", "Path Traversal.*/file", "CRLF.*/head",
         "Server Error.*/item", "CSP is not set", "X-Content-Type-Options", "HttpOnly flag", "anti CSRF token at /note")
    for who in ("operadora", None):
        cookies = "; ".join(f"{k}={v}" for k, v in sample.people[who].cookies.items()) if who else ""
        url = enemy_holes.door(urllib.parse.urlsplit(sample.net.url).port, {"Cookie": cookies} if who else {}, LEAVES if who else ())
        found, size = wapiti(url, ("/inicio", "/hoy", "/notas", "/conversaciones") if who else ())
        none(f"wapiti as {who}, {size}", found)
        print(f"# wapiti as {who or 'nobody'}: {size}; passed over {sorted(set(found))}", flush=True)


def with_ffuf(sample, folder):
    site = enemy_holes.Site(folder)
    need(ffuf(site.url)[0], "200 backup.sql", "200 .git/HEAD")
    found, size = ffuf(sample.net.url)
    allowed = {"200 traer/", "200 telefono"}
    none(f"ffuf, {size}", [one for one in found if one not in allowed])
    hosts = ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "0x7f.1", "[::ffff:127.0.0.1]", "ayni"]
    found, _ = ffuf(sample.net.url, "/", hosts, ["Host: FUZZ"])
    none("ffuf, names of the machine", found)


def with_slowhttptest(sample, folder):
    site = enemy_holes.Site(folder, one_at_a_time=True)
    need(slowhttptest(site.url, "-H", 15)[0], "shut out")
    for mode in ("-H", "-B", "-X"):
        found, _ = slowhttptest(sample.net.url, mode, 40)
        none(f"slowhttptest {mode}", found)


def with_testssl(sample, folder):
    site = enemy_holes.Site(folder, old_tls=True)
    need(testssl(site.url)[0], "^TLS1: ", "cert_keySize")
    sample.net.stop()
    try:
        with sample.tls() as served:
            found, size = testssl(f"https://127.0.0.1:{served.port}")
            none(f"testssl, {size}", found)
    finally:
        sample.net.start()


TOOLS = {"boxes": with_boxes, "sqlmap": with_sqlmap, "wapiti": with_wapiti, "ffuf": with_ffuf, "slowhttptest": with_slowhttptest, "testssl": with_testssl}


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--only", action="append", choices=TOOLS)
    chosen = options.parse_args().only or list(TOOLS)
    kit.need_program()
    out = kit.Report()
    sample = Sample()
    for tool in chosen:
        if tool != "boxes" and not (shutil.which(tool) or shutil.which(tool + ".sh")):
            out.skip(tool, "not on this machine: make enemy installs it")
            continue
        folder = os.path.join(kit.scratch(), "holes-" + tool)
        os.makedirs(folder, exist_ok=True)
        out.check(f"{tool} finds what was planted, and nothing here", lambda tool=tool: TOOLS[tool](sample, folder))
        out.check(f"alive after {tool}", lambda: alive(sample))
    out.check("a clean end", lambda: expect(sample.net.stop() == 0, "exit status"))
    out.check("the laws hold", sample.net.laws)
    return out.close()


if __name__ == "__main__":
    sys.exit(main())
