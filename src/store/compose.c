/* compose.c - statements composed at run time, prepared once per connection and text. */
#include "log.h"
#include "store.h"

static bool survives(const struct db *db, const struct composed *c)
{
	return c->slot.open || db->compose_turn - c->used < COMPOSED_YOUNG;
}

/*
 * Drop all that are neither open nor young. Survivors stay where they are, since their queries
 * are in use; their texts move to a new arena, which takes the place of the old one.
 */
static void evict(struct db *db)
{
	struct arena *old = db->compose_mem;

	db->compose_mem = arena_new(0);
	db->compose_map = map_new(db->compose_mem);
	for (unsigned i = 0; i < db->ncomposed; i++) {
		struct composed *c = &db->composed[i];

		if (!c->slot.stmt)
			continue;
		if (survives(db, c)) {
			struct str sql = str_dup(db->compose_mem, str_c(c->q.sql));

			c->q.sql = sql.p;
			map_set(&db->compose_map, sql, c);
		} else {
			db->engine->ops->finish(db->engine, c->slot.stmt);
			*c = (struct composed){ .slot.turn = c->slot.turn };
		}
	}
	arena_free(&old);
}

static struct composed *vacant(struct db *db)
{
	if (!db->composed) {
		if (!db->compose_mem) /* each may leave for want of memory, and come again */
			db->compose_mem = arena_new(0);
		db->composed = ARENA_ARRAY(db->mem, struct composed, COMPOSED_MAX);
		db->compose_map = map_new(db->compose_mem);
	}
	for (unsigned round = 0; round < 2; round++) {
		if (db->ncomposed < COMPOSED_MAX)
			return &db->composed[db->ncomposed++];
		for (unsigned i = 0; i < COMPOSED_MAX; i++)
			if (!db->composed[i].slot.stmt)
				return &db->composed[i];
		evict(db);
	}
	bug("store: %d composed queries are open at once", COMPOSED_MAX);
}

/* Prepare it in its place; false after an error. */
static bool prepare(struct db *db, struct composed *c)
{
	const struct engine_ops *ops = db->engine->ops;
	struct prepared p;
	enum rc rc = ops->prepare(db->engine, &c->q, &c->slot.stmt);

	if (rc == OK)
		rc = ops->describe(db->engine, c->slot.stmt, &p);
	if (rc == INVALID || (rc == OK && (p.nparams != c->q.nparams || p.ncols != c->q.ncols)))
		bug("store: composed statement: %s: %s",
			rc == OK ? "parameters or columns differ" : db->engine->message, c->q.sql);
	if (rc == OK) {
		c->slot.writes = p.writes;
		return true;
	}
	db_fail(db, rc, NULL);
	ops->finish(db->engine, c->slot.stmt);
	*c = (struct composed){ .slot.turn = c->slot.turn };
	return false;
}

const struct query *db_compose(struct db *db, struct str sql, unsigned nparams, unsigned ncols)
{
	if (db->status != OK)
		return NULL;
	db->compose_turn++;
	struct composed *c = db->composed ? map_get(&db->compose_map, sql) : NULL;
	if (!c) {
		c = vacant(db);
		sql = str_dup(db->compose_mem, sql);
		c->q = (struct query){ .set = &db->composed_set, .name = "query", .sql = sql.p, .nparams = nparams, .ncols = ncols };
		c->slot.q = &c->q;
		if (!prepare(db, c))
			return NULL;
		map_set(&db->compose_map, sql, c);
	}
	c->used = db->compose_turn;
	return &c->q;
}

void compose_free(struct db *db)
{
	for (unsigned i = 0; i < db->ncomposed; i++)
		db->engine->ops->finish(db->engine, db->composed[i].slot.stmt);
	db->ncomposed = 0;
	arena_free(&db->compose_mem);
}
