/*
 * schema.c - from declarations to derived statements. Identifiers come from declarations only.
 */
#include "schema.h"

#include "field.h"
#include "log.h"
#include "map.h"

enum { QUERIES_PER_ENTITY = 4, QUERIES_PER_TALLY = 2 };

const struct entity *schema_entity(const struct schema *s, struct str name)
{
	const struct entity_plan *p = map_get(&s->by_name, name);

	return p ? p->entity : NULL;
}

unsigned schema_count(const struct schema *s)
{
	return s->n;
}

const struct entity *schema_at(const struct schema *s, unsigned i)
{
	return s->plan[i].entity;
}

unsigned schema_tally_count(const struct schema *s)
{
	return s->ntally;
}

const struct tally *schema_tally_at(const struct schema *s, unsigned i)
{
	return s->tally[i].tally;
}

const struct entity_plan *schema_plan(const struct schema *s, const struct entity *e)
{
	for (unsigned i = 0; i < s->n; i++)
		if (s->plan[i].entity == e)
			return &s->plan[i];
	bug("entity %s is not registered", e->name);
}

/* ---- statements ---- */

static void field_columns(struct buf *b, const struct entity_plan *p)
{
	for (unsigned i = 0; i < p->entity->nfields; i++)
		buf_fmt(b, ", \"%s\"", p->entity->fields[i].name);
}

static struct str get_sql(struct arena *a, const struct entity_plan *p)
{
	struct buf b = buf_new(a, 512);

	buf_c(&b, "SELECT stamp, change, born, late");
	field_columns(&b, p);
	buf_fmt(&b, " FROM \"%s\" WHERE network = ?1 AND id = ?2", p->entity->name);
	buf_char(&b, 0);
	return buf_str(&b);
}

static struct str list_sql(struct arena *a, const struct entity_plan *p)
{
	struct buf b = buf_new(a, 512);

	buf_c(&b, "SELECT stamp, change, born, late");
	field_columns(&b, p);
	buf_fmt(&b, ", id FROM \"%s\" WHERE network = ?1 ORDER BY id", p->entity->name);
	buf_char(&b, 0);
	return buf_str(&b);
}

/* Put a row, or give the row that stands its values; `sum`: add them to those that stand. */
static struct str put_sql(struct arena *a, const struct table *t, bool sum)
{
	struct buf b = buf_new(a, 1024);

	buf_fmt(&b, "INSERT INTO \"%s\" (", t->name);
	for (unsigned i = 0; i < t->ncolumns; i++)
		buf_fmt(&b, "%s\"%s\"", i ? ", " : "", t->columns[i].name);
	buf_c(&b, ") VALUES (");
	for (unsigned i = 0; i < t->ncolumns; i++)
		buf_fmt(&b, "%s?%u", i ? ", " : "", i + 1);
	for (unsigned i = 0; i < t->nkey; i++)
		buf_fmt(&b, "%s\"%s\"", i ? ", " : ") ON CONFLICT (", t->columns[i].name);
	for (unsigned i = t->nkey; i < t->ncolumns; i++) {
		const char *name = t->columns[i].name;
		buf_fmt(&b, "%s\"%s\" = ", i > t->nkey ? ", " : ") DO UPDATE SET ", name);
		if (sum)
			buf_fmt(&b, "\"%s\".\"%s\" + ", t->name, name);
		buf_fmt(&b, "excluded.\"%s\"", name);
	}
	buf_char(&b, 0);
	return buf_str(&b);
}

static struct str tally_list_sql(struct arena *a, const struct table *t)
{
	struct buf b = buf_new(a, 512);

	buf_c(&b, "SELECT ");
	for (unsigned i = 1; i < t->ncolumns; i++)
		buf_fmt(&b, "%s\"%s\"", i > 1 ? ", " : "", t->columns[i].name);
	buf_fmt(&b, " FROM \"%s\" WHERE network = ?1", t->name);
	for (unsigned i = 1; i < t->nkey; i++)
		buf_fmt(&b, "%s\"%s\"", i > 1 ? ", " : " ORDER BY ", t->columns[i].name);
	buf_char(&b, 0);
	return buf_str(&b);
}

/* The kinds of its columns, as parameters in their order. */
static const char *letters(struct arena *a, const struct table *t)
{
	static const char letter[] = { [CELL_INT] = 'i', [CELL_TEXT] = 't', [CELL_BLOB] = 'b' };
	char *out = arena_alloc(a, t->ncolumns + 1);

	for (unsigned i = 0; i < t->ncolumns; i++)
		out[i] = letter[t->columns[i].kind];
	out[t->ncolumns] = 0;
	return out;
}

static const struct query *add_query(struct schema *s, struct query *q, const char *kind,
	const char *name, struct str sql, const char *params, unsigned ncols)
{
	struct query_column *cols = ncols ? ARENA_ARRAY(s->mem, struct query_column, ncols) : NULL;

	*q = (struct query){ .set = &s->set,
		.name = str_cstr(s->mem, str_fmt(s->mem, "%s %s", kind, name)),
		.sql = sql.p,
		.nparams = (unsigned)strlen(params),
		.ncols = ncols,
		.cols = cols,
		.params = params };
	s->set.n++;
	return q;
}

/* ---- plans ---- */

static void order_fields(struct entity_plan *p)
{
	const struct field *f = p->entity->fields;

	for (unsigned i = 0; i < p->entity->nfields; i++) {
		unsigned at = i;
		for (; at && str_cmp(str_c(f[p->by_name[at - 1]].name), str_c(f[i].name)) > 0; at--)
			p->by_name[at] = p->by_name[at - 1];
		p->by_name[at] = (uint8_t)i;
		if (f[i].type == T_TEXT && f[i].flags & F_SORT && p->nsorted < ARRAY_LEN(p->sorted))
			p->sorted[p->nsorted++] = (uint8_t)i;
		p->personal |= class_is_hers(p->entity, f[i].privacy);
	}
}

static void plan_entity(struct schema *s, struct entity_plan *p, const struct entity *e, struct query *q)
{
	p->entity = e;
	order_fields(p);
	schema_plan_table(s->mem, p);
	p->get = add_query(s, q++, "get", e->name, get_sql(s->mem, p), "bb", COL_FIELDS + e->nfields);
	p->put = add_query(s, q++, "put", e->name, put_sql(s->mem, &p->table, false), letters(s->mem, &p->table), 0);
	p->list = add_query(s, q, "list", e->name, list_sql(s->mem, p), "b", COL_FIELDS + e->nfields + 1);
	q++->many = true;
	if (e->subject > 0 && p->personal) {
		struct str sql = str_fmt(s->mem, "SELECT id FROM \"%s\" WHERE network = ?1 AND \"%s\" = ?2",
			e->name, e->fields[e->subject - 1].name);
		p->of_subject = add_query(s, q, "of_subject", e->name, sql, "bb", 1);
	}
	if (e->erases)
		s->erasure = p;
	map_set(&s->by_name, str_c(e->name), p);
}

static void plan_tally(struct schema *s, unsigned i, const struct tally *t, struct query *q)
{
	struct tally_plan *tp = &s->tally[i];

	tp->tally = t;
	tp->index = i;
	schema_tally_table(s->mem, tp);
	tp->add = add_query(s, q++, "add", t->name, put_sql(s->mem, &tp->table, true), letters(s->mem, &tp->table), 0);
	tp->list = add_query(s, q, "list tally", t->name, tally_list_sql(s->mem, &tp->table), "b", tp->table.ncolumns - 1);
	q->many = true;
	for (unsigned k = 0; k < s->n; k++) {
		struct entity_plan *p = &s->plan[k];
		if (p->entity != t->entity)
			continue;
		if (p->ntally == ARRAY_LEN(p->tally))
			bug("%s has too many tallies", p->entity->name);
		p->tally[p->ntally++] = tp;
	}
}

struct schema *schema_new(struct arena *a, const struct entity *const *entities, unsigned nentities,
	const struct tally *const *tallies, unsigned ntallies)
{
	struct schema *s = ARENA_NEW(a, struct schema);
	struct query *all = ARENA_ARRAY(a, struct query,
		nentities * QUERIES_PER_ENTITY + ntallies * QUERIES_PER_TALLY);

	s->mem = a;
	s->n = nentities;
	s->plan = ARENA_ARRAY(a, struct entity_plan, nentities);
	s->ntally = ntallies;
	s->tally = ARENA_ARRAY(a, struct tally_plan, ntallies);
	s->by_name = map_new(a);
	s->set.name = "derived";
	s->set.query = all;
	for (unsigned i = 0; i < nentities; i++)
		plan_entity(s, &s->plan[i], entities[i], &all[s->set.n]);
	for (unsigned i = 0; i < ntallies; i++)
		plan_tally(s, i, tallies[i], &all[s->set.n]);
	query_register(&s->set);
	return s;
}
