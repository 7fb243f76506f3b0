/*
 * site.c - one request from its head to the right handler: host, language, who, snapshot, route.
 */
#include "web.h"

#include "data.h"
#include "log.h"

enum { FORM_BYTES = 64 * 1024, API_BYTES = 4 * 1024 * 1024 };


size_t site_body_limit(void *app, struct str method, struct str path)
{
	(void)app;
	if (!str_is(method, "POST"))
		return 0;
	return str_starts(path, "/api/") ? API_BYTES : FORM_BYTES;
}

void site_worker_start(void *app, unsigned worker)
{
	struct site *s = app;
	struct diag d = { 0 };

	s->reader[worker] = db_open(&(struct db_options){ .path = s->db_path, .mode = DB_READ }, &d);
	if (!s->reader[worker])
		fatal("a reader cannot open the database: %s", d.n ? d.item[0].msgid : "?");
}

void site_worker_stop(void *app, unsigned worker)
{
	struct site *s = app;

	db_close(&s->reader[worker]);
}

void site_logged(void *app, const struct http_request *q, const struct http_response *r, int64_t took_us)
{
	(void)app;
	/* The path may hold a code that opens something: only its first piece is logged. */
	struct str path = str_sub(q->path, 0, 1 + str_find(str_sub(q->path, 1, q->path.n), '/'));
	if (str_starts(q->path, "/api/v1/"))
		path = q->path;
	log_info("%.*s %.*s %d %zu %lldus", (int)q->method.n, q->method.p, (int)(path.n > 80 ? 80 : path.n), path.p,
		r->status, r->body.n, (long long)took_us);
}

/* ---- who and what ---- */

struct str call_cookie(const struct call *k, const char *name)
{
	struct str rest = http_header(k->q, "Cookie"), one;
	struct str full = str_fmt(k->q->mem, "%s%s=", k->site->config.secure ? "__Host-" : "", name);

	while (str_cut(&rest, ';', &one)) {
		one = str_trim(one);
		if (one.n > full.n && str_eq(str_sub(one, 0, full.n), full))
			return str_sub(one, full.n, one.n);
	}
	return STR("");
}

void call_set_cookie(struct call *k, const char *name, struct str value, int64_t age_s)
{
	bool secure = k->site->config.secure;
	struct buf b = buf_new(k->q->mem, 160);

	buf_fmt(&b, "%s%s=%.*s; Path=/; HttpOnly; SameSite=Lax", secure ? "__Host-" : "", name, (int)value.n,
		value.p);
	if (secure)
		buf_c(&b, "; Secure");
	if (age_s)
		buf_fmt(&b, "; Max-Age=%lld", (long long)age_s);
	http_set(k->r, "Set-Cookie", buf_str(&b));
}

static bool word_in(struct str list, struct str word)
{
	struct str one;

	while (str_cut(&list, ' ', &one))
		if (one.n && str_ieq(one, word))
			return true;
	return false;
}

/* The host without its port. */
static struct str bare_host(struct str host)
{
	if (host.n && host.p[0] == '[')
		return str_sub(host, 0, str_find(host, ']') + 1);
	return str_sub(host, 0, str_find(host, ':'));
}

static bool host_known(const struct call *k)
{
	struct str host = http_header(k->q, "Host"), bare = bare_host(host);

	if (k->site->hosts.n)
		return word_in(k->site->hosts, host) || word_in(k->site->hosts, bare);
	return str_is(bare, "localhost") || str_is(bare, "[::1]") || str_starts(bare, "127.");
}

static const struct lang *language(const struct call *k)
{
	struct str cookie = call_cookie(k, lang_cookie);
	const struct lang *l = cookie.n ? lang_find(cookie) : NULL;

	return l ? l : lang_accept(http_header(k->q, "Accept-Language"));
}

/* Bearer token or session cookie; false when a token was given and is not good. */
static bool identify(struct call *k)
{
	struct str auth = http_header(k->q, "Authorization"), cookie = call_cookie(k, session_cookie);
	struct id person, device;

	k->device = str_dup(k->q->mem, call_cookie(k, device_cookie));
	k->csrf = STR("");
	if (auth.n) {
		if (!str_starts(auth, "Bearer ") || !token_find(&k->c, str_trim(str_sub(auth, 7, auth.n)), &k->who))
			return false;
		actor_load(&k->c, &k->who, k->who.person);
		return k->who.nmember > 0;
	}
	if (cookie.n && session_find(&k->c, cookie, &person, &device, &k->csrf, &k->stale_session)) {
		k->who.device = device;
		actor_load(&k->c, &k->who, person);
	}
	return true;
}

/* ---- answers ---- */

void call_redirect(struct call *k, struct str to)
{
	k->r->status = 303;
	k->r->body = STR("");
	http_set(k->r, "Location", str_dup(k->q->mem, to));
}

void call_json(struct call *k, int status, struct str body)
{
	k->r->status = status;
	k->r->body = body;
	http_set(k->r, "Content-Type", STR("application/json; charset=utf-8"));
	http_set(k->r, "Cache-Control", STR("no-store"));
}

void call_message(struct call *k, int status, const char *key)
{
	if (status == 503)
		http_set(k->r, "Retry-After", STR("5"));
	if (k->api) {
		struct buf b = buf_new(k->q->mem, 128);
		struct json_out j = json_begin(&b);
		json_open(&j, '{');
		json_key(&j, "errors");
		json_open(&j, '[');
		json_open(&j, '{');
		json_key(&j, "code");
		json_text(&j, str_c(key));
		json_close(&j, '}');
		json_close(&j, ']');
		json_close(&j, '}');
		call_json(k, status, buf_str(&b));
		return;
	}
	struct view *v = call_view(k);
	view_flag(v, key, true);
	call_render(k, "message", v, status);
}

/* ---- writing ---- */

struct call *call_of(struct write *w)
{
	return w->arg;
}

/* Back in a worker: a fresh snapshot, then what the caller planned. */
static enum http_next after_write(void *app, unsigned worker, struct http_request *q, struct http_response *r)
{
	struct call *k = q->state;
	struct site *s = app;

	k->r = r;
	k->c.db = s->reader[worker];
	k->c.groups = NULL;
	if (db_begin(k->c.db) != OK || k->committed != OK) {
		call_message(k, 503, "busy");
		db_rollback(k->c.db);
		return HTTP_ANSWER;
	}
	struct db *db = k->c.db;
	enum http_next next = k->finish(k);
	if (next == HTTP_ANSWER)
		db_rollback(db);
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
	k->w = (struct write){ .run = run, .done = written, .c = &k->c, .arg = k };
	k->finish = finish;
	k->q->then = after_write;
	k->q->state = k;
	db_rollback(k->c.db); /* the snapshot ends here; the writer sees newer things */
	k->c.groups = NULL;
	if (writer_submit(k->site->writer, &k->w))
		return HTTP_LATER;
	if (db_begin(k->c.db) == OK)
		call_message(k, 503, "busy");
	else
		k->r->status = 503;
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

/* A form from another site carries its Origin; one from a signed-in page carries the session's text. */
static bool form_is_ours(const struct call *k)
{
	struct str origin = http_header(k->q, "Origin"), host = http_header(k->q, "Host");
	size_t at = 0;

	if (origin.n && !str_is(origin, "null")) {
		while (at + 2 < origin.n && !str_starts(str_sub(origin, at, origin.n), "//"))
			at++;
		if (!str_eq(str_sub(origin, at + 2, origin.n), host))
			return false;
	}
	if (!origin.n && str_is(http_header(k->q, "Sec-Fetch-Site"), "cross-site"))
		return false;
	return !k->csrf.n || str_eq(k->csrf, form_get(&k->form, "csrf"));
}

static enum http_next site_route(struct call *k)
{
	bool post = str_is(k->q->method, "POST");
	enum http_next next;
	struct diag d = { 0 };

	if (k->api)
		return api_handle(k);
	if (form_read(k->q->mem, k->q->query, &k->query, &d) != OK ||
		(post && form_read(k->q->mem, k->q->body, &k->form, &d) != OK)) {
		call_message(k, 400, "bad_request");
		return HTTP_ANSWER;
	}
	if (post && !form_is_ours(k)) {
		call_message(k, 403, "stale");
		return HTTP_ANSWER;
	}
	if (sign_handle(k, &next) || invite_handle(k, &next))
		return next;
	for (unsigned i = 0; i < k->site->reg->npages; i++)
		if (path_match(k, k->site->reg->pages[i]->path))
			return page_handle(k, k->site->reg->pages[i]);
	call_message(k, 404, "not_found");
	return HTTP_ANSWER;
}

/* A session in use is noted once a minute, so that it ends when idle. */
static void touch_run(struct write *w, struct gate *g, struct chain_head *head)
{
	struct call *k = call_of(w);

	(void)g, (void)head;
	session_touch(w->c, call_cookie(k, session_cookie));
}

static void health(struct call *k)
{
	k->r->status = k->site->ready ? 200 : 503;
	k->r->body = k->site->ready ? STR("ok\n") : STR("starting\n");
	http_set(k->r, "Content-Type", STR("text/plain; charset=utf-8"));
}

static void believe_proxy(struct call *k)
{
	k->secure = k->site->config.secure;
	if (word_in(k->site->proxies, k->q->peer))
		k->secure = str_is(http_header(k->q, "X-Forwarded-Proto"), "https");
}

enum http_next site_handle(void *app, unsigned worker, struct http_request *q, struct http_response *r)
{
	struct site *s = app;
	struct call *k = ARENA_NEW(q->mem, struct call);
	struct diag *d = ARENA_NEW(q->mem, struct diag);

	k->site = s;
	k->q = q;
	k->r = r;
	k->api = str_starts(q->path, "/api/");
	k->c = (struct ctx){ .mem = q->mem, .diag = d, .db = s->reader[worker], .reg = s->reg,
		.schema = s->reg->schema, .net = &s->net, .who = &k->who, .now = s->clock(),
		.channel = k->api ? "api" : "web", .config = &s->config };
	k->c.lang = language(k);
	if (str_is(q->path, "/health")) {
		health(k);
		return HTTP_ANSWER;
	}
	if (!host_known(k)) {
		r->status = 421;
		r->body = STR("unknown host\n");
		return HTTP_ANSWER;
	}
	if (asset_handle(k))
		return HTTP_ANSWER;
	believe_proxy(k);
	if (db_begin(k->c.db) != OK) {
		r->status = 503;
		http_set(r, "Retry-After", STR("5"));
		db_rollback(k->c.db);
		return HTTP_ANSWER;
	}
	struct db *db = k->c.db;
	enum http_next next = HTTP_ANSWER;
	if (!identify(k))
		call_message(k, 401, "denied");
	else if (k->stale_session)
		next = call_write(k, touch_run, site_route);
	else
		next = site_route(k);
	if (next == HTTP_ANSWER) {
		if (db_status(db) != OK && r->status < 500)
			call_message(k, 503, "busy");
		db_rollback(db);
	}
	return next;
}
