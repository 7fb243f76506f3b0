/*
 * civil.h - civil days, clock time and zones.
 *
 * A day is a count of days since 1970-01-01 (int64, proleptic Gregorian). An instant is UTC
 * milliseconds. Zones are read from the system's tzdata (TZif, RFC 8536), never from TZ.
 */
#ifndef AYNI_CIVIL_H
#define AYNI_CIVIL_H

#include "str.h"

struct civil {
	int year, month, day; /* month 1-12, day 1-31 */
};

enum { DAY_MS = 86400000 };

/* Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil. */
int64_t day_from_civil(struct civil c);
struct civil day_civil(int64_t day);
/* 0 Monday … 6 Sunday. */
int day_weekday(int64_t day);
/* The Monday of its week; the first of its month. */
int64_t day_week_start(int64_t day);
int64_t day_month_start(int64_t day);
/* "2026-11-22"; years 1900 to 2199; false on anything else. */
bool day_parse(struct str s, int64_t *day_out) MUST_USE;
void buf_day(struct buf *b, int64_t day);
/* "2026-11-22T14:05:00.000Z", with or without milliseconds, Z or ±hh:mm. */
bool instant_parse(struct str s, int64_t *ms_out) MUST_USE;
void buf_instant(struct buf *b, int64_t ms);

struct zone;
/* Load e.g. "America/Lima" for the arena's life; NULL when tzdata has no such zone. */
const struct zone *zone_load(struct arena *a, struct str name);
/* Milliseconds to add to UTC at that instant. */
int64_t zone_offset_ms(const struct zone *z, int64_t at_ms);
int64_t zone_day(const struct zone *z, int64_t at_ms);
/* Minutes since local midnight, 0-1439. */
int zone_minute(const struct zone *z, int64_t at_ms);
/* The instant of that local day and minute (the earlier one where a clock goes back). */
int64_t zone_instant(const struct zone *z, int64_t day, int minute);

/* Now, by the system's clock. Only the outermost layer asks; all else uses its context. */
int64_t wall_clock_ms(void);
/* A clock for measuring, never for dates. */
int64_t steady_clock_us(void);

#endif
