/* both_test.c - the same random work on SQLite and PostgreSQL gives the same answers at every step. */
#include "pg_test.h"
#include "store.h"
#include "store_test.h"

enum { ROUNDS = 60, STEPS = 120, IDS = 40 };

static struct db *db[2]; /* SQLite, PostgreSQL */
static uint64_t dice;

static unsigned throw(unsigned sides)
{
	dice = dice * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(dice >> 33) % sides;
}

static void same_rows(unsigned query, const struct cell *args, unsigned n)
{
	struct rows r[2];
	unsigned most = throw(3) ? UINT32_MAX : 1 + throw(20); /* one that changes is run by its first step */

	for (unsigned i = 0; i < 2; i++)
		r[i] = db_rows(db[i], test_query(query), args, n);
	for (unsigned row = 0; row < most; row++) {
		bool more = rows_next(&r[0]);

		assert_int_equal(rows_next(&r[1]), more);
		if (!more)
			break;
		for (unsigned col = 0; col < test_query(query)->ncols; col++) {
			struct cell a = rows_cell(&r[0], col), b = rows_cell(&r[1], col);

			assert_true(a.kind == b.kind && a.i == b.i && str_eq(a.s, b.s));
		}
	}
	rows_end(&r[0]);
	rows_end(&r[1]);
}

static void same_change(unsigned query, const struct cell *args, unsigned n)
{
	if (throw(2)) {
		db_exec(db[0], test_query(query), args, n);
		db_exec(db[1], test_query(query), args, n);
	} else {
		int64_t changed = db_change(db[0], test_query(query), args, n);

		assert_int_equal(db_change(db[1], test_query(query), args, n), changed);
	}
}

static void same_composed(void)
{
	char sql[80];
	int64_t sum[2];

	snprintf(sql, sizeof sql, "SELECT count(*) + %u FROM item WHERE id > ?1", throw(400));
	for (unsigned i = 0; i < 2; i++) {
		struct rows r = db_rows(db[i], db_compose(db[i], str_c(sql), 1, 1), ARGS(cell_int(IDS / 2)));

		assert_true(rows_next(&r));
		sum[i] = rows_int(&r, 0);
		rows_end(&r);
	}
	assert_int_equal(sum[0], sum[1]);
}

static void work(bool *in_savepoint)
{
	struct cell id = cell_int(throw(IDS));
	struct cell note = throw(4) ? cell_text(str_c("nota largo y ñandú" + throw(6))) : cell_null();

	switch (throw(9)) {
	case 0:
	case 1:
		same_change(Q_PUT_ONCE, &id, 1);
		break;
	case 2:
		same_change(Q_RENAME, ARGS(note, id));
		break;
	case 3:
		same_rows(Q_TAKE, &id, 1);
		break;
	case 4:
		same_rows(throw(2) ? Q_ALL : Q_COUNT, NO_ARGS);
		break;
	case 5:
		same_rows(Q_SERIES, ARGS(cell_int(throw(5) ? throw(30) : throw(3) * 500 + 1)));
		break;
	case 6:
		same_composed();
		break;
	default:
		for (unsigned i = 0; i < 2; i++) {
			if (!*in_savepoint)
				assert_int_equal(db_savepoint(db[i]), OK);
			else if (dice & 1 << 20)
				assert_int_equal(db_release(db[i]), OK);
			else
				db_undo(db[i]);
		}
		*in_savepoint = !*in_savepoint;
	}
}

static void the_same_on_both(void **state)
{
	(void)state;
	for (unsigned round = 0; round < ROUNDS; round++) {
		bool in_savepoint = false, keeps = throw(3);

		assert_int_equal(db_begin(db[0]), OK);
		assert_int_equal(db_begin(db[1]), OK);
		for (unsigned i = throw(STEPS); i > 0; i--)
			work(&in_savepoint);
		for (unsigned i = 0; i < 2; i++) {
			if (keeps)
				assert_int_equal(db_commit(db[i]), OK);
			else
				db_rollback(db[i]);
			assert_int_equal(db_status(db[i]), OK);
		}
		same_rows(Q_ALL, NO_ARGS);
	}
}

static int setup(void **state)
{
	(void)state;
	dice = 42;
	test_kind = DB_SQLITE;
	db[0] = test_new(DB_MEMORY);
	test_kind = DB_POSTGRES;
	db[1] = test_new(DB_WRITE);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	db_close(&db[0]);
	db_close(&db[1]);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test_setup_teardown(the_same_on_both, setup, teardown) };

	query_register(&store_test_sql);
	return TEST_PG(tests);
}
