/*
 * data.h - a data folder's tables: made, brought up to the declarations, built again.
 */
#ifndef AYNI_DATA_H
#define AYNI_DATA_H

#include "module.h"

/*
 * Make the tables that are missing. When the declarations changed since the tables were built, build
 * them again from the journal, in one transaction. Opened without statements; all are prepared when
 * it returns OK. `progress` may be NULL.
 */
enum rc data_prepare(struct db *db, const struct registry *reg, struct diag *d,
	void (*progress)(void *, int64_t done, int64_t all), void *arg) MUST_USE;

/*
 * Drop the projected tables, make them again and replay every network's journal, inside the caller's
 * write transaction. Readers go on with the old tables until the commit.
 */
enum rc data_rebuild(struct db *db, const struct registry *reg, struct diag *d,
	void (*progress)(void *, int64_t done, int64_t all), void *arg) MUST_USE;

/*
 * Replay the network's journal into tables of its own in memory, in journal order or (seed != 0) in a
 * random order of arrival, and compare with the tables that stand. INVALID with the first line that
 * differs in *d, which stays until the next comparison in the same thread.
 */
enum rc data_compare(struct db *db, const struct registry *reg, struct id network, uint64_t seed,
	struct diag *d) MUST_USE;

/* A setting of the data folder, kept in table meta; empty when absent. */
struct str data_meta(struct db *db, struct arena *a, const char *name);
void data_set_meta(struct db *db, const char *name, struct str value);

/* Load the network's record with its zone; false when it is not there or its zone is unknown. */
bool network_load(struct db *db, struct arena *a, struct id id, struct network *out);

#endif
