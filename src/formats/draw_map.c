/*
 * draw_map.c - places as dots, sized by a number.
 */
#include "draw_own.h"
#include "i18n.h"

enum { TALLEST = 360, MARGIN = 16, DOT_MIN = 3, DOT_MAX = 14, DOT_GAP = 4, DOT_LEVEL = 5, LABELS = 8, LINE = 11, LEGEND = 52, STATE_LINE = 16 };
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

static int64_t root(int64_t n)
{
	int64_t r = 0;

	while ((r + 1) * (r + 1) <= n)
		r++;
	return r;
}

/* Area by value: the largest dot has DOT_MAX. */
static int64_t radius(const struct draw_place *p, int64_t most, bool level)
{
	if (level)
		return DOT_LEVEL;
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

struct bounds {
	int64_t north, south, east, west;
};

static void widen(struct bounds *b, int64_t lat_micro, int64_t lon_micro)
{
	b->north = larger(b->north, lat_micro);
	b->south = -larger(-b->south, -lat_micro);
	b->east = larger(b->east, lon_micro);
	b->west = -larger(-b->west, -lon_micro);
}

/* The frame holds every place and every area; the scale is that of the longer side. */
static void frame(struct sheet *s, const struct draw_map *m, const struct draw_place *place, unsigned n)
{
	struct bounds at = { -INT64_MAX, INT64_MAX, -INT64_MAX, INT64_MAX };

	for (unsigned i = 0; i < n; i++)
		widen(&at, place[i].lat_micro, place[i].lon_micro);
	for (unsigned i = 0; i < m->narea; i++)
		for (unsigned r = 0; r < m->area[i].nring; r++)
			for (unsigned k = 0; k < m->area[i].ring[r].n; k++)
				widen(&at, m->area[i].ring[r].spot[k].lat_micro, m->area[i].ring[r].spot[k].lon_micro);
	int64_t south = at.south, east = at.east, west = at.west;
	s->north = at.north;
	s->cosine = draw_cosine((s->north + south) / 2);
	s->west = west * s->cosine / 1000;
	int64_t wide = larger(east * s->cosine / 1000 - s->west, SPAN_MIN_MICRO);
	int64_t tall = larger(s->north - south, SPAN_MIN_MICRO / 2);
	s->micro = larger(wide * 1000 / (DRAW_WIDTH - 2 * MARGIN), tall * 1000 / (TALLEST - 2 * MARGIN)) + 1;
	s->left = (DRAW_WIDTH - (east * s->cosine / 1000 - s->west) * 1000 / s->micro) / 2;
	s->height = 2 * MARGIN + (s->north - south) * 1000 / s->micro;
}

/* Largest first, so that small ones lie on top and labels go to those that count most. */
static void dots(struct arena *a, struct sheet *s, const struct draw_place *place, unsigned n, bool level)
{
	s->dot = ARENA_ARRAY(a, struct dot, n);
	for (unsigned i = 0; i < n; i++)
		if (place[i].known)
			s->most = larger(s->most, place[i].value);
		else
			s->any_unknown = true;
	for (unsigned i = 0; i < n; i++) {
		struct dot d = { &place[i], x_of(s, place[i].lon_micro), y_of(s, place[i].lat_micro),
			radius(&place[i], s->most, level) };
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

/* Points that fall on one unit of the sheet are one: so coarse an outline is as small as it can be. */
static void view_ring(struct buf *b, const struct sheet *s, const struct draw_ring *ring)
{
	int64_t x = 0, y = 0;
	unsigned n = 0;

	for (unsigned i = 0; i < ring->n; i++) {
		int64_t to_x = x_of(s, ring->spot[i].lon_micro), to_y = y_of(s, ring->spot[i].lat_micro);
		if (n && to_x == x && to_y == y)
			continue;
		draw_xy(b, n ? 'l' : 'M', n ? to_x - x : to_x, n ? to_y - y : to_y);
		x = to_x;
		y = to_y;
		n++;
	}
	if (n)
		buf_char(b, 'z');
}

/* What is not known has an edge alone; the others the colour of bars, the darker the higher the state. */
static void state_open(struct buf *b, unsigned state, unsigned nstates)
{
	if (!state) {
		html_lit(b, "<path class=\"axis\" d=\"");
		return;
	}
	html_lit(b, "<path class=\"bar\" stroke=\"currentColor\" stroke-opacity=\".5\" fill-opacity=\".");
	buf_int(b, 7 * (int64_t)state / (nstates > 1 ? nstates - 1 : 1));
	html_lit(b, "\" d=\"");
}

static void view_areas(struct buf *b, const struct sheet *s, const struct draw_map *m)
{
	for (unsigned state = 0; state < m->nstates && state < DRAW_STATES_MAX; state++) {
		bool any = false;
		for (unsigned i = 0; i < m->narea; i++) {
			if (m->area[i].state != state)
				continue;
			if (!any)
				state_open(b, state, m->nstates);
			any = true;
			for (unsigned r = 0; r < m->area[i].nring; r++)
				view_ring(b, s, &m->area[i].ring[r]);
		}
		if (any)
			html_lit(b, "\"/>");
	}
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
	if (s->most > 0 && m->most.n) {
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

/* Two a line. */
static void view_states(struct buf *b, const struct sheet *s, const struct draw_map *m)
{
	unsigned n = 0;

	for (unsigned i = 0; i < m->nstates && i < DRAW_STATES_MAX; i++) {
		if (!m->state[i].n)
			continue;
		int64_t x = n % 2 * (DRAW_WIDTH / 2) + 1, y = s->height + LEGEND + n / 2 * STATE_LINE;
		state_open(b, i, m->nstates);
		draw_xy(b, 'M', x, y);
		html_lit(b, "h14v10h-14z\"/>");
		draw_text(b, x + 20, y + 9, "", m->state[i]);
		n++;
	}
}

static unsigned states_lines(const struct draw_map *m)
{
	unsigned n = 0;

	for (unsigned i = 0; i < m->nstates && i < DRAW_STATES_MAX; i++)
		n += m->state[i].n > 0;
	return (n + 1) / 2;
}

struct html draw_map(struct arena *a, const struct draw_map *m, const struct draw_place *place, unsigned n)
{
	struct buf b = buf_new(a, 8 * 1024);
	struct sheet s = { 0 };

	if (n > DRAW_PLACES_MAX)
		n = DRAW_PLACES_MAX;
	if (n == 0)
		return html_done(&b);
	frame(&s, m, place, n);
	dots(a, &s, place, n, m->level);
	draw_open(&b, "group", m->title, s.height + LEGEND + states_lines(m) * STATE_LINE);
	if (m->desc.n) {
		html_lit(&b, "<desc>");
		html_text(&b, m->desc);
		html_lit(&b, "</desc>");
	}
	view_areas(&b, &s, m);
	view_line(&b, &s, m);
	html_lit(&b, "<g fill-opacity=\".8\">");
	for (unsigned i = 0; i < s.n; i++)
		view_dot(&b, &s.dot[i]);
	html_lit(&b, "</g>");
	view_labels(&b, &s);
	view_legend(a, &b, &s, m);
	view_states(&b, &s, m);
	html_lit(&b, "</svg>");
	return html_done(&b);
}
