/* data_make_test.c - databases of other times and other programs, at the start; and rebuilding while others read. */
#include "core_sample.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "data.h"
#include "pg_test.h"

static char folder[32], path[4000];
static bool on_pg;

static int begin(void **state)
{
	static struct core_sample s;

	*state = &s;
	if (on_pg) {
		snprintf(path, sizeof(path), "%s", pg_test_url());
		pg_test_do("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
		return 0;
	}
	snprintf(folder, sizeof(folder), "/tmp/ayni-make-XXXXXX");
	if (!mkdtemp(folder))
		return -1;
	snprintf(path, sizeof(path), "%s/db", folder);
	return 0;
}

static int end(void **state)
{
	static const char *const tail[] = { "", "-wal", "-shm" };
	char name[sizeof(path) + 8];

	(void)state;
	for (unsigned i = 0; !on_pg && i < ARRAY_LEN(tail); i++) {
		snprintf(name, sizeof(name), "%s%s", path, tail[i]);
		unlink(name);
	}
	return on_pg ? 0 : rmdir(folder);
}

/* ---- past the program ---- */

static struct db *bare(enum db_mode mode)
{
	struct diag d = { 0 };
	struct db *db = db_open(&(struct db_options){ .path = path, .mode = mode, .no_statements = true }, &d);

	if (!db)
		fail_msg("%.*s", (int)d.item[0].arg.n, d.item[0].arg.p);
	return db;
}

/* In SQLite's words; PostgreSQL's stand in their place. */
static void script(const char *sql)
{
	static const char *const word[][2] = { { "BLOB", "BYTEA" }, { "INTEGER", "BIGINT" }, { ") STRICT, WITHOUT ROWID", ")" },
		{ "x'", "'\\x" } };
	static char room[4000];
	struct db *db = bare(DB_WRITE);
	struct buf b = buf_fixed(room, sizeof(room));
	struct diag d = { 0 };

	while (*sql) {
		unsigned i = 0;
		while (on_pg && i < ARRAY_LEN(word) && strncmp(sql, word[i][0], strlen(word[i][0])) != 0)
			i++;
		if (on_pg && i < ARRAY_LEN(word)) {
			buf_c(&b, word[i][1]);
			sql += strlen(word[i][0]);
		} else {
			buf_char(&b, *sql++);
		}
	}
	buf_char(&b, 0);
	if (db_script(db, room, &d) != OK)
		fail_msg("%.*s", (int)d.item[0].arg.n, d.item[0].arg.p);
	db_close(&db);
}

static struct str ask(struct arena *a, const char *sql)
{
	struct db *db = bare(DB_READ);
	struct str s = STR("");

	assert_int_equal(db_begin(db), OK);
	struct rows r = db_rows(db, db_compose(db, str_c(sql), 0, 1), NO_ARGS);
	if (rows_next(&r)) {
		struct cell c = rows_cell(&r, 0);
		s = c.kind == CELL_INT ? str_fmt(a, "%lld", (long long)c.i) : str_dup(a, c.s);
		rows_end(&r);
	}
	db_rollback(db);
	db_close(&db);
	return s;
}

static void expect_answer(struct core_sample *s, const char *sql, const char *is)
{
	struct str got = ask(s->mem, sql);

	if (!str_is(got, is))
		fail_msg("%s: %.*s, not %s", sql, (int)got.n, got.p, is);
}

static enum rc check(struct core_sample *s, struct diag *d)
{
	struct db *db = bare(DB_READ);
	enum rc rc = data_check(db, s->reg, d);

	db_close(&db);
	return rc;
}

static void refused(struct core_sample *s, const char *code)
{
	struct diag d = { 0 };
	struct db *db = bare(DB_WRITE);

	assert_int_equal(data_prepare(db, s->reg, &d, NULL, NULL), INVALID);
	assert_string_equal(d.item[0].code, code);
	db_close(&db);
	d.n = 0;
	if (strcmp(code, "layout") == 0)
		code = "older";
	assert_int_equal(check(s, &d), INVALID);
	assert_string_equal(d.item[0].code, code);
}

/* ---- a network with two pots ---- */

static void make(struct core_sample *s)
{
	sample_open(s, path);
	assert_int_equal(sample_do(s, NULL, "group.put", "name", "A", "code", "A", NULL), ACT_ACCEPTED);
	assert_int_equal(sample_do(s, NULL, "pot.report", "group", "A", "day", "2026-11-21", "served", "100", NULL),
		ACT_ACCEPTED);
	assert_int_equal(sample_do(s, NULL, "pot.report", "group", "A", "day", "2026-11-22", "served", "20", NULL),
		ACT_ACCEPTED);
}

static void whole(struct core_sample *s)
{
	struct diag d = { 0 };
	int64_t n = 0;

	expect_answer(s, "SELECT sum(served) FROM tally_pot_days", "120");
	expect_answer(s, "SELECT count(*) FROM pot", "2");
	assert_int_equal(journal_verify(writer_db(s->writer), s->reg->schema, s->net.id, &n, &d), OK);
	assert_int_equal(n, 3);
	assert_int_equal(data_compare(writer_db(s->writer), s->reg, s->net.id, 0, &d), OK);
}

/* The layout before it had a number: sessions and tokens by hash alone, a chain that counts no epochs. */
static const char old_layout[] =
	"DROP TABLE session; DROP TABLE api_token; DROP TABLE job; DELETE FROM meta WHERE name IN ('format', 'projected');"
	"CREATE TABLE session (token_hash BLOB NOT NULL, network BLOB NOT NULL, person BLOB NOT NULL,"
	"device BLOB, csrf TEXT NOT NULL, begun_at INTEGER NOT NULL, used_at INTEGER NOT NULL, until_at INTEGER NOT NULL,"
	"PRIMARY KEY (token_hash)) STRICT, WITHOUT ROWID;"
	"INSERT INTO session VALUES (x'01', x'0a', x'0b', NULL, 'abc', 1, 2, 3), (x'02', x'0c', x'0b', x'0d', 'def', 4, 5, 6);"
	"CREATE TABLE api_token (token_hash BLOB NOT NULL, network BLOB NOT NULL, id BLOB NOT NULL,"
	"person BLOB NOT NULL, name TEXT NOT NULL, allow INTEGER NOT NULL, made_at INTEGER NOT NULL,"
	"until_at INTEGER NOT NULL, revoked_at INTEGER, PRIMARY KEY (token_hash)) STRICT, WITHOUT ROWID;"
	"INSERT INTO api_token VALUES (x'03', x'0a', x'04', x'0b', 'hoja', 2, 7, 8, NULL);"
	"CREATE TABLE chain_old (network BLOB NOT NULL, seq INTEGER NOT NULL, hash BLOB NOT NULL,"
	"stamp INTEGER NOT NULL, PRIMARY KEY (network)) STRICT, WITHOUT ROWID;"
	"INSERT INTO chain_old SELECT network, seq, hash, stamp FROM chain; DROP TABLE chain;"
	"ALTER TABLE chain_old RENAME TO chain;";

static void an_old_layout_is_brought_up(void **state)
{
	struct core_sample *s = *state;
	struct diag d = { 0 };

	make(s);
	assert_int_equal(check(s, &d), OK);
	sample_close(s);
	script(old_layout);
	sample_declare(s, (const struct module *const[]){ &core_sample_module, NULL });
	assert_int_equal(check(s, &d), INVALID);
	assert_string_equal(d.item[0].code, "older");
	sample_close(s);

	for (unsigned i = 0; i < 2; i++) { /* the second time there is nothing to do */
		sample_open(s, path);
		whole(s);
		expect_answer(s, "SELECT value FROM meta WHERE name = 'format'", "1");
		expect_answer(s, "SELECT count(*) FROM session", "2");
		expect_answer(s, "SELECT csrf FROM session WHERE device IS NOT NULL AND used_at = 5", "def");
		expect_answer(s, "SELECT name FROM api_token WHERE allow = 2 AND revoked_at IS NULL", "hoja");
		expect_answer(s, "SELECT epoch FROM chain", "0");
		expect_answer(s, "SELECT count(*) FROM job", "0");
		d.n = 0;
		assert_int_equal(check(s, &d), OK);
		sample_close(s);
	}
	/* One token may now be in two networks. */
	script("INSERT INTO session VALUES (x'0e', x'01', x'0b', NULL, 'ghi', 1, 2, 3)");
}

static void what_is_missing_is_added(void **state)
{
	struct core_sample *s = *state;

	make(s);
	sample_close(s);
	script("DROP TABLE limits; DROP INDEX invite_letters; ALTER TABLE job DROP COLUMN holder");
	sample_open(s, path);
	whole(s);
	expect_answer(s, "SELECT count(*) FROM limits", "0");
	expect_answer(s, "SELECT count(holder) FROM job", "0");
	sample_close(s);
	script("DROP INDEX invite_letters; ALTER TABLE limits DROP COLUMN n"); /* of what must be known, nothing is made up */
	sample_declare(s, (const struct module *const[]){ &core_sample_module, NULL });
	refused(s, "layout");
	sample_close(s);
}

static void what_is_not_ours_is_left_alone(void **state)
{
	struct core_sample *s = *state;
	struct diag d = { 0 };

	sample_declare(s, (const struct module *const[]){ &core_sample_module, NULL });
	script("CREATE TABLE song (id INTEGER PRIMARY KEY)");
	refused(s, "foreign");
	expect_answer(s, "SELECT count(*) FROM song", "0");
	script("CREATE TABLE meta (name TEXT, value TEXT)"); /* one of the same name makes it none of ours */
	refused(s, "foreign");
	script("INSERT INTO meta VALUES ('format', '1')");
	refused(s, "foreign");
	script("DROP TABLE meta; DROP TABLE song");
	assert_int_equal(check(s, &d), INVALID);
	assert_string_equal(d.item[0].code, "empty");
	sample_close(s);
}

static void a_newer_one_is_refused(void **state)
{
	struct core_sample *s = *state;

	make(s);
	script("UPDATE meta SET value = '2' WHERE name = 'format'; UPDATE meta SET value = 'of later' WHERE name = 'schema'");
	refused(s, "newer");
	expect_answer(s, "SELECT value FROM meta WHERE name = 'schema'", "of later");
	script("UPDATE meta SET value = '1' WHERE name = 'format'");
	sample_close(s);
	sample_open(s, path);
	whole(s);
	sample_close(s);
}

/* Tables of entities that are no longer declared go; what lasts, and what was never projected, stays. */
static void only_what_was_projected_is_dropped(void **state)
{
	struct core_sample *s = *state;

	make(s);
	sample_close(s);
	script("CREATE TABLE ghost (id INTEGER PRIMARY KEY); CREATE TABLE song (id INTEGER PRIMARY KEY);"
	       "UPDATE meta SET value = 'of before' WHERE name = 'schema';"
	       "UPDATE meta SET value = value || ' ghost session chain Song; \"x\" tally_pot_days' WHERE name = 'projected'");
	script("INSERT INTO session VALUES (x'0a', x'01', x'0b', NULL, 'abc', 1, 2, 3)");
	sample_open(s, path);
	whole(s);
	expect_answer(s, "SELECT count(*) FROM session", "1");
	expect_answer(s, "SELECT count(*) FROM song", "0");
	expect_answer(s, on_pg ? "SELECT count(*) FROM pg_class WHERE relname = 'ghost'" :
				 "SELECT count(*) FROM sqlite_schema WHERE name = 'ghost'", "0");
	expect_answer(s, "SELECT count(*) FROM meta WHERE name = 'projected' AND value LIKE '%ghost%'", "0");
	sample_close(s);
}

/* ---- cut off ---- */

static void cut_off(void *arg, int64_t done, int64_t all)
{
	(void)arg, (void)done, (void)all;
	_exit(9);
}

/* In a child that ends in the middle, with no word to the database. */
static void an_upgrade_may_be_cut_off(void **state)
{
	struct core_sample *s = *state;
	int status;

	make(s);
	sample_close(s);
	script(old_layout);
	script("UPDATE meta SET value = 'of before' WHERE name = 'schema'");
	for (unsigned i = 0; i < 3; i++) {
		pid_t child = fork();
		if (child == 0) {
			struct diag d = { 0 };
			alarm(20);
			sample_declare(s, (const struct module *const[]){ &core_sample_module, NULL });
			struct db *db = bare(DB_WRITE);
			_exit(data_prepare(db, s->reg, &d, cut_off, NULL) == OK ? 0 : 1);
		}
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 9);
		sample_declare(s, (const struct module *const[]){ &core_sample_module, NULL });
		expect_answer(s, "SELECT count(*) FROM meta WHERE name = 'format'", "0");
		expect_answer(s, "SELECT sum(served) FROM tally_pot_days", "120");
		sample_close(s);
	}
	sample_open(s, path);
	whole(s);
	expect_answer(s, "SELECT count(*) FROM session", "2");
	sample_close(s);
}

static void several_may_start_at_once(void **state)
{
	struct core_sample *s = *state;
	pid_t child[4];
	int status;

	for (unsigned i = 0; i < ARRAY_LEN(child); i++) {
		child[i] = fork();
		if (child[i] == 0) {
			struct diag d = { 0 };
			alarm(30);
			sample_declare(s, (const struct module *const[]){ &core_sample_module, NULL });
			struct db *db = bare(DB_WRITE);
			_exit(data_prepare(db, s->reg, &d, NULL, NULL) == OK ? 0 : 1);
		}
	}
	for (unsigned i = 0; i < ARRAY_LEN(child); i++) {
		assert_int_equal(waitpid(child[i], &status, 0), child[i]);
		assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	}
	make(s);
	whole(s);
	sample_close(s);
}

/* On a database that processes share, a later build makes the tables anew under an older one that serves. */
static void an_outdated_writer_stops(void **state)
{
	struct core_sample *s = *state;

	make(s);
	script("UPDATE meta SET value = 'of later' WHERE name = 'schema'; UPDATE chain SET epoch = epoch + 1");
	struct ctx c = sample_ctx(s, NULL);
	struct diag d = { 0 };
	assert_int_equal(writer_rebuild(s->writer, &c, &d), BUSY);
	expect_answer(s, "SELECT value FROM meta WHERE name = 'schema'", "of later");
	sample_close(s);
	sample_open(s, path); /* started again, it makes them anew */
	whole(s);
	sample_close(s);
}

/* ---- reading goes on ---- */

static int64_t pots(struct db *db)
{
	return db_int(db, db_compose(db, STR("SELECT count(*) FROM pot"), 0, 1), NO_ARGS);
}

static struct db *reader(void)
{
	struct diag d = { 0 };
	struct db *db = db_open(&(struct db_options){ .path = path, .mode = DB_READ }, &d);

	assert_non_null(db);
	return db;
}

static void *rebuild(void *arg)
{
	static struct diag d;
	struct core_sample *s = arg;
	struct ctx c = sample_ctx(s, NULL);

	d.n = 0;
	return (void *)(uintptr_t)(writer_rebuild(s->writer, &c, &d) != OK);
}

static void *read_later(void *arg)
{
	struct db *db = reader();
	struct core_sample *s = arg;

	int64_t n = db_begin(db) == OK ? journal_head(db, s->net.id).seq : -1;
	n = n == 3 ? pots(db) : -2;
	db_rollback(db);
	db_close(&db);
	return (void *)(intptr_t)n;
}

/* Until somebody waits for a lock: half a minute at most. */
static void wait_for_waiting(void)
{
	for (unsigned i = 0; i < 3000; i++) {
		int64_t waiting = 0;
		const char *said = pg_test_do("SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'relation'");
		if (str_int64(str_c(said), &waiting) && waiting > 0)
			return;
		usleep(10000);
	}
	fail_msg("nobody waits for a lock");
}

/*
 * One reader began before the new tables came and looks at them after; another begins while the exchange
 * waits for the first. Neither ever meets a table that is empty to its snapshot.
 */
static void nobody_meets_empty_tables(void **state)
{
	struct core_sample *s = *state;
	pthread_t builder, second;
	void *failed, *seen;
	int64_t epoch, later;

	make(s);
	assert_true(str_int64(ask(s->mem, "SELECT epoch FROM chain"), &epoch));
	struct db *first = reader();
	assert_int_equal(db_begin(first), OK);
	assert_int_equal(journal_head(first, s->net.id).seq, 3);
	pthread_create(&builder, NULL, rebuild, s);
	if (on_pg)
		wait_for_waiting();
	pthread_create(&second, NULL, read_later, s);
	pthread_join(second, &seen); /* a long reader stops no other one */
	assert_int_equal(pots(first), 2);
	db_rollback(first);
	pthread_join(builder, &failed);
	assert_null(failed);
	assert_int_equal((intptr_t)seen, 2);
	assert_int_equal(db_begin(first), OK);
	assert_int_equal(pots(first), 2);
	db_close(&first);
	whole(s);
	assert_true(str_int64(ask(s->mem, "SELECT epoch FROM chain"), &later) && later > epoch); /* what was kept is forgotten */
	sample_close(s);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(an_old_layout_is_brought_up, begin, end),
		cmocka_unit_test_setup_teardown(what_is_missing_is_added, begin, end),
		cmocka_unit_test_setup_teardown(what_is_not_ours_is_left_alone, begin, end),
		cmocka_unit_test_setup_teardown(a_newer_one_is_refused, begin, end),
		cmocka_unit_test_setup_teardown(only_what_was_projected_is_dropped, begin, end),
		cmocka_unit_test_setup_teardown(an_upgrade_may_be_cut_off, begin, end),
		cmocka_unit_test_setup_teardown(several_may_start_at_once, begin, end),
		cmocka_unit_test_setup_teardown(nobody_meets_empty_tables, begin, end),
		cmocka_unit_test_setup_teardown(an_outdated_writer_stops, begin, end),
	};
	/* But the last: a folder's lock keeps the other out. */
	int failed = _cmocka_run_group_tests("on SQLite", tests, ARRAY_LEN(tests) - 1, NULL, NULL);

	on_pg = pg_test_here();
	return on_pg ? failed + cmocka_run_group_tests_name("on PostgreSQL", tests, NULL, NULL) : failed;
}
