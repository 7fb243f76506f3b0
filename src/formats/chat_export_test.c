/*
 * chat_export_test.c - exported chats as phones write them.
 */
#include "test_lib.h"

#include "chat_export.h"
#include "civil.h"

static struct chat_export read(struct arena *a, const char *text)
{
	struct chat_export e;

	assert_int_equal(chat_export_read(a, str_c(text), &e), OK);
	return e;
}

static void is(const struct chat_line *l, const char *sender, const char *text, struct civil day, int minute)
{
	assert_true(str_is(l->sender, sender));
	assert_true(str_is(l->text, text));
	assert_int_equal(l->day, day_from_civil(day));
	assert_int_equal(l->minute, minute);
}

static void heads(void **state)
{
	static const struct {
		const char *text;
		int minute;
	} good[] = {
		{ "22/11/26, 3:15 p. m. - Rosa: raciones 120", 915 },
		{ "22/11/26, 3:15\u202fp.\u00a0m. - Rosa: raciones 120", 915 },
		{ "22/11/2026, 15:15 - Rosa: raciones 120", 915 },
		{ "22/11/2026 15:15 - Rosa: raciones 120", 915 },
		{ "\u200e[22/11/26, 15:15:03] Rosa: raciones 120", 915 },
		{ "[22/11/26 3:15:03 p. m.] Rosa: \u200eraciones 120", 915 },
		{ "[22/11/2026, 3:15:03 PM] ~ Rosa: raciones 120\r\n", 915 },
		{ "22.11.26, 00:00 - Rosa: raciones 120 <Se editó este mensaje.>", 0 },
		{ "22-11-26 12:05 a.m. - Rosa: raciones 120", 5 },
		{ "11/22/26, 12:00 PM - Rosa: raciones 120", 720 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(good); i++) {
		struct arena *a = arena_new(0);
		struct chat_export e = read(a, good[i].text);
		assert_int_equal(e.n, 1);
		is(&e.line[0], "Rosa", "raciones 120", (struct civil){ 2026, 11, 22 }, good[i].minute);
		arena_free(&a);
	}
}

static void no_heads(void **state)
{
	static const char *const bad[] = { "", "hola", "22/11/26 - Rosa: x", "99/99/26, 3:15 - Rosa: x", "22/11/26, 25:15 - Rosa: x",
		"22/11/26, 13:15 p. m. - Rosa: x", "[22/11/26, 15:15:03 Rosa: x", "22/11-26, 15:15 - Rosa: x", "\xff\xfe" };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		struct arena *a = arena_new(0);
		struct chat_export e;
		assert_int_equal(chat_export_read(a, str_c(bad[i]), &e), INVALID);
		arena_free(&a);
	}
}

static void a_chat(void **state)
{
	struct arena *a = arena_new(0);
	struct chat_export e = read(a,
		"5/11/26, 9:00 a. m. - Los mensajes y las llamadas están cifrados de extremo a extremo.\n"
		"5/11/26, 9:01 a. m. - Carmen creó el grupo \"Ollas SJM\"\n"
		"5/11/26, 9:02 a. m. - Rosa Quispe: buenos días\n"
		"hoy raciones 120\n"
		"\n"
		"gracias\n"
		"5/11/26, 9:03 a. m. - +51 987 654 321: <Multimedia omitido>\n"
		"5/11/26, 9:04 a. m. - +51 987 654 321: son las 10:30: ya\n"
		"31/2/26, 9:05 a. m. - Nadie: ese día no existe\n"
		"5/11/26, 9:06 a. m. - Juana: Se eliminó este mensaje\n");

	(void)state;
	assert_int_equal(e.n, 4);
	assert_int_equal(e.own, 3);
	is(&e.line[0], "Rosa Quispe", "buenos días\nhoy raciones 120\n\ngracias", (struct civil){ 2026, 11, 5 }, 542);
	assert_true(e.line[1].media && e.line[3].media);
	is(&e.line[2], "+51 987 654 321", "son las 10:30: ya", (struct civil){ 2026, 11, 5 }, 544);
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(heads), cmocka_unit_test(no_heads), cmocka_unit_test(a_chat) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
