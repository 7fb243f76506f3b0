/*
 * need_words.h - the words of kitchens' needs: things, measures, numbers, and what is said around them.
 *
 * All folded, ñ as n. Tables for need_items.c and for amounts of foods.
 */
#ifndef AYNI_COMMON_NEED_WORDS_H
#define AYNI_COMMON_NEED_WORDS_H

#include "str.h"

struct need_measure {
	const char *name;  /* permanent name of a choice of `measures` */
	const char *words; /* separated by | */
	int64_t factor;    /* base units in one */
	const char *thing; /* what is meant where only the measure is said: "un balón" is gas; or NULL */
};

/* Is s one of a list separated by |? */
bool need_word_in(struct str s, const char *list);
/* 0 to 999 and 1000, of one word; -1 when it is no number. */
int64_t need_number_word(struct str s);
/* The measure of that word, or NULL. */
const struct need_measure *need_measure_of(struct str s);
/* The thing that word means, by its own name or another or a slip of the finger; NULL when unknown. */
const char *need_thing_of(struct str s);
/* The thing with its accents; itself when it is not known. */
struct str need_label_of(struct str thing);
/* How many of these words in a row say nothing about what is lacking: "un poco de", "para mañana"; 0: none. */
unsigned need_filler(struct str first, struct str second, struct str third);
/* A word that belongs to another sentence: denials, questions, people. */
bool need_word_is_doubtful(struct str s);

#endif
