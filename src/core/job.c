/*
 * job.c - what is due, who does it, and the thread that looks.
 */
#include "job.h"

#include <pthread.h>
#include <time.h>

#include "job_sql.h"
#include "log.h"
#include "module.h"

#define SQL(name) (&job_sql.query[name])

enum { LEASE_MS = 5 * 60 * 1000, LOOK_MS = 30 * 1000, FIRST_LOOK_MS = 5000 };

struct jobs {
	struct jobs_options o;
	struct id holder; /* this process, as the others see it */
	struct db *db;    /* NULL: not opened, or away when it was tried */
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	bool running, stopping;
	struct jobs_numbers numbers;
};

struct jobs *jobs_new(struct arena *a, const struct jobs_options *o)
{
	struct jobs *j = ARENA_NEW(a, struct jobs);
	pthread_condattr_t steady;

	j->o = *o;
	j->holder = id_new(o->clock());
	pthread_condattr_init(&steady);
	pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
	pthread_mutex_init(&j->lock, NULL);
	pthread_cond_init(&j->wake, &steady);
	pthread_condattr_destroy(&steady);
	return j;
}

/* ---- what a job may do ---- */

struct act *job_act(struct job_call *j, const struct action *action, struct str subject)
{
	const struct str pieces[] = { STR("ayni job"), id_bytes(&j->c.net->id), str_c(j->job->name), subject };

	return act_new(&j->c, action, id_derive(j->due_at, pieces, ARRAY_LEN(pieces)));
}

struct doing {
	struct write w;
	struct act *act;
	struct outcome *out;
	void (*fn)(struct ctx *c, void *arg);
	void *arg;
};

static void act_run(struct write *w, struct gate *g, struct chain_head *head)
{
	struct doing *d = (struct doing *)w;

	gate_decide(g, w->c, d->act, head, d->out);
}

static void fn_run(struct write *w, struct gate *g, struct chain_head *head)
{
	struct doing *d = (struct doing *)w;

	(void)g, (void)head;
	d->fn(w->c, d->arg);
}

enum rc job_do(struct job_call *j, struct act *act, struct outcome *out)
{
	struct doing d = { .w = { .run = act_run, .c = &j->c, .acts_only = true }, .act = act, .out = out };

	*out = (struct outcome){ .status = ACT_REFUSED };
	if (db_begin(j->c.db) != OK)
		return BUSY;
	enum rc rc = gate_check(&j->c, act), there = db_status(j->c.db);
	db_rollback(j->c.db);
	if (there != OK || rc != OK)
		return there;
	return writer_call(j->writer, &d.w);
}

enum rc job_write(struct job_call *j, void (*fn)(struct ctx *, void *), void *arg)
{
	struct doing d = { .w = { .run = fn_run, .c = &j->c, .acts_only = true }, .fn = fn, .arg = arg };

	return writer_call(j->writer, &d.w);
}

/* ---- claiming ---- */

/*
 * The latest due time, if nobody did it or is at it. One that lies more than a day ahead was noted by a
 * clock that was wrong.
 */
static bool due_now(struct ctx *c, const struct job *job, int64_t *due_out)
{
	struct rows r = db_rows(c->db, SQL(Q_JOB_GET), ARGS(cell_id(&c->net->id), cell_text(str_c(job->name))));
	int64_t due_at = c->now - c->now % job->every_ms;
	bool due = true;

	*due_out = due_at;
	if (!rows_next(&r))
		return db_status(c->db) == OK;
	int64_t noted_at = rows_int(&r, 0), lease_until_at = rows_int(&r, 1);
	bool done = !rows_null(&r, 2), wrong = noted_at > c->now + DAY_MS;
	rows_end(&r);
	if (!wrong)
		due = done ? noted_at < due_at : noted_at <= due_at && lease_until_at <= c->now;
	return due;
}

struct claim {
	struct jobs *jobs;
	struct job_call *call;
	bool got;
};

static void claim(struct ctx *c, void *arg)
{
	struct claim *cl = arg;
	const struct job *job = cl->call->job;

	if (!due_now(c, job, &cl->call->due_at))
		return; /* another process was quicker */
	db_exec(c->db, SQL(Q_JOB_CLAIM),
		ARGS(cell_id(&c->net->id), cell_text(str_c(job->name)), cell_int(cl->call->due_at),
			cell_id(&cl->jobs->holder), cell_int(c->now + LEASE_MS)));
	cl->got = true;
}

static void finish(struct ctx *c, void *arg)
{
	struct claim *cl = arg;

	db_exec(c->db, SQL(Q_JOB_DONE),
		ARGS(cell_id(&c->net->id), cell_text(str_c(cl->call->job->name)), cell_int(cl->call->due_at),
			cell_id(&cl->jobs->holder), cell_int(c->now)));
}

/* A look that writes nothing: most find nothing to do. */
static bool worth_claiming(struct jobs *j, struct job_call *call)
{
	bool due = false;

	if (db_begin(j->db) == OK) {
		struct chain_head head = journal_head(j->db, j->o.net->id);
		call->c.now = chain_now(&head, call->c.now);
		due = due_now(&call->c, call->job, &call->due_at);
	}
	db_rollback(j->db);
	return due;
}

static bool run_one(struct jobs *j, const struct job *job, struct arena *mem)
{
	struct diag *d = ARENA_NEW(mem, struct diag);
	struct actor *who = ARENA_NEW(mem, struct actor);
	struct job_call call = { .job = job, .writer = j->o.writer,
		.c = { .mem = mem, .diag = d, .db = j->db, .reg = j->o.reg, .schema = j->o.reg->schema, .net = j->o.net,
			.who = who, .lang = lang_spanish(), .now = j->o.clock(), .doubt = clock_watch(), .channel = "job" } };
	struct claim cl = { .jobs = j, .call = &call };

	who->console = true;
	bool ran = worth_claiming(j, &call) && job_write(&call, claim, &cl) == OK && cl.got;
	if (ran) {
		enum rc rc = job->run(&call);
		if (rc == OK)
			rc = job_write(&call, finish, &cl);
		if (rc != OK)
			log_error("job %s: failed (%d)", job->name, (int)rc);
		pthread_mutex_lock(&j->lock);
		j->numbers.runs++;
		j->numbers.failed += rc != OK;
		pthread_mutex_unlock(&j->lock);
	}
	return ran;
}

/* Without memory it is for later: its lease ends, and it is due again. */
static bool run_guarded(struct jobs *j, const struct job *job)
{
	struct arena *mem = arena_try(0);
	volatile bool ran = false;

	if (mem && setjmp(*arena_guard(mem)) == 0) {
		ran = run_one(j, job, mem);
	} else {
		log_error("job %s: out of memory", job->name);
		db_rollback(j->db);
	}
	arena_free(&mem);
	return ran;
}

unsigned jobs_run(struct jobs *j)
{
	struct diag d = { 0 };
	unsigned n = 0;

	if (!j->db)
		j->db = db_open(&(struct db_options){ .path = j->o.db_path, .mode = DB_READ, .lazily = true }, &d);
	for (unsigned i = 0; j->db && i < j->o.reg->njobs; i++)
		n += run_guarded(j, j->o.reg->jobs[i]);
	return n;
}

/* ---- the thread ---- */

static int64_t until_next_ms(const struct jobs *j)
{
	int64_t now = j->o.clock(), wait_ms = LOOK_MS;

	for (unsigned i = 0; i < j->o.reg->njobs; i++) {
		int64_t every_ms = j->o.reg->jobs[i]->every_ms, left_ms = every_ms - now % every_ms;
		if (left_ms < wait_ms)
			wait_ms = left_ms;
	}
	return wait_ms;
}

static void *work(void *arg)
{
	struct jobs *j = arg;
	int64_t at_ms = steady_clock_us() / 1000 + FIRST_LOOK_MS;

	pthread_mutex_lock(&j->lock);
	while (!j->stopping) {
		struct timespec t = { at_ms / 1000, at_ms % 1000 * 1000000 };
		if (pthread_cond_timedwait(&j->wake, &j->lock, &t) == 0 || j->stopping)
			continue;
		pthread_mutex_unlock(&j->lock);
		jobs_run(j);
		at_ms = steady_clock_us() / 1000 + until_next_ms(j);
		pthread_mutex_lock(&j->lock);
	}
	pthread_mutex_unlock(&j->lock);
	return NULL;
}

void jobs_start(struct jobs *j)
{
	j->running = true;
	if (pthread_create(&j->thread, NULL, work, j) != 0)
		fatal("the jobs' thread cannot start");
	pthread_setname_np(j->thread, "jobs");
}

void jobs_stop(struct jobs *j)
{
	if (j->running) {
		pthread_mutex_lock(&j->lock);
		j->stopping = true;
		pthread_cond_signal(&j->wake);
		pthread_mutex_unlock(&j->lock);
		pthread_join(j->thread, NULL);
		j->running = false;
	}
	db_close(&j->db);
}

struct jobs_numbers jobs_numbers(struct jobs *j)
{
	pthread_mutex_lock(&j->lock);
	struct jobs_numbers n = j->numbers;
	pthread_mutex_unlock(&j->lock);
	return n;
}
