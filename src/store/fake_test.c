/* fake_test.c - the fake itself, and what is said of a table when the database is busy. */
#include "fake.h"

#include "store.h"
#include "store_test.h"
#include "table.h"

static struct db *db;

static int setup(void **state)
{
	(void)state;
	db = fake_open(DB_WRITE);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	assert_int_equal(fake_left(db), 0);
	db_close(&db);
	return 0;
}

static void rows_in_order(void **state)
{
	(void)state;
	fake_expect(db, "begin", NO_ARGS);
	fake_expect(db, "store_test.get", ARGS(cell_int(7)));
	fake_row(db, ARGS(cell_text(STR("uno")), cell_null()));
	fake_row(db, ARGS(cell_text(STR("dos")), cell_blob(STR("\x01"))));
	fake_expect(db, "store_test.rename", FAKE_ANY);
	fake_changes(db, 3);
	fake_expect(db, "commit", NO_ARGS);
	assert_int_equal(db_begin(db), OK);
	struct rows r = db_rows(db, test_query(Q_GET), ARGS(cell_int(7)));
	assert_true(rows_next(&r));
	assert_true(str_is(rows_text(&r, 0), "uno"));
	assert_true(rows_null(&r, 1));
	assert_true(rows_next(&r));
	assert_true(str_is(rows_text(&r, 1), "\x01"));
	assert_false(rows_next(&r));
	assert_int_equal(db_change(db, test_query(Q_RENAME), ARGS(cell_text(STR("x")), cell_int(1))), 3);
	assert_int_equal(db_commit(db), OK);
}

static void failures_stick(void **state)
{
	(void)state;
	fake_expect(db, "begin", NO_ARGS);
	fake_expect(db, "store_test.count", NO_ARGS);
	fake_fails(db, BUSY);
	fake_expect(db, "rollback", NO_ARGS);
	assert_int_equal(db_begin(db), OK);
	assert_int_equal(test_count(db), -1);
	assert_int_equal(test_count(db), -1); /* not even asked */
	assert_int_equal(db_commit(db), BUSY);
	db_rollback(db);
	fake_expect(db, "begin", NO_ARGS);
	fake_expect(db, "commit", NO_ARGS);
	fake_fails(db, IO);
	fake_expect(db, "rollback", NO_ARGS);
	assert_int_equal(db_begin(db), OK);
	assert_int_equal(db_commit(db), IO);
	assert_int_equal(db_status(db), IO);
	db_rollback(db);
}

/* "None" and "not known now" are two things to whoever copies a table. */
static void a_busy_table_is_not_an_empty_one(void **state)
{
	static const struct table_column columns[] = { { "network", CELL_BLOB, true }, { "name", CELL_TEXT, true } };
	static const struct table t = { .name = "thing", .columns = columns, .ncolumns = 2, .nkey = 2 };
	(void)state;

	fake_expect(db, "SELECT count(*)", FAKE_ANY);
	fake_row(db, ARGS(cell_int(0)));
	assert_int_equal(table_count(db, &t), 0);
	fake_expect(db, "SELECT count(*)", FAKE_ANY);
	fake_fails(db, BUSY);
	assert_int_equal(table_count(db, &t), -1);
	assert_int_equal(db_status(db), BUSY);
	db_rollback(db);
	fake_expect(db, "SELECT \"network\"", FAKE_ANY);
	fake_fails(db, BUSY);
	struct rows r = table_page(db, &t, NULL, 10);
	assert_false(rows_next(&r));
	assert_int_equal(db_status(db), BUSY);
}

/* ---- bugs ---- */

static void bug_unexpected(struct db *d)
{
	fake_expect(d, "store_test.all", NO_ARGS);
	test_count(d);
}

static void bug_other_argument(struct db *d)
{
	fake_expect(d, "store_test.get", ARGS(cell_int(8)));
	db_rows(d, test_query(Q_GET), ARGS(cell_int(7)));
}

static void bug_nothing_expected(struct db *d)
{
	if (db_begin(d) == OK)
		db_rollback(d);
}

static void bugs_abort(void **state)
{
	(void)state;
	test_aborts(bug_unexpected, db, "store_test.count came, store_test.all was expected");
	test_aborts(bug_other_argument, db, "store_test.get came with another argument 0");
	test_aborts(bug_nothing_expected, db, "begin came, nothing was expected");
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(rows_in_order),
		TEST(failures_stick),
		TEST(a_busy_table_is_not_an_empty_one),
		TEST(bugs_abort),
	};

	query_register(&store_test_sql);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
