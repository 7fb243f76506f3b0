/* statements_test.c - every named statement of every room and module prepares on both databases. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

/* cmocka's `fail` would hide ours (ctx.h). */
#undef fail
#undef fail_msg
#define fail_msg(...) (print_error(__VA_ARGS__), print_error("\n"), _fail(__FILE__, __LINE__))

#include "app_sql.h"
#include "data.h"
#include "hash.h"
#include "modules.h"
#include "pg_test.h"
#include "text_channel.h"
#include "web.h"

static struct arena *mem;
static struct registry *reg;

static int declare(void **state)
{
	struct diag d = { 0 };
	(void)state;

	crypto_start();
	mem = arena_new(0);
	query_unregister_all();
	text_start();
	telefono_start();
	query_register(&app_sql);
	reg = registry_new(mem, modules, &d);
	return reg ? 0 : -1;
}

static int forget(void **state)
{
	(void)state;
	query_unregister_all();
	arena_free(&mem);
	return 0;
}

static struct db *open_at(const char *url)
{
	struct diag d = { 0 };
	struct db *db = db_open(&(struct db_options){ .path = url, .mode = url ? DB_WRITE : DB_MEMORY, .no_statements = true },
		&d);

	if (url)
		pg_test_do("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
	if (!db)
		fail_msg("%.*s", (int)d.item[0].arg.n, d.item[0].arg.p);
	return db;
}

/* OK, or INVALID with the statement's name in *said. */
static enum rc prepare(const char *url, struct str *said)
{
	struct db *db = open_at(url);
	struct diag d = { 0 };
	enum rc rc = data_prepare(db, reg, &d, NULL, NULL);

	*said = d.n ? str_dup(mem, d.item[0].arg) : STR("");
	db_close(&db);
	return rc;
}

static const char *server(void)
{
	if (!pg_test_here())
		skip();
	return pg_test_url();
}

static void all_prepare(const char *url)
{
	struct str said;

	if (prepare(url, &said) != OK)
		fail_msg("%.*s", (int)said.n, said.p);
}

static void all_on_sqlite(void **state)
{
	(void)state;
	all_prepare(NULL);
}

static void all_on_postgres(void **state)
{
	(void)state;
	all_prepare(server());
}

static struct query_set planted = { .name = "planted" };

/* One statement alone at `url` (NULL: SQLite): refused with its name and those words, or (NULL) taken. */
static void refused(const char *sql, const char *pg, const char *url, const char *words)
{
	static const struct query_column cols[] = { { "n", "int" } };
	struct query q = { .set = &planted, .name = "wrong", .sql = sql, .pg = pg, .ncols = 1, .cols = cols, .params = "" };
	struct diag d = { 0 };

	query_unregister_all();
	planted.query = &q;
	planted.n = 1;
	query_register(&planted);
	struct db *db = db_open(&(struct db_options){ .path = url, .mode = url ? DB_WRITE : DB_MEMORY }, &d);
	struct str said = d.n ? d.item[0].arg : STR("");
	if (words ? db || !str_contains(said, STR("planted.wrong")) || !str_contains(said, str_c(words)) : !db)
		fail_msg("%s: %.*s", sql, (int)said.n, said.p);
	db_close(&db);
}

static void what_only_sqlite_understands_is_refused(void **state)
{
	static const char *const only[][2] = { { "SELECT count(*) AS n FROM sqlite_schema", "sqlite_schema" },
		{ "SELECT max(1, 2) AS n", "max" }, { "SELECT ifnull(NULL, 0) AS n", "ifnull" },
		{ "SELECT a AS n FROM (SELECT 1 AS a, 2 AS b) t GROUP BY b", "GROUP BY" } };
	(void)state;

	server();
	for (unsigned i = 0; i < ARRAY_LEN(only); i++) {
		refused(only[i][0], NULL, NULL, NULL);
		refused(only[i][0], NULL, server(), only[i][1]);
		refused(only[i][0], "SELECT 1 AS n", server(), NULL);
	}
}

/* Plans are made once, so those of an empty database must be what a large one needs. */
static void an_empty_database_goes_by_its_indexes(void **state)
{
	static const struct {
		const char *sql, *index;
	} way[] = {
		{ "SELECT csrf FROM session WHERE network = $1 AND token_hash = $2", "session_pkey" },
		{ "SELECT csrf FROM session WHERE network = $1 AND person = $2", "session_person" },
		{ "SELECT seq FROM journal WHERE network = $1 AND change = $2", "journal_change" },
		{ "SELECT name FROM \"group\" WHERE network = $1 AND id = $2", "group_pkey" },
		{ "SELECT served FROM meal WHERE network = $1 AND id = $2", "meal_pkey" },
		{ "SELECT served FROM meal WHERE network = $1 AND kitchen = $2 AND day < 7 ORDER BY day DESC LIMIT 1", "meal_by0" },
		{ "SELECT served FROM tally_served_kitchen WHERE network = $1 AND kitchen = $2", "tally_served_kitchen_pkey" },
	};
	char text[1000];
	(void)state;

	all_prepare(server());
	for (unsigned i = 0; i < ARRAY_LEN(way); i++) {
		snprintf(text, sizeof(text), "SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off; "
			 "PREPARE a (bytea, bytea) AS %s; EXPLAIN (FORMAT JSON) EXECUTE a (NULL, NULL)", way[i].sql);
		struct str plan = str_c(pg_test_do(text));
		struct str index = str_fmt(mem, "\"Index Name\": \"%s\"", way[i].index);
		if (!str_contains(plan, index))
			fail_msg("%s: %.*s", way[i].sql, (int)plan.n, plan.p);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(all_on_sqlite, declare, forget),
		cmocka_unit_test_setup_teardown(all_on_postgres, declare, forget),
		cmocka_unit_test_setup_teardown(an_empty_database_goes_by_its_indexes, declare, forget),
		cmocka_unit_test_setup_teardown(what_only_sqlite_understands_is_refused, declare, forget),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
