/* postgres_lost_test.c - servers that refuse, go away and come back. */
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

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

/* ---- refused at the door ---- */

static void refused(const char *url, enum db_mode mode, const char *code, const char *words)
{
	struct diag d = { 0 };
	struct db *none = db_open(&(struct db_options){ .path = url, .mode = mode, .no_statements = true }, &d);

	assert_null(none);
	assert_int_equal(d.n, 1);
	if (!str_is(str_c(d.item[0].code), code) || !str_contains(d.item[0].arg, str_c(words)))
		fail_msg("'%s' with '%s' wanted, not '%s': %s", code, words, d.item[0].code, d.item[0].arg.p);
	assert_false(str_contains(d.item[0].arg, STR("secreto")));
	assert_false(str_contains(d.item[0].arg, STR("\n")));
}

static void bad_addresses(void **state)
{
	(void)state;
	refused("postgres://u:secreto@h:1/x?nada=1", DB_READ, "url", "invalid URI");
	refused("postgres://u:sec%zzreto@h/x", DB_READ, "url", "");
	refused("postgres://u:secreto@[::1/x", DB_READ, "url", "");
	refused("postgres://u:secreto@127.0.0.1:1/x?sslmode=disable", DB_READ, "unreachable",
		"postgres://u@127.0.0.1:1/x: connection to server");
	refused("postgres://u:secreto@nadie.invalid/x", DB_READ, "unreachable", "nadie.invalid");
	refused("postgres://u:secreto@/x?host=/nowhere/at/all", DB_WRITE, "unreachable", "/nowhere/at/all");
}

static void no_password_is_shown(void **state)
{
	struct arena *a = arena_new(0);
	(void)state;

	assert_true(str_is(db_shown(a, "postgres://ana:secreto@uno,dos:5433/red?password=secreto&sslmode=require"),
		"postgres://ana@uno,dos:,5433/red"));
	assert_true(str_is(db_shown(a, "postgres://ana:secreto@uno:%zz/red"), "postgres://"));
	assert_true(str_is(db_shown(a, "/var/lib/ayni/ayni.db"), "/var/lib/ayni/ayni.db"));
	arena_free(&a);
}

/* What it answers to a start: that error; with "no TLS", that it has none; with "", nothing. */
static size_t false_answer(const char *state, char out[200])
{
	struct buf b = buf_fixed(out, 200);

	if (str_is(str_c(state), "no TLS")) {
		buf_c(&b, "N");
	} else if (*state) {
		buf_bytes(&b, "E\0\0\0\0SFATAL\0VFATAL\0C", 20);
		buf_bytes(&b, state, 6);
		buf_bytes(&b, "Mno se puede\0\0", 14);
		out[4] = (char)(b.n - 1);
	}
	return b.n;
}

/* A server that answers every start so and hangs up. */
static pid_t false_server(const char *state, char url_out[100])
{
	struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof at;
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	assert_int_equal(bind(fd, (struct sockaddr *)&at, size), 0);
	assert_int_equal(listen(fd, 5), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&at, &size), 0);
	snprintf(url_out, 100, "postgres://u:secreto@127.0.0.1:%d/x?sslmode=%s&connect_timeout=2", ntohs(at.sin_port),
		str_is(str_c(state), "no TLS") ? "require" : "disable");
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		char asked[1000], answer[200];
		size_t n = false_answer(state, answer);

		alarm(30);
		for (;;) {
			int one = accept(fd, NULL, NULL);
			if (n && read(one, asked, sizeof asked) > 0 && write(one, answer, n) > 0)
				close(one);
		}
	}
	close(fd);
	return child;
}

static void every_refusal_has_its_code(void **state)
{
	static const char *const t[][3] = {
		{ "28P01", "password", "no se puede" },
		{ "28000", "password", "no se puede" },
		{ "3D000", "no_database", "no se puede" },
		{ "53300", "unreachable", "no se puede" },
		{ "57P03", "unreachable", "no se puede" },
		{ "42501", "password", "no se puede" },
		{ "no TLS", "open", "SSL was required" },
		{ "", "unreachable", "timeout expired" }, /* it never answers */
	};
	char url[100];
	(void)state;

	for (unsigned i = 0; i < ARRAY_LEN(t); i++) {
		pid_t server = false_server(t[i][0], url);

		refused(url, DB_WRITE, t[i][1], t[i][2]);
		kill(server, SIGKILL);
		waitpid(server, NULL, 0);
	}
}

static void wrong_databases(void **state)
{
	char name[60];
	(void)state;

	refused(pg_test_url_as(NULL, NULL, "no_such_database"), DB_WRITE, "no_database", "no_such_database");
	snprintf(name, sizeof name, "store_ascii_%ld", (long)getpid());
	pg_test_at_server("CREATE DATABASE %s TEMPLATE template0 ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C'", name);
	refused(pg_test_url_as(NULL, NULL, name), DB_READ, "encoding", "SQL_ASCII");
	pg_test_at_server("DROP DATABASE %s", name);
}

/* The first host is off: the next one is asked. */
static void several_hosts(void **state)
{
	char url[600];
	struct diag d = { 0 };
	(void)state;

	snprintf(url, sizeof url, "%s&target_session_attrs=read-write&sslmode=disable", pg_test_url());
	char *host = strstr(url, "host="), *port = strstr(url, "port=");
	assert_true(host && port && host < port);
	char two[1200];
	snprintf(two, sizeof two, "%.*s127.0.0.1,%.*s1,%s", (int)(host + 5 - url), url, (int)(port - host), host + 5, port + 5);
	struct db *other = db_open(&(struct db_options){ .path = two, .mode = DB_WRITE }, &d);
	if (!other)
		fail_msg("%s", d.item[0].arg.p);
	test_commit_one(other, 1);
	db_close(&other);
	assert_int_equal(test_count(db), 1);
}

/* A standby says the same of itself as a role that may only read. */
static void a_standby_is_refused_to_writers(void **state)
{
	char name[60];
	struct diag d = { 0 };
	(void)state;

	snprintf(name, sizeof name, "store_lector_%ld", (long)getpid());
	pg_test_at_server("CREATE ROLE %s LOGIN SUPERUSER", name);
	pg_test_at_server("ALTER ROLE %s SET default_transaction_read_only = on", name);
	const char *url = pg_test_url_as(name, NULL, NULL);
	refused(url, DB_WRITE, "read_only", "read-only");
	struct db *reader = db_open(&(struct db_options){ .path = url, .mode = DB_READ }, &d);
	assert_non_null(reader);
	assert_int_equal(test_count(reader), 0);
	db_close(&reader);
	pg_test_at_server("DROP ROLE %s", name);
}

/* ---- lost ---- */

static void end_session(struct db *other)
{
	struct rows r = db_rows(other, db_compose(other, STR("SELECT pg_backend_pid() AS pid"), 0, 1), NO_ARGS);
	char sql[200];

	assert_true(rows_next(&r));
	int pid = (int)rows_int(&r, 0);
	rows_end(&r);
	snprintf(sql, sizeof sql, "SELECT pg_terminate_backend(%d, 5000)", pid);
	assert_string_equal(pg_test_do(sql), "t");
}

static void lost_before_a_transaction(void **state)
{
	struct db *reader = test_open(DB_READ);
	(void)state;

	test_commit_one(db, 1);
	for (int i = 2; i < 5; i++) {
		end_session(db);
		test_commit_one(db, i); /* as if nothing had been */
		end_session(reader);
		assert_int_equal(db_begin(reader), OK);
		assert_int_equal(test_count(reader), i);
		assert_int_equal(db_commit(reader), OK);
	}
	end_session(reader);
	assert_int_equal(test_count(reader), 4); /* outside one too */
	const struct query *q = db_compose(db, STR("SELECT ?1 + 1"), 1, 1);
	end_session(db);
	struct rows r = db_rows(db, q, ARGS(cell_int(4)));
	assert_true(rows_next(&r));
	assert_int_equal(rows_int(&r, 0), 5);
	rows_end(&r);
	end_session(db);
	assert_non_null(db_compose(db, STR("SELECT ?1 + 2"), 1, 1));
	end_session(db);
	db_close(&reader);
}

static void lost_in_a_transaction(void **state)
{
	(void)state;
	assert_int_equal(db_begin(db), OK);
	test_put(db, 1, "a");
	end_session(db);
	db_exec(db, test_query(Q_PUT_ONCE), ARGS(cell_int(2)));
	assert_int_equal(test_count(db), -1);
	assert_int_equal(db_status(db), BUSY);
	assert_int_equal(db_savepoint(db), BUSY);
	db_undo(db);
	assert_int_equal(db_status(db), BUSY);
	assert_int_equal(db_commit(db), BUSY);
	db_rollback(db);
	test_commit_one(db, 3);
	assert_int_equal(test_count(db), 1);
	/* while rows of a cursor are open */
	assert_int_equal(db_begin(db), OK);
	struct rows r = db_rows(db, test_query(Q_SERIES), ARGS(cell_int(5000)));
	assert_true(rows_next(&r));
	end_session(db);
	while (rows_next(&r))
		assert_true(rows_int(&r, 0) < 5000);
	assert_int_equal(db_status(db), BUSY);
	db_rollback(db);
	assert_int_equal(test_count(db), 1);
	/* in a savepoint */
	assert_int_equal(db_begin(db), OK);
	assert_int_equal(db_savepoint(db), OK);
	test_put(db, 9, "a");
	end_session(db);
	db_undo(db);
	assert_int_equal(db_commit(db), BUSY);
	db_rollback(db);
	assert_int_equal(test_count(db), 1);
}

static void lost_at_the_commit(void **state)
{
	(void)state;
	/* known to be gone before COMMIT leaves */
	assert_int_equal(db_begin(db), OK);
	test_put(db, 1, "a");
	end_session(db);
	assert_int_equal(db_commit(db), BUSY);
	db_rollback(db);
	/* gone while it is under way */
	pg_test_do("CREATE FUNCTION go() RETURNS trigger LANGUAGE plpgsql AS "
		   "'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(5); RETURN NULL; END';"
		   "CREATE CONSTRAINT TRIGGER go AFTER INSERT ON item DEFERRABLE INITIALLY DEFERRED "
		   "FOR EACH ROW EXECUTE FUNCTION go()");
	assert_int_equal(db_begin(db), OK);
	test_put(db, 2, "a");
	assert_int_equal(db_commit(db), IO);
	assert_int_equal(db_status(db), IO);
	assert_int_equal(test_count(db), -1);
	db_rollback(db);
	pg_test_do("DROP TRIGGER go ON item");
	test_commit_one(db, 3);
	assert_int_equal(test_count(db), 1);
}

/* A warning in answer to COMMIT: kept here, perhaps not by the standby that is waited for. */
static void a_warned_commit_is_unknown(void **state)
{
	(void)state;
	pg_test_do("CREATE FUNCTION say() RETURNS trigger LANGUAGE plpgsql AS "
		   "'BEGIN RAISE WARNING ''quizás''; RETURN NULL; END';"
		   "CREATE CONSTRAINT TRIGGER say AFTER INSERT ON item DEFERRABLE INITIALLY DEFERRED "
		   "FOR EACH ROW EXECUTE FUNCTION say()");
	assert_int_equal(db_begin(db), OK);
	test_put(db, 2, "a");
	assert_int_equal(db_commit(db), IO);
	db_rollback(db);
	assert_int_equal(test_count(db), 1);
}

/* The primary became a standby under us: another connection is looked for. */
static void written_where_only_reading_is_left(void **state)
{
	struct diag d = { 0 };
	(void)state;

	assert_int_equal(db_script(db, "SET default_transaction_read_only = on", &d), OK);
	assert_int_equal(db_begin(db), OK);
	db_exec(db, test_query(Q_PUT_ONCE), ARGS(cell_int(1)));
	assert_int_equal(db_commit(db), BUSY);
	db_rollback(db);
	test_commit_one(db, 1);
	assert_int_equal(test_count(db), 1);
}

/* What the server says is trouble of its own, of others, or a bug of ours. */
static void codes(void **state)
{
	static const struct {
		const char *state;
		enum rc rc;
	} t[] = { { "40001", BUSY }, { "40P01", BUSY }, { "53100", BUSY }, { "53200", BUSY }, { "57014", BUSY },
		{ "58030", BUSY }, { "XX001", BUSY }, { "55P03", BUSY }, { "25006", BUSY } };
	char sql[200];
	(void)state;

	for (unsigned i = 0; i < ARRAY_LEN(t); i++) {
		snprintf(sql, sizeof sql,
			"CREATE OR REPLACE FUNCTION trouble() RETURNS int LANGUAGE plpgsql AS "
			"'BEGIN RAISE SQLSTATE ''%s''; END'", t[i].state);
		pg_test_do(sql);
		assert_int_equal(db_begin(db), OK);
		const struct query *q = db_compose(db, STR("SELECT trouble()"), 0, 1);
		struct rows r = db_rows(db, q, NO_ARGS);
		assert_false(rows_next(&r));
		assert_int_equal(db_status(db), t[i].rc);
		assert_int_equal(db_full(db), str_is(str_c(t[i].state), "53100"));
		db_rollback(db);
	}
}

/* ---- a session's settings ---- */

static void settings(void **state)
{
	static const char *const t[][2] = { { "synchronous_commit", "on" }, { "lock_timeout", "5s" }, { "jit", "off" },
		{ "client_encoding", "UTF8" }, { "transaction_isolation", "read committed" } };
	char sql[200];
	(void)state;

	snprintf(sql, sizeof sql, "ALTER DATABASE %s SET synchronous_commit = off", pg_test_do("SELECT current_database()"));
	pg_test_do(sql);
	end_session(db);
	assert_int_equal(db_begin(db), OK);
	for (unsigned i = 0; i < ARRAY_LEN(t); i++) {
		const struct query *q = db_compose(db, STR("SELECT current_setting(?1)"), 1, 1);
		struct rows r = db_rows(db, q, ARGS(cell_text(str_c(t[i][0]))));
		assert_true(rows_next(&r));
		if (!str_is(rows_text(&r, 0), t[i][1]))
			fail_msg("%s is %.*s", t[i][0], (int)rows_text(&r, 0).n, rows_text(&r, 0).p);
		rows_end(&r);
	}
	db_rollback(db);
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bad_addresses),
		cmocka_unit_test(no_password_is_shown),
		cmocka_unit_test(every_refusal_has_its_code),
		TEST(wrong_databases),
		TEST(several_hosts),
		TEST(a_standby_is_refused_to_writers),
		TEST(lost_before_a_transaction),
		TEST(lost_in_a_transaction),
		TEST(lost_at_the_commit),
		TEST(a_warned_commit_is_unknown),
		TEST(written_where_only_reading_is_left),
		TEST(codes),
		TEST(settings),
	};

	query_register(&store_test_sql);
	return TEST_PG(tests);
}
