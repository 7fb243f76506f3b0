/* A week as it is said, kept and told back; hers alone; the sums of a group, with none below five; the warning at the form. */
#include "data.h"
#include "fixture.h"
#include "sms.h"
#include "sms.h"
#include "week_own.h"

#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h> /* last: its macro `fail` has another's name */

enum { MEMBERS = 12 };

extern const struct module series_module;
static const struct module *const modules[] = { &people_module, &meetings_module, &series_module, &week_module, NULL };
static struct fixture f;
static struct fixture_person coordinator, member[MEMBERS];
static struct id group;

#define DO(who, action, ...) fixture_do(&f, who, action, __VA_ARGS__, (const char *)NULL)
#define ID(id) fixture_id(&f, id).p

static struct id founded(const char *name, const char *kind, const char *code, struct id parent)
{
	assert_int_equal(DO(&f.operator.who, "group.create", "name", name, "kind", kind, "code", code, "place", "150133", "parent", ID(parent)),
		ACT_ACCEPTED);
	return f.act->id;
}

static int setup(void **state)
{
	(void)state;
	fixture_new(&f, modules);
	if (!f.writer)
		return -1;
	struct id board = founded("Red", "district_board", "RED", f.net.id);
	group = founded("Las Vecinas", "womens_group", "VEC-1", board);
	fixture_person(&f, &coordinator, "Carmen Díaz", "coordinator", board);
	for (unsigned i = 0; i < MEMBERS; i++)
		fixture_person(&f, &member[i], "Rosa Quispe", "member", group);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	fixture_free(&f);
	return 0;
}

/* All seven days as they are kept, one behind the other; what is wrong in angle brackets. */
static const char *read(const char *said)
{
	struct week w = { 0 };
	struct buf b = buf_new(f.mem, 100);
	struct str piece;
	enum week_fault fault = week_say(f.mem, str_c(said), &w, &piece);

	if (fault != WEEK_FINE) {
		assert_false(w.told);
		return str_cstr(f.mem, str_fmt(f.mem, "<%d %.*s>", fault, (int)piece.n, piece.p));
	}
	for (unsigned d = 0; d < WEEK_DAYS; d++) {
		struct str day = week_day_write(f.mem, w.why[d]);
		if (day.n)
			buf_fmt(&b, "%s%u %.*s", b.n ? "; " : "", d + 1, (int)day.n, day.p);
	}
	return str_cstr(f.mem, buf_str(&b));
}

static void it_is_read_as_it_is_meant(void **state)
{
	static const char *const pairs[][2] = {
		{ "lun 8-12 escuela, sab 15-18 trabajo", "1 8-12 school; 6 15-18 work" },
		{ "lun 8-12 escuela sab 15-18 trabajo", "1 8-12 school; 6 15-18 work" },
		{ "Lunes a Miércoles de 8 a 12 colegio", "1 8-12 school; 2 8-12 school; 3 8-12 school" },
		{ "lun-mar 8:30-11:15 clases", "1 8-12 school; 2 8-12 school" },
		{ "martes y jueves de 3 a 6 pm trabajo", "2 15-18 work; 4 15-18 work" },
		{ "jue 3-6", "4 15-18 other" },
		{ "jue 3:00-6:00", "4 3-6 other" },
		{ "sab 8 a.m. a 1 p.m. negocio", "6 8-13 work" },
		{ "vie de 7 a 9 de la noche culto", "5 19-21 other" },
		{ "vie noche trabajo", "5 18-22 work" },
		{ "dom mañana y tarde trabajo", "7 7-12 work, 14-18 work" },
		{ "fin de semana todo el día trabajo", "6 7-22 work; 7 7-22 work" },
		{ "dom a lun 9-10 otra cosa", "1 9-10 other; 7 9-10 other" },
		{ "lun 8-12, 15-18 trabajo", "1 8-12 work, 15-18 work" },
		{ "lun, mar 8-9 escuela", "1 8-9 school; 2 8-9 school" },
		{ "escuela lun 8-12", "1 8-12 school" },
		{ "lun 8-12 ocupado por la escuela de mis hijos", "1 8-12 school" },
		{ "lun 10", "1 10-11 other" },
		{ "lun 0-24 trabajo", "1 0-24 work" },
		{ "libre", "" }, { "lun libre", "" },
		{ "lun 8-12 escuela, lun 9-10 libre", "1 8-9 school, 10-12 school" },
		{ "lun 8-25 escuela", "<4 25>" }, { "lun 9:75", "<4 9:75>" }, { "lun 8-12 zapato", "<1 zapato>" },
		{ "8-12 escuela", "<2 >" }, { "lun escuela", "<3 >" }, { "lun", "<3 >" }, { "", "<2 >" }, { ",;-", "<2 >" },
	};

	(void)state;
	for (unsigned i = 0; i < ARRAY_LEN(pairs); i++)
		assert_string_equal(read(pairs[i][0]), pairs[i][1]);
}

/* What the page takes away piece by piece is exactly that piece, whatever hours they are. */
static void each_piece_can_be_taken_away(void **state)
{
	struct week_piece piece[WEEK_DAYS * WEEK_HOURS];

	(void)state;
	for (unsigned seed = 1; seed < 200; seed++) {
		struct week w = { .told = true };
		struct str ignored;
		for (unsigned i = 0, x = seed; i < 6; i++, x = x * 1103515245u + 12345u)
			memset(&w.why[x >> 4 & 7 ? (x >> 4 & 7) - 1 : 0][x >> 8 & 15], 1 + (x >> 16) % 3, 1 + (x >> 20 & 7));
		unsigned n = week_pieces(&f.ctx, &w, piece, ARRAY_LEN(piece));
		assert_true(n > 0);
		for (unsigned i = 0; i < n; i++)
			assert_int_equal(week_say(f.mem, str_fmt(f.mem, "%.*s libre", (int)piece[i].said.n, piece[i].said.p), &w, &ignored), WEEK_FINE);
		assert_int_equal(week_pieces(&f.ctx, &w, piece, ARRAY_LEN(piece)), 0);
	}
}

static enum act_status say(struct fixture_person *by, struct fixture_person *whose, const char *said)
{
	f.now += 1000;
	return DO(&by->who, "week.set", "person", ID(whose->who.person), "said", said);
}

static void she_alone_says_hers(void **state)
{
	struct record *r = ARENA_NEW(f.mem, struct record);
	bool cut;

	(void)state;
	assert_int_equal(say(&member[0], &member[0], "lun a vie 8-12 escuela, sab 15-18 trabajo"), ACT_ACCEPTED);
	struct week w = week_get(&f.ctx, member[0].who.person);
	struct str told = week_told(&f.ctx, &w, 100, &cut);
	assert_string_equal(str_cstr(f.mem, told), "lun a vie 8-12 escuela, sáb 15-18 trabajo");
	told = week_told(&f.ctx, &w, 30, &cut);
	assert_true(cut && told.n <= 30);
	assert_int_equal(say(&coordinator, &member[0], "libre"), ACT_REFUSED);
	assert_string_equal(f.act->diag.item[0].code, "denied");
	assert_int_equal(say(&f.operator, &member[0], "libre"), ACT_REFUSED);
	/* Nobody reads it, not by any class. */
	const struct value key[WEEK__N] = { [WEEK_PERSON] = value_id(member[0].who.person) };
	assert_true(fixture_get(&f, "week", entity_key_id(&week_entity, f.net.id, key), r));
	const struct actor *readers[] = { &coordinator.who, &f.operator.who, &member[1].who, &f.console };
	for (unsigned i = 0; i < ARRAY_LEN(readers); i++) {
		f.ctx.who = readers[i];
		assert_false(record_visible(&f.ctx, r));
	}
	/* The sentence of the history has no hour. */
	assert_int_equal(say(&member[0], &member[0], "mar 9-10 trabajo"), ACT_ACCEPTED);
	assert_null(memchr(fixture_told(&f).p, '9', fixture_told(&f).n));
	assert_int_equal(say(&member[0], &member[0], "borrar"), ACT_ACCEPTED);
	w = week_get(&f.ctx, member[0].who.person);
	assert_false(w.told);
	assert_int_equal(week_pieces(&f.ctx, &w, &(struct week_piece){ 0 }, 1), 0);
}

/* However much she says, the answer is one message. */
static void one_message_tells_it(void **state)
{
	static const char *const much[] = { "lun 8-9 escuela", "lun 10-11 otra cosa, mar 8-12 escuela, mie 7-9 trabajo", "jue vie 1-2 otra cosa, sab 9-10 otro",
		"lun 12-13 otro, dom 6-7 otro, dom 9-10 escuela", "libre", "borrar" };
	struct str said;

	(void)state;
	for (unsigned i = 0; i < ARRAY_LEN(much); i++) {
		assert_int_equal(say(&member[0], &member[0], much[i]), ACT_ACCEPTED);
		said = sms_fold(f.mem, week_commands[0].answer(&f.ctx, f.act, &f.out));
		assert_true(said.n > 20 && said.n <= 160);
	}
}

static void the_form_says_the_same(void **state)
{
	bool cut;

	(void)state;
	f.now += 1000;
	assert_int_equal(DO(&member[0].who, "week.set", "person", ID(member[0].who.person), "days", "weekdays", "part", "morning", "why", "school"),
		ACT_ACCEPTED);
	assert_int_equal(DO(&member[0].who, "week.set", "person", ID(member[0].who.person), "days", "sun", "hours", "3 a 5 pm"), ACT_ACCEPTED);
	struct week w = week_get(&f.ctx, member[0].who.person);
	assert_string_equal(str_cstr(f.mem, week_told(&f.ctx, &w, 200, &cut)), "lun a vie 7-12 escuela, dom 15-17 otra cosa");
	assert_int_equal(DO(&member[0].who, "week.set", "person", ID(member[0].who.person)), ACT_REFUSED);
	assert_true(fixture_refused(&f, "days", "required"));
	assert_int_equal(DO(&member[0].who, "week.set", "person", ID(member[0].who.person), "days", "mon", "hours", "zapato"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "hours", "word"));
	assert_int_equal(say(&member[0], &member[0], "borrar"), ACT_ACCEPTED);
}

static void sums_say_nothing_of_a_few(void **state)
{
	struct week_sums s;
	struct week_hour best[2];
	unsigned why;

	(void)state;
	for (unsigned i = 0; i < MEMBERS; i++)
		assert_int_equal(say(&member[i], &member[i], i < 6 ? "lun-vie 8-12 escuela, sab 8-22 trabajo" : i < 8 ? "mar 19-21 trabajo" :
			"sab dom 8-22 trabajo, lun 18-22 otro"), ACT_ACCEPTED);
	week_sums(&f.ctx, group, 2, &s);
	assert_int_equal(s.told, MEMBERS);
	assert_int_equal(week_taken(&s, 0, 8, &why), 6);
	assert_int_equal(why, WEEK_SCHOOL);
	assert_int_equal(week_taken(&s, 0, 7, NULL), 6); /* two hours reach into it */
	assert_int_equal(week_taken(&s, 1, 20, NULL), 2);
	assert_int_equal(week_best(&s, best, 2), 2);
	assert_int_equal(best[0].day, 0);
	assert_int_equal(best[0].hour, 13);
	assert_int_equal(week_worst(&s).day, 5);
	assert_string_equal(str_cstr(f.mem, week_of_all(&f.ctx, 4, 12)), "pocas");
	assert_string_equal(str_cstr(f.mem, week_of_all(&f.ctx, 9, 12)), "casi todas las 12");
	assert_string_equal(str_cstr(f.mem, week_of_all(&f.ctx, 7, 12)), "7 de 12");
	assert_string_equal(str_cstr(f.mem, week_of_all(&f.ctx, 12, 12)), "12 de 12");
}

/* 2026-11-22 is a Sunday. */
static void the_form_warns_and_never_refuses(void **state)
{
	(void)state;
	f.now += 1000;
	assert_int_equal(DO(&coordinator.who, "meeting.plan", "group", "RED", "day", "2026-11-23", "hour", "9:30", "topic", "Mesa"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "anyway", "week"));
	assert_string_equal(f.act->diag.item[0].arg.p, "6 de 12, sobre todo por la escuela");
	assert_int_equal(DO(&coordinator.who, "meeting.plan", "group", "RED", "day", "2026-11-23", "hour", "9:30", "topic", "Mesa", "anyway",
		"Es urgente"), ACT_ACCEPTED);
	assert_int_equal(DO(&coordinator.who, "meeting.plan", "group", "RED", "day", "2026-11-23", "hour", "14:00", "topic", "Mesa"), ACT_ACCEPTED);
	struct id meeting = f.act->id;
	assert_int_equal(DO(&coordinator.who, "meeting.change", "meeting", ID(meeting), "day", "2026-11-28", "hour", "10:00"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "anyway", "week"));
	assert_int_equal(DO(&coordinator.who, "series.plan", "group", "RED", "repeats", "jueves", "hour", "9:00"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "anyway", "week"));
	assert_int_equal(DO(&coordinator.who, "series.plan", "group", "RED", "repeats", "jueves", "hour", "16:00"), ACT_ACCEPTED);
	/* Today is not chosen. */
	assert_int_equal(DO(&coordinator.who, "meeting.plan", "group", "RED", "day", "2026-11-22", "hour", "18:00", "topic", "Hoy"), ACT_ACCEPTED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_is_read_as_it_is_meant),
		cmocka_unit_test(each_piece_can_be_taken_away),
		cmocka_unit_test(she_alone_says_hers),
		cmocka_unit_test(one_message_tells_it),
		cmocka_unit_test(the_form_says_the_same),
		cmocka_unit_test(sums_say_nothing_of_a_few),
		cmocka_unit_test(the_form_warns_and_never_refuses),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
