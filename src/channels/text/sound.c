/*
 * sound.c - how a word sounds where s, z and soft c, b and v, ll and y are one, and h is silent.
 */
#include "words.h"

static bool front(struct str s, size_t i)
{
	return i < s.n && (s.p[i] == 'e' || s.p[i] == 'i');
}

static bool vowel(struct str s, size_t i)
{
	return i < s.n && memchr("aeiou", s.p[i], 5) != NULL;
}

/* The sound of the letters from i on; *used of them. 0: silent. */
static char sound_at(struct str s, size_t i, size_t *used)
{
	char c = s.p[i], next = i + 1 < s.n ? s.p[i + 1] : 0;

	*used = 1;
	switch (c) {
	case 'h':
		return 0;
	case 'v':
		return 'b';
	case 'z':
		return 's';
	case 'c':
		if (next == 'h') {
			*used = 2;
			return 'c';
		}
		if (next == 'c' && front(s, i + 2)) /* "racciones" */
			*used = 2;
		return front(s, i + *used) ? 's' : 'k';
	case 'q':
		*used = next == 'u' && front(s, i + 2) ? 2 : 1;
		return 'k';
	case 'l':
		*used = next == 'l' ? 2 : 1;
		return next == 'l' ? 'y' : 'l';
	case 'y':
		return vowel(s, i + 1) ? 'y' : 'i';
	case 'g':
		*used = next == 'u' && front(s, i + 2) ? 2 : 1;
		return *used == 1 && front(s, i + 1) ? 'j' : 'g';
	case 'm':
		return next == 'p' || next == 'b' || next == 'v' ? 'n' : 'm';
	default:
		return c;
	}
}

struct str word_sound(struct arena *a, struct str folded)
{
	struct buf b = buf_new(a, folded.n + 1);

	for (size_t i = 0, used; i < folded.n; i += used) {
		char c = sound_at(folded, i, &used);
		if (c && !(b.n && b.p[b.n - 1] == c))
			buf_char(&b, c);
	}
	return buf_str(&b);
}
