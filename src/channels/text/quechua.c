/*
 * quechua.c - numbers of Quechua in words: "pachak iskay chunka pichqayuq" is 125.
 *
 * A unit before chunka (10), pachak (100) and waranqa (1000) multiplies it, what follows is added, and the last
 * word of a sum has -yuq or -niyuq behind it. Spelled with five or three vowels, as people do.
 */
#include "spanish.h"

static const char *const units[] = { "huk|uk|juk|hoq|ujk", "iskay|ishkay|iskai", "kimsa|kinsa|quimsa|kima", "tawa|tahua",
	"pichqa|pisqa|phisqa|pichka|pisca|pichga", "suqta|soqta|sukta|sokta|suxta|sojta|socta",
	"qanchis|qanchi|kanchis|canchis|kanchi", "pusaq|pusak|pusac|pusa", "isqun|isqon|iskun|iskon|iscon|jisqon|hisqun" };

/* Without "-yuq" and the like: "pichqayuq" -> "pichqa", "iskayniyuq" -> "iskay". */
static struct str bare(struct str s, bool *last)
{
	static const char *const ends[] = { "niyuq", "niyoq", "niyuk", "niyoc", "yuq", "yoq", "yuk", "yoc", "yuj", "yoj" };

	*last = true;
	for (size_t i = 0; i < ARRAY_LEN(ends); i++)
		if (s.n > strlen(ends[i]) + 2 && str_ends(s, ends[i]))
			return str_sub(s, 0, s.n - strlen(ends[i]));
	*last = false;
	return s;
}

static int64_t unit_of(struct str s)
{
	for (size_t i = 0; i < ARRAY_LEN(units); i++)
		if (word_in(s, units[i]))
			return (int64_t)i + 1;
	return 0;
}

static int64_t scale_of(struct str s)
{
	return word_in(s, "chunka|chunca") ? 10 : word_in(s, "pachak|pachac|pachaq") ? 100 :
		word_in(s, "waranqa|waranka|huaranca") ? 1000 : 0;
}

bool number_quechua(const struct word *w, unsigned n, unsigned *at, int64_t *out)
{
	int64_t sum = 0, least = 10000;
	unsigned k = *at;
	bool last = false;

	while (k < n && w[k].kind == WORD_LETTERS && !last) {
		struct str s = bare(w[k].s, &last);
		int64_t unit = unit_of(s), scale = scale_of(s);
		bool before_scale = false;
		if (unit && !last && k + 1 < n && w[k + 1].kind == WORD_LETTERS) {
			scale = scale_of(bare(w[k + 1].s, &before_scale));
			if (scale) {
				last = before_scale;
				before_scale = true;
			}
		}
		int64_t value = scale ? (unit ? unit : 1) * scale : unit, size = scale ? scale : 1;
		if (!value || size >= least)
			break;
		least = size;
		sum += value;
		k += before_scale ? 2 : 1;
	}
	if (k == *at)
		return false;
	*at = k;
	*out = sum;
	return true;
}
