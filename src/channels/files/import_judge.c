/*
 * import_judge.c - a row against what stands: the same, new, or one that would write over a figure.
 */
#include "field.h"
#include "import_own.h"
#include "page.h"

struct act *import_act(struct import *m, struct ctx *c, const struct import_row *row)
{
	struct act *a = act_new(c, m->action, c->net->id);

	for (unsigned i = 0, n = 0; i < m->action->nargs && i < ACTION_ARGS_MAX; i++) {
		a->given[i] = row->given >> i & 1;
		if (row->known >> i & 1)
			a->v[i] = row->value[n++];
	}
	a->content = row->content;
	a->acted_at = c->now;
	return a;
}

void import_rewind(struct ctx *c)
{
	if (arena_used(c->mem) > WORK_BYTES)
		arena_reset(c->mem);
}

/* ---- faults ---- */

void import_fault(struct import *m, struct import_row *row, const char *arg, struct str message)
{
	struct import_fault *f = ARENA_NEW(m->keep, struct import_fault);
	int at = arg ? action_arg(m->action, str_c(arg)) : -1;

	*f = (struct import_fault){ .line = row->line, .message = str_dup(m->keep, message) };
	if (at >= 0 && m->column[at] >= 0)
		f->column = m->head[m->column[at]];
	else if (arg)
		f->column = str_dup(m->keep, str_c(arg));
	*row->fault_tail = f;
	row->fault_tail = &f->next;
}

void import_faults(struct import *m, struct import_row *row, const struct diag *d)
{
	for (unsigned i = 0; i < d->n; i++)
		import_fault(m, row, d->item[i].field, diag_message(&m->work, &d->item[i]));
}

/* ---- which record ---- */

/* The value an act gives for a field of the entity, or NULL when it does not speak of it. */
static const struct value *said(const struct import *m, const struct act *a, const struct field *f)
{
	int at = action_arg(m->action, str_c(f->name));

	return at >= 0 && a->given[at] ? &a->v[at] : NULL;
}

static bool by_key(const struct import *m, const struct act *a, struct id *out)
{
	struct value v[ENTITY_FIELDS_MAX] = { 0 };

	for (unsigned i = 0; i < m->e->nfields; i++) {
		if (!(m->e->fields[i].flags & F_KEY))
			continue;
		const struct value *one = said(m, a, &m->e->fields[i]);
		if (!one || one->kind != field_kind(&m->e->fields[i]))
			return false;
		v[i] = *one;
	}
	*out = entity_key_id(m->e, m->c->net->id, v);
	return true;
}

/* By id, else by code: of the record itself or of the one it extends. */
static bool by_name(const struct import *m, struct ctx *c, const struct act *a, struct id *out)
{
	const struct entity *n = m->e->extends ? schema_entity(c->schema, str_c(m->e->extends)) : m->e;
	int id = action_arg(m->action, STR("id"));
	int code = n->code ? action_arg(m->action, str_c(n->fields[n->code - 1].name)) : -1;

	if (id >= 0 && a->v[id].kind == V_TEXT && (id_parse(a->v[id].s, out) || ref_resolve(c, m->e->name, a->v[id].s, out)))
		return true;
	return code >= 0 && a->v[code].kind == V_TEXT && ref_resolve(c, m->e->name, a->v[code].s, out);
}

/* Where the action fills in what the row leaves out, only it can tell which record it would be. */
static bool by_asking(const struct import *m, struct ctx *c, const struct act *a, struct id *out)
{
	struct change *ch = change_new(c->mem);
	struct diag d = { 0 };
	const struct put *p = act_ask(c, a, ch, &d) == OK ? change_find(ch, m->e) : NULL;

	if (!p)
		return false;
	*out = p->id;
	return true;
}

static bool find(const struct import *m, struct ctx *c, const struct act *a, struct id *out)
{
	if (!entity_has_key(m->e))
		return by_name(m, c, a, out);
	return by_key(m, a, out) || by_asking(m, c, a, out);
}

/* ---- the same, or not ---- */

/* Everything the row says stands already. Arguments that are no field of the record cannot tell. */
static bool says_the_same(const struct import *m, const struct act *a, const struct record *r)
{
	for (unsigned i = 0; i < m->action->nargs; i++) {
		if (!a->given[i] || str_is(str_c(m->action->args[i].name), "id"))
			continue;
		int f = fields_find(m->e->fields, m->e->nfields, str_c(m->action->args[i].name));
		if (f >= 0 ? !value_eq(a->v[i], r->v[f]) : a->v[i].kind != V_NULL)
			return false;
	}
	return true;
}

bool import_stands(struct import *m, struct ctx *c, const struct act *a)
{
	struct record *r = ARENA_NEW(c->mem, struct record);
	struct id id;

	for (unsigned i = 0; i < a->diag.n; i++) {
		const struct diag_item *item = &a->diag.item[i];
		int at = item->field ? action_arg(m->action, str_c(item->field)) : -1;
		if (at < 0 || a->given[at] || !str_is(str_c(item->code), "required"))
			return false;
	}
	return (entity_has_key(m->e) ? by_key(m, a, &id) : by_name(m, c, a, &id)) &&
		record_get(c->db, c->schema, c->mem, m->e, c->net->id, id, r) && r->born && says_the_same(m, a, r);
}

static struct str shown(struct ctx *c, const struct field *f, const struct value *v)
{
	return f->type == T_REF && v->kind == V_ID ? ref_code(c, f->ref, v->id) : field_show(c->mem, f, v, c->lang);
}

/* Does the put change anything? Figures that stand and would change are faults unless they may. */
static bool put_changes(struct import *m, struct ctx *c, struct import_row *row, const struct put *p)
{
	struct record *r = ARENA_NEW(c->mem, struct record);
	bool changes = false;

	if (!record_get(c->db, c->schema, c->mem, p->entity, c->net->id, p->id, r) || !r->born)
		return true;
	for (unsigned i = 0; i < p->n; i++) {
		const struct field *f = &p->entity->fields[p->set[i].field];
		const struct value *v = &r->v[p->set[i].field];
		if (value_eq(*v, p->set[i].v))
			continue;
		changes = true;
		if (!m->replace && v->kind != V_NULL && !(f->flags & F_DERIVED))
			import_fault(m, row, f->name, tr_fill(c->mem, c->lang,
				N_("Ya está anotado «%s»; para cambiarlo use --replace"), shown(c, f, v)));
	}
	return changes;
}

/* What the action would do, asked without doing it. */
static enum row_fate decide_dry(struct import *m, struct ctx *c, struct import_row *row, struct act *a)
{
	struct change *ch = change_new(c->mem);
	struct diag d = { 0 };
	bool changes = false;
	enum rc rc = act_ask(c, a, ch, &d);

	if (rc != OK && d.n == 1 && str_is(str_c(d.item[0].code), "same"))
		return ROW_SAME;
	if (rc != OK) {
		import_faults(m, row, &d);
		return ROW_BAD;
	}
	for (const struct put *p = ch->puts; p; p = p->next)
		changes |= put_changes(m, c, row, p);
	if (row->fault)
		return ROW_BAD;
	return changes ? ROW_GO : ROW_SAME;
}

/*
 * The same row on the same state is the same act: a second run of the file repeats it. The day it is
 * about, where it has one, keeps the acts of a file near each other in the journal's index.
 */
static struct id act_id(const struct import *m, const struct act *a, const struct id *record, struct str replaced)
{
	const struct str pieces[] = { STR("import"), id_bytes(&m->c->net->id), str_c(m->e->name),
		record ? id_bytes(record) : STR(""), hash_bytes(&a->content), replaced };

	const struct value *day = m->e->day ? said(m, a, &m->e->fields[m->e->day - 1]) : NULL;
	int64_t date_ms = day && day->kind == V_INT && day->i > 0 ? day->i * DAY_MS : 0;
	return id_derive(date_ms, pieces, ARRAY_LEN(pieces));
}

enum row_fate import_judge(struct import *m, struct ctx *c, struct import_row *row, struct act *a,
	bool whole)
{
	struct record *r = ARENA_NEW(c->mem, struct record);
	struct id id;
	bool named = find(m, c, a, &id);
	bool stands = named && record_get(c->db, c->schema, c->mem, m->e, c->net->id, id, r) && r->born;

	if (stands && says_the_same(m, a, r))
		return ROW_SAME;
	struct str replaced = stands ? record_seen(c->mem, r) : STR("");
	a->id = act_id(m, a, named ? &id : NULL, replaced);
	if (m->replace && stands)
		act_seen(a, replaced);
	/* A new record with a known key needs no second look: the gate will have its say. */
	if (named && !stands && !whole)
		return ROW_GO;
	return decide_dry(m, c, row, a);
}
