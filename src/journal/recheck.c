/*
 * recheck.c - reading a change back as soon as it is written, in builds that test (a habit of Fossil's).
 */
#include "format.h"
#include "journal.h"
#include "journal_sql.h"
#include "log.h"
#include "recheck.h"

static bool same_header(struct applier *ap, struct arena *a, const struct change *c, const struct hash *hash)
{
	struct rows r = db_rows(applier_db(ap), &journal_sql.query[Q_JOURNAL_GET],
		ARGS(cell_id(&c->network), cell_int(c->seq)));
	struct header *h = ARENA_NEW(a, struct header);

	if (!rows_next(&r))
		return false;
	struct str bytes = str_dup(a, rows_text(&r, 0));
	bool same = str_eq(rows_text(&r, 1), hash_bytes(hash));
	rows_end(&r);
	return same && hash_eq(hash_of(bytes, STR("")), *hash) && header_decode(a, bytes, h) &&
		str_eq(header_encode(a, h), bytes) && id_eq(h->change->id, c->id) && h->change->stamp == c->stamp;
}

static const struct put *find(const struct change *c, const struct put *like)
{
	for (const struct put *p = c->puts; p; p = p->next)
		if (p->entity == like->entity && id_eq(p->id, like->id))
			return p;
	return NULL;
}

static bool same_put(const struct put *put, const struct put *read, bool erased)
{
	if (!read || read->create != put->create)
		return false;
	for (unsigned i = 0; i < put->n; i++) {
		unsigned field = put->set[i].field;
		const struct value *v = put_get(read, field);
		if (!v && erased && class_is_hers(put->entity, put->entity->fields[field].privacy))
			continue;
		if (!v || !value_eq(*v, put->set[i].v))
			return false;
	}
	return true;
}

static bool same_change(struct applier *ap, struct arena *a, const struct change *c)
{
	struct diag d = { 0 };
	const struct change *read = journal_read(applier_db(ap), applier_schema(ap), a, c->network, c->seq, &d);
	bool same = read != NULL;

	for (const struct put *p = c->puts; same && p; p = p->next)
		same = same_put(p, find(read, p), applier_erased(ap, c->network, p->subject));
	return same;
}

void journal_recheck(struct applier *ap, const struct change *c, const struct hash *hash)
{
	struct arena *a = arena_local();
	bool same = same_header(ap, a, c, hash) && same_change(ap, a, c);

	arena_free(&a);
	/* A failed connection gives no rows; the commit will say so. */
	if (!same && db_status(applier_db(ap)) == OK)
		bug("change %lld does not read back as it was written", (long long)c->seq);
}
