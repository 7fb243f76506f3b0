/*
 * sign.c - entering by invite or PIN, leaving, changing the language.
 */
#include "web.h"

enum { PEOPLE_ON_DEVICE = 12, DEVICE_COOKIE_S = 400 * 86400, SESSION_COOKIE_S = 90 * 86400 };

struct signing {
	struct str code, pin, hash, to;
	struct id person;
	bool good;
	struct str device, token;
	int64_t wait_until_at;
};

struct str local_path(struct str path, struct str otherwise)
{
	if (!str_starts(path, "/") || str_starts(path, "//") || path.n > 200)
		return otherwise;
	for (size_t i = 0; i < path.n; i++)
		if ((unsigned char)path.p[i] <= ' ' || path.p[i] == '\\')
			return otherwise;
	return path;
}

static struct signing *signing_of(struct call *k)
{
	if (!k->own)
		k->own = ARENA_NEW(k->q->mem, struct signing);
	return k->own;
}

static void set_cookies(struct call *k, const struct signing *s)
{
	call_set_cookie(k, session_cookie, s->token, SESSION_COOKIE_S);
	call_set_cookie(k, device_cookie, s->device, DEVICE_COOKIE_S);
}

/* ---- invites ---- */

static void spend_run(struct write *w, struct gate *g, struct chain_head *head)
{
	struct signing *s = call_of(w)->own;

	(void)g, (void)head;
	s->device = call_of(w)->device;
	s->good = invite_spend(w->c, s->code, &s->device, &s->person);
	if (s->good)
		s->token = session_begin(w->c, s->device, s->person);
}

static enum http_next spend_finish(struct call *k)
{
	struct signing *s = k->own;

	if (!s->good) {
		call_message(k, 410, "spent");
		return HTTP_ANSWER;
	}
	set_cookies(k, s);
	call_redirect(k, s->to);
	return HTTP_ANSWER;
}

static void invitation_page(struct call *k, struct id person)
{
	struct view *v = call_view(k);
	struct actor her = { 0 };

	actor_load(&k->c, &her, person);
	view_text(v, "action", k->q->path);
	view_text(v, "name", her.name);
	if (her.nmember) {
		const struct group_info *g = group_of(&k->c, her.member[0].group);
		view_text(v, "role", role_label(&k->c, her.member[0].role));
		view_text(v, "group", g ? g->name : STR(""));
	}
	call_render(k, "invitation", v, 200);
}

static enum http_next invitation(struct call *k)
{
	struct signing *s = signing_of(k);
	bool reusable;

	s->code = call_piece(k, "code");
	if (!invite_find(&k->c, s->code, &s->person, &reusable)) {
		call_message(k, 410, "spent");
		return HTTP_ANSWER;
	}
	if (str_is(k->q->method, "POST") || reusable) {
		s->to = reusable ? STR("/inicio") : STR("/clave");
		return call_write(k, spend_run, spend_finish);
	}
	invitation_page(k, s->person);
	return HTTP_ANSWER;
}

static enum http_next letters(struct call *k)
{
	struct str code = str_trim(form_get(&k->form, "code"));
	struct id person;
	bool reusable;

	if (str_is(k->q->method, "POST") && invite_find(&k->c, code, &person, &reusable)) {
		struct buf b = buf_new(k->q->mem, 40);
		buf_c(&b, "/i/");
		url_part(&b, code);
		call_redirect(k, buf_str(&b));
		return HTTP_ANSWER;
	}
	struct view *v = call_view(k);
	view_text(v, "value", code);
	if (str_is(k->q->method, "POST"))
		view_text(v, "error", tr(k->c.lang, N_("Ese código no sirve o ya venció. Mírelo otra vez, letra por letra.")));
	call_render(k, "code", v, str_is(k->q->method, "POST") ? 422 : 200);
	return HTTP_ANSWER;
}

/* ---- choosing a PIN ---- */

static void pin_run(struct write *w, struct gate *g, struct chain_head *head)
{
	struct signing *s = call_of(w)->own;

	(void)g, (void)head;
	pin_set(w->c, call_of(w)->device, w->c->who->person, s->hash);
}

static enum http_next pin_finish(struct call *k)
{
	call_redirect(k, STR("/inicio"));
	return HTTP_ANSWER;
}

static enum http_next choose_pin(struct call *k)
{
	struct signing *s = signing_of(k);
	struct str pin = str_trim(form_get(&k->form, "pin")), again = str_trim(form_get(&k->form, "again"));
	bool post = str_is(k->q->method, "POST");
	struct view *v = call_view(k);

	if (id_is_zero(k->who.person)) {
		call_redirect(k, STR("/entrar"));
		return HTTP_ANSWER;
	}
	view_text(v, "action", STR("/clave"));
	view_text(v, "name", k->who.name);
	if (post && !pin_sound(pin))
		view_text(v, "pin_error", tr(k->c.lang, N_("Escriba seis números que no sean tan fáciles de adivinar")));
	else if (post && !str_eq(pin, again))
		view_text(v, "again_error", tr(k->c.lang, N_("No son iguales. Escriba otra vez los mismos seis números")));
	else if (post) {
		s->hash = pin_hash(k->q->mem, pin);
		return call_write(k, pin_run, pin_finish);
	}
	call_render(k, "pin", v, post ? 422 : 200);
	return HTTP_ANSWER;
}

/* ---- entering with a PIN ---- */

static void enter_page(struct call *k, const char *error, struct str arg, struct id chosen)
{
	struct enrolled *e = ARENA_ARRAY(k->q->mem, struct enrolled, PEOPLE_ON_DEVICE);
	unsigned n = enrolled_list(&k->c, k->device, e, PEOPLE_ON_DEVICE);
	struct view *v = call_view(k);
	bool post = str_is(k->q->method, "POST");

	view_flag(v, "known", n > 0);
	for (unsigned i = 0; i < n; i++) {
		struct view *row = view_row(v, "people");
		view_text(row, "id", id_text(k->q->mem, e[i].person));
		view_text(row, "name", e[i].name);
		view_flag(row, "on", n == 1 || id_eq(e[i].person, chosen));
	}
	view_text(v, "next", local_path(form_get(post ? &k->form : &k->query, "next"), STR("")));
	if (error)
		view_text(v, "error", tr_fill(k->q->mem, k->c.lang, error, arg));
	call_render(k, "enter", v, error ? 422 : 200);
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
	s->device = k->device;
	if (s->good)
		s->token = session_begin(w->c, k->device, s->person);
}

static void say_wait(struct call *k, struct id person, int64_t wait_until_at)
{
	int64_t minutes = (wait_until_at - k->c.now + 59999) / 60000;

	enter_page(k, N_("Demasiados intentos. Espere %s minutos o pida otra invitación a su coordinadora."),
		str_fmt(k->q->mem, "%lld", (long long)minutes), person);
}

static enum http_next enter_finish(struct call *k)
{
	struct signing *s = k->own;

	if (s->good) {
		set_cookies(k, s);
		call_redirect(k, local_path(form_get(&k->form, "next"), STR("/inicio")));
	} else if (s->wait_until_at > k->c.now) {
		say_wait(k, s->person, s->wait_until_at);
	} else {
		enter_page(k, N_("Esa no es la clave. Pruebe otra vez."), STR(""), s->person);
	}
	return HTTP_ANSWER;
}

static enum http_next enter(struct call *k)
{
	struct signing *s = signing_of(k);
	int64_t wait_until_at;

	if (!str_is(k->q->method, "POST")) {
		enter_page(k, NULL, STR(""), (struct id){ 0 });
		return HTTP_ANSWER;
	}
	if (!id_parse(form_get(&k->form, "person"), &s->person)) {
		enter_page(k, N_("Diga primero quién es usted"), STR(""), s->person);
		return HTTP_ANSWER;
	}
	struct str stored = pin_stored(&k->c, k->device, s->person, &wait_until_at);
	if (!stored.n) {
		enter_page(k, N_("Todavía no tiene clave en este teléfono. Pida otra invitación a su coordinadora."), STR(""), s->person);
		return HTTP_ANSWER;
	}
	if (wait_until_at > k->c.now) {
		say_wait(k, s->person, wait_until_at);
		return HTTP_ANSWER;
	}
	s->good = pin_matches(stored, str_trim(form_get(&k->form, "pin")));
	return call_write(k, enter_run, enter_finish);
}

/* ---- leaving ---- */

static void leave_run(struct write *w, struct gate *g, struct chain_head *head)
{
	(void)g, (void)head;
	session_end(w->c, call_cookie(call_of(w), session_cookie));
}

static enum http_next leave_finish(struct call *k)
{
	struct signing *s = k->own;

	call_set_cookie(k, session_cookie, STR(""), -1);
	http_set(k->r, "Clear-Site-Data", STR("\"cache\""));
	call_redirect(k, s->to);
	return HTTP_ANSWER;
}

static enum http_next leave(struct call *k, struct str to)
{
	signing_of(k)->to = to;
	return call_write(k, leave_run, leave_finish);
}

static void set_language(struct call *k)
{
	struct str tag = form_get(&k->form, "idioma");

	if (lang_find(tag))
		call_set_cookie(k, lang_cookie, tag, DEVICE_COOKIE_S);
	call_redirect(k, local_path(form_get(&k->form, "volver"), STR("/")));
}

static void account(struct call *k)
{
	struct view *v = call_view(k);

	if (id_is_zero(k->who.person)) {
		call_redirect(k, STR("/entrar"));
		return;
	}
	for (unsigned i = 0; i < k->who.nmember; i++) {
		const struct group_info *g = group_of(&k->c, k->who.member[i].group);
		struct view *row = view_row(v, "memberships");
		view_text(row, "role", role_label(&k->c, k->who.member[i].role));
		view_text(row, "group", g ? g->name : STR(""));
	}
	call_render(k, "account", v, 200);
}

bool sign_handle(struct call *k, enum http_next *next)
{
	struct str path = k->q->path;
	bool post = str_is(k->q->method, "POST");

	*next = HTTP_ANSWER;
	if (path_match(k, "/i/{code}"))
		*next = invitation(k);
	else if (str_is(path, "/codigo"))
		*next = letters(k);
	else if (str_is(path, "/clave"))
		*next = choose_pin(k);
	else if (str_is(path, "/entrar"))
		*next = enter(k);
	else if (post && str_is(path, "/salir"))
		*next = leave(k, STR("/tiempo"));
	else if (post && (str_is(path, "/cerrar") || str_is(path, "/cambiar")))
		*next = leave(k, STR("/entrar"));
	else if (post && str_is(path, "/idioma"))
		set_language(k);
	else if (str_is(path, "/tiempo"))
		call_render(k, "weather", call_view(k), 200);
	else if (str_is(path, "/cuenta"))
		account(k);
	else
		return false;
	return true;
}
