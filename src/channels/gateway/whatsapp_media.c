/*
 * whatsapp_media.c - photos and voice notes of WhatsApp are fetched after their post was answered, and the number is asked
 * for its health.
 *
 * Source: developers.facebook.com/docs/whatsapp/cloud-api/reference/media: an id gives an address that lives for five
 * minutes, and the address the bytes, both with the token.
 */
#include "whatsapp.h"

#include <time.h>

enum {
	TURN_MS = 30 * 1000,
	LOOK_MS = 500,
	HEALTH_MS = 4 * 60 * 1000, /* well within GATEWAY_QUIET_MS */
	FETCH_MS = 25 * 1000,
};

/* ---- fetching ---- */

static void call(struct gateway_call *g, struct str url, size_t most, int64_t wait_ms, struct net_answer *n)
{
	struct whatsapp_secret s;

	(void)whatsapp_secret(&g->gateway, &s);
	net_call(g->c.mem, &(struct net_call){ .url = url, .bearer = s.token, .wait_ms = wait_ms, .bytes_max = most, .stop = g->stop }, n);
}

/* OK: fetched, or it cannot be (*media says so). BUSY: try again. */
static enum rc fetch(struct gateway_call *g, struct str media_id, struct text_media *media)
{
	struct arena *mem = g->c.mem;
	struct str base = net_base(&g->c, &g->gateway, WHATSAPP_API), url;
	struct buf b = buf_new(mem, 128);
	struct net_answer n;
	struct diag ignored = { 0 };

	buf_add(&b, base);
	buf_char(&b, '/');
	net_escape(&b, media_id);
	call(g, buf_str(&b), 64 * 1024, NET_WAIT_MS, &n);
	if (n.status >= 400 && n.status < 500 && n.status != 401 && n.status != 429)
		return OK; /* it is not there any more */
	const json_t *tree = n.status == 200 ? json_read(mem, n.body, &ignored) : NULL;
	url = json_get_str(tree, "url");
	if (json_integer_value(json_object_get(tree, "file_size")) > NET_MEDIA_MAX) {
		media->too_large = true;
		return OK;
	}
	/* The token goes along: only by https, but for a stand-in. */
	if (!str_starts(url, "https://") && (str_starts(base, "https://") || !str_starts(url, "http://127.0.0.1:")))
		return BUSY;
	call(g, url, NET_MEDIA_MAX, FETCH_MS, &n);
	media->bytes = n.status == 200 ? n.body : STR("");
	media->too_large = n.too_large;
	return n.status == 200 || n.too_large ? OK : BUSY;
}

/* ---- listening ---- */

/* Nobody may write for hours: so that it is known that all is well, or not, the number is asked. */
static enum rc ask_health(struct gateway_call *g)
{
	struct str base = net_base(&g->c, &g->gateway, WHATSAPP_API), id = net_setting(&g->c, &g->gateway, "phone_id", "");
	struct net_answer n;

	call(g, str_fmt(g->c.mem, "%.*s/%.*s?fields=quality_rating", (int)base.n, base.p, (int)id.n, id.p), 64 * 1024,
		NET_WAIT_MS, &n);
	if (*g->stop)
		return OK;
	if (n.status == 200)
		return net_note(g, NULL, (struct str){ 0 });
	struct whatsapp_fate f = whatsapp_fate(n.status ? whatsapp_error(g->c.mem, n.body) : 0, n.status);
	return net_note(g, n.status ? f.fault : n.fault, (struct str){ 0 });
}

static void wait_a_little(const struct gateway_call *g)
{
	for (int i = 0; i < LOOK_MS / 50 && !*g->stop; i++)
		nanosleep(&(struct timespec){ .tv_nsec = 50 * 1000 * 1000 }, NULL);
}

enum rc whatsapp_listen(struct gateway_call *g)
{
	if (g->gateway.fault.n || g->gateway.seen_at + HEALTH_MS < g->c.now) {
		enum rc rc = ask_health(g);
		if (rc != OK)
			return rc;
	}
	for (int i = 0; i < TURN_MS / LOOK_MS && !*g->stop; i++) {
		bool did = false;
		enum rc rc = net_media_turn(g, fetch, &did);
		if (did || rc != OK)
			return rc;
		wait_a_little(g);
		if (g->clock)
			g->c.now = g->clock();
	}
	return OK;
}
