/*
 * whatsapp.c - a number of the WhatsApp Business Cloud API: sending, and the settings.
 *
 * Source: developers.facebook.com/docs/whatsapp/cloud-api, "Send messages", "Message templates". Free text may go to
 * whom wrote within 24 hours; to others only a template that Meta has approved, here one with a single place for a text.
 * Our id goes along (biz_opaque_callback_data) and comes back with every state: one that is quicker than the answer to
 * the sending, or whose answer was lost, is known all the same.
 */
#include "whatsapp.h"

#include "fold.h"

enum { PARAMETER_MAX = 1024, MARGIN_MS = 60 * 1000, WINDOW_WAIT_MS = 3600 * 1000 };

bool whatsapp_secret(const struct gateway *g, struct whatsapp_secret *out)
{
	struct str word[4] = { { 0 } };
	unsigned n = 0;

	for (size_t i = 0, from = 0; i <= g->secret.n; i++) {
		if (i < g->secret.n && (unsigned char)g->secret.p[i] > ' ')
			continue;
		if (i > from && n < ARRAY_LEN(word))
			word[n++] = str_sub(g->secret, from, i - from);
		from = i + 1;
	}
	*out = (struct whatsapp_secret){ word[0], word[1], word[2] };
	return n == 3;
}

static bool all_digits(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return s.n >= 5 && s.n <= 20;
}

static enum rc check(struct ctx *c, const struct gateway *g)
{
	struct whatsapp_secret s;

	if (!whatsapp_secret(g, &s) || s.app.n < 16 || s.verify.n < 8)
		return fail(c, "secret", "format",
			N_("Van tres claves separadas por espacios: el token de acceso, la clave secreta de la app y la palabra de verificación."));
	if (!all_digits(net_setting(c, g, "phone_id", "")))
		return fail(c, "settings", "format", N_("Falta «phone_id», el identificador del número: solo cifras."));
	if (!net_url_good(net_base(c, g, WHATSAPP_API)))
		return fail(c, "settings", "format", N_("La dirección del servicio («api») empieza con https://"));
	return OK;
}

static void text_of(struct json_out *j, struct str text)
{
	json_key(j, "type");
	json_text(j, STR("text"));
	json_key(j, "text");
	json_open(j, '{');
	json_key(j, "preview_url");
	json_bool(j, false);
	json_key(j, "body");
	json_text(j, text);
	json_close(j, '}');
}

/* A place in a template holds one line without runs of blanks. */
static struct str one_line(struct arena *a, struct str text)
{
	char *p = arena_dup(a, text.p, text.n);
	size_t n = 0;

	for (size_t i = 0; i < text.n && n < PARAMETER_MAX; i++) {
		bool blank = (unsigned char)text.p[i] <= ' ';
		if (blank && (n == 0 || p[n - 1] == ' '))
			continue;
		p[n++] = blank ? ' ' : text.p[i];
	}
	while (n && n < text.n && n == PARAMETER_MAX && ((unsigned char)p[n - 1] & 0xc0) == 0x80)
		n--;
	if (n == PARAMETER_MAX && (unsigned char)p[n - 1] >= 0xc0)
		n--;
	return str_trim((struct str){ p, n });
}

static void template_of(struct json_out *j, struct str name, struct str language, struct str text)
{
	json_key(j, "type");
	json_text(j, STR("template"));
	json_key(j, "template");
	json_open(j, '{');
	json_key(j, "name");
	json_text(j, name);
	json_key(j, "language");
	json_open(j, '{');
	json_key(j, "code");
	json_text(j, language);
	json_close(j, '}');
	json_key(j, "components");
	json_open(j, '[');
	json_open(j, '{');
	json_key(j, "type");
	json_text(j, STR("body"));
	json_key(j, "parameters");
	json_open(j, '[');
	json_open(j, '{');
	json_key(j, "type");
	json_text(j, STR("text"));
	json_key(j, "text");
	json_text(j, text);
	json_close(j, '}');
	json_close(j, ']');
	json_close(j, '}');
	json_close(j, ']');
	json_close(j, '}');
}

static struct str letter(struct gateway_call *g, const struct message *m, struct str template)
{
	struct buf b = buf_new(g->c.mem, 512 + m->text.n);
	struct json_out j = json_begin(&b);

	json_open(&j, '{');
	json_key(&j, "messaging_product");
	json_text(&j, STR("whatsapp"));
	json_key(&j, "recipient_type");
	json_text(&j, STR("individual"));
	json_key(&j, "to");
	json_text(&j, str_sub(m->address, 1, m->address.n));
	json_key(&j, "biz_opaque_callback_data");
	json_id(&j, m->id);
	if (template.n)
		template_of(&j, template, net_setting(&g->c, &g->gateway, "language", "es"), one_line(g->c.mem, m->text));
	else
		text_of(&j, m->text);
	json_close(&j, '}');
	return buf_str(&b);
}

static enum sent sent(struct gateway_call *g, const struct net_answer *n, struct sent_as *out)
{
	struct diag ignored = { 0 };
	const json_t *tree = json_read(g->c.mem, n->body, &ignored);

	out->ref = json_get_str(json_array_get(json_object_get(tree, "messages"), 0), "id");
	return SENT_GOOD;
}

static enum sent refused(struct gateway_call *g, const struct net_answer *n, struct sent_as *out)
{
	struct whatsapp_fate f = whatsapp_fate(n->status ? whatsapp_error(g->c.mem, n->body) : 0, n->status);

	out->fault = n->status ? f.fault : n->fault;
	out->down = n->status ? f.down : true;
	out->wait_ms = f.wait_ms;
	return f.sent;
}

static bool window_open(struct gateway_call *g, const struct message *m)
{
	return net_heard_at(&g->c, g->gateway.id, m->address) + WHATSAPP_WINDOW_MS - MARGIN_MS > g->c.now;
}

struct moving {
	const struct message *m;
	bool moved;
};

/* As a text message to the same number, by the first gateway that can; it costs what that one costs. */
static void move(struct ctx *c, void *arg)
{
	struct moving *mv = arg;
	struct gateway all[GATEWAYS_MAX];
	unsigned n = gateways_read(c, all);
	struct message copy = *mv->m;

	for (unsigned i = 0; i < n; i++) {
		if (all[i].closed || strcmp(gateway_channel(all[i].kind), "sms") != 0)
			continue;
		copy.gateway = all[i].id;
		copy.id = message_in_id(c, all[i].id, copy.address, id_text(c->mem, mv->m->id));
		copy.ref = STR("");
		mv->moved = message_queue(c, &copy);
		if (mv->moved)
			message_drop(c, mv->m->id);
		return;
	}
}

/* She has not written for a day and there is no template: another way where the operator allows it, else it waits. */
static enum sent outside_window(struct gateway_call *g, const struct message *m, struct sent_as *out)
{
	struct moving mv = { .m = m };

	out->fault = "window";
	out->wait_ms = WINDOW_WAIT_MS;
	if (str_is(net_setting(&g->c, &g->gateway, "otherwise", ""), "sms") && gateway_write(g, move, &mv) == OK && mv.moved)
		return SENT_NEVER; /* its row is dropped, the other one is queued */
	return SENT_LATER;
}

static enum sent send(struct gateway_call *g, const struct message *m, struct sent_as *out)
{
	struct str template = STR(""), base = net_base(&g->c, &g->gateway, WHATSAPP_API);
	struct str phone_id = net_setting(&g->c, &g->gateway, "phone_id", "");
	struct whatsapp_secret s;
	struct net_answer n;

	*out = (struct sent_as){ 0 };
	if (!str_starts(m->address, "+") || m->address.n < 8) {
		out->fault = "address";
		return SENT_NEVER;
	}
	if (!whatsapp_secret(&g->gateway, &s) || !phone_id.n) {
		out->fault = "settings";
		out->down = true;
		return SENT_LATER;
	}
	if (!window_open(g, m)) {
		template = net_setting(&g->c, &g->gateway, "template", "");
		if (!template.n)
			return outside_window(g, m, out);
	}
	struct net_call q = { .url = str_fmt(g->c.mem, "%.*s/%.*s/messages", (int)base.n, base.p, (int)phone_id.n, phone_id.p),
		.bearer = s.token, .json = letter(g, m, template), .wait_ms = NET_WAIT_MS, .bytes_max = 64 * 1024, .stop = g->stop };
	net_call(g->c.mem, &q, &n);
	return n.status == 200 ? sent(g, &n, out) : refused(g, &n, out);
}

const struct adapter whatsapp_adapter = {
	.kind = "whatsapp", .check = check, .http = whatsapp_http, .send = send, .listen = whatsapp_listen,
};
