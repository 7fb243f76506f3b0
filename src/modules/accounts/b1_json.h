/*
 * b1_json.h - a form as JSON, all of it typed text, and what is said of it (doc/b1.md).
 */
#ifndef AYNI_B1_JSON_H
#define AYNI_B1_JSON_H

#include "b1.h"
#include "i18n.h"
#include "json.h"

/*
 * Judge the form in a text: {"header": {...}, "rows": [...]}, or a list of such. What is no form is an answer too, which
 * refuses. Appends the answer, or the list of answers, to *out, in that language. False: it was no JSON at all; *out then
 * has the one answer that says so.
 */
bool b1_solve(struct arena *a, const struct lang *l, struct str text, struct buf *out);

#endif
