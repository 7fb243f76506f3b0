/*
 * dump.c - the tables as lines of text, to compare by.
 */
#include "civil.h"
#include "field.h"
#include "record.h"

/* One record; unborn ones carry a question mark. */
static void record_line(struct buf *b, const struct entity_plan *p, const struct record *r)
{
	struct json_out j = json_begin(b);

	buf_c(b, p->entity->name);
	buf_char(b, ' ');
	buf_id(b, r->id);
	buf_c(b, r->born ? " " : " ? ");
	json_open(&j, '{');
	for (unsigned k = 0; k < p->entity->nfields; k++) {
		unsigned f = p->by_name[k];
		if (r->v[f].kind == V_NULL)
			continue;
		json_key(&j, p->entity->fields[f].name);
		field_json(&j, &p->entity->fields[f], &r->v[f]);
	}
	json_close(&j, '}');
}

static void dump_entity(struct db *db, const struct entity_plan *p, struct id network, bool deep,
	void (*line)(void *, struct str), void *arg)
{
	struct rows rows = db_rows(db, p->list, ARGS(cell_id(&network)));
	struct arena *a = arena_local();

	while (rows_next(&rows)) {
		struct record *r = ARENA_NEW(a, struct record);
		struct buf b = buf_new(a, 256);
		record_read(&rows, a, p->entity, r);
		r->id = rows_id(&rows, COL_FIELDS + p->entity->nfields);
		record_line(&b, p, r);
		if (deep) {
			buf_fmt(&b, " %lld ", (long long)r->stamp);
			buf_id(&b, r->change);
			buf_char(&b, ' ');
			buf_hex(&b, r->late.p, r->late.n);
		}
		line(arg, buf_str(&b));
		arena_reset(a);
	}
	arena_free(&a);
}

static void cell_line(struct buf *b, const struct field *f, const struct rows *rows, unsigned col)
{
	struct id id;

	buf_char(b, ' ');
	switch (field_kind(f)) {
	case V_ID:
		id = rows_id(rows, col);
		buf_id(b, id);
		break;
	case V_TEXT:
		buf_add(b, rows_text(rows, col));
		break;
	default:
		if (f->type == T_DATE)
			buf_day(b, rows_int(rows, col));
		else
			buf_int(b, rows_int(rows, col));
	}
}

static void dump_tally(struct db *db, const struct tally_plan *tp, struct id network,
	void (*line)(void *, struct str), void *arg)
{
	struct rows rows = db_rows(db, tp->list, ARGS(cell_id(&network)));
	const struct tally *t = tp->tally;
	struct arena *a = arena_local();

	while (rows_next(&rows)) {
		struct buf b = buf_new(a, 128);
		bool any = false;
		buf_fmt(&b, "tally %s", t->name);
		for (unsigned i = 0; i < t->nby; i++)
			cell_line(&b, &t->entity->fields[t->by[i]], &rows, i);
		for (unsigned i = 0; i < 2 * t->nvalues; i++) {
			int64_t v = rows_int(&rows, t->nby + i);
			buf_fmt(&b, " %lld", (long long)v);
			any |= v != 0;
		}
		if (any)
			line(arg, buf_str(&b));
		arena_reset(a);
	}
	arena_free(&a);
}

void schema_dump(struct db *db, const struct schema *s, struct id network, bool deep,
	void (*line)(void *, struct str), void *arg)
{
	for (unsigned i = 0; i < s->n; i++)
		dump_entity(db, &s->plan[i], network, deep, line, arg);
	for (unsigned i = 0; i < s->ntally; i++)
		dump_tally(db, &s->tally[i], network, line, arg);
}

static void hash_line(void *arg, struct str s)
{
	hasher_piece(arg, s);
}

struct hash schema_dump_hash(struct db *db, const struct schema *s, struct id network)
{
	struct hasher h;

	hasher_start(&h);
	schema_dump(db, s, network, true, hash_line, &h);
	return hasher_end(&h);
}
