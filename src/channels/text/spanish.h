/*
 * spanish.h - numbers and days in Spanish words.
 *
 * Each reader looks at the words from *at, and either takes what it understands and moves *at behind
 * it, or says false and leaves *at.
 */
#ifndef AYNI_TEXT_SPANISH_H
#define AYNI_TEXT_SPANISH_H

#include "words.h"

struct number {
	int64_t n;
	struct str digits; /* for field_read: as typed, or the decimal text of n */
	bool spelled;      /* in letters */
	bool torn;         /* "cuarenta y" with no unit behind, "cien cincuenta": misspelt, or two */
	bool article;      /* un, una, ninguna: a figure only before the word that it counts */
};

/* "120", "ciento veinte", "dos mil", "2 mil", "tres docenas", "docena y media". */
bool number_read(struct arena *a, const struct word *w, unsigned n, unsigned *at,
	struct number *out);

/* "pachak iskay chunka": in Quechua, up to 9999. */
bool number_quechua(const struct word *w, unsigned n, unsigned *at, int64_t *out);

struct day_said {
	int64_t day;
	bool weekday; /* a number behind it may be its day of the month */
	bool night;   /* anoche */
	bool shaky;   /* a short weekday that is not quite written so: "tartes" */
};

/*
 * "hoy", "ayer", "anteayer", "el lunes", "lunes pasado", "22/11", "22 de noviembre", "el 20", "hace 2
 * días", "mañana". A weekday is the last one that is not in the future; a day without year the
 * nearest one that is not far in the future; "el 20" that of this month or the one before.
 */
bool day_read(const struct word *w, unsigned n, unsigned *at, int64_t today, struct day_said *out);

#endif
