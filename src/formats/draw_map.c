/*
 * draw_map.c - places as dots, sized by a number.
 */
#include "draw_own.h"
#include "i18n.h"

enum { TALLEST = 360, MARGIN = 16, DOT_MIN = 3, DOT_MAX = 14, DOT_GAP = 4, LABELS = 8, LINE = 11, LEGEND = 52 };
/* At least 0.02 degrees, about two kilometres, however near each other the places are. */
enum { SPAN_MIN_MICRO = 20000, DEGREE_M = 111195 };

struct box {
	int64_t x0, y0, x1, y1;
};

struct dot {
	const struct draw_place *place;
	int64_t x, y, r;
};

struct sheet {
	int64_t west, north; /* the frame's corner, micro-degrees; west already narrowed by cosine */
	int64_t micro;       /* so many micro-degrees a thousand units */
	int64_t left, height;
	int64_t cosine;      /* in thousandths */
	struct dot *dot;
	unsigned n;
	int64_t most;
	bool any_unknown;
};

/*
 * Cosine in thousandths: Bhaskara's rational formula, better than 0.2 % everywhere ("Mahabhaskariya", 7th
 * century; cos x = (32400 - 4 x²) / (32400 + x²) in degrees).
 */
static int64_t cosine(int64_t lat_micro)
{
	int64_t tenths = (lat_micro < 0 ? -lat_micro : lat_micro) / 100000;
	int64_t square = tenths * tenths, c = (3240000 - 4 * square) * 1000 / (3240000 + square);

	return c < 1 ? 1 : c;
}

static int64_t root(int64_t n)
{
	int64_t r = 0;

	while ((r + 1) * (r + 1) <= n)
		r++;
	return r;
}

/* Area by value: the largest dot has DOT_MAX. */
static int64_t radius(const struct draw_place *p, int64_t most)
{
	if (!p->known)
		return DOT_GAP;
	if (p->value <= 0 || most <= 0)
		return DOT_MIN;
	int64_t share = most > INT64_MAX / 10000 ? p->value / (most / 10000) : p->value * 10000 / most;
	int64_t r = root((share > 10000 ? 10000 : share) * DOT_MAX * DOT_MAX / 10000);
	return r < DOT_MIN ? DOT_MIN : r;
}

static int64_t x_of(const struct sheet *s, int64_t lon_micro)
{
	return s->left + (lon_micro * s->cosine / 1000 - s->west) * 1000 / s->micro;
}

static int64_t y_of(const struct sheet *s, int64_t lat_micro)
{
	return MARGIN + (s->north - lat_micro) * 1000 / s->micro;
}

static int64_t larger(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

/* The frame holds every place; the scale is that of the longer side. */
static void frame(struct sheet *s, const struct draw_place *place, unsigned n)
{
	int64_t south = place[0].lat_micro, east = place[0].lon_micro, west = east;

	s->north = south;
	for (unsigned i = 1; i < n; i++) {
		s->north = larger(s->north, place[i].lat_micro);
		south = -larger(-south, -place[i].lat_micro);
		east = larger(east, place[i].lon_micro);
		west = -larger(-west, -place[i].lon_micro);
	}
	s->cosine = cosine((s->north + south) / 2);
	s->west = west * s->cosine / 1000;
	int64_t wide = larger(east * s->cosine / 1000 - s->west, SPAN_MIN_MICRO);
	int64_t tall = larger(s->north - south, SPAN_MIN_MICRO / 2);
	s->micro = larger(wide * 1000 / (DRAW_WIDTH - 2 * MARGIN), tall * 1000 / (TALLEST - 2 * MARGIN)) + 1;
	s->left = (DRAW_WIDTH - (east * s->cosine / 1000 - s->west) * 1000 / s->micro) / 2;
	s->height = 2 * MARGIN + (s->north - south) * 1000 / s->micro;
}

/* Largest first, so that small ones lie on top and labels go to those that count most. */
static void dots(struct arena *a, struct sheet *s, const struct draw_place *place, unsigned n)
{
	s->dot = ARENA_ARRAY(a, struct dot, n);
	for (unsigned i = 0; i < n; i++)
		if (place[i].known)
			s->most = larger(s->most, place[i].value);
		else
			s->any_unknown = true;
	for (unsigned i = 0; i < n; i++) {
		struct dot d = { &place[i], x_of(s, place[i].lon_micro), y_of(s, place[i].lat_micro),
			radius(&place[i], s->most) };
		unsigned at = s->n++;
		while (at > 0 && s->dot[at - 1].r < d.r) {
			s->dot[at] = s->dot[at - 1];
			at--;
		}
		s->dot[at] = d;
	}
}

/*
 * What of the line lies in the frame, in as many pieces as that takes. A piece begins and ends with a point outside: the
 * browser cuts it at the frame, so that a coast goes on to the edge and is not taken for a short road.
 */
static void view_line(struct buf *b, const struct sheet *s, const struct draw_map *m)
{
	int64_t x = 0, y = 0;
	bool was_in = false, any = false;

	for (unsigned i = 0; i < m->nline; i++) {
		int64_t to_x = x_of(s, m->line[i].lon_micro), to_y = y_of(s, m->line[i].lat_micro);
		bool in = to_x >= 0 && to_x <= DRAW_WIDTH && to_y >= 0 && to_y <= s->height;
		if (in && !any)
			html_lit(b, "<path class=\"axis\" d=\"");
		if (in && !was_in)
			draw_xy(b, 'M', i ? x : to_x, i ? y : to_y);
		if (i && (in || was_in))
			draw_xy(b, 'l', to_x - x, to_y - y);
		any |= in;
		was_in = in;
		x = to_x;
		y = to_y;
	}
	if (any)
		html_lit(b, "\"/>");
}

static void view_dot(struct buf *b, const struct dot *d)
{
	const struct draw_place *p = d->place;

	if (p->url.n) {
		html_lit(b, "<a href=\"");
		html_attr(b, p->url);
		html_lit(b, "\" tabindex=\"-1\" aria-label=\"");
		html_attr(b, p->label);
		html_lit(b, "\">");
	}
	draw_circle(b, p->known ? "bar" : "gap", d->x, d->y, d->r);
	if (p->url.n)
		html_lit(b, "</a>");
}

static bool apart(struct box a, struct box b)
{
	return a.x1 <= b.x0 || b.x1 <= a.x0 || a.y1 <= b.y0 || b.y1 <= a.y0;
}

static bool free_for(const struct sheet *s, struct box box, const struct box *taken, unsigned n)
{
	if (box.x0 < 0 || box.x1 > DRAW_WIDTH || box.y0 < 0 || box.y1 > s->height)
		return false;
	for (unsigned i = 0; i < n; i++)
		if (!apart(box, taken[i]))
			return false;
	for (unsigned i = 0; i < s->n; i++) {
		const struct dot *d = &s->dot[i];
		if (!apart(box, (struct box){ d->x - d->r, d->y - d->r, d->x + d->r, d->y + d->r }))
			return false;
	}
	return true;
}

/* Right, left, above, below: the first that overlaps nothing; none, and the dot goes without. */
static void view_labels(struct buf *b, const struct sheet *s)
{
	struct box taken[LABELS];
	unsigned n = 0;

	for (unsigned i = 0; i < s->n && n < LABELS; i++) {
		const struct dot *d = &s->dot[i];
		int64_t wide = draw_wide(d->place->label), off = d->r + 2;
		const struct box at[] = {
			{ d->x + off, d->y - 6, d->x + off + wide, d->y + 6 },
			{ d->x - off - wide, d->y - 6, d->x - off, d->y + 6 },
			{ d->x - wide / 2, d->y - off - LINE, d->x + wide / 2, d->y - off },
			{ d->x - wide / 2, d->y + off, d->x + wide / 2, d->y + off + LINE },
		};
		for (unsigned k = 0; k < ARRAY_LEN(at); k++) {
			if (!free_for(s, at[k], taken, n))
				continue;
			taken[n++] = at[k];
			draw_text(b, k == 0 ? at[k].x0 : k == 1 ? at[k].x1 : d->x, at[k].y1 - 2,
				k == 0 ? "" : k == 1 ? "end" : "middle", d->place->label);
			break;
		}
	}
}

/* A bar of so many whole kilometres (1, 2, 5, 10 …) as take at most 80 units. */
static void view_scale(struct arena *a, struct buf *b, const struct sheet *s)
{
	static const int64_t steps[] = { 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000 };
	int64_t km = 0, units = 0;

	for (unsigned i = 0; i < ARRAY_LEN(steps); i++) {
		int64_t micro = steps[i] * 1000 * 1000000 / DEGREE_M, long_units = micro * 1000 / s->micro;
		if (i && long_units > 80)
			break;
		km = steps[i];
		units = long_units;
	}
	html_lit(b, "<path class=\"axis\" d=\"M1 ");
	buf_int(b, s->height + 25);
	html_lit(b, "v5h");
	buf_int(b, units);
	html_lit(b, "v-5\"/>");
	draw_text(b, 1, s->height + 43, "", str_fmt(a, "%lld km", (long long)km));
}

static void view_legend(struct arena *a, struct buf *b, const struct sheet *s, const struct draw_map *m)
{
	int64_t y = s->height + 34, x = 110;

	view_scale(a, b, s);
	if (s->most > 0) {
		struct str text = text_fill(a, m->most, draw_number(a, s->most));
		draw_circle(b, "bar", x, y, DOT_MAX);
		draw_text(b, x + DOT_MAX + 4, y + 4, "", text);
		x += DOT_MAX + draw_wide(text) + 16;
	}
	if (s->any_unknown && x + 2 * DOT_GAP + draw_wide(m->unknown) <= DRAW_WIDTH) {
		draw_circle(b, "gap", x, y, DOT_GAP);
		draw_text(b, x + DOT_GAP + 4, y + 4, "", m->unknown);
	}
}

struct html draw_map(struct arena *a, const struct draw_map *m, const struct draw_place *place, unsigned n)
{
	struct buf b = buf_new(a, 8 * 1024);
	struct sheet s = { 0 };

	if (n > DRAW_PLACES_MAX)
		n = DRAW_PLACES_MAX;
	if (n == 0)
		return html_done(&b);
	frame(&s, place, n);
	dots(a, &s, place, n);
	draw_open(&b, "group", m->title, s.height + LEGEND);
	if (m->desc.n) {
		html_lit(&b, "<desc>");
		html_text(&b, m->desc);
		html_lit(&b, "</desc>");
	}
	view_line(&b, &s, m);
	html_lit(&b, "<g fill-opacity=\".8\">");
	for (unsigned i = 0; i < s.n; i++)
		view_dot(&b, &s.dot[i]);
	html_lit(&b, "</g>");
	view_labels(&b, &s);
	view_legend(a, &b, &s, m);
	html_lit(&b, "</svg>");
	return html_done(&b);
}
