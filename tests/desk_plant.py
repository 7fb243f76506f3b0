#!/usr/bin/env python3
"""desk_plant.py - messages and gateways written beside the program, as its gateways would have left them.

    desk_plant.py FOLDER     a small story for the browser harnesses; prints what they need, as JSON
"""
import json
import os
import sys
import time
import uuid

import kit

SMS, WHATSAPP = b"\x01" * 16, b"\x02" * 16
STRANGER = "+51911222333"


class Post:
    """Rows of one network: gateways, messages, threads."""

    def __init__(self, folder):
        self.db = kit.open_tables(folder)
        (self.net,) = self.db.execute("select distinct network from journal")[0]
        self.now = int(time.time() * 1000)

    def alone(self):
        """Without the gateways and messages that a sample network has."""
        for table in ("gateway", "message", "thread"):
            self.db.execute(f"delete from {table}")
        return self

    def gateway(self, ident, kind, name, price=35, ceiling=20000, pace=50, seen=0, fault=None, closed=0, secret="ZQSECRET"):
        self.db.execute(
            "insert into gateway (network, id, kind, name, number, settings, secret, price_mills, ceiling_mills, pace_ms,"
            " closed, made_at, seen_at, fault, fault_at) values (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            (self.net, ident, kind, name, "+51900000000", "{}", secret, price, ceiling, pace, closed, self.now,
             self.now - seen, fault, self.now if fault else None))

    def person(self, phone):
        """(person, address) of whoever has that telephone."""
        return self.db.execute("select person from contact where phone = ?", (phone,))[0][0], phone

    def message(self, whom, text, state, way="in", gateway=SMS, kind=None, ago=60000, **more):
        """One row, and its thread moved on; its id as text."""
        person, address = whom
        ident, at = uuid.uuid4(), self.now - ago
        row = {"network": self.net, "id": ident.bytes, "way": way, "gateway": gateway, "address": address,
               "person": person, "kind": kind or ("text" if way == "in" else "reply"), "text": text, "state": state,
               "segments": 0 if way == "in" else 1, "made_at": at, "due_at": at, "tries": 0, "rank": 0, **more}
        names = ", ".join(row)
        self.db.execute(f"insert into message ({names}) values ({','.join('?' * len(row))})", tuple(row.values()))
        there = self.db.execute("select last_at, lost_at from thread where network = ? and address = ?", (self.net, address))
        lost = at if state == "lost" else there[0][1] if there else None
        if there:
            self.db.execute("update thread set last_at = ?, lost_at = ? where network = ? and address = ?",
                            (max(at, there[0][0]), lost, self.net, address))
        else:
            self.db.execute("insert into thread (network, address, gateway, person, last_at, heard_at, lost_at)"
                            " values (?,?,?,?,?,?,?)", (self.net, address, gateway, person, at, at, lost))
        return str(ident)

    def one(self, sql, *args):
        return self.db.execute(sql, args)[0][0]

    def close(self):
        self.db.close()


def phone_in(post, code, skip=0):
    """The telephone of somebody of that kitchen."""
    return post.db.execute(
        'select c.phone from membership m join "group" g on g.id = m."group" join contact c on c.person = m.person'
        " where g.code = ? and c.phone is not null order by c.phone", (code,))[skip][0]


def story(post):
    """Two conversations, a stranger, something not understood, a dead letter, a gateway that is down."""
    post.gateway(SMS, "android", "Celular de la mesa")
    post.gateway(WHATSAPP, "whatsapp", "WhatsApp de la red", price=0, ceiling=-1, seen=3600000, fault="away")
    rosa = post.person(phone_in(post, "SJM-001"))
    post.message(rosa, "raciones 95", "done", ago=26 * 3600000)
    post.message(rosa, "Anotado: 95 almuerzos de ayer.", "delivered", "out", ago=26 * 3600000 - 1000,
                 sent_at=post.now - 26 * 3600000 + 3000, delivered_at=post.now - 26 * 3600000 + 9000)
    ask = post.message(rosa, "el guisito estuvo para 120", "lost", ago=600000)
    post.message(rosa, "No entendí. Puede escribir: raciones 120", "sent", "out", ago=599000, sent_at=post.now - 598000)
    stranger = post.message((None, STRANGER), "hola quiero registrar mi olla", "answered", ago=300000)
    again, drop = (post.message(rosa, text, "failed", "out", kind="reminder", ago=ago, tries=8, fault="away",
                                failed_at=post.now - 100000)
                   for text, ago in (("Mañana hay reunión a las 10", 200000), ("Falta anotar la olla de hoy", 250000)))
    return {"ask": ask, "stranger": stranger, "otra": again, "descartar": drop}


if __name__ == "__main__":
    made = Post(os.path.abspath(sys.argv[1]))
    print(json.dumps(story(made)))
    made.close()
