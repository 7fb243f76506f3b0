/*
 * outline.h - the outline of an area: rings of positions, drawn from, kept as text, made simpler.
 *
 * As text: rings parted by ";", points by a blank, numbers by a comma; latitude before longitude, in ten-thousandths of a
 * degree (some 11 m), the first point of a ring as it is, each further one as what is added to the one before. The ring
 * closes by itself. "-124289,-767533 -338,16 …". Any thread.
 */
#ifndef AYNI_OUTLINE_H
#define AYNI_OUTLINE_H

#include "draw.h"

enum { OUTLINE_TEXT_MAX = 6000, OUTLINE_RINGS_MAX = 12, OUTLINE_POINTS_MAX = 400, OUTLINE_STEP_MICRO = 100 };

/*
 * The rings of a text, in the arena. False: it is not one, has a ring of fewer than three points, more than OUTLINE_RINGS_MAX
 * rings or OUTLINE_POINTS_MAX points, or leaves the globe.
 */
bool outline_read(struct arena *a, struct str text, struct draw_ring **ring_out, unsigned *n_out) MUST_USE;
/* The text of rings; points that fall together are one. */
struct str outline_write(struct arena *a, const struct draw_ring *ring, unsigned n);
/*
 * Leave out points until only `most` are left and none is left whose triangle with its two neighbours is smaller than
 * least_m2 square metres (Visvalingam and Whyatt 1993, "Line generalisation by repeated elimination of points"); three
 * always stay. spot[0..n) is one ring, changed in place; how many stay. Takes n log n steps.
 */
unsigned outline_simplify(struct arena *a, struct draw_spot *spot, unsigned n, unsigned most, int64_t least_m2);
/* The area of one ring in square metres, whichever way round it goes (flat; good enough to tell small from large). */
int64_t outline_area_m2(const struct draw_spot *spot, unsigned n);

#endif
