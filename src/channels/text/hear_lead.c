/*
 * hear_lead.c - commands that their own words lead: what follows is taken as it was written ("falta"
 * arroz 10 kg y aceite), or they only tell ("resumen de ayer").
 */
#include "hear_lists.h"
#include "hear_own.h"

enum { STRAY_MOST = 4, REST_WORDS = 24 };

/* Where the command's words are: the first, longest, and written right where that is possible. */
struct lead {
	unsigned at, n;
	bool shaky;
};

/* "por falta de señal", "la falta": no cry for anything. */
static bool noun_here(const struct hearing *h, unsigned at, const struct term *t)
{
	return t->n == 1 && str_is(t->word[0].s, "falta") && at && h->w[at - 1].kind == WORD_LETTERS &&
		word_in(h->w[at - 1].s, "la|por|x|sin|una");
}

/* "no me va a ser posible asistir", "no sé si voy": the opposite may be meant. */
static bool denied(const struct hearing *h, unsigned at)
{
	for (unsigned i = 0; i < at; i++)
		if (h->w[i].kind == WORD_LETTERS && word_in(h->w[i].s, "no|ni|nunca|tampoco|mana|manan|sin"))
			return true;
	return false;
}

/* "o asisto": a little word before it may be what is left of "no". */
static bool half_no(const struct word *w)
{
	return w->kind == WORD_LETTERS && w->s.n <= 2 && !word_in(w->s, "si|yo|ya|ok|a|ay|ah");
}

static bool lead_find(const struct hearing *h, struct lead *out)
{
	for (unsigned at = 0, skip; at < h->nw; at += skip) {
		int best = -1;
		skip = h->sense[at].greet ? h->sense[at].greet : 1;
		if (h->sense[at].greet)
			continue;
		for (unsigned i = 0; i < h->c->nterms; i++) {
			const struct term *t = &h->c->term[i];
			int d = t->kind == TERM_COMMAND && !noun_here(h, at, t) ? term_distance(h, at, t) : -1;
			if (d < 0 || (best >= 0 && (t->n < out->n || (t->n == out->n && d >= best))))
				continue;
			best = d;
			*out = (struct lead){ at, t->n, d > 0 && term_shaky(h, at, t) };
		}
		if (best >= 0)
			return true;
	}
	return false;
}

static bool small(const struct hearing *h, unsigned at, unsigned *taken)
{
	*taken = 1;
	if (h->w[at].kind == WORD_BREAK)
		return true;
	const struct sense *s = &h->sense[at];
	if (s->greet || (s->day_n && s->day.day == h->how->today)) {
		*taken = s->greet ? s->greet : s->day_n;
		return true;
	}
	return listed(h, at, L_FILLER);
}

/* Words from `at` to `end` that are no small talk. */
static unsigned strays(const struct hearing *h, unsigned at, unsigned end)
{
	unsigned n = 0, taken;

	for (; at < end; at += taken)
		n += !small(h, at, &taken) && !(h->c->command->sets && listed(h, at, L_COMING));
	return n;
}

/* The code of a record said before or behind: it is no part of the rest. */
static void lead_code(struct hearing *h, struct reading *r, unsigned *at, unsigned *end)
{
	struct str code;
	unsigned k;

	if (h->c->ref < 0)
		return;
	for (unsigned i = 0; i < h->nw; i += k ? k : 1) {
		k = code_read(h, i, &code);
		if (!k)
			continue;
		reading_set(r, (unsigned)h->c->ref, code);
		h->hits++;
		if (i == *at)
			*at += k;
		else if (i + k == *end)
			*end = i;
	}
}

/* The message from word `at` up to word `end`, without the signs around it. */
static struct str written(const struct hearing *h, unsigned at, unsigned end)
{
	static const char signs[] = " \t\r\n:;,.-!";
	size_t to = h->w[end - 1].end;
	struct str s = str_sub(h->message, h->w[at].at, to - h->w[at].at);

	while (s.n && memchr(signs, s.p[s.n - 1], sizeof(signs) - 1))
		s.n--;
	while (s.n && memchr(signs, s.p[0], sizeof(signs) - 1))
		s = str_sub(s, 1, s.n);
	return s;
}

/* What is said out of courtesy at the end, and an article before the thing. */
static void rest_trim(const struct hearing *h, unsigned *at, unsigned *end)
{
	while (*at < *end && (h->w[*at].kind == WORD_BREAK || (h->w[*at].kind == WORD_LETTERS &&
		word_in(h->w[*at].s, "el|la|los|las|de|del|nos|me|hoy|ya|tambien|aqui|aca|para"))))
		++*at;
	for (;;) {
		unsigned last = *end;
		if (last > *at && (h->w[last - 1].kind == WORD_BREAK || listed(h, last - 1, L_COURTESY)))
			--*end;
		else if (last > *at + 1 && h->sense[last - 2].greet == 2)
			*end -= 2;
		else
			return;
	}
}

/* A question, a denial, an hour: no list of things. Where the words say it, what follows is judged by the command. */
static bool rest_doubtful(const struct hearing *h, unsigned at, unsigned end)
{
	for (unsigned i = at; i < end && !h->c->command->sets && !h->c->command->judges; i++)
		if (h->w[i].kind == WORD_ODD || listed(h, i, L_REST_DOUBT))
			return true;
	return !h->c->command->hers && end - at > REST_WORDS;
}

/*
 * Where what says no more of the coming begins: "no voy" porque …; "no voy" tengo cita. Its reason is hers, and not kept;
 * *other_out: it may have been about something else ("no voy" a cocinar).
 */
static unsigned coming_end(const struct hearing *h, unsigned at, unsigned end, bool *other_out)
{
	*other_out = false;
	for (unsigned i = at, taken; i < end; i += taken) {
		taken = 1;
		if (h->w[i].kind == WORD_LETTERS && word_in(h->w[i].s, "porque|porq|xq|xque|pq|pues|debido"))
			return i;
		if (h->w[i].kind != WORD_LETTERS || listed(h, i, L_COMING))
			continue;
		if (h->sense[i].day_n)
			taken = h->sense[i].day_n;
		else if (!small(h, i, &taken)) {
			*other_out = true;
			return i;
		}
	}
	return end;
}

/* "llegó la donación", "no voy a vender": not who writes comes, or she speaks of another thing. */
static bool elsewhere(const struct hearing *h, const struct lead *l)
{
	unsigned at = l->at + l->n;
	const struct word *w = &h->w[at];

	if (at + 1 >= h->nw || w->kind != WORD_LETTERS || w[1].kind != WORD_LETTERS)
		return false;
	bool coming = listed(h, at + 1, L_COMING) || h->sense[at + 1].number_n || h->sense[at + 1].day_n;
	if (!coming && word_in(w[-1].s, "llego|presente") && word_in(w->s, "la|el|un|una|mi|su|nuestra|poca|mucha"))
		return true;
	/* The verb behind: "no voy a vender", "no voy a poder vender", "no podré vender". */
	unsigned verb = word_in(w->s, "a|poder") ? 1 : 0;
	if (verb && str_is(w[1].s, "poder") && at + 2 < h->nw && w[2].kind == WORD_LETTERS)
		verb = 2;
	return (verb || word_in(w[-1].s, "podre|podremos|poder|puedo|podemos|vamos")) && w[verb].s.n > 3 && str_ends(w[verb].s, "r") &&
		!listed(h, at + verb, L_COMING) && !word_in(w[verb].s, "llegar|participar|venir|acudir|faltar|demorar|tardar|estar|ayer");
}

static void lead_rest(struct hearing *h, const struct lead *l, struct heard *out)
{
	struct reading *r = &out->reading[0];
	unsigned at = l->at + l->n, end = h->nw, before = strays(h, 0, l->at);

	*r = (struct reading){ .command = h->c->command, .action = h->c->action, .plain = -1 };
	if (h->c->command->sets)
		reading_set(r, (unsigned)h->c->command->sets - 1, str_c(h->c->command->sets_text));
	lead_code(h, r, &at, &end);
	if (h->hits && before && before <= 3)
		before = 0; /* the code and "olla" */
	bool other = false;
	if (h->c->command->sets)
		end = coming_end(h, at, end, &other);
	rest_trim(h, &at, &end);
	/* "no voy a …", "llego con mi hija": without an hour what leads over to it says nothing itself. */
	bool hour = false;
	for (unsigned i = at; i < end; i++)
		hour |= h->sense[i].number_n || h->w[i].kind == WORD_ODD || word_in(h->w[i].s, "tarde|retraso|media|mediodia");
	if (other && !hour)
		end = at;
	bool doubt = other || l->shaky || before || (at < end && rest_doubtful(h, at, end));
	h->blocked |= h->c->command->sets && denied(h, l->at);
	/* "de risa" is near to "risaq": what is not written right must stand alone. */
	h->blocked |= h->c->command->sets && ((l->shaky && before) || elsewhere(h, l));
	doubt |= h->c->command->sets && l->at && half_no(&h->w[l->at - 1]);
	for (unsigned i = 0; i < h->nw; i++)
		h->blocked |= h->w[i].kind == WORD_ODD && str_is(h->w[i].s, "?");
	if (at >= end && before && !h->c->command->sets) { /* "arroz nos falta" */
		at = 0;
		end = l->at;
		rest_trim(h, &at, &end);
		before = 0;
	}
	h->named = true;
	out->nreading = 1;
	if (h->blocked || before > STRAY_MOST) {
		out->kind = HEARD_NOTHING;
	} else if (at >= end && h->c->command->question) {
		out->kind = HEARD_ASK;
		out->slot = (unsigned)h->c->rest;
	} else if (at >= end) { /* its words say it all: "asisto" */
		out->kind = doubt ? HEARD_DOUBT : HEARD_ACT;
	} else {
		reading_set(r, (unsigned)h->c->rest, written(h, at, end));
		out->kind = doubt ? HEARD_DOUBT : HEARD_ACT;
	}
}

static void lead_tell(struct hearing *h, const struct lead *l, struct heard *out)
{
	unsigned stray = strays(h, 0, l->at) + strays(h, l->at + l->n, h->nw);

	if (l->shaky || stray > STRAY_MOST)
		return;
	h->named = true;
	h->unknown = stray;
	out->kind = HEARD_TELL;
	out->nreading = 1;
	out->reading[0] = (struct reading){ .command = h->c->command, .plain = -1 };
	if (l->at + l->n < h->nw)
		out->rest = written(h, l->at + l->n, h->nw);
}

void hear_lead(struct hearing *h, struct heard *out)
{
	struct lead l = { 0 };

	*out = (struct heard){ 0 };
	for (unsigned i = 0; i < h->nw; i++)
		out->numbers |= h->w[i].kind == WORD_DIGITS;
	if (!lead_find(h, &l))
		return;
	h->lead_at = l.at;
	h->lead_n = l.n;
	if (h->c->command->tell)
		lead_tell(h, &l, out);
	else
		lead_rest(h, &l, out);
}
