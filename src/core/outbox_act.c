/*
 * outbox_act.c - an item becomes an act: by whom, judged as any other, decided or kept.
 */
#include "outbox.h"

#include "module.h"
#include "page.h"
#include "sealed_text.h"
#include "session.h"

/* ---- from texts to an act ---- */

/* What a form carries besides its action's arguments. */
static bool own_name(const char *name)
{
	static const char *const own[] = { "csrf", "id", "seen", "how", "seal" };

	for (unsigned i = 0; i < ARRAY_LEN(own); i++)
		if (strcmp(own[i], name) == 0)
			return true;
	return false;
}

static struct str get(const struct page_call *p, const char *name)
{
	struct str s = json_get_str(p->request, name);

	return s.p ? s : STR("");
}

/* As its page does after reading the form: two figures added up, a question answered with "leave it". */
static bool prepared(struct ctx *c, struct act *a, const json_t *args)
{
	for (unsigned i = 0; i < c->reg->npages; i++) {
		const struct page *page = c->reg->pages[i];
		struct page_call p = { .c = c, .v = view_new(c->mem), .get = get, .request = args };
		if (!page->prepare || !page->action || strcmp(page->action, a->action->name) != 0)
			continue;
		page->prepare(&p, a);
		return p.redirect.n == 0;
	}
	return true;
}

struct act *outbox_act(struct ctx *c, struct id id, struct str action, const json_t *args, bool *idle_out)
{
	const struct action *known = registry_action(c->reg, action);
	const char *name;
	json_t *value;

	if (!known)
		return NULL;
	json_object_foreach((json_t *)args, name, value)
		if (!own_name(name) && fields_find(known->args, known->nargs, str_c(name)) < 0)
			return NULL;
	struct act *a = act_new(c, known, id);
	json_object_foreach((json_t *)args, name, value)
		if (!own_name(name))
			act_arg(c, a, str_c(name), json_str(value));
	*idle_out = !prepared(c, a, args);
	return a;
}

/* ---- in a worker ---- */

/* Might she have done it when she did it? Judged by the roles she had then. */
static bool might_then(struct ctx *c, struct outbox_work *w)
{
	struct actor then = w->who;
	bool idle;
	struct act *a = outbox_act(c, w->item.act, w->item.action, w->item.args, &idle);

	actor_then(c, &then, zone_day(c->net->zone, w->act->acted_at));
	c->who = &then;
	a->acted_at = w->act->acted_at;
	bool might = gate_check(c, a) == OK;
	c->who = &w->who;
	return might;
}

static bool denied(const struct diag *d)
{
	for (unsigned i = 0; i < d->n; i++)
		if (strcmp(d->item[i].code, "denied") == 0)
			return true;
	return false;
}

/* What the row will say, should it come to that. */
static void fill_row(struct ctx *c, struct outbox_work *w)
{
	struct parked *p = &w->row;
	struct buf b = buf_new(c->mem, w->item.json.n + 16);

	p->act = w->item.act;
	p->id = parked_id(w->item.act, w->item.json);
	p->person = w->pass.person;
	p->device = w->pass.device;
	p->action = w->item.action;
	if (w->item.seen)
		p->seen = json_str(w->item.seen);
	if (json_canonical(c->mem, &b, w->item.args) == OK)
		p->args = buf_str(&b);
	p->acted_at = w->item.acted_at;
	p->unsure = w->item.unsure;
	p->kind = PARKED_FORM;
	if (w->item.files) {
		struct buf f = buf_new(c->mem, 256);
		if (json_canonical(c->mem, &f, w->item.files) == OK)
			p->files = buf_str(&f);
	}
}

static void judge_act(struct ctx *c, struct outbox_work *w)
{
	struct act *a = w->act;

	if (w->item.seen)
		act_seen(a, json_str(w->item.seen));
	a->acted_at = w->item.acted_at ? w->item.acted_at : 1; /* 1970 is a clock that was never set */
	a->unsure = w->item.unsure;
	if (a->action->flags & ACT_SECRET)
		diag_add(&a->diag, NULL, "denied", N_("Esto no se puede enviar así; hágalo en la página"), STR(""));
	w->judged = gate_check(c, a) == OK && !a->diag.n;
	struct scope s = act_scope(c, a);
	w->row.group = s.group;
	w->row.place = s.place;
	w->row.acted_at = a->acted_at;
	w->row.unsure = a->doubted;
	w->row.kind = w->pass.revoked ? PARKED_DEVICE :
		!w->judged && denied(&a->diag) && might_then(c, w) ? PARKED_MEMBERSHIP :
		a->doubted ? PARKED_CLOCK : PARKED_REFUSED;
}

/* A phone seals before it keeps: what it did not seal is not what such a form sends, and is kept nowhere. */
static bool brings_clear(const struct ctx *c, struct str name, const json_t *args)
{
	const struct action *action = registry_action(c->reg, name);

	for (unsigned i = 0; action && i < action->nargs; i++) {
		struct str s = str_trim(json_get_str(args, action->args[i].name));
		if (action->args[i].type == T_SEALED && s.n && !sealed_text_like(s))
			return true;
	}
	return false;
}

void outbox_judge(struct ctx *c, struct outbox_work *w)
{
	const struct actor *outer = c->who;

	if (!w->word && !pass_find(c, w->item.pass, &w->pass))
		w->word = "unknown";
	if (!w->word && brings_clear(c, w->item.action, w->item.args))
		w->word = "too_old_form";
	w->answer = OUTBOX_NOBODYS;
	if (w->word)
		return;
	w->who.device = w->pass.device;
	actor_load(c, &w->who, w->pass.person);
	c->who = &w->who;
	fill_row(c, w);
	w->act = outbox_act(c, w->item.act, w->item.action, w->item.args, &w->idle);
	if (w->act)
		judge_act(c, w);
	else
		diag_add(&w->diag, NULL, "too_old_form",
			N_("Esa hoja era de antes y ya cambió: anótelo otra vez en la hoja de ahora"), STR(""));
	c->who = outer;
}

/* ---- in the writer ---- */

static void keep(struct ctx *c, struct outbox_work *w, const struct diag *reasons)
{
	w->answer = w->row.kind == PARKED_CONFLICT ? OUTBOX_CONFLICT :
		w->row.kind == PARKED_WAITING ? OUTBOX_WAITING : OUTBOX_REFUSED;
	if (parked_put(c, &w->row, reasons))
		return;
	w->answer = OUTBOX_NOBODYS;
	w->word = "too_many";
}

/* The same item came before and was kept: what became of it, or is to become. */
static bool kept_before(struct ctx *c, struct outbox_work *w)
{
	struct parked stood;

	if (!parked_get(c, w->row.id, &stood))
		return false;
	w->answer = stood.decided_at && str_is(stood.decision, "accepted") ? OUTBOX_REPEATED :
		stood.kind == PARKED_CONFLICT ? OUTBOX_CONFLICT :
		stood.kind == PARKED_WAITING && !stood.decided_at ? OUTBOX_WAITING : OUTBOX_REFUSED;
	return true;
}

static bool in_journal(struct ctx *c, const struct outbox_work *w)
{
	struct journal_entry e;

	return w->act && journal_find(c->db, c->mem, c->net->id, w->act->id, &e) && hash_eq(e.content, w->act->content);
}

static void decide(struct gate *g, struct ctx *c, struct outbox_work *w, struct chain_head *head)
{
	struct outcome out;

	gate_decide(g, c, w->act, head, &out);
	switch (out.status) {
	case ACT_ACCEPTED:
		w->answer = OUTBOX_ACCEPTED;
		break;
	case ACT_KEPT:
		w->answer = OUTBOX_KEPT;
		break;
	case ACT_REPEATED:
		w->answer = OUTBOX_REPEATED;
		break;
	default:
		if (out.status == ACT_CONFLICT)
			w->row.kind = PARKED_CONFLICT;
		keep(c, w, &w->act->diag);
	}
}

void outbox_decide(struct gate *g, struct ctx *c, struct outbox_work *w, struct chain_head *head)
{
	const struct actor *outer = c->who;

	if (w->word)
		return;
	c->who = &w->who;
	if (in_journal(c, w)) {
		w->answer = OUTBOX_REPEATED;
	} else if (!kept_before(c, w)) {
		if (w->item.files)
			w->row.kind = PARKED_WAITING;
		if (w->idle)
			w->answer = OUTBOX_KEPT;
		else if (w->judged && !w->pass.revoked && !w->item.files)
			decide(g, c, w, head);
		else
			keep(c, w, w->act ? &w->act->diag : &w->diag);
	}
	c->who = outer;
}
