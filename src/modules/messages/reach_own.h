/*
 * reach_own.h - what the files of reach and reminders share and nobody else sees.
 */
#ifndef AYNI_REACH_OWN_H
#define AYNI_REACH_OWN_H

#include "reach.h"
#include "reach_sql.h"

/* The arguments of reach.set. What is not given stays as it was. */
enum { SET_PERSON, SET_WHEN, SET_HOUR, SET_DISCREET, SET_SUMMARY, SET__N };

enum {
	DIGEST_HOUR = 20,     /* the day's summary, when pots are counted */
	REMINDER_LATE_H = 2,  /* a reminder that could not go for so long is not sent any more */
};

extern const struct action reach_set;
extern const struct page reach_pages[];
extern const struct text_command reach_commands[];
extern const struct job reminder_jobs[];

/* "07:00". */
struct str reach_hour(struct ctx *c, int hour);

#endif
