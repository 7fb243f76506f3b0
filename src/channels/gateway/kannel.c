/*
 * kannel.c - Kannel's HTTP interface (Debian: kannel): an SMPP contract with an operator, or modems, behind one address.
 *
 * Out: sendsms of smsbox; what it accepted lies in its own queue, and what becomes of it comes to …/dlr. In: the
 * sms-service's get-url. One secret serves both: the password of the sendsms-user, and the key in what Kannel asks us.
 */
#include "gateway_channel.h"

#include "hash.h"
#include "http_out.h"
#include "json.h"
#include "kannel_query.h"
#include "sms.h"

enum {
	SECRET_MIN = 8, SECRET_MAX = 64,
	TIMEOUT_MS = 20 * 1000,
	ANSWER_MAX = 4096,
	REPORTS = KANNEL_DELIVERED | KANNEL_UNDELIVERED | KANNEL_QUEUED | KANNEL_SENT | KANNEL_REJECTED,
};

struct settings {
	struct str url;  /* of sendsms */
	struct str user;
	struct str from; /* the number that people see; may be empty: Kannel's own default */
	struct str here; /* this server as Kannel reaches it; no slash behind */
};

static bool good_url(struct str s)
{
	return (str_starts(s, "http://") || str_starts(s, "https://")) && s.n > 10 && s.n < 200 && str_find(s, '?') == s.n &&
		str_find(s, ' ') == s.n;
}

static bool read_settings(struct ctx *c, const struct gateway *g, struct settings *out)
{
	struct diag ignored = { 0 };
	json_t *t = json_read(c->mem, g->settings.n ? g->settings : STR("{}"), &ignored);

	if (!json_is_object(t))
		return false;
	*out = (struct settings){ .url = json_get_str(t, "url"), .user = json_get_str(t, "user"), .from = json_get_str(t, "from"),
		.here = json_get_str(t, "here") };
	if (!out->url.n)
		out->url = STR("http://127.0.0.1:13013/cgi-bin/sendsms");
	if (!out->user.n)
		out->user = STR("ayni");
	if (!out->from.n)
		out->from = g->number;
	if (!out->here.n && c->config)
		out->here = c->config->public_url;
	while (str_ends(out->here, "/"))
		out->here.n--;
	return good_url(out->url) && (!out->here.n || good_url(out->here));
}

static enum rc check(struct ctx *c, const struct gateway *g)
{
	struct settings s;

	if (g->secret.n < SECRET_MIN || g->secret.n > SECRET_MAX)
		return fail(c, "secret", "range", N_("La clave de Kannel tiene entre 8 y 64 letras o números."));
	for (size_t i = 0; i < g->secret.n; i++)
		if (!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_", g->secret.p[i]))
			return fail(c, "secret", "format", N_("La clave de Kannel va en una dirección: solo letras sin tilde, números, - y _."));
	if (!read_settings(c, g, &s))
		return fail(c, "settings", "format", N_("La dirección de Kannel se escribe completa: http://127.0.0.1:13013/cgi-bin/sendsms"));
	return OK;
}

/* ---- out ---- */

static void put_pair(struct buf *b, const char *name, struct str value)
{
	buf_char(b, str_find(buf_str(b), '?') == b->n ? '?' : '&');
	buf_c(b, name);
	buf_char(b, '=');
	http_out_escape(b, value);
}

/* The report's own address: Kannel fills in %d. */
static struct str report_url(struct gateway_call *g, const struct settings *s, const struct message *m)
{
	struct buf b = buf_new(g->c.mem, 256);
	struct str gateway = id_text(g->c.mem, g->gateway.id), id = id_text(g->c.mem, m->id);

	buf_add(&b, s->here);
	buf_c(&b, "/pasarela/");
	buf_add(&b, gateway);
	buf_c(&b, "/dlr");
	put_pair(&b, "key", g->gateway.secret);
	put_pair(&b, "m", id);
	buf_c(&b, "&d=%d");
	return buf_str(&b);
}

static struct str send_url(struct gateway_call *g, const struct settings *s, const struct message *m)
{
	struct buf b = buf_new(g->c.mem, 1024);

	buf_add(&b, s->url);
	put_pair(&b, "username", s->user);
	put_pair(&b, "password", g->gateway.secret);
	if (s->from.n)
		put_pair(&b, "from", s->from);
	put_pair(&b, "to", m->address);
	put_pair(&b, "coding", sms_segments(m->text).gsm7 ? STR("0") : STR("2"));
	put_pair(&b, "charset", STR("UTF-8"));
	put_pair(&b, "text", m->text);
	if (s->here.n) {
		put_pair(&b, "dlr-mask", str_fmt(g->c.mem, "%d", REPORTS));
		put_pair(&b, "dlr-url", report_url(g, s, m));
	}
	return buf_str(&b);
}

/* smsbox: 202 accepted ("0: Accepted for delivery", "3: Queued for later delivery"), 403 for user or password, 400 for what is wrong in it. */
static enum sent send(struct gateway_call *g, const struct message *m, struct sent_as *out)
{
	struct settings s;
	struct http_in r;

	if (!read_settings(&g->c, &g->gateway, &s))
		return sent_later(out, "settings", true);
	struct http_out q = { .method = "GET", .url = send_url(g, &s, m), .timeout_ms = TIMEOUT_MS, .most_bytes = ANSWER_MAX,
		.stop = g->stop };
	if (!http_out_call(g->c.mem, &q, &r))
		return sent_later(out, r.fault ? r.fault : "away", true);
	out->wait_ms = r.retry_ms;
	if (r.status >= 200 && r.status < 300)
		return SENT_GOOD;
	if (r.status == 401 || r.status == 403)
		return sent_later(out, "denied", true);
	if (r.status == 404)
		return sent_later(out, "settings", true);
	if (r.status == 429 || r.status >= 500)
		return sent_later(out, r.status == 429 ? "busy" : "away", true);
	out->fault = "refused";
	return SENT_NEVER;
}

/* ---- in ---- */

static bool knows_secret(struct gateway_call *g, struct str query)
{
	struct str key = kannel_value(g->c.mem, query, "key");

	return hash_eq(hash_of(key, (struct str){ 0 }), hash_of(g->gateway.secret, (struct str){ 0 })) && g->gateway.secret.n >= SECRET_MIN;
}

/* Kannel would send whatever we say to the person: nothing is said. */
static void answer(struct gateway_reply *r, int status)
{
	*r = (struct gateway_reply){ .status = status, .type = "text/plain", .body = STR("") };
}

static void note_heard(struct ctx *c, void *arg)
{
	gateway_heard(c, *(const struct id *)arg, NULL);
}

static void message_in(struct gateway_call *g, const struct gateway_request *q, struct gateway_reply *r)
{
	static const struct text_media lost = { .too_large = true };
	struct kannel_in in;

	if (!kannel_read_in(g->c.mem, q->query, &in)) {
		answer(r, 400);
		return;
	}
	struct text_in one = { .gateway = g->gateway.id, .from = in.from, .text = in.text, .ref = in.ref, .sent_at = in.sent_at,
		.media = in.bytes ? &lost : NULL };
	enum rc rc = gateway_deliver(g, &one);
	if (rc == OK)
		rc = gateway_write(g, note_heard, &g->gateway.id);
	answer(r, rc == OK ? 200 : 503);
}

struct report {
	struct id gateway, message;
	enum kannel_report what;
	bool early; /* that it was taken is not noted yet: Kannel is to say it again */
};

static void note_report(struct ctx *c, void *arg)
{
	struct report *p = arg;
	struct message m;

	gateway_heard(c, p->gateway, NULL);
	if (!message_get(c, p->message, &m) || !m.out || !id_eq(m.gateway, p->gateway))
		return;
	if (p->what == KANNEL_DELIVERED)
		message_delivered(c, m.id, c->now);
	else if (p->what == KANNEL_QUEUED)
		return;
	else if (str_is(m.state, "queued") && !m.fault.n)
		p->early = true; /* after the note of a good sending this would come to nothing */
	else if (p->what == KANNEL_SENT)
		message_sent(c, m.id, STR(""), c->now);
	else
		message_failed(c, m.id, p->what == KANNEL_REJECTED ? STR("refused") : STR("undelivered"), true);
}

static void report_in(struct gateway_call *g, const struct gateway_request *q, struct gateway_reply *r)
{
	struct report one = { .gateway = g->gateway.id };

	if (!kannel_read_report(g->c.mem, q->query, &one.message, &one.what))
		answer(r, 400);
	else
		answer(r, gateway_write(g, note_report, &one) == OK && !one.early ? 200 : 503);
}

static void http(struct gateway_call *g, const struct gateway_request *q, struct gateway_reply *r)
{
	if (!knows_secret(g, q->query))
		answer(r, 401);
	else if (!str_is(q->method, "GET"))
		answer(r, 405);
	else if (str_is(q->rest, "mo"))
		message_in(g, q, r);
	else if (str_is(q->rest, "dlr"))
		report_in(g, q, r);
	else
		answer(r, 404);
}

const struct adapter kannel_adapter = { .kind = "kannel", .check = check, .http = http, .send = send };
