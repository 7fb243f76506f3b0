/*
 * hear_sense.c - what the words of a message are whatever the command: looked at once.
 */
#include "hear_lists.h"
#include "hear_own.h"

struct listed {
	struct str word;
	uint32_t lists;
};

enum { ROOM = 4096, CORRECTS = 8 };

static uint32_t hash_word(struct str s)
{
	uint32_t h = 2166136261u;

	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * 16777619u;
	return h;
}

static struct listed *place(const struct ear *e, struct str word)
{
	uint32_t i = hash_word(word) & (e->room - 1);

	while (e->list[i].lists && !str_eq(e->list[i].word, word))
		i = (i + 1) & (e->room - 1);
	return &e->list[i];
}

static void add(struct ear *e, const char *list, uint32_t bit)
{
	struct str rest = str_c(list), word;

	while (rest.n && str_cut(&rest, '|', &word)) {
		struct listed *l = place(e, word);
		l->word = word;
		l->lists |= bit;
	}
}

void lists_new(struct arena *a, struct ear *e)
{
	static const struct {
		const char *list;
		uint32_t bit;
	} lists[] = {
		{ hear_fillers, L_FILLER }, { hear_softeners, L_SOFT }, { hear_blockers, L_BLOCK }, { hear_units, L_UNIT },
		{ hear_be, L_BE }, { hear_courtesy, L_COURTESY }, { hear_rest_doubts, L_REST_DOUBT },
		{ hear_coming, L_COMING }, { hear_labels, L_LABEL }, { hear_people, L_PEOPLE }, { hear_eating, L_EATING },
	};

	e->room = ROOM;
	e->list = ARENA_ARRAY(a, struct listed, ROOM);
	for (size_t i = 0; i < ARRAY_LEN(lists); i++)
		add(e, lists[i].list, lists[i].bit);
}

/* The words of a phrase separated by blanks, from `at`: how many, or 0. */
static unsigned phrase(const struct word *w, unsigned n, unsigned at, const char *text)
{
	struct str rest = str_c(text), word;
	unsigned k = 0;

	while (rest.n && str_cut(&rest, ' ', &word)) {
		if (at + k >= n || w[at + k].kind != WORD_LETTERS || !str_eq(w[at + k].s, word))
			return 0;
		k++;
	}
	return k;
}

static unsigned longest(const struct word *w, unsigned n, unsigned at, const char *const *list)
{
	unsigned best = 0;

	for (size_t i = 0; list[i]; i++) {
		unsigned k = list[i][0] == w[at].s.p[0] ? phrase(w, n, at, list[i]) : 0;
		if (k > best)
			best = k;
	}
	return best;
}

/* "corijo", "correjir". */
static void corrects(struct sense *s, const struct word *w)
{
	static const struct {
		const char *word, *sound;
	} plain[CORRECTS] = { { "corrijo", "korijo" }, { "corregir", "korejir" }, { "correccion", "koreksion" },
		{ "corregido", "korejido" }, { "rectifico", "rektifiko" }, { "rectificar", "rektifikar" },
		{ "equivoque", "ekiboke" }, { "equivocacion", "ekibokasion" } };

	for (unsigned i = 0; i < CORRECTS; i++) {
		bool sure = str_is(w->sound, plain[i].sound);
		s->corrects_sure |= sure;
		s->corrects |= sure || word_near(w->s, str_c(plain[i].word)) >= 0;
	}
}

struct sense *senses_new(struct arena *a, const struct ear *e, const struct word *w, unsigned n, int64_t today)
{
	struct sense *all = ARENA_ARRAY(a, struct sense, n + 1);

	for (unsigned at = 0; at < n; at++) {
		struct sense *s = &all[at];
		unsigned next = at;
		if (w[at].kind == WORD_LETTERS) {
			s->lists = place(e, w[at].s)->lists;
			s->greet = longest(w, n, at, hear_greetings);
			s->fix = longest(w, n, at, hear_fixes);
			s->instead = longest(w, n, at, hear_instead);
			if (!s->lists && !s->fix)
				corrects(s, &w[at]);
		}
		if (w[at].kind == WORD_BREAK || w[at].kind == WORD_ODD)
			continue;
		if (number_read(a, w, n, &next, &s->number))
			s->number_n = next - at;
		next = at;
		if (day_read(w, n, &next, today, &s->day))
			s->day_n = next - at;
	}
	return all;
}
