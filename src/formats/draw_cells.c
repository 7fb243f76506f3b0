/*
 * draw_cells.c - areas of centres: each centre's Voronoi cell, made by cutting a round piece of the map by the line half way to
 * each other centre (Voronoi 1908; by half-planes, n² cuts of a dozen corners: 50 districts take a tenth of a millisecond).
 */
#include "draw_own.h"

enum { ROUND = 16, CORNERS_MAX = 64, REACH_MIN = 12000, REACH_MAX = 1000000 };

struct corner {
	int64_t x, y; /* micro-degrees; x narrowed by the cosine of the latitude */
};

struct cell {
	struct corner c[CORNERS_MAX];
	unsigned n;
};

static int64_t square(int64_t n)
{
	return n * n;
}

static int64_t root(int64_t n)
{
	int64_t r = 0;

	for (int64_t bit = INT64_C(1) << 30; bit; bit >>= 1)
		if (square(r + bit) <= n)
			r += bit;
	return r;
}

/* How far a cell may go: twice the way that three in four of the centres have to their nearest one. */
static int64_t reach(struct arena *a, const struct corner *p, unsigned n)
{
	int64_t *near = ARENA_ARRAY(a, int64_t, n);
	unsigned known = 0;

	for (unsigned i = 0; i < n; i++) {
		int64_t least = INT64_MAX;
		for (unsigned k = 0; k < n; k++) {
			int64_t d = square(p[i].x - p[k].x) + square(p[i].y - p[k].y);
			if (k != i && d && d < least)
				least = d;
		}
		if (least == INT64_MAX)
			continue;
		unsigned at = known++;
		for (; at && near[at - 1] > least; at--)
			near[at] = near[at - 1];
		near[at] = least;
	}
	int64_t way = known ? 2 * root(near[known * 3 / 4]) : 0;
	return way < REACH_MIN ? REACH_MIN : way > REACH_MAX ? REACH_MAX : way;
}

/* Sixteen corners on a circle, in thousandths of its radius. */
static void circle(struct cell *cell, struct corner at, int64_t radius)
{
	static const int16_t quarter[ROUND / 4 + 1] = { 0, 383, 707, 924, 1000 };

	cell->n = ROUND;
	for (unsigned i = 0; i < ROUND; i++) {
		unsigned q = i / 4, r = i % 4;
		int64_t s = quarter[r], c = quarter[4 - r];
		int64_t x = q == 0 ? c : q == 1 ? -s : q == 2 ? -c : s, y = q == 0 ? s : q == 1 ? c : q == 2 ? -s : -c;
		cell->c[i] = (struct corner){ at.x + x * radius / 1000, at.y + y * radius / 1000 };
	}
}

/* Less than 0: nearer to p than to q. In twice the difference of squares, from p, so that nothing runs over. */
static int64_t side(struct corner c, struct corner p, struct corner q)
{
	int64_t dx = q.x - p.x, dy = q.y - p.y;

	return 2 * ((c.x - p.x) * dx + (c.y - p.y) * dy) - dx * dx - dy * dy;
}

static struct corner between(struct corner a, struct corner b, int64_t sa, int64_t sb)
{
	/* In thousandths of the way: enough for a map. */
	int64_t whole = (sa < 0 ? -sa : sa) / 1000 + (sb < 0 ? -sb : sb) / 1000, part = sa < 0 ? -sa : sa;
	int64_t share = whole ? part / whole : 500;

	return (struct corner){ a.x + (b.x - a.x) * share / 1000, a.y + (b.y - a.y) * share / 1000 };
}

/* What of the cell is nearer to p than to q (Sutherland and Hodgman 1974, one line). */
static void cut(struct cell *cell, struct corner p, struct corner q)
{
	struct cell out = { .n = 0 };

	for (unsigned i = 0; i < cell->n; i++) {
		struct corner a = cell->c[i], b = cell->c[i + 1 < cell->n ? i + 1 : 0];
		int64_t sa = side(a, p, q), sb = side(b, p, q);
		if (sa <= 0 && out.n < CORNERS_MAX)
			out.c[out.n++] = a;
		if ((sa < 0) != (sb < 0) && sa && sb && out.n < CORNERS_MAX)
			out.c[out.n++] = between(a, b, sa, sb);
	}
	*cell = out;
}

struct draw_ring *draw_cells(struct arena *a, const struct draw_spot *centre, unsigned n)
{
	struct draw_ring *out = ARENA_ARRAY(a, struct draw_ring, n);
	struct corner *p = ARENA_ARRAY(a, struct corner, n);
	int64_t south = 0, north = 0, thousandths;

	for (unsigned i = 0; i < n; i++) {
		south = !i || centre[i].lat_micro < south ? centre[i].lat_micro : south;
		north = !i || centre[i].lat_micro > north ? centre[i].lat_micro : north;
	}
	thousandths = draw_cosine((south + north) / 2);
	for (unsigned i = 0; i < n; i++)
		p[i] = (struct corner){ (int64_t)centre[i].lon_micro * thousandths / 1000, centre[i].lat_micro };
	int64_t radius = n ? reach(a, p, n) : 0;
	for (unsigned i = 0; i < n; i++) {
		struct cell cell;
		circle(&cell, p[i], radius);
		for (unsigned k = 0; k < n; k++) /* who is farther than twice the reach cuts nothing */
			if ((p[i].x != p[k].x || p[i].y != p[k].y) && square(p[i].x - p[k].x) + square(p[i].y - p[k].y) < 4 * square(radius))
				cut(&cell, p[i], p[k]);
		struct draw_spot *spot = ARENA_ARRAY(a, struct draw_spot, cell.n);
		for (unsigned k = 0; k < cell.n; k++)
			spot[k] = (struct draw_spot){ (int32_t)cell.c[k].y, (int32_t)(cell.c[k].x * 1000 / thousandths) };
		out[i] = (struct draw_ring){ spot, cell.n };
	}
	return out;
}
