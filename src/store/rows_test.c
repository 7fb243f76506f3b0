/* rows_test.c - values, rows, composed statements and the bugs that running them can show. */
#include "store_test.h"

#include "store.h"
#include "utf8.h"

static struct db *db;

static int setup(void **state)
{
	(void)state;
	db = test_new(DB_MEMORY);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	db_close(&db);
	return db != NULL;
}

static void echo(struct cell a, struct cell b, struct cell c, struct cell d, struct cell out[4])
{
	static char room[4][64];
	struct rows r = db_rows(db, test_query(Q_ECHO), ARGS(a, b, c, d));

	assert_true(rows_next(&r));
	for (unsigned i = 0; i < 4; i++) {
		out[i] = rows_cell(&r, i);
		assert_true(out[i].s.n <= sizeof room[i]);
		if (out[i].s.n)
			memcpy(room[i], out[i].s.p, out[i].s.n);
		out[i].s.p = room[i];
	}
	assert_false(rows_next(&r));
	assert_int_equal(db_status(db), OK);
}

static void values_come_back(void **state)
{
	/* PostgreSQL's text is UTF-8 without NUL, and so is all that the gate lets in. */
	static const struct str texts[] = { { "", 0 }, { NULL, 0 }, { "ñandú", 7 }, { "\x01'\"\\", 4 },
		{ "a\0b", 3 }, { "\xff\xc0\x80", 3 }, { "\0", 1 } };
	unsigned plain = 4;
	struct cell c[4];
	(void)state;

	echo(cell_int(INT64_MAX), cell_null(), cell_null(), cell_int(INT64_MIN), c);
	assert_true(c[0].kind == CELL_INT && c[0].i == INT64_MAX);
	assert_true(c[1].kind == CELL_NULL && c[2].kind == CELL_NULL);
	assert_true(c[3].kind == CELL_INT && c[3].i == INT64_MIN);
	for (unsigned i = 0; i < ARRAY_LEN(texts); i++) {
		struct str text = texts[i];
		echo(cell_int(0), cell_text(text), cell_blob(texts[i]), cell_int(-1), c);
		assert_int_equal(c[1].kind, CELL_TEXT);
		assert_int_equal(c[2].kind, CELL_BLOB);
		if (i < plain || test_kind == DB_SQLITE)
			assert_true(str_eq(c[1].s, text));
		else
			assert_true(str_contains(c[1].s, STR("\xef\xbf\xbd")) && utf8_valid(c[1].s));
		assert_true(str_eq(c[2].s, texts[i]));
	}
}

static void values_are_stored(void **state)
{
	struct str text = { "uno\tdos", 7 }, bytes = { "\xff\0\x80", 3 };
	(void)state;

	assert_int_equal(db_begin(db), OK);
	assert_int_equal(db_change(db, test_query(Q_PUT),
				 ARGS(cell_int(INT64_MIN), cell_text(text), cell_blob(bytes))),
		1);
	test_put(db, INT64_MAX, "");
	assert_int_equal(db_commit(db), OK);
	struct rows r = db_rows(db, test_query(Q_ALL), NO_ARGS);
	assert_true(rows_next(&r));
	assert_true(rows_int(&r, 0) == INT64_MIN);
	assert_true(str_eq(rows_text(&r, 1), text));
	assert_true(str_eq(rows_text(&r, 2), bytes));
	assert_true(rows_next(&r));
	assert_true(rows_int(&r, 0) == INT64_MAX);
	assert_false(rows_null(&r, 1)); /* an empty text is not null */
	assert_true(rows_null(&r, 2));
	assert_int_equal(rows_text(&r, 2).n, 0);
	assert_int_equal(rows_int(&r, 2), 0);
	assert_true(id_is_zero(rows_id(&r, 2)));
	assert_false(rows_next(&r));
	assert_false(rows_next(&r));
}

static void ids(void **state)
{
	struct id id, zero = { 0 };
	(void)state;

	for (unsigned i = 0; i < sizeof id.b; i++)
		id.b[i] = (uint8_t)(i * 17);
	for (unsigned known = 0; known < 2; known++) {
		struct rows r = db_rows(db, test_query(Q_ECHO),
			ARGS(cell_int(1), cell_null(), cell_id_or_null(known ? &id : &zero), cell_int(2)));
		assert_true(rows_next(&r));
		assert_true(rows_null(&r, 2) == !known);
		assert_true(id_eq(rows_id(&r, 2), known ? id : zero));
		rows_end(&r);
	}
	struct rows r = db_rows(db, test_query(Q_ECHO), ARGS(cell_int(1), cell_null(), cell_id(&id), cell_int(2)));
	assert_true(rows_next(&r));
	assert_true(id_eq(rows_id(&r, 2), id));
	rows_end(&r);
	rows_end(&r); /* harmless */
	assert_false(rows_next(&r));
}

static void changed_rows_are_counted(void **state)
{
	(void)state;
	assert_int_equal(db_begin(db), OK);
	for (int i = 0; i < 10; i++)
		test_put(db, i, "a");
	assert_int_equal(
		db_change(db, test_query(Q_RENAME), ARGS(cell_text(STR("b")), cell_int(7))), 3);
	assert_int_equal(
		db_change(db, test_query(Q_RENAME), ARGS(cell_text(STR("b")), cell_int(70))), 0);
	assert_int_equal(db_change(db, test_query(Q_PUT_ONCE), ARGS(cell_int(3))), 0);
	assert_int_equal(db_change(db, test_query(Q_PUT_ONCE), ARGS(cell_int(30))), 1);
	struct rows r = db_rows(db, test_query(Q_TAKE), ARGS(cell_int(8)));
	assert_true(rows_next(&r));
	assert_true(str_is(rows_text(&r, 0), "b"));
	assert_false(rows_next(&r));
	assert_int_equal(db_commit(db), OK);
	assert_int_equal(test_count(db), 10);
}

static void rows_left_early_can_start_again(void **state)
{
	(void)state;
	for (int i = 0; i < 3; i++)
		test_commit_one(db, i);
	for (int round = 0; round < 3; round++) {
		struct rows r = db_rows(db, test_query(Q_ALL), NO_ARGS);
		assert_true(rows_next(&r));
		assert_int_equal(rows_int(&r, 0), 0);
		/* other queries run meanwhile */
		assert_int_equal(test_count(db), 3);
		rows_end(&r);
	}
}

static void rollback_ends_rows(void **state)
{
	(void)state;
	for (int i = 0; i < 3; i++)
		test_commit_one(db, i);
	assert_int_equal(db_begin(db), OK);
	struct rows old = db_rows(db, test_query(Q_ALL), NO_ARGS);
	assert_true(rows_next(&old));
	db_rollback(db);
	struct rows r = db_rows(db, test_query(Q_ALL), NO_ARGS);
	assert_true(rows_next(&r));
	assert_false(rows_next(&old));
	rows_end(&old); /* the newer rows are not its own */
	assert_true(rows_next(&r));
	assert_int_equal(rows_int(&r, 0), 1);
	rows_end(&r);
	assert_int_equal(db_begin(db), OK);
	assert_int_equal(db_commit(db), OK);
}

/* ---- composed ---- */

static const struct query *compose(int i)
{
	char sql[64];
	int n = snprintf(sql, sizeof sql, "SELECT ?1 + %d AS n", i);

	return db_compose(db, (struct str){ sql, (size_t)n }, 1, 1);
}

static int64_t plus(const struct query *q, int64_t n)
{
	struct rows r = db_rows(db, q, ARGS(cell_int(n)));

	assert_true(rows_next(&r));
	n = rows_int(&r, 0);
	rows_end(&r);
	return n;
}

static void composed_once_per_text(void **state)
{
	(void)state;
	const struct query *one = compose(1), *two = compose(2);
	assert_ptr_not_equal(one, two);
	assert_ptr_equal(compose(1), one);
	assert_int_equal(plus(one, 5), 6);
	assert_int_equal(plus(two, 5), 7);
	test_commit_one(db, 1);
	assert_int_equal(db_begin(db), OK);
	const struct query *q = db_compose(db, STR("DELETE FROM item WHERE id = ?1"), 1, 0);
	assert_int_equal(db_change(db, q, ARGS(cell_int(1))), 1);
	assert_int_equal(db_commit(db), OK);
}

static void composed_are_evicted(void **state)
{
	(void)state;
	const struct query *kept = compose(0);
	struct rows r = db_rows(db, kept, ARGS(cell_int(40)));
	assert_true(rows_next(&r));
	for (int i = 1; i < 2000; i++) {
		const struct query *q = compose(i);
		const struct query *young = compose(i > 10 ? i - 10 : i);

		assert_int_equal(plus(q, 1), i + 1);
		assert_int_equal(plus(young, 1), i > 10 ? i - 9 : i + 1);
		assert_true(db->ncomposed <= COMPOSED_MAX);
	}
	assert_int_equal(rows_int(&r, 0), 40);
	rows_end(&r);
	assert_ptr_equal(compose(0), kept); /* it was open all the while */
	assert_true(arena_used(db->compose_mem) < 100 * 1000);
}

static void composed_after_an_error(void **state)
{
	(void)state;
	db->status = BUSY;
	assert_null(compose(1));
	db_rollback(db);
	assert_int_equal(plus(compose(1), 1), 2);
}

/* ---- bugs ---- */

static void bug_nested(struct db *d)
{
	struct rows a = db_rows(d, test_query(Q_ALL), NO_ARGS);
	struct rows b = db_rows(d, test_query(Q_ALL), NO_ARGS);
	(void)a;
	(void)b;
}

static void bug_parameters(struct db *d)
{
	db_rows(d, test_query(Q_GET), NO_ARGS);
}

static void bug_constraint(struct db *d)
{
	if (db_begin(d) == OK)
		db_exec(d, test_query(Q_PUT), ARGS(cell_int(1), cell_null(), cell_null()));
	if (db_commit(d) == OK) /* at the latest */
		db_rollback(d);
}

static void bug_rows_of_exec(struct db *d)
{
	db_exec(d, test_query(Q_ALL), NO_ARGS);
}

static void bug_exec_of_rows(struct db *d)
{
	db_rows(d, test_query(Q_PUT_ONCE), ARGS(cell_int(1)));
}

static void bug_column(struct db *d)
{
	struct rows r = db_rows(d, test_query(Q_COUNT), NO_ARGS);

	if (rows_next(&r))
		rows_int(&r, 1);
}

static void bug_no_row(struct db *d)
{
	struct rows r = db_rows(d, test_query(Q_COUNT), NO_ARGS);

	rows_int(&r, 0);
}

static void bug_kind(struct db *d)
{
	struct rows r = db_rows(d, test_query(Q_COUNT), NO_ARGS);

	if (rows_next(&r))
		rows_text(&r, 0);
}

static void bug_float(struct db *d)
{
	struct rows r = db_rows(d, test_query(Q_HALF), NO_ARGS);

	if (rows_next(&r))
		rows_null(&r, 0);
}

static void bug_foreign(struct db *d)
{
	static struct query_set other = { .name = "other", .base = 1 };
	static const struct query q = { .set = &other, .name = "q", .ncols = 1 };

	other.query = &q;
	db_rows(d, &q, NO_ARGS);
}

static void bug_compose(struct db *d)
{
	db_compose(d, STR("SELECT nada FROM item"), 0, 1);
}

static void bug_compose_shape(struct db *d)
{
	db_compose(d, STR("SELECT id FROM item"), 0, 2);
}

static void bugs_abort(void **state)
{
	(void)state;
	test_commit_one(db, 1);
	test_aborts(bug_nested, db, "store_test.all is still open");
	test_aborts(bug_parameters, db, "store_test.get takes 1 parameters, not 0");
	test_aborts(bug_constraint, db, test_kind == DB_SQLITE ? "store_test.put: UNIQUE" :
						"store_test.put: duplicate key");
	test_aborts(bug_rows_of_exec, db, "store_test.all returns rows");
	test_aborts(bug_exec_of_rows, db, "store_test.put_once returns no rows");
	test_aborts(bug_column, db, "store_test.count has no column 1");
	test_aborts(bug_no_row, db, "store_test.count stands on no row");
	test_aborts(bug_kind, db, "store_test.count: column 0 is not text");
	test_aborts(bug_float, db, "floating point");
	test_aborts(bug_foreign, db, "other.q was not prepared");
	test_aborts(bug_compose, db, test_kind == DB_SQLITE ? "composed statement: no such column" :
						"composed statement: column \"nada\" does not exist");
	test_aborts(bug_compose_shape, db, "parameters or columns differ");
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(values_come_back),
		TEST(values_are_stored),
		TEST(ids),
		TEST(changed_rows_are_counted),
		TEST(rows_left_early_can_start_again),
		TEST(rollback_ends_rows),
		TEST(composed_once_per_text),
		TEST(composed_are_evicted),
		TEST(composed_after_an_error),
		TEST(bugs_abort),
	};

	query_register(&store_test_sql);
	return TEST_BOTH(tests, 0);
}
