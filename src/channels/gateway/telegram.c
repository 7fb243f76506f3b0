/*
 * telegram.c - a Telegram bot: sending, and the settings.
 *
 * Source: core.telegram.org/bots/api, "Making requests", sendMessage, ResponseParameters. The token is part of every
 * address, so no address is ever logged. A bot costs nothing; a person must have written to it first.
 */
#include "telegram.h"

enum { TOKEN_MIN = 20, TOKEN_MAX = 100, ASK_MOST_MS = 3600 * 1000 };

/* "123456:ABC-…": digits, a colon, letters. */
static bool token_good(struct str t)
{
	size_t colon = str_find(t, ':');

	if (t.n < TOKEN_MIN || t.n > TOKEN_MAX || colon == 0 || colon >= t.n)
		return false;
	for (size_t i = 0; i < t.n; i++) {
		char x = t.p[i];
		bool digit = x >= '0' && x <= '9', letter = (x >= 'a' && x <= 'z') || (x >= 'A' && x <= 'Z') || x == '_' || x == '-';
		if (i < colon ? !digit : i > colon && !digit && !letter)
			return false;
	}
	return true;
}

static enum rc check(struct ctx *c, const struct gateway *g)
{
	if (!token_good(g->secret))
		return fail(c, "secret", "format", N_("La clave del bot la da @BotFather y se ve así: 123456:ABC-DEF…"));
	if (!net_url_good(net_base(c, g, TELEGRAM_API)))
		return fail(c, "settings", "format", N_("La dirección del servicio («api») empieza con https://"));
	return OK;
}

struct str telegram_method(struct gateway_call *g, const char *method)
{
	struct str base = net_base(&g->c, &g->gateway, TELEGRAM_API);

	return str_fmt(g->c.mem, "%.*s/bot%.*s/%s", (int)base.n, base.p, (int)g->gateway.secret.n, g->gateway.secret.p, method);
}

int64_t telegram_retry_ms(struct arena *a, struct str body)
{
	struct diag ignored = { 0 };
	const json_t *tree = json_read(a, body, &ignored);
	int64_t s = json_integer_value(json_object_get(json_object_get(tree, "parameters"), "retry_after"));

	return s <= 0 ? 0 : s > ASK_MOST_MS / 1000 ? ASK_MOST_MS : s * 1000;
}

/* A button by which Telegram vouches for her number, for who is not known by one. */
static void offer_button(struct gateway_call *g, struct json_out *j)
{
	json_key(j, "reply_markup");
	json_open(j, '{');
	json_key(j, "keyboard");
	json_open(j, '[');
	json_open(j, '[');
	json_open(j, '{');
	json_key(j, "text");
	json_text(j, tr(g->c.lang, N_("Compartir mi número")));
	json_key(j, "request_contact");
	json_bool(j, true);
	json_close(j, '}');
	json_close(j, ']');
	json_close(j, ']');
	json_key(j, "resize_keyboard");
	json_bool(j, true);
	json_key(j, "one_time_keyboard");
	json_bool(j, true);
	json_close(j, '}');
}

static struct str letter(struct gateway_call *g, const struct message *m, int64_t chat)
{
	struct buf b = buf_new(g->c.mem, 256 + m->text.n);
	struct json_out j = json_begin(&b);

	json_open(&j, '{');
	json_key(&j, "chat_id");
	json_int(&j, chat);
	json_key(&j, "text");
	json_text(&j, m->text);
	json_key(&j, "link_preview_options");
	json_open(&j, '{');
	json_key(&j, "is_disabled");
	json_bool(&j, true);
	json_close(&j, '}');
	if (str_is(m->kind, "reply") && !net_phone_of(&g->c, m->address).p)
		offer_button(g, &j);
	json_close(&j, '}');
	return buf_str(&b);
}

static enum sent good(struct gateway_call *g, const struct net_answer *n, struct sent_as *out)
{
	struct diag ignored = { 0 };
	const json_t *tree = json_read(g->c.mem, n->body, &ignored);
	int64_t id = json_integer_value(json_object_get(json_object_get(tree, "result"), "message_id"));

	if (id)
		out->ref = str_fmt(g->c.mem, "%lld", (long long)id);
	return SENT_GOOD;
}

static enum sent send(struct gateway_call *g, const struct message *m, struct sent_as *out)
{
	struct net_answer n;
	int64_t chat;

	*out = (struct sent_as){ 0 };
	if (!str_starts(m->address, "tg:") || !str_int64(str_sub(m->address, 3, m->address.n), &chat) || chat <= 0) {
		out->fault = "address";
		return SENT_NEVER;
	}
	struct net_call q = { .url = telegram_method(g, "sendMessage"), .json = letter(g, m, chat), .wait_ms = NET_WAIT_MS,
		.bytes_max = 64 * 1024, .stop = g->stop };
	net_call(g->c.mem, &q, &n);
	switch (n.status) {
	case 200:
		return good(g, &n, out);
	case 400:
		out->fault = "address";
		return SENT_NEVER;
	case 403: /* she closed the door, or never opened it */
		out->fault = "blocked";
		return SENT_NEVER;
	case 429:
		out->wait_ms = telegram_retry_ms(g->c.mem, n.body);
		return sent_later(out, "busy", true);
	case 401:
	case 404:
		return sent_later(out, "denied", true);
	default:
		return sent_later(out, n.fault, true);
	}
}

const struct adapter telegram_adapter = {
	.kind = "telegram", .check = check, .send = send, .listen = telegram_listen,
};
