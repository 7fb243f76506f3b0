/*
 * schema_ddl.c - the tables: two that never change in shape with modules (journal and its parts),
 * and the projected ones that rebuild drops and makes again.
 */
#include "field.h"
#include "schema.h"
#include "journal_tables_sql.h"

static void entity_ddl(struct buf *b, const struct entity_plan *p)
{
	const struct entity *e = p->entity;

	buf_fmt(b,
		"CREATE TABLE \"%s\" (network BLOB NOT NULL, id BLOB NOT NULL, stamp INTEGER NOT NULL,"
		" change BLOB NOT NULL, born INTEGER NOT NULL, late BLOB",
		e->name);
	for (unsigned i = 0; i < e->nfields; i++)
		buf_fmt(b, ", \"%s\" %s", e->fields[i].name, schema_column_type(&e->fields[i]));
	for (unsigned i = 0; i < p->nsorted; i++)
		buf_fmt(b, ", \"%s_key\" TEXT", e->fields[p->sorted[i]].name);
	buf_c(b, ", PRIMARY KEY (network, id)) STRICT, WITHOUT ROWID;\n");
	for (unsigned i = 0; i < e->nindexes; i++) {
		buf_fmt(b, "CREATE INDEX \"%s_by%u\" ON \"%s\" (network", e->name, i, e->name);
		for (unsigned k = 0; k < e->indexes[i].n; k++)
			buf_fmt(b, ", \"%s\"", e->fields[e->indexes[i].field[k]].name);
		buf_c(b, ");\n");
	}
}

static void tally_ddl(struct buf *b, const struct tally *t)
{
	const struct field *f = t->entity->fields;

	buf_fmt(b, "CREATE TABLE tally_%s (network BLOB NOT NULL", t->name);
	for (unsigned i = 0; i < t->nby; i++)
		buf_fmt(b, ", \"%s\" %s NOT NULL", f[t->by[i]].name, schema_column_type(&f[t->by[i]]));
	for (unsigned i = 0; i < t->nvalues; i++)
		buf_fmt(b, ", \"%s\" INTEGER NOT NULL, \"%s_n\" INTEGER NOT NULL", f[t->values[i]].name,
			f[t->values[i]].name);
	buf_c(b, ", PRIMARY KEY (network");
	for (unsigned i = 0; i < t->nby; i++)
		buf_fmt(b, ", \"%s\"", f[t->by[i]].name);
	buf_c(b, ")) STRICT, WITHOUT ROWID;\n");
}

/*
 * SQLite without figures takes the primary key for a search by network alone and so reads a whole
 * network where an index would find a few rows. These say: one network, many records, few a value
 * (sqlite_stat1, see "The ANALYZE Command"). A table's rows of it go when the table is dropped.
 */
static void figures_ddl(struct buf *b, const struct entity_plan *p)
{
	const struct entity *e = p->entity;

	buf_fmt(b, "INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('%s', '%s', '1000000 1000000 1');\n", e->name,
		e->name);
	for (unsigned i = 0; i < e->nindexes; i++) {
		buf_fmt(b, "INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('%s', '%s_by%u', '1000000 1000000",
			e->name, e->name, i);
		for (unsigned k = 0; k < e->indexes[i].n; k++)
			buf_c(b, k == 0 ? " 300" : " 3");
		buf_c(b, "');\n");
	}
}

struct str schema_ddl(struct arena *a, const struct schema *s, bool journal, bool drop)
{
	struct buf b = buf_new(a, 16 * 1024);

	for (unsigned i = 0; journal && i < journal_tables_sql.n; i++)
		buf_fmt(&b, "%s;\n", journal_tables_sql.query[i].sql);
	for (unsigned i = 0; drop && i < s->n; i++)
		buf_fmt(&b, "DROP TABLE IF EXISTS \"%s\";\n", s->plan[i].entity->name);
	for (unsigned i = 0; drop && i < s->ntally; i++)
		buf_fmt(&b, "DROP TABLE IF EXISTS tally_%s;\n", s->tally[i].tally->name);
	for (unsigned i = 0; i < s->n; i++)
		entity_ddl(&b, &s->plan[i]);
	for (unsigned i = 0; i < s->ntally; i++)
		tally_ddl(&b, s->tally[i].tally);
	buf_c(&b, "ANALYZE sqlite_schema;\n"); /* makes sqlite_stat1 */
	for (unsigned i = 0; i < s->n; i++)
		figures_ddl(&b, &s->plan[i]);
	buf_c(&b, "ANALYZE sqlite_schema;\n"); /* reads it */
	struct str out = buf_str(&b);
	buf_char(&b, 0);
	return (struct str){ b.p, out.n };
}

struct hash schema_digest(struct arena *a, const struct schema *s)
{
	return hash_of(schema_ddl(a, s, true, false), STR(""));
}
