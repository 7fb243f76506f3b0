/* Pots told, corrected, doubted and taken back, through the whole gate. */
#include "data.h"
#include "fixture.h"
#include "kitchens_own.h"
#include "pages.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h> /* last: its macro `fail` has another's name */

static const struct module *const modules[] = { &people_module, &kitchens_module, NULL };
static struct fixture f;
static struct fixture_person coordinator, leader, cook, other;
static struct id kitchen, far_kitchen;

#define DO(who, action, ...) fixture_do(&f, who, action, __VA_ARGS__, (const char *)NULL)
#define REPORT(person, ...) DO(&(person).who, "meal.report", "kitchen", "SJM-001", __VA_ARGS__)

static struct id registered(const char *name, const char *place)
{
	DO(&f.operator.who, "kitchen.register", "name", name, "place", place, "capacity", "100");
	assert_int_equal(f.out.status, ACT_ACCEPTED);
	return f.act->id;
}

static int setup(void **state)
{
	(void)state;
	fixture_new(&f, modules);
	if (!f.writer)
		return -1;
	DO(&f.operator.who, "group.create", "name", "Red SJM", "kind", "district_board", "code", "RED", "place",
		"150133", "parent", fixture_id(&f, f.net.id).p);
	fixture_person(&f, &coordinator, "Carmen", "coordinator", f.act->id);
	kitchen = registered("Virgen de la Puerta", "150133");
	far_kitchen = registered("Sembrando", "150142");
	fixture_person(&f, &leader, "Rosa", "leader", kitchen);
	fixture_person(&f, &cook, "Juana", "cook", kitchen);
	fixture_person(&f, &other, "Elena", "leader", far_kitchen);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	fixture_free(&f);
	return 0;
}

static struct record *meal(int64_t day, const char *sitting)
{
	struct record *r = ARENA_NEW(f.mem, struct record);

	assert_true(fixture_get(&f, "meal", meal_id(&f.ctx, kitchen, day, str_c(sitting)), r));
	return r;
}

static int64_t sum_of(int64_t day)
{
	struct rows r = db_rows(writer_db(f.writer), SQL(Q_DAYS_SERVED), ARGS(cell_id(&f.net.id), cell_int(day),
		cell_int(day)));
	int64_t n = -1;

	while (rows_next(&r))
		n = rows_int(&r, 1);
	return n;
}

static void kitchens_get_the_next_code(void **state)
{
	struct id id;
	struct record r;

	(void)state;
	assert_true(ref_resolve(&f.ctx, "kitchen", STR("sjm-001"), &id));
	assert_true(id_eq(id, kitchen));
	assert_true(ref_resolve(&f.ctx, "kitchen", STR("VES-001"), &id));
	assert_true(id_eq(id, far_kitchen));
	id = registered("La segunda", "150133");
	assert_true(fixture_get(&f, "group", id, &r));
	assert_true(str_is(r.v[GROUP_CODE].s, "SJM-002"));
	/* Under the network of its district. */
	assert_true(fixture_get(&f, "group", r.v[GROUP_PARENT].id, &r));
	assert_true(str_is(r.v[GROUP_CODE].s, "RED"));
	assert_int_equal(DO(&f.operator.who, "kitchen.register", "name", "x", "place", "1501"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "place", "level"));
	assert_int_equal(DO(&coordinator.who, "kitchen.register", "name", "x", "place", "150142"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "place", "denied"));
	assert_int_equal(DO(&coordinator.who, "kitchen.register", "name", "x", "place", "150133", "code",
		"SJM-001"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "code", "taken"));
}

static void a_pot_is_told_and_corrected(void **state)
{
	int64_t day = today(&f.ctx);

	(void)state;
	assert_int_equal(REPORT(leader, "served", "120", "free", "12"), ACT_ACCEPTED);
	assert_true(str_eq(fixture_told(&f),
		STR("la lideresa anotó 120 raciones (12 casos sociales) de almuerzo del 22/11/2026")));
	assert_int_equal(sum_of(day), 120);
	struct record *r = meal(day, "lunch");
	assert_true(str_is(r->v[MEAL_DISTRICT_SOURCE].s, "kitchen"));
	assert_int_equal(r->v[MEAL_DISTRICT].kind, V_ID);
	assert_int_equal(r->v[MEAL_LEFTOVER].kind, V_NULL);
	f.now += 60000;
	assert_int_equal(REPORT(cook, "served", "102"), ACT_REFUSED);
	assert_true(fixture_refused(&f, NULL, "standing"));
	assert_non_null(f.out.current);
	meal(day, "lunch");
	f.look = true;
	assert_int_equal(REPORT(cook, "served", "102"), ACT_ACCEPTED);
	assert_true(str_eq(fixture_told(&f), STR("la cocinera corrigió a 102 raciones de almuerzo del 22/11/2026")));
	assert_int_equal(sum_of(day), 102);
	assert_int_equal(meal(day, "lunch")->v[MEAL_FREE].i, 12);
	f.look = true;
	assert_int_equal(REPORT(coordinator, "served", "100", "cost", "245.50"), ACT_ACCEPTED);
	assert_true(str_eq(fixture_told(&f), STR("la coordinadora corrigió por la cocina a 100 raciones de "
						"almuerzo del 22/11/2026; gasto S/ 245.50")));
}

static void free_is_part_of_served(void **state)
{
	(void)state;
	assert_int_equal(REPORT(leader, "sitting", "dinner", "served", "20", "free", "30"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "free", "range"));
	assert_int_equal(REPORT(leader, "sitting", "dinner", "served", "20"), ACT_ACCEPTED);
	assert_int_equal(REPORT(leader, "sitting", "dinner", "free", "21"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "free", "range"));
	assert_int_equal(REPORT(leader, "sitting", "dinner", "free", "5"), ACT_ACCEPTED);
	assert_int_equal(REPORT(leader, "sitting", "breakfast"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "served", "required"));
	assert_int_equal(REPORT(leader, "sitting", "breakfast", "served", "-1"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "served", "range"));
}

static const char *day_text(int64_t day)
{
	return str_cstr(f.mem, day_plain(&f.ctx, day));
}

static void who_may_go_back_how_far(void **state)
{
	int64_t day = today(&f.ctx);

	(void)state;
	assert_int_equal(REPORT(leader, "day", day_text(day + 1), "served", "9"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "day", "future"));
	assert_int_equal(REPORT(leader, "day", day_text(day - 7), "served", "90"), ACT_ACCEPTED);
	assert_int_equal(REPORT(leader, "day", day_text(day - 8), "served", "90", "reason", "sí"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "day", "too_old"));
	assert_int_equal(REPORT(coordinator, "day", day_text(day - 8), "served", "90"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "reason", "reason"));
	assert_int_equal(REPORT(coordinator, "day", day_text(day - 8), "served", "90", "reason", "en papel"),
		ACT_ACCEPTED);
	assert_int_equal(REPORT(f.operator, "day", day_text(day - 90), "served", "90", "reason", "cuaderno"),
		ACT_ACCEPTED);
	assert_int_equal(REPORT(f.operator, "day", day_text(day + 1), "served", "90", "reason", "x"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "day", "future"));
	/* The seven days count from when it was done, not from when it came. */
	f.acted_at = f.now - 5 * (int64_t)DAY_MS;
	assert_int_equal(REPORT(leader, "day", day_text(day - 12), "sitting", "breakfast", "served", "30"),
		ACT_ACCEPTED);
	f.acted_at = f.now - 5 * (int64_t)DAY_MS;
	assert_int_equal(REPORT(leader, "day", day_text(day - 4), "sitting", "breakfast", "served", "30"),
		ACT_REFUSED);
	assert_true(fixture_refused(&f, "day", "future"));
}

static void other_kitchens_do_not_exist(void **state)
{
	(void)state;
	assert_int_equal(REPORT(other, "served", "50"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "kitchen", "denied"));
	assert_int_equal(DO(&coordinator.who, "meal.report", "kitchen", "VES-001", "served", "50"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "kitchen", "denied"));
	assert_int_equal(DO(&leader.who, "meal.report", "kitchen", "NADA-1", "served", "50"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "kitchen", "unknown"));
}

static void a_pot_is_taken_back_and_told_anew(void **state)
{
	int64_t day = today(&f.ctx) - 2, all;
	const char *when = day_text(day);

	(void)state;
	assert_int_equal(REPORT(leader, "day", when, "served", "80"), ACT_ACCEPTED);
	all = sum_of(day);
	assert_int_equal(DO(&cook.who, "meal.void", "kitchen", "SJM-001", "day", when, "reason", "error"),
		ACT_REFUSED);
	meal(day, "lunch");
	f.look = true;
	f.now += 1000;
	assert_int_equal(DO(&leader.who, "meal.void", "kitchen", "SJM-001", "day", when, "reason", "otro día"),
		ACT_ACCEPTED);
	assert_true(str_eq(fixture_told(&f), STR("la lideresa anuló lo anotado de almuerzo del 20/11/2026")));
	assert_int_equal(sum_of(day), all - 80);
	f.now += 1000;
	assert_int_equal(REPORT(cook, "day", when, "served", "70"), ACT_ACCEPTED);
	assert_int_equal(sum_of(day), all - 10);
	assert_int_equal(DO(&leader.who, "meal.void", "kitchen", "SJM-001", "day", when, "sitting", "dinner",
		"reason", "x"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "day", "unknown"));
}

static void messages_know_her_kitchen(void **state)
{
	struct id candidate[4];
	unsigned n, arg;

	(void)state;
	fixture_do(&f, &leader.who, "meal.report", "sitting", "dinner", "day", "2026-11-21", "served", "95", "free",
		"12", (const char *)NULL);
	assert_true(fixture_refused(&f, "kitchen", "required"));
	f.act->diag.n = 0;
	assert_int_equal(text_own_group(&f.ctx, f.act, candidate, 4, &n, &arg), OK);
	assert_int_equal(n, 1);
	assert_true(id_eq(act_ref(f.act, MEAL_KITCHEN), kitchen));
	f.out.status = ACT_ACCEPTED;
	assert_true(str_eq(kitchens_commands[0].answer(&f.ctx, f.act, &f.out),
		STR("Anotado: 95 cenas de ayer en total, 12 de ellos casos sociales, en SJM-001 Virgen de la Puerta. "
		    "Si no es así, escriba: no era 95, era 86")));
	fixture_do(&f, &coordinator.who, "meal.report", "served", "95", (const char *)NULL);
	assert_int_equal(text_own_group(&f.ctx, f.act, candidate, 4, &n, &arg), INVALID);
	assert_int_equal(n, 0);
	assert_int_equal(arg, MEAL_KITCHEN);
}

static void kitchens_that_told_are_counted_once(void **state)
{
	struct reported told[8];
	int64_t day = today(&f.ctx) - 3;
	const char *when = day_text(day);

	(void)state;
	assert_int_equal(REPORT(leader, "day", when, "served", "80"), ACT_ACCEPTED);
	f.ctx.now = f.now;
	assert_int_equal(reported_read(&f.ctx, day, told, 8), 1);
	assert_int_equal(told[0].kitchens, 1);
	assert_int_equal(REPORT(leader, "day", when, "sitting", "dinner", "served", "30"), ACT_ACCEPTED);
	assert_int_equal(DO(&other.who, "meal.report", "kitchen", "VES-001", "day", when, "served", "30"),
		ACT_ACCEPTED);
	assert_int_equal(reported_read(&f.ctx, day, told, 8), 2);
	assert_int_equal(told[0].kitchens, 1);
	assert_int_equal(told[1].kitchens, 1);
}

static void an_absurd_number_is_asked_back(void **state)
{
	int64_t day = today(&f.ctx);

	(void)state;
	registered("Girasoles", "150142");
	/* No pot known: three times the capacity of 100. */
	assert_int_equal(DO(&f.operator.who, "meal.report", "kitchen", "VES-002", "served", "301"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "served", "confirm"));
	assert_int_equal(DO(&f.operator.who, "meal.report", "kitchen", "VES-002", "served", "300"), ACT_ACCEPTED);
	/* Its habit: 300, 30 and 30 make 120. */
	assert_int_equal(DO(&f.operator.who, "meal.report", "kitchen", "VES-002", "day", day_text(day - 1), "served",
		"30"), ACT_ACCEPTED);
	assert_int_equal(DO(&f.operator.who, "meal.report", "kitchen", "VES-002", "day", day_text(day - 2), "served",
		"30"), ACT_ACCEPTED);
	/* Its habit is that of lunches; dinners say nothing of it. */
	assert_int_equal(DO(&f.operator.who, "meal.report", "kitchen", "VES-002", "day", day_text(day - 3), "sitting",
		"dinner", "served", "10"), ACT_ACCEPTED);
	f.now += DAY_MS;
	assert_int_equal(DO(&f.operator.who, "meal.report", "kitchen", "VES-002", "served", "361"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "served", "confirm"));
	assert_int_equal(DO(&f.operator.who, "meal.report", "kitchen", "VES-002", "served", "360"), ACT_ACCEPTED);
	assert_int_equal(DO(&f.operator.who, "meal.report", "kitchen", "VES-002", "sitting", "breakfast", "served",
		"3000", "reason", "fiesta del barrio"), ACT_ACCEPTED);
}

static void both_laws_hold(void **state)
{
	struct diag d = { 0 };

	(void)state;
	assert_int_equal(data_compare(writer_db(f.writer), f.reg, f.net.id, 0, &d), OK);
	for (uint64_t seed = 1; seed < 6; seed++)
		assert_int_equal(data_compare(writer_db(f.writer), f.reg, f.net.id, seed, &d), OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(kitchens_get_the_next_code),
		cmocka_unit_test(a_pot_is_told_and_corrected),
		cmocka_unit_test(free_is_part_of_served),
		cmocka_unit_test(who_may_go_back_how_far),
		cmocka_unit_test(other_kitchens_do_not_exist),
		cmocka_unit_test(a_pot_is_taken_back_and_told_anew),
		cmocka_unit_test(messages_know_her_kitchen),
		cmocka_unit_test(kitchens_that_told_are_counted_once),
		cmocka_unit_test(an_absurd_number_is_asked_back),
		cmocka_unit_test(both_laws_hold),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
