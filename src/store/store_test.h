/* store_test.h - what the tests of this room share: a folder, a table, a way to expect an abort. */
#ifndef AYNI_STORE_TEST_H
#define AYNI_STORE_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "sqlite.h"
#include "store_test_sql.h"

/* Which database test_new and test_open use; DB_SQLITE at first. */
extern enum db_kind test_kind;

/* CREATE TABLE item for it, or for the name given. */
const char *test_item_table(void);

/* Run the tests, then on PostgreSQL those but the first `only_sqlite`, if AYNI_TEST_PG names a server. */
int test_both(const struct CMUnitTest *tests, size_t n, size_t only_sqlite);
#define TEST_BOTH(tests, only_sqlite) test_both(tests, sizeof(tests) / sizeof *(tests), only_sqlite)
/* Only on PostgreSQL, or skipped. */
int test_pg(const struct CMUnitTest *tests, size_t n);
#define TEST_PG(tests) test_pg(tests, sizeof(tests) / sizeof *(tests))

/* Make a folder for one test; the path of its database. */
const char *test_file(void);
/* Remove it and what SQLite makes in it. */
void test_clean(void);
/* The bytes of the folder's file with that suffix ("" "-wal"); -1 when it is not there. */
long test_size(const char *suffix);

/* What to open: that file, or PostgreSQL's URL. */
const char *test_path(void);
/* Open, or fail the test with the reason. */
struct db *test_open(enum db_mode mode);
/* The writer of a new file, or a database in memory, with the table item. */
struct db *test_new(enum db_mode mode);
const struct query *test_query(unsigned i);
void test_put(struct db *db, int64_t id, const char *note);
/* One transaction that puts one row. */
void test_commit_one(struct db *db, int64_t id);
int64_t test_count(struct db *db);
/* What stands behind a connection to SQLite. */
struct sqlite *test_sqlite(struct db *db);
/* The number that a pragma or query gives, asked past db.h. */
int64_t test_pragma(struct db *db, const char *sql);

/* Run fn(db) in a child, which must abort after saying the words. */
void test_aborts(void (*fn)(struct db *), struct db *db, const char *words);

#endif
