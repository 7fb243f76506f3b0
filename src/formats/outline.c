/*
 * outline.c - rings read, written and made simpler. Whole numbers throughout: micro-degrees, twice an area in their square.
 */
#include "outline.h"

#include "draw_own.h"

enum { LAT_MAX = 90000000, LON_MAX = 180000000 };

/* ---- as text ---- */

static bool pair(struct str s, int64_t *lat, int64_t *lon)
{
	size_t at = str_find(s, ',');

	return at < s.n && str_int64(str_sub(s, 0, at), lat) && str_int64(str_sub(s, at + 1, s.n), lon) &&
		*lat >= -LAT_MAX && *lat <= LAT_MAX && *lon >= -2 * LON_MAX && *lon <= 2 * LON_MAX;
}

static bool ring_read(struct arena *a, struct str text, struct draw_ring *out, unsigned room)
{
	struct draw_spot *spot = ARENA_ARRAY(a, struct draw_spot, room);
	struct str rest = text, piece;
	int64_t lat = 0, lon = 0;
	unsigned n = 0;

	while (str_cut(&rest, ' ', &piece)) {
		int64_t more_lat, more_lon;
		if (n == room || !pair(piece, &more_lat, &more_lon))
			return false;
		lat += more_lat * OUTLINE_STEP_MICRO;
		lon += more_lon * OUTLINE_STEP_MICRO;
		if (lat < -LAT_MAX || lat > LAT_MAX || lon < -LON_MAX || lon > LON_MAX)
			return false;
		spot[n++] = (struct draw_spot){ (int32_t)lat, (int32_t)lon };
	}
	*out = (struct draw_ring){ spot, n };
	return n >= 3;
}

bool outline_read(struct arena *a, struct str text, struct draw_ring **ring_out, unsigned *n_out)
{
	struct draw_ring *ring = ARENA_ARRAY(a, struct draw_ring, OUTLINE_RINGS_MAX);
	struct str rest = text, piece;
	unsigned n = 0, points = 0;

	while (text.n && text.n <= OUTLINE_TEXT_MAX && str_cut(&rest, ';', &piece)) {
		if (n == OUTLINE_RINGS_MAX || !ring_read(a, piece, &ring[n], OUTLINE_POINTS_MAX - points))
			return false;
		points += ring[n++].n;
	}
	*ring_out = ring;
	*n_out = n;
	return n > 0;
}

/* To the nearest step, halves away from zero. */
static int64_t steps(int32_t micro)
{
	return (micro < 0 ? micro - OUTLINE_STEP_MICRO / 2 : micro + OUTLINE_STEP_MICRO / 2) / OUTLINE_STEP_MICRO;
}

static void point_write(struct buf *b, int64_t lat, int64_t lon)
{
	buf_int(b, lat);
	buf_char(b, ',');
	buf_int(b, lon);
}

struct str outline_write(struct arena *a, const struct draw_ring *ring, unsigned n)
{
	struct buf b = buf_new(a, 512);

	for (unsigned i = 0; i < n; i++) {
		const struct draw_ring *r = &ring[i];
		size_t before = b.n;
		unsigned kept = 0;
		int64_t lat = 0, lon = 0;
		if (b.n)
			buf_char(&b, ';');
		for (unsigned k = 0; k < r->n; k++) {
			int64_t y = steps(r->spot[k].lat_micro), x = steps(r->spot[k].lon_micro);
			bool again = kept && y == lat && x == lon;
			bool closes = kept && k + 1 == r->n && y == steps(r->spot[0].lat_micro) && x == steps(r->spot[0].lon_micro);
			if (again || closes)
				continue;
			if (kept)
				buf_char(&b, ' ');
			point_write(&b, y - lat, x - lon);
			lat = y;
			lon = x;
			kept++;
		}
		if (kept < 3)
			buf_cut(&b, before);
	}
	return buf_str(&b);
}

/* ---- made simpler ---- */

/* A square micro-degree at the equator has 0.01236 m²; twice the area is what comes in. */
static int64_t square_metres(int64_t twice, int32_t lat_micro)
{
	int64_t half = (twice < 0 ? -twice : twice) / 2;

	return half / 1000 * draw_cosine(lat_micro) / 1000 * 1236 / 100;
}

static int64_t triangle(struct draw_spot p, struct draw_spot q, struct draw_spot r)
{
	int64_t ax = (int64_t)q.lon_micro - p.lon_micro, ay = (int64_t)q.lat_micro - p.lat_micro;
	int64_t bx = (int64_t)r.lon_micro - p.lon_micro, by = (int64_t)r.lat_micro - p.lat_micro;

	return square_metres(ax * by - ay * bx, q.lat_micro);
}

int64_t outline_area_m2(const struct draw_spot *spot, unsigned n)
{
	int64_t twice = 0;

	/* Who runs round the globe many times over need not be measured to the end. */
	for (unsigned i = 1; i + 1 < n && twice > -INT64_MAX / 4 && twice < INT64_MAX / 4; i++) {
		int64_t ax = (int64_t)spot[i].lon_micro - spot[0].lon_micro, ay = (int64_t)spot[i].lat_micro - spot[0].lat_micro;
		int64_t bx = (int64_t)spot[i + 1].lon_micro - spot[0].lon_micro, by = (int64_t)spot[i + 1].lat_micro - spot[0].lat_micro;
		twice += ax * by - ay * bx;
	}
	return n < 3 ? 0 : square_metres(twice, spot[0].lat_micro);
}

/* The points still there, as a ring of neighbours, and a heap of them by the size of their triangle. */
struct thinning {
	const struct draw_spot *spot;
	int64_t *size;
	unsigned *before, *after, *heap, *at; /* at[i]: where point i stands in the heap */
	unsigned n;
};

static bool smaller(const struct thinning *t, unsigned i, unsigned k)
{
	unsigned p = t->heap[i], q = t->heap[k];

	return t->size[p] < t->size[q] || (t->size[p] == t->size[q] && p < q);
}

static void swap(struct thinning *t, unsigned i, unsigned k)
{
	unsigned p = t->heap[i];

	t->heap[i] = t->heap[k];
	t->heap[k] = p;
	t->at[t->heap[i]] = i;
	t->at[t->heap[k]] = k;
}

static void settle(struct thinning *t, unsigned i)
{
	while (i && smaller(t, i, (i - 1) / 2)) {
		swap(t, i, (i - 1) / 2);
		i = (i - 1) / 2;
	}
	for (;;) {
		unsigned least = i, l = 2 * i + 1;
		if (l < t->n && smaller(t, l, least))
			least = l;
		if (l + 1 < t->n && smaller(t, l + 1, least))
			least = l + 1;
		if (least == i)
			return;
		swap(t, i, least);
		i = least;
	}
}

static void measure(struct thinning *t, unsigned p)
{
	t->size[p] = triangle(t->spot[t->before[p]], t->spot[p], t->spot[t->after[p]]);
}

/* The smallest leaves; its neighbours may not become smaller than it was. */
static void drop_smallest(struct thinning *t)
{
	unsigned p = t->heap[0], l = t->before[p], r = t->after[p];
	int64_t was = t->size[p];

	swap(t, 0, t->n - 1);
	t->n--;
	settle(t, 0);
	t->after[l] = r;
	t->before[r] = l;
	t->at[p] = UINT32_MAX;
	for (unsigned i = 0; i < 2; i++) {
		unsigned q = i ? r : l;
		measure(t, q);
		if (t->size[q] < was)
			t->size[q] = was;
		settle(t, t->at[q]);
	}
}

unsigned outline_simplify(struct arena *a, struct draw_spot *spot, unsigned n, unsigned most, int64_t least_m2)
{
	struct thinning t = { .spot = spot, .n = n, .size = ARENA_ARRAY(a, int64_t, n), .before = ARENA_ARRAY(a, unsigned, n),
		.after = ARENA_ARRAY(a, unsigned, n), .heap = ARENA_ARRAY(a, unsigned, n), .at = ARENA_ARRAY(a, unsigned, n) };
	unsigned kept = 0;

	if (n <= 3)
		return n;
	for (unsigned i = 0; i < n; i++) {
		t.before[i] = i ? i - 1 : n - 1;
		t.after[i] = i + 1 < n ? i + 1 : 0;
		t.heap[i] = t.at[i] = i;
		measure(&t, i);
	}
	for (unsigned i = n / 2; i-- > 0;)
		settle(&t, i);
	while (t.n > 3 && (t.n > most || t.size[t.heap[0]] < least_m2))
		drop_smallest(&t);
	for (unsigned i = 0; i < n; i++)
		if (t.at[i] != UINT32_MAX)
			spot[kept++] = spot[i];
	return kept;
}
