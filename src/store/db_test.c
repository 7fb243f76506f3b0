/* db_test.c - opening, transactions, readers beside the writer. */
#include "store_test.h"

#include <sqlite3.h>

#include "store.h"

static struct db *db;

static int setup(void **state)
{
	(void)state;
	db = test_new(DB_WRITE);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	db_close(&db);
	test_clean();
	return 0;
}

/* ---- opening ---- */

static void settings(void **state)
{
	struct db *reader = test_open(DB_READ);
	int on = 0;
	(void)state;

	assert_int_equal(test_pragma(db, "PRAGMA synchronous"), 2);
	assert_int_equal(test_pragma(db, "PRAGMA wal_autocheckpoint"), 0);
	assert_int_equal(test_pragma(db, "PRAGMA page_size"), 4096);
	assert_int_equal(test_pragma(db, "PRAGMA busy_timeout"), 5000);
	assert_int_equal(test_pragma(db, "PRAGMA trusted_schema"), 0);
	assert_int_equal(test_pragma(db, "PRAGMA temp_store"), 2);
	assert_int_equal(test_pragma(reader, "PRAGMA query_only"), 1);
	assert_int_equal(test_pragma(reader, "PRAGMA cache_size"), -1024);
	assert_int_equal(sqlite3_db_readonly(test_sqlite(reader)->h, "main"), 1);
	sqlite3_db_config(test_sqlite(db)->h, SQLITE_DBCONFIG_DEFENSIVE, -1, &on);
	assert_int_equal(on, 1);
	assert_int_equal(sqlite3_threadsafe() ? sqlite3_db_mutex(test_sqlite(db)->h) == NULL : 1, 1);
	assert_true(test_size("-wal") > 0);
	db_close(&reader);
}

static void refused(const struct query *q, const char *words, const char *words_pg)
{
	struct query_set set = { .name = "bad", .query = q, .n = 1 };
	struct diag d = { 0 };

	if (test_kind == DB_POSTGRES && words_pg)
		words = words_pg;
	query_register(&set);
	struct db *other = db_open(&(struct db_options){ .path = test_path(), .mode = DB_WRITE }, &d);
	assert_null(other);
	assert_int_equal(d.n, 1);
	assert_string_equal(d.item[0].code, "statement");
	if (!str_contains(d.item[0].arg, str_c(words)))
		fail_msg("'%s' is not in '%s'", words, d.item[0].arg.p);
	query_unregister_all();
	query_register(&store_test_sql);
}

static struct query_set bad = { .name = "bad" };

static void broken_statement_stops_the_start(void **state)
{
	static const struct query_column cols[] = { { "note", "text" }, { "id", "int" } };
	struct query q = { .set = &bad,
		.name = "broken",
		.sql = "SELECT nada FROM item",
		.ncols = 1,
		.cols = cols };
	(void)state;

	refused(&q, "bad.broken: no such column: nada", "bad.broken: column \"nada\" does not exist");
	q.sql = "SELECT note FROM item WHERE id = ?1";
	refused(&q, "bad.broken: the number of parameters", NULL);
	q.sql = "SELECT note, id FROM item";
	refused(&q, "bad.broken: the number of columns", NULL);
	q.sql = "SELECT id, note FROM item";
	q.ncols = 2;
	refused(&q, "bad.broken: the columns are in another order", NULL);
	q.sql = "SELECT note, id FROM item; SELECT 1";
	refused(&q, "bad.broken: not exactly one statement", "bad.broken: cannot insert multiple");
	q.sql = "-- nothing";
	refused(&q, "bad.broken: not exactly one statement", "bad.broken: the number of columns");
}

static void open_failures(void **state)
{
	struct diag d = { 0 };
	(void)state;

	assert_null(db_open(&(struct db_options){ .path = "/nowhere/at/all.db" }, &d));
	assert_string_equal(d.item[0].code, "open");
	assert_true(str_contains(d.item[0].arg, STR("unable to open")));
	struct db *none = NULL;
	db_close(&none);
}

static void sets_registered_later(void **state)
{
	static const struct query_column cols[] = { { "one", "int" } };
	static struct query_set set = { .name = "later", .n = 1 };
	static const struct query q = { .set = &set, .name = "one", .sql = "SELECT 1 AS one", .ncols = 1, .cols = cols };
	struct diag d = { 0 };
	(void)state;

	set.query = &q;
	query_register(&set);
	assert_int_equal(db_prepare_all(db, &d), OK);
	struct rows r = db_rows(db, &q, NO_ARGS);
	assert_true(rows_next(&r));
	assert_int_equal(rows_int(&r, 0), 1);
	rows_end(&r);
	test_commit_one(db, 1);
	query_unregister_all();
	query_register(&store_test_sql);
}

static void scripts(void **state)
{
	struct diag d = { 0 };
	(void)state;

	/* whole or not at all */
	assert_int_equal(
		db_script(db, "CREATE TABLE a (x INT); CREATE TABEL b (x INT)", &d), INVALID);
	assert_true(str_contains(d.item[0].arg, STR("TABEL")));
	assert_int_equal(db_status(db), OK);
	assert_int_equal(db_script(db, "CREATE TABLE a (x INT); CREATE TABLE b (x INT)", &d), OK);
	assert_int_equal(db_begin(db), OK);
	assert_int_equal(db_script(db, "DROP TABLE a; DROP TABLE b", &d), OK);
	db_rollback(db);
	assert_int_equal(db_script(db, "DROP TABLE a; DROP TABLE b", &d), OK); /* both are there */
}

/* ---- transactions ---- */

static void commit_and_rollback(void **state)
{
	(void)state;
	assert_int_equal(db_begin(db), OK);
	test_put(db, 1, "a");
	db_rollback(db);
	db_rollback(db);
	assert_int_equal(test_count(db), 0);
	test_commit_one(db, 1);
	db_close(&db);
	db = test_open(DB_WRITE);
	assert_int_equal(test_count(db), 1);
}

/* An error within a savepoint leaves it open; those behind it in the transaction are told, not ended. */
static void savepoints_after_an_error(void **state)
{
	(void)state;
	assert_int_equal(db_begin(db), OK);
	assert_int_equal(db_savepoint(db), OK);
	db_fail(db, IO, NULL);
	assert_int_equal(db_release(db), IO);
	assert_int_equal(db_savepoint(db), IO);
	assert_int_equal(db_commit(db), IO);
	db_rollback(db);
	assert_int_equal(db_begin(db), OK);
	assert_int_equal(db_savepoint(db), OK);
	assert_int_equal(db_release(db), OK);
	assert_int_equal(db_commit(db), OK);
}

static void savepoints(void **state)
{
	(void)state;
	assert_int_equal(db_begin(db), OK);
	test_put(db, 1, "a");
	assert_int_equal(db_savepoint(db), OK);
	test_put(db, 2, "b");
	db_undo(db);
	assert_int_equal(db_savepoint(db), OK);
	test_put(db, 3, "c");
	assert_int_equal(db_release(db), OK);
	assert_int_equal(db_savepoint(db), OK);
	test_put(db, 4, "d");
	db->status = BUSY; /* as if a statement had met a lock */
	assert_int_equal(db_release(db), BUSY);
	db_undo(db);
	assert_int_equal(db_status(db), OK);
	assert_int_equal(db_commit(db), OK);
	assert_int_equal(test_count(db), 2);
	assert_int_equal(db_begin(db), OK);
	assert_int_equal(db_savepoint(db), OK);
	test_put(db, 5, "e");
	db_rollback(db); /* ends both */
	assert_int_equal(db_begin(db), OK);
	assert_int_equal(db_savepoint(db), OK);
	db_undo(db);
	assert_int_equal(db_commit(db), OK);
	assert_int_equal(test_count(db), 2);
}

static void reader_keeps_its_snapshot(void **state)
{
	(void)state;
	test_commit_one(db, 1);
	struct db *a = test_open(DB_READ), *b = test_open(DB_READ);
	assert_int_equal(db_begin(a), OK); /* fixed here, not at its first query */
	if (test_kind == DB_POSTGRES)
		assert_int_equal(test_count(a), 1); /* or there */
	test_commit_one(db, 2);
	assert_int_equal(test_count(a), 1);
	assert_int_equal(test_count(b), 2);
	assert_int_equal(db_begin(db), OK);
	test_put(db, 3, "a");
	assert_int_equal(test_count(db), 3);
	assert_int_equal(test_count(b), 2);
	assert_int_equal(db_commit(db), OK);
	struct rows r = db_rows(a, test_query(Q_ALL), NO_ARGS);
	assert_true(rows_next(&r));
	assert_false(rows_next(&r));
	assert_int_equal(db_commit(a), OK);
	assert_int_equal(db_begin(a), OK);
	assert_int_equal(test_count(a), 3);
	db_rollback(a);
	db_close(&a);
	db_close(&b);
}

static void second_writer_is_busy(void **state)
{
	struct db *other = test_open(DB_WRITE);
	(void)state;

	sqlite3_busy_timeout(test_sqlite(other)->h, 20);
	assert_int_equal(db_begin(db), OK);
	test_put(db, 1, "a");
	assert_int_equal(db_begin(other), BUSY);
	assert_int_equal(db_status(other), BUSY);
	assert_int_equal(test_count(other), -1);
	assert_true(strstr(db_message(other), "locked"));
	assert_int_equal(db_begin(other), BUSY);
	assert_int_equal(db_commit(db), OK);
	test_commit_one(other, 2); /* a new begin asks again */
	assert_int_equal(test_count(db), 2);
	db_close(&other);
}

static void tables_may_be_made_again(void **state)
{
	struct db *reader = test_open(DB_READ);
	struct diag d = { 0 };
	(void)state;

	test_commit_one(db, 1);
	assert_int_equal(test_count(reader), 1);
	const struct query *q = db_compose(reader, STR("SELECT max(id) AS m FROM item"), 0, 1);
	struct rows r = db_rows(reader, q, NO_ARGS);
	assert_true(rows_next(&r));
	rows_end(&r);
	struct db *other = test_open(DB_WRITE);
	assert_int_equal(db_begin(reader), OK);
	assert_int_equal(db_begin(other), OK);
	assert_int_equal(
		db_script(other,
			"CREATE TABLE next (id INTEGER PRIMARY KEY, note TEXT, photo BLOB);"
			"INSERT INTO next (id) VALUES (5), (6), (7);"
			"DROP TABLE item; ALTER TABLE next RENAME TO item",
			&d),
		OK);
	assert_int_equal(db_commit(other), OK);
	assert_int_equal(test_count(reader), 1);
	assert_int_equal(db_commit(reader), OK);
	assert_int_equal(test_count(reader), 3);
	r = db_rows(reader, q, NO_ARGS);
	assert_true(rows_next(&r));
	assert_int_equal(rows_int(&r, 0), 7);
	rows_end(&r);
	test_commit_one(db, 8);
	assert_int_equal(test_count(other), 4);
	db_close(&other);
	db_close(&reader);
}

static struct db *open_lazily(void)
{
	struct diag d = { 0 };
	struct db *lazy = db_open(&(struct db_options){ .path = test_path(), .mode = DB_READ, .lazily = true }, &d);

	assert_non_null(lazy);
	return lazy;
}

/* A statement is prepared at its first use, also one that the tables were altered behind, and runs as any other. */
static void statements_may_be_prepared_later(void **state)
{
	(void)state;
	test_commit_one(db, 1);
	struct db *lazy = open_lazily();
	assert_int_equal(test_count(lazy), 1);
	assert_int_equal(db_begin(lazy), OK);
	if (test_kind == DB_POSTGRES)
		assert_int_equal(test_count(lazy), 1); /* there a snapshot is fixed at its first query */
	test_commit_one(db, 2);
	struct rows r = db_rows(lazy, test_query(Q_ALL), NO_ARGS); /* first used inside a snapshot: it sees that one */
	assert_true(rows_next(&r));
	assert_false(rows_next(&r));
	db_rollback(lazy);
	const struct query *q = db_compose(lazy, STR("SELECT max(id) AS m FROM item"), 0, 1);
	r = db_rows(lazy, q, NO_ARGS);
	assert_true(rows_next(&r));
	assert_int_equal(rows_int(&r, 0), 2);
	rows_end(&r);
	assert_int_equal(test_count(lazy), 2);
	db_close(&lazy);
}

/* ---- bugs ---- */

static void bug_write_outside(struct db *d)
{
	db_exec(d, test_query(Q_PUT_ONCE), ARGS(cell_int(1)));
}

static void bug_write_where_only_reads(struct db *d)
{
	if (db_begin(d) != OK)
		return;
	db_only_reads(d, true);
	db_exec(d, test_query(Q_PUT_ONCE), ARGS(cell_int(1)));
}

static void bug_commit_outside(struct db *d)
{
	struct diag x = { 0 };

	if (db_begin(d) == OK && db_script(d, "INSERT INTO item (id) VALUES (1); COMMIT", &x) == OK)
		db_rollback(d);
}

static void bug_begin_twice(struct db *d)
{
	if (db_begin(d) == OK && db_begin(d) == OK)
		db_rollback(d);
}

static void bug_commit_open(struct db *d)
{
	if (db_begin(d) != OK)
		return;
	struct rows r = db_rows(d, test_query(Q_ALL), NO_ARGS);
	if (db_commit(d) == OK)
		rows_end(&r);
}

static void bug_savepoint_twice(struct db *d)
{
	if (db_begin(d) == OK && db_savepoint(d) == OK && db_savepoint(d) == OK)
		db_rollback(d);
}

static void bug_register_twice(struct db *d)
{
	(void)d;
	query_register(&store_test_sql);
}

static void bugs_abort(void **state)
{
	(void)state;
	struct db *reader = test_open(DB_READ);
	test_aborts(bug_write_outside, reader, "store_test.put_once writes, at a reader");
	db_close(&reader);
	reader = open_lazily();
	test_aborts(bug_write_outside, reader, "store_test.put_once writes, at a reader");
	db_close(&reader);
	test_aborts(bug_write_outside, db, "store_test.put_once writes outside a transaction");
	test_aborts(bug_write_where_only_reads, db, "store_test.put_once writes where only reading is allowed");
	test_aborts(bug_commit_outside, db, "committed outside db_commit");
	test_aborts(bug_begin_twice, db, "db_begin inside a transaction");
	test_aborts(bug_commit_open, db, "db_commit while rows are open");
	test_aborts(bug_savepoint_twice, db, "db_savepoint twice");
	test_aborts(bug_register_twice, db, "store_test is registered twice");
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(settings),
		TEST(open_failures),
		TEST(second_writer_is_busy),
		TEST(tables_may_be_made_again),
		/* from here on both databases */
		TEST(broken_statement_stops_the_start),
		TEST(sets_registered_later),
		TEST(scripts),
		TEST(commit_and_rollback),
		TEST(savepoints),
		TEST(savepoints_after_an_error),
		TEST(reader_keeps_its_snapshot),
		TEST(statements_may_be_prepared_later),
		TEST(bugs_abort),
	};

	query_register(&store_test_sql);
	return TEST_BOTH(tests, 4);
}
