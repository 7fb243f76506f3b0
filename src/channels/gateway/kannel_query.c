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

/* UTF-16, big end first. A unit without its other half is U+FFFD. */
static struct str from_utf16(struct arena *a, struct str s)
{
	struct buf b = buf_new(a, s.n * 2 + 4);
	const unsigned char *p = (const unsigned char *)s.p;

	for (size_t i = 0; i + 1 < s.n; i += 2) {
		uint32_t u = (uint32_t)(p[i] << 8 | p[i + 1]);
		if (u >= 0xd800 && u < 0xdc00 && i + 3 < s.n) {
			uint32_t low = (uint32_t)(p[i + 2] << 8 | p[i + 3]);
			if (low >= 0xdc00 && low < 0xe000) {
				u = 0x10000 + ((u - 0xd800) << 10) + (low - 0xdc00);
				i += 2;
			}
		}
		if (u)
			buf_utf8(&b, u >= 0xd800 && u < 0xe000 ? 0xfffd : u);
	}
	return buf_str(&b);
}

/* As UTF-8 where it is that, else byte by byte as ISO 8859-1, which Kannel falls back to. */
static struct str from_bytes(struct arena *a, struct str s, bool latin)
{
	struct buf b = buf_new(a, s.n * 2 + 4);

	latin = latin || !utf8_valid(s);
	for (size_t at = 0; at < s.n;) {
		uint32_t cp = latin ? (unsigned char)s.p[at++] : utf8_next(s, &at);
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
	if (str_ieq(charset, STR("UTF-16BE")) || str_ieq(charset, STR("UTF-16")) || str_ieq(charset, STR("UCS-2")) ||
		(!charset.n && str_is(coding, "2")))
		out->text = from_utf16(a, raw);
	else
		out->text = from_bytes(a, raw, str_ieq(charset, STR("ISO-8859-1")) || str_ieq(charset, STR("WINDOWS-1252")));
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
