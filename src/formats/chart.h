/*
 * chart.h - small drawings made by the server as inline SVG.
 *
 * Every drawing stands beside a table with the same numbers, so it says only its title to screen
 * readers. Colours come from the style sheet by class: bar, now (the one that matters today), gap
 * (no datum; never drawn as zero), axis, lbl. Whole numbers only. Any thread.
 */
#ifndef AYNI_CHART_H
#define AYNI_CHART_H

#include "html.h"

enum { CHART_COLUMNS_MAX = 64, CHART_ROWS_MAX = 60 };

struct chart_point {
	struct str label; /* a day, a district */
	int64_t value;    /* 0 or more; anything less is drawn as 0 */
	bool known;
	bool now;         /* drawn with class now */
};

/*
 * One column a point, in order of time; at most CHART_COLUMNS_MAX, the last ones. Up to 8 points
 * each shows label and value; more show the first and last label and the highest value. 30 points
 * take less than 1.5 kB. Empty markup when no point is known.
 */
struct html chart_columns(struct arena *a, struct str title, const struct chart_point *point,
	unsigned n);
/* One bar a point, label and value above it; at most CHART_ROWS_MAX, the first ones. */
struct html chart_rows(struct arena *a, struct str title, const struct chart_point *point,
	unsigned n);

#endif
