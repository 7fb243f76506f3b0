/* fake.c - the driver of tests: statements expected in order, answers laid down. */
#include "fake.h"

#include "log.h"
#include "store.h"

struct answer {
	struct answer *next;
	struct cell *cell;
	unsigned n;
};

struct expected {
	struct expected *next;
	const char *name;
	struct cell *args;
	unsigned n; /* UINT32_MAX: any */
	struct answer *row, *last_row;
	int64_t changed;
	enum rc rc;
};

struct fake {
	struct engine e;
	struct expected *first, *last;
	unsigned left;
	bool in_tx;
};

struct fake_statement {
	const struct query *q;
	struct answer *row, *next_row;
};

/* ---- laying down ---- */

static struct fake *fake_of(const struct db *db)
{
	if (db_kind(db) != DB_FAKE)
		bug("fake: this is another database");
	return (struct fake *)db->engine;
}

static struct cell *copy_cells(struct arena *a, const struct cell *cells, unsigned n)
{
	struct cell *to = ARENA_ARRAY(a, struct cell, n);

	for (unsigned i = 0; i < n; i++) {
		to[i] = cells[i];
		to[i].s = str_dup(a, cells[i].s);
	}
	return to;
}

void fake_expect(struct db *db, const char *name, const struct cell *args, unsigned n)
{
	struct fake *f = fake_of(db);
	struct expected *x = ARENA_NEW(f->e.mem, struct expected);

	x->name = str_cstr(f->e.mem, str_c(name));
	x->args = copy_cells(f->e.mem, args, args ? n : 0);
	x->n = n;
	x->changed = 1;
	if (f->left++)
		f->last->next = x;
	else
		f->first = x;
	f->last = x;
}

static struct expected *newest(struct db *db)
{
	struct fake *f = fake_of(db);

	if (!f->left)
		bug("fake: an answer to nothing");
	return f->last;
}

void fake_row(struct db *db, const struct cell *cells, unsigned n)
{
	struct expected *x = newest(db);
	struct arena *a = db->engine->mem;
	struct answer *row = ARENA_NEW(a, struct answer);

	*row = (struct answer){ .cell = copy_cells(a, cells, n), .n = n };
	if (x->row)
		x->last_row->next = row;
	else
		x->row = row;
	x->last_row = row;
}

void fake_changes(struct db *db, int64_t changed)
{
	newest(db)->changed = changed;
}

void fake_fails(struct db *db, enum rc rc)
{
	newest(db)->rc = rc;
}

unsigned fake_left(const struct db *db)
{
	return fake_of(db)->left;
}

/* ---- being asked ---- */

static bool same(const struct cell *a, const struct cell *b)
{
	return a->kind == b->kind && (a->kind == CELL_INT ? a->i == b->i : str_eq(a->s, b->s));
}

/* Take the next of those expected, which must be this one. */
static struct expected *take(struct fake *f, const char *name, const char *sql, const struct cell *args, unsigned n)
{
	struct expected *x = f->left ? f->first : NULL;

	if (!x || !(str_is(str_c(name), x->name) || (sql && str_starts(str_c(sql), x->name))))
		bug("fake: %s came, %s was expected", sql ? sql : name, x ? x->name : "nothing");
	if (x->n != UINT32_MAX && x->n != n)
		bug("fake: %s came with %u arguments, not %u", name, n, x->n);
	for (unsigned i = 0; x->n != UINT32_MAX && i < n; i++)
		if (!same(&args[i], &x->args[i]))
			bug("fake: %s came with another argument %u", name, i);
	f->first = x->next;
	f->left--;
	if (x->rc != OK)
		snprintf(f->e.message, sizeof f->e.message, "the fake was told to fail");
	return x;
}

static struct expected *take_query(struct fake *f, const struct query *q, const struct cell *args, unsigned n)
{
	char name[120];
	bool composed = str_is(str_c(q->set->name), "composed");

	snprintf(name, sizeof name, "%s.%s", q->set->name, q->name);
	return take(f, name, composed ? q->sql : NULL, args, n);
}

static enum rc command(struct engine *e, enum engine_command c)
{
	static const char *const name[ENGINE__N] = { "begin", "commit", "rollback", "savepoint", "release", "undo" };
	struct fake *f = (struct fake *)e;

	if (c == ENGINE_ROLLBACK && !f->in_tx)
		return OK;
	enum rc rc = take(f, name[c], NULL, NULL, 0)->rc;
	if (rc == OK && c == ENGINE_BEGIN)
		f->in_tx = true;
	if ((rc == OK && c == ENGINE_COMMIT) || c == ENGINE_ROLLBACK)
		f->in_tx = false;
	return rc;
}

static enum rc script(struct engine *e, const char *sql)
{
	(void)sql;
	return take((struct fake *)e, "script", NULL, NULL, 0)->rc;
}

static enum rc start(struct engine *e, void *stmt, const struct cell *args, unsigned n)
{
	struct fake_statement *st = stmt;
	struct expected *x = take_query((struct fake *)e, st->q, args, n);

	st->next_row = x->row;
	return x->rc;
}

static enum rc step(struct engine *e, void *stmt, bool *row_out)
{
	struct fake_statement *st = stmt;
	(void)e;

	st->row = st->next_row;
	st->next_row = st->row ? st->row->next : NULL;
	*row_out = st->row != NULL;
	if (st->row && st->row->n != st->q->ncols)
		bug("fake: %s gives %u columns, not %u", st->q->name, st->q->ncols, st->row->n);
	return OK;
}

static void reset(struct engine *e, void *stmt)
{
	(void)e, (void)stmt;
}

static enum rc cell(void *stmt, unsigned col, struct cell *out)
{
	*out = ((struct fake_statement *)stmt)->row->cell[col];
	return OK;
}

static enum rc run(struct engine *e, void *stmt, const struct cell *args, unsigned n, int64_t *changed_out)
{
	struct expected *x = take_query((struct fake *)e, ((struct fake_statement *)stmt)->q, args, n);

	if (changed_out)
		*changed_out = x->changed;
	return x->rc;
}

/* ---- opening ---- */

static enum rc open_nothing(struct engine *e, const struct db_options *o)
{
	(void)e, (void)o;
	return OK;
}

static void close_nothing(struct engine *e, bool clean)
{
	(void)e, (void)clean;
}

static enum rc prepare(struct engine *e, const struct query *q, void **stmt_out)
{
	struct fake_statement *st = ARENA_NEW(e->mem, struct fake_statement);

	st->q = q;
	*stmt_out = st;
	return OK;
}

static enum rc describe(struct engine *e, void *stmt, struct prepared *out)
{
	const struct query *q = ((struct fake_statement *)stmt)->q;
	(void)e;

	*out = (struct prepared){ q->nparams, q->ncols, q->ncols == 0 };
	return OK;
}

static const char *column(struct engine *e, void *stmt, unsigned col)
{
	(void)e;
	return ((struct fake_statement *)stmt)->q->cols[col].name;
}

static void finish(struct engine *e, void *stmt)
{
	(void)e, (void)stmt;
}

static enum rc checkpoint(struct engine *e, int pages)
{
	(void)e, (void)pages;
	return OK;
}

static const struct engine_ops fake_ops = {
	.kind = DB_FAKE,
	.size = sizeof(struct fake),
	.open = open_nothing,
	.close = close_nothing,
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
	.checkpoint = checkpoint,
};

struct db *fake_open(enum db_mode mode)
{
	struct db *db = db_new(&fake_ops, mode);
	struct diag d = { 0 };

	if (db_prepare_all(db, &d) != OK)
		bug("fake: a statement does not prepare");
	return db;
}
