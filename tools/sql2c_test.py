#!/usr/bin/env python3
"""The self-test of sql2c.py."""
import io
import os
import sys
import tempfile
import unittest
from contextlib import redirect_stderr

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.dont_write_bytecode = True
import sql2c

HEAD = "-- name: pots (network ref, from date) -> served int, day date\n"
BODY = "SELECT served, day FROM meal WHERE network = :network AND day >= :from\n"


def one(text):
    blocks = sql2c.read_files([("x.sql", text)])
    assert len(blocks) == 1
    return blocks[0]


class Reading(unittest.TestCase):
    def test_block(self):
        b = one(HEAD + BODY)
        self.assertEqual(b.name, "pots")
        self.assertEqual(b.params, [("network", "ref"), ("from", "date")])
        self.assertEqual(b.cols, [("served", "int"), ("day", "date")])
        self.assertEqual(b.texts, {"sqlite": "SELECT served, day FROM meal "
                                             "WHERE network = ?1 AND day >= ?2"})

    def test_order_is_the_lists(self):
        b = one("-- name: x (a int, b int)\nUPDATE t SET b = :b WHERE a = :a OR b < :b;\n")
        self.assertEqual(b.texts["sqlite"], "UPDATE t SET b = ?2 WHERE a = ?1 OR b < ?2")

    def test_no_parameters_no_columns(self):
        b = one("-- name: wipe ()\nDELETE FROM t\n")
        self.assertEqual((b.params, b.cols), ([], None))

    def test_blanks_and_comments(self):
        b = one("-- about this file\n\n-- name: x () -> a text\n\n-- why\nSELECT  /* not\n this */ "
                "'two  blanks -- :kept;'\n\tAS a   -- end\n\n")
        self.assertEqual(b.texts["sqlite"], "SELECT 'two  blanks -- :kept;' AS a")

    def test_quotes(self):
        b = one("-- name: x () -> a text\nSELECT 'it''s :a' AS \"a  b\"\n")
        self.assertEqual(b.texts["sqlite"], "SELECT 'it''s :a' AS \"a  b\"")

    def test_heading_over_lines(self):
        b = one("-- name: x (a int,\n--   b int) ->\n--   c int,\n--   d text\nSELECT :a, :b\n")
        self.assertEqual(len(b.params), 2)
        self.assertEqual(b.cols, [("c", "int"), ("d", "text")])

    def test_variants(self):
        b = one("-- name: x (id ref)\n-- sqlite:\nINSERT OR IGNORE INTO seen\n-- pg:\n"
                "INSERT INTO seen\n-- both:\nVALUES (:id)\n-- pg:\nON CONFLICT DO NOTHING\n")
        self.assertEqual(b.texts["sqlite"], "INSERT OR IGNORE INTO seen VALUES (?1)")
        self.assertEqual(b.texts["pg"], "INSERT INTO seen VALUES (?1) ON CONFLICT DO NOTHING")

    def test_many(self):
        self.assertFalse(one(HEAD + BODY).many)
        b = one("-- name: x () -> many a int,\n--   b text\nSELECT a, b FROM t\n")
        self.assertTrue(b.many)
        self.assertEqual(b.cols, [("a", "int"), ("b", "text")])

    def test_rows_are_recognised(self):
        one("-- name: x (a int) -> a int\nWITH t AS (SELECT :a AS a) SELECT a FROM t\n")
        one("-- name: x (a int)\nWITH t AS (SELECT :a AS a) INSERT INTO u SELECT a FROM t\n")
        one("-- name: x (a int) -> a int\nINSERT INTO u VALUES (:a) RETURNING a\n")


class Errors(unittest.TestCase):
    def fails(self, text, where, reason):
        with self.assertRaises(sql2c.Wrong) as got:
            sql2c.read_files([("x.sql", text)])
        self.assertTrue(str(got.exception).startswith(where + ": "), str(got.exception))
        self.assertIn(reason, str(got.exception))

    def test_parameters(self):
        self.fails(HEAD + BODY + "\nAND a = :other\n", "x.sql:4", "unknown parameter :other")
        self.fails("\n" + HEAD + "SELECT :from, 1\n", "x.sql:2", "'network' is not used")
        self.fails("-- name: x (a int, a int)\nSELECT :a\n", "x.sql:1", "declared twice")
        self.fails("-- name: x (a float)\nSELECT :a\n", "x.sql:1", "unknown type 'float'")
        self.fails("-- name: x (a)\nSELECT :a\n", "x.sql:1", "is not 'name type'")
        self.fails("-- name: x ()\nDELETE FROM t\nWHERE a = ?1\n", "x.sql:3", "not ?1")

    def test_unused_in_one_dialect(self):
        self.fails("-- name: x (a int)\n-- sqlite:\nDELETE FROM t WHERE a = :a\n-- pg:\n"
                   "DELETE FROM t\n", "x.sql:1", "'a' is not used in the pg text")

    def test_columns(self):
        self.fails("-- name: x ()\nSELECT 1\n", "x.sql:1", "declare its columns")
        self.fails("-- name: x () -> a int\nDELETE FROM t\n", "x.sql:1", "gives no rows")
        self.fails("-- name: x () ->\nSELECT 1\n", "x.sql:1", "no columns after ->")

    def test_blocks(self):
        twice = "-- name: x ()\nDELETE FROM t\n-- name: x ()\nDELETE FROM u\n"
        self.fails(twice, "x.sql:3", "'x' is already at x.sql:1")
        self.fails("SELECT 1\n", "x.sql:1", "before the first")
        self.fails("-- name: X ()\nDELETE FROM t\n", "x.sql:1", "the heading is not")
        self.fails("-- name: x ()\n", "x.sql:1", "no statement for sqlite")
        self.fails("-- name: x ()\nDELETE FROM t;\nDELETE FROM u\n", "x.sql:3", "more than one")
        self.fails("-- name: x ()\nDELETE FROM t\nWHERE a = 'b\n", "x.sql:3", "quote is not closed")
        self.fails("-- nothing\n", "x.sql:1", "no '-- name:' or '-- table:' block")

    def test_name_in_two_files(self):
        a = "-- name: x ()\nDELETE FROM t\n"
        with self.assertRaisesRegex(sql2c.Wrong, r"b\.sql:1: 'x' is already at a\.sql:1"):
            sql2c.read_files([("a.sql", a), ("b.sql", a)])


POT = """-- about pots
-- table: pot
-- why
CREATE TABLE pot (network BLOB NOT NULL, id BLOB NOT NULL,
"group" BLOB, day INTEGER NOT NULL, note TEXT, PRIMARY KEY (network, id));
CREATE UNIQUE INDEX pot_day ON pot (network, "group", day);
CREATE INDEX pot_note ON pot (network, note) WHERE note IS NOT NULL;
"""


class Tables(unittest.TestCase):
    fails = Errors.fails

    def bad(self, was, now, where, reason):
        self.assertIn(was, POT)
        self.fails(POT.replace(was, now, 1), where, reason)

    def test_table(self):
        t = one(POT)
        self.assertEqual((t.name, t.key, t.everywhere), ("pot", ["network", "id"], False))
        self.assertEqual(t.columns, {"network": ("BLOB", True), "id": ("BLOB", True), "group": ("BLOB", False),
                                     "day": ("INTEGER", True), "note": ("TEXT", False)})
        self.assertEqual(t.indexes, [("pot_day", True, ["network", "group", "day"], None),
                                     ("pot_note", False, ["network", "note"], "note")])

    def test_everywhere(self):
        t = one("-- table: meta\n-- everywhere:\nCREATE TABLE meta (name TEXT NOT NULL, value TEXT, PRIMARY KEY (name))\n")
        self.assertEqual((t.key, t.everywhere), (["name"], True))

    def test_beside_statements(self):
        blocks = sql2c.read_files([("x.sql", POT + HEAD + BODY), ("y.sql", POT.replace("pot", "pan"))])
        self.assertEqual([b.name for b in blocks], ["pot", "pots", "pan"])

    def test_form(self):
        self.bad("-- table: pot", "-- table: Pot", "x.sql:2", "the heading is not")
        self.bad("TABLE pot", "TABLE pan", "x.sql:4", "the table of this block is 'pot'")
        self.bad("INTEGER NOT", "BIGINT NOT", "x.sql:5", "'BIGINT' where INTEGER, TEXT or BLOB should stand")
        self.bad("note TEXT,", "note TEXT DEFAULT 'x',", "x.sql:5", "'DEFAULT' where ',' should stand")
        self.bad("note TEXT, PRIMARY KEY (network, id)", "note TEXT", "x.sql:5", "')' where ',' should stand")
        self.bad("id));", "id)) STRICT;", "x.sql:5", "'STRICT' where ';' should stand")
        self.bad("id));", "id))", "x.sql:6", "'CREATE' where ';' should stand")
        self.bad("ON pot (", "ON pan (", "x.sql:6", "on another table")
        self.bad("CREATE UNIQUE", "DROP UNIQUE", "x.sql:6", "'DROP' where 'CREATE' should stand")
        self.bad("note IS NOT NULL;", "note IS NULL", "x.sql:7", "'NULL' where 'NOT' should stand")
        self.bad("-- why\n", "-- pg:\n", "x.sql:4", "a table has no variants")
        self.fails(HEAD + "-- everywhere:\n" + BODY, "x.sql:2", "is said of tables")

    def test_columns(self):
        self.bad("day INTEGER", "id INTEGER", "x.sql:5", "column 'id' is declared twice")
        self.bad("(network, note)", "(network, nota)", "x.sql:7", "no column 'nota'")
        self.bad("(network, id)", "(id, network)", "x.sql:2", "the columns of the key come first")
        self.bad("id BLOB NOT NULL", "id BLOB", "x.sql:2", "'id' is in the key")
        self.bad("NULL, id BLOB NOT NULL,", "NULL, " + "".join(f"a{i} TEXT, " for i in range(96)) + "id BLOB NOT NULL,",
                 "x.sql:2", "come first")
        self.fails("-- table: t\nCREATE TABLE t (network TEXT NOT NULL, %sPRIMARY KEY (network))\n"
                   % "".join(f"a{i} TEXT, " for i in range(96)), "x.sql:1", "more than 96 columns")

    def test_network_leads(self):
        self.bad("network BLOB NOT NULL, id BLOB NOT NULL,", "id BLOB NOT NULL, network BLOB NOT NULL,", "x.sql:2", "come first")
        self.fails(POT.replace("network", "net"), "x.sql:6", "does not begin with network")
        self.fails("-- table: t\nCREATE TABLE t (a TEXT NOT NULL, PRIMARY KEY (a))\n", "x.sql:1",
                   "the key does not begin with network")
        self.bad("-- why", "-- everywhere:", "x.sql:2", "has no column network")
        self.bad('(network, "group"', '("group", network', "x.sql:6", "does not begin with network")
        self.bad('(network, "group", day)', '(network, "group", day, id, day, id, day)', "x.sql:6", "more than 6")

    def test_names(self):
        self.bad("INDEX pot_note", "INDEX pot_day", "x.sql:2", "'pot_day' is already at")
        self.bad("INDEX pot_note", "INDEX pot", "x.sql:2", "'pot' is already at")
        self.fails(POT + POT.replace("pot_", "pan_"), "x.sql:9", "'pot' is already at x.sql:2")


class Writing(unittest.TestCase):
    def made(self, d, text):
        paths = [os.path.join(d, n) for n in ("k.c", "k.h", "k.sql")]
        with open(paths[2], "w", encoding="utf-8") as f:
            f.write(text)
        self.assertEqual(sql2c.main(["sql2c", "k", *paths]), 0)
        out = []
        for path in paths[:2]:
            with open(path, encoding="utf-8") as f:
                out.append(f.read())
        return out

    def test_literals(self):
        self.assertEqual(sql2c.c_string('a "b" \\', ""), r'"a \"b\" \\"')
        self.assertEqual(sql2c.c_string("ñ1", ""), r'"\303\2611"')
        long = sql2c.c_string("word " * 60, "\t")
        self.assertTrue(all(len(l) < 90 for l in long.split("\n")))
        self.assertEqual(long.replace('"\n\t"', ""), '"' + "word " * 60 + '"')

    def test_files(self):
        with tempfile.TemporaryDirectory() as d:
            c, h = self.made(d, HEAD + BODY + "-- name: wipe ()\nDELETE FROM t\n")
            self.assertIn("enum {\n\tQ_POTS,\n\tQ_WIPE,\n\tK_SQL__N\n};", h)
            self.assertIn("extern struct query_set k_sql;", h)
            self.assertIn('{ "served", "int" },\n\t{ "day", "date" },', c)
            self.assertIn('\t\t2,\n\t\t2,\n\t\tpots_cols,\n\t\tNULL,\n\t\t"bi",\n\t\tfalse,\n', c)
            self.assertNotIn("tables", c + h)
            self.assertNotIn(d, c + h)

    def test_dialects(self):
        with tempfile.TemporaryDirectory() as d:
            c, _ = self.made(d, "-- name: x (a int, b text, c blob, d bool, e ref, f date, g instant, h money) -> many i int\n"
                             "-- sqlite:\nSELECT 1\n-- pg:\nSELECT 2\n-- both:\n"
                             "WHERE :a OR :b OR :c OR :d OR :e OR :f OR :g OR :h\n")
            self.assertIn('"SELECT 1 WHERE ?1 OR', c)
            self.assertIn('"SELECT 2 WHERE ?1 OR', c)
            self.assertIn('\t\t"itbibiii",\n\t\ttrue,\n', c)

    def test_tables(self):
        with tempfile.TemporaryDirectory() as d:
            c, h = self.made(d, POT)
            self.assertIn('#include "table.h"', h)
            self.assertIn("enum {\n\tTABLE_POT,\n\tK_TABLES__N\n};", h)
            self.assertIn("extern const struct table k_tables[K_TABLES__N];", h)
            self.assertIn('\t{ "id", CELL_BLOB, true },\n\t{ "group", CELL_BLOB, false },', c)
            self.assertIn('\t{ "pot_day", true, 3, { 0, 2, 3 }, 0 },\n\t{ "pot_note", false, 2, { 0, 4 }, 5 },', c)
            self.assertIn('[TABLE_POT] = { "pot", pot_columns, 5, 2, pot_indexes, 2, false },', c)
            self.assertNotIn("query", c + h)
            c, _ = self.made(d, POT.split("CREATE UNIQUE")[0] + HEAD + BODY)
            self.assertIn('{ "pot", pot_columns, 5, 2, NULL, 0, false },', c)
            self.assertIn("struct query_set k_sql", c)

    def test_no_file_after_an_error(self):
        with tempfile.TemporaryDirectory() as d:
            paths = [os.path.join(d, n) for n in ("k.c", "k.h", "k.sql")]
            with open(paths[2], "w", encoding="utf-8") as f:
                f.write("-- name: x ()\nSELECT 1\n")
            said = io.StringIO()
            with redirect_stderr(said):
                self.assertEqual(sql2c.main(["sql2c", "k", *paths]), 1)
            self.assertIn("k.sql:1: ", said.getvalue())
            self.assertEqual(os.listdir(d), ["k.sql"])

    def test_usage(self):
        with redirect_stderr(io.StringIO()):
            self.assertEqual(sql2c.main(["sql2c", "K", "a", "b", "c"]), 2)
            self.assertEqual(sql2c.main(["sql2c", "k"]), 2)


if __name__ == "__main__":
    unittest.main()
