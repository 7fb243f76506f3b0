/*
 * geo.c - haversine, and a tree over points of the unit sphere.
 *
 * Points are kept as vectors of length 1, so that poles and the line of dates need no care: the straight line between
 * two of them grows with the way along the sphere. The tree is the array itself: the middle of a stretch parts it by
 * one of the three axes in turn (k-d tree, Bentley 1975). Invariant: what is left of a middle is not beyond it on its axis.
 */
#include "geo.h"

#include <math.h>

/* IUGG mean radius of the Earth. */
#define RADIUS_M 6371008.8
#define RADIANS (3.14159265358979323846 / 180e6) /* of a micro-degree */

struct node {
	double at[3];
	int64_t lat_udeg, lon_udeg;
	uint32_t key;
};

struct geo_index {
	struct node *node;
	unsigned n;
};

int64_t geo_distance_m(int64_t lat1_udeg, int64_t lon1_udeg, int64_t lat2_udeg, int64_t lon2_udeg)
{
	double up = sin((double)(lat2_udeg - lat1_udeg) * RADIANS / 2), over = sin((double)(lon2_udeg - lon1_udeg) * RADIANS / 2);
	double h = up * up + cos((double)lat1_udeg * RADIANS) * cos((double)lat2_udeg * RADIANS) * over * over;

	return llround(2 * RADIUS_M * asin(sqrt(h < 1 ? h : 1)));
}

static void on_sphere(int64_t lat_udeg, int64_t lon_udeg, double out[3])
{
	double lat = (double)lat_udeg * RADIANS, lon = (double)lon_udeg * RADIANS;

	out[0] = cos(lat) * cos(lon);
	out[1] = cos(lat) * sin(lon);
	out[2] = sin(lat);
}

/* Exchange until what is before `middle` is not beyond it on that axis, nor what is after it before it (Hoare). */
static void part(struct node *p, unsigned n, unsigned middle, unsigned axis)
{
	unsigned from = 0, to = n - 1;

	while (from < to) {
		double pivot = p[middle].at[axis];
		unsigned i = from, j = to;
		for (;;) {
			while (p[i].at[axis] < pivot)
				i++;
			while (p[j].at[axis] > pivot)
				j--;
			if (i <= j) {
				struct node kept = p[i];
				p[i++] = p[j];
				p[j] = kept;
				if (j == 0)
					break;
				j--;
			}
			if (i > j)
				break;
		}
		if (j < middle)
			from = i;
		if (i > middle)
			to = j;
	}
}

static void grow(struct node *p, unsigned n, unsigned axis)
{
	if (n < 2)
		return;
	unsigned middle = n / 2;
	part(p, n, middle, axis);
	grow(p, middle, (axis + 1) % 3);
	grow(p + middle + 1, n - middle - 1, (axis + 1) % 3);
}

struct geo_index *geo_index_new(struct arena *a, const struct geo_point *p, unsigned n)
{
	struct geo_index *g = ARENA_NEW(a, struct geo_index);

	g->n = n;
	g->node = ARENA_ARRAY(a, struct node, n);
	for (unsigned i = 0; i < n; i++) {
		g->node[i] = (struct node){ .lat_udeg = p[i].lat_udeg, .lon_udeg = p[i].lon_udeg, .key = p[i].key };
		on_sphere(p[i].lat_udeg, p[i].lon_udeg, g->node[i].at);
	}
	grow(g->node, n, 0);
	return g;
}

struct search {
	double at[3], limit; /* how far along one axis a point that counts may be */
	int64_t lat_udeg, lon_udeg, within_m;
	struct geo_near *out;
	unsigned n, max;
};

/* The straight line that goes with a way along the sphere; a metre more, for what was rounded. */
static double straight(int64_t way_m)
{
	double half = ((double)way_m + 1) / (2 * RADIUS_M);

	return half < 3.14159265358979323846 / 2 ? 2 * sin(half) : 3;
}

static bool before(const struct geo_near *x, const struct geo_near *y)
{
	return x->distance_m < y->distance_m || (x->distance_m == y->distance_m && x->key < y->key);
}

static void consider(struct search *s, const struct node *p)
{
	struct geo_near one = { p->key, geo_distance_m(s->lat_udeg, s->lon_udeg, p->lat_udeg, p->lon_udeg) };
	unsigned i = s->n;

	if (one.distance_m > s->within_m || (i == s->max && !before(&one, &s->out[i - 1])))
		return;
	if (i == s->max)
		i--;
	else
		s->n++;
	for (; i > 0 && before(&one, &s->out[i - 1]); i--)
		s->out[i] = s->out[i - 1];
	s->out[i] = one;
	if (s->n == s->max)
		s->limit = straight(s->out[s->max - 1].distance_m);
}

static void look(struct search *s, const struct node *p, unsigned n, unsigned axis)
{
	if (n == 0)
		return;
	unsigned middle = n / 2, next = (axis + 1) % 3;
	const struct node *m = &p[middle];
	double off = s->at[axis] - m->at[axis], dx = s->at[0] - m->at[0], dy = s->at[1] - m->at[1], dz = s->at[2] - m->at[2];

	if (dx * dx + dy * dy + dz * dz <= s->limit * s->limit)
		consider(s, m);
	if (off <= 0) {
		look(s, p, middle, next);
		if (-off <= s->limit)
			look(s, m + 1, n - middle - 1, next);
	} else {
		look(s, m + 1, n - middle - 1, next);
		if (off <= s->limit)
			look(s, p, middle, next);
	}
}

unsigned geo_index_near(const struct geo_index *g, int64_t lat_udeg, int64_t lon_udeg, int64_t within_m, struct geo_near *out,
	unsigned max)
{
	struct search s = { .limit = straight(within_m), .lat_udeg = lat_udeg, .lon_udeg = lon_udeg, .within_m = within_m,
		.out = out, .max = max };

	if (max == 0 || within_m < 0)
		return 0;
	on_sphere(lat_udeg, lon_udeg, s.at);
	look(&s, g->node, g->n, 0);
	return s.n;
}
