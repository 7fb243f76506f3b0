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

/* The nearest that the alphabet has, by code point; "": what has no word is left out. */
static const struct {
	uint32_t cp;
	const char *text;
} near[] = {
	{ '\t', " " }, { '`', "'" }, { 0xa0, " " }, { 0xa6, "-" }, { 0xa8, "" }, { 0xa9, "(c)" }, { 0xab, "\"" }, { 0xac, "-" },
	{ 0xad, "" }, { 0xae, "(R)" }, { 0xb0, "o" }, { 0xb1, "+-" }, { 0xb4, "'" }, { 0xb7, "-" }, { 0xb8, "," }, { 0xbb, "\"" },
	{ 0xbc, "1/4" }, { 0xbd, "1/2" }, { 0xbe, "3/4" }, { 0xd7, "x" }, { 0xf7, "/" }, { 0x2b9, "'" }, { 0x2bc, "'" },
	{ 0x2c8, "'" }, { 0x2010, "-" }, { 0x2011, "-" }, { 0x2012, "-" }, { 0x2013, "-" }, { 0x2014, "-" }, { 0x2015, "-" },
	{ 0x2018, "'" }, { 0x2019, "'" }, { 0x201a, "'" }, { 0x201b, "'" }, { 0x201c, "\"" }, { 0x201d, "\"" },
	{ 0x201e, "\"" }, { 0x201f, "\"" }, { 0x2022, "-" }, { 0x2023, "-" }, { 0x2026, "..." }, { 0x2028, "\n" }, { 0x2029, "\n" },
	{ 0x2032, "'" }, { 0x2033, "\"" }, { 0x2039, "'" }, { 0x203a, "'" }, { 0x2043, "-" }, { 0x2044, "/" },
	{ 0x2190, "<-" }, { 0x2191, "+" }, { 0x2192, "->" }, { 0x2193, "-" }, { 0x2194, "<->" }, { 0x21d0, "<=" }, { 0x21d2, "=>" },
	{ 0x2212, "-" }, { 0x2215, "/" }, { 0x2219, "-" }, { 0x2248, "=" }, { 0x2260, "<>" }, { 0x2264, "<=" }, { 0x2265, ">=" },
	{ 0x22c5, "-" }, { 0x25a0, "-" }, { 0x25a1, "-" }, { 0x25aa, "-" }, { 0x25b6, "->" }, { 0x25ba, "->" }, { 0x25c0, "<-" },
	{ 0x25cb, "-" }, { 0x25cf, "-" }, { 0x25e6, "-" }, { 0x260e, "Tel." }, { 0x2611, "OK" }, { 0x2639, ":(" }, { 0x263a, ":)" },
	{ 0x2705, "OK" }, { 0x2713, "OK" }, { 0x2714, "OK" }, { 0x2716, "X" }, { 0x274c, "X" }, { 0x2753, "?" }, { 0x2757, "!" },
	{ 0x2764, "<3" }, { 0x2794, "->" }, { 0x279c, "->" }, { 0x27a1, "->" }, { 0x2b05, "<-" }, { 0x1f44d, "OK" },
	{ 0x1f44e, "NO" }, { 0x1f4de, "Tel." }, { 0x1f4f1, "Tel." }, { 0x1f600, ":)" }, { 0x1f601, ":)" }, { 0x1f603, ":)" },
	{ 0x1f604, ":)" }, { 0x1f60a, ":)" }, { 0x1f614, ":(" }, { 0x1f622, ":(" }, { 0x1f62d, ":(" }, { 0x1f641, ":(" }, { 0x1f642, ":)" },
};

static const char *near_text(uint32_t cp)
{
	size_t low = 0, high = ARRAY_LEN(near);

	while (low < high) {
		size_t mid = (low + high) / 2;
		if (near[mid].cp == cp)
			return near[mid].text;
		if (near[mid].cp < cp)
			low = mid + 1;
		else
			high = mid;
	}
	return NULL;
}

/*
 * The decomposition without its marks, when the alphabet has all that is left: á gives a, º gives
 * o, ﬁ gives fi, a wide blank a blank.
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

/* Pictures, their skins and joiners, marks on their own: nothing is lost that words say. */
static bool is_decoration(uint32_t cp)
{
	switch (utf8proc_category((utf8proc_int32_t)cp)) {
	case UTF8PROC_CATEGORY_SO:
	case UTF8PROC_CATEGORY_CF:
	case UTF8PROC_CATEGORY_MN:
	case UTF8PROC_CATEGORY_ME:
		return true;
	case UTF8PROC_CATEGORY_SK:
		return cp >= 0x1f3fb && cp <= 0x1f3ff;
	default:
		return false;
	}
}

static bool ends_blank(const struct buf *b)
{
	return !b->n || b->p[b->n - 1] == ' ' || b->p[b->n - 1] == '\n';
}

static void trim_end(struct buf *b)
{
	while (b->n && b->p[b->n - 1] == ' ')
		buf_cut(b, b->n - 1);
}

/* The whole of s in the alphabet; false: it has letters that have no near one. */
static bool fold(struct buf *b, struct str s)
{
	bool left_out = false;

	for (size_t at = 0; at < s.n;) {
		uint32_t cp = utf8_next(s, &at);
		const char *text = septets(cp) ? NULL : near_text(cp);
		/* A picture between two blanks takes one of them with it. */
		if (left_out && cp == ' ' && ends_blank(b))
			continue;
		if (left_out && cp == '\n')
			trim_end(b);
		left_out = left_out && cp >= 0x80;
		if (septets(cp))
			buf_utf8(b, cp);
		else if (text)
			buf_c(b, text);
		else if (!put_bases(b, cp) && !(left_out = is_decoration(cp)))
			return false;
	}
	if (left_out)
		trim_end(b);
	return true;
}

struct str sms_fold(struct arena *a, struct str s)
{
	struct buf b = buf_new(a, s.n + 8);

	/* What goes as UCS-2 anyway may as well keep its accents and pictures. */
	return fold(&b, s) ? buf_str(&b) : s;
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
