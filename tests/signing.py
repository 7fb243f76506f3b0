#!/usr/bin/env python3
"""signing.py - coming in, staying in and getting out: invitations, PINs, sessions, devices, forms
whose session ended, and the headers and errors that every answer has.
"""
import re
import sys
import urllib.parse

import kit
from kit import Client, expect, find_form

PIN = "284613"


def invite(net, name, role="leader", group="SJM-001"):
    """(path, letters) of a new invitation."""
    r = net.ayni("invite", "--role", role, "--group", group, name)
    expect(r.status == 0, f"invite: {r.text}")
    path = re.search(r"https?://[^/\s]+(/i/\S+)", r.out)[1]
    letters = re.search(r": ([A-Z]{6})$", r.out, re.M)[1]
    return path, letters


def spend(c, path):
    form = find_form(c.get(path).text, [], "/i/")
    return c.form(form["action"], form["fields"])


def again(net, name):
    """The path of another invitation for somebody who is there."""
    people = net.client("operadora").get("/api/v1/person?limit=1000").json()["rows"]
    r = net.ayni("invite", next(p["id"] for p in people if p["name"] == name))
    expect(r.status == 0, r.text)
    return re.search(r"https?://[^/\s]+(/i/\S+)", r.out)[1]


def fill(c, page, more, names=(), action=""):
    """Fill the first form of that page and send it."""
    a = c.get(page)
    expect(a.status == 200, f"{page}: {a.status}")
    form = find_form(a.text, names or list(more), action)
    return c.form(form["action"], {**form["fields"], **more})


def newcomer(net, name, role="leader", group="SJM-001", c=None, pin=PIN):
    """A browser whose person spent an invitation and chose a PIN."""
    c = c or Client(net.url)
    path, _ = invite(net, name, role, group)
    a = spend(c, path)
    expect(a.status == 303 and a.header("Location") == "/clave", f"spend: {a.status}")
    a = fill(c, "/clave", {"pin": pin, "again": pin})
    expect(a.status == 303 and a.header("Location") == "/inicio", f"PIN: {a.status}")
    return c


def enter(c, name, pin=PIN):
    a = c.get("/entrar")
    person = re.search(r'name="person" value="([^"]+)"[^>]*>(?:(?!<label).)*?' + name, a.text, re.S)
    expect(person, f"/entrar does not know {name}: {a.status}")
    form = find_form(a.text, ["person", "pin"])
    return c.form("/entrar", {**form["fields"], "person": person[1], "pin": pin})


def signed_in(c):
    return c.get("/inicio").status == 200


# ---- invitations ------------------------------------------------------------------------------

def looking_spends_nothing(net):
    path, _ = invite(net, "Rosa")
    for _ in range(3):
        c = Client(net.url)
        a = c.get(path)
        expect(a.status == 200 and "Rosa" in a.text and not c.cookies, f"GET: {a.status}")
        expect(a.header("Cache-Control") == "no-store", "the invitation may be kept by others")
        expect(c.request("HEAD", path).status == 200 and not c.cookies, "HEAD spends")
    c = Client(net.url)
    expect(spend(c, path).status == 303 and signed_in(c), "POST does not let in")
    for method in ("GET", "POST"):
        a = Client(net.url).request(method, path)
        expect(a.status == 410, f"{method} of a spent one: {a.status}")


def demo_links(net):
    c = Client(net.url)
    expect(c.request("HEAD", net.links["lider"]).status == 200 and not c.cookies, "HEAD signs in")
    for _ in range(2):
        expect(signed_in(net.client("lider")), "a sample link is not reusable")


def by_letters(net):
    path, letters = invite(net, "Julia")
    c = Client(net.url)
    a = c.get("/i/" + letters)
    expect(a.status == 303 and a.header("Location") == "/codigo", f"letters in an address: {a.status}")
    typed = letters[:3].lower() + "-" + letters[3:].lower()
    a = fill(c, "/codigo", {"code": typed})
    expect(a.status == 200 and "Julia" in a.text and not c.cookies, f"letters: {a.status}")
    form = find_form(a.text, ["code", "yes"])
    a = c.form(form["action"], form["fields"])
    expect(a.status == 303 and signed_in(c), f"letters do not let in: {a.status}")
    expect(Client(net.url).post(path).status == 410, "the link still works after its letters")
    a = fill(Client(net.url), "/codigo", {"code": typed})
    expect(a.status == 422, f"letters work twice: {a.status}")


def letters_are_limited(net):
    _, letters = invite(net, "Elena")
    c = Client(net.url)
    for n in range(11):
        fill(c, "/codigo", {"code": "ABCDE" + "FGHJKMNPQRS"[n]})
    expect(fill(c, "/codigo", {"code": letters}).status == 422, "guessing is not limited")
    path, _ = invite(net, "Elena Dos")
    expect(spend(Client(net.url), path).status == 303, "links stop working too")


def device_in_journal(net):
    c = newcomer(net, "Marta")
    operator = net.client("operadora")
    rows = operator.get("/api/v1/device?limit=1000").json()["rows"]
    people = {r["id"]: r["name"] for r in operator.get("/api/v1/person?limit=1000").json()["rows"]}
    hers = [r for r in rows if people.get(r["person"], r["person"]) == "Marta"]
    expect(len(hers) == 1, f"{len(hers)} devices of hers in the journal")
    told = operator.get(f"/historia/device/{hers[0]['id']}").text
    expect("Marta" in told and "aparato" in told, "the history does not tell of the device")
    before = len(rows)
    newcomer(net, "Nelly", c=c)
    rows = operator.get("/api/v1/device?limit=1000").json()["rows"]
    expect(len(rows) == before, "a known device is enrolled twice")
    return c


def forged_device(net):
    c = Client(net.url)
    c.cookies["aparato"] = "A" * 43
    newcomer(net, "Olga", c=c)
    expect(c.cookies["aparato"] != "A" * 43, "a device cookie that was not made here is taken")


# ---- PINs and sessions ------------------------------------------------------------------------

def pins(net):
    c = newcomer(net, "Pilar")
    expect(fill_out(c, "/cerrar").header("Location") == "/entrar", "leaving")
    expect(not signed_in(c), "the session goes on")
    expect(enter(c, "Pilar", "111112").status == 422, "a wrong PIN opens")
    a = enter(c, "Pilar")
    expect(a.status == 303 and signed_in(c), f"the right PIN: {a.status}")
    a = c.get("/clave")
    expect(a.status == 303, "whoever finds the page open changes the PIN")
    fill_out(c, "/cerrar")
    for _ in range(5):
        a = enter(c, "Pilar", "111113")
    expect(a.status == 429 and re.search(r"Espere \d+ min", a.text), f"wrong PINs: {a.status}")
    expect(enter(c, "Pilar").status == 429, "the right PIN opens while waiting")
    other = Client(net.url)
    expect("Pilar" not in other.get("/entrar").text, "another device knows her")


def fill_out(c, action):
    form = find_form(c.get("/cuenta").text, [], action)
    return c.form(form["action"], form["fields"])


def several_people(net):
    c = newcomer(net, "Quena")
    newcomer(net, "Raquel", "cook", c=c, pin="395724")
    expect("Raquel" in c.get("/cuenta").text, "the second is not the one signed in")
    expect(fill_out(c, "/cambiar").header("Location") == "/entrar", "changing")
    expect(enter(c, "Quena").status == 303, "the first cannot enter any more")
    expect("Quena" in c.get("/cuenta").text, "another is signed in")
    expect(c.get("/entrar").status == 303, "/entrar asks somebody who is in")


def quick_exit(net):
    c = net.client("lider")
    a = c.form("/salir", {"csrf": "of a page long gone"})
    expect(a.status == 303 and a.header("Location") == "/tiempo", f"{a.status}")
    expect(a.header("Clear-Site-Data") == '"cache"', "nothing is cleared")
    expect("sesion" not in c.cookies and "aparato" in c.cookies, f"cookies {sorted(c.cookies)}")
    a = c.get("/tiempo")
    expect(a.status == 200 and "olla" not in a.text.lower(), "the harmless page tells")
    a = c.form("/salir", {})
    expect(a.status == 303, "nobody cannot leave")


def left_without_network(net):
    """The phone's script could tell nobody; it set a readable cookie, and the next request of any kind ends the session."""
    c = net.client("lider")
    session = c.cookies["sesion"]
    c.cookies["fuera"] = "1"
    a = c.get("/hoy")
    expect(a.status == 303 and "/entrar" in a.header("Location"), f"the page opens: {a.status}")
    expect("sesion" not in c.cookies and "fuera" not in c.cookies, f"cookies {sorted(c.cookies)}")
    c.cookies["sesion"] = session
    expect(c.get("/hoy").status == 303, "the session lives on")
    c = net.client("lider")
    c.cookies["fuera"] = "1"
    form = find_form(net.client("lider").get("/hoy").text, [], "/hoy")
    a = c.form("/hoy", {**form["fields"], "served": "77"})
    expect(a.status == 403 and "77" in a.text, f"what was typed is lost: {a.status}")


def outside_page(net):
    signed, anyone = net.client("lider").get("/fuera"), Client(net.url).get("/fuera")
    expect(anyone.status == 200 and signed.text == anyone.text, "the shell is not the same for everybody")
    expect("no-store" not in (signed.header("Cache-Control") or ""), "a phone may not keep it")
    a = Client(net.url).get("/sw.js")
    expect(a.status == 200 and a.header("Service-Worker-Allowed") == "/" and a.header("Cache-Control") == "no-cache", "/sw.js")


def sessions_page(net):
    one, two = newcomer(net, "Sonia"), Client(net.url)
    a = one.get("/cuenta")
    expect(len(re.findall("/cuenta/cerrar", a.text)) == 0, "one session, and another to close")
    two.cookies["aparato"] = one.cookies["aparato"]
    expect(enter(two, "Sonia").status == 303, "a second browser")
    a = fill(one, "/cuenta", {}, ["session"], "/cuenta/cerrar")
    expect(a.status == 303, f"closing: {a.status}")
    expect(not signed_in(two) and signed_in(one), "the wrong one was closed")
    three = net.client("lider")
    form = find_form(one.get("/cuenta").text, [], "/cerrar")
    a = three.form("/cuenta/cerrar", {"csrf": form["fields"]["csrf"], "session": "0" * 16})
    expect(a.status == 403, f"another's csrf: {a.status}")


def let_in_again(net):
    """A new invitation for somebody who is there: other sessions end, the PIN is chosen anew."""
    old = newcomer(net, "Teresa")
    path = again(net, "Teresa")
    expect(signed_in(old), "an invitation that nobody spent ends sessions")
    new = Client(net.url)
    expect(spend(new, path).header("Location") == "/clave", "no new PIN is asked")
    expect(signed_in(new) and not signed_in(old), "sessions elsewhere go on")
    expect(enter(old, "Teresa").status == 303, "her other device forgot her PIN")
    spend(old, again(net, "Teresa"))
    fill(old, "/clave", {"pin": "395724", "again": "395724"})
    fill_out(old, "/cerrar")
    expect(enter(old, "Teresa").status == 422 and enter(old, "Teresa", "395724").status == 303,
           "the old PIN still opens where it was chosen anew")


def coordinator_lets_in(net):
    c = newcomer(net, "Ursula")
    distrito = net.client("distrito")
    a = distrito.get("/invitar")
    form = find_form(a.text, ["person", "what"])
    a = distrito.form("/invitar", {**form["fields"], "person": "Ursula", "what": "again"})
    expect(a.status == 200 and "Ursula" in a.text, f"another way in: {a.status}")
    path = re.search(r"http://[^/\"]+(/i/[^\"<&]+)", a.text)[1]
    expect(spend(Client(net.url), path).status == 303 and not signed_in(c), "the new way in")
    form = find_form(distrito.get("/invitar").text, ["person", "what"])
    for name in ("operadora", "nadie de aquí"):
        a = distrito.form("/invitar", {**form["fields"], "person": name, "what": "again"})
        expect(a.status in (404, 422) and "/i/" not in a.text, f"{name}: {a.status}")


def revoked(net):
    c = newcomer(net, "Violeta")
    operator = net.client("operadora")
    people = {r["name"]: r["id"] for r in operator.get("/api/v1/person?limit=1000").json()["rows"]}
    device = next(r for r in operator.get("/api/v1/device?limit=1000").json()["rows"]
                  if r["person"] in ("Violeta", people["Violeta"]))
    listed = net.client("distrito").get("/aparatos")
    expect(listed.status == 404, f"/aparatos for a coordinator: {listed.status}")
    ask = [{"id": kit.new_id(), "action": "device.revoke", "args": {"device": device["id"]}}]
    expect(net.client("distrito").changes(ask).json()[0]["status"] == "refused", "anyone revokes")
    a = operator.get("/aparatos?nombre=viole")
    expect(f"/aparatos/retirar?device={device['id']}" in a.text, "the device is not listed, or another one is")
    page = "/aparatos/retirar"
    form = find_form(operator.get(f"{page}?device={device['id']}").text, ["device"], page)
    expect(operator.form(page, form["fields"]).status == 303, "the operator cannot revoke")
    cookie = c.cookies["aparato"]
    a = c.get("/cuenta")
    expect(a.status == 403 and a.header("Ayni-Forget") == "1" and "fue retirado" in a.text, f"its next contact: {a.status}")
    expect('"cookies"' in a.header("Clear-Site-Data") and "aparato" not in c.cookies, "its cookies stay")
    c.cookies["aparato"] = cookie
    a = c.get("/hoy")
    expect(a.status == 403 and "Violeta" not in a.text, "a revoked device still knows her")
    c.cookies["aparato"] = cookie
    a = c.request("POST", "/salir")
    expect(a.status == 303 and a.header("Ayni-Forget") == "1" and a.header("Location") == "/tiempo", "leaving fast on it")
    c.cookies["aparato"] = cookie
    expect(not signed_in(c), "sessions on a revoked device go on")
    path, _ = invite(net, "Ximena")
    expect(spend(c, path).status == 303 and c.cookies["aparato"] != cookie, "the old device lives on")


# ---- forms whose session ended ----------------------------------------------------------------

def typed(c, served):
    form = find_form(c.get("/hoy").text, ["served"])
    return {**form["fields"], "served": served}


def lapsed(net):
    c = newcomer(net, "Yolanda", group="SJM-002")
    fields = typed(c, "97")
    fill_out(c, "/cerrar")
    a = c.form("/hoy", fields)
    expect(a.status == 403 and "97" in a.text and "Yolanda" in a.text, f"lapsed: {a.status}")
    form = find_form(a.text, ["person", "pin", "go"])
    a = c.form("/entrar", {**form["fields"], "pin": "111112"})
    expect(a.status == 422 and "97" in a.text, "a wrong PIN loses what was typed")
    form = find_form(a.text, ["person", "pin", "go"])
    a = c.form("/entrar", {**form["fields"], "pin": PIN})
    expect(a.status == 200 and "97" in a.text, f"after the PIN: {a.status}")
    form = find_form(a.text, ["served"], "/hoy")
    a = c.form("/hoy", form["fields"])
    expect(a.status == 303, f"saving: {a.status}")
    rows = c.get(f"/api/v1/meal?kitchen=SJM-002&day={kit.today()}").json()["rows"]
    expect(rows and rows[0]["served"] == 97, f"it was not kept: {rows}")


def other_session(net):
    c = newcomer(net, "Zoila", group="SJM-003")
    fields = typed(c, "61")
    fill_out(c, "/cerrar")
    enter(c, "Zoila")
    a = c.form("/hoy", fields)
    expect(a.status == 403 and "<dd>61" in a.text, f"of another session: {a.status}")
    form = find_form(a.text, ["served"], "/hoy")
    expect(c.form("/hoy", form["fields"]).status == 303, "one touch does not keep it")
    a = c.request("POST", "/hoy", urllib.parse.urlencode(fields),
                  headers={"Origin": "http://evil.example"}, kind="application/x-www-form-urlencoded")
    expect(a.status == 403 and "<dd>61" not in a.text, "another site's form is shown as hers")
    for headers in ({"Origin": "null"}, {"Origin": None, "Referer": "http://evil.example/x"},
                    {"Sec-Fetch-Site": "cross-site"}):
        a = c.request("POST", "/salir", "", headers=headers, kind="application/x-www-form-urlencoded")
        expect(a.status == 403, f"{headers}: {a.status}")


def nobody(net):
    c = Client(net.url)
    a = c.get("/hoy?day=2026-11-20")
    where = a.header("Location") or ""
    expect(a.status == 303 and where.startswith("/entrar?next=%2Fhoy"), f"{a.status} {where}")
    a = c.form("/hoy", {"kitchen": "SJM-001", "served": "55"})
    expect(a.status in (401, 403, 404), f"a form of nobody: {a.status}")


# ---- every answer -----------------------------------------------------------------------------

def headers(net):
    c, leader = Client(net.url), net.client("lider")
    css = re.search(r'href="(/web/[^"]+\.css)"', c.get("/").text)[1]
    asked = [(c, "GET", "/"), (c, "GET", "/nada"), (c, "GET", "/hoy"), (c, "POST", "/tiempo"),
             (c, "GET", "/salir"), (c, "GET", css), (c, "GET", "/health"),
             (c, "GET", "/api/v1/public/summary"), (c, "GET", "/api/v1/nada"),
             (leader, "GET", "/hoy"), (leader, "GET", "/api/v1/meal"), (c, "GET", "/tiempo")]
    for who, method, path in asked:
        a = who.request(method, path)
        for name in ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy",
                     "Cache-Control"):
            n = sum(k.lower() == name.lower() for k, _ in a.headers)
            expect(n == 1, f"{method} {path} ({a.status}): {n} of {name}")
    for path in ("/hoy", "/cuenta", "/inicio", "/api/v1/meal"):
        expect(leader.get(path).header("Cache-Control") == "no-store", f"{path} may be kept")
    a = c.get("/")
    again = c.get("/", headers={"If-None-Match": a.header("ETag")})
    expect(again.status == 304 and not again.body, f"unchanged: {again.status}")


def methods(net):
    c = net.client("lider")
    expect(Client(net.url).form("/tiempo", {}).status == 405, "POST /tiempo")
    for method, path, allow in (("GET", "/salir", "POST"),
                                ("POST", "/health", "GET, HEAD"), ("PUT", "/", None),
                                ("GET", "/api/v1/changes", "POST"), ("POST", "/api/v1/meal", "GET, HEAD")):
        a = c.request(method, path, "" if method != "GET" else None)
        expect(a.status == 405 and a.header("Allow"), f"{method} {path}: {a.status}")
        expect(not allow or a.header("Allow") == allow, f"{path}: Allow {a.header('Allow')}")
    for path in ("/", "/hoy", "/api/v1/public/summary"):
        a = c.request("HEAD", path)
        expect(a.status == 200 and not a.body, f"HEAD {path}: {a.status}")


def errors(net):
    c = Client(net.url)
    expect("does not exist" in c.get("/nada", headers={"Accept-Language": "en"}).text, "404 in Spanish")
    expect("no existe" in c.get("/nada").text, "404 not in Spanish")
    for method, path, status, code in (
            ("GET", "/api/v1/nada", 404, "not_found"), ("POST", "/api/v1/changes", 401, "denied"),
            ("PUT", "/api/v1/meal", 405, None), ("GET", "/api/v1/changes", 405, "method")):
        a = c.request(method, path, "[]" if method != "GET" else None, kind="application/json")
        expect(a.status == status, f"{method} {path}: {a.status}")
        if code:
            e = a.json()["errors"][0]
            expect(e["code"] == code and e["message"] and "field" in e, f"{path}: {e}")
            expect(a.header("Content-Type").startswith("application/json"), a.header("Content-Type"))
    a = c.get("/api/v1/meal", headers={"Authorization": "Bearer x", "Accept-Language": "en"})
    expect(a.status == 401 and a.header("WWW-Authenticate") == "Bearer", f"{a.status}")
    expect("key" in a.json()["errors"][0]["message"], a.text)
    big = net.program("lider").post("/api/v1/changes", "x" * (5 << 20), kind="application/json")
    expect(big.status == 413 and big.json()["errors"][0]["code"] == "too_big", f"{big.status}")
    a = c.request("PUT", "/api/v1/meal", "x")
    expect(a.status == 405 and a.json()["errors"][0]["code"] == "method", f"PUT: {a.status}")
    a = c.post("/hoy", "x" * (1 << 20), kind="application/x-www-form-urlencoded")
    expect(a.status == 413 and a.header("Content-Type").startswith("text/plain"), f"{a.status}")
    expect(c.get("/health", headers={"Host": "any.example"}).status == 200, "health asks for the host")


def figures(net):
    r = net.ayni("metrics")
    expect(r.status == 0, r.text)
    for name in ("http_requests_total", "http_refused_total", "http_queue_full_total",
                 "http_connections_open", "writer_writes_total", "commit_seconds_sum",
                 "commit_seconds_count", "journal_seq", "start_time_seconds",
                 *(["wal_pages"] if kit.DB == "sqlite" else [])):
        expect(re.search(rf"^ayni_{name}(\{{[^}}]*\}})? [0-9.]+$", r.out, re.M), f"no {name}: {r.out}")
    for name in ('acts_total{action="%s",status="accepted"}', 'act_seconds_sum{action="%s"}', 'act_seconds_count{action="%s"}'):
        expect(re.search(rf"^ayni_{re.escape(name % 'meal.report')} [0-9.]*[1-9][0-9]*$", r.out, re.M), f"no {name}: {r.out}")
    numbers = dict(re.findall(r"^ayni_(\w+) ([0-9.]+)$", r.out, re.M))
    expect(int(numbers["http_requests_total"]) > 100 and int(numbers["writer_writes_total"]) > 10,
           f"{numbers}")


def log(net):
    with open(net.folder + ".log", encoding="utf-8") as f:
        text = f.read()
    expect(re.search(r"GET /hoy 200 ", text), "requests are not logged")
    for word in (PIN, "Violeta", "SJM-002", "+519", "sesion", "?"):
        expect(word not in text, f"the log has {word}")
    expect(not re.search(r"/i/\S", text), "the log has the code of an invitation")


def main():
    kit.need_program()
    report = kit.Report()
    net = kit.Net()
    if not report.check("the sample network is served", net.start):
        return report.close()
    for name, run in (
            ("looking at an invitation spends nothing; a POST does, once", looking_spends_nothing),
            ("links of a sample network open at once, again and again", demo_links),
            ("six letters: typed, looked at, spent", by_letters),
            ("the device is enrolled in the journal, once", device_in_journal),
            ("a device cookie that was not made here is not taken", forged_device),
            ("PINs: only on her device, limited", pins),
            ("several people on one device", several_people),
            ("the quick exit always works", quick_exit),
            ("leaving without a network ends the session at the next contact", left_without_network),
            ("the page for when there is no network is the same for everybody", outside_page),
            ("open sessions are listed and closed", sessions_page),
            ("a new invitation lets her in again", let_in_again),
            ("a coordinator lets her in again", coordinator_lets_in),
            ("a revoked device ends its sessions", revoked),
            ("a form whose session ended is kept through signing in", lapsed),
            ("a form of another session is kept; another site's is not", other_session),
            ("nobody is asked to come in, and gets where she wanted", nobody),
            ("headers of every answer", headers),
            ("methods", methods),
            ("errors for people and programs", errors),
            ("figures over the socket", figures),
            ("guessing letters is limited", letters_are_limited),
            ("one log line a request, with nothing private", log)):
        report.check(name, lambda run=run: run(net))
    report.check("a clean end", lambda: expect(net.stop() == 0, "exit status"))
    report.check("the laws hold", net.laws)
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
