"""outbox_journal.py - what a network has of each change, for outbox.mjs.

    outbox_journal.py FOLDER

JSON: changes {id: {records, acted, doubted}}, parked [ids of acts that wait for a person].
"""
import json
import sys

import kit

ACTED = 1 + 16 + 8 + 16 + 32 + 3 * 16  # in a header of format 1 (doc/journal.md): network, seq, id, content, whose
DOUBTED = 2


def main(folder):
    changes = {}
    with kit.open_tables(folder) as db:
        for change, header, record in db.execute("select j.change, j.header, r.record from journal j left join journal_record r"
                                         " on r.network = j.network and r.seq = j.seq"):
            header = bytes(header)
            one = changes.setdefault(bytes(change).hex(), {
                "records": [], "acted": int.from_bytes(header[ACTED:ACTED + 8], "big"),
                "doubted": bool(header[ACTED + 16] & DOUBTED)})
            one["records"].append(bytes(record or b"").hex())
        parked = [bytes(act).hex() for act, in db.execute("select act from parked where decided_at is null")]
    print(json.dumps({"changes": changes, "parked": parked}))


if __name__ == "__main__":
    main(sys.argv[1])
