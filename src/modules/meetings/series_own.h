/*
 * series_own.h - what the files of this module share and nobody else sees.
 */
#ifndef AYNI_SERIES_OWN_H
#define AYNI_SERIES_OWN_H

#include "job.h"
#include "meetings_own.h"
#include "series.h"
#include "series_sql.h"

#define SSQL(name) (&series_sql.query[name])

enum { SERIES_AHEAD_DAYS = 42, SERIES_DAYS_MAX = 60, FEED_BACK_DAYS = 60, FEED_MOST = 2000 };

enum {
	SPLAN_GROUP, SPLAN_FIRST, SPLAN_REPEATS, SPLAN_HOUR, SPLAN_MINUTES, SPLAN_TOPIC, SPLAN_PLACE, SPLAN_LINK, SPLAN_DIAL, SPLAN_UNTIL,
	SPLAN_TIMES, SPLAN_ANYWAY, SPLAN__N
};
enum { SCHANGE_SERIES, SCHANGE_FROM, SCHANGE_REPEATS, SCHANGE_HOUR, SCHANGE_PLACE, SCHANGE_LINK, SCHANGE_DIAL, SCHANGE_ANYWAY, SCHANGE__N };
enum { MCHANGE_MEETING, MCHANGE_DAY, MCHANGE_HOUR, MCHANGE_MINUTES, MCHANGE_TOPIC, MCHANGE_PLACE, MCHANGE_STREET, MCHANGE_LINK, MCHANGE_DIAL,
	MCHANGE_ANYWAY, MCHANGE__N };
enum { CALENDAR_PERSON, CALENDAR_OPEN, CALENDAR__N };

extern const struct entity calendar_entity;
extern const struct action series_plan, series_change, series_end, series_extend, meeting_change, calendar_set;
extern const struct page series_pages[];
extern const struct text_command series_commands[];
extern const struct job series_jobs[];
extern const struct meeting_door series_door;

/* As it stands; false: there is none, or it was ended before it began. */
bool series_get(struct ctx *c, struct id id, struct record *out);
/* Its days from `from` to `to`; at most SERIES_DAYS_MAX. */
unsigned series_days(const struct record *r, int64_t from, int64_t to, int64_t *out);
/* "Mesa: todos los martes, 10:00, en el local". */
struct str series_line(struct ctx *c, const struct record *r);

/* series_feed.c: her calendar's address, or empty where it is closed. */
struct str calendar_address(struct ctx *c, struct id person);
/* Whose it is; false: no open one. */
bool calendar_owner(struct ctx *c, struct str key, struct id *person_out);
/* In the writer, beside calendar.set: a new address, or none. */
void calendar_along(struct ctx *c, const struct act *a, const struct outcome *o);
/* The calendar of c->who: the group's series and meetings that are hers, as bytes. */
struct str calendar_bytes(struct ctx *c);
/* One meeting, to be put into a phone. */
struct str calendar_one(struct ctx *c, struct id meeting);

#endif
