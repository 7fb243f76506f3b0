#include "tally.h"

#include "map.h"

enum { BY_MAX = 3, VALUES_MAX = 3 };

struct movement {
	const struct tally_plan *plan;
	struct id network;
	struct value by[BY_MAX];
	int64_t sum[VALUES_MAX], known[VALUES_MAX];
};

/* A tally counts records that are listed: born, not voided. */
static bool counted(const struct record *r)
{
	if (!r || !r->born)
		return false;
	int voided = r->entity->voided;
	return !voided || r->v[voided - 1].kind == V_NULL || r->v[voided - 1].i == 0;
}

static struct movement *next(struct movements *m)
{
	if (m->n == m->cap) {
		size_t cap = m->cap ? m->cap * 2 : 64;
		struct movement *item = ARENA_ARRAY(m->mem, struct movement, cap);
		if (m->n)
			memcpy(item, m->item, m->n * sizeof(*item));
		m->item = item;
		m->cap = cap;
	}
	return &m->item[m->n];
}

/* An unknown group value: the zero id, the empty text; a record without a day is not counted. */
static bool by_value(const struct record *r, unsigned field, struct value *out)
{
	*out = r->v[field];
	if (out->kind != V_NULL)
		return true;
	if (r->entity->fields[field].type == T_REF)
		*out = value_id((struct id){ 0 });
	else if (r->entity->fields[field].type == T_ENUM)
		*out = value_text(STR(""));
	else
		return false;
	return true;
}

static void move(struct movements *m, const struct tally_plan *tp, struct id network,
	const struct record *r, int sign)
{
	const struct tally *t = tp->tally;
	struct movement *mv = next(m);
	bool any = false;

	*mv = (struct movement){ .plan = tp, .network = network };
	for (unsigned i = 0; i < t->nby; i++)
		if (!by_value(r, t->by[i], &mv->by[i]))
			return;
	for (unsigned i = 0; i < t->nvalues; i++) {
		const struct value *v = &r->v[t->values[i]];
		if (v->kind == V_NULL)
			continue;
		mv->sum[i] = sign * v->i;
		mv->known[i] = sign;
		any = true;
	}
	m->n += any;
}

static bool same_for(const struct tally *t, const struct record *a, const struct record *b)
{
	for (unsigned i = 0; i < t->nby; i++)
		if (!value_eq(a->v[t->by[i]], b->v[t->by[i]]))
			return false;
	for (unsigned i = 0; i < t->nvalues; i++)
		if (!value_eq(a->v[t->values[i]], b->v[t->values[i]]))
			return false;
	return true;
}

void tally_move(struct movements *m, const struct entity_plan *p, struct id network,
	const struct record *before, const struct record *after)
{
	bool was = counted(before), is = counted(after);

	for (unsigned i = 0; i < p->ntally; i++) {
		if (was && is && same_for(p->tally[i]->tally, before, after))
			continue;
		if (was)
			move(m, p->tally[i], network, before, -1);
		if (is)
			move(m, p->tally[i], network, after, 1);
	}
}

static struct str movement_key(struct arena *a, const struct movement *mv)
{
	struct buf b = buf_new(a, 96);

	buf_int(&b, mv->plan->index);
	buf_add(&b, id_bytes(&mv->network));
	for (unsigned i = 0; i < mv->plan->tally->nby; i++) {
		const struct value *v = &mv->by[i];
		if (v->kind == V_ID)
			buf_add(&b, id_bytes(&v->id));
		else if (v->kind == V_INT)
			buf_bytes(&b, &v->i, sizeof(v->i));
		else
			buf_add(&b, v->s);
		buf_char(&b, 0);
	}
	return buf_str(&b);
}

static void write_one(struct db *db, const struct movement *mv)
{
	const struct tally *t = mv->plan->tally;
	struct cell cell[1 + BY_MAX + 2 * VALUES_MAX];
	unsigned n = 0;
	bool any = false;

	cell[n++] = cell_id(&mv->network);
	for (unsigned i = 0; i < t->nby; i++)
		cell[n++] = value_cell(&mv->by[i]);
	for (unsigned i = 0; i < t->nvalues; i++) {
		cell[n++] = cell_int(mv->sum[i]);
		cell[n++] = cell_int(mv->known[i]);
		any |= mv->sum[i] || mv->known[i];
	}
	if (any)
		db_exec(db, mv->plan->add, cell, n);
}

void tally_write(struct movements *m, struct db *db, const struct schema *s)
{
	struct map rows = map_new(m->mem);
	size_t kept = 0;

	(void)s;
	for (size_t i = 0; i < m->n; i++) {
		struct movement *mv = &m->item[i];
		struct str key = movement_key(m->mem, mv);
		struct movement *sum = map_get(&rows, key);
		if (!sum) {
			m->item[kept] = *mv;
			map_set(&rows, key, &m->item[kept++]);
			continue;
		}
		for (unsigned k = 0; k < VALUES_MAX; k++) {
			sum->sum[k] += mv->sum[k];
			sum->known[k] += mv->known[k];
		}
	}
	for (size_t i = 0; i < kept; i++)
		write_one(db, &m->item[i]);
	*m = (struct movements){ .mem = m->mem };
}
