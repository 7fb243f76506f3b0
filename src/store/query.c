/* query.c - the registry of named queries that every connection prepares. */
#include "log.h"
#include "store.h"

static struct query_set *sets[SETS_MAX];
static unsigned nsets, nqueries;
static const char *held;

void query_register(struct query_set *set)
{
	for (unsigned i = 0; i < nsets; i++)
		if (sets[i] == set || str_is(str_c(set->name), sets[i]->name))
			bug("store: query set %s is registered twice", set->name);
	if (nsets == SETS_MAX)
		bug("store: more than %d query sets", SETS_MAX);
	set->base = nqueries;
	sets[nsets++] = set;
	nqueries += set->n;
}

void db_readers_hold(const char *table)
{
	held = table;
}

const char *query_held(void)
{
	return held;
}

void query_unregister_all(void)
{
	nsets = nqueries = 0;
	held = NULL;
}

unsigned query_sets(struct query_set *const **sets_out, unsigned *nqueries_out)
{
	*sets_out = sets;
	*nqueries_out = nqueries;
	return nsets;
}
