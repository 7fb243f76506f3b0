/*
 * whatsapp.h - between the files of the WhatsApp adapter.
 */
#ifndef AYNI_WHATSAPP_H
#define AYNI_WHATSAPP_H

#include "net_own.h"

#define WHATSAPP_API "https://graph.facebook.com/v21.0"

enum { WHATSAPP_WINDOW_MS = 24 * 3600 * 1000 };

/* The three words of gateway.secret, as views: access token, secret of the app, word of the verification. */
struct whatsapp_secret {
	struct str token, app, verify;
};
/* False: there are not three. */
bool whatsapp_secret(const struct gateway *g, struct whatsapp_secret *out);

/* ---- whatsapp_read.c ---- */

enum whatsapp_kind { WHATSAPP_NOTHING, WHATSAPP_TEXT, WHATSAPP_MEDIA, WHATSAPP_OTHER };

struct whatsapp_message {
	enum whatsapp_kind kind;
	struct str from, ref, text, media; /* from: "+51…"; media: its id */
	int64_t sent_at;                   /* ms; 0: it does not say */
};

enum whatsapp_state { WHATSAPP_SENT, WHATSAPP_DELIVERED, WHATSAPP_READ, WHATSAPP_FAILED };

struct whatsapp_status {
	enum whatsapp_state state;
	struct str ref;  /* the service's id of the message */
	struct id id;    /* ours, which we gave along; zero: it does not say */
	int64_t at;      /* ms */
	int64_t code;    /* of an error */
	bool free;       /* it says that it costs nothing */
};

struct whatsapp_post {
	struct whatsapp_message *message;
	struct whatsapp_status *status;
	unsigned nmessages, nstatuses;
};

/*
 * Read a body of the webhook: what concerns that phone_id. INVALID: it is none of the kind. An item that nobody could do
 * anything with is left out. Texts live as long as the arena.
 */
enum rc whatsapp_read(struct arena *a, struct str body, struct str phone_id, struct whatsapp_post *out) MUST_USE;
/* The code of a refusal by the Graph API; 0: it gives none. */
int64_t whatsapp_error(struct arena *a, struct str body);

/* What becomes of a message for which the service says that code, with that HTTP status (0: in a state). */
struct whatsapp_fate {
	enum sent sent;
	const char *fault;
	bool down;
	int64_t wait_ms;
};
struct whatsapp_fate whatsapp_fate(int64_t code, int status);

/* ---- whatsapp_hook.c, whatsapp_media.c ---- */

/* Answer a call to our address. */
void whatsapp_http(struct gateway_call *g, const struct gateway_request *q, struct gateway_reply *r);
/* Fetch what is to be fetched, and ask for the number's health. */
enum rc whatsapp_listen(struct gateway_call *g) MUST_USE;

#endif
