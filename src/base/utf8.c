#include "utf8.h"

/* Decode one; 0 length means malformed. */
static uint32_t decode(const unsigned char *p, size_t n, size_t *len)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t k = p[0] < 0x80 ? 1 : p[0] >= 0xf0 ? 4 : p[0] >= 0xe0 ? 3 : 2;
	uint32_t cp = k == 1 ? p[0] : p[0] & (0xffu >> (k + 1));

	*len = 0;
	if (k > n || (p[0] >= 0x80 && p[0] < 0xc2) || p[0] > 0xf4)
		return 0xfffd;
	for (size_t i = 1; i < k; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 0xfffd;
		cp = cp << 6 | (p[i] & 0x3f);
	}
	if (cp < least[k] || cp > 0x10ffff || (cp >= 0xd800 && cp <= 0xdfff))
		return 0xfffd;
	*len = k;
	return cp;
}

bool utf8_valid(struct str s)
{
	for (size_t i = 0, len; i < s.n; i += len) {
		decode((const unsigned char *)s.p + i, s.n - i, &len);
		if (!len)
			return false;
	}
	return true;
}

uint32_t utf8_next(struct str s, size_t *at)
{
	size_t len;
	uint32_t cp = decode((const unsigned char *)s.p + *at, s.n - *at, &len);

	*at += len ? len : 1;
	return cp;
}

void buf_utf8(struct buf *b, uint32_t cp)
{
	if (cp < 0x80) {
		buf_char(b, (char)cp);
	} else if (cp < 0x800) {
		buf_char(b, (char)(0xc0 | cp >> 6));
		buf_char(b, (char)(0x80 | (cp & 0x3f)));
	} else if (cp < 0x10000) {
		buf_char(b, (char)(0xe0 | cp >> 12));
		buf_char(b, (char)(0x80 | (cp >> 6 & 0x3f)));
		buf_char(b, (char)(0x80 | (cp & 0x3f)));
	} else {
		buf_char(b, (char)(0xf0 | cp >> 18));
		buf_char(b, (char)(0x80 | (cp >> 12 & 0x3f)));
		buf_char(b, (char)(0x80 | (cp >> 6 & 0x3f)));
		buf_char(b, (char)(0x80 | (cp & 0x3f)));
	}
}

size_t utf8_count(struct str s)
{
	size_t n = 0;

	for (size_t at = 0; at < s.n; n++)
		utf8_next(s, &at);
	return n;
}

bool utf8_printable(struct str s)
{
	for (size_t at = 0; at < s.n;) {
		uint32_t cp = utf8_next(s, &at);
		if ((cp < 0x20 && cp != '\t' && cp != '\n') || (cp >= 0x7f && cp < 0xa0))
			return false;
	}
	return true;
}
