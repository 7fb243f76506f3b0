/*
 * known.h - what a reading thread remembers from one request to the next: groups, codes, tokens, recordings, and
 * who belongs where.
 *
 * It is forgotten as a whole when a commit of any process may have changed any of it: the chain head's
 * epoch, read in the request's own snapshot, says so. Nobody acts on a right that ended before she asked.
 * One a thread, and never in the writer, whose decides read the tables themselves.
 */
#ifndef AYNI_KNOWN_H
#define AYNI_KNOWN_H

#include "ctx.h"
#include "map.h"

struct known {
	struct arena *mem;
	int64_t epoch;
	struct id network;
	struct map groups, refs, actors;
	struct map aloud; /* what was recorded, by page and language: of the module that keeps it; all of it once aloud_read */
	bool aloud_read;
};

/* An empty memory; bounded (2 MiB), in heap memory of its own until known_end. */
void known_start(struct known *k);
void known_end(struct known *k);
/* Let the context use it. `epoch` is that of the chain head in the context's snapshot. */
void known_use(struct known *k, struct ctx *c, int64_t epoch);
/* The context goes to another thread, or reads on after a write: it remembers nothing any more. */
void known_leave(struct ctx *c);

#endif
