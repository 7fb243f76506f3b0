/* blob_refs.c - from bytes to the records that name them, and back. */
#include "blob_refs.h"

#include "schema.h"

bool entity_names_blobs(const struct entity *e)
{
	for (unsigned i = 0; i < e->nfields; i++)
		if (e->fields[i].type == T_BLOB)
			return true;
	return false;
}

struct id record_person(const struct record *r)
{
	int at = r->entity->subject;

	if (at == AT_SELF)
		return r->id;
	return at > 0 && r->v[at - 1].kind == V_ID ? r->v[at - 1].id : (struct id){ 0 };
}

/* Ids of a statement's first column, read to the end: who uses them asks the database again. */
static struct str ids_of(struct arena *a, struct rows *rows)
{
	struct buf b = buf_new(a, 64);

	while (rows_next(rows))
		buf_add(&b, rows_text(rows, 0));
	return buf_str(&b);
}

static struct str naming(struct db *db, struct arena *a, const struct entity *e, const struct field *f, struct id network,
	struct str text)
{
	struct str sql = str_fmt(a, "SELECT id FROM \"%s\" WHERE network = ?1 AND \"%s\" = ?2 ORDER BY id", e->name, f->name);
	const struct query *q = db_compose(db, sql, 2, 1);
	struct rows rows = q ? db_rows(db, q, ARGS(cell_id(&network), cell_text(text))) : (struct rows){ .db = db };

	return q ? ids_of(a, &rows) : STR("");
}

void blob_records(struct db *db, const struct schema *s, struct arena *a, struct id network, struct str text,
	bool (*fn)(void *arg, const struct record *r), void *arg)
{
	for (unsigned i = 0; i < s->n; i++) {
		const struct entity *e = s->plan[i].entity;
		for (unsigned f = 0; f < e->nfields; f++) {
			if (e->fields[f].type != T_BLOB)
				continue;
			struct str ids = naming(db, a, e, &e->fields[f], network, text);
			for (; ids.n >= 16; ids = str_sub(ids, 16, ids.n)) {
				struct record *r = ARENA_NEW(a, struct record);
				struct id id;
				memcpy(id.b, ids.p, sizeof(id.b));
				if (record_get(db, s, a, e, network, id, r) && !fn(arg, r))
					return;
			}
		}
	}
}

void blob_refs_of_person(struct db *db, const struct schema *s, struct arena *a, struct id network, struct id person,
	void (*fn)(void *arg, const struct blob_ref *r), void *arg)
{
	for (unsigned i = 0; i < s->n; i++) {
		const struct entity_plan *p = &s->plan[i];
		if (!entity_names_blobs(p->entity) || p->entity->subject <= 0)
			continue;
		const struct field *who = &p->entity->fields[p->entity->subject - 1];
		struct str sql = str_fmt(a, "SELECT id FROM \"%s\" WHERE network = ?1 AND \"%s\" = ?2 ORDER BY id", p->entity->name, who->name);
		const struct query *q = db_compose(db, sql, 2, 1);
		struct rows rows = q ? db_rows(db, q, ARGS(cell_id(&network), cell_id(&person))) : (struct rows){ .db = db };
		struct str ids = q ? ids_of(a, &rows) : STR("");
		for (; ids.n >= 16; ids = str_sub(ids, 16, ids.n)) {
			struct record *r = ARENA_NEW(a, struct record);
			struct blob_ref ref;
			struct id id;
			memcpy(id.b, ids.p, sizeof(id.b));
			if (!record_get(db, s, a, p->entity, network, id, r))
				continue;
			for (unsigned f = 0; f < p->entity->nfields; f++)
				if (p->entity->fields[f].type == T_BLOB && r->v[f].kind == V_TEXT && blob_parse(r->v[f].s, &ref))
					fn(arg, &ref);
		}
	}
}

static void verify_record(struct db *db, struct arena *a, struct id network, const struct record *r, struct blob_count *out)
{
	const struct entity *e = r->entity;

	if (e->voided > 0 && r->v[e->voided - 1].kind == V_INT && r->v[e->voided - 1].i)
		return; /* its bytes go after a while */
	for (unsigned f = 0; f < e->nfields; f++) {
		struct blob_ref ref;
		if (e->fields[f].type != T_BLOB || r->v[f].kind != V_TEXT || !blob_parse(r->v[f].s, &ref))
			continue;
		enum blob_state state = blob_check(db, network, &ref);
		out->named++;
		out->missing += state == BLOB_MISSING;
		out->damaged += state == BLOB_DAMAGED;
		out->erased += state == BLOB_ERASED;
		if ((state == BLOB_MISSING || state == BLOB_DAMAGED) && !out->first.n)
			out->first = str_dup(a, r->v[f].s);
	}
}

struct blob_count blob_verify(struct db *db, const struct schema *s, struct arena *a, struct id network)
{
	struct blob_count n = { 0 };
	struct arena *step = arena_local();

	for (unsigned i = 0; i < s->n; i++) {
		const struct entity *e = s->plan[i].entity;
		struct record *r = ARENA_NEW(a, struct record);
		if (!entity_names_blobs(e))
			continue;
		struct rows rows = record_list(db, s, e, &network);
		while (record_next(&rows, step, e, r)) {
			verify_record(db, a, network, r, &n);
			arena_reset(step);
		}
	}
	arena_free(&step);
	return n;
}
