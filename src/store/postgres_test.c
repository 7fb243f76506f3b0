/* postgres_test.c - what only the pipeline can do wrong: values, queues, pieces, late failures. */
#include <malloc.h>

#include "pg_test.h"
#include "store.h"
#include "store_test.h"

static struct db *db;

static int setup(void **state)
{
	(void)state;
	test_kind = DB_POSTGRES;
	db = test_new(DB_WRITE);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	db_close(&db);
	return 0;
}

static const struct query *composed(const char *sql, unsigned nparams, unsigned ncols)
{
	return db_compose(db, str_c(sql), nparams, ncols);
}

static struct cell ask(const char *sql, const struct cell *args, unsigned n)
{
	struct rows r = db_rows(db, composed(sql, n, 1), args, n);

	assert_true(rows_next(&r));
	struct cell c = rows_cell(&r, 0);
	assert_true(c.kind == CELL_NULL || c.kind == CELL_INT); /* nothing is borrowed behind the end */
	assert_false(rows_next(&r));
	assert_int_equal(db_status(db), OK);
	return c;
}

/* ---- values ---- */

static void kinds(void **state)
{
	static const struct {
		const char *sql;
		int64_t want;
	} t[] = {
		{ "SELECT 9223372036854775807::int8", INT64_MAX },
		{ "SELECT (-9223372036854775807 - 1)::int8", INT64_MIN },
		{ "SELECT -5::int4", -5 },
		{ "SELECT -5::int2", -5 },
		{ "SELECT 1 < 2", 1 },
		{ "SELECT 4000000000::oid", 4000000000 },
		{ "SELECT sum(n) FROM (VALUES (20000000000::int8), (3)) AS v (n)", 20000000003 },
		{ "SELECT 0::numeric", 0 },
		{ "SELECT 10000000000000000::numeric", 10000000000000000 },
		{ "SELECT -120000000000.00::numeric", -120000000000 },
		{ "SELECT 9223372036854775807::numeric", INT64_MAX },
		{ "SELECT -9223372036854775808::numeric", INT64_MIN },
	};
	(void)state;

	for (unsigned i = 0; i < ARRAY_LEN(t); i++)
		if (ask(t[i].sql, NO_ARGS).i != t[i].want)
			fail_msg("%s gives %lld", t[i].sql, (long long)ask(t[i].sql, NO_ARGS).i);
	assert_int_equal(ask("SELECT NULL::bytea", NO_ARGS).kind, CELL_NULL);
}

static void parameters_are_inferred(void **state)
{
	(void)state;
	assert_int_equal(ask("SELECT ?1 + 1", ARGS(cell_int(-7))).i, -6);
	assert_int_equal(ask("SELECT ?1::int2 + 1", ARGS(cell_int(INT16_MAX))).i, INT16_MAX + 1);
	assert_int_equal(ask("SELECT CASE WHEN ?1 THEN 5 ELSE 6 END", ARGS(cell_int(1))).i, 5);
	assert_int_equal(ask("SELECT CASE WHEN ?1 > 1.5 THEN 5 ELSE 6 END", ARGS(cell_int(2))).i, 5);
	assert_int_equal(ask("SELECT length(?1) + 0", ARGS(cell_text(STR("ñandú")))).i, 5);
	assert_int_equal(ask("SELECT length(?1::bytea)", ARGS(cell_blob(STR("ñandú")))).i, 7);
	assert_int_equal(ask("SELECT ?1::int8 + ?2", ARGS(cell_null(), cell_int(1))).kind, CELL_NULL);
	/* what is quoted is no parameter, and a mark without a number neither */
	assert_int_equal(ask("SELECT length('?1 ''?2' || \"?3\") + ?1 FROM (SELECT '?' AS \"?3\") AS x",
				 ARGS(cell_int(10))).i, 17);
}

static void large_values(void **state)
{
	enum { SIZE = 1 << 20 };
	struct arena *a = arena_new(0);
	char *big = arena_alloc(a, SIZE);
	(void)state;

	for (size_t i = 0; i < SIZE; i++)
		big[i] = (char)('a' + i % 23);
	struct str text = { big, SIZE };
	assert_int_equal(db_begin(db), OK);
	for (int i = 0; i < 20; i++)
		db_exec(db, test_query(Q_PUT), ARGS(cell_int(i), cell_text(text), cell_blob(text)));
	assert_int_equal(db_commit(db), OK);
	struct rows r = db_rows(db, test_query(Q_ALL), NO_ARGS);
	int n = 0;
	while (rows_next(&r)) {
		assert_int_equal(rows_int(&r, 0), n++);
		assert_true(str_eq(rows_text(&r, 1), text));
		assert_true(str_eq(rows_text(&r, 2), text));
	}
	assert_int_equal(n, 20);
	arena_free(&a);
}

/* ---- rows ---- */

static void rows_in_rows(void **state)
{
	int n = 0;
	(void)state;

	assert_int_equal(db_begin(db), OK);
	for (int i = 0; i < 30; i++)
		test_put(db, i, "a");
	struct rows all = db_rows(db, test_query(Q_ALL), NO_ARGS);
	struct rows series = db_rows(db, test_query(Q_SERIES), ARGS(cell_int(30)));
	while (rows_next(&all)) {
		struct rows one = db_rows(db, test_query(Q_GET), ARGS(cell_int(rows_int(&all, 0))));
		db_exec(db, test_query(Q_PUT_ONCE), ARGS(cell_int(100 + n)));
		assert_true(rows_next(&series));
		assert_int_equal(rows_int(&series, 0), rows_int(&all, 0) + 1);
		if (n % 2)
			assert_true(rows_next(&one));
		rows_end(&one);
		n++;
	}
	rows_end(&series);
	assert_int_equal(n, 30);
	assert_int_equal(test_count(db), 60);
	assert_int_equal(db_commit(db), OK);
}

/* Answers come while another statement waits for its own, in a transaction and outside. */
static void rows_side_by_side(void **state)
{
	(void)state;
	for (int i = 0; i < 30; i++)
		test_commit_one(db, i);
	for (int round = 0; round < 4; round++) {
		if (round % 2)
			assert_int_equal(db_begin(db), OK);
		struct rows all = db_rows(db, test_query(Q_ALL), NO_ARGS);
		struct rows series = db_rows(db, test_query(Q_SERIES), ARGS(cell_int(1700)));
		if (round < 2)
			assert_int_equal(test_count(db), 30);
		for (int i = 0; i < 1700; i++) {
			assert_true(rows_next(&series));
			assert_int_equal(rows_int(&series, 0), i + 1);
			if (i % 40 == 0 && i < 1200) {
				assert_true(rows_next(&all));
				assert_int_equal(rows_int(&all, 0), i / 40);
				assert_int_equal(test_count(db), 30);
			}
		}
		assert_false(rows_next(&series));
		assert_false(rows_next(&all));
		if (round % 2)
			assert_int_equal(db_commit(db), OK);
	}
}

static size_t allocated(void)
{
	return mallinfo2().uordblks + mallinfo2().hblkhd;
}

static void long_lists_need_little_memory(void **state)
{
	size_t before, most = 0;
	int64_t n = 0;
	(void)state;

	assert_int_equal(db_begin(db), OK);
	assert_int_equal(test_count(db), 0);
	before = allocated();
	struct rows r = db_rows(db, test_query(Q_SERIES), ARGS(cell_int(100000)));
	while (rows_next(&r)) {
		assert_int_equal(rows_int(&r, 0), ++n);
		if (n % 20000 == 0)
			test_put(db, n, "entretanto");
		if (allocated() > most)
			most = allocated();
	}
	assert_int_equal(n, 100000);
	assert_true(most < before + 1000 * 1000);
	/* left early, taken up again, and one of exactly a piece */
	r = db_rows(db, test_query(Q_SERIES), ARGS(cell_int(100000)));
	assert_true(rows_next(&r));
	rows_end(&r);
	r = db_rows(db, test_query(Q_SERIES), ARGS(cell_int(1000)));
	for (n = 0; rows_next(&r);)
		n++;
	assert_int_equal(n, 1000);
	assert_int_equal(test_count(db), 5);
	assert_int_equal(db_commit(db), OK);
	r = db_rows(db, test_query(Q_SERIES), ARGS(cell_int(3))); /* outside a transaction, whole */
	for (n = 0; rows_next(&r);)
		n++;
	assert_int_equal(n, 3);
}

/* ---- queues ---- */

static void thousands_in_one_transaction(void **state)
{
	(void)state;
	assert_int_equal(db_begin(db), OK);
	for (int i = 0; i < 5000; i++)
		db_exec(db, test_query(Q_PUT), ARGS(cell_int(i), cell_text(STR("ración")), cell_null()));
	assert_int_equal(db_change(db, test_query(Q_RENAME), ARGS(cell_text(STR("b")), cell_int(4000))), 1000);
	assert_int_equal(db_commit(db), OK);
	assert_int_equal(test_count(db), 5000);
	assert_int_equal(db_begin(db), OK);
	for (int i = 0; i < 5000; i++)
		db_exec(db, test_query(Q_PUT_ONCE), ARGS(cell_int(i + 2500)));
	db_rollback(db);
	assert_int_equal(test_count(db), 5000);
}

/* Another session holds a row; ours waits for it only a moment. */
static struct db *holder(void)
{
	struct diag d = { 0 };
	struct db *other = test_open(DB_WRITE);

	test_commit_one(db, 1);
	assert_int_equal(db_script(db, "SET lock_timeout = '20ms'", &d), OK);
	assert_int_equal(db_begin(other), OK);
	assert_int_equal(db_change(other, test_query(Q_RENAME), ARGS(cell_text(STR("x")), cell_int(1))), 1);
	return other;
}

static void a_queued_failure_sticks(void **state)
{
	struct db *other = holder();
	(void)state;

	assert_int_equal(db_begin(db), OK);
	db_exec(db, test_query(Q_PUT_ONCE), ARGS(cell_int(2)));
	db_exec(db, test_query(Q_RENAME), ARGS(cell_text(STR("y")), cell_int(1)));
	db_exec(db, test_query(Q_PUT_ONCE), ARGS(cell_int(3)));
	assert_int_equal(test_count(db), -1);
	assert_int_equal(db_status(db), BUSY);
	assert_non_null(strstr(db_message(db), "lock timeout"));
	assert_int_equal(db_commit(db), BUSY);
	db_rollback(db);
	assert_int_equal(test_count(db), 1);
	assert_int_equal(db_begin(db), OK); /* the commit is the first to hear of it */
	db_exec(db, test_query(Q_RENAME), ARGS(cell_text(STR("y")), cell_int(1)));
	assert_int_equal(db_commit(db), BUSY);
	assert_int_equal(db_commit(db), BUSY);
	db_rollback(db);
	db_rollback(other);
	db_close(&other);
	test_commit_one(db, 2);
	assert_int_equal(test_count(db), 2);
}

static void a_savepoint_forgives(void **state)
{
	struct db *other = holder();
	(void)state;

	assert_int_equal(db_begin(db), OK);
	db_exec(db, test_query(Q_PUT_ONCE), ARGS(cell_int(2)));
	assert_int_equal(db_savepoint(db), OK);
	db_exec(db, test_query(Q_PUT_ONCE), ARGS(cell_int(3)));
	db_exec(db, test_query(Q_RENAME), ARGS(cell_text(STR("y")), cell_int(1)));
	db_undo(db);
	assert_int_equal(db_status(db), OK);
	assert_int_equal(db_savepoint(db), OK);
	db_exec(db, test_query(Q_PUT_ONCE), ARGS(cell_int(4)));
	assert_int_equal(db_release(db), OK);
	assert_int_equal(db_commit(db), OK);
	assert_int_equal(test_count(db), 3);
	/* what failed before the savepoint is not forgiven */
	assert_int_equal(db_begin(db), OK);
	db_exec(db, test_query(Q_RENAME), ARGS(cell_text(STR("y")), cell_int(1)));
	assert_int_equal(db_savepoint(db), OK);
	db_exec(db, test_query(Q_PUT_ONCE), ARGS(cell_int(5)));
	db_undo(db);
	assert_int_equal(db_status(db), BUSY);
	assert_int_equal(db_commit(db), BUSY);
	db_rollback(db);
	/* nor what came after the savepoint before was released */
	assert_int_equal(db_begin(db), OK);
	assert_int_equal(db_savepoint(db), OK);
	assert_int_equal(db_release(db), OK);
	db_exec(db, test_query(Q_RENAME), ARGS(cell_text(STR("y")), cell_int(1)));
	assert_int_equal(db_savepoint(db), OK);
	db_undo(db);
	assert_int_equal(db_status(db), BUSY);
	db_rollback(db);
	db_rollback(other);
	db_close(&other);
	assert_int_equal(test_count(db), 3);
}

/* ---- bugs ---- */

static void bug_late_constraint(struct db *d)
{
	if (db_begin(d) == OK) {
		db_exec(d, test_query(Q_PUT), ARGS(cell_int(1), cell_null(), cell_null()));
		db_exec(d, test_query(Q_PUT), ARGS(cell_int(1), cell_null(), cell_null()));
		test_count(d);
	}
}

static void bug_kind_of_parameter(struct db *d)
{
	db_rows(d, test_query(Q_GET), ARGS(cell_text(STR("1"))));
}

static void bug_too_large(struct db *d)
{
	const struct query *q = db_compose(d, STR("SELECT ?1 + 1"), 1, 1);

	db_rows(d, q, ARGS(cell_int((int64_t)INT32_MAX + 1)));
}

static void bugs_abort(void **state)
{
	(void)state;
	test_aborts(bug_late_constraint, db, "store_test.put: duplicate key");
	test_aborts(bug_kind_of_parameter, db, "store_test.get: parameter 1");
	test_aborts(bug_too_large, db, "composed.query: parameter 1");
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(kinds),
		TEST(parameters_are_inferred),
		TEST(large_values),
		TEST(rows_in_rows),
		TEST(rows_side_by_side),
		TEST(long_lists_need_little_memory),
		TEST(thousands_in_one_transaction),
		TEST(a_queued_failure_sticks),
		TEST(a_savepoint_forgives),
		TEST(bugs_abort),
	};

	query_register(&store_test_sql);
	return TEST_PG(tests);
}
