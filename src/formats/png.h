/*
 * png.h - a drawing as PNG of at most 256 colours: a third of the bytes that full colours would take.
 */
#ifndef AYNI_PNG_H
#define AYNI_PNG_H

#include "str.h"

/*
 * point: wide × high of 0x00RRGGBB, rows one after the other. The flat colours named stay as they are; those between
 * them (edges of letters) are brought together by their upper five bits a channel, and beyond 256 to the nearest. Source:
 * PNG 1.2, colour type 3. zlib at its usual strength: the strongest is eight times slower for a tenth less. Lives in the arena; the same points give the same bytes.
 */
struct str png_indexed(struct arena *a, const uint32_t *point, unsigned wide, unsigned high, const uint32_t *flat,
	unsigned nflat);

#endif
