#include "known.h"

enum { KNOWN_MAX = 2 * 1024 * 1024 };

static void forget(struct known *k)
{
	arena_reset(k->mem);
	k->groups = map_new(k->mem);
	k->refs = map_new(k->mem);
	k->actors = map_new(k->mem);
	k->aloud = map_new(k->mem);
	k->aloud_read = false;
}

void known_start(struct known *k)
{
	*k = (struct known){ .mem = arena_new(0) };
	forget(k);
}

void known_end(struct known *k)
{
	arena_free(&k->mem);
}

void known_use(struct known *k, struct ctx *c, int64_t epoch)
{
	if (k->epoch != epoch || !id_eq(k->network, c->net->id) || arena_used(k->mem) > KNOWN_MAX)
		forget(k);
	k->epoch = epoch;
	k->network = c->net->id;
	c->known = k;
	c->groups = &k->groups;
	c->refs = &k->refs;
}

void known_leave(struct ctx *c)
{
	c->known = NULL;
	c->groups = c->refs = NULL;
}
