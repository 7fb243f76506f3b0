/*
 * ical.c - calendars as RFC 5545 writes them: lines, texts, hours, events.
 */
#include "ical.h"

enum { LINE_BYTES = 75, LOCAL_LINE_MAX = 2048, MINUTE_MS = 60000, HOUR_MINUTES = 60, DAY_MINUTES = 1440 };

void ical_line(struct buf *out, struct str line)
{
	size_t room = LINE_BYTES;

	while (line.n > room) {
		size_t n = room;
		while (n > 1 && ((unsigned char)line.p[n] & 0xc0) == 0x80) /* not within a character */
			n--;
		buf_add(out, str_sub(line, 0, n));
		buf_c(out, "\r\n ");
		line = str_sub(line, n, line.n - n);
		room = LINE_BYTES - 1;
	}
	buf_add(out, line);
	buf_c(out, "\r\n");
}

/* Backslash, semicolon and comma are marked, a line's end is "\n"; other control characters go. */
static void text_line(struct buf *out, const char *name, struct str s)
{
	char room[LOCAL_LINE_MAX];
	struct buf b = buf_fixed(room, sizeof(room));

	if (!s.n)
		return;
	buf_c(&b, name);
	buf_char(&b, ':');
	for (size_t i = 0; i < s.n && b.n + 8 < sizeof(room); i++) {
		char ch = s.p[i];
		if (ch == '\\' || ch == ';' || ch == ',')
			buf_char(&b, '\\');
		if (ch == '\n')
			buf_c(&b, "\\n");
		else if ((unsigned char)ch >= ' ' && ch != 0x7f)
			buf_char(&b, ch);
	}
	while (b.n && s.n + 8 > sizeof(room) && ((unsigned char)room[b.n - 1] & 0x80)) /* a long one ends at a whole character */
		b.n--;
	ical_line(out, buf_str(&b));
}

static void stamp(struct buf *b, int64_t day, int minute)
{
	struct civil d = day_civil(day);

	buf_fmt(b, "%04d%02d%02dT%02d%02d00", d.year, d.month, d.day, minute / HOUR_MINUTES, minute % HOUR_MINUTES);
}

static void utc(struct buf *b, int64_t at_ms)
{
	int64_t day = at_ms / DAY_MS - (at_ms % DAY_MS < 0), in = at_ms - day * DAY_MS;
	struct civil d = day_civil(day);
	int second = (int)(in / 1000);

	buf_fmt(b, "%04d%02d%02dT%02d%02d%02dZ", d.year, d.month, d.day, second / 3600, second / 60 % 60, second % 60);
}

/* "DTSTART;TZID=America/Lima:20261124T100000", or the same hour in UTC. */
static void when_line(struct ical *c, const char *name, int64_t day, int minute)
{
	char room[160];
	struct buf b = buf_fixed(room, sizeof(room));

	buf_c(&b, name);
	if (c->tz.n) {
		buf_c(&b, ";TZID=");
		buf_add(&b, c->tz);
	}
	buf_char(&b, ':');
	if (c->tz.n)
		stamp(&b, day, minute);
	else
		utc(&b, zone_instant(c->zone, day, minute));
	ical_line(c->out, buf_str(&b));
}

static void number_line(struct buf *out, const char *name, int64_t n)
{
	char room[64];
	struct buf b = buf_fixed(room, sizeof(room));

	buf_c(&b, name);
	buf_char(&b, ':');
	buf_int(&b, n);
	ical_line(out, buf_str(&b));
}

static void plain_line(struct buf *out, const char *name, struct str s)
{
	char room[512];
	struct buf b = buf_fixed(room, sizeof(room));

	if (!s.n)
		return;
	buf_c(&b, name);
	buf_char(&b, ':');
	buf_add(&b, s);
	if (!b.full)
		ical_line(out, buf_str(&b));
}

static void zone_write(struct ical *c, int64_t offset_ms)
{
	int64_t m = (offset_ms < 0 ? -offset_ms : offset_ms) / MINUTE_MS;
	char offset[8];
	struct buf b = buf_fixed(offset, sizeof(offset));

	buf_fmt(&b, "%c%02d%02d", offset_ms < 0 ? '-' : '+', (int)(m / HOUR_MINUTES), (int)(m % HOUR_MINUTES));
	ical_line(c->out, STR("BEGIN:VTIMEZONE"));
	plain_line(c->out, "TZID", c->tz);
	ical_line(c->out, STR("BEGIN:STANDARD"));
	ical_line(c->out, STR("DTSTART:19700101T000000"));
	plain_line(c->out, "TZOFFSETFROM", buf_str(&b));
	plain_line(c->out, "TZOFFSETTO", buf_str(&b));
	ical_line(c->out, STR("END:STANDARD"));
	ical_line(c->out, STR("END:VTIMEZONE"));
}

void ical_begin(struct ical *c, struct buf *out, struct str name, const struct zone *zone, struct str zone_name, int64_t from,
	int64_t to)
{
	int64_t offset = zone_offset_ms(zone, zone_instant(zone, from, 0));
	bool one = true;

	for (int64_t day = from; day <= to && one; day++)
		one = zone_offset_ms(zone, zone_instant(zone, day, DAY_MINUTES - 1)) == offset;
	*c = (struct ical){ .out = out, .zone = zone, .tz = one ? zone_name : STR("") };
	ical_line(out, STR("BEGIN:VCALENDAR"));
	ical_line(out, STR("VERSION:2.0"));
	ical_line(out, STR("PRODID:-//Ayni//Reuniones//ES"));
	ical_line(out, STR("CALSCALE:GREGORIAN"));
	ical_line(out, STR("METHOD:PUBLISH"));
	text_line(out, "X-WR-CALNAME", name);
	text_line(out, "X-WR-TIMEZONE", zone_name);
	ical_line(out, STR("REFRESH-INTERVAL;VALUE=DURATION:PT1H"));
	ical_line(out, STR("X-PUBLISHED-TTL:PT1H"));
	if (one)
		zone_write(c, offset);
}

/* The last day of a rule is in the zone; where the event is told in an hour, so is its end, in UTC (RFC 5545, 3.3.10). */
static void rule_line(struct ical *c, const struct ical_event *e)
{
	char room[320];
	struct buf b = buf_fixed(room, sizeof(room));
	struct str rest = e->rule, part;

	buf_c(&b, "RRULE:");
	for (bool first = true; rest.n && str_cut(&rest, ';', &part); first = false) {
		int64_t n;
		if (!first)
			buf_char(&b, ';');
		if (str_starts(part, "UNTIL=") && str_int64(str_sub(part, 6, part.n - 6), &n)) {
			struct civil d = { (int)(n / 10000), (int)(n / 100 % 100), (int)(n % 100) };
			buf_c(&b, "UNTIL=");
			utc(&b, zone_instant(c->zone, day_from_civil(d), e->minute));
		} else {
			buf_add(&b, part);
		}
	}
	if (!b.full)
		ical_line(c->out, buf_str(&b));
}

void ical_event(struct ical *c, const struct ical_event *e)
{
	char room[32];
	struct buf at = buf_fixed(room, sizeof(room));
	int end = e->minute + e->lasts_min;

	utc(&at, e->changed_at);
	ical_line(c->out, STR("BEGIN:VEVENT"));
	plain_line(c->out, "UID", e->uid);
	plain_line(c->out, "DTSTAMP", buf_str(&at));
	plain_line(c->out, "LAST-MODIFIED", buf_str(&at));
	number_line(c->out, "SEQUENCE", e->sequence);
	if (e->instead)
		when_line(c, "RECURRENCE-ID", e->on_day, e->on_minute);
	when_line(c, "DTSTART", e->day, e->minute);
	when_line(c, "DTEND", e->day + end / DAY_MINUTES, end % DAY_MINUTES);
	if (e->rule.n)
		rule_line(c, e);
	for (unsigned i = 0; i < e->noff; i++)
		when_line(c, "EXDATE", e->off[i], e->minute);
	text_line(c->out, "SUMMARY", e->title);
	text_line(c->out, "LOCATION", e->place);
	text_line(c->out, "DESCRIPTION", e->about);
	plain_line(c->out, "URL", e->url);
	ical_line(c->out, e->cancelled ? STR("STATUS:CANCELLED") : STR("STATUS:CONFIRMED"));
	ical_line(c->out, STR("END:VEVENT"));
}

void ical_end(struct ical *c)
{
	ical_line(c->out, STR("END:VCALENDAR"));
}
