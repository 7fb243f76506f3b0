/*
 * schema_ddl.c - the projected tables, derived from the declarations, and the scripts that make them: at
 * first, and again beside those that stand.
 */
#include "field.h"
#include "schema.h"

/* ---- tables ---- */

static enum cell_kind column_kind(const struct field *f)
{
	switch (field_kind(f)) {
	case V_INT:
		return CELL_INT;
	case V_ID:
		return CELL_BLOB;
	default:
		return CELL_TEXT;
	}
}

static const char *suffixed(struct arena *a, const char *name, const char *suffix)
{
	return str_cstr(a, str_fmt(a, "%s%s", name, suffix));
}

/* The column of a field; the fixed ones before them are named below. */
enum { ENTITY_FIXED = 6 };

static const struct table_index *entity_indexes(struct arena *a, const struct entity *e)
{
	struct table_index *out = ARENA_ARRAY(a, struct table_index, e->nindexes);

	for (unsigned i = 0; i < e->nindexes; i++) {
		out[i].name = str_cstr(a, str_fmt(a, "%s_by%u", e->name, i));
		out[i].n = 1 + e->indexes[i].n;
		for (unsigned k = 0; k < e->indexes[i].n; k++)
			out[i].column[1 + k] = (uint8_t)(ENTITY_FIXED + e->indexes[i].field[k]);
	}
	return out;
}

void schema_plan_table(struct arena *a, struct entity_plan *p)
{
	static const struct table_column fixed[ENTITY_FIXED] = { { "network", CELL_BLOB, true }, { "id", CELL_BLOB, true },
		{ "stamp", CELL_INT, true }, { "change", CELL_BLOB, true }, { "born", CELL_INT, true }, { "late", CELL_BLOB, false } };
	const struct entity *e = p->entity;
	unsigned n = ENTITY_FIXED + e->nfields + p->nsorted;
	struct table_column *c = ARENA_ARRAY(a, struct table_column, n), *at = c + ENTITY_FIXED;

	memcpy(c, fixed, sizeof(fixed));
	for (unsigned i = 0; i < e->nfields; i++)
		*at++ = (struct table_column){ e->fields[i].name, column_kind(&e->fields[i]), false };
	for (unsigned i = 0; i < p->nsorted; i++)
		*at++ = (struct table_column){ suffixed(a, e->fields[p->sorted[i]].name, "_key"), CELL_TEXT, false };
	p->table = (struct table){ .name = e->name, .columns = c, .ncolumns = n, .nkey = 2,
		.indexes = entity_indexes(a, e), .nindexes = e->nindexes };
}

void schema_tally_table(struct arena *a, struct tally_plan *tp)
{
	const struct tally *t = tp->tally;
	const struct field *f = t->entity->fields;
	unsigned n = 1 + t->nby + 2 * t->nvalues;
	struct table_column *c = ARENA_ARRAY(a, struct table_column, n), *at = c;

	*at++ = (struct table_column){ "network", CELL_BLOB, true };
	for (unsigned i = 0; i < t->nby; i++)
		*at++ = (struct table_column){ f[t->by[i]].name, column_kind(&f[t->by[i]]), true };
	for (unsigned i = 0; i < t->nvalues; i++) {
		*at++ = (struct table_column){ f[t->values[i]].name, CELL_INT, true };
		*at++ = (struct table_column){ suffixed(a, f[t->values[i]].name, "_n"), CELL_INT, true };
	}
	tp->table = (struct table){ .name = str_cstr(a, str_fmt(a, "tally_%s", t->name)), .columns = c, .ncolumns = n,
		.nkey = 1 + t->nby };
}

const struct table *schema_table(const struct schema *s, unsigned i)
{
	if (i < s->n)
		return &s->plan[i].table;
	return i - s->n < s->ntally ? &s->tally[i - s->n].table : NULL;
}

/* ---- scripts ---- */

static void make(struct buf *b, const struct schema *s, enum db_kind kind)
{
	const struct table *t;

	for (unsigned i = 0; (t = schema_table(s, i)); i++)
		table_ddl(b, t, kind, false);
	if (kind == DB_SQLITE)
		buf_c(b, "ANALYZE sqlite_schema;\n"); /* makes sqlite_stat1; a table's rows of it go with the table */
	for (unsigned i = 0; (t = schema_table(s, i)); i++)
		if (i < s->n || kind != DB_SQLITE) /* of tallies SQLite finds the way without */
			table_figures(b, t, kind, false);
	if (kind == DB_SQLITE)
		buf_c(b, "ANALYZE sqlite_schema;\n"); /* reads it */
}

/* Those that were made before, declared still or not, and those declared. */
static void drop(struct buf *b, const struct schema *s, struct str before, const char *where)
{
	const struct table *t;
	struct str name;

	while (before.n && str_cut(&before, ' ', &name))
		buf_fmt(b, "DROP TABLE IF EXISTS %s\"%.*s\";\n", where, (int)name.n, name.p);
	for (unsigned i = 0; (t = schema_table(s, i)); i++)
		buf_fmt(b, "DROP TABLE IF EXISTS %s\"%s\";\n", where, t->name);
}

/*
 * PostgreSQL: beside, in a schema of their own; readers go on with those that stand, and no change is accepted
 * by another process: all chains are locked by now (journal_lock_all), and a chain that is new waits here.
 * SQLite's readers keep their snapshot, so there the old ones make place at once.
 */
static void again(struct buf *b, const struct schema *s, enum db_kind kind, struct str before)
{
	if (kind == DB_POSTGRES)
		buf_c(b, "LOCK TABLE chain IN SHARE MODE;\nCREATE SCHEMA ayni_next;\nSET LOCAL search_path = ayni_next, public;\n");
	else
		drop(b, s, before, "");
	make(b, s, kind);
}

/*
 * Who reads holds the journal (db_readers_hold), so nobody's snapshot is older than the tables it will meet. Whoever
 * comes while we wait waits behind us, so we wait a third of a second at a time: for pages that is enough, and a
 * backup that reads for minutes stops nobody else. Ten minutes, then the rebuild is given up.
 */
static const char exchange_sql[] =
	"SET LOCAL lock_timeout = '300ms';\n"
	"DO $$ BEGIN\n"
	"FOR i IN 1..500 LOOP\n"
	"BEGIN LOCK TABLE journal IN ACCESS EXCLUSIVE MODE; RETURN;\n"
	"EXCEPTION WHEN lock_not_available THEN PERFORM pg_sleep(0.9); END;\n"
	"END LOOP;\n"
	"RAISE lock_not_available;\n"
	"END $$;\n"
	"SET LOCAL lock_timeout = '5s';\n";

/* Figures at once: what the planner was told of new tables is a guess. */
static void swap(struct buf *b, const struct schema *s, struct str before)
{
	const struct table *t;

	for (unsigned i = 0; (t = schema_table(s, i)); i++)
		buf_fmt(b, "ANALYZE ayni_next.\"%s\";\n", t->name);
	buf_c(b, exchange_sql);
	drop(b, s, before, "public.");
	for (unsigned i = 0; (t = schema_table(s, i)); i++)
		buf_fmt(b, "ALTER TABLE ayni_next.\"%s\" SET SCHEMA public;\n", t->name);
	buf_c(b, "DROP SCHEMA ayni_next;\nSET LOCAL search_path = public;\n");
}

struct str schema_ddl(struct arena *a, const struct schema *s, enum db_kind kind, enum schema_script what,
	struct str before)
{
	struct buf b = buf_new(a, 16 * 1024);

	if (what == SCHEMA_MAKE)
		make(&b, s, kind);
	else if (what == SCHEMA_AGAIN)
		again(&b, s, kind, before);
	else if (kind == DB_POSTGRES)
		swap(&b, s, before);
	struct str out = buf_str(&b);
	buf_char(&b, 0);
	return (struct str){ b.p, out.n };
}

struct hash schema_digest(struct arena *a, const struct schema *s)
{
	struct buf b = buf_new(a, 16 * 1024);
	const struct table *t;

	for (unsigned i = 0; (t = schema_table(s, i)); i++)
		table_ddl(&b, t, DB_SQLITE, false);
	return hash_of(buf_str(&b), STR(""));
}
