/*
 * kitchen_at.h - where kitchens are: the nearest of a point, and all that have a position. The module kitchens publishes it.
 *
 * Listed are kitchens that work and are no double of another. Positions belong to the network's members; the public
 * sees a point only where its kitchen said so (`on_map`).
 */
#ifndef AYNI_KITCHEN_AT_H
#define AYNI_KITCHEN_AT_H

#include "module.h"

struct kitchen_at {
	struct id id, place; /* place: zero when unknown */
	int64_t lat_udeg, lon_udeg, distance_m; /* distance_m: of kitchen_near alone */
	bool on_map;
};

/*
 * Kitchens at most within_m metres from there, the nearest first; how many, at most max. What is close is asked for
 * first, so that the nearest of a city are found without reading it.
 */
unsigned kitchen_near(struct ctx *c, int64_t lat_udeg, int64_t lon_udeg, int64_t within_m, struct kitchen_at *out, unsigned max);
/* All with a position, by id; how many. In the context's arena. */
unsigned kitchens_placed(struct ctx *c, struct kitchen_at **out);

/* Its questions, for the module whose tables they read. */
extern struct query_set kitchen_at_sql;

#endif
