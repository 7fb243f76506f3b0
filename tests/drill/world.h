/*
 * world.h - a small network that lives on the drills' disk, and what was answered to whom.
 *
 * Everything that happens is a numbered deed, the same in every run of a seed: real actions through
 * gate and writer, sessions, and one that is taken back. A group of deeds is one commit group. The ledger
 * is what the senders remember; the judge holds the disk against it.
 */
#ifndef AYNI_DRILL_WORLD_H
#define AYNI_DRILL_WORLD_H

#include "module.h"
#include "writer.h"

enum { DEEDS_MAX = 400, COOKIE_MAX = 64, DEED_ARGS_MAX = 8, NOBODY = DEEDS_MAX };

#define WORLD_FILE "drill.db"

/* What a sender knows about one deed. */
struct answer {
	bool sent, told;	/* told: durable, says the program */
	enum act_status status, first;
	int64_t seq;		/* in the journal, of one that was written: known to the reference only */
	int64_t at;		/* the instant of the trace when it was told */
	bool taken_back;
	char cookie[COOKIE_MAX]; /* of a session */
};

struct ledger {
	struct answer of[DEEDS_MAX];
	/* Of the reference: */
	int64_t n;			    /* changes in the journal at the end */
	struct hash dump[DEEDS_MAX + 1];    /* of the tables, by the number of changes */
	bool boundary[DEEDS_MAX + 1];	    /* a commit ended there */
};

/* Wrong on purpose, so that the judges are seen to notice. */
enum plant { PLANT_NONE, PLANT_EARLY, PLANT_ROW, PLANT_DOUBLE, PLANT_ANSWER, PLANT__N };

struct world {
	struct arena *mem;
	struct registry *reg;
	struct network net;
	struct writer *writer;
	struct ledger *ledger;
	uint64_t seed;
	unsigned deeds; /* in a life, at least 60 */
	bool threaded; /* the writer's thread runs */
	bool keeps; /* the reference: the ledger gets the tables' dumps, found to be what the journal says */
	bool lazily; /* opened with its statements to be prepared when they are run: most trials' judge, for time */
	enum plant plant;
	int64_t (*clock)(void *arg); /* the instant of the trace; NULL: none is kept */
	void *clock_arg;
};

/* A deed as somebody would send it. */
struct deed {
	const char *action; /* NULL: a session begins */
	unsigned author;    /* the deed that made her; NOBODY: the console */
	struct id id;
	int64_t now, acted_at;
	bool corrects, taken_back;
	const char *arg[DEED_ARGS_MAX][2];
	unsigned nargs;
};

/* Declarations of the real modules; for the life of the process. */
void world_new(struct world *w);
/* Forget what was answered and begin with that seed on an empty disk. */
void world_begin(struct world *w, uint64_t seed, struct ledger *l);
/* Open as the program does: tables made, brought up, everything prepared. */
bool world_open(struct world *w);
void world_close(struct world *w);
/* The process that had it open is no more. */
void world_abandon(struct world *w);
/* One commit group on this thread, or through the writer's own thread. What became of the commit. */
enum rc world_send(struct world *w, unsigned first, unsigned n);
enum rc world_send_threaded(struct world *w, unsigned first, unsigned n);
/* The writer's own thread runs from now on, until it is closed. */
void world_thread(struct world *w);
/* The tables are built again, as `ayni rebuild` does. */
enum rc world_rebuild(struct world *w);
/* As if an earlier build had made the tables: the next opening builds them again. */
enum rc world_age(struct world *w);
/* A context of that author on the writer's connection, at that instant. */
struct ctx world_ctx(struct world *w, struct arena *mem, const struct actor *who, int64_t now);

/* The deed of that number. Texts live in the arena. */
void deed_make(struct arena *a, uint64_t seed, unsigned i, struct deed *out);
struct id deed_id(uint64_t seed, unsigned i);
/* The code of the kitchen that this deed's leader leads. */
const char *deed_kitchen(struct arena *a, unsigned leader);
/* Who she is and which roles she has. */
void deed_actor(const struct world *w, struct arena *a, unsigned author, struct actor *out);

/* ---- the workload ---- */

struct play {
	/* Asked before each step; false ends it. Any of the fields may be NULL. */
	bool (*go_on)(void *arg);
	void *arg;
	bool no_threads;
};

/*
 * The whole life: made, written to, closed, opened, checkpoints, a reader, a rebuild, an upgrade. A
 * group that was not acknowledged is sent once more. False when it broke off.
 */
bool world_play(struct world *w, const struct play *p);
/* The same undisturbed; the ledger that all others are compared with. Ends the process when it cannot. */
void world_reference(struct world *w, uint64_t seed, struct ledger *l);

/* ---- the judge ---- */

/*
 * Hold what is on the disk against what was told (up to the instant `until`): opened, verified,
 * compared with its journal; everything told is there and answered as the first time; what was not
 * told can be sent. `whole`: everything is sent again, and the end must be the reference's. NULL when
 * all is well, else what is not, until the next call.
 */
const char *world_judge(struct world *w, const struct ledger *ref, const struct ledger *told, int64_t until,
	bool whole);

#endif
