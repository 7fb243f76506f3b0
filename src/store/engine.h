/*
 * engine.h - what db.h needs from a database, inside this room only: one table of functions for each.
 *
 * Functions answer OK, BUSY (nothing happened), IO (outcome unknown) or INVALID: the statement or
 * its use is wrong, which is a bug of the program everywhere but while preparing. e->message then
 * holds the reason.
 *
 * An engine may work late: what run and command queue is known to have failed only at a later call.
 * It answers every call with that failure until ENGINE_BEGIN or ENGINE_ROLLBACK, and e->culprit names
 * the query that met it.
 */
#ifndef AYNI_ENGINE_H
#define AYNI_ENGINE_H

#include "db.h"

enum engine_command {
	ENGINE_BEGIN,	 /* a reader's also fixes its view; a lost connection is made anew */
	ENGINE_COMMIT,
	ENGINE_ROLLBACK, /* safe when nothing is open */
	ENGINE_SAVEPOINT,
	ENGINE_RELEASE,
	ENGINE_UNDO, /* back to the savepoint, which stays */
	ENGINE__N
};

struct prepared {
	unsigned nparams, ncols;
	bool writes;
};

struct engine;

struct engine_ops {
	enum db_kind kind;
	size_t size; /* of the driver's struct, which begins with struct engine */

	/* Open and set up; e->ops, mode and mem are set. close follows also when it fails. */
	enum rc (*open)(struct engine *e, const struct db_options *o);
	/* All statements are finished. `clean`: no outcome is unknown. */
	void (*close)(struct engine *e, bool clean);

	/*
	 * Begin to prepare the statement of a query; many may be begun before the first is described. A
	 * failure may come from either. `q` stays until finish. INVALID when it is not exactly one.
	 */
	enum rc (*prepare)(struct engine *e, const struct query *q, void **stmt_out);
	enum rc (*describe)(struct engine *e, void *stmt, struct prepared *out);
	/* Name of a result column of the statement described last. */
	const char *(*column)(struct engine *e, void *stmt, unsigned col);
	/* NULL is allowed. */
	void (*finish)(struct engine *e, void *stmt);

	/* Start a statement with rows. Borrows args until reset. */
	enum rc (*start)(struct engine *e, void *stmt, const struct cell *args, unsigned n);
	enum rc (*step)(struct engine *e, void *stmt, bool *row_out);
	void (*reset)(struct engine *e, void *stmt);
	/* INVALID for a kind that db.h does not know (a floating point number). */
	enum rc (*cell)(void *stmt, unsigned col, struct cell *out);
	/* A statement without rows, from start to reset; changed_out is NULL when nobody waits for it. */
	enum rc (*run)(struct engine *e, void *stmt, const struct cell *args, unsigned n, int64_t *changed_out);

	enum rc (*command)(struct engine *e, enum engine_command c);
	enum rc (*script)(struct engine *e, const char *sql);
	enum rc (*checkpoint)(struct engine *e, int pages);
};

struct engine {
	const struct engine_ops *ops;
	struct arena *mem; /* lives as long as the connection */
	enum db_mode mode;
	const char *hold; /* a table that a reader holds; see db_readers_hold */
	const struct query *culprit; /* of a late failure, else NULL */
	const char *code;	     /* why open failed: see db_open */
	bool full;		     /* the last failure was for want of room */
	char message[256];
};

extern const struct engine_ops sqlite_ops, postgres_ops;

#endif
