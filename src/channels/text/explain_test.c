/*
 * explain_test.c - what a message would do is said, and nothing is done; phrases that were taught count.
 */
#include "json.h"
#include "text_channel.h"
#include "text_sql.h"
#include "text_world.h"

/* Behind the rooms' headers: cmocka makes a macro of fail(). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

static const json_t *explained(const char *from, const char *text)
{
	struct ctx c = ctx_for(world.talk);
	struct buf b = buf_new(world.talk, 512);
	struct diag d = { 0 };

	assert_int_equal(text_explain(&c, str_c(from), str_c(text), &b), OK);
	json_t *o = json_read(world.talk, buf_str(&b), &d);
	assert_non_null(o);
	return o;
}

static bool is(const json_t *o, const char *key, const char *value)
{
	return str_is(json_get_str(o, key), value);
}

static void an_act_is_not_done(void **state)
{
	(void)state;
	const json_t *o = explained(ROSA, "hoy 95 y 12 casos sociales");

	assert_true(is(o, "outcome", "act") && is(o, "action", "meal.report"));
	const json_t *args = json_object_get(o, "args");
	assert_int_equal(json_integer_value(json_object_get(args, "served")), 95);
	assert_int_equal(json_integer_value(json_object_get(args, "free")), 12);
	assert_true(is(args, "kitchen", "SJM-001"));
	assert_int_equal(served(0, 0, "lunch"), -1);
	assert_false(state_has(ROSA, ""));
	/* What it says is what is said when it is done. */
	assert_true(str_eq(json_get_str(o, "reply"), send_text(ROSA, "hoy 95 y 12 casos sociales")));
	assert_int_equal(served(0, 0, "lunch"), 95);
}

static void a_question_has_its_answers(void **state)
{
	(void)state;
	const json_t *o = explained(ROSA, "120 y 30 desayunos"), *all = json_object_get(o, "candidates");

	assert_true(is(o, "outcome", "ask") && json_array_size(all) == 3);
	const json_t *two = json_array_get(all, 1);
	assert_int_equal(json_integer_value(json_object_get(two, "number")), 2);
	assert_true(is(two, "action", "meal.report") && is(json_object_get(two, "args"), "sitting", "breakfast"));
	assert_true(json_is_null(json_object_get(json_array_get(all, 2), "action")));
	/* Nothing was asked: an answer has nothing to answer. */
	send_text(ROSA, "2");
	assert_int_equal(served(0, 0, "breakfast"), -1);
	/* Of a question that stands the answer is explained, and it stands afterwards. */
	send_text(ROSA, "120 y 30 desayunos");
	assert_true(is(explained(ROSA, "2"), "outcome", "act"));
	assert_int_equal(served(0, 0, "breakfast"), -1);
	send_text(ROSA, "2");
	assert_int_equal(served(0, 0, "breakfast"), 30);
}

static void others_are_told_apart(void **state)
{
	(void)state;
	assert_true(is(explained(ROSA, "zzz qqq"), "outcome", "answer"));
	assert_true(is(explained(OTRA, "raciones 120"), "outcome", "answer"));
	assert_true(is(explained("2345", "raciones 120"), "outcome", "silent"));
	assert_true(is(explained(DOS, "raciones 120"), "outcome", "ask"));
	assert_true(is(explained(CASA, "raciones 120"), "outcome", "ask"));
	assert_true(is(explained(ROSA, "raciones"), "outcome", "ask"));
}

/* Grave words are answered with the lines; in a trial nobody is called. */
static void grave_words_call_nobody(void **state)
{
	(void)state;
	const json_t *o = explained(ROSA, "mi esposo me pega");

	assert_true(is(o, "outcome", "answer"));
	assert_true(str_contains(json_get_str(o, "reply"), STR("100")));
}

static void phrases_count_at_once(void **state)
{
	(void)state;
	assert_true(is(explained(ROSA, "jama 120?"), "outcome", "answer"));
	world_phrase("jama", "raciones");
	assert_true(is(explained(ROSA, "120 jama"), "outcome", "act"));
	assert_true(is(explained(ROSA, "jama 120?"), "outcome", "ask"));
	world_phrase("me pega", "raciones");
	assert_true(is(explained(ROSA, "me pega 120"), "outcome", "answer"));
	send_text(ROSA, "Jama: 77");
	assert_int_equal(served(0, 0, "lunch"), 77);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(an_act_is_not_done, world_setup, world_teardown),
		cmocka_unit_test_setup_teardown(a_question_has_its_answers, world_setup, world_teardown),
		cmocka_unit_test_setup_teardown(others_are_told_apart, world_setup, world_teardown),
		cmocka_unit_test_setup_teardown(grave_words_call_nobody, world_setup, world_teardown),
		cmocka_unit_test_setup_teardown(phrases_count_at_once, world_setup, world_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
