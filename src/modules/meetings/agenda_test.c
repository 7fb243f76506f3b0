/* The agenda through the whole gate: proposed once, ordered, treated, and carried over by itself. */
#include "agenda_own.h"
#include "series.h"
#include "data.h"
#include "fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h> /* last: its macro `fail` has another's name */

extern const struct module week_module;
static const struct module *const modules[] = { &people_module, &meetings_module, &series_module, &week_module, &agenda_module, NULL };
static struct fixture f;
static struct fixture_person coordinator, leader, far;
static struct id board;

#define DO(who, action, ...) fixture_do(&f, who, action, __VA_ARGS__, (const char *)NULL)
#define ID(id) fixture_id(&f, id).p

static struct id founded(const char *name, const char *kind, const char *code, struct id parent, const char *place)
{
	assert_int_equal(DO(&f.operator.who, "group.create", "name", name, "kind", kind, "code", code, "place", place, "parent",
		ID(parent)), ACT_ACCEPTED);
	return f.act->id;
}

static int setup(void **state)
{
	(void)state;
	fixture_new(&f, modules);
	if (!f.writer)
		return -1;
	board = founded("Red", "district_board", "RED", f.net.id, "150133");
	struct id group = founded("Las Vecinas", "womens_group", "VEC-1", board, "150133");
	struct id other = founded("Las de Lejos", "womens_group", "LEJ-1", f.net.id, "150142");
	fixture_person(&f, &coordinator, "Carmen", "coordinator", board);
	fixture_person(&f, &leader, "Rosa", "leader", group);
	fixture_person(&f, &far, "Elena", "leader", other);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	fixture_free(&f);
	return 0;
}

static struct id planned(const char *day)
{
	f.now += 1000;
	assert_int_equal(DO(&f.operator.who, "meeting.plan", "group", "RED", "day", day, "hour", "10:00", "topic", "Mesa"), ACT_ACCEPTED);
	return f.act->id;
}

static enum act_status propose(struct fixture_person *p, struct id meeting, const char *title)
{
	f.now += 1000;
	return DO(&p->who, "agenda.propose", "person", ID(p->who.person), "meeting", ID(meeting), "title", title);
}

static enum act_status mark(struct fixture_person *p, struct id meeting, struct id point, const char *state)
{
	f.now += 1000;
	return DO(&p->who, "agenda.mark", "point", ID(point), "meeting", ID(meeting), "state", state);
}

/* The agenda of that meeting as somebody of the base reads it now. */
static unsigned points(struct id meeting, struct agenda_point *out)
{
	struct meeting m;

	f.ctx.who = &leader.who;
	f.ctx.now = f.now;
	f.ctx.db = writer_db(f.writer);
	assert_true(meeting_get(&f.ctx, meeting, &m));
	return agenda_points(&f.ctx, &m, out, AGENDA_MOST);
}

static void at(const char *day, int minute)
{
	int64_t d;

	assert_true(day_parse(str_c(day), &d));
	f.now = zone_instant(f.net.zone, d, minute);
}

static void the_same_point_is_one(void **state)
{
	struct agenda_point p[AGENDA_MOST];
	struct id one = planned("2026-11-24");

	(void)state;
	assert_int_equal(propose(&leader, one, "Turnos para el gas"), ACT_ACCEPTED);
	assert_int_equal(propose(&coordinator, one, "¡turnos para EL GAS!"), ACT_ACCEPTED);
	assert_int_equal(propose(&coordinator, one, "Agua"), ACT_ACCEPTED);
	assert_int_equal(points(one, p), 2);
	assert_true(str_is(p[0].title, "Turnos para el gas") && id_eq(p[0].by, leader.who.person));
	assert_int_equal(propose(&far, one, "Otra cosa"), ACT_REFUSED);
	assert_int_equal(propose(&leader, one, "¿¿??"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "title", "shape"));
	/* In somebody else's name: never. */
	assert_int_equal(DO(&coordinator.who, "agenda.propose", "person", ID(leader.who.person), "meeting", ID(one), "title", "Luz"), ACT_REFUSED);
	assert_int_equal(DO(&leader.who, "agenda.withdraw", "person", ID(leader.who.person), "meeting", ID(one), "point", ID(p[1].id)), ACT_REFUSED);
	assert_int_equal(DO(&leader.who, "agenda.withdraw", "person", ID(leader.who.person), "meeting", ID(one), "point", ID(p[0].id)), ACT_ACCEPTED);
	assert_int_equal(points(one, p), 2);
	assert_int_equal(p[0].here, POINT_WITHDRAWN);
	assert_int_equal(propose(&leader, one, "Turnos para el gas"), ACT_ACCEPTED);
	points(one, p);
	assert_int_equal(p[0].here, POINT_OPEN);
}

static void who_runs_it_orders(void **state)
{
	struct agenda_point p[AGENDA_MOST];
	struct id one = planned("2026-11-24");

	(void)state;
	propose(&leader, one, "Uno");
	propose(&leader, one, "Dos");
	propose(&leader, one, "Tres");
	points(one, p);
	struct id three = p[2].id;
	assert_int_equal(DO(&leader.who, "agenda.order", "point", ID(three), "meeting", ID(one), "place", "1"), ACT_REFUSED);
	assert_int_equal(DO(&coordinator.who, "agenda.order", "point", ID(three), "meeting", ID(one), "place", "1"), ACT_ACCEPTED);
	propose(&leader, one, "Cuatro");
	assert_int_equal(points(one, p), 4);
	assert_true(str_is(p[0].title, "Tres") && str_is(p[1].title, "Uno") && str_is(p[2].title, "Dos") && str_is(p[3].title, "Cuatro"));
	f.now += 1000;
	assert_int_equal(DO(&coordinator.who, "agenda.edit", "point", ID(three), "meeting", ID(one), "title", "Tercero", "minutes", "20"), ACT_ACCEPTED);
	points(one, p);
	assert_true(str_is(p[0].title, "Tercero") && p[0].minutes == 20);
	assert_int_equal(DO(&coordinator.who, "agenda.edit", "point", ID(three), "meeting", ID(one), "title", "Tercero", "minutes", "2000"), ACT_REFUSED);
}

static void what_was_not_treated_comes_again(void **state)
{
	struct agenda_point p[AGENDA_MOST];
	struct id one = planned("2026-11-24"), two = planned("2026-12-01"), three = planned("2026-12-08");

	(void)state;
	propose(&leader, one, "Gas");
	propose(&leader, one, "Agua");
	propose(&leader, two, "Cuentas");
	assert_int_equal(points(two, p), 1); /* the first one is not over */
	assert_int_equal(mark(&coordinator, one, p[0].id, "treated"), ACT_REFUSED); /* not on it */
	points(one, p);
	struct id gas = p[0].id;
	assert_int_equal(mark(&coordinator, one, gas, "treated"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "state", "future"));
	at("2026-11-24", 11 * 60);
	assert_int_equal(mark(&leader, one, p[1].id, "treated"), ACT_REFUSED);
	assert_int_equal(mark(&coordinator, one, p[1].id, "treated"), ACT_ACCEPTED);
	assert_int_equal(points(two, p), 1);
	at("2026-11-24", 13 * 60 + 1); /* over: nobody did anything, and it is there */
	assert_int_equal(points(two, p), 2);
	assert_true(id_eq(p[0].id, gas) && p[0].times == 1 && p[0].here == POINT_OPEN);
	assert_int_equal(points(three, p), 0);
	assert_int_equal(points(one, p), 2);
	assert_int_equal(p[0].here, POINT_CARRIED);
	assert_int_equal(p[1].here, POINT_TREATED);
	/* Proposed again for that meeting it is the one that came along. */
	assert_int_equal(propose(&coordinator, two, "gas"), ACT_ACCEPTED);
	assert_int_equal(points(two, p), 2);
	assert_int_equal(propose(&leader, one, "Tarde"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "meeting", "over"));
	at("2026-12-02", 600);
	assert_int_equal(points(three, p), 2);
	assert_int_equal(p[0].times, 2);
	assert_int_equal(p[1].times, 1);
	at("2026-12-08", 600);
	assert_int_equal(mark(&coordinator, three, gas, "treated"), ACT_ACCEPTED);
	assert_int_equal(mark(&coordinator, two, gas, "treated"), ACT_REFUSED);
	points(two, p);
	assert_int_equal(p[0].here, POINT_CARRIED);
	points(three, p);
	assert_int_equal(p[0].here, POINT_TREATED);
	/* One that was called off leaves its points to the next. */
	struct id four = planned("2026-12-15"), five = planned("2026-12-22");
	propose(&leader, four, "Techo");
	f.now += 1000;
	assert_int_equal(DO(&coordinator.who, "meeting.cancel", "meeting", ID(four)), ACT_ACCEPTED);
	at("2026-12-09", 600);
	assert_int_equal(points(five, p), 2); /* with the accounts, still open */
}

static void both_laws_hold(void **state)
{
	struct diag d = { 0 };
	struct id one = planned("2026-11-24");

	(void)state;
	propose(&leader, one, "Gas");
	propose(&coordinator, one, "gas");
	assert_int_equal(data_compare(writer_db(f.writer), f.reg, f.net.id, 7, &d), OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_same_point_is_one, setup, teardown),
		cmocka_unit_test_setup_teardown(who_runs_it_orders, setup, teardown),
		cmocka_unit_test_setup_teardown(what_was_not_treated_comes_again, setup, teardown),
		cmocka_unit_test_setup_teardown(both_laws_hold, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
