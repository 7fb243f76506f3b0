/*
 * data.h - a database's tables: made, brought up to the declarations, built again.
 */
#ifndef AYNI_DATA_H
#define AYNI_DATA_H

#include "module.h"

/* The layout of the tables that outlast a rebuild: raised with a step of data_make.c, never lowered. */
enum { DATA_FORMAT = 1 };

/*
 * Make the tables that are missing, bring those of an older layout up to this one. When the declarations
 * changed since the tables were built, build them again from the journal. All in one transaction, alone
 * among processes; nothing to do is found out without waiting. Opened without statements; all are prepared
 * when it returns OK. `progress` may be NULL. INVALID with these codes in *d, nothing touched: "foreign" (tables of another
 * program), "newer" (a format beyond DATA_FORMAT), "layout" (a column is missing).
 */
enum rc data_prepare(struct db *db, const struct registry *reg, struct diag *d,
	void (*progress)(void *, int64_t done, int64_t all), void *arg) MUST_USE;

/*
 * For who only reads: are the tables those of this program? Opened without statements; all are prepared when it
 * returns OK. INVALID with a code as above, or "older" (or of other declarations: data_prepare helps), "empty".
 */
enum rc data_check(struct db *db, const struct registry *reg, struct diag *d) MUST_USE;

/*
 * Make the projected tables anew and replay every network's journal, inside the caller's write transaction.
 * Readers go on with the old tables until the commit; other processes' writers wait.
 */
enum rc data_rebuild(struct db *db, const struct registry *reg, struct diag *d,
	void (*progress)(void *, int64_t done, int64_t all), void *arg) MUST_USE;

/*
 * The tables that make up the data, all others being projected from them: the journal's, then the operational
 * ones; NULL behind the last. What they hold is what a copy or a move carries.
 */
const struct table *data_table(unsigned i);

/*
 * Replay the network's journal into tables of its own in memory, in journal order or (seed != 0) in a
 * random order of arrival, and compare with the tables that stand. INVALID with the first line that
 * differs in *d, which stays until the next comparison in the same thread.
 */
enum rc data_compare(struct db *db, const struct registry *reg, struct id network, uint64_t seed,
	struct diag *d) MUST_USE;

/* The digest of the declarations as meta notes it, in the arena; and is that the note? (False after an error too.) */
struct str data_digest(struct arena *a, const struct schema *s);
bool data_built(struct db *db, struct str digest);

/* A setting kept with the data, in table meta; empty when absent. */
struct str data_meta(struct db *db, struct arena *a, const char *name);
void data_set_meta(struct db *db, const char *name, struct str value);

/* Load the network's record with its zone; false when it is not there or its zone is unknown. */
bool network_load(struct db *db, struct arena *a, struct id id, struct network *out);

#endif
