/* postgres_tx.c - transactions and scripts of the PostgreSQL driver. */
#include "log.h"
#include "postgres.h"

static void end(struct postgres *e)
{
	e->in_tx = e->savepoint = false;
	e->tx++;
	e->lost |= e->stale;
}

static enum rc begin(struct postgres *e)
{
	postgres_forgive(e);
	if (!postgres_ready(e))
		return e->failed;
	e->tx++;
	e->in_tx = true;
	postgres_say(e,
		e->e.mode == DB_READ ? "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" :
				       "BEGIN ISOLATION LEVEL READ COMMITTED",
		PENDING_OTHER);
	if (e->e.mode == DB_READ && e->e.hold) { /* no snapshot is taken for it */
		e->text.n = 0;
		buf_fmt(&e->text, "LOCK TABLE %s IN ACCESS SHARE MODE", e->e.hold);
		buf_char(&e->text, 0);
		postgres_say(e, e->text.p, PENDING_OTHER);
	}
	return e->failed;
}

/*
 * A reader has nothing to lose by its commit, so it does not wait. For a writer: what is known to be
 * gone before COMMIT leaves us was surely not committed.
 */
static enum rc commit(struct postgres *e)
{
	if (!postgres_stands(e))
		postgres_lose(e, PQerrorMessage(e->conn));
	if (e->failed != OK)
		return e->failed;
	e->committing = e->e.mode != DB_READ;
	e->committed = e->unsure = false;
	postgres_say(e, "COMMIT", PENDING_COMMIT);
	if (e->committing)
		postgres_settle(e);
	else
		postgres_push(e);
	if (e->committing && e->failed == OK && !e->committed)
		postgres_fail(e, INVALID, NULL, "the transaction was not one any more");
	if (e->committing && e->failed == OK && e->unsure)
		postgres_fail(e, IO, NULL, "the server does not know whether its standby has it");
	if (e->committed || !e->committing)
		end(e);
	e->committing = false;
	return e->failed;
}

static void rollback(struct postgres *e)
{
	if (e->in_tx && !e->lost) {
		postgres_push(e); /* a failure before this ends here */
		postgres_say(e, "ROLLBACK", PENDING_OTHER);
	}
	postgres_push(e);
	end(e);
	postgres_forgive(e);
}

static enum rc undo(struct postgres *e)
{
	postgres_settle(e);
	if (e->lost || e->failed == INVALID || (e->failed != OK && !e->failed_inside))
		return e->failed;
	postgres_forgive(e);
	postgres_say(e, "ROLLBACK TO one", PENDING_OTHER);
	return e->failed;
}

enum rc postgres_command(struct engine *base, enum engine_command c)
{
	struct postgres *e = (struct postgres *)base;

	if (c == ENGINE_BEGIN)
		return begin(e);
	if (c == ENGINE_ROLLBACK)
		rollback(e);
	else if (c == ENGINE_UNDO)
		return undo(e);
	else if (e->failed == OK && c == ENGINE_COMMIT)
		return commit(e);
	else if (e->failed == OK && c == ENGINE_SAVEPOINT)
		postgres_say(e, "SAVEPOINT one", PENDING_SAVEPOINT);
	else if (e->failed == OK && c == ENGINE_RELEASE)
		postgres_say(e, "RELEASE one", PENDING_RELEASE);
	return e->failed;
}

/* Several statements at once go by the simple protocol, which the pipeline makes room for. */
enum rc postgres_script(struct engine *base, const char *sql)
{
	struct postgres *e = (struct postgres *)base;

	postgres_settle(e);
	if (e->failed != OK)
		return e->failed;
	if (!PQexitPipelineMode(e->conn))
		bug("store: a script while answers are awaited");
	PGresult *r = PQexec(e->conn, sql);
	ExecStatusType status = PQresultStatus(r);
	bool done = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY;
	if (!done)
		postgres_refused(e, r);
	PQclear(r);
	if (!e->lost && PQtransactionStatus(e->conn) == PQTRANS_IDLE)
		bug("store: something was committed outside db_commit");
	if (!e->lost && !PQenterPipelineMode(e->conn))
		postgres_lose(e, PQerrorMessage(e->conn));
	return e->failed;
}
