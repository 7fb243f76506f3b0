/* Assignments against every other one there is, and their proofs, also of many offers and of false claims. */
#include "assign.h"
#include "fair.h"

#include <stdio.h>
#include <string.h>

#include "recovery_own.h"
#include "sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h> /* last: its macro `fail` has another's name */

enum { SMALL_MOST = 6, ROUNDS = 3000, OFFERS = 500, KITCHENS = 2447, NOBODY_M = 100000, LAT = -12050000, LON = -77000000 };

struct small {
	struct assign p;
	unsigned first[SMALL_MOST + 1];
	struct assign_edge edge[SMALL_MOST * SMALL_MOST];
};

/* A few offers and kitchens, each pair an edge or not, costs from few numbers so that many are equal. */
static void make(struct small *s, uint64_t n)
{
	struct chance c = chance_of(7, "assign", n, 0);
	unsigned edges = 0;

	s->p = (struct assign){ .noffers = 1 + chance_below(&c, SMALL_MOST), .nkitchens = 1 + chance_below(&c, SMALL_MOST),
		.first = s->first, .edge = s->edge, .nobody_m = n % 2 ? NOBODY_M : 12 };
	for (unsigned i = 0; i < s->p.noffers; i++) {
		s->first[i] = edges;
		for (uint32_t k = 0; k < s->p.nkitchens; k++)
			if (chance_in_1000(&c, 600))
				s->edge[edges++] = (struct assign_edge){ k, chance_below(&c, n % 3 ? 10 : 5000) };
	}
	s->first[s->p.noffers] = edges;
}

/* The least cost from offer i on, every way tried; used: kitchens taken. */
static int64_t least(const struct assign *p, unsigned i, unsigned used)
{
	if (i == p->noffers)
		return 0;
	int64_t best = p->nobody_m + least(p, i + 1, used);
	for (unsigned e = p->first[i]; e < p->first[i + 1]; e++) {
		unsigned bit = 1u << p->edge[e].kitchen;
		int64_t way_m = used & bit ? INT64_MAX : p->edge[e].way_m + least(p, i + 1, used | bit);
		best = way_m < best ? way_m : best;
	}
	return best;
}

static void none_is_better(void **state)
{
	struct arena *a = arena_new(0);
	struct small *s = ARENA_NEW(a, struct small);

	(void)state;
	for (unsigned n = 0; n < ROUNDS; n++) {
		make(s, n);
		struct assigned r = assign_best(a, &s->p);
		assert_int_equal(r.way_m, least(&s->p, 0, 0));
		assert_int_equal(assign_gap(a, &s->p, &r), 0);
	}
	arena_free(&a);
}

/* What is dearer, gives a kitchen twice, or asks more than an edge costs is no proof. */
static void false_proofs_are_seen(void **state)
{
	struct arena *a = arena_new(0);
	struct small *s = ARENA_NEW(a, struct small);
	const struct assign_edge edge[] = { { 0, 5 }, { 1, 9 }, { 0, 4 }, { 1, 20 } };

	(void)state;
	*s = (struct small){ .first = { 0, 2, 4 } };
	memcpy(s->edge, edge, sizeof(edge));
	s->p = (struct assign){ .noffers = 2, .nkitchens = 2, .first = s->first, .edge = s->edge, .nobody_m = NOBODY_M };
	struct assigned r = assign_best(a, &s->p);
	assert_int_equal(r.way_m, 13);
	assert_int_equal(r.kitchen[0], 1);
	struct assigned worse = r;
	worse.kitchen = ARENA_ARRAY(a, uint32_t, 2);
	worse.kitchen[0] = 0;
	worse.kitchen[1] = 1;
	worse.way_m = 25;
	assert_int_equal(assign_gap(a, &s->p, &worse), 12);
	worse.kitchen[1] = 0;
	assert_int_equal(assign_gap(a, &s->p, &worse), -1);
	r.offer_dual_m[0] += 5;
	assert_int_equal(assign_gap(a, &s->p, &r), -1);
	arena_free(&a);
}

/* ---- a day of Lima ---- */

static struct fair_kitchen *kitchens(struct arena *a, unsigned n)
{
	struct fair_kitchen *k = ARENA_ARRAY(a, struct fair_kitchen, n);
	struct chance c = chance_of(3, "kitchens", n, 0);

	for (unsigned i = 0; i < n; i++)
		k[i] = (struct fair_kitchen){ .lat_udeg = LAT + (int64_t)chance_below(&c, 300000) - 150000,
			.lon_udeg = LON + (int64_t)chance_below(&c, 300000) - 150000, .diners = 40 + chance_below(&c, 120),
			.had_g = (int64_t)chance_below(&c, 60000), .has_point = true, .cooks = true };
	return k;
}

static struct fair_offer *offers(struct arena *a, unsigned n)
{
	struct fair_offer *o = ARENA_ARRAY(a, struct fair_offer, n);
	struct chance c = chance_of(4, "offers", n, 0);

	for (unsigned i = 0; i < n; i++) /* around a few markets */
		o[i] = (struct fair_offer){ .lat_udeg = LAT + (int64_t)chance_below(&c, 8) * 30000 - 100000,
			.lon_udeg = LON + (int64_t)chance_below(&c, 8) * 30000 - 100000, .amount_g = 5000 + (int64_t)chance_below(&c, 60000),
			.has_point = true };
	return o;
}

static void a_day_of_lima_is_proved(void **state)
{
	struct arena *a = arena_new(0);
	struct fair *t = fair_of(a, kitchens(a, KITCHENS), KITCHENS);
	struct fair_offer *o = offers(a, OFFERS);
	struct fair_asked *out = ARENA_ARRAY(a, struct fair_asked, OFFERS);
	struct assign p;
	struct assigned best;
	unsigned served = 0;

	(void)state;
	fair_assign(a, t, o, OFFERS, NULL, NULL, out, &p, &best);
	assert_int_equal(assign_gap(a, &p, &best), 0);
	for (unsigned i = 0; i < OFFERS; i++)
		served += out[i].kitchen != ASSIGN_NOBODY;
	assert_true(served > OFFERS / 2);
	arena_free(&a);
}

/* ---- whose turn it is ---- */

static bool skip_first(void *arg, unsigned offer, unsigned kitchen)
{
	(void)arg;
	(void)offer;
	return kitchen == 0;
}

static void who_has_least_comes_first(void **state)
{
	struct arena *a = arena_new(0);
	struct fair_kitchen k[3] = {
		{ .lat_udeg = LAT, .lon_udeg = LON, .diners = 100, .had_g = 0, .has_point = true, .cooks = true },
		{ .lat_udeg = LAT, .lon_udeg = LON + 1000, .diners = 100, .had_g = 50000, .has_point = true, .cooks = true },
		{ .lat_udeg = LAT, .lon_udeg = LON + 300000, .diners = 100, .had_g = 0, .has_point = true, .cooks = true },
	};
	const struct fair_offer o = { .lat_udeg = LAT, .lon_udeg = LON + 2000, .amount_g = 10000, .has_point = true };
	struct fair_asked out;

	(void)state;
	fair_assign(a, fair_of(a, k, 3), &o, 1, NULL, NULL, &out, NULL, NULL);
	assert_int_equal(out.kitchen, 0); /* half a kilo a diner weighs more than a hundred metres */
	fair_assign(a, fair_of(a, k, 3), &o, 1, skip_first, NULL, &out, NULL, NULL);
	assert_int_equal(out.kitchen, 1); /* 32 km away nobody is asked */
	k[1].cooks = false;
	fair_assign(a, fair_of(a, k, 3), &o, 1, skip_first, NULL, &out, NULL, NULL);
	assert_int_equal(out.kitchen, ASSIGN_NOBODY);
	k[0].diners = 0; /* counts with the average of the others */
	assert_int_equal(fair_share_g(fair_of(a, k, 3), 0, 10000), 100);
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(none_is_better), cmocka_unit_test(false_proofs_are_seen),
		cmocka_unit_test(a_day_of_lima_is_proved), cmocka_unit_test(who_has_least_comes_first) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
