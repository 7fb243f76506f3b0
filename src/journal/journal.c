/*
 * journal.c - append and look up.
 */
#include "journal.h"

#include "format.h"
#include "journal_sql.h"
#include "log.h"
#include "recheck.h"

#define SQL(name) (&journal_sql.query[name])

enum { DOUBTED_MAX = 1000 }; /* changes under a clock in doubt that are looked behind */

static bool read_head(struct db *db, const struct query *q, struct id network, struct chain_head *out)
{
	struct rows r = db_rows(db, q, ARGS(cell_id(&network)));

	*out = (struct chain_head){ 0 };
	if (!rows_next(&r))
		return false;
	out->seq = rows_int(&r, 0);
	if (rows_text(&r, 1).n == sizeof(out->hash.b)) /* a damaged one fits no entry */
		memcpy(out->hash.b, rows_text(&r, 1).p, sizeof(out->hash.b));
	out->stamp = rows_int(&r, 2);
	out->epoch = rows_int(&r, 3);
	rows_end(&r);
	return true;
}

struct chain_head journal_head(struct db *db, struct id network)
{
	struct chain_head h;

	read_head(db, SQL(Q_CHAIN_GET), network, &h);
	return h;
}

struct chain_head journal_lock(struct db *db, struct id network)
{
	struct chain_head h;

	if (!read_head(db, SQL(Q_CHAIN_LOCK), network, &h) && db_status(db) == OK) {
		/* Another process may make it at the same time; then this one waits, and locks what that one made. */
		db_exec(db, SQL(Q_CHAIN_MAKE), ARGS(cell_id(&network), cell_blob(hash_bytes(&h.hash))));
		read_head(db, SQL(Q_CHAIN_LOCK), network, &h);
	}
	return h;
}

void journal_head_save(struct db *db, struct id network, const struct chain_head *h)
{
	db_exec(db, SQL(Q_CHAIN_PUT),
		ARGS(cell_id(&network), cell_int(h->seq), cell_blob(hash_bytes(&h->hash)), cell_int(h->stamp),
			cell_int(h->epoch)));
}

unsigned journal_networks(struct db *db, struct id *out, unsigned max)
{
	return db_ids(db, SQL(Q_CHAIN_NETWORKS), NO_ARGS, out, max);
}

/* Whose the row is as it stands; zero when there is none, or nobody. */
static struct id standing_subject(struct db *db, const struct schema *s, const struct change *c, const struct put *p)
{
	struct record *r = ARENA_NEW(c->mem, struct record);

	if (!record_get(db, s, c->mem, p->entity, c->network, p->id, r))
		return (struct id){ 0 };
	return r->v[p->entity->subject - 1].id;
}

/* Whose personal fields a put holds: said by it, or by the row that stands. */
static void find_subject(struct db *db, const struct schema *s, const struct change *c, struct put *p)
{
	int at = p->entity->subject;

	if (!at || !id_is_zero(p->subject))
		return;
	if (at == AT_SELF) {
		p->subject = p->id;
		return;
	}
	const struct value *v = put_get(p, (unsigned)at - 1);
	p->subject = v ? v->id : standing_subject(db, s, c, p);
}

static bool holds_personal(const struct put *p)
{
	for (unsigned i = 0; i < p->n; i++)
		if (class_is_hers(p->entity, p->entity->fields[p->set[i].field].privacy))
			return true;
	return false;
}

static enum rc check_put(struct db *db, const struct schema *s, const struct change *c, struct put *p, struct diag *d)
{
	int at = p->entity->subject;

	find_subject(db, s, c, p);
	if (at <= 0 || !schema_plan(s, p->entity)->personal)
		return OK;
	const char *field = p->entity->fields[at - 1].name;
	if (id_is_zero(p->subject) && holds_personal(p) && p->entity->fields[at - 1].flags & (F_REQUIRED | F_KEY))
		return diag_add(d, field, "required", N_("Falta decir de qué persona es"), STR(""));
	struct id owner = put_get(p, (unsigned)at - 1) ? standing_subject(db, s, c, p) : p->subject;
	if (!id_is_zero(owner) && !id_eq(owner, p->subject))
		return diag_add(d, field, "fixed", N_("Esto ya es de otra persona; anótelo como nuevo"), STR(""));
	return OK;
}

enum rc journal_check(struct db *db, const struct schema *s, struct change *c, struct diag *d)
{
	enum rc rc = OK;

	for (struct put *p = c->puts; rc == OK && p; p = p->next)
		rc = check_put(db, s, c, p, d);
	if (rc == OK && !parts_fit(c))
		return diag_add(d, NULL, "many", N_("Son demasiadas personas para anotarlas de una vez: hágalo en dos partes"), STR(""));
	return rc;
}

static void add_rows(struct applier *ap, const struct change *c, const struct header *h,
	struct str header, const struct hash *hash)
{
	struct db *db = applier_db(ap);
	struct cell network = cell_id(&c->network), seq = cell_int(c->seq);

	db_exec(db, SQL(Q_JOURNAL_ADD),
		ARGS(network, seq, cell_id(&c->id), cell_blob(header), cell_blob(hash_bytes(hash))));
	for (unsigned i = 0; i < h->nparts; i++) {
		const struct part *p = &h->part[i];
		/* What comes late about a person who was erased is never kept. */
		bool gone = applier_erased(ap, c->network, p->subject);
		db_exec(db, SQL(Q_PART_ADD),
			ARGS(network, seq, cell_int(i), cell_id_or_null(&p->subject),
				gone ? cell_null() : cell_blob(p->salt), gone ? cell_null() : cell_text(p->body)));
	}
	for (const struct put *p = c->puts; p; p = p->next)
		db_exec(db, SQL(Q_TOUCHED_ADD), ARGS(network, cell_id(&p->id), seq));
}

/* An erasure takes the person's parts out of the journal; the headers stay. */
static void erase_parts(struct db *db, const struct change *c)
{
	for (const struct put *p = c->puts; p; p = p->next) {
		const struct value *v = p->entity->erases ? put_get(p, (unsigned)p->entity->erases - 1) : NULL;
		if (v)
			db_exec(db, SQL(Q_PARTS_ERASE), ARGS(cell_id(&c->network), cell_id(&v->id)));
	}
}

void journal_append(struct applier *ap, struct change *c, struct chain_head *head)
{
	struct header *h = ARENA_NEW(c->mem, struct header);

	for (struct put *p = c->puts; p; p = p->next)
		find_subject(applier_db(ap), applier_schema(ap), c, p);
	c->seq = head->seq + 1;
	h->change = c;
	h->previous = head->hash;
	parts_encode(c->mem, applier_schema(ap), h);
	struct str bytes = header_encode(c->mem, h);
	struct hash hash = hash_of(bytes, STR(""));
	add_rows(ap, c, h, bytes, &hash);
	erase_parts(applier_db(ap), c);
	applier_change(ap, c);
#ifdef AYNI_CHECK_COMMITS
	journal_recheck(ap, c, &hash);
#endif
	head->seq = c->seq;
	head->hash = hash;
	if (c->stamp > head->stamp)
		head->stamp = c->stamp;
}

int64_t journal_last_acted(struct db *db, struct arena *a, struct id network, bool believed)
{
	struct chain_head head = journal_head(db, network);
	struct header *h = ARENA_NEW(a, struct header);

	for (int64_t seq = head.seq; seq > 0 && seq > head.seq - DOUBTED_MAX; seq--) {
		struct rows r = db_rows(db, SQL(Q_JOURNAL_GET), ARGS(cell_id(&network), cell_int(seq)));
		if (!rows_next(&r))
			return 0;
		bool good = header_decode(a, rows_text(&r, 0), h);
		rows_end(&r);
		if (good && !(believed && h->change->doubted))
			return h->change->acted_at;
	}
	return 0;
}

bool journal_find(struct db *db, struct arena *a, struct id network, struct id change,
	struct journal_entry *out)
{
	struct rows r = db_rows(db, SQL(Q_JOURNAL_BY_CHANGE), ARGS(cell_id(&network), cell_id(&change)));
	struct header *h = ARENA_NEW(a, struct header);

	if (!rows_next(&r))
		return false;
	bool good = header_decode(a, rows_text(&r, 1), h);
	*out = (struct journal_entry){ .seq = rows_int(&r, 0) };
	rows_end(&r);
	if (!good)
		return true; /* damaged: its content matches nothing, so it ends as a conflict */
	out->content = h->change->content;
	out->author = h->change->author;
	out->status = h->change->status;
	out->action = h->change->action;
	return true;
}

unsigned journal_of_record(struct db *db, struct id network, struct id record, int64_t *seqs_out,
	unsigned max)
{
	struct rows r = db_rows(db, SQL(Q_TOUCHED_OF),
		ARGS(cell_id(&network), cell_id(&record), cell_int(max)));
	unsigned n = 0;

	while (rows_next(&r) && n < max)
		seqs_out[n++] = rows_int(&r, 0);
	return n;
}
