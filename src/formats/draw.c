/*
 * draw.c - columns, rows, a line, parts of a whole.
 */
#include "draw_own.h"

enum { WIDTH = DRAW_WIDTH, BASE = 94, TALLEST = 80, FOOT = 107, HEIGHT = 110, LABEL_ALL = 8 };
enum { ROW = 28, ROW_TEXT = 12, ROW_BAR = 17, ROW_THICK = 7 };
enum { PART_BAR = 24, PART_ROW = 20, PART_ROOM = 2 };

static int64_t highest(const struct draw_point *point, unsigned n)
{
	int64_t max = -1;

	for (unsigned i = 0; i < n; i++)
		if (point[i].known && point[i].value > max)
			max = point[i].value;
	return max;
}

/* value of max in units of full; what is not zero is at least 1, zero stays to be seen as a line. */
static int64_t scaled(int64_t value, int64_t max, int64_t full)
{
	if (value <= 0 || max <= 0)
		return 1;
	int64_t size = max > INT64_MAX / full ? value / (max / full) : value * full / max;
	return size < 1 ? 1 : size > full ? full : size;
}

/* Text around x; what would leave the drawing at an end is anchored there. */
static void label(struct buf *b, int64_t x, int64_t y, struct str text)
{
	int64_t half = draw_wide(text) / 2;

	if (x - half < 0)
		draw_text(b, 0, y, "", text);
	else if (x + half > WIDTH)
		draw_text(b, WIDTH, y, "end", text);
	else
		draw_text(b, x, y, "middle", text);
}

enum look { BAR, NOW, GAP, LOOK__N };

static enum look look_of(const struct draw_point *p)
{
	return !p->known ? GAP : p->now ? NOW : BAR;
}

static const char *const class_of[LOOK__N] = { "bar", "now", "gap" };

static void open_path(struct buf *b, const char *class)
{
	html_lit(b, "<path class=\"");
	buf_c(b, class);
	html_lit(b, "\" d=\"");
}

static void axis(struct buf *b)
{
	html_lit(b, "<path class=\"axis\" d=\"M0 94.5h320\"/>");
}

static bool any(const struct draw_point *point, unsigned n, enum look look)
{
	for (unsigned i = 0; i < n; i++)
		if (look_of(&point[i]) == look)
			return true;
	return false;
}

/* All columns of one look in one path. */
static void columns_of(struct buf *b, const struct draw_point *point, unsigned n, enum look look)
{
	int64_t max = highest(point, n), step = WIDTH / n, thick = step > 3 ? step - step / 5 - 1 : step;

	if (!any(point, n, look))
		return;
	open_path(b, class_of[look]);
	for (unsigned i = 0; i < n; i++) {
		if (look_of(&point[i]) != look)
			continue;
		int64_t tall = look == GAP ? 6 : scaled(point[i].value, max, TALLEST);
		draw_xy(b, 'M', (WIDTH - n * step) / 2 + i * step + (step - thick) / 2, BASE);
		html_lit(b, "v-");
		buf_int(b, tall);
		html_lit(b, "h");
		buf_int(b, thick);
		html_lit(b, "v");
		buf_int(b, tall);
	}
	html_lit(b, "\"/>");
}

struct html draw_columns(struct arena *a, struct str title, const struct draw_point *point,
	unsigned n)
{
	struct buf b = buf_new(a, 1536);

	if (n > DRAW_COLUMNS_MAX) {
		point += n - DRAW_COLUMNS_MAX;
		n = DRAW_COLUMNS_MAX;
	}
	int64_t max = highest(point, n);
	if (max < 0)
		return html_done(&b);
	int64_t step = WIDTH / n;
	bool all = n <= LABEL_ALL, top_done = false;
	draw_open(&b, "img", title, HEIGHT);
	for (enum look look = BAR; look < LOOK__N; look++)
		columns_of(&b, point, n, look);
	axis(&b);
	for (unsigned i = 0; i < n; i++) {
		const struct draw_point *p = &point[i];
		int64_t x = (WIDTH - n * step) / 2 + i * step + step / 2;
		if (p->known && (all || (p->value == max && !top_done))) {
			label(&b, x, BASE - 3 - scaled(p->value, max, TALLEST), draw_number(a, p->value));
			top_done = true;
		}
		if (all || i == 0 || i + 1 == n)
			label(&b, x, FOOT, p->label);
	}
	html_lit(&b, "</svg>");
	return html_done(&b);
}

struct html draw_rows(struct arena *a, struct str title, const struct draw_point *point,
	unsigned n)
{
	struct buf b = buf_new(a, 1536);

	if (n > DRAW_ROWS_MAX)
		n = DRAW_ROWS_MAX;
	int64_t max = highest(point, n);
	if (max < 0)
		return html_done(&b);
	draw_open(&b, "img", title, (int64_t)n * ROW);
	for (unsigned i = 0; i < n; i++) {
		const struct draw_point *p = &point[i];
		int64_t y = (int64_t)i * ROW, length = p->known ? scaled(p->value, max, WIDTH) : WIDTH;
		label(&b, 0, y + ROW_TEXT, p->label);
		if (p->known)
			label(&b, WIDTH, y + ROW_TEXT, draw_number(a, p->value));
		open_path(&b, class_of[look_of(p)]);
		/* No datum: a dashed line along the whole row instead of a bar. */
		draw_xy(&b, 'M', 0, y + ROW_BAR);
		html_lit(&b, "h");
		buf_int(&b, length);
		if (p->known) {
			html_lit(&b, "v");
			buf_int(&b, ROW_THICK);
			html_lit(&b, "H0");
		}
		html_lit(&b, "\"/>");
	}
	html_lit(&b, "</svg>");
	return html_done(&b);
}

/* ---- a line ---- */

static int64_t line_y(const struct draw_point *p, int64_t max)
{
	return BASE - (p->value > 0 ? scaled(p->value, max, TALLEST) : 0);
}

/* Known points that follow each other, joined; relative steps are the shortest way to say it. */
static void line_path(struct buf *b, const struct draw_point *point, unsigned n, int64_t max, int64_t step, int64_t x)
{
	int64_t at = 0;
	bool down = false;

	open_path(b, "line");
	for (unsigned i = 0; i < n; i++, x += step) {
		int64_t y = line_y(&point[i], max);
		if (point[i].known && down)
			draw_xy(b, 'l', step, y - at);
		else if (point[i].known)
			draw_xy(b, 'M', x, y);
		if (point[i].known && !down && (i + 1 == n || !point[i + 1].known))
			html_lit(b, "h0");
		down = point[i].known;
		at = y;
	}
	html_lit(b, "\"/>");
}

struct html draw_line(struct arena *a, struct str title, const struct draw_point *point, unsigned n)
{
	struct buf b = buf_new(a, 1024);

	if (n > DRAW_COLUMNS_MAX) {
		point += n - DRAW_COLUMNS_MAX;
		n = DRAW_COLUMNS_MAX;
	}
	int64_t max = highest(point, n);
	if (max < 0)
		return html_done(&b);
	int64_t step = WIDTH / n, first = (WIDTH - n * step) / 2 + step / 2;
	bool top_done = false;
	draw_open(&b, "img", title, HEIGHT);
	columns_of(&b, point, n, GAP);
	line_path(&b, point, n, max, step, first);
	axis(&b);
	for (unsigned i = 0; i < n; i++) {
		const struct draw_point *p = &point[i];
		int64_t x = first + i * step;
		if (p->known && p->now)
			draw_circle(&b, "now", x, line_y(p, max), 4);
		if (p->known && p->value == max && !top_done) {
			label(&b, x, line_y(p, max) - 4, draw_number(a, p->value));
			top_done = true;
		}
		if (i == 0 || i + 1 == n)
			label(&b, x, FOOT, p->label);
	}
	html_lit(&b, "</svg>");
	return html_done(&b);
}

/* ---- parts of a whole ---- */

/* A box in the ink of the i-th part: paler and paler, with room between, so that it does without colours. */
static void part_box(struct buf *b, unsigned i, bool known, int64_t x, int64_t y, int64_t wide, int64_t tall)
{
	static const char *const ink[DRAW_PARTS_MAX] = { "1", ".7", ".45", ".25" };

	html_lit(b, "<path class=\"");
	buf_c(b, known ? "bar" : "gap");
	if (known && i) {
		html_lit(b, "\" fill-opacity=\"");
		buf_c(b, ink[i]);
	}
	html_lit(b, "\" d=\"");
	draw_xy(b, 'M', x, y);
	html_lit(b, "h");
	buf_int(b, wide);
	html_lit(b, "v");
	buf_int(b, tall);
	html_lit(b, "h-");
	buf_int(b, wide);
	html_lit(b, "z\"/>");
}

struct html draw_parts(struct arena *a, struct str title, const struct draw_point *part, unsigned n)
{
	struct buf b = buf_new(a, 1024);
	int64_t max = highest(part, n > DRAW_PARTS_MAX ? DRAW_PARTS_MAX : n), all = 0, sum = 0;

	if (n > DRAW_PARTS_MAX)
		n = DRAW_PARTS_MAX;
	/* In thousandths of the largest, so that no sum overflows. */
	for (unsigned i = 0; i < n; i++)
		all += part[i].known && part[i].value > 0 ? scaled(part[i].value, max, 1000) : 0;
	if (all == 0)
		return html_done(&b);
	draw_open(&b, "img", title, PART_BAR + (int64_t)n * PART_ROW);
	for (unsigned i = 0; i < n; i++) {
		if (!part[i].known || part[i].value <= 0)
			continue;
		int64_t from = sum * WIDTH / all;
		sum += scaled(part[i].value, max, 1000);
		int64_t wide = sum * WIDTH / all - from - (sum < all ? PART_ROOM : 0);
		part_box(&b, i, true, from, 0, wide < 1 ? 1 : wide, PART_BAR);
	}
	for (unsigned i = 0; i < n; i++) {
		int64_t y = PART_BAR + (int64_t)i * PART_ROW;
		part_box(&b, i, part[i].known, 1, y + 7, 11, 11);
		draw_text(&b, 20, y + 17, "", part[i].label);
		if (part[i].known)
			draw_text(&b, WIDTH, y + 17, "end", draw_number(a, part[i].value));
	}
	html_lit(&b, "</svg>");
	return html_done(&b);
}
