/*
 * sign.c - the roads in and out: which path is whose, leaving, the language.
 */
#include "sign.h"

#include "html.h"

struct str local_path(struct str path, struct str otherwise)
{
	return url_local(path) ? path : otherwise;
}

struct signing *signing_of(struct call *k)
{
	if (!k->own)
		k->own = ARENA_NEW(k->q->mem, struct signing);
	return k->own;
}

void sign_cookies(struct call *k, struct str token, struct str device)
{
	call_set_cookie(k, session_cookie, token, SESSION_COOKIE_S);
	call_set_cookie(k, device_cookie, device, DEVICE_COOKIE_S);
}

struct str sign_address(struct call *k)
{
	struct buf b = buf_new(k->q->mem, 80);

	buf_c(&b, "/entrar");
	if (str_is(k->q->path, "/inicio"))
		return buf_str(&b);
	buf_c(&b, "?next=");
	url_part(&b, k->q->path);
	if (k->q->query.n) {
		url_part(&b, STR("?"));
		url_part(&b, k->q->query);
	}
	return buf_str(&b);
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
	if (call_cookie(k, key_cookie).n)
		call_set_key(k, STR(""));
	http_set(k->r, "Clear-Site-Data", STR("\"cache\""));
	call_redirect(k, s->to);
	return HTTP_ANSWER;
}

/* Whoever must get away gets away, also when nothing can be written: her cookie is gone. */
static enum http_next leave(struct call *k, struct str to)
{
	signing_of(k)->to = to;
	if (!k->had_session)
		return leave_finish(k);
	k->anyway = k->blind = true;
	return call_write(k, leave_run, leave_finish);
}

static void set_language(struct call *k)
{
	struct str tag = form_get(&k->form, "idioma");

	if (lang_find(tag))
		call_set_cookie(k, lang_cookie, tag, DEVICE_COOKIE_S);
	call_redirect(k, local_path(form_get(&k->form, "volver"), STR("/")));
}

/* ---- paths ---- */

bool sign_is_open(struct str path)
{
	static const char *const open[] = { "/salir", "/cerrar", "/cambiar", "/idioma", "/ajustes", "/entrar", "/codigo" };

	for (unsigned i = 0; i < ARRAY_LEN(open); i++)
		if (str_is(path, open[i]))
			return true;
	return str_starts(path, "/i/");
}

bool sign_needs_nothing(struct call *k)
{
	static const char *const post[] = { "/salir", "/cerrar", "/cambiar", "/idioma" };

	if (!str_is(k->q->method, "POST"))
		return str_is(k->q->path, "/tiempo");
	for (unsigned i = 0; i < ARRAY_LEN(post); i++)
		if (str_is(k->q->path, post[i]))
			return true;
	return false;
}

static bool post_only(struct call *k, enum http_next *next)
{
	struct str path = k->q->path;
	bool post = str_is(k->q->method, "POST");
	bool out = str_is(path, "/salir"), in = str_is(path, "/cerrar") || str_is(path, "/cambiar"),
	     close = str_is(path, "/cuenta/cerrar"), language = str_is(path, "/idioma");

	if (!out && !in && !close && !language)
		return false;
	if (!post)
		call_method(k, "POST");
	else if (language)
		set_language(k);
	else if (close)
		*next = sign_close_session(k);
	else
		*next = leave(k, out ? STR("/tiempo") : STR("/entrar"));
	return true;
}

/* The same page for everybody, so that phones may keep it: nothing on it is anybody's. */
static void outside(struct call *k)
{
	k->who = (struct actor){ 0 };
	k->csrf = STR("");
	struct view *v = call_view(k);
	view_text(v, "script", k->site->config.script);
	call_render(k, "outside", v, 200);
}

static bool get_only(struct call *k, enum http_next *next)
{
	bool weather = str_is(k->q->path, "/tiempo"), account = str_is(k->q->path, "/cuenta"), out = str_is(k->q->path, "/fuera");

	if (!weather && !account && !out)
		return false;
	if (str_is(k->q->method, "POST"))
		call_method(k, "GET, HEAD");
	else if (account)
		*next = sign_account(k);
	else if (out)
		outside(k);
	else
		call_render(k, "weather", call_view(k), 200);
	return true;
}

bool sign_handle(struct call *k, enum http_next *next)
{
	struct str path = k->q->path;

	*next = HTTP_ANSWER;
	if (post_only(k, next) || get_only(k, next) || sign_phone(k, next) || sign_code(k, next) || vista_handle(k))
		return true;
	if (str_is(path, "/inicio") && !k->site->net.demo && !id_is_zero(k->who.person) && sign_lacks_pin(k)) {
		call_redirect(k, STR("/clave"));
		return true;
	}
	if (str_is(path, "/frase"))
		*next = sign_phrase(k);
	else if (path_match(k, "/i/{code}"))
		*next = sign_by_link(k);
	else if (str_is(path, "/codigo"))
		*next = sign_by_letters(k);
	else if (str_is(path, "/clave"))
		*next = sign_choose_pin(k);
	else if (str_is(path, "/entrar"))
		*next = sign_enter(k);
	else
		return false;
	return true;
}
