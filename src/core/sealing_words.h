/*
 * sealing_words.h - the words of phrases, as tools/phrase_words.py makes them.
 */
#ifndef AYNI_SEALING_WORDS_H
#define AYNI_SEALING_WORDS_H

enum { PHRASE_LIST = 2048, PHRASE_KEY = 4 };

struct phrase_word {
	char key[PHRASE_KEY + 1]; /* its first letters, without accents: no two words share them */
	const char *word;
	int drawn; /* or only read */
};

/* In order of the keys. */
extern const struct phrase_word phrase_words[PHRASE_LIST];

#endif
