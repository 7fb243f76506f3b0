/*
 * record.h - inside the journal room: reading and saving rows, and field winners.
 */
#ifndef AYNI_RECORD_H
#define AYNI_RECORD_H

#include "schema.h"

enum { LATE_ENTRY = 25 };

/* The winner of one field while a row is worked on. */
struct writing {
	bool set;
	int64_t stamp;
	struct id change;
};

/* The current row of a get or list query; the id is the caller's to set. */
void record_read(const struct rows *r, struct arena *a, const struct entity *e, struct record *out);
/* Negative, zero or positive as write a comes before b. */
int write_cmp(int64_t stamp_a, struct id change_a, int64_t stamp_b, struct id change_b);
/* Encode the winners into r->late. */
void record_late(struct record *r, struct arena *a, const struct writing *w);
/* Write the row, its folded keys with it. */
void record_save(struct db *db, const struct entity_plan *p, struct arena *a, struct id network,
	const struct record *r);

#endif
