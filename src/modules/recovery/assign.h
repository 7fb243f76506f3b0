/*
 * assign.h - which offer is asked of which kitchen first, when there are many of both.
 *
 * Each offer goes to at most one kitchen, each kitchen gets at most one of them, and the sum of what it costs is the
 * least there is: an assignment problem, solved exactly by shortest augmenting paths (Jonker and Volgenant, "A shortest
 * augmenting path algorithm for dense and sparse linear assignment problems", Computing 38, 1987). The prices that the
 * paths leave behind prove it: no assignment can cost less than their sum (duality of linear programming).
 *
 * What an edge costs is said by fair.h, in whole metres, 0 or more. Pure.
 */
#ifndef AYNI_RECOVERY_ASSIGN_H
#define AYNI_RECOVERY_ASSIGN_H

#include <stdint.h>

#include "arena.h"

#define ASSIGN_NOBODY UINT32_MAX

struct assign_edge {
	uint32_t kitchen; /* 0 … nkitchens-1 */
	int64_t way_m;
};

struct assign {
	unsigned noffers, nkitchens;
	const unsigned *first;          /* noffers + 1: the edges of offer i are edge[first[i] … first[i+1]-1] */
	const struct assign_edge *edge;
	int64_t nobody_m;               /* what it costs that an offer goes to nobody */
};

struct assigned {
	uint32_t *kitchen; /* of each offer; ASSIGN_NOBODY: none is left for it */
	int64_t way_m;
	int64_t *offer_dual_m, *kitchen_dual_m; /* the proof */
};

/* The best there is. In the arena. Any thread. */
struct assigned assign_best(struct arena *a, const struct assign *p);
/*
 * By how much the assignment may cost more than the best, as far as its prices tell: 0 proves that none is better. -1: what
 * is there is no assignment, or the prices are none (they ask more than an edge costs).
 */
int64_t assign_gap(struct arena *a, const struct assign *p, const struct assigned *r);

#endif
