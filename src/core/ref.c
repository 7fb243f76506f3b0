/*
 * ref.c - records by the code people write, and what to call them. Merged records are followed.
 */
#include "field.h"
#include "gate.h"

enum { MERGE_STEPS = 8 };

static const struct entity *named(struct ctx *c, const struct entity *e)
{
	return e->extends ? schema_entity(c->schema, str_c(e->extends)) : e;
}

static bool load(struct ctx *c, const struct entity *e, struct id id, struct record *out)
{
	return record_get(c->db, c->schema, c->mem, e, c->net->id, id, out) && out->born;
}

/* Follow same_as; zero when the record is not there. */
static struct id follow(struct ctx *c, const struct entity *e, struct id id)
{
	struct record r = { 0 };

	for (int i = 0; i < MERGE_STEPS; i++) {
		if (!load(c, e, id, &r))
			return (struct id){ 0 };
		const struct value *same = e->same_as ? &r.v[e->same_as - 1] : NULL;
		if (!same || same->kind == V_NULL)
			return id;
		id = same->id;
	}
	return id;
}

static bool by_code(struct ctx *c, const struct entity *e, struct str code, struct id *out)
{
	struct str sql = str_fmt(c->mem, "SELECT id FROM \"%s\" WHERE network = ?1 AND \"%s\" = ?2 AND born = 1 LIMIT 1",
		e->name, e->fields[e->code - 1].name);
	const struct query *q = db_compose(c->db, sql, 2, 1);

	if (!q)
		return false;
	return db_ids(c->db, q, ARGS(cell_id(&c->net->id), cell_text(code)), out, 1) == 1;
}

static bool resolve(struct ctx *c, const struct entity *e, struct str text, struct id *out)
{
	const struct entity *n = named(c, e);
	struct id id;

	if (!id_parse(text, &id) && !(n->code && by_code(c, n, str_upper(c->mem, str_trim(text)), &id)))
		return false;
	id = follow(c, n, id);
	if (id_is_zero(id) || (e != n && id_is_zero(follow(c, e, id))))
		return false;
	*out = id;
	return true;
}

bool ref_resolve(struct ctx *c, const char *entity, struct str text, struct id *out)
{
	const struct entity *e = schema_entity(c->schema, str_c(entity));

	if (!c->refs || e->day)
		return resolve(c, e, text, out);
	struct str key = str_fmt(c->mem, "%s %.*s", entity, (int)text.n, text.p);
	struct id *known = map_get(c->refs, key);
	if (known) {
		*out = *known;
		return true;
	}
	if (!resolve(c, e, text, out))
		return false;
	known = ARENA_NEW(c->refs->mem, struct id);
	*known = *out;
	map_set(c->refs, key, known);
	return true;
}

/* The text at a position of the naming record; empty when unknown. Lists ask for it row by row: nothing is kept. */
static struct str part(const struct record *r, int at)
{
	return at && r->v[at - 1].kind == V_TEXT ? r->v[at - 1].s : STR("");
}

struct str ref_title(struct ctx *c, const char *entity, struct id id)
{
	const struct entity *n = named(c, schema_entity(c->schema, str_c(entity)));
	struct record r = { 0 };

	if (!record_get(c->db, c->schema, c->mem, n, c->net->id, id, &r))
		return id_text(c->mem, id);
	struct str code = part(&r, n->code), title = part(&r, n->title);
	if (!code.n && !title.n)
		return id_text(c->mem, id);
	if (!code.n || !title.n)
		return code.n ? code : title;
	return str_fmt(c->mem, "%.*s %.*s", (int)code.n, code.p, (int)title.n, title.p);
}

struct str ref_code(struct ctx *c, const char *entity, struct id id)
{
	const struct entity *n = named(c, schema_entity(c->schema, str_c(entity)));
	struct record r = { 0 };
	struct str code = n->code && record_get(c->db, c->schema, c->mem, n, c->net->id, id, &r) ? part(&r, n->code) : STR("");

	return code.n ? code : id_text(c->mem, id);
}
