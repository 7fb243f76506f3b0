/* sqlite.h - the connection of sqlite.c, for it and for the tests that look behind it. */
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

#endif
