"""vault.py - what backup.py and move.py share: keys, copies compared, commands that are killed."""
import re
import subprocess
import time

import kit
import tables
from client import find_form
from kit import expect

JOURNAL = ("journal", "journal_part", "journal_record")
OPERATIONAL = ("session", "enrolled", "invite", "api_token", "limits", "conversation")
HALF, GONE, TAKEN = "mitad", "se mudó", "ya hay"


def add_key(folder, to):
    """One more key for the folder's backups, written to the file `to` as a person would."""
    r = kit.must_run("backup", "--new-key", "--data", folder)
    found = re.search(r"^\s+((?:[0-9A-Z]{5}-){5}[0-9A-Z]{5})$", r.out, re.M)
    expect(found, f"no key is shown: {r.text}")
    with open(to, "w", encoding="utf-8") as f:
        f.write(found[1].lower().replace("-", " ") + "\n")
    return to


def new_key(folder, to):
    """The same, and no other from now on."""
    add_key(folder, to)
    with open(f"{folder}/keys/backup.pub", encoding="utf-8") as f:
        last = f.readlines()[-1]
    with open(f"{folder}/keys/backup.pub", "w", encoding="utf-8") as f:
        f.write("# one line a key\n\n" + last)
    return to


def rows(where, table, columns="*"):
    """All rows of a table, in order."""
    with tables.connect(where) as db:
        return sorted(db.execute(f'select {columns} from "{table}"'), key=repr)


def same_rows(one, other, names=JOURNAL + OPERATIONAL):
    """Row by row; the chain but for its epoch, which a rebuild moves."""
    for table in names:
        expect(rows(one, table) == rows(other, table), f"{table} differs")
    where = "network, seq, hash, stamp"
    expect(rows(one, "chain", where) == rows(other, "chain", where), "the chain differs")


def dump(folder):
    r = kit.must_run("verify", "--dump", "--data", folder, timeout_s=120)
    expect(r.out, "the dump is empty")
    return r.out


def whole(folder):
    """Chain, tables and their law hold there."""
    kit.must_run("verify", "--tables", "--data", folder, timeout_s=120)


def refused(r, *words):
    """Exit 2 and one line that says these words."""
    lines = r.err.strip().splitlines()
    expect(r.status == 2 and len(lines) == 1 and not r.out.strip(), f"exit {r.status}: {r.text[-300:]}")
    for word in words:
        expect(word in lines[0], f"no «{word}» in: {lines[0]}")


def killed_after(delay_s, *words):
    """Run the program and kill -9 it after so long; its exit status, None when it was killed."""
    p = subprocess.Popen([kit.AYNI, *map(str, words)], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                         stderr=subprocess.DEVNULL, env=kit.environment())
    try:
        return p.wait(delay_s)
    except subprocess.TimeoutExpired:
        p.kill()
        p.wait(10)
        return None


def killed_when(reached, *words, wait_s=30):
    """Run the program and kill -9 it as soon as that is so."""
    p = subprocess.Popen([kit.AYNI, *map(str, words)], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                         stderr=subprocess.DEVNULL, env=kit.environment())
    try:
        kit.wait_for("the place to kill it at", lambda: reached() or p.poll() is not None, wait_s, 0.002)
        expect(p.poll() is None, "it ended before it could be killed")
    finally:
        p.kill()
        p.wait(10)


def took(run):
    """(what it gave, seconds)"""
    begun = time.monotonic()
    return run(), time.monotonic() - begun


def empty_postgres(folder):
    """A folder whose ayni.conf names a new, empty PostgreSQL database."""
    return kit.settle(folder, "postgres")


def meta(folder, name):
    with kit.open_tables(folder) as db:
        found = db.execute("select value from meta where name = ?", (name,))
    return found[0][0] if found else ""


class Before:
    """What a running network knew: a session, a link, a token, an action."""

    def __init__(self, net):
        self.cookies = dict(net.client("lider").cookies)
        self.link = "/i/" + net.ayni("invite", "cocinera").out.strip().splitlines()[-1].rpartition("/i/")[2]
        self.token = net.token("operadora")
        self.act = kit.report({"kitchen": "SJM-001", "served": 77, "day": kit.today(12), "sitting": "breakfast",
                               "reason": "antes"})
        a = kit.Client(net.url, token=self.token).changes([self.act])
        expect(a.status == 200 and a.json()[0]["status"] == "accepted", f"the action: {a.text[:200]}")

    def lives_on(self, folder):
        """Served from that folder, all of it is good still."""
        net = kit.Net(folder=folder).start()
        try:
            old, fresh = kit.Client(net.url), kit.Client(net.url)
            old.cookies = dict(self.cookies)
            expect(old.get("/inicio").status == 200, "the session of before is not known")
            form = find_form(fresh.get(self.link).text, [], "/i/")
            expect(fresh.form(form["action"], form["fields"]).status == 303 and fresh.cookies,
                   "the link of before is not good")
            a = kit.Client(net.url, token=self.token).changes([self.act])
            expect(a.status == 200 and a.json()[0]["status"] == "repeated", f"the action of before: {a.text[:200]}")
        finally:
            status = net.stop()
        expect(status == 0, f"exit status {status}")
