/*
 * runner.c - the threads: one looks which gateways there are, the others send by one and listen to one.
 */
#include <pthread.h>
#include <time.h>

#include "gateway_own.h"
#include "hash.h"
#include "http_out.h"
#include "log.h"

enum { LOOK_MS = 2000, FAULT_FIRST_MS = 2000, FAULT_MOST_MS = 60 * 1000, OTHERS_MS = 15 * 1000, LISTEN_LEASE_MS = 150 * 1000, RENEW_MS = 75 * 1000 };

enum role { ROLE_SEND, ROLE_LISTEN, ROLE__N };

/* A thread for one gateway. Slots are used again once a thread has ended. */
struct hand {
	struct gateways *all;
	struct id gateway;
	enum role role;
	pthread_t thread;
	_Atomic bool stop, ended;
	bool running;
	struct db *db;
	int64_t held_until_ms; /* steady clock: until when the gateway's row is ours without asking again */
};

struct gateways {
	struct gateways_options o;
	struct id holder; /* this process, as others see it */
	struct hand hand[ROLE__N * GATEWAYS_MAX];
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	bool stopping;
};

static int64_t steady_ms(void)
{
	return steady_clock_us() / 1000;
}

/* Sleep, but no longer than until somebody ends us. */
static void pause_ms(struct hand *h, int64_t ms)
{
	struct gateways *g = h->all;
	int64_t until = steady_ms() + ms;
	struct timespec t = { until / 1000, until % 1000 * 1000000 };

	pthread_mutex_lock(&g->lock);
	while (!atomic_load(&h->stop) && pthread_cond_timedwait(&g->wake, &g->lock, &t) == 0)
		;
	pthread_mutex_unlock(&g->lock);
}

/* ---- one turn of one thread ---- */

static void begin_call(struct hand *h, struct arena *mem, struct db *db, struct gateway_call *out)
{
	const struct gateways_options *o = &h->all->o;

	*out = (struct gateway_call){ .writer = o->writer, .stop = &h->stop, .clock = o->clock,
		.c = { .mem = mem, .diag = ARENA_NEW(mem, struct diag), .db = db, .reg = o->reg, .schema = o->reg->schema, .net = o->net,
			.who = ARENA_NEW(mem, struct actor), .lang = lang_spanish(), .now = o->clock(), .doubt = clock_watch(),
			.channel = "text", .config = o->config } };
}

/* The gateway as it stands now; false: it is closed, gone, or the database is away. */
static bool find(struct hand *h, struct gateway_call *g)
{
	bool there = db_begin(h->db) == OK && gateway_get(&g->c, h->gateway, &g->gateway) && !g->gateway.closed;

	db_rollback(h->db);
	return there;
}

struct holding {
	struct hand *hand;
	bool got;
};

static void hold(struct ctx *c, void *arg)
{
	struct holding *hd = arg;

	hd->got = gateway_hold(c, hd->hand->gateway, hd->hand->all->holder, LISTEN_LEASE_MS);
}

/* It is this process that listens. A lease outlasts two turns, and is asked for again at its half. */
static bool held(struct hand *h, struct gateway_call *g)
{
	struct holding hd = { .hand = h };

	if (steady_ms() < h->held_until_ms - RENEW_MS)
		return true;
	int64_t asked_ms = steady_ms();
	if (gateway_write(g, hold, &hd) != OK || !hd.got)
		return false;
	h->held_until_ms = asked_ms + LISTEN_LEASE_MS;
	return true;
}

static void let_go(struct ctx *c, void *arg)
{
	struct hand *h = arg;

	gateway_let_go(c, h->gateway, h->all->holder);
}

/* How long until the next turn, in ms. */
static int64_t turn(struct hand *h, struct arena *mem, int64_t *fault_ms)
{
	struct gateway_call g;

	begin_call(h, mem, h->db, &g);
	if (!find(h, &g))
		return LOOK_MS;
	const struct adapter *a = adapter_of(g.gateway.kind);
	if (h->role == ROLE_SEND)
		return a && a->send ? gateway_send_turn(&g, a, fault_ms) : LOOK_MS;
	if (!a || !a->listen)
		return LOOK_MS;
	if (!held(h, &g))
		return OTHERS_MS;
	enum rc rc = a->listen(&g);
	if (rc == OK) {
		*fault_ms = 0;
		return 0;
	}
	*fault_ms = *fault_ms ? *fault_ms * 2 : FAULT_FIRST_MS;
	return *fault_ms = *fault_ms < FAULT_MOST_MS ? *fault_ms : FAULT_MOST_MS;
}

/* Without memory, or with the database away, a turn is for later. */
static int64_t turn_guarded(struct hand *h, int64_t *fault_ms)
{
	struct diag d = { 0 };
	struct arena *mem = arena_try(0);
	volatile int64_t wait_ms = LOOK_MS;

	if (!h->db)
		h->db = db_open(&(struct db_options){ .path = h->all->o.db_path, .mode = DB_READ, .lazily = true }, &d);
	if (mem && h->db && setjmp(*arena_guard(mem)) == 0)
		wait_ms = turn(h, mem, fault_ms);
	else if (h->db)
		log_error("gateway: out of memory");
	if (h->db)
		db_rollback(h->db);
	arena_free(&mem);
	return wait_ms;
}

static void leave(struct hand *h)
{
	struct gateway_call g;

	if (h->role == ROLE_LISTEN && h->db && h->held_until_ms > steady_ms()) {
		struct arena *mem = arena_new(0);
		begin_call(h, mem, h->db, &g);
		if (gateway_write(&g, let_go, h) != OK)
			log_warn("gateway: its lease could not be let go; it ends by itself");
		arena_free(&mem);
	}
	db_close(&h->db);
}

static void *work(void *arg)
{
	struct hand *h = arg;
	int64_t fault_ms = 0;

	while (!atomic_load(&h->stop)) {
		int64_t wait_ms = turn_guarded(h, &fault_ms);
		if (wait_ms > 0)
			pause_ms(h, wait_ms);
	}
	leave(h);
	atomic_store(&h->ended, true);
	return NULL;
}

/* ---- which threads there should be ---- */

static void join(struct hand *h)
{
	pthread_join(h->thread, NULL);
	h->running = false;
}

static struct hand *hand_of(struct gateways *g, struct id gateway, enum role role)
{
	for (unsigned i = 0; i < ARRAY_LEN(g->hand); i++)
		if (g->hand[i].running && g->hand[i].role == role && id_eq(g->hand[i].gateway, gateway))
			return &g->hand[i];
	return NULL;
}

static void start(struct gateways *g, struct id gateway, enum role role)
{
	static const char *const name[ROLE__N] = { "send", "listen" };

	for (unsigned i = 0; i < ARRAY_LEN(g->hand); i++) {
		struct hand *h = &g->hand[i];
		if (h->running)
			continue;
		*h = (struct hand){ .all = g, .gateway = gateway, .role = role };
		h->running = pthread_create(&h->thread, NULL, work, h) == 0;
		if (h->running)
			pthread_setname_np(h->thread, name[role]);
		else
			log_error("gateway: no thread for it now");
		return;
	}
}

/* Threads of gateways that were closed end; those of new ones begin. */
static void look(struct gateways *g, struct db *db, struct arena *mem)
{
	struct gateway row[GATEWAYS_MAX];
	struct ctx c = { .mem = mem, .db = db, .net = g->o.net, .now = g->o.clock() };
	bool wanted[ARRAY_LEN(g->hand)] = { false };
	unsigned n = db_begin(db) == OK ? gateways_read(&c, row) : 0;
	bool known = db_status(db) == OK;

	db_rollback(db);
	for (unsigned i = 0; known && i < n; i++) {
		const struct adapter *a = adapter_of(row[i].kind);
		for (enum role role = 0; role < ROLE__N; role++) {
			bool has = a && !row[i].closed && (role == ROLE_SEND ? a->send != NULL : a->listen != NULL);
			if (has && !hand_of(g, row[i].id, role))
				start(g, row[i].id, role);
			struct hand *h = has ? hand_of(g, row[i].id, role) : NULL;
			if (h)
				wanted[h - g->hand] = true;
		}
	}
	for (unsigned i = 0; i < ARRAY_LEN(g->hand); i++) {
		struct hand *h = &g->hand[i];
		if (h->running && known && !wanted[i]) {
			pthread_mutex_lock(&g->lock);
			atomic_store(&h->stop, true);
			pthread_cond_broadcast(&g->wake);
			pthread_mutex_unlock(&g->lock);
		}
		if (h->running && atomic_load(&h->ended))
			join(h);
	}
}

static void *keep(void *arg)
{
	struct gateways *g = arg;
	struct db *db = NULL;

	pthread_mutex_lock(&g->lock);
	while (!g->stopping) {
		pthread_mutex_unlock(&g->lock);
		struct diag d = { 0 };
		struct arena *mem = arena_try(0);
		if (!db)
			db = db_open(&(struct db_options){ .path = g->o.db_path, .mode = DB_READ, .lazily = true }, &d);
		if (db && mem && setjmp(*arena_guard(mem)) == 0)
			look(g, db, mem);
		if (db)
			db_rollback(db);
		arena_free(&mem);
		int64_t at_ms = steady_ms() + LOOK_MS;
		struct timespec t = { at_ms / 1000, at_ms % 1000 * 1000000 };
		pthread_mutex_lock(&g->lock);
		while (!g->stopping && pthread_cond_timedwait(&g->wake, &g->lock, &t) == 0)
			;
	}
	pthread_mutex_unlock(&g->lock);
	db_close(&db);
	return NULL;
}

/* Over one file there is one process at a time: after a crash it goes on with what it held. */
static struct id holder_of(const struct gateways_options *o)
{
	const struct str pieces[] = { STR("ayni listener"), id_bytes(&o->net->id) };

	return db_kind_of(o->db_path) == DB_POSTGRES ? id_new(o->clock()) : id_derive(0, pieces, ARRAY_LEN(pieces));
}

struct gateways *gateways_start(struct arena *a, const struct gateways_options *o)
{
	struct gateways *g = ARENA_NEW(a, struct gateways);
	pthread_condattr_t steady;

	g->o = *o;
	g->holder = holder_of(o);
	pthread_condattr_init(&steady);
	pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
	pthread_mutex_init(&g->lock, NULL);
	pthread_cond_init(&g->wake, &steady);
	pthread_condattr_destroy(&steady);
	http_out_start();
	if (pthread_create(&g->thread, NULL, keep, g) != 0)
		fatal("the gateways' thread cannot start");
	pthread_setname_np(g->thread, "gateways");
	return g;
}

void gateways_stop(struct gateways *g)
{
	if (!g)
		return;
	pthread_mutex_lock(&g->lock);
	g->stopping = true;
	pthread_cond_broadcast(&g->wake);
	pthread_mutex_unlock(&g->lock);
	pthread_join(g->thread, NULL);
	pthread_mutex_lock(&g->lock);
	for (unsigned i = 0; i < ARRAY_LEN(g->hand); i++)
		atomic_store(&g->hand[i].stop, true);
	pthread_cond_broadcast(&g->wake);
	pthread_mutex_unlock(&g->lock);
	for (unsigned i = 0; i < ARRAY_LEN(g->hand); i++)
		if (g->hand[i].running)
			join(&g->hand[i]);
}
