#include "spanish.h"

enum scale { UNIT, TEEN, TENS, HUNDRED, THOUSAND };

/* With the spellings that are often typed. */
static const struct {
	const char *word;
	int value;
	enum scale scale;
} table[] = {
	{ "cero", 0, UNIT }, { "un", 1, UNIT }, { "uno", 1, UNIT }, { "una", 1, UNIT },
	{ "dos", 2, UNIT }, { "tres", 3, UNIT }, { "cuatro", 4, UNIT },
	{ "cinco", 5, UNIT }, { "sinco", 5, UNIT }, { "seis", 6, UNIT }, { "siete", 7, UNIT },
	{ "ocho", 8, UNIT }, { "nueve", 9, UNIT }, { "diez", 10, TEEN }, { "dies", 10, TEEN },
	{ "once", 11, TEEN }, { "onse", 11, TEEN }, { "doce", 12, TEEN }, { "dose", 12, TEEN },
	{ "trece", 13, TEEN }, { "trese", 13, TEEN }, { "catorce", 14, TEEN },
	{ "quince", 15, TEEN }, { "quinse", 15, TEEN }, { "dieciseis", 16, TEEN },
	{ "diecisiete", 17, TEEN }, { "dieciocho", 18, TEEN }, { "diecinueve", 19, TEEN },
	{ "veintiun", 21, TEEN }, { "veintiuno", 21, TEEN }, { "veintiuna", 21, TEEN },
	{ "veintidos", 22, TEEN }, { "veintitres", 23, TEEN }, { "veinticuatro", 24, TEEN },
	{ "veinticinco", 25, TEEN }, { "veintiseis", 26, TEEN }, { "veintisiete", 27, TEEN },
	{ "veintiocho", 28, TEEN }, { "veintinueve", 29, TEEN }, { "veinte", 20, TENS },
	{ "beinte", 20, TENS }, { "treinta", 30, TENS }, { "trenta", 30, TENS },
	{ "cuarenta", 40, TENS }, { "cincuenta", 50, TENS }, { "sincuenta", 50, TENS },
	{ "sesenta", 60, TENS }, { "setenta", 70, TENS }, { "ochenta", 80, TENS },
	{ "noventa", 90, TENS }, { "cien", 100, HUNDRED }, { "sien", 100, HUNDRED },
	{ "ciento", 100, HUNDRED }, { "doscientos", 200, HUNDRED },
	{ "doscientas", 200, HUNDRED }, { "docientos", 200, HUNDRED },
	{ "trescientos", 300, HUNDRED }, { "trescientas", 300, HUNDRED },
	{ "trecientos", 300, HUNDRED }, { "cuatrocientos", 400, HUNDRED },
	{ "cuatrocientas", 400, HUNDRED }, { "quinientos", 500, HUNDRED },
	{ "quinientas", 500, HUNDRED }, { "seiscientos", 600, HUNDRED },
	{ "seiscientas", 600, HUNDRED }, { "setecientos", 700, HUNDRED },
	{ "setecientas", 700, HUNDRED }, { "ochocientos", 800, HUNDRED },
	{ "ochocientas", 800, HUNDRED }, { "novecientos", 900, HUNDRED },
	{ "novecientas", 900, HUNDRED }, { "mil", 1000, THOUSAND },
};

struct reader {
	const struct word *w;
	unsigned n, at;
};

/* The number word here, or -1. */
static int here(const struct reader *r, unsigned ahead)
{
	unsigned at = r->at + ahead;

	if (at >= r->n || r->w[at].kind != WORD_LETTERS)
		return -1;
	for (size_t i = 0; i < ARRAY_LEN(table); i++)
		if (str_is(r->w[at].s, table[i].word))
			return (int)i;
	return -1;
}

static bool word_is(const struct reader *r, unsigned ahead, const char *list)
{
	unsigned at = r->at + ahead;

	return at < r->n && r->w[at].kind == WORD_LETTERS && word_in(r->w[at].s, list);
}

/* "y cinco" behind "treinta". */
static void unit_after_and(struct reader *r, int64_t *v)
{
	int t = here(r, 1);

	if (word_is(r, 0, "y|i") && t >= 0 && table[t].scale == UNIT && table[t].value > 0) {
		*v += table[t].value;
		r->at += 2;
	}
}

/* Below a thousand. */
static bool hundreds(struct reader *r, int64_t *out)
{
	unsigned start = r->at;
	int t = here(r, 0);
	int64_t v = 0;

	if (t >= 0 && table[t].scale == HUNDRED) {
		v = table[t].value;
		r->at++;
		/* "cien" stands alone: what follows it is another number. */
		t = word_in(r->w[r->at - 1].s, "cien|sien") ? -1 : here(r, 0);
	}
	if (t >= 0 && (table[t].scale == TEEN || table[t].scale == UNIT) && (v == 0 || table[t].value)) {
		v += table[t].value;
		r->at++;
	} else if (t >= 0 && table[t].scale == TENS) {
		v += table[t].value;
		r->at++;
		unit_after_and(r, &v);
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
	struct reader last = { w, n, at - 1 }, next = { w, n, at };
	int t = here(&last, 0);

	/* "cien cincuenta": one number, or two? */
	if (t >= 0 && table[t].value == 100 && here(&next, 0) >= 0)
		return true;
	return t >= 0 && table[t].scale == TENS && word_is(&next, 0, "y|i") && at + 1 < n &&
		w[at + 1].kind == WORD_LETTERS && here(&next, 1) < 0;
}

bool number_read(struct arena *a, const struct word *w, unsigned n, unsigned *at,
	struct number *out)
{
	struct reader r = { w, n, *at };
	int64_t v = 0;
	bool exact = true;

	*out = (struct number){ 0 };
	if (r.at >= n)
		return false;
	if (w[r.at].kind == WORD_DIGITS) {
		exact = plain(w[r.at].s, &v);
		out->digits = w[r.at++].s;
		if (exact && word_is(&r, 0, "mil") && v > 0 && v < 1000) {
			v *= 1000;
			r.at++;
		}
	} else if (word_is(&r, 0, "media") && word_is(&r, 1, "docena")) {
		v = 6;
		r.at += 2;
	} else if (word_is(&r, 0, "ningun|ninguno|ninguna")) {
		out->article = true;
		r.at++;
	} else if (word_is(&r, 0, "docena")) {
		v = 1;
	} else if (!cardinal(&r, &v)) {
		return false;
	} else if (r.at == *at + 1 && word_is(&(struct reader){ w, n, *at }, 0, "un|una|uno")) {
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
	out->torn = torn(w, n, r.at);
	out->spelled = w[*at].kind == WORD_LETTERS;
	*at = r.at;
	return true;
}
