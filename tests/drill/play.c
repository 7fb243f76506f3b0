/* play.c - a whole life of the network, from the first table to the last close. */
#include "world.h"

#include "disk.h"
#include "log.h"

enum { GROUP_MOST = 8, CHECKPOINT_PAGES = 60 };

struct playing {
	struct world *w;
	const struct play *p;
	uint64_t dice;
	unsigned next;
	bool broken;
};

static bool on(struct playing *g)
{
	if (!g->broken && g->p->go_on && !g->p->go_on(g->p->arg))
		g->broken = true;
	return !g->broken;
}

/* What was not acknowledged is sent again, with the same id; twice in vain is the end. */
static void send_twice(struct playing *g, unsigned n, bool threaded)
{
	bool thread = threaded && !g->p->no_threads;
	enum rc rc = thread ? world_send_threaded(g->w, g->next, n) : world_send(g->w, g->next, n);

	if (rc != OK && on(g))
		rc = world_send(g->w, g->next, n);
	g->broken |= rc != OK;
	g->next += n;
}

/* Commit groups of a few each, with the writer's own checkpoint behind them, which is due sooner here. */
static void send_until(struct playing *g, unsigned end, int pages)
{
	while (g->next < end && on(g)) {
		unsigned n = 1 + (unsigned)(disk_random(&g->dice) % GROUP_MOST);
		send_twice(g, n < end - g->next ? n : end - g->next, false);
		if (on(g) && db_checkpoint(writer_db(g->w->writer), pages) == IO)
			log_error("the checkpoint failed");
	}
}

static void reopen(struct playing *g)
{
	if (!on(g))
		return;
	world_close(g->w);
	g->broken |= !on(g) || !world_open(g->w);
}

/* Somebody reads meanwhile, so that the log cannot start over. */
static void send_under_reader(struct playing *g, unsigned end)
{
	struct diag d = { 0 };
	struct db *reader = on(g) ? db_open(&(struct db_options){ .path = WORLD_FILE, .mode = DB_READ }, &d) : NULL;

	if (reader && db_begin(reader) != OK)
		db_close(&reader); /* one who cannot read is told so; the writer goes on, in the reference's groups */
	send_until(g, end, 0);
	db_close(&reader);
}

bool world_play(struct world *w, const struct play *p)
{
	struct playing g = { .w = w, .p = p, .dice = w->seed };
	unsigned all = w->deeds;

	if (!on(&g) || !world_open(w))
		return false;
	send_until(&g, all * 3 / 10, CHECKPOINT_PAGES);
	reopen(&g);
	if (on(&g))
		send_twice(&g, all * 3 / 20, true);
	reopen(&g); /* the thread has ended with its writer */
	send_until(&g, all * 6 / 10, 0);
	send_under_reader(&g, all * 7 / 10);
	send_until(&g, all * 3 / 4, 0);
	if (on(&g))
		g.broken |= world_rebuild(w) != OK;
	send_until(&g, all * 17 / 20, CHECKPOINT_PAGES);
	if (on(&g))
		g.broken |= world_age(w) != OK;
	reopen(&g);
	send_until(&g, all, CHECKPOINT_PAGES);
	if (on(&g))
		world_close(w);
	return !g.broken && g.next == all;
}

/* ---- the reference ---- */

static void keep_seqs(struct world *w, struct ledger *l)
{
	struct arena *mem = arena_new(0);

	for (unsigned i = 0; i < w->deeds; i++) {
		struct journal_entry e;
		if (journal_find(writer_db(w->writer), mem, w->net.id, deed_id(w->seed, i), &e))
			l->of[i].seq = e.seq;
	}
	arena_free(&mem);
}

void world_reference(struct world *w, uint64_t seed, struct ledger *l)
{
	enum plant plant = w->plant;
	struct play p = { 0 };
	unsigned n[ACT__N] = { 0 };

	w->plant = PLANT_NONE;
	w->keeps = true;
	world_begin(w, seed, l);
	if (!world_play(w, &p) || !world_open(w))
		fatal("the undisturbed life broke off");
	keep_seqs(w, l);
	world_close(w);
	w->keeps = false;
	w->plant = plant;
	for (unsigned i = 0; i < w->deeds; i++)
		n[l->of[i].status]++;
	if (l->n < w->deeds / 2 || !n[ACT_KEPT] || !n[ACT_REFUSED])
		fatal("seed %llu: too little happens: %lld changes, %u kept, %u refused", (unsigned long long)seed,
			(long long)l->n, n[ACT_KEPT], n[ACT_REFUSED]);
}
