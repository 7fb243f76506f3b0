/*
 * declared_lines.c - the declarations as lines of "kind name attribute=value…", and what changed from one
 * build's lines to another's.
 *
 * What journals and other people's programs rely on is for ever: an entity, a field, its place, type, reference
 * and part in the key, a choice; only a retirement is allowed. The projected tables are built again
 * when they change. Tables that outlast a rebuild change by a step of an upgrade (data_make.c), which
 * the number of the format tells.
 */
#include "data.h"
#include "declared.h"
#include "field.h"

static void yes(struct buf *b, const char *name, bool on)
{
	buf_fmt(b, " %s=%s", name, on ? "yes" : "no");
}

static void field_lines(struct buf *b, const struct entity *e, unsigned at)
{
	const struct field *f = &e->fields[at];

	buf_fmt(b, "field %s.%s at=%u type=%s class=%s ref=%s", e->name, f->name, at, field_type_name(f->type),
		privacy_name(f->privacy), f->ref ? f->ref : "-");
	yes(b, "key", f->flags & F_KEY);
	yes(b, "retired", f->flags & F_RETIRED);
	buf_char(b, '\n');
	for (const struct choice *c = f->choices; c && c->name; c++)
		buf_fmt(b, "choice %s.%s.%s\n", e->name, f->name, c->name);
}

static void entity_lines(struct buf *b, const struct entity *e)
{
	buf_fmt(b, "entity %s day=%s", e->name, e->day ? declared_position(e, e->day).p : "-");
	yes(b, "event", e->event);
	buf_char(b, '\n');
	for (unsigned i = 0; i < e->nfields; i++)
		field_lines(b, e, i);
}

static void index_lines(struct buf *b, const struct table *t)
{
	for (unsigned i = 0; i < t->nindexes; i++) {
		const struct table_index *x = &t->indexes[i];
		buf_fmt(b, "index %s columns=", x->name);
		for (unsigned k = 0; k < x->n; k++)
			buf_fmt(b, "%s%s", k ? "," : "", t->columns[x->column[k]].name);
		yes(b, "unique", x->unique);
		buf_fmt(b, " known=%s\n", x->where_known ? t->columns[x->where_known - 1].name : "-");
	}
}

static const char *kind_name(enum cell_kind k)
{
	return k == CELL_INT ? "integer" : k == CELL_TEXT ? "text" : "blob";
}

static void table_lines(struct buf *b, const struct table *t)
{
	buf_fmt(b, "table %s", t->name);
	yes(b, "everywhere", t->everywhere);
	buf_char(b, '\n');
	for (unsigned i = 0; i < t->ncolumns; i++) {
		const struct table_column *c = &t->columns[i];
		buf_fmt(b, "column %s.%s kind=%s", t->name, c->name, kind_name(c->kind));
		yes(b, "required", c->required);
		buf_fmt(b, " key=%u\n", i < t->nkey ? i + 1 : 0);
	}
	index_lines(b, t);
}

static void tally_lines(struct buf *b, const struct tally *t)
{
	const struct field *f = t->entity->fields;

	buf_fmt(b, "tally %s of=%s by=", t->name, t->entity->name);
	for (unsigned i = 0; i < t->nby; i++)
		buf_fmt(b, "%s%s", i ? "," : "", f[t->by[i]].name);
	buf_c(b, " values=");
	for (unsigned i = 0; i < t->nvalues; i++)
		buf_fmt(b, "%s%s", i ? "," : "", f[t->values[i]].name);
	buf_char(b, '\n');
}

void declared_lines(struct buf *b, const struct registry *reg)
{
	const struct schema *s = reg->schema;
	const struct table *t;

	buf_fmt(b, "%s\nformat data number=%d\n", DECLARED_LINES_HEAD, DATA_FORMAT);
	for (unsigned i = 0; (t = data_table(i)); i++)
		table_lines(b, t);
	for (unsigned i = 0; i < schema_count(s); i++)
		entity_lines(b, schema_at(s, i));
	for (unsigned i = 0; i < schema_tally_count(s); i++)
		tally_lines(b, schema_tally_at(s, i));
	for (unsigned i = 0; (t = schema_table(s, i)); i++)
		index_lines(b, t);
}
