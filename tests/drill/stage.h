/*
 * stage.h - what drill_memory tries: pieces of work that the program does while it serves.
 */
#ifndef AYNI_DRILL_STAGE_H
#define AYNI_DRILL_STAGE_H

#include "world.h"

struct site_stage;

struct stage {
	struct world *w;
	const struct ledger *ref;
	struct ledger ledger;
	struct arena *mem; /* of one run; the connection's, so it is there */
	struct db *reader;
	struct str token;	 /* of a program */
	struct site_stage *site; /* NULL: not begun */
	bool passed;		 /* a sending was not whole: order is no longer that of the reference */
	char wrong[200];	 /* what was told falsely */
};

struct piece {
	const char *name;
	bool at_start; /* may end the program with a clear line */
	/* Healthy: what a server has when work comes. NULL: nothing. */
	void (*begin)(struct stage *s);
	/*
	 * Do the work, the same each time; how many of its changes were acknowledged. What could not be done
	 * is told as such; *whole_out: everything was.
	 */
	unsigned (*run)(struct stage *s, bool *whole_out);
	void (*end)(struct stage *s);
};

/* The deeds that are done before, and those that piece "send" sends. */
enum { STAGE_DONE = 40, STAGE_SENT = 16 };

extern const struct piece pieces[];
extern const unsigned npieces;

/* The site's: stage_site.c. */
void site_begin(struct stage *s);
unsigned site_run(struct stage *s, bool *whole_out);
void site_end(struct stage *s);
/* Its templates, once. */
void site_prepare(struct arena *mem);

#endif
