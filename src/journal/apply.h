/*
 * apply.h - puts to tables and tallies: generic, clockless, and the same in any order of arrival.
 *
 * Per field the later (stamp, change id) wins. Each row stores the greatest (stamp, change) that
 * touched it; `late` lists the fields last written by another change, and those set to null.
 * Apply cannot refuse. It is the only code that writes the projected tables.
 */
#ifndef AYNI_APPLY_H
#define AYNI_APPLY_H

#include "change.h"
#include "map.h"
#include "table.h"

/* Everything declared: entities and tallies with their derived SQL. Read-only after start. */
struct schema;

/* Build from the modules' declarations and register the derived statements. Lives in the arena. */
struct schema *schema_new(struct arena *a, const struct entity *const *entities, unsigned nentities,
	const struct tally *const *tallies, unsigned ntallies);
const struct entity *schema_entity(const struct schema *s, struct str name); /* NULL: unknown */
unsigned schema_count(const struct schema *s);
const struct entity *schema_at(const struct schema *s, unsigned i);
unsigned schema_tally_count(const struct schema *s);
const struct tally *schema_tally_at(const struct schema *s, unsigned i);

/* The projected tables: those of entities, then those of tallies; NULL behind the last. */
const struct table *schema_table(const struct schema *s, unsigned i);

enum schema_script {
	SCHEMA_MAKE,  /* make them, where there are none */
	SCHEMA_AGAIN, /* make them anew, to be filled by a replay in the same transaction */
	SCHEMA_SWAP,  /* after the replay: in the place of those that stand (nothing to do on SQLite) */
};

/*
 * A script for the projected tables, ended by a zero byte that is not counted. `before`: names of tables that
 * were projected before, with blanks between them; they go, declared still or not. No other table is touched.
 */
struct str schema_ddl(struct arena *a, const struct schema *s, enum db_kind kind, enum schema_script what,
	struct str before);
/* A hash over all declarations that shape tables, the same for every database; a change of it asks for a rebuild. */
struct hash schema_digest(struct arena *a, const struct schema *s);

/*
 * Applies changes through one connection. Tally movements are gathered and written once a row by
 * applier_flush, which must come before commit; nothing else writes tallies.
 */
struct applier;
/* For the life of the arena; db must outlive it. */
struct applier *applier_new(struct arena *a, struct db *db, const struct schema *s);
struct db *applier_db(const struct applier *ap);
const struct schema *applier_schema(const struct applier *ap);
/* Apply every put of c to the tables, inside the caller's transaction. */
void applier_change(struct applier *ap, const struct change *c);
/* The person's personal data was erased, for good; false for the zero id. */
bool applier_erased(struct applier *ap, struct id network, struct id subject);
/* Where the gathered movements stand, and back to it when a savepoint is undone. */
size_t applier_mark(struct applier *ap);
void applier_undo(struct applier *ap, size_t mark);
/*
 * Was any record put since the last call that is not of one day (a meal is): a person, a group, a
 * membership, a place? Readers that remember such records (core's known.h) then forget them.
 */
bool applier_moved_lasting(struct applier *ap);
/* Write the gathered movements. */
void applier_flush(struct applier *ap);

/* Read one record; false when there is no row. Values live in the arena. `born` may be false. */
bool record_get(struct db *db, const struct schema *s, struct arena *a, const struct entity *e,
	struct id network, struct id id, struct record *out);
/*
 * Every record of an entity in the order of ids: start, then step until false. Values live in the
 * arena of their step; unborn records come too. *network is borrowed until the end.
 */
struct rows record_list(struct db *db, const struct schema *s, const struct entity *e,
	const struct id *network);
bool record_next(struct rows *r, struct arena *a, const struct entity *e, struct record *out);
/* The winner of a field: false when it was never set. */
bool record_writer(const struct record *r, unsigned field, int64_t *stamp_out, struct id *change_out);

/*
 * One line a record (non-null declared fields by permanent name), then tallies; sorted by entity as
 * declared and by id. `deep` adds stamps and field winners: what the laws compare.
 */
void schema_dump(struct db *db, const struct schema *s, struct id network, bool deep,
	void (*line)(void *, struct str), void *arg);
/* BLAKE2b over the deep dump. */
struct hash schema_dump_hash(struct db *db, const struct schema *s, struct id network);

#endif
