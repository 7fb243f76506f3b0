/*
 * writer_group.c - one commit group: heads locked, writes run, one commit.
 */
#include "writer_group.h"

#include "blob.h"
#include "data.h"
#include "hash.h"
#include "known.h"
#include "log.h"

enum { NETWORKS_MAX = 64, EPOCH_STEP = 1 << 20 };

struct head_slot {
	struct id network;
	struct chain_head head;
	struct chain_head begun; /* as it stood when the group began */
	bool lasting; /* what readers remember may have changed */
};

struct commit_group {
	struct db *db;
	struct gate gate;
	struct arena *mem; /* holds nothing: its guard is for what the commit gathers */
	struct head_slot head[NETWORKS_MAX]; /* in order of id; all are locked */
	unsigned nheads;
	bool spoiled; /* an act could not be finished: the group must not be committed */
	bool unreadable; /* nor this one: what it wrote does not read back */
	bool closed;  /* the network left for another database */
	bool outdated; /* another build made the tables anew */
	struct str built; /* what data_digest says of ours */
	struct id looked_at; /* and where that was found true last: this network, at this epoch */
	int64_t epoch;
};

static void end(void *arg)
{
	struct commit_group *g = arg;

	arena_free(&g->mem);
}

struct commit_group *commit_group_new(struct arena *a, struct db *db, const struct schema *s, struct id origin)
{
	struct commit_group *g = ARENA_NEW(a, struct commit_group);

	g->db = db;
	arena_defer(a, end, g);
	g->mem = arena_new(0);
	g->gate.applier = applier_new(a, db, s);
	g->gate.origin = origin;
	g->built = data_digest(a, s);
	return g;
}

static struct head_slot *head_of(struct commit_group *g, struct id network)
{
	for (unsigned i = 0; i < g->nheads; i++)
		if (id_eq(g->head[i].network, network))
			return &g->head[i];
	bug("a write of a network that its group did not lock");
}

static void add_network(struct commit_group *g, struct id network)
{
	unsigned at = 0;

	while (at < g->nheads && id_cmp(g->head[at].network, network) < 0)
		at++;
	if (at < g->nheads && id_eq(g->head[at].network, network))
		return;
	if (g->nheads == NETWORKS_MAX)
		bug("more than %d networks in a commit group", NETWORKS_MAX);
	memmove(&g->head[at + 1], &g->head[at], (g->nheads++ - at) * sizeof(g->head[0]));
	g->head[at] = (struct head_slot){ .network = network };
}

/*
 * A process of another build may have made the tables anew, on a database that processes share: what we would write
 * is no longer what they ask for. A rebuild moves the epoch, so nothing needs asking while that stands.
 */
static bool tables_are_others(struct commit_group *g)
{
	const struct head_slot *slot = &g->head[0];

	if (db_kind(g->db) != DB_POSTGRES || (g->nheads == 1 && slot->head.epoch == g->epoch && id_eq(slot->network, g->looked_at)))
		return false;
	if (db_status(g->db) != OK || !data_built(g->db, g->built))
		return db_status(g->db) == OK;
	g->looked_at = slot->network;
	g->epoch = slot->head.epoch;
	return false;
}

/*
 * Who writes for a network holds its head, in whatever process: all that is decided, stamped and applied
 * sees every commit before. Always in order of id, so that two never wait for each other. Whoever builds
 * the tables again holds them all.
 */
static enum rc begin(struct commit_group *g, const struct write *first)
{
	enum rc rc = db_begin(g->db);
	struct id id[NETWORKS_MAX];

	g->nheads = 0;
	g->spoiled = g->unreadable = g->closed = g->outdated = false;
	if (rc != OK)
		return rc;
	for (const struct write *one = first; one; one = one->next)
		add_network(g, one->c->net->id);
	for (unsigned i = first->alone ? journal_networks(g->db, id, NETWORKS_MAX) : 0; i > 0; i--)
		add_network(g, id[i - 1]);
	for (unsigned i = 0; i < g->nheads; i++) {
		struct head_slot *slot = &g->head[i];
		slot->head = journal_lock(g->db, slot->network);
		slot->begun = slot->head;
		slot->lasting = first->alone;
		g->closed |= chain_closed(&slot->head);
	}
	g->outdated = tables_are_others(g);
	return g->closed || g->outdated ? BUSY : db_status(g->db);
}

/* With the writer's connection and clock; BUSY when its arena is full. */
static void run_guarded(struct commit_group *g, struct write *one, struct chain_head *head)
{
	struct db *reader = one->c->db;
	struct arena_guard_kept kept;

	arena_guard_keep(one->c->mem, &kept);
	one->c->db = g->db;
	known_leave(one->c);
	one->c->now = chain_now(head, one->c->now);
	if (setjmp(*arena_guard(one->c->mem)) == 0)
		one->run(one, &g->gate, head);
	else
		one->rc = BUSY;
	db_only_reads(g->db, false); /* a decide that found no memory left it so */
	arena_guard_give_back(one->c->mem, &kept);
	one->c->db = reader;
}

/* Run one write in its savepoint; a full arena, or its own refusal, undoes just that one. */
static void run_undoable(struct commit_group *g, struct write *one)
{
	struct chain_head *head = &head_of(g, one->c->net->id)->head, before = *head;
	size_t mark = applier_mark(g->gate.applier);

	if (db_savepoint(g->db) != OK)
		return;
	run_guarded(g, one, head);
	if (one->rc != OK) {
		*head = before;
		applier_undo(g->gate.applier, mark);
		db_undo(g->db);
	} else if (db_release(g->db) != OK) {
		one->rc = IO;
	}
}

/*
 * Acts are refused before anything is written and cannot fail after, so they need no savepoint (an
 * eighth of the writer's work). Their arena is not limited here, what was sent was; should the
 * machine itself have no memory, the group is taken back.
 */
static void run_one(struct commit_group *g, struct write *one)
{
	struct head_slot *slot = head_of(g, one->c->net->id);

	one->rc = OK;
	if (!one->acts_only) {
		slot->lasting = true;
		run_undoable(g, one);
		return;
	}
	size_t cap = arena_cap(one->c->mem, 0);
	run_guarded(g, one, &slot->head);
	arena_cap(one->c->mem, cap);
	g->spoiled |= one->rc != OK;
}

/*
 * The epoch moves by a random step: two histories that parted, when a primary was lost with what it had
 * not passed on, do not meet in one number again.
 */
static void save_heads(struct commit_group *g)
{
	bool lasting = applier_moved_lasting(g->gate.applier);

	for (unsigned i = 0; i < g->nheads; i++) {
		struct head_slot *slot = &g->head[i];
		if (lasting || slot->lasting)
			slot->head.epoch += 1 + randombytes_uniform(EPOCH_STEP);
		if (lasting || slot->lasting || slot->head.seq != slot->begun.seq)
			journal_head_save(g->db, slot->network, &slot->head);
	}
}

/*
 * What is about to last is read back, as a rebuild will read it: a change that could not be read would take the
 * whole journal with it on the day the tables are made anew.
 */
static bool reads_back(struct commit_group *g)
{
	struct diag d = { 0 };
	const struct applier *ap = g->gate.applier;

	for (unsigned i = 0; i < g->nheads && db_status(g->db) == OK; i++) {
		const struct head_slot *slot = &g->head[i];
		if (slot->head.seq == slot->begun.seq ||
			journal_verify_behind(g->db, applier_schema(ap), slot->network, &slot->begun, &slot->head, &d) == OK)
			continue;
		if (d.n)
			log_error("entry %.*s of the journal does not read back as it was decided", (int)d.item[0].arg.n, d.item[0].arg.p);
		return false;
	}
	return true;
}

static enum rc commit(struct commit_group *g)
{
	if (setjmp(*arena_guard(g->mem)) == 0) {
		save_heads(g);
		applier_flush(g->gate.applier);
		g->unreadable = !g->spoiled && !reads_back(g);
	} else {
		g->spoiled = true;
	}
	arena_unguard(g->mem);
	enum rc rc = g->spoiled || g->unreadable ? BUSY : db_status(g->db);
	return rc == OK ? db_commit(g->db) : rc;
}

/* Files of who was erased go when that is durable; should we end here, housekeeping finds them. */
static void reap(struct commit_group *g)
{
	for (unsigned i = 0; g->gate.bytes_leave && i < g->nheads; i++)
		blob_reap(g->db, g->head[i].network, 0);
	g->gate.bytes_leave = false;
}

/* Nothing of a group that failed may be in the next one. */
static void give_up(struct commit_group *g)
{
	log_error("commit group failed: %s", g->closed ? "the network has moved to another database" :
		g->outdated ? "another version made the tables anew: start this one again" :
		g->spoiled ? "out of memory" : g->unreadable ? "its journal does not read back" : db_message(g->db));
	db_rollback(g->db);
	applier_undo(g->gate.applier, 0);
	applier_flush(g->gate.applier); /* no movement is left: only the memory of them goes */
	applier_moved_lasting(g->gate.applier);
	g->gate.bytes_leave = false;
}

bool commit_group_holds(const struct commit_group *g, struct id network)
{
	for (unsigned i = 0; i < g->nheads; i++)
		if (id_eq(g->head[i].network, network))
			return true;
	return false;
}

enum rc commit_group_run(struct commit_group *g, struct write *first,
	void (*late)(void *arg, struct commit_group *g, struct write *first), void *arg, int64_t *commit_us_out)
{
	enum rc rc = begin(g, first);

	*commit_us_out = 0;
	if (rc == OK) {
		if (late)
			late(arg, g, first);
		for (struct write *one = first; one; one = one->next)
			run_one(g, one);
		int64_t begun_us = steady_clock_us();
		rc = commit(g);
		*commit_us_out = steady_clock_us() - begun_us;
	}
	if (rc != OK)
		give_up(g);
	else
		reap(g);
	return rc;
}
