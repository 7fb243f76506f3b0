#include "measure.h"

#include "money.h"

enum { MOST_DIGITS = 12, THOUSANDTHS = 1000, UNIT_WORD_MAX = 12 };

static const int64_t amount_most = 1000000000; /* a thousand tonnes */

struct unit {
	const char *word;
	bool volume;
	int64_t base; /* grams or millilitres */
};

static const struct unit units[] = {
	{ "kg", false, 1000 }, { "kgs", false, 1000 }, { "k", false, 1000 }, { "kl", false, 1000 }, { "kls", false, 1000 },
	{ "kilo", false, 1000 }, { "kilos", false, 1000 }, { "kilito", false, 1000 }, { "kilitos", false, 1000 },
	{ "kilogramo", false, 1000 }, { "kilogramos", false, 1000 }, { "g", false, 1 }, { "gr", false, 1 }, { "grs", false, 1 },
	{ "gramo", false, 1 }, { "gramos", false, 1 }, { "tonelada", false, 1000000 }, { "toneladas", false, 1000000 },
	{ "l", true, 1000 }, { "lt", true, 1000 }, { "lts", true, 1000 }, { "litro", true, 1000 }, { "litros", true, 1000 },
	{ "ml", true, 1 }, { "cc", true, 1 }, { "mililitro", true, 1 }, { "mililitros", true, 1 },
};

static const struct {
	const char *word;
	int64_t thousandths;
} spelled[] = {
	{ "medio", 500 }, { "media", 500 }, { "cuarto", 250 }, { "un cuarto", 250 }, { "tres cuartos", 750 }, { "un", 1000 },
	{ "una", 1000 }, { "uno", 1000 }, { "dos", 2000 }, { "tres", 3000 }, { "cuatro", 4000 }, { "cinco", 5000 },
	{ "seis", 6000 }, { "siete", 7000 }, { "ocho", 8000 }, { "nueve", 9000 }, { "diez", 10000 },
};

static bool digit(char c)
{
	return c >= '0' && c <= '9';
}

static void skip(struct str *s)
{
	*s = str_trim(*s);
}

/* The word must end where it ends: "g" is not the beginning of "garrafa". */
static bool take(struct str *s, const char *word)
{
	size_t n = strlen(word);

	if (!str_starts(*s, word) || (s->n > n && s->p[n] >= 'a' && s->p[n] <= 'z'))
		return false;
	*s = str_sub(*s, n, s->n);
	skip(s);
	return true;
}

static unsigned digits_at(struct str s, size_t at)
{
	unsigned n = 0;

	while (at + n < s.n && digit(s.p[at + n]))
		n++;
	return n;
}

/* In thousandths; a fourth decimal is more than a scale shows. */
static bool take_figures(struct str *s, int64_t *out)
{
	int64_t whole = 0, part = 0, scale = THOUSANDTHS;
	size_t at = 0;
	unsigned n = digits_at(*s, 0), seen = 0;

	if (!n)
		return false;
	for (;;) {
		for (unsigned i = 0; i < n; i++, seen++)
			whole = seen < MOST_DIGITS ? whole * 10 + (s->p[at + i] - '0') : whole;
		at += n;
		if (at >= s->n || s->p[at] != ',' || digits_at(*s, at + 1) != 3)
			break;
		at++;
		n = 3;
	}
	if (at < s->n && (s->p[at] == '.' || s->p[at] == ',') && digits_at(*s, at + 1)) {
		n = digits_at(*s, ++at);
		if (n > 3)
			return false;
		for (unsigned i = 0; i < n; i++) {
			scale /= 10;
			part += (s->p[at + i] - '0') * scale;
		}
		at += n;
	}
	if (seen > MOST_DIGITS)
		whole = amount_most;
	*out = whole * THOUSANDTHS + part;
	*s = str_sub(*s, at, s->n);
	skip(s);
	return true;
}

static bool take_number(struct str *s, int64_t *out)
{
	struct str best = *s;

	if (take_figures(s, out))
		return true;
	for (unsigned i = 0; i < ARRAY_LEN(spelled); i++) {
		struct str rest = *s;
		if (take(&rest, spelled[i].word) && rest.n < best.n) {
			best = rest;
			*out = spelled[i].thousandths;
		}
	}
	if (best.n == s->n)
		return false;
	*s = best;
	(void)take(s, "de");
	return true;
}

static const struct unit *take_unit(struct str *s)
{
	for (unsigned i = 0; i < ARRAY_LEN(units); i++)
		if (take(s, units[i].word)) {
			if (s->n && s->p[0] == '.') { /* "kg." */
				*s = str_sub(*s, 1, s->n);
				skip(s);
			}
			return &units[i];
		}
	return NULL;
}

/* "y medio", "y cuarto": of the unit. */
static int64_t take_and(struct str *s)
{
	struct str rest = *s;
	int64_t more = 0;

	if (!take(&rest, "y") || !take_number(&rest, &more) || more >= THOUSANDTHS)
		return 0;
	*s = rest;
	return more;
}

enum measured measure_read(struct str s, bool volume, int64_t *out)
{
	int64_t thousandths = THOUSANDTHS, more = 0;

	skip(&s);
	bool number = take_number(&s, &thousandths);
	if (number)
		more = take_and(&s); /* "3 y medio kilos" */
	const struct unit *u = take_unit(&s);
	if (u && !more)
		more = take_and(&s);
	if (s.n || (!number && !u) || (u && u->volume != volume))
		return MEASURE_BAD;
	thousandths += more;
	if (!u && thousandths % THOUSANDTHS)
		return MEASURE_BAD;
	if (thousandths / THOUSANDTHS > amount_most / (u ? u->base : 1))
		return MEASURE_BIG;
	*out = (thousandths * (u ? u->base : 1) + THOUSANDTHS / 2) / THOUSANDTHS;
	return MEASURE_OK;
}

bool measure_said(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((s.p[i] >= 'a' && s.p[i] <= 'z') || (s.p[i] >= 'A' && s.p[i] <= 'Z'))
			return true;
	return false;
}

void buf_measure(struct buf *b, int64_t amount, bool volume)
{
	bool large = amount >= THOUSANDTHS;
	int64_t part = large ? amount % THOUSANDTHS : 0;
	unsigned width = 3;

	buf_thousands(b, large ? amount / THOUSANDTHS : amount);
	if (part) {
		for (; part % 10 == 0; part /= 10)
			width--;
		buf_char(b, '.');
		buf_pad(b, part, width);
	}
	buf_c(b, large ? volume ? " L" : " kg" : volume ? " ml" : " g");
}
