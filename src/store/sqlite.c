/* sqlite.c - the engine of db.h over SQLite 3.40. */
#include "engine.h"

#include <limits.h>
#include <pthread.h>
#include <sqlite3.h>

#include "log.h"

enum {
	BUSY_WAIT_MS = 5000,
	WRITER_CACHE_KB = 16 * 1024,
	READER_CACHE_KB = 1024,
	/* A log this many times longer than asked for waits for its readers to start over. */
	WAL_EXCESS = 4,
	WAL_EXCESS_WAIT_MS = 100,
};

static const char *const command_sql[ENGINE__N] = {
	[ENGINE_COMMIT] = "COMMIT",
	[ENGINE_ROLLBACK] = "ROLLBACK",
	[ENGINE_SAVEPOINT] = "SAVEPOINT one",
	[ENGINE_RELEASE] = "RELEASE one",
	[ENGINE_UNDO] = "ROLLBACK TO one",
	[ENGINE_SNAPSHOT] = "SELECT 1 FROM sqlite_schema LIMIT 1",
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

static enum rc result(struct engine *e, int code)
{
	enum rc rc = rc_of(code);

	if (rc != OK) {
		bool told = e->h && (sqlite3_errcode(e->h) & 0xff) == (code & 0xff);
		snprintf(e->message, sizeof e->message, "%s",
			told ? sqlite3_errmsg(e->h) : sqlite3_errstr(code));
	}
	return rc;
}

static int on_commit(void *arg)
{
	struct engine *e = arg;

	if (!e->committing)
		bug("store: something was committed outside db_commit");
	return 0;
}

static int on_wal(void *arg, sqlite3 *h, const char *schema, int pages)
{
	struct engine *e = arg;
	(void)h;
	(void)schema;

	if (pages < e->wal_pages)
		e->wal_moved = 0; /* the log started over */
	e->wal_pages = pages;
	return SQLITE_OK;
}

static enum rc prepare_commands(struct engine *e)
{
	for (unsigned i = 0; i < ENGINE__N; i++) {
		const char *sql = command_sql[i];
		struct prepared p;

		if (i == ENGINE_BEGIN)
			sql = e->mode == DB_READ ? "BEGIN" : "BEGIN IMMEDIATE";
		enum rc rc = engine_prepare(e, str_c(sql), &p);
		if (rc != OK)
			return rc;
		e->command[i] = p.stmt;
	}
	return OK;
}

/* Write-ahead logging may be refused without an error, by a file system that cannot map memory. */
static int use_wal(struct engine *e)
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
	sqlite3_finalize(stmt);
	return code;
}

/* Readers wait for BUSY_WAIT_MS too, so the timeout stands before anything reads the file. */
static enum rc set_up(struct engine *e)
{
	static const char *const pragma[] = {
		[DB_WRITE] = "PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0;"
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
		e->mode == DB_READ ? READER_CACHE_KB : WRITER_CACHE_KB);

	int code = sqlite3_exec(e->h,
		"PRAGMA page_size=4096; PRAGMA mmap_size=0; PRAGMA temp_store=MEMORY;", NULL, NULL,
		NULL);
	if (!code && e->mode == DB_WRITE)
		code = use_wal(e);
	if (!code)
		code = sqlite3_exec(e->h, pragma[e->mode], NULL, NULL, NULL);
	if (!code)
		code = sqlite3_exec(e->h, cache, NULL, NULL, NULL);
	if (code)
		return result(e, code);
	if (e->mode != DB_READ) {
		sqlite3_wal_hook(e->h, on_wal, e);
		sqlite3_commit_hook(e->h, on_commit, e);
	}
	return prepare_commands(e);
}

enum rc engine_open(struct engine *e, const struct db_options *o)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	static const int flags[] = {
		[DB_WRITE] = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
		[DB_READ] = SQLITE_OPEN_READONLY,
		[DB_MEMORY] = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MEMORY,
	};

	pthread_once(&once, start_library);
	*e = (struct engine){ .mode = o->mode };
	int code = sqlite3_open_v2(o->mode == DB_MEMORY ? ":memory:" : o->path, &e->h,
		flags[o->mode] | SQLITE_OPEN_NOMUTEX, NULL);
	enum rc rc = code ? result(e, code) : set_up(e);
	if (rc != OK)
		engine_close(e, false);
	return rc;
}

/* SQLite's own checkpoint at the last close hides its errors; ours is asked for its result. */
static void move_last(struct engine *e)
{
	int code = sqlite3_wal_checkpoint_v2(e->h, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);

	if (code && rc_of(code) != BUSY) {
		log_error("store: checkpoint at close: %s", sqlite3_errmsg(e->h));
		sqlite3_db_config(e->h, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	}
}

void engine_close(struct engine *e, bool clean)
{
	for (unsigned i = 0; i < ENGINE__N; i++)
		engine_finish(e->command[i]);
	if (e->h && e->mode == DB_WRITE) {
		if (clean) {
			sqlite3_busy_timeout(e->h, 0);
			move_last(e);
		} else {
			sqlite3_db_config(e->h, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
		}
	}
	if (sqlite3_close(e->h))
		bug("store: a statement outlived its connection");
	e->h = NULL;
	memset(e->command, 0, sizeof e->command);
}

/* ---- statements ---- */

enum rc engine_prepare(struct engine *e, struct str sql, struct prepared *out)
{
	const char *tail = NULL;
	*out = (struct prepared){ 0 };

	int code = sqlite3_prepare_v3(
		e->h, sql.p, (int)sql.n, SQLITE_PREPARE_PERSISTENT, &out->stmt, &tail);
	if (code)
		return result(e, code);
	if (!out->stmt || str_trim(str_sub(sql, (size_t)(tail - sql.p), sql.n)).n) {
		engine_finish(out->stmt);
		out->stmt = NULL;
		snprintf(e->message, sizeof e->message, "not exactly one statement");
		return INVALID;
	}
	out->nparams = (unsigned)sqlite3_bind_parameter_count(out->stmt);
	out->ncols = (unsigned)sqlite3_column_count(out->stmt);
	out->writes = !sqlite3_stmt_readonly(out->stmt);
	return OK;
}

void engine_finish(struct sqlite3_stmt *stmt)
{
	sqlite3_finalize(stmt);
}

const char *engine_column(struct sqlite3_stmt *stmt, unsigned col)
{
	return sqlite3_column_name(stmt, (int)col);
}

enum rc engine_bind(
	struct engine *e, struct sqlite3_stmt *stmt, const struct cell *args, unsigned n)
{
	int code = SQLITE_OK;

	for (unsigned i = 0; i < n && !code; i++) {
		const struct cell *c = &args[i];
		const char *p = c->s.p ? c->s.p : ""; /* a NULL pointer would bind null */

		switch (c->kind) {
		case CELL_NULL:
			code = sqlite3_bind_null(stmt, (int)i + 1);
			break;
		case CELL_INT:
			code = sqlite3_bind_int64(stmt, (int)i + 1, c->i);
			break;
		case CELL_TEXT:
			code = sqlite3_bind_text64(
				stmt, (int)i + 1, p, c->s.n, SQLITE_STATIC, SQLITE_UTF8);
			break;
		case CELL_BLOB:
			code = sqlite3_bind_blob64(stmt, (int)i + 1, p, c->s.n, SQLITE_STATIC);
			break;
		}
	}
	return result(e, code);
}

enum rc engine_step(struct engine *e, struct sqlite3_stmt *stmt, bool *row_out)
{
	int code = sqlite3_step(stmt);

	*row_out = code == SQLITE_ROW;
	return result(e, code);
}

void engine_reset(struct sqlite3_stmt *stmt)
{
	sqlite3_reset(stmt);
}

enum rc engine_cell(struct sqlite3_stmt *stmt, unsigned col, struct cell *out)
{
	int i = (int)col;

	switch (sqlite3_column_type(stmt, i)) {
	case SQLITE_NULL:
		*out = cell_null();
		return OK;
	case SQLITE_INTEGER:
		*out = cell_int(sqlite3_column_int64(stmt, i));
		return OK;
	case SQLITE_TEXT:
	case SQLITE_BLOB:
		out->kind = sqlite3_column_type(stmt, i) == SQLITE_TEXT ? CELL_TEXT : CELL_BLOB;
		out->i = 0;
		out->s.p = sqlite3_column_blob(stmt, i);
		out->s.n = (size_t)sqlite3_column_bytes(stmt, i);
		return OK;
	default:
		return INVALID;
	}
}

int64_t engine_changes(struct engine *e)
{
	return sqlite3_changes64(e->h);
}

/* ---- transactions ---- */

enum rc engine_command(struct engine *e, enum engine_command c)
{
	sqlite3_stmt *stmt = e->command[c];

	e->committing = c == ENGINE_COMMIT;
	int code = sqlite3_step(stmt);
	enum rc rc = result(e, code);
	sqlite3_reset(stmt);
	e->committing = false;
	return rc;
}

bool engine_in_transaction(const struct engine *e)
{
	return !sqlite3_get_autocommit(e->h);
}

enum rc engine_script(struct engine *e, const char *sql)
{
	return result(e, sqlite3_exec(e->h, sql, NULL, NULL, NULL));
}

/*
 * PASSIVE never waits, but under readers that always overlap the log would not start over and
 * would grow without end: past WAL_EXCESS times the wanted length RESTART waits a moment for them.
 * One reader may stay for minutes (an export), so after a vain wait the log doubles before the
 * next.
 */
static int move(struct engine *e, int *in_log, int *moved)
{
	sqlite3_busy_timeout(e->h, WAL_EXCESS_WAIT_MS);
	int code = sqlite3_wal_checkpoint_v2(e->h, NULL, SQLITE_CHECKPOINT_RESTART, in_log, moved);
	sqlite3_busy_timeout(e->h, BUSY_WAIT_MS);
	e->wal_patience = code ? e->wal_pages * 2 : 0;
	if (!code)
		*in_log = *moved = 0; /* the next commit writes at the log's start */
	return code;
}

enum rc engine_checkpoint(struct engine *e, int pages)
{
	int in_log = 0, moved = 0, code;

	if (e->mode != DB_WRITE)
		return OK;
	if (e->wal_known && e->wal_pages - e->wal_moved <= pages)
		return OK;
	if (e->wal_pages / WAL_EXCESS > pages && e->wal_pages > e->wal_patience)
		code = move(e, &in_log, &moved);
	else
		code = sqlite3_wal_checkpoint_v2(
			e->h, NULL, SQLITE_CHECKPOINT_PASSIVE, &in_log, &moved);
	enum rc rc = result(e, code);
	if (rc == IO || in_log < 0)
		return rc;
	e->wal_known = true;
	e->wal_pages = in_log;
	e->wal_moved = moved;
	return rc;
}
