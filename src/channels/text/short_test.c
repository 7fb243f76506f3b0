/* The short form of a page's report: its mark, what it means, what damage does to it. */
#include "civil.h"
#include "short.h"
#include "text_sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

static struct arena *mem;
static const struct civil sunday = { 2026, 11, 22 };

static int setup(void **state)
{
	(void)state;
	mem = arena_new(0);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(&mem);
	return 0;
}

static bool read_at(const char *text, struct civil on, struct reading *out)
{
	const struct text_command *const commands[] = { &sample_visit_command, &sample_command };
	const struct action *const actions[] = { &sample_visit, &sample_report };

	return short_read(mem, commands, actions, 2, str_c(text), day_from_civil(on), out);
}

static bool read(const char *text, struct reading *out)
{
	return read_at(text, sunday, out);
}

static bool said(const struct reading *r, unsigned arg, const char *want)
{
	struct str s = reading_get(r, arg);

	return want ? s.p && str_is(s, want) : !s.p;
}

static void every_word_has_its_place(void **state)
{
	struct reading r;

	(void)state;
	assert_true(read("SJM-014 22/11 almuerzo 120 casos 12", &r));
	assert_ptr_equal(r.action, &sample_report);
	assert_true(said(&r, S_KITCHEN, "SJM-014") && said(&r, S_DAY, "2026-11-22") && said(&r, S_SITTING, "lunch"));
	assert_true(said(&r, S_SERVED, "120") && said(&r, S_FREE, "12") && said(&r, S_LEFTOVER, NULL));
	assert_true(read("sjm-014  5/1 casos 3 sobraron 0 gasto 150.50", &r));
	assert_true(said(&r, S_DAY, "2026-01-05") && said(&r, S_SERVED, NULL) && said(&r, S_LEFTOVER, "0") && said(&r, S_COST, "150.50"));
	assert_true(read_at("SJM-014 31/12 desayuno 60", (struct civil){ 2027, 1, 1 }, &r));
	assert_true(said(&r, S_DAY, "2026-12-31") && said(&r, S_SITTING, "breakfast"));
}

static void anything_else_is_not_of_this_form(void **state)
{
	static const char *const not[] = { "", "SJM-014", "SJM-014 22/11", "SJM-014 22/11 almuerzo", "SJM-014 31/11 120",
		"SJM-014 22/13 120", "SJM-014 120 22/11", "SJM-014 22/11 almuerzo 120 12", "SJM-014 22/11 almuerzo 120 casos",
		"SJM-014 22/11 almuerzo 120 casos doce", "SJM-014 22/11 almuerzo 120 casos 12 casos 13", "SJM-014 22/11 almuerzo 1.5",
		"SJM-014 22/11 almuerzo 120 gatos 12", "SJM-014 22/11 almuerzo -120", "SJM-014 22/11 almuerzo 12000000000",
		"SJM-014 22/11 almuerzo 120 y casos 12", "SJM-014 0/11 120", "22/11 almuerzo 120", "SJM-014 22/11/2026 120" };
	struct reading r;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(not); i++)
		assert_false(read(not[i], &r));
}

static enum short_mark check(struct str message)
{
	struct str before;

	return short_check(message, &before);
}

static struct str marked(const char *text)
{
	char mark[MARK_LETTERS];

	short_mark_of(str_c(text), mark);
	return str_fmt(mem, "%s #%.*s", text, MARK_LETTERS, mark);
}

static void a_mark_is_of_what_stands_before_it(void **state)
{
	struct str m = marked("SJM-014 22/11 almuerzo 120 casos 12"), before;

	(void)state;
	/* The vector of doc/messages.md, which the page's script must meet too. */
	assert_true(str_is(m, "SJM-014 22/11 almuerzo 120 casos 12 #M4Z"));
	assert_int_equal(short_check(m, &before), MARK_RIGHT);
	assert_true(str_is(before, "SJM-014 22/11 almuerzo 120 casos 12"));
	/* Capitals, blanks and signs of another alphabet do not matter. */
	assert_int_equal(check(str_fmt(mem, "  sjm-014   22/11 \xc3\xb1" "almuerzo 120\ncasos 12   #%.3s \n", m.p + m.n - 3)), MARK_RIGHT);
	assert_int_equal(check(STR("raciones 120")), MARK_NONE);
	assert_int_equal(check(STR("#ABC")), MARK_NONE);
	assert_int_equal(check(STR("olla 120 #AB")), MARK_NONE);
	assert_int_equal(check(STR("olla 120 #AB!")), MARK_NONE);
	assert_int_equal(check(STR("olla 120#ABC")), MARK_NONE);
}

/* Every single letter changed, and every two neighbours swapped. */
static void damage_is_seen(void **state)
{
	struct str m = marked("SJM-014 22/11 almuerzo 120 casos 12 sobraron 3");
	char *t = arena_dup(mem, m.p, m.n);
	size_t body = m.n - MARK_LETTERS - 2;

	(void)state;
	for (size_t i = 0; i < body; i++) {
		for (char c = '!'; c <= '~'; c++) {
			if (m.p[i] == ' ' || (c >= 'a' && c <= 'z') || (c | 32) == (m.p[i] | 32))
				continue;
			t[i] = c;
			assert_int_equal(check((struct str){ t, m.n }), MARK_WRONG);
		}
		t[i] = m.p[i];
		if (i + 1 < body && (m.p[i] | 32) != (m.p[i + 1] | 32)) {
			t[i] = m.p[i + 1];
			t[i + 1] = m.p[i];
			assert_int_equal(check((struct str){ t, m.n }), MARK_WRONG);
			t[i] = m.p[i];
			t[i + 1] = m.p[i + 1];
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(every_word_has_its_place),
		cmocka_unit_test(anything_else_is_not_of_this_form), cmocka_unit_test(a_mark_is_of_what_stands_before_it),
		cmocka_unit_test(damage_is_seen) };

	return cmocka_run_group_tests(tests, setup, teardown);
}
