#include "record_put.h"

#include "gate.h"
#include "module.h"

/* Named so, an argument says which record; the others are fields of the entity. */
static const struct field id_field = { "id", T_CODE, 0, .label = N_("Identificador"), .max = 40 };

static bool settable(const struct field *f)
{
	return !(f->flags & (F_DERIVED | F_RETIRED));
}

/* Which argument says that field, or -1. */
static int arg_of(const struct action *a, const struct field *f)
{
	return fields_find(a->args, a->nargs, str_c(f->name));
}

/* Which record: the one its natural key says, or named by id, or by code; else a new one. */
static enum rc find_id(struct ctx *c, const struct entity *e, const struct act *a, const struct value *v,
	struct id *out)
{
	int named = arg_of(a->action, &id_field);

	if (entity_has_key(e))
		*out = entity_key_id(e, c->net->id, v);
	else if (named >= 0 && act_has(a, (unsigned)named)) {
		struct str text = act_text(a, (unsigned)named);
		if (!id_parse(text, out) && !(e->code && ref_resolve(c, e->name, text, out)))
			return fail_with(c, "id", "unknown", N_("No encontramos «%s»"), text);
	} else if (e->code && v[e->code - 1].kind == V_TEXT && ref_resolve(c, e->name, v[e->code - 1].s, out))
		return OK;
	else if (e->extends)
		return fail(c, "id", "required", N_("Falta este dato"));
	else
		*out = id_derive(c->now, (struct str[]){ id_bytes(&a->id) }, 1);
	return OK;
}

static enum rc unique(struct ctx *c, const struct entity *e, const struct value *v, struct id id)
{
	struct id other;

	if (!e->code || v[e->code - 1].kind != V_TEXT || !ref_resolve(c, e->name, v[e->code - 1].s, &other) ||
		id_eq(other, id))
		return OK;
	return fail_with(c, e->fields[e->code - 1].name, "taken", N_("El código «%s» ya es de otro"), v[e->code - 1].s);
}

/* Copied, so that sums by district need no other table. */
static void put_place(struct ctx *c, struct put *p, const struct value *v)
{
	const struct entity *e = p->entity;
	const struct group_info *g = e->group > 0 ? group_of(c, v[e->group - 1].id) : NULL;

	if (e->place > 0 && e->fields[e->place - 1].flags & F_DERIVED && g && !id_is_zero(g->place))
		put_id(p, (unsigned)e->place - 1, g->place);
}

/* Copied likewise: the group of what the act is about, where the record's own group is nobody's to say. */
static void put_group(struct ctx *c, struct put *p, const struct act *a)
{
	const struct entity *e = p->entity;
	struct id group = act_scope(c, a).group;

	if (e->group > 0 && e->fields[e->group - 1].flags & F_DERIVED && !id_is_zero(group))
		put_id(p, (unsigned)e->group - 1, group);
}

struct put *put_keyed(struct ctx *c, struct change *ch, const struct entity *e, const struct value *v)
{
	struct id id = entity_key_id(e, c->net->id, v);
	struct record *r = ARENA_NEW(c->mem, struct record);
	bool born = record_get(c->db, c->schema, c->mem, e, c->net->id, id, r) && r->born;
	struct put *p = change_put(ch, e, id, !born);

	put_stood(p, r);
	for (unsigned i = 0; !born && i < e->nfields; i++)
		if (e->fields[i].flags & F_KEY)
			put_set(p, i, v[i]);
	if (!born)
		put_place(c, p, v);
	return p;
}

enum rc record_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	const struct entity *e = a->action->edits;
	struct value v[ENTITY_FIELDS_MAX] = { 0 };
	struct record *r = ARENA_NEW(c->mem, struct record);
	/* A file says every column: what it repeats is no change. A report stands for itself, whatever comes late. */
	bool file = arg_of(a->action, &id_field) >= 0;
	struct id id;

	for (unsigned i = 0; i < e->nfields; i++) {
		int arg = arg_of(a->action, &e->fields[i]);
		if (arg >= 0)
			v[i] = a->v[arg];
	}
	if (find_id(c, e, a, v, &id) != OK || unique(c, e, v, id) != OK)
		return INVALID;
	bool there = record_get(c->db, c->schema, c->mem, e, c->net->id, id, r) && r->born;
	struct put *p = change_put(ch, e, id, !there);
	if (!there)
		put_group(c, p, a);
	for (unsigned i = 0; i < e->nfields; i++) {
		int arg = arg_of(a->action, &e->fields[i]);
		bool given = arg >= 0 && a->given[arg];
		if (there ? given && !(e->fields[i].flags & F_KEY) && !(file && value_eq(v[i], r->v[i])) : v[i].kind != V_NULL)
			put_set(p, i, v[i]);
	}
	return there && p->n == 0 ? fail(c, NULL, "same", N_("No hay nada que cambiar")) : OK;
}

struct str record_describe(struct ctx *c, const struct told *t)
{
	const struct put *p = t->change->puts;
	struct str_pair with[] = { { "who", t->author }, { "what", STR("") } };

	if (p)
		with[1].value = tr(c->lang, p->entity->label);
	return tr_named(c->mem, c->lang, p && p->create ? N_("{who} anotó: {what}") : N_("{who} corrigió: {what}"), with, 2);
}

const struct action *record_put_action(struct arena *a, const struct entity *e)
{
	struct action *act = ARENA_NEW(a, struct action);
	struct field *args = ARENA_ARRAY(a, struct field, e->nfields + 1);
	unsigned n = 1;

	args[0] = id_field;
	for (unsigned i = 0; i < e->nfields; i++)
		if (settable(&e->fields[i]))
			args[n++] = e->fields[i];
	*act = (struct action){ .name = str_cstr(a, str_fmt(a, "%s.put", e->name)),
		.label = N_("Guardar"),
		.args = args,
		.nargs = n,
		.edits = e,
		.decide = record_decide,
		.describe = record_describe };
	return act;
}
