/*
 * sign_pin.c - the PIN: chosen once after an invitation, then asked for on that device only.
 *
 * Its hash is slow on purpose and made here, in a worker, one at a time in the process; the writer
 * only counts tries and keeps what was made.
 */
#include "sign.h"

/* ---- choosing ---- */

static void choose_run(struct write *w, struct gate *g, struct chain_head *head)
{
	struct call *k = call_of(w);
	struct signing *s = k->own;

	(void)g, (void)head;
	s->good = pin_set(w->c, k->device, k->who.person, s->hash);
}

static enum http_next choose_finish(struct call *k)
{
	struct signing *s = k->own;

	call_redirect(k, s->good ? STR("/inicio") : STR("/codigo"));
	return HTTP_ANSWER;
}

enum http_next sign_choose_pin(struct call *k)
{
	struct signing *s = signing_of(k);
	struct str pin = str_trim(form_get(&k->form, "pin")), again = str_trim(form_get(&k->form, "again"));
	bool post = str_is(k->q->method, "POST");
	struct view *v = call_view(k);

	if (id_is_zero(k->who.person)) {
		call_redirect(k, STR("/entrar"));
		return HTTP_ANSWER;
	}
	/* One that was chosen is not changed by whoever finds the page open: that takes an invitation. */
	if (pin_stored(&k->c, k->device, k->who.person, &s->wait_until_at).n) {
		call_redirect(k, STR("/inicio"));
		return HTTP_ANSWER;
	}
	view_text(v, "action", STR("/clave"));
	view_text(v, "name", k->who.name);
	if (post && !pin_sound(pin)) {
		view_text(v, "pin_error", tr(k->c.lang, N_("Escriba seis números que no sean tan fáciles de adivinar")));
	} else if (post && !str_eq(pin, again)) {
		view_text(v, "again_error", tr(k->c.lang, N_("No son iguales. Escriba otra vez los mismos seis números")));
	} else if (post) {
		s->hash = pin_hash(k->q->mem, pin);
		return call_write(k, choose_run, choose_finish);
	}
	call_render(k, "pin", v, post ? 422 : 200);
	return HTTP_ANSWER;
}

bool sign_lacks_pin(struct call *k)
{
	struct enrolled *e = ARENA_ARRAY(k->q->mem, struct enrolled, PEOPLE_ON_DEVICE);
	unsigned n = enrolled_list(&k->c, k->device, e, PEOPLE_ON_DEVICE);

	for (unsigned i = 0; i < n; i++)
		if (id_eq(e[i].person, k->who.person))
			return !e[i].has_pin;
	return false;
}

/* ---- entering ---- */

struct str sign_next(struct call *k)
{
	bool post = str_is(k->q->method, "POST");

	return local_path(form_get(post ? &k->form : &k->query, "next"), STR(""));
}

struct str sign_minutes(struct call *k, int64_t until_at)
{
	return str_fmt(k->q->mem, "%lld", (long long)((until_at - k->c.now + 59999) / 60000));
}

void sign_enter_page(struct call *k, int status, const char *error, struct str arg, struct id chosen)
{
	struct view *v = call_view(k);
	struct str go = local_path(form_get(&k->form, "go"), STR(""));

	sign_people(k, v, chosen);
	view_text(v, "next", sign_next(k));
	if (error)
		view_text(v, "error", tr_fill(k->q->mem, k->c.lang, error, arg));
	if (go.n)
		call_carry(k, v, go, false);
	k->private = true;
	call_render(k, "enter", v, status);
}

void sign_lapsed(struct call *k)
{
	struct view *v = call_view(k);

	sign_people(k, v, (struct id){ 0 });
	view_flag(v, "lapsed", true);
	call_carry(k, v, k->q->path, false);
	k->private = true;
	call_render(k, "enter", v, 403);
}

static void enter_run(struct write *w, struct gate *g, struct chain_head *head)
{
	struct call *k = call_of(w);
	struct signing *s = k->own;
	int64_t wait_until_at;

	(void)g, (void)head;
	pin_stored(w->c, k->device, s->person, &wait_until_at);
	if (wait_until_at > w->c->now)
		s->good = false; /* another try used up the last one meanwhile */
	pin_tried(w->c, k->device, s->person, s->good);
	pin_stored(w->c, k->device, s->person, &s->wait_until_at);
	if (s->good)
		s->token = session_begin(w->c, k->device, s->person, &k->csrf);
}

static void say_wait(struct call *k, struct id person, int64_t wait_until_at)
{
	sign_enter_page(k, 429, N_("Demasiados intentos. Espere %s min, o pida otra invitación a su coordinadora."),
		sign_minutes(k, wait_until_at), person);
}

/* In again: what was typed before the session ended is one touch away from being kept. */
static void resume_page(struct call *k, struct str go)
{
	actor_load(&k->c, &k->who, ((struct signing *)k->own)->person);
	struct view *v = call_view(k);

	view_flag(v, "welcome", true);
	view_flag(v, "resume", true);
	call_carry(k, v, go, true);
	k->private = true;
	call_render(k, "message", v, 200);
}

static enum http_next enter_finish(struct call *k)
{
	struct signing *s = k->own;
	struct str go = local_path(form_get(&k->form, "go"), STR("")), next = sign_next(k);

	if (!s->good) {
		if (s->wait_until_at > k->c.now)
			say_wait(k, s->person, s->wait_until_at);
		else
			sign_enter_page(k, 422, N_("Esa no es la clave. Pruebe otra vez."), STR(""), s->person);
		return HTTP_ANSWER;
	}
	sign_cookies(k, s->token, k->device);
	if (go.n)
		resume_page(k, go);
	else
		call_redirect(k, next.n ? next : STR("/inicio"));
	return HTTP_ANSWER;
}

enum http_next sign_enter(struct call *k)
{
	struct signing *s = signing_of(k);
	int64_t wait_until_at;

	if (!str_is(k->q->method, "POST")) {
		if (id_is_zero(k->who.person))
			sign_enter_page(k, 200, NULL, STR(""), (struct id){ 0 });
		else
			call_redirect(k, sign_next(k).n ? sign_next(k) : STR("/inicio"));
		return HTTP_ANSWER;
	}
	if (!id_parse(form_get(&k->form, "person"), &s->person)) {
		sign_enter_page(k, 422, N_("Diga primero quién es usted"), STR(""), s->person);
		return HTTP_ANSWER;
	}
	struct str stored = pin_stored(&k->c, k->device, s->person, &wait_until_at);
	if (!stored.n) {
		sign_enter_page(k, 422, N_("Todavía no tiene clave en este teléfono. Pida otra invitación a su coordinadora."),
			STR(""), s->person);
		return HTTP_ANSWER;
	}
	if (wait_until_at > k->c.now) {
		say_wait(k, s->person, wait_until_at);
		return HTTP_ANSWER;
	}
	s->good = pin_matches(stored, str_trim(form_get(&k->form, "pin")));
	return call_write(k, enter_run, enter_finish);
}
