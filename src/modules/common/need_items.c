/*
 * need_items.c - from a list as people write it to things and amounts.
 *
 * Words first, then pieces between commas and "y", then in each piece: an amount goes to the thing behind it where the
 * piece begins with a number ("10 kg de arroz 5 kg de sal"), else to the thing before it ("arroz 10 kg sal 5 kg").
 */
#include "need_items.h"

#include "fold.h"
#include "need_words.h"

enum { WORDS_MOST = 80, WORD_MOST = 24, THING_WORDS = 3, AMOUNT_MOST = 100000, THOUSAND = 1000 };

enum kind { K_WORD, K_NUMBER, K_CUT };

struct word {
	enum kind kind;
	struct str s;
	int64_t thousandths; /* K_NUMBER */
};

struct list {
	struct arena *mem;
	struct word w[WORDS_MOST];
	unsigned n;
	struct need_item *out;
	unsigned nout;
	struct str stray;
};

/* ---- words ---- */

static bool is_digit(char ch)
{
	return ch >= '0' && ch <= '9';
}

static bool is_letter(char ch)
{
	return ch >= 'a' && ch <= 'z';
}

/* "10", "1.5", "1,000", "1/2" from i on; what it is in thousandths, -1 when it is too much. */
static int64_t digits(struct str s, size_t *i)
{
	int64_t whole = 0, part = 0;
	size_t begin = *i, len = 0;

	for (; *i < s.n && is_digit(s.p[*i]); (*i)++)
		if (whole <= AMOUNT_MOST)
			whole = whole * 10 + (s.p[*i] - '0');
	if (*i + 1 < s.n && s.p[*i] == '/' && is_digit(s.p[*i + 1]) && *i - begin <= 2) {
		int64_t under = s.p[*i + 1] - '0';
		*i += 2;
		return under ? whole * THOUSAND / under : -1;
	}
	if (*i + 1 < s.n && (s.p[*i] == '.' || s.p[*i] == ',') && is_digit(s.p[*i + 1])) {
		size_t at = *i + 1;
		int64_t unit = THOUSAND;
		for (; at < s.n && is_digit(s.p[at]); at++, len++) {
			part = len < 3 ? part * 10 + (s.p[at] - '0') : part;
			unit = len < 3 ? unit / 10 : unit;
		}
		*i = at;
		if (len == 3) /* marks thousands */
			whole = whole * THOUSAND + part;
		else
			return whole > AMOUNT_MOST || len > 3 ? -1 : whole * THOUSAND + part * unit;
	}
	return whole > AMOUNT_MOST ? -1 : whole * THOUSAND;
}

static bool push(struct list *l, struct word w)
{
	if (l->n == WORDS_MOST)
		return false;
	l->w[l->n++] = w;
	return true;
}

/* Folded text cut into words, numbers and cuts; false with the stray sign. */
static bool split(struct list *l, struct str text)
{
	struct buf lines = buf_new(l->mem, text.n + 1);

	for (size_t i = 0; i < text.n; i++) /* folding would make a blank of a line's end */
		buf_char(&lines, text.p[i] == '\n' ? ',' : text.p[i]);
	struct str s = fold(l->mem, buf_str(&lines));
	for (size_t i = 0; i < s.n;) {
		char ch = s.p[i];
		size_t begin = i;
		struct word w = { .kind = K_CUT };
		if (is_digit(ch)) {
			w.kind = K_NUMBER;
			w.thousandths = digits(s, &i);
			w.s = str_sub(s, begin, i - begin);
			if (w.thousandths < 0) {
				l->stray = w.s;
				return false;
			}
		} else if (is_letter(ch)) {
			struct buf b = buf_new(l->mem, 16);
			for (; i < s.n && (is_letter(s.p[i]) || s.p[i] == '~'); i++)
				if (s.p[i] != '~') /* ñ folds to n~ */
					buf_char(&b, s.p[i]);
			w.kind = K_WORD;
			w.s = buf_str(&b);
		} else {
			i++;
			if (ch != ',' && ch != ';' && ch != '+' && ch != '/' && ch != '.' && ch != '-' && ch != '*')
				continue; /* brackets, emoji, marks */
		}
		if (w.s.n > WORD_MOST || !push(l, w)) {
			l->stray = w.s;
			return false;
		}
	}
	return true;
}

/* ---- amounts ---- */

static bool word_at(const struct list *l, unsigned i, const char *list)
{
	return i < l->n && l->w[i].kind == K_WORD && need_word_in(l->w[i].s, list);
}

/* The number from i on, in digits or words, with "y medio"; in thousandths, or -1. */
static int64_t number_at(const struct list *l, unsigned *i)
{
	int64_t v = 0, got;
	unsigned at = *i;

	if (at < l->n && l->w[at].kind == K_NUMBER) {
		v = l->w[at++].thousandths;
		/* "2 1/2" */
		if (at < l->n && l->w[at].kind == K_NUMBER && l->w[at].thousandths < THOUSAND && v % THOUSAND == 0)
			v += l->w[at++].thousandths;
	} else if (word_at(l, at, "medio|media")) {
		v = THOUSAND / 2;
		at++;
	} else if (word_at(l, at, "cuarto")) {
		v = THOUSAND / 4;
		at++;
	} else if (at < l->n && l->w[at].kind == K_WORD && (got = need_number_word(l->w[at].s)) >= 0) {
		for (; at < l->n && l->w[at].kind == K_WORD; at++) {
			bool joined = word_at(l, at, "y") && at + 1 < l->n && l->w[at + 1].kind == K_WORD && v >= 30 && v < 100 &&
				v % 10 == 0 && need_number_word(l->w[at + 1].s) > 0 && need_number_word(l->w[at + 1].s) < 10;
			at += joined;
			got = need_number_word(l->w[at].s);
			if (got < 0 || (!joined && v && !(v % 100 == 0 && got < 100) && got != THOUSAND))
				break;
			v = got == THOUSAND && v ? v * THOUSAND : v + got;
		}
		v *= THOUSAND;
		if (v == THOUSAND && word_at(l, at, "cuarto")) { /* "un cuarto de kilo" */
			v = THOUSAND / 4;
			at++;
		} else if (v == THOUSAND && word_at(l, at, "medio|media")) {
			v = THOUSAND / 2;
			at++;
		}
	} else {
		return -1;
	}
	if (word_at(l, at, "y") && word_at(l, at + 1, "medio|media")) {
		v += THOUSAND / 2;
		at += 2;
	}
	*i = at;
	return v;
}

struct amount {
	int64_t thousandths;
	const struct need_measure *measure; /* NULL: a number alone */
};

/* A number with its measure, at i; false when there is none. */
static bool amount_at(const struct list *l, unsigned *i, struct amount *out)
{
	unsigned at = *i;

	bool one = at < l->n && l->w[at].kind == K_WORD && need_measure_of(l->w[at].s) && word_at(l, at + 1, "y") &&
		word_at(l, at + 2, "medio|media"); /* "kilo y medio" */
	*out = (struct amount){ .thousandths = one ? THOUSAND : number_at(l, &at) };
	if (out->thousandths < 0)
		return false;
	unsigned past = word_at(l, at, "de") ? at + 1 : at; /* "medio de kilo" no; "un cuarto de kilo" */
	if (past < l->n && l->w[past].kind == K_WORD)
		out->measure = need_measure_of(l->w[past].s);
	if (out->measure && (past == at || out->thousandths < THOUSAND)) {
		at = past + 1;
		if (word_at(l, at, "y") && word_at(l, at + 1, "medio|media")) { /* "un kilo y medio" */
			out->thousandths += THOUSAND / 2;
			at += 2;
		}
	} else {
		out->measure = NULL;
	}
	*i = at;
	return true;
}

/* ---- things ---- */

/* One thing in the making. */
struct thing {
	struct str word[THING_WORDS];
	unsigned n;
	bool known, has_amount;
	struct amount amount;
};

static bool stray(struct list *l, struct str word)
{
	if (!l->stray.n)
		l->stray = word;
	return false;
}

static struct str join(struct list *l, const struct thing *t)
{
	struct buf b = buf_new(l->mem, NEED_ITEM_MOST + 8);

	for (unsigned i = 0; i < t->n; i++) {
		if (i)
			buf_char(&b, ' ');
		buf_add(&b, t->word[i]);
	}
	return buf_str(&b);
}

/* Base units of its measure; a part of something that is only counted is no amount. */
static void settle(const struct thing *t, struct need_item *out)
{
	const struct need_measure *m = t->amount.measure;
	int64_t factor = m ? m->factor : 1, all = t->amount.thousandths * factor;

	if (!t->has_amount || all <= 0 || all % THOUSAND)
		return;
	out->has_amount = true;
	out->amount = all / THOUSAND;
	out->measure = str_c(m ? m->name : "unit");
}

/* It is whole: into the list; the same thing twice in one measure adds up. */
static bool close(struct list *l, struct thing *t)
{
	struct need_item one = { 0 };
	bool meant = t->has_amount || t->n;

	if (!meant)
		return true;
	if (!t->n) { /* "falta un balón": of gas, what else */
		if (!t->amount.measure || !t->amount.measure->thing)
			return false; /* a number, of nothing */
		t->word[t->n++] = str_c(t->amount.measure->thing);
		t->known = true;
	}
	one.item = join(l, t);
	if (one.item.n > NEED_ITEM_MOST || !(t->known || (t->has_amount && t->amount.measure)))
		return stray(l, one.item);
	settle(t, &one);
	*t = (struct thing){ 0 };
	for (unsigned i = 0; i < l->nout; i++)
		if (str_eq(l->out[i].item, one.item)) {
			if (one.has_amount && str_eq(l->out[i].measure, one.measure))
				l->out[i].amount += one.amount;
			else if (one.has_amount)
				l->out[i] = one;
			return true;
		}
	if (l->nout == NEED_ITEMS_MAX)
		return stray(l, one.item);
	l->out[l->nout++] = one;
	return true;
}

/* A word of a thing's name. */
static bool name(struct list *l, struct thing *t, struct str word)
{
	const char *known = need_thing_of(word);

	if (known && t->n && (t->known || t->has_amount)) {
		if (str_is(join(l, t), known))
			return true;
		if (!close(l, t))
			return false;
	}
	if (t->n == THING_WORDS || (!known && need_word_is_doubtful(word)))
		return stray(l, word);
	t->known |= known != NULL;
	t->word[t->n++] = known ? str_c(known) : word;
	return true;
}

/* The words from i to the next cut. */
static bool piece(struct list *l, unsigned *i)
{
	struct thing t = { 0 };
	bool before = false; /* amounts stand before their things */

	while (*i < l->n && l->w[*i].kind != K_CUT) {
		struct amount amount;
		unsigned past = need_filler(l->w[*i].s, *i + 1 < l->n ? l->w[*i + 1].s : (struct str){ 0 },
			*i + 2 < l->n ? l->w[*i + 2].s : (struct str){ 0 });
		if (l->w[*i].kind == K_WORD && past) {
			*i += past;
			continue;
		}
		if (amount_at(l, i, &amount)) {
			before |= !t.n;
			if (t.n && (before || t.has_amount) && !close(l, &t))
				return false;
			if (t.has_amount && !t.n)
				return false;
			t.has_amount = true;
			t.amount = amount;
			continue;
		}
		struct str word = l->w[*i].s;
		const struct need_measure *m = need_measure_of(word);
		if (word_at(l, *i, "y|e|o|u|ni")) {
			(*i)++;
			break;
		}
		(*i)++;
		if (m && !need_thing_of(word)) {
			if (t.n || t.has_amount)
				return stray(l, word);
			if (!m->thing || word_at(l, *i, "de"))
				continue; /* "sacos de arroz": how many is not said */
			word = str_c(m->thing);
		}
		/* Behind an amount that followed its thing comes the next thing. */
		if (t.n && t.has_amount && !before && !close(l, &t))
			return false;
		if (!name(l, &t, word))
			return false;
	}
	return close(l, &t);
}

bool need_number_read(struct arena *a, struct str text, int64_t *thousandths_out, struct str *rest_out)
{
	struct list *l = ARENA_NEW(a, struct list);
	struct buf b = buf_new(a, text.n + 1);
	unsigned i = 0;

	l->mem = a;
	*rest_out = STR("");
	if (!split(l, text))
		return false;
	*thousandths_out = number_at(l, &i);
	if (*thousandths_out < 0)
		return false;
	bool half = word_at(l, i + 1, "y") && word_at(l, i + 2, "medio|media"); /* "tres tazas y media" */
	*thousandths_out += half ? THOUSAND / 2 : 0;
	for (unsigned from = i; i < l->n; i++)
		if (l->w[i].kind != K_CUT && !(half && (i == from + 1 || i == from + 2))) {
			if (b.n)
				buf_char(&b, ' ');
			buf_add(&b, l->w[i].s);
		}
	*rest_out = buf_str(&b);
	return true;
}

struct str need_item_plain(struct arena *a, struct str text)
{
	struct str s = fold(a, text);
	struct buf b = buf_new(a, s.n + 1);

	for (size_t i = 0; i < s.n; i++)
		if (is_letter(s.p[i]) || is_digit(s.p[i]))
			buf_char(&b, s.p[i]);
		else if (s.p[i] != '~' && b.n && b.p[b.n - 1] != ' ')
			buf_char(&b, ' ');
	return str_trim(buf_str(&b));
}

struct str need_item_label(struct str item)
{
	return need_label_of(item);
}

bool need_items_read(struct arena *a, struct str text, struct need_item out[NEED_ITEMS_MAX], unsigned *n_out,
	struct str *stray_out)
{
	struct list *l = ARENA_NEW(a, struct list);
	unsigned i = 0;
	bool good;

	l->mem = a;
	l->out = out;
	good = split(l, text);
	while (good && i < l->n)
		if (l->w[i].kind == K_CUT)
			i++;
		else
			good = piece(l, &i);
	*n_out = good ? l->nout : 0;
	*stray_out = l->stray;
	return good && l->nout > 0;
}
