/*
 * recur.c - rules of recurrence: told as RFC 5545, read back, and expanded.
 *
 * By our own code, which is a loop of days in a bounded number of steps: libical 3.0.16 gives the 31st twice ("the 31st of
 * each month" from the 31st of January) and never comes back from a rule without a day. It judges in the tests, with dateutil.
 */

#include "civil.h"
#include "recur.h"

enum { WEEK = 7, NTHS = 5 };

static const char day_names[WEEK][3] = { "MO", "TU", "WE", "TH", "FR", "SA", "SU" };
static const char *const nth_names[NTHS] = { "1", "2", "3", "4", "-1" };
static const char *const every_names[] = { "DAILY", "WEEKLY", "MONTHLY" };

static void days_text(struct buf *b, const struct recur *r)
{
	bool some = false;

	for (unsigned n = 0; n < (r->every == RECUR_MONTHS ? NTHS : 1); n++)
		for (unsigned d = 0; d < WEEK; d++) {
			if (!(r->weekdays >> d & 1) || (r->every == RECUR_MONTHS && !(r->nth >> n & 1)))
				continue;
			buf_c(b, some ? "," : ";BYDAY=");
			if (r->every == RECUR_MONTHS)
				buf_c(b, nth_names[n]);
			buf_c(b, day_names[d]);
			some = true;
		}
}

struct str recur_text(struct arena *a, const struct recur *r)
{
	struct buf b = buf_new(a, 64);

	buf_c(&b, "FREQ=");
	buf_c(&b, every_names[r->every]);
	if (r->step > 1)
		buf_fmt(&b, ";INTERVAL=%u", r->step);
	if (r->every == RECUR_MONTHS && !r->nth)
		buf_fmt(&b, ";BYMONTHDAY=%d", r->month_day);
	else
		days_text(&b, r);
	if (r->until) {
		struct civil d = day_civil(r->until);
		buf_fmt(&b, ";UNTIL=%04d%02d%02d", d.year, d.month, d.day);
	}
	if (r->times)
		buf_fmt(&b, ";COUNT=%u", r->times);
	return buf_str(&b);
}

static bool read_day(struct str s, struct recur *out)
{
	for (unsigned n = 0; s.n > 2; n++) {
		if (n == NTHS)
			return false;
		if (str_eq(str_sub(s, 0, s.n - 2), str_c(nth_names[n]))) {
			out->nth |= 1u << n;
			break;
		}
	}
	for (unsigned d = 0; d < WEEK; d++)
		if (s.n >= 2 && str_is(str_sub(s, s.n - 2, 2), day_names[d])) {
			out->weekdays |= 1u << d;
			return true;
		}
	return false;
}

static bool read_until(struct str s, struct recur *out)
{
	int64_t n;

	if (s.n != 8 || !str_int64(s, &n))
		return false;
	out->until = day_from_civil((struct civil){ (int)(n / 10000), (int)(n / 100 % 100), (int)(n % 100) });
	return true;
}

static bool read_part(struct str name, struct str value, struct recur *out)
{
	struct str one;
	int64_t n = 0;

	if (str_is(name, "FREQ")) {
		for (out->every = RECUR_DAYS; out->every <= RECUR_MONTHS; out->every++)
			if (str_is(value, every_names[out->every]))
				return true;
		return false;
	}
	if (str_is(name, "UNTIL"))
		return read_until(value, out);
	if (str_is(name, "BYDAY")) {
		int days = 0;
		for (; value.n && str_cut(&value, ',', &one); days++)
			if (!read_day(one, out))
				return false;
		/* Each of the days in each of the weeks, or it is more than a struct recur can say. */
		return days == __builtin_popcount(out->weekdays) * (out->nth ? __builtin_popcount(out->nth) : 1);
	}
	if (!str_int64(value, &n) || n < RECUR_LAST || n > 1000)
		return false;
	if (str_is(name, "INTERVAL"))
		out->step = (unsigned)n;
	else if (str_is(name, "COUNT"))
		out->times = (unsigned)n;
	else if (str_is(name, "BYMONTHDAY"))
		out->month_day = (int)n;
	else
		return false;
	return true;
}

bool recur_read(struct str s, struct recur *out)
{
	struct str part, name;

	*out = (struct recur){ .step = 1 };
	if (!str_starts(s, "FREQ="))
		return false;
	while (s.n && str_cut(&s, ';', &part))
		if (!str_cut(&part, '=', &name) || !part.n || !read_part(name, part, out))
			return false;
	return true;
}

/* ---- expanding ---- */

enum { MONTHS = 12 };

/* The days of the k-th month after that of `first`, as bits: bit 0 is its 1st. */
static unsigned month_bits(const struct recur *r, int64_t month_first, unsigned length)
{
	unsigned bits = 0, at = (unsigned)day_weekday(month_first);

	if (!r->nth) {
		unsigned d = r->month_day == RECUR_LAST ? length : (unsigned)r->month_day;
		return d >= 1 && d <= length ? 1u << (d - 1) : 0;
	}
	for (unsigned i = 0; i < length; i++) {
		bool last = i + WEEK >= length;
		if (r->weekdays >> ((at + i) % WEEK) & 1 && ((i / WEEK < NTHS - 1 && r->nth >> (i / WEEK) & 1) || (last && r->nth >> (NTHS - 1) & 1)))
			bits |= 1u << i;
	}
	return bits;
}

/* The k-th day, week or month of the rule: where it begins, and its days as bits. */
static unsigned period(const struct recur *r, int64_t first, unsigned k, int64_t *from_out)
{
	unsigned n = k * (r->step ? r->step : 1);

	if (r->every == RECUR_DAYS) {
		*from_out = first + n;
		return !r->weekdays || r->weekdays >> day_weekday(first + n) & 1;
	}
	if (r->every == RECUR_WEEKS) {
		*from_out = day_week_start(first) + (int64_t)n * WEEK;
		return r->weekdays ? r->weekdays : 1u << day_weekday(first);
	}
	struct civil c = day_civil(first);
	int month = c.month - 1 + (int)n;
	struct civil begin = { c.year + month / MONTHS, month % MONTHS + 1, 1 }, next = { c.year + (month + 1) / MONTHS, (month + 1) % MONTHS + 1, 1 };
	*from_out = day_from_civil(begin);
	return month_bits(r, *from_out, (unsigned)(day_from_civil(next) - *from_out));
}

unsigned recur_days(const struct recur *r, int64_t first, int64_t from, int64_t to, int64_t *out, unsigned max)
{
	unsigned n = 0, times = 0;

	if (r->until && r->until < to)
		to = r->until;
	for (unsigned k = 0; k < RECUR_WORK_MAX; k++) {
		int64_t begin;
		unsigned bits = period(r, first, k, &begin);
		if (begin > to)
			break;
		for (; bits; bits &= bits - 1) {
			int64_t day = begin + __builtin_ctz(bits);
			if (day < first)
				continue;
			if (day > to || n == max || (r->times && times == r->times))
				return n;
			times++;
			if (day >= from)
				out[n++] = day;
		}
	}
	return n;
}
