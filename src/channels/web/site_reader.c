/*
 * site_reader.c - the workers' connections: snapshots, what happens while the database is away, what takes long.
 */
#include "log.h"
#include "web.h"

enum { AWAY_TRY_MS = 2000 };

static void reader_open(struct site *s, unsigned worker)
{
	struct diag d = { 0 };

	s->reader[worker] = db_open(&(struct db_options){ .path = s->db_path, .mode = DB_READ, .lazily = true }, &d);
	if (!s->reader[worker])
		log_error("a reader cannot open the database: %.*s", d.n ? (int)d.item[0].arg.n : 1, d.n ? d.item[0].arg.p : "?");
}

/* While it is away one worker in a while waits for it, and all others answer at once. */
static bool may_ask(struct site *s)
{
	int64_t now_ms = steady_clock_us() / 1000, until_ms = atomic_load(&s->away_until_ms);

	return !until_ms || (now_ms >= until_ms &&
		atomic_compare_exchange_strong(&s->away_until_ms, &until_ms, now_ms + AWAY_TRY_MS));
}

bool call_peek(struct call *k, unsigned worker)
{
	struct db *db = k->c.db = k->site->reader[worker];

	if (!db || atomic_load(&k->site->away_until_ms))
		return false;
	k->head = journal_head(db, k->site->net.id);
	bool there = db_status(db) == OK;
	if (!there)
		db_rollback(db);
	k->c.now = there ? chain_now(&k->head, k->c.now) : k->c.now;
	return there;
}

bool call_snapshot(struct call *k, unsigned worker)
{
	struct site *s = k->site;

	if (!may_ask(s))
		return false;
	if (!s->reader[worker])
		reader_open(s, worker);
	struct db *db = k->c.db = s->reader[worker];
	/* A connection that the server ended is found out by using it; the second time it is a new one. */
	for (int i = 0; db && i < 2; i++) {
		if (db_begin(db) == OK) {
			k->head = journal_head(db, s->net.id);
			if (db_status(db) == OK) {
				k->c.now = chain_now(&k->head, k->c.now);
				atomic_store(&s->away_until_ms, 0);
				return true;
			}
		}
		db_rollback(db);
	}
	log_error("the database is away: %s", db ? db_message(db) : "not opened");
	atomic_store(&s->away_until_ms, steady_clock_us() / 1000 + AWAY_TRY_MS);
	return false;
}

bool call_slow(struct call *k)
{
	struct site *s = k->site;
	unsigned most = s->workers > 1 ? s->workers / 2 : 1;

	if (!s->workers || s->slow_one[k->worker] || !id_is_zero(k->who.person))
		return true;
	if (atomic_fetch_add(&s->slow, 1) >= most) {
		atomic_fetch_sub(&s->slow, 1);
		call_message(k, 503, "busy");
		return false;
	}
	s->slow_one[k->worker] = true;
	return true;
}

void slow_end(struct site *s, unsigned worker)
{
	if (s->slow_one[worker])
		atomic_fetch_sub(&s->slow, 1);
	s->slow_one[worker] = false;
}

void site_worker_start(void *app, unsigned worker)
{
	struct site *s = app;

	reader_open(s, worker); /* if it is away, the first request tries again */
	known_start(&s->known[worker]);
}

void site_worker_stop(void *app, unsigned worker)
{
	struct site *s = app;

	db_close(&s->reader[worker]);
	known_end(&s->known[worker]);
}

/* Its snapshot must not stay open: the next request begins one, and old pages could not be reused. */
void site_worker_cut(void *app, unsigned worker)
{
	struct site *s = app;

	slow_end(s, worker);
	if (s->reader[worker])
		db_rollback(s->reader[worker]);
}
