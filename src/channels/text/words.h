/*
 * words.h - the words of a message, folded, and how near two words are.
 *
 * Capitals, accents, emoji and punctuation do not matter; ñ counts as n, as people type it. What
 * ends a phrase (comma, point, new line) stays as a break, because it parts numbers from words.
 */
#ifndef AYNI_TEXT_WORDS_H
#define AYNI_TEXT_WORDS_H

#include "str.h"

enum word_kind {
	WORD_LETTERS,
	WORD_DIGITS, /* "120", "1,234", "12.50" */
	WORD_DAY,    /* digits with slashes or two hyphens: "22/11", "22-11-2026" */
	WORD_BREAK,
	WORD_ODD,    /* a time, a negative or very long number, a sign: never a figure */
};

enum word_glue { GLUE_NONE, GLUE_TIGHT, GLUE_HYPHEN };

struct word {
	enum word_kind kind;
	struct str s;        /* folded */
	struct str sound;    /* how it sounds (word_sound); empty unless it is letters */
	uint32_t letters, sounds; /* which letters either has: a bit each */
	bool small;          /* made small: "platitos" */
	size_t at, end;      /* the bytes of the message where it starts and is over */
	enum word_glue glue; /* how it hangs on the word before: "sjm014", "sjm-014" */
};

enum {
	WORDS_MAX = 64,
	WORD_NUMBER_DIGITS = 7,
	SURE_LETTERS = 7, /* a shorter word must be right to be believed */
};

/* Split a message into at most WORDS_MAX words; false when it has more. Lives in the arena. */
bool words_split(struct arena *a, struct str message, struct word out[WORDS_MAX], unsigned *n_out)
	MUST_USE;
/* Folded for comparing: fold() with ñ as n. */
struct str word_fold(struct arena *a, struct str s);
/*
 * A folded word as it sounds in Lima, where many letters sound alike: no h, b for v, s for z and soft c, k for hard c
 * and qu, y for ll, one letter for two: "rasiones", "raciones" and "rraziones" are "rasiones".
 */
struct str word_sound(struct arena *a, struct str folded);
/* A word that is looked for. */
struct meant {
	struct str s, sound;
	uint32_t letters, sounds;
};
struct meant word_meant(struct arena *a, struct str folded);
/* Near as word_near, or 1 where four letters or more sound alike, or it is the same thing made small ("racioncitas"). */
int word_like(const struct word *said, const struct meant *meant);
/* Is what is near enough to be believed without a question? */
bool word_sure(const struct word *said, const struct meant *meant);
/* "rcs", "rax", "alm": a few letters of the word, in order, by sight or by sound, and its first. */
bool word_short(const struct word *said, const struct meant *meant);
/*
 * How far `said` is from `meant`: 0 same, 1 or 2 near, -1 something else. One edit is near for words
 * of 5 letters, two for 9 (insert, delete, change, swap of neighbours: Damerau-Levenshtein in its
 * optimal string alignment form). Both folded.
 */
int word_near(struct str said, struct str meant);
/* Is s one of the words of a list separated by |? */
bool word_in(struct str s, const char *list);

#endif
