/*
 * form.h - the body of a web form (application/x-www-form-urlencoded) and query strings.
 *
 * Source: WHATWG URL Standard, "application/x-www-form-urlencoded parsing", but stricter: bad
 * escapes, NUL and malformed UTF-8 are refused. CRLF in a value becomes LF.
 */
#ifndef AYNI_FORM_H
#define AYNI_FORM_H

#include "diag.h"

enum { FORM_FIELDS_MAX = 200 };

struct form_field {
	struct str name, value;
};

struct form {
	struct form_field *field; /* in order of the text; a name may come again */
	unsigned n;
};

/*
 * Read body into *form_out. Names and values are views of body or copies in the arena. INVALID
 * with a code: "form" (escape, NUL, UTF-8) or "range" (more than FORM_FIELDS_MAX fields).
 */
enum rc form_read(struct arena *a, struct str body, struct form *form_out, struct diag *d) MUST_USE;
/* The first value of that name, or an empty view with p == NULL. */
struct str form_get(const struct form *f, const char *name);
bool form_has(const struct form *f, const char *name);

#endif
