/* judge.c - what is on the disk against what was told. */
#include "data.h"
#include "disk.h"
#include "log.h"
#include "session.h"
#include "world.h"

static char why[400];

#define WRONG(...) (snprintf(why, sizeof(why), __VA_ARGS__), false)

struct judging {
	struct world *w;
	const struct ledger *ref, *told;
	int64_t until;
	int64_t n; /* changes in the journal as found */
	struct arena *mem;
};

/* Told by then? */
static bool told(const struct judging *j, unsigned i)
{
	return j->told->of[i].told && j->told->of[i].at <= j->until;
}

static bool chain_holds(struct judging *j)
{
	struct diag d = { 0 };

	if (journal_verify(writer_db(j->w->writer), j->w->reg->schema, j->w->net.id, &j->n, &d) == OK)
		return true;
	return WRONG("the journal does not verify: %.200s", d.n ? d.item[0].msgid : "?");
}

/*
 * The tables are those that the reference had after as many changes, which were what the journal says;
 * sometimes the journal is replayed here too.
 */
static bool tables_hold(struct judging *j, bool replay)
{
	struct diag d = { 0 };

	if (j->n > j->ref->n || !j->ref->boundary[j->n])
		return WRONG("%lld changes: no commit ended there", (long long)j->n);
	struct hash dump = schema_dump_hash(writer_db(j->w->writer), j->w->reg->schema, j->w->net.id);
	if (!hash_eq(dump, j->ref->dump[j->n]))
		return WRONG("the tables after %lld changes are not what they were", (long long)j->n);
	if (!replay)
		return true;
	if (data_compare(writer_db(j->w->writer), j->w->reg, j->w->net.id, 0, &d) == OK)
		return true;
	return WRONG("tables differ from their journal: %.*s", (int)(d.n ? d.item[0].arg.n : 0),
		d.n ? d.item[0].arg.p : "");
}

/* The journal holds the first n changes of the reference, each once, and nothing else. */
static bool changes_hold(struct judging *j)
{
	int64_t found = 0;

	for (unsigned i = 0; i < j->w->deeds; i++) {
		struct journal_entry e = { 0 };
		int64_t seq = j->ref->of[i].seq;
		bool there = journal_find(writer_db(j->w->writer), j->mem, j->w->net.id, deed_id(j->w->seed, i), &e);
		found += there;
		if (there && e.seq != seq)
			return WRONG("deed %u stands at %lld, not %lld", i, (long long)e.seq, (long long)seq);
		if (!there && seq && told(j, i))
			return WRONG("LOST: deed %u was acknowledged and is not there (journal of %lld, it was %lld)", i,
				(long long)j->n, (long long)seq);
	}
	return found == j->n || WRONG("%lld changes, of which %lld are known", (long long)j->n, (long long)found);
}

/* What was told was told rightly. */
static bool answers_hold(const struct judging *j)
{
	for (unsigned i = 0; i < j->w->deeds; i++) {
		const struct answer *a = &j->told->of[i], *b = &j->ref->of[i];
		enum act_status said = a->status == ACT_REPEATED ? a->first : a->status;
		if (told(j, i) && said != b->status)
			return WRONG("deed %u was answered %s, not %s", i, act_status_name(said), act_status_name(b->status));
	}
	return true;
}

static bool sessions_hold(struct judging *j)
{
	static const struct actor nobody = { 0 };
	struct deed d;

	for (unsigned i = 0; i < j->w->deeds; i++) {
		const struct answer *a = &j->told->of[i];
		struct id person, device;
		struct str csrf;
		bool stale;
		if (!a->cookie[0] || !told(j, i))
			continue;
		deed_make(j->mem, j->w->seed, i, &d);
		struct ctx c = world_ctx(j->w, j->mem, &nobody, d.now);
		if (!session_find(&c, str_c(a->cookie), &person, &device, &csrf, &stale) ||
			!id_eq(person, deed_id(j->w->seed, d.author)))
			return WRONG("LOST: session %u was acknowledged and is not there", i);
	}
	return true;
}

/* ---- sent again ---- */

static bool repeat(struct judging *j, struct ledger *l, unsigned i)
{
	const struct answer *a = &l->of[i], *ref = &j->ref->of[i];
	bool there = ref->seq && ref->seq <= j->n;

	if (!ref->seq && told(j, i) && !ref->cookie[0])
		return true; /* refused, and told so: she does not send it again */
	enum rc rc = world_send(j->w, i, 1);
	if (rc != OK)
		return WRONG("deed %u cannot be sent again: rc %d", i, (int)rc);
	if (ref->cookie[0] || ref->taken_back)
		return true;
	if (there ? a->status != ACT_REPEATED || a->first != ref->status : a->status != ref->status)
		return WRONG("deed %u sent again was answered %s (%s), it is %s as %s", i, act_status_name(a->status),
			act_status_name(a->first), there ? "there" : "not there", act_status_name(ref->status));
	return true;
}

static bool end_is_the_same(struct judging *j)
{
	if (!chain_holds(j))
		return false;
	if (j->n != j->ref->n)
		return WRONG("%lld changes at the end, not %lld", (long long)j->n, (long long)j->ref->n);
	return tables_hold(j, true);
}

/* All of it, or two that stand and the first few that do not. */
static bool can_be_sent(struct judging *j, bool whole)
{
	enum { FEW = 4 };
	struct ledger l = { 0 };
	unsigned first = 0;
	bool good = true;

	while (first < j->w->deeds && (j->ref->of[first].seq ? j->ref->of[first].seq <= j->n : told(j, first)))
		first++;
	unsigned from = whole ? 0 : first > 2 ? first - 2 : 0, to = whole ? j->w->deeds : first + FEW;
	j->w->ledger = &l;
	for (unsigned i = from; good && i < to && i < j->w->deeds; i++)
		good = repeat(j, &l, i);
	j->w->ledger = NULL;
	return good && (!whole || end_is_the_same(j));
}

/* ---- planted ---- */

static void lose_a_row(struct judging *j)
{
	struct db *db = writer_db(j->w->writer);
	const struct query *q = db_compose(db, STR("DELETE FROM place WHERE id IN (SELECT id FROM place LIMIT 1)"), 0, 0);

	if (db_begin(db) != OK || !q)
		fatal("a fault could not be planted");
	db_exec(db, q, NO_ARGS);
	if (db_commit(db) != OK)
		fatal("a fault could not be planted");
}

/* Its sender takes another id for what she sends again. */
static void double_a_deed(struct judging *j)
{
	struct db *db = writer_db(j->w->writer);
	const struct query *q = db_compose(db, STR("UPDATE journal SET change = ?1 WHERE seq = 3"), 1, 0);
	struct id other = deed_id(j->w->seed, DEEDS_MAX);

	if (db_begin(db) != OK || !q)
		fatal("a fault could not be planted");
	db_exec(db, q, ARGS(cell_id(&other)));
	if (db_commit(db) != OK)
		fatal("a fault could not be planted");
}

const char *world_judge(struct world *w, const struct ledger *ref, const struct ledger *told_by, int64_t until,
	bool whole)
{
	struct judging j = { .w = w, .ref = ref, .told = told_by, .until = until, .mem = arena_new(0) };

	snprintf(why, sizeof(why), "it does not open");
	w->lazily = !whole;
	bool good = world_open(w);
	if (good && w->plant == PLANT_ROW)
		lose_a_row(&j);
	if (good && w->plant == PLANT_DOUBLE)
		double_a_deed(&j);
	good = good && chain_holds(&j) && tables_hold(&j, whole) && changes_hold(&j) && answers_hold(&j) &&
		sessions_hold(&j) && can_be_sent(&j, whole);
	world_close(w);
	arena_free(&j.mem);
	return good ? NULL : why;
}
