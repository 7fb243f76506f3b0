/*
 * alert_own.h - between the files of alerts and duty.
 */
#ifndef AYNI_ALERT_OWN_H
#define AYNI_ALERT_OWN_H

#include "alert.h"
#include "team_own.h"

enum { DUTY_PEOPLE = 24, DUTIES_READ = 200, ALERTS_SHOWN = 50 };

struct duty {
	struct id id, team, person; /* person zero: all of the team */
	struct str day;
	int64_t from, to;           /* hours; -1: not said */
};

/* All turns that stand, in the order they were made; at most max. */
unsigned duties_read(struct ctx *c, struct duty *out, unsigned max);
/* Does the turn hold at that instant? */
bool duty_now(const struct ctx *c, const struct duty *d, int64_t at);
/* The team that is on duty at that instant, else that of the first turn; false: there is none at all. */
bool duty_team(struct ctx *c, int64_t at, struct team *out);
/* Whom of the team to tell now: who has a turn, else all that have its key. */
unsigned duty_people(struct ctx *c, const struct team *t, int64_t at, struct id out[DUTY_PEOPLE]);

/* The record, if the actor may know of it: of a team that gave her its key, or (nobody's) as an operator. */
bool alert_hers(struct ctx *c, struct id alert, struct record *r, struct team *t);
/* The line as it stands for that kind, or empty. */
struct str help_line_of(struct ctx *c, struct str kind);

/* One task for all that nobody took. */
void alerts_task(struct task_list *l, const struct task *t);

#endif
