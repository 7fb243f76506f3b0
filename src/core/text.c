/*
 * text.c - what a message need not say.
 */
#include "text.h"

#include "gate.h"

/* Where she is a member herself, and may do it. */
static bool is_hers(struct ctx *c, const struct act *a, const char *entity, struct id group)
{
	struct id id;

	return ref_resolve(c, entity, id_text(c->mem, group), &id) && allowed(c, a->action->name, scope_of_group(c, id));
}

/* Each once, in order of their codes. */
static void place(struct ctx *c, const char *entity, struct id id, struct id *out, unsigned max, unsigned *n)
{
	struct str code = ref_code(c, entity, id);
	unsigned at = 0;

	for (unsigned i = 0; i < *n; i++)
		if (id_eq(out[i], id))
			return;
	while (at < *n && str_cmp(ref_code(c, entity, out[at]), code) < 0)
		at++;
	if (*n == max)
		return;
	memmove(&out[at + 1], &out[at], ((*n)++ - at) * sizeof(*out));
	out[at] = id;
}

enum rc text_own_group(struct ctx *c, struct act *a, struct id *candidates_out, unsigned max, unsigned *n_out,
	unsigned *arg_out)
{
	unsigned on = a->action->on ? (unsigned)a->action->on - 1 : 0;
	const struct field *f = &a->action->args[on];
	const struct entity *e = a->action->on ? schema_entity(c->schema, str_c(f->ref)) : NULL;

	*n_out = 0;
	*arg_out = on;
	if (!e || e->group != AT_SELF || act_has(a, on))
		return OK;
	for (unsigned i = 0; i < c->who->nmember; i++)
		if (is_hers(c, a, f->ref, c->who->member[i].group))
			place(c, f->ref, c->who->member[i].group, candidates_out, max, n_out);
	if (*n_out > 1)
		return INVALID;
	if (!*n_out)
		return allowed_somewhere(c, a->action->name) ? fail(c, f->name, "ask", N_("Empiece con el código")) :
			fail(c, NULL, "denied", N_("No le corresponde hacer esto; pida ayuda a su coordinadora"));
	a->v[on] = value_id(candidates_out[0]);
	a->given[on] = true;
	return OK;
}
