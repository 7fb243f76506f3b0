/* The cookie of how a device wants its pages: what is written is read, anything else is as no cookie. */
#include "web.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h> /* last: its macro `fail` has another's name */

enum { SIZES = 3, THEMES = 3, MASKS = 4 };

static void is_none(struct str s)
{
	struct vista v = vista_read(s);

	assert_int_equal(v.size, 1);
	assert_int_equal(v.theme, 0);
	assert_int_equal(v.saver, 0);
	assert_int_equal(v.mask, 0);
}

static void every_wish_comes_back(void **state)
{
	struct arena *a = arena_new(0);

	(void)state;
	for (unsigned i = 0; i < SIZES * THEMES * 2 * MASKS; i++) {
		struct vista v = { .size = 1 + i % SIZES, .theme = i / SIZES % THEMES, .saver = i / (SIZES * THEMES) % 2,
			.mask = i / (SIZES * THEMES * 2) }, got = vista_read(vista_write(a, v));
		assert_int_equal(got.size, v.size);
		assert_int_equal(got.theme, v.theme);
		assert_int_equal(got.saver, v.saver);
		assert_int_equal(got.mask, v.mask);
	}
	arena_free(&a);
}

static void anything_else_is_no_cookie(void **state)
{
	static const char *const bad[] = { "", "2", "2o1", "2o1c2", "0o1c", "4o1c", " o1c", "2x1c", "2o2c", "2o c", "2o1x",
		"c1o2", "2O1C", "2o1\xc3", "%2o1" };

	(void)state;
	for (unsigned i = 0; i < ARRAY_LEN(bad); i++)
		is_none(str_c(bad[i]));
	for (unsigned at = 0; at < 4; at++) { /* an end of text is no sign */
		char room[] = "2o1c";
		room[at] = '\0';
		is_none((struct str){ room, 4 });
	}
}

/* One byte changed gives another wish or none, never a number out of its list. */
static void no_byte_leads_outside(void **state)
{
	(void)state;
	for (unsigned at = 0; at < 4; at++)
		for (unsigned c = 0; c < 256; c++) {
			char room[] = "2o1c";
			room[at] = (char)c;
			struct vista v = vista_read((struct str){ room, 4 });
			assert_true(v.size >= 1 && v.size <= SIZES && v.theme < THEMES && v.saver < 2 && v.mask < MASKS);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_wish_comes_back),
		cmocka_unit_test(anything_else_is_no_cookie),
		cmocka_unit_test(no_byte_leads_outside),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
