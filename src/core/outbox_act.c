/*
 * outbox_act.c - an item becomes an act: by whom, judged as any other, decided or kept.
 */
#include "outbox.h"

#include "module.h"
#include "page.h"
#include "sealed_text.h"
#include "session.h"

/* ---- from texts to an act ---- */

static struct str get(const struct page_call *p, const char *name)
{
	struct str s = json_get_str(p->request, name);

	return s.p ? s : STR("");
}

/* As its page does after reading the form: two figures added up, a question answered with "leave it". Only forms of pages of
 * daily work wait on a phone; another page that posts the same action has ways of its own. */
static bool prepared(struct ctx *c, struct act *a, const json_t *args)
{
	for (unsigned i = 0; i < c->reg->npages; i++) {
		const struct page *page = c->reg->pages[i];
		struct page_call p = { .c = c, .v = view_new(c->mem), .get = get, .request = args };
		if (!page->prepare || !(page->flags & PAGE_KEEP) || !page->action || strcmp(page->action, a->action->name) != 0)
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
		if (!form_carries(str_c(name)) && !action_takes(known, str_c(name)))
			return NULL;
	struct act *a = act_new(c, known, id);
	json_object_foreach((json_t *)args, name, value)
		if (!form_carries(str_c(name)))
			act_arg(c, a, str_c(name), json_str(value));
	*idle_out = !prepared(c, a, args);
	return a;
}

/* ---- in a worker ---- */

/* Might she have done it when she did it? Judged by the roles she had then. */
static bool might_then(struct ctx *c, struct outbox_work *w)
{
	struct actor then = w->who;

	actor_then(c, &then, zone_day(c->net->zone, w->act->acted_at));
	c->who = &then;
	bool might = act_may(c, w->act);
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
	struct buf b = buf_new(c->mem, w->item.json.n + 16), f = buf_new(c->mem, 256);

	p->act = w->item.act;
	p->id = parked_id(w->item.act, w->item.json);
	p->person = w->pass.person;
	p->device = w->pass.device;
	p->action = w->item.action;
	p->seen = w->item.seen;
	p->args = STR("{}");
	if (json_canonical(c->mem, &b, w->item.args) == OK)
		p->args = buf_str(&b);
	if (w->item.files && json_canonical(c->mem, &f, w->item.files) == OK)
		p->files = buf_str(&f);
	p->acted_at = w->item.acted_at < c->now ? w->item.acted_at : c->now;
	p->unsure = w->item.unsure;
	p->kind = PARKED_FORM;
}

static enum parked_kind kind_of(struct ctx *c, struct outbox_work *w)
{
	if (w->pass.revoked)
		return PARKED_DEVICE;
	if (!w->judged && denied(&w->act->diag) && might_then(c, w))
		return PARKED_MEMBERSHIP;
	return w->act->doubted ? PARKED_CLOCK : PARKED_REFUSED;
}

static void judge_act(struct ctx *c, struct outbox_work *w)
{
	struct act *a = w->act;

	if (w->item.seen.p)
		act_seen(a, w->item.seen);
	a->acted_at = w->item.acted_at ? w->item.acted_at : 1; /* 1970 is a clock that was never set */
	a->arrived_at = w->row.arrived_at;
	a->unsure = w->item.unsure;
	if (a->action->flags & ACT_SECRET)
		diag_add(&a->diag, NULL, "denied", N_("Esto no se puede enviar así; hágalo en la página"), STR(""));
	w->judged = gate_check(c, a) == OK && !a->diag.n;
	struct scope s = act_scope(c, a);
	w->row.group = s.group;
	w->row.place = s.place;
	w->row.acted_at = a->acted_at;
	w->row.unsure = a->doubted;
	w->row.kind = kind_of(c, w);
}

/* Their bytes are the last thing to come, and nothing is judged before. */
static void judge_files(struct ctx *c, struct outbox_work *w)
{
	enum rc rc = OK;

	if (w->act && w->item.files)
		rc = outbox_files_bring(c, w->act, w->item.files);
	if (rc == NOT_FOUND && w->row.arrived_at) { /* swept: it was waited for long enough */
		diag_add(&w->act->diag, NULL, "missing", N_("El archivo no llegó nunca; elíjalo otra vez"), STR(""));
		rc = INVALID;
	} else if (rc == INVALID && !w->act->diag.n) {
		diag_add(&w->act->diag, NULL, "damaged", N_("El archivo llegó dañado; elíjalo otra vez"), STR(""));
	}
	w->whole = rc == OK || rc == INVALID;
}

static void judge(struct ctx *c, struct outbox_work *w)
{
	const struct actor *outer = c->who;

	w->who.device = w->pass.device;
	actor_load(c, &w->who, w->pass.person);
	if (w->as_then)
		actor_then(c, &w->who, zone_day(c->net->zone, w->item.acted_at));
	c->who = &w->who;
	w->act = outbox_act(c, w->item.act, w->item.action, w->item.args, &w->idle);
	judge_files(c, w);
	if (w->act)
		judge_act(c, w);
	else
		diag_add(&w->diag, NULL, "too_old_form",
			N_("Esa hoja era de antes y ya cambió: anótelo otra vez en la hoja de ahora"), STR(""));
	c->who = outer;
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
	w->answer = OUTBOX_NOBODYS;
	if (!w->word && !pass_find(c, w->item.pass, &w->pass))
		w->word = "unknown";
	if (!w->word && brings_clear(c, w->item.action, w->item.args))
		w->word = "too_old_form";
	if (w->word)
		return;
	fill_row(c, w);
	judge(c, w);
}

void outbox_judge_row(struct ctx *c, const struct parked *row, bool as_then, struct outbox_work *w)
{
	struct diag d = { 0 };

	*w = (struct outbox_work){ .row = *row, .as_then = as_then, .pass = { .person = row->person, .device = row->device } };
	w->pass.revoked = device_is_retired(c, row->device);
	/* The hour of a clock that is not believed is the one when it came. */
	w->item = (struct outbox_item){ .act = row->act,
		.acted_at = as_then && row->kind == PARKED_CLOCK ? row->arrived_at : row->acted_at, .unsure = row->unsure,
		.action = row->action, .seen = row->seen, .args = parked_args(c, row),
		.files = row->files.p ? json_read(c->mem, row->files, &d) : NULL };
	judge(c, w);
}

/* ---- in the writer ---- */

/* Kept, or kept still, for another reason than before. */
static void keep(struct ctx *c, struct outbox_work *w, bool stood, const struct diag *reasons)
{
	bool there = stood;

	w->answer = w->row.kind == PARKED_CONFLICT ? OUTBOX_CONFLICT : OUTBOX_REFUSED;
	if (stood)
		parked_turn(c, &w->row, reasons);
	else
		there = parked_put(c, &w->row, reasons);
	if (there)
		return;
	w->answer = OUTBOX_NOBODYS;
	w->word = "too_many";
}

static void wait_for_files(struct ctx *c, struct outbox_work *w, bool stood)
{
	struct diag none = { 0 };

	w->row.kind = PARKED_WAITING;
	if (!outbox_files_expect(c, w->item.files)) {
		w->row.kind = PARKED_REFUSED;
		diag_add(&none, NULL, "too_big", N_("Ese archivo es demasiado grande para enviarlo"), STR(""));
		keep(c, w, stood, &none);
		return;
	}
	w->waits = outbox_files_missing(c, w->item.files, &w->have);
	w->answer = OUTBOX_WAITING;
	if (stood || parked_put(c, &w->row, &none))
		return;
	w->answer = OUTBOX_NOBODYS;
	w->word = "too_many";
}

/* What was decided of it before, or is for somebody to decide. */
static enum outbox_answer answer_of(const struct parked *stood)
{
	if (stood->decided_at && str_is(stood->decision, "accepted"))
		return OUTBOX_REPEATED;
	return stood->kind == PARKED_CONFLICT ? OUTBOX_CONFLICT : OUTBOX_REFUSED;
}

static bool in_journal(struct ctx *c, const struct outbox_work *w)
{
	struct journal_entry e;

	return w->act && journal_find(c->db, c->mem, c->net->id, w->act->id, &e) && hash_eq(e.content, w->act->content);
}

static void decide(struct gate *g, struct ctx *c, struct outbox_work *w, struct chain_head *head, bool stood)
{
	static const enum outbox_answer done[] = { [ACT_ACCEPTED] = OUTBOX_ACCEPTED, [ACT_KEPT] = OUTBOX_KEPT,
		[ACT_REPEATED] = OUTBOX_REPEATED };
	struct outcome out;

	gate_decide(g, c, w->act, head, &out);
	if (out.status == ACT_CONFLICT)
		w->row.kind = PARKED_CONFLICT;
	if (out.status == ACT_CONFLICT || out.status == ACT_REFUSED) {
		keep(c, w, stood, &w->act->diag);
		return;
	}
	w->answer = done[out.status];
	if (stood)
		parked_decide(c, w->row.id, "accepted", (struct id){ 0 }, (struct str){ NULL, 0 });
	if (w->item.files)
		outbox_files_drop(c, w->item.files);
}

void outbox_decide(struct gate *g, struct ctx *c, struct outbox_work *w, struct chain_head *head)
{
	const struct actor *outer = c->who;
	struct parked was;

	if (w->word)
		return;
	c->who = &w->who;
	bool stood = parked_get(c, w->row.id, &was), waited = stood && was.kind == PARKED_WAITING && !was.decided_at;
	if (in_journal(c, w))
		w->answer = OUTBOX_REPEATED;
	else if (stood && !waited)
		w->answer = answer_of(&was);
	else if (!w->whole)
		wait_for_files(c, w, stood);
	else if (w->idle)
		w->answer = OUTBOX_KEPT;
	else if (w->judged && !w->pass.revoked)
		decide(g, c, w, head, stood);
	else
		keep(c, w, stood, w->act ? &w->act->diag : &w->diag);
	c->who = outer;
}
