/*
 * replay.c - reading the journal back: one change, the tables again.
 */
#include "format.h"
#include "journal.h"
#include "journal_sql.h"

#define SQL(name) (&journal_sql.query[name])

/* One row of parts_get or parts_all into its place; false when the header knows no such part. */
static bool take_part(const struct rows *r, struct arena *a, struct header *h)
{
	int64_t i = rows_int(r, 0);

	if (i < 0 || i >= h->nparts || !id_eq(rows_id(r, 3), h->part[i].subject))
		return false;
	h->part[i].salt = str_dup(a, rows_text(r, 1));
	h->part[i].body = rows_null(r, 2) ? (struct str){ NULL, 0 } : str_dup(a, rows_text(r, 2));
	return true;
}

bool parts_read(struct db *db, struct arena *a, struct id network, int64_t seq, struct header *h)
{
	bool good = true;
	unsigned there = 0; /* the key of the table keeps them apart */
	struct rows r = db_rows(db, SQL(Q_PARTS_GET), ARGS(cell_id(&network), cell_int(seq)));

	while (rows_next(&r)) {
		good &= take_part(&r, a, h);
		there++;
	}
	return good && there == h->nparts;
}

void parts_walk_begin(struct parts_walk *w, struct db *db, const struct id *network, int64_t after)
{
	w->r = db_rows(db, SQL(Q_PARTS_BEHIND), ARGS(cell_id(network), cell_int(after)));
	w->on = rows_next(&w->r);
}

bool parts_walk_step(struct parts_walk *w, struct arena *a, int64_t seq, struct header *h)
{
	bool good = true;
	unsigned there = 0;

	for (; w->on && rows_int(&w->r, 4) <= seq; w->on = rows_next(&w->r)) {
		good &= rows_int(&w->r, 4) == seq && take_part(&w->r, a, h);
		there++;
	}
	return good && there == h->nparts;
}

bool parts_walk_end(struct parts_walk *w)
{
	bool none = !w->on;

	if (w->on)
		rows_end(&w->r);
	return none;
}

enum rc chain_broken(struct diag *d, int64_t seq, const char *msgid)
{
	static _Thread_local char text[24];
	struct buf b = buf_fixed(text, sizeof(text));

	buf_int(&b, seq);
	return diag_add(d, NULL, "chain", msgid, buf_str(&b));
}

static enum rc decode_parts(struct arena *a, const struct schema *s, struct header *h, struct diag *d)
{
	for (unsigned i = 0; i < h->nparts; i++) {
		if (!h->part[i].body.p)
			continue; /* erased */
		enum rc rc = part_decode(a, s, &h->part[i], h->change, d);
		if (rc != OK)
			return rc;
	}
	return OK;
}

struct change *journal_read(struct db *db, const struct schema *s, struct arena *a, struct id network,
	int64_t seq, struct diag *d)
{
	struct rows r = db_rows(db, SQL(Q_JOURNAL_GET), ARGS(cell_id(&network), cell_int(seq)));
	struct header *h = ARENA_NEW(a, struct header);

	if (!rows_next(&r))
		return NULL;
	bool good = header_decode(a, rows_text(&r, 0), h);
	rows_end(&r);
	if (!good || !parts_read(db, a, network, seq, h)) {
		chain_broken(d, seq, N_("El asiento %s del diario está dañado"));
		return NULL;
	}
	return decode_parts(a, s, h, d) == OK ? h->change : NULL;
}

/* ---- the tables again ---- */

enum { FLUSH_EVERY = 4096 };

struct replay {
	struct db *db;
	struct applier *to;
	struct arena *mem; /* of one change */
	struct id network;
	int64_t done, all;
	struct hash previous;
	void (*progress)(void *, int64_t, int64_t);
	void *arg;
	struct diag *d;
};

static enum rc replay_one(struct replay *p, const struct change *c)
{
	enum rc rc = db_status(p->db);

	applier_change(p->to, c);
	arena_reset(p->mem);
	if (++p->done % FLUSH_EVERY == 0 || p->done == p->all) {
		applier_flush(p->to);
		if (p->progress)
			p->progress(p->arg, p->done, p->all);
	}
	return rc == OK ? db_status(applier_db(p->to)) : rc;
}

/* One entry: what the tables are made from has the hashes that the chain says. */
static enum rc read_entry(struct replay *p, const struct rows *r, struct parts_walk *parts, struct header *h)
{
	int64_t seq = rows_int(r, 0);
	struct str bytes = rows_text(r, 1);
	struct hash sum = hash_of(bytes, STR(""));

	if (seq != p->done + 1)
		return chain_broken(p->d, p->done + 1, N_("Falta el asiento %s del diario"));
	if (!str_eq(hash_bytes(&sum), rows_text(r, 2)) || !header_decode(p->mem, bytes, h))
		return chain_broken(p->d, seq, N_("El asiento %s del diario está dañado"));
	if (!hash_eq(h->previous, p->previous))
		return chain_broken(p->d, seq, N_("El asiento %s no sigue al anterior"));
	p->previous = sum;
	bool whole = parts_walk_step(parts, p->mem, seq, h);
	for (unsigned i = 0; whole && i < h->nparts; i++)
		whole = !h->part[i].body.p || hash_eq(part_hash(&h->part[i]), h->part[i].hash);
	return whole ? OK : chain_broken(p->d, seq, N_("Una parte del asiento %s fue cambiada"));
}

/* In the order of the journal: read as it lies. */
static enum rc replay_all(struct replay *p)
{
	struct rows r = db_rows(p->db, SQL(Q_JOURNAL_BEHIND), ARGS(cell_id(&p->network), cell_int(0)));
	const struct schema *s = applier_schema(p->to);
	struct parts_walk parts;
	enum rc rc = OK;

	parts_walk_begin(&parts, p->db, &p->network, 0);
	while (rc == OK && rows_next(&r)) {
		struct header *h = ARENA_NEW(p->mem, struct header);
		rc = read_entry(p, &r, &parts, h);
		if (rc == OK)
			rc = decode_parts(p->mem, s, h, p->d);
		if (rc == OK)
			rc = replay_one(p, h->change);
	}
	if (rc != OK)
		rows_end(&r);
	parts_walk_end(&parts);
	if (rc == OK && db_status(p->db) == OK && p->done != p->all)
		rc = chain_broken(p->d, p->done + 1, N_("Falta el asiento %s del diario"));
	return rc == OK ? db_status(p->db) : rc;
}

/* In another order of arrival: each looked up. */
static enum rc replay_shuffled(struct replay *p, const uint32_t *order)
{
	enum rc rc = OK;

	while (rc == OK && p->done < p->all) {
		int64_t seq = (int64_t)order[p->done] + 1;
		struct change *c = journal_read(p->db, applier_schema(p->to), p->mem, p->network, seq, p->d);
		if (!c)
			return p->d->n ? INVALID : chain_broken(p->d, seq, N_("Falta el asiento %s del diario"));
		rc = replay_one(p, c);
	}
	return rc;
}

enum rc journal_replay(struct db *db, struct applier *to, struct id network, const uint32_t *order,
	void (*progress)(void *, int64_t, int64_t), void *arg, struct diag *d)
{
	struct replay p = { .db = db, .to = to, .mem = arena_local(), .network = network,
		.all = journal_head(db, network).seq, .progress = progress, .arg = arg, .d = d };
	enum rc rc = order ? replay_shuffled(&p, order) : replay_all(&p);

	arena_free(&p.mem);
	return rc;
}
