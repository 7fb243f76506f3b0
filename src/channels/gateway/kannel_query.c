/*
 * kannel_query.c - reading what Kannel asks.
 */
#include "kannel_query.h"

#include "utf8.h"

enum { TEXT_BYTES_MAX = 16 * 1024 };

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static struct str unescape(struct arena *a, struct str s)
{
	struct buf b = buf_new(a, s.n + 1);

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '%') {
			int high = i + 2 < s.n ? hex_digit(s.p[i + 1]) : -1;
			int low = i + 2 < s.n ? hex_digit(s.p[i + 2]) : -1;
			if (high < 0 || low < 0)
				return (struct str){ 0 };
			buf_char(&b, (char)(high << 4 | low));
			i += 2;
		} else {
			buf_char(&b, s.p[i] == '+' ? ' ' : s.p[i]);
		}
	}
	if (!b.n)
		return STR("");
	return buf_str(&b);
}

struct str kannel_value(struct arena *a, struct str query, const char *name)
{
	struct str pair;

	while (str_cut(&query, '&', &pair)) {
		size_t eq = str_find(pair, '=');
		if (eq < pair.n && str_is(str_sub(pair, 0, eq), name))
			return unescape(a, str_sub(pair, eq + 1, pair.n));
	}
	return (struct str){ 0 };
}

/* What WINDOWS-1252 has where ISO 8859-1 has control characters. */
static const uint16_t windows[32] = { 0x20ac, 0xfffd, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
	0x2039, 0x0152, 0xfffd, 0x017d, 0xfffd, 0xfffd, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122,
	0x0161, 0x203a, 0x0153, 0xfffd, 0x017e, 0x0178 };

/* As UTF-8 where it is that, else byte by byte. */
static struct str read_text(struct arena *a, struct str s, bool bytewise)
{
	struct buf b = buf_new(a, s.n * 2 + 4);

	bytewise = bytewise || !utf8_valid(s);
	for (size_t at = 0; at < s.n;) {
		uint32_t cp = bytewise ? (unsigned char)s.p[at++] : utf8_next(s, &at);
		if (bytewise && cp >= 0x80 && cp < 0xa0)
			cp = windows[cp - 0x80];
		if (cp)
			buf_utf8(&b, cp);
	}
	return buf_str(&b);
}

bool kannel_read_in(struct arena *a, struct str query, struct kannel_in *out)
{
	struct str raw = kannel_value(a, query, "text"), charset = kannel_value(a, query, "charset"),
		coding = kannel_value(a, query, "coding"), at = kannel_value(a, query, "at");
	int64_t s;

	*out = (struct kannel_in){ .from = str_trim(kannel_value(a, query, "from")), .ref = str_trim(kannel_value(a, query, "id")) };
	if (!out->from.n || !raw.p)
		return false;
	raw = str_sub(raw, 0, TEXT_BYTES_MAX);
	out->bytes = str_is(coding, "1");
	out->text = read_text(a, raw, str_ieq(charset, STR("ISO-8859-1")) || str_ieq(charset, STR("WINDOWS-1252")));
	if (out->bytes)
		out->text = STR("");
	out->sent_at = str_int64(at, &s) && s > 0 && s < INT64_C(1) << 40 ? s * 1000 : 0;
	return true;
}

bool kannel_read_report(struct arena *a, struct str query, struct id *message_out, enum kannel_report *out)
{
	struct str m = kannel_value(a, query, "m"), d = kannel_value(a, query, "d");
	int64_t n;

	if (!id_parse(m, message_out) || !str_int64(d, &n) || n < 1 || n > 16 || (n & (n - 1)))
		return false;
	*out = (enum kannel_report)n;
	return true;
}
