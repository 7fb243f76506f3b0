/*
 * gateway.c - what adapters and the web channel ask of the gateways: hand over, note, claim, answer a call.
 */
#include "gateway_channel.h"

#include "gateway_own.h"
#include "log.h"

static void now_is(struct gateway_call *g)
{
	if (g->clock)
		g->c.now = g->clock();
	g->c.doubt = clock_watch();
}

enum rc gateway_deliver(struct gateway_call *g, const struct text_in *in)
{
	struct arena *mem = arena_local(); /* fifty messages of one call must not share a request's room */
	struct diag d = { 0 };
	struct str answer;

	/* What people write may be grave: neither the call that brought it nor its own room leaves it in memory. */
	arena_secret(g->c.mem);
	arena_secret(mem);
	now_is(g);
	struct ctx c = g->c;
	c.mem = mem;
	c.diag = &d;
	c.groups = c.refs = NULL;
	struct actor nobody = { 0 };
	c.who = &nobody;
	enum rc rc = text_receive(&c, g->writer, in, &answer);
	if (rc == OK && db_status(g->c.db) != OK)
		rc = db_status(g->c.db);
	arena_free(&mem);
	return rc;
}

struct doing {
	struct write w;
	void (*fn)(struct ctx *c, void *arg);
	void *arg;
};

static void run(struct write *w, struct gate *g, struct chain_head *head)
{
	struct doing *d = (struct doing *)w;

	(void)g, (void)head;
	d->fn(w->c, d->arg);
}

enum rc gateway_write(struct gateway_call *g, void (*fn)(struct ctx *c, void *arg), void *arg)
{
	struct doing d = { .w = { .run = run, .c = &g->c, .acts_only = true }, .fn = fn, .arg = arg };

	now_is(g);
	return writer_call(g->writer, &d.w);
}

struct claiming {
	struct id gateway;
	int64_t lease_ms;
	struct message *out;
	unsigned max, n;
};

static void claim(struct ctx *c, void *arg)
{
	struct claiming *cl = arg;

	cl->n = message_claim(c, cl->gateway, cl->lease_ms, cl->out, cl->max);
}

enum rc gateway_claim_some(struct gateway_call *g, int64_t lease_ms, struct message *out, unsigned max, unsigned *n_out)
{
	struct claiming cl = { .gateway = g->gateway.id, .lease_ms = lease_ms, .out = out, .max = max };
	enum rc rc = gateway_write(g, claim, &cl);

	*n_out = rc == OK ? cl.n : 0;
	return rc;
}

enum rc gateway_claim(struct gateway_call *g, int64_t lease_ms, struct message out[MESSAGE_CLAIM_MAX], unsigned *n_out)
{
	return gateway_claim_some(g, lease_ms, out, MESSAGE_CLAIM_MAX, n_out);
}

/* ---- calls of the web channel ---- */

void gateways_http(struct ctx *c, struct writer *w, struct id gateway, const struct gateway_request *q, struct gateway_reply *r)
{
	static const _Atomic bool going_on;
	struct gateway_call g = { .c = *c, .writer = w, .stop = &going_on };

	*r = (struct gateway_reply){ .status = 404, .type = "application/json", .body = STR("{}") };
	bool there = gateway_get(c, gateway, &g.gateway);
	const struct adapter *a = there ? adapter_of(g.gateway.kind) : NULL;
	if (db_status(c->db) != OK)
		r->status = 503;
	else if (a && a->http && !g.gateway.closed)
		a->http(&g, q, r);
}
