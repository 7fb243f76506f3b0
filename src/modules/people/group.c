/*
 * group.c - a new group in the tree.
 */
#include "people_own.h"

enum { ARG_NAME, ARG_KIND, ARG_CODE, ARG_PARENT, ARG_PLACE, ARG__N };

static const struct field args[] = {
	[ARG_NAME] = { "name", T_TEXT, F_REQUIRED, .label = N_("Nombre"), .max = 120,
		.aliases = "nombre" },
	[ARG_KIND] = { "kind", T_ENUM, F_REQUIRED, .label = N_("Tipo"), .choices = group_kinds,
		.aliases = "tipo" },
	[ARG_CODE] = { "code", T_CODE, 0, .label = N_("Código"), .max = 16, .aliases = "codigo" },
	[ARG_PARENT] = { "parent", T_REF, F_REQUIRED, .label = N_("Pertenece a"), .ref = "group" },
	[ARG_PLACE] = { "place", T_REF, 0, .label = N_("Lugar"), .ref = "place",
		.aliases = "lugar|distrito" },
};

enum rc code_free(struct ctx *c, struct str code)
{
	struct id other;

	if (!ref_resolve(c, "group", code, &other))
		return OK;
	return fail_with(c, "code", "taken", N_("El código «%s» ya es de otro grupo"), code);
}

/* The group has the act's own id. Kitchens are registered with kitchen.register instead. */
static enum rc decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct str kind = act_text(a, ARG_KIND);

	if (str_is(kind, "olla") || str_is(kind, "comedor"))
		return fail(c, "kind", "kitchen",
			N_("Una olla o un comedor se registra como cocina, para poder anotar sus raciones"));
	if (act_has(a, ARG_CODE) && code_free(c, act_text(a, ARG_CODE)) != OK)
		return INVALID;
	struct put *p = change_put(ch, &group_entity, a->id, true);
	put_text(p, GROUP_NAME, act_text(a, ARG_NAME));
	put_text(p, GROUP_KIND, kind);
	if (act_has(a, ARG_CODE))
		put_text(p, GROUP_CODE, act_text(a, ARG_CODE));
	put_id(p, GROUP_PARENT, act_ref(a, ARG_PARENT));
	if (act_has(a, ARG_PLACE))
		put_id(p, GROUP_PLACE, act_ref(a, ARG_PLACE));
	put_int(p, GROUP_ACTIVE, 1);
	return OK;
}

static struct str describe(struct ctx *c, const struct told *t)
{
	const struct put *p = change_find(t->change, &group_entity);
	const struct value *name = p ? put_get(p, GROUP_NAME) : NULL;
	const struct str_pair pairs[] = { { "who", t->author },
		{ "name", name ? name->s : STR("") } };

	return tr_named(c->mem, c->lang, N_("{who} creó el grupo {name}"), pairs, ARRAY_LEN(pairs));
}

const struct action group_create = {
	.name = "group.create", .label = N_("Crear grupo"), .args = args, .nargs = ARG__N,
	.on = AT(ARG_PARENT), .decide = decide, .describe = describe,
};
