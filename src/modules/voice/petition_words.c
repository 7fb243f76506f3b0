/*
 * petition_words.c - what follows "apoyo" in a message: "12", "12 por 3", "la petición 12, somos cuatro", "por mi familia, 5".
 *
 * The first number is the petition's unless a word before it says that it counts people ("por 3", "somos 3"). A word that does not
 * belong to such a sentence means that something else is spoken of: then nothing is done.
 */
#include "voice_own.h"

#include "fold.h"

enum { DIGITS_MOST = 6 };

static bool among(struct str word, const char *list)
{
	struct str rest = str_c(list), one;

	while (rest.n && str_cut(&rest, '|', &one))
		if (str_eq(word, one))
			return true;
	return false;
}

/* "tres" → 3, "12" → 12; -1: no number. */
static int64_t number(struct str word)
{
	static const char *const small[] = { "cero", "una|uno|un", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez" };
	int64_t n;

	for (unsigned i = 0; i < ARRAY_LEN(small); i++)
		if (among(word, small[i]))
			return i;
	return word.n && word.n <= DIGITS_MOST && word.p[0] >= '0' && word.p[0] <= '9' && str_int64(word, &n) ? n : -1;
}

/* A word is letters and digits, one kind: "x3" and "n12" are two. */
static size_t word_end(struct str s, size_t at)
{
	size_t end = at;
	bool digit = s.p[at] >= '0' && s.p[at] <= '9';

	while (end < s.n && (digit ? s.p[end] >= '0' && s.p[end] <= '9' : (s.p[end] >= 'a' && s.p[end] <= 'z')))
		end++;
	return end;
}

bool support_read(struct arena *a, struct str text, struct support_said *out)
{
	struct str s = fold(a, text);
	bool counts = false;

	*out = (struct support_said){ 0 };
	for (size_t at = 0; at < s.n;) {
		bool letter = (s.p[at] >= 'a' && s.p[at] <= 'z') || (s.p[at] >= '0' && s.p[at] <= '9');
		if (!letter) {
			if ((unsigned char)s.p[at] >= 0x80)
				return false;
			at++;
			continue;
		}
		size_t end = word_end(s, at);
		struct str word = str_sub(s, at, end - at);
		int64_t n = number(word);
		at = end;
		if (n >= 0 && (counts || out->call)) {
			if (out->people || !n)
				return false;
			out->people = n;
		} else if (n > 0) {
			out->call = n;
		} else if (n == 0) {
			return false;
		} else if (among(word, "por|somos|x|son|de|con|para")) {
			counts = !among(word, "de|con|para");
		} else if (!among(word, "la|a|peticion|numero|nro|num|n|personas|persona|firmas|firma|mi|familia|casa|favor|gracias|y|en|el|pedido|carta|mas|todas|todos|toda|si|senora|buenas|buenos|dias|tardes|noches")) {
			return false;
		}
	}
	return true;
}
