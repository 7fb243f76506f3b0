/*
 * aloud.h - pages that a person's voice can tell: which there are, and where what was recorded of one is.
 *
 * Pages of modules say what they are called (page.h: title); those that the channel answers itself are listed
 * here. A module keeps the recordings (module.h: aloud).
 */
#ifndef AYNI_ALOUD_H
#define AYNI_ALOUD_H

#include "module.h"

struct aloud_page {
	const char *name;  /* permanent: of the page, and of its template */
	const char *title; /* N_() */
};

/* The i-th, what people see first before the rest; false: there are no more. */
bool aloud_at(const struct registry *reg, unsigned i, struct aloud_page *out);
/* What the page is called; NULL: there is none of that name, or it is never recorded. */
const char *aloud_title(const struct registry *reg, struct str name);
/* The address of what was recorded of the page in c's language; empty: nothing. Asks the database once an epoch. */
struct str aloud_of(struct ctx *c, const char *name);

#endif
