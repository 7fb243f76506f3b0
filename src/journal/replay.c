/*
 * replay.c - reading the journal back: one change, the whole chain, the tables again.
 */
#include "format.h"
#include "journal.h"
#include "journal_sql.h"

#define SQL(name) (&journal_sql.query[name])

/* False when the rows are not those that the header names. */
static bool read_parts(struct db *db, struct arena *a, struct id network, int64_t seq, struct header *h)
{
	bool good = true;
	struct rows r = db_rows(db, SQL(Q_PARTS_GET), ARGS(cell_id(&network), cell_int(seq)));

	while (rows_next(&r)) {
		int64_t i = rows_int(&r, 0);
		if (i < 0 || i >= h->nparts || !id_eq(rows_id(&r, 3), h->part[i].subject)) {
			good = false;
			continue;
		}
		h->part[i].salt = str_dup(a, rows_text(&r, 1));
		h->part[i].body = rows_null(&r, 2) ? (struct str){ NULL, 0 } : str_dup(a, rows_text(&r, 2));
	}
	return good;
}

/* The number outlives the arenas of the walk: until the next fault in the same thread. */
static enum rc broken(struct diag *d, int64_t seq, const char *msgid)
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
	if (!good || !read_parts(db, a, network, seq, h)) {
		broken(d, seq, N_("El asiento %s del diario está dañado"));
		return NULL;
	}
	return decode_parts(a, s, h, d) == OK ? h->change : NULL;
}

/* ---- the chain ---- */

static enum rc verify_parts(const struct header *h, int64_t seq, struct diag *d)
{
	for (unsigned i = 0; i < h->nparts; i++) {
		const struct part *p = &h->part[i];
		if (!p->body.p && id_is_zero(p->subject))
			return broken(d, seq, N_("Al asiento %s le falta una parte"));
		struct hash sum = part_hash(p);
		if (p->body.p && !hash_eq(sum, p->hash))
			return broken(d, seq, N_("Una parte del asiento %s fue cambiada"));
	}
	return OK;
}

/* What the walk has seen so far. */
struct walk {
	struct db *db;
	struct arena *mem;
	struct id network;
	int64_t n, stamp;
	struct hash previous;
	struct diag *d;
};

static enum rc verify_one(struct walk *w, const struct rows *r)
{
	int64_t seq = rows_int(r, 0);
	struct str bytes = rows_text(r, 1);
	struct hash sum = hash_of(bytes, STR(""));
	struct header *h = ARENA_NEW(w->mem, struct header);

	if (seq != ++w->n)
		return broken(w->d, w->n, N_("Falta el asiento %s del diario"));
	if (!str_eq(hash_bytes(&sum), rows_text(r, 2)) || !header_decode(w->mem, bytes, h) ||
		h->change->seq != seq || !id_eq(h->change->network, w->network) ||
		!id_eq(h->change->id, rows_id(r, 3)))
		return broken(w->d, seq, N_("El asiento %s del diario está dañado"));
	if (!hash_eq(h->previous, w->previous))
		return broken(w->d, seq, N_("El asiento %s no sigue al anterior"));
	w->previous = sum;
	if (h->change->stamp > w->stamp)
		w->stamp = h->change->stamp;
	if (!read_parts(w->db, w->mem, w->network, seq, h))
		return broken(w->d, seq, N_("Una parte del asiento %s fue cambiada"));
	return verify_parts(h, seq, w->d);
}

enum rc journal_verify(struct db *db, struct id network, int64_t *n_out, struct diag *d)
{
	struct rows r = db_rows(db, SQL(Q_JOURNAL_ALL), ARGS(cell_id(&network)));
	struct walk w = { .db = db, .mem = arena_new(0), .network = network, .d = d };
	enum rc rc = OK;

	while (rc == OK && rows_next(&r)) {
		rc = verify_one(&w, &r);
		arena_reset(w.mem);
	}
	if (rc != OK)
		rows_end(&r);
	arena_free(&w.mem);
	*n_out = w.n;
	if (rc != OK)
		return rc;
	struct chain_head head = journal_head(db, network);
	if (head.seq != w.n || head.stamp != w.stamp || !hash_eq(head.hash, w.previous))
		return diag_add(d, NULL, "chain", N_("La cabeza de la cadena no es el último asiento"), STR(""));
	return db_status(db);
}

/* ---- the tables again ---- */

enum { FLUSH_EVERY = 4096 };

enum rc journal_replay(struct db *db, struct applier *to, struct id network, const uint32_t *order,
	void (*progress)(void *, int64_t, int64_t), void *arg, struct diag *d)
{
	int64_t all = journal_head(db, network).seq;
	struct arena *a = arena_new(0);
	enum rc rc = OK;

	for (int64_t i = 0; rc == OK && i < all; i++) {
		int64_t seq = order ? (int64_t)order[i] + 1 : i + 1;
		struct change *c = journal_read(db, applier_schema(to), a, network, seq, d);
		if (!c)
			rc = d->n ? INVALID : broken(d, seq, N_("Falta el asiento %s del diario"));
		else
			applier_change(to, c);
		arena_reset(a);
		if ((i + 1) % FLUSH_EVERY == 0 || i + 1 == all) {
			applier_flush(to);
			if (progress)
				progress(arg, i + 1, all);
		}
		if (rc == OK && (rc = db_status(db)) == OK)
			rc = db_status(applier_db(to));
	}
	arena_free(&a);
	return rc;
}
