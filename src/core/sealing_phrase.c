/*
 * sealing_phrase.c - five words: drawn, written, read.
 */
#include "sealing.h"

#include <utf8proc.h>

#include "sealing_words.h"
#include "utf8.h"

enum { WORD_MAX = 32 };

void phrase_draw(struct phrase *out)
{
	for (unsigned i = 0; i < PHRASE_WORDS; i++)
		do
			out->word[i] = (uint16_t)randombytes_uniform(PHRASE_LIST);
		while (!phrase_words[out->word[i]].drawn);
}

const char *phrase_word_text(const struct phrase *p, unsigned i)
{
	return phrase_words[p->word[i]].word;
}

struct str phrase_text(struct arena *a, const struct phrase *p)
{
	struct buf b = buf_new(a, PHRASE_WORDS * WORD_MAX);

	for (unsigned i = 0; i < PHRASE_WORDS; i++) {
		if (i)
			buf_char(&b, ' ');
		buf_c(&b, phrase_word_text(p, i));
	}
	return buf_str(&b);
}

/* A letter of the list for any way of writing it; 0: a mark that stands over one; ' ': not a letter. */
static char letter_of(utf8proc_int32_t cp)
{
	utf8proc_int32_t apart[4];
	int last = 0;

	if (utf8proc_category(cp) == UTF8PROC_CATEGORY_MN)
		return 0;
	if (utf8proc_decompose_char(cp, apart, ARRAY_LEN(apart), UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_COMPAT, &last) < 1)
		return ' ';
	return apart[0] >= 'a' && apart[0] <= 'z' ? (char)apart[0] : ' ';
}

static bool word_find(const char *letters, uint16_t *out)
{
	char key[PHRASE_KEY + 1] = { 0 };
	unsigned low = 0, high = PHRASE_LIST;

	for (unsigned i = 0; i < PHRASE_KEY && letters[i]; i++)
		key[i] = letters[i];
	while (low < high) {
		unsigned mid = (low + high) / 2;
		int cmp = strcmp(phrase_words[mid].key, key);
		if (cmp == 0) {
			*out = (uint16_t)mid;
			return true;
		}
		if (cmp < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return false;
}

/* The next word's letters, folded; false at the end. */
static bool word_next(struct str s, size_t *at, char *out)
{
	size_t n = 0;

	while (*at < s.n) {
		char c = letter_of((utf8proc_int32_t)utf8_next(s, at));
		if (c == ' ' && n)
			break;
		if (c && c != ' ' && n < WORD_MAX - 1)
			out[n++] = c;
	}
	out[n] = 0;
	return n > 0;
}

bool phrase_read(struct str typed, struct phrase *out, unsigned *wrong_out)
{
	char word[WORD_MAX];
	size_t at = 0;
	unsigned n = 0, wrong = 0;

	*out = (struct phrase){ 0 };
	while (!wrong && word_next(typed, &at, word)) {
		if (n < PHRASE_WORDS && !word_find(word, &out->word[n]))
			wrong = n + 1;
		n++;
	}
	sodium_memzero(word, sizeof(word));
	*wrong_out = wrong;
	return !wrong && n == PHRASE_WORDS;
}
