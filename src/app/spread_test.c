/* spread_test.c - statements that stay in one network, and those that only seem to. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

/* cmocka's `fail` would hide ours (ctx.h). */
#undef fail
#undef fail_msg
#define fail_msg(...) (print_error(__VA_ARGS__), print_error("\n"), _fail(__FILE__, __LINE__))

#include "spread.h"

static const struct table meal = { .name = "meal" }, kitchen = { .name = "group" }, meta = { .name = "meta", .everywhere = true };

static const struct table *named(void *arg, struct str name)
{
	static const struct table *const all[] = { &meal, &kitchen, &meta };
	(void)arg;

	for (unsigned i = 0; i < ARRAY_LEN(all); i++)
		if (str_is(name, all[i]->name))
			return all[i];
	return NULL;
}

static bool stays(struct arena *a, const char *sql)
{
	return !spread_check(a, str_c(sql), named, NULL).msgid;
}

static const char *const good[] = {
	"SELECT 1",
	"SELECT value FROM meta WHERE name = ?1",
	"SELECT id FROM meal WHERE network = ?1 AND (day > ?2 OR day < ?3)",
	"SELECT id FROM meal AS m WHERE day = ?2 AND m.network = ?1 ORDER BY day",
	"SELECT m.id FROM meal m JOIN \"group\" g ON g.network = m.network AND g.id = m.kitchen WHERE m.network = ?1",
	"SELECT m.id FROM meal m, \"group\" g WHERE g.network = ?1 AND m.network = g.network",
	"SELECT m.id FROM meal m LEFT JOIN \"group\" g ON g.network = m.network AND g.id = m.kitchen WHERE m.network = ?1",
	"SELECT g.id, (SELECT sum(served) FROM meal m WHERE m.network = g.network AND m.kitchen = g.id) FROM \"group\" g "
	"WHERE g.network = ?1",
	"SELECT k.n FROM (SELECT count(*) AS n FROM meal WHERE network = ?1 GROUP BY day) k",
	"SELECT id FROM \"group\" WHERE \"network\" = ?1 GROUP BY id",
	"SELECT id FROM meal WHERE network = ?1 UNION ALL SELECT id FROM \"group\" WHERE network = ?1",
	"WITH big AS (SELECT id FROM meal WHERE network = ?1) SELECT id FROM big",
	"WITH RECURSIVE big (id) AS (SELECT id FROM meal WHERE network = ?1) SELECT id FROM big",
	"SELECT seq FROM meal WHERE network = ?1 FOR UPDATE",
	"SELECT id FROM meal WHERE network = ?1 AND day IS DISTINCT FROM kitchen",
	"INSERT INTO meal (network, id) VALUES (?1, ?2) ON CONFLICT (network, id) DO UPDATE SET id = excluded.id",
	"INSERT INTO \"meal\" (\"network\", \"id\") VALUES (?1, ?2)",
	"UPDATE meal SET served = ?2 WHERE network = ?1 AND id = ?3",
	"DELETE FROM meal WHERE network = ?1 AND (a = ?2 OR b = ?3)",
	"SELECT name FROM pg_settings",
	"SELECT 1 FROM set_config('a', 'it''s', true)",
};

static const char *const bad[] = {
	"SELECT id FROM meal",
	"SELECT id FROM meal WHERE id = ?1",
	"SELECT network = ?1 FROM meal WHERE id = ?2",
	"SELECT id FROM meal WHERE network = ?1 OR id = ?2",
	"SELECT id FROM meal WHERE id = ?2 OR network = ?1 AND day = 1",
	"SELECT id FROM meal WHERE NOT network = ?1",
	"SELECT id FROM meal WHERE network > ?1",
	"SELECT id FROM meal WHERE (network = ?1 OR day = 1)",
	"SELECT id FROM meal WHERE network = id",
	"SELECT m.id FROM meal m JOIN \"group\" g ON g.id = m.kitchen WHERE m.network = ?1",
	"SELECT m.id FROM meal m, \"group\" g WHERE m.network = ?1 AND g.id = m.kitchen",
	"SELECT m.id FROM meal m JOIN \"group\" g ON g.network = m.network",
	"SELECT m.id FROM meal m LEFT JOIN \"group\" g ON m.network = ?1 AND g.network = ?1",
	"SELECT g.id, (SELECT sum(served) FROM meal m WHERE m.kitchen = g.id) FROM \"group\" g WHERE g.network = ?1",
	"SELECT id FROM \"group\" g WHERE id IN (SELECT kitchen FROM meal WHERE network = ?1)",
	"SELECT id FROM meal WHERE network = ?1 UNION ALL SELECT id FROM \"group\"",
	"WITH big AS (SELECT id FROM meal) SELECT id FROM big",
	"WITH RECURSIVE big (id) AS (SELECT id FROM meal) SELECT id FROM big",
	"SELECT seq FROM meal WHERE id = ?1 FOR UPDATE",
	"INSERT INTO meal (id, network) VALUES (?1, ?2)",
	"INSERT INTO meal (network, id) VALUES (x'00', ?1)",
	"INSERT INTO meal (network, id) SELECT network, id FROM meal WHERE network = ?1",
	"UPDATE meal SET network = ?1 WHERE id = ?2",
	"UPDATE meal SET served = 0",
	"DELETE FROM meal WHERE until < ?1 OR network = ?2",
	"SELECT id FROM olla WHERE network = ?1",
};

static void what_stays_and_what_does_not(void **state)
{
	struct arena *a = arena_new(0);
	(void)state;

	for (unsigned i = 0; i < ARRAY_LEN(good); i++)
		if (!stays(a, good[i]))
			fail_msg("refused: %s (%s)", good[i], spread_check(a, str_c(good[i]), named, NULL).msgid);
	for (unsigned i = 0; i < ARRAY_LEN(bad); i++)
		if (stays(a, bad[i]))
			fail_msg("not seen: %s", bad[i]);
	arena_free(&a);
}

static void a_very_long_one_is_not_trusted(void **state)
{
	struct arena *a = arena_new(0);
	struct buf b = buf_new(a, 20000);
	(void)state;

	buf_c(&b, "SELECT id FROM meal WHERE network = ?1");
	for (unsigned i = 0; i < 1000; i++)
		buf_c(&b, " AND day > ?2");
	assert_non_null(spread_check(a, buf_str(&b), named, NULL).msgid);
	arena_free(&a);
}

/* The tables that last are known to it; a statement of a module's that reaches all networks is named. */
static void the_audit_names_the_offender(void **state)
{
	static struct query_set bad_set = { .name = "bad" };
	struct query q[] = { { .set = &bad_set, .name = "mine", .sql = "SELECT csrf FROM session WHERE network = ?1" },
		{ .set = &bad_set, .name = "everybody", .sql = "SELECT csrf FROM session WHERE network = ?1",
			.pg = "SELECT csrf FROM session WHERE person = ?1" } };
	struct arena *a = arena_new(0);
	struct registry reg = { .schema = schema_new(a, NULL, 0, NULL, 0) };
	struct buf b = buf_new(a, 200);
	(void)state;

	bad_set.query = q;
	bad_set.n = 1;
	query_register(&bad_set);
	assert_true(spread_audit(&b, &reg, NULL));
	bad_set.n = 2;
	b = buf_new(a, 200);
	assert_false(spread_audit(&b, &reg, NULL));
	assert_true(str_contains(buf_str(&b), STR("bad.everybody: nada ata la tabla «session» a una red")));
	assert_false(str_contains(buf_str(&b), STR("bad.mine")));
	query_unregister_all();
	arena_free(&a);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_stays_and_what_does_not),
		cmocka_unit_test(a_very_long_one_is_not_trusted),
		cmocka_unit_test(the_audit_names_the_offender),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
