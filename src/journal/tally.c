#include "tally.h"

#include "map.h"

/* A key: index, network, and up to three ids, days or names of at most 32 bytes. */
enum { BY_MAX = 3, VALUES_MAX = 3, KEY_MAX = 160 };

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

void tally_start(struct movements *m, struct arena *a)
{
	*m = (struct movements){ .mem = a, .recent = map_new(a) };
}

size_t tally_mark(struct movements *m)
{
	if (m->recent.n)
		m->recent = map_new(m->mem);
	return m->n;
}

void tally_undo(struct movements *m, size_t mark)
{
	if (mark >= m->n)
		return;
	m->n = mark;
	m->recent = map_new(m->mem);
}

static void append(struct movements *m, const struct movement *mv)
{
	if (m->n == m->cap) {
		size_t cap = m->cap ? m->cap * 2 : 64;
		struct movement *item = ARENA_ARRAY(m->mem, struct movement, cap);
		if (m->n)
			memcpy(item, m->item, m->n * sizeof(*item));
		m->item = item;
		m->cap = cap;
	}
	m->item[m->n++] = *mv;
}

/* An unknown group value: the zero id, the empty text; a record without a day is not counted. */
static bool by_value(struct arena *a, const struct record *r, unsigned field, struct value *out)
{
	const struct field *f = &r->entity->fields[field];

	*out = r->v[field];
	if (out->kind == V_NULL && f->type == T_REF)
		*out = value_id((struct id){ 0 });
	else if (out->kind == V_NULL && f->type == T_ENUM)
		*out = value_text(STR(""));
	if (out->kind == V_TEXT && out->s.n) {
		/* The declared name outlives the record. */
		const struct choice *c = choice_find(f->choices, out->s);
		out->s = c ? str_c(c->name) : str_dup(a, out->s);
	}
	return out->kind != V_NULL;
}

static struct str movement_key(struct buf *b, const struct movement *mv)
{
	buf_int(b, mv->plan->index);
	buf_add(b, id_bytes(&mv->network));
	for (unsigned i = 0; i < mv->plan->tally->nby; i++) {
		const struct value *v = &mv->by[i];
		if (v->kind == V_ID)
			buf_add(b, id_bytes(&v->id));
		else if (v->kind == V_INT)
			buf_bytes(b, &v->i, sizeof(v->i));
		else
			buf_add(b, v->s);
		buf_char(b, 0);
	}
	return buf_str(b);
}

static void add(struct movement *sum, const struct movement *mv)
{
	for (unsigned k = 0; k < VALUES_MAX; k++) {
		sum->sum[k] += mv->sum[k];
		sum->known[k] += mv->known[k];
	}
}

static void move(struct movements *m, const struct tally_plan *tp, struct id network,
	const struct record *r, int sign)
{
	const struct tally *t = tp->tally;
	struct movement mv = { .plan = tp, .network = network };
	char room[KEY_MAX];
	struct buf b = buf_fixed(room, sizeof(room));
	bool any = false;

	for (unsigned i = 0; i < t->nby; i++)
		if (!by_value(m->mem, r, t->by[i], &mv.by[i]))
			return;
	for (unsigned i = 0; i < t->nvalues; i++) {
		const struct value *v = &r->v[t->values[i]];
		if (v->kind == V_NULL)
			continue;
		mv.sum[i] = sign * v->i;
		mv.known[i] = sign;
		any = true;
	}
	if (!any)
		return;
	struct str key = movement_key(&b, &mv);
	uintptr_t at = (uintptr_t)map_get(&m->recent, key);
	if (at) {
		add(&m->item[at - 1], &mv);
		return;
	}
	append(m, &mv);
	map_set(&m->recent, key, (void *)(uintptr_t)m->n);
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

void tally_write(struct movements *m, struct db *db)
{
	struct map rows = map_new(m->mem);
	size_t kept = 0;

	for (size_t i = 0; i < m->n; i++) {
		const struct movement mv = m->item[i];
		char room[KEY_MAX];
		struct buf b = buf_fixed(room, sizeof(room));
		struct str key = movement_key(&b, &mv);
		struct movement *sum = map_get(&rows, key);
		if (sum) {
			add(sum, &mv);
			continue;
		}
		m->item[kept] = mv;
		map_set(&rows, key, &m->item[kept++]);
	}
	for (size_t i = 0; i < kept; i++)
		write_one(db, &m->item[i]);
	tally_start(m, m->mem);
}
