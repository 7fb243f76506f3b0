/*
 * writer.c - group commit: what waits is written together and synced once.
 */
#include "writer.h"

#include <pthread.h>

#include "data.h"
#include "log.h"
#include "module.h"
#include "writer_group.h"

/*
 * Nobody is answered during a checkpoint: at 12,000 pages (48 MB of log, within what the log keeps)
 * fewer than one change in a hundred meets one, also when changes come a few at a time.
 */
enum { WAITING_MAX = 1024, CHECKPOINT_PAGES = 12000 };

struct writer {
	struct db *db;
	const struct registry *reg;
	struct commit_group *group;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t wake, done;
	struct write *first, *last;
	unsigned waiting;
	bool running, stopping, rebuilding;
	struct writer_numbers numbers;
};

struct writer *writer_new(struct arena *a, const struct writer_options *o, struct diag *d)
{
	struct db_options dbo = { .path = o->path, .mode = o->path ? DB_WRITE : DB_MEMORY, .no_statements = true,
		.lazily = o->lazily };
	struct writer *w = ARENA_NEW(a, struct writer);

	w->db = db_open(&dbo, d);
	if (!w->db)
		return NULL;
	if (data_prepare(w->db, o->reg, d, o->progress, o->progress_arg) != OK) {
		if (!d->n)
			diag_add(d, NULL, "store", N_("No se pudo abrir la base de datos: %s"), str_c(db_message(w->db)));
		db_close(&w->db);
		return NULL;
	}
	w->reg = o->reg;
	w->group = commit_group_new(a, w->db, o->reg->schema, o->origin);
	pthread_mutex_init(&w->lock, NULL);
	pthread_cond_init(&w->wake, NULL);
	pthread_cond_init(&w->done, NULL);
	return w;
}

struct db *writer_db(struct writer *w)
{
	return w->db;
}

/* ---- one group ---- */

/* Others read them at any time. */
static void count(struct writer *w, const struct write *first, enum rc rc, int64_t commit_us)
{
	pthread_mutex_lock(&w->lock);
	w->numbers.groups++;
	w->numbers.full = rc != OK && db_full(w->db);
	w->numbers.commit_us += (uint64_t)commit_us;
	for (const struct write *one = first; one; one = one->next) {
		w->numbers.writes++;
		w->numbers.failed += rc != OK || one->rc != OK;
	}
	pthread_mutex_unlock(&w->lock);
}

/* What came while another process held the heads goes along, as far as one group may be long. */
static void join_late(void *arg, struct commit_group *g, struct write *first)
{
	struct writer *w = arg;
	struct write *last = first;
	unsigned n = 1;

	for (; last->next; last = last->next)
		n++;
	pthread_mutex_lock(&w->lock);
	while (w->first && n++ < WRITER_GROUP && !first->alone && !w->first->alone &&
		commit_group_holds(g, w->first->c->net->id)) {
		last = last->next = w->first;
		w->first = last->next;
		last->next = NULL;
		w->waiting--;
	}
	if (!w->first)
		w->last = NULL;
	pthread_mutex_unlock(&w->lock);
}

/* Write the list as one transaction; `done` of each afterwards. */
static enum rc run_group(struct writer *w, struct write *first)
{
	int64_t commit_us;
	enum rc rc = commit_group_run(w->group, first, join_late, w, &commit_us);

	count(w, first, rc, commit_us);
	for (struct write *one = first, *next; one; one = next) {
		next = one->next; /* done may free it */
		one->done(one, rc == OK ? one->rc : rc);
	}
	if (rc == OK && db_checkpoint(w->db, CHECKPOINT_PAGES) == IO) {
		log_error("checkpoint failed: %s", db_message(w->db));
		db_rollback(w->db); /* all is in the log still, and the next group may be taken */
	}
	return rc;
}

/* ---- the thread ---- */

static struct write *take_group(struct writer *w)
{
	struct write *first = w->first, *last = first;

	for (unsigned n = 1; last && n < WRITER_GROUP && last->next && !first->alone && !last->next->alone; n++)
		last = last->next;
	if (!first)
		return NULL;
	w->first = last->next;
	if (!w->first)
		w->last = NULL;
	last->next = NULL;
	for (struct write *one = first; one; one = one->next)
		w->waiting--;
	return first;
}

static void *work(void *arg)
{
	struct writer *w = arg;

	pthread_mutex_lock(&w->lock);
	for (;;) {
		while (!w->first && !w->stopping)
			pthread_cond_wait(&w->wake, &w->lock);
		struct write *group = take_group(w);
		if (!group)
			break;
		pthread_mutex_unlock(&w->lock);
		run_group(w, group);
		pthread_mutex_lock(&w->lock);
	}
	pthread_mutex_unlock(&w->lock);
	return NULL;
}

void writer_start(struct writer *w)
{
	w->running = true;
	if (pthread_create(&w->thread, NULL, work, w) != 0)
		fatal("the writer's thread cannot start");
	pthread_setname_np(w->thread, "writer");
}

bool writer_submit(struct writer *w, struct write *one)
{
	pthread_mutex_lock(&w->lock);
	bool room = w->running && !w->stopping && !w->rebuilding && w->waiting < WAITING_MAX;
	if (room) {
		one->next = NULL;
		if (w->last)
			w->last->next = one;
		else
			w->first = one;
		w->last = one;
		w->rebuilding = one->alone; /* until it is over nobody else may write */
		if (w->waiting++ == 0)
			pthread_cond_signal(&w->wake);
	}
	pthread_mutex_unlock(&w->lock);
	return room;
}

/* A write that somebody waits for: `run` sees the caller's, only the waiting is its own. */
struct call {
	struct write w;
	struct write *one;
	struct writer *writer;
	bool over;
};

static void call_run(struct write *w, struct gate *g, struct chain_head *head)
{
	struct call *call = (struct call *)w;

	call->one->run(call->one, g, head);
	w->rc = call->one->rc;
}

static void call_done(struct write *w, enum rc rc)
{
	struct call *call = (struct call *)w;

	pthread_mutex_lock(&call->writer->lock);
	call->writer->rebuilding &= !w->alone;
	w->rc = rc;
	call->over = true;
	pthread_cond_broadcast(&call->writer->done);
	pthread_mutex_unlock(&call->writer->lock);
}

enum rc writer_call(struct writer *w, struct write *one)
{
	struct call call = { .w = { .run = call_run, .done = call_done, .c = one->c, .alone = one->alone,
		.acts_only = one->acts_only }, .one = one, .writer = w };

	if (!w->running) {
		enum rc rc = writer_group(w, &one, 1);
		return rc == OK ? one->rc : rc;
	}
	if (!writer_submit(w, &call.w))
		return BUSY;
	pthread_mutex_lock(&w->lock);
	while (!call.over)
		pthread_cond_wait(&w->done, &w->lock);
	pthread_mutex_unlock(&w->lock);
	if (one->done)
		one->done(one, call.w.rc);
	return call.w.rc;
}

static void nothing(struct write *one, enum rc rc)
{
	one->rc = rc;
}

enum rc writer_group(struct writer *w, struct write **many, unsigned n)
{
	for (unsigned i = 0; i < n; i++) {
		many[i]->next = i + 1 < n ? many[i + 1] : NULL;
		if (!many[i]->done)
			many[i]->done = nothing;
	}
	return n ? run_group(w, many[0]) : OK;
}

void writer_stop(struct writer *w)
{
	if (w->running) {
		pthread_mutex_lock(&w->lock);
		w->stopping = true;
		pthread_cond_signal(&w->wake);
		pthread_mutex_unlock(&w->lock);
		pthread_join(w->thread, NULL);
		w->running = false;
	}
	if (w->db && db_checkpoint(w->db, 0) != OK)
		log_warn("the last checkpoint did not finish; it will at the next start");
	db_close(&w->db);
}

struct rebuilding {
	struct write w;
	struct writer *writer;
	struct diag *d;
	enum rc rc;
};

static void rebuild_run(struct write *one, struct gate *g, struct chain_head *head)
{
	struct rebuilding *r = (struct rebuilding *)one;

	(void)g, (void)head;
	r->rc = data_rebuild(r->writer->db, r->writer->reg, r->d, NULL, NULL);
	one->rc = r->rc; /* undone as a whole unless OK */
}

enum rc writer_rebuild(struct writer *w, struct ctx *c, struct diag *d)
{
	struct rebuilding r = { .w = { .run = rebuild_run, .c = c, .alone = true }, .writer = w, .d = d };
	enum rc rc = writer_call(w, &r.w);

	return r.rc != OK ? r.rc : rc;
}

struct writer_numbers writer_numbers(const struct writer *w)
{
	pthread_mutex_t *lock = (pthread_mutex_t *)(uintptr_t)&w->lock;

	pthread_mutex_lock(lock);
	struct writer_numbers n = w->numbers;
	n.waiting = w->waiting;
	pthread_mutex_unlock(lock);
	return n;
}
