/*
 * ruc.h - the taxpayer's number of who sold: eleven digits with a check digit; and the number of what she sold by.
 *
 * The first two say what it is of (10 a person, 15 and 17 persons by another document, 20 a firm). The last is
 * 11 - (sum of the first ten, weighted 5 4 3 2 7 6 5 4 3 2, modulo 11), where 10 is written 0 and 11 is written 1
 * (SUNAT's modulus 11).
 */
#ifndef AYNI_RUC_H
#define AYNI_RUC_H

#include "str.h"

enum ruc_fault {
	RUC_GOOD,
	RUC_SHAPE,  /* not eleven digits */
	RUC_PREFIX, /* does not begin with 10, 15, 17 or 20 */
	RUC_DIGIT,  /* the last digit does not fit the others: one was mistyped */
};

/* Judge it; blanks around it and blanks, dots or hyphens within are not looked at. Pure. */
enum ruc_fault ruc_check(struct str s);
/* Its digits alone, as they are kept and compared. In the arena. */
struct str ruc_plain(struct arena *a, struct str s);
/* What is said of the fault: a msgid; NULL for RUC_GOOD. */
const char *ruc_fault_text(enum ruc_fault f);
/* The same receipt is written "F001-123", "f001 - 000123", "F001 123": "F001-123" of all. False: it is no series and number. */
bool receipt_read(struct arena *a, struct str s, struct str *out) MUST_USE;
/* As it is kept and compared: that, or what else was written in capitals without signs and blanks. In the arena. */
struct str receipt_plain(struct arena *a, struct str s);

#endif
