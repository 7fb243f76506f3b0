/*
 * job.h - work that is due by the clock: once over all processes of a database.
 *
 * A job is due at every multiple of its `every_ms` since 1970. Whoever finds it due claims it in the
 * writer's transaction, with a lease, runs it, and notes that it is done. Times that nobody was there for
 * are made up for by one run. Where the holder ended on the way, another one takes it when the lease is over;
 * so a job may run twice, and acts only through actions whose ids derive from (job, due time, subject),
 * so that the second time is a repeat.
 */
#ifndef AYNI_JOB_H
#define AYNI_JOB_H

#include "writer.h"

struct job;

/* One run. In the arena of the context, which ends with it. */
struct job_call {
	const struct job *job;
	int64_t due_at;
	struct ctx c; /* nobody's, channel "job"; its connection reads, without a snapshot until db_begin */
	struct writer *writer;
};

struct job {
	const char *name;
	int64_t every_ms;
	/* Anything but OK: not done, tried again when the lease is over. On the thread of the jobs. */
	enum rc (*run)(struct job_call *j);
};

/* This room's own: old sessions, invitations, limits, conversations. Ended by a NULL name. */
extern const struct job core_jobs[];
/* Every few minutes: items whose files became whole and that were not sent again (outbox_files.c). */
extern const struct job outbox_jobs[];

/* A new act with the id that this run gives to the subject. */
struct act *job_act(struct job_call *j, const struct action *action, struct str subject);
/* Judge it, decide it, wait until it is durable. OK says that *out holds what came of it. */
enum rc job_do(struct job_call *j, struct act *act, struct outcome *out) MUST_USE;
/* Run fn(c, arg) in the writer's transaction, for operational tables that no reader remembers. */
enum rc job_write(struct job_call *j, void (*fn)(struct ctx *c, void *arg), void *arg) MUST_USE;

struct jobs;

struct jobs_options {
	const struct registry *reg;
	struct writer *writer;
	const struct network *net;
	const char *db_path;
	int64_t (*clock)(void); /* ms */
};

/* Lives in the arena; all of *o outlives it. */
struct jobs *jobs_new(struct arena *a, const struct jobs_options *o);
/* Look once and run what is due, on the calling thread; how many. Not while the thread runs. */
unsigned jobs_run(struct jobs *j);
/* Look every half minute, and when the next one is due, in a thread of its own. */
void jobs_start(struct jobs *j);
/* After the run under way. A second time: nothing. */
void jobs_stop(struct jobs *j);

struct jobs_numbers {
	uint64_t runs, failed;
};
/* Since the start, in this process. Any thread. */
struct jobs_numbers jobs_numbers(struct jobs *j);

#endif
