/*
 * grave.c - is a message grave? By sound, over all of it, with what only sounds grave taken out.
 */
#include "grave.h"

#include <pthread.h>

#include "grave_words.h"
#include "words.h"

enum { PHRASE_WORDS = 8, PHRASES_MAX = 700, LETTERS = 128, LONG_WORD = 8, WORDS_LIST = 120, BETWEEN_MOST = 3 };

struct phrase {
	enum grave kind; /* GRAVE_NONE: harmless */
	unsigned n;
	struct str word[PHRASE_WORDS]; /* p == NULL: any */
	const struct phrase *next;     /* that begins with the same letter */
};

/* Cut once, for the process; read only afterwards. */
static struct phrase phrases[PHRASES_MAX];
static const struct phrase *by_letter[LETTERS];
static unsigned nphrases;
static struct list {
	unsigned n;
	struct str word[WORDS_LIST];
} hurts, hurt_of, somebody, between;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void add_phrase(struct arena *a, enum grave kind, struct str text)
{
	struct phrase *p = &phrases[nphrases];
	struct str word;

	if (nphrases == PHRASES_MAX)
		return;
	*p = (struct phrase){ .kind = kind };
	while (text.n && p->n < PHRASE_WORDS && str_cut(&text, ' ', &word))
		p->word[p->n++] = str_is(word, "_") ? (struct str){ 0 } : word_sound(a, word);
	unsigned char first = (unsigned char)p->word[0].p[0] % LETTERS;
	p->next = by_letter[first];
	by_letter[first] = p;
	nphrases++;
}

static void add_list(struct arena *a, enum grave kind, const char *list)
{
	struct str rest = str_c(list), one;

	while (rest.n && str_cut(&rest, '|', &one))
		add_phrase(a, kind, one);
}

static void cut_words(struct arena *a, struct list *l, const char *list)
{
	struct str rest = str_c(list), one;

	while (rest.n && l->n < WORDS_LIST && str_cut(&rest, '|', &one))
		l->word[l->n++] = word_sound(a, one);
}

static void begin(void)
{
	static struct arena *mem; /* for the life of the process */

	mem = arena_new(0);
	add_list(mem, GRAVE_NONE, grave_harmless);
	add_list(mem, GRAVE_DESPAIR, grave_despair);
	add_list(mem, GRAVE_VIOLENCE, grave_violence);
	add_list(mem, GRAVE_ACCIDENT, grave_accident);
	cut_words(mem, &hurts, grave_hurts);
	cut_words(mem, &hurt_of, grave_hurt_of);
	cut_words(mem, &somebody, grave_somebody);
	cut_words(mem, &between, grave_between);
}

/* ---- matching ---- */

struct heard_word {
	struct str s; /* as it sounds */
	bool joined;  /* of letters that stood apart */
	bool taken;   /* part of something harmless */
};

/* Long words may be one letter wrong, but not in the first. */
static bool same_word(const struct heard_word *said, struct str meant)
{
	if (!meant.p)
		return true;
	if (str_eq(said->s, meant))
		return true;
	return meant.n >= LONG_WORD && said->s.n && said->s.p[0] == meant.p[0] && word_near(said->s, meant) == 1;
}

static bool phrase_at(const struct heard_word *w, unsigned n, unsigned at, const struct phrase *p)
{
	if (at + p->n > n)
		return false;
	for (unsigned i = 0; i < p->n; i++)
		if ((p->kind != GRAVE_NONE && w[at + i].taken) || !same_word(&w[at + i], p->word[i]))
			return false;
	return true;
}

static void take_harmless(struct heard_word *w, unsigned n)
{
	for (unsigned at = 0; at < n; at++)
		for (const struct phrase *p = w[at].s.n ? by_letter[(unsigned char)w[at].s.p[0] % LETTERS] : NULL; p; p = p->next)
			if (p->kind == GRAVE_NONE && phrase_at(w, n, at, p))
				for (unsigned i = 0; i < p->n; i++)
					w[at + i].taken = true;
}

static enum grave graver(enum grave a, enum grave b)
{
	if (a == GRAVE_DESPAIR || b == GRAVE_DESPAIR)
		return GRAVE_DESPAIR;
	return a == GRAVE_VIOLENCE || b == GRAVE_VIOLENCE ? GRAVE_VIOLENCE : a != GRAVE_NONE ? a : b;
}

static bool is_of(struct str s, const struct list *l)
{
	for (unsigned i = 0; i < l->n; i++)
		if (str_eq(s, l->word[i]))
			return true;
	return false;
}

/* Somebody from `at` on, or before it, with no more than small words between. */
static bool somebody_near(const struct heard_word *w, unsigned n, unsigned at, int step)
{
	for (unsigned k = 0; k <= BETWEEN_MOST && at < n; k++, at += (unsigned)step) {
		if (is_of(w[at].s, &somebody))
			return true;
		/* Behind her may stand her name. */
		if (!is_of(w[at].s, &between) && (step > 0 || k))
			return false;
	}
	return false;
}

/*
 * "se quemaron 2 señoras", "la señora Juana se cayó", "me caí", "2 niños quemados"; what else burns or falls is no matter:
 * "la señora dice que se quemaron los frejoles", for an article behind the word says that it was that.
 */
static bool somebody_hurt(const struct heard_word *w, unsigned n)
{
	for (unsigned at = 1; at < n; at++) {
		if (is_of(w[at].s, &hurt_of) && somebody_near(w, n, at - 1, -1))
			return true;
		if (w[at].taken || !is_of(w[at].s, &hurts))
			continue;
		unsigned se = at - 1;
		if (se && (str_is(w[se].s, "nos") || str_is(w[se].s, "me") || str_is(w[se].s, "le")) && str_is(w[se - 1].s, "se"))
			se--;
		bool of_one = str_is(w[se].s, "se") || str_is(w[se].s, "an") || str_is(w[se].s, "a");
		bool fell_on = (str_is(w[se].s, "le") || str_is(w[se].s, "les")) && str_starts(w[at].s, "kay") && at + 1 < n && str_is(w[at + 1].s, "a");
		bool thing = at + 1 < n && (str_is(w[at + 1].s, "el") || str_is(w[at + 1].s, "la") || str_is(w[at + 1].s, "los") ||
			str_is(w[at + 1].s, "las") || str_is(w[at + 1].s, "un") || str_is(w[at + 1].s, "una"));
		if (fell_on && somebody_near(w, n, at + 1, 1))
			return true;
		if (of_one && (somebody_near(w, n, at + 1, 1) || (!thing && se == at - 1 && se && somebody_near(w, n, se - 1, -1))))
			return true;
		bool mine = w[at].s.p[w[at].s.n - 1] == 'e' || str_is(w[at].s, "kai") || str_is(w[at].s, "kaimos") || str_ends(w[at].s, "amos");
		if (mine && !str_is(w[at].s, "kae") && (str_is(w[at - 1].s, "me") || str_is(w[at - 1].s, "nos")) && !thing)
			return true;
	}
	return false;
}

static enum grave judge(struct heard_word *w, unsigned n)
{
	enum grave g = GRAVE_NONE;

	take_harmless(w, n);
	for (unsigned at = 0; at < n; at++)
		for (const struct phrase *p = w[at].s.n ? by_letter[(unsigned char)w[at].s.p[0] % LETTERS] : NULL; p; p = p->next)
			if (p->kind != GRAVE_NONE && phrase_at(w, n, at, p))
				g = graver(g, p->kind);
	return g == GRAVE_NONE && somebody_hurt(w, n) ? GRAVE_ACCIDENT : g;
}

/* Words as they sound; letters that stand apart ("m e  p e g a") as one, or as many as have more room between. */
static unsigned sounds(struct arena *a, const struct word *w, unsigned n, struct heard_word *out)
{
	unsigned m = 0;

	for (unsigned i = 0; i < n; i++) {
		struct buf b = buf_new(a, 16);
		unsigned end = i;
		for (; end < n && w[end].kind == WORD_LETTERS && w[end].s.n == 1 && (end == i || w[end].at - w[end - 1].at <= 2); end++)
			buf_add(&b, w[end].s);
		if (end - i >= 2) {
			out[m++] = (struct heard_word){ .s = word_sound(a, buf_str(&b)), .joined = true };
			i = end - 1;
		} else if (w[i].kind == WORD_LETTERS) {
			out[m++] = (struct heard_word){ .s = w[i].sound };
		}
	}
	return m;
}

/* "mepega": nothing tells where its words end. */
static enum grave judge_joined(struct arena *a, const struct heard_word *w)
{
	for (unsigned i = 0; i < nphrases; i++) {
		struct buf b = buf_new(a, 32);
		for (unsigned k = 0; k < phrases[i].n; k++)
			buf_add(&b, phrases[i].word[k]);
		if (phrases[i].kind != GRAVE_NONE && b.n >= 5 && str_contains(w->s, buf_str(&b)))
			return phrases[i].kind;
	}
	return GRAVE_NONE;
}

enum grave grave_find(struct arena *a, struct str message)
{
	enum { OVERLAP = PHRASE_WORDS + 2 };
	struct word *w = ARENA_ARRAY(a, struct word, WORDS_MAX);
	struct heard_word *said = ARENA_ARRAY(a, struct heard_word, WORDS_MAX);
	enum grave g = GRAVE_NONE;
	unsigned n = 0;

	pthread_once(&once, begin);
	/* Window by window, each beginning with the last words of the one before. */
	for (;;) {
		bool all = words_split(a, message, w, &n);
		unsigned m = sounds(a, w, n, said);
		g = graver(g, judge(said, m));
		for (unsigned i = 0; i < m; i++)
			if (said[i].joined && said[i].s.n >= 5)
				g = graver(g, judge_joined(a, &said[i]));
		if (all || g == GRAVE_DESPAIR)
			return g;
		message = str_sub(message, w[WORDS_MAX - OVERLAP].at, message.n);
	}
}

const char *grave_msgid(enum grave g)
{
	switch (g) {
	case GRAVE_VIOLENCE:
		return N_("Llamada gratis, día y noche. Línea 100: orientación. 105: policía. 106: ambulancia. "
			  "113 opción 5: salud.");
	case GRAVE_DESPAIR:
		return N_("Llamada gratis, día y noche. 113 opción 5: salud, le escuchan. 106: ambulancia. "
			  "Línea 100: orientación. 105: policía.");
	case GRAVE_ACCIDENT:
		return N_("Llamada gratis, día y noche. 106: ambulancia. 105: policía. 113 opción 5: salud. "
			  "Línea 100: orientación.");
	case GRAVE_NONE:
		break;
	}
	return "";
}
