/*
 * meal_report.c - a pot is told, corrected or taken back.
 */
#include "kitchens_own.h"

/* As in the meal, but for day and sitting, which may be left out. */
static const struct field report_args[] = {
	[REPORT_KITCHEN] = { "kitchen", T_REF, F_REQUIRED, .label = N_("Cocina"), .ref = "kitchen",
		.aliases = "cocina|olla|codigo" },
	[REPORT_DAY] = { "day", T_DATE, 0, .label = N_("Día"), .help = N_("Hoy, si no dice otro"),
		.aliases = "dia|fecha" },
	[REPORT_SITTING] = { "sitting", T_ENUM, 0, .label = N_("Comida"),
		.help = N_("Almuerzo, si no dice otra"), .choices = sittings,
		.aliases = "comida|turno" },
	[REPORT_PLANNED] = { "planned", T_INT, 0, .label = N_("Para cuántas personas cocinan"),
		.min = 0, .max = 5000, .privacy = P_NETWORK, .aliases = "planeadas|previstas",
		.words = "planeadas|previstas|cocinamos para|para" },
	[REPORT_SERVED] = { "served", T_INT, 0, .label = N_("Raciones servidas"),
		.help = N_("Todos los platos, también los casos sociales"), .min = 0, .max = 5000,
		.aliases = "servidas|raciones|raciones servidas",
		.words = "raciones|racion|rac|racs|rcns|platos|plato|platitos|servidas|servimos|menus|almuerzos|desayunos|"
			 "cenas|mikhuna|mikhuy|mikuna|mikuy" },
	[REPORT_FREE] = { "free", T_INT, 0, .label = N_("Casos sociales"),
		.help = N_("Los platos que no se cobraron; ya están contados arriba"), .min = 0,
		.max = 5000, .privacy = P_NETWORK, .aliases = "casos sociales|casos_sociales|gratis",
		.words = "casos sociales|caso social|casos|sociales|cs|gratis|gratuitas|gratuitos|libres|sin pagar|no pagaron|no pagan" },
	[REPORT_LEFTOVER] = { "leftover", T_INT, 0, .label = N_("Sobraron"),
		.min = 0, .max = 5000, .privacy = P_NETWORK, .aliases = "sobraron|sobras",
		.words = "sobraron|sobro|sobras|sobrantes|quedaron" },
	[REPORT_COST] = { "cost", T_MONEY, 0, .label = N_("Gasto del día"), .min = 0,
		.max = 10000000, .privacy = P_GROUP, .aliases = "gasto|costo",
		.words = "gasto|gastos|gastamos|costo|soles" },
	[REPORT_REASON] = { "reason", T_TEXT, F_WIDE, .label = N_("Motivo"), .max = 300,
		.privacy = P_GROUP, .aliases = "motivo", .words = "motivo|porque" },
};

static const struct {
	uint8_t arg, field;
} figures[] = {
	{ REPORT_PLANNED, MEAL_PLANNED }, { REPORT_SERVED, MEAL_SERVED }, { REPORT_FREE, MEAL_FREE },
	{ REPORT_LEFTOVER, MEAL_LEFTOVER }, { REPORT_COST, MEAL_COST },
};

int64_t report_day(const struct ctx *c, const struct act *a)
{
	return act_has(a, REPORT_DAY) ? act_int(a, REPORT_DAY) :
		zone_day(c->net->zone, a->acted_at ? a->acted_at : c->now);
}

struct str report_sitting(const struct act *a)
{
	return act_has(a, REPORT_SITTING) ? act_text(a, REPORT_SITTING) : STR("lunch");
}

struct id meal_id(const struct ctx *c, struct id kitchen, int64_t day, struct str sitting)
{
	struct value key[MEAL__N] = {
		[MEAL_KITCHEN] = value_id(kitchen),
		[MEAL_DAY] = value_int(day),
		[MEAL_SITTING] = value_text(sitting),
	};

	return entity_key_id(&meal_entity, c->net->id, key);
}

bool meal_get(struct ctx *c, struct id id, struct record *out)
{
	return record_get(c->db, c->schema, c->mem, &meal_entity, c->net->id, id, out) && out->born &&
		!(out->v[MEAL_VOIDED].kind == V_INT && out->v[MEAL_VOIDED].i);
}

static enum rc check_some(struct ctx *c, const struct act *a, bool stands)
{
	bool some = false;

	for (unsigned i = 0; i < ARRAY_LEN(figures); i++)
		some |= act_has(a, figures[i].arg) || (stands && a->given[figures[i].arg]);
	if (some)
		return OK;
	return fail(c, "served", "required", N_("Escriba por lo menos cuántas raciones sirvieron"));
}

/* The district is copied into the pot when it is first told, so that sums need no other table. */
static void put_born(struct ctx *c, struct put *p, const struct act *a)
{
	const struct group_info *g = group_of(c, act_ref(a, REPORT_KITCHEN));
	bool known = g && !id_is_zero(g->place);

	put_id(p, MEAL_KITCHEN, act_ref(a, REPORT_KITCHEN));
	put_int(p, MEAL_DAY, report_day(c, a));
	put_text(p, MEAL_SITTING, report_sitting(a));
	if (known)
		put_id(p, MEAL_DISTRICT, g->place);
	put_text(p, MEAL_DISTRICT_SOURCE, known ? STR("kitchen") : STR("unknown"));
}

static enum rc report_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct id id = meal_id(c, act_ref(a, REPORT_KITCHEN), report_day(c, a), report_sitting(a));
	struct record *r = ARENA_NEW(c->mem, struct record);
	bool stands = meal_get(c, id, r), born = r->born;

	if (check_some(c, a, stands) != OK ||
		meal_check_day(c, act_ref(a, REPORT_KITCHEN), report_day(c, a),
			zone_day(c->net->zone, a->acted_at), act_has(a, REPORT_REASON)) != OK ||
		meal_check_figures(c, a, stands ? r : NULL, id) != OK)
		return INVALID;
	struct put *p = change_put(ch, &meal_entity, id, !born);
	put_stood(p, r);
	if (!born)
		put_born(c, p, a);
	else if (!stands)
		put_int(p, MEAL_VOIDED, 0);
	for (unsigned i = 0; i < ARRAY_LEN(figures); i++)
		if (act_has(a, figures[i].arg) ||
			(a->given[figures[i].arg] && stands && r->v[figures[i].field].kind != V_NULL))
			put_set(p, figures[i].field, a->v[figures[i].arg]);
	if (act_has(a, REPORT_REASON))
		put_text(p, MEAL_REASON, act_text(a, REPORT_REASON));
	return OK;
}

static const struct field void_args[] = {
	[VOID_KITCHEN] = { "kitchen", T_REF, F_REQUIRED, .label = N_("Cocina"), .ref = "kitchen" },
	[VOID_DAY] = { "day", T_DATE, F_REQUIRED, .label = N_("Día") },
	[VOID_SITTING] = { "sitting", T_ENUM, 0, .label = N_("Comida"), .choices = sittings },
	[VOID_REASON] = { "reason", T_TEXT, F_REQUIRED | F_WIDE, .label = N_("Motivo"), .max = 300,
		.privacy = P_GROUP },
};

/* Its figures go with it, so that a later report stands on its own; the journal keeps them. */
static enum rc void_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct str sitting = act_has(a, VOID_SITTING) ? act_text(a, VOID_SITTING) : STR("lunch");
	struct id id = meal_id(c, act_ref(a, VOID_KITCHEN), act_int(a, VOID_DAY), sitting);
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
	for (unsigned i = 0; i < ARRAY_LEN(figures); i++)
		if (r->v[figures[i].field].kind != V_NULL)
			put_set(p, figures[i].field, value_null());
	return OK;
}

const struct action meal_report = {
	.name = "meal.report", .label = N_("Guardar"), .args = report_args, .nargs = REPORT__N,
	.flags = ACT_LOW_RISK | ACT_REPORT, .on = AT(REPORT_KITCHEN), .edits = &meal_entity,
	.decide = report_decide, .describe = meal_describe,
};

const struct action meal_void = {
	.name = "meal.void", .label = N_("Anular"), .args = void_args, .nargs = VOID__N,
	.on = AT(VOID_KITCHEN), .edits = &meal_entity, .decide = void_decide,
	.describe = meal_void_describe,
};
