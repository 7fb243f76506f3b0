/*
 * whatsapp_hook.c - what Meta posts to us: messages and states, each post signed.
 *
 * Source: developers.facebook.com/docs/graph-api/webhooks/getting-started (verification requests, event notifications,
 * X-Hub-Signature-256: HMAC-SHA256 of the raw body with the app's secret). What is not answered 200 comes again for days,
 * so everything in a post may be a repeat. The bytes of a photo are fetched later (whatsapp_media.c): Meta waits a few
 * seconds only.
 */
#include "whatsapp.h"

#include "form.h"
#include "grave.h"
#include "hash.h"

#include "net_sql.h"

enum { CHALLENGE_MAX = 100 };

static void answer(struct gateway_reply *r, int status, const char *type, struct str body)
{
	*r = (struct gateway_reply){ .status = status, .type = type, .body = body };
}

/* The sums are compared, so that neither bytes nor length show in time. */
static bool same_secret(struct str a, struct str b)
{
	struct hash x = hash_of(a, (struct str){ 0 }), y = hash_of(b, (struct str){ 0 });

	return sodium_memcmp(x.b, y.b, sizeof(x.b)) == 0;
}

static bool plain(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!((s.p[i] >= '0' && s.p[i] <= '9') || (s.p[i] >= 'a' && s.p[i] <= 'z') || (s.p[i] >= 'A' && s.p[i] <= 'Z') ||
			s.p[i] == '_' || s.p[i] == '-'))
			return false;
	return s.n > 0 && s.n <= CHALLENGE_MAX;
}

/* Meta asks once, when the address is set, whether we know the word. */
static void verify(struct gateway_call *g, const struct whatsapp_secret *s, struct str query, struct gateway_reply *r)
{
	struct diag ignored = { 0 };
	struct form f;
	bool good = form_read(g->c.mem, query, &f, &ignored) == OK && str_is(form_get(&f, "hub.mode"), "subscribe") &&
		same_secret(form_get(&f, "hub.verify_token"), s->verify) && plain(form_get(&f, "hub.challenge"));

	if (good)
		answer(r, 200, "text/plain", form_get(&f, "hub.challenge"));
	else
		answer(r, 401, "application/json", STR("{}"));
}

static bool signature_good(const struct whatsapp_secret *s, struct str header, struct str body)
{
	static const char form[] = "sha256=";
	crypto_auth_hmacsha256_state state;
	uint8_t said[crypto_auth_hmacsha256_BYTES] = { 0 }, mac[crypto_auth_hmacsha256_BYTES];
	bool shaped = str_starts(header, form) && hex_read(str_sub(header, sizeof(form) - 1, header.n), said, sizeof(said));

	crypto_auth_hmacsha256_init(&state, (const uint8_t *)s->app.p, s->app.n);
	crypto_auth_hmacsha256_update(&state, (const uint8_t *)body.p, body.n);
	crypto_auth_hmacsha256_final(&state, mac);
	return sodium_memcmp(said, mac, sizeof(mac)) == 0 && shaped;
}

/* ---- states ---- */

struct noting {
	const struct gateway *gateway;
	const struct whatsapp_post *post;
};

/* Ours and of this gateway, by the id that we gave along, or by theirs. */
static bool message_of(struct ctx *c, const struct gateway *g, const struct whatsapp_status *s, struct message *out)
{
	if (!id_is_zero(s->id) && message_get(c, s->id, out) && out->out && id_eq(out->gateway, g->id))
		return true;
	return message_by_ref(c, g->id, s->ref, out);
}

static void note_state(struct ctx *c, const struct gateway *g, const struct whatsapp_status *s)
{
	int64_t at = s->at && s->at < c->now ? s->at : c->now;
	struct message m;

	if (!message_of(c, g, s, &m))
		return;
	int64_t first_at = m.sent_at ? m.sent_at : m.made_at;
	if (at < first_at) /* they count seconds, we count milliseconds */
		at = first_at;
	if (s->free && m.cost_mills > 0) {
		db_exec(c->db, &net_sql.query[Q_SPEND_BACK], ARGS(cell_id(&c->net->id), cell_id(&m.id), cell_int(m.cost_mills)));
		db_exec(c->db, &net_sql.query[Q_MESSAGE_FREE], ARGS(cell_id(&c->net->id), cell_id(&m.id)));
	}
	switch (s->state) {
	case WHATSAPP_SENT:
		message_sent(c, m.id, s->ref, at);
		break;
	case WHATSAPP_DELIVERED:
		message_delivered(c, m.id, at);
		break;
	case WHATSAPP_READ:
		message_was_read(c, m.id, at);
		break;
	case WHATSAPP_FAILED: /* it was sent, and came to nothing: by hand once more, if ever */
		message_sent(c, m.id, s->ref, at);
		if (str_is(m.state, "queued") || str_is(m.state, "sent"))
			message_failed(c, m.id, str_c(whatsapp_fate(s->code, 0).fault), true);
		break;
	}
}

static void note_all(struct ctx *c, void *arg)
{
	const struct noting *n = arg;

	for (unsigned i = 0; i < n->post->nstatuses; i++)
		note_state(c, n->gateway, &n->post->status[i]);
	gateway_heard(c, n->gateway->id, NULL);
}

/* ---- messages ---- */

/* Its bytes are to be fetched; but grave words beside a picture are answered at once, and rest nowhere. */
static bool waits(struct arena *a, const struct whatsapp_message *m)
{
	return m->kind == WHATSAPP_MEDIA && grave_find(a, m->text) == GRAVE_NONE;
}

static void put_wait(struct ctx *c, void *arg)
{
	const struct noting *n = arg;

	for (unsigned i = 0; i < n->post->nmessages; i++) {
		const struct whatsapp_message *m = &n->post->message[i];
		struct media_wait w = { .id = message_in_id(c, n->gateway->id, m->from, m->ref), .address = m->from, .ref = m->ref,
			.text = m->text, .media = m->media, .sent_at = m->sent_at };
		if (waits(c->mem, m))
			media_wait_put(c, n->gateway->id, &w);
	}
}

/* Who wrote may be written to again: what waited for that goes now. */
static void let_go(struct ctx *c, void *arg)
{
	const struct noting *n = arg;

	for (unsigned i = 0; i < n->post->nmessages; i++)
		db_exec(c->db, &net_sql.query[Q_WINDOW_OPENED], ARGS(cell_id(&c->net->id), cell_id(&n->gateway->id),
			cell_text(n->post->message[i].from), cell_int(c->now)));
}

static enum rc take(struct gateway_call *g, const struct whatsapp_message *m)
{
	struct text_in in = { .gateway = g->gateway.id, .from = m->from, .text = m->text, .ref = m->ref, .sent_at = m->sent_at };

	if (m->kind == WHATSAPP_TEXT || (m->kind == WHATSAPP_MEDIA && !waits(g->c.mem, m)))
		return gateway_deliver(g, &in);
	if (m->kind == WHATSAPP_OTHER)
		return net_say(g, m->from, m->ref,
			N_("Aquí se leen textos, fotos y notas de voz. Escriba «ayuda» para ver qué puede decir."));
	return OK;
}

static enum rc take_all(struct gateway_call *g, const struct whatsapp_post *post)
{
	struct noting n = { &g->gateway, post };
	enum rc rc = gateway_write(g, note_all, &n);
	bool media = false;

	for (unsigned i = 0; i < post->nmessages && rc == OK; i++) {
		media = media || waits(g->c.mem, &post->message[i]);
		rc = take(g, &post->message[i]);
	}
	if (rc == OK && media)
		rc = gateway_write(g, put_wait, &n);
	if (rc == OK && post->nmessages)
		rc = gateway_write(g, let_go, &n);
	return rc;
}

void whatsapp_http(struct gateway_call *g, const struct gateway_request *q, struct gateway_reply *r)
{
	struct whatsapp_secret s;
	struct whatsapp_post post;

	if (!whatsapp_secret(&g->gateway, &s)) {
		answer(r, 401, "application/json", STR("{}"));
	} else if (str_is(q->method, "GET")) {
		verify(g, &s, q->query, r);
	} else if (!signature_good(&s, q->header(q, "X-Hub-Signature-256"), q->body)) {
		answer(r, 401, "application/json", STR("{}"));
	} else if (whatsapp_read(g->c.mem, q->body, net_setting(&g->c, &g->gateway, "phone_id", ""), &post) != OK) {
		answer(r, 400, "application/json", STR("{}"));
	} else if (take_all(g, &post) != OK) {
		answer(r, 503, "application/json", STR("{}"));
	} else {
		answer(r, 200, "application/json", STR("{}"));
	}
}
