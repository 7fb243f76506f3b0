#!/usr/bin/env python3
"""`ayni doctor`: all is well where it is, and each thing that can be wrong is found when it is planted.

The machine is played by tests/machine.c, so that no result hangs on the one that runs the test. Parts on
PostgreSQL run when AYNI_TEST_DB=postgres.
"""
import hashlib
import os
import shutil
import subprocess
import sys

import kit
import pg
import tables

DAY_MS = 86400000
GATEWAY = bytes(range(16))
WELL, LOOK, BAD = "✓", "!", "✗"
on_postgres = kit.DB == "postgres"


def machine():
    """The library that plays the machine."""
    path = os.path.join(kit.scratch(), "machine.so")
    if not os.path.exists(path):
        source = os.path.join(kit.ROOT, "tests", "machine.c")
        subprocess.run([os.environ.get("CC", "cc"), "-shared", "-fPIC", "-O1", "-D_GNU_SOURCE", "-o", path,
                        source], check=True)
    return path


def doctor(folder, words=(), before=(), **settings):
    """What it says, by the first word of each line: {what: [(sign, text, todo)]}, and the exit status."""
    env = kit.environment(LD_PRELOAD=machine(), ASAN_OPTIONS=os.environ.get("ASAN_OPTIONS", "")
                          + ":verify_asan_link_order=0", LANG="es_PE.UTF-8",
                          **{f"MACHINE_{k.upper()}": str(v) for k, v in settings.items()})
    done = subprocess.run([*before, kit.AYNI, "doctor", "--data", folder, *words], env=env, timeout=60,
                          capture_output=True, text=True)
    found = {}
    for line in done.stdout.splitlines():
        if line.startswith("  → "):
            found[what][-1][2] = line[4:]
            continue
        sign, rest = line[0], line[2:]
        what, word, text = rest.split(": ", 1)[0], *rest.split(": ", 1)[1].split(". ", 1)
        kit.expect(word == {WELL: "bien", LOOK: "atención", BAD: "mal"}[sign], f"odd line: {line}")
        found.setdefault(what, []).append([sign, text, ""])
    kit.expect(done.returncode in (0, 1) and not done.stderr, f"exit {done.returncode}: {done.stderr}")
    return found, done.returncode


def not_well(found):
    return [(what, *line) for what, lines in found.items() for line in lines if line[0] != WELL]


def heal(folder):
    """Nobody else may look in, and there is a key that closes backups."""
    os.chmod(folder, 0o700)
    made = kit.run("backup", "--new-key", "--data", folder)
    kit.expect(made.status == 0, f"backup --new-key: exit {made.status}: {made.text[-300:]}")


class Patient:
    """A sample network at rest in which all is well."""

    made, healed = 0, None

    def __init__(self):
        if not Patient.healed:
            Patient.healed = kit.Net().folder
            heal(Patient.healed)
        Patient.made += 1
        self.folder = kit.copy(Patient.healed, os.path.join(kit.scratch(), f"patient-{Patient.made}"))
        self.backup(0)

    def sql(self, text, args=()):
        with kit.open_tables(self.folder) as db:
            return db.execute(text, args)

    def backup(self, days_ago):
        self.sql("delete from meta where name = 'backup_at'")
        self.sql("insert into meta (name, value) values ('backup_at', ?)",
                 (str(kit.now_ms() - days_ago * DAY_MS),))

    def path(self, name):
        return os.path.join(self.folder, name)

    def conf(self, text):
        with open(self.path("ayni.conf"), "a", encoding="utf-8") as f:
            f.write(text + "\n")
        os.chmod(self.path("ayni.conf"), 0o600)


def finds(what, sign, words, plant, **settings):
    """Plant something in a fresh patient: exactly that is found, with what to do about it."""
    def run():
        patient = Patient()
        more = plant(patient) or {}
        found, status = doctor(patient.folder, **{**settings, **more})
        wrong = not_well(found)
        kit.expect(len(wrong) == 1 and status == 1, f"found {wrong}, exit {status}")
        kit.expect(wrong[0][:2] == (what, sign) and words in wrong[0][2], f"found {wrong[0]}")
        kit.expect(len(wrong[0][3]) > 10, "it does not say what to do")
    return run


# ---- all is well ------------------------------------------------------------------------------

def all_well():
    patient = Patient()
    found, status = doctor(patient.folder)
    kit.expect(status == 0 and not not_well(found), f"exit {status}: {not_well(found)}")
    wanted = {"Llaves", "Disco", "Hora de internet", "Límites", "Base de datos", "Diario", "Copia", "Espacio",
              "Reloj", "Grupos", "Alimentos"}
    kit.expect(wanted <= found.keys(), f"nothing said of {wanted - found.keys()}")


def while_serving():
    net = kit.Net()
    heal(net.folder)
    net.start()
    try:
        found, _ = doctor(net.folder)
        kit.expect([w[0] for w in not_well(found)] == ["Copia"], f"{not_well(found)}")
        kit.expect(kit.Client(net.url).get("/").status == 200, "the server does not answer")
    finally:
        net.stop()


def foods_of_before():
    """A network of Peru from before there was a table of foods: told, completed by the next start, once."""
    folder = os.path.join(kit.scratch(), "before-foods")
    made = kit.run("init", "--data", folder, "--name", "Red", "--country", "CL", "--operator", "Ana")
    kit.expect(made.status == 0, f"init: {made.err}")
    with kit.open_tables(folder) as db:
        db.execute("update network set country = 'PE'")
    told = doctor(folder)[0]["Alimentos"]
    kit.expect(len(told) == 1 and told[0][0] == LOOK and told[0][1].startswith("Faltan ") and "ayni serve" in told[0][2], f"{told}")
    entries = []
    for _ in range(2):
        server = subprocess.Popen([kit.AYNI, "serve", "--data", folder, "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE,
                                  stderr=subprocess.DEVNULL, env=kit.environment())
        try:
            kit.expect(b"http" in server.stdout.readline(), "it does not serve")
        finally:
            server.terminate()
            server.wait(30)
        kit.expect(doctor(folder)[0]["Alimentos"][0][0] == WELL, "foods are still missing")
        with kit.open_tables(folder) as db:
            entries.append(list(db.execute("select count(*) from journal"))[0][0])
    kit.expect(entries[0] == entries[1] > 100, f"entries of the journal after the first start and the second: {entries}")


def state(patient):
    """Everything in the folder and in the database."""
    sums = {}
    for folder, _, names in os.walk(patient.folder):  # the database's own side files come and go
        for name in names:
            if not name.startswith("ayni.db-"):
                with open(os.path.join(folder, name), "rb") as f:
                    sums[os.path.join(folder, name)] = hashlib.sha256(f.read()).digest()
    with kit.open_tables(patient.folder) as db:
        for table in db.tables():
            sums[table] = sorted(db.execute(f'select * from "{table}"'), key=repr)
    return sums


def changes_nothing():
    patient = Patient()
    before = state(patient)
    doctor(patient.folder)
    after = state(patient)
    changed = [k for k in before.keys() | after.keys() if before.get(k) != after.get(k)]
    kit.expect(not changed, f"changed: {changed}")


def two_things():
    patient = Patient()
    os.chmod(patient.path("keys"), 0o755)
    patient.backup(9)
    found, status = doctor(patient.folder, alone=1)
    kit.expect(sorted(w[0] for w in not_well(found)) == ["Copia", "Hora de internet", "Llaves"] and status == 1,
               f"{not_well(found)}")


# ---- what can be wrong ------------------------------------------------------------------------

def ring(p):
    a, b = (r[0] for r in p.sql('select id from "group" where code is not null order by code limit 2'))
    p.sql('update "group" set parent = ? where id = ?', (a, b))
    p.sql('update "group" set parent = ? where id = ?', (b, a))


def below_itself(p):
    p.sql('update "group" set parent = id where id = (select id from "group" where code is not null order by id limit 1)')


def doubles(table):
    def plant(p):
        a, b = (r[0] for r in p.sql(f'select id from "{table}" order by id limit 2'))
        p.sql(f'update "{table}" set same_as = ? where id = ?', (a, b))
        p.sql(f'update "{table}" set same_as = ? where id = ?', (b, a))
    return plant


def certificate(p, name="localhost", days=60, key=None):
    cert, own = p.path("cert.pem"), p.path("key.pem")
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
                    "-nodes", "-days", str(days), "-subj", f"/CN={name}", "-addext",
                    f"subjectAltName=DNS:{name}", "-out", cert, "-keyout", own], check=True, capture_output=True)
    if key == "another":
        subprocess.run(["openssl", "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", own],
                       check=True, capture_output=True)
    if key == "gone":
        os.unlink(own)
    p.conf(f"tls_cert = {cert}\ntls_key = {own}\npublic_url = https://localhost:8443\nlisten = 127.0.0.1:8443")


def good_certificate():
    patient = Patient()
    certificate(patient)
    found, status = doctor(patient.folder)
    kit.expect(status == 0 and found["Certificado"][0][0] == WELL, f"{not_well(found)}")


def wrong_clocks():
    patient = Patient()
    for days, sign, words in ((-400, BAD, "antes"), (40, LOOK, "después"), (-20000, BAD, "No está puesto")):
        found, _ = doctor(patient.folder, days=days, alone=1)
        kit.expect(found["Reloj"][0][0] == sign and words in found["Reloj"][0][1], f"{days}: {found['Reloj']}")
    found, _ = doctor(patient.folder, days=40)
    kit.expect(found["Reloj"][0][0] == WELL, f"a clock set by others: {found['Reloj']}")


def early_certificate():
    """A clock that is behind both the journal and the certificate."""
    patient = Patient()
    certificate(patient)
    found, _ = doctor(patient.folder, days=-2, alone=1)
    wrong = not_well(found)
    kit.expect([w[0] for w in wrong] == ["Hora de internet", "Certificado", "Reloj"] and "recién" in wrong[1][2],
               f"{wrong}")


def unsafe_conf(p):
    p.conf("workers = 2")
    os.chmod(p.path("ayni.conf"), 0o666)


def no_secret():
    patient = Patient()
    os.unlink(patient.path("keys/server"))
    found, status = doctor(patient.folder)
    kit.expect(found["Llaves"][0][0] == BAD and "keys/server" in found["Llaves"][0][1] and status == 1, f"{found}")
    kit.expect(not os.path.exists(patient.path("keys/server")), "it made another")
    kit.expect("Diario" not in found, "it opened the database all the same")


def no_network():
    folder = os.path.join(kit.scratch(), "nothing-here")
    found, status = doctor(folder)
    kit.expect(status == 1 and not_well(found), f"exit {status}: {found}")
    kit.expect(not os.path.exists(folder), "it made the folder")


def in_memory():
    patient = Patient()
    beside = f"/dev/shm/ayni-doctor-{os.getpid()}"
    try:
        shutil.copytree(patient.folder, beside)
        os.chmod(beside, 0o700)
        found, _ = doctor(beside)
        kit.expect(any("memoria" in line[1] and line[0] == BAD for line in found.get("Carpeta", [])), f"{found}")
    finally:
        shutil.rmtree(beside, True)


def gateway(p, closed=0, heard_ago_s=0, fault=None):
    """An open gateway of the network's own; those of the sample are closed first."""
    p.sql("update gateway set closed = 1")
    now = kit.now_ms()
    network = p.sql("select network from chain")[0][0]
    p.sql("insert into gateway (network, id, kind, name, number, settings, secret, price_mills, pace_ms, closed, made_at, "
          "seen_at, fault, fault_at) values (?, ?, 'android', 'Celular de la mesa', '', '{}', 'x', 50, 0, ?, ?, ?, ?, ?)",
          (network, GATEWAY, closed, now, None if heard_ago_s is None else now - heard_ago_s * 1000, fault, fault and now))
    return network


def message(state, hours_ago=0):
    def plant(p):
        network, made = gateway(p), kit.now_ms() - hours_ago * 3600000
        p.sql("insert into message (network, id, way, gateway, address, kind, text, state, segments, cost_mills, made_at, "
              "due_at, tries, rank) values (?, ?, 'out', ?, '+51987654321', 'reply', 'Anotado.', ?, 1, 50, ?, ?, 0, 0)",
              (network, bytes(range(16, 32)), GATEWAY, state, made, made))
    return plant


def ill(**how):
    return lambda p: gateway(p, **how) and {}


def well_gateway():
    patient = Patient()
    message("sent")(patient)
    found, status = doctor(patient.folder)
    kit.expect(status == 0 and "1" in found["Mensajes"][0][1], f"exit {status}: {not_well(found)}")


def damaged_file(p):
    with open(p.path("ayni.db"), "r+b") as f:
        f.write(b"another program's file")
    return {}


def common(report):
    check = report.check
    check("all is well", all_well)
    check("it changes nothing", changes_nothing)
    check("while it serves", while_serving)
    if not on_postgres:
        check("a network from before the table of foods", foods_of_before)
    check("several at once", two_things)
    for name, what, sign, words, plant, settings in (
            ("a disk that is too fast lies", "Disco", LOOK, "Miente", lambda p: None, {"sync_us": 0}),
            ("a slow disk", "Disco", LOOK, "va a esperar", lambda p: None, {"sync_us": 80000}),
            ("a clock that follows nobody", "Hora de internet", LOOK, "ningún otro", lambda p: None, {"alone": 1}),
            ("little room", "Espacio", LOOK, "Quedan 5", lambda p: None, {"free_mb": 500, "all_mb": 2000}),
            ("a tenth of the room", "Espacio", LOOK, "Quedan 8", lambda p: None, {"free_mb": 8000}),
            ("no backup", "Copia", LOOK, "Todavía", lambda p: p.sql("delete from meta where name = 'backup_at'") and {},
             {}),
            ("an old backup", "Copia", LOOK, "3 días", lambda p: p.backup(3), {}),
            ("the head is not the last entry", "Diario", BAD, "otro", lambda p: p.sql("update chain set seq = seq - 1")
             and {}, {}),
            ("groups in a ring", "Grupos", LOOK, " → ", ring, {}),
            ("a group below itself", "Grupos", LOOK, "vuelta", below_itself, {}),
            ("groups that are each other's double", "Grupos", LOOK, "doble", doubles("group"), {}),
            ("persons that are each other's double", "Personas", LOOK, "doble", doubles("person"), {}),
            ("a folder others can open", "Llaves", BAD, "pueden abrir", lambda p: os.chmod(p.folder, 0o755), {}),
            ("a key others can read", "Llaves", BAD, "server", lambda p: os.chmod(p.path("keys/server"), 0o644), {}),
            ("no key for backups", "Llaves", LOOK, "backup.pub", lambda p: os.unlink(p.path("keys/backup.pub")), {}),
            ("settings others can write", "Llaves", BAD, "ayni.conf", unsafe_conf, {}),
            ("a gateway that is not heard", "Pasarela", BAD, "Celular de la mesa: no da señal hace 2 horas", ill(heard_ago_s=7300), {}),
            ("a gateway that refuses", "Pasarela", BAD, "clave", ill(fault="denied"), {}),
            ("dead letters", "Mensajes", LOOK, "No se pudieron entregar: 1", message("failed"), {}),
            ("messages held at the ceiling", "Mensajes", LOOK, "tope del mes: 1", message("held"), {}),
            ("messages that wait for long", "Mensajes", LOOK, "desde hace 5 horas", message("queued", 5), {}),
            ("few files", "Límites", LOOK, "1000", lambda p: {"before": ("prlimit", "--nofile=1000:1000")}, {})):
        check(name, finds(what, sign, words, plant, **settings))
    check("a gateway that is well", well_gateway)
    check("clocks that are not believed", wrong_clocks)
    check("no secret", no_secret)
    check("no network", no_network)
    if not shutil.which("openssl"):
        report.skip("certificate", "no openssl")
        return
    check("a good certificate", good_certificate)
    check("a certificate not yet valid", early_certificate)
    for name, sign, words, plant, settings in (
            ("a certificate that is over", BAD, "Terminó", lambda p: certificate(p, days=1), {"days": 1}),
            ("a certificate soon over", LOOK, "Vale hasta", lambda p: certificate(p, days=5), {}),
            ("a certificate of another name", BAD, "No es para", lambda p: certificate(p, name="ollas.example"), {}),
            ("the key of another certificate", BAD, "no sirven", lambda p: certificate(p, key="another"), {}),
            ("a key that cannot be read", BAD, "key.pem", lambda p: certificate(p, key="gone"), {})):
        check(name, finds("Certificado", sign, words, plant, **settings))


def on_sqlite(report):
    report.check("a database another program changed", finds(
        "Base de datos", BAD, "WAL", lambda p: p.sql("pragma journal_mode = delete") and {}))
    report.check("a file that is no database", finds("Base de datos", BAD, "", damaged_file))
    if os.path.isdir("/dev/shm"):
        report.check("a folder in memory", in_memory)


# ---- PostgreSQL's own -------------------------------------------------------------------------

def password_in_conf(p):
    with open(p.path("ayni.conf"), encoding="utf-8") as f:
        text = f.read().replace("//postgres@", "//postgres:secreto@")
    p.conf(text)
    os.chmod(p.path("ayni.conf"), 0o644)


def server_with(setting, value):
    """Settings of the whole server, taken back when the check is over."""
    def plant(_):
        server().execute(f"alter system set {setting} = {value}")
        server().execute("select pg_reload_conf()")
    return plant


def server():
    return pg.shared()


def taken_back(run, *settings):
    def both():
        try:
            run()
        finally:
            for setting in settings:
                server().execute(f"alter system reset {setting}")
            server().execute("select pg_reload_conf()")
    return both


def other_order(p):
    p.sql('alter table "group" alter column name type text collate "POSIX"')


def gone():
    """A server that is not there is said, and nothing else can be."""
    patient = Patient()
    patient.conf("db = postgres://postgres@127.0.0.1:1/ayni")
    found, status = doctor(patient.folder)
    kit.expect(found["Base de datos"][0][0] == BAD and "Diario" not in found and status == 1, f"{found}")


def standbys():
    """A standby that is waited for is well; one that is not, or that is named and away, is told."""
    patient = Patient()
    with server().standby(sync=True):
        found, _ = doctor(patient.folder)
        kit.expect(found["Otra máquina"][0][0] == WELL and "1." in found["Otra máquina"][0][1], f"{found}")
        taken_back(lambda: None, "synchronous_standby_names")()
        kit.wait_for("the standby not to be waited for", lambda: server().execute(
            "select sync_state from pg_stat_replication") == [("async",)])
        found, _ = doctor(patient.folder)
        kit.expect(found["Otra máquina"][0][0] == LOOK and "nadie la espera" in found["Otra máquina"][0][1], f"{found}")


def on_own_postgres(report):
    check = report.check
    for name, setting, sign, words in (
            ("fsync off", "fsync", BAD, "fsync"), ("full_page_writes off", "full_page_writes", BAD, "full_page_writes"),
            ("synchronous_commit off", "synchronous_commit", LOOK, "synchronous_commit")):
        check(name, taken_back(finds("Base de datos", sign, words, server_with(setting, "off")), setting))
    check("a standby that is waited for and away", taken_back(
        finds("Otra máquina", BAD, "nadie puede anotar", server_with("synchronous_standby_names", "'nobody'")),
        "synchronous_standby_names"))
    check("text in another order", finds("Base de datos", LOOK, "colación C", other_order))
    check("a password others can read", finds("Llaves", BAD, "ayni.conf", password_in_conf))
    check("a server that is not there", gone)


def main():
    kit.need_program()
    report = kit.Report()
    if on_postgres:
        pg.use(pg.Cluster(in_memory=True, fsync=None, full_page_writes=None, synchronous_commit=None))  # each check says its own
        report.check("standbys", standbys)  # while there is little on the server that a standby must copy
    common(report)
    (on_own_postgres if on_postgres else on_sqlite)(report)
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
