/*
 * gateway_channel.h - the adapters: how each kind of gateway speaks, and the threads that let them.
 *
 * An adapter turns what its gateway says into struct text_in, and claimed messages into what its gateway
 * understands. It keeps nothing: rows are the durable hand-off on both sides. Threads: one for each gateway that is
 * sent by, so that a slow one holds up no other; one for each that must be listened to (a long poll, a folder).
 * Several processes may run over one database: messages are leased, and a gateway is listened to by who holds it.
 */
#ifndef AYNI_GATEWAY_CHANNEL_H
#define AYNI_GATEWAY_CHANNEL_H

#include <stdatomic.h>

#include "message.h"
#include "text_channel.h"

/* An adapter at work: one gateway, one thread. */
struct gateway_call {
	struct ctx c;           /* reading connection, no snapshot; its arena ends with the call */
	struct writer *writer;
	struct gateway gateway;
	const _Atomic bool *stop; /* set: come back soon */
	int64_t (*clock)(void);   /* for a call that lasts; NULL: c.now stands */
};

/* An HTTP call to /pasarela/{gateway id}/… */
struct gateway_request {
	struct str method, rest; /* what follows the id, without a slash before it */
	struct str query, body;  /* raw */
	struct str (*header)(const struct gateway_request *q, const char *name); /* empty when absent */
	const void *own;
};

struct gateway_reply {
	int status;            /* 200 401 404 413 503 … */
	const char *type;      /* "application/json" */
	struct str body;       /* in the arena */
	bool basic;            /* with 401: ask for a password (WWW-Authenticate) */
};

/* What came of sending one. */
enum sent { SENT_GOOD, SENT_LATER, SENT_NEVER };
struct sent_as {
	struct str ref;        /* the gateway's id */
	const char *fault;     /* a code, with LATER and NEVER */
	int64_t wait_ms;       /* LATER: not before; 0: as usual */
	bool down;             /* the gateway itself, not this message */
};

/* It did not go, and is to be tried again. */
static inline enum sent sent_later(struct sent_as *out, const char *fault, bool down)
{
	out->fault = fault;
	out->down = down;
	return SENT_LATER;
}

struct adapter {
	const char *kind;
	/* Judge settings and secret when they are set; INVALID with a reason in c->diag. */
	enum rc (*check)(struct ctx *c, const struct gateway *g);
	/* NULL: it calls nobody. Authenticates first: 401 and nothing is kept. */
	void (*http)(struct gateway_call *g, const struct gateway_request *q, struct gateway_reply *r);
	/* NULL: it fetches its messages itself. Blocks at most 30 s. */
	enum sent (*send)(struct gateway_call *g, const struct message *m, struct sent_as *out);
	/* NULL: nothing to listen to. One turn of at most 60 s, shorter when *stop. Anything but OK: tried again later. */
	enum rc (*listen)(struct gateway_call *g);
};

extern const struct adapter android_adapter, gammu_adapter, kannel_adapter, telegram_adapter, whatsapp_adapter;
/* Register the room's statements; once, before connections open. */
void gateways_declare(void);
/* NULL: no such kind. */
const struct adapter *adapter_of(struct str kind);

/* Hand one message over: text_receive for this gateway. BUSY or IO: do not acknowledge it. */
enum rc gateway_deliver(struct gateway_call *g, const struct text_in *in) MUST_USE;
/* Run fn in the writer's transaction, for states and positions; with that connection and its server time in c. */
enum rc gateway_write(struct gateway_call *g, void (*fn)(struct ctx *c, void *arg), void *arg) MUST_USE;
/* Claim in a transaction of its own; for adapters whose gateway fetches. *n_out 0 when nothing is due. */
enum rc gateway_claim(struct gateway_call *g, int64_t lease_ms, struct message out[MESSAGE_CLAIM_MAX], unsigned *n_out) MUST_USE;

struct gateways;
struct gateways_options {
	const struct registry *reg;
	struct writer *writer;
	const struct network *net;
	const struct config *config;
	const char *db_path;
	int64_t (*clock)(void);
};
/* Threads for sending and listening; rows that are added later are found within a minute. Lives in the arena. */
struct gateways *gateways_start(struct arena *a, const struct gateways_options *o);
/* At most a few seconds; what was claimed and not sent is due again when its lease is over. */
void gateways_stop(struct gateways *g);
/* Answer a call of the web channel, in the caller's thread; c as for text_receive. */
void gateways_http(struct ctx *c, struct writer *w, struct id gateway, const struct gateway_request *q, struct gateway_reply *r);

#endif
