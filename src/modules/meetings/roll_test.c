/* The roll through the whole gate: one presence however she came, proxies with their limit, the quorum at both calls, the code. */
#include "data.h"
#include "fixture.h"
#include "roll_own.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h> /* last: its macro `fail` has another's name */

enum { MEMBERS = 7, HOUR_MS = 3600000, MINUTE_MS = 60000 };

extern const struct module series_module;
extern const struct module week_module;
static const struct module *const modules[] = { &people_module, &meetings_module, &series_module, &week_module, &agenda_module, &roll_module, NULL };
static struct fixture f;
static struct fixture_person coordinator, member[MEMBERS], far;
static struct id meeting;

#define DO(who, action, ...) fixture_do(&f, who, action, __VA_ARGS__, (const char *)NULL)
#define ID(id) fixture_id(&f, id).p

static struct id founded(const char *name, const char *kind, const char *code, struct id parent, const char *place)
{
	assert_int_equal(DO(&f.operator.who, "group.create", "name", name, "kind", kind, "code", code, "place", place, "parent", ID(parent)), ACT_ACCEPTED);
	return f.act->id;
}

/* Eight on the padrón: the coordinator and seven members. It is noon; the meeting is at 12:10. */
static int setup(void **state)
{
	static const char *const names[MEMBERS] = { "Rosa Quispe", "Rosa Mamani", "María Huamán", "Julia Torres", "Ana Flores", "Luz Ramos", "Inés Soto" };

	(void)state;
	fixture_new(&f, modules);
	if (!f.writer)
		return -1;
	struct id board = founded("Red", "district_board", "RED", f.net.id, "150133");
	struct id group = founded("Las Vecinas", "womens_group", "VEC-1", board, "150133");
	struct id other = founded("Las de Lejos", "womens_group", "LEJ-1", f.net.id, "150142");
	fixture_person(&f, &coordinator, "Carmen Díaz", "coordinator", board);
	for (unsigned i = 0; i < MEMBERS; i++)
		fixture_person(&f, &member[i], names[i], "member", group);
	fixture_person(&f, &far, "Elena Rojas", "leader", other);
	assert_int_equal(DO(&f.operator.who, "meeting.plan", "group", "RED", "day", "2026-11-22", "hour", "12:10", "topic", "Mesa"), ACT_ACCEPTED);
	meeting = f.act->id;
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	fixture_free(&f);
	return 0;
}

static struct meeting now(void)
{
	struct meeting m;

	assert_true(meeting_get(&f.ctx, meeting, &m));
	return m;
}

static enum act_status mark(struct fixture_person *by, struct fixture_person *p, const char *way, const char *arrived)
{
	f.now += 1000;
	return DO(&by->who, "roll.mark", "meeting", ID(meeting), "person", ID(p->who.person), "way", way, "arrived", arrived);
}

static enum act_status here(struct fixture_person *p, const char *code)
{
	f.now += 1000;
	return DO(&p->who, "roll.here", "person", ID(p->who.person), "meeting", ID(meeting), "code", code);
}

static enum act_status lend(struct fixture_person *p, const char *name)
{
	f.now += 1000;
	return DO(&p->who, "roll.proxy", "person", ID(p->who.person), "meeting", ID(meeting), "name", name);
}

static struct roll_counts counts(void)
{
	struct meeting m = now();

	return roll_counts(&f.ctx, &m);
}

static void one_presence_lists_its_ways(void **state)
{
	struct record *r = ARENA_NEW(f.mem, struct record);

	(void)state;
	assert_int_equal(mark(&coordinator, &member[0], "room", ""), ACT_ACCEPTED);
	assert_int_equal(mark(&f.operator, &member[0], "phone", "12:40"), ACT_ACCEPTED);
	assert_int_equal(here(&member[0], ""), ACT_ACCEPTED);
	struct roll_counts k = counts();
	assert_int_equal(k.padron, 1 + MEMBERS);
	assert_int_equal(k.present, 1);
	assert_int_equal(k.way[ROLL_ROOM], 1);
	assert_int_equal(k.way[ROLL_PHONE], 1);
	assert_int_equal(k.late, 1);
	assert_true(presence_get(&f.ctx, meeting, member[0].who.person, r));
	assert_int_equal(r->v[PRESENCE_SAID].i, 1);
	assert_int_equal(r->v[PRESENCE_SEEN].i, 1);
	/* Who is of another group is a guest, and no quorum. */
	assert_int_equal(mark(&coordinator, &far, "room", ""), ACT_ACCEPTED);
	k = counts();
	assert_int_equal(k.present, 1);
	assert_int_equal(k.guests, 1);
	/* A voice note alone is a word of hers, not she. */
	struct meeting m = now();
	assert_int_equal(mark(&coordinator, &member[1], "note", ""), ACT_ACCEPTED);
	assert_int_equal(counts().present, 1);
	assert_false(roll_present(&f.ctx, &m, member[1].who.person));
	assert_int_equal(DO(&coordinator.who, "roll.undo", "meeting", ID(meeting), "person", ID(member[0].who.person)), ACT_ACCEPTED);
	assert_int_equal(counts().present, 0);
	assert_int_equal(DO(&coordinator.who, "roll.undo", "meeting", ID(meeting), "person", ID(member[0].who.person)), ACT_REFUSED);
	assert_true(fixture_refused(&f, "person", "already"));
	/* Nobody notes others who does not run it. */
	assert_int_equal(mark(&member[1], &member[2], "room", ""), ACT_REFUSED);
}

static void the_same_form_from_two_phones_meets(void **state)
{
	const char *one = roll_box(&f.ctx, member[0].who.person).p, *two = roll_box(&f.ctx, member[1].who.person).p;

	(void)state;
	assert_int_equal(DO(&coordinator.who, "roll.tick", "meeting", ID(meeting), one, "1", two, "1"), ACT_ACCEPTED);
	f.now += 1000;
	assert_int_equal(DO(&f.operator.who, "roll.tick", "meeting", ID(meeting), two, "1", one, "1"), ACT_ACCEPTED);
	assert_int_equal(counts().present, 2);
	assert_int_equal(DO(&coordinator.who, "roll.tick", "meeting", ID(meeting), "way", "room"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "people", "required"));
	assert_int_equal(DO(&coordinator.who, "roll.tick", "meeting", ID(meeting), roll_box(&f.ctx, far.who.person).p, "1"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "people", "unknown"));
}

static void proxies_have_their_limit(void **state)
{
	struct id holder;

	(void)state;
	struct meeting m = now();
	assert_int_equal(lend(&member[2], "María Huamán"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "name", "self"));
	assert_int_equal(lend(&member[2], "Elena Rojas"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "name", "unknown"));
	assert_int_equal(lend(&member[2], "rosa"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "name", "several"));
	assert_int_equal(lend(&far, "Rosa Quispe"), ACT_REFUSED);
	assert_int_equal(lend(&member[2], "quispe"), ACT_ACCEPTED);
	assert_true(roll_proxy_of(&f.ctx, &m, member[2].who.person, &holder));
	assert_true(id_eq(holder, member[0].who.person));
	assert_int_equal(lend(&member[2], "Julia Torres"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "name", "twice"));
	assert_int_equal(lend(&member[3], "Rosa Quispe"), ACT_ACCEPTED);
	assert_int_equal(lend(&member[4], "Rosa Quispe"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "name", "many"));
	assert_int_equal(lend(&member[4], "Julia Torres"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "name", "passed"));
	/* Counted while she who represents is there and they are not. */
	assert_int_equal(counts().represented, 0);
	assert_int_equal(mark(&coordinator, &member[0], "room", ""), ACT_ACCEPTED);
	assert_int_equal(counts().represented, 2);
	assert_int_equal(mark(&coordinator, &member[2], "room", ""), ACT_ACCEPTED);
	assert_int_equal(counts().represented, 1);
	assert_int_equal(DO(&member[3].who, "roll.proxy_back", "person", ID(member[3].who.person), "meeting", ID(meeting)), ACT_ACCEPTED);
	assert_int_equal(counts().represented, 0);
	assert_int_equal(DO(&coordinator.who, "roll.proxy_paper", "meeting", ID(meeting), "absent", "Julia Torres", "name", "Ana Flores"), ACT_ACCEPTED);
	assert_int_equal(DO(&coordinator.who, "roll.rule", "group", "RED", "proxies", "3", "second_after", "30", "second_least", "third"), ACT_ACCEPTED);
	assert_int_equal(roll_rules_of(&f.ctx, m.group).proxies, 3);
}

static void opened_in_the_second_call(void **state)
{
	(void)state;
	struct meeting m = now();
	for (unsigned i = 0; i < 3; i++)
		assert_int_equal(mark(&coordinator, &member[i], "room", ""), ACT_ACCEPTED);
	assert_int_equal(DO(&coordinator.who, "roll.open", "meeting", ID(meeting)), ACT_REFUSED);
	assert_true(fixture_refused(&f, "meeting", "early"));
	f.now += 20 * MINUTE_MS;
	assert_int_equal(DO(&coordinator.who, "roll.open", "meeting", ID(meeting)), ACT_REFUSED);
	assert_true(fixture_refused(&f, "meeting", "quorum"));
	f.now += 25 * MINUTE_MS;
	assert_int_equal(DO(&coordinator.who, "roll.open", "meeting", ID(meeting)), ACT_ACCEPTED);
	struct roll_quorum q = roll_quorum(&f.ctx, &m);
	assert_true(q.opened);
	assert_int_equal(q.call, ROLL_SECOND);
	assert_int_equal(q.present, 3);
	assert_int_equal(q.padron, 1 + MEMBERS);
	/* Who comes later does not change how it was opened. */
	assert_int_equal(mark(&coordinator, &member[4], "room", ""), ACT_ACCEPTED);
	assert_int_equal(roll_quorum(&f.ctx, &m).present, 3);
	f.now += 1000;
	assert_int_equal(DO(&coordinator.who, "roll.open", "meeting", ID(meeting)), ACT_REFUSED);
	assert_true(fixture_refused(&f, "meeting", "already"));
}

static void opened_in_the_first_call(void **state)
{
	(void)state;
	struct meeting m = now();
	assert_int_equal(lend(&member[5], "Rosa Quispe"), ACT_ACCEPTED);
	for (unsigned i = 0; i < 4; i++)
		assert_int_equal(mark(&coordinator, &member[i], "room", ""), ACT_ACCEPTED);
	f.now += 11 * MINUTE_MS;
	assert_int_equal(DO(&coordinator.who, "roll.open", "meeting", ID(meeting)), ACT_ACCEPTED);
	struct roll_quorum q = roll_quorum(&f.ctx, &m);
	assert_int_equal(q.call, ROLL_FIRST);
	assert_int_equal(q.present + q.represented, 5);
}

static void a_code_is_tried_five_times(void **state)
{
	const char *good = roll_code(&f.ctx, meeting).p;

	(void)state;
	assert_int_equal(here(&member[0], good), ACT_ACCEPTED);
	assert_true(roll_was_noted(f.out.change));
	/* A guest needs it. */
	assert_int_equal(here(&far, ""), ACT_REFUSED);
	assert_true(fixture_refused(&f, "code", "required"));
	assert_int_equal(here(&far, good), ACT_ACCEPTED);
	for (unsigned i = 0; i < CODE_TRIES; i++) {
		assert_int_equal(here(&member[1], "0000"), ACT_ACCEPTED);
		assert_false(roll_was_noted(f.out.change));
	}
	assert_int_equal(here(&member[1], good), ACT_REFUSED);
	assert_true(fixture_refused(&f, "code", "tries"));
	assert_int_equal(counts().present, 1);
	assert_int_equal(DO(&member[0].who, "roll.leave", "person", ID(member[0].who.person), "meeting", ID(meeting)), ACT_ACCEPTED);
	assert_int_equal(counts().now, 0);
	f.now += 4 * HOUR_MS;
	assert_int_equal(here(&member[2], good), ACT_REFUSED);
	assert_true(fixture_refused(&f, "meeting", "closed"));
}

static void the_erased_are_not_on_it(void **state)
{
	struct roll_row row[20];

	(void)state;
	struct meeting m = now();
	assert_int_equal(mark(&coordinator, &member[0], "room", ""), ACT_ACCEPTED);
	assert_int_equal(DO(&coordinator.who, "roll.guest", "meeting", ID(meeting), "name", "Señora de la posta"), ACT_ACCEPTED);
	struct id guest = f.act->id;
	assert_int_equal(DO(&coordinator.who, "roll.guest", "meeting", ID(meeting), "name", "señora de la POSTA"), ACT_REFUSED);
	assert_int_equal(roll_rows(&f.ctx, &m, row, 20), 2 + MEMBERS);
	assert_int_equal(DO(&coordinator.who, "roll.guest_out", "guest", ID(guest), "sure", "1"), ACT_ACCEPTED);
	assert_int_equal(DO(&f.operator.who, "person.erase", "person", ID(member[0].who.person), "sure", "1"), ACT_ACCEPTED);
	unsigned n = roll_rows(&f.ctx, &m, row, 20);
	assert_int_equal(n, MEMBERS);
	for (unsigned i = 0; i < n; i++)
		assert_false(row[i].here);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(one_presence_lists_its_ways, setup, teardown),
		cmocka_unit_test_setup_teardown(the_same_form_from_two_phones_meets, setup, teardown),
		cmocka_unit_test_setup_teardown(proxies_have_their_limit, setup, teardown),
		cmocka_unit_test_setup_teardown(opened_in_the_second_call, setup, teardown),
		cmocka_unit_test_setup_teardown(opened_in_the_first_call, setup, teardown),
		cmocka_unit_test_setup_teardown(a_code_is_tried_five_times, setup, teardown),
		cmocka_unit_test_setup_teardown(the_erased_are_not_on_it, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
