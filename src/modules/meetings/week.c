/*
 * week.c - a week as data, who may tell and use it, and the module's descriptor.
 */
#include "week_own.h"

#include "week_sql.h"

#define WHY N_("Para elegir una hora de reunión que no choque; solo ella la ve")
#define DAY(called, said) { called, T_TEXT, F_DERIVED, .label = said, .max = 400, .privacy = P_SEALED, .purpose = WHY, .retention_days = 365 }

static const struct field fields[] = {
	[WEEK_PERSON] = { "person", T_REF, F_KEY | F_REQUIRED, .label = N_("Persona"), .ref = "person", .privacy = P_SEALED, .purpose = WHY },
	[WEEK_MON] = DAY("mon", N_("lunes")),
	DAY("tue", N_("martes")),
	DAY("wed", N_("miércoles")),
	DAY("thu", N_("jueves")),
	DAY("fri", N_("viernes")),
	DAY("sat", N_("sábado")),
	DAY("sun", N_("domingo")),
	[WEEK_TOLD] = { "told", T_BOOL, F_DERIVED, .label = N_("Dijo su semana"), .privacy = P_SEALED, .purpose = WHY, .retention_days = 365 },
};

static const struct entity_index indexes[] = { { 1, { WEEK_PERSON } } };

const struct entity week_entity = {
	.name = "week", .label = N_("Semana de una familia"), .plural = N_("Semanas de las familias"), .fields = fields, .nfields = WEEK__N,
	.subject = AT(WEEK_PERSON), .put_action = "week.set", .indexes = indexes, .nindexes = ARRAY_LEN(indexes),
};

struct week week_get(struct ctx *c, struct id person)
{
	const struct value key[WEEK__N] = { [WEEK_PERSON] = value_id(person) };
	struct record *r = ARENA_NEW(c->mem, struct record);
	struct week w = { 0 };

	if (!record_get(c->db, c->schema, c->mem, &week_entity, c->net->id, entity_key_id(&week_entity, c->net->id, key), r) || !r->born)
		return w;
	w.told = r->v[WEEK_TOLD].kind == V_INT && r->v[WEEK_TOLD].i;
	for (unsigned d = 0; d < WEEK_DAYS; d++)
		if (r->v[WEEK_MON + d].kind == V_TEXT)
			week_day_read(r->v[WEEK_MON + d].s, w.why[d]);
	return w;
}

/* ---- who may ---- */

#define CALLERS(what)                       \
	{ "operator", REL_NETWORK, what },      \
	{ "coordinator", REL_GROUP, what },     \
	{ "coordinator", REL_BELOW, what },     \
	{ "coordinator", REL_AREA, what },      \
	{ "working_group", REL_GROUP, what },   \
	{ "facilitator", REL_GROUP, what },     \
	{ "leader", REL_GROUP, what }

static const struct rule rules[] = {
	/* Hers alone: nobody tells or reads another's. */
	{ NULL, REL_SELF, "week.set" },
	{ NULL, REL_SELF, "page:week" },
	/* Counts, for whoever may call people together. */
	CALLERS("page:best_hour"),
	{ NULL, REL_ANYONE, NULL },
};

static const struct task tasks[] = {
	{ TASK_LOOK, "telefono", N_("Mi semana"), N_("A qué horas está ocupado su teléfono"), "/mi-semana", .what = "page:week" },
	{ TASK_LOOK, "dia", N_("La mejor hora"), N_("A qué hora pueden más"), "/mejor-hora", .what = "page:best_hour" },
	{ .icon = NULL },
};

static const struct entity *const entities[] = { &week_entity, NULL };
static const struct action *const actions[] = { &week_set, NULL };
static struct query_set *const queries[] = { &week_sql, NULL };

const struct module week_module = {
	.name = "week",
	.entities = entities,
	.actions = actions,
	.rules = rules,
	.queries = queries,
	.pages = week_pages,
	.area = &(const struct area){ .name = "reuniones" },
	.tasks = tasks,
	.commands = week_commands,
	.live = week_live,
};
