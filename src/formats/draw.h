/*
 * draw.h - small drawings made by the server as inline SVG: columns, rows, a line, the parts of a whole, a map.
 *
 * Every drawing stands beside a table with the same numbers, so it says only its title to screen readers
 * (the map, whose dots are links, also says its description). Colours come from the style sheet by class:
 * bar, now (the one that matters today), gap (no datum; never drawn as zero), line, axis, lbl. Whole numbers
 * only, coordinates as short as can be: these bytes travel over a bad line. The same input gives the same
 * bytes. Nothing outlives the arena; any thread.
 */
#ifndef AYNI_DRAW_H
#define AYNI_DRAW_H

#include "html.h"

enum { DRAW_COLUMNS_MAX = 64, DRAW_ROWS_MAX = 60, DRAW_PARTS_MAX = 4, DRAW_PLACES_MAX = 200 };

struct draw_point {
	struct str label; /* a day, a district */
	int64_t value;    /* 0 or more; anything less is drawn as 0 */
	bool known;
	bool now;         /* drawn with class now */
};

/*
 * One column a point, in order of time; at most DRAW_COLUMNS_MAX, the last ones. Up to 8 points
 * each shows label and value; more show the first and last label and the highest value. 30 points
 * take less than 1.5 kB. Empty markup when no point is known.
 */
struct html draw_columns(struct arena *a, struct str title, const struct draw_point *point, unsigned n);
/* One bar a point, label and value above it; at most DRAW_ROWS_MAX, the first ones. */
struct html draw_rows(struct arena *a, struct str title, const struct draw_point *point, unsigned n);
/* A line through the points, broken where nothing is known; a lone point is a dot. Limits as columns. */
struct html draw_line(struct arena *a, struct str title, const struct draw_point *point, unsigned n);
/*
 * The parts of one whole as pieces of one bar, label and value of each in a legend beside its sign; at most
 * DRAW_PARTS_MAX, the first ones. A part that is not known takes no room and says so by a dashed sign.
 * Empty when the known ones add up to nothing.
 */
struct html draw_parts(struct arena *a, struct str title, const struct draw_point *part, unsigned n);

struct draw_place {
	struct str label, url; /* url: where the dot leads, on this site; empty: nowhere */
	int64_t lat_micro, lon_micro;
	int64_t value;
	bool known;
};

struct draw_spot {
	int32_t lat_micro, lon_micro;
};

/* One ring of an area; it closes by itself. */
struct draw_ring {
	const struct draw_spot *spot;
	unsigned n;
};

enum { DRAW_STATES_MAX = 5 };

struct draw_area {
	const struct draw_ring *ring;
	unsigned nring;
	unsigned state; /* which of the map's states; drawn with all others of that state as one path */
};

struct draw_map {
	struct str title, desc;
	struct str most;    /* legend of the largest dot, its one %s the largest value; empty: none is shown */
	struct str unknown; /* legend of a dot without datum; shown where there is one */
	const struct draw_spot *line; /* a coast or border for the eye; cut where it leaves the frame */
	unsigned nline;
	/* Areas under the dots, or none: the frame holds them too. State 0 is "not known"; the higher, the darker. */
	const struct draw_area *area;
	unsigned narea;
	struct str state[DRAW_STATES_MAX]; /* what each means, for the legend; empty: not in it */
	unsigned nstates;
	bool level; /* all dots of one size: a place is a place, none is more than another */
};

/*
 * The area of each of n centres that has no known outline: what is nearer to it than to any other (its Voronoi cell), and no
 * farther than a good way between neighbours, as one ring. Two centres at the same position share one. In the arena.
 */
struct draw_ring *draw_cells(struct arena *a, const struct draw_spot *centre, unsigned n);

/*
 * A dot a place, its area by its value, at most DRAW_PLACES_MAX. North is up; equirectangular, true to scale
 * at the middle latitude. The largest get a label where it overlaps nothing. With a scale in kilometres and
 * a legend. Empty when there is no place.
 */
struct html draw_map(struct arena *a, const struct draw_map *m, const struct draw_place *place, unsigned n);

#endif
