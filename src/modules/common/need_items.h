/*
 * need_items.h - what a kitchen lacks, as people write it: "arroz 10 kg, medio kilo de sal y aceite".
 *
 * Pure text, no database. Measures come out in base units: grams, millilitres, or what is counted (sacks,
 * bottles, units). What is not surely a thing and how much of it makes the whole list not understood: a wrong
 * need sends somebody to buy what nobody lacks.
 */
#ifndef AYNI_COMMON_NEED_ITEMS_H
#define AYNI_COMMON_NEED_ITEMS_H

#include "str.h"

enum { NEED_ITEMS_MAX = 12, NEED_ITEM_MOST = 40 };

struct need_item {
	struct str item; /* folded, singular where it is known: "arroz", "azucar" */
	bool has_amount;
	int64_t amount; /* of the measure; over 0 */
	struct str measure; /* permanent name of a choice of `measures`; empty without an amount */
};

/*
 * Read a list, at most NEED_ITEMS_MAX things, the same thing twice taken together. False when it is none or holds what
 * is not understood: *stray_out is the first word that was not, empty when there was no word at all. Texts in the arena.
 */
bool need_items_read(struct arena *a, struct str text, struct need_item out[NEED_ITEMS_MAX], unsigned *n_out,
	struct str *stray_out) MUST_USE;
/*
 * The number that a text begins with, in digits or words ("10", "1/2", "tres", "media", "dos y medio"; "tres tazas y media" is three and a half), in thousandths;
 * *rest_out is what follows it, its words folded, with single blanks and no commas. False when it begins with none, or
 * one that is too much.
 */
bool need_number_read(struct arena *a, struct str text, int64_t *thousandths_out, struct str *rest_out) MUST_USE;
/* A thing's name as it is kept: folded, letters, figures and single blanks. In the arena. */
struct str need_item_plain(struct arena *a, struct str text);
/* How a thing is written to people, with its accents: "azúcar". Borrowed, or the item itself. */
struct str need_item_label(struct str item);

#endif
