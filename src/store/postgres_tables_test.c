/* postgres_tables_test.c - tables and statements that change behind a connection's back. */
#include "pg_test.h"
#include "store.h"
#include "store_test.h"

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
	return 0;
}

static int64_t ask(const char *sql)
{
	struct rows r = db_rows(db, db_compose(db, str_c(sql), 0, 1), NO_ARGS);

	assert_true(rows_next(&r));
	int64_t n = rows_int(&r, 0);
	rows_end(&r);
	return n;
}

static void tables_are_swapped(void **state)
{
	struct db *reader = test_open(DB_READ);
	struct diag d = { 0 };
	(void)state;

	test_commit_one(db, 1);
	assert_int_equal(db_begin(reader), OK);
	assert_int_equal(test_count(reader), 1);
	assert_int_equal(db_commit(reader), OK);
	assert_int_equal(db_begin(db), OK);
	assert_int_equal(db_script(db, "CREATE SCHEMA next; SET LOCAL search_path = next, public", &d), OK);
	assert_int_equal(db_script(db, test_item_table(), &d), OK);
	for (int i = 0; i < 3; i++) /* by the same statement, into the new table */
		db_exec(db, test_query(Q_PUT), ARGS(cell_int(i), cell_text(STR("nueva")), cell_null()));
	assert_int_equal(test_count(reader), 1);
	assert_int_equal(db_script(db, "DROP TABLE public.item; ALTER TABLE next.item SET SCHEMA public; DROP SCHEMA next",
				 &d),
		OK);
	assert_int_equal(db_commit(db), OK);
	assert_int_equal(test_count(reader), 3);
	test_commit_one(db, 7);
	assert_int_equal(test_count(db), 4);
	db_close(&reader);
}

/* Readers hold a table that others must not drop under them, from before their snapshot on. */
static void readers_hold_a_table(void **state)
{
	struct diag d = { 0 };
	(void)state;

	db_readers_hold("item");
	struct db *reader = test_open(DB_READ);
	assert_int_equal(db_begin(reader), OK);
	assert_int_equal(test_count(reader), 0);
	assert_int_equal(db_script(db, "SET lock_timeout = '20ms'", &d), OK);
	assert_int_equal(db_script(db, "LOCK TABLE item IN ACCESS EXCLUSIVE MODE", &d), BUSY);
	assert_int_equal(db_commit(reader), OK);
	assert_int_equal(db_script(db, "LOCK TABLE item IN ACCESS EXCLUSIVE MODE", &d), OK);
	test_commit_one(db, 1);
	assert_int_equal(db_begin(reader), OK);
	assert_int_equal(test_count(reader), 1);
	db_rollback(reader);
	db_close(&reader);
	db_readers_hold(NULL);
}

static void columns_change(void **state)
{
	(void)state;
	test_commit_one(db, 1);
	for (int i = 0; i < 10; i++) { /* until its plan is a kept one */
		struct rows r = db_rows(db, test_query(Q_GET), ARGS(cell_int(1)));
		assert_true(rows_next(&r));
		rows_end(&r);
	}
	pg_test_do("ALTER TABLE item ALTER COLUMN note TYPE varchar");
	struct rows r = db_rows(db, test_query(Q_GET), ARGS(cell_int(1)));
	assert_false(rows_next(&r));
	assert_int_equal(db_status(db), BUSY);
	db_rollback(db);
	r = db_rows(db, test_query(Q_GET), ARGS(cell_int(1)));
	assert_true(rows_next(&r));
	assert_true(str_is(rows_text(&r, 0), "raciones"));
	rows_end(&r);
}

static void composed_are_dropped_at_the_server(void **state)
{
	char sql[40];
	(void)state;

	for (int i = 0; i < 2000; i++) {
		snprintf(sql, sizeof sql, "SELECT %d", i);
		assert_int_equal(ask(sql), i);
	}
	assert_true(ask("SELECT count(*) FROM pg_prepared_statements") < 300 + STORE_TEST_SQL__N);
}

static void unknown_types_stop_the_start(void **state)
{
	static const struct query_column cols[] = { { "at", "int" } };
	static struct query_set set = { .name = "bad", .n = 1 };
	struct query q = { .set = &set, .name = "at", .sql = "SELECT now() AS at", .ncols = 1, .cols = cols };
	struct diag d = { 0 };
	(void)state;

	set.query = &q;
	query_register(&set);
	assert_int_equal(db_prepare_all(db, &d), INVALID);
	assert_true(str_contains(d.item[0].arg, STR("bad.at: column at has a type")));
	query_unregister_all();
	query_register(&store_test_sql);
	assert_int_equal(test_count(db), 0); /* nothing is spoiled */
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(tables_are_swapped),
		TEST(readers_hold_a_table),
		TEST(columns_change),
		TEST(composed_are_dropped_at_the_server),
		TEST(unknown_types_stop_the_start),
	};

	query_register(&store_test_sql);
	return TEST_PG(tests);
}
