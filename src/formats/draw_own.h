/* draw_own.h - what the drawings share: the sheet's width, opening it, a label that stays inside. */
#ifndef AYNI_DRAW_OWN_H
#define AYNI_DRAW_OWN_H

#include "draw.h"
#include "money.h"

enum { DRAW_WIDTH = 320, DRAW_LETTER = 6 }; /* units; a letter of class lbl is about so wide */

/* role: "img", or "group" when there are links inside. */
static inline void draw_open(struct buf *b, const char *role, struct str title, int64_t height)
{
	html_lit(b, "<svg class=\"chart\" viewBox=\"0 0 320 ");
	buf_int(b, height);
	html_lit(b, "\" role=\"");
	buf_c(b, role);
	html_lit(b, "\" aria-label=\"");
	html_attr(b, title);
	html_lit(b, "\">");
}

/* One step of a path: its command, and two whole numbers as short as can be. */
static inline void draw_xy(struct buf *b, char command, int64_t x, int64_t y)
{
	buf_char(b, command);
	buf_int(b, x);
	if (y >= 0)
		buf_char(b, ' '); /* a minus parts them as well */
	buf_int(b, y);
}

/*
 * Cosine of a latitude in thousandths: Bhaskara's rational formula, better than 0.2 % everywhere ("Mahabhaskariya", 7th
 * century; cos x = (32400 - 4 x²) / (32400 + x²) in degrees).
 */
static inline int64_t draw_cosine(int64_t lat_micro)
{
	int64_t tenths = (lat_micro < 0 ? -lat_micro : lat_micro) / 100000;
	int64_t square = tenths * tenths, c = (3240000 - 4 * square) * 1000 / (3240000 + square);

	return c < 1 ? 1 : c;
}

/* Units that a label takes: letters, not bytes. */
static inline int64_t draw_wide(struct str text)
{
	int64_t n = 0;

	for (size_t i = 0; i < text.n; i++)
		n += ((unsigned char)text.p[i] & 0xc0) != 0x80;
	return n * DRAW_LETTER;
}

/* anchor: "", "middle" or "end". */
static inline void draw_text(struct buf *b, int64_t x, int64_t y, const char *anchor, struct str text)
{
	html_lit(b, "<text class=\"lbl\" x=\"");
	buf_int(b, x);
	if (*anchor) {
		html_lit(b, "\" text-anchor=\"");
		buf_c(b, anchor);
	}
	html_lit(b, "\" y=\"");
	buf_int(b, y);
	html_lit(b, "\">");
	html_text(b, text);
	html_lit(b, "</text>");
}

/* A closed circle. */
static inline void draw_circle(struct buf *b, const char *class, int64_t x, int64_t y, int64_t r)
{
	html_lit(b, "<circle class=\"");
	buf_c(b, class);
	html_lit(b, "\" cx=\"");
	buf_int(b, x);
	html_lit(b, "\" cy=\"");
	buf_int(b, y);
	html_lit(b, "\" r=\"");
	buf_int(b, r);
	html_lit(b, "\"/>");
}

/* With thousands marks. */
static inline struct str draw_number(struct arena *a, int64_t n)
{
	struct buf b = buf_new(a, 32);

	buf_thousands(&b, n);
	return buf_str(&b);
}

#endif
