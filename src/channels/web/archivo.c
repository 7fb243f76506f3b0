/*
 * archivo.c - GET /archivo/{reference}: a photo, a voice, a sheet, for who may see a record that names it.
 */
#include "blob_refs.h"
#include "web.h"

enum { AT_ONCE = 256 * 1024 };

struct asking {
	struct call *k;
	struct str text;
	bool seen;
};

/* One that was taken back shows nothing any more. */
static bool judge(void *arg, const struct record *r)
{
	struct asking *ask = arg;
	const struct entity *e = r->entity;

	if (!r->born || (e->voided > 0 && r->v[e->voided - 1].kind == V_INT && r->v[e->voided - 1].i))
		return true;
	unsigned classes = classes_seen(&ask->k->c, scope_of(&ask->k->c, r));
	for (unsigned f = 0; f < e->nfields; f++)
		if (e->fields[f].type == T_BLOB && r->v[f].kind == V_TEXT && str_eq(r->v[f].s, ask->text))
			ask->seen |= (classes & 1u << e->fields[f].privacy) != 0;
	for (const struct module *const *m = ask->k->c.reg->modules; *m && !ask->seen; m++)
		ask->seen = (*m)->hears && (*m)->hears(&ask->k->c, r);
	return !ask->seen;
}

/* "bytes=N-" or "bytes=N-M": the one shape that players send. False: there is none, all is asked for. */
static bool range_of(struct str header, int64_t size, int64_t *from, int64_t *n)
{
	struct str first, last = header;
	int64_t to = size - 1;

	if (!str_starts(header, "bytes=") || str_find(header, ',') < header.n)
		return false;
	last = str_sub(header, 6, header.n);
	if (!str_cut(&last, '-', &first) || !first.n || !str_int64(first, from) || (last.n && !str_int64(last, &to)))
		return false;
	if (to > size - 1)
		to = size - 1;
	*n = to < *from ? 0 : to - *from + 1;
	if (*n > AT_ONCE)
		*n = AT_ONCE; /* it asks for the rest when it needs it */
	return true;
}

static void head(struct call *k, const struct blob_ref *r)
{
	http_set(k->r, "Content-Type", str_c(blob_media_type(r->type)));
	http_set(k->r, "Cache-Control", STR("no-store"));
	http_set(k->r, "Accept-Ranges", STR("bytes"));
	/* Papers are opened by who looks at papers, never inside this site. */
	http_set(k->r, "Content-Disposition", r->type == BLOB_PDF ? STR("attachment; filename=\"hoja.pdf\"") : STR("inline"));
	http_set(k->r, "Cross-Origin-Resource-Policy", STR("same-origin"));
}

static void give(struct call *k, const struct blob_ref *r)
{
	int64_t from = 0, n = r->bytes;
	bool part = range_of(http_header(k->q, "Range"), r->bytes, &from, &n);
	struct str bytes;

	if (part && (from < 0 || n <= 0)) {
		call_plain(k, 416, STR("range\n"));
		http_set(k->r, "Content-Range", str_fmt(k->q->mem, "bytes */%lld", (long long)r->bytes));
		return;
	}
	switch (blob_get(k->c.db, k->q->mem, k->site->net.id, r, from, n, &bytes)) {
	case OK:
		break;
	case NOT_FOUND:
		call_message(k, 404, "not_found");
		return;
	default:
		call_message(k, 503, "failed");
		return;
	}
	k->r->status = part ? 206 : 200;
	k->r->body = bytes;
	head(k, r);
	if (part)
		http_set(k->r, "Content-Range", str_fmt(k->q->mem, "bytes %lld-%lld/%lld", (long long)from,
			(long long)(from + (int64_t)bytes.n - 1), (long long)r->bytes));
}

bool archivo_handle(struct call *k)
{
	struct asking ask = { .k = k };
	struct blob_ref r;

	if (!str_starts(k->q->path, "/archivo/"))
		return false;
	k->private = true;
	ask.text = str_sub(k->q->path, 9, k->q->path.n);
	if (str_is(k->q->method, "POST")) {
		call_method(k, "GET, HEAD");
		return true;
	}
	if (blob_parse(ask.text, &r))
		blob_records(k->c.db, k->c.schema, k->q->mem, k->site->net.id, ask.text, judge, &ask);
	if (ask.seen)
		give(k, &r);
	else
		call_message(k, 404, "not_found");
	return true;
}
