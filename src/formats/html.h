/*
 * html.h - typed writers for HTML and URLs. Raw HTML comes only from literals.
 */
#ifndef AYNI_HTML_H
#define AYNI_HTML_H

#include "str.h"

/* Markup that is known to be safe because only these writers made it. */
struct html {
	struct str s;
};

/* A string literal as it is; a variable does not compile. */
#define html_lit(b, literal) buf_bytes((b), "" literal, sizeof(literal) - 1)
/* Text between tags: & < > escaped; malformed UTF-8 becomes U+FFFD. */
void html_text(struct buf *b, struct str s);
/* The inside of a double-quoted attribute. */
void html_attr(struct buf *b, struct str s);
/*
 * A path of this site: begins with one slash, and has nothing that a browser would read as a host (a second
 * slash, a backslash) or leave out (blanks, tabs, line breaks). At most 200 bytes.
 */
bool url_local(struct str path);
/* One path segment or query value, RFC 3986 percent-encoded. */
void url_part(struct buf *b, struct str s);
/* Percent-decoding; plus as blank when `form`. False on a bad escape or NUL. */
bool url_decode(struct arena *a, struct str s, bool form, struct str *out) MUST_USE;
/* What the writers put into *b so far, as safe markup. Only for buffers that never saw buf_*. */
struct html html_done(const struct buf *b);

#endif
