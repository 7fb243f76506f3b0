/*
 * tally.h - inside the journal room: movements of running sums, gathered and written once a row.
 */
#ifndef AYNI_TALLY_H
#define AYNI_TALLY_H

#include "schema.h"

struct movements {
	struct arena *mem;
	struct movement *item;
	size_t n, cap;
};

/* Note what changed from `before` (NULL: nothing) to `after`, for every tally of the entity. */
void tally_move(struct movements *m, const struct entity_plan *p, struct id network,
	const struct record *before, const struct record *after);
/* Sum the movements by row and write them; m is empty afterwards. */
void tally_write(struct movements *m, struct db *db, const struct schema *s);

#endif
