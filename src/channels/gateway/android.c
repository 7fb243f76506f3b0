/*
 * android.c - an Android phone with a local SIM that polls: the app cht-gateway (cht.h has its protocol).
 *
 * The phone calls us, so the server needs no way in to it: any phone with a prepaid SIM and a little data, behind
 * whatever network. What it brings is delivered before it is answered 200; anything else and it brings it again.
 * What it is handed is leased: if the answer is lost on the way the same ids are handed out once more, and the phone,
 * which knows those it got, says their states instead of sending twice.
 */
#include "gateway_channel.h"

#include <sodium.h>

#include "cht.h"
#include "hash.h"
#include "sms_sql.h"

enum {
	LEASE_MS = 3 * 60 * 1000, /* the phone polls every minute at the latest */
	SECRET_MIN = 8,
	SECRET_MAX = 40,          /* Android folds the header of longer ones into two lines */
	PASSWORD_MAX = 200,
};

static const char too_many[] = N_("Son demasiados mensajes juntos.");

/* The phone has no place for a password but its address. */
static enum rc check(struct ctx *c, const struct gateway *g)
{
	struct str s = g->secret;

	if (s.n < SECRET_MIN || s.n > SECRET_MAX)
		return fail(c, "secret", "range", N_("La clave del celular tiene entre 8 y 40 letras o números."));
	for (size_t i = 0; i < s.n; i++) {
		char x = s.p[i];
		if (!((x >= '0' && x <= '9') || (x >= 'a' && x <= 'z') || (x >= 'A' && x <= 'Z') || x == '-' || x == '_'))
			return fail(c, "secret", "format", N_("La clave del celular va en una dirección: solo letras sin tilde, números, - y _."));
	}
	return OK;
}

/*
 * RFC 7617: "Basic " and base64 of user ":" password. Any user: the phone's address says which gateway it is. The
 * sums are compared, so that neither bytes nor length of the secret show in time.
 */
static bool knows_secret(const struct gateway *g, struct str header)
{
	unsigned char text[PASSWORD_MAX];
	struct str password = { 0 };
	size_t n = 0;

	if (header.n > 6 && str_ieq(str_sub(header, 0, 6), STR("basic "))) {
		struct str code = str_trim(str_sub(header, 6, header.n));
		if (sodium_base642bin(text, sizeof(text), code.p, code.n, "\r\n ", &n, NULL, sodium_base64_VARIANT_ORIGINAL) == 0) {
			struct str both = { (const char *)text, n };
			size_t colon = str_find(both, ':');
			if (colon < n)
				password = str_sub(both, colon + 1, n);
		}
	}
	bool same = hash_eq(hash_of(password, (struct str){ 0 }), hash_of(g->secret, (struct str){ 0 }));
	sodium_memzero(text, sizeof(text));
	return same && g->secret.n >= SECRET_MIN;
}

static void answer(struct gateway_reply *r, int status, struct str body)
{
	*r = (struct gateway_reply){ .status = status, .type = "application/json", .body = body, .basic = status == 401 };
}

static void refuse(struct gateway_call *g, struct gateway_reply *r, int status, const char *msgid)
{
	answer(r, status, cht_refusal(g->c.mem, tr(g->c.lang, msgid)));
}

/* One transaction: the states it reports, that it was heard, and what it is handed now. */
struct poll {
	const struct cht_body *body;
	struct id gateway;
	struct message *out;
	unsigned n;
};

static void turn_put(struct ctx *c, struct id id, struct str turn)
{
	db_exec(c->db, &sms_sql.query[Q_MESSAGE_TURN], ARGS(cell_id(&c->net->id), cell_id(&id), turn.n ? cell_text(turn) : cell_null()));
}

static void note(struct ctx *c, const struct poll *p, const struct cht_update *u)
{
	struct message m;

	if (!message_get(c, u->id, &m) || !m.out || !id_eq(m.gateway, p->gateway))
		return;
	switch (u->status) {
	case CHT_WAITS:
		break;
	case CHT_SENT:
		message_sent(c, u->id, STR(""), c->now);
		break;
	case CHT_DELIVERED:
		message_delivered(c, u->id, c->now);
		break;
	case CHT_FAILED:
		/* An old failure, told again, is not one of this time. */
		if (!str_eq(u->turn, m.ref))
			break;
		message_failed(c, u->id, STR("refused"), cht_reason_final(u->reason));
		turn_put(c, u->id, STR(""));
		break;
	}
}

static void poll_run(struct ctx *c, void *arg)
{
	struct poll *p = arg;

	for (unsigned i = 0; i < p->body->nupdates; i++)
		note(c, p, &p->body->update[i]);
	gateway_heard(c, p->gateway, NULL);
	p->n = message_claim(c, p->gateway, LEASE_MS, p->out, MESSAGE_CLAIM_MAX);
	for (unsigned i = 0; i < p->n; i++) {
		uint32_t turn;
		if (p->out[i].ref.n)
			continue; /* handed out before, and not known to have failed */
		random_bytes(&turn, sizeof(turn));
		p->out[i].ref = str_fmt(c->mem, "%08x", turn);
		turn_put(c, p->out[i].id, p->out[i].ref);
	}
}

static void post(struct gateway_call *g, const struct gateway_request *q, struct gateway_reply *r)
{
	struct cht_body body;
	struct poll p = { .body = &body, .gateway = g->gateway.id };
	struct str bytes = q->body;
	bool packed = str_ieq(str_trim(q->header(q, "Content-Encoding")), STR("gzip"));
	enum rc rc = packed ? cht_unpack(g->c.mem, q->body, &bytes) : OK;

	if (rc != OK) {
		refuse(g, r, rc == BUSY ? 413 : 400, rc == BUSY ? too_many : N_("Lo que llegó está dañado."));
		return;
	}
	if (cht_read(g->c.mem, bytes, &body, g->c.diag) != OK) {
		const struct diag_item *why = &g->c.diag->item[0];
		answer(r, 400, cht_refusal(g->c.mem, g->c.diag->n ? tr_fill(g->c.mem, g->c.lang, why->msgid, why->arg) : STR("JSON")));
		return;
	}
	for (unsigned i = 0; i < body.nmessages; i++) {
		const struct cht_message *m = &body.message[i];
		struct text_in in = { .gateway = g->gateway.id, .from = m->from, .text = m->content, .ref = m->ref, .sent_at = m->sent_at };
		if (gateway_deliver(g, &in) != OK) {
			refuse(g, r, 503, N_("Ahora no se puede recibir. El celular probará de nuevo."));
			return;
		}
	}
	p.out = ARENA_ARRAY(g->c.mem, struct message, MESSAGE_CLAIM_MAX);
	if (gateway_write(g, poll_run, &p) != OK)
		refuse(g, r, 503, N_("Ahora no se puede recibir. El celular probará de nuevo."));
	else
		answer(r, 200, cht_write(g->c.mem, p.out, p.n));
}

static void http(struct gateway_call *g, const struct gateway_request *q, struct gateway_reply *r)
{
	if (!knows_secret(&g->gateway, q->header(q, "Authorization")))
		refuse(g, r, 401, N_("La clave no es la de este celular."));
	else if (q->rest.n)
		refuse(g, r, 404, N_("Esta dirección no existe."));
	else if (str_is(q->method, "GET") || str_is(q->method, "HEAD"))
		answer(r, 200, STR("{\"medic-gateway\":true}"));
	else if (!str_is(q->method, "POST"))
		refuse(g, r, 405, N_("Aquí solo se pregunta y se entrega."));
	else if (q->body.n > CHT_BODY_MAX)
		refuse(g, r, 413, too_many);
	else
		post(g, q, r);
}

const struct adapter android_adapter = { .kind = "android", .check = check, .http = http };
