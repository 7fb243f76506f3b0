/*
 * send.c - one gateway's messages out: claimed with a lease, sent one by one, noted one by one.
 *
 * A lease is longer than all that is begun within it may take: after half of it no further message is begun, and
 * what was claimed and not begun is given back. So a message goes out twice only where the process ended between
 * the service's yes and the note of it.
 */
#include "gateway_own.h"

enum {
	LEASE_MS = 120 * 1000,
	BEGIN_MS = LEASE_MS / 2, /* and one sending lasts at most 30 s */
	BATCH = 20,
	IDLE_MS = 500,
	DOWN_FIRST_MS = 5000,
	DOWN_MOST_MS = 5 * 60 * 1000,
};

struct note {
	const struct message *m;
	enum sent what;
	struct sent_as as;
	int64_t at, wait_ms;
};

static void note(struct ctx *c, void *arg)
{
	struct note *n = arg;
	struct str code = str_c(n->as.fault ? n->as.fault : "away");

	switch (n->what) {
	case SENT_GOOD:
		message_sent(c, n->m->id, n->as.ref, n->at);
		gateway_heard(c, n->m->gateway, NULL);
		break;
	case SENT_LATER:
		if (n->as.down)
			gateway_heard(c, n->m->gateway, str_cstr(c->mem, code));
		if (n->as.down || n->as.wait_ms)
			message_later(c, n->m->id, code, c->now + n->wait_ms);
		else
			message_failed(c, n->m->id, code, false);
		break;
	case SENT_NEVER:
		message_failed(c, n->m->id, code, true);
		break;
	}
}

struct giving_back {
	const struct message *m;
	unsigned n;
	int64_t wait_ms;
	const char *code;
};

static void give_back(struct ctx *c, void *arg)
{
	const struct giving_back *b = arg;

	for (unsigned i = 0; i < b->n; i++)
		message_later(c, b->m[i].id, str_c(b->code), c->now + b->wait_ms);
}

/* A look that writes nothing: most find nothing due. */
static bool any_due(struct gateway_call *g)
{
	bool due = db_begin(g->c.db) == OK && message_waits(&g->c, g->gateway.id);

	db_rollback(g->c.db);
	return due;
}

int64_t gateway_send_turn(struct gateway_call *g, const struct adapter *a, int64_t *fault_ms)
{
	struct message *m = ARENA_ARRAY(g->c.mem, struct message, BATCH);
	int64_t begun_us = steady_clock_us(), wait_ms = 0;
	unsigned n = 0, i = 0;

	if (!any_due(g) || gateway_claim_some(g, LEASE_MS, m, BATCH, &n) != OK || !n)
		return IDLE_MS;
	while (i < n && !wait_ms && !atomic_load(g->stop) && steady_clock_us() - begun_us < BEGIN_MS * INT64_C(1000)) {
		struct note one = { .m = &m[i] };
		one.what = a->send(g, &m[i++], &one.as);
		one.at = g->clock ? g->clock() : g->c.now;
		if (one.what == SENT_LATER && one.as.down) {
			*fault_ms = *fault_ms ? *fault_ms * 2 : DOWN_FIRST_MS;
			*fault_ms = *fault_ms < DOWN_MOST_MS ? *fault_ms : DOWN_MOST_MS;
			wait_ms = one.wait_ms = one.as.wait_ms > *fault_ms ? one.as.wait_ms : *fault_ms;
		} else if (one.what == SENT_LATER) {
			one.wait_ms = one.as.wait_ms;
		} else {
			*fault_ms = 0;
		}
		if (gateway_write(g, note, &one) != OK)
			return IDLE_MS; /* its lease ends by itself */
	}
	struct giving_back rest = { .m = m + i, .n = n - i, .wait_ms = wait_ms, .code = wait_ms ? "away" : "" };
	if (rest.n && gateway_write(g, give_back, &rest) != OK)
		return IDLE_MS;
	return wait_ms;
}
