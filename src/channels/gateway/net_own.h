/*
 * net_own.h - what the adapters of services on the internet (telegram, whatsapp) share.
 */
#ifndef AYNI_NET_OWN_H
#define AYNI_NET_OWN_H

#include "gateway_channel.h"
#include "json.h"

enum {
	NET_ANSWER_MAX = 1024 * 1024,      /* of an answer in JSON */
	NET_MEDIA_MAX = 8 * 1024 * 1024,   /* of a photo or a voice note: BLOB_BYTES_MAX */
	NET_WAIT_MS = 20 * 1000,
};

/* One call of a service. It is never logged: addresses hold tokens. */
struct net_call {
	struct str url, bearer; /* bearer: for Authorization, or empty */
	struct str json;        /* the body of a POST; p == NULL: a GET */
	int64_t wait_ms;        /* for the whole of it */
	size_t bytes_max;       /* of the answer */
	const _Atomic bool *stop; /* set: it ends soon; or NULL */
	bool waits;               /* a long poll: then it ends at once */
};

struct net_answer {
	int status;     /* 0: nobody there, no whole answer in time, or *stop */
	const char *fault; /* with 0: why, as gateway_fault_msgid has it; "away" with all else */
	bool too_large; /* with 0: it says more than bytes_max */
	struct str body;
};

/* s as one piece of an address. */
void net_escape(struct buf *b, struct str s);
/* Call, wait, read. Redirects are not followed. Text in the arena. */
void net_call(struct arena *a, const struct net_call *q, struct net_answer *out);
/* "https://…", or "http://" and a loopback address (a stand-in); nothing behind the host's path but what is its own. */
bool net_url_good(struct str url);
/* The text of a setting, or `otherwise`. Texts live as long as the call. */
struct str net_setting(struct ctx *c, const struct gateway *g, const char *key, const char *otherwise);
/* Address without a slash behind it. */
struct str net_base(struct ctx *c, const struct gateway *g, const char *otherwise);

/* In a transaction of its own: it was heard (code NULL), or what is wrong; position p != NULL: how far it was read. */
enum rc net_note(struct gateway_call *g, const char *fault, struct str position) MUST_USE;

/* The telephone that stands behind an address of a service, or p == NULL. */
struct str net_phone_of(struct ctx *c, struct str address);
/* In the writer's transaction: it does now. */
void net_phone_put(struct ctx *c, struct str address, struct str phone);
/* When somebody last wrote from that address by that gateway, 0: never. */
int64_t net_heard_at(struct ctx *c, struct id gateway, struct str address);

/* A word of our own in answer to the message of that ref; once, however often it comes. */
struct net_word {
	struct id gateway;
	struct str address, ref;
	const char *msgid;
};
enum rc net_say(struct gateway_call *g, struct str address, struct str ref, const char *msgid) MUST_USE;
/* The same, in the writer's transaction. */
void net_word(struct ctx *c, const struct net_word *w);

/* ---- net_media.c ---- */

struct media_wait {
	struct id id; /* message_in_id */
	struct str address, ref, text, media; /* media: what the service calls it */
	int64_t sent_at, tries;
};
/* In the writer's transaction: it is to be fetched. Said again, or delivered already: nothing. */
void media_wait_put(struct ctx *c, struct id gateway, const struct media_wait *m);
/* OK: fetched, or it cannot be had (*media says so: too_large, or no bytes). BUSY: try again. Bytes in g->c.mem. */
typedef enum rc net_fetch(struct gateway_call *g, struct str media, struct text_media *out);
/* Fetch and deliver the oldest that is due; one, for its bytes lie in this call's arena. *did_out false: none is. */
enum rc net_media_turn(struct gateway_call *g, net_fetch *fetch, bool *did_out) MUST_USE;
/* How long until the next is due; at most most_ms. */
int64_t net_media_wait_ms(struct gateway_call *g, int64_t most_ms);

/* ---- telegram_read.c ---- */

enum telegram_kind { TELEGRAM_NOTHING, TELEGRAM_TEXT, TELEGRAM_EDIT, TELEGRAM_MEDIA, TELEGRAM_CONTACT, TELEGRAM_OTHER };

/* What one update of the Bot API says to us. */
struct telegram_update {
	enum telegram_kind kind;
	int64_t id;
	int64_t from, message;     /* who, and its number in her chat */
	int64_t sent_at, edited_at; /* ms */
	struct str text;           /* or a caption */
	struct str file;           /* MEDIA: file_id; empty: none is small enough */
	struct str phone;          /* CONTACT: her own, "+…"; empty: another's */
};

/*
 * Read the answer of getUpdates. Whatever is not from a person in a private chat is NOTHING; it keeps its id, so that
 * it is left behind. INVALID: not an answer. Views of the tree, which lives as long as the arena.
 */
enum rc telegram_read(struct arena *a, struct str body, size_t file_most, struct telegram_update **out, unsigned *n_out) MUST_USE;
/*
 * What an edit of a message says as a correction: "no era 120, era 102" where both texts differ in one number alone;
 * empty where nothing changed; p == NULL: it is no plain correction.
 */
struct str telegram_edit(struct arena *a, struct str before, struct str after);

#endif
