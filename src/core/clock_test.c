/*
 * clock_test.c - which clocks are believed.
 */
#include "clock.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "str.h"

static const int64_t day_ms = DAY_MS, today_ms = INT64_C(1795306920000); /* 2026-11-22 */

static void judged(void **state)
{
	(void)state;
	assert_int_equal(clock_judge(today_ms, 0), CLOCK_GOOD); /* a network that begins */
	assert_int_equal(clock_judge(today_ms, today_ms - 29 * day_ms), CLOCK_GOOD);
	assert_int_equal(clock_judge(today_ms, today_ms + day_ms / 2), CLOCK_GOOD);
	assert_int_equal(clock_judge(today_ms, today_ms - 31 * day_ms), CLOCK_AHEAD);
	assert_int_equal(clock_judge(today_ms, today_ms + 2 * day_ms), CLOCK_BEHIND);
	assert_int_equal(clock_judge(0, 0), CLOCK_UNSET);
	assert_int_equal(clock_judge(0, today_ms), CLOCK_UNSET);
	assert_int_equal(clock_judge(INT64_C(946684800000), today_ms), CLOCK_UNSET); /* 2000-01-01 */
}

/* As the machine of the test has it: a start behind it, and far ahead of it. */
static void followed(void **state)
{
	(void)state;
	clock_start(0, 0);
	int64_t wall_ms = wall_clock_ms();
	if (clock_judge(wall_ms, 0) != CLOCK_GOOD)
		skip();
	assert_int_equal(clock_doubt(), CLOCK_GOOD);
	assert_in_range(clock_now() - wall_ms, 0, DAY_MS);
	clock_start(wall_ms - day_ms, wall_ms - day_ms);
	assert_int_equal(clock_doubt(), CLOCK_GOOD);
	assert_in_range(clock_now() - wall_ms, 0, DAY_MS);
	clock_start(wall_ms - 400 * day_ms, wall_ms - 400 * day_ms); /* off for long: taken as it is */
	assert_in_range(clock_now() - wall_ms, 0, DAY_MS);
	clock_start(0, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(judged), cmocka_unit_test(followed) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
