/* rows.c - running prepared statements and reading their rows. */
#include "log.h"
#include "store.h"

static struct slot *slot_of(struct db *db, const struct query *q)
{
	if (q->set == &db->composed_set) /* q is the first member of its struct composed */
		return &((struct composed *)(uintptr_t)q)->slot;
	size_t i = q->set->base + (size_t)(q - q->set->query);
	if (i >= db->nslots || (db->slot[i].q != q && !db->lazily))
		bug("store: %s.%s was not prepared on this connection", q->set->name, q->name);
	return &db->slot[i];
}

/* Look that the statement may be run; NULL while the connection has an error. */
static struct slot *ready(struct db *db, const struct query *q, unsigned n)
{
	struct slot *s = slot_of(db, q);

	if (n != q->nparams)
		bug("store: %s.%s takes %u parameters, not %u", q->set->name, q->name, q->nparams,
			n);
	if (!s->q && q->set != &db->composed_set) {
		if (db->status != OK)
			return NULL;
		enum rc rc = slot_prepare(db, s, q);
		if (rc != OK) {
			db_fail(db, rc, q);
			return NULL;
		}
	}
	if (s->open)
		bug("store: %s.%s is still open", q->set->name, q->name);
	if (!s->stmt)
		bug("store: %s.%s writes, at a reader", q->set->name, q->name);
	if (db->status != OK)
		return NULL;
	if (s->writes && !db->in_transaction)
		bug("store: %s.%s writes outside a transaction", q->set->name, q->name);
	if (s->writes && db->only_reads)
		bug("store: %s.%s writes where only reading is allowed", q->set->name, q->name);
	return s;
}

struct rows db_rows(struct db *db, const struct query *q, const struct cell *args, unsigned n)
{
	if (!q->ncols)
		bug("store: %s.%s returns no rows", q->set->name, q->name);
	struct slot *s = ready(db, q, n);
	if (!s)
		return (struct rows){ db, q, NULL, 0 };
	enum rc rc = db->engine->ops->start(db->engine, s->stmt, args, n);
	if (rc != OK) {
		db_fail(db, rc, q);
		return (struct rows){ db, q, NULL, 0 };
	}
	s->open = true;
	s->on_row = false;
	s->turn++;
	db->nopen++;
	return (struct rows){ db, q, s, s->turn };
}

void slot_end(struct db *db, struct slot *s)
{
	db->engine->ops->reset(db->engine, s->stmt);
	s->open = s->on_row = false;
	db->nopen--;
}

void rows_end_all(struct db *db)
{
	for (unsigned i = 0; i < db->nslots && db->nopen; i++)
		if (db->slot[i].open)
			slot_end(db, &db->slot[i]);
	for (unsigned i = 0; i < db->ncomposed && db->nopen; i++)
		if (db->composed[i].slot.open)
			slot_end(db, &db->composed[i].slot);
}

/* The slot while it is still this one's, else NULL: a rollback ends rows behind their back. */
static struct slot *own(const struct rows *r)
{
	struct slot *s = r->stmt;

	return s && s->open && s->turn == r->turn ? s : NULL;
}

bool rows_next(struct rows *r)
{
	struct slot *s = own(r);
	enum rc rc = s ? r->db->status : OK;

	if (s && rc == OK) {
		rc = r->db->engine->ops->step(r->db->engine, s->stmt, &s->on_row);
		if (s->on_row)
			return true;
		db_fail(r->db, rc, r->q);
	}
	rows_end(r);
	return false;
}

void rows_end(struct rows *r)
{
	struct slot *s = own(r);

	if (s)
		slot_end(r->db, s);
	r->stmt = NULL;
}

struct cell rows_cell(const struct rows *r, unsigned col)
{
	struct slot *s = own(r);
	struct cell c;

	if (!s || !s->on_row)
		bug("store: %s.%s stands on no row", r->q->set->name, r->q->name);
	if (col >= r->q->ncols)
		bug("store: %s.%s has no column %u", r->q->set->name, r->q->name, col);
	if (r->db->engine->ops->cell(s->stmt, col, &c) != OK)
		bug("store: %s.%s gives a floating point number in column %u", r->q->set->name,
			r->q->name, col);
	return c;
}

static _Noreturn void wrong_kind(const struct rows *r, unsigned col, const char *wanted)
{
	bug("store: %s.%s: column %u is not %s", r->q->set->name, r->q->name, col, wanted);
}

bool rows_null(const struct rows *r, unsigned col)
{
	return rows_cell(r, col).kind == CELL_NULL;
}

int64_t rows_int(const struct rows *r, unsigned col)
{
	struct cell c = rows_cell(r, col);

	if (c.kind == CELL_TEXT || c.kind == CELL_BLOB)
		wrong_kind(r, col, "a number");
	return c.i;
}

struct str rows_text(const struct rows *r, unsigned col)
{
	struct cell c = rows_cell(r, col);

	if (c.kind == CELL_INT)
		wrong_kind(r, col, "text");
	return c.s;
}

struct id rows_id(const struct rows *r, unsigned col)
{
	return id_from(rows_text(r, col));
}

bool db_any(struct db *db, const struct query *q, const struct cell *args, unsigned n)
{
	struct rows r = db_rows(db, q, args, n);
	bool there = rows_next(&r);

	rows_end(&r);
	return there;
}

int64_t db_int(struct db *db, const struct query *q, const struct cell *args, unsigned n)
{
	struct rows r = db_rows(db, q, args, n);
	int64_t i = rows_next(&r) ? rows_int(&r, 0) : 0;

	rows_end(&r);
	return i;
}

struct id db_id(struct db *db, const struct query *q, const struct cell *args, unsigned n)
{
	struct id id = { 0 };

	db_ids(db, q, args, n, &id, 1);
	return id;
}

struct str db_text(struct db *db, const struct query *q, const struct cell *args, unsigned n, struct arena *a)
{
	struct rows r = db_rows(db, q, args, n);
	struct str s = rows_next(&r) ? str_dup(a, rows_text(&r, 0)) : STR("");

	rows_end(&r);
	return s;
}

unsigned db_ids(struct db *db, const struct query *q, const struct cell *args, unsigned n, struct id *out, unsigned max)
{
	struct rows r = db_rows(db, q, args, n);
	unsigned have = 0;

	while (have < max && rows_next(&r))
		out[have++] = rows_id(&r, 0);
	rows_end(&r);
	return have;
}

/* changed: NULL when nobody waits for the count. */
static enum rc run(struct db *db, const struct query *q, const struct cell *args, unsigned n, int64_t *changed)
{
	if (q->ncols)
		bug("store: %s.%s returns rows", q->set->name, q->name);
	struct slot *s = ready(db, q, n);
	if (!s)
		return db->status;
	enum rc rc = db->engine->ops->run(db->engine, s->stmt, args, n, changed);
	db_fail(db, rc, q);
	return rc;
}

int64_t db_change(struct db *db, const struct query *q, const struct cell *args, unsigned n)
{
	int64_t changed;

	return run(db, q, args, n, &changed) == OK ? changed : -1;
}

void db_exec(struct db *db, const struct query *q, const struct cell *args, unsigned n)
{
	run(db, q, args, n, NULL);
}
