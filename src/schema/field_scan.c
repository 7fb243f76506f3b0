#include "field_scan.h"

#include "civil.h"

static bool digit(char c)
{
	return c >= '0' && c <= '9';
}

/* What stands behind the digits: a decimal mark with digits is the fault people most often make. */
static enum scan after_digits(struct str rest)
{
	if (rest.n < 2 || (rest.p[0] != '.' && rest.p[0] != ','))
		return SCAN_BAD;
	for (size_t i = 1; i < rest.n; i++)
		if (!digit(rest.p[i]))
			return SCAN_BAD;
	return SCAN_DECIMALS;
}

static bool group_at(struct str s, size_t at)
{
	return at + 3 < s.n && digit(s.p[at + 1]) && digit(s.p[at + 2]) && digit(s.p[at + 3]) &&
		(at + 4 == s.n || !digit(s.p[at + 4]));
}

enum scan scan_int(struct str s, int64_t *out)
{
	bool minus = s.n && s.p[0] == '-', big = false;
	size_t first = minus, group = 0;
	char mark = 0;
	int64_t v = 0;

	if (first == s.n || !digit(s.p[first]))
		return SCAN_BAD;
	for (size_t i = first; i < s.n; i++) {
		if (digit(s.p[i])) {
			big |= __builtin_mul_overflow(v, 10, &v);
			big |= __builtin_add_overflow(v, s.p[i] - '0', &v);
			group++;
			continue;
		}
		bool thousands = (s.p[i] == ',' || s.p[i] == ' ') && (!mark || mark == s.p[i]) &&
			group <= 3 && (!mark || group == 3) && group_at(s, i);
		if (!thousands)
			return after_digits(str_sub(s, i, s.n));
		mark = s.p[i];
		group = 0;
	}
	if (big)
		return SCAN_BIG;
	*out = minus ? -v : v;
	return SCAN_OK;
}

/* Three numbers between the same marks. */
static bool three(struct str s, int64_t part[3], size_t digits[3])
{
	size_t at = 0;
	char mark = 0;

	for (int k = 0; k < 3; k++) {
		size_t from = at;
		part[k] = 0;
		while (at < s.n && digit(s.p[at]) && at - from < 4)
			part[k] = part[k] * 10 + (s.p[at++] - '0');
		digits[k] = at - from;
		if (!digits[k])
			return false;
		if (k == 2)
			break;
		if (at == s.n || (s.p[at] != '/' && s.p[at] != '-' && s.p[at] != '.') ||
			(mark && s.p[at] != mark))
			return false;
		mark = s.p[at++];
	}
	return at == s.n;
}

enum scan scan_day(struct str s, int64_t *day_out)
{
	int64_t p[3];
	size_t n[3];

	if (!three(s, p, n))
		return SCAN_BAD;
	bool year_first = n[0] == 4;
	if (year_first ? n[1] > 2 || n[2] > 2 : n[0] > 2 || n[1] > 2 || (n[2] != 2 && n[2] != 4))
		return SCAN_BAD;
	struct civil c = { .month = (int)p[1] };
	c.year = (int)(year_first ? p[0] : n[2] == 2 ? 2000 + p[2] : p[2]);
	c.day = (int)(year_first ? p[2] : p[0]);
	if (c.year < 1900 || c.year > 2199 || c.month < 1 || c.month > 12 || c.day < 1 || c.day > 31)
		return SCAN_NO_SUCH;
	int64_t day = day_from_civil(c);
	if (day_civil(day).day != c.day)
		return SCAN_NO_SUCH;
	*day_out = day;
	return SCAN_OK;
}

bool scan_phone(struct str s, struct buf *b)
{
	bool plus = s.n && s.p[0] == '+';
	size_t start = b->n, digits = 0;

	buf_char(b, '+');
	for (size_t i = plus; i < s.n; i++) {
		if (digit(s.p[i])) {
			if (!plus && digits == 0)
				buf_c(b, "51");
			buf_char(b, s.p[i]);
			digits++;
		} else if (s.p[i] != ' ' && s.p[i] != '-' && s.p[i] != '.' && s.p[i] != '(' &&
			s.p[i] != ')') {
			return false;
		}
	}
	/* E.164: at most fifteen digits, none begins with 0. */
	if (plus)
		return digits >= 8 && digits <= 15 && b->p[start + 1] != '0';
	return digits == 9 && b->p[start + 3] == '9';
}
