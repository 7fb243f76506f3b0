#include "sms.h"

#include <string.h>
#include <utf8proc.h>

#include "utf8.h"

/* The default alphabet beyond ASCII; ASCII itself but for ` and the extension's ^{}\[~]|. */
static const uint16_t beyond[] = { 0xa1, 0xa3, 0xa4, 0xa5, 0xa7, 0xbf, 0xc4, 0xc5, 0xc6, 0xc7, 0xc9,
	0xd1, 0xd6, 0xd8, 0xdc, 0xdf, 0xe0, 0xe4, 0xe5, 0xe6, 0xe8, 0xe9, 0xec, 0xf1, 0xf2, 0xf6,
	0xf8, 0xf9, 0xfc, 0x393, 0x394, 0x398, 0x39b, 0x39e, 0x3a0, 0x3a3, 0x3a6, 0x3a8, 0x3a9 };

/* Septets of a code point: 1, 2 behind the escape, 0 when the alphabet lacks it. */
static unsigned septets(uint32_t cp)
{
	if (cp == 0x20ac || cp == '\f')
		return 2;
	if (cp < 0x80) {
		if (cp < 0x20)
			return cp == '\n' || cp == '\r';
		return cp == '`' || cp == 0x7f ? 0 : strchr("^{}\\[~]|", (int)cp) ? 2 : 1;
	}
	for (size_t i = 0; i < ARRAY_LEN(beyond); i++)
		if (beyond[i] == cp)
			return 1;
	return 0;
}

static const struct {
	uint32_t cp;
	const char *text;
} near[] = {
	{ '`', "'" }, { '\t', " " }, { 0xa0, " " }, { 0xab, "\"" }, { 0xb0, "o" }, { 0xb4, "'" },
	{ 0xb7, "-" }, { 0xbb, "\"" }, { 0xbc, "1/4" }, { 0xbd, "1/2" }, { 0xbe, "3/4" }, { 0xd7, "x" }, { 0x2bc, "'" }, { 0x2010, "-" },
	{ 0x2011, "-" }, { 0x2012, "-" }, { 0x2013, "-" }, { 0x2014, "-" }, { 0x2015, "-" },
	{ 0x2018, "'" }, { 0x2019, "'" }, { 0x201a, "'" }, { 0x201c, "\"" }, { 0x201d, "\"" },
	{ 0x201e, "\"" }, { 0x2022, "-" }, { 0x2026, "..." }, { 0x2039, "'" }, { 0x203a, "'" },
	{ 0x2212, "-" },
};

/*
 * The decomposition without its marks, when the alphabet has all that is left: á gives a, º gives
 * o, ﬁ gives fi.
 */
static bool put_bases(struct buf *b, uint32_t cp)
{
	utf8proc_int32_t part[32];
	int boundary = 0;
	utf8proc_ssize_t n = utf8proc_decompose_char((utf8proc_int32_t)cp, part, ARRAY_LEN(part),
		UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT, &boundary);
	size_t start = b->n;

	if (n < 1 || n > (utf8proc_ssize_t)ARRAY_LEN(part))
		return false;
	for (utf8proc_ssize_t i = 0; i < n; i++) {
		if (i && utf8proc_category(part[i]) == UTF8PROC_CATEGORY_MN)
			continue;
		if (!septets((uint32_t)part[i])) {
			buf_cut(b, start);
			return false;
		}
		buf_utf8(b, (uint32_t)part[i]);
	}
	return true;
}

static void put(struct buf *b, uint32_t cp)
{
	if (septets(cp)) {
		buf_utf8(b, cp);
		return;
	}
	for (size_t i = 0; i < ARRAY_LEN(near); i++) {
		if (near[i].cp == cp) {
			buf_c(b, near[i].text);
			return;
		}
	}
	if (!put_bases(b, cp))
		buf_utf8(b, cp);
}

struct str sms_fold(struct arena *a, struct str s)
{
	struct buf b = buf_new(a, s.n + 8);

	for (size_t at = 0; at < s.n;)
		put(&b, utf8_next(s, &at));
	return buf_str(&b);
}

static unsigned cost(uint32_t cp, bool gsm7)
{
	return gsm7 ? septets(cp) : cp >= 0x10000 ? 2 : 1;
}

struct sms_size sms_segments(struct str s)
{
	struct sms_size size = { .gsm7 = true };
	unsigned alone, each, used = 0;

	for (size_t at = 0; at < s.n && size.gsm7;)
		size.gsm7 = septets(utf8_next(s, &at)) > 0;
	alone = size.gsm7 ? 160 : 70;
	each = size.gsm7 ? 153 : 67;
	for (size_t at = 0; at < s.n;)
		size.units += cost(utf8_next(s, &at), size.gsm7);
	if (size.units <= alone) {
		size.segments = s.n > 0;
		return size;
	}
	size.segments = 1;
	for (size_t at = 0; at < s.n;) {
		unsigned c = cost(utf8_next(s, &at), size.gsm7);
		if (used + c > each) {
			size.segments++;
			used = 0;
		}
		used += c;
	}
	return size;
}
