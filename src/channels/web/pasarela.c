/*
 * pasarela.c - /pasarela/{id}/…: what gateways say and ask, each in its own protocol.
 *
 * No session, no cookie, no snapshot: the adapter behind it judges who calls, and waits for the writer by itself.
 * Who calls rightly is let in however many wrong calls come from the same address: an address may be a whole
 * telephone company's. Wrong ones cost one row read each, and are told to wait when they are many.
 */
#include "log.h"
#include "web.h"

static const char prefix[] = "/pasarela/";

enum { WRONG_A_MINUTE = 300, MINUTE_US = 60 * 1000 * 1000 };

/* All peers together: that somebody tries is what operators must know. */
static _Atomic int64_t window_us;
static _Atomic unsigned wrong_n;

bool pasarela_path(struct str path)
{
	return str_starts(path, prefix);
}

static void count_wrong(struct call *k)
{
	int64_t now_us = steady_clock_us(), begun_us = atomic_load(&window_us);

	if (now_us - begun_us > MINUTE_US && atomic_compare_exchange_strong(&window_us, &begun_us, now_us))
		atomic_store(&wrong_n, 0);
	unsigned n = atomic_fetch_add(&wrong_n, 1) + 1;
	if (n == WRONG_A_MINUTE)
		log_warn("pasarela: %u calls with a wrong key within a minute", n);
	if (n >= WRONG_A_MINUTE)
		http_set(k->r, "Retry-After", STR("60"));
}

enum http_next pasarela_handle(struct call *k, unsigned worker)
{
	struct str rest = str_sub(k->q->path, sizeof(prefix) - 1, k->q->path.n), id;
	struct id gateway;

	k->api = true; /* answers are for a program */
	if (!k->site->gateway_call || !str_cut(&rest, '/', &id) || !id_parse(id, &gateway)) {
		call_message(k, 404, "not_found");
		return HTTP_ANSWER;
	}
	/* A snapshot finds a lost connection again; then it ends, for the adapter waits for the writer. */
	if (!call_snapshot(k, worker)) {
		call_message(k, 503, "away");
		return HTTP_ANSWER;
	}
	db_rollback(k->c.db);
	k->r->nheaders = 0; /* no browser shows it, and each byte is paid for */
	http_set(k->r, "Cache-Control", STR("no-store"));
	k->site->gateway_call(k, gateway, rest);
	if (k->r->status == 401)
		count_wrong(k);
	if (k->r->status == 503)
		http_set(k->r, "Retry-After", STR("10"));
	return HTTP_ANSWER;
}
