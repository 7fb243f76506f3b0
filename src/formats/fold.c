#include "fold.h"

#include <string.h>
#include <utf8proc.h>

#include "utf8.h"

/* Latin letters that Unicode does not decompose, and signs that people type in several ways. */
static const struct {
	uint32_t cp;
	const char *ascii;
} near[] = {
	{ 0xe6, "ae" }, { 0xf0, "d" }, { 0xf8, "o" }, { 0xfe, "th" }, { 0x111, "d" }, { 0x127, "h" },
	{ 0x131, "i" }, { 0x142, "l" }, { 0x153, "oe" }, { 0x2bc, "'" }, { 0x2018, "'" },
	{ 0x2019, "'" }, { 0x201c, "\"" }, { 0x201d, "\"" }, { 0x2010, "-" }, { 0x2011, "-" },
	{ 0x2012, "-" }, { 0x2013, "-" }, { 0x2014, "-" }, { 0x2212, "-" },
};

static const char *near_ascii(uint32_t cp)
{
	for (size_t i = 0; i < ARRAY_LEN(near); i++)
		if (near[i].cp == cp)
			return near[i].ascii;
	return NULL;
}

enum kind { KEPT, BLANK, MARK, DROPPED };

static enum kind kind_of(utf8proc_int32_t cp)
{
	switch (utf8proc_category(cp)) {
	case UTF8PROC_CATEGORY_ZS:
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP:
		return BLANK;
	case UTF8PROC_CATEGORY_CC:
		return cp == '\t' || cp == '\n' || cp == '\r' ? BLANK : DROPPED;
	case UTF8PROC_CATEGORY_CF:
		return DROPPED;
	case UTF8PROC_CATEGORY_CN:
	case UTF8PROC_CATEGORY_CS:
		return DROPPED;
	case UTF8PROC_CATEGORY_MN:
	case UTF8PROC_CATEGORY_ME:
		return MARK;
	default:
		return KEPT;
	}
}

/* One blank between words, none at the ends. */
struct words {
	struct buf b;
	bool blank;
};

static void words_put(struct words *w, uint32_t cp)
{
	if (w->blank && w->b.n)
		buf_char(&w->b, ' ');
	w->blank = false;
	const char *ascii = cp < 0x80 ? NULL : near_ascii(cp);
	if (ascii)
		buf_c(&w->b, ascii);
	else
		buf_utf8(&w->b, cp);
}

static void fold_cp(struct words *w, uint32_t cp, bool *after_n)
{
	utf8proc_int32_t part[32];
	int boundary = 0;
	utf8proc_ssize_t n = utf8proc_decompose_char((utf8proc_int32_t)cp, part, ARRAY_LEN(part),
		UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD, &boundary);

	for (utf8proc_ssize_t i = 0; i < n && i < (utf8proc_ssize_t)ARRAY_LEN(part); i++) {
		enum kind k = kind_of(part[i]);
		if (k == MARK && part[i] == 0x303 && *after_n)
			buf_char(&w->b, '~');
		else if (k == KEPT)
			words_put(w, (uint32_t)part[i]);
		else if (k == BLANK)
			w->blank = true;
		if (k != DROPPED)
			*after_n = k == KEPT && part[i] == 'n';
	}
}

struct str fold(struct arena *a, struct str s)
{
	struct words w = { .b = buf_new(a, s.n + 8) };
	bool after_n = false;

	for (size_t at = 0; at < s.n;) {
		size_t before = at;
		uint32_t cp = utf8_next(s, &at);
		if (cp < 0x80 && cp > 0x20 && cp != 0x7f) {
			char c = (char)cp;
			words_put(&w, (uint32_t)(c >= 'A' && c <= 'Z' ? c + 32 : c));
			after_n = c == 'n' || c == 'N';
		} else if (cp != 0xfffd || at - before == 3) {
			fold_cp(&w, cp, &after_n);
		}
	}
	return buf_str(&w.b);
}

/* Compose to NFC in the arena; s is well-formed. */
static struct str nfc(struct arena *a, struct str s)
{
	utf8proc_option_t how = UTF8PROC_STABLE | UTF8PROC_COMPOSE;
	utf8proc_ssize_t n = utf8proc_decompose((const utf8proc_uint8_t *)s.p,
		(utf8proc_ssize_t)s.n, NULL, 0, how);

	if (n <= 0)
		return s;
	utf8proc_int32_t *cps = ARENA_ARRAY(a, utf8proc_int32_t, n + 1);
	n = utf8proc_decompose((const utf8proc_uint8_t *)s.p, (utf8proc_ssize_t)s.n, cps, n, how);
	n = n > 0 ? utf8proc_reencode(cps, n, how) : n;
	return n > 0 ? (struct str){ (const char *)cps, (size_t)n } : s;
}

struct str text_tidy(struct arena *a, struct str s)
{
	struct buf b = buf_new(a, s.n);
	bool blank = false, ascii = true;

	for (size_t at = 0; at < s.n;) {
		size_t before = at;
		uint32_t cp = utf8_next(s, &at);
		enum kind k = cp > 0x20 && cp < 0x7f ? KEPT : kind_of((utf8proc_int32_t)cp);
		bool malformed = cp == 0xfffd && at - before == 1;

		if (k == BLANK)
			blank = true;
		/* U+200D joins the parts of one emoji. */
		if (malformed || k == BLANK || (k == DROPPED && cp != 0x200d))
			continue;
		if (blank && b.n)
			buf_char(&b, ' ');
		blank = false;
		ascii = ascii && cp < 0x80;
		buf_add(&b, str_sub(s, before, at - before));
	}
	return ascii ? buf_str(&b) : nfc(a, buf_str(&b));
}
