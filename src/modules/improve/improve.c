/*
 * improve.c - what a kitchen has to get better, as data, who may, and the module's descriptor.
 *
 * A wash-basin, a toilet, a stove, a training: it is needed, under way, or there. Who helps with what by when are
 * agreements (common/agreement.h) whose source it is; photos before and after stand beside it (common/attachment.h).
 */
#include "improve_own.h"

#include "improve_sql.h"
#include "people.h"

const struct choice improvement_kinds[] = {
	{ "washbasin", N_("lavadero o lavamanos"), "lavadero|lavamanos|cano", "gota" },
	{ "toilet", N_("baño"), "bano|letrina|silo", "casa" },
	{ "stove", N_("cocina o fogón"), "cocina|fogon|estufa", "cocina" },
	{ "water", N_("agua y tanque"), "agua|tanque", "balde" },
	{ "roof", N_("techo, piso o paredes"), "techo|piso|pared|local", "cerro" },
	{ "storage", N_("almacén o refrigeradora"), "almacen|refrigeradora|andamio", "manzana" },
	{ "training", N_("capacitación"), "taller|curso", "gente" },
	{ "other", N_("otra cosa"), "otro|otra", "mas" },
	{ NULL, NULL, NULL, NULL },
};

const struct choice improvement_states[] = {
	{ "needed", N_("falta"), "necesita", "aviso" },
	{ "going", N_("en camino"), "en proceso|en obra", "camion" },
	{ "done", N_("ya está"), "listo|hecho", "listo" },
	{ NULL, NULL, NULL, NULL },
};

static const struct field fields[] = {
	[IMPROVEMENT_GROUP] = { "group", T_REF, F_KEY | F_REQUIRED | F_FILTER, .label = N_("Cocina"), .ref = "group", .privacy = P_NETWORK,
		.aliases = "cocina|grupo" },
	[IMPROVEMENT_KIND] = { "kind", T_ENUM, F_KEY | F_REQUIRED | F_FILTER, .label = N_("Qué se necesita"), .choices = improvement_kinds,
		.privacy = P_NETWORK, .aliases = "tipo" },
	[IMPROVEMENT_WHAT] = { "what", T_TEXT, F_KEY | F_REQUIRED, .label = N_("En pocas palabras"),
		.help = N_("Por ejemplo: un lavadero junto a la puerta"), .max = 80, .privacy = P_NETWORK, .aliases = "que" },
	[IMPROVEMENT_SINCE] = { "since", T_DATE, F_FILTER | F_SORT | F_PAST, .label = N_("Desde cuándo hace falta"), .privacy = P_NETWORK,
		.aliases = "desde" },
	[IMPROVEMENT_STATE] = { "state", T_ENUM, F_FILTER, .label = N_("Cómo va"), .choices = improvement_states, .otherwise = "needed",
		.privacy = P_NETWORK, .aliases = "estado" },
	[IMPROVEMENT_DONE] = { "done", T_DATE, F_PAST, .label = N_("Quedó lista el"), .privacy = P_NETWORK, .aliases = "fin" },
	[IMPROVEMENT_NOTE] = { "note", T_TEXT, F_WIDE, .label = N_("Nota"), .max = 300, .privacy = P_GROUP, .aliases = "nota" },
};

static const struct entity_index indexes[] = { { 1, { IMPROVEMENT_GROUP } } };

const struct entity improvement_entity = {
	.name = "improvement", .label = N_("Mejora"), .plural = N_("Mejoras"), .fields = fields, .nfields = IMPROVEMENT__N,
	.group = AT(IMPROVEMENT_GROUP), .title = AT(IMPROVEMENT_WHAT), .put_action = "improvement.tell", .indexes = indexes,
	.nindexes = ARRAY_LEN(indexes),
};

/* What is there has the day since when. */
static enum rc tell_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	bool done = act_has(a, IMPROVEMENT_STATE) && str_is(act_text(a, IMPROVEMENT_STATE), "done");

	if (act_has(a, IMPROVEMENT_DONE) && act_has(a, IMPROVEMENT_SINCE) && act_int(a, IMPROVEMENT_DONE) < act_int(a, IMPROVEMENT_SINCE))
		return fail(c, "done", "order", N_("Quedó lista antes de hacer falta: revise las fechas"));
	if (act_has(a, IMPROVEMENT_DONE) && !done)
		return fail(c, "state", "order", N_("Si ya quedó lista, elija «ya está»"));
	if (done && !act_has(a, IMPROVEMENT_DONE))
		return fail(c, "done", "required", N_("Escriba qué día quedó lista"));
	return record_decide(c, a, ch);
}

static struct str tell_describe(struct ctx *c, const struct told *t)
{
	const struct put *p = change_find(t->change, &improvement_entity);
	const struct value *state = p ? put_get(p, IMPROVEMENT_STATE) : NULL;
	struct record *r = ARENA_NEW(c->mem, struct record);

	if (!state || state->kind != V_TEXT ||
		!record_get(c->db, c->schema, c->mem, &improvement_entity, c->net->id, p->id, r) || r->v[IMPROVEMENT_WHAT].kind != V_TEXT)
		return record_describe(c, t);
	const struct str_pair pairs[] = { { "who", t->author }, { "what", r->v[IMPROVEMENT_WHAT].s },
		{ "state", choice_label(c, improvement_states, state->s) } };
	return tr_named(c->mem, c->lang, N_("{who} anotó de «{what}»: {state}"), pairs, ARRAY_LEN(pairs));
}

const struct action improvement_tell = {
	.name = "improvement.tell", .label = N_("Guardar"), .nargs = IMPROVEMENT__N, .args = fields, .flags = ACT_REPORT,
	.on = AT(IMPROVEMENT_GROUP), .edits = &improvement_entity, .decide = tell_decide, .describe = tell_describe,
};

#define WORKERS(what)                          \
	{ "leader", REL_GROUP, what },         \
	{ "cook", REL_GROUP, what },           \
	{ "health_worker", REL_GROUP, what },  \
	{ "facilitator", REL_GROUP, what },    \
	{ "coordinator", REL_AREA, what },     \
	{ "coordinator", REL_BELOW, what },    \
	{ "operator", REL_NETWORK, what }

static const struct rule rules[] = {
	WORKERS("improvement.tell"),
	WORKERS("page:improvements"),
	WORKERS("page:improvement"),
	{ "working_group", REL_AREA, "page:improvements" },
	{ "working_group", REL_AREA, "page:improvement" },
	{ NULL, REL_ANYONE, NULL },
};

static const struct sample_row samples[] = {
	{ 16, "SJM-001", "improvement.tell", "group=SJM-001|kind=washbasin|what=Un lavadero con caño junto a la puerta|since=$day-40", "lavadero" },
	{ 15, "distrito", "agreement.add", "group=SJM-001|what=Traer arena y cemento|who=Municipalidad|by=$day+25|source=improvement:@lavadero", NULL },
	{ 15, "SJM-001", "agreement.add", "group=SJM-001|what=Poner la mano de obra un domingo|who=Las socias|by=$day+30|source=improvement:@lavadero",
		NULL },
	{ 15, "SJM-002", "improvement.tell", "group=SJM-002|kind=stove|what=Cambiar las hornillas de gas|since=$day-20", NULL },
	{ 9, "distrito", "improvement.tell", "group=SJM-001|kind=training|what=Taller de manipulación de alimentos|since=$day-9", NULL },
	{ 4, "SJM-001", "improvement.tell", "group=SJM-001|kind=roof|what=Techo del almacén|since=$day-60|state=done|done=$day-2", NULL },
	{ .action = NULL },
};

const struct module improve_module = {
	.name = "improve",
	.entities = (const struct entity *const[]){ &improvement_entity, NULL },
	.actions = (const struct action *const[]){ &improvement_tell, NULL },
	.rules = rules,
	.queries = (struct query_set *const[]){ &improve_sql, NULL },
	.pages = improve_pages,
	.area = &(const struct area){ .name = "papeles" },
	.tasks = improve_tasks,
	.samples = samples,
};
