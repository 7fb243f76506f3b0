/*
 * pending.c - deciding what came back: she corrects or discards hers, a coordinator accepts or rejects another's.
 *
 * Correcting opens the action's own page with what was sent and why it was not taken; its form carries the
 * row's correction id, so that whichever way it comes (form, phone, later) the row is then decided.
 */
#include "outbox.h"
#include "web.h"

enum { WHY_MAX = 300 };

struct deciding {
	struct parked row;
	struct outbox_work work; /* of accepting: who sent it, with the roles of that day */
	struct outcome outcome;
	const char *decision;
	struct str why;
	bool done;
};

/* The row that the request names, open, and hers or hers to judge. */
static bool find(struct call *k, struct str id_said, bool others, struct parked *out)
{
	struct id id;

	if (!id_parse(id_said, &id) || !parked_get(&k->c, id, out))
		return false;
	if (!others)
		return id_eq(out->person, k->who.person);
	return (out->kind == PARKED_MEMBERSHIP || out->kind == PARKED_DEVICE || out->kind == PARKED_CLOCK) &&
		allowed(&k->c, "page:pending_others", parked_scope(out));
}

/* ---- correcting ---- */

struct fixing {
	const struct call *k;
	const struct parked *row;
	const json_t *args;
};

static struct str get(const struct page_call *p, const char *name)
{
	const struct fixing *f = p->request;
	struct str s = json_get_str(f->args, name);

	if (strcmp(name, "seen") == 0)
		return f->row->seen.p ? f->row->seen : STR("");
	return s.p ? s : STR("");
}

/* Without what the action does not know any more. */
static const json_t *known_args(struct call *k, const struct action *action, const json_t *args)
{
	struct buf b = buf_new(k->q->mem, 512);
	struct json_out j = json_begin(&b);
	struct diag d = { 0 };
	const char *name;
	json_t *value;

	json_open(&j, '{');
	json_object_foreach((json_t *)args, name, value)
		if (action_takes(action, str_c(name))) {
			json_key(&j, name);
			json_text(&j, json_str(value));
		}
	json_close(&j, '}');
	return json_read(k->q->mem, buf_str(&b), &d);
}

/* What the gate would say of it today; where it has nothing against it, why it came back then. */
static void judge(struct call *k, struct fixing *f, struct act *a, struct outcome *out)
{
	if (f->row->seen.p)
		act_seen(a, f->row->seen);
	if (gate_check(&k->c, a) == OK)
		gate_try(&k->c, a, &k->head, out);
	else
		out->status = ACT_REFUSED;
}

static enum http_next correct(struct call *k, struct str id)
{
	struct parked *row = ARENA_NEW(k->q->mem, struct parked);
	struct fixing *f = ARENA_NEW(k->q->mem, struct fixing);
	struct outcome *out = ARENA_NEW(k->q->mem, struct outcome);
	const struct page *page = find(k, id, false, row) ? page_doing(&k->c, row->action) : NULL;
	bool idle;

	if (!page || row->kind == PARKED_WAITING) {
		call_message(k, 404, "not_found");
		return HTTP_ANSWER;
	}
	if (row->decided_at) {
		call_redirect(k, STR("/pendientes?ok=late"));
		return HTTP_ANSWER;
	}
	const struct action *action = registry_action(k->site->reg, row->action);
	*f = (struct fixing){ k, row, known_args(k, action, parked_args(&k->c, row)) };
	struct act *a = outbox_act(&k->c, row->fix, row->action, f->args, &idle);
	judge(k, f, a, out);
	struct page_call p = call_page(k);
	p.get = get;
	p.request = f;
	p.act = a;
	p.outcome = out;
	p.status = 200; /* not one to keep on the phone: it is this moment's */
	page_show(k, page, &p);
	return HTTP_ANSWER;
}

/* ---- deciding ---- */

static enum http_next back(struct call *k)
{
	struct deciding *d = k->own;
	bool others = strcmp(d->decision, "discarded") != 0;
	const char *ok = !d->done ? "late" : !others ? "discard" : strcmp(d->decision, "accepted") == 0 ? "accept" : "reject";

	call_redirect(k, str_fmt(k->q->mem, "/pendientes%s?ok=%s", others ? "/otras" : "", ok));
	return HTTP_ANSWER;
}

static void decide_run(struct write *w, struct gate *g, struct chain_head *head)
{
	struct call *k = call_of(w);
	struct deciding *d = k->own;

	(void)g, (void)head;
	d->done = parked_decide(w->c, d->row.id, d->decision, k->who.person, d->why);
}

static enum http_next decide(struct call *k, struct deciding *d, const char *decision)
{
	d->decision = decision;
	k->own = d;
	k->acts_only = true; /* readers remember none of it */
	return call_write(k, decide_run, back);
}

/* ---- accepting: done by whom and when it was, and written down who accepted it ---- */

static void accept_run(struct write *w, struct gate *g, struct chain_head *head)
{
	struct call *k = call_of(w);
	struct deciding *d = k->own;
	struct parked now;
	const char *channel = w->c->channel;

	if (!parked_get(w->c, d->row.id, &now) || now.decided_at)
		return;
	struct str by = id_text(w->c->mem, k->who.person);
	w->c->channel = str_cstr(w->c->mem, str_fmt(w->c->mem, "outbox:%.*s", (int)by.n, by.p));
	w->c->who = &d->work.who;
	gate_decide(g, w->c, d->work.act, head, &d->outcome);
	w->c->who = &k->who;
	w->c->channel = channel;
	if (d->outcome.status == ACT_REFUSED || d->outcome.status == ACT_CONFLICT)
		return;
	d->done = parked_decide(w->c, d->row.id, "accepted", k->who.person, STR(""));
	if (d->work.item.files)
		outbox_files_drop(w->c, d->work.item.files);
}

/* It cannot be done as it is, by nobody: why, and the way back to reject it. */
static enum http_next cannot(struct call *k, const struct diag *why)
{
	struct view *v = call_view(k);

	view_flag(v, "cannot", true);
	for (unsigned i = 0; i < why->n; i++)
		view_text(view_row(v, "reasons"), "message", diag_message(&k->c, &why->item[i]));
	call_render(k, "pending_cannot", v, 409);
	return HTTP_ANSWER;
}

static enum http_next accepted(struct call *k)
{
	struct deciding *d = k->own;

	if (!d->done && d->work.act->diag.n)
		return cannot(k, &d->work.act->diag);
	return back(k);
}

static enum http_next accept(struct call *k, struct deciding *d)
{
	d->decision = "accepted";
	k->own = d;
	outbox_judge_row(&k->c, &d->row, true, &d->work);
	if (!d->work.act) {
		call_message(k, 404, "not_found");
		return HTTP_ANSWER;
	}
	if (!d->work.judged)
		return cannot(k, &d->work.act->diag);
	return call_write(k, accept_run, accepted);
}

static enum http_next post(struct call *k, bool others)
{
	struct deciding *d = ARENA_NEW(k->q->mem, struct deciding);
	struct str what = form_get(&k->form, "do");
	bool found = find(k, form_get(&k->form, "parked"), others, &d->row);

	d->why = str_trim(str_sub(form_get(&k->form, "why"), 0, WHY_MAX));
	if (found && !others && str_is(what, "discard"))
		return decide(k, d, "discarded");
	if (found && others && str_is(what, "accept"))
		return accept(k, d);
	if (found && others && str_is(what, "reject") && d->why.n)
		return decide(k, d, "rejected");
	if (found && others && str_is(what, "reject"))
		call_redirect(k, str_fmt(k->q->mem, "/pendientes/otras?motivo=%s#p-%s",
			str_cstr(k->q->mem, id_text(k->q->mem, d->row.id)), str_cstr(k->q->mem, id_text(k->q->mem, d->row.id))));
	else
		call_message(k, found ? 400 : 404, found ? "bad_request" : "not_found");
	return HTTP_ANSWER;
}

bool pending_handle(struct call *k, enum http_next *next)
{
	bool mine = str_is(k->q->path, "/pendientes"), others = str_is(k->q->path, "/pendientes/otras");
	bool asks = str_is(k->q->method, "POST");

	*next = HTTP_ANSWER;
	if (id_is_zero(k->who.person) || ((mine || others) && !asks))
		return false; /* pages like any other */
	if (mine || (others && allowed_somewhere(&k->c, "page:pending_others"))) {
		*next = post(k, others);
		return true;
	}
	if (others || !path_match(k, "/pendientes/{id}"))
		return false;
	if (asks)
		call_method(k, "GET, HEAD");
	else
		*next = correct(k, call_piece(k, "id"));
	return true;
}

/* ---- "leave it as it is", said on the page that corrects ---- */

struct leaving {
	struct id row;
	struct str to;
};

static void leave_run(struct write *w, struct gate *g, struct chain_head *head)
{
	struct leaving *l = call_of(w)->own;

	(void)g, (void)head;
	parked_decide(w->c, l->row, "discarded", call_of(w)->who.person, (struct str){ NULL, 0 });
}

static enum http_next left(struct call *k)
{
	struct leaving *l = k->own;

	call_redirect(k, l->to);
	return HTTP_ANSWER;
}

enum http_next pending_left(struct call *k, struct id act, struct str to)
{
	struct leaving *l = ARENA_NEW(k->q->mem, struct leaving);

	*l = (struct leaving){ parked_by_fix(&k->c, act, k->who.person), to };
	k->own = l;
	if (id_is_zero(l->row))
		return left(k);
	k->acts_only = true;
	return call_write(k, leave_run, left);
}
