/* Meetings through the whole gate: for whom they are, and what is said about them. */
#include "data.h"
#include "fixture.h"
#include "meetings_own.h"
#include "series.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h> /* last: its macro `fail` has another's name */

extern const struct module week_module;
static const struct module *const modules[] = { &people_module, &meetings_module, &series_module, &week_module, NULL };
static struct fixture f;
static struct fixture_person coordinator, leader, far;
static struct id board, group;

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
	group = founded("Las Vecinas", "womens_group", "VEC-1", board, "150133");
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

static struct id planned(const char *code, const char *day, const char *hour)
{
	f.now += 1000;
	assert_int_equal(DO(&f.operator.who, "meeting.plan", "group", code, "day", day, "hour", hour, "topic", "Mesa"), ACT_ACCEPTED);
	return f.act->id;
}

static enum act_status tell(struct fixture_person *p, struct id meeting, const char *answer, const char *at)
{
	f.now += 1000;
	return DO(&p->who, "attendance.tell", "person", ID(p->who.person), "meeting", ID(meeting), "answer", answer, "at", at);
}

/* As that person reads. */
static struct ctx *as(struct fixture_person *p)
{
	f.ctx.who = &p->who;
	f.ctx.now = f.now;
	return &f.ctx;
}

static void a_meeting_is_for_the_groups_below(void **state)
{
	struct meeting m[4];
	struct id one = planned("RED", "2026-11-24", "10 am");

	(void)state;
	assert_int_equal(meetings_next(as(&leader), m, 4), 1);
	assert_true(id_eq(m[0].id, one) && str_is(m[0].hour, "10:00"));
	assert_int_equal(meetings_next(as(&far), m, 4), 0);
	assert_int_equal(tell(&far, one, "comes", ""), ACT_REFUSED);
	planned(ID(f.net.id), "2026-11-23", "19:30");
	assert_int_equal(meetings_next(as(&far), m, 4), 1);
	assert_int_equal(meetings_next(as(&leader), m, 4), 2);
	assert_int_equal(m[0].day + 1, m[1].day);
	/* Over three hours after it began. */
	f.now = zone_instant(f.net.zone, m[0].day, 22 * 60 + 29);
	assert_int_equal(meetings_next(as(&far), m, 4), 1);
	f.now += 2 * 60000;
	assert_int_equal(meetings_next(as(&far), m, 4), 0);
}

static void the_last_word_counts(void **state)
{
	struct str answer, at;
	struct id one = planned("RED", "2026-11-24", "7 pm");
	int64_t count[3];

	(void)state;
	assert_int_equal(tell(&leader, one, "comes", ""), ACT_ACCEPTED);
	assert_int_equal(tell(&leader, one, "late", "7 y media"), ACT_ACCEPTED);
	assert_true(attendance_get(as(&leader), one, leader.who.person, &answer, &at));
	assert_true(str_is(answer, "late") && str_is(at, "19:30")); /* of that evening */
	assert_int_equal(tell(&leader, one, "not", ""), ACT_ACCEPTED);
	assert_true(attendance_get(as(&leader), one, leader.who.person, &answer, &at));
	assert_true(str_is(answer, "not") && !at.n);
	attendance_count(as(&coordinator), one, count);
	assert_int_equal(count[0] + count[1], 0);
	assert_int_equal(count[2], 1);
	/* Only of herself. */
	assert_int_equal(DO(&coordinator.who, "attendance.tell", "person", ID(leader.who.person), "meeting", ID(one), "answer", "comes"),
		ACT_REFUSED);
	assert_int_equal(DO(&coordinator.who, "meeting.cancel", "meeting", ID(one)), ACT_ACCEPTED);
	assert_int_equal(tell(&leader, one, "comes", ""), ACT_REFUSED);
	assert_int_equal(DO(&coordinator.who, "meeting.cancel", "meeting", ID(one)), ACT_REFUSED);
}

static void what_is_wrong_is_told(void **state)
{
	static const struct {
		const char *day, *hour, *field;
	} bad[] = { { "2026-11-21", "10:00", "day" }, { "2029-11-21", "10:00", "day" }, { "2026-11-24", "pronto", "hour" },
		{ "2026-11-24", "25:00", "hour" } };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		assert_int_equal(DO(&f.operator.who, "meeting.plan", "group", "RED", "day", bad[i].day, "hour", bad[i].hour, "topic", "Mesa"),
			ACT_REFUSED);
		assert_string_equal(f.act->diag.item[0].field, bad[i].field);
	}
	assert_int_equal(DO(&leader.who, "meeting.plan", "group", "RED", "day", "2026-11-24", "hour", "10:00", "topic", "Mesa"), ACT_REFUSED);
	assert_int_equal(DO(&leader.who, "meeting.plan", "group", "VEC-1", "day", "2026-11-24", "hour", "10:00", "topic", "Mesa"),
		ACT_ACCEPTED);
}

/* What follows "no voy" says whether it is about the meeting. */
static void words_beside_it(void **state)
{
	static const struct {
		const char *said;
		bool about;
	} cases[] = { { "a la reunion porque mi hijo esta enfermo", true }, { "hoy", true }, { "a poder ir", true },
		{ "a cocinar", false }, { "a comprar arroz", false }, { "gracias", true }, { "con mi esposo al mercado", false } };
	const struct text_command *no = &meetings_commands[1];
	struct id candidates[4], one = planned("RED", "2026-11-24", "10:00");
	unsigned n, arg;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct act *a = act_new(as(&leader), &attendance_tell, (struct id){ { 1 } });
		act_arg(&f.ctx, a, STR("answer"), STR("not"));
		act_arg(&f.ctx, a, STR("at"), str_c(cases[i].said));
		enum rc rc = no->complete(&f.ctx, a, candidates, 4, &n, &arg);
		if ((rc == OK) != cases[i].about)
			fail_msg("no voy %s", cases[i].said);
		assert_true(rc != OK || id_eq(act_ref(a, TELL_MEETING), one));
	}
}

static void both_laws_hold(void **state)
{
	struct diag d = { 0 };
	struct id one = planned("RED", "2026-11-24", "10:00");

	(void)state;
	tell(&leader, one, "late", "10:30");
	tell(&coordinator, one, "comes", "");
	DO(&coordinator.who, "meeting.cancel", "meeting", ID(one));
	assert_int_equal(data_compare(writer_db(f.writer), f.reg, f.net.id, 7, &d), OK);
	/* What she said of it goes with her. */
	struct str answer, at;
	f.now += 1000;
	assert_int_equal(DO(&f.operator.who, "person.erase", "person", ID(leader.who.person), "sure", "1"), ACT_ACCEPTED);
	assert_false(attendance_get(as(&coordinator), one, leader.who.person, &answer, &at));
	assert_int_equal(data_compare(writer_db(f.writer), f.reg, f.net.id, 7, &d), OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_meeting_is_for_the_groups_below, setup, teardown),
		cmocka_unit_test_setup_teardown(the_last_word_counts, setup, teardown),
		cmocka_unit_test_setup_teardown(what_is_wrong_is_told, setup, teardown),
		cmocka_unit_test_setup_teardown(words_beside_it, setup, teardown),
		cmocka_unit_test_setup_teardown(both_laws_hold, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
