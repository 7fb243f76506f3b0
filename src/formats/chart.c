#include "chart.h"

#include "money.h"

enum { WIDTH = 320, BASE = 94, TALLEST = 80, FOOT = 107, HEIGHT = 110, LABEL_ALL = 8 };
enum { ROW = 28, ROW_TEXT = 12, ROW_BAR = 17, ROW_THICK = 7 };

static int64_t highest(const struct chart_point *point, unsigned n)
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

static void open_svg(struct buf *b, struct str title, int64_t height)
{
	html_lit(b, "<svg class=\"chart\" viewBox=\"0 0 ");
	buf_int(b, WIDTH);
	buf_char(b, ' ');
	buf_int(b, height);
	html_lit(b, "\" role=\"img\" aria-label=\"");
	html_attr(b, title);
	html_lit(b, "\">");
}

static void point_xy(struct buf *b, char command, int64_t x, int64_t y)
{
	buf_char(b, command);
	buf_int(b, x);
	buf_char(b, ' ');
	buf_int(b, y);
}

/* Text at x; what would leave the drawing at an end is anchored there. */
static void label(struct buf *b, int64_t x, int64_t y, struct str text)
{
	int64_t half = (int64_t)text.n * 3; /* about 6 units a letter */

	html_lit(b, "<text class=\"lbl\" x=\"");
	if (x - half < 0) {
		buf_char(b, '0');
	} else if (x + half > WIDTH) {
		buf_int(b, WIDTH);
		html_lit(b, "\" text-anchor=\"end");
	} else {
		buf_int(b, x);
		html_lit(b, "\" text-anchor=\"middle");
	}
	html_lit(b, "\" y=\"");
	buf_int(b, y);
	html_lit(b, "\">");
	html_text(b, text);
	html_lit(b, "</text>");
}

static struct str number(struct arena *a, int64_t n)
{
	struct buf b = buf_new(a, 32);

	buf_thousands(&b, n);
	return buf_str(&b);
}

enum look { BAR, NOW, GAP, LOOK__N };

static enum look look_of(const struct chart_point *p)
{
	return !p->known ? GAP : p->now ? NOW : BAR;
}

static void open_path(struct buf *b, enum look look)
{
	static const char *const class[LOOK__N] = { "bar", "now", "gap" };

	html_lit(b, "<path class=\"");
	buf_c(b, class[look]);
	html_lit(b, "\" d=\"");
}

static bool any(const struct chart_point *point, unsigned n, enum look look)
{
	for (unsigned i = 0; i < n; i++)
		if (look_of(&point[i]) == look)
			return true;
	return false;
}

/* All columns of one look in one path. */
static void columns_of(struct buf *b, const struct chart_point *point, unsigned n, enum look look)
{
	int64_t max = highest(point, n), step = WIDTH / n, thick = step > 3 ? step - step / 5 - 1 : step;

	if (!any(point, n, look))
		return;
	open_path(b, look);
	for (unsigned i = 0; i < n; i++) {
		if (look_of(&point[i]) != look)
			continue;
		int64_t tall = look == GAP ? 6 : scaled(point[i].value, max, TALLEST);
		point_xy(b, 'M', (WIDTH - n * step) / 2 + i * step + (step - thick) / 2, BASE);
		html_lit(b, "v-");
		buf_int(b, tall);
		html_lit(b, "h");
		buf_int(b, thick);
		html_lit(b, "v");
		buf_int(b, tall);
	}
	html_lit(b, "\"/>");
}

struct html chart_columns(struct arena *a, struct str title, const struct chart_point *point,
	unsigned n)
{
	struct buf b = buf_new(a, 1536);

	if (n > CHART_COLUMNS_MAX) {
		point += n - CHART_COLUMNS_MAX;
		n = CHART_COLUMNS_MAX;
	}
	int64_t max = highest(point, n);
	if (max < 0)
		return html_done(&b);
	int64_t step = WIDTH / n;
	bool all = n <= LABEL_ALL, top_done = false;
	open_svg(&b, title, HEIGHT);
	for (enum look look = BAR; look < LOOK__N; look++)
		columns_of(&b, point, n, look);
	html_lit(&b, "<path class=\"axis\" d=\"M0 94.5h320\"/>");
	for (unsigned i = 0; i < n; i++) {
		const struct chart_point *p = &point[i];
		int64_t x = (WIDTH - n * step) / 2 + i * step + step / 2;
		if (p->known && (all || (p->value == max && !top_done))) {
			label(&b, x, BASE - 3 - scaled(p->value, max, TALLEST), number(a, p->value));
			top_done = true;
		}
		if (all || i == 0 || i + 1 == n)
			label(&b, x, FOOT, p->label);
	}
	html_lit(&b, "</svg>");
	return html_done(&b);
}

struct html chart_rows(struct arena *a, struct str title, const struct chart_point *point,
	unsigned n)
{
	struct buf b = buf_new(a, 1536);

	if (n > CHART_ROWS_MAX)
		n = CHART_ROWS_MAX;
	int64_t max = highest(point, n);
	if (max < 0)
		return html_done(&b);
	open_svg(&b, title, (int64_t)n * ROW);
	for (unsigned i = 0; i < n; i++) {
		const struct chart_point *p = &point[i];
		int64_t y = (int64_t)i * ROW, length = p->known ? scaled(p->value, max, WIDTH) : WIDTH;
		label(&b, 0, y + ROW_TEXT, p->label);
		if (p->known)
			label(&b, WIDTH, y + ROW_TEXT, number(a, p->value));
		open_path(&b, look_of(p));
		/* No datum: a dashed line along the whole row instead of a bar. */
		point_xy(&b, 'M', 0, y + ROW_BAR);
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
