/*
 * replay.c - reading the journal back: one change, the tables again.
 */
#include "format.h"
#include "journal.h"
#include "journal_sql.h"

#define SQL(name) (&journal_sql.query[name])

bool parts_read(struct db *db, struct arena *a, struct id network, int64_t seq, struct header *h)
{
	bool good = true;
	unsigned there = 0;
	struct rows r = db_rows(db, SQL(Q_PARTS_GET), ARGS(cell_id(&network), cell_int(seq)));

	while (rows_next(&r)) {
		int64_t i = rows_int(&r, 0);
		if (i < 0 || i >= h->nparts || !id_eq(rows_id(&r, 3), h->part[i].subject)) {
			good = false;
			continue;
		}
		there++; /* the key of the table keeps them apart */
		h->part[i].salt = str_dup(a, rows_text(&r, 1));
		h->part[i].body = rows_null(&r, 2) ? (struct str){ NULL, 0 } : str_dup(a, rows_text(&r, 2));
	}
	return good && there == h->nparts;
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
			rc = d->n ? INVALID : chain_broken(d, seq, N_("Falta el asiento %s del diario"));
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
