/*
 * recipe.c - a recipe is written, corrected or taken away.
 */
#include "cooking_own.h"

const struct field recipe_put_args[] = {
	[PUT_RECIPE] = { "recipe", T_REF, 0, .label = N_("Receta"), .ref = "recipe", .privacy = P_NETWORK },
	[PUT_GROUP] = { "group", T_REF, F_REQUIRED, .label = N_("De quién es"), .ref = "group", .privacy = P_NETWORK, .aliases = "grupo|cocina" },
	[PUT_NAME] = { "name", T_TEXT, F_REQUIRED, .label = N_("Nombre del plato"), .max = 80, .privacy = P_NETWORK, .aliases = "nombre" },
	[PUT_PLATES] = { "plates", T_INT, F_REQUIRED, .label = N_("Para cuántas raciones está escrita"), .unit = N_("raciones"), .min = 1,
		.max = 5000, .privacy = P_NETWORK, .aliases = "raciones" },
	[PUT_INGREDIENTS] = { "ingredients", T_TEXT, F_REQUIRED | F_WIDE, .label = N_("Qué lleva"),
		.help = N_("Uno en cada línea: 20 kg de arroz"), .max = 1500, .privacy = P_NETWORK, .aliases = "ingredientes" },
	[PUT_STEPS] = { "steps", T_TEXT, F_WIDE, .label = N_("Cómo se hace"), .max = 2000, .privacy = P_NETWORK, .aliases = "pasos" },
	[PUT_REASON] = { "reason", T_TEXT, 0, .label = N_("Motivo, si una cantidad es muy grande"), .max = 200, .privacy = P_NETWORK,
		.aliases = "motivo" },
};

/* What it took before and takes no more is taken out. */
static void drop_others(struct ctx *c, struct change *ch, struct id recipe, const struct food_line *line, unsigned n)
{
	struct menu_food was[RECIPE_FOODS_MAX];
	unsigned before = recipe_foods(c, recipe, was);

	for (unsigned i = 0; i < before; i++) {
		struct value key[ITEM__N] = { [ITEM_RECIPE] = value_id(recipe), [ITEM_FOOD] = value_id(was[i].food) };
		bool still = false;
		for (unsigned k = 0; k < n; k++)
			still |= id_eq(line[k].food, was[i].food);
		if (!still)
			put_int(put_keyed(c, ch, &recipe_item_entity, key), ITEM_VOIDED, 1);
	}
}

static void put_items(struct ctx *c, struct change *ch, struct id recipe, struct id group, const struct food_line *line, unsigned n)
{
	for (unsigned i = 0; i < n; i++) {
		struct value key[ITEM__N] = { [ITEM_RECIPE] = value_id(recipe), [ITEM_FOOD] = value_id(line[i].food) };
		struct put *p = put_keyed(c, ch, &recipe_item_entity, key);
		put_id(p, ITEM_GROUP, group);
		put_set(p, ITEM_AMOUNT, line[i].amount ? value_int(line[i].amount) : value_null());
		put_set(p, ITEM_TYPED, line[i].typed.n ? value_text(line[i].typed) : value_null());
		put_int(p, ITEM_VOIDED, 0);
	}
}

static enum rc put_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct food_line line[RECIPE_FOODS_MAX];
	struct record *stood = ARENA_NEW(c->mem, struct record);
	bool known = act_has(a, PUT_RECIPE);
	unsigned n = 0;

	if (known && (!recipe_get(c, act_ref(a, PUT_RECIPE), stood) || !id_eq(stood->v[RECIPE_GROUP].id, act_ref(a, PUT_GROUP))))
		return fail(c, "recipe", "unknown", N_("Esa receta ya no está, o es de otra cocina"));
	if (food_list_read(c, "ingredients", act_text(a, PUT_INGREDIENTS), act_has(a, PUT_REASON), line, RECIPE_FOODS_MAX, &n) != OK)
		return INVALID;
	if (!n)
		return fail(c, "ingredients", "required", N_("Escriba qué lleva, uno en cada línea: 20 kg de arroz"));
	struct id same = recipe_named(c, act_ref(a, PUT_GROUP), act_text(a, PUT_NAME));
	struct record *other = ARENA_NEW(c->mem, struct record);
	if (!id_is_zero(same) && !(known && id_eq(same, stood->id)) && recipe_get(c, same, other) &&
		id_eq(other->v[RECIPE_GROUP].id, act_ref(a, PUT_GROUP)))
		return fail(c, "name", "taken", N_("Ya hay una receta con ese nombre; ábrala para corregirla, o ponga otro nombre"));
	struct put *p = change_put(ch, &recipe_entity, known ? stood->id : a->id, !known);
	if (known)
		put_stood(p, stood);
	put_id(p, RECIPE_GROUP, act_ref(a, PUT_GROUP));
	put_text(p, RECIPE_NAME, act_text(a, PUT_NAME));
	put_int(p, RECIPE_PLATES, act_int(a, PUT_PLATES));
	if (act_has(a, PUT_STEPS) || known)
		put_set(p, RECIPE_STEPS, a->v[PUT_STEPS]);
	if (known)
		drop_others(c, ch, stood->id, line, n);
	put_items(c, ch, p->id, act_ref(a, PUT_GROUP), line, n);
	return OK;
}

static struct str told(struct ctx *c, const struct told *t, const char *msgid)
{
	const struct put *p = change_find(t->change, &recipe_entity);
	const struct str_pair said[] = { { "who", t->author }, { "name", p ? title_now(c, &recipe_entity, p->id) : STR("") } };

	return tr_named(c->mem, c->lang, msgid, said, ARRAY_LEN(said));
}

static struct str put_describe(struct ctx *c, const struct told *t)
{
	return told(c, t, N_("{who} escribió la receta «{name}»"));
}

const struct action recipe_put = {
	.name = "recipe.put", .label = N_("Guardar la receta"), .args = recipe_put_args, .nargs = PUT__N, .on = AT(PUT_GROUP),
	.edits = &recipe_entity, .decide = put_decide, .describe = put_describe,
};

static const struct field void_args[] = {
	{ "recipe", T_REF, F_REQUIRED, .label = N_("Receta"), .ref = "recipe", .privacy = P_NETWORK },
};

static enum rc void_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct record *r = ARENA_NEW(c->mem, struct record);

	if (!recipe_get(c, act_ref(a, 0), r))
		return fail(c, "recipe", "unknown", N_("Esa receta ya no está"));
	put_int(change_put(ch, &recipe_entity, r->id, false), RECIPE_VOIDED, 1);
	return OK;
}

static struct str void_describe(struct ctx *c, const struct told *t)
{
	return told(c, t, N_("{who} quitó la receta «{name}»"));
}

const struct action recipe_void = {
	.name = "recipe.void", .label = N_("Quitar la receta"), .args = void_args, .nargs = 1, .on = AT(0),
	.decide = void_decide, .describe = void_describe,
};
