/*
 * site_invite.c - inviting a new person, or letting someone in again: link, QR and six letters.
 */
#include "qr.h"
#include "web.h"

struct inviting {
	struct act *act;
	struct outcome outcome;
	struct id person;
	struct invite invite;
	bool made;
};

static const char action_name[] = "person.add";

static void form_page(struct call *k, struct inviting *in)
{
	struct page_call p = call_page(k);

	p.act = in && in->act && in->act->diag.n ? in->act : NULL;
	form_fill(&p, registry_action(k->site->reg, str_c(action_name)), NULL, "short_name|document_kind|document_number|language");
	call_render(k, "invite", p.v, p.act ? 422 : 200);
}

static void run(struct write *w, struct gate *g, struct chain_head *head)
{
	struct call *k = call_of(w);
	struct inviting *in = k->own;

	if (in->act) {
		gate_decide(g, w->c, in->act, head, &in->outcome);
		if (in->outcome.status != ACT_ACCEPTED)
			return;
		const struct put *p = change_find(in->outcome.change, schema_entity(w->c->schema, STR("person")));
		if (!p)
			return;
		in->person = p->id;
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

/* A new way in for someone who is there already: the right to invite her is the right to add her. */
static enum http_next again(struct call *k)
{
	struct inviting *in = ARENA_NEW(k->q->mem, struct inviting);
	struct actor her = { 0 };
	bool may = false;

	k->own = in;
	if (ref_resolve(&k->c, "person", form_get(&k->form, "person"), &in->person))
		actor_load(&k->c, &her, in->person);
	for (unsigned i = 0; i < her.nmember; i++)
		may |= allowed(&k->c, action_name, scope_of_group(&k->c, her.member[i].group));
	/* Nobody lets herself into a wider role than her own. */
	for (unsigned i = 0; i < her.nmember; i++)
		may &= !str_is(her.member[i].role, "operator") || member_as(&k->c, "operator");
	if (may)
		return call_write(k, run, finish);
	call_message(k, 404, "not_found");
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
