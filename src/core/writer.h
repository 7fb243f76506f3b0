/*
 * writer.h - the one thread that writes: commit groups, one sync each.
 *
 * A write is submitted from any thread and lives until `done` is called. All writes waiting when a
 * group starts (at most WRITER_GROUP) run in one transaction, each in its own savepoint, in order of
 * arrival; after the commit, or its failure, `done` is called on the writer's thread and must not
 * block. Answer people only from `done`.
 *
 * Over one PostgreSQL several processes write. A group locks the chain heads of its networks first, so
 * that all it decides sees every commit before, whoever made it; nothing is remembered from one group to
 * the next. A group that failed is not acknowledged, and the next one finds the database again (db_begin).
 */
#ifndef AYNI_WRITER_H
#define AYNI_WRITER_H

#include "gate.h"

enum { WRITER_GROUP = 256 };

struct writer;

struct write {
	/*
	 * Runs in the transaction with ctx->db set to the writer's connection and ctx->now moved up to the
	 * chain head's time. `gate` and `head` are for gate_decide. May run operational statements too.
	 * Setting rc to anything but OK takes back all it did, and only that (not with acts_only).
	 */
	void (*run)(struct write *w, struct gate *g, struct chain_head *head);
	/* rc: OK durable; BUSY or IO: not acknowledged (unknown), repeat. */
	void (*done)(struct write *w, enum rc rc);
	struct ctx *c;
	/*
	 * run never sets rc, and does nothing but decide acts or note what no reader remembers (that a
	 * session is in use): it needs no savepoint, and readers may go on remembering (known.h) unless an
	 * act changed what lasts.
	 */
	bool acts_only;
	void *arg;
	bool alone;         /* no other write in its group, nor behind it until it is over (rebuild) */
	enum rc rc;         /* set before done */
	struct write *next; /* the writer's own */
};

struct writer_options {
	const char *path; /* a file, or a postgres:// URL */
	const struct registry *reg;
	struct id origin;
	void (*progress)(void *, int64_t done, int64_t all); /* of a rebuild at start; may be NULL */
	void *progress_arg;
	bool lazily; /* see db.h: for who opens the same build again and again, and has seen all its statements prepared */
};

/* Path NULL: a private database in memory. Open the writing connection; NULL with a reason in *d. No thread yet. */
struct writer *writer_new(struct arena *a, const struct writer_options *o, struct diag *d);
/* Start the thread. */
void writer_start(struct writer *w);
/* Queue a write; false when stopping or full (1024 waiting): nothing happens to it. */
bool writer_submit(struct writer *w, struct write *one) MUST_USE;
/* Queue and wait for it. With no thread running, run it at once. rc of the commit. */
enum rc writer_call(struct writer *w, struct write *one) MUST_USE;
/* Run n writes as one group on the calling thread (no thread running): generator, import. */
enum rc writer_group(struct writer *w, struct write **many, unsigned n) MUST_USE;
/* Finish what waits, end the thread, checkpoint, close. A second time: nothing. */
void writer_stop(struct writer *w);
/* Empty the projected tables and replay the journal, in one transaction. Through the thread if running. */
enum rc writer_rebuild(struct writer *w, struct ctx *c, struct diag *d) MUST_USE;
/* The writing connection, for work on the calling thread while no thread runs. */
struct db *writer_db(struct writer *w);

struct writer_numbers {
	uint64_t groups, writes, failed;
	uint64_t commit_us; /* in commits with what they flush, all groups together */
	unsigned waiting;
	bool full; /* the last group was taken back for want of room on the disk */
};
/* Counts since the start, for metrics. Any thread. */
struct writer_numbers writer_numbers(const struct writer *w);

#endif
