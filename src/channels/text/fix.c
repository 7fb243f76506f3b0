/*
 * fix.c - a correction speaks of the sender's own last report, and of one figure in it.
 */
#include "civil.h"
#include "field.h"
#include "turn.h"

static bool speaks_of_last(const struct turn *t, const struct reading *r)
{
	const struct talk *k = &t->talk;

	return k->has_last && k->last.r.action == r->action && id_eq(k->last_by, t->who.person) &&
		t->c->now - k->last_at < TALK_LAST_MS;
}

/* The figures of the last report that are `old`, or all with old == NULL; the count. */
static unsigned figures(struct turn *t, const int64_t *old, unsigned out[ACTION_ARGS_MAX])
{
	const struct reading *last = &t->talk.last.r;
	unsigned n = 0;

	for (unsigned i = 0; i < last->action->nargs; i++) {
		const struct field *f = &last->action->args[i];
		struct str said = reading_get(last, i);
		struct diag ignored = { 0 };
		struct value v;
		if (!said.p || !is_figure(f) || field_read(t->c->mem, f, said, &v, &ignored) != OK)
			continue;
		if (!old || v.i == *old * (f->type == T_MONEY ? 100 : 1))
			out[n++] = i;
	}
	return n;
}

/* Day, place and choices of the last report, where the correction does not say others. */
static void inherit(const struct reading *last, struct reading *r)
{
	for (unsigned i = 0; i < last->n; i++) {
		const struct field *f = &last->action->args[last->said[i].arg];
		if (!is_figure(f) && f->type != T_TEXT && !reading_get(r, last->said[i].arg).p)
			reading_set(r, last->said[i].arg, last->said[i].text);
	}
}

/* The plain number belongs to that argument. */
static struct reading moved(const struct reading *r, unsigned arg)
{
	struct reading one = *r;

	one.said[one.plain].arg = arg;
	one.plain = -1;
	return one;
}

/* Another day, place or choice than the last report's is another record. */
static bool differs(const struct reading *last, const struct reading *r)
{
	for (unsigned i = 0; i < r->n; i++) {
		const struct field *f = &r->action->args[r->said[i].arg];
		struct str was = reading_get(last, r->said[i].arg);
		if (!is_figure(f) && f->type != T_TEXT && was.p && !str_eq(was, r->said[i].text))
			return true;
	}
	return false;
}

/* Does it speak only of figures that the last report has? */
static bool knows_figures(const struct reading *last, const struct reading *r)
{
	for (unsigned i = 0; i < r->n; i++)
		if (is_figure(&r->action->args[r->said[i].arg]) && (int)i != r->plain &&
			!reading_get(last, r->said[i].arg).p)
			return false;
	return true;
}

/* The plain number may correct each of these: which? */
static void ask_figure(struct turn *t, const struct reading *r, const unsigned *arg, unsigned n)
{
	struct heard h = { .kind = HEARD_FORK };

	for (unsigned i = 0; i < n && i < READINGS_MAX; i++)
		h.reading[h.nreading++] = moved(r, arg[i]);
	ask_which(t, &h);
}

/* The argument that says the record's day. */
static int day_arg(const struct action *action)
{
	const struct entity *e = action->edits;

	if (!e || e->day <= 0)
		return -1;
	return fields_find(action->args, action->nargs, str_c(e->fields[e->day - 1].name));
}

/* No report of the last day to speak of: it may be about another day, so the day is said aloud. */
static bool fix_today(struct turn *t, struct reading *r)
{
	int day = day_arg(r->action);

	if (day < 0 || reading_get(r, (unsigned)day).p)
		return true;
	struct value v = value_int(today(t->c));
	reading_set(r, (unsigned)day, field_plain(t->c->mem, &r->action->args[day], &v));
	struct draft d = { .r = *r };
	ask_sure(t, &d);
	return false;
}

bool turn_fix(struct turn *t, struct reading *r)
{
	unsigned arg[ACTION_ARGS_MAX], n;

	if (!speaks_of_last(t, r))
		return fix_today(t, r);
	const struct reading *last = &t->talk.last.r;
	bool other = differs(last, r), sure = knows_figures(last, r);
	inherit(last, r);
	if (other)
		return true;
	n = figures(t, r->has_old ? &r->old : NULL, arg);
	/* What she says she wrote is not what stands here: look together. */
	if (r->has_old && n == 0) {
		sure = false;
		n = figures(t, NULL, arg);
	}
	if (r->plain >= 0 && n > 1) {
		ask_figure(t, r, arg, n);
		return false;
	}
	if (r->plain >= 0 && n == 1)
		*r = moved(r, arg[0]);
	if (!sure) {
		struct draft d = { .r = *r };
		ask_sure(t, &d);
	}
	return sure;
}

/* The report as it was done, its day and references spelled out. */
static struct reading spelled(struct turn *t, const struct act *a)
{
	struct reading r = { .action = a->action, .command = t->draft.r.command, .plain = -1 };
	int day = day_arg(a->action);

	for (unsigned i = 0; i < a->action->nargs; i++)
		if (act_has(a, i) && a->action->args[i].type != T_TEXT)
			reading_set(&r, i, field_plain(t->c->mem, &a->action->args[i], &a->v[i]));
	if (day >= 0 && !act_has(a, (unsigned)day)) {
		const struct field *f = &a->action->args[day];
		struct value v = value_int(zone_day(t->c->net->zone, a->acted_at));
		reading_set(&r, (unsigned)day, field_plain(t->c->mem, f, &v));
	}
	return r;
}

/* All that names the record is said, and said alike, in both. */
static bool same_record(const struct reading *a, const struct reading *b)
{
	for (unsigned i = 0; i < a->n; i++) {
		const struct field *f = &a->action->args[a->said[i].arg];
		struct str other = reading_get(b, a->said[i].arg);
		if (!is_figure(f) && (!other.p || !str_eq(other, a->said[i].text)))
			return false;
	}
	return true;
}

void turn_remember(struct turn *t, const struct act *a)
{
	struct talk *k = &t->talk;
	struct reading r = spelled(t, a), was = k->last.r;
	bool same = speaks_of_last(t, &r) && same_record(&was, &r) && same_record(&r, &was);

	/* What was told before of the same record still belongs to it. */
	for (unsigned i = 0; same && i < was.n; i++)
		if (!reading_get(&r, was.said[i].arg).p)
			reading_set(&r, was.said[i].arg, was.said[i].text);
	k->last = (struct draft){ .r = r };
	k->has_last = true;
	k->last_by = t->who.person;
	k->last_at = t->c->now;
}
