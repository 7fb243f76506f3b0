/* bring_sweep.c - bytes that no record names any more. */
#include "bring.h"

#include "blob_refs.h"
#include "blob_sql.h"
#include "data.h"
#include "journal.h"
#include "upload.h"

enum { GRACE_HOURS = 24, REMOVED_DAYS = 30, SWEPT_AT_ONCE = 400, HOUR_MS = 3600 * 1000 };

struct looking {
	struct ctx *c;
	bool named;
};

/* A record that was taken back keeps its bytes for a month: it may have been a mistake. */
static bool names(void *arg, const struct record *r)
{
	struct looking *l = arg;
	int voided = r->entity->voided;
	bool removed = voided > 0 && r->v[voided - 1].kind == V_INT && r->v[voided - 1].i;

	l->named = !removed || (r->stamp >> STAMP_COUNTER_BITS) > l->c->now - REMOVED_DAYS * (int64_t)DAY_MS;
	return !l->named;
}

/* One page of those that came a day ago or earlier; how many there were. */
static unsigned sweep_page(struct ctx *c, struct hash *after)
{
	struct hash from = *after;
	const struct cell args[] = { cell_id(&c->net->id), cell_int(c->now - GRACE_HOURS * (int64_t)HOUR_MS),
		cell_blob(hash_bytes(&from)), cell_int(SWEPT_AT_ONCE) };
	struct rows rows = db_rows(c->db, &blob_sql.query[Q_BLOB_OLD], args, ARRAY_LEN(args));
	struct blob_ref *ref = ARENA_ARRAY(c->mem, struct blob_ref, SWEPT_AT_ONCE);
	unsigned n = 0;

	for (; n < SWEPT_AT_ONCE && rows_next(&rows); n++) {
		memcpy(ref[n].hash.b, rows_text(&rows, 0).p, sizeof(ref[n].hash.b));
		ref[n].type = (enum blob_type)rows_int(&rows, 1);
		ref[n].bytes = rows_int(&rows, 2);
	}
	if (n == SWEPT_AT_ONCE)
		rows_end(&rows);
	for (unsigned i = 0; i < n; i++) {
		struct looking l = { .c = c };
		blob_records(c->db, c->schema, c->mem, c->net->id, blob_text(c->mem, &ref[i]), names, &l);
		if (!l.named && db_status(c->db) == OK)
			blob_drop(c->db, c->net->id, &ref[i].hash);
		*after = ref[i].hash;
	}
	return n;
}

/* Each run looks at a few hundred and goes on where the last one stopped: of many none waits for long, and no writer does. */
static const char *place_name(struct ctx *c)
{
	return str_fmt(c->mem, "blob_sweep %.*s", 36, id_text(c->mem, c->net->id).p).p;
}

static struct hash sweep_place(struct ctx *c)
{
	struct hash h;

	return hex_read(data_meta(c->db, c->mem, place_name(c)), h.b, sizeof(h.b)) ? h : (struct hash){ 0 };
}

static void sweep_mark(struct ctx *c, const struct hash *at)
{
	struct buf b = buf_new(c->mem, 2 * sizeof(at->b));

	buf_hex(&b, at->b, sizeof(at->b));
	data_set_meta(c->db, place_name(c), buf_str(&b));
}

void brought_sweep(struct ctx *c)
{
	struct hash after = sweep_place(c);
	unsigned n;

	upload_sweep(c);
	blob_settle(c->db, c->net->id);
	/* Files without a note are of a write that never was; who serves writes here, so nobody is at them. */
	blob_reap(c->db, c->net->id, c->now - GRACE_HOURS * (int64_t)HOUR_MS);
	n = sweep_page(c, &after);
	sweep_mark(c, n == SWEPT_AT_ONCE ? &after : &(struct hash){ 0 });
}
