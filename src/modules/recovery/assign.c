/*
 * assign.c - shortest augmenting paths over few edges, with the prices that prove the result.
 *
 * Column nkitchens + i stands for "offer i goes to nobody", which only it can take; so every offer finds a column.
 * Invariant: price(offer) + price(kitchen) <= cost of each edge, equal on those taken; a kitchen nobody took has price 0.
 */
#include "assign.h"

#include <string.h>

#include "str.h"

#define FREE UINT32_MAX

struct step {
	int64_t far_m;
	uint32_t column;
};

struct search {
	const struct assign *p;
	unsigned ncolumns;
	uint32_t *row_of;  /* of a column: the offer that took it, or FREE */
	uint32_t *column_of;
	int64_t *u, *v;    /* prices */
	int64_t *far_m;
	uint32_t *from;    /* the offer from which a column was reached */
	uint32_t *turn, *done; /* in which search it was reached, settled */
	uint32_t now;
	struct step *heap;
	unsigned nheap;
	uint32_t *settled;
	unsigned nsettled;
};

static bool before(struct step a, struct step b)
{
	return a.far_m < b.far_m || (a.far_m == b.far_m && a.column < b.column);
}

static void push(struct search *s, struct step one)
{
	unsigned i = s->nheap++;

	for (; i && before(one, s->heap[(i - 1) / 2]); i = (i - 1) / 2)
		s->heap[i] = s->heap[(i - 1) / 2];
	s->heap[i] = one;
}

static struct step pop(struct search *s)
{
	struct step top = s->heap[0], last = s->heap[--s->nheap];
	unsigned i = 0;

	for (unsigned child; (child = 2 * i + 1) < s->nheap; i = child) {
		if (child + 1 < s->nheap && before(s->heap[child + 1], s->heap[child]))
			child++;
		if (!before(s->heap[child], last))
			break;
		s->heap[i] = s->heap[child];
	}
	s->heap[i] = last;
	return top;
}

static void reach(struct search *s, uint32_t row, uint32_t column, int64_t way_m, int64_t base_m)
{
	int64_t far_m = base_m + way_m - s->u[row] - s->v[column];

	if (s->done[column] == s->now || (s->turn[column] == s->now && s->far_m[column] <= far_m))
		return;
	s->turn[column] = s->now;
	s->far_m[column] = far_m;
	s->from[column] = row;
	push(s, (struct step){ far_m, column });
}

static void reach_all(struct search *s, uint32_t row, int64_t base_m)
{
	for (unsigned e = s->p->first[row]; e < s->p->first[row + 1]; e++)
		reach(s, row, s->p->edge[e].kitchen, s->p->edge[e].way_m, base_m);
	reach(s, row, s->p->nkitchens + row, s->p->nobody_m, base_m);
}

/* The nearest column that nobody took, by way of offers that may take another one. */
static uint32_t search(struct search *s, uint32_t row)
{
	s->now++;
	s->nheap = s->nsettled = 0;
	reach_all(s, row, 0);
	for (;;) {
		struct step at = pop(s);
		if (s->done[at.column] == s->now)
			continue;
		s->done[at.column] = s->now;
		if (s->row_of[at.column] == FREE)
			return at.column;
		s->settled[s->nsettled++] = at.column;
		reach_all(s, s->row_of[at.column], at.far_m);
	}
}

/* Prices first, while it is known who has what; then everybody on the path moves on by one. */
static void take(struct search *s, uint32_t row, uint32_t end)
{
	int64_t far_m = s->far_m[end];

	for (unsigned i = 0; i < s->nsettled; i++) {
		uint32_t column = s->settled[i];
		s->u[s->row_of[column]] += far_m - s->far_m[column];
		s->v[column] -= far_m - s->far_m[column];
	}
	s->u[row] += far_m;
	for (uint32_t column = end;;) {
		uint32_t mover = s->from[column], left = s->column_of[mover];
		s->row_of[column] = mover;
		s->column_of[mover] = column;
		if (mover == row)
			return;
		column = left;
	}
}

struct assigned assign_best(struct arena *a, const struct assign *p)
{
	unsigned columns = p->nkitchens + p->noffers, edges = p->noffers ? p->first[p->noffers] : 0;
	struct search s = { .p = p, .ncolumns = columns, .row_of = ARENA_ARRAY(a, uint32_t, columns + 1),
		.column_of = ARENA_ARRAY(a, uint32_t, p->noffers + 1), .u = ARENA_ARRAY(a, int64_t, p->noffers + 1),
		.v = ARENA_ARRAY(a, int64_t, columns + 1), .far_m = ARENA_ARRAY(a, int64_t, columns + 1),
		.from = ARENA_ARRAY(a, uint32_t, columns + 1), .turn = ARENA_ARRAY(a, uint32_t, columns + 1),
		.done = ARENA_ARRAY(a, uint32_t, columns + 1), .heap = ARENA_ARRAY(a, struct step, edges + p->noffers + 1),
		.settled = ARENA_ARRAY(a, uint32_t, columns + 1) };
	struct assigned r = { .kitchen = ARENA_ARRAY(a, uint32_t, p->noffers + 1), .offer_dual_m = s.u, .kitchen_dual_m = s.v };

	for (unsigned i = 0; i < columns; i++)
		s.row_of[i] = FREE;
	for (uint32_t i = 0; i < p->noffers; i++)
		take(&s, i, search(&s, i));
	for (uint32_t i = 0; i < p->noffers; i++) {
		bool nobody = s.column_of[i] >= p->nkitchens;
		int64_t way_m = p->nobody_m;
		for (unsigned e = p->first[i]; e < p->first[i + 1] && !nobody; e++)
			if (p->edge[e].kitchen == s.column_of[i])
				way_m = p->edge[e].way_m;
		r.kitchen[i] = nobody ? ASSIGN_NOBODY : s.column_of[i];
		r.way_m += way_m;
	}
	return r;
}

int64_t assign_gap(struct arena *a, const struct assign *p, const struct assigned *r)
{
	bool *taken = ARENA_ARRAY(a, bool, p->nkitchens + 1);
	int64_t way_m = 0, bound_m = 0;

	for (unsigned k = 0; k < p->nkitchens; k++) {
		if (r->kitchen_dual_m[k] > 0)
			return -1;
		bound_m += r->kitchen_dual_m[k];
	}
	for (unsigned i = 0; i < p->noffers; i++) {
		int64_t least_m = -1;
		bound_m += r->offer_dual_m[i];
		if (r->offer_dual_m[i] > p->nobody_m)
			return -1;
		for (unsigned e = p->first[i]; e < p->first[i + 1]; e++) {
			const struct assign_edge *one = &p->edge[e];
			if (r->offer_dual_m[i] + r->kitchen_dual_m[one->kitchen] > one->way_m)
				return -1;
			if (one->kitchen == r->kitchen[i] && (least_m < 0 || one->way_m < least_m))
				least_m = one->way_m;
		}
		if (r->kitchen[i] == ASSIGN_NOBODY)
			least_m = p->nobody_m;
		else if (least_m < 0 || taken[r->kitchen[i]])
			return -1;
		else
			taken[r->kitchen[i]] = true;
		way_m += least_m;
	}
	return way_m == r->way_m ? way_m - bound_m : -1;
}
