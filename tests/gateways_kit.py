"""gateways_kit.py - what the harnesses of gateways share: a way in, its rows, people who write, waits.

The program stands between a stand-in of a service (tools/standin) and its tables, which are read beside it.
"""
import base64
import http.client
import os
import re
import sys
import threading
import uuid

import kit
from kit import expect, must_run, wait_for

sys.path.insert(0, os.path.join(kit.ROOT, "tools", "standin"))

COLUMNS = ("id", "way", "address", "kind", "text", "state", "ref", "tries", "made_at", "due_at", "sent_at", "delivered_at",
           "read_at", "failed_at", "fault", "segments", "cost_mills")
adding = threading.Lock()  # the new row is the one that was not there before
LEADER = "+51900000001"  # of SJM-001 in the sample network


class Way:
    """A gateway of a network, and what its rows say."""

    def __init__(self, net, kind, *options, settings=None, secret=None):
        self.net, self.kind = net, kind
        words = [x for k, v in (settings or {}).items() for x in ("--set", f"{k}={v}")]
        more = {}
        if secret is not None:
            words += ["--secret-file", "-"]
            more["stdin"] = secret.encode()
        with adding, kit.open_tables(net.folder) as db:
            before = {r[0] for r in db.execute("select id from gateway")}
            r = net.ayni("gateway", "add", kind, *options, *words, **more)
            expect(r.status == 0, f"gateway add {kind}: exit {r.status}: {r.text}")
            rows = db.execute("select id, secret from gateway")
        self.key, self.secret = next((i, s) for i, s in rows if i not in before)
        self.id = str(uuid.UUID(bytes=self.key))
        self.said = r.out

    @property
    def url(self):
        return f"{self.net.url}/pasarela/{self.id}"

    def rows(self, way=None, where="", args=()):
        """Its messages, oldest first."""
        sql = f"select {', '.join(COLUMNS)} from message where gateway = ?"
        if way:
            sql += " and way = '" + way + "'"
        with kit.open_tables(self.net.folder) as db:
            got = db.execute(sql + (f" and {where}" if where else "") + " order by made_at, id", (self.key, *args))
        return [dict(zip(COLUMNS, r)) for r in got]

    def row(self):
        with kit.open_tables(self.net.folder) as db:
            got = db.execute("select seen_at, fault, fault_at from gateway where id = ?", (self.key,))
        return dict(zip(("seen_at", "fault", "fault_at"), got[0]))

    def wait(self, what, way, state, n=1, wait_s=15, where="", args=()):
        """At least n messages of that way in that state."""
        found = []

        def there():
            found[:] = [m for m in self.rows(way, where, args) if m["state"] == state]
            return len(found) >= n
        try:
            wait_for(what, there, wait_s)
        except kit.Failed as why:
            raise kit.Failed(f"{why}; there are {[(m['way'], m['kind'], m['state'], m['fault'], m['text'][:40]) for m in self.rows()][-6:]}")
        return found

    def hurry(self):
        """As if the time until the next try, or the end of a lease, had passed."""
        with kit.open_tables(self.net.folder) as db:
            for (ident,) in db.execute("select id from message where gateway = ? and state = 'queued'", (self.key,)):
                db.execute("update message set due_at = 1 where id = ? and state = 'queued'", (ident,))
            db.execute("update gateway set lease_until_at = 1 where id = ? and holder is not null", (self.key,))

    def send(self, to=LEADER):
        """Queue a message of ours."""
        r = self.net.ayni("gateway", "test", self.id, "--to", to)
        expect(r.status == 0, f"gateway test: exit {r.status}: {r.text}")


def kept(net):
    """What a call that was refused must not change."""
    with kit.open_tables(net.folder) as db:
        return [db.execute(f"select count(*) from {t}") for t in ("message", "conversation", "thread", "journal", "limits")] + \
            db.execute("select seen_at, fault from gateway order by id")


def call(url, method="POST", body=b"", headers=None, wait_s=15):
    """One request on a connection of its own: (status, headers, body)."""
    found = re.fullmatch(r"http://([^:/]+):(\d+)(.*)", url)
    conn = http.client.HTTPConnection(found[1], int(found[2]), timeout=wait_s)
    try:
        conn.request(method, found[3], body, headers or {})
        r = conn.getresponse()
        return r.status, dict(r.getheaders()), r.read()
    finally:
        conn.close()


def basic(password, user="ayni"):
    return {"Authorization": "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()}


def orderly(m):
    """Times of a message that was delivered, in the order of its states."""
    times = [m["made_at"], m["sent_at"], m["delivered_at"]]
    expect(all(times) and times == sorted(times), f"times out of order: {times}")


def meals(net, day=None):
    """What stands of today's pot of SJM-001."""
    rows = net.program("lider").get(f"/api/v1/meal?kitchen=SJM-001&day={day or kit.today()}").json()["rows"]
    return [r["served"] for r in rows]


__all__ = ["Way", "LEADER", "kept", "call", "basic", "orderly", "meals", "must_run", "expect", "wait_for"]
