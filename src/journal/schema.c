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

const char *schema_column_type(const struct field *f)
{
	switch (field_kind(f)) {
	case V_INT:
		return "INTEGER";
	case V_ID:
		return "BLOB";
	default:
		return "TEXT";
	}
}

/* ---- statements ---- */

static void params(struct buf *b, unsigned from, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		buf_fmt(b, "%s?%u", i ? ", " : "", from + i);
}

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

static unsigned put_params(const struct entity_plan *p)
{
	return 6 + p->entity->nfields + p->nsorted;
}

static struct str put_sql(struct arena *a, const struct entity_plan *p)
{
	struct buf b = buf_new(a, 1024);

	buf_fmt(&b, "INSERT INTO \"%s\" (network, id, stamp, change, born, late", p->entity->name);
	field_columns(&b, p);
	for (unsigned i = 0; i < p->nsorted; i++)
		buf_fmt(&b, ", \"%s_key\"", p->entity->fields[p->sorted[i]].name);
	buf_c(&b, ") VALUES (");
	params(&b, 1, put_params(p));
	buf_c(&b, ") ON CONFLICT (network, id) DO UPDATE SET stamp = excluded.stamp, "
		  "change = excluded.change, born = excluded.born, late = excluded.late");
	for (unsigned i = 0; i < p->entity->nfields; i++) {
		const char *name = p->entity->fields[i].name;
		buf_fmt(&b, ", \"%s\" = excluded.\"%s\"", name, name);
	}
	for (unsigned i = 0; i < p->nsorted; i++) {
		const char *name = p->entity->fields[p->sorted[i]].name;
		buf_fmt(&b, ", \"%s_key\" = excluded.\"%s_key\"", name, name);
	}
	buf_char(&b, 0);
	return buf_str(&b);
}

static void tally_columns(struct buf *b, const struct tally *t, const char *between)
{
	const struct field *f = t->entity->fields;

	for (unsigned i = 0; i < t->nby; i++)
		buf_fmt(b, "%s\"%s\"", i ? between : "", f[t->by[i]].name);
	for (unsigned i = 0; i < t->nvalues; i++)
		buf_fmt(b, "%s\"%s\"%s\"%s_n\"", t->nby || i ? between : "", f[t->values[i]].name, between,
			f[t->values[i]].name);
}

static struct str tally_add_sql(struct arena *a, const struct tally *t)
{
	struct buf b = buf_new(a, 512);
	const struct field *f = t->entity->fields;

	buf_fmt(&b, "INSERT INTO tally_%s (network, ", t->name);
	tally_columns(&b, t, ", ");
	buf_c(&b, ") VALUES (");
	params(&b, 1, 1 + t->nby + 2 * t->nvalues);
	buf_c(&b, ") ON CONFLICT (network");
	for (unsigned i = 0; i < t->nby; i++)
		buf_fmt(&b, ", \"%s\"", f[t->by[i]].name);
	buf_c(&b, ") DO UPDATE SET ");
	for (unsigned i = 0; i < t->nvalues; i++) {
		const char *v = f[t->values[i]].name;
		buf_fmt(&b, "%s\"%s\" = tally_%s.\"%s\" + excluded.\"%s\", \"%s_n\" = tally_%s.\"%s_n\" + excluded.\"%s_n\"",
			i ? ", " : "", v, t->name, v, v, v, t->name, v, v);
	}
	buf_char(&b, 0);
	return buf_str(&b);
}

static struct str tally_list_sql(struct arena *a, const struct tally *t)
{
	struct buf b = buf_new(a, 512);

	buf_c(&b, "SELECT ");
	tally_columns(&b, t, ", ");
	buf_fmt(&b, " FROM tally_%s WHERE network = ?1", t->name);
	for (unsigned i = 0; i < t->nby; i++)
		buf_fmt(&b, "%s\"%s\"", i ? ", " : " ORDER BY ", t->entity->fields[t->by[i]].name);
	buf_char(&b, 0);
	return buf_str(&b);
}

static const struct query *add_query(struct schema *s, struct query *q, const char *kind,
	const char *name, struct str sql, unsigned nparams, unsigned ncols)
{
	struct query_column *cols = ncols ? ARENA_ARRAY(s->mem, struct query_column, ncols) : NULL;

	*q = (struct query){ .set = &s->set,
		.name = str_cstr(s->mem, str_fmt(s->mem, "%s %s", kind, name)),
		.sql = sql.p,
		.nparams = nparams,
		.ncols = ncols,
		.cols = cols };
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
	p->get = add_query(s, q++, "get", e->name, get_sql(s->mem, p), 2, COL_FIELDS + e->nfields);
	p->put = add_query(s, q++, "put", e->name, put_sql(s->mem, p), put_params(p), 0);
	p->list = add_query(s, q++, "list", e->name, list_sql(s->mem, p), 1, COL_FIELDS + e->nfields + 1);
	if (e->subject > 0 && p->personal) {
		struct str sql = str_fmt(s->mem, "SELECT id FROM \"%s\" WHERE network = ?1 AND \"%s\" = ?2",
			e->name, e->fields[e->subject - 1].name);
		p->of_subject = add_query(s, q, "of_subject", e->name, sql, 2, 1);
	}
	if (e->erases)
		s->erasure = p;
	map_set(&s->by_name, str_c(e->name), p);
}

static void plan_tally(struct schema *s, unsigned i, const struct tally *t, struct query *q)
{
	struct tally_plan *tp = &s->tally[i];
	unsigned cols = t->nby + 2 * t->nvalues;

	tp->tally = t;
	tp->index = i;
	tp->add = add_query(s, q, "add", t->name, tally_add_sql(s->mem, t), 1 + cols, 0);
	tp->list = add_query(s, q + 1, "list tally", t->name, tally_list_sql(s->mem, t), 1, cols);
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
