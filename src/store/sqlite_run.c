/* sqlite_run.c - statements and transactions of the SQLite driver. */
#include <sqlite3.h>

#include "sqlite.h"

/* ---- statements ---- */

enum rc sqlite_prepare(struct sqlite *e, struct str sql, sqlite3_stmt **out)
{
	const char *tail = NULL;
	int code = sqlite3_prepare_v3(e->h, sql.p, (int)sql.n, SQLITE_PREPARE_PERSISTENT, out, &tail);

	if (code)
		return sqlite_result(e, code);
	if (*out && !str_trim(str_sub(sql, (size_t)(tail - sql.p), sql.n)).n)
		return OK;
	sqlite3_finalize(*out);
	*out = NULL;
	snprintf(e->e.message, sizeof e->e.message, "not exactly one statement");
	return INVALID;
}

static enum rc prepare(struct engine *e, const struct query *q, void **stmt_out)
{
	sqlite3_stmt *stmt = NULL;
	enum rc rc = sqlite_prepare((struct sqlite *)e, str_c(q->sql), &stmt);

	*stmt_out = stmt;
	return rc;
}

static enum rc describe(struct engine *e, void *stmt, struct prepared *out)
{
	(void)e;
	out->nparams = (unsigned)sqlite3_bind_parameter_count(stmt);
	out->ncols = (unsigned)sqlite3_column_count(stmt);
	out->writes = !sqlite3_stmt_readonly(stmt);
	return OK;
}

static const char *column(struct engine *e, void *stmt, unsigned col)
{
	(void)e;
	return sqlite3_column_name(stmt, (int)col);
}

static void finish(struct engine *e, void *stmt)
{
	(void)e;
	sqlite3_finalize(stmt);
}

static enum rc start(struct engine *e, void *stmt, const struct cell *args, unsigned n)
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
	return sqlite_result((struct sqlite *)e, code);
}

static enum rc step(struct engine *e, void *stmt, bool *row_out)
{
	int code = sqlite3_step(stmt);

	*row_out = code == SQLITE_ROW;
	return sqlite_result((struct sqlite *)e, code);
}

static void reset(struct engine *e, void *stmt)
{
	(void)e;
	sqlite3_reset(stmt);
}

static enum rc cell(void *stmt, unsigned col, struct cell *out)
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

static enum rc run(struct engine *e, void *stmt, const struct cell *args, unsigned n, int64_t *changed_out)
{
	bool row;
	enum rc rc = start(e, stmt, args, n);

	if (rc == OK)
		rc = step(e, stmt, &row);
	if (rc == OK && changed_out)
		*changed_out = sqlite3_changes64(((struct sqlite *)e)->h);
	sqlite3_reset(stmt);
	return rc;
}

/* ---- transactions ---- */

static enum rc command(struct engine *base, enum engine_command c)
{
	struct sqlite *e = (struct sqlite *)base;

	/* After an I/O error SQLite may have ended the transaction already. */
	if (c == ENGINE_ROLLBACK && (!e->h || sqlite3_get_autocommit(e->h)))
		return OK;
	/* A rollback that found no memory has left it open. */
	if (c == ENGINE_BEGIN && !sqlite3_get_autocommit(e->h) && command(base, ENGINE_ROLLBACK) != OK)
		return BUSY;
	e->committing = c == ENGINE_COMMIT;
	enum rc rc = sqlite_result(e, sqlite3_step(e->command[c]));
	sqlite3_reset(e->command[c]);
	e->committing = false;
	if (rc == OK && c == ENGINE_BEGIN && e->e.mode == DB_READ) {
		rc = sqlite_result(e, sqlite3_step(e->command[SQLITE_SNAPSHOT]));
		sqlite3_reset(e->command[SQLITE_SNAPSHOT]);
	}
	return rc;
}

static enum rc script(struct engine *base, const char *sql)
{
	struct sqlite *e = (struct sqlite *)base;

	return sqlite_result(e, sqlite3_exec(e->h, sql, NULL, NULL, NULL));
}

const struct engine_ops sqlite_ops = {
	.kind = DB_SQLITE,
	.size = sizeof(struct sqlite),
	.open = sqlite_open,
	.close = sqlite_close,
	.prepare = prepare,
	.describe = describe,
	.column = column,
	.finish = finish,
	.start = start,
	.step = step,
	.reset = reset,
	.cell = cell,
	.run = run,
	.command = command,
	.script = script,
	.checkpoint = sqlite_checkpoint,
};
