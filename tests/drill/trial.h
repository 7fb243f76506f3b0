/*
 * trial.h - one thing tried after another, each in a process of its own that begins where this one stands.
 */
#ifndef AYNI_DRILL_TRIAL_H
#define AYNI_DRILL_TRIAL_H

#include "world.h"

struct trials {
	const char *name; /* of the drill */
	uint64_t seed;	  /* of the first life; each next one has the next */
	int64_t most;	  /* that many are tried */
	int64_t only;	  /* that one alone; -1: all */
	int64_t stride;	  /* one in so many */
	int64_t deeds;	  /* in a life */
	enum plant plant; /* the judges' own */
	const char *planted; /* its name; NULL: nothing is planted */
	const char *piece;   /* of drill_memory: that one alone; NULL: all */
	bool may_refuse; /* a trial may end with status 1 and a line (fatal) */
	/* What came of it: */
	int64_t at;	  /* the number of the next one */
	int64_t tried, bad;
	int64_t begun_ms;
};

/* Read `--seed --most --only --stride --deeds --plant --piece`; a wrong one ends the process with status 2. */
void trials_begin(struct trials *t, int argc, char **argv);
/* Is the next number to be tried at all? Counts it. */
bool trial_due(struct trials *t);
/* More to come? */
bool trials_go_on(const struct trials *t);
/*
 * True in a new process that tries it, which must end with trial_end; false in this one when it has. With
 * --only it is tried in this very process, where a debugger sees it.
 * What went wrong is printed with the seed and number that bring it back, and `what`.
 */
bool trial_fork(struct trials *t, uint64_t seed, const char *what);
/* NULL: all was well. Ends the new process. */
_Noreturn void trial_end(const char *why);
/* Print what came of it; the status to end with: 0 when nothing was bad. */
int trials_end(const struct trials *t);

#endif
