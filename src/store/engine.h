/*
 * engine.h - what db.h needs from a database, inside this room only; sqlite.c is the one engine.
 *
 * Functions answer OK, BUSY (nothing happened), IO (outcome unknown) or INVALID: the statement or
 * its use is wrong, which is a bug of the program everywhere but while preparing.
 * e->message then holds the reason.
 */
#ifndef AYNI_ENGINE_H
#define AYNI_ENGINE_H

#include "db.h"

struct sqlite3;
struct sqlite3_stmt;

enum engine_command {
	ENGINE_BEGIN,
	ENGINE_COMMIT,
	ENGINE_ROLLBACK,
	ENGINE_SAVEPOINT,
	ENGINE_RELEASE,
	ENGINE_UNDO,
	ENGINE_SNAPSHOT, /* the read that fixes a reader's view */
	ENGINE__N
};

struct engine {
	struct sqlite3 *h;
	struct sqlite3_stmt *command[ENGINE__N];
	enum db_mode mode;
	bool committing;  /* a commit is meant; any other one is a bug */
	int wal_pages;	  /* pages in the write-ahead log after the last commit */
	int wal_moved;	  /* of those, already in the file */
	int wal_patience; /* after a vain wait for readers: none before it is this long */
	bool wal_known;	  /* false until the first checkpoint: an older log may lie there */
	char message[256];
};

/* Open and set up. On failure e->message says why and e is closed. */
enum rc engine_open(struct engine *e, const struct db_options *o);
/* All prepared statements must be finished. `clean`: move the log into the file first. */
void engine_close(struct engine *e, bool clean);

struct prepared {
	struct sqlite3_stmt *stmt;
	unsigned nparams, ncols;
	bool writes;
};

/* Prepare one statement, ended with engine_finish. INVALID when it is not exactly one; else SQLite's say. */
enum rc engine_prepare(struct engine *e, struct str sql, struct prepared *out);
/* NULL is allowed. */
void engine_finish(struct sqlite3_stmt *stmt);
/* Name of a result column, until the statement is finished. */
const char *engine_column(struct sqlite3_stmt *stmt, unsigned col);

/* Borrows the bytes of the cells until engine_reset. */
enum rc engine_bind(
	struct engine *e, struct sqlite3_stmt *stmt, const struct cell *args, unsigned n);
enum rc engine_step(struct engine *e, struct sqlite3_stmt *stmt, bool *row_out);
void engine_reset(struct sqlite3_stmt *stmt);
/* INVALID for a kind that db.h does not know (a floating point number). */
enum rc engine_cell(struct sqlite3_stmt *stmt, unsigned col, struct cell *out);
int64_t engine_changes(struct engine *e);

/* Run one of the fixed commands. */
enum rc engine_command(struct engine *e, enum engine_command c);
/* The engine's own view: an I/O error may have ended a transaction. */
bool engine_in_transaction(const struct engine *e);
enum rc engine_script(struct engine *e, const char *sql);
enum rc engine_checkpoint(struct engine *e, int pages);

#endif
