/*
 * diag.h - what is wrong, said once, for every channel to show in its own way.
 *
 * An item names a field (or none), a stable code for programs and a Spanish msgid with at most
 * one %s for its argument. The same item becomes a label beside a box, a sentence of a text
 * message, an element of a JSON array and a cell of a CSV error column.
 * Items past DIAG_MAX are dropped: nobody reads a seventeenth.
 */
#ifndef AYNI_DIAG_H
#define AYNI_DIAG_H

#include "str.h"

enum { DIAG_MAX = 16 };

struct diag_item {
	const char *field; /* permanent name, or NULL for the whole */
	const char *code;  /* stable: required, format, range, unknown, denied, standing, confirm… */
	const char *msgid; /* N_("…"), may hold one %s */
	struct str arg;    /* for the %s, in the arena of the caller */
};

struct diag {
	struct diag_item item[DIAG_MAX];
	unsigned n;
};

/* Add an item; always returns INVALID, so that `return diag_add(…)` reads well. */
enum rc diag_add(struct diag *d, const char *field, const char *code, const char *msgid,
	struct str arg);
/* The first item of that field (NULL: of the whole), or NULL. */
const struct diag_item *diag_find(const struct diag *d, const char *field);

#endif
