/*
 * plan.c - what will be cooked: said, changed, taken back.
 */
#include "cooking_own.h"

enum { AHEAD_DAYS = 60, BACK_DAYS = 7 };

static const struct field plan_args[] = {
	[PLAN_GROUP] = { "group", T_REF, F_REQUIRED, .label = N_("Cocina"), .ref = "group", .privacy = P_NETWORK, .aliases = "cocina|olla" },
	[PLAN_DAY] = { "day", T_DATE, F_REQUIRED, .label = N_("Día"), .otherwise = "today", .privacy = P_NETWORK, .aliases = "dia|fecha" },
	[PLAN_SITTING] = { "sitting", T_ENUM, F_REQUIRED, .label = N_("Comida"), .otherwise = "lunch", .choices = menu_sittings,
		.privacy = P_NETWORK, .aliases = "comida" },
	[PLAN_DISH] = { "dish", T_TEXT, F_REQUIRED, .label = N_("Qué se cocina"),
		.help = N_("El nombre de una receta, o con sus palabras"), .max = 80, .privacy = P_NETWORK, .aliases = "plato|menu" },
	[PLAN_PLATES] = { "plates", T_INT, 0, .label = N_("Para cuántas personas"), .unit = N_("raciones"), .min = 1, .max = 5000,
		.privacy = P_NETWORK, .aliases = "raciones" },
};

static enum rc check_day(struct ctx *c, const struct act *a, int64_t day)
{
	int64_t acted = zone_day(c->net->zone, a->acted_at);

	if (day < acted - BACK_DAYS)
		return fail(c, "day", "past", N_("Ese día ya pasó"));
	return day > acted + AHEAD_DAYS ? fail(c, "day", "far", N_("Falta demasiado para ese día; revise el año")) : OK;
}

static enum rc plan_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct value key[MENU__N] = { [MENU_GROUP] = a->v[PLAN_GROUP], [MENU_DAY] = a->v[PLAN_DAY], [MENU_SITTING] = a->v[PLAN_SITTING] };

	if (check_day(c, a, act_int(a, PLAN_DAY)) != OK)
		return INVALID;
	struct put *p = put_keyed(c, ch, &menu_entity, key);
	const struct value *voided = &p->stood->v[MENU_VOIDED], *taken = &p->stood->v[MENU_TAKEN];
	bool stands = p->stood->born && !(voided->kind == V_INT && voided->i);
	if (stands && taken->kind == V_INT && taken->i)
		return fail(c, "day", "cooked", N_("Esa olla ya se sirvió y sus ingredientes salieron del almacén"));
	struct id recipe = recipe_named(c, act_ref(a, PLAN_GROUP), act_text(a, PLAN_DISH));
	put_text(p, MENU_DISH, act_text(a, PLAN_DISH));
	if (act_has(a, PLAN_PLATES) || a->given[PLAN_PLATES])
		put_set(p, MENU_PLATES, a->v[PLAN_PLATES]);
	put_set(p, MENU_RECIPE, id_is_zero(recipe) ? value_null() : value_id(recipe));
	if (!p->create)
		put_int(p, MENU_VOIDED, 0);
	return OK;
}

static struct str told(struct ctx *c, const struct told *t, const char *msgid)
{
	const struct put *p = change_find(t->change, &menu_entity);
	struct record *r = ARENA_NEW(c->mem, struct record);

	if (!p || !record_get(c->db, c->schema, c->mem, &menu_entity, c->net->id, p->id, r) || r->v[MENU_DAY].kind != V_INT)
		return t->author;
	const struct str_pair said[] = { { "who", t->author }, { "dish", r->v[MENU_DISH].s },
		{ "day", lang_date(c->mem, c->lang, r->v[MENU_DAY].i) } };
	return tr_named(c->mem, c->lang, msgid, said, ARRAY_LEN(said));
}

static struct str plan_describe(struct ctx *c, const struct told *t)
{
	return told(c, t, N_("{who} anotó para el {day}: {dish}"));
}

const struct action menu_plan = {
	.name = "menu.plan", .label = N_("Guardar el menú"), .args = plan_args, .nargs = PLAN__N, .flags = ACT_LOW_RISK | ACT_REPORT,
	.on = AT(PLAN_GROUP), .edits = &menu_entity, .decide = plan_decide, .describe = plan_describe,
};

static const struct field void_args[] = {
	[PLAN_GROUP] = { "group", T_REF, F_REQUIRED, .label = N_("Cocina"), .ref = "group", .privacy = P_NETWORK },
	[PLAN_DAY] = { "day", T_DATE, F_REQUIRED, .label = N_("Día"), .privacy = P_NETWORK },
	[PLAN_SITTING] = { "sitting", T_ENUM, F_REQUIRED, .label = N_("Comida"), .otherwise = "lunch", .choices = menu_sittings,
		.privacy = P_NETWORK },
};

static enum rc void_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct record *r = ARENA_NEW(c->mem, struct record);

	if (!menu_get(c, act_ref(a, PLAN_GROUP), act_int(a, PLAN_DAY), act_text(a, PLAN_SITTING), r))
		return fail(c, "day", "unknown", N_("Ese día no tiene menú"));
	if (r->v[MENU_TAKEN].kind == V_INT && r->v[MENU_TAKEN].i)
		return fail(c, "day", "cooked", N_("Esa olla ya se sirvió y sus ingredientes salieron del almacén"));
	/* What it said goes with it, so that a later menu stands on its own; the journal keeps it. */
	struct put *p = change_put(ch, &menu_entity, r->id, false);
	put_int(p, MENU_VOIDED, 1);
	for (unsigned f = MENU_DISH; f <= MENU_PLATES; f++)
		if (r->v[f].kind != V_NULL)
			put_set(p, f, value_null());
	return OK;
}

static struct str void_describe(struct ctx *c, const struct told *t)
{
	return told(c, t, N_("{who} quitó el menú del {day}"));
}

const struct action menu_void = {
	.name = "menu.void", .label = N_("Quitar el menú"), .args = void_args, .nargs = PLAN_DISH, .on = AT(PLAN_GROUP),
	.decide = void_decide, .describe = void_describe,
};
