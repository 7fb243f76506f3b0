/* Series: what people say of when it repeats, a change from a day on, a city that meets on one Tuesday, the feed's time. */
#include "data.h"
#include "fixture.h"
#include "meetings_own.h"
#include "series.h"
#include "series_own.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h> /* last: its macro `fail` has another's name */

extern const struct module week_module;
static const struct module *const modules[] = { &people_module, &meetings_module, &series_module, &week_module, NULL };
static struct fixture f;
static struct fixture_person leader, far;
static struct id group;

#define DO(who, action, ...) fixture_do(&f, who, action, __VA_ARGS__, (const char *)NULL)
#define ID(id) fixture_id(&f, id).p

static int setup(void **state)
{
	(void)state;
	fixture_new(&f, modules);
	if (!f.writer || DO(&f.operator.who, "group.create", "name", "Las Vecinas", "kind", "womens_group", "code", "VEC-1", "place", "150133",
				 "parent", ID(f.net.id)) != ACT_ACCEPTED)
		return -1;
	group = f.act->id;
	fixture_person(&f, &leader, "Rosa", "leader", group);
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

static int64_t day(const char *s)
{
	int64_t d = 0;

	assert_true(day_parse(str_c(s), &d));
	return d;
}

/* On a Tuesday, 24 November 2026. */
static void said_in_plain_words(void **state)
{
	static const struct {
		const char *said, *rule; /* NULL: is not understood */
	} all[] = {
		{ "todos los martes", "FREQ=WEEKLY;BYDAY=TU" },
		{ "Martes y jueves", "FREQ=WEEKLY;BYDAY=TU,TH" },
		{ "cada semana", "FREQ=WEEKLY;BYDAY=TU" },
		{ "cada quince días", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU" },
		{ "cada 15 días los jueves", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH" },
		{ "cada ocho días", "FREQ=WEEKLY;BYDAY=TU" },
		{ "quincenal", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU" },
		{ "cada dos semanas, los jueves", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH" },
		{ "todos los días", "FREQ=DAILY" },
		{ "cada día", "FREQ=DAILY" },
		{ "diario", "FREQ=DAILY" },
		{ "cada dos días", "FREQ=DAILY;INTERVAL=2" },
		{ "cada 3 días, 10 veces", "FREQ=DAILY;INTERVAL=3;COUNT=10" },
		{ "interdiario", "FREQ=DAILY;INTERVAL=2" },
		{ "día por medio", "FREQ=DAILY;INTERVAL=2" },
		{ "el 15 de cada mes", "FREQ=MONTHLY;BYMONTHDAY=15" },
		{ "los días 15 de cada mes", "FREQ=MONTHLY;BYMONTHDAY=15" },
		{ "el último martes de cada mes", "FREQ=MONTHLY;BYDAY=-1TU" },
		{ "primer y tercer sábado del mes", "FREQ=MONTHLY;BYDAY=1SA,3SA" },
		{ "un martes al mes", "FREQ=MONTHLY;BYDAY=4TU" },
		{ "cada 20 días", NULL },
		{ "cuando se pueda", NULL },
		{ "", NULL },
	};

	(void)state;
	for (unsigned i = 0; i < ARRAY_LEN(all); i++) {
		struct recur r;
		struct str left = STR("");
		bool got = series_rule_read(as(&leader), str_c(all[i].said), day("2026-11-24"), &r, &left) && !left.n;
		struct str rule = got ? recur_text(f.ctx.mem, &r) : STR("nothing");
		if (!str_is(rule, all[i].rule ? all[i].rule : "nothing"))
			fail_msg("«%s»: %s", all[i].said, str_cstr(f.ctx.mem, rule));
	}
}

static struct str hour_on(const char *which)
{
	struct meeting m[40];
	unsigned n = meetings_next(as(&leader), m, ARRAY_LEN(m));

	for (unsigned i = 0; i < n; i++)
		if (m[i].day == day(which))
			return m[i].hour;
	return STR("none");
}

static struct id meeting_on(const char *which)
{
	struct meeting m[40];
	unsigned n = meetings_next(as(&leader), m, ARRAY_LEN(m));

	for (unsigned i = 0; i < n; i++)
		if (m[i].day == day(which))
			return m[i].id;
	fail_msg("no meeting on %s", which);
	return (struct id){ 0 };
}

/* What one day has of its own stays with it when the series changes; a day that the new rule has not is called off. */
static void changed_from_a_day_on(void **state)
{
	struct diag d = { 0 };
	int64_t today_ms = zone_instant(f.net.zone, day("2026-11-23"), 9 * 60);

	(void)state;
	f.now = today_ms;
	assert_int_equal(DO(&f.operator.who, "series.plan", "group", "VEC-1", "first", "2026-11-24", "repeats", "martes y jueves", "hour", "10:00",
				 "topic", "Mesa"), ACT_ACCEPTED);
	struct id series = f.act->id;
	assert_true(str_is(hour_on("2026-11-24"), "10:00") && str_is(hour_on("2026-11-26"), "10:00"));
	f.now += 1000;
	assert_int_equal(DO(&f.operator.who, "meeting.change", "meeting", ID(meeting_on("2026-12-08")), "hour", "16:00"), ACT_ACCEPTED);
	f.now += 1000;
	assert_int_equal(DO(&f.operator.who, "series.change", "series", ID(series), "from", "2026-12-01", "hour", "18:00", "repeats", "martes"), ACT_ACCEPTED);
	assert_true(str_is(hour_on("2026-11-26"), "10:00") && str_is(hour_on("2026-12-01"), "18:00"));
	assert_true(str_is(hour_on("2026-12-08"), "16:00") && str_is(hour_on("2026-12-03"), "none") && str_is(hour_on("2026-12-15"), "18:00"));
	assert_int_equal(data_compare(writer_db(f.writer), f.reg, f.net.id, 7, &d), OK);
}

/* Six hundred other groups meet that day: her own is found all the same, by its code too, and nobody else's. */
static void a_city_on_one_day(void **state)
{
	enum { OTHERS = 600 };
	struct meeting m[4];

	(void)state;
	f.now = zone_instant(f.net.zone, day("2026-11-23"), 9 * 60);
	for (unsigned i = 0; i < OTHERS; i++) {
		char code[16];
		f.now += 1;
		snprintf(code, sizeof(code), "OTR-%u", i);
		assert_int_equal(DO(&f.operator.who, "group.create", "name", code, "kind", "womens_group", "code", code, "place", "150142", "parent",
					 ID(f.net.id)), ACT_ACCEPTED);
		if (!i)
			fixture_person(&f, &far, "Elena", "leader", f.act->id);
		assert_int_equal(DO(&f.operator.who, "meeting.plan", "group", code, "day", "2026-11-24", "hour", "08:00", "topic", "Mesa"), ACT_ACCEPTED);
	}
	f.now += 1;
	assert_int_equal(DO(&f.operator.who, "meeting.plan", "group", "VEC-1", "day", "2026-11-24", "hour", "10:00", "topic", "La nuestra"), ACT_ACCEPTED);
	assert_int_equal(meetings_next(as(&leader), m, ARRAY_LEN(m)), 1);
	assert_true(str_is(m[0].topic, "La nuestra"));
	assert_int_equal(meetings_next(as(&far), m, ARRAY_LEN(m)), 1);
	assert_true(str_is(m[0].hour, "08:00"));
	f.now += 1; /* planned twice at one hour: found among them all */
	assert_int_equal(DO(&f.operator.who, "meeting.plan", "group", "VEC-1", "day", "2026-11-24", "hour", "11:00", "topic", "Otra"), ACT_REFUSED);
	assert_non_null(strstr(str_cstr(f.ctx.mem, calendar_bytes(as(&leader))), "La nuestra"));
	assert_null(strstr(str_cstr(f.ctx.mem, calendar_bytes(as(&leader))), "T080000"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(said_in_plain_words, setup, teardown),
		cmocka_unit_test_setup_teardown(changed_from_a_day_on, setup, teardown),
		cmocka_unit_test_setup_teardown(a_city_on_one_day, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
