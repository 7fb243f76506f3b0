/*
 * spread.h - can the data be spread over machines by network? Every table's key and unique indexes begin with
 * the network, and no statement reaches rows of two.
 */
#ifndef AYNI_SPREAD_H
#define AYNI_SPREAD_H

#include "module.h"
#include "table.h"

/* A fault found in one statement: a msgid with %s for `arg`, in the arena; msgid NULL: none. */
struct spread_fault {
	const char *msgid;
	struct str arg;
};

/*
 * Is each table of the statement held to one network: by `network = ?N` among the conditions that all must
 * hold, by the network of another table that is, or by the first value of an insert? Subqueries are looked at
 * in their scope. `table` gives a declared table by name, NULL for an unknown one; the database's own
 * (pg_…, sqlite_…, pragma_…) are left alone. An insert takes its rows from no query.
 */
struct spread_fault spread_check(struct arena *a, struct str sql, const struct table *(*table)(void *, struct str),
	void *arg);

/* Every table and every registered statement, in both dialects; faults in lines. False when there is one. */
bool spread_audit(struct buf *b, const struct registry *reg, const struct lang *l);

#endif
