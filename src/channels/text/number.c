#include "spanish.h"

enum scale { UNIT, TEEN, TENS, HUNDRED, THOUSAND };

/* With the spellings that are often typed. */
static const struct numeral {
	const char *sound; /* word_sound of how it is written, right or wrong */
	int value;
	enum scale scale;
} table[] = {
	{ "sero", 0, UNIT }, { "un", 1, UNIT }, { "uno", 1, UNIT }, { "una", 1, UNIT }, { "dos", 2, UNIT },
	{ "tres", 3, UNIT }, { "kuatro", 4, UNIT }, { "kuatros", 4, UNIT }, { "sinko", 5, UNIT }, { "seis", 6, UNIT },
	{ "siete", 7, UNIT }, { "oco", 8, UNIT }, { "nuebe", 9, UNIT }, { "dies", 10, TEEN }, { "onse", 11, TEEN },
	{ "dose", 12, TEEN }, { "trese", 13, TEEN }, { "katorse", 14, TEEN }, { "kinse", 15, TEEN },
	{ "diesiseis", 16, TEEN }, { "diesisiete", 17, TEEN }, { "diesioco", 18, TEEN }, { "diesinuebe", 19, TEEN },
	{ "beintiun", 21, TEEN }, { "beintiuno", 21, TEEN }, { "beintiuna", 21, TEEN }, { "beintidos", 22, TEEN },
	{ "beintitres", 23, TEEN }, { "beintikuatro", 24, TEEN }, { "beintisinko", 25, TEEN },
	{ "beintiseis", 26, TEEN }, { "beintisiete", 27, TEEN }, { "beintioco", 28, TEEN }, { "beintinuebe", 29, TEEN },
	{ "beinte", 20, TENS }, { "treinta", 30, TENS }, { "trenta", 30, TENS }, { "kuarenta", 40, TENS },
	{ "sinkuenta", 50, TENS }, { "sesenta", 60, TENS }, { "setenta", 70, TENS }, { "ocenta", 80, TENS },
	{ "nobenta", 90, TENS }, { "sien", 100, HUNDRED }, { "siento", 100, HUNDRED }, { "dosientos", 200, HUNDRED }, { "dosientas", 200, HUNDRED }, { "tresientos", 300, HUNDRED },
	{ "tresientas", 300, HUNDRED }, { "kuatrosientos", 400, HUNDRED }, { "kuatrosientas", 400, HUNDRED },
	{ "kinientos", 500, HUNDRED }, { "kinientas", 500, HUNDRED }, { "seisientos", 600, HUNDRED },
	{ "seisientas", 600, HUNDRED }, { "setesientos", 700, HUNDRED }, { "setesientas", 700, HUNDRED },
	{ "ocosientos", 800, HUNDRED }, { "ocosientas", 800, HUNDRED }, { "nobesientos", 900, HUNDRED },
	{ "nobesientas", 900, HUNDRED }, { "mil", 1000, THOUSAND },
};

enum { SHORT_SOUND = 4 };

static int64_t value_of(struct str sound, enum scale scale)
{
	for (size_t k = 0; k < ARRAY_LEN(table); k++)
		if (table[k].scale == scale && str_is(sound, table[k].sound))
			return table[k].value;
	return 0;
}

/* "cuarentaicinco", "noventiseis": tens and units in one word, the a often left out. */
static int64_t tens_joined(struct str sound)
{
	for (size_t i = 0; i < ARRAY_LEN(table); i++) {
		size_t len = strlen(table[i].sound);
		if (table[i].scale != TENS || sound.n < len + 2 || memcmp(sound.p, table[i].sound, len - 1) != 0)
			continue;
		size_t at = sound.p[len - 1] == 'i' ? len - 1 : len;
		int64_t unit = sound.p[at] == 'i' ? value_of(str_sub(sound, at + 1, sound.n), UNIT) : 0;
		if (unit)
			return table[i].value + unit;
	}
	return 0;
}

/* "cientotreinta", "cientocuarentaicinco" too. */
static int64_t joined(struct str sound)
{
	int64_t v = tens_joined(sound);

	for (size_t i = 0; i < ARRAY_LEN(table) && !v; i++) {
		size_t len = strlen(table[i].sound);
		if (table[i].scale != HUNDRED || len < SHORT_SOUND + 1 || !str_starts(sound, table[i].sound))
			continue;
		struct str rest = str_sub(sound, len, sound.n);
		for (enum scale k = UNIT; k <= TENS && !v; k++)
			v = value_of(rest, k);
		v = v ? v : tens_joined(rest);
		v += v ? table[i].value : 0;
	}
	return v;
}

/* Its place in the table, or -1; what is short must be written right ("dos" is not "doz", nor a letter more). */
static int numeral_of(const struct word *w)
{
	for (size_t i = 0; i < ARRAY_LEN(table); i++)
		if (str_is(w->sound, table[i].sound) && (w->sound.n > SHORT_SOUND || w->s.n <= w->sound.n + 1))
			return (int)i;
	return -1;
}

struct reader {
	const struct word *w;
	unsigned n, at;
	bool torn; /* something in it is not quite written so */
};

/* "bentidos": one letter off, and off no other. Only where it is asked back. */
static int numeral_near(const struct word *w)
{
	int found = -1;

	for (size_t i = 0; i < ARRAY_LEN(table) && w->sound.n > SHORT_SOUND + 1; i++)
		if (strlen(table[i].sound) > SHORT_SOUND + 1 && word_near(w->sound, str_c(table[i].sound)) == 1) {
			if (found >= 0 && table[found].value != table[i].value)
				return -1;
			found = (int)i;
		}
	return found;
}

/* The number word here, or -1. */
static int here(const struct reader *r, unsigned ahead)
{
	unsigned at = r->at + ahead;

	return at >= r->n || r->w[at].kind != WORD_LETTERS ? -1 : numeral_of(&r->w[at]);
}

/* The same, or one that is near. */
static int here_near(struct reader *r, unsigned ahead)
{
	int t = here(r, ahead);

	if (t >= 0 || r->at + ahead >= r->n || r->w[r->at + ahead].kind != WORD_LETTERS || joined(r->w[r->at + ahead].sound))
		return t;
	t = numeral_near(&r->w[r->at + ahead]);
	r->torn |= t >= 0;
	return t;
}

static bool word_is(const struct reader *r, unsigned ahead, const char *list)
{
	unsigned at = r->at + ahead;

	return at < r->n && r->w[at].kind == WORD_LETTERS && word_in(r->w[at].s, list);
}

/* "y cinco" behind "treinta". */
static void unit_after_and(struct reader *r, int64_t *v)
{
	int t = word_is(r, 0, "y|i") ? here(r, 1) : -1;

	if (word_is(r, 0, "y|i") && t >= 0 && table[t].scale == UNIT && table[t].value > 0) {
		*v += table[t].value;
		r->at += 2;
	}
}

/* Below a thousand. */
static bool hundreds(struct reader *r, int64_t *out)
{
	unsigned start = r->at;
	int t = here_near(r, 0);
	int64_t v = 0;

	/* "lo siento" is no hundred, "siento veinte" is. */
	if (t >= 0 && table[t].value == 100 && r->w[r->at].s.p[0] == 's' && r->w[r->at].s.n > SHORT_SOUND && here(r, 1) < 0)
		return false;
	/* "dos cientos" */
	if (t >= 0 && table[t].scale == UNIT && table[t].value > 1 && word_is(r, 1, "cientos|cientas|sientos|sientas")) {
		v = table[t].value * 100;
		r->at += 2;
		t = here_near(r, 0);
	}
	if (t >= 0 && table[t].scale == HUNDRED && !v) {
		v = table[t].value;
		r->at++;
		t = here_near(r, 0);
		/* "cien veinte" is 120, or two numbers. */
		if (t >= 0 && table[t].scale <= TENS && word_in(r->w[r->at - 1].s, "cien|sien"))
			r->torn = true;
	}
	if (t >= 0 && (table[t].scale == TEEN || table[t].scale == UNIT) && (v == 0 || table[t].value)) {
		v += table[t].value;
		r->at++;
	} else if (t >= 0 && table[t].scale == TENS) {
		v += table[t].value;
		r->at++;
		unit_after_and(r, &v);
	} else if (t < 0 && r->at < r->n && r->w[r->at].kind == WORD_LETTERS && joined(r->w[r->at].sound)) {
		v += joined(r->w[r->at++].sound);
	}
	*out = v;
	return r->at > start;
}

/* Words up to 999,999. */
static bool cardinal(struct reader *r, int64_t *out)
{
	int64_t v = 0, rest = 0;
	bool some = hundreds(r, &v);
	int t = here(r, 0);

	if (t >= 0 && table[t].scale == THOUSAND) {
		r->at++;
		v = (some && v ? v : 1) * 1000;
		some = true;
		if (hundreds(r, &rest))
			v += rest;
	}
	*out = v;
	return some;
}

/* Whole digits without marks, at most seven of them. */
static bool plain(struct str s, int64_t *out)
{
	return s.n <= WORD_NUMBER_DIGITS && str_int64(s, out);
}

static void dozens(struct reader *r, int64_t *v)
{
	r->at++;
	*v *= 12;
	if (word_is(r, 0, "y") && word_is(r, 1, "media")) {
		*v += 6;
		r->at += 2;
	}
}

/* Behind "cuarenta" stands "y", and then no number. */
static bool torn(const struct word *w, unsigned n, unsigned at)
{
	struct reader last = { .w = w, .n = n, .at = at - 1 }, next = { .w = w, .n = n, .at = at };
	int t = here(&last, 0);

	return t >= 0 && table[t].scale == TENS && word_is(&next, 0, "y|i") && at + 1 < n &&
		w[at + 1].kind == WORD_LETTERS && here(&next, 1) < 0;
}

bool number_read(struct arena *a, const struct word *w, unsigned n, unsigned *at,
	struct number *out)
{
	struct reader r = { .w = w, .n = n, .at = *at };
	int64_t v = 0;
	bool exact = true;

	*out = (struct number){ 0 };
	if (r.at >= n)
		return false;
	/* "l20": the letter is a one, most likely. */
	bool one = w[r.at].kind == WORD_LETTERS && w[r.at].glue == GLUE_NONE && word_is(&r, 0, "l|i") && r.at + 1 < n &&
		w[r.at + 1].kind == WORD_DIGITS && w[r.at + 1].glue == GLUE_TIGHT && w[r.at + 1].s.n <= 3 && plain(w[r.at + 1].s, &v);
	if (one) {
		out->digits = str_fmt(a, "1%.*s", (int)w[r.at + 1].s.n, w[r.at + 1].s.p);
		exact = str_int64(out->digits, &v);
		r.at += 2;
		r.torn = true;
	} else if (w[r.at].kind == WORD_DIGITS) {
		exact = plain(w[r.at].s, &v);
		out->digits = w[r.at++].s;
		if (exact && word_is(&r, 0, "mil") && v > 0 && v < 1000) {
			v *= 1000;
			r.at++;
		}
		/* "12O": the letter is a nought, most likely. */
		if (exact && r.at < n && w[r.at].glue == GLUE_TIGHT && word_is(&r, 0, "o|oo") && v > 0 && v < 1000) {
			v *= w[r.at].s.n == 1 ? 10 : 100;
			r.at++;
			r.torn = true;
		}
	} else if (word_is(&r, 0, "media") && word_is(&r, 1, "docena")) {
		v = 6;
		r.at += 2;
	} else if (word_is(&r, 0, "ningun|ninguno|ninguna")) {
		out->article = true;
		r.at++;
	} else if (word_is(&r, 0, "docena")) {
		v = 1;
	} else if (number_quechua(w, n, &r.at, &v)) {
		out->article = false;
	} else if (!cardinal(&r, &v)) {
		return false;
	} else if (r.at == *at + 1 && word_is(&(struct reader){ .w = w, .n = n, .at = *at }, 0, "un|una|uno")) {
		out->article = true;
	}
	if (exact && word_is(&r, 0, "docena|docenas")) {
		dozens(&r, &v);
		out->article = false;
	}
	if (exact) {
		struct buf b = buf_new(a, 12);
		buf_int(&b, v);
		out->digits = buf_str(&b);
	}
	out->n = v;
	out->torn = r.torn || torn(w, n, r.at);
	out->spelled = w[*at].kind == WORD_LETTERS;
	*at = r.at;
	return true;
}
