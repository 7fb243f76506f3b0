/* store_test.c - the fixture of the room's tests. */
#include "store_test.h"

#include <signal.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "pg_test.h"
#include "store.h"

enum db_kind test_kind = DB_SQLITE;

static char folder[200], file[256];

const char *test_file(void)
{
	const char *base = getenv("TMPDIR");

	snprintf(folder, sizeof folder, "%s/store-XXXXXX", base ? base : "/tmp");
	assert_non_null(mkdtemp(folder));
	snprintf(file, sizeof file, "%s/test.db", folder);
	return file;
}

static const char *with(const char *suffix)
{
	static char path[300];

	snprintf(path, sizeof path, "%s%s", file, suffix);
	return path;
}

void test_clean(void)
{
	if (test_kind == DB_POSTGRES)
		return;
	static const char *const suffix[] = { "", "-wal", "-shm", ".copy", ".copy-wal",
		".copy-shm" };

	for (unsigned i = 0; i < ARRAY_LEN(suffix); i++)
		unlink(with(suffix[i]));
	assert_int_equal(rmdir(folder), 0);
}

long test_size(const char *suffix)
{
	struct stat st;

	return stat(with(suffix), &st) ? -1 : (long)st.st_size;
}

const char *test_item_table(void)
{
	return test_kind == DB_SQLITE ?
		       "CREATE TABLE item (id INTEGER PRIMARY KEY, note TEXT, photo BLOB)" :
		       "CREATE TABLE item (id BIGINT PRIMARY KEY, note TEXT COLLATE \"C\", photo BYTEA)";
}

static void skipped(void **state)
{
	(void)state;
	skip(); /* AYNI_TEST_PG names no server */
}

int test_pg(const struct CMUnitTest *tests, size_t n)
{
	static const struct CMUnitTest none[] = { cmocka_unit_test(skipped) };

	if (!pg_test_here())
		return cmocka_run_group_tests_name("on PostgreSQL", none, NULL, NULL);
	test_kind = DB_POSTGRES;
	return _cmocka_run_group_tests("on PostgreSQL", tests, n, NULL, NULL);
}

int test_both(const struct CMUnitTest *tests, size_t n, size_t only_sqlite)
{
	return _cmocka_run_group_tests("on SQLite", tests, n, NULL, NULL) +
	       test_pg(tests + only_sqlite, n - only_sqlite);
}

const char *test_path(void)
{
	return test_kind == DB_SQLITE ? file : pg_test_url();
}

struct db *test_open(enum db_mode mode)
{
	struct diag d = { 0 };
	struct db *db = db_open(&(struct db_options){ .path = test_path(), .mode = mode }, &d);

	if (!db)
		fail_msg("%s", d.item[0].arg.p);
	return db;
}

struct db *test_new(enum db_mode mode)
{
	struct diag d = { 0 };
	struct db_options o = { .mode = mode, .no_statements = true };

	if (test_kind == DB_POSTGRES) {
		pg_test_do("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
		o.path = pg_test_url();
		o.mode = DB_WRITE;
	} else if (mode != DB_MEMORY) {
		o.path = test_file();
	}
	struct db *db = db_open(&o, &d);
	assert_non_null(db);
	assert_int_equal(db_script(db, test_item_table(), &d), OK);
	if (db_prepare_all(db, &d) != OK)
		fail_msg("%s", d.item[0].arg.p);
	return db;
}

const struct query *test_query(unsigned i)
{
	return &store_test_sql.query[i];
}

void test_put(struct db *db, int64_t id, const char *note)
{
	assert_int_equal(db_change(db, test_query(Q_PUT),
				 ARGS(cell_int(id), cell_text(str_c(note)), cell_null())),
		1);
}

void test_commit_one(struct db *db, int64_t id)
{
	assert_int_equal(db_begin(db), OK);
	test_put(db, id, "raciones");
	assert_int_equal(db_commit(db), OK);
}

int64_t test_count(struct db *db)
{
	struct rows r = db_rows(db, test_query(Q_COUNT), NO_ARGS);
	int64_t n = -1;

	while (rows_next(&r))
		n = rows_int(&r, 0);
	return n;
}

struct sqlite *test_sqlite(struct db *d)
{
	assert_int_equal(db_kind(d), DB_SQLITE);
	return (struct sqlite *)d->engine;
}

int64_t test_pragma(struct db *d, const char *sql)
{
	sqlite3_stmt *stmt;

	assert_int_equal(sqlite3_prepare_v2(test_sqlite(d)->h, sql, -1, &stmt, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	int64_t n = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	return n;
}

void test_aborts(void (*fn)(struct db *), struct db *db, const char *words)
{
	int fd[2], status;
	char said[2000];
	size_t n = 0;
	ssize_t got;

	assert_int_equal(pipe(fd), 0);
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		signal(SIGABRT, SIG_DFL);
		alarm(20);
		dup2(fd[1], 2);
		close(fd[0]);
		close(fd[1]);
		fn(test_kind == DB_SQLITE ? db : test_open(db->engine->mode)); /* two cannot share a session */
		_exit(0);
	}
	close(fd[1]);
	while (n < sizeof said - 1 && (got = read(fd[0], said + n, sizeof said - 1 - n)) > 0)
		n += (size_t)got;
	said[n] = 0;
	close(fd[0]);
	assert_int_equal(waitpid(child, &status, 0), child);
	if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGABRT || !strstr(said, words))
		fail_msg("no abort with '%s' (status %d): %s", words, status, said);
}
