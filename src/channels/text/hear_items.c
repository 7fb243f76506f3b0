/*
 * hear_items.c - from words to what they are for one command: numbers, days, names of fields.
 */
#include "hear_lists.h"
#include "hear_own.h"

static struct item *add(struct hearing *h, enum item_kind kind)
{
	struct item *i = &h->item[h->n < WORDS_MAX ? h->n++ : WORDS_MAX - 1];

	*i = (struct item){ .kind = kind };
	return i;
}

static void unknown(struct hearing *h)
{
	add(h, I_UNKNOWN);
	h->unknown++;
}

static bool letters(const struct hearing *h, unsigned at, const char *list)
{
	return at < h->nw && h->w[at].kind == WORD_LETTERS && word_in(h->w[at].s, list);
}

static bool is_figure(const struct field *f)
{
	return f->type == T_INT || f->type == T_MONEY;
}

int term_distance(const struct hearing *h, unsigned at, const struct term *t)
{
	int sum = 0;

	for (unsigned k = 0; k < t->n; k++) {
		if (at + k >= h->nw || h->w[at + k].kind != WORD_LETTERS)
			return -1;
		int d = word_like(&h->w[at + k], &t->word[k]);
		if (d < 0)
			return -1;
		sum += d;
	}
	return sum;
}

/* "para 120" names a field, "para hoy" does not. */
static bool weak_misses(const struct hearing *h, unsigned at, const struct term *t)
{
	return t->kind == TERM_FIELD && t->n == 1 && str_eq(h->w[at].s, t->word[0].s) && listed(h, at, L_FILLER) &&
		!(at + 1 < h->nw && h->sense[at + 1].number_n);
}

/* What stands at one place: a word may name a figure and a choice at once ("almuerzos"). */
struct here {
	unsigned n; /* words; 0: nothing */
	int distance;
	const struct term *field, *choice, *any;
	bool command, clash;
};

static void here_add(struct here *at, const struct term *t)
{
	const struct term **place = t->kind == TERM_FIELD ? &at->field : &at->choice;

	at->any = t;
	if (t->kind == TERM_COMMAND) {
		at->command = true;
		return;
	}
	if (*place && ((*place)->arg != t->arg || (*place)->choice != t->choice))
		at->clash = true;
	*place = t;
}

/* The longest, then nearest terms; `clash` when equally near ones mean different things. */
static struct here terms_here(const struct hearing *h, unsigned at, bool near)
{
	struct here best = { 0 };

	for (unsigned i = 0; i < h->c->nterms; i++) {
		const struct term *t = &h->c->term[i];
		if (!near && !str_eq(h->w[at].s, t->word[0].s) && t->n == 1)
			continue;
		int d = term_distance(h, at, t);
		if (d < 0 || (!near && d > 0 && t->n == 1) || weak_misses(h, at, t))
			continue;
		if (best.n && (t->n < best.n || (t->n == best.n && d > best.distance)))
			continue;
		if (t->n != best.n || d != best.distance)
			best = (struct here){ .n = t->n, .distance = d };
		here_add(&best, t);
	}
	return best;
}

/* "vasos" is near "casos" and "menos" near "menus": a short word must be right to be believed. */
bool term_shaky(const struct hearing *h, unsigned at, const struct term *t)
{
	for (unsigned k = 0; k < t->n; k++)
		if (!word_sure(&h->w[at + k], &t->word[k]))
			return true;
	return false;
}

/* Take the terms; for a text field the rest of the message is its value. */
static unsigned terms_take(struct hearing *h, unsigned at, const struct here *t)
{
	unsigned next = at + t->n;
	const struct field *f = t->field ? &h->c->action->args[t->field->arg] : NULL;

	h->soft |= term_shaky(h, at, t->any);
	h->named |= t->command;
	h->hits += t->field || t->choice;
	h->price |= f && f->type == T_MONEY && letters(h, at, "soles|sol");
	h->spent |= f && f->type == T_MONEY && !letters(h, at, "soles|sol");
	if (f && is_figure(f)) {
		/* "para 2": who knows what for */
		h->soft |= t->n == 1 && listed(h, at, L_FILLER) && next < h->nw && h->sense[next].number_n &&
			h->sense[next].number.n < SMALL_NUMBER;
		add(h, I_FIELD)->arg = t->field->arg;
	} else if (f && f->type == T_TEXT && next < h->nw) {
		h->reason_arg = (int)t->field->arg;
		h->reason = str_trim(str_sub(h->message, h->w[next].at, h->message.n));
		next = h->nw;
	}
	if (t->choice) {
		struct item *i = add(h, I_CHOICE);
		/* In the morning lunch is cooked, too. */
		h->soft |= letters(h, at, "manana");
		i->arg = t->choice->arg;
		i->choice = t->choice->choice;
	}
	return next - at;
}

static bool try_code(const struct hearing *h, struct str prefix, struct str digits, struct item *out)
{
	const char *entity = h->c->action->args[h->c->ref].ref;
	struct str p = str_upper(h->mem, prefix);
	int64_t n;

	if (!str_int64(digits, &n))
		return false;
	struct str form[] = {
		str_fmt(h->mem, "%.*s-%.*s", (int)p.n, p.p, (int)digits.n, digits.p),
		str_fmt(h->mem, "%.*s-%03lld", (int)p.n, p.p, (long long)n),
		str_fmt(h->mem, "%.*s%.*s", (int)p.n, p.p, (int)digits.n, digits.p),
		str_fmt(h->mem, "%.*s-%02lld", (int)p.n, p.p, (long long)n),
	};
	for (size_t i = 0; i < ARRAY_LEN(form); i++)
		if (h->how->known && h->how->known(h->how->arg, entity, form[i])) {
			out->text = form[i];
			return true;
		}
	out->text = form[1];
	return false;
}

static bool code_form(const struct hearing *h, unsigned at)
{
	const struct word *w = &h->w[at];

	return h->c->ref >= 0 && at + 1 < h->nw && w->kind == WORD_LETTERS && w->s.n >= 2 && w->s.n <= 5 &&
		w[1].kind == WORD_DIGITS && w[1].s.n <= 4;
}

unsigned code_read(const struct hearing *h, unsigned at, struct str *code_out)
{
	struct item code = { 0 };

	if (!code_form(h, at) || !try_code(h, h->w[at].s, h->w[at + 1].s, &code))
		return 0;
	*code_out = code.text;
	return 2;
}

/* "SJM-014", "sjm014", "sjm 14": letters and digits that are the code of a record. */
static unsigned code_take(struct hearing *h, unsigned at)
{
	const struct word *w = &h->w[at];
	struct item code = { .kind = I_CODE };

	if (!code_form(h, at))
		return 0;
	if (try_code(h, w->s, w[1].s, &code)) {
		code.arg = (unsigned)h->c->ref;
		*add(h, I_CODE) = code;
		h->hits++;
		return 2;
	}
	/* Written as one word it can be nothing else. */
	if (w[1].glue != GLUE_NONE) {
		h->bad_code = code.text;
		unknown(h);
		return 2;
	}
	return 0;
}

static unsigned number_take(struct hearing *h, unsigned at)
{
	const struct sense *s = &h->sense[at];
	struct number number = s->number;
	unsigned next = at + s->number_n;

	if (!s->number_n)
		return 0;
	/* "a las 3": an hour. */
	if (at >= 2 && letters(h, at - 1, "las|la") && letters(h, at - 2, "a|son|es|eran|era|hasta|desde|de|tipo|tipo")) {
		unknown(h);
		return next - at;
	}
	/* "olla 14" may be its code. */
	h->soft |= at >= 1 && letters(h, at - 1, "olla|cocina|comedor");
	/* "mi olla es de 120 raciones": always, not today. */
	h->soft |= at >= 3 && letters(h, at - 1, "de") && letters(h, at - 2, "es") && letters(h, at - 3, "olla|cocina|comedor");
	struct item *i = add(h, I_NUMBER);
	i->n = number.n;
	i->text = number.digits;
	i->article = number.article;
	i->spelled = number.spelled;
	h->soft |= number.torn;
	return next - at;
}

static unsigned day_take(struct hearing *h, unsigned at)
{
	struct day_said said = h->sense[at].day;
	unsigned next = at + h->sense[at].day_n;

	if (!h->sense[at].day_n)
		return 0;
	if (h->c->day < 0) { /* of one to come it goes without saying */
		h->soft |= said.day < h->how->today && !said.weekday;
		return h->c->pick < 0 ? 0 : next - at;
	}
	struct item *i = add(h, I_DAY);
	i->arg = (unsigned)h->c->day;
	i->n = said.day;
	i->weekday = said.weekday;
	h->soft |= said.shaky;
	for (unsigned k = 0; said.night && k < h->c->nterms; k++) {
		const struct term *t = &h->c->term[k];
		if (t->kind == TERM_CHOICE && t->n == 1 && str_is(t->word[0].s, "noche")) {
			struct item *c = add(h, I_CHOICE);
			c->arg = t->arg;
			c->choice = t->choice;
		}
	}
	return next - at;
}

/* A field's word that is also small talk: it was passed over, for no number follows. */
static bool weak_field(const struct hearing *h, unsigned at)
{
	for (unsigned i = 0; i < h->c->nterms; i++) {
		const struct term *t = &h->c->term[i];
		if (t->kind == TERM_FIELD && t->n == 1 && str_eq(t->word[0].s, h->w[at].s))
			return true;
	}
	return false;
}

static bool denies(const struct hearing *h)
{
	for (unsigned i = 0; i < h->n; i++)
		if (h->item[i].kind == I_NO)
			return true;
	return false;
}

/* A single word with a part of its own; false when it has none. */
static bool small_word(struct hearing *h, unsigned at)
{
	struct str s = h->w[at].s;

	/* "o asisto": what is left of "no", perhaps. */
	h->soft |= h->c->pick >= 0 && s.n <= 2 && !word_in(s, "si|yo|ya|ok|a|al|la|el|de|me|mi|en|y");
	if (word_in(s, "y|i|tambien|ademas"))
		add(h, I_BREAK);
	else if (word_in(s, "por|a|x"))
		add(h, I_BY);
	else if (listed(h, at, L_BE))
		add(h, I_BE);
	else if (h->c->pick >= 0 && word_in(s, "reunion|asamblea|cita|llego|puedo|podemos"))
		return true;
	else if (listed(h, at, L_PEOPLE)) { /* "105 vecinos comieron" */
		bool eat = false;
		for (unsigned i = 0; i < h->nw; i++)
			eat |= listed(h, i, L_EATING);
		if (eat)
			h->soft = true;
		else {
			add(h, I_UNIT);
			h->unknown++;
		}
	} else if (word_in(s, "pagadas|pagados|pagantes|pagante|vendidas|vendidos|pagaron|cobradas|cobrados")) {
		add(h, I_PAID);
		h->soft = true;
		h->hits++;
	} else if (str_is(s, "nada") && h->n && denies(h))
		return true; /* "no sobró nada" */
	else if (letters(h, at, "falta|falto") && at && letters(h, at - 1, "la|por|x|sin|una"))
		h->soft = true; /* "por falta de señal" */
	else if (str_is(s, "como") && at + 1 < h->nw && h->w[at + 1].kind == WORD_DIGITS)
		h->soft = true; /* about so many */
	else if (listed(h, at, L_BLOCK)) {
		add(h, I_BLOCK);
	}
	else if (weak_field(h, at))
		h->weak = true;
	else if (listed(h, at, L_SOFT)) {
		h->soft = true;
		h->hits++;
	} else if (str_is(s, "total") && h->c->bare >= 0)
		add(h, I_FIELD)->arg = (unsigned)h->c->bare;
	else if (str_is(s, "sin") && terms_here(h, at + 1, false).field) {
		/* "120, sin casos sociales" */
		add(h, I_BREAK);
		add(h, I_NUMBER)->text = STR("0");
	} else if (listed(h, at, L_UNIT)) {
		add(h, I_UNIT);
		h->unknown++;
	} else
		return listed(h, at, L_FILLER);
	return true;
}

/* "rcs 120": a short form of a word that names a figure, beside a number: worth asking. */
static bool short_take(struct hearing *h, unsigned at)
{
	bool beside = (at && h->w[at - 1].kind == WORD_DIGITS) || (at + 1 < h->nw && h->w[at + 1].kind == WORD_DIGITS);

	int arg = -1;
	for (unsigned i = 0; beside && i < h->c->nterms; i++) {
		const struct term *t = &h->c->term[i];
		if (t->kind != TERM_FIELD || t->n != 1 || !is_figure(&h->c->action->args[t->arg]) ||
			!word_short(&h->w[at], &t->word[0]))
			continue;
		if (arg < 0 || (int)t->arg == h->c->bare)
			arg = (int)t->arg;
	}
	if (arg < 0)
		return false;
	add(h, I_FIELD)->arg = (unsigned)arg;
	h->soft = true;
	h->hits++;
	return true;
}

static bool small_talk(const struct hearing *h, unsigned at)
{
	return h->w[at].kind == WORD_LETTERS && !listed(h, at, L_BE) && listed(h, at, L_FILLER | L_SOFT);
}

/* "grauias" is as near to "gracias" as to "gratuitas". */
static bool small_near(const struct hearing *h, unsigned at, const struct here *t)
{
	struct str rest = str_c(hear_fillers), word;

	while (t->n == 1 && rest.n && str_cut(&rest, '|', &word)) {
		int d = word.n < 5 || str_eq(word, t->any->word[0].s) ? -1 : word_near(h->w[at].s, word);
		if (d >= 0 && d <= t->distance)
			return true;
	}
	return false;
}

/* "127/19": no day, perhaps two figures. */
static unsigned day_odd(struct hearing *h, unsigned at)
{
	struct str rest = h->w[at].s, piece;
	int64_t n[2];
	unsigned k = 0;

	if (h->w[at].kind != WORD_DAY)
		return 0;
	while (rest.n && str_cut(&rest, '/', &piece))
		if (k == 2 || !str_int64(piece, &n[k++]))
			return 0;
	for (unsigned i = 0; k == 2 && i < 2; i++) {
		struct item *it = add(h, I_NUMBER);
		it->n = n[i];
		it->text = str_fmt(h->mem, "%lld", (long long)n[i]);
		if (!i)
			add(h, I_BREAK);
	}
	h->soft = true;
	return k == 2;
}

static unsigned item_take(struct hearing *h, unsigned at)
{
	unsigned k;

	if (h->w[at].kind == WORD_BREAK) {
		add(h, I_BREAK);
		return 1;
	}
	if ((k = h->sense[at].greet))
		return k;
	if ((k = h->sense[at].fix)) {
		add(h, I_FIX);
		return k;
	}
	if ((k = day_take(h, at)))
		return k;
	/* "no voy porque …": why is hers. */
	if (h->c->pick >= 0 && h->hits && letters(h, at, "porque|porq|xq|xque|pq|pues"))
		return h->nw - at;
	struct here t = terms_here(h, at, false);
	if (t.n && !t.clash)
		return terms_take(h, at, &t);
	if ((k = h->sense[at].instead)) {
		/* "no se", "no los": not about a figure. */
		h->blocked |= at + k < h->nw && small_talk(h, at + k);
		add(h, I_NO);
		return k;
	}
	if ((k = number_take(h, at)) || (k = code_take(h, at)))
		return k;
	/* "12O": a letter that hangs on a figure is no small word. */
	bool hangs = at && h->w[at].glue == GLUE_TIGHT && h->w[at - 1].kind == WORD_DIGITS &&
		!letters(h, at, "y");
	if (h->w[at].kind == WORD_LETTERS && !hangs && small_word(h, at))
		return 1;
	t = terms_here(h, at, true);
	if (t.n && !t.clash && !small_near(h, at, &t))
		return terms_take(h, at, &t);
	if (h->sense[at].corrects) {
		h->soft |= !h->sense[at].corrects_sure;
		add(h, I_FIX);
		return 1;
	}
	if ((k = day_odd(h, at)))
		return k;
	if (h->w[at].kind != WORD_LETTERS || !short_take(h, at))
		unknown(h);
	return 1;
}

/*
 * A wish, a question: "raciones 120. Falta gas" was whole before it, "recibí su mensaje, 88 raciones" comes behind it, and both
 * are asked about; a figure in its own words is none. Where to go on.
 */
static unsigned clause_leave(struct hearing *h, unsigned at)
{
	unsigned from = at, to = at, before = 0, behind = 0, within = 0;

	while (from && h->item[from - 1].kind != I_BREAK)
		from--;
	while (to < h->n && h->item[to].kind != I_BREAK)
		to++;
	for (unsigned i = 0; i < h->n; i++)
		*(i < from ? &before : i < to ? &within : &behind) += h->item[i].kind == I_NUMBER;
	h->blocked |= !before && (within || !behind);
	h->soft = true;
	if (before) { /* what comes behind a whole report is another matter */
		h->n = from;
		return from;
	}
	for (unsigned i = from; i < to; i++)
		h->item[i] = (struct item){ .kind = I_BREAK };
	return to;
}

void items_read(struct hearing *h)
{
	h->reason_arg = -1;
	for (unsigned at = 0; at < h->nw;)
		at += item_take(h, at);
	for (unsigned i = 0; i < h->n; i++)
		if (h->item[i].kind == I_BLOCK)
			i = clause_leave(h, i);
}

void item_drop(struct hearing *h, unsigned i)
{
	memmove(&h->item[i], &h->item[i + 1], (h->n - i - 1) * sizeof(h->item[0]));
	h->n--;
}
