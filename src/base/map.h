/*
 * map.h - a hash table from short byte strings to pointers, in an arena.
 *
 * Keys are copied. Nothing is removed; setting a key again replaces its value. Not thread-safe
 * while written; any number of readers afterwards.
 */
#ifndef AYNI_MAP_H
#define AYNI_MAP_H

#include "str.h"

struct map_slot {
	struct str key;
	void *value;
};

struct map {
	struct arena *mem;
	struct map_slot *slot;
	size_t cap, n;
};

/* An empty map in the arena. Set copies the key, borrows the value, replaces what stands there. */
struct map map_new(struct arena *a);
/* Room for n keys at once: a map that grows leaves each smaller table behind in the arena. */
void map_room(struct map *m, size_t n);
void map_set(struct map *m, struct str key, void *value);
/* NULL when absent. */
void *map_get(const struct map *m, struct str key);

#endif
