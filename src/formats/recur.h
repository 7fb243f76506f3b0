/*
 * recur.h - rules of recurrence (RFC 5545, 3.3.10) on civil days.
 *
 * A rule is a text ("FREQ=WEEKLY;BYDAY=TU"). It is expanded on days alone: the hour of a meeting is that of the clock on
 * the wall, so no change of the clock moves it. What of the expanded days was moved or called off is no matter of the rule.
 * It is kept as text and read back for use. Pure; any thread.
 */
#ifndef AYNI_RECUR_H
#define AYNI_RECUR_H

#include "str.h"

enum recur_every { RECUR_DAYS, RECUR_WEEKS, RECUR_MONTHS };
enum { RECUR_LAST = -1, RECUR_WORK_MAX = 20000 };

/* What can be said in words. */
struct recur {
	enum recur_every every;
	unsigned step;      /* 2: every second one; 1 to 12 */
	unsigned weekdays;  /* bit 0: Monday … bit 6: Sunday; of weeks, or with `nth` of months */
	unsigned nth;       /* of months: bit 0: the first … bit 3: the fourth, bit 4: the last; 0: by the day of the month */
	int month_day;      /* 1 to 31, or RECUR_LAST; where `nth` is 0 */
	int64_t until;      /* the last day it may be; 0: none is said */
	unsigned times;     /* how often; 0: not said */
};

/* "FREQ=MONTHLY;BYDAY=-1TU;COUNT=6". In the arena. */
struct str recur_text(struct arena *a, const struct recur *r);
/* Back from what recur_text made; false on any other text. */
bool recur_read(struct str s, struct recur *out) MUST_USE;
/*
 * The days of a rule that begins on `first`, from `from` to `to` (both included), in order; at most `max`, within
 * RECUR_WORK_MAX days, weeks or months after `first`. `times` and steps count from `first`.
 */
unsigned recur_days(const struct recur *r, int64_t first, int64_t from, int64_t to, int64_t *out, unsigned max);

#endif
