/*
 * site.c - one request from its head to the right handler: snapshot, route, write, log.
 */
#include "data.h"
#include "device.h"
#include "log.h"
#include "sonido.h"
#include "upload.h"
#include "web.h"

enum { API_BYTES = 4 * 1024 * 1024, TRAER_BYTES = 8 * 1024 * 1024 + 4096, PASARELA_BYTES = 256 * 1024, CHAT_BYTES = 6 * 1024 * 1024 };

size_t site_body_limit(void *app, struct str method, struct str path)
{
	const struct site *s = app;

	if (!str_is(method, "POST"))
		return 0;
	if (str_is(path, "/traer"))
		return TRAER_BYTES;
	if (str_is(path, "/importar-chat"))
		return CHAT_BYTES;
	if (str_starts(path, "/subida/"))
		return UPLOAD_PIECE;
	if (sonido_path(path))
		return LIVE_PIECE_MAX;
	if (pasarela_path(path))
		return PASARELA_BYTES;
	return str_starts(path, "/api/") ? API_BYTES : form_body_limit(s->reg, path);
}

/* A slow disk may keep writes of requests that were given up: the writer is done with them first. */
void site_drained(void *app)
{
	struct site *s = app;

	writer_stop(s->writer);
}

/* ---- readiness ---- */

void site_open(struct site *s, const struct config *config)
{
	s->config = *config;
	atomic_store(&s->state, SITE_READY);
}

void site_drain(struct site *s)
{
	atomic_store(&s->state, SITE_DRAINING);
}

static void health(struct call *k, unsigned worker)
{
	int state = atomic_load(&k->site->state);
	bool away = state == SITE_READY && !call_snapshot(k, worker);

	if (!away && k->c.db)
		db_rollback(k->c.db);
	if (str_is(k->q->method, "POST")) {
		http_set(k->r, "Allow", STR("GET, HEAD"));
		call_plain(k, 405, STR("GET or HEAD\n"));
	} else if (state == SITE_READY && !away) {
		call_plain(k, 200, STR("ok\n"));
		return;
	} else {
		call_plain(k, 503, away ? STR("away\n") : state == SITE_STARTING ? STR("starting\n") : STR("draining\n"));
	}
	if (state != SITE_READY || away)
		http_set(k->r, "Retry-After", STR("5"));
}

/*
 * The path may hold a code that opens something, and a path that leads nowhere may be a code typed in
 * the wrong place: of pages only the first piece is logged, of what was not found nothing.
 */
static struct str path_logged(const struct http_request *q, int status)
{
	struct str path = q->path;

	if (status == 404 || status == 421 || !path.n)
		return STR("-");
	if (!str_starts(path, "/api/v1/"))
		path = str_sub(path, 0, 1 + str_find(str_sub(path, 1, path.n), '/'));
	for (size_t i = 0; i < path.n; i++)
		if (path.p[i] <= ' ' || path.p[i] > '~')
			return STR("-");
	return str_sub(path, 0, 80);
}

void site_logged(void *app, const struct http_request *q, const struct http_response *r, int64_t took_us)
{
	struct str path = path_logged(q, r->status);

	use_count(app, q, r);
	log_info("%.*s %.*s %d %zu %lldus", q->method.n ? (int)q->method.n : 1, q->method.n ? q->method.p : "-",
		(int)path.n, path.p, r->status, r->body.n, (long long)took_us);
}

/* ---- writing ---- */

/* The snapshot ends with the answer; what could not be read must not look like an answer. */
static void call_done(struct call *k)
{
	if (db_status(k->c.db) != OK && k->r->status < 500) {
		call_headers(k);
		call_message(k, 503, "away");
	}
	db_rollback(k->c.db);
}

struct call *call_of(struct write *w)
{
	return w->arg;
}

/* Back in a worker: a fresh snapshot, then what the caller planned. */
static enum http_next after_write(void *app, unsigned worker, struct http_request *q, struct http_response *r)
{
	struct call *k = q->state;
	enum http_next next = HTTP_ANSWER;

	(void)app;
	k->r = r;
	known_leave(&k->c);
	bool there = k->blind || call_snapshot(k, worker), good = there && (k->committed == OK || k->anyway);
	k->anyway = false;
	if (good)
		next = k->finish(k);
	else if (k->committed != OK && writer_numbers(k->site->writer).full)
		call_message(k, 503, "full");
	else
		call_message(k, 503, k->committed == IO ? "failed" : there ? "busy" : "away");
	if (next == HTTP_ANSWER && there && !k->blind)
		call_done(k);
	return next;
}

static void written(struct write *w, enum rc rc)
{
	struct call *k = call_of(w);

	k->committed = rc;
	http_resume(k->q);
}

enum http_next call_write(struct call *k, void (*run)(struct write *, struct gate *, struct chain_head *),
	enum http_next (*finish)(struct call *k))
{
	if (db_status(k->c.db) != OK) { /* what it was judged by was not read */
		call_message(k, 503, "away");
		return HTTP_ANSWER;
	}
	k->w = (struct write){ .run = run, .done = written, .c = &k->c, .arg = k, .acts_only = k->acts_only };
	k->acts_only = false;
	k->finish = finish;
	k->committed = BUSY;
	k->q->then = after_write;
	k->q->state = k;
	db_rollback(k->c.db); /* the snapshot ends here; the writer sees newer things */
	known_leave(&k->c);
	arena_unguard(k->q->mem); /* from here the arena is the writer's */
	if (writer_submit(k->site->writer, &k->w))
		return HTTP_LATER;
	arena_guard(k->q->mem); /* it stays ours: the jump is still that of this turn */
	k->q->then = NULL;
	bool anyway = k->anyway;
	k->anyway = false;
	if (anyway && (k->blind || db_begin(k->c.db) == OK))
		return finish(k);
	call_message(k, 503, "busy");
	return HTTP_ANSWER;
}

/* ---- routing ---- */

struct str call_piece(const struct call *k, const char *name)
{
	for (unsigned i = 0; i < k->npieces; i++)
		if (str_is(k->piece[i].name, name))
			return k->piece[i].value;
	return STR("");
}

bool path_match(struct call *k, const char *pattern)
{
	struct str a = str_c(pattern), b = k->q->path, want, got;

	k->npieces = 0;
	while (str_cut(&a, '/', &want)) {
		if (!str_cut(&b, '/', &got))
			return false;
		bool named = want.n > 2 && want.p[0] == '{';
		if (!named && !str_eq(want, got))
			return false;
		if (named && (!got.n || k->npieces == PATH_PIECES_MAX))
			return false;
		if (named)
			k->piece[k->npieces++] = (struct http_pair){ str_sub(want, 1, want.n - 2), got };
	}
	return b.p == NULL;
}

/* The one with the fewest named pieces, whatever module it is of: "/reuniones/nueva" before "/reuniones/{meeting}". */
static const struct page *page_of(struct call *k)
{
	const struct page *best = NULL;
	unsigned fewest = PATH_PIECES_MAX + 1;

	for (unsigned i = 0; i < k->site->reg->npages && fewest; i++)
		if (path_match(k, k->site->reg->pages[i]->path) && k->npieces < fewest) {
			best = k->site->reg->pages[i];
			fewest = k->npieces;
		}
	return best && path_match(k, best->path) ? best : NULL;
}

/*
 * A form from another site carries its Origin; one from a signed-in page carries the session's text.
 * Signing in and out needs no such text: there is no session yet, or it ends.
 */
static bool post_stopped(struct call *k)
{
	bool same = call_same_origin(k);

	if (!same)
		call_message(k, 403, "stale");
	else if (sign_is_open(k->q->path) || (k->csrf.n && call_csrf_good(k)))
		return false;
	else if (!id_is_zero(k->who.person))
		call_stale(k);
	else if (k->had_session || form_get(&k->form, "csrf").n)
		sign_lapsed(k);
	else
		return false; /* nobody signed in: pages judge that themselves */
	return true;
}

static enum http_next site_route(struct call *k)
{
	bool post = str_is(k->q->method, "POST");
	enum http_next next;
	struct diag d = { 0 };
	const struct page *page;

	if (retired_handle(k))
		return HTTP_ANSWER;
	if (k->api)
		return str_is(k->q->path, "/llave") ? llave_handle(k) : api_handle(k);
	if (traer_handle(k, &next))
		return next;
	if (sonido_path(k->q->path))
		return sonido_handle(k);
	if (form_read(k->q->mem, k->q->query, &k->query, &d) != OK ||
		(post && call_form(k, &d) != OK)) {
		call_message(k, 400, "bad_request");
		return HTTP_ANSWER;
	}
	if (post && post_stopped(k))
		return HTTP_ANSWER;
	if (sign_handle(k, &next) || invite_handle(k, &next) || pending_handle(k, &next))
		return next;
	if (archivo_handle(k) || telefono_handle(k))
		return HTTP_ANSWER;
	if (post && k->site->chat_import && str_is(k->q->path, "/importar-chat"))
		return k->site->chat_import(k);
	page = page_of(k);
	if (page)
		return page_handle(k, page);
	call_message(k, 404, "not_found");
	return HTTP_ANSWER;
}

/* A session in use is noted once a minute, so that it ends when idle. */
static void touch_run(struct write *w, struct gate *g, struct chain_head *head)
{
	struct call *k = call_of(w);

	(void)g, (void)head;
	if (k->left) {
		session_end(w->c, call_cookie(k, session_cookie));
		return;
	}
	session_touch(w->c, call_cookie(k, session_cookie));
	device_contact(w->c, k->device, k->who.person);
	use_note(k, w->c);
}

static struct call *call_new(struct site *s, unsigned worker, struct http_request *q, struct http_response *r)
{
	struct call *k = ARENA_NEW(q->mem, struct call);
	struct diag *d = ARENA_NEW(q->mem, struct diag);

	k->site = s;
	k->worker = worker;
	k->q = q;
	k->r = r;
	k->api = str_starts(q->path, "/api/") || outbox_path(q->path) || pasarela_path(q->path);
	k->c = (struct ctx){ .mem = q->mem, .diag = d, .db = s->reader[worker], .reg = s->reg,
		.schema = s->reg->schema, .net = &s->net, .who = &k->who, .now = s->clock(), .doubt = clock_watch(),
		.channel = outbox_path(q->path) ? "outbox" : k->api ? "api" : "web", .config = &s->config };
	return k;
}

/* Answered without a snapshot: readiness, strangers, embedded files. */
static bool answered_early(struct call *k, unsigned worker)
{
	if (atomic_load(&k->site->state) == SITE_STARTING || str_is(k->q->path, "/health")) {
		health(k, worker);
		return true;
	}
	k->c.lang = call_language(k);
	k->vista = call_vista(k);
	call_believe_proxy(k);
	if (!call_host_known(k)) {
		if (k->api)
			call_message(k, 421, "unknown_host");
		else
			call_plain(k, 421, STR("unknown host\n"));
		return true;
	}
	return asset_handle(k);
}

/* The database cannot be asked who she is; her form is not lost, and whoever must get away gets away. */
static void away(struct call *k)
{
	struct diag d = { 0 };
	enum http_next next;

	if (!k->api && call_same_origin(k) && sign_needs_nothing(k) &&
		call_form(k, &d) == OK)
		sign_handle(k, &next);
	else if (str_is(k->q->method, "POST") && !call_same_origin(k))
		call_message(k, 403, "stale");
	else if (!k->api && str_is(k->q->method, "POST") && call_form(k, &d) != OK)
		call_message(k, 400, "bad_request");
	else
		call_message(k, 503, "away");
}

enum http_next site_handle(void *app, unsigned worker, struct http_request *q, struct http_response *r)
{
	struct call *k = call_new(app, worker, q, r);
	enum http_next next = HTTP_ANSWER;

	call_headers(k);
	if (answered_early(k, worker))
		return HTTP_ANSWER;
	if (pasarela_path(q->path))
		return pasarela_handle(k, worker);
	if (kept_answer(k, worker))
		return HTTP_ANSWER;
	if (!call_snapshot(k, worker)) {
		away(k);
		kept_end(k);
		return HTTP_ANSWER;
	}
	known_use(&k->site->known[worker], &k->c, k->head.epoch);
	if (str_is(q->path, "/buzon")) {
		next = buzon_handle(k); /* whoever brings it */
	} else if (str_starts(q->path, "/subida/")) {
		next = subida_handle(k);
	} else if (!call_identify(k)) {
		call_message(k, 401, "denied");
	} else if (k->stale_session || (k->left && k->had_session)) {
		k->anyway = true; /* a reader need not wait for a note, nor forget anything */
		k->acts_only = !k->left;
		next = call_write(k, touch_run, site_route);
	} else {
		next = site_route(k);
	}
	kept_end(k);
	slow_end(k->site, worker);
	if (next == HTTP_ANSWER)
		call_done(k);
	return next;
}
