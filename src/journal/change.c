#include "change.h"

#include "field.h"
#include "log.h"

struct change *change_new(struct arena *a)
{
	struct change *c = ARENA_NEW(a, struct change);

	c->mem = a;
	c->tail = &c->puts;
	return c;
}

struct put *change_put(struct change *c, const struct entity *e, struct id id, bool create)
{
	for (const struct put *p = c->puts; p; p = p->next)
		if (p->entity == e && id_eq(p->id, id))
			bug("%s is put twice in one change", e->name);
	struct put *p = ARENA_NEW(c->mem, struct put);
	p->entity = e;
	p->id = id;
	p->create = create;
	*c->tail = p;
	c->tail = &p->next;
	return p;
}

void put_set(struct put *p, unsigned field, struct value v)
{
	const struct field *f = &p->entity->fields[field];

	if (field >= p->entity->nfields)
		bug("%s has no field %u", p->entity->name, field);
	if (v.kind != V_NULL && v.kind != field_kind(f))
		bug("%s.%s: wrong kind of value", p->entity->name, f->name);
	if (put_get(p, field))
		bug("%s.%s is set twice in one put", p->entity->name, f->name);
	p->set[p->n].field = (uint8_t)field;
	p->set[p->n++].v = v;
}

const struct value *put_get(const struct put *p, unsigned field)
{
	for (unsigned i = 0; i < p->n; i++)
		if (p->set[i].field == field)
			return &p->set[i].v;
	return NULL;
}

const struct put *change_find(const struct change *c, const struct entity *e)
{
	for (const struct put *p = c->puts; p; p = p->next)
		if (p->entity == e)
			return p;
	return NULL;
}
