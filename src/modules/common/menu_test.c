/* Turns are fair, and a recipe scales to its plates. */
#include "menu.h"

#include "rota.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h> /* last: its macro `fail` has another's name */

static void amounts_scale(void **state)
{
	(void)state;
	assert_int_equal(menu_scale(20000, 110, 110), 20000);
	assert_int_equal(menu_scale(20000, 55, 110), 10000);
	assert_int_equal(menu_scale(1, 2, 3), 1); /* to the nearest */
	assert_int_equal(menu_scale(1, 1, 3), 0);
	assert_int_equal(menu_scale(25000, 80, 110), 18200);
	assert_int_equal(menu_scale(2000, 80, 110), 1450);
	assert_int_equal(menu_scale(500, 80, 110), 364);
	assert_int_equal(menu_scale(0, 100, 10), 0);
	assert_int_equal(menu_scale(100, 0, 10), 0);
}

enum { WOMEN = 7, DAYS = 98 };

/* Nobody is ever more than one turn ahead, over whatever number of days, and none comes twice before all came once. */
static void turns_are_even(void **state)
{
	struct rota_person p[WOMEN] = { 0 };

	(void)state;
	for (int64_t day = 100; day < 100 + DAYS; day++) {
		int at = rota_next(p, WOMEN, day);
		int64_t least = 1000, most = 0;
		assert_true(at >= 0);
		rota_give(&p[at], day);
		for (unsigned i = 0; i < WOMEN; i++) {
			least = p[i].turns < least ? p[i].turns : least;
			most = p[i].turns > most ? p[i].turns : most;
		}
		assert_true(most - least <= 1);
	}
	assert_int_equal(p[0].turns, DAYS / WOMEN);
}

/* Who cannot is not asked; whoever can takes it; nobody can: nobody. Who was away longest comes first. */
static void the_absent_are_not_asked(void **state)
{
	struct rota_person p[3] = { { .turns = 2, .last = 9 }, { .turns = 2, .last = 5 }, { .turns = 1, .last = 8, .naway = 1, .away = { 10 } } };

	(void)state;
	assert_int_equal(rota_next(p, 3, 10), 1);
	assert_int_equal(rota_next(p, 3, 11), 2);
	p[0].naway = p[1].naway = 1;
	p[0].away[0] = p[1].away[0] = 10;
	assert_int_equal(rota_next(p, 3, 10), -1);
	assert_int_equal(rota_next(p, 0, 10), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(amounts_scale), cmocka_unit_test(turns_are_even),
		cmocka_unit_test(the_absent_are_not_asked) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
