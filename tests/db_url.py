#!/usr/bin/env python3
"""db_url.py - addresses of databases that cannot be used: one clear line, exit 2, nothing touched.

A PostgreSQL of its own: one role must give a password, one database holds another program's tables,
one a newer Ayni's, one keeps no UTF-8; a standby only reads.
"""
import os
import shutil
import sys

import kit
import pg
import tables
from kit import expect

SECRET = "dA7/no:se@ve"  # a password that must be seen nowhere
ESCAPED = "dA7%2Fno%3Ase%40ve"
COMMANDS = (("serve",), ("say", "--from", "+51900000001", "raciones 120"), ("verify",), ("export", "meal"),
            ("rebuild",), ("init", "--name", "Otra"), ("demo", "--days", "1", "--no-serve"))


def contents(url):
    """Names, definitions and number of rows of all tables, where it can be asked."""
    try:
        with tables.connect(url) as db:
            return [(t, db.key(t), db.execute(f'select count(*) from "{t}"')) for t in db.tables()]
    except tables.Error:
        return None


def files(folder):
    return sorted((os.path.join(at, f), os.path.getmtime(os.path.join(at, f)))
                  for at, _, names in os.walk(folder) for f in names)


def refused(r, says, where):
    expect(r.status == 2, f"{where}: exit {r.status}: {r.text[-300:]}")
    expect(r.err.startswith("ayni: ") and r.err.count("\n") == 1 and not r.out, f"{where}: not one line: {r.text}")
    expect(says in r.err, f"{where}: {r.err!r} does not say {says!r}")
    for secret in (SECRET, ESCAPED, "no:se", "se@ve", "dA7"):
        expect(secret not in r.text, f"{where}: the password is shown: {r.err}")


def try_all(folder, url, says, commands=COMMANDS, look=None, env=None):
    before = contents(look or url), files(folder)
    for words in commands:
        r = kit.run(*words, "--data", folder, "--db", url, env=env)
        refused(r, says, " ".join(words))
    expect((contents(look or url), files(folder)) == before, f"something was touched: {contents(look or url)}")


class Place:
    def __init__(self):
        self.server = pg.use(pg.Cluster())
        with open(os.path.join(self.server.data, "pg_hba.conf"), "r+", encoding="utf-8") as f:
            text = f.read()
            f.seek(0)
            f.write("host all careful 127.0.0.1/32 scram-sha-256\n" + text)
        self.server.execute(f"create role careful login superuser password '{SECRET}'")
        self.server.execute("select pg_reload_conf()")
        self.folder = kit.template(db="postgres")  # a network at rest
        self.url = kit.database(self.folder)
        self.name = self.url.rpartition("/")[2]

    def as_careful(self, password, name=None):
        return f"postgres://careful:{password}@127.0.0.1:{self.server.port}/{name or self.name}"


# ---- what is wrong ----------------------------------------------------------------------------

def odd_address(p):
    for url in (f"mysql://ayni:{ESCAPED}@localhost/ayni", "/tmp/ayni.db", "host=localhost dbname=ayni"):
        try_all(p.folder, url, "postgres://", look=p.url)
    for url in (f"postgres://ayni:{ESCAPED}@[::1/ayni", f"postgres://ayni:{ESCAPED}@127.0.0.1:port/ayni",
                f"postgres://ayni:{ESCAPED}@127.0.0.1/ayni?nada=1", f"postgres://ayni:{SECRET}@127.0.0.1/ayni"):
        try_all(p.folder, url, "", COMMANDS[:2], look=p.url)
    r = kit.run("serve", "--data", p.folder, "--db", env=None)
    expect(r.status == 2 and "--db" in r.err, r.text)


def unreachable(p):
    url = f"postgres://ayni:{ESCAPED}@127.0.0.1:{pg.free_port()}/ayni"
    try_all(p.folder, url, "no se llega al servidor", look=p.url)
    try_all(p.folder, f"postgres://ayni:{ESCAPED}@/ayni?host=/nowhere", "no se llega", COMMANDS[:1], look=p.url)


def wrong_password(p):
    look = p.url
    try_all(p.folder, p.as_careful("equivocada"), "usuario o contraseña", look=look)
    try_all(p.folder, p.as_careful(""), "usuario o contraseña", COMMANDS[:2], look=look)
    try_all(p.folder, p.url.replace("postgres@", "nadie@"), "usuario o contraseña", COMMANDS[:2], look=look)
    r = kit.run("verify", "--data", p.folder, "--db", p.as_careful(ESCAPED))
    expect(r.status == 0, f"the right one: {r.text}")


def never_shown(p):
    """The settings, the log of a server and a network that is there tell no password."""
    url = p.as_careful(ESCAPED)
    r = kit.run("config", "--data", p.folder, "--db", url)
    expect(r.status == 0 and f"db = postgres://careful:***@127.0.0.1:{p.server.port}/{p.name}\n" in r.out, r.text)
    expect(ESCAPED not in r.text, "`config` shows the password")
    r = kit.run("init", "--data", p.folder, "--db", url)
    refused(r, "ya hay una red", "init")
    expect("careful:***@" in r.err, r.err)
    for env in ({"AYNI_DB": url}, {"PGPASSWORD": SECRET, "AYNI_DB": url.replace(f":{ESCAPED}@", "@")}):
        r = kit.run("verify", "--data", p.folder, env=env)
        expect(r.status == 0, f"by the environment: {r.text}")


def no_database(p):
    try_all(p.folder, p.server.url("no_hay"), "no existe", look=p.url)


def foreign(p):
    url = p.server.make("ajena")
    p.server.execute("create table cuentas (saldo bigint)", name="ajena")
    p.server.execute("insert into cuentas values (7)", name="ajena")
    try_all(p.folder, url, "otro programa")
    p.server.execute("create table meta (name text, value text)", name="ajena")
    try_all(p.folder, url, "otro programa")


def newer(p):
    url = p.server.make("nueva", p.name)
    p.server.execute("update meta set value = '99' where name = 'format'", name="nueva")
    try_all(p.folder, url, "más nuevo")


def encoding(p):
    p.server.execute("create database latina encoding 'LATIN1' template template0 locale 'C'")
    try_all(p.folder, p.server.url("latina"), "UTF-8")


def read_only(p):
    """By setting, and on a standby."""
    url = p.server.make("quieta", p.name)
    p.server.execute("alter database quieta set default_transaction_read_only = on")
    try_all(p.folder, url, "solo se puede leer", [c for c in COMMANDS if c[0] in ("serve", "say", "rebuild")], look=p.url)
    with p.server.standby() as other:
        writes = [c for c in COMMANDS if c[0] in ("serve", "say", "rebuild")]
        try_all(p.folder, other.url(p.name), "solo se puede leer", writes)
        both = f"postgres://postgres@127.0.0.1:{other.port},127.0.0.1:{p.server.port}/{p.name}"
        r = kit.run("say", "--from", "+51900000001", "ayuda", "--data", p.folder,
                    "--db", both + "?target_session_attrs=read-write")
        expect(r.status == 0, f"two hosts, the second writes: {r.text}")


def wrong_keys(p):
    folder = os.path.join(kit.scratch(), "other-keys")
    os.makedirs(os.path.join(folder, "keys"), 0o700)
    with open(os.path.join(folder, "keys", "server"), "wb") as f:
        f.write(bytes(32))
    try_all(folder, p.url, "keys", [c for c in COMMANDS if c[0] != "init"])
    bare = os.path.join(kit.scratch(), "no-keys")
    os.makedirs(bare, 0o700)
    try_all(bare, p.url, "keys", [c for c in COMMANDS if c[0] != "init"])
    try_all(bare, p.url, "ya hay una red", [c for c in COMMANDS if c[0] == "init"])
    missing = os.path.join(kit.scratch(), "no-folder")
    for words in (("serve",), ("say", "--from", "+51900000001", "ayuda")):
        refused(kit.run(*words, "--data", missing, "--db", p.url), "keys", "without a folder")
    expect(not os.path.exists(missing), "the folder was made")
    shutil.copytree(os.path.join(p.folder, "keys"), os.path.join(missing, "keys"))
    r = kit.run("say", "--from", "+51900000001", "ayuda", "--data", missing, "--db", p.url)
    expect(r.status == 0, f"with the keys: {r.text}")


def a_network_of_ones_own(p):
    """init makes the tables in an empty database, once; demo goes on only with what a demo made."""
    url, folder = p.server.make("vacia"), os.path.join(kit.scratch(), "own")
    for words in (("say", "--from", "+51900000001", "ayuda"), ("serve",), ("verify",)):
        os.makedirs(folder, exist_ok=True)
        refused(kit.run(*words, "--data", folder, "--db", url), "ayni init", words[0])
    expect(contents(url) == [] and not os.listdir(folder), "something was made")
    os.rmdir(folder)
    r = kit.run("init", "--name", "Red", "--data", folder, "--db", url)
    expect(r.status == 0 and "/i/" in r.out, r.text)
    expect(sorted(os.listdir(folder)) == ["keys"], f"{os.listdir(folder)}")
    for words, says in ((("init",), "ya hay una red"), (("demo", "--no-serve"), "no es de muestra")):
        before = contents(url)
        refused(kit.run(*words, "--data", folder, "--db", url), says, words[0])
        expect(contents(url) == before, f"{words[0]} touched it")
    r = kit.run("verify", "--tables", "--data", folder, "--db", url)
    expect(r.status == 0, r.text)
    with tables.connect(url) as db:
        expect(len(db.execute("select 1 from chain")) == 1, "a chain of no network")


def main():
    kit.need_program()
    report = kit.Report()
    p = Place()
    for name, run in (
            ("an address that is none", odd_address), ("nobody answers there", unreachable),
            ("a wrong password or role", wrong_password), ("passwords are shown nowhere", never_shown),
            ("no such database", no_database), ("another program's database", foreign),
            ("a newer Ayni's database", newer), ("a database that keeps no UTF-8", encoding),
            ("where nothing can be written", read_only), ("other keys, none, no folder", wrong_keys),
            ("a database that is empty, then not", a_network_of_ones_own)):
        report.check(name, lambda run=run: run(p))
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
