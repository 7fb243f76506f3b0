/*
 * draw_test.c - each kind of drawing byte for byte, and what it does with too many, none, and the ends of the world.
 */
#include <stdlib.h>
#include <string.h>

#include "draw.h"
#include "test_lib.h"

static void charts(void **state)
{
	struct draw_point p[100];

	for (unsigned i = 0; i < ARRAY_LEN(p); i++)
		p[i] = (struct draw_point){ str_fmt(*state, "%u nov", i % 30 + 1), 80 + i * 37 % 50,
			i % 9 != 4, i == 29 };
	struct html h = draw_columns(*state, STR("Raciones <b>"), p, 30);
	assert_true(h.s.n < 1500);
	assert_true(str_contains(h.s, STR("role=\"img\" aria-label=\"Raciones &lt;b&gt;\"")));
	assert_true(str_contains(h.s, STR("class=\"gap\"")));
	assert_true(str_contains(h.s, STR(">1 nov</text>")));
	assert_true(str_contains(h.s, STR(">30 nov</text>")));
	assert_true(str_contains(h.s, STR("class=\"now\" d=\"M")));
	/* All hundred: only the last ones are drawn. */
	h = draw_columns(*state, STR("x"), p, 100);
	assert_true(str_contains(h.s, STR(">10 nov</text>")));
	assert_true(h.s.n < 3000);
	h = draw_rows(*state, STR("x"), p, 5);
	assert_true(str_contains(h.s, STR(">1 nov</text>")));
	assert_true(str_contains(h.s, STR("class=\"gap\"")));
	struct draw_point zero = { STR("a"), 0, true, false }, huge = { STR("b"), INT64_MAX, true, false },
		none = { STR("c"), 9, false, false };
	struct draw_point few[] = { zero, huge, none, { STR("d"), -5, true, false } };
	h = draw_columns(*state, STR("x"), few, 4);
	assert_true(str_contains(h.s, STR("9,223,372,036,854,775,807")));
	assert_true(str_contains(h.s, STR("v-80h")));
	assert_true(str_contains(h.s, STR("v-1h")));
	assert_true(draw_rows(*state, STR("x"), few, 4).s.n > 0);
	assert_int_equal(draw_columns(*state, STR("x"), &none, 1).s.n, 0);
	assert_int_equal(draw_columns(*state, STR("x"), NULL, 0).s.n, 0);
	assert_int_equal(draw_rows(*state, STR("x"), NULL, 0).s.n, 0);
}

static size_t str_at(struct str s, const char *what)
{
	const char *at = memmem(s.p, s.n, what, strlen(what));

	return at ? (size_t)(at - s.p) : s.n;
}

/* The number behind the last `name` in s. */
static int64_t last_number(struct str s, const char *name)
{
	int64_t n = 0;
	size_t at = 0;

	for (size_t next; (next = str_at(str_sub(s, at, s.n), name)) < s.n - at;)
		at += next + strlen(name);
	for (bool minus = at < s.n && s.p[at] == '-'; at < s.n; at++)
		if (s.p[at] >= '0' && s.p[at] <= '9')
			n = n * 10 + (s.p[at] - '0');
		else if (!minus || s.p[at] != '-')
			break;
	return n;
}

static void lines(void **state)
{
	struct draw_point p[] = { { STR("1 nov"), 10, true, false }, { STR("2 nov"), 40, true, false },
		{ STR("3 nov"), 0, false, false }, { STR("4 nov"), 20, true, true } };

	CHECK_STR(draw_line(*state, STR("x"), p, 4).s,
		"<svg class=\"chart\" viewBox=\"0 0 320 110\" role=\"img\" aria-label=\"x\">"
		"<path class=\"gap\" d=\"M168 94v-6h63v6\"/><path class=\"line\" d=\"M40 74l80-60M280 54h0\"/>"
		"<path class=\"axis\" d=\"M0 94.5h320\"/><text class=\"lbl\" x=\"40\" text-anchor=\"middle\" y=\"107\">"
		"1 nov</text><text class=\"lbl\" x=\"120\" text-anchor=\"middle\" y=\"10\">40</text>"
		"<circle class=\"now\" cx=\"280\" cy=\"54\" r=\"4\"/>"
		"<text class=\"lbl\" x=\"280\" text-anchor=\"middle\" y=\"107\">4 nov</text></svg>");
	assert_int_equal(draw_line(*state, STR("x"), p + 2, 1).s.n, 0);
	assert_int_equal(draw_line(*state, STR("x"), NULL, 0).s.n, 0);
}

static void parts(void **state)
{
	struct draw_point p[] = { { STR("Pagadas"), 90, true, false }, { STR("Gratis"), 30, true, false },
		{ STR("Sobraron"), 0, false, false } };

	CHECK_STR(draw_parts(*state, STR("x"), p, 3).s,
		"<svg class=\"chart\" viewBox=\"0 0 320 84\" role=\"img\" aria-label=\"x\">"
		"<path class=\"bar\" d=\"M0 0h238v24h-238z\"/>"
		"<path class=\"bar\" fill-opacity=\".7\" d=\"M240 0h80v24h-80z\"/>"
		"<path class=\"bar\" d=\"M1 31h11v11h-11z\"/><text class=\"lbl\" x=\"20\" y=\"41\">Pagadas</text>"
		"<text class=\"lbl\" x=\"320\" text-anchor=\"end\" y=\"41\">90</text>"
		"<path class=\"bar\" fill-opacity=\".7\" d=\"M1 51h11v11h-11z\"/><text class=\"lbl\" x=\"20\" y=\"61\">"
		"Gratis</text><text class=\"lbl\" x=\"320\" text-anchor=\"end\" y=\"61\">30</text>"
		"<path class=\"gap\" d=\"M1 71h11v11h-11z\"/><text class=\"lbl\" x=\"20\" y=\"81\">Sobraron</text></svg>");
	p[0].value = p[1].value = INT64_MAX; /* no sum overflows */
	assert_true(str_contains(draw_parts(*state, STR("x"), p, 3).s, STR("M0 0h158v24")));
	p[0].value = p[1].value = 0;
	assert_int_equal(draw_parts(*state, STR("x"), p, 3).s.n, 0);
	assert_int_equal(draw_parts(*state, STR("x"), NULL, 0).s.n, 0);
}

/* Three places of Lima: sizes by area, one without datum, one that nobody can go to. */
static void maps(void **state)
{
	static const struct draw_spot coast[] = { { -12072000, -77168000 }, { -12098000, -77040000 },
		{ -12180000, -77030000 }, { -13500000, -76795000 } };
	struct draw_place place[] = {
		{ STR("Ate"), STR("/distrito/150103"), -12026000, -76921000, 100, true },
		{ STR("Villa <El> Salvador"), STR("/distrito/150142"), -12213000, -76937000, 400, true },
		{ STR("Lima"), STR(""), -12045000, -77031000, 0, false },
	};
	struct draw_map m = { .title = STR("Mapa"), .desc = STR("Hay una tabla"), .most = STR("%s raciones"), .unknown = STR("sin dato"), .line = coast,
		.nline = 4 };

	CHECK_STR(draw_map(*state, &m, place, 3).s,
		"<svg class=\"chart\" viewBox=\"0 0 320 411\" role=\"group\" aria-label=\"Mapa\"><desc>"
		"Hay una tabla</desc><path class=\"axis\" d=\"M-168 96l219 46l16 144l403 2315\"/><g fill-opacity=\".8\">"
		"<a href=\"/distrito/150142\" tabindex=\"-1\" aria-label=\"Villa &lt;El&gt; Salvador\">"
		"<circle class=\"bar\" cx=\"227\" cy=\"343\" r=\"14\"/></a>"
		"<a href=\"/distrito/150103\" tabindex=\"-1\" aria-label=\"Ate\">"
		"<circle class=\"bar\" cx=\"254\" cy=\"16\" r=\"7\"/></a>"
		"<circle class=\"gap\" cx=\"66\" cy=\"49\" r=\"4\"/></g>"
		"<text class=\"lbl\" x=\"211\" text-anchor=\"end\" y=\"347\">Villa &lt;El&gt; Salvador</text>"
		"<text class=\"lbl\" x=\"263\" y=\"20\">Ate</text><text class=\"lbl\" x=\"72\" y=\"53\">"
		"Lima</text><path class=\"axis\" d=\"M1 384v5h78v-5\"/><text class=\"lbl\" x=\"1\" y=\"402\">"
		"5 km</text><circle class=\"bar\" cx=\"110\" cy=\"393\" r=\"14\"/>"
		"<text class=\"lbl\" x=\"128\" y=\"397\">400 raciones</text>"
		"<circle class=\"gap\" cx=\"212\" cy=\"393\" r=\"4\"/><text class=\"lbl\" x=\"220\" y=\"397\">"
		"sin dato</text></svg>");
	m.nline = 0;
	m.desc = STR("");
	place[1].url = STR("");
	/* All on one spot, and at the ends of the world: drawn, and the numbers stay small. */
	place[1].lat_micro = place[2].lat_micro = place[0].lat_micro;
	place[1].lon_micro = place[2].lon_micro = place[0].lon_micro;
	struct html h = draw_map(*state, &m, place, 3);
	assert_true(str_contains(h.s, STR("viewBox=\"0 0 320 84\"")));
	assert_true(str_contains(h.s, STR("cx=\"160\" cy=\"16\" r=\"14\"")));
	place[0] = (struct draw_place){ STR("a"), STR(""), 90000000, 180000000, INT64_MAX, true };
	place[1] = (struct draw_place){ STR("b"), STR(""), -90000000, -180000000, INT64_MIN, true };
	h = draw_map(*state, &m, place, 2);
	assert_true(str_contains(h.s, STR("cx=\"303\" cy=\"16\" r=\"14\"")));
	assert_true(str_contains(h.s, STR("cx=\"16\"")));
	assert_true(str_contains(h.s, STR("r=\"3\"")));
	assert_int_equal(draw_map(*state, &m, NULL, 0).s.n, 0);
}

/* Labels overlap neither each other nor a dot, however crowded it is; a crowd weighs little. */
static void crowds(void **state)
{
	struct draw_place place[DRAW_PLACES_MAX + 50];
	struct draw_map m = { .title = STR("Mapa"), .most = STR("%s"), .unknown = STR("sin dato") };
	struct str s;
	int64_t y[16], x[16], wide[16];
	unsigned n = 0, dots = 0;

	for (unsigned i = 0; i < ARRAY_LEN(place); i++)
		place[i] = (struct draw_place){ str_fmt(*state, "Lugar %u", i), STR(""), -12000000 - i * 7919 % 400000,
			-77000000 + i * 104729 % 400000, i * 31 % 500, true };
	s = draw_map(*state, &m, place, ARRAY_LEN(place)).s;
	for (struct str rest = s; str_contains(rest, STR("<circle")); dots++)
		rest = str_sub(rest, str_at(rest, "<circle") + 7, rest.n);
	assert_int_equal(dots, DRAW_PLACES_MAX + 1); /* and the legend's */
	for (struct str rest = s; str_contains(rest, STR(">Lugar ")); n++) {
		size_t at = str_at(rest, ">Lugar ");
		struct str tag = str_sub(rest, 0, at);
		assert_true(n < 16);
		struct str text = str_sub(rest, at + 1, rest.n);
		wide[n] = 6 * (int64_t)str_at(text, "<");
		x[n] = last_number(tag, " x=\"");
		tag = str_sub(tag, tag.n > 30 ? tag.n - 30 : 0, tag.n);
		x[n] -= str_contains(tag, STR("\"end")) ? wide[n] : str_contains(tag, STR("middle")) ? wide[n] / 2 : 0;
		y[n] = last_number(tag, " y=\"");
		for (unsigned i = 0; i < n; i++)
			assert_true(x[n] + wide[n] <= x[i] || x[i] + wide[i] <= x[n] || llabs(y[n] - y[i]) >= 11);
		rest = str_sub(rest, at + 7, rest.n);
	}
	assert_true(n > 2);
	assert_true(s.n < 60 * DRAW_PLACES_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(charts),
		cmocka_unit_test(lines),
		cmocka_unit_test(parts),
		cmocka_unit_test(maps),
		cmocka_unit_test(crowds),
	};

	return cmocka_run_group_tests(tests, arena_setup, arena_teardown);
}
