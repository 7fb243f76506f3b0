/* Words that were taught: what they are compared by, what they may mean, taught anew, taken back; what else is refused. */
#include "desk.h"
#include "fixture.h"
#include "people.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h> /* last: its macro `fail` has another's name */

static struct str nothing(struct ctx *c, struct str rest)
{
	(void)c, (void)rest;
	return STR("");
}

static const struct text_command commands[] = {
	{ .words = "raciones|almuerzos|olla", .tell = nothing },
	{ .words = NULL },
};
static const struct module talk = { .name = "talk", .commands = commands };
static const struct module *const modules[] = { &people_module, &desk_module, &talk, NULL };
static struct fixture f;
static struct fixture_person coordinator, leader;

#define DO(who, action, ...) fixture_do(&f, who, action, __VA_ARGS__, (const char *)NULL)
#define TEACH(who, said, means) DO(who, "phrase.add", "said", said, "means", means)

static int setup(void **state)
{
	(void)state;
	fixture_new(&f, modules);
	if (!f.writer)
		return -1;
	DO(&f.operator.who, "group.create", "name", "Red SJM", "kind", "district_board", "code", "RED", "place", "150133",
		"parent", fixture_id(&f, f.net.id).p);
	fixture_person(&f, &coordinator, "Rosa", "coordinator", f.act->id);
	fixture_person(&f, &leader, "Nélida", "leader", f.act->id);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	fixture_free(&f);
	return 0;
}

static void words_alone_count(void **state)
{
	static const struct {
		const char *text, *folded;
	} row[] = {
		{ "El GUISITO estuvo, para 120!!", "el guisito estuvo para" },
		{ "  la señora coció 95 ", "la senora cocio" },
		{ "wayk'urqayku 80", "waykurqayku" },
		{ "120 🍲", "" },
		{ "95y12casos", "y casos" },
		{ "¿¿??", "" },
	};

	(void)state;
	for (unsigned i = 0; i < ARRAY_LEN(row); i++) {
		struct str got = phrase_fold(f.mem, str_c(row[i].text));
		if (!str_is(got, row[i].folded))
			print_message("%s: «%.*s»\n", row[i].text, (int)got.n, got.p);
		assert_true(str_is(got, row[i].folded));
	}
}

static void taught_anew_and_taken_back(void **state)
{
	struct record r;

	(void)state;
	assert_int_equal(TEACH(&coordinator.who, "El guisito estuvo para 120", "raciones"), ACT_ACCEPTED);
	struct id id = f.out.change->puts->id;
	assert_true(fixture_get(&f, "phrase", id, &r));
	assert_true(str_is(r.v[PHRASE_SAID].s, "el guisito estuvo para") && str_is(r.v[PHRASE_MEANS].s, "raciones"));
	assert_true(id_eq(r.v[PHRASE_AUTHOR].id, coordinator.who.person));
	f.now += 1000;
	assert_int_equal(TEACH(&f.operator.who, "el Guisito estuvo, para", "ayuda"), ACT_ACCEPTED);
	assert_true(id_eq(f.out.change->puts->id, id)); /* the same words are one phrase */
	assert_true(fixture_get(&f, "phrase", id, &r) && str_is(r.v[PHRASE_MEANS].s, "ayuda"));
	f.now += 1000;
	assert_int_equal(DO(&coordinator.who, "phrase.remove", "phrase", fixture_id(&f, id).p), ACT_ACCEPTED);
	assert_int_equal(DO(&coordinator.who, "phrase.remove", "phrase", fixture_id(&f, id).p), ACT_REFUSED);
	f.now += 1000;
	assert_int_equal(TEACH(&coordinator.who, "el guisito estuvo para", "raciones"), ACT_ACCEPTED);
	assert_true(fixture_get(&f, "phrase", id, &r) && !r.v[PHRASE_VOIDED].i);
}

static void refusals(void **state)
{
	(void)state;
	assert_int_equal(TEACH(&coordinator.who, "12 34", "raciones"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "said", "short"));
	assert_int_equal(TEACH(&coordinator.who, "Olla", "ayuda"), ACT_REFUSED); /* a command's own word keeps its meaning */
	assert_true(fixture_refused(&f, "said", "known"));
	assert_int_equal(TEACH(&coordinator.who, "baja", "raciones"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "said", "known"));
	assert_int_equal(TEACH(&coordinator.who, "la comidita", "zapato"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "means", "unknown"));
	assert_int_equal(TEACH(&leader.who, "la comidita", "raciones"), ACT_REFUSED);
	assert_true(fixture_refused(&f, NULL, "denied"));
}

/* What writes rows beside the change is asked for by its page alone: elsewhere the change would stand without them. */
static void no_deed_without_its_page(void **state)
{
	(void)state;
	assert_int_equal(DO(&f.operator.who, "message.answer", "group", "RED", "message", "x", "text", "hola"), ACT_REFUSED);
	assert_true(fixture_refused(&f, NULL, "page"));
	assert_int_equal(DO(&f.operator.who, "message.aside", "group", "RED", "message", "x"), ACT_REFUSED);
	assert_true(fixture_refused(&f, NULL, "page"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_alone_count),
		cmocka_unit_test(taught_anew_and_taken_back),
		cmocka_unit_test(refusals),
		cmocka_unit_test(no_deed_without_its_page),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
