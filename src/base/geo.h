/*
 * geo.h - distances between positions, and the nearest of many.
 *
 * Positions are micro-degrees (WGS 84), distances whole metres along the great circle of a sphere of 6,371,008.8 m
 * (haversine; IUGG mean radius). Good to 0.5 %; how people walk is longer, which whoever shows it may add.
 */
#ifndef AYNI_GEO_H
#define AYNI_GEO_H

#include <stdint.h>

#include "arena.h"

/* Metres between two positions. Any thread. */
int64_t geo_distance_m(int64_t lat1_udeg, int64_t lon1_udeg, int64_t lat2_udeg, int64_t lon2_udeg);

struct geo_point {
	int64_t lat_udeg, lon_udeg;
	uint32_t key; /* the caller's: what it is the position of */
};

struct geo_near {
	uint32_t key;
	int64_t distance_m;
};

struct geo_index;

/* Made once over n points, which it copies; lives in the arena; asked by any thread. */
struct geo_index *geo_index_new(struct arena *a, const struct geo_point *p, unsigned n);
/* The nearest ones within that many metres, the nearest first, equal ones by key; how many, at most max. */
unsigned geo_index_near(const struct geo_index *g, int64_t lat_udeg, int64_t lon_udeg, int64_t within_m, struct geo_near *out, unsigned max);

#endif
