/* table.c - one declaration, every engine's DDL; and rows carried over in key order. */
#include "table.h"

#include "log.h"

static const char *column_type(enum cell_kind kind, enum db_kind db)
{
	bool pg = db == DB_POSTGRES;

	switch (kind) {
	case CELL_INT:
		return pg ? "BIGINT" : "INTEGER";
	case CELL_TEXT:
		return pg ? "TEXT COLLATE \"C\"" : "TEXT";
	case CELL_BLOB:
		return pg ? "BYTEA" : "BLOB";
	default:
		bug("table: a column has no kind");
	}
}

static void names(struct buf *b, const struct table *t, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		buf_fmt(b, "%s\"%s\"", i ? ", " : "", t->columns[i].name);
}

static void params(struct buf *b, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		buf_fmt(b, "%s?%u", i ? ", " : "", i + 1);
}

static void make(struct buf *b, const struct table *t, const char *name, enum db_kind kind, bool if_missing)
{
	buf_fmt(b, "CREATE TABLE %s\"%s\" (", if_missing ? "IF NOT EXISTS " : "", name);
	for (unsigned i = 0; i < t->ncolumns; i++) {
		const struct table_column *c = &t->columns[i];
		buf_fmt(b, "\"%s\" %s%s, ", c->name, column_type(c->kind, kind), c->required ? " NOT NULL" : "");
	}
	buf_c(b, "PRIMARY KEY (");
	names(b, t, t->nkey);
	buf_c(b, kind == DB_POSTGRES ? "));\n" : ")) STRICT, WITHOUT ROWID;\n");
}

void table_index_ddl(struct buf *b, const struct table *t, const struct table_index *i, enum db_kind kind, bool if_missing)
{
	(void)kind; /* the same words for all, so far */
	buf_fmt(b, "CREATE %sINDEX %s\"%s\" ON \"%s\" (", i->unique ? "UNIQUE " : "", if_missing ? "IF NOT EXISTS " : "",
		i->name, t->name);
	for (unsigned k = 0; k < i->n; k++)
		buf_fmt(b, "%s\"%s\"", k ? ", " : "", t->columns[i->column[k]].name);
	buf_char(b, ')');
	if (i->where_known)
		buf_fmt(b, " WHERE \"%s\" IS NOT NULL", t->columns[i->where_known - 1].name);
	buf_c(b, ";\n");
}

static void make_indexes(struct buf *b, const struct table *t, enum db_kind kind, bool if_missing)
{
	for (unsigned i = 0; i < t->nindexes; i++)
		table_index_ddl(b, t, &t->indexes[i], kind, if_missing);
}

void table_ddl(struct buf *b, const struct table *t, enum db_kind kind, bool if_missing)
{
	make(b, t, t->name, kind, if_missing);
	make_indexes(b, t, kind, if_missing);
}

/* ---- figures for the planner ---- */

/* sqlite_stat1, see "The ANALYZE Command": rows, then rows that share the first column, the first two, … */
static void sqlite_figures(struct buf *b, const struct table *t, bool again)
{
	if (again)
		buf_fmt(b, "DELETE FROM sqlite_stat1 WHERE tbl = '%s';\n", t->name);
	buf_fmt(b, "INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('%s', '%s', '1000000 1000000 1');\n", t->name, t->name);
	for (unsigned i = 0; i < t->nindexes; i++) {
		buf_fmt(b, "INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('%s', '%s', '1000000 1000000", t->name,
			t->indexes[i].name);
		for (unsigned k = 1; k < t->indexes[i].n; k++)
			buf_c(b, t->indexes[i].unique && k + 1 == t->indexes[i].n ? " 1" : k == 1 ? " 300" : " 3");
		buf_c(b, "');\n");
	}
}

static bool indexed(const struct table *t, unsigned column)
{
	for (unsigned i = 0; i < t->nindexes; i++)
		for (unsigned k = 0; k < t->indexes[i].n; k++)
			if (t->indexes[i].column[k] == column)
				return true;
	return column < t->nkey;
}

/* Is a value of it one row's? Nothing else of a key or a unique index is. */
static bool distinct(const struct table *t, unsigned column)
{
	for (unsigned i = 0; i < t->nindexes; i++)
		if (t->indexes[i].unique && t->indexes[i].column[t->indexes[i].n - 1] == column)
			return true;
	return column + 1 == t->nkey;
}

/* Row g of those that are only there to be counted: one network, of other values a few rows each. */
static void sample_value(struct buf *b, const struct table *t, unsigned column)
{
	const char *g = column == 0 ? "0" : distinct(t, column) ? "g" : "g % 12";

	if (t->columns[column].kind == CELL_INT)
		buf_c(b, g);
	else if (t->columns[column].kind == CELL_TEXT)
		buf_fmt(b, "(%s)::text", g);
	else
		buf_fmt(b, "decode(md5((%s)::text), 'hex')", g);
}

/*
 * ANALYZE counts also rows that its own transaction put in, and nothing takes back what it knew when they are gone:
 * put in and taken out, 24 are fewer than autovacuum comes for (50). What it learns later of a network is always that it is one.
 */
static void postgres_figures(struct buf *b, const struct table *t)
{
	buf_fmt(b, "ALTER TABLE \"%s\" ALTER COLUMN network SET (n_distinct = 1);\nINSERT INTO \"%s\" (", t->name, t->name);
	for (unsigned i = 0, n = 0; i < t->ncolumns; i++)
		if (indexed(t, i) || t->columns[i].required)
			buf_fmt(b, "%s\"%s\"", n++ ? ", " : "", t->columns[i].name);
	buf_c(b, ") SELECT ");
	for (unsigned i = 0, n = 0; i < t->ncolumns; i++)
		if (indexed(t, i) || t->columns[i].required) {
			buf_c(b, n++ ? ", " : "");
			sample_value(b, t, i);
		}
	buf_fmt(b, " FROM generate_series(1, 24) g;\nANALYZE \"%s\";\nDELETE FROM \"%s\";\n", t->name, t->name);
}

void table_figures(struct buf *b, const struct table *t, enum db_kind kind, bool again)
{
	if (t->everywhere || t->nkey == 1)
		return; /* small, or a row a network */
	if (kind == DB_POSTGRES)
		postgres_figures(b, t);
	else
		sqlite_figures(b, t, again);
}

/* ---- changes ---- */

void table_add_column_ddl(struct buf *b, const struct table *t, unsigned column, enum db_kind kind)
{
	const struct table_column *c = &t->columns[column];

	buf_fmt(b, "ALTER TABLE \"%s\" ADD COLUMN \"%s\" %s;\n", t->name, c->name, column_type(c->kind, kind));
}

static const char *blank(enum cell_kind kind, enum db_kind db)
{
	if (kind == CELL_INT)
		return "0";
	return kind == CELL_TEXT ? "''" : db == DB_POSTGRES ? "'\\x'" : "x''";
}

void table_remake_ddl(struct buf *b, const struct table *t, const bool *had, enum db_kind kind)
{
	char next[80];
	struct buf name = buf_fixed(next, sizeof(next));

	buf_fmt(&name, "%s_next", t->name);
	buf_char(&name, 0);
	make(b, t, next, kind, false);
	buf_fmt(b, "INSERT INTO \"%s\" (", next);
	names(b, t, t->ncolumns);
	buf_c(b, ") SELECT ");
	for (unsigned i = 0; i < t->ncolumns; i++) {
		const struct table_column *c = &t->columns[i];
		if (had[i])
			buf_fmt(b, "%s\"%s\"", i ? ", " : "", c->name);
		else
			buf_fmt(b, "%s%s", i ? ", " : "", c->required ? blank(c->kind, kind) : "NULL");
	}
	buf_fmt(b, " FROM \"%s\";\nDROP TABLE \"%s\";\nALTER TABLE \"%s\" RENAME TO \"%s\";\n", t->name, t->name, next,
		t->name);
	make_indexes(b, t, kind, false);
}

/* ---- rows ---- */

/* Long enough for all columns twice. */
static struct str composed(char *room, struct buf *b)
{
	if (b->full)
		bug("table: a statement is too long");
	return (struct str){ room, b->n };
}

enum { STATEMENT_MAX = 8192 };

struct rows table_page(struct db *db, const struct table *t, const struct cell *after, int64_t most)
{
	char room[STATEMENT_MAX];
	struct buf b = buf_fixed(room, sizeof(room));
	struct cell arg[TABLE_COLUMNS_MAX + 1];
	unsigned n = after ? t->nkey : 0;

	buf_c(&b, "SELECT ");
	names(&b, t, t->ncolumns);
	buf_fmt(&b, " FROM \"%s\"", t->name);
	if (after) {
		buf_c(&b, " WHERE (");
		names(&b, t, n);
		buf_c(&b, ") > (");
		params(&b, n);
		buf_char(&b, ')');
		memcpy(arg, after, n * sizeof(*arg));
	}
	buf_c(&b, " ORDER BY ");
	names(&b, t, t->nkey);
	buf_fmt(&b, " LIMIT ?%u", n + 1);
	arg[n++] = cell_int(most);
	const struct query *q = db_compose(db, composed(room, &b), n, t->ncolumns);
	return q ? db_rows(db, q, arg, n) : (struct rows){ .db = db };
}

void table_put(struct db *db, const struct table *t, const struct cell *row)
{
	char room[STATEMENT_MAX];
	struct buf b = buf_fixed(room, sizeof(room));

	buf_fmt(&b, "INSERT INTO \"%s\" (", t->name);
	names(&b, t, t->ncolumns);
	buf_c(&b, ") VALUES (");
	params(&b, t->ncolumns);
	buf_c(&b, ") ON CONFLICT DO NOTHING");
	const struct query *q = db_compose(db, composed(room, &b), t->ncolumns, 0);
	if (q)
		db_exec(db, q, row, t->ncolumns);
}

int64_t table_count(struct db *db, const struct table *t)
{
	char room[160];
	struct buf b = buf_fixed(room, sizeof(room));
	int64_t n = -1;

	buf_fmt(&b, "SELECT count(*) FROM \"%s\"", t->name);
	const struct query *q = db_compose(db, composed(room, &b), 0, 1);
	struct rows r = q ? db_rows(db, q, NO_ARGS) : (struct rows){ .db = db };
	if (q && rows_next(&r)) {
		n = rows_int(&r, 0);
		rows_end(&r);
	}
	return n;
}

void table_clear(struct db *db, const struct table *t)
{
	char room[160];
	struct buf b = buf_fixed(room, sizeof(room));

	buf_fmt(&b, "DELETE FROM \"%s\"", t->name);
	const struct query *q = db_compose(db, composed(room, &b), 0, 0);
	if (q)
		db_exec(db, q, NO_ARGS);
}
