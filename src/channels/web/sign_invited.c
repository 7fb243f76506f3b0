/*
 * sign_invited.c - coming in by an invitation: the link, or six letters typed by hand.
 *
 * Looking at an invitation never spends it, a POST does; only links of a sample network open at once.
 * Letters are never part of an address. Spending enrols the device, and the journal says so.
 */
#include "sign.h"

/* What people call such a thing; it only helps her to tell hers apart. */
static struct str device_name(struct call *k)
{
	static const struct {
		const char *mark, *name;
	} known[] = {
		{ "Android", N_("Teléfono Android") }, { "iPhone", N_("iPhone") }, { "iPad", N_("iPad") },
		{ "KAIOS", N_("Teléfono con teclas") }, { "Windows", N_("Computadora con Windows") },
		{ "Macintosh", N_("Computadora Mac") }, { "CrOS", N_("Computadora Chromebook") },
		{ "Linux", N_("Computadora con Linux") },
	};
	struct str agent = http_header(k->q, "User-Agent");

	for (unsigned i = 0; i < ARRAY_LEN(known); i++)
		if (str_contains(agent, str_c(known[i].mark)))
			return tr(k->c.lang, known[i].name);
	return tr(k->c.lang, N_("Aparato"));
}

/* ---- spending ---- */

static void spend_run(struct write *w, struct gate *g, struct chain_head *head)
{
	struct call *k = call_of(w);
	struct signing *s = k->own;
	struct outcome out = { .status = ACT_ACCEPTED };

	s->good = invite_spend(w->c, s->code, &s->enrolment);
	if (!s->good || !id_eq(s->enrolment.invitation.person, s->person)) {
		s->good = false;
		w->rc = DENIED;
		return;
	}
	k->who.device = s->enrolment.id;
	if (s->enrolment.fresh)
		gate_decide(g, w->c, s->act, head, &out);
	if (out.status != ACT_ACCEPTED) {
		s->good = false;
		w->rc = DENIED; /* the invitation stays as it was */
		return;
	}
	s->token = session_begin(w->c, s->enrolment.device, s->person, &k->csrf);
}

static enum http_next spend_finish(struct call *k)
{
	struct signing *s = k->own;

	if (s->good && k->committed == OK) {
		sign_cookies(k, s->token, s->enrolment.device);
		call_redirect(k, s->to);
		return HTTP_ANSWER;
	}
	k->who = (struct actor){ 0 };
	k->csrf = STR("");
	if (k->committed == DENIED)
		call_message(k, 410, "spent");
	else
		call_message(k, 503, "busy");
	return HTTP_ANSWER;
}

/* As the person it is for: she enrols her own device. */
static enum http_next spend(struct call *k, struct signing *s)
{
	const struct action *enrol = registry_action(k->site->reg, STR("device.enrol"));

	k->who = (struct actor){ 0 };
	s->person = s->invitation.person;
	actor_load(&k->c, &k->who, s->person);
	s->act = act_new(&k->c, enrol, (struct id){ 0 });
	s->enrolment = (struct enrolment){ .device = k->device, .id = s->act->id };
	act_arg(&k->c, s->act, STR("person"), id_text(k->q->mem, s->person));
	act_arg(&k->c, s->act, STR("name"), device_name(k));
	if (gate_check(&k->c, s->act) != OK) {
		/* She has no role any more: there is nothing to come in for. */
		k->who = (struct actor){ 0 };
		call_message(k, 410, "spent");
		return HTTP_ANSWER;
	}
	s->to = s->invitation.reusable ? STR("/inicio") : STR("/clave");
	k->anyway = true;
	return call_write(k, spend_run, spend_finish);
}

/* ---- what it says ---- */

static void invitation_page(struct call *k, const struct invitation *in, struct str action, struct str letters)
{
	struct view *v = call_view(k);
	struct actor her = { 0 };

	actor_load(&k->c, &her, in->person);
	view_text(v, "action", action);
	view_text(v, "name", her.name);
	view_text(v, "code", letters);
	view_text(v, "by", id_is_zero(in->by) ? STR("") : person_name(&k->c, in->by));
	view_text(v, "until", lang_date(k->q->mem, k->c.lang, zone_day(k->c.net->zone, in->until_at)));
	if (her.nmember) {
		const struct group_info *g = group_of(&k->c, her.member[0].group);
		view_text(v, "role", role_label(&k->c, her.member[0].role));
		view_text(v, "group", g ? g->name : STR(""));
	}
	k->private = true;
	call_render(k, "invitation", v, 200);
}

/* A sample network's links open at once, but only for whoever sits at this machine. */
static bool from_here(const struct call *k)
{
	return !k->site->proxies.n && (str_starts(k->q->peer, "127.") || str_is(k->q->peer, "::1"));
}

enum http_next sign_by_link(struct call *k)
{
	struct signing *s = signing_of(k);

	s->code = call_piece(k, "code");
	if (invite_is_letters(s->code)) {
		call_redirect(k, STR("/codigo"));
	} else if (!invite_find(&k->c, s->code, &s->invitation) || (s->invitation.reusable && !from_here(k))) {
		call_message(k, 410, "spent");
	} else if (str_is(k->q->method, "POST") || (s->invitation.reusable && str_is(k->q->method, "GET"))) {
		return spend(k, s);
	} else {
		invitation_page(k, &s->invitation, k->q->path, STR(""));
	}
	return HTTP_ANSWER;
}

/* ---- six letters ---- */

static void letters_page(struct call *k, bool wrong)
{
	struct view *v = call_view(k);

	view_text(v, "value", form_get(&k->form, "code"));
	if (wrong)
		view_text(v, "error", tr(k->c.lang, N_("Ese código no sirve o ya venció. Mírelo otra vez, letra por letra.")));
	k->private = true;
	call_render(k, "code", v, wrong ? 422 : 200);
}

static void letters_run(struct write *w, struct gate *g, struct chain_head *head)
{
	struct signing *s = call_of(w)->own;

	(void)g, (void)head;
	s->good = invite_try_letters(w->c, s->code, call_of(w)->peer, &s->invitation);
}

/* Looked at first; the same form with "yes" spends it. */
static enum http_next letters_finish(struct call *k)
{
	struct signing *s = k->own;

	if (!s->good)
		letters_page(k, true);
	else if (form_has(&k->form, "yes"))
		return spend(k, s);
	else
		invitation_page(k, &s->invitation, STR("/codigo"), s->code);
	return HTTP_ANSWER;
}

enum http_next sign_by_letters(struct call *k)
{
	struct signing *s = signing_of(k);

	s->code = str_trim(form_get(&k->form, "code"));
	if (str_is(k->q->method, "POST"))
		return call_write(k, letters_run, letters_finish);
	letters_page(k, false);
	return HTTP_ANSWER;
}
