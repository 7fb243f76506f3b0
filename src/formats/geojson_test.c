/* geojson_test.c - shapes read and refused, outlines as text and back, made simpler, cells of centres, areas drawn. */
#include <stdlib.h>
#include <string.h>

#include "geojson.h"
#include "test_lib.h"

static struct str feature(struct arena *a, const char *properties, const char *geometry)
{
	return str_fmt(a, "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"properties\":%s,\"geometry\":%s}]}",
		properties, geometry);
}

#define SQUARE "[[-77.0,-12.0],[-76.9,-12.0],[-76.9,-12.1],[-77.0,-12.1],[-77.0,-12.0]]"

static void shapes_read(void **state)
{
	struct geojson_shape *s;
	struct diag d = { 0 };
	unsigned n;

	assert_int_equal(geojson_read(*state, feature(*state, "{\"x\":null,\"Ubigeo\":\"150133\",\"NOMBDIST\":\" Mi Distrito \"}",
		"{\"type\":\"Polygon\",\"coordinates\":[" SQUARE "]}"), &s, &n, &d), OK);
	assert_int_equal(n, 1);
	assert_true(str_is(s[0].code, "150133") && str_is(s[0].name, "Mi Distrito"));
	assert_true(str_is(s[0].outline, "-120000,-770000 0,1000 -1000,0 0,-1000"));
	/* A number loses its zero in front, and islands that nobody sees go; the largest comes first. */
	assert_int_equal(geojson_read(*state, feature(*state, "{\"inei\":70101}",
		"{\"type\":\"MultiPolygon\",\"coordinates\":[[[[-77.5,-12.0],[-77.4999,-12.0],[-77.4999,-12.0001]]],[" SQUARE "]]}"), &s, &n, &d), OK);
	assert_true(str_is(s[0].code, "070101") && s[0].name.n == 0);
	assert_true(str_is(s[0].outline, "-120000,-770000 0,1000 -1000,0 0,-1000"));
}

static void shapes_refused(void **state)
{
	static const struct {
		const char *geometry, *code;
	} bad[] = {
		{ "{\"type\":\"Point\",\"coordinates\":[1,2]}", "polygon" }, { "null", "polygon" },
		{ "{\"type\":\"Polygon\",\"coordinates\":[]}", "ring" },
		{ "{\"type\":\"Polygon\",\"coordinates\":[[[1,2],[1,2],[3,4],[1,2]]]}", "ring" },
		{ "{\"type\":\"Polygon\",\"coordinates\":[[[280000,8660000],[281000,8660000],[280000,8661000]]]}", "position" },
		{ "{\"type\":\"Polygon\",\"coordinates\":[[[1,\"2\"],[3,4],[5,6]]]}", "position" },
		{ "{\"type\":\"Polygon\",\"coordinates\":[[[1],[3,4],[5,6]]]}", "position" },
		{ "{\"type\":\"MultiPolygon\",\"coordinates\":{}}", "ring" },
		{ "{\"type\":\"Polygon\",\"coordinates\":[[[1,1],[1.00001,1],[1,1.00001]]]}", "small" },
	};
	struct geojson_shape *s;
	unsigned n;

	for (unsigned i = 0; i < ARRAY_LEN(bad); i++) {
		struct diag d = { 0 };
		assert_int_equal(geojson_read(*state, feature(*state, "{}", bad[i].geometry), &s, &n, &d), INVALID);
		assert_int_equal(d.n, 1);
		assert_string_equal(d.item[0].code, bad[i].code);
		assert_true(str_is(d.item[0].arg, "1"));
	}
	static const char *const files[] = { "", "[]", "{}", "{\"type\":\"FeatureCollection\",\"features\":[]}", "{\"type\":\"Feature\"}",
		"{\"type\":\"FeatureCollection\",\"features\":{}}" };
	for (unsigned i = 0; i < ARRAY_LEN(files); i++) {
		struct diag d = { 0 };
		assert_int_equal(geojson_read(*state, str_c(files[i]), &s, &n, &d), INVALID);
		assert_int_equal(d.n, 1);
	}
}

static void outlines(void **state)
{
	static const char *const bad[] = { "", ";", "1,2", "1,2 3,4", "1,2 3,4 5", "1,2 3,4 x,6", "1,2  3,4 5,6", "900001,0 1,1 1,1",
		"0,1800001 0,1 1,1", "0,0 1,1 2,0;", "1,2 3,4 5,6;7,8" };
	struct draw_ring *ring;
	unsigned n;

	for (unsigned i = 0; i < ARRAY_LEN(bad); i++)
		assert_false(outline_read(*state, str_c(bad[i]), &ring, &n));
	assert_true(outline_read(*state, STR("-120000,-770000 0,1000 -1000,0 0,-1000;0,0 5,0 0,5"), &ring, &n));
	assert_int_equal(n, 2);
	assert_int_equal(ring[0].n, 4);
	assert_int_equal(ring[0].spot[2].lat_micro, -12100000);
	assert_int_equal(ring[0].spot[3].lon_micro, -77000000);
	assert_true(str_is(outline_write(*state, ring, n), "-120000,-770000 0,1000 -1000,0 0,-1000;0,0 5,0 0,5"));
	/* 0.1 by 0.1 degrees at 12 degrees south: 11.12 km by 10.88 km. */
	int64_t m2 = outline_area_m2(ring[0].spot, ring[0].n);
	assert_in_range(m2, 119000000, 122500000);
}

/* The area hardly changes however many points go; three stay at least, and nothing is asked of a triangle. */
static void simpler(void **state)
{
	enum { N = 720 };
	struct draw_spot round[N], left[N];
	int64_t x = 100000, y = 0;

	for (unsigned i = 0; i < N; i++) { /* half a degree a step, by a turn in whole numbers */
		int64_t next = (x * 99996192 - y * 872654) / 100000000;
		y = (y * 99996192 + x * 872654) / 100000000;
		x = next;
		round[i] = (struct draw_spot){ (int32_t)(-12000000 + y + (i % 2) * 30), (int32_t)(-77000000 + x) };
	}
	int64_t before = outline_area_m2(round, N);
	memcpy(left, round, sizeof(left));
	unsigned n = outline_simplify(*state, left, N, 48, 0);
	assert_int_equal(n, 48);
	assert_in_range(outline_area_m2(left, n), before * 98 / 100, before * 102 / 100);
	memcpy(left, round, sizeof(left));
	n = outline_simplify(*state, left, N, N, 20000);
	assert_in_range(n, 20, 300);
	memcpy(left, round, sizeof(left));
	assert_int_equal(outline_simplify(*state, left, N, 0, 0), 3);
	assert_int_equal(outline_simplify(*state, left, 3, 0, 0), 3);
}

static bool inside(const struct draw_ring *r, int64_t lat, int64_t lon)
{
	bool in = false;

	for (unsigned i = 0, k = r->n - 1; i < r->n; k = i++) {
		struct draw_spot p = r->spot[i], q = r->spot[k];
		if ((p.lat_micro > lat) == (q.lat_micro > lat))
			continue;
		int64_t at = p.lon_micro + ((int64_t)q.lon_micro - p.lon_micro) * (lat - p.lat_micro) / ((int64_t)q.lat_micro - p.lat_micro);
		in ^= lon < at;
	}
	return in;
}

/* Whatever point is looked at lies in the cell of the centre that is nearest to it, and in no other, but for the very edges. */
static void cells(void **state)
{
	enum { N = 50, LOOKS = 4000 };
	struct draw_spot c[N];
	uint64_t seed = 7;
	unsigned in_own = 0, in_other = 0, looked = 0;

	for (unsigned i = 0; i < N; i++) {
		seed = seed * 6364136223846793005u + 1442695040888963407u;
		c[i] = (struct draw_spot){ (int32_t)(-12300000 + (int64_t)(seed >> 33) % 500000), (int32_t)(-77200000 + (int64_t)(seed >> 20) % 400000) };
	}
	struct draw_ring *r = draw_cells(*state, c, N);
	for (unsigned i = 0; i < N; i++)
		assert_true(r[i].n >= 3 && inside(&r[i], c[i].lat_micro, c[i].lon_micro));
	for (unsigned t = 0; t < LOOKS; t++) {
		seed = seed * 6364136223846793005u + 1442695040888963407u;
		int64_t lat = -12300000 + (int64_t)(seed >> 33) % 500000, lon = -77200000 + (int64_t)(seed >> 20) % 400000;
		int64_t least = INT64_MAX, second = INT64_MAX;
		unsigned own = 0;
		for (unsigned i = 0; i < N; i++) {
			int64_t dx = (lon - c[i].lon_micro) * 978 / 1000, dy = lat - c[i].lat_micro, d = dx * dx + dy * dy;
			if (d < least) {
				second = least;
				least = d;
				own = i;
			} else if (d < second) {
				second = d;
			}
		}
		if (second - least < second / 50)
			continue; /* on an edge */
		looked++;
		for (unsigned i = 0; i < N; i++)
			if (inside(&r[i], lat, lon)) {
				in_own += i == own;
				in_other += i != own;
			}
	}
	assert_int_equal(in_other, 0);
	assert_true(looked > LOOKS * 8 / 10 && in_own > looked * 8 / 10); /* the rest is farther than cells reach */
	struct draw_spot same[2] = { { 1, 1 }, { 1, 1 } };
	assert_true(draw_cells(*state, same, 2)[1].n >= 3);
	assert_true(draw_cells(*state, same, 1)[0].n >= 3);
	draw_cells(*state, same, 0);
}

static unsigned count(struct str s, const char *what)
{
	unsigned n = 0;

	for (const char *p = s.p; (p = memmem(p, (size_t)(s.p + s.n - p), what, strlen(what))) != NULL; p += strlen(what))
		n++;
	return n;
}

static void areas_drawn(void **state)
{
	struct draw_spot c[6];
	struct draw_place place[6];
	struct draw_area area[6];

	for (unsigned i = 0; i < 6; i++) {
		c[i] = (struct draw_spot){ -12000000 - (int32_t)(i / 2) * 40000, -77000000 + (int32_t)(i % 2) * 40000 };
		place[i] = (struct draw_place){ .label = str_fmt(*state, "D%u", i), .url = str_fmt(*state, "/d/%u", i),
			.lat_micro = c[i].lat_micro, .lon_micro = c[i].lon_micro, .known = true };
	}
	struct draw_ring *r = draw_cells(*state, c, 6);
	for (unsigned i = 0; i < 6; i++)
		area[i] = (struct draw_area){ &r[i], 1, i % 3 };
	struct draw_map m = { .title = STR("t"), .area = area, .narea = 6, .state = { STR("sin dato"), STR("pocas"), STR("todas") }, .nstates = 3,
		.level = true };
	struct html h = draw_map(*state, &m, place, 6);
	/* One path a state and one a sign of the legend, one for the scale; a link each place. */
	assert_int_equal(count(h.s, "<path"), 7);
	assert_int_equal(count(h.s, "<a href=\"/d/"), 6);
	assert_int_equal(count(h.s, "class=\"bar\" stroke"), 4);
	assert_true(str_contains(h.s, STR(">todas</text>")));
	assert_false(str_contains(h.s, STR("NaN")));
	assert_true(h.s.n < 3000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shapes_read), cmocka_unit_test(shapes_refused), cmocka_unit_test(outlines), cmocka_unit_test(simpler),
		cmocka_unit_test(cells), cmocka_unit_test(areas_drawn),
	};

	return cmocka_run_group_tests(tests, arena_setup, arena_teardown);
}
