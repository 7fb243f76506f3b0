/* sqlite.c - the driver over SQLite 3.40: opening, closing, the write-ahead log. */
#include "sqlite.h"

#include <limits.h>
#include <pthread.h>
#include <sqlite3.h>

#include "log.h"

enum {
	BUSY_WAIT_MS = 5000,
	WRITER_CACHE_KB = 6 * 1024,
	READER_CACHE_KB = 1024,
	/* A log this many times longer than asked for waits for its readers to start over. */
	WAL_EXCESS = 4,
	WAL_EXCESS_WAIT_MS = 100,
};

static const char *const command_sql[SQLITE_COMMANDS] = {
	[ENGINE_COMMIT] = "COMMIT",
	[ENGINE_ROLLBACK] = "ROLLBACK",
	[ENGINE_SAVEPOINT] = "SAVEPOINT one",
	[ENGINE_RELEASE] = "RELEASE one",
	[ENGINE_UNDO] = "ROLLBACK TO one",
	[SQLITE_SNAPSHOT] = "SELECT 1 FROM sqlite_schema LIMIT 1",
};

static void start_library(void)
{
	/* Connections belong to one thread at a time, so they need no locks of their own. */
	if (sqlite3_config(SQLITE_CONFIG_MULTITHREAD) || sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0))
		bug("store: SQLite was started before the store");
	if (sqlite3_initialize())
		fatal("store: SQLite does not start");
}

/* Constraint, misuse, range, schema and plain errors come only from a wrong program. */
static enum rc rc_of(int code)
{
	switch (code & 0xff) {
	case SQLITE_OK:
	case SQLITE_ROW:
	case SQLITE_DONE:
		return OK;
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
	case SQLITE_PROTOCOL:
		return BUSY;
	case SQLITE_IOERR:
	case SQLITE_FULL:
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
	case SQLITE_READONLY:
	case SQLITE_CANTOPEN:
	case SQLITE_NOLFS:
	case SQLITE_PERM:
	case SQLITE_NOMEM:
		return IO;
	default:
		return INVALID;
	}
}

enum rc sqlite_result(struct sqlite *e, int code)
{
	enum rc rc = rc_of(code);

	if (rc != OK) {
		e->e.full = (code & 0xff) == SQLITE_FULL;
		bool told = e->h && (sqlite3_errcode(e->h) & 0xff) == (code & 0xff);
		snprintf(e->e.message, sizeof e->e.message, "%s",
			told ? sqlite3_errmsg(e->h) : sqlite3_errstr(code));
	}
	return rc;
}

static int on_commit(void *arg)
{
	struct sqlite *e = arg;

	if (!e->committing)
		bug("store: something was committed outside db_commit");
	return 0;
}

static int on_wal(void *arg, sqlite3 *h, const char *schema, int pages)
{
	struct sqlite *e = arg;
	(void)h;
	(void)schema;

	if (pages < e->wal_pages)
		e->wal_moved = 0; /* the log started over */
	e->wal_pages = pages;
	return SQLITE_OK;
}

static enum rc prepare_commands(struct sqlite *e)
{
	for (unsigned i = 0; i < SQLITE_COMMANDS; i++) {
		const char *sql = command_sql[i];

		if (i == ENGINE_BEGIN)
			sql = e->e.mode == DB_READ ? "BEGIN" : "BEGIN IMMEDIATE";
		enum rc rc = sqlite_prepare(e, str_c(sql), &e->command[i]);
		if (rc != OK)
			return rc;
	}
	return OK;
}

/* Write-ahead logging may be refused without an error, by a file system that cannot map memory. */
static int use_wal(struct sqlite *e)
{
	sqlite3_stmt *stmt;
	int code = sqlite3_prepare_v2(e->h, "PRAGMA journal_mode=WAL", -1, &stmt, NULL);

	if (code)
		return code;
	code = sqlite3_step(stmt);
	if (code == SQLITE_ROW) {
		struct str mode = str_c((const char *)sqlite3_column_text(stmt, 0));
		code = str_is(mode, "wal") ? SQLITE_OK : SQLITE_NOLFS;
	}
	int end = sqlite3_finalize(stmt); /* what it changed is committed behind the row, and that may fail */
	return code ? code : end;
}

/* Readers wait for BUSY_WAIT_MS too, so the timeout stands before anything reads the file. */
static enum rc set_up(struct sqlite *e)
{
	static const char *const pragma[] = {
		[DB_WRITE] = "PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0;"
			     "PRAGMA secure_delete=ON;" /* who is erased leaves the file too */
			     "PRAGMA journal_size_limit=67108864;", /* what the log keeps */
		[DB_READ] = "PRAGMA query_only=1;",
		[DB_MEMORY] = "",
	};
	char cache[64];

	sqlite3_busy_timeout(e->h, BUSY_WAIT_MS);
	sqlite3_extended_result_codes(e->h, 1);
	sqlite3_db_config(e->h, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(e->h, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_db_config(e->h, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(e->h, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	snprintf(cache, sizeof cache, "PRAGMA cache_size=-%d",
		e->e.mode == DB_READ ? READER_CACHE_KB : WRITER_CACHE_KB);

	int code = sqlite3_exec(e->h,
		"PRAGMA page_size=4096; PRAGMA mmap_size=0; PRAGMA temp_store=MEMORY;", NULL, NULL,
		NULL);
	if (!code && e->e.mode == DB_WRITE)
		code = use_wal(e);
	if (!code)
		code = sqlite3_exec(e->h, pragma[e->e.mode], NULL, NULL, NULL);
	if (!code)
		code = sqlite3_exec(e->h, cache, NULL, NULL, NULL);
	if (code)
		return sqlite_result(e, code);
	if (e->e.mode != DB_READ) {
		sqlite3_wal_hook(e->h, on_wal, e);
		sqlite3_commit_hook(e->h, on_commit, e);
	}
	return prepare_commands(e);
}

enum rc sqlite_open(struct engine *base, const struct db_options *o)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	static const int flags[] = {
		[DB_WRITE] = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
		[DB_READ] = SQLITE_OPEN_READONLY,
		[DB_MEMORY] = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MEMORY,
	};
	struct sqlite *e = (struct sqlite *)base;

	pthread_once(&once, start_library);
	int code = sqlite3_open_v2(o->mode == DB_MEMORY ? ":memory:" : o->path, &e->h,
		flags[o->mode] | SQLITE_OPEN_NOMUTEX, NULL);
	return code ? sqlite_result(e, code) : set_up(e);
}

/* SQLite's own checkpoint at the last close hides its errors; ours is asked for its result. */
static void move_last(struct sqlite *e)
{
	int code = sqlite3_wal_checkpoint_v2(e->h, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);

	if (code && rc_of(code) != BUSY) {
		log_error("store: checkpoint at close: %s", sqlite3_errmsg(e->h));
		sqlite3_db_config(e->h, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	}
}

void sqlite_close(struct engine *base, bool clean)
{
	struct sqlite *e = (struct sqlite *)base;

	for (unsigned i = 0; i < SQLITE_COMMANDS; i++)
		sqlite3_finalize(e->command[i]);
	if (e->h && e->e.mode == DB_WRITE) {
		if (clean) {
			sqlite3_busy_timeout(e->h, 0);
			move_last(e);
		} else {
			sqlite3_db_config(e->h, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
		}
	}
	if (sqlite3_close(e->h))
		bug("store: a statement outlived its connection");
}

/* ---- the log ---- */

/*
 * PASSIVE never waits, but under readers that always overlap the log would not start over and
 * would grow without end: past WAL_EXCESS times the wanted length RESTART waits a moment for them.
 * One reader may stay for minutes (an export), so after a vain wait the log doubles before the
 * next.
 */
static int move(struct sqlite *e, int *in_log, int *moved)
{
	sqlite3_busy_timeout(e->h, WAL_EXCESS_WAIT_MS);
	int code = sqlite3_wal_checkpoint_v2(e->h, NULL, SQLITE_CHECKPOINT_RESTART, in_log, moved);
	sqlite3_busy_timeout(e->h, BUSY_WAIT_MS);
	e->wal_patience = code ? e->wal_pages * 2 : 0;
	if (!code)
		*in_log = *moved = 0; /* the next commit writes at the log's start */
	return code;
}

enum rc sqlite_checkpoint(struct engine *base, int pages)
{
	struct sqlite *e = (struct sqlite *)base;
	int in_log = 0, moved = 0, code;

	if (e->e.mode != DB_WRITE)
		return OK;
	if (e->wal_known && e->wal_pages - e->wal_moved <= pages)
		return OK;
	if (e->wal_pages / WAL_EXCESS > pages && e->wal_pages > e->wal_patience)
		code = move(e, &in_log, &moved);
	else
		code = sqlite3_wal_checkpoint_v2(
			e->h, NULL, SQLITE_CHECKPOINT_PASSIVE, &in_log, &moved);
	enum rc rc = sqlite_result(e, code);
	if (rc == IO || in_log < 0)
		return rc;
	e->wal_known = true;
	e->wal_pages = in_log;
	e->wal_moved = moved;
	return rc;
}
