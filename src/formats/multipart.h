/*
 * multipart.h - the body of a form with a file (multipart/form-data).
 *
 * Source: RFC 7578, with RFC 2046 boundaries. Strict: CRLF line ends, a Content-Disposition of
 * form-data with a name in every part, names and file names in UTF-8, nothing nested.
 */
#ifndef AYNI_MULTIPART_H
#define AYNI_MULTIPART_H

#include "diag.h"

enum { MULTIPART_PARTS_MAX = 50, MULTIPART_HEAD_MAX = 2048 };

struct part {
	struct str name;
	struct str filename; /* p == NULL: an ordinary field; else without folders */
	struct str type;     /* Content-Type of the part, or empty */
	struct str content;  /* a view of the body */
};

struct multipart {
	struct part *part;
	unsigned n;
};

/*
 * Read body by the boundary in the Content-Type header. Views of body or copies in the arena.
 * INVALID with code "form" when malformed, "range" when there are too many parts.
 */
enum rc multipart_read(struct arena *a, struct str content_type, struct str body,
	struct multipart *out, struct diag *d) MUST_USE;
/* Whether the Content-Type header names this format. */
bool multipart_is(struct str content_type);
/* The first part of that name, or NULL. */
const struct part *multipart_get(const struct multipart *m, const char *name);

#endif
