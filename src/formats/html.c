#include "html.h"

#include <string.h>

#include "utf8.h"

/* Copy s with the listed ASCII signs as references; NUL and malformed bytes become U+FFFD. */
static void escaped(struct buf *b, struct str s, bool attribute)
{
	size_t from = 0, at = 0;

	while (at < s.n) {
		unsigned char c = (unsigned char)s.p[at];
		const char *with = NULL;
		size_t next = at + 1;

		if (c >= 0x80) {
			next = at;
			uint32_t cp = utf8_next(s, &next);
			/* A true U+FFFD takes three bytes, a malformed one a single. */
			if (cp == 0xfffd && next - at == 1)
				with = "\xef\xbf\xbd";
		} else if (c == '&') {
			with = "&amp;";
		} else if (c == '<') {
			with = "&lt;";
		} else if (c == '>') {
			with = "&gt;";
		} else if (attribute && c == '"') {
			with = "&#34;";
		} else if (attribute && c == '\'') {
			with = "&#39;";
		} else if (c == 0) {
			with = "\xef\xbf\xbd";
		}
		if (with) {
			buf_add(b, str_sub(s, from, at - from));
			buf_c(b, with);
			from = next;
		}
		at = next;
	}
	buf_add(b, str_sub(s, from, s.n));
}

void html_text(struct buf *b, struct str s)
{
	escaped(b, s, false);
}

void html_attr(struct buf *b, struct str s)
{
	escaped(b, s, true);
}

bool url_local(struct str path)
{
	if (!str_starts(path, "/") || str_starts(path, "//") || path.n > 200)
		return false;
	for (size_t i = 0; i < path.n; i++)
		if ((unsigned char)path.p[i] <= ' ' || path.p[i] == '\\')
			return false;
	return true;
}

void url_part(struct buf *b, struct str s)
{
	static const char digit[] = "0123456789ABCDEF";

	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
			(c && strchr("-._~", c))) {
			buf_char(b, (char)c);
		} else {
			buf_char(b, '%');
			buf_char(b, digit[c >> 4]);
			buf_char(b, digit[c & 15]);
		}
	}
}

bool url_decode(struct arena *a, struct str s, bool form, struct str *out)
{
	if (str_find(s, '%') == s.n && (!form || str_find(s, '+') == s.n)) {
		*out = s.p ? s : STR("");
		return str_find(s, 0) == s.n;
	}
	char *p = arena_alloc(a, s.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		if (c == '%') {
			if (!hex_read(str_sub(s, i + 1, 2), &c, 1))
				return false;
			i += 2;
		} else if (c == '+' && form) {
			c = ' ';
		}
		if (!c)
			return false;
		p[n++] = c;
	}
	*out = (struct str){ p, n };
	return true;
}

struct html html_done(const struct buf *b)
{
	return (struct html){ buf_str(b) };
}
