/*
 * site_invite.c - inviting a new person, or letting someone in again: link, QR and six letters.
 */
#include "qr.h"
#include "web.h"

enum { FOUND_MAX = 12 };

struct inviting {
	struct act *act;
	struct outcome outcome;
	struct id person;
	struct invite invite;
	bool made;
	struct str asked; /* someone who is there already, as typed */
	struct id found[FOUND_MAX];
	unsigned nfound;
};

static const char action_name[] = "person.add";

/* Her name and her first role, so that two of a name are told apart. */
static struct str who_she_is(struct call *k, struct id person)
{
	struct actor her = { 0 };

	actor_load(&k->c, &her, person);
	const struct group_info *g = her.nmember ? group_of(&k->c, her.member[0].group) : NULL;
	struct str role = her.nmember ? role_label(&k->c, her.member[0].role) : STR("");
	return str_fmt(k->q->mem, "%.*s · %.*s%s%.*s", (int)her.name.n, her.name.p, (int)role.n, role.p, g ? ", " : "",
		g ? (int)g->name.n : 0, g ? g->name.p : "");
}

/* The box for someone who is there already: what was typed, or the several whom it may mean. */
static void known_box(struct call *k, struct view *v, const struct inviting *in)
{
	struct view *row = view_new(k->q->mem);
	struct buf b = buf_new(k->q->mem, 512);
	bool asked = in && in->asked.n;

	view_text(row, "id", STR("f-person"));
	view_text(row, "name", STR("person"));
	view_text(row, "label", tr(k->c.lang, N_("Su nombre")));
	view_flag(row, "required", true);
	view_text(row, "type", STR("text"));
	view_text(row, "value", asked ? in->asked : STR(""));
	if (asked && in->nfound == 0)
		view_text(row, "error", tr_fill(k->q->mem, k->c.lang, N_("No hay nadie a su cargo que se llame «%s»"),
			in->asked));
	for (unsigned i = 0; asked && i < in->nfound; i++) {
		struct view *one = view_row(row, "choices");
		view_text(one, "value", id_text(k->q->mem, in->found[i]));
		view_text(one, "label", who_she_is(k, in->found[i]));
	}
	view_flag(row, asked && in->nfound ? "choice" : "input", true);
	template_render(k->site->config.templates, "field", row, k->c.lang, &b);
	view_flag(v, "known", true);
	view_html(v, "form_known", html_done(&b));
}

static void form_page(struct call *k, struct inviting *in)
{
	struct page_call p = call_page(k);
	bool wrong;

	p.act = in && in->act && in->act->diag.n ? in->act : NULL;
	wrong = p.act || in;
	form_fill(&p, registry_action(k->site->reg, str_c(action_name)), NULL, "short_name|document_kind|document_number|language");
	known_box(k, p.v, in);
	call_render(k, "invite", p.v, wrong ? 422 : 200);
}

/* Could the actor give her that role there? Asked of the action itself, which then does nothing. */
static bool could_give(struct call *k, const struct actor *her, const struct membership *m)
{
	const struct action *add = registry_action(k->site->reg, str_c(action_name));
	struct act *a = act_new(&k->c, add, (struct id){ 0 });

	act_arg(&k->c, a, STR("name"), her->name);
	act_arg(&k->c, a, STR("group"), id_text(k->q->mem, m->group));
	act_arg(&k->c, a, STR("role"), m->role);
	return gate_check(&k->c, a) == OK && act_ask(&k->c, a, change_new(k->q->mem), &a->diag) == OK;
}

/*
 * Whoever lets someone in again could come in as her. So she must be able to give her every role that
 * she has: a leader her cooks, a coordinator her leaders, an operator everybody.
 */
static bool may_let_in(struct call *k, struct id person)
{
	struct actor her = { 0 };

	actor_load(&k->c, &her, person);
	for (unsigned i = 0; i < her.nmember; i++)
		if (!could_give(k, &her, &her.member[i]))
			return false;
	return her.nmember > 0;
}

static void run(struct write *w, struct gate *g, struct chain_head *head)
{
	struct call *k = call_of(w);
	struct inviting *in = k->own;

	if (in->act) {
		gate_decide(g, w->c, in->act, head, &in->outcome);
		const struct put *p = in->outcome.status != ACT_ACCEPTED ? NULL :
			change_find(in->outcome.change, schema_entity(w->c->schema, STR("person")));
		/* A repeated tap: she is there, the link that was lost is replaced. */
		bool again = in->outcome.status == ACT_REPEATED && may_let_in(k, in->act->id);
		if (!p && !again)
			return;
		in->person = p ? p->id : in->act->id;
	}
	invite_make(w->c, in->person, false, &in->invite);
	in->made = true;
}

static enum http_next finish(struct call *k)
{
	struct inviting *in = k->own;
	struct view *v = call_view(k);
	struct actor her = { 0 };

	if (!in->made) {
		form_page(k, in);
		return HTTP_ANSWER;
	}
	actor_load(&k->c, &her, in->person);
	struct str base = k->site->config.public_url;
	struct str url = str_fmt(k->q->mem, "%.*s/i/%.*s", (int)base.n, base.p, (int)in->invite.code.n, in->invite.code.p);
	view_text(v, "name", her.name);
	view_text(v, "role", her.nmember ? role_label(&k->c, her.member[0].role) : STR(""));
	const struct group_info *group = her.nmember ? group_of(&k->c, her.member[0].group) : NULL;
	view_text(v, "group", group ? group->name : STR(""));
	view_text(v, "url", url);
	view_text(v, "host", base);
	k->private = true;
	view_text(v, "code", in->invite.letters);
	view_html(v, "qr", qr_svg(k->q->mem, url, tr(k->c.lang, N_("Código para la cámara"))));
	view_text(v, "until", lang_date(k->q->mem, k->c.lang, zone_day(k->c.net->zone, in->invite.until_at)));
	call_render(k, "invited", v, 200);
	return HTTP_ANSWER;
}

static enum http_next post(struct call *k)
{
	struct inviting *in = ARENA_NEW(k->q->mem, struct inviting);
	struct id id = { 0 };

	k->own = in;
	if (!id_parse(form_get(&k->form, "id"), &id))
		id = (struct id){ 0 };
	in->act = act_new(&k->c, registry_action(k->site->reg, str_c(action_name)), id);
	for (unsigned i = 0; i < k->form.n; i++) {
		struct str name = k->form.field[i].name;
		if (!str_is(name, "csrf") && !str_is(name, "id") && !str_is(name, "what"))
			act_arg(&k->c, in->act, name, k->form.field[i].value);
	}
	if (gate_check(&k->c, in->act) != OK) {
		form_page(k, in);
		return HTTP_ANSWER;
	}
	return call_write(k, run, finish);
}

static void look(struct call *k, struct inviting *in)
{
	struct id id[4 * FOUND_MAX];
	unsigned n = 1;

	if (!ref_resolve(&k->c, "person", in->asked, &id[0]))
		n = people_named(&k->c, in->asked, id, ARRAY_LEN(id));
	for (unsigned i = 0; i < n && in->nfound < FOUND_MAX; i++)
		if (may_let_in(k, id[i]))
			in->found[in->nfound++] = id[i];
}

/* A new way in for someone who is there already. */
static enum http_next again(struct call *k)
{
	struct inviting *in = ARENA_NEW(k->q->mem, struct inviting);

	k->own = in;
	in->asked = str_trim(form_get(&k->form, "person"));
	look(k, in);
	in->person = in->found[0];
	if (in->nfound == 1)
		return call_write(k, run, finish);
	form_page(k, in);
	return HTTP_ANSWER;
}

bool invite_handle(struct call *k, enum http_next *next)
{
	if (!str_is(k->q->path, "/invitar"))
		return false;
	*next = HTTP_ANSWER;
	if (!allowed_somewhere(&k->c, action_name))
		call_message(k, 404, "not_found");
	else if (!str_is(k->q->method, "POST"))
		form_page(k, NULL);
	else
		*next = str_is(form_get(&k->form, "what"), "again") ? again(k) : post(k);
	return true;
}
