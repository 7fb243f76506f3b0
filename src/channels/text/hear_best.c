/*
 * hear_best.c - the best reading of all commands.
 *
 * A report that explains every word goes first. Where two commands claim a message and neither explains
 * it all, it is asked which. What only tells comes last.
 */
#include "hear_own.h"

/* What one command made of the message. */
struct claim {
	struct heard heard;
	int points;
	bool spoken; /* its words were said, and it would do something */
	bool sure;   /* every word of the message has its place in it */
	bool named;  /* by a word of the command itself, not only of its fields and choices */
	unsigned at, n; /* the words that lead it */
};

static int score(const struct hearing *h, const struct heard *got)
{
	static const int worth[HEARD__N] = { [HEARD_ACT] = 6, [HEARD_DOUBT] = 3, [HEARD_FORK] = 4,
		[HEARD_ASK] = 4, [HEARD_FIX] = 2, [HEARD_MANY] = 3, [HEARD_CODE] = 5 };

	if (got->kind == HEARD_NOTHING || got->kind == HEARD_TELL)
		return 0;
	return worth[got->kind] + (h->named ? 100 : 0) + 10 * (int)h->hits - (int)h->unknown +
		(h->how->expects == h->c->command ? 5 : 0);
}

static bool does(const struct heard *h)
{
	return h->kind == HEARD_ACT || h->kind == HEARD_DOUBT || h->kind == HEARD_FORK;
}

static void claim(struct hearing *h, struct claim *out)
{
	*out = (struct claim){ 0 };
	if (h->c->rest >= 0 || h->c->command->tell)
		hear_lead(h, &out->heard);
	else
		hear_figures(h, &out->heard);
	if (h->c->bare >= 0 && !h->c->command->alone && !h->named && !h->hits && h->how->expects != h->c->command)
		out->heard = (struct heard){ 0 }; /* numbers alone are another command's */
	out->points = score(h, &out->heard);
	out->at = h->lead_at;
	out->n = h->lead_n;
	out->named = h->named;
	out->spoken = does(&out->heard) && (h->named || h->hits);
	/* "falta" swallows whatever follows: that explains little. */
	out->sure = out->heard.kind == HEARD_ACT && h->c->rest < 0;
}

static void join(struct heard *best, const struct heard *other)
{
	best->kind = HEARD_FORK;
	for (unsigned i = 0; i < other->nreading && best->nreading < READINGS_MAX; i++)
		best->reading[best->nreading++] = other->reading[i];
}

enum among { AMONG_SURE, AMONG_SPOKEN, AMONG_ALL };

static bool is_among(const struct claim *c, enum among which)
{
	return c->points > 0 && (which == AMONG_ALL || (which == AMONG_SURE ? c->sure : c->spoken));
}

static unsigned count(const struct claim *c, unsigned n, enum among which)
{
	unsigned k = 0;

	for (unsigned i = 0; i < n; i++)
		k += is_among(&c[i], which);
	return k;
}

/* The best of those, and with it all that are as good (or, with `any`, all). */
static void pick(const struct claim *c, unsigned n, enum among which, bool any, struct heard *out)
{
	int best = 0;
	unsigned first = n;

	for (unsigned i = 0; i < n; i++)
		if (is_among(&c[i], which) && c[i].points > best) {
			best = c[i].points;
			first = i;
		}
	if (first == n)
		return;
	*out = c[first].heard;
	for (unsigned i = 0; i < n; i++)
		if (i != first && is_among(&c[i], which) && (any || c[i].points == best) && c[i].heard.nreading &&
			out->nreading)
			join(out, &c[i].heard);
}

/* "no voy" is not "voy", nor "no iré a la reunión" "iré a la reunión": another command's words begin before, or hold them. */
static bool held(const struct claim *c, unsigned n, const struct claim *one)
{
	for (unsigned i = 0; one->n && i < n; i++) {
		bool meet = c[i].n && c[i].at < one->at + one->n && one->at < c[i].at + c[i].n;
		if (meet && c[i].heard.kind != HEARD_NOTHING &&
			(c[i].at < one->at || (c[i].at == one->at && c[i].n > one->n)))
			return true;
	}
	return false;
}

/* "recuérdame a las 7 de la noche" is no dinner: who begins with a command's words speaks of it, unless she names another. */
static bool led(const struct claim *c, unsigned n, const struct claim *one)
{
	for (unsigned i = 0; i < n; i++) /* what is hers alone is asked of no other command: "mi semana lun 8-12 trabajo" */
		if (&c[i] != one && c[i].n && c[i].at == 0 && c[i].heard.kind == HEARD_ACT && c[i].heard.reading[0].command->hers)
			return true;
	for (unsigned i = 0; !one->named && i < n; i++)
		if (c[i].n && c[i].at == 0 && c[i].heard.kind == HEARD_ACT)
			return true;
	return false;
}

static void judge(struct claim *c, unsigned n, struct heard *out)
{
	for (unsigned i = 0; i < n; i++)
		if (held(c, n, &c[i]) || led(c, n, &c[i])) {
			c[i].points = 0;
			c[i].spoken = c[i].sure = false;
			c[i].heard.kind = HEARD_NOTHING;
		}
	bool sure = count(c, n, AMONG_SURE) > 0;

	if (!sure && count(c, n, AMONG_SPOKEN) > 1)
		pick(c, n, AMONG_SPOKEN, true, out);
	else
		pick(c, n, sure ? AMONG_SURE : AMONG_ALL, false, out);
	if (out->kind == HEARD_NOTHING || out->kind == HEARD_ASK)
		for (unsigned i = 0; i < n; i++)
			if (c[i].heard.kind == HEARD_TELL) {
				*out = c[i].heard;
				break;
			}
	for (unsigned i = 0; i < n; i++)
		out->numbers |= c[i].heard.numbers;
}

void hear(const struct ear *ear, struct arena *a, struct str message, const struct listening *how,
	struct heard *out)
{
	struct word *w = ARENA_ARRAY(a, struct word, WORDS_MAX);
	struct hearing *h = ARENA_NEW(a, struct hearing);
	struct claim *claims = ARENA_ARRAY(a, struct claim, ear->n + 1);
	struct heard whole_of = { 0 };
	unsigned n = 0;

	*out = (struct heard){ 0 };
	if (!words_split(a, message, w, &n))
		return;
	aliases_apply(a, w, &n, how);
	bool done = hear_whole(a, message, w, n, &whole_of);
	*out = whole_of;
	const struct sense *sense = done ? NULL : senses_new(a, ear, w, n, how->today);
	for (unsigned i = 0; i < ear->n && !done; i++) {
		*h = (struct hearing){ .mem = a, .message = message, .w = w, .nw = n, .sense = sense,
			.c = &ear->command[i], .how = how };
		claim(h, &claims[i]);
	}
	if (!done)
		judge(claims, ear->n, out);
	if (out->kind == HEARD_NOTHING && (hear_greets(w, n) || hear_calls(w, n)))
		out->kind = HEARD_HELP;
	out->line = whole_of.line;
	out->yes = whole_of.yes;
	out->no = whole_of.no;
	out->has_alone = whole_of.has_alone;
	out->alone = whole_of.alone;
}
