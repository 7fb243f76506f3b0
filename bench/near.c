/*
 * near.c - what it costs to find the nearest kitchens of a city of 2,447, without a database.
 *
 * Points lie about some hills, as kitchens do, by a fixed chance; each question asks for the ten nearest within two kilometres of
 * one of them. Prints index_ms (the best of ROUNDS), median_us and p99_us of a question, and checks the first against all points.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "geo.h"
#include "sample.h"

enum { KITCHENS = 2447, ASKED = 10000, ROUNDS = 9, NEAREST = 10, WITHIN_M = 2000, LAT = -12050000, LON = -77000000, WIDE = 300000, HILL = 40000,
	HILLS = 24 };

static int64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static int by_size(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static struct geo_point *points(struct arena *a)
{
	struct geo_point *p = ARENA_ARRAY(a, struct geo_point, KITCHENS);

	for (unsigned i = 0; i < KITCHENS; i++) {
		struct chance hill = chance_of(1, "bench hill", i % HILLS, 0), c = chance_of(1, "bench near", i, 0);
		int64_t lat = LAT + (int64_t)chance_below(&hill, WIDE) - WIDE / 2, lon = LON + (int64_t)chance_below(&hill, WIDE) - WIDE / 2;
		p[i] = (struct geo_point){ lat + chance_below(&c, HILL) - HILL / 2, lon + chance_below(&c, HILL) - HILL / 2, i };
	}
	return p;
}

/* Nothing is nearer than the first that was found, but what has the same place. */
static bool first_right(const struct geo_point *p, const struct geo_point *from, const struct geo_near *first)
{
	for (unsigned i = 0; i < KITCHENS; i++)
		if (geo_distance_m(from->lat_udeg, from->lon_udeg, p[i].lat_udeg, p[i].lon_udeg) < first->distance_m)
			return false;
	return true;
}

int main(void)
{
	static int64_t took[ASKED];
	struct arena *a = arena_new(0), *mem = arena_new(0);
	struct geo_point *p = points(a);
	struct geo_near got[NEAREST];
	struct geo_index *g = NULL;
	int64_t index_ns = INT64_MAX;
	unsigned wrong = 0;

	for (unsigned i = 0; i < ROUNDS; i++) {
		int64_t begun = now_ns();
		arena_reset(mem);
		g = geo_index_new(mem, p, KITCHENS);
		int64_t one = now_ns() - begun;
		index_ns = one < index_ns ? one : index_ns;
	}
	for (unsigned i = 0; i < ASKED; i++) {
		struct geo_point from = p[i % KITCHENS];
		from.lat_udeg += 700 * (int64_t)(i / KITCHENS) + 300;
		int64_t begun = now_ns();
		unsigned n = geo_index_near(g, from.lat_udeg, from.lon_udeg, WITHIN_M, got, NEAREST);
		took[i] = now_ns() - begun;
		wrong += n == 0 || (i < KITCHENS && !first_right(p, &from, &got[0]));
	}
	qsort(took, ASKED, sizeof(took[0]), by_size);
	printf("index_ms=%.3f median_us=%.2f p99_us=%.2f wrong=%u\n", (double)index_ns / 1e6, (double)took[ASKED / 2] / 1e3,
		(double)took[ASKED * 99 / 100] / 1e3, wrong);
	arena_free(&mem);
	arena_free(&a);
	return wrong ? 1 : 0;
}
