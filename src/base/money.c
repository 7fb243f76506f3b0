#include "money.h"

static bool digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The decimal mark's index, or s.n when the number is whole. */
static size_t decimal_mark(struct str s)
{
	for (size_t i = s.n; i-- > 0;) {
		if (s.p[i] == '.')
			return i;
		if (s.p[i] == ',')
			return s.n - i - 1 == 3 ? s.n : i;
	}
	return s.n;
}

bool money_parse(struct str s, int64_t *cents_out)
{
	int64_t v = 0;
	size_t group = 0;
	bool grouped = false;

	s = str_trim(s);
	if (str_starts(s, "S/") || str_starts(s, "s/"))
		s = str_trim(str_sub(s, s.n > 2 && s.p[2] == '.' ? 3 : 2, s.n));
	size_t mark = decimal_mark(s), decimals = mark < s.n ? s.n - mark - 1 : 0;
	if (mark == 0 || s.n == 0 || (mark < s.n && (decimals < 1 || decimals > 2)))
		return false;
	for (size_t i = 0; i < mark; i++) {
		if (s.p[i] == ',') {
			if (group == 0 || group > 3 || (grouped && group != 3))
				return false;
			grouped = true;
			group = 0;
			continue;
		}
		if (!digit(s.p[i]) || __builtin_mul_overflow(v, 10, &v) ||
			__builtin_add_overflow(v, s.p[i] - '0', &v))
			return false;
		group++;
	}
	if (grouped && group != 3)
		return false;
	if (__builtin_mul_overflow(v, 100, &v))
		return false;
	for (size_t i = 0; i < decimals; i++) {
		char c = s.p[mark + 1 + i];
		if (!digit(c) || __builtin_add_overflow(v, (c - '0') * (i ? 1 : 10), &v))
			return false;
	}
	*cents_out = v;
	return true;
}

void buf_thousands(struct buf *b, int64_t n)
{
	char t[32];
	struct buf d = buf_fixed(t, sizeof(t));

	buf_int(&d, n);
	for (size_t i = 0; i < d.n; i++) {
		if (i && (d.n - i) % 3 == 0 && digit(t[i - 1]))
			buf_char(b, ',');
		buf_char(b, t[i]);
	}
}

static void cents(struct buf *b, int64_t c, void (*whole)(struct buf *, int64_t))
{
	if (c < 0)
		buf_char(b, '-');
	uint64_t u = c < 0 ? 0 - (uint64_t)c : (uint64_t)c;
	whole(b, (int64_t)(u / 100));
	buf_char(b, '.');
	buf_pad(b, (int64_t)(u % 100), 2);
}

void buf_money(struct buf *b, int64_t c)
{
	cents(b, c, buf_thousands);
}

void buf_money_plain(struct buf *b, int64_t c)
{
	cents(b, c, buf_int);
}

bool degrees_parse(struct str s, int64_t *micro_out)
{
	s = str_trim(s);
	bool minus = s.n && s.p[0] == '-';
	struct str t = str_sub(s, minus, s.n);
	size_t mark = str_find(t, '.');
	int64_t v = 0, whole;

	if (!mark || mark > 3 || !digit(t.p[0]) || !str_int64(str_sub(t, 0, mark), &whole))
		return false;
	v = whole;
	for (size_t i = 0; i < 6; i++) {
		size_t at = mark + 1 + i;
		if (at < t.n && !digit(t.p[at]))
			return false;
		v = v * 10 + (at < t.n ? t.p[at] - '0' : 0);
	}
	for (size_t at = mark + 7; at < t.n; at++)
		if (!digit(t.p[at]))
			return false;
	if (mark + 1 == t.n || v > INT64_C(180000000))
		return false;
	*micro_out = minus ? -v : v;
	return true;
}

void buf_degrees(struct buf *b, int64_t micro)
{
	char t[8];
	struct buf d = buf_fixed(t, sizeof(t));
	int64_t u = micro < 0 ? -micro : micro;

	if (micro < 0)
		buf_char(b, '-');
	buf_int(b, u / 1000000);
	buf_pad(&d, u % 1000000, 6);
	while (d.n && t[d.n - 1] == '0')
		d.n--;
	if (d.n) {
		buf_char(b, '.');
		buf_add(b, buf_str(&d));
	}
}
