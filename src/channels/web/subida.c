/*
 * subida.c - POST /subida/{id}?desde=N: a piece of the bytes that an item of an outbox waits for.
 *
 * Like the box for letters: whoever brings it is nobody's business, and it cannot be read on the way. Only what
 * somebody waits for is taken. An empty body asks how much is here. When all is, the item is decided as it is sent again.
 */
#include "upload.h"
#include "web.h"

struct piece {
	struct id id;
	int64_t from;
	struct upload now;
	enum rc rc;
};

static enum http_next have(struct call *k, int status, const struct upload *u)
{
	struct buf b = buf_new(k->q->mem, 32);
	struct json_out j = json_begin(&b);

	json_open(&j, '{');
	json_key(&j, "have");
	json_int(&j, u->have);
	json_close(&j, '}');
	k->r->nheaders = 0; /* no browser shows it, and each byte is paid for */
	call_json(k, status, buf_str(&b));
	return HTTP_ANSWER;
}

static void run(struct write *w, struct gate *g, struct chain_head *head)
{
	struct call *k = call_of(w);
	struct piece *p = k->own;

	(void)g, (void)head;
	p->rc = upload_append(w->c, p->id, p->from, k->q->body, &p->now);
}

static enum http_next finish(struct call *k)
{
	struct piece *p = k->own;

	if (p->rc == OK || p->rc == CONFLICT)
		return have(k, p->rc == OK ? 200 : 409, &p->now);
	if (p->rc == NOT_FOUND)
		call_message(k, 404, "not_found");
	else
		call_message(k, p->rc == INVALID ? 413 : 503, p->rc == INVALID ? "too_big" : "failed");
	return HTTP_ANSWER;
}

enum http_next subida_handle(struct call *k)
{
	struct piece *p = ARENA_NEW(k->q->mem, struct piece);
	struct diag d = { 0 };
	struct str id = str_sub(k->q->path, 8, k->q->path.n), from;

	k->api = true; /* answers are for a program */
	k->own = p;
	if (!str_is(k->q->method, "POST")) {
		call_method(k, "POST");
		return HTTP_ANSWER;
	}
	if (!call_same_origin(k)) {
		call_message(k, 403, "stale");
		return HTTP_ANSWER;
	}
	if (form_read(k->q->mem, k->q->query, &k->query, &d) != OK || !hex_read(id, p->id.b, sizeof(p->id.b)) ||
		!upload_look(&k->c, p->id, &p->now)) {
		call_message(k, 404, "not_found");
		return HTTP_ANSWER;
	}
	if (!k->q->body.n)
		return have(k, 200, &p->now);
	from = form_get(&k->query, "desde");
	if (!str_int64(from.n ? from : STR("0"), &p->from)) {
		call_message(k, 400, "bad_request");
		return HTTP_ANSWER;
	}
	if (p->from > p->now.have || p->from < 0)
		return have(k, 409, &p->now);
	k->acts_only = true; /* readers remember nothing of it */
	return call_write(k, run, finish);
}
