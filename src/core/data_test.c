/*
 * data_test.c - tables follow the declarations; the laws see harm; declarations without sense stop the start.
 */
#include "core_sample.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "data.h"
#include "pg_test.h"

static char folder[32], path[4000];
static bool on_pg;

static int make_folder(void **state)
{
	static struct core_sample s;

	if (on_pg) {
		pg_test_url();
		pg_test_do("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
		snprintf(path, sizeof(path), "%s", pg_test_url());
		*state = &s;
		return 0;
	}

	snprintf(folder, sizeof(folder), "/tmp/ayni-data-XXXXXX");
	if (!mkdtemp(folder))
		return -1;
	snprintf(path, sizeof(path), "%s/db", folder);
	*state = &s;
	return 0;
}

static int remove_folder(void **state)
{
	static const char *const end[] = { "", "-wal", "-shm" };
	char name[sizeof(path) + 8];

	(void)state;
	if (on_pg)
		return 0;
	for (unsigned i = 0; i < ARRAY_LEN(end); i++) {
		snprintf(name, sizeof(name), "%s%s", path, end[i]);
		unlink(name);
	}
	return rmdir(folder);
}

static void report(struct core_sample *s, const char *day, const char *served)
{
	assert_int_equal(sample_do(s, NULL, "group.put", "name", "A", "code", "A", NULL) == ACT_ACCEPTED ||
		sample_refused(s, NULL, "same"), 1);
	assert_int_equal(sample_do(s, NULL, "pot.report", "group", "A", "day", day, "served", served, NULL), ACT_ACCEPTED);
}

static int64_t number(struct core_sample *s, const char *sql)
{
	return db_int(writer_db(s->writer), db_compose(writer_db(s->writer), str_c(sql), 0, 1), NO_ARGS);
}

/* ---- the declarations of a later version ---- */

static struct field later_fields[POT__N + 1];
static struct entity later_pot;
static struct tally later_tally;
static struct module later;

/* One more field, last; and the sum of cost by day, of pots told long before. */
static const struct module *const *later_modules(void)
{
	static const struct entity *entities[10];
	static const struct action *actions[3];
	static const struct tally *tallies[2];
	static const struct module *modules[2];
	static struct action acts[2];

	for (unsigned i = 0; i < POT__N; i++)
		later_fields[i] = pot_entity.fields[i];
	later_fields[POT__N] = (struct field){ "free", T_INT, 0, .label = "Gratis" };
	later_pot = pot_entity;
	later_pot.fields = later_fields;
	later_pot.nfields = POT__N + 1;
	later_pot.put_action = NULL;
	for (unsigned i = 0; core_sample_module.entities[i]; i++)
		entities[i] = core_sample_module.entities[i] == &pot_entity ? &later_pot : core_sample_module.entities[i];
	for (unsigned i = 0; i < 2; i++) { /* all but reporting, which knows the old table */
		acts[i] = *core_sample_module.actions[i + 1];
		actions[i] = &acts[i];
	}
	later_tally = (struct tally){ .name = "pot_served", .entity = &later_pot, .nby = 1, .nvalues = 2,
		.by = { POT_DAY }, .values = { POT_SERVED, POT__N } };
	tallies[0] = &later_tally;
	later = (struct module){ .name = "later", .entities = entities, .actions = actions, .tallies = tallies };
	modules[0] = &later;
	return modules;
}

static void count_progress(void *arg, int64_t done, int64_t all)
{
	*(int64_t *)arg = done == all ? all : -1;
}

static void tables_follow_the_declarations(void **state)
{
	struct core_sample *s = *state;
	struct diag d = { 0 };
	int64_t replayed = 0;

	sample_open(s, path);
	report(s, "2026-11-21", "100");
	report(s, "2026-11-22", "20");
	sample_close(s);

	sample_open(s, path); /* the same declarations: nothing is built again */
	assert_int_equal(number(s, "SELECT count(*) FROM pot"), 2);
	sample_close(s);

	sample_declare(s, later_modules());
	struct writer_options o = { .path = path, .reg = s->reg, .progress = count_progress, .progress_arg = &replayed };
	s->writer = writer_new(s->mem, &o, &d);
	assert_non_null(s->writer);
	assert_int_equal(replayed, 3);
	assert_int_equal(number(s, "SELECT count(*) FROM pot WHERE free IS NULL AND served IS NOT NULL"), 2);
	assert_int_equal(number(s, "SELECT sum(served) FROM tally_pot_served"), 120);
	assert_int_equal(data_compare(writer_db(s->writer), s->reg, s->net.id, 0, &d), OK);
	assert_int_equal(data_compare(writer_db(s->writer), s->reg, s->net.id, 7, &d), OK);
	sample_close(s);

	sample_open(s, path); /* and back: the older program skips what it does not know */
	assert_int_equal(number(s, "SELECT sum(served) FROM tally_pot_days"), 120);
	sample_close(s);
}

static void a_rebuild_mends_what_the_law_finds(void **state)
{
	static const char *const harm[] = { "UPDATE pot SET served = served + 1", "DELETE FROM pot",
		"UPDATE tally_pot_days SET served_n = 7", "UPDATE \"group\" SET name_key = NULL, name = 'B'" };
	struct core_sample *s = *state;

	sample_open(s, path);
	report(s, "2026-11-22", "20");
	struct ctx c = sample_ctx(s, NULL);
	for (unsigned i = 0; i < ARRAY_LEN(harm); i++) {
		struct diag d = { 0 };
		assert_int_equal(db_script(c.db, harm[i], &d), OK);
		assert_int_equal(data_compare(c.db, s->reg, s->net.id, 0, &d), INVALID);
		assert_string_equal(d.item[0].code, "law");
		assert_true(d.item[0].arg.n > 0);
		d.n = 0;
		assert_int_equal(writer_rebuild(s->writer, &c, &d), OK);
		assert_int_equal(data_compare(c.db, s->reg, s->net.id, 0, &d), OK);
		assert_int_equal(number(s, "SELECT served FROM pot"), 20);
	}
	sample_close(s);
}

static void a_damaged_journal_keeps_the_tables(void **state)
{
	struct core_sample *s = *state;
	struct diag d = { 0 };

	sample_open(s, path);
	report(s, "2026-11-22", "20");
	struct ctx c = sample_ctx(s, NULL);
	assert_int_equal(db_script(c.db, on_pg ? "UPDATE journal SET header = '\\x02' WHERE seq = 2" :
		"UPDATE journal SET header = x'02' WHERE seq = 2", &d), OK);
	assert_int_equal(writer_rebuild(s->writer, &c, &d), INVALID);
	assert_string_equal(d.item[0].code, "chain");
	assert_int_equal(number(s, "SELECT served FROM pot"), 20);
	sample_close(s);
}

static void a_network_is_loaded_with_its_zone(void **state)
{
	struct core_sample *s = *state;
	struct network net;

	sample_open(s, path);
	assert_false(network_load(writer_db(s->writer), s->mem, s->net.id, &net));
	assert_int_equal(sample_do(s, NULL, "network.put", "name", "Red", "country", "PE", "zone", "America/Lima", "currency",
		"PEN", NULL), ACT_ACCEPTED);
	struct id id = s->out.change->puts->id;
	assert_int_equal(db_script(writer_db(s->writer), "UPDATE network SET network = id", &(struct diag){ 0 }), OK);
	assert_true(network_load(writer_db(s->writer), s->mem, id, &net));
	assert_true(str_is(net.zone_name, "America/Lima") && net.zone && !net.demo);
	assert_int_equal(db_script(writer_db(s->writer), "UPDATE network SET zone = 'Luna/Norte'", &(struct diag){ 0 }), OK);
	assert_false(network_load(writer_db(s->writer), s->mem, id, &net));
	assert_int_equal(db_begin(writer_db(s->writer)), OK);
	data_set_meta(writer_db(s->writer), "color", STR("rojo"));
	assert_int_equal(db_commit(writer_db(s->writer)), OK);
	assert_true(str_is(data_meta(writer_db(s->writer), s->mem, "color"), "rojo"));
	assert_int_equal(data_meta(writer_db(s->writer), s->mem, "sabor").n, 0);
	sample_close(s);
}

/* ---- declarations without sense ---- */

static enum rc decide(struct ctx *c, const struct act *a, struct change *ch)
{
	(void)c, (void)a, (void)ch;
	return OK;
}

static struct str describe(struct ctx *c, const struct told *t)
{
	(void)c;
	return t->author;
}

static enum rc fill(struct page_call *p)
{
	(void)p;
	return OK;
}

static const struct field text_arg = { "name", T_TEXT, 0, .label = "Nombre" };
static const struct field lost_arg = { "who", T_REF, 0, .label = "Quién", .ref = "ghost" };
static const struct field bad_field = { "Name", T_TEXT, 0, .label = "Nombre" };
static const struct action good = { .name = "good.do", .label = "x", .decide = decide, .describe = describe };
static const struct action mute = { .name = "mute.do", .label = "x", .decide = decide };
static const struct action on_text = { .name = "on.text", .label = "x", .args = &text_arg, .nargs = 1, .on = 1,
	.decide = decide, .describe = describe };
static const struct action lost = { .name = "lost.do", .label = "x", .args = &lost_arg, .nargs = 1, .decide = decide,
	.describe = describe };
static const struct entity bad_entity = { .name = "bad", .label = "x", .plural = "x", .fields = &bad_field,
	.nfields = 1 };

#define ACTIONS(...) .actions = (const struct action *const[]){ __VA_ARGS__, NULL }
#define RULE(...) .rules = (const struct rule[]){ { __VA_ARGS__ }, { NULL, REL_ANYONE, NULL } }

static void declarations_without_sense_stop_the_start(void **state)
{
	const struct page page[] = { { .path = "/x", .name = "x", .fill = fill, .action = "no.such" }, { 0 } };
	const struct page same[] = { { .path = "/x", .name = "x", .fill = fill }, { .path = "/y", .name = "x", .fill = fill }, { 0 } };
	const struct text_command command[] = { { .action = "no.such", .words = "x" }, { 0 } };
	const struct module bad[] = {
		{ .name = "twice", ACTIONS(&good, &good) },
		{ .name = "mute", ACTIONS(&mute) },
		{ .name = "on text", ACTIONS(&on_text) },
		{ .name = "lost reference", ACTIONS(&lost) },
		{ .name = "rule of nothing", RULE("leader", REL_GROUP, "no.such") },
		{ .name = "rule of no class", RULE("leader", REL_GROUP, "class:secret") },
		{ .name = "rule of no page", RULE("leader", REL_GROUP, "page:secret") },
		{ .name = "rule of an unknown role", RULE("leadr", REL_GROUP, "class:public") },
		{ .name = "rule of no role", RULE(NULL, REL_GROUP, "class:public") },
		{ .name = "page", .pages = page },
		{ .name = "two pages of one name", .pages = same },
		{ .name = "command", .commands = command },
		{ .name = "entity", .entities = (const struct entity *const[]){ &bad_entity, NULL } },
	};
	const struct module fine = { .name = "fine", ACTIONS(&good), RULE("leader", REL_GROUP, "good.do") };
	(void)state;

	for (unsigned i = 0; i <= ARRAY_LEN(bad); i++) {
		const struct module *modules[] = { &core_sample_module, i < ARRAY_LEN(bad) ? &bad[i] : &fine, NULL };
		struct arena *a = arena_new(0);
		struct diag d = { 0 };
		query_unregister_all();
		struct registry *r = registry_new(a, modules, &d);
		if ((r != NULL) != (i == ARRAY_LEN(bad)) || (!r && !d.n))
			fail_msg("%s: %s", modules[1]->name, r ? "taken" : "refused without a reason");
		arena_free(&a);
	}
	query_unregister_all();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(declarations_without_sense_stop_the_start),
		cmocka_unit_test_setup_teardown(tables_follow_the_declarations, make_folder, remove_folder),
		cmocka_unit_test_setup_teardown(a_rebuild_mends_what_the_law_finds, make_folder, remove_folder),
		cmocka_unit_test_setup_teardown(a_damaged_journal_keeps_the_tables, make_folder, remove_folder),
		cmocka_unit_test_setup_teardown(a_network_is_loaded_with_its_zone, make_folder, remove_folder),
	};
	int failed = cmocka_run_group_tests_name("on SQLite", tests, NULL, NULL);

	on_pg = pg_test_here();
	if (on_pg)
		failed += _cmocka_run_group_tests("on PostgreSQL", tests + 1, ARRAY_LEN(tests) - 1, NULL, NULL);
	return failed;
}
