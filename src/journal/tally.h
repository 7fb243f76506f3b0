/*
 * tally.h - inside the journal room: movements of running sums, gathered and written once a row.
 */
#ifndef AYNI_TALLY_H
#define AYNI_TALLY_H

#include "schema.h"

/* One item a row and write, so that a write of many changes stays small. */
struct movements {
	struct arena *mem;
	struct movement *item;
	size_t n, cap;
	struct map recent; /* of the items since the mark: row -> place + 1 */
};

/* Empty, in the arena. */
void tally_start(struct movements *m, struct arena *a);
/* Where the movements stand: what comes later can be undone. */
size_t tally_mark(struct movements *m);
void tally_undo(struct movements *m, size_t mark);

/* Note what changed from `before` (NULL: nothing) to `after`, for every tally of the entity. */
void tally_move(struct movements *m, const struct entity_plan *p, struct id network,
	const struct record *before, const struct record *after);
/* Sum the movements by row and write them; m is empty afterwards. */
void tally_write(struct movements *m, struct db *db);

#endif
