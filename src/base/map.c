#include "map.h"

struct map map_new(struct arena *a)
{
	return (struct map){ .mem = a };
}

/* FNV-1a, 64 bits. */
static uint64_t fnv(struct str s)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325);

	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * UINT64_C(0x100000001b3);
	return h;
}

static struct map_slot *find(struct map_slot *slot, size_t cap, struct str key)
{
	size_t i = (size_t)fnv(key) & (cap - 1);

	while (slot[i].key.p && !str_eq(slot[i].key, key))
		i = (i + 1) & (cap - 1);
	return &slot[i];
}

enum { LEAST = 16 };

static void grow(struct map *m, size_t cap)
{
	struct map_slot *slot = ARENA_ARRAY(m->mem, struct map_slot, cap);

	for (size_t i = 0; i < m->cap; i++)
		if (m->slot[i].key.p)
			*find(slot, cap, m->slot[i].key) = m->slot[i];
	m->slot = slot;
	m->cap = cap;
}

void map_room(struct map *m, size_t n)
{
	size_t cap = m->cap ? m->cap : LEAST;

	while (n * 4 >= cap * 3)
		cap *= 2;
	if (cap > m->cap)
		grow(m, cap);
}

void map_set(struct map *m, struct str key, void *value)
{
	if (m->n * 4 >= m->cap * 3)
		grow(m, m->cap ? m->cap * 2 : LEAST);
	struct map_slot *s = find(m->slot, m->cap, key);
	if (!s->key.p) {
		s->key = str_dup(m->mem, key);
		m->n++;
	}
	s->value = value;
}

void *map_get(const struct map *m, struct str key)
{
	return m->cap ? find(m->slot, m->cap, key)->value : NULL;
}
