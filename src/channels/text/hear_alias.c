/*
 * hear_alias.c - phrases that coordinators taught: their words stand for those of a command.
 *
 * They are put in place of what was written before anything is matched, so that a phrase makes nothing
 * surer than the words that it stands for. Grave words were answered from the message itself.
 */
#include "hear_own.h"

/* The words of a phrase from `at`: how many, or 0. */
static unsigned said_at(const struct word *w, unsigned n, unsigned at, struct str said)
{
	struct str word;
	unsigned k = 0;

	while (said.n && str_cut(&said, ' ', &word)) {
		if (at + k >= n || w[at + k].kind != WORD_LETTERS || !str_eq(w[at + k].s, word))
			return 0;
		k++;
	}
	return k;
}

/* No phrase is a number or a day, nor stands for one: figures come from the sender alone. */
static bool harmless(struct arena *a, const struct word *w, unsigned n, int64_t today)
{
	for (unsigned i = 0; i < n; i++) {
		struct number number;
		struct day_said day;
		unsigned at = i;
		if (w[i].kind != WORD_LETTERS || (number_read(a, w, n, &at, &number) && !number.article) ||
			day_read(w, n, &at, today, &day))
			return false;
	}
	return n > 0;
}

/* Put the words of `means` where `k` words stood; false when there is no room. */
static bool put(struct arena *a, struct word *w, unsigned *n, unsigned at, unsigned k, struct str means, int64_t today,
	unsigned *put_out)
{
	struct word *new = ARENA_ARRAY(a, struct word, WORDS_MAX);
	unsigned m = 0;

	if (!words_split(a, means, new, &m) || *n - k + m > WORDS_MAX || !harmless(a, new, m, today) ||
		!harmless(a, &w[at], k, today))
		return false;
	size_t byte = w[at].at, over = w[at + k - 1].end;
	memmove(&w[at + m], &w[at + k], (*n - at - k) * sizeof(*w));
	for (unsigned i = 0; i < m; i++) {
		w[at + i] = new[i];
		w[at + i].at = byte;
		w[at + i].end = over;
		w[at + i].glue = GLUE_NONE;
	}
	*n = *n - k + m;
	*put_out = m;
	return true;
}

void aliases_apply(struct arena *a, struct word *w, unsigned *n, const struct listening *how)
{
	for (unsigned at = 0; at < *n && how->naliases; at++) {
		const struct alias *best = NULL;
		unsigned most = 0, m;
		if (w[at].kind != WORD_LETTERS)
			continue;
		for (unsigned i = 0; i < how->naliases; i++) {
			unsigned k = how->alias[i].said.n && how->alias[i].said.p[0] == w[at].s.p[0] ?
				said_at(w, *n, at, how->alias[i].said) : 0;
			if (k > most) {
				most = k;
				best = &how->alias[i];
			}
		}
		if (best && put(a, w, n, at, most, best->means, how->today, &m))
			at += m - 1; /* what stands for it is no phrase again */
	}
}
