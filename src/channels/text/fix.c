/*
 * fix.c - a correction speaks of the sender's own last report, and of one figure in it.
 */
#include "civil.h"
#include "field.h"
#include "turn.h"

enum { NAME_MOST = 60 };

/* Words of hers that are kept nowhere here; a short text may be the name of what the report is about ("arroz"). */
static bool is_free(const struct field *f)
{
	return f->type == T_TEXT && (f->flags & F_WIDE || f->max <= 0 || f->max > NAME_MOST);
}

static bool speaks_of_last(const struct turn *t, const struct reading *r)
{
	const struct own *k = &t->own;

	/* One sent before that report is not about it, whenever it came. */
	return k->has_last && k->last.r.action == r->action && t->sent_at >= k->last_at &&
		t->sent_at - k->last_at < TALK_LAST_MS;
}

/* The figures of the last report that are `old`, or all with old == NULL; the count. */
static unsigned figures(struct turn *t, const int64_t *old, unsigned out[ACTION_ARGS_MAX])
{
	const struct reading *last = &t->own.last.r;
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
		if (!is_figure(f) && !is_free(f) && !reading_get(r, last->said[i].arg).p)
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
		if (!is_figure(f) && !is_free(f) && was.p && !str_eq(was, r->said[i].text))
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
int day_arg(const struct action *action)
{
	const struct entity *e = action->edits;

	if (!e || e->day <= 0)
		return -1;
	return action_arg(action, str_c(e->fields[e->day - 1].name));
}

void draft_dated(struct turn *t, struct draft *d)
{
	int day = day_arg(d->r.action);
	struct value v = value_int(t->day);

	if (day >= 0 && !reading_get(&d->r, (unsigned)day).p)
		reading_set(&d->r, (unsigned)day, field_plain(t->c->mem, &d->r.action->args[day], &v));
}

/* No report of the last day to speak of: it may be about another day, so the day is said aloud. */
static bool fix_today(struct turn *t, struct reading *r)
{
	int day = day_arg(r->action);

	if (day < 0 || reading_get(r, (unsigned)day).p)
		return true;
	struct draft d = { .r = *r };
	draft_dated(t, &d);
	ask_sure(t, &d);
	return false;
}

/*
 * A number alone, heard as another command's: it is about what she told last, where that has one figure to be it. False
 * when that was a list, whose numbers have no place to be told apart: it is told again.
 */
static bool adopt_last(struct turn *t, struct reading *r)
{
	const struct reading *last = &t->own.last.r;
	unsigned arg[ACTION_ARGS_MAX];

	if (!t->own.has_last || last->action == r->action || r->plain != 0 || r->n != 1)
		return true;
	struct reading one = { .command = last->command, .action = last->action, .n = 1, .corrects = true,
		.has_old = r->has_old, .old = r->old };
	if (!speaks_of_last(t, &one))
		return true;
	if (last->command && last->command->rest && figures(t, NULL, arg) == 0) {
		t->progress = true;
		say(t, N_("Para corregirlo, escríbalo de nuevo completo."));
		return false;
	}
	if (figures(t, r->has_old ? &r->old : NULL, arg) != 1)
		return true;
	one.said[0].arg = arg[0];
	one.said[0].text = r->said[0].text;
	*r = one;
	return true;
}

bool turn_fix(struct turn *t, struct reading *r)
{
	unsigned arg[ACTION_ARGS_MAX], n;

	if (!adopt_last(t, r))
		return false;
	if (!speaks_of_last(t, r))
		return fix_today(t, r);
	const struct reading *last = &t->own.last.r;
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

/* The report as it was done: its day and references spelled out, what went without saying too. */
static struct reading spelled(struct turn *t, const struct act *a)
{
	struct reading r = { .action = a->action, .command = t->draft.r.command, .plain = -1 };

	for (unsigned i = 0; i < a->action->nargs; i++)
		if (act_has(a, i) && !is_free(&a->action->args[i]))
			reading_set(&r, i, field_plain(t->c->mem, &a->action->args[i], &a->v[i]));
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

/* The record it made or changed: "meal:ID", and whose it is. */
static void remember_record(struct turn *t, const struct outcome *o)
{
	const struct put *p = o->change ? o->change->puts : NULL;
	struct record *r = ARENA_NEW(t->c->mem, struct record);

	if (!p)
		return;
	t->own.last_about = str_fmt(t->c->mem, "%s:%.36s", p->entity->name, id_text(t->c->mem, p->id).p);
	t->own.last_group = t->group;
	if (record_get(t->c->db, t->c->schema, t->c->mem, p->entity, t->c->net->id, p->id, r))
		t->own.last_group = scope_of(t->c, r).group;
}

void turn_remember(struct turn *t, const struct act *a, const struct outcome *o)
{
	struct own *k = &t->own;
	struct reading r = spelled(t, a), was = k->last.r;
	bool same = speaks_of_last(t, &r) && same_record(&was, &r) && same_record(&r, &was);

	/* One that came late does not push aside what she sent after it. */
	if (k->has_last && a->acted_at < k->last_at)
		return;
	/* What was told before of the same record still belongs to it. */
	for (unsigned i = 0; same && i < was.n; i++)
		if (!reading_get(&r, was.said[i].arg).p)
			reading_set(&r, was.said[i].arg, was.said[i].text);
	k->last = (struct draft){ .r = r };
	k->has_last = r.command != NULL;
	k->last_at = a->acted_at;
	remember_record(t, o);
}

/* ---- "borra eso" ---- */

static const char words_undo[] =
	"borra eso|borrar eso|borralo|borra|borrar|anula eso|anular eso|anulalo|quita eso|quitalo|elimina eso|eliminalo|"
	"borra lo ultimo|anula lo ultimo|borra mi reporte|anula mi reporte|eso no va|borra lo que mande|borra lo que dije";

/* A command by which such a record is taken back. */
static const struct text_command *taking_back(struct turn *t, const struct action *did)
{
	const struct registry *reg = t->c->reg;

	for (unsigned i = 0; i < reg->ncommands; i++) {
		const struct text_command *k = reg->commands[i];
		const struct action *a = k->action ? registry_action(reg, str_c(k->action)) : NULL;
		if (a && a != did && did->edits && a->edits == did->edits && str_ends(str_c(a->name), ".void"))
			return k;
	}
	return NULL;
}

bool turn_undo(struct turn *t)
{
	const struct reading *last = &t->own.last.r;

	if (!word_in(t->heard.line, words_undo) || id_is_zero(t->who.person))
		return false;
	if (!t->own.has_last || t->sent_at - t->own.last_at >= TALK_LAST_MS) {
		t->progress = true;
		say(t, N_("No hay nada suyo de este día que borrar."));
		return true;
	}
	const struct text_command *k = taking_back(t, last->action);
	if (!k) {
		t->progress = true;
		say(t, N_("Eso se quita entrando a Ayni. Por mensaje puede corregir la cifra: corrijo 102"));
		return true;
	}
	struct draft d = { .r = { .command = k, .action = registry_action(t->c->reg, str_c(k->action)), .plain = -1 } };
	/* Which record it is: the arguments of the same name that are neither figures nor free text. */
	for (unsigned i = 0; i < last->n; i++) {
		const struct field *f = &last->action->args[last->said[i].arg];
		int arg = action_arg(d.r.action, str_c(f->name));
		if (arg >= 0 && !is_figure(f) && !is_free(f))
			reading_set(&d.r, (unsigned)arg, last->said[i].text);
	}
	turn_try(t, &d);
	return true;
}
