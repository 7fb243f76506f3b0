/*
 * net.c - calls of services on the internet, and the rows that their adapters share.
 */
#include "net_own.h"

#include "http_out.h"
#include "net_sql.h"

void net_escape(struct buf *b, struct str s)
{
	http_out_escape(b, s);
}

void net_call(struct arena *a, const struct net_call *q, struct net_answer *out)
{
	const char *header[2] = { NULL, NULL };
	struct http_out call = { .method = q->json.p ? "POST" : "GET", .url = q->url, .type = q->json.p ? "application/json" : NULL,
		.body = q->json, .timeout_ms = (int)q->wait_ms, .most_bytes = q->bytes_max, .stop = q->stop, .waits = q->waits };
	struct http_in in;

	if (q->bearer.n) {
		header[0] = str_fmt(a, "Authorization: Bearer %.*s", (int)q->bearer.n, q->bearer.p).p;
		call.header = header;
	}
	bool came = http_out_call(a, &call, &in) && !in.large;
	*out = (struct net_answer){ .status = came ? in.status : 0, .fault = in.fault ? in.fault : "away",
		.too_large = in.large, .body = came ? in.body : STR("") };
}

bool net_url_good(struct str url)
{
	for (size_t i = 0; i < url.n; i++)
		if (url.p[i] <= ' ' || url.p[i] == 127 || url.p[i] == '?' || url.p[i] == '#' || url.p[i] == '@')
			return false;
	return str_starts(url, "https://") || str_starts(url, "http://127.0.0.1:") || str_starts(url, "http://[::1]:");
}

struct str net_setting(struct ctx *c, const struct gateway *g, const char *key, const char *otherwise)
{
	struct diag ignored = { 0 };
	json_t *tree = json_read(c->mem, g->settings, &ignored);
	struct str found = tree ? json_get_str(tree, key) : (struct str){ 0 };

	return found.n ? found : str_c(otherwise);
}

struct str net_base(struct ctx *c, const struct gateway *g, const char *otherwise)
{
	struct str base = net_setting(c, g, "api", otherwise);

	while (str_ends(base, "/"))
		base.n--;
	return base;
}

/* ---- rows ---- */

struct noting {
	struct id gateway;
	const char *fault;
	struct str position;
};

static void note(struct ctx *c, void *arg)
{
	const struct noting *n = arg;

	if (n->position.p)
		gateway_position(c, n->gateway, n->position);
	gateway_heard(c, n->gateway, n->fault);
}

enum rc net_note(struct gateway_call *g, const char *fault, struct str position)
{
	struct noting n = { g->gateway.id, fault, position };

	return gateway_write(g, note, &n);
}

struct str net_phone_of(struct ctx *c, struct str address)
{
	struct rows r = ctx_rows(c, net_sql, Q_ADDRESS_PHONE_GET, cell_id(&c->net->id), cell_text(address));
	struct str phone = { 0 };

	if (rows_next(&r)) {
		phone = str_dup(c->mem, rows_text(&r, 0));
		rows_end(&r);
	}
	return phone;
}

void net_phone_put(struct ctx *c, struct str address, struct str phone)
{
	db_exec(c->db, &net_sql.query[Q_ADDRESS_PHONE_PUT],
		ARGS(cell_id(&c->net->id), cell_text(address), cell_text(phone), cell_int(c->now)));
}

int64_t net_heard_at(struct ctx *c, struct id gateway, struct str address)
{
	struct rows r = ctx_rows(c, net_sql, Q_ADDRESS_HEARD, cell_id(&c->net->id), cell_id(&gateway), cell_text(address));
	int64_t at = 0;

	if (rows_next(&r)) {
		at = rows_int(&r, 0);
		rows_end(&r);
	}
	return at;
}

void net_word(struct ctx *c, const struct net_word *w)
{
	struct str ref = str_fmt(c->mem, "word/%.*s", (int)w->ref.n, w->ref.p);
	struct message m = { .id = message_in_id(c, w->gateway, w->address, ref), .out = true, .gateway = w->gateway,
		.address = w->address, .kind = STR("reply"), .text = tr(c->lang, w->msgid) };

	(void)message_queue(c, &m);
}

static void run_word(struct ctx *c, void *arg)
{
	net_word(c, arg);
}

enum rc net_say(struct gateway_call *g, struct str address, struct str ref, const char *msgid)
{
	struct net_word w = { g->gateway.id, address, ref, msgid };

	return gateway_write(g, run_word, &w);
}
