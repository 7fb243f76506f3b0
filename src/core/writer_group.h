/* writer_group.h - one commit group in one transaction; the writer's own. */
#ifndef AYNI_WRITER_GROUP_H
#define AYNI_WRITER_GROUP_H

#include "writer.h"

struct commit_group;

/* For the life of the arena; db is the writing connection and outlives it. */
struct commit_group *commit_group_new(struct arena *a, struct db *db, const struct schema *s, struct id origin);
/*
 * Lock the heads of the group's networks, run every write of the list in order, commit. OK: durable, each
 * write's rc is its own. Else nothing may be acknowledged, and the connection is ready for the next group.
 * Once the heads are locked `late` may lengthen the list, by writes of networks that the group holds: over
 * PostgreSQL many come while another process has its turn. NULL: nobody does.
 */
enum rc commit_group_run(struct commit_group *g, struct write *first,
	void (*late)(void *arg, struct commit_group *g, struct write *first), void *arg, int64_t *commit_us_out);
/* Does the group hold the head of that network? */
bool commit_group_holds(const struct commit_group *g, struct id network);

#endif
