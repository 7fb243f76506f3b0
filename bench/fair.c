/*
 * fair.c - what it costs to say whose turn it is, for a day of 500 offers in a city of 2,447 kitchens, without a database.
 *
 * Offers come from a few markets, kitchens are spread over the city, diners and what each received differ; all from a fixed
 * chance. Prints median_ms (of ROUNDS), offers asked of somebody, the gap that its proof leaves (0: none is better), and
 * grams a diner had before: of the kitchens asked, and of all that might have been (fairness: the first is less).
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "fair.h"
#include "sample.h"

enum { ROUNDS = 9, OFFERS = 500, KITCHENS = 2447, LAT = -12050000, LON = -77000000, WIDE = 300000 };

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

static struct fair_kitchen *kitchens(struct arena *a)
{
	struct fair_kitchen *k = ARENA_ARRAY(a, struct fair_kitchen, KITCHENS);
	struct chance c = chance_of(1, "bench kitchens", 0, 0);

	for (unsigned i = 0; i < KITCHENS; i++)
		k[i] = (struct fair_kitchen){ .lat_udeg = LAT + (int64_t)chance_below(&c, WIDE) - WIDE / 2,
			.lon_udeg = LON + (int64_t)chance_below(&c, WIDE) - WIDE / 2, .diners = 40 + chance_below(&c, 120),
			.had_g = (int64_t)chance_below(&c, 60000), .has_point = true, .cooks = true };
	return k;
}

static struct fair_offer *offers(struct arena *a)
{
	struct fair_offer *o = ARENA_ARRAY(a, struct fair_offer, OFFERS);
	struct chance c = chance_of(1, "bench offers", 0, 0);

	for (unsigned i = 0; i < OFFERS; i++)
		o[i] = (struct fair_offer){ .lat_udeg = LAT + (int64_t)chance_below(&c, 8) * 32000 - 112000,
			.lon_udeg = LON + (int64_t)chance_below(&c, 8) * 32000 - 112000, .amount_g = 5000 + (int64_t)chance_below(&c, 60000),
			.has_point = true };
	return o;
}

int main(void)
{
	struct arena *a = arena_new(0), *mem = arena_new(0);
	struct fair_kitchen *k = kitchens(a);
	struct fair_offer *o = offers(a);
	struct fair_asked out[OFFERS];
	int64_t took[ROUNDS], gap_m = -1, asked_g = 0, all_g = 0;
	unsigned asked = 0;

	for (unsigned i = 0; i < ROUNDS; i++) {
		struct assign p;
		struct assigned best;
		arena_reset(mem);
		int64_t begun = now_ns();
		struct fair *t = fair_of(mem, k, KITCHENS);
		fair_assign(mem, t, o, OFFERS, NULL, NULL, out, &p, &best);
		took[i] = now_ns() - begun;
		gap_m = assign_gap(mem, &p, &best);
	}
	for (unsigned i = 0; i < OFFERS; i++) {
		asked += out[i].kitchen != ASSIGN_NOBODY;
		asked_g += out[i].kitchen != ASSIGN_NOBODY ? out[i].share_g : 0;
	}
	for (unsigned i = 0; i < KITCHENS; i++)
		all_g += k[i].had_g / k[i].diners;
	qsort(took, ROUNDS, sizeof(took[0]), by_size);
	printf("median_ms=%.3f asked=%u gap=%" PRId64 " asked_had_g=%" PRId64 " all_had_g=%" PRId64 "\n", (double)took[ROUNDS / 2] / 1e6, asked,
		gap_m, asked ? asked_g / asked : 0, all_g / KITCHENS);
	arena_free(&mem);
	arena_free(&a);
	return gap_m == 0 ? 0 : 1;
}
