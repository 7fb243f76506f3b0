#!/usr/bin/env python3
"""The test of bare.c: what it writes equals what it read. Argument: the built program."""
import os
import sqlite3
import subprocess
import sys
import tempfile
import unittest

PROGRAM = None
TABLES = """
CREATE TABLE journal (network BLOB, seq INTEGER, change BLOB, header BLOB, PRIMARY KEY (network, seq))
  STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX journal_change ON journal (network, change);
CREATE TABLE part (network BLOB, seq INTEGER, part INTEGER, body TEXT,
  PRIMARY KEY (network, seq, part)) STRICT, WITHOUT ROWID;
CREATE TABLE meal (network BLOB, id BLOB, change BLOB, kitchen INTEGER, day INTEGER, served INTEGER,
  note TEXT, share REAL, PRIMARY KEY (network, id)) WITHOUT ROWID;
CREATE TABLE tally (network BLOB, day INTEGER, served INTEGER, PRIMARY KEY (network, day)) STRICT;
CREATE TABLE chain (network BLOB PRIMARY KEY, seq INTEGER) STRICT;
CREATE TABLE other (a INTEGER);
"""
LINKS = ["journal", "part=t.network = j.network AND t.seq = j.seq", "meal=t.change = j.change",
         "tally~, meal m WHERE m.change = j.change AND t.day = m.day", "chain%1"]
CHANGES = 300


def make(path):
    db = sqlite3.connect(path)
    db.executescript(TABLES)
    net = b"n" * 16
    for seq in range(1, CHANGES + 1):
        change, day = seq.to_bytes(16, "little"), seq // 40
        db.execute("INSERT INTO journal VALUES (?, ?, ?, ?)", (net, seq, change, b"\0\xff" * seq))
        for part in range(seq % 3):
            db.execute("INSERT INTO part VALUES (?, ?, ?, ?)", (net, seq, part, "ñ" * seq))
        db.execute("INSERT INTO meal VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                   (net, seq.to_bytes(16, "big"), change, seq % 40, day, None, "", seq / 7))
        db.execute("INSERT INTO tally VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET served = served + 1",
                   (net, day))
    db.execute("INSERT INTO chain VALUES (?, ?)", (net, CHANGES))
    db.execute("INSERT INTO other VALUES (7)")
    db.commit()
    db.close()


def rows(path, table):
    db = sqlite3.connect(path)
    got = db.execute(f"SELECT * FROM {table}").fetchall()
    db.close()
    return sorted(got, key=repr)


class Bare(unittest.TestCase):
    def setUp(self):
        self.dir = tempfile.TemporaryDirectory()
        self.data = os.path.join(self.dir.name, "data.db")
        self.work = os.path.join(self.dir.name, "work.db")
        make(self.data)

    def tearDown(self):
        self.dir.cleanup()

    def run_bare(self, *options, links=LINKS):
        p = subprocess.run([PROGRAM, *options, self.data, self.work, *links], timeout=60,
                           capture_output=True, text=True)
        return p.returncode, p.stdout, p.stderr

    def last(self, out):
        return dict(w.split("=") for w in out.strip().split("\n")[-1].split())

    def test_all_into_empty_tables(self):
        code, out, said = self.run_bare("-k", "-r", "2")
        self.assertEqual((code, said), (0, ""))
        for table in ("journal", "part", "meal", "tally", "chain"):
            self.assertEqual(rows(self.work, table), rows(self.data, table), table)
        last = self.last(out)
        self.assertEqual((last["changes"], last["groups"]), ("300", "5"))
        # 300 journal, 300 part, 300 meal, 300 tally; the chain once a group
        self.assertEqual(last["rows"], "1205")
        self.assertGreater(float(last["changes_per_s"]), 0)

    def test_last_ones_on_a_full_copy(self):
        code, out, said = self.run_bare("-k", "-f", "-n", "100", "-g", "10", "-r", "1")
        self.assertEqual((code, said), (0, ""))
        for table in ("journal", "part", "meal", "tally", "chain", "other"):
            self.assertEqual(rows(self.work, table), rows(self.data, table), table)
        self.assertEqual(self.last(out)["groups"], "10")

    def test_the_last_ones_are_taken(self):
        self.assertEqual(self.run_bare("-k", "-n", "10", "-r", "1")[0], 0)
        self.assertEqual([r[1] for r in rows(self.work, "journal")], list(range(291, 301)))
        self.assertEqual(self.run_bare("-k", "-w", "j.seq <= 5", "-r", "1")[0], 0)
        self.assertEqual([r[1] for r in rows(self.work, "journal")], [1, 2, 3, 4, 5])

    def test_once_a_group(self):
        links = ["journal", LINKS[3].replace("~", "%")]
        out = self.run_bare("-r", "1", "-g", "40", links=links)[1]
        # groups are 1-40, 41-80 …, days 1-39, 40-79 …: two days a group, the last has one
        self.assertEqual(self.last(out)["rows"], str(300 + 2 * 7 + 1))
        self.assertFalse(os.path.exists(self.work))

    def test_rebuild(self):
        links = ["journal", "part@t.network = j.network AND t.seq = j.seq", "meal~t.change = j.change",
                 "tally%, meal m WHERE m.change = j.change AND t.day = m.day"]
        code, out, said = self.run_bare("-b", "-k", "-f", "-g", "40", "-r", "2", links=links)
        self.assertEqual((code, said), (0, ""))
        for table in ("journal", "part", "meal", "tally", "chain", "other"):
            self.assertEqual(rows(self.work, table), rows(self.data, table), table)
        # read: 300 journal and 300 part; written: 300 meal and two tallies a group but the last
        self.assertEqual(self.last(out)["rows"], str(300 + 300 + 300 + 2 * 7 + 1))

    def test_errors(self):
        for links, words in ((["nada", "chain%1"], "no table nada"), (["journal", "chain"], "no =, ~"),
                             (["journal", "chain%nada"], "no such column")):
            code, _, said = self.run_bare(links=links)
            self.assertEqual(code, 2)
            self.assertIn(words, said)


if __name__ == "__main__":
    PROGRAM = os.path.abspath(sys.argv.pop(1))
    unittest.main()
