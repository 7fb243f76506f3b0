/*
 * sign_phrase.c - /frase: her five words, made once, typed back, and asked for to open what her teams sealed.
 *
 * What is slow happens here, in a worker; the writer keeps what was made and counts tries. The words are shown once, in
 * the answer to the touch that made them, and rest nowhere.
 */
#include "sign.h"

#include "sealing.h"

struct opening {
	struct phrase phrase;
	struct lock lock;
	struct seal_secret key;
	bool good;
	struct str wrapped, cookie;
};

enum { MADE_AN_HOUR = 10, HOUR_MS = 3600 * 1000 };

static const char busy_now[] = N_("Ahora no se pudo. Pruebe otra vez en un momento.");

static void show(struct call *k, const struct lock *l, int status, const char *error, struct str arg)
{
	struct view *v = call_view(k);
	bool open = k->c.opened != NULL;

	view_flag(v, "open", open);
	view_flag(v, "none", !l || (!l->confirmed && !error));
	view_flag(v, "confirm", l && !l->confirmed && error);
	view_flag(v, "closed", l && l->confirmed && !open);
	view_text(v, "next", sign_next(k));
	if (error)
		view_text(v, "error", tr_fill(k->q->mem, k->c.lang, error, arg));
	call_render(k, "phrase", v, status);
}

/* ---- making one ---- */

static void make_run(struct write *w, struct gate *g, struct chain_head *head)
{
	struct call *k = call_of(w);
	struct opening *o = k->own;

	(void)g, (void)head;
	limit_take(w->c, "phrase", id_bytes(&k->who.person), MADE_AN_HOUR, HOUR_MS);
	lock_put(w->c, k->who.person, &o->lock);
}

static enum http_next make_finish(struct call *k)
{
	struct opening *o = k->own;
	struct view *v = call_view(k);

	view_flag(v, "fresh", true);
	view_flag(v, "confirm", true);
	view_text(v, "next", sign_next(k));
	for (unsigned i = 0; i < PHRASE_WORDS; i++) {
		struct view *row = view_row(v, "words");
		view_int(row, "place", i + 1);
		view_text(row, "word", str_c(phrase_word_text(&o->phrase, i)));
	}
	call_render(k, "phrase", v, 200);
	return HTTP_ANSWER;
}

static enum http_next make(struct call *k, struct opening *o)
{
	bool open = limit_open(&k->c, "phrase", id_bytes(&k->who.person), MADE_AN_HOUR, HOUR_MS);

	phrase_draw(&o->phrase);
	if (open && lock_make(&o->phrase, &o->lock))
		return call_write(k, make_run, make_finish);
	if (open)
		show(k, NULL, 503, busy_now, STR(""));
	else
		show(k, NULL, 429, N_("Demasiados intentos. Espere %s minutos."), STR("60"));
	return HTTP_ANSWER;
}

/* ---- opening ---- */

static void open_run(struct write *w, struct gate *g, struct chain_head *head)
{
	struct call *k = call_of(w);
	struct opening *o = k->own;
	struct lock now;

	(void)g, (void)head;
	/* Another try used up the last one meanwhile, or another lock was made. */
	if (!lock_get(w->c, k->who.person, &now) || now.wait_until_at > w->c->now ||
		memcmp(now.wrapped, o->lock.wrapped, sizeof(now.wrapped)) != 0)
		o->good = false;
	lock_tried(w->c, k->who.person, o->good);
	lock_get(w->c, k->who.person, &o->lock);
	if (!o->good)
		return;
	lock_confirm(w->c, k->who.person, &o->lock);
	unlock_keep(w->c, call_cookie(k, session_cookie), k->who.person, o->wrapped);
}

static enum http_next say_wait(struct call *k, const struct lock *l)
{
	show(k, l, 429, N_("Demasiados intentos. Espere %s min."), sign_minutes(k, l->wait_until_at));
	return HTTP_ANSWER;
}

static enum http_next open_finish(struct call *k)
{
	struct opening *o = k->own;
	struct str next = sign_next(k);

	if (o->good) {
		call_set_key(k, o->cookie);
		call_redirect(k, next.n ? next : STR("/equipo"));
		return HTTP_ANSWER;
	}
	if (o->lock.wait_until_at > k->c.now)
		return say_wait(k, &o->lock);
	show(k, &o->lock, 422, N_("Esa no es la frase. Mire bien las cinco palabras y su orden."), STR(""));
	return HTTP_ANSWER;
}

static enum http_next open_it(struct call *k, struct opening *o)
{
	unsigned wrong;
	bool no_memory;

	if (o->lock.wait_until_at > k->c.now)
		return say_wait(k, &o->lock);
	if (!phrase_read(form_get(&k->form, "frase"), &o->phrase, &wrong)) {
		show(k, &o->lock, 422, wrong ? N_("La palabra %s no es de la lista. Mire cómo está escrita.")
					     : N_("Escriba las cinco palabras, en su orden."),
			str_fmt(k->q->mem, "%u", wrong));
		return HTTP_ANSWER;
	}
	o->good = lock_open(&o->lock, &o->phrase, &o->key, &no_memory);
	if (no_memory) {
		show(k, &o->lock, 503, busy_now, STR(""));
		return HTTP_ANSWER;
	}
	if (o->good)
		o->wrapped = unlock_wrap(&k->c, call_cookie(k, session_cookie), k->who.person, &o->key, &o->cookie);
	return call_write(k, open_run, open_finish);
}

/* ---- closing ---- */

static void close_run(struct write *w, struct gate *g, struct chain_head *head)
{
	(void)g, (void)head;
	unlock_end(w->c, call_cookie(call_of(w), session_cookie));
}

static enum http_next close_finish(struct call *k)
{
	call_set_key(k, STR(""));
	call_redirect(k, STR("/frase"));
	return HTTP_ANSWER;
}

enum http_next sign_phrase(struct call *k)
{
	struct opening *o = ARENA_NEW(k->q->mem, struct opening);
	struct str what = form_get(&k->form, "what");

	call_secret(k);
	k->own = o;
	if (id_is_zero(k->who.person)) {
		call_redirect(k, sign_address(k));
		return HTTP_ANSWER;
	}
	if (!allowed_somewhere(&k->c, "page:teams")) {
		call_message(k, 404, "not_found");
		return HTTP_ANSWER;
	}
	call_open_key(k);
	bool there = lock_get(&k->c, k->who.person, &o->lock);
	if (!str_is(k->q->method, "POST"))
		show(k, there ? &o->lock : NULL, 200, NULL, STR(""));
	else if (str_is(what, "close"))
		return call_write(k, close_run, close_finish);
	else if (str_is(what, "make") && !(there && o->lock.confirmed))
		return make(k, o);
	else if (there && str_is(what, "open"))
		return open_it(k, o);
	else
		show(k, there ? &o->lock : NULL, 200, NULL, STR(""));
	return HTTP_ANSWER;
}
