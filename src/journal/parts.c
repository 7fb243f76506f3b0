/*
 * parts.c - puts to canonical JSON, one part for each privacy class and subject; part_read.c reads them.
 */
#include "civil.h"
#include "field.h"
#include "format.h"
#include "log.h"

/* The part is there; false: there are as many as a header holds. */
static bool part_for(struct header *h, enum privacy class, struct id subject)
{
	for (unsigned i = 0; i < h->nparts; i++)
		if (h->part[i].class == class && id_eq(h->part[i].subject, subject))
			return true;
	if (h->nparts == PARTS_MAX)
		return false;
	h->part[h->nparts++] = (struct part){ .class = class, .subject = subject };
	return true;
}

static enum privacy class_of(const struct put *p, unsigned i)
{
	return p->entity->fields[p->set[i].field].privacy;
}

static struct id subject_in(const struct put *p, enum privacy class)
{
	if (!class_is_hers(p->entity, class))
		return (struct id){ 0 };
	int at = p->entity->subject;
	bool may_be_nobody = at > 0 && !(p->entity->fields[at - 1].flags & (F_REQUIRED | F_KEY));
	if (id_is_zero(p->subject) && !may_be_nobody)
		bug("%s: a personal field without its person", p->entity->name);
	return p->subject;
}

/*
 * The class of the part that names the record and says whether it is new: the most open one among its
 * fields, but never one that an erasure empties, for the row and its stamp outlive the person's data.
 */
static enum privacy home_class(const struct put *p)
{
	enum privacy least = class_is_hers(p->entity, P_GROUP) ? P_PUBLIC : P_GROUP;

	for (unsigned i = 0; i < p->n; i++)
		if (class_of(p, i) < least)
			least = class_of(p, i);
	return least;
}

static void journal_value(struct json_out *j, const struct field *f, const struct value *v)
{
	if (v->kind == V_NULL)
		json_null_out(j);
	else if (v->kind == V_ID)
		json_id(j, v->id);
	else if (v->kind == V_TEXT)
		json_text(j, v->s);
	else if (f->type == T_DATE) {
		char t[16];
		struct buf b = buf_fixed(t, sizeof(t));
		buf_day(&b, v->i);
		json_text(j, buf_str(&b));
	} else if (f->type == T_BOOL)
		json_bool(j, v->i != 0);
	else
		json_int(j, v->i);
}

/* The fields of p that belong to the part; nothing when none does and it is not its home. */
static void put_json(struct json_out *j, const struct entity_plan *plan, const struct put *p,
	const struct part *part)
{
	bool home = part->class == home_class(p), any = home;

	for (unsigned i = 0; i < p->n; i++)
		any |= class_of(p, i) == part->class;
	if (!any || !id_eq(subject_in(p, part->class), part->subject))
		return;
	json_open(j, '{');
	json_key(j, "e");
	json_text(j, str_c(p->entity->name));
	json_key(j, "f");
	json_open(j, '{');
	for (unsigned k = 0; k < p->entity->nfields; k++) {
		const struct field *f = &p->entity->fields[plan->by_name[k]];
		const struct value *v = f->privacy == part->class ? put_get(p, plan->by_name[k]) : NULL;
		if (!v)
			continue;
		json_key(j, f->name);
		journal_value(j, f, v);
	}
	json_close(j, '}');
	json_key(j, "id");
	json_id(j, p->id);
	if (home && p->create) {
		json_key(j, "new");
		json_bool(j, true);
	}
	json_close(j, '}');
}

static bool split(struct header *h)
{
	bool room = true;

	h->nparts = 0;
	for (const struct put *p = h->change->puts; p; p = p->next) {
		room &= part_for(h, home_class(p), (struct id){ 0 });
		for (unsigned i = 0; i < p->n; i++)
			room &= part_for(h, class_of(p, i), subject_in(p, class_of(p, i)));
	}
	return room;
}

bool parts_fit(struct change *c)
{
	unsigned nputs = 0;

	for (const struct put *p = c->puts; p; p = p->next)
		nputs++;
	if (nputs * (P_SEALED + 2) <= PARTS_MAX) /* each has one part a class at most, and the one that names it */
		return true;
	struct header *h = ARENA_NEW(c->mem, struct header);
	h->change = c;
	return split(h);
}

void parts_encode(struct arena *a, const struct schema *s, struct header *h)
{
	if (!split(h))
		bug("a change with more than %d parts", PARTS_MAX);
	for (unsigned i = 0; i < h->nparts; i++) {
		struct part *part = &h->part[i];
		struct buf b = buf_new(a, 256);
		struct json_out j = json_begin(&b);
		json_open(&j, '[');
		for (const struct put *p = h->change->puts; p; p = p->next)
			put_json(&j, schema_plan(s, p->entity), p, part);
		json_close(&j, ']');
		part->body = buf_str(&b);
		char *salt = arena_alloc(a, SALT);
		random_bytes(salt, SALT);
		part->salt = (struct str){ salt, SALT };
		part->hash = part_hash(part);
	}
}
