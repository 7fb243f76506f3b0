/* table_test.c - DDL in both dialects; rows carried over in pages; a table made anew keeps its rows. */
#include "store_test.h"

#include "table.h"

static const struct table_column columns[] = {
	{ "network", CELL_BLOB, true },
	{ "group", CELL_TEXT, true },
	{ "day", CELL_INT, true },
	{ "note", CELL_TEXT, false },
	{ "photo", CELL_BLOB, false },
};
static const struct table_index indexes[] = {
	{ "pot_day", true, 2, { 0, 2 }, 0 },
	{ "pot_note", false, 2, { 0, 3 }, 4 },
};
static const struct table pot = { "pot", columns, 5, 3, indexes, 2, false };

static struct db *db;

static int setup(void **state)
{
	struct diag d = { 0 };
	(void)state;

	db = db_open(&(struct db_options){ .mode = DB_MEMORY, .no_statements = true }, &d);
	return db ? 0 : -1;
}

static int teardown(void **state)
{
	(void)state;
	db_close(&db);
	return 0;
}

static const char *ddl(enum db_kind kind, bool if_missing)
{
	static char room[2000];
	struct buf b = buf_fixed(room, sizeof(room));

	table_ddl(&b, &pot, kind, if_missing);
	buf_char(&b, 0);
	return room;
}

static void words_of_each_engine(void **state)
{
	(void)state;
	assert_string_equal(ddl(DB_SQLITE, false),
		"CREATE TABLE \"pot\" (\"network\" BLOB NOT NULL, \"group\" TEXT NOT NULL, \"day\" INTEGER NOT NULL, "
		"\"note\" TEXT, \"photo\" BLOB, PRIMARY KEY (\"network\", \"group\", \"day\")) STRICT, WITHOUT ROWID;\n"
		"CREATE UNIQUE INDEX \"pot_day\" ON \"pot\" (\"network\", \"day\");\n"
		"CREATE INDEX \"pot_note\" ON \"pot\" (\"network\", \"note\") WHERE \"note\" IS NOT NULL;\n");
	assert_string_equal(ddl(DB_POSTGRES, true),
		"CREATE TABLE IF NOT EXISTS \"pot\" (\"network\" BYTEA NOT NULL, \"group\" TEXT COLLATE \"C\" NOT NULL, "
		"\"day\" BIGINT NOT NULL, \"note\" TEXT COLLATE \"C\", \"photo\" BYTEA, "
		"PRIMARY KEY (\"network\", \"group\", \"day\"));\n"
		"CREATE UNIQUE INDEX IF NOT EXISTS \"pot_day\" ON \"pot\" (\"network\", \"day\");\n"
		"CREATE INDEX IF NOT EXISTS \"pot_note\" ON \"pot\" (\"network\", \"note\") WHERE \"note\" IS NOT NULL;\n");
}

static void script(const char *sql)
{
	struct diag d = { 0 };

	if (db_script(db, sql, &d) != OK)
		fail_msg("%s", d.item[0].arg.p);
}

/* Two networks, a pot every day, every third with a note. */
static void put_pots(unsigned n)
{
	assert_int_equal(db_begin(db), OK);
	for (unsigned i = 0; i < n; i++) {
		const struct cell row[] = { cell_blob(i % 2 ? STR("n2") : STR("n1")), cell_text(STR("olla")), cell_int(i),
			i % 3 ? cell_null() : cell_text(STR("nota")), cell_blob(STR("x\0y")) };
		table_put(db, &pot, row);
	}
	assert_int_equal(db_commit(db), OK);
}

static void pages_in_key_order(void **state)
{
	struct cell key[3];
	unsigned seen = 0, pages = 0;
	int64_t last = -2;
	(void)state;

	script(ddl(DB_SQLITE, false));
	put_pots(100);
	assert_int_equal(table_count(db, &pot), 100);
	for (const struct cell *after = NULL;; after = key) {
		struct rows r = table_page(db, &pot, after, 7);
		unsigned n = 0;
		for (; rows_next(&r); n++) {
			bool first = seen + n < 50;
			assert_true(str_is(rows_text(&r, 0), first ? "n1" : "n2"));
			assert_int_equal(rows_int(&r, 2), seen + n == 50 ? 1 : last + 2);
			last = rows_int(&r, 2);
			assert_int_equal(rows_null(&r, 3), last % 3 != 0);
			assert_true(str_eq(rows_text(&r, 4), STR("x\0y")));
			key[0] = cell_blob(first ? STR("n1") : STR("n2"));
			key[1] = cell_text(STR("olla"));
			key[2] = cell_int(last);
		}
		if (!n)
			break;
		seen += n;
		pages++;
	}
	assert_int_equal(seen, 100);
	assert_int_equal(pages, 15);
}

static void what_is_there_stays(void **state)
{
	(void)state;
	script(ddl(DB_SQLITE, false));
	put_pots(4);
	script("UPDATE pot SET note = 'mía'");
	put_pots(6);
	assert_int_equal(table_count(db, &pot), 6);
	struct rows r = table_page(db, &pot, NULL, 1);
	assert_true(rows_next(&r) && str_is(rows_text(&r, 3), "mía"));
	rows_end(&r);
}

static void made_anew_with_its_rows(void **state)
{
	static const bool had[] = { true, false, true, false, true };
	char room[2000];
	struct buf b = buf_fixed(room, sizeof(room));
	(void)state;

	script("CREATE TABLE pot (day INTEGER NOT NULL, network BLOB NOT NULL, photo BLOB, other TEXT, PRIMARY KEY (day)) "
	       "STRICT, WITHOUT ROWID; CREATE INDEX pot_day ON pot (network, day); "
	       "INSERT INTO pot (day, network, photo) VALUES (1, x'01', NULL), (2, x'01', x'05'), (3, x'02', x'06')");
	table_remake_ddl(&b, &pot, had, DB_SQLITE);
	buf_char(&b, 0);
	script(room);
	assert_int_equal(table_count(db, &pot), 3);
	struct rows r = table_page(db, &pot, NULL, 9);
	assert_true(rows_next(&r) && rows_next(&r));
	assert_int_equal(rows_int(&r, 2), 2);
	assert_true(!rows_null(&r, 1) && !rows_text(&r, 1).n && rows_null(&r, 3));
	assert_true(str_eq(rows_text(&r, 4), STR("\5")));
	rows_end(&r);
	put_pots(6); /* its key and its unique index are the declared ones */
	assert_int_equal(table_count(db, &pot), 9);
}

static void a_column_is_added(void **state)
{
	char room[200];
	struct buf b = buf_fixed(room, sizeof(room));
	(void)state;

	script("CREATE TABLE pot (network BLOB NOT NULL, \"group\" TEXT NOT NULL, day INTEGER NOT NULL, note TEXT, "
	       "PRIMARY KEY (network, \"group\", day)) STRICT, WITHOUT ROWID; INSERT INTO pot VALUES (x'01', 'a', 1, NULL)");
	table_add_column_ddl(&b, &pot, 4, DB_SQLITE);
	buf_char(&b, 0);
	assert_string_equal(room, "ALTER TABLE \"pot\" ADD COLUMN \"photo\" BLOB;\n");
	script(room);
	put_pots(2);
	assert_int_equal(table_count(db, &pot), 3);
}

static void figures_for_the_planner(void **state)
{
	static const struct table meta = { "meta", columns, 1, 1, NULL, 0, true };
	char room[2000];
	struct buf b = buf_fixed(room, sizeof(room));
	(void)state;

	table_figures(&b, &meta, DB_SQLITE, false);
	table_figures(&b, &meta, DB_POSTGRES, false);
	assert_int_equal(b.n, 0);
	table_figures(&b, &pot, DB_POSTGRES, false);
	buf_char(&b, 0);
	assert_string_equal(room,
		"ALTER TABLE \"pot\" ALTER COLUMN network SET (n_distinct = 1);\n"
		"INSERT INTO \"pot\" (\"network\", \"group\", \"day\", \"note\") SELECT decode(md5((0)::text), 'hex'), "
		"(g % 12)::text, g, (g % 12)::text FROM generate_series(1, 24) g;\nANALYZE \"pot\";\nDELETE FROM \"pot\";\n");
	b.n = 0;
	table_figures(&b, &pot, DB_SQLITE, false);
	buf_char(&b, 0);
	script(ddl(DB_SQLITE, false));
	script("ANALYZE sqlite_schema");
	script(room);
	b.n = 0;
	table_figures(&b, &pot, DB_SQLITE, true); /* told twice is told once */
	buf_char(&b, 0);
	script(room);
	struct rows r = db_rows(db, db_compose(db, STR("SELECT count(*) FROM sqlite_stat1 WHERE idx = 'pot'"), 0, 1), NO_ARGS);
	assert_true(rows_next(&r));
	assert_int_equal(rows_int(&r, 0), 1);
	rows_end(&r);
	script("ANALYZE sqlite_schema");
	put_pots(1);
	assert_int_equal(table_count(db, &pot), 1);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_of_each_engine),
		cmocka_unit_test_setup_teardown(pages_in_key_order, setup, teardown),
		cmocka_unit_test_setup_teardown(what_is_there_stays, setup, teardown),
		cmocka_unit_test_setup_teardown(made_anew_with_its_rows, setup, teardown),
		cmocka_unit_test_setup_teardown(figures_for_the_planner, setup, teardown),
		cmocka_unit_test_setup_teardown(a_column_is_added, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
