/* Hours as people write them. */
#include "hour.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h> /* last: its macro `fail` has another's name */

/* "HH:MM", with ? behind when morning or evening was not said; then what else there was. NULL: no hour. */
static const struct {
	const char *text, *hour, *left;
} cases[] = {
	{ "10:30", "10:30?", "" }, { "7", "07:00?", "" }, { "a las 7", "07:00?", "a las" }, { "7 am", "07:00", "" },
	{ "7am", "07:00", "" }, { "7 a.m.", "07:00", "" }, { "7 a m", "07:00", "" }, { "7 pm", "19:00", "" },
	{ "12 am", "00:00", "" }, { "12 pm", "12:00", "" }, { "12", "12:00", "" }, { "mediodia", "12:00", "" },
	{ "siete y media de la noche", "19:30", "" }, { "ocho y cuarto", "08:15?", "" }, { "10.30", "10:30?", "" },
	{ "1030", "10:30?", "" }, { "19h", "19:00", "" }, { "19:45 hrs", "19:45", "" }, { "24:00", "00:00", "" },
	{ "a la una", "01:00?", "a la" }, { "una reunion", NULL, "" }, { "7 en punto", "07:00?", "" },
	{ "10 de la mañana", "10:00", "" }, { "3 de la tarde", "15:00", "" }, { "llego 10:30 con mi hija", "10:30?", "llego con mi hija" },
	{ "25", NULL, "" }, { "7:75", NULL, "" }, { "", NULL, "" }, { "pronto", NULL, "" }, { "123456", NULL, "" },
	{ "13 de la mañana", NULL, "" }, { "07:00", "07:00", "" },
};

static void hours_are_read(void **state)
{
	unsigned wrong = 0;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct arena *a = arena_new(0);
		struct hour h;
		bool good = hour_read(a, str_c(cases[i].text), &h);
		struct str got = good ? str_fmt(a, "%s%s", str_cstr(a, hour_show(a, h.minute)), h.half ? "?" : "") : STR("");
		if (good != (cases[i].hour != NULL) || (good && (!str_is(got, cases[i].hour) || !str_is(h.left, cases[i].left)))) {
			print_error("«%s» is «%.*s» and «%.*s»\n", cases[i].text, (int)got.n, got.p, (int)h.left.n, h.left.p);
			wrong++;
		}
		if (good)
			assert_int_equal(hour_parse(hour_show(a, h.minute)), h.minute);
		arena_free(&a);
	}
	assert_int_equal(wrong, 0);
	assert_int_equal(hour_parse(STR("7:00")), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(hours_are_read) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
