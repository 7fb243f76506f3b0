/*
 * geo_test.c - ways known from elsewhere, and the tree against looking at every point.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <time.h>
#include <cmocka.h>

#include "geo.h"

enum { POINTS = 2447, QUESTIONS = 400, MOST = 12 };

static uint64_t turn = 88172645463325252u;

static int64_t below(int64_t n)
{
	turn ^= turn << 13;
	turn ^= turn >> 7;
	turn ^= turn << 17;
	return (int64_t)(turn % (uint64_t)n);
}

/* A degree of a meridian is 111,195 m on this sphere; Lima's square to Callao's: 11.6 km on any map. */
static void ways_are_known(void **state)
{
	(void)state;
	assert_int_equal(geo_distance_m(0, 0, 0, 0), 0);
	assert_int_equal(geo_distance_m(0, 0, 1000000, 0), 111195);
	assert_int_equal(geo_distance_m(-12000000, -77000000, -13000000, -77000000), 111195);
	assert_int_equal(geo_distance_m(0, 179500000, 0, -179500000), 111195);
	assert_int_equal(geo_distance_m(90000000, 0, 90000000, 120000000), 0);
	assert_int_equal(geo_distance_m(90000000, 0, -90000000, 0), 20015114);
	int64_t callao_m = geo_distance_m(-12046400, -77042800, -12060000, -77149000);
	assert_true(callao_m > 11500 && callao_m < 11700);
	assert_int_equal(callao_m, geo_distance_m(-12060000, -77149000, -12046400, -77042800));
}

static int by_way(const void *x, const void *y)
{
	const struct geo_near *a = x, *b = y;

	if (a->distance_m != b->distance_m)
		return a->distance_m < b->distance_m ? -1 : 1;
	return a->key < b->key ? -1 : a->key > b->key;
}

static unsigned every_one(const struct geo_point *p, unsigned n, int64_t lat, int64_t lon, int64_t within_m, struct geo_near *out)
{
	unsigned found = 0;

	for (unsigned i = 0; i < n; i++) {
		struct geo_near one = { p[i].key, geo_distance_m(lat, lon, p[i].lat_udeg, p[i].lon_udeg) };
		if (one.distance_m <= within_m)
			out[found++] = one;
	}
	qsort(out, found, sizeof(*out), by_way);
	return found;
}

static void compare(struct arena *a, const struct geo_point *p, unsigned n, int64_t lat, int64_t lon, int64_t spread)
{
	static const int64_t within[] = { 0, 1, 500, 3000, 20000, 30000000 };
	static struct geo_near all[POINTS], got[MOST];
	struct geo_index *g = geo_index_new(a, p, n);

	for (unsigned q = 0; q < QUESTIONS; q++) {
		int64_t at_lat = q % 5 ? lat + below(2 * spread) - spread : p[q % n].lat_udeg;
		int64_t at_lon = q % 5 ? lon + below(2 * spread) - spread : p[q % n].lon_udeg;
		int64_t within_m = within[q % 6];
		unsigned max = 1 + q % MOST, expected = every_one(p, n, at_lat, at_lon, within_m, all);
		unsigned found = geo_index_near(g, at_lat, at_lon, within_m, got, max);
		assert_int_equal(found, expected < max ? expected : max);
		for (unsigned i = 0; i < found; i++) {
			assert_int_equal(got[i].distance_m, all[i].distance_m);
			assert_int_equal(got[i].key, all[i].key);
		}
	}
}

/* In a city, around a pole, over the line of dates, all in a heap, all at one point. */
static void tree_finds_what_all_give(void **state)
{
	static const int64_t about[][3] = { { -12050000, -77030000, 300000 }, { 89900000, 0, 90000 }, { 0, 179990000, 9000 },
		{ -12050000, -77030000, 40 }, { -12050000, -77030000, 1 } };
	static struct geo_point p[POINTS];
	struct arena *a = *state;

	for (unsigned k = 0; k < sizeof(about) / sizeof(*about); k++) {
		for (unsigned i = 0; i < POINTS; i++) {
			int64_t lon = about[k][1] + below(2 * about[k][2]) - about[k][2];
			p[i] = (struct geo_point){ about[k][0] + below(2 * about[k][2]) - about[k][2],
				lon > 180000000 ? lon - 360000000 : lon, i };
		}
		compare(a, p, POINTS, about[k][0], about[k][1], about[k][2]);
		compare(a, p, 1, about[k][0], about[k][1], about[k][2]);
		compare(a, p, 2, about[k][0], about[k][1], about[k][2]);
	}
	assert_int_equal(geo_index_near(geo_index_new(a, p, 0), 0, 0, 30000000, &(struct geo_near){ 0 }, 1), 0);
	assert_int_equal(geo_index_near(geo_index_new(a, p, 9), 0, 0, 30000000, NULL, 0), 0);
}

static int setup(void **state)
{
	*state = arena_new(64 << 20);
	return 0;
}

static int teardown(void **state)
{
	struct arena *a = *state;

	arena_free(&a);
	return 0;
}

/* geo_test time: microseconds of the five nearest among Lima's kitchens, for the bench. */
static int timed(void)
{
	static struct geo_point p[POINTS];
	struct arena *a = arena_new(64 << 20);
	struct geo_near out[5];
	struct timespec t0, t1;
	unsigned found = 0;
	enum { TIMES = 100000 };

	for (unsigned i = 0; i < POINTS; i++)
		p[i] = (struct geo_point){ -12050000 + below(600000) - 300000, -77030000 + below(400000) - 200000, i };
	struct geo_index *g = geo_index_new(a, p, POINTS);
	clock_gettime(CLOCK_MONOTONIC, &t0);
	for (unsigned i = 0; i < TIMES; i++)
		found += geo_index_near(g, p[i % POINTS].lat_udeg + 977, p[i % POINTS].lon_udeg - 1013, 30000000, out, 5);
	clock_gettime(CLOCK_MONOTONIC, &t1);
	print_message("%u points, five nearest: %.3f us a question\n", (unsigned)POINTS,
		((double)(t1.tv_sec - t0.tv_sec) * 1e6 + (double)(t1.tv_nsec - t0.tv_nsec) / 1e3) / TIMES);
	arena_free(&a);
	return found == 5 * TIMES ? 0 : 1;
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ways_are_known),
		cmocka_unit_test(tree_finds_what_all_give),
	};

	(void)argv;
	return argc > 1 ? timed() : cmocka_run_group_tests(tests, setup, teardown);
}
