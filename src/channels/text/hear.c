/*
 * hear.c - from items to readings of one command.
 */
#include "hear_own.h"

#include "civil.h"

enum { UNKNOWN_MOST = 5, GUESS_FROM = 20, GUESS_TO = 1500, GUESS_WORDS = 8, GUESS_UNKNOWN = 3 };

struct str reading_get(const struct reading *r, unsigned arg)
{
	for (unsigned i = 0; i < r->n; i++)
		if (r->said[i].arg == arg)
			return r->said[i].text;
	return (struct str){ 0 };
}

void reading_set(struct reading *r, unsigned arg, struct str text)
{
	for (unsigned i = 0; i < r->n; i++)
		if (r->said[i].arg == arg) {
			r->said[i].text = text;
			return;
		}
	if (r->n < SAID_MAX) {
		r->said[r->n].arg = arg;
		r->said[r->n++].text = text;
	}
}

static void reading_unset(struct reading *r, unsigned arg)
{
	for (unsigned i = 0; i < r->n; i++)
		if (r->said[i].arg == arg) {
			r->said[i] = r->said[--r->n];
			if (r->plain == (int)r->n)
				r->plain = (int)i;
			return;
		}
}

/* Numbers that count nothing: an article, what stands before "kilos", the day of "domingo 22". */
static void numbers_clean(struct hearing *h, bool *doubt)
{
	unsigned numbers = 0;

	for (unsigned i = 0; i < h->n; i++)
		numbers += h->item[i].kind == I_NUMBER && !h->item[i].article;
	for (unsigned i = 0; i < h->n; i++) {
		struct item *it = &h->item[i], *next = i + 1 < h->n ? it + 1 : NULL;
		/* "casos sociales: ninguno" */
		if (it->kind == I_NUMBER && it->article && !it->n && i && h->item[i - 1].kind == I_FIELD)
			it->article = false;
		if (it->kind == I_NUMBER && it->article && !(next && next->kind == I_FIELD)) {
			item_drop(h, i--);
		} else if (it->kind == I_NUMBER && next && (next->kind == I_UNIT || (next->kind == I_PAID && numbers > 2))) {
			item_drop(h, i--); /* "100 raciones, 90 pagadas y 10 gratis": those are among the hundred */
			numbers--;
		} else if (it->kind == I_DAY && (it->weekday || it->n == h->how->today) && next && next->kind == I_NUMBER &&
			next->n == day_civil(it->n).day) {
			bool counts = i + 2 < h->n && h->item[i + 2].kind == I_FIELD &&
				!(i + 3 < h->n && h->item[i + 3].kind == I_NUMBER);
			if (numbers > 1 && !counts) {
				item_drop(h, i + 1);
				numbers--;
			} else {
				*doubt = true;
			}
		}
	}
}

/* What all readings of one message share. */
struct common {
	struct reading r;
	const struct item *choice[READINGS_MAX], *day[READINGS_MAX];
	unsigned nchoices, ndays, ncodes, nnumbers;
};

static void common_add(const struct item **list, unsigned *n, const struct item *it)
{
	for (unsigned i = 0; i < *n; i++)
		if (list[i]->arg == it->arg && list[i]->choice == it->choice && list[i]->n == it->n)
			return;
	if (*n < READINGS_MAX)
		list[(*n)++] = it;
}

static struct str day_text(struct arena *a, int64_t day)
{
	struct buf b = buf_new(a, 12);

	buf_day(&b, day);
	return buf_str(&b);
}

static void common_gather(const struct hearing *h, struct common *m)
{
	m->r = (struct reading){ .command = h->c->command, .action = h->c->action,
		.corrects = h->corrects, .has_old = h->has_old, .old = h->old, .plain = -1 };
	if (h->c->command->sets)
		reading_set(&m->r, (unsigned)h->c->command->sets - 1, str_c(h->c->command->sets_text));
	for (unsigned i = 0; i < h->n; i++) {
		const struct item *it = &h->item[i];
		if (it->kind == I_CODE) {
			m->ncodes += !str_eq(reading_get(&m->r, it->arg), it->text);
			reading_set(&m->r, it->arg, it->text);
		} else if (it->kind == I_DAY) {
			common_add(m->day, &m->ndays, it);
		} else if (it->kind == I_CHOICE) {
			common_add(m->choice, &m->nchoices, it);
		}
		m->nnumbers += it->kind == I_NUMBER;
	}
	if (m->ndays == 1)
		reading_set(&m->r, m->day[0]->arg, day_text(h->mem, m->day[0]->n));
	if (m->nchoices == 1)
		reading_set(&m->r, m->choice[0]->arg, str_c(m->choice[0]->choice->name));
	if (h->reason_arg >= 0)
		reading_set(&m->r, (unsigned)h->reason_arg, h->reason);
}

static bool reading_same(const struct reading *a, const struct reading *b)
{
	bool same = a->n == b->n && a->action == b->action;

	for (unsigned i = 0; same && i < a->n; i++)
		same = str_eq(reading_get(b, a->said[i].arg), a->said[i].text);
	return same;
}

/* Two ways to the same reading are one. */
static void reading_add(struct heard *out, const struct reading *r)
{
	for (unsigned i = 0; i < out->nreading; i++)
		if (reading_same(&out->reading[i], r))
			return;
	if (out->nreading < READINGS_MAX)
		out->reading[out->nreading++] = *r;
}

static struct reading *reading_new(struct heard *out, const struct common *m)
{
	if (out->nreading == READINGS_MAX)
		return NULL;
	out->reading[out->nreading] = m->r;
	return &out->reading[out->nreading++];
}

/* Do the items of a kind stand before their numbers ("ayer 95, hoy 120") or behind? */
static int side_of(const struct hearing *h, enum item_kind kind)
{
	for (unsigned i = 0; i < h->n; i++)
		if (h->item[i].kind == kind || h->item[i].kind == I_NUMBER)
			return h->item[i].kind == kind ? -1 : 1;
	return 1;
}

/* The item of that kind on that side of number i, before the next number. */
static const struct item *beside(const struct hearing *h, unsigned i, enum item_kind kind)
{
	int step = side_of(h, kind);

	for (int k = (int)i + step; k >= 0 && k < (int)h->n && h->item[k].kind != I_NUMBER; k += step)
		if (h->item[k].kind == kind)
			return &h->item[k];
	return NULL;
}

/* Two ways of writing one number: "ciento veinte (120)". */
static void numbers_join(struct hearing *h)
{
	for (unsigned i = 0; i + 1 < h->n; i++)
		if (h->item[i].kind == I_NUMBER && h->item[i + 1].kind == I_NUMBER &&
			h->item[i].n == h->item[i + 1].n && h->item[i].spelled != h->item[i + 1].spelled &&
			!(i + 2 < h->n && h->item[i + 2].kind == I_FIELD))
			item_drop(h, 1 + i--);
}

/* "120 y 30 desayunos": each number with the choice beside it is one reading. */
static void fork_numbers(const struct hearing *h, const struct common *m, struct heard *out)
{
	out->kind = m->nnumbers > 2 ? HEARD_MANY : HEARD_FORK;
	for (unsigned i = 0; i < h->n && out->kind == HEARD_FORK; i++) {
		const struct item *it = &h->item[i], *choice, *day;
		if (it->kind != I_NUMBER)
			continue;
		struct reading *r = reading_new(out, m);
		if (!r)
			return;
		r->plain = (int)r->n;
		bool named = i + 1 < h->n && it[1].kind == I_FIELD;
		reading_set(r, named ? it[1].arg : (unsigned)h->c->bare, it->text);
		choice = beside(h, i, I_CHOICE);
		if (m->nchoices == 1)
			reading_unset(r, m->choice[0]->arg);
		if (choice)
			reading_set(r, choice->arg, str_c(choice->choice->name));
		day = beside(h, i, I_DAY);
		if (m->ndays > 1 && day)
			reading_set(r, day->arg, day_text(h->mem, day->n));
		for (unsigned k = 0; k + 1 < out->nreading; k++) /* "7 7 raciones": nothing to choose */
			if (reading_same(&out->reading[k], r)) {
				out->nreading--;
				break;
			}
	}
}

/* One way of binding as a reading; false when a plain number is left over. */
static bool reading_of(const struct hearing *h, const struct common *m, const struct binding *b,
	struct reading *out)
{
	unsigned plain = 0;
	bool bare_bound = false;

	*out = m->r;
	for (unsigned i = 0; i < h->n; i++)
		if (h->item[i].kind == I_NUMBER && b->owner[i] >= 0) {
			bare_bound |= b->owner[i] == h->c->bare;
			reading_set(out, (unsigned)b->owner[i], h->item[i].text);
		}
	for (unsigned i = 0; i < h->n; i++)
		if (h->item[i].kind == I_NUMBER && b->owner[i] < 0) {
			if (plain++ || bare_bound || h->c->bare < 0)
				return false;
			out->plain = (int)out->n;
			reading_set(out, (unsigned)h->c->bare, h->item[i].text);
		}
	return true;
}

/* Several choices or days for the same numbers: one reading each. */
static void fork_common(const struct hearing *h, const struct common *m, const struct reading *r,
	struct heard *out)
{
	out->kind = HEARD_FORK;
	for (unsigned i = 0; i < (m->ndays > 1 ? m->ndays : m->nchoices); i++) {
		struct reading *one = reading_new(out, m);
		if (!one)
			return;
		*one = *r;
		if (m->ndays > 1)
			reading_set(one, m->day[i]->arg, day_text(h->mem, m->day[i]->n));
		else
			reading_set(one, m->choice[i]->arg, str_c(m->choice[i]->choice->name));
	}
}

static void read_numbers(const struct hearing *h, const struct common *m, struct heard *out)
{
	struct binding way[BINDINGS_MAX];
	int orphan;
	unsigned n = items_bind(h, way, &orphan);
	struct reading r;

	bool all = n > 0;
	for (unsigned i = 0; i < n; i++)
		if (reading_of(h, m, &way[i], &r))
			reading_add(out, &r);
		else
			all = false;
	if (out->nreading == 1 && all) {
		out->kind = HEARD_ACT;
		if (m->ndays > 1 || m->nchoices > 1) {
			r = out->reading[0];
			out->nreading = 0;
			fork_common(h, m, &r, out);
		}
	} else if (out->nreading > 1) {
		out->kind = HEARD_FORK;
	} else if (h->c->bare >= 0) {
		out->nreading = 0;
		fork_numbers(h, m, out);
		/* Nothing to choose from: is it that? */
		if (out->kind == HEARD_FORK && out->nreading < 2)
			out->kind = out->nreading ? HEARD_DOUBT : HEARD_NOTHING;
	}
}

void hear_choices(const struct hearing *h, const struct reading *r, struct heard *out)
{
	unsigned arg = (unsigned)h->c->pick;

	out->nreading = 0;
	for (const struct choice *k = h->c->action->args[arg].choices; k && k->name; k++) {
		if (out->nreading == READINGS_MAX)
			break;
		struct reading *one = &out->reading[out->nreading++];
		*one = *r;
		reading_set(one, arg, str_c(k->name));
	}
	out->kind = out->nreading > 1 ? HEARD_FORK : HEARD_NOTHING;
}

/* A command that its words alone choose: "no voy". */
static void read_pick(const struct hearing *h, const struct common *m, struct heard *out)
{
	/* What may be left open is not asked for. */
	bool open = h->c->pick >= 0 && !m->nchoices && !field_is_must(&h->c->action->args[h->c->pick]);
	bool said = h->c->pick < 0 || m->nchoices == 1 || open;

	if (!(h->named || h->hits) || m->ndays > 1 || m->nnumbers)
		return;
	if (said && m->nchoices <= 1 && !h->blocked) {
		out->kind = HEARD_ACT;
		out->nreading = 1;
		out->reading[0] = m->r;
	} else if (h->c->pick >= 0 && (m->nchoices || h->unknown == 0)) {
		hear_choices(h, &m->r, out);
	}
}

/* No number: which is missing? */
static void read_none(const struct hearing *h, const struct common *m, struct heard *out)
{
	struct binding way[BINDINGS_MAX];
	int orphan;
	bool about = h->named || h->hits || m->ndays;

	items_bind(h, way, &orphan);
	if (h->c->bare < 0 && orphan < 0) {
		read_pick(h, m, out);
		return;
	}
	if (!about || h->unknown || m->ndays > 1 || m->nchoices > 1)
		return;
	struct reading *r = reading_new(out, m);
	if (r) {
		out->kind = HEARD_ASK;
		out->slot = (unsigned)(orphan >= 0 ? orphan : h->c->bare);
	}
}

/* A lone small number is more often the answer to an old question. */
static bool lone_small(const struct hearing *h, const struct common *m)
{
	if (h->named || h->hits || h->corrects || m->nnumbers != 1 || h->how->expects == h->c->command)
		return false;
	for (unsigned i = 0; i < h->n; i++)
		if (h->item[i].kind == I_NUMBER && h->item[i].n < SMALL_NUMBER)
			return true;
	return false;
}

/* "120 raciones casos sociales": of which is the number? */
static bool two_names(const struct hearing *h, const struct common *m)
{
	for (unsigned i = 0; m->nnumbers == 1 && i + 2 < h->n; i++)
		if (h->item[i].kind == I_NUMBER && h->item[i + 1].kind == I_FIELD && (int)h->item[i + 1].arg == h->c->bare &&
			h->item[i + 2].kind == I_FIELD && (int)h->item[i + 2].arg != h->c->bare)
			return true;
	return false;
}

static bool doubtful(const struct hearing *h, const struct common *m, const struct reading *r)
{
	return h->unknown || h->soft || (h->price && !h->spent) || (h->weak && r->plain >= 0) ||
		lone_small(h, m) || two_names(h, m);
}

/* "113 porciones": one number that may well be a pot, among few words that name no other thing. */
static bool guessable(const struct hearing *h, const struct common *m, const struct reading *r)
{
	struct str said = h->c->bare >= 0 ? reading_get(r, (unsigned)h->c->bare) : (struct str){ 0 };
	int64_t n;

	if (m->nnumbers != 1 || r->n - (unsigned)m->ndays - (unsigned)m->nchoices != 1 || h->unknown > GUESS_UNKNOWN ||
		h->nw > GUESS_WORDS || !said.p || !str_int64(said, &n) || n < GUESS_FROM || n > GUESS_TO)
		return false;
	for (unsigned i = 0; i < h->nw; i++)
		if (h->w[i].kind == WORD_ODD || listed(h, i, L_LABEL))
			return false;
	return true;
}

/* Where it is said that there was none of it: how many words, or 0. */
static unsigned none_said(const struct hearing *h, unsigned *at_out)
{
	unsigned most = 0;

	for (unsigned at = 0; at < h->nw && !most; at++) {
		/* A question, a condition, a figure: something else. */
		if (h->w[at].kind == WORD_LETTERS && word_in(h->w[at].s, "si|que|porque|cuando|cuanto|cuantas|como|quien|donde|todavia|aun"))
			return 0;
		for (unsigned i = 0; i < h->c->nnone; i++)
			if (h->c->none[i].n > most && term_distance(h, at, &h->c->none[i]) >= 0 && !term_shaky(h, at, &h->c->none[i])) {
				most = h->c->none[i].n;
				*at_out = at;
			}
	}
	for (unsigned at = 0; at < h->nw; at++)
		if (h->w[at].kind == WORD_ODD || (h->w[at].kind == WORD_LETTERS && word_in(h->w[at].s, "mucho|mucha|tanto|toda|todo|todos")) ||
			(h->w[at].kind == WORD_DIGITS && !(at && h->sense[at - 1].day_n > 1)))
			return 0;
	return most;
}

/* "hoy no cocinamos": shall it be noted as none? Of a day to come there is nothing to note. */
static bool hear_none(struct hearing *h, const struct common *m, struct heard *out)
{
	unsigned at = 0, n = h->c->bare >= 0 && m->nchoices <= 1 && m->ncodes <= 1 ? none_said(h, &at) : 0;

	const struct sense *day = NULL;

	if (!n || h->unknown > UNKNOWN_MOST)
		return false;
	/* Of all words: "ayer no llegó el gas y no cocinamos" is of yesterday. */
	for (unsigned i = 0; i < h->nw; i += h->sense[i].day_n ? h->sense[i].day_n : 1) {
		const struct sense *s = &h->sense[i];
		if (s->day_n && (s->day.day > h->how->today || (day && day->day.day != s->day.day)))
			return false;
		day = s->day_n ? s : day;
	}
	h->named = true;
	h->lead_at = at;
	h->lead_n = n;
	out->kind = HEARD_DOUBT;
	out->nreading = 1;
	out->reading[0] = m->r;
	out->reading[0].corrects = false;
	if (day && h->c->day >= 0)
		reading_set(&out->reading[0], (unsigned)h->c->day, day_text(h->mem, day->day.day));
	reading_set(&out->reading[0], (unsigned)h->c->bare, STR("0"));
	return true;
}

void hear_figures(struct hearing *h, struct heard *out)
{
	struct common m = { 0 };
	bool doubt = false;

	*out = (struct heard){ 0 };
	items_read(h);
	bool asks = h->blocked; /* a wish or a question, not a denial */
	items_fix(h);
	numbers_clean(h, &doubt);
	numbers_join(h);
	common_gather(h, &m);
	out->numbers = m.nnumbers > 0;
	if (!m.nnumbers && hear_none(h, &m, out))
		return;
	if (asks || (h->blocked && h->c->pick < 0) || h->unknown > UNKNOWN_MOST)
		return;
	if (h->bad_code.n) {
		out->kind = HEARD_CODE;
		out->code = h->bad_code;
		return;
	}
	if (h->fix_only) {
		out->kind = HEARD_FIX;
		return;
	}
	if (m.ncodes > 1)
		return;
	if (m.nnumbers)
		read_numbers(h, &m, out);
	else
		read_none(h, &m, out);
	/* Words that are not understood: ask, where the rest speaks of the command, or of a day and a number. */
	bool of_day = m.ndays == 1 && m.nnumbers == 1 && h->unknown <= 2 && out->kind == HEARD_ACT &&
		m.day[0]->n <= h->how->today && h->c->bare >= 0;
	if (h->unknown && !h->named && !h->hits && !of_day &&
		!((out->kind == HEARD_ACT || out->kind == HEARD_DOUBT) && guessable(h, &m, &out->reading[0])))
		out->kind = HEARD_NOTHING;
	else if (out->kind == HEARD_ACT && (doubt || doubtful(h, &m, &out->reading[0])))
		out->kind = HEARD_DOUBT;
}
