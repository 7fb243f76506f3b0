/* A harvest and the store say the same, whatever is corrected; what cannot be is told; the calendar is whole. */
#include "data.h"
#include "fixture.h"
#include "food.h"
#include "gardens_own.h"
#include "people.h"
#include "stock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h> /* last: its macro `fail` has another's name */

extern const struct module gardens_module;
static const struct module *const modules[] = { &people_module, &foods_module, &stocks_module, &gardens_module, NULL };
static struct fixture f;
static struct id garden, family, kitchen;

#define DO(...) fixture_do(&f, &f.operator.who, __VA_ARGS__, (const char *)NULL)
#define ID(id) fixture_id(&f, id).p

static struct id made(void)
{
	return f.out.change->puts->id;
}

static int setup(void **state)
{
	(void)state;
	fixture_new(&f, modules);
	assert_int_equal(DO("group.create", "name", "Las Vecinas", "kind", "womens_group", "code", "VEC-1", "place", "150133", "parent", ID(f.net.id)),
		ACT_ACCEPTED);
	kitchen = made();
	assert_int_equal(DO("food.put", "code", "RABANITO", "name", "rabanito", "kind", "vegetable", "base", "g"), ACT_ACCEPTED);
	assert_int_equal(DO("garden.tell", "group", "VEC-1", "name", "El de atrás"), ACT_ACCEPTED);
	garden = made();
	assert_int_equal(DO("garden.tell", "group", "VEC-1", "name", "Familia de al lado", "kind", "family"), ACT_ACCEPTED);
	family = made();
	return 0;
}

static int teardown(void **state)
{
	struct diag d = { 0 };

	(void)state;
	assert_int_equal(data_compare(writer_db(f.writer), f.reg, f.net.id, 7, &d), OK);
	fixture_free(&f);
	return 0;
}

static int64_t in_store(void)
{
	struct ctx c = f.ctx;

	c.db = writer_db(f.writer);
	return stock_balance(&c, kitchen, food_named(&c, STR("RABANITO")));
}

static void the_store_holds_what_was_harvested(void **state)
{
	static const struct {
		const char *weight, *goes;
		int64_t store_g;
	} steps[] = { { "900", "", 900 }, { "1.5 kg", "", 1500 }, { "1500", "home", 0 }, { "700 g", "", 0 }, { "700", "store", 700 },
		{ "0", "", 0 }, { "2 kg", "", 2000 } };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(steps); i++) {
		struct record r = { 0 };
		if (i)
			assert_true(fixture_get(&f, "harvest", made(), &r));
		f.look = i > 0;
		f.now += 60000;
		assert_int_equal(DO("harvest.tell", "garden", ID(garden), "crop", "radish", "day", "2026-11-20", "weight_g", steps[i].weight,
			"goes", steps[i].goes), ACT_ACCEPTED);
		assert_int_equal(in_store(), steps[i].store_g);
	}
	/* What a family harvests is its own, unless it says else. */
	assert_int_equal(DO("harvest.tell", "garden", ID(family), "crop", "radish", "day", "2026-11-20", "weight_g", "500"), ACT_ACCEPTED);
	assert_int_equal(in_store(), 2000);
}

static void what_cannot_be_is_told(void **state)
{
	(void)state;
	assert_int_equal(DO("harvest.tell", "garden", ID(garden), "crop", "radish", "day", "2026-11-23", "weight_g", "900"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "day", "future"));
	assert_int_equal(DO("harvest.tell", "garden", ID(garden), "crop", "radish", "weight_g", "300000"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "weight_g", "much"));
	assert_int_equal(DO("harvest.tell", "garden", ID(garden), "crop", "radish", "weight_g", "300000", "reason", "feria"), ACT_ACCEPTED);
	assert_int_equal(DO("harvest.tell", "garden", ID(garden), "crop", "other", "weight_g", "900"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "what", "unknown"));
	assert_int_equal(DO("harvest.tell", "garden", ID(garden), "crop", "lettuce", "weight_g", "900"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "crop", "unknown"));
	assert_int_equal(DO("harvest.tell", "garden", ID(garden), "crop", "lettuce", "weight_g", "900", "goes", "home"), ACT_ACCEPTED);
	assert_int_equal(DO("waste.tell", "group", "VEC-1"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "organic_g", "required"));
	assert_int_equal(DO("compost.tell", "group", "VEC-1", "day", "2026-11-10", "ready", "2026-11-01"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "ready", "order"));
	assert_int_equal(DO("garden.teach", "group", "VEC-1", "topic", "both", "families", "3", "new_families", "4"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "new_families", "sum"));
	assert_int_equal(DO("garden.tell", "group", "VEC-1", "name", "El de atrás", "closed", "2026-11-10"), ACT_ACCEPTED);
	assert_int_equal(DO("sowing.tell", "garden", ID(garden), "crop", "radish", "day", "2026-11-20"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "garden", "closed"));
	assert_int_equal(DO("sowing.tell", "garden", ID(garden), "crop", "radish", "day", "2026-11-09"), ACT_ACCEPTED);
}

static void a_contest_praises_each(void **state)
{
	struct id contest;

	(void)state;
	assert_int_equal(DO("contest.call", "group", "VEC-1", "name", "Primavera", "day", "2026-11-01", "until", "2026-11-25", "criteria",
		"Agua"), ACT_ACCEPTED);
	contest = made();
	assert_int_equal(DO("contest.enter", "contest", ID(contest), "garden", ID(garden)), ACT_ACCEPTED);
	assert_int_equal(DO("contest.enter", "contest", ID(contest), "garden", ID(garden)), ACT_REFUSED);
	assert_int_equal(DO("contest.visit", "contest", ID(contest), "garden", ID(garden), "visited", "2026-11-20", "praise", "bien"),
		ACT_REFUSED);
	assert_int_equal(DO("contest.visit", "contest", ID(contest), "garden", ID(garden), "visited", "2026-11-20", "praise",
		"Ni una gota de agua perdida"), ACT_ACCEPTED);
	f.now += 5 * (int64_t)DAY_MS;
	assert_int_equal(DO("contest.enter", "contest", ID(contest), "garden", ID(family)), ACT_REFUSED);
	assert_true(fixture_refused(&f, "contest", "over"));
}

/* Each crop of the table can be chosen, each that can be chosen (but the other one) is in the table, its months hang together. */
static void the_calendar_is_whole(void **state)
{
	unsigned n = 0;

	(void)state;
	for (const struct choice *k = crops; k->name; k++)
		if (!str_is(str_c(k->name), "other")) {
			const struct crop *crop = crop_find(str_c(k->name));
			unsigned turns = 0;
			assert_non_null(crop);
			for (int m = 1; m <= 12; m++)
				turns += crop_in_month(crop, m) && !crop_in_month(crop, m == 1 ? 12 : m - 1);
			assert_true(turns == 1 || (turns == 0 && crop_in_month(crop, 1)));
			assert_true(crop->days > 20 && crop->days < crop->days_to && crop->days_to < 200);
			n++;
		}
	for (const struct crop *crop = crop_table; crop->name; crop++, n--)
		assert_non_null(choice_find(crops, str_c(crop->name)));
	assert_int_equal(n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_store_holds_what_was_harvested, setup, teardown),
		cmocka_unit_test_setup_teardown(what_cannot_be_is_told, setup, teardown),
		cmocka_unit_test_setup_teardown(a_contest_praises_each, setup, teardown),
		cmocka_unit_test(the_calendar_is_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
