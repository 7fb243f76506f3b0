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
        self.fails("-- nothing\n", "x.sql:1", "no '-- name:' block")

    def test_name_in_two_files(self):
        a = "-- name: x ()\nDELETE FROM t\n"
        with self.assertRaisesRegex(sql2c.Wrong, r"b\.sql:1: 'x' is already at a\.sql:1"):
            sql2c.read_files([("a.sql", a), ("b.sql", a)])


class Writing(unittest.TestCase):
    def test_literals(self):
        self.assertEqual(sql2c.c_string('a "b" \\', ""), r'"a \"b\" \\"')
        self.assertEqual(sql2c.c_string("ñ1", ""), r'"\303\2611"')
        long = sql2c.c_string("word " * 60, "\t")
        self.assertTrue(all(len(l) < 90 for l in long.split("\n")))
        self.assertEqual(long.replace('"\n\t"', ""), '"' + "word " * 60 + '"')

    def test_files(self):
        with tempfile.TemporaryDirectory() as d:
            paths = [os.path.join(d, n) for n in ("k.c", "k.h", "k.sql")]
            with open(paths[2], "w", encoding="utf-8") as f:
                f.write(HEAD + BODY + "-- name: wipe ()\nDELETE FROM t\n")
            self.assertEqual(sql2c.main(["sql2c", "k", *paths]), 0)
            with open(paths[1], encoding="utf-8") as f:
                h = f.read()
            self.assertIn("enum {\n\tQ_POTS,\n\tQ_WIPE,\n\tK_SQL__N\n};", h)
            self.assertIn("extern struct query_set k_sql;", h)
            with open(paths[0], encoding="utf-8") as f:
                c = f.read()
            self.assertIn('{ "served", "int" },\n\t{ "day", "date" },', c)
            self.assertNotIn(d, c + h)

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
