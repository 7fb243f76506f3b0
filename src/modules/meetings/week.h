/*
 * week.h - in which hours of the week a family's shared telephone is taken, and which hour of a meeting clashes least.
 *
 * A week is one person's and is read by nobody else: all of it is of class sealed, and no rule opens that class. What others
 * get are counts of a whole group (week_best.c), and none below WEEK_FEW.
 */
#ifndef AYNI_WEEK_H
#define AYNI_WEEK_H

#include "module.h"
#include "week_words.h"

enum { WEEK_FEW = 5 };
enum { WEEK_PERSON, WEEK_MON, WEEK_TOLD = WEEK_MON + WEEK_DAYS, WEEK__N };

/* Of those of a group who told theirs: who cannot come to what begins at that hour and lasts so many hours, and why. */
struct week_sums {
	unsigned told;
	uint16_t taken[WEEK_DAYS][WEEK_HOURS][WEEK_WHYS];
};

extern const struct entity week_entity;
extern const struct module week_module;

/* The weeks of the group's members and of those below it, for what lasts `span` hours. */
void week_sums(struct ctx *c, struct id group, int span, struct week_sums *out);
/*
 * Fails at "anyway", with the figure, where a third or more cannot come to a meeting that begins then, at least WEEK_FEW. One
 * of today is not judged: who calls for today does not choose the hour.
 */
bool meeting_week_fails(struct ctx *c, struct id group, int64_t day, int minute, int lasts_min);

#endif
