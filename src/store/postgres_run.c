/* postgres_run.c - statements of the PostgreSQL driver. */
#include "postgres.h"

/* ---- preparing ---- */

static void name_of(char out[16], unsigned number)
{
	snprintf(out, 16, "s%u", number);
}

/* What was finished meanwhile is dropped on the server when there is something to send anyway. */
static void bury(struct postgres *e)
{
	char sql[40];

	while (e->ndead && e->failed == OK) {
		snprintf(sql, sizeof sql, "DEALLOCATE s%u", e->dead[--e->ndead]);
		postgres_say(e, sql, PENDING_OTHER);
	}
}

/* Send its text, with the types that are known: the declared ones at first, then the server's. */
static void parse(struct postgres *e, struct statement *st)
{
	char name[16];

	e->text.n = 0;
	st->writes = postgres_text(&e->text, str_c(st->q->pg ? st->q->pg : st->q->sql));
	e->bytes += e->text.n;
	st->number = ++e->numbers;
	name_of(name, st->number);
	postgres_sent(e, PQsendPrepare(e->conn, name, e->text.p, (int)st->q->nparams, st->param), PENDING_PARSE,
		st, st->number);
}

static Oid declared(char letter)
{
	return letter == 'i' ? OID_INT8 : letter == 't' ? OID_TEXT : letter == 'b' ? OID_BYTEA : 0;
}

static struct statement *new_statement(struct postgres *e, const struct query *q)
{
	struct statement *st = e->vacant;

	if (st)
		e->vacant = st->next;
	else
		st = ARENA_NEW(e->e.mem, struct statement);
	*st = (struct statement){ .q = q, .next = e->all, .turn = st->turn };
	e->all = st;
	for (unsigned i = 0; q->params && i < q->nparams; i++)
		st->param[i] = declared(q->params[i]);
	return st;
}

static enum rc prepare(struct engine *base, const struct query *q, void **stmt_out)
{
	struct postgres *e = (struct postgres *)base;
	char name[16];

	if (!postgres_ready(e))
		return e->failed;
	if (q->nparams > PARAMS_MAX) {
		postgres_fail(e, INVALID, NULL, "too many parameters");
		return INVALID;
	}
	bury(e);
	struct statement *st = new_statement(e, q);
	*stmt_out = st;
	if (e->e.mode == DB_READ) {
		e->text.n = 0;
		st->writes = postgres_text(&e->text, str_c(q->pg ? q->pg : q->sql));
		if (st->writes) /* the writer has it checked; here it would only take memory */
			return OK;
	}
	parse(e, st);
	name_of(name, st->number);
	postgres_sent(e, PQsendDescribePrepared(e->conn, name), PENDING_DESCRIBE, st, st->number);
	return e->failed;
}

static enum rc look(struct postgres *e, struct statement *st)
{
	const PGresult *r = st->shape;

	for (int i = 0; i < PQnfields(r); i++) {
		if (!postgres_known(PQftype(r, i))) {
			snprintf(e->e.message, sizeof e->e.message, "column %s has a type that is not known here (%u)",
				PQfname(r, i), (unsigned)PQftype(r, i));
			return INVALID;
		}
	}
	for (int i = 0; i < PQnparams(r) && i < PARAMS_MAX; i++)
		st->param[i] = PQparamtype(r, i);
	return OK;
}

static enum rc describe(struct engine *base, void *stmt, struct prepared *out)
{
	struct postgres *e = (struct postgres *)base;
	struct statement *st = stmt;

	out->writes = st->writes;
	out->nparams = st->q->nparams;
	out->ncols = st->q->ncols;
	if (st->writes && e->e.mode == DB_READ)
		return OK;
	if (e->looked_at) {
		PQclear(e->looked_at->shape);
		e->looked_at->shape = NULL;
	}
	e->looked_at = st;
	postgres_push(e);
	while (!st->shape && e->failed == OK)
		postgres_take(e);
	enum rc rc = e->failed == OK ? look(e, st) : e->failed;
	if (rc == OK) {
		out->nparams = (unsigned)PQnparams(st->shape);
		out->ncols = (unsigned)PQnfields(st->shape);
	} else if (!e->in_tx) { /* nothing is open that it has spoiled */
		postgres_settle(e);
		postgres_forgive(e);
	}
	return rc;
}

static const char *column(struct engine *base, void *stmt, unsigned col)
{
	const struct statement *st = stmt;
	(void)base;

	return st->shape ? PQfname(st->shape, (int)col) : st->q->cols[col].name;
}

/* ---- running ---- */

static void fetch(struct postgres *e, struct statement *st)
{
	char sql[64];

	snprintf(sql, sizeof sql, "FETCH FORWARD %d FROM c%u", PIECE_ROWS, st->cursor);
	postgres_sent(e, PQsendQueryParams(e->conn, sql, 0, NULL, NULL, NULL, NULL, 1), PENDING_ROWS, st,
		st->turn);
}

static void declare(struct postgres *e, struct statement *st, unsigned n)
{
	st->cursor = ++e->numbers;
	e->text.n = 0;
	buf_fmt(&e->text, "DECLARE c%u NO SCROLL CURSOR FOR ", st->cursor);
	postgres_text(&e->text, str_c(st->q->pg ? st->q->pg : st->q->sql));
	postgres_sent(e,
		PQsendQueryParams(e->conn, e->text.p, (int)n, st->param, e->value, e->length, e->format, 1),
		PENDING_OTHER, st, 0);
	fetch(e, st);
}

static void execute(struct postgres *e, struct statement *st, unsigned n, enum pending_kind kind)
{
	char name[16];

	if (!st->number) /* lost with an earlier connection */
		parse(e, st);
	name_of(name, st->number);
	postgres_sent(e, PQsendQueryPrepared(e->conn, name, (int)n, e->value, e->length, e->format, 1), kind, st,
		st->turn);
}

static enum rc start(struct engine *base, void *stmt, const struct cell *args, unsigned n)
{
	struct postgres *e = (struct postgres *)base;
	struct statement *st = stmt;

	if (!postgres_ready(e))
		return e->failed;
	enum rc rc = postgres_encode(e, st, args, n);
	if (rc != OK)
		return rc;
	st->open = true;
	st->turn++;
	st->row = -1;
	st->cursor = 0;
	if (st->q->many && e->in_tx && !st->writes)
		declare(e, st, n);
	else
		execute(e, st, n, PENDING_ROWS);
	return OK;
}

static bool full_piece(const struct statement *st)
{
	return st->cursor && PQntuples(st->result) == PIECE_ROWS;
}

/* They may have come already, while another statement waited for its own. */
static enum rc wait_for_rows(struct postgres *e, struct statement *st)
{
	if (!st->result)
		postgres_push(e);
	while (!st->result && e->failed == OK)
		postgres_take(e);
	return e->failed;
}

static enum rc step(struct engine *base, void *stmt, bool *row_out)
{
	struct postgres *e = (struct postgres *)base;
	struct statement *st = stmt;
	enum rc rc = wait_for_rows(e, st);

	*row_out = false;
	if (rc == OK && ++st->row == PQntuples(st->result) && full_piece(st)) {
		PQclear(st->result);
		st->result = st->ahead;
		st->ahead = NULL;
		st->row = 0;
		rc = wait_for_rows(e, st);
	}
	if (rc != OK)
		return rc;
	if (st->row == 0 && full_piece(st)) { /* while these are looked at the server goes on */
		fetch(e, st);
		postgres_push(e);
	}
	*row_out = st->row < PQntuples(st->result);
	return e->failed;
}

static void drop_rows(struct statement *st)
{
	PQclear(st->result);
	PQclear(st->ahead);
	st->result = st->ahead = NULL;
}

static void reset(struct engine *base, void *stmt)
{
	struct postgres *e = (struct postgres *)base;
	struct statement *st = stmt;
	char sql[32];

	drop_rows(st);
	st->open = false;
	if (st->cursor && e->in_tx && e->failed == OK) {
		snprintf(sql, sizeof sql, "CLOSE c%u", st->cursor);
		postgres_say(e, sql, PENDING_OTHER);
	}
	st->cursor = 0;
}

static enum rc cell(void *stmt, unsigned col, struct cell *out)
{
	const struct statement *st = stmt;

	return postgres_decode(st->result, st->row, (int)col, out);
}

static enum rc run(struct engine *base, void *stmt, const struct cell *args, unsigned n, int64_t *changed_out)
{
	struct postgres *e = (struct postgres *)base;

	if (!postgres_ready(e))
		return e->failed;
	enum rc rc = postgres_encode(e, stmt, args, n);
	if (rc != OK)
		return rc;
	execute(e, stmt, n, PENDING_RUN);
	if (changed_out) {
		postgres_settle(e);
		*changed_out = e->changed;
	}
	return e->failed;
}

static void finish(struct engine *base, void *stmt)
{
	struct postgres *e = (struct postgres *)base;
	struct statement *st = stmt, **at = &e->all;

	if (!st)
		return;
	if (e->looked_at == st)
		e->looked_at = NULL;
	PQclear(st->shape);
	st->shape = NULL;
	drop_rows(st);
	if (st->number && e->ndead < DEAD_MAX)
		e->dead[e->ndead++] = st->number;
	st->number = 0;
	st->open = false;
	while (*at != st)
		at = &(*at)->next;
	*at = st->next;
	st->next = e->vacant;
	e->vacant = st;
}

static enum rc checkpoint(struct engine *base, int pages)
{
	(void)base, (void)pages;
	return OK; /* the server sees to its log itself */
}

const struct engine_ops postgres_ops = {
	.kind = DB_POSTGRES,
	.size = sizeof(struct postgres),
	.open = postgres_open,
	.close = postgres_close,
	.prepare = prepare,
	.describe = describe,
	.column = column,
	.finish = finish,
	.start = start,
	.step = step,
	.reset = reset,
	.cell = cell,
	.run = run,
	.command = postgres_command,
	.script = postgres_script,
	.checkpoint = checkpoint,
};
