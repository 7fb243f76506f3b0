/*
 * geojson.c - any bytes as a file of shapes, and as an outline: what is taken reads back from its text and can be drawn.
 */
#include "fuzz.h"
#include "geojson.h"

static void drawn(struct arena *a, struct str outline)
{
	struct draw_ring *ring;
	unsigned n;

	fuzz_must(outline_read(a, outline, &ring, &n), "an outline reads");
	struct draw_area area = { ring, n, 1 };
	struct draw_place at = { .label = STR("x"), .lat_micro = ring[0].spot[0].lat_micro, .lon_micro = ring[0].spot[0].lon_micro };
	struct draw_map m = { .title = STR("t"), .area = &area, .narea = 1, .nstates = 2 };
	fuzz_must(draw_map(a, &m, &at, 1).s.n > 0, "an outline is drawn");
}

static void one(struct arena *a, struct str input)
{
	struct geojson_shape *s;
	struct draw_ring *ring;
	struct diag d = { 0 };
	unsigned n;

	enum rc rc = geojson_read(a, input, &s, &n, &d);
	fuzz_must((rc == OK) == (d.n == 0) && d.n <= 1, "a refusal says why, once");
	for (unsigned i = 0; rc == OK && i < n; i++)
		drawn(a, s[i].outline);
	if (outline_read(a, input, &ring, &n)) {
		struct str text = outline_write(a, ring, n);
		if (text.n) /* a ring may fall together into fewer than three points */
			drawn(a, text);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	return fuzz_one((struct str){ (const char *)data, n }, one);
}
