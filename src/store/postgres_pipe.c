/* postgres_pipe.c - the pipeline: what was sent, what came back, and what a failure means. */
#include <poll.h>

#include "log.h"
#include "postgres.h"

/* ---- failures ---- */

static void copy_line(char *to, size_t room, const char *from)
{
	size_t n = 0;

	for (; *from && n + 1 < room; from++)
		to[n++] = *from == '\n' || *from == '\r' ? ' ' : *from;
	while (n && to[n - 1] == ' ')
		n--;
	to[n] = 0;
}

/* True when it is the first. */
static bool fail(struct postgres *e, enum rc rc, const struct query *q, const char *why)
{
	if (e->failed != OK)
		return false;
	e->failed = rc;
	e->e.full = false;
	e->failed_inside = e->savepoint;
	e->e.culprit = rc == INVALID ? q : NULL;
	copy_line(e->e.message, sizeof e->e.message, why);
	return true;
}

void postgres_fail(struct postgres *e, enum rc rc, const struct query *q, const char *why)
{
	fail(e, rc, q, why);
}

void postgres_forgive(struct postgres *e)
{
	e->failed = OK;
	e->e.culprit = NULL;
}

void postgres_lose(struct postgres *e, const char *why)
{
	e->lost = true;
	e->count = e->unsynced = 0;
	postgres_fail(e, e->committing ? IO : BUSY, NULL, why);
}

/*
 * PostgreSQL's codes (appendix A of its manual). Classes 08, 53, 57, 58 and XX are the server's trouble,
 * 25006 is a primary that became a standby, 40 and 55P03 are other people's locks.
 */
static enum rc rc_of(const char *state, bool committing)
{
	static const char *const trouble[] = { "08", "53", "57", "58", "XX" };
	static const char *const wait[] = { "25006", "40", "55P03" };
	struct str s = str_c(state);

	for (unsigned i = 0; i < ARRAY_LEN(trouble); i++)
		if (str_starts(s, trouble[i]))
			return committing ? IO : BUSY;
	for (unsigned i = 0; i < ARRAY_LEN(wait); i++)
		if (str_starts(s, wait[i]))
			return BUSY;
	return INVALID;
}

static const char *field(const PGresult *r, int which)
{
	const char *s = PQresultErrorField(r, which);

	return s ? s : "";
}

static void refused(struct postgres *e, const struct pending *p, const PGresult *r)
{
	struct str severity = str_c(field(r, PG_DIAG_SEVERITY_NONLOCALIZED));
	const char *state = field(r, PG_DIAG_SQLSTATE), *why = field(r, PG_DIAG_MESSAGE_PRIMARY);
	enum rc rc = rc_of(state, p->kind == PENDING_COMMIT);

	if (!*why)
		why = PQresultErrorMessage(r);
	if (PQstatus(e->conn) == CONNECTION_BAD || str_is(severity, "FATAL") || str_is(severity, "PANIC")) {
		postgres_lose(e, why);
		return;
	}
	/* Its table has other columns than when it was prepared: it is prepared anew at its next use. */
	if (p->st && str_is(str_c(field(r, PG_DIAG_SOURCE_FUNCTION)), "RevalidateCachedQuery")) {
		p->st->number = 0;
		rc = BUSY;
	}
	e->stale |= str_is(str_c(state), "25006");
	e->e.full = str_is(str_c(state), "53100");
	if (p->tx == e->tx)
		e->e.full |= fail(e, rc, p->st ? p->st->q : NULL, why) && str_is(str_c(state), "53100");
	else if (rc == INVALID) /* nobody waited for it before the rollback */
		log_error("store: %s.%s: %s", p->st ? p->st->q->set->name : "", p->st ? p->st->q->name : "", why);
}

void postgres_refused(struct postgres *e, const PGresult *r)
{
	refused(e, &(struct pending){ .kind = PENDING_OTHER, .tx = e->tx }, r);
}

/* ---- answers ---- */

/* Keep the result, which is the statement's now; what it had goes. */
static void keep(PGresult **place, PGresult *r)
{
	PQclear(*place);
	*place = r;
}

static void accepted(struct postgres *e, const struct pending *p, PGresult *r)
{
	struct statement *st = p->st;

	if (p->kind == PENDING_ROWS && st->open && st->turn == p->mark) {
		keep(st->result ? &st->ahead : &st->result, r);
		return;
	}
	if (p->kind == PENDING_DESCRIBE && st->number == p->mark) {
		keep(&st->shape, r);
		return;
	}
	if (p->kind == PENDING_RUN) {
		if (!str_int64(str_c(PQcmdTuples(r)), &e->changed))
			e->changed = 0;
	} else if (p->kind == PENDING_COMMIT) {
		e->committed = str_is(str_c(PQcmdStatus(r)), "COMMIT");
	} else if (p->tx == e->tx && (p->kind == PENDING_SAVEPOINT || p->kind == PENDING_RELEASE)) {
		e->savepoint = p->kind == PENDING_SAVEPOINT;
	}
	PQclear(r);
}

void postgres_take(struct postgres *e)
{
	if (!e->count)
		bug("store: an answer is awaited to nothing");
	struct pending p = e->queue[e->first];
	PGresult *r = PQgetResult(e->conn);

	e->first = (e->first + 1) % PENDING_MAX;
	e->count--;
	ExecStatusType status = PQresultStatus(r);
	if (status == PGRES_PIPELINE_SYNC) {
		PQclear(r);
		if (p.kind != PENDING_SYNC)
			bug("store: the pipeline's answers are out of step");
		return;
	}
	if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) {
		accepted(e, &p, r);
	} else {
		if (p.kind == PENDING_PARSE && p.st->number == p.mark)
			p.st->number = 0;
		if (!r)
			postgres_lose(e, PQerrorMessage(e->conn));
		else if (status != PGRES_PIPELINE_ABORTED)
			refused(e, &p, r);
		PQclear(r);
	}
	while (!e->lost && (r = PQgetResult(e->conn)))
		PQclear(r);
}

/* ---- sending ---- */

void postgres_sent(struct postgres *e, int sent, enum pending_kind kind, struct statement *st, unsigned mark)
{
	if (e->lost)
		return;
	if (!sent) {
		postgres_lose(e, PQerrorMessage(e->conn));
		return;
	}
	e->queue[(e->first + e->count++) % PENDING_MAX] = (struct pending){ kind, st, mark, e->tx };
	e->unsynced += kind != PENDING_SYNC;
	e->bytes += 64;
	if (e->count > PENDING_MAX - PENDING_ROOM || e->bytes > QUEUE_BYTES)
		postgres_settle(e);
}

void postgres_say(struct postgres *e, const char *sql, enum pending_kind kind)
{
	postgres_sent(e, PQsendQueryParams(e->conn, sql, 0, NULL, NULL, NULL, NULL, 1), kind, NULL, 0);
}

/* Reading while we write, since a server that cannot get rid of its answers stops listening. */
void postgres_push(struct postgres *e)
{
	int left = 1;

	if (e->unsynced && !e->lost) {
		e->unsynced = 0;
		int sent = PQpipelineSync(e->conn);
		e->bytes = 0;
		postgres_sent(e, sent, PENDING_SYNC, NULL, 0);
	}
	while (!e->lost && (left = PQflush(e->conn)) > 0) {
		struct pollfd p = { .fd = PQsocket(e->conn), .events = POLLIN | POLLOUT };

		poll(&p, 1, -1);
		if ((p.revents & POLLIN) && !PQconsumeInput(e->conn))
			left = -1;
		if (left < 0)
			break;
	}
	if (left < 0)
		postgres_lose(e, PQerrorMessage(e->conn));
}

void postgres_settle(struct postgres *e)
{
	postgres_push(e);
	while (e->count && !e->lost)
		postgres_take(e);
}
