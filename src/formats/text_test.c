#include "fold.h"
#include "qr.h"
#include "sms.h"
#include "test_lib.h"

static void folds(void **state)
{
	static const struct {
		const char *text, *want;
	} golden[] = {
		{ "", "" },
		{ "  Señor   de los\tMILAGROS ", "sen~or de los milagros" },
		{ "Ñandú Núñez N\xcc\x83o", "n~andu nun~ez n~o" },
		{ "ÁÉÍÓÚÜ àèç", "aeiouu aec" },
		{ "José Gálvez Nº 3", "jose galvez no 3" },
		{ "T’anta wasi – Olla", "t'anta wasi - olla" },
		{ "Straße Łódź Ærø", "strasse lodz aero" },
		{ "a\xff\xc3 b\x01" "c", "a bc" },
		{ "ｱ①", "ア1" },
		{ "o\xcc\x83", "o" },
	};

	for (size_t i = 0; i < ARRAY_LEN(golden); i++) {
		struct str got = fold(*state, str_c(golden[i].text));
		if (!str_is(got, golden[i].want))
			fail_msg("%s: got %.*s", golden[i].text, (int)got.n, got.p);
	}
	assert_true(str_cmp(fold(*state, STR("Nuñez")), fold(*state, STR("Nunzio"))) > 0);
	assert_true(str_cmp(fold(*state, STR("ñ")), fold(*state, STR("o"))) < 0);
	assert_true(str_cmp(fold(*state, STR("ñ")), fold(*state, STR("nz"))) > 0);
}

static void tidies(void **state)
{
	CHECK_STR(text_tidy(*state, STR("  Olla \n la  Unio\xcc\x81n\x01 ")), "Olla la Unión");
	CHECK_STR(text_tidy(*state, STR("a\xff\xe2\x80\xae" "b\xe2\x80\x8b" "c")), "abc");
	CHECK_STR(text_tidy(*state, STR("\xc2\xa0x\xc2\xa0")), "x");
	CHECK_STR(text_tidy(*state, STR("👩‍🍳 Rosa")), "👩‍🍳 Rosa");
	CHECK_STR(text_tidy(*state, STR(" \t")), "");
	CHECK_STR(text_tidy(*state, STR("Virgen de la Puerta")), "Virgen de la Puerta");
}

static struct str times(struct arena *a, const char *s, unsigned n)
{
	struct buf b = buf_new(a, 256);

	while (n--)
		buf_c(&b, s);
	return buf_str(&b);
}

static void check_size(struct str s, bool gsm7, unsigned units, unsigned segments)
{
	struct sms_size size = sms_segments(s);

	assert_int_equal(size.gsm7, gsm7);
	assert_int_equal(size.units, units);
	assert_int_equal(size.segments, segments);
}

static void text_messages(void **state)
{
	struct arena *a = *state;

	CHECK_STR(sms_fold(a, STR("¿Cuántas raciones? ¡Está listo! Ñandú, ÁÍÓÚ é ü")),
		"¿Cuantas raciones? ¡Esta listo! Ñandu, AIOU é ü");
	CHECK_STR(sms_fold(a, STR("“Olla” – ‘hoy’… «sí» ½ kg 1º\xc2\xa0x ç")),
		"\"Olla\" - 'hoy'... \"si\" 1/2 kg 1o x c");
	CHECK_STR(sms_fold(a, STR("🍲 Ж")), "🍲 Ж");
	CHECK_STR(sms_fold(a, STR("👍🏽 ¡Gracias! 🙏 Ya está ✅")), "OK ¡Gracias! Ya esta OK");
	CHECK_STR(sms_fold(a, STR("🍲 Olla: 120 🍚🥔\n• arroz → 20\xe2\x80\xafkg 1️⃣ ≥ 5")),
		"Olla: 120\n- arroz -> 20 kg 1 >= 5");
	CHECK_STR(sms_fold(a, STR("\xc2\xadMar\xc2\xad\xc3\xad\x61\xe2\x80\x8b \xef\xac\x81jo № 3™")), "Maria fijo No 3TM");
	CHECK_STR(sms_fold(a, STR("e\xcc\x81l n\xcc\x83u")), "el nu"); /* not composed: the marks go */
	CHECK_STR(sms_fold(a, STR("🍲🍲")), "");
	CHECK_STR(sms_fold(a, STR("a ` b ^ {c} [d] ~ \\ | €")), "a ' b ^ {c} [d] ~ \\ | €");
	CHECK_STR(sms_fold(a, STR("Está Ж")), "Está Ж");
	check_size(STR(""), true, 0, 0);
	check_size(STR("hola ñ é ¿?"), true, 11, 1);
	check_size(STR("[€]"), true, 6, 1);
	check_size(STR("á"), false, 1, 1);
	check_size(STR("🍲"), false, 2, 1);
	check_size(times(a, "a", 160), true, 160, 1);
	check_size(times(a, "a", 161), true, 161, 2);
	check_size(times(a, "a", 306), true, 306, 2);
	check_size(times(a, "a", 307), true, 307, 3);
	check_size(times(a, "á", 70), false, 70, 1);
	check_size(times(a, "á", 71), false, 71, 2);
	check_size(times(a, "á", 134), false, 134, 2);
	check_size(times(a, "á", 135), false, 135, 3);
	/* 153 is odd: an escaped sign does not fit in the last septet. */
	check_size(times(a, "€", 153), true, 306, 3);
	check_size(times(a, "🍲", 67), false, 134, 3);
}

/* Draw the path's strokes of a small code on a grid and look for the three finder patterns. */
static void qr_codes(void **state)
{
	struct html h = qr_svg(*state, STR("HTTPS://AYNI.EXAMPLE/"), STR("\"Código\""));
	char grid[37][37] = { 0 };
	const char *p;
	int x = 0, y = 0, n, more, side = 0;

	assert_true(str_starts(h.s, "<svg viewBox=\"0 0 "));
	assert_true(str_contains(h.s, STR("role=\"img\" aria-label=\"&#34;Código&#34;\"")));
	assert_false(str_contains(h.s, STR("width=")));
	const char *text = str_cstr(*state, h.s);
	assert_int_equal(sscanf(text, "<svg viewBox=\"0 0 %d", &side), 1);
	assert_int_equal(side, 25 + 8);
	p = strstr(text, "stroke=\"#000\" d=\"");
	assert_non_null(p);
	for (p = strchr(p, 'M'); *p != '"'; p += more) {
		if (*p == 'M')
			assert_int_equal(sscanf(p, "M%d %d.5h%d%n", &x, &y, &n, &more), 3);
		else if (sscanf(p, "m%d 0h%d%n", &side, &n, &more) == 2)
			x += side;
		else
			fail();
		for (int i = 0; i < n; i++)
			grid[y][x++] = 1;
	}
	static const int corner[3][2] = { { 4, 4 }, { 4 + 18, 4 }, { 4, 4 + 18 } };
	for (int k = 0; k < 3; k++)
		for (int i = 0; i < 7; i++)
			for (int j = 0; j < 7; j++) {
				int ring = i == 0 || j == 0 || i == 6 || j == 6 ||
					(i > 1 && i < 5 && j > 1 && j < 5);
				assert_int_equal(grid[corner[k][1] + i][corner[k][0] + j], ring);
			}
	for (int i = 0; i < 33; i++)
		for (int j = 0; j < 4; j++)
			assert_int_equal(grid[i][j] + grid[j][i], 0);
	assert_int_equal(qr_svg(*state, STR(""), STR("x")).s.n, 0);
	assert_int_equal(qr_svg(*state, times(*state, "a", 2332), STR("x")).s.n, 0);
	assert_true(qr_svg(*state, times(*state, "\xff", 2331), STR("x")).s.n > 1000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(folds),
		cmocka_unit_test(tidies),
		cmocka_unit_test(text_messages),
		cmocka_unit_test(qr_codes),
	};

	return cmocka_run_group_tests(tests, arena_setup, arena_teardown);
}
