/* ical_test.c - calendars are read back by libical as they were meant; rules are told, read and expanded. */
#include <libical/ical.h>

#include "ical.h"
#include "recur.h"
#include "test_lib.h"

static int64_t day(const char *s)
{
	int64_t d = 0;

	assert_true(day_parse(str_c(s), &d));
	return d;
}

static struct str written(struct arena *a, const char *zone, const struct ical_event *e, unsigned n)
{
	struct buf *b = ARENA_NEW(a, struct buf);
	struct ical c;

	*b = buf_new(a, 1024);
	ical_begin(&c, b, STR("Reuniones"), zone_load(a, str_c(zone)), str_c(zone), day("2026-01-01"), day("2026-12-31"));
	for (unsigned i = 0; i < n; i++)
		ical_event(&c, &e[i]);
	ical_end(&c);
	return buf_str(b);
}

static void lines_are_folded(struct str s)
{
	struct str rest = s, line;

	while (rest.n && str_cut(&rest, '\n', &line)) {
		assert_true(line.n <= 76 && line.p[line.n - 1] == '\r');
		assert_false(((unsigned char)line.p[line.p[0] == ' '] & 0xc0) == 0x80);
	}
}

static void an_event_reads_back(void **state)
{
	static const char title[] = "Mesa; agua, gas \\ «turnos»\nñoñería de las señoras que cocinan para el barrio entero, cada día del año";
	const struct ical_event e[] = { { .uid = STR("a@ayni"), .day = day("2026-11-24"), .minute = 600, .lasts_min = 90, .title = str_c(title),
		.place = STR("Local, Mz. B"), .sequence = 3, .changed_at = INT64_C(1795000000000), .cancelled = true } };
	struct str s = written(*state, "America/Lima", e, 1);

	lines_are_folded(s);
	icalcomponent *all = icalparser_parse_string(str_cstr(*state, s));
	assert_non_null(all);
	assert_int_equal(icalcomponent_count_errors(all), 0);
	icalcomponent *one = icalcomponent_get_first_component(all, ICAL_VEVENT_COMPONENT);
	assert_string_equal(icalcomponent_get_summary(one), title);
	assert_string_equal(icalcomponent_get_location(one), "Local, Mz. B");
	assert_int_equal(icalcomponent_get_sequence(one), 3);
	assert_int_equal(icalcomponent_get_status(one), ICAL_STATUS_CANCELLED);
	assert_int_equal(icaltime_as_timet_with_zone(icalcomponent_get_dtstart(one), icalcomponent_get_dtstart(one).zone), 1795532400);
	assert_int_equal(icalcomponent_get_dtend(one).hour * 60 + icalcomponent_get_dtend(one).minute, 690);
	icalcomponent_free(all);
}

/* Where the zone's clock changes between, hours are in UTC; and each end of a series as well. */
static void hours_in_utc(void **state)
{
	struct ical_event e = { .uid = STR("s@ayni"), .day = day("2026-07-07"), .minute = 600, .lasts_min = 60, .title = STR("x"),
		.rule = STR("FREQ=WEEKLY;BYDAY=TU;UNTIL=20260728"), .changed_at = 0 };
	struct str s = written(*state, "America/Santiago", &e, 1);

	assert_true(str_contains(s, STR("DTSTART:20260707T140000Z")));
	assert_false(str_contains(s, STR("VTIMEZONE")));
	s = written(*state, "America/Lima", &e, 1);
	assert_true(str_contains(s, STR("DTSTART;TZID=America/Lima:20260707T100000\r\n")));
	assert_true(str_contains(s, STR("RRULE:FREQ=WEEKLY;BYDAY=TU;UNTIL=20260728T150000Z\r\n")));
	e.rule = STR("");
	e.instead = true;
	e.on_day = day("2026-07-14");
	e.on_minute = 600;
	assert_true(str_contains(written(*state, "America/Lima", &e, 1), STR("RECURRENCE-ID;TZID=America/Lima:20260714T100000\r\n")));
}

static void long_texts_stay_whole(void **state)
{
	struct buf b = buf_new(*state, 8000);

	for (unsigned i = 0; i < 2000; i++)
		buf_c(&b, i % 7 ? "ñ" : "€");
	const struct ical_event e = { .uid = STR("a"), .day = day("2026-11-24"), .title = buf_str(&b) };
	struct str s = written(*state, "America/Lima", &e, 1);
	lines_are_folded(s);
	icalcomponent *all = icalparser_parse_string(str_cstr(*state, s));
	assert_non_null(all);
	icalcomponent_free(all);
}

static void rules_are_told(void **state)
{
	static const char *const rules[] = { "FREQ=WEEKLY;BYDAY=TU", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;UNTIL=20261231",
		"FREQ=MONTHLY;BYDAY=-1TU;COUNT=6", "FREQ=MONTHLY;BYDAY=2SA,4SA", "FREQ=MONTHLY;BYMONTHDAY=15", "FREQ=DAILY;INTERVAL=3" };
	static const char *const none[] = { "", "FREQ=", "FREQ=YEARLY", "FREQ=WEEKLY;BYDAY=XX", "FREQ=WEEKLY;BYDAY=9TU", "FREQ=WEEKLY;UNTIL=2026",
		"FREQ=WEEKLY;X", "FREQ=MONTHLY;BYDAY=1TU,2WE", "WEEKLY", "FREQ=WEEKLY;BYSETPOS=1" };
	struct recur r;

	for (unsigned i = 0; i < ARRAY_LEN(rules); i++) {
		assert_true(recur_read(str_c(rules[i]), &r));
		assert_true(str_is(recur_text(*state, &r), rules[i]));
	}
	for (unsigned i = 0; i < ARRAY_LEN(none); i++)
		assert_false(recur_read(str_c(none[i]), &r));
}

static unsigned days(const char *rule, const char *first, const char *from, const char *to, int64_t *out)
{
	struct recur r;

	assert_true(recur_read(str_c(rule), &r));
	return recur_days(&r, day(first), day(from), day(to), out, 8);
}

static void rules_are_expanded(void **state)
{
	int64_t out[8];

	(void)state;
	assert_int_equal(days("FREQ=MONTHLY;BYDAY=-1TU", "2026-11-24", "2026-12-01", "2027-03-01", out), 3);
	assert_int_equal(out[0], day("2026-12-29"));
	assert_int_equal(out[2], day("2027-02-23"));
	assert_int_equal(days("FREQ=MONTHLY;BYMONTHDAY=31", "2026-01-31", "2026-01-01", "2026-05-31", out), 3);
	assert_int_equal(days("FREQ=WEEKLY;BYDAY=TU;COUNT=2", "2026-11-24", "2026-01-01", "2030-01-01", out), 2);
	assert_int_equal(days("FREQ=WEEKLY;BYDAY=TU", "2026-11-24", "2026-01-01", "2030-01-01", out), 8);
	/* A rule without a day comes to its end. */
	assert_int_equal(days("FREQ=DAILY;INTERVAL=7;BYDAY=TU", "2026-11-23", "2026-11-23", "2099-01-01", out), 0);
}

/* libical's own expansion says the same of what both can. */
static void libical_agrees(void **state)
{
	static const char *const rules[] = { "FREQ=WEEKLY;BYDAY=TU", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH", "FREQ=MONTHLY;BYDAY=-1TU",
		"FREQ=MONTHLY;BYDAY=2SA,4SA", "FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=15", "FREQ=DAILY;INTERVAL=3", "FREQ=WEEKLY;BYDAY=MO,SU;COUNT=30" };

	(void)state;
	for (unsigned i = 0; i < ARRAY_LEN(rules); i++) {
		struct recur r;
		int64_t ours[60];
		assert_true(recur_read(str_c(rules[i]), &r));
		unsigned n = recur_days(&r, day("2026-11-24"), day("2026-11-24"), day("2040-01-01"), ours, 60);
		icalrecur_iterator *at = icalrecur_iterator_new(icalrecurrencetype_from_string(rules[i]), icaltime_from_string("20261124"));
		for (unsigned k = 0; k < n; k++) {
			struct icaltimetype t = icalrecur_iterator_next(at);
			assert_int_equal(day_from_civil((struct civil){ t.year, t.month, t.day }), ours[k]);
		}
		icalrecur_iterator_free(at);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(an_event_reads_back), cmocka_unit_test(hours_in_utc), cmocka_unit_test(long_texts_stay_whole),
		cmocka_unit_test(rules_are_told), cmocka_unit_test(rules_are_expanded),
		cmocka_unit_test(libical_agrees) };

	return cmocka_run_group_tests(tests, arena_setup, arena_teardown);
}
