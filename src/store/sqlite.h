/* sqlite.h - the connection to SQLite, for the driver and for the tests that look behind it. */
#ifndef AYNI_SQLITE_H
#define AYNI_SQLITE_H

#include "engine.h"

struct sqlite3;
struct sqlite3_stmt;

enum { SQLITE_SNAPSHOT = ENGINE__N, SQLITE_COMMANDS }; /* the read that fixes a reader's view */

struct sqlite {
	struct engine e;
	struct sqlite3 *h;
	struct sqlite3_stmt *command[SQLITE_COMMANDS];
	bool committing;  /* a commit is meant; any other one is a bug */
	int wal_pages;	  /* pages in the write-ahead log after the last commit */
	int wal_moved;	  /* of those, already in the file */
	int wal_patience; /* after a vain wait for readers: none before it is this long */
	bool wal_known;	  /* false until the first checkpoint: an older log may lie there */
};

/* See engine.h. */
enum rc sqlite_open(struct engine *e, const struct db_options *o);
void sqlite_close(struct engine *e, bool clean);
enum rc sqlite_checkpoint(struct engine *e, int pages);

/* SQLite's code as ours, and its words as the connection's message. */
enum rc sqlite_result(struct sqlite *e, int code);
/* INVALID when it is not exactly one statement. */
enum rc sqlite_prepare(struct sqlite *e, struct str sql, struct sqlite3_stmt **out);

#endif
