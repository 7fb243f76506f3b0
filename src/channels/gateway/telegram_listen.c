/*
 * telegram_listen.c - one long poll of a Telegram bot, and what it brought.
 *
 * Source: core.telegram.org/bots/api, getUpdates, getFile. Asking for updates from N on confirms all before N, and the
 * service forgets them. So N is gateway.position, and it moves only after what came before it is durable; whatever
 * happens in between, the same updates come again and are repeats.
 */
#include "telegram.h"

#include "field.h"
#include "grave.h"

enum {
	POLL_S = 25,
	BATCH = 20,
	FETCH_MS = 25 * 1000,
};

struct turn {
	struct gateway_call *g;
	int64_t next; /* the first update that is not done */
};

static struct str address_of(struct turn *t, const struct telegram_update *u)
{
	return str_fmt(t->g->c.mem, "tg:%lld", (long long)u->from);
}

static struct str ref_of(struct turn *t, const struct telegram_update *u)
{
	return str_fmt(t->g->c.mem, u->edited_at ? "%lld/%lld" : "%lld", (long long)u->message, (long long)u->edited_at);
}

static enum rc deliver(struct turn *t, const struct telegram_update *u, struct str text, const struct text_media *media)
{
	struct text_in in = { .gateway = t->g->gateway.id, .from = address_of(t, u), .text = text, .ref = ref_of(t, u),
		.sent_at = u->edited_at ? u->edited_at : u->sent_at, .media = media };

	return gateway_deliver(t->g, &in);
}

struct proof {
	struct str address, phone;
};

static void run_proof(struct ctx *c, void *arg)
{
	const struct proof *p = arg;

	net_phone_put(c, p->address, p->phone);
}

static enum rc say(struct turn *t, const struct telegram_update *u, const char *msgid)
{
	return net_say(t->g, address_of(t, u), ref_of(t, u), msgid);
}

/* ---- kinds ---- */

/* Telegram vouches that the number is hers: from now on this address speaks for it. */
static enum rc take_contact(struct turn *t, const struct telegram_update *u)
{
	static const struct field phone = { .name = "phone", .type = T_PHONE, .label = "" };
	struct ctx *c = &t->g->c;
	struct diag ignored = { 0 };
	struct value v;

	if (!u->phone.n || field_read(c->mem, &phone, u->phone, &v, &ignored) != OK || v.kind != V_TEXT)
		return say(t, u, N_("Ese contacto no es el suyo. Toque el botón «Compartir mi número»."));
	struct proof p = { address_of(t, u), v.s };
	enum rc rc = gateway_write(t->g, run_proof, &p);
	return rc == OK ? deliver(t, u, STR("hola"), NULL) : rc;
}

/* What was done by a message is corrected by another one, as people say it; she is told when it is not so plain. */
static enum rc take_edit(struct turn *t, const struct telegram_update *u)
{
	struct ctx *c = &t->g->c;
	struct str ref = str_fmt(c->mem, "%lld", (long long)u->message), said;
	struct message before;

	if (grave_find(c->mem, u->text) != GRAVE_NONE)
		return deliver(t, u, u->text, NULL);
	if (!message_get(c, message_in_id(c, t->g->gateway.id, address_of(t, u), ref), &before))
		return OK;
	if (!str_is(before.state, "done"))
		return str_eq(before.text, u->text) ? OK : deliver(t, u, u->text, NULL);
	said = telegram_edit(c->mem, before.text, u->text);
	if (!said.p)
		return say(t, u, N_("Usted cambió un mensaje que ya está anotado. Para corregirlo escriba, por ejemplo: no era 120, era 102"));
	return said.n ? deliver(t, u, said, NULL) : OK;
}

static enum rc fetch(struct gateway_call *g, struct str file, struct text_media *media)
{
	struct ctx *c = &g->c;
	struct net_answer n;
	struct diag ignored = { 0 };
	struct buf ask = buf_new(c->mem, 128);
	struct json_out j = json_begin(&ask);

	json_open(&j, '{');
	json_key(&j, "file_id");
	json_text(&j, file);
	json_close(&j, '}');
	net_call(c->mem, &(struct net_call){ .url = telegram_method(g, "getFile"), .json = buf_str(&ask),
		.wait_ms = NET_WAIT_MS, .bytes_max = 64 * 1024, .stop = g->stop }, &n);
	if (n.status == 400) { /* larger than bots are given */
		media->too_large = true;
		return OK;
	}
	const json_t *tree = n.status == 200 ? json_read(c->mem, n.body, &ignored) : NULL;
	struct str path = json_get_str(json_object_get(tree, "result"), "file_path"), base = net_base(c, &g->gateway, TELEGRAM_API);
	struct str url = str_fmt(c->mem, "%.*s/file/bot%.*s/%.*s", (int)base.n, base.p, (int)g->gateway.secret.n,
		g->gateway.secret.p, (int)path.n, path.p);
	if (!path.n || !net_url_good(url))
		return BUSY;
	net_call(c->mem, &(struct net_call){ .url = url, .wait_ms = FETCH_MS, .bytes_max = NET_MEDIA_MAX, .stop = g->stop }, &n);
	media->bytes = n.body;
	media->too_large = n.too_large;
	return n.status == 200 || n.too_large ? OK : BUSY;
}

struct putting {
	struct id gateway;
	struct media_wait wait;
};

static void put_wait(struct ctx *c, void *arg)
{
	const struct putting *p = arg;

	media_wait_put(c, p->gateway, &p->wait);
}

/* Its file is fetched afterwards; but grave words beside it are answered at once, and rest nowhere. */
static enum rc take_media(struct turn *t, const struct telegram_update *u)
{
	struct text_media none = { .too_large = true };
	struct str address = address_of(t, u), ref = ref_of(t, u);

	if (grave_find(t->g->c.mem, u->text) != GRAVE_NONE)
		return deliver(t, u, u->text, NULL);
	if (!u->file.n)
		return deliver(t, u, u->text, &none);
	struct putting p = { t->g->gateway.id, { .id = message_in_id(&t->g->c, t->g->gateway.id, address, ref),
		.address = address, .ref = ref, .text = u->text, .media = u->file, .sent_at = u->sent_at } };
	return gateway_write(t->g, put_wait, &p);
}

static enum rc take(struct turn *t, const struct telegram_update *u)
{
	switch (u->kind) {
	case TELEGRAM_NOTHING:
		return OK;
	case TELEGRAM_TEXT:
		return deliver(t, u, u->text, NULL);
	case TELEGRAM_EDIT:
		return take_edit(t, u);
	case TELEGRAM_MEDIA:
		return take_media(t, u);
	case TELEGRAM_CONTACT:
		return take_contact(t, u);
	case TELEGRAM_OTHER:
		return say(t, u, N_("Aquí se leen textos, fotos y notas de voz. Escriba «ayuda» para ver qué puede decir."));
	}
	return OK;
}

/* ---- one turn ---- */

static struct str poll_body(struct turn *t, int64_t poll_s)
{
	struct buf b = buf_new(t->g->c.mem, 128);
	struct json_out j = json_begin(&b);

	json_open(&j, '{');
	json_key(&j, "offset");
	json_int(&j, t->next);
	json_key(&j, "limit");
	json_int(&j, BATCH);
	json_key(&j, "timeout");
	json_int(&j, poll_s);
	json_key(&j, "allowed_updates");
	json_open(&j, '[');
	json_text(&j, STR("message"));
	json_text(&j, STR("edited_message"));
	json_close(&j, ']');
	json_close(&j, '}');
	return buf_str(&b);
}

/* What an answer that brings nothing says of the gateway. */
static const char *fault_of(const struct net_answer *n)
{
	switch (n->status) {
	case 401:
	case 404:
		return "denied";
	case 409: /* another program polls, or a webhook is set */
		return "taken";
	case 429:
		return "busy";
	default:
		return n->fault;
	}
}

/* Deliver in order; stop at the first that could not be. */
static enum rc take_all(struct turn *t, const struct telegram_update *u, unsigned n)
{
	enum rc rc = OK;

	for (unsigned i = 0; i < n && !*t->g->stop; i++) {
		if (u[i].id < t->next)
			continue;
		rc = take(t, &u[i]);
		if (rc != OK)
			break;
		t->next = u[i].id + 1;
	}
	return rc;
}

/* Nothing came: what was before N is confirmed, and after a quiet week ids begin anywhere. So asking begins anew. */
static struct str position(struct turn *t, bool quiet)
{
	if (quiet)
		return t->next ? STR("0") : (struct str){ 0 };
	return str_fmt(t->g->c.mem, "%lld", (long long)t->next);
}

enum rc telegram_listen(struct gateway_call *g)
{
	struct turn t = { .g = g };
	struct telegram_update *u;
	struct net_answer n;
	unsigned count;
	bool did = false;

	enum rc rc = net_media_turn(g, fetch, &did), noted;
	if (did || rc != OK)
		return rc;
	if (!str_int64(g->gateway.position, &t.next) || t.next < 0)
		t.next = 0;
	int64_t poll_s = (net_media_wait_ms(g, POLL_S * 1000) + 999) / 1000;
	net_call(g->c.mem, &(struct net_call){ .url = telegram_method(g, "getUpdates"), .json = poll_body(&t, poll_s),
		.wait_ms = (POLL_S + 10) * 1000, .bytes_max = NET_ANSWER_MAX, .stop = g->stop, .waits = true }, &n);
	if (*g->stop)
		return OK;
	if (n.status != 200 || telegram_read(g->c.mem, n.body, NET_MEDIA_MAX, &u, &count) != OK) {
		noted = net_note(g, fault_of(&n), (struct str){ 0 });
		return noted == OK ? BUSY : noted;
	}
	rc = take_all(&t, u, count);
	noted = net_note(g, NULL, position(&t, count == 0));
	return rc != OK ? rc : noted;
}
