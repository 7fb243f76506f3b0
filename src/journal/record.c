/*
 * record.c - rows as records, and who wrote each field last.
 *
 * `late` is a run of 25-byte entries {field, stamp (8 bytes, big end first), change (16)}: the fields
 * whose winner is another change than the row's, and those set to null. A null field without an
 * entry was never set.
 */
#include "record.h"

#include <string.h>

#include "field.h"
#include "fold.h"
#include "log.h"

static struct value column(const struct rows *r, struct arena *a, unsigned col, enum value_kind kind)
{
	if (rows_null(r, col))
		return value_null();
	if (kind == V_INT)
		return value_int(rows_int(r, col));
	if (kind == V_ID)
		return value_id(rows_id(r, col));
	return value_text(str_dup(a, rows_text(r, col)));
}

void record_read(const struct rows *r, struct arena *a, const struct entity *e, struct record *out)
{
	out->entity = e;
	out->stamp = rows_int(r, COL_STAMP);
	out->change = rows_id(r, COL_CHANGE);
	out->born = rows_int(r, COL_BORN) != 0;
	out->late = str_dup(a, rows_text(r, COL_LATE));
	for (unsigned i = 0; i < e->nfields; i++)
		out->v[i] = column(r, a, COL_FIELDS + i, field_kind(&e->fields[i]));
}

bool record_get(struct db *db, const struct schema *s, struct arena *a, const struct entity *e,
	struct id network, struct id id, struct record *out)
{
	struct rows r = db_rows(db, schema_plan(s, e)->get, ARGS(cell_id(&network), cell_id(&id)));

	if (!rows_next(&r))
		return false;
	record_read(&r, a, e, out);
	out->id = id;
	rows_end(&r);
	return true;
}

struct rows record_list(struct db *db, const struct schema *s, const struct entity *e,
	const struct id *network)
{
	return db_rows(db, schema_plan(s, e)->list, ARGS(cell_id(network)));
}

bool record_next(struct rows *r, struct arena *a, const struct entity *e, struct record *out)
{
	if (!rows_next(r))
		return false;
	record_read(r, a, e, out);
	out->id = rows_id(r, COL_FIELDS + e->nfields);
	return true;
}

static int64_t get_stamp(const unsigned char *p)
{
	uint64_t v = 0;

	for (int i = 0; i < 8; i++)
		v = v << 8 | p[i];
	return (int64_t)v;
}

bool record_writer(const struct record *r, unsigned field, int64_t *stamp_out, struct id *change_out)
{
	const unsigned char *p = (const unsigned char *)r->late.p;

	for (size_t at = 0; at + LATE_ENTRY <= r->late.n; at += LATE_ENTRY) {
		if (p[at] != field)
			continue;
		*stamp_out = get_stamp(p + at + 1);
		memcpy(change_out->b, p + at + 9, 16);
		return true;
	}
	if (r->v[field].kind == V_NULL)
		return false;
	*stamp_out = r->stamp;
	*change_out = r->change;
	return true;
}

int write_cmp(int64_t stamp_a, struct id change_a, int64_t stamp_b, struct id change_b)
{
	if (stamp_a != stamp_b)
		return stamp_a < stamp_b ? -1 : 1;
	return id_cmp(change_a, change_b);
}

void record_late(struct record *r, struct arena *a, const struct writing *w)
{
	struct buf b = buf_new(a, 0);

	for (unsigned i = 0; i < r->entity->nfields; i++) {
		bool own = w[i].stamp == r->stamp && id_eq(w[i].change, r->change);
		if (!w[i].set || (own && r->v[i].kind != V_NULL))
			continue;
		unsigned char t[LATE_ENTRY] = { (unsigned char)i };
		for (int k = 0; k < 8; k++)
			t[1 + k] = (unsigned char)((uint64_t)w[i].stamp >> (56 - 8 * k));
		memcpy(t + 9, w[i].change.b, 16);
		buf_bytes(&b, t, sizeof(t));
	}
	r->late = buf_str(&b);
}

void record_save(struct db *db, const struct entity_plan *p, struct arena *a, struct id network,
	const struct record *r)
{
	struct cell cell[6 + ENTITY_FIELDS_MAX + 8];
	unsigned n = 0;

	cell[n++] = cell_id(&network);
	cell[n++] = cell_id(&r->id);
	cell[n++] = cell_int(r->stamp);
	cell[n++] = cell_id(&r->change);
	cell[n++] = cell_int(r->born);
	cell[n++] = r->late.n ? cell_blob(r->late) : cell_null();
	for (unsigned i = 0; i < p->entity->nfields; i++)
		cell[n++] = value_cell(&r->v[i]);
	for (unsigned i = 0; i < p->nsorted; i++) {
		const struct value *v = &r->v[p->sorted[i]];
		cell[n++] = v->kind == V_TEXT ? cell_text(fold(a, v->s)) : cell_null();
	}
	db_exec(db, p->put, cell, n);
}
