/*
 * gateways.c - the door between the web channel and the gateways, which do not know each other.
 */
#include "gateways.h"

static struct str header(const struct gateway_request *q, const char *name)
{
	return http_header(q->own, name);
}

void gateway_answer(struct call *k, struct id gateway, struct str rest)
{
	const struct gateway_request q = { .method = k->q->method, .rest = rest, .query = k->q->query, .body = k->q->body,
		.header = header, .own = k->q };
	struct gateway_reply r = { 0 };

	gateways_http(&k->c, k->site->writer, gateway, &q, &r);
	k->r->status = r.status;
	k->r->body = r.body;
	if (r.type)
		http_set(k->r, "Content-Type", str_c(r.type));
	if (r.basic)
		http_set(k->r, "WWW-Authenticate", STR("Basic realm=\"ayni\", charset=\"UTF-8\""));
}
