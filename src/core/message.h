/*
 * message.h - messages that came and messages that go: one table, outside the journal, for ninety days.
 *
 * What is to be sent is a row first, written in the transaction of what caused it; a gateway claims it with a
 * lease, sends it and notes what became of it. So a message that was answered for is never lost with the
 * process, and is sent again only when nobody knows whether it went. States only move forward:
 *
 *     in:  done | asked | answered | lost (not understood) | silent        (what grave words said is never here)
 *     out: queued → sent → delivered → read; queued → failed (given up: the dead letters) → queued by hand;
 *          held (the month's ceiling) → queued; dropped (stopped, withdrawn, too old)
 *
 * One of kind "alert" is about something grave: it goes whatever the ceiling says and to who said stop, no thread
 * knows of it, its address stands closed in its row, and the row is gone when it was sent or given up.
 *
 * Texts are personal: shown to who answers for her, erased with her, never logged.
 */
#ifndef AYNI_MESSAGE_H
#define AYNI_MESSAGE_H

#include "gateway.h"

/* Kept instead of a text that is its sender's alone. */
#define MESSAGE_HIDDEN "***"

enum {
	MESSAGE_TEXT_MAX = 1600,
	MESSAGE_TRIES = 8,       /* then failed; each time twice as long, from 30 s to 2 h */
	MESSAGE_OLD_DAYS = 7,    /* a reply or reminder that could not go for so long says nothing any more */
	MESSAGE_DAYS = 90,
	MESSAGE_CLAIM_MAX = 100,
};

/* One row. Texts in the context's arena. */
struct message {
	struct id id, gateway, person, about_group, answers, batch, author; /* zero: none */
	bool out;
	struct str address; /* "+51987654321", "tg:12345" */
	struct str kind;    /* in: "text", "photo", "voice". out: "reply", "answer", "broadcast", "reminder", "alert" */
	struct str text, media, state, ref, fault;
	unsigned segments, tries;
	int64_t cost_mills; /* -1: unknown */
	int64_t made_at, due_at, sent_at, delivered_at, read_at, failed_at; /* 0: not yet */
};

/* ---- in the writer's transaction ---- */

/*
 * Note one that came. Its id: message_in_id. False when it is there already (*m becomes what stands): nothing
 * else may be done for it. Moves its thread on.
 */
bool message_put_in(struct ctx *c, struct message *m);
/* The same message by the same gateway has the same id; without ref a fresh one. */
struct id message_in_id(const struct ctx *c, struct id gateway, struct str address, struct str ref);
/*
 * Queue one to be sent: text folded for its channel, segments and cost counted, state queued, held or (the
 * address said stop, and it is neither a reply nor an answer) dropped. m->id zero: a fresh one; an id that is there
 * already: nothing (a job's second run). m->gateway zero: message_route chooses. False: no way leads there.
 */
bool message_queue(struct ctx *c, struct message *m);
/* Up to `max` that are due of that gateway, oldest first, replies before the rest; leased until c->now + lease_ms. */
unsigned message_claim(struct ctx *c, struct id gateway, int64_t lease_ms, struct message *out, unsigned max);
/* Is there anything to claim now? Of a broadcast no more goes than its gateway's pace allows, by all processes together. */
bool message_waits(struct ctx *c, struct id gateway);
/* What became of it, at an instant; never backward. ref: the gateway's id for it, or empty. */
void message_sent(struct ctx *c, struct id id, struct str ref, int64_t at);
void message_delivered(struct ctx *c, struct id id, int64_t at);
void message_was_read(struct ctx *c, struct id id, int64_t at);
/* for_good: no use in trying again. Else it is due again later, or failed after MESSAGE_TRIES. */
void message_failed(struct ctx *c, struct id id, struct str code, bool for_good);
/* The gateway itself could not: due again at an instant, and no try is counted. */
void message_later(struct ctx *c, struct id id, struct str code, int64_t due_at);
/* A dead letter, or a held one, once more, by hand: also past the month's ceiling. */
void message_again(struct ctx *c, struct id id);
/* Queued, held or failed: not to be sent; what it would have cost is given back. */
void message_drop(struct ctx *c, struct id id);
/* She said stop with one word, or that she wants messages again: what waits for her but replies and answers is dropped. */
void message_stop(struct ctx *c, struct str address, bool stopped);
bool message_stopped(struct ctx *c, struct str address);
/*
 * One more from an address that nobody is known by: false once it, or all such together, wrote more than a day's
 * measure; then nothing is kept and nothing answered.
 */
bool message_stranger(struct ctx *c, struct str address);
/* Housekeeping, and erasure of a person. */
void messages_sweep(struct ctx *c);
void messages_erase(struct ctx *c, struct id person);

/* ---- looking ---- */

/* Its row, or false. */
bool message_get(struct ctx *c, struct id id, struct message *out);
/* The message that the gateway calls so. */
bool message_by_ref(struct ctx *c, struct id gateway, struct str ref, struct message *out);
/* Where a person is best written to: where she last wrote within 30 days, else her telephone by an SMS gateway. */
bool message_route(struct ctx *c, struct id person, struct id *gateway_out, struct str *address_out);
/* How a text would go by that gateway: segments, what they cost. */
struct message_size {
	unsigned segments, units;
	bool gsm7;
	int64_t cost_mills;
};
struct message_size message_size(struct ctx *c, const struct gateway *g, struct str text);
/* What the gateway's messages took in the month of c->now. */
int64_t message_spent_mills(struct ctx *c, struct id gateway);

/* What waits, is held, or was given up; of one gateway, or (zero) of all. */
struct message_counts {
	int64_t queued, held, failed;
	int64_t queued_since_at, held_since_at, failed_since_at; /* the oldest; 0: none */
	int64_t queued_due_at; /* the one that should have gone first; 0: none */
};
struct message_counts message_counts(struct ctx *c, struct id gateway);
/* Of those made since an instant, how many stand in each state; at most `max` rows, their number. */
struct message_state_n {
	struct str state;
	int64_t n;
};
unsigned message_lately(struct ctx *c, int64_t since_at, struct message_state_n *out, unsigned max);

#endif
