/*
 * cht.h - what an Android phone with cht-gateway and its server tell each other, as bytes.
 *
 * Source: the protocol of cht-gateway (github.com/medic/cht-gateway, README, "API"). The phone polls one address:
 *
 *     GET  → {"medic-gateway":true}
 *     POST {"messages":[{"id","from","content","sms_sent","sms_received"}],"updates":[{"id","status","reason"}]}
 *          → {"messages":[{"id","to","content"}]}         400 and above: {"error":true,"message":"…"}
 *
 * A list may be null, empty or absent. The phone repeats both lists until it has read a 2xx; what it was handed
 * under an id it knows already it does not send again, but says its state once more.
 */
#ifndef AYNI_CHT_H
#define AYNI_CHT_H

#include "message.h"

enum {
	CHT_BODY_MAX = 512 * 1024, /* the phone sends ten messages and twenty states at a time */
	CHT_ITEMS_MAX = 500,
};

enum cht_status { CHT_WAITS, CHT_SENT, CHT_DELIVERED, CHT_FAILED };

struct cht_message {
	struct str ref, from, content;
	int64_t sent_at; /* ms; 0: it does not say */
};

struct cht_update {
	struct id id;
	struct str turn;        /* which handing out of it is meant, see cht_id */
	enum cht_status status;
	struct str reason;
};

struct cht_body {
	struct cht_message *message;
	unsigned nmessages;
	struct cht_update *update;
	unsigned nupdates;
};

/*
 * A body that came with Content-Encoding gzip. INVALID: it is none; BUSY: it is longer than CHT_BODY_MAX.
 */
enum rc cht_unpack(struct arena *a, struct str packed, struct str *out) MUST_USE;
/*
 * Read a body; everything lives in the arena. INVALID with a reason in *d: nothing of it may be used. An item that
 * nobody could ever do anything with (no sender; a state of something that is not ours) is left out: refusing it
 * would make the phone repeat it for ever.
 */
enum rc cht_read(struct arena *a, struct str body, struct cht_body *out, struct diag *d) MUST_USE;
/*
 * A message as the phone knows it: its id and its ref, a word that is another one after each failure, since the
 * phone does nothing more for an id that failed.
 */
struct str cht_id(struct arena *a, const struct message *m);
/* The answer that hands n messages out. */
struct str cht_write(struct arena *a, const struct message *m, unsigned n);
/* What a refusal says; the text is shown on the phone. */
struct str cht_refusal(struct arena *a, struct str text);
/* A reason for which another try makes no sense. */
bool cht_reason_final(struct str reason);

#endif
