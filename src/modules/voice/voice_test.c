/* Letters, petitions and promises through the whole gate; working days by the calendar; what "apoyo …" says. */
#include "common.h"
#include "data.h"
#include "fixture.h"
#include "food.h"
#include "session.h"
#include "stock.h"
#include "voice_own.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h> /* last: its macro `fail` has another's name */

extern const struct module kitchens_module, meetings_module, series_module;
extern const struct module week_module;
static const struct module *const modules[] = { &people_module, &common_module, &foods_module, &stocks_module, &kitchens_module, &meetings_module, &series_module, &week_module, &voice_module, NULL };
static struct fixture f;
static struct fixture_person coordinator, leader, far;

/* Each a second later than the one before. */
#define DO(who, action, ...) fixture_do((f.now += 1000, &f), who, action, __VA_ARGS__, (const char *)NULL)
#define ID(id) fixture_id(&f, id).p

static struct id founded(const char *name, const char *kind, const char *code, struct id parent, const char *place)
{
	assert_int_equal(DO(&f.operator.who, "group.create", "name", name, "kind", kind, "code", code, "place", place, "parent", ID(parent)), ACT_ACCEPTED);
	return f.act->id;
}

static int setup(void **state)
{
	(void)state;
	fixture_new(&f, modules);
	if (!f.writer)
		return -1;
	struct id board = founded("Red", "district_board", "RED", f.net.id, "150133");
	struct id group = founded("Las Vecinas", "womens_group", "VEC-1", board, "150133");
	fixture_person(&f, &coordinator, "Carmen", "coordinator", board);
	fixture_person(&f, &leader, "Rosa", "leader", group);
	fixture_person(&f, &far, "Elena", "leader", founded("Las de Lejos", "womens_group", "LEJ-1", f.net.id, "150142"));
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	fixture_free(&f);
	return 0;
}

static struct ctx *as(struct fixture_person *p)
{
	f.ctx.who = &p->who;
	f.ctx.now = f.now;
	return &f.ctx;
}

static int64_t on(const char *day)
{
	int64_t d = 0;

	assert_true(day_parse(str_c(day), &d));
	return d;
}

static struct id written(const char *kind, const char *public)
{
	assert_int_equal(DO(&leader.who, "letter.write", "group", "VEC-1", "kind", kind, "to", "Municipalidad", "office", "Alcaldía", "subject", "Agua", "body", "Falta.",
		"signed", "Rosa", "public", public), ACT_ACCEPTED);
	return f.act->id;
}

/* ---- the calendar ---- */

static void days_of_the_law(void **state)
{
	static const char *const easters[] = { "2000-04-23", "2011-04-24", "2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28", "2028-04-16", "2038-04-25" };
	struct days_off strike = { { on("2026-12-24") }, 1 };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(easters); i++)
		assert_int_equal(easter_day(day_civil(on(easters[i])).year), on(easters[i]));
	assert_true(day_is_holiday(on("2026-04-02")) && day_is_holiday(on("2026-04-03")) && !day_is_holiday(on("2026-04-01")) && !day_is_holiday(on("2026-04-04")));
	assert_true(day_is_holiday(on("2026-07-28")) && day_is_holiday(on("2026-12-09")));
	/* 8, 9 and 25 of December and the first of January, and seven weekends. */
	assert_int_equal(working_day_after(on("2026-11-23"), 30, NULL), on("2027-01-08"));
	assert_int_equal(working_day_after(on("2026-11-23"), 30, &strike), on("2027-01-11"));
	assert_int_equal(working_day_after(on("2026-11-21"), 1, NULL), on("2026-11-23")); /* from a Saturday */
	assert_int_equal(working_days_between(on("2026-11-23"), on("2027-01-08"), NULL), 30);
	assert_int_equal(working_days_between(on("2026-11-23"), on("2026-11-20"), NULL), 0);
}

static void what_a_supporter_says(void **state)
{
	static const struct {
		const char *text;
		bool about;
		int64_t call, people;
	} said[] = { { "12", true, 12, 0 }, { "12 por 3", true, 12, 3 }, { "la petición 12, somos cuatro", true, 12, 4 }, { "por 3", true, 0, 3 }, { "", true, 0, 0 },
		{ "N° 7 x5 gracias", false, 0, 0 }, { "nro. 7 x5 gracias", true, 7, 5 }, { "12 3 4", false, 0, 0 }, { "con arroz", false, 0, 0 }, { "para las ollas", false, 0, 0 },
		{ "12 por 0", false, 0, 0 }, { "0", false, 0, 0 }, { "de mi familia, 12 por dos", true, 12, 2 }, { "99999999999999999999", false, 0, 0 } };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(said); i++) {
		struct support_said got;
		bool about = support_read(f.ctx.mem, str_c(said[i].text), &got);
		if (about != said[i].about || (about && (got.call != said[i].call || got.people != said[i].people)))
			fail_msg("apoyo %s: %d, %lld for %lld", said[i].text, about, (long long)got.people, (long long)got.call);
	}
}

/* ---- letters ---- */

static void a_letter_keeps_its_words(void **state)
{
	struct record *l = ARENA_NEW(f.ctx.mem, struct record), *open = ARENA_NEW(f.ctx.mem, struct record);
	struct id one = written("letter", "1"), two = written("letter", "");

	(void)state;
	assert_int_equal(DO(&far.who, "letter.approve", "letter", ID(one)), ACT_REFUSED);
	assert_int_equal(DO(&leader.who, "letter.send", "letter", ID(one)), ACT_REFUSED);
	assert_int_equal(DO(&coordinator.who, "letter.approve", "letter", ID(one)), ACT_ACCEPTED);
	assert_int_equal(DO(&leader.who, "letter.approve", "letter", ID(two)), ACT_ACCEPTED);
	assert_true(letter_get(as(&leader), one, l) && l->v[LETTER_N].i == 1);
	assert_true(letter_get(as(&leader), two, l) && l->v[LETTER_N].i == 2);
	assert_false(open_letter_get(as(&leader), one, open));
	assert_int_equal(DO(&leader.who, "letter.send", "letter", ID(one), "desk", "EXP-1"), ACT_ACCEPTED);
	assert_int_equal(DO(&leader.who, "letter.send", "letter", ID(two), "by", "2020-01-01"), ACT_REFUSED);
	assert_int_equal(DO(&leader.who, "letter.send", "letter", ID(two), "days", "10"), ACT_ACCEPTED);
	assert_int_equal(DO(&leader.who, "letter.edit", "letter", ID(one), "subject", "Luz", "body", "Otra"), ACT_REFUSED);
	assert_int_equal(DO(&leader.who, "letter.drop", "letter", ID(one)), ACT_REFUSED);
	/* What is public has its words, and not who signed; what is not has no copy. */
	assert_true(open_letter_get(as(&leader), one, open) && str_is(open->v[OPEN_BODY].s, "Falta.") && open->v[OPEN_DAYS].i == ANSWER_DAYS);
	assert_false(open_letter_get(as(&leader), two, open));
	assert_true(letter_get(as(&leader), two, l) && l->v[LETTER_DAYS].i == 10);
	struct wait w = wait_of(as(&leader), l, working_day_after(today(&f.ctx), 10, NULL));
	assert_true(w.sent && w.due_known && !w.late);
	w = wait_of(as(&leader), l, working_day_after(today(&f.ctx), 10, NULL) + 3);
	assert_true(w.late && w.late_days == 3);
	f.now += 40 * (int64_t)DAY_MS;
	assert_int_equal(DO(&leader.who, "letter.answer", "letter", ID(one), "answer", "Se hará."), ACT_ACCEPTED);
	assert_true(open_letter_get(as(&leader), one, open) && open->v[OPEN_ANSWERED].i == today(&f.ctx) && str_is(open->v[OPEN_ANSWER].s, "Se hará."));
}

/* ---- petitions ---- */

static enum act_status by_phone(struct actor *who, const char *phone, const char *call, const char *people)
{
	who->by_phone = true;
	who->phone = str_c(phone);
	return DO(who, "petition.phone", "call", call, "people", people);
}

static void supporters_count_once(void **state)
{
	struct id one = written("petition", "");
	struct actor stranger = { 0 }, hers = leader.who, other = leader.who;
	struct diag d = { 0 };

	(void)state;
	assert_int_equal(by_phone(&stranger, "+51900000011", "1", "2"), ACT_REFUSED); /* not open yet */
	assert_int_equal(DO(&leader.who, "letter.approve", "letter", ID(one)), ACT_ACCEPTED);
	assert_int_equal(DO(&leader.who, "petition.open", "letter", ID(one), "until", "2020-01-01"), ACT_REFUSED);
	struct buf until = buf_new(f.ctx.mem, 12);
	buf_day(&until, today(as(&leader)) + 30);
	assert_int_equal(DO(&leader.who, "petition.open", "letter", ID(one), "until", str_cstr(f.ctx.mem, buf_str(&until))), ACT_ACCEPTED);
	assert_int_equal(by_phone(&stranger, "+51900000011", "1", "3"), ACT_ACCEPTED);
	assert_int_equal(by_phone(&stranger, "+51900000011", "1", "4"), ACT_ACCEPTED); /* the last word of that telephone */
	assert_int_equal(by_phone(&stranger, "+51900000012", "1", "11"), ACT_REFUSED);
	assert_int_equal(supporters_of(as(&leader), one).phone, 4);
	/* Not by a program that only says that it is a telephone. */
	other.by_phone = false;
	assert_int_equal(DO(&other, "petition.phone", "call", "1"), ACT_REFUSED);
	/* On the page, once; then by message with two more of her family: she is not counted again. */
	assert_int_equal(DO(&leader.who, "petition.sign", "person", ID(leader.who.person), "letter", ID(one)), ACT_ACCEPTED);
	assert_int_equal(DO(&leader.who, "petition.sign", "person", ID(leader.who.person), "letter", ID(one)), ACT_REFUSED);
	assert_int_equal(by_phone(&hers, "+51900000013", "1", "1"), ACT_REFUSED);
	assert_int_equal(by_phone(&hers, "+51900000013", "1", "3"), ACT_ACCEPTED);
	assert_int_equal(supporters_of(as(&leader), one).all, 4 + 1 + 2);
	/* Her erasure leaves the count, and both laws; taking back leaves nothing counted. */
	assert_int_equal(DO(&f.operator.who, "person.erase", "person", ID(leader.who.person), "sure", "1"), ACT_ACCEPTED);
	assert_int_equal(supporters_of(as(&coordinator), one).all, 4 + 1 + 2);
	stranger.phone = STR("+51900000011");
	assert_int_equal(DO(&stranger, "petition.phone", "call", "1", "off", "1"), ACT_ACCEPTED);
	assert_int_equal(DO(&stranger, "petition.phone", "call", "1", "off", "1"), ACT_REFUSED);
	assert_int_equal(supporters_of(as(&coordinator), one).all, 1 + 2);
	assert_int_equal(data_compare(writer_db(f.writer), f.reg, f.net.id, 7, &d), OK);
}

/* ---- promises ---- */

static void promised_against_arrived(void **state)
{
	struct record *r = ARENA_NEW(f.ctx.mem, struct record);
	struct buf by = buf_new(f.ctx.mem, 12);
	struct diag d = { 0 };

	(void)state;
	buf_day(&by, today(as(&leader)) + 5);
	assert_int_equal(DO(&leader.who, "promise.note", "group", "VEC-1", "to", "Municipalidad", "office", "Alcaldía", "what", "Bidones", "amount", "10", "by",
		str_cstr(f.ctx.mem, buf_str(&by))), ACT_ACCEPTED);
	struct id one = f.act->id;
	assert_true(promise_get(as(&leader), one, r));
	int64_t day = today(&f.ctx);
	assert_int_equal(promise_stands(&f.ctx, r, day).state, PROMISE_WAITS);
	assert_int_equal(promise_stands(&f.ctx, r, day + 6).state, PROMISE_LATE);
	assert_int_equal(DO(&leader.who, "promise.arrive", "promise", ID(one), "amount", "4"), ACT_ACCEPTED);
	struct id first = f.act->id;
	struct promise_stand s = promise_stands(as(&leader), r, day + 6);
	assert_true(s.state == PROMISE_LATE_PART && s.arrived == 4 && s.late_days == 1);
	assert_int_equal(promise_stands(&f.ctx, r, day).state, PROMISE_PART);
	assert_int_equal(DO(&leader.who, "promise.arrive", "promise", ID(one), "amount", "6"), ACT_ACCEPTED);
	assert_int_equal(promise_stands(as(&leader), r, day + 90).state, PROMISE_KEPT);
	assert_int_equal(DO(&leader.who, "promise.undo", "arrival", ID(first)), ACT_REFUSED); /* without why */
	assert_int_equal(DO(&leader.who, "promise.undo", "arrival", ID(first), "reason", "Se contó dos veces"), ACT_ACCEPTED);
	assert_int_equal(DO(&leader.who, "promise.undo", "arrival", ID(first), "reason", "Otra vez"), ACT_REFUSED);
	assert_int_equal(promise_stands(as(&leader), r, day).state, PROMISE_PART);
	assert_int_equal(DO(&leader.who, "promise.arrive", "promise", ID(one), "whole", "1"), ACT_ACCEPTED);
	assert_int_equal(promise_stands(as(&leader), r, day + 90).state, PROMISE_KEPT);
	assert_int_equal(promises_counted(&f.ctx, day + 90).kept, 1);
	assert_int_equal(data_compare(writer_db(f.writer), f.reg, f.net.id, 7, &d), OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(days_of_the_law, setup, teardown),
		cmocka_unit_test_setup_teardown(what_a_supporter_says, setup, teardown),
		cmocka_unit_test_setup_teardown(a_letter_keeps_its_words, setup, teardown),
		cmocka_unit_test_setup_teardown(supporters_count_once, setup, teardown),
		cmocka_unit_test_setup_teardown(promised_against_arrived, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
