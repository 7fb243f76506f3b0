/* The city's districts as they are read, shapes judged, and who sees what of the working group's page. */
#include "city_own.h"

#include "data.h"
#include "fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h> /* last: its macro `fail` has another's name */

extern const struct module kitchens_module;
static const struct module *const modules[] = { &people_module, &kitchens_module, &city_module, NULL };
static struct fixture f;

static enum act_status shape(const char *place, const char *outline)
{
	return fixture_do(&f, &f.operator.who, "shape.put", "place", place, "outline", outline, (const char *)NULL);
}

static void kitchen(const char *name, const char *code, const char *place)
{
	assert_int_equal(fixture_do(&f, &f.operator.who, "kitchen.register", "name", name, "place", place, "code", code, "capacity", "80",
		(const char *)NULL), ACT_ACCEPTED);
}

static struct id place_id(const char *code)
{
	struct id id = { 0 };

	assert_true(ref_resolve(&f.ctx, "place", str_c(code), &id));
	return id;
}

static void an_outline_is_judged(void **state)
{
	struct diag diag = { 0 };

	(void)state;
	fixture_new(&f, modules);
	assert_int_equal(shape("150133", "no"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "outline", "format"));
	assert_int_equal(shape("1501", "0,0 5,0 0,5"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "place", "level"));
	assert_int_equal(shape("150133", "-121000,-770000 0,500 -500,0 0,-500"), ACT_ACCEPTED);
	struct district *d;
	unsigned n = districts_of_day(&f.ctx, today(&f.ctx), true, &d);
	assert_int_equal(n, 0); /* none has kitchens */
	kitchen("Las Vecinas", "VEC-1", "150133");
	n = districts_of_day(&f.ctx, today(&f.ctx), false, &d);
	assert_int_equal(n, 1);
	assert_true(str_is(d[0].code, "150133") && d[0].kitchens == 1 && d[0].reported == 0 && d[0].served_known == 0);
	/* The other of the province stands beside it, without kitchens. */
	assert_int_equal(districts_of_day(&f.ctx, today(&f.ctx), true, &d), 2);
	struct draw_area *area = districts_areas(&f.ctx, d, 2);
	struct district *sjm = district_by_id(d, 2, place_id("150133"));
	assert_int_equal(area[sjm - d].ring[0].n, 4);
	assert_int_equal(area[sjm - d].ring[0].spot[0].lat_micro, -12100000);
	/* Taken away again, what is nearest to the centre stands for it, if there is a centre. */
	assert_int_equal(fixture_do(&f, &f.operator.who, "meal.report", "kitchen", "VEC-1", "served", "120", (const char *)NULL), ACT_ACCEPTED);
	assert_int_equal(districts_of_day(&f.ctx, today(&f.ctx), false, &d), 1);
	assert_true(d[0].reported == 1 && d[0].served == 120 && d[0].week == 120 && d[0].month == 120);
	assert_int_equal(data_compare(writer_db(f.writer), f.reg, f.net.id, 7, &diag), OK);
	fixture_free(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(an_outline_is_judged) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
