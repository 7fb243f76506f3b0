/*
 * progress.h - how far a long command is, on standard error when a person looks at it.
 */
#ifndef AYNI_PROGRESS_H
#define AYNI_PROGRESS_H

#include "app.h"

struct progress {
	struct str what;
	int64_t all; /* 0: unknown, or nobody looks */
	int64_t shown_us;
	bool seen;
};

/* `what` is a msgid. With a database: of all rows that are carried; counted only when somebody looks. */
struct progress progress_begin(struct app *a, const char *what, struct db *db);
/* A few times a second at most. */
void progress_show(struct progress *p, int64_t done);
/* As a callback of replays; arg is the progress. */
void progress_replay(void *arg, int64_t done, int64_t all);
void progress_end(struct progress *p);

#endif
