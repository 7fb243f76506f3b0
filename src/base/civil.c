#include "civil.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

int64_t day_from_civil(struct civil c)
{
	int64_t y = c.year - (c.month <= 2);
	int64_t era = (y >= 0 ? y : y - 399) / 400;
	int64_t yoe = y - era * 400;
	int64_t doy = (153 * (c.month + (c.month > 2 ? -3 : 9)) + 2) / 5 + c.day - 1;
	int64_t doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;

	return era * 146097 + doe - 719468;
}

struct civil day_civil(int64_t day)
{
	int64_t z = day + 719468;
	int64_t era = (z >= 0 ? z : z - 146096) / 146097;
	int64_t doe = z - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int64_t mp = (5 * doy + 2) / 153;
	int month = (int)(mp < 10 ? mp + 3 : mp - 9);

	return (struct civil){ (int)(yoe + era * 400 + (month <= 2)), month,
		(int)(doy - (153 * mp + 2) / 5 + 1) };
}

int day_weekday(int64_t day)
{
	int64_t w = (day + 3) % 7;

	return (int)(w < 0 ? w + 7 : w);
}

int64_t day_week_start(int64_t day)
{
	return day - day_weekday(day);
}

int64_t day_month_start(int64_t day)
{
	return day - day_civil(day).day + 1;
}

static bool digits(struct str s, size_t from, size_t n, int *out)
{
	int64_t v;
	struct str t = str_sub(s, from, n);

	if (t.n != n || t.p[0] == '-' || !str_int64(t, &v))
		return false;
	*out = (int)v;
	return true;
}

bool day_parse(struct str s, int64_t *day_out)
{
	struct civil c;

	if (s.n != 10 || s.p[4] != '-' || s.p[7] != '-' || !digits(s, 0, 4, &c.year) ||
		!digits(s, 5, 2, &c.month) || !digits(s, 8, 2, &c.day))
		return false;
	if (c.year < 1900 || c.year > 2199 || c.month < 1 || c.month > 12 || c.day < 1 || c.day > 31)
		return false;
	int64_t day = day_from_civil(c);
	if (day_civil(day).day != c.day)
		return false;
	*day_out = day;
	return true;
}

void buf_day(struct buf *b, int64_t day)
{
	struct civil c = day_civil(day);

	buf_pad(b, c.year, 4);
	buf_char(b, '-');
	buf_pad(b, c.month, 2);
	buf_char(b, '-');
	buf_pad(b, c.day, 2);
}

/* "Z" or "±hh:mm" to minutes east of UTC. */
static bool zone_suffix(struct str s, int *minutes_out)
{
	int h, m;

	if (str_is(s, "Z")) {
		*minutes_out = 0;
		return true;
	}
	if (s.n != 6 || (s.p[0] != '+' && s.p[0] != '-') || s.p[3] != ':' || !digits(s, 1, 2, &h) ||
		!digits(s, 4, 2, &m) || h > 18 || m > 59)
		return false;
	*minutes_out = (h * 60 + m) * (s.p[0] == '-' ? -1 : 1);
	return true;
}

bool instant_parse(struct str s, int64_t *ms_out)
{
	int64_t day;
	int h, m, sec, frac = 0, east;
	size_t at = 19;

	if (s.n < 20 || s.p[10] != 'T' || s.p[13] != ':' || s.p[16] != ':')
		return false;
	if (!day_parse(str_sub(s, 0, 10), &day) || !digits(s, 11, 2, &h) || !digits(s, 14, 2, &m) ||
		!digits(s, 17, 2, &sec) || h > 23 || m > 59 || sec > 59)
		return false;
	if (s.p[at] == '.') {
		if (!digits(s, 20, 3, &frac))
			return false;
		at = 23;
	}
	if (!zone_suffix(str_sub(s, at, s.n), &east))
		return false;
	*ms_out = day * DAY_MS + ((h * 60 + m - east) * 60 + sec) * INT64_C(1000) + frac;
	return true;
}

static int64_t floor_div(int64_t a, int64_t b)
{
	int64_t q = a / b;

	return q - (a % b < 0);
}

void buf_instant(struct buf *b, int64_t ms)
{
	int64_t day = floor_div(ms, DAY_MS), t = ms - day * DAY_MS;

	buf_day(b, day);
	buf_char(b, 'T');
	buf_pad(b, t / 3600000, 2);
	buf_char(b, ':');
	buf_pad(b, t / 60000 % 60, 2);
	buf_char(b, ':');
	buf_pad(b, t / 1000 % 60, 2);
	buf_char(b, '.');
	buf_pad(b, t % 1000, 3);
	buf_char(b, 'Z');
}

/* ---- zones: the 64-bit block of a TZif file ---- */

struct zone {
	unsigned n;
	int64_t *at_s;
	int32_t *offset_s; /* from at_s[i] on */
	int32_t first_s;   /* before at_s[0] */
};

static int64_t be(const unsigned char *p, int n)
{
	uint64_t v = p[0] & 0x80 && n == 8 ? UINT64_MAX : 0;

	if (n == 4 && p[0] & 0x80)
		v = UINT64_MAX;
	for (int i = 0; i < n; i++)
		v = v << 8 | p[i];
	return (int64_t)v;
}

struct counts {
	size_t isut, isstd, leap, time, type, chars;
};

static bool header(const unsigned char *p, size_t n, struct counts *c)
{
	if (n < 44 || memcmp(p, "TZif", 4) != 0)
		return false;
	*c = (struct counts){ (size_t)be(p + 20, 4), (size_t)be(p + 24, 4), (size_t)be(p + 28, 4),
		(size_t)be(p + 32, 4), (size_t)be(p + 36, 4), (size_t)be(p + 40, 4) };
	return c->time < 10000 && c->type < 256 && c->chars < 10000 && c->leap < 1000 &&
		c->isut < 256 && c->isstd < 256 && c->type > 0;
}

static size_t body_size(struct counts c, size_t word)
{
	return c.time * (word + 1) + c.type * 6 + c.chars + c.leap * (word + 4) + c.isstd + c.isut;
}

static const struct zone *zone_read(struct arena *a, const unsigned char *p, size_t n)
{
	struct counts c;

	if (!header(p, n, &c) || n < 88 + body_size(c, 4))
		return NULL;
	size_t skip = 44 + body_size(c, 4);
	p += skip;
	n -= skip;
	if (!header(p, n, &c) || n < 44 + body_size(c, 8))
		return NULL;
	const unsigned char *at = p + 44, *which = at + 8 * c.time, *type = which + c.time;
	struct zone *z = ARENA_NEW(a, struct zone);
	z->n = (unsigned)c.time;
	z->at_s = ARENA_ARRAY(a, int64_t, c.time);
	z->offset_s = ARENA_ARRAY(a, int32_t, c.time);
	z->first_s = (int32_t)be(type, 4);
	for (size_t i = 0; i < c.time; i++) {
		if (which[i] >= c.type)
			return NULL;
		z->at_s[i] = be(at + 8 * i, 8);
		z->offset_s[i] = (int32_t)be(type + 6 * which[i], 4);
	}
	return z;
}

static bool safe_name(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		if (!(c == '_' || c == '/' || c == '-' || c == '+' || (c >= '0' && c <= '9') ||
			    (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')))
			return false;
	}
	return s.n > 0 && s.n < 64 && s.p[0] != '/';
}

const struct zone *zone_load(struct arena *a, struct str name)
{
	static const char dir[] = "/usr/share/zoneinfo/";
	unsigned char file[32768];

	if (!safe_name(name))
		return NULL;
	FILE *f = fopen(str_cstr(a, str_fmt(a, "%s%.*s", dir, (int)name.n, name.p)), "rb");
	if (!f)
		return NULL;
	size_t n = fread(file, 1, sizeof(file), f);
	fclose(f);
	return zone_read(a, file, n);
}

int64_t zone_offset_ms(const struct zone *z, int64_t at_ms)
{
	int64_t at_s = floor_div(at_ms, 1000);
	unsigned lo = 0, hi = z->n;

	while (lo < hi) {
		unsigned mid = (lo + hi) / 2;
		if (z->at_s[mid] <= at_s)
			lo = mid + 1;
		else
			hi = mid;
	}
	return (lo ? z->offset_s[lo - 1] : z->first_s) * INT64_C(1000);
}

int64_t zone_day(const struct zone *z, int64_t at_ms)
{
	return floor_div(at_ms + zone_offset_ms(z, at_ms), DAY_MS);
}

int zone_minute(const struct zone *z, int64_t at_ms)
{
	int64_t local = at_ms + zone_offset_ms(z, at_ms);

	return (int)((local - floor_div(local, DAY_MS) * DAY_MS) / 60000);
}

int64_t zone_instant(const struct zone *z, int64_t day, int minute)
{
	int64_t local = day * DAY_MS + minute * INT64_C(60000);
	int64_t guess = local - zone_offset_ms(z, local);

	return local - zone_offset_ms(z, guess);
}

static int64_t now(clockid_t id, int64_t per_s)
{
	struct timespec t;

	clock_gettime(id, &t);
	return t.tv_sec * per_s + t.tv_nsec / (INT64_C(1000000000) / per_s);
}

int64_t wall_clock_ms(void)
{
	return now(CLOCK_REALTIME, 1000);
}

int64_t steady_clock_us(void)
{
	return now(CLOCK_MONOTONIC, 1000000);
}
