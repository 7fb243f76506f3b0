/*
 * ical.h - calendars as RFC 5545 writes them.
 *
 * A struct ical appends to a buffer: lines are folded at 75 bytes and never within a character, texts escaped, line ends
 * CRLF. Hours are told as the zone's clock shows them, with the rule of the zone (VTIMEZONE) of one that has one
 * difference from UTC all the time asked about; in others in UTC. The same events give the same bytes.
 */
#ifndef AYNI_ICAL_H
#define AYNI_ICAL_H

#include "civil.h"

struct ical {
	struct buf *out;
	const struct zone *zone;
	struct str tz; /* "America/Lima", or empty: hours are told in UTC */
};

struct ical_event {
	struct str uid;        /* the same as long as it is the same event */
	int64_t day;           /* with the minute: when it begins, by the zone's clock */
	int minute, lasts_min;
	struct str title, place, about, url; /* empty: none */
	int64_t sequence;      /* one more at each change */
	int64_t changed_at;    /* ms */
	bool cancelled;
	const int64_t *off;    /* days that the rule gives and that are called off */
	unsigned noff;
	struct str rule;       /* RFC 5545, of a whole series; until, if any, is the last day; else empty */
	bool instead;          /* of that day of the series with the same uid: */
	int64_t on_day;        /* the day and the minute that the rule gives */
	int on_minute;
};

/* Opens a calendar of that name. zone_name as in tzdata; from and to (days): between them its difference from UTC is looked at. */
void ical_begin(struct ical *c, struct buf *out, struct str name, const struct zone *zone, struct str zone_name, int64_t from,
	int64_t to);
/* One event of it. */
void ical_event(struct ical *c, const struct ical_event *e);
/* Closes it. */
void ical_end(struct ical *c);
/* One line of such a file: folded, with its end. For tests, and for what has a property more. */
void ical_line(struct buf *out, struct str line);

#endif
