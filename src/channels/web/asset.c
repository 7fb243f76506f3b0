/*
 * asset.c - embedded files of web/, under addresses that carry a hash of their content.
 */
#include "hash.h"
#include "web.h"

/* "/web/ayni.0a1b2c3d.css": the hash is not checked, so that a page from before an update still looks right. */
static const struct embedded *asset_named(const struct site *s, struct str path)
{
	if (!str_starts(path, "/web/"))
		return NULL;
	struct str name = str_sub(path, 5, path.n);
	size_t dot = str_find(name, '.');
	struct str stem = str_sub(name, 0, dot), rest = str_sub(name, dot + 1, name.n);
	size_t dot2 = str_find(rest, '.');
	struct str suffix = dot2 < rest.n ? str_sub(rest, dot2 + 1, rest.n) : rest;

	for (unsigned i = 0; i < s->nassets; i++) {
		struct str n = str_c(s->assets[i].name);
		if (n.n == stem.n + 1 + suffix.n && str_eq(str_sub(n, 0, stem.n), stem) && str_eq(str_sub(n, stem.n + 1, n.n), suffix))
			return &s->assets[i];
	}
	return NULL;
}

/* The service worker has one path for ever; pages ask for it with a mark behind that changes as their script does. */
static const struct embedded *worker_named(const struct site *s, struct str path)
{
	for (unsigned i = 0; i < s->nassets && str_is(path, "/sw.js"); i++)
		if (strcmp(s->assets[i].name, "sw.js") == 0)
			return &s->assets[i];
	return NULL;
}

struct str asset_address(struct arena *a, const struct embedded *e)
{
	struct hash h = hash_of(e->plain, STR(""));
	struct str name = str_c(e->name);
	size_t dot = str_find(name, '.');
	struct buf b = buf_new(a, 48);

	buf_c(&b, "/web/");
	buf_add(&b, str_sub(name, 0, dot));
	buf_char(&b, '.');
	buf_hex(&b, h.b, 4);
	buf_add(&b, str_sub(name, dot, name.n));
	return buf_str(&b);
}

/* What a page may do its own head says; a style sheet or a picture does nothing, and each byte of a head is paid for. */
static void head_small(struct http_response *r)
{
	r->nheaders = 0;
	http_set(r, "Content-Security-Policy", STR("default-src 'none'"));
	http_set(r, "X-Content-Type-Options", STR("nosniff"));
	http_set(r, "Referrer-Policy", STR("same-origin"));
}

bool asset_handle(struct call *k)
{
	const struct embedded *worker = worker_named(k->site, k->q->path), *e = worker;

	if (!e)
		e = asset_named(k->site, k->q->path);
	if (!e)
		return false;
	if (str_is(k->q->method, "POST")) {
		http_set(k->r, "Allow", STR("GET, HEAD"));
		call_plain(k, 405, STR("GET or HEAD\n"));
		return true;
	}
	if (!worker)
		head_small(k->r);
	k->r->status = 200;
	k->r->body = e->plain;
	http_set(k->r, "Vary", STR("Accept-Encoding"));
	if (str_contains(http_header(k->q, "Accept-Encoding"), STR("gzip"))) {
		k->r->body = e->gzip;
		http_set(k->r, "Content-Encoding", STR("gzip"));
	}
	http_set(k->r, "Content-Type", str_ends(str_c(e->name), ".css") ? STR("text/css; charset=utf-8")
		: str_ends(str_c(e->name), ".svg")			? STR("image/svg+xml")
		: str_ends(str_c(e->name), ".png")			? STR("image/png")
									: STR("text/javascript; charset=utf-8"));
	if (worker)
		http_set(k->r, "Service-Worker-Allowed", STR("/"));
	http_set(k->r, "Cache-Control", worker && !k->q->query.n ? STR("no-cache") : STR("public, max-age=31536000, immutable"));
	return true;
}
