/*
 * gateway.h - the ways by which messages come and go, as rows that every room may look at.
 *
 * What a gateway says on the wire is its adapter's (channels/gateway). Here is what operators set and see: its
 * name, its number, what a message costs, how far the month's money goes, when it was last heard and what is
 * wrong. Secrets are needed as they are to speak to services, so they lie in this table and nowhere else: no page,
 * log, export or journal shows them.
 */
#ifndef AYNI_GATEWAY_H
#define AYNI_GATEWAY_H

#include "module.h"

struct gateway {
	struct id id;
	struct str kind;     /* "android", "gammu", "kannel", "telegram", "whatsapp" */
	struct str name;     /* for people: "Celular de la mesa" */
	struct str number;   /* where people write to, "+51…", "@bot"; may be empty */
	struct str settings; /* JSON object of its kind */
	struct str secret;   /* a password or token of its kind */
	int64_t price_mills;   /* a segment, in thousandths of a sol; 0: nothing; -1: unknown */
	int64_t ceiling_mills; /* a month; -1: none */
	int64_t pace_ms;       /* between two messages of a broadcast */
	bool closed;           /* out of use */
	int64_t seen_at;       /* last contact, 0: never */
	struct str fault;      /* what is wrong now, a code of gateway_fault_msgid; empty: nothing */
	int64_t fault_at;
	struct str position;
	int64_t paced_at;      /* until when broadcasts used up their pace */
};

enum {
	GATEWAYS_MAX = 16,
	GATEWAY_QUIET_MS = 10 * 60 * 1000, /* not heard for so long: it is down */
};

/* "sms", "whatsapp" or "telegram": what people see of its kind. */
const char *gateway_channel(struct str kind);
/* All of the network, open ones first; at most GATEWAYS_MAX. Texts in c->mem. */
unsigned gateways_read(struct ctx *c, struct gateway out[GATEWAYS_MAX]);
bool gateway_get(struct ctx *c, struct id id, struct gateway *out);
/* Not closed, and faulty or not heard for GATEWAY_QUIET_MS by c->now (but of a kind that is silent while nobody writes). */
bool gateway_down(const struct ctx *c, const struct gateway *g);
/* What to tell people of a fault code. */
const char *gateway_fault_msgid(struct str code);

/* In the writer's transaction: */
/* A new or altered row; its id must be set. */
void gateway_put(struct ctx *c, const struct gateway *g);
/* It was heard and all is well; or code != NULL: it is not, since now if it was well before. */
void gateway_heard(struct ctx *c, struct id id, const char *fault_code);
void gateway_position(struct ctx *c, struct id id, struct str position);
/*
 * Of several processes one listens to a gateway: true when it is this holder, until c->now + lease_ms (at most 10
 * minutes). She who held it goes on; another one takes it when the lease is over, or was let go.
 */
bool gateway_hold(struct ctx *c, struct id id, struct id holder, int64_t lease_ms);
/* Broadcasts used up their pace until that instant. */
void gateway_paced(struct ctx *c, struct id id, int64_t at);
void gateway_let_go(struct ctx *c, struct id id, struct id holder);

#endif
