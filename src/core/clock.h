/*
 * clock.h - is the machine's clock to be believed?
 *
 * A small computer without a battery begins at 1970 after a power cut, and a hand may set any year. So the
 * clock is compared with when the journal was last written and, while the program runs, with the steady
 * clock. What is not believed is shown, logged, marked in the changes made meanwhile and not used: time goes
 * on from the last that was believed. Only a start far ahead is taken as it is, for the machine may have been
 * off for long; so what was noted under a clock that went back since must open nothing (CLOCK_SLACK_MS).
 *
 * One a process: clock_start before threads; the rest from any thread.
 */
#ifndef AYNI_CLOCK_H
#define AYNI_CLOCK_H

#include "civil.h"

enum clock_doubt {
	CLOCK_GOOD,
	CLOCK_UNSET,  /* before this program was begun: it cannot be right */
	CLOCK_BEHIND, /* by more than a day */
	CLOCK_AHEAD,  /* by more than 30 days */
	CLOCK__N
};

/* Instants from further ahead than this were noted under another clock: what they open is not open. */
enum { CLOCK_SLACK_MS = 3600 * 1000 };

/*
 * Begin (again) with when the journal was last written, and last under a clock that was believed; 0: never.
 * The first is what a start is measured by that is ahead: who starts again under a clock confirms it.
 */
void clock_start(int64_t last_ms, int64_t believed_ms);
/* Now, ms: the machine's clock, or the time that it should be. */
int64_t clock_now(void);
/* What the machine's clock says, believed or not: to be shown. */
int64_t clock_says(void);
/* Of the machine's clock, now. */
enum clock_doubt clock_doubt(void);
/* The same, for a server: logs a line when it has changed. */
enum clock_doubt clock_watch(void);
/* The judgement itself: what the clock says, and about when it must be (0: not known). */
enum clock_doubt clock_judge(int64_t wall_ms, int64_t about_ms);

#endif
