/*
 * meal_report.c - a pot is told, corrected or taken back.
 */
#include "kitchens_own.h"

#include "pot_store.h"

struct id meal_id(const struct ctx *c, struct id kitchen, int64_t day, struct str sitting)
{
	struct value key[MEAL__N] = {
		[MEAL_KITCHEN] = value_id(kitchen),
		[MEAL_DAY] = value_int(day),
		[MEAL_SITTING] = value_text(sitting),
	};

	return entity_key_id(&meal_entity, c->net->id, key);
}

static bool is_voided(const struct record *r)
{
	return r->v[MEAL_VOIDED].kind == V_INT && r->v[MEAL_VOIDED].i;
}

bool meal_get(struct ctx *c, struct id id, struct record *out)
{
	return record_get(c->db, c->schema, c->mem, &meal_entity, c->net->id, id, out) && out->born &&
		!is_voided(out);
}

static enum rc check_some(struct ctx *c, const struct act *a, bool stands)
{
	bool some = false;

	for (unsigned i = MEAL_PLANNED; i <= MEAL_COST; i++)
		some |= act_has(a, i) || (stands && a->given[i]);
	if (some)
		return OK;
	return fail(c, "served", "required", N_("Escriba por lo menos cuántas raciones sirvieron"));
}

static struct pot_key pot_of(const struct act *a, struct id meal)
{
	return (struct pot_key){ .group = act_ref(a, MEAL_KITCHEN), .meal = meal, .day = act_int(a, MEAL_DAY), .sitting = act_text(a, MEAL_SITTING) };
}

static enum rc report_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	bool alone = !ch->puts; /* else who asks for it says itself what left the store */
	struct put *p = put_keyed(c, ch, &meal_entity, a->v);
	const struct record *r = p->stood;
	bool stands = r->born && !is_voided(r);

	if (check_some(c, a, stands) != OK ||
		meal_check_day(c, act_ref(a, MEAL_KITCHEN), act_int(a, MEAL_DAY),
			zone_day(c->net->zone, a->acted_at), act_has(a, MEAL_REASON)) != OK ||
		meal_check_figures(c, a, stands ? r : NULL, p->id) != OK)
		return INVALID;
	if (p->create)
		put_text(p, MEAL_DISTRICT_SOURCE, put_get(p, MEAL_DISTRICT) ? STR("kitchen") : STR("unknown"));
	else if (!stands)
		put_int(p, MEAL_VOIDED, 0);
	for (unsigned i = MEAL_PLANNED; i <= MEAL_COST; i++)
		if (act_has(a, i) || (a->given[i] && stands && r->v[i].kind != V_NULL))
			put_set(p, i, a->v[i]);
	if (act_has(a, MEAL_REASON))
		put_text(p, MEAL_REASON, act_text(a, MEAL_REASON));
	if (!alone || !act_has(a, MEAL_SERVED) || act_int(a, MEAL_SERVED) <= 0)
		return OK;
	struct pot_key pot = pot_of(a, p->id);
	return pot_take_menu(c, a, ch, &pot, act_int(a, MEAL_SERVED));
}

static const struct field void_args[] = {
	[VOID_KITCHEN] = { "kitchen", T_REF, F_REQUIRED, .label = N_("Cocina"), .ref = "kitchen" },
	[VOID_DAY] = { "day", T_DATE, F_REQUIRED | F_PAST, .label = N_("Día") },
	[VOID_SITTING] = { "sitting", T_ENUM, 0, .label = N_("Comida"), .otherwise = "lunch", .choices = sittings },
	[VOID_REASON] = { "reason", T_TEXT, F_REQUIRED | F_WIDE, .label = N_("Motivo"), .max = 300,
		.privacy = P_GROUP },
};

/* What it took of the store goes back, and its menu may be cooked again. */
static void give_back(struct ctx *c, const struct act *a, struct change *ch, struct id meal)
{
	struct pot_key pot = { act_ref(a, VOID_KITCHEN), meal, act_int(a, VOID_DAY), act_text(a, VOID_SITTING) };

	if (schema_entity(c->schema, STR("stock_move")) &&
		pot_give_back(c, ch, pot.group, pot.day, pot_source(c, meal), act_text(a, VOID_REASON)))
		pot_menu_taken(c, ch, &pot, false);
}

/* Its figures go with it, so that a later report stands on its own; the journal keeps them. */
static enum rc void_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct id id = meal_id(c, act_ref(a, VOID_KITCHEN), act_int(a, VOID_DAY), act_text(a, VOID_SITTING));
	struct record *r = ARENA_NEW(c->mem, struct record);

	if (!meal_get(c, id, r))
		return fail(c, "day", "unknown", N_("Esa olla no está anotada"));
	if (meal_check_day(c, act_ref(a, VOID_KITCHEN), act_int(a, VOID_DAY),
		    zone_day(c->net->zone, a->acted_at), true) != OK)
		return INVALID;
	struct put *p = change_put(ch, &meal_entity, id, false);
	put_stood(p, r);
	put_int(p, MEAL_VOIDED, 1);
	put_text(p, MEAL_REASON, act_text(a, VOID_REASON));
	for (unsigned i = MEAL_PLANNED; i <= MEAL_COST; i++)
		if (r->v[i].kind != V_NULL)
			put_set(p, i, value_null());
	give_back(c, a, ch, id);
	return OK;
}

const struct action meal_report = {
	.name = "meal.report", .label = N_("Guardar"), .args = meal_fields, .nargs = MEAL__N,
	.flags = ACT_LOW_RISK | ACT_REPORT, .on = AT(MEAL_KITCHEN), .edits = &meal_entity,
	.decide = report_decide, .describe = meal_describe,
};

const struct action meal_void = {
	.name = "meal.void", .label = N_("Anular"), .args = void_args, .nargs = VOID__N,
	.on = AT(VOID_KITCHEN), .edits = &meal_entity, .decide = void_decide,
	.describe = meal_void_describe,
};
