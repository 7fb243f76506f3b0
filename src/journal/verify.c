/*
 * verify.c - walking the chain: hashes, numbering, parts, and that nothing was emptied but by an erasure.
 */
#include "format.h"
#include "journal.h"
#include "journal_sql.h"
#include "map.h"

#define SQL(name) (&journal_sql.query[name])

/* What the walk has seen so far. */
struct walk {
	const struct schema *s;
	struct arena *mem; /* of one change */
	struct parts_walk parts;
	struct map erased;  /* persons, by id: an erasure was seen */
	struct map emptied; /* persons whose parts are empty, to the seq of one of them */
	struct arena *kept; /* of the maps */
	struct id network;
	int64_t n, stamp;
	struct hash previous;
	struct diag *d;
};

/* Can the part be read, and whom does it erase? */
static enum rc read_part(struct walk *w, const struct part *p)
{
	const struct entity_plan *e = w->s->erasure;
	struct change *c = change_new(w->mem);
	enum rc rc = part_decode(w->mem, w->s, p, c, w->d);

	for (const struct put *put = e ? c->puts : NULL; put; put = put->next) {
		const struct value *v = put->entity == e->entity ? put_get(put, (unsigned)e->entity->erases - 1) : NULL;
		if (v)
			map_set(&w->erased, id_bytes(&v->id), w);
	}
	return rc;
}

static enum rc verify_parts(struct walk *w, const struct header *h, int64_t seq)
{
	for (unsigned i = 0; i < h->nparts; i++) {
		const struct part *p = &h->part[i];
		if (!p->body.p && id_is_zero(p->subject))
			return chain_broken(w->d, seq, N_("Al asiento %s le falta una parte"));
		if (!p->body.p) {
			int64_t *at = ARENA_NEW(w->kept, int64_t);
			*at = seq;
			map_set(&w->emptied, id_bytes(&p->subject), at);
			continue;
		}
		struct hash sum = part_hash(p);
		if (!hash_eq(sum, p->hash))
			return chain_broken(w->d, seq, N_("Una parte del asiento %s fue cambiada"));
		if (read_part(w, p) != OK)
			return INVALID;
	}
	return OK;
}

/* Whatever is empty, its person's erasure stands in the journal. */
static enum rc verify_emptied(struct walk *w)
{
	for (size_t i = 0; i < w->emptied.cap; i++) {
		const struct map_slot *s = &w->emptied.slot[i];
		if (s->key.p && !map_get(&w->erased, s->key))
			return chain_broken(w->d, *(const int64_t *)s->value, N_("Al asiento %s le falta una parte"));
	}
	return OK;
}

static enum rc verify_one(struct walk *w, const struct rows *r)
{
	int64_t seq = rows_int(r, 0);
	struct str bytes = rows_text(r, 1);
	struct hash sum = hash_of(bytes, STR(""));
	struct header *h = ARENA_NEW(w->mem, struct header);

	if (seq != ++w->n)
		return chain_broken(w->d, w->n, N_("Falta el asiento %s del diario"));
	if (!str_eq(hash_bytes(&sum), rows_text(r, 2)) || !header_decode(w->mem, bytes, h) ||
		h->change->seq != seq || !id_eq(h->change->network, w->network) ||
		!id_eq(h->change->id, rows_id(r, 3)))
		return chain_broken(w->d, seq, N_("El asiento %s del diario está dañado"));
	if (!hash_eq(h->previous, w->previous))
		return chain_broken(w->d, seq, N_("El asiento %s no sigue al anterior"));
	w->previous = sum;
	if (h->change->stamp > w->stamp)
		w->stamp = h->change->stamp;
	if (!parts_walk_step(&w->parts, w->mem, seq, h))
		return chain_broken(w->d, seq, N_("Una parte del asiento %s fue cambiada"));
	return verify_parts(w, h, seq);
}

/* Entries behind w->n, to the end of the journal. */
static enum rc walk(struct walk *w, struct db *db)
{
	struct rows r = db_rows(db, SQL(Q_JOURNAL_BEHIND), ARGS(cell_id(&w->network), cell_int(w->n)));
	enum rc rc = OK;

	parts_walk_begin(&w->parts, db, &w->network, w->n);
	while (rc == OK && rows_next(&r)) {
		rc = verify_one(w, &r);
		arena_reset(w->mem);
	}
	if (rc != OK)
		rows_end(&r);
	if (!parts_walk_end(&w->parts) && rc == OK)
		rc = chain_broken(w->d, w->n + 1, N_("Falta el asiento %s del diario"));
	return rc;
}

static enum rc verify_head(const struct walk *w, const struct chain_head *head)
{
	if (head->seq == w->n && head->stamp == w->stamp && hash_eq(head->hash, w->previous))
		return OK;
	return diag_add(w->d, NULL, "chain", N_("La cabeza de la cadena no es el último asiento"), STR(""));
}

static struct walk begin(const struct schema *s, struct id network, const struct chain_head *from, struct diag *d)
{
	struct arena *kept = arena_local();

	return (struct walk){ .s = s, .mem = arena_local(), .kept = kept, .erased = map_new(kept), .emptied = map_new(kept),
		.network = network, .n = from->seq, .stamp = from->stamp, .previous = from->hash, .d = d };
}

static void end(struct walk *w)
{
	arena_free(&w->mem);
	arena_free(&w->kept);
}

enum rc journal_verify(struct db *db, const struct schema *s, struct id network, int64_t *n_out, struct diag *d)
{
	struct walk w = begin(s, network, &(struct chain_head){ 0 }, d);
	enum rc rc = walk(&w, db);

	if (rc == OK)
		rc = verify_emptied(&w);
	end(&w);
	*n_out = w.n;
	if (rc == OK) {
		struct chain_head head = journal_head(db, network);
		rc = verify_head(&w, &head);
	}
	return rc == OK ? db_status(db) : rc;
}

enum rc journal_verify_behind(struct db *db, const struct schema *s, struct id network, const struct chain_head *before,
	const struct chain_head *now, struct diag *d)
{
	struct walk w = begin(s, network, before, d);
	enum rc rc = walk(&w, db);

	end(&w);
	if (rc == OK && db_status(db) == OK)
		rc = verify_head(&w, now);
	return db_status(db) == OK ? rc : db_status(db);
}
