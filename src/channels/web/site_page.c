/*
 * site_page.c - pages that modules declare: fill, render, post.
 */
#include <zlib.h>

#include "aloud.h"
#include "hash.h"
#include "records.h"
#include "upload.h"
#include "sealing.h"
#include "web.h"

static const char page_type[] = "text/html; charset=utf-8";

static void languages(struct call *k, struct view *v)
{
	for (unsigned i = 0; i < langs_count(); i++) {
		const struct lang *l = langs_at(i);
		struct view *row = view_row(v, "langs");
		view_text(row, "tag", str_c(lang_tag(l)));
		view_text(row, "name", lang_name(l));
		view_flag(row, "on", l == k->c.lang);
	}
	view_flag(v, "draft", lang_draft(k->c.lang));
}

struct view *call_view(struct call *k)
{
	struct view *v = view_new(k->q->mem);

	view_text(v, "lang", str_c(lang_tag(k->c.lang)));
	view_flag(v, "demo", k->site->net.demo);
	view_flag(v, "phones", k->site->net.demo && k->site->config.phones.n);
	view_text(v, "css", k->site->config.css);
	view_text(v, "sprite", k->site->config.sprite);
	view_flag(v, "signed", !id_is_zero(k->who.person));
	view_text(v, "who", k->who.name);
	if (!id_is_zero(k->who.person)) {
		view_text(v, "who_id", id_text(k->q->mem, k->who.person));
		view_text(v, "script", k->site->config.script);
	}
	view_text(v, "now", str_fmt(k->q->mem, "%lld", (long long)k->c.now));
	vista_show(k, v);
	view_flag(v, "foot_langs", !id_is_zero(k->who.person));
	view_text(v, "csrf", call_csrf_shown(k));
	view_text(v, "path", k->q->path);
	languages(k, v);
	return v;
}

/* gzip when the other side takes it and it is worth it. */
static struct str packed(struct call *k, struct str body)
{
	enum { GZIP_FRAME = 32 };
	struct str accept = http_header(k->q, "Accept-Encoding");
	z_stream z = { 0 };

	if (k->secret || body.n < 400 || !str_contains(accept, STR("gzip")))
		return (struct str){ NULL, 0 };
	/* Before the library's own memory exists: a full arena leaves by a jump. */
	size_t cap = compressBound(body.n) + GZIP_FRAME;
	char *out = arena_alloc(k->q->mem, cap);
	if (deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
		return (struct str){ NULL, 0 };
	z.next_in = (unsigned char *)(uintptr_t)body.p;
	z.avail_in = (unsigned)body.n;
	z.next_out = (unsigned char *)out;
	z.avail_out = (unsigned)cap;
	int done = deflate(&z, Z_FINISH);
	size_t n = z.total_out;
	deflateEnd(&z);
	return done == Z_STREAM_END ? (struct str){ out, n } : (struct str){ NULL, 0 };
}

/* Who has the page already is told so, in few bytes. */
static void unchanged(struct call *k)
{
	struct hash h = hash_of(k->r->body, STR(""));
	struct buf b = buf_new(k->q->mem, 24);

	buf_char(&b, '"');
	buf_hex(&b, h.b, 8);
	buf_char(&b, '"');
	http_set(k->r, "ETag", buf_str(&b));
	if (!str_eq(http_header(k->q, "If-None-Match"), buf_str(&b)))
		return;
	k->r->status = 304;
	k->r->body = STR("");
}

static void render(struct call *k, const char *name, const char *template, struct view *v, int status)
{
	struct buf b = buf_new(k->q->mem, 16 * 1024);

	/* Where the database is away, only pages are left that are never recorded. */
	view_text(v, "aloud", aloud_of(&k->c, name));
	template_render(k->site->config.templates, template, v, k->c.lang, &b);
	struct str gz = packed(k, buf_str(&b)), body = gz.p ? gz : buf_str(&b);
	if (status == 200 && db_status(k->c.db) == OK)
		kept_keep(k, body, page_type, gz.p);
	call_body(k, status, body, page_type, gz.p);
}

void call_render(struct call *k, const char *name, struct view *v, int status)
{
	render(k, name, name, v, status);
}

void call_body(struct call *k, int status, struct str body, const char *type, bool gz)
{
	k->r->status = status;
	k->r->body = body;
	if (gz)
		http_set(k->r, "Content-Encoding", STR("gzip"));
	http_set(k->r, "Content-Type", str_c(type));
	http_set(k->r, "Vary", STR("Accept-Encoding, Accept-Language, Cookie, Save-Data"));
	if (k->private || !id_is_zero(k->who.person)) {
		http_set(k->r, "Cache-Control", STR("no-store"));
		return;
	}
	http_set(k->r, "Cache-Control", STR("no-cache"));
	if (status == 200)
		unchanged(k);
}

/* ---- page_call over a call ---- */

static struct str get(const struct page_call *p, const char *name)
{
	const struct call *k = p->request;
	struct str s = call_piece(k, name);

	if (!s.n)
		s = form_get(&k->form, name);
	return s.n ? s : form_get(&k->query, name);
}

static bool slow(const struct page_call *p)
{
	return call_slow((struct call *)(uintptr_t)p->request);
}

struct page_call call_page(struct call *k)
{
	return (struct page_call){ .c = &k->c, .v = call_view(k), .get = get, .slow = slow, .request = k };
}

void page_show(struct call *k, const struct page *page, struct page_call *p)
{
	view_flag(p->v, "done", !p->act && form_has(&k->query, "ok"));
	const struct area *area = id_is_zero(k->who.person) ? NULL : task_area(k->c.reg, page->path);
	if (area)
		area_link(p, area);
	if (page->title)
		view_text(p->v, "title", tr(k->c.lang, page->title));
	p->page = page;
	enum rc rc = page->fill ? page->fill(p) : records_page(p);

	if (p->redirect.n) {
		call_redirect(k, p->redirect);
		return;
	}
	if (rc == BUSY && k->r->status == 503) /* call_slow said so */
		return;
	if (rc != OK) {
		call_message(k, rc == NOT_FOUND || rc == DENIED ? 404 : 400, rc == INVALID ? "bad_request" : "not_found");
		return;
	}
	if (p->type) {
		kept_keep(k, p->bytes, p->type, false);
		call_body(k, 200, p->bytes, p->type, false);
		return;
	}
	if (page->action)
		view_text(p->v, "outbox", str_c(page->action));
	view_flag(p->v, "keep", page->flags & PAGE_KEEP && !(page->flags & PAGE_SECRET) && !p->status &&
		!id_is_zero(k->who.person));
	render(k, page->name, page->records || page->flags & PAGE_PARTS ? "parts" : page->name, p->v, p->status ? p->status : 200);
}

/* ---- posting an action ---- */

struct posting {
	const struct page *page;
	struct act *act;
	struct outcome outcome;
	bool amended;
};

static void post_run(struct write *w, struct gate *g, struct chain_head *head)
{
	struct posting *post = call_of(w)->own;

	gate_decide(g, w->c, post->act, head, &post->outcome);
	if (post->page->along && post->outcome.status == ACT_ACCEPTED)
		post->page->along(w->c, post->act, &post->outcome);
	if (call_of(w)->stale_key)
		unlock_touch(w->c, call_cookie(call_of(w), session_cookie));
}

/* 422 for what was typed wrong; the page shows why beside it. */
static void post_refused(struct call *k, struct posting *post)
{
	struct page_call p = call_page(k);

	p.act = post->act;
	p.amended = post->amended;
	p.outcome = &post->outcome;
	p.status = post->outcome.status == ACT_CONFLICT || post->outcome.current ? 409 : 422;
	page_show(k, post->page, &p);
}

static struct str after_post(struct call *k, struct posting *post)
{
	const struct page *page = post->page;

	if (page->done)
		return page->done(&k->c, post->act, &post->outcome);
	if (page->records)
		return records_after(&k->c, page, post->act);
	return page->then ? str_fmt(k->q->mem, "%s?ok=1", page->then) : k->q->path;
}

static enum http_next post_finish(struct call *k)
{
	struct posting *post = k->own;

	if (post->outcome.status == ACT_REFUSED || post->outcome.status == ACT_CONFLICT)
		post_refused(k, post);
	else
		call_redirect(k, after_post(k, post));
	return HTTP_ANSWER;
}

static struct act *act_of_form(struct call *k, const struct action *action)
{
	struct id id = { 0 };
	struct str text = form_get(&k->form, "id");

	if (text.n && !id_parse(text, &id))
		id = (struct id){ 0 };
	struct act *a = act_new(&k->c, action, id);
	if (form_has(&k->form, "seen"))
		act_seen(a, form_get(&k->form, "seen"));
	for (unsigned i = 0; i < k->form.n; i++) {
		/* A menu and a box may share a name: an empty one does not undo the other. */
		struct str name = k->form.field[i].name, value = k->form.field[i].value;
		if (!form_carries(name) && (value.n || !form_get(&k->form, str_cstr(k->q->mem, name)).n))
			act_arg(&k->c, a, name, value);
	}
	for (unsigned i = 0; i < k->nfiles; i++) {
		int arg = action_arg(action, k->file[i].name);
		if (arg >= 0 && action->args[arg].type == T_BLOB)
			act_bring(&k->c, a, (unsigned)arg, k->file[i].value);
	}
	return a;
}

static enum http_next post(struct call *k, const struct page *page)
{
	struct posting *post = ARENA_NEW(k->q->mem, struct posting);
	struct page_call p = call_page(k);

	post->page = page;
	post->act = act_of_form(k, registry_action(k->site->reg, str_c(page->action)));
	post->outcome.status = ACT_REFUSED;
	k->own = post;
	if (page->prepare)
		page->prepare(&p, post->act);
	post->amended = p.amended;
	if (p.redirect.n)
		return pending_left(k, post->act->id, p.redirect);
	if (gate_check(&k->c, post->act) != OK) {
		post_refused(k, post);
		return HTTP_ANSWER;
	}
	k->acts_only = true;
	return call_write(k, post_run, post_finish);
}

static enum http_next page_get(struct call *k)
{
	struct page_call p = call_page(k);

	page_show(k, k->own, &p);
	return HTTP_ANSWER;
}

static void touch_key(struct write *w, struct gate *g, struct chain_head *head)
{
	(void)g, (void)head;
	unlock_touch(w->c, call_cookie(call_of(w), session_cookie));
}

/* A confidential page, or a form that brings what is to be sealed. */
static void confide(struct call *k, const struct page *page)
{
	const struct action *action = page->action ? registry_action(k->site->reg, str_c(page->action)) : NULL;

	if (page->flags & PAGE_SECRET) {
		call_secret(k);
		call_open_key(k);
	} else if (action && action_seals(action) && str_is(k->q->method, "POST")) {
		call_secret(k);
	}
}

enum http_next page_handle(struct call *k, const struct page *page)
{
	if (!page_may(&k->c, page)) {
		if (id_is_zero(k->who.person) && str_is(k->q->method, "POST"))
			sign_lapsed(k);
		else if (id_is_zero(k->who.person))
			call_redirect(k, sign_address(k));
		else
			call_message(k, 404, "not_found");
		return HTTP_ANSWER;
	}
	confide(k, page);
	if (str_is(k->q->method, "POST")) {
		if (page->action)
			return post(k, page);
		call_method(k, "GET, HEAD");
		return HTTP_ANSWER;
	}
	k->own = (void *)(uintptr_t)page;
	if (!k->stale_key)
		return page_get(k);
	k->anyway = k->acts_only = true;
	return call_write(k, touch_key, page_get);
}
