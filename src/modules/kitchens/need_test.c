/* What is lacking, told, corrected and met, through the whole gate. */
#include "data.h"
#include "fixture.h"
#include "need_items.h"
#include "texts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h> /* last: its macro `fail` has another's name */

static const struct module *const modules[] = { &people_module, &kitchens_module, NULL };
static struct fixture f;
static struct fixture_person leader, other, volunteer;
static struct id kitchen;

#define DO(who, action, ...) fixture_do(&f, who, action, __VA_ARGS__, (const char *)NULL)

static int setup(void **state)
{
	(void)state;
	fixture_new(&f, modules);
	if (!f.writer)
		return -1;
	DO(&f.operator.who, "kitchen.register", "name", "Virgen de la Puerta", "place", "150133");
	kitchen = f.act->id;
	DO(&f.operator.who, "kitchen.register", "name", "Sembrando", "place", "150133");
	struct id far = f.act->id;
	fixture_person(&f, &leader, "Rosa", "leader", kitchen);
	fixture_person(&f, &other, "Elena", "leader", far);
	fixture_person(&f, &volunteer, "Luz", "volunteer", kitchen);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	fixture_free(&f);
	return 0;
}

static struct ctx *as(const struct actor *who)
{
	f.ctx.who = who;
	f.ctx.now = f.now;
	return &f.ctx;
}

static enum act_status lack(struct fixture_person *p, const char *items)
{
	f.now += 1000;
	return DO(&p->who, "need.report", "kitchen", "SJM-001", "items", items);
}

static struct str open_list(void)
{
	struct need list[NEEDS_SHOWN];
	unsigned n = needs_open(as(&leader.who), kitchen, list);

	return needs_join(&f.ctx, list, n, NEEDS_SHOWN);
}

static void assert_open(const char *list)
{
	struct str got = open_list();

	if (!str_is(got, list))
		fail_msg("%.*s", (int)got.n, got.p);
}

static void told_and_met(void **state)
{
	(void)state;
	assert_int_equal(lack(&leader, "arroz 10 kg, aceite y dos balones de gas"), ACT_ACCEPTED);
	assert_open("aceite, arroz 10 kg, gas 2 balones");
	f.now += DAY_MS;
	assert_int_equal(lack(&leader, "arroz 1.5 kg"), ACT_ACCEPTED); /* another day's: the latest is what lacks */
	assert_open("arroz 1.5 kg, aceite, gas 2 balones");
	assert_int_equal(DO(&leader.who, "need.meet", "kitchen", "SJM-001", "items", "arroz y gas"), ACT_ACCEPTED);
	assert_open("aceite");
	lack(&leader, "aceite 3 litros");
	f.now += 1000;
	DO(&leader.who, "need.meet", "kitchen", "SJM-001", "items", "aceite 1 litro"); /* a part of it */
	assert_open("aceite 2 litros");
	f.now += 1000;
	DO(&leader.who, "need.meet", "kitchen", "SJM-001", "items", "aceite 2 litros");
	assert_open("");
	lack(&leader, "aceite");
	assert_int_equal(DO(&leader.who, "need.meet", "kitchen", "SJM-001", "items", "queso"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "items", "unknown"));
	assert_int_equal(lack(&leader, "gas"), ACT_ACCEPTED); /* it lacks again */
	assert_open("aceite, gas");
	f.now += (NEED_DAYS + 1) * (int64_t)DAY_MS;
	assert_open(""); /* nobody spoke of it for a month */
}

static void one_thing_apart(void **state)
{
	(void)state;
	assert_int_equal(DO(&leader.who, "need.report", "kitchen", "SJM-001", "item", "Azúcar", "amount", "3", "measure", "kg"), ACT_ACCEPTED);
	assert_open("azúcar 3 kg");
	f.now += 1000;
	f.corrects = true;
	assert_int_equal(DO(&leader.who, "need.report", "kitchen", "SJM-001", "item", "azucar", "amount", "5", "measure", "kg"), ACT_ACCEPTED);
	assert_open("azúcar 5 kg");
	f.now += 1000;
	assert_int_equal(DO(&leader.who, "need.report", "kitchen", "SJM-001", "item", "tela verde"), ACT_ACCEPTED);
	assert_open("azúcar 5 kg, tela verde");
}

static void who_may_and_what_is_wrong(void **state)
{
	(void)state;
	assert_int_equal(lack(&other, "arroz"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "kitchen", "denied"));
	assert_int_equal(lack(&volunteer, "arroz"), ACT_REFUSED);
	assert_int_equal(lack(&leader, "una firma"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "items", "unknown"));
	assert_int_equal(lack(&leader, ""), ACT_REFUSED);
	assert_int_equal(DO(&leader.who, "need.report", "kitchen", "SJM-001", "items", "arroz", "day", "2026-11-23"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "day", "future"));
	assert_int_equal(DO(&leader.who, "need.report", "kitchen", "SJM-001", "items", "arroz", "day", "2026-10-01"), ACT_REFUSED);
	assert_open("");
}

/* A list is judged before anything is done; one thing alone keeps her own measure. */
static void by_message(void **state)
{
	struct id candidates[4];
	unsigned n, arg;
	struct act *a = act_new(as(&leader.who), &need_report, (struct id){ { 1 } });

	(void)state;
	act_arg(&f.ctx, a, STR("items"), STR("arroz 10 kg"));
	assert_int_equal(need_report_complete(&f.ctx, a, candidates, 4, &n, &arg), OK);
	assert_true(id_eq(act_ref(a, LACK_KITCHEN), kitchen) && !act_has(a, LACK_ITEMS));
	assert_int_equal(act_int(a, LACK_AMOUNT), 10);
	assert_true(str_is(act_text(a, LACK_MEASURE), "kg"));
	a = act_new(&f.ctx, &need_report, (struct id){ { 1 } });
	act_arg(&f.ctx, a, STR("items"), STR("SJM-002 arroz 10 kg y sal"));
	assert_int_equal(need_report_complete(&f.ctx, a, candidates, 4, &n, &arg), OK);
	assert_false(id_eq(act_ref(a, LACK_KITCHEN), kitchen));
	assert_true(act_has(a, LACK_ITEMS));
	a = act_new(&f.ctx, &need_report, (struct id){ { 1 } });
	act_arg(&f.ctx, a, STR("items"), STR("poco para terminar"));
	assert_int_equal(need_report_complete(&f.ctx, a, candidates, 4, &n, &arg), INVALID);
	f.ctx.diag->n = 0;
}

/* Counts only: nobody's name, and fewer than five people are "<5". */
static void the_district_in_a_text(void **state)
{
	struct id place = group_of(as(&leader.who), kitchen)->place;

	(void)state;
	f.now += 1000;
	DO(&leader.who, "meal.report", "kitchen", "SJM-001", "served", "120", "free", "3");
	lack(&leader, "arroz");
	f.now += 1000;
	DO(&other.who, "need.report", "kitchen", "SJM-002", "items", "arroz y gas");
	struct str s = district_summary(as(&leader.who), place, today(&f.ctx));
	assert_true(str_contains(s, STR("avisaron 1 de 2 cocinas")));
	assert_true(str_contains(s, STR("120 raciones, <5 de ellas casos sociales")));
	assert_true(str_contains(s, STR("arroz (2), gas (1)")));
	assert_false(str_contains(s, STR("Rosa")));
	assert_true(str_eq(tell_summary(&f.ctx, STR("SJM")), s));
	assert_true(str_eq(tell_summary(&f.ctx, STR("de san juan de miraflores")), s));
	assert_false(str_contains(tell_summary(&f.ctx, STR("lugar ninguno")), STR("120")));
	assert_true(str_contains(tell_mine(&f.ctx, STR("")), STR("120")));
	assert_int_equal(kitchens_remind(&f.ctx).n, 0); /* hers is told */
	assert_true(kitchens_remind(as(&other.who)).n > 0);
}

static void both_laws_hold(void **state)
{
	struct diag d = { 0 };

	(void)state;
	lack(&leader, "arroz 10 kg y sal");
	DO(&leader.who, "need.meet", "kitchen", "SJM-001", "items", "sal");
	lack(&leader, "sal 2 kg");
	assert_int_equal(data_compare(writer_db(f.writer), f.reg, f.net.id, 7, &d), OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(told_and_met, setup, teardown),
		cmocka_unit_test_setup_teardown(one_thing_apart, setup, teardown),
		cmocka_unit_test_setup_teardown(who_may_and_what_is_wrong, setup, teardown),
		cmocka_unit_test_setup_teardown(by_message, setup, teardown),
		cmocka_unit_test_setup_teardown(the_district_in_a_text, setup, teardown),
		cmocka_unit_test_setup_teardown(both_laws_hold, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
