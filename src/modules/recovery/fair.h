/*
 * fair.h - whose turn it is: which kitchens an offer is asked of, and in what order.
 *
 * The rule: an offer goes to the one who, with it, would stand lowest in what each of her diners received in the last
 * four weeks, and the way counts too. Where one item comes at a time and nobody knows the next, giving it to who
 * would like it and has least so far is the rule BALANCED LIKE of M. Aleksandrov, H. Aziz, S. Gaspers and T. Walsh,
 * "Online Fair Division: Analysing a Food Bank Problem" (IJCAI 2015), which keeps everybody's share close however the
 * offers come. Of many offers at once the sum over all of them is the least there is (assign.h).
 *
 *     cost = metres to walk + 4 × (grams a diner received in 28 days, this offer taken as hers)
 *
 * so that a quarter of a kilo a diner weighs as much as a kilometre. What was promised and is not fetched yet counts as
 * received. Kitchens that do not cook today, and those further than 5 km, are not asked. Of what is not known nothing is made
 * up: a kitchen without a point is asked in its own district alone, as if it were half as far as the furthest; one
 * without a number of diners counts with the average of those that have one.
 */
#ifndef AYNI_RECOVERY_FAIR_H
#define AYNI_RECOVERY_FAIR_H

#include "assign.h"
#include "ctx.h"

enum {
	TURN_DAYS = 28,
	TURN_FURTHEST_M = 5000,
	TURN_NEAREST = 40,        /* kitchens looked at for one offer */
	TURN_M_PER_G = 4,
	TURN_DINERS_UNSAID = 100, /* where no kitchen at all said how many: about what Lima's pots serve */
	TURN_NOBODY_M = 1 << 30,  /* costs more than any way: an offer stays only where nobody is left */
};

struct fair_kitchen {
	struct id id, place;
	int64_t lat_udeg, lon_udeg;
	int64_t diners;           /* 0: unsaid */
	int64_t had_g;            /* received in TURN_DAYS, and promised */
	bool has_point, cooks;
};

struct fair_offer {
	struct id id, place;
	int64_t lat_udeg, lon_udeg, amount_g;
	bool has_point;
};

struct fair;

/* All kitchens of the network as they stand for offers of that day: two queries. */
struct fair *fair_read(struct ctx *c, int64_t day);
/* The same from memory, for tests and measuring; borrows k. */
struct fair *fair_of(struct arena *a, const struct fair_kitchen *k, unsigned n);
unsigned fair_count(const struct fair *t);
const struct fair_kitchen *fair_kitchen(const struct fair *t, unsigned i);
/* Grams a diner of hers received, `more_g` added. */
int64_t fair_share_g(const struct fair *t, unsigned i, int64_t more_g);

struct fair_asked {
	uint32_t kitchen;    /* ASSIGN_NOBODY: nobody is left */
	int64_t distance_m;  /* -1: unknown */
	int64_t share_g;     /* what a diner of hers had before */
};

/*
 * Whom each of n offers is asked of now: out[i]. `skip` tells whom not (asked before); a kitchen is asked of one offer
 * at most. The proof in *best_out (or NULL), its problem in *p_out (or NULL). In the arena.
 */
void fair_assign(struct arena *a, const struct fair *t, const struct fair_offer *offer, unsigned n,
	bool (*skip)(void *arg, unsigned offer, unsigned kitchen), void *arg, struct fair_asked *out, struct assign *p_out,
	struct assigned *best_out);

#endif
