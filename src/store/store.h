/* store.h - what the files of this room share: the connection and its statements. */
#ifndef AYNI_STORE_H
#define AYNI_STORE_H

#include "engine.h"
#include "map.h"

enum {
	SETS_MAX = 64,
	COMPOSED_MAX = 256,
	/* A composed query stays at least this many calls of db_compose, run or not. */
	COMPOSED_YOUNG = 16,
};

struct slot {
	const struct query *q;
	void *stmt; /* NULL: never prepared, or a writer's statement at a reader */
	bool open, on_row, writes;
	unsigned turn; /* counts openings, so that old rows know they have ended */
};

struct composed {
	struct query q;
	struct slot slot;
	unsigned used; /* db->compose_turn at its last use */
};

struct db {
	struct arena *mem;
	struct engine *engine;
	const char *file; /* NULL: it is none */
	enum rc status;
	bool in_transaction, in_savepoint, only_reads;
	bool lazily; /* a slot whose q is NULL is prepared at its first use */
	struct slot *slot;
	unsigned nslots, slots_cap;
	unsigned nopen;
	struct query_set composed_set; /* marks the queries of db_compose */
	struct composed *composed;     /* COMPOSED_MAX of them, from the first use on */
	unsigned ncomposed, compose_turn;
	struct arena *compose_mem; /* texts and map; made anew at an eviction */
	struct map compose_map;
};

/* What db_readers_hold said. */
const char *query_held(void);

/* Prepare and check the statement of a query at its first use; its slot in *s. */
enum rc slot_prepare(struct db *db, struct slot *s, const struct query *q);

/* A connection of that driver, not yet opened; for db_open and fake_open. */
struct db *db_new(const struct engine_ops *ops, enum db_mode mode);
/* Take note of a failure while running a statement (the engine's culprit, else q); INVALID is a bug and does not return. */
void db_fail(struct db *db, enum rc rc, const struct query *q);
/* Close the statement of a slot whose rows ended. */
void slot_end(struct db *db, struct slot *s);
/* End all rows of the connection. */
void rows_end_all(struct db *db);
/* Finish all composed statements. */
void compose_free(struct db *db);

#endif
