/*
 * hear_bind.c - which number goes to which argument.
 *
 * A word that names an argument takes the number right before or behind it, with no other number
 * and, at first, no comma or "y" between. All ways to serve every such word are tried; only when the
 * cheapest are one and the same is it certain.
 */
#include "hear_own.h"

enum { NAMES_MAX = 8 };

struct name {
	unsigned arg;
	int left, right; /* number items in reach, or -1 */
	bool beside;     /* the general word by a special one: "12 raciones gratis" */
	bool unit;       /* it may only say what is counted: "sobraron 5 raciones" */
};

struct search {
	const struct hearing *h;
	struct name name[NAMES_MAX];
	unsigned nnames;
	struct binding *out;
	unsigned n;
	int least;
	struct binding now;
};

static int reach(const struct hearing *h, unsigned from, int step, bool loose)
{
	for (int i = (int)from + step; i >= 0 && i < (int)h->n; i += step) {
		enum item_kind k = h->item[i].kind;
		if (k == I_NUMBER)
			return i;
		if (k == I_BREAK && !loose)
			return -1;
	}
	return -1;
}

static bool same_gap(const struct name *a, const struct name *b)
{
	return a->left == b->left && a->right == b->right;
}

/* "sobraron 5 raciones": the second word only says what is counted. */
static bool unit_of(const struct name *before, const struct name *n)
{
	return before->right >= 0 && before->right == n->left;
}

/* Words of one argument side by side are one. */
static bool same_as_last(const struct search *s, const struct name *n)
{
	const struct name *last = s->nnames ? &s->name[s->nnames - 1] : NULL;

	return last && last->arg == n->arg && same_gap(last, n);
}

static bool names_gather(struct search *s, bool loose)
{
	const struct hearing *h = s->h;

	s->nnames = 0;
	for (unsigned i = 0; i < h->n; i++) {
		if (h->item[i].kind != I_FIELD)
			continue;
		struct name n = { h->item[i].arg, reach(h, i, -1, loose), reach(h, i, 1, loose), false,
			false };
		if (same_as_last(s, &n))
			continue;
		if (s->nnames == NAMES_MAX)
			return false;
		s->name[s->nnames++] = n;
	}
	for (unsigned i = 0; i < s->nnames; i++) {
		struct name *n = &s->name[i];
		if ((int)n->arg != h->c->bare)
			continue;
		n->beside = (i && same_gap(n, n - 1)) || (i + 1 < s->nnames && same_gap(n, n + 1));
		n->unit = i && n[-1].arg != n->arg && unit_of(n - 1, n);
	}
	return true;
}

static bool same(const struct hearing *h, const struct binding *a, const struct binding *b)
{
	for (unsigned i = 0; i < h->n; i++)
		if (h->item[i].kind == I_NUMBER && a->owner[i] != b->owner[i])
			return false;
	return true;
}

static void found(struct search *s, int drops)
{
	if (s->n && drops > s->least)
		return;
	if (s->n && drops < s->least)
		s->n = 0;
	s->least = drops;
	for (unsigned i = 0; i < s->n; i++)
		if (same(s->h, &s->out[i], &s->now))
			return;
	if (s->n < BINDINGS_MAX)
		s->out[s->n++] = s->now;
}

/* Has the argument another number already? */
static bool elsewhere(const struct search *s, unsigned arg, int number)
{
	for (unsigned i = 0; i < s->h->n; i++)
		if ((int)i != number && s->h->item[i].kind == I_NUMBER && s->now.owner[i] == (int)arg)
			return true;
	return false;
}

/* Names take numbers in order: they do not cross. */
static void search(struct search *s, unsigned at, int from, int drops)
{
	if (at == s->nnames) {
		found(s, drops);
		return;
	}
	const struct name *n = &s->name[at];
	const int side[2] = { n->left, n->right };
	for (int k = 0; k < 2; k++) {
		int number = side[k], was;
		if (number < from)
			continue;
		was = s->now.owner[number];
		if ((was >= 0 && was != (int)n->arg) || elsewhere(s, n->arg, number))
			continue;
		s->now.owner[number] = (int)n->arg;
		search(s, at + 1, number, drops);
		s->now.owner[number] = was;
	}
	if (n->unit || n->beside)
		search(s, at + 1, from, drops + !n->unit);
}

unsigned items_bind(const struct hearing *h, struct binding out[BINDINGS_MAX], int *orphan_out)
{
	struct search s = { .h = h, .out = out };
	bool numbers = false;

	*orphan_out = -1;
	for (unsigned i = 0; i < h->n; i++)
		numbers |= h->item[i].kind == I_NUMBER;
	for (unsigned i = 0; i < h->n && !numbers; i++)
		if (h->item[i].kind == I_FIELD)
			*orphan_out = (int)h->item[i].arg;
	for (int loose = 0; loose < 2 && !s.n; loose++) {
		if (!names_gather(&s, loose))
			return 0;
		for (unsigned i = 0; i < WORDS_MAX; i++)
			s.now.owner[i] = -1;
		search(&s, 0, 0, 0);
	}
	return s.n;
}
