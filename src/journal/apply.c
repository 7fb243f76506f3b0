/*
 * apply.c - the one way from puts to tables. It reads no clock, refuses nothing, and gives the same
 * tables whatever order changes arrive in.
 */
#include "apply.h"

#include "log.h"
#include "record.h"
#include "tally.h"

struct applier {
	struct db *db;
	const struct schema *s;
	struct arena *scratch; /* of one change */
	struct arena *gathered; /* the movements; emptied by flush */
	struct movements moves;
	bool lasting; /* see applier_moved_lasting */
};

static void end(void *arg)
{
	struct applier *ap = arg;

	arena_free(&ap->scratch);
	arena_free(&ap->gathered);
}

struct applier *applier_new(struct arena *a, struct db *db, const struct schema *s)
{
	struct applier *ap = ARENA_NEW(a, struct applier);

	ap->db = db;
	ap->s = s;
	arena_defer(a, end, ap);
	ap->scratch = arena_new(0);
	ap->gathered = arena_new(0);
	tally_start(&ap->moves, ap->gathered);
	return ap;
}

struct db *applier_db(const struct applier *ap)
{
	return ap->db;
}

const struct schema *applier_schema(const struct applier *ap)
{
	return ap->s;
}

size_t applier_mark(struct applier *ap)
{
	return tally_mark(&ap->moves);
}

void applier_undo(struct applier *ap, size_t mark)
{
	tally_undo(&ap->moves, mark);
}

bool applier_moved_lasting(struct applier *ap)
{
	bool moved = ap->lasting;

	ap->lasting = false;
	return moved;
}

void applier_flush(struct applier *ap)
{
	tally_write(&ap->moves, ap->db);
	arena_reset(ap->gathered);
	tally_start(&ap->moves, ap->gathered);
}

/* ---- erasure ---- */

bool applier_erased(struct applier *ap, struct id network, struct id subject)
{
	const struct entity_plan *p = ap->s->erasure;
	struct value key[ENTITY_FIELDS_MAX] = { 0 };

	if (!p || id_is_zero(subject))
		return false;
	key[p->entity->erases - 1] = value_id(subject);
	struct id id = entity_key_id(p->entity, network, key);
	return db_any(ap->db, p->get, ARGS(cell_id(&network), cell_id(&id)));
}

static struct id subject_of(const struct record *r)
{
	int at = r->entity->subject;

	if (at == AT_SELF)
		return r->id;
	return at ? r->v[at - 1].id : (struct id){ 0 };
}

/* Personal fields back to never set. */
static void strip(struct record *r, struct writing *w)
{
	for (unsigned i = 0; i < r->entity->nfields; i++) {
		if (!class_is_hers(r->entity, r->entity->fields[i].privacy))
			continue;
		r->v[i] = value_null();
		w[i] = (struct writing){ 0 };
	}
}

static void winners(const struct record *r, struct writing *w)
{
	for (unsigned i = 0; i < r->entity->nfields; i++)
		w[i].set = record_writer(r, i, &w[i].stamp, &w[i].change);
}

static void strip_record(struct applier *ap, const struct entity_plan *p, struct id network, struct id id)
{
	struct record *r = ARENA_NEW(ap->scratch, struct record);
	struct record *before = ARENA_NEW(ap->scratch, struct record);
	struct writing w[ENTITY_FIELDS_MAX] = { 0 };

	if (!record_get(ap->db, ap->s, ap->scratch, p->entity, network, id, r))
		return;
	*before = *r;
	winners(r, w);
	strip(r, w);
	record_late(r, ap->scratch, w);
	record_save(ap->db, p, ap->scratch, network, r);
	ap->lasting |= !p->entity->day;
	tally_move(&ap->moves, p, network, before, r);
}

static void erase_subject(struct applier *ap, struct id network, struct id subject)
{
	for (unsigned i = 0; i < ap->s->n; i++) {
		const struct entity_plan *p = &ap->s->plan[i];
		if (!p->personal)
			continue;
		if (p->entity->subject == AT_SELF)
			strip_record(ap, p, network, subject);
		if (!p->of_subject)
			continue;
		struct buf ids = buf_new(ap->scratch, 64);
		struct rows r = db_rows(ap->db, p->of_subject, ARGS(cell_id(&network), cell_id(&subject)));
		while (rows_next(&r))
			buf_add(&ids, rows_text(&r, 0));
		for (size_t at = 0; at + 16 <= ids.n; at += 16)
			strip_record(ap, p, network, id_from(str_sub(buf_str(&ids), at, 16)));
	}
}

/* ---- puts ---- */

static void merge(const struct change *c, const struct put *p, struct record *r, struct writing *w)
{
	for (unsigned i = 0; i < p->n; i++) {
		unsigned f = p->set[i].field;
		if (w[f].set && write_cmp(c->stamp, c->id, w[f].stamp, w[f].change) < 0)
			continue;
		r->v[f] = p->set[i].v;
		w[f] = (struct writing){ true, c->stamp, c->id };
	}
	if (write_cmp(c->stamp, c->id, r->stamp, r->change) > 0) {
		r->stamp = c->stamp;
		r->change = c->id;
	}
	r->born |= p->create;
}

/* As it stands before the put: read already by who decided, or now. */
static void standing(struct applier *ap, const struct change *c, const struct put *p, struct record *r)
{
	if (!p->stood) {
		record_get(ap->db, ap->s, ap->scratch, p->entity, c->network, p->id, r);
		return;
	}
	*r = *p->stood;
#ifdef AYNI_CHECK_COMMITS
	struct record *again = ARENA_NEW(ap->scratch, struct record);
	record_get(ap->db, ap->s, ap->scratch, p->entity, c->network, p->id, again);
	bool same = again->entity == r->entity && again->stamp == r->stamp && id_eq(again->change, r->change) && again->born == r->born;
	if (!same && db_status(ap->db) == OK) /* a failed connection gives no rows */
		bug("%s changed between what was read of it and the put", p->entity->name);
#endif
}

static void apply_put(struct applier *ap, const struct change *c, const struct put *p)
{
	const struct entity_plan *plan = schema_plan(ap->s, p->entity);
	struct record *r = ARENA_NEW(ap->scratch, struct record);
	struct record *before = NULL;
	struct writing w[ENTITY_FIELDS_MAX] = { 0 };

	standing(ap, c, p, r);
	if (r->entity) {
		before = ARENA_NEW(ap->scratch, struct record);
		*before = *r;
		winners(r, w);
	} else {
		*r = (struct record){ .entity = p->entity, .id = p->id };
	}
	merge(c, p, r, w);
	if (plan->personal && (applier_erased(ap, c->network, subject_of(r)) ||
				      applier_erased(ap, c->network, p->subject)))
		strip(r, w);
	record_late(r, ap->scratch, w);
	record_save(ap->db, plan, ap->scratch, c->network, r);
	ap->lasting |= !p->entity->day;
	tally_move(&ap->moves, plan, c->network, before, r);
	if (p->entity->erases) {
		const struct value *v = put_get(p, (unsigned)p->entity->erases - 1);
		if (v)
			erase_subject(ap, c->network, v->id);
	}
}

void applier_change(struct applier *ap, const struct change *c)
{
	for (const struct put *p = c->puts; p; p = p->next)
		apply_put(ap, c, p);
	arena_reset(ap->scratch);
}
