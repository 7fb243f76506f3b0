/*
 * garden.c - gardens, what is sown in them, how they are cared for.
 *
 * A garden is of a kitchen, or of a family that the kitchen taught; its name tells it from the others of that kitchen.
 */
#include "gardens_own.h"

#include "measure.h"
#include "people.h"

static const struct choice garden_kinds[] = {
	{ "kitchen", N_("de la cocina"), "olla|comedor|cocina", "olla" },
	{ "family", N_("de una familia"), "familia|casa", "casa" },
	{ "school", N_("de un colegio u otro lugar"), "colegio|escuela", "gente" },
	{ NULL, NULL, NULL, NULL },
};

static const struct choice sowing_states[] = {
	{ "growing", N_("creciendo"), "crece", "planta" },
	{ "harvested", N_("ya se cosechó todo"), "cosechado", "listo" },
	{ "lost", N_("se perdió"), "perdido", "cerrar" },
	{ NULL, NULL, NULL, NULL },
};

static const struct choice cares[] = {
	{ "water", N_("riego"), "regar|regamos", "gota" },
	{ "weed", N_("deshierbo y limpieza"), "deshierbe|limpiar", "planta" },
	{ "feed", N_("abono o compost"), "abonar|compost", "arbol" },
	{ "pest", N_("plagas"), "plaga|bichos|insectos", "mariposa" },
	{ "other", N_("otro cuidado"), "otro", "mas" },
	{ NULL, NULL, NULL, NULL },
};

static const struct field garden_fields[] = {
	[GARDEN_GROUP] = { "group", T_REF, F_KEY | F_REQUIRED | F_FILTER, .label = N_("Cocina"), .ref = "group",
		.privacy = P_NETWORK, .aliases = "cocina|grupo" },
	[GARDEN_NAME] = { "name", T_TEXT, F_KEY | F_REQUIRED, .label = N_("Nombre del huerto"),
		.help = N_("Para reconocerlo, por ejemplo: el de la azotea"), .max = 60, .privacy = P_NETWORK, .aliases = "nombre|huerto" },
	[GARDEN_KIND] = { "kind", T_ENUM, F_FILTER, .label = N_("De quién es"), .choices = garden_kinds, .otherwise = "kitchen",
		.privacy = P_NETWORK, .aliases = "tipo" },
	[GARDEN_BEDS] = { "beds", T_INT, 0, .label = N_("Camas"), .help = N_("Camas, cajones o macetas grandes"), .min = 0, .max = 500,
		.privacy = P_NETWORK, .aliases = "camas", .words = "camas|cama|cajones|macetas" },
	[GARDEN_AREA_M2] = { "area_m2", T_INT, 0, .label = N_("Tamaño"), .unit = N_("metros cuadrados"), .min = 0, .max = 100000,
		.privacy = P_NETWORK, .aliases = "area|metros" },
	[GARDEN_STARTED] = { "started", T_DATE, F_PAST, .label = N_("Desde cuándo"), .privacy = P_NETWORK, .aliases = "desde" },
	[GARDEN_CLOSED] = { "closed", T_DATE, F_PAST, .label = N_("Se dejó de trabajar el"),
		.help = N_("Solo si ya no se trabaja"), .privacy = P_NETWORK, .aliases = "cierre" },
};

static const struct entity_index by_group[] = { { 1, { GARDEN_GROUP } } };

const struct entity garden_entity = {
	.name = "garden", .label = N_("Huerto"), .plural = N_("Huertos"), .fields = garden_fields, .nfields = GARDEN__N,
	.group = AT(GARDEN_GROUP), .title = AT(GARDEN_NAME), .put_action = "garden.tell", .indexes = by_group,
	.nindexes = ARRAY_LEN(by_group),
};

#define OF_GARDEN { "garden", T_REF, F_KEY | F_REQUIRED | F_FILTER, .label = N_("Huerto"), .ref = "garden", .privacy = P_NETWORK, \
	.aliases = "huerto" }
#define ON_DAY(label_) { "day", T_DATE, F_KEY | F_REQUIRED | F_FILTER | F_SORT | F_PAST, .label = label_, .otherwise = "today", \
	.privacy = P_NETWORK, .aliases = "dia|fecha" }
#define IN_GROUP { "group", T_REF, F_DERIVED | F_FILTER, .label = N_("Cocina"), .ref = "group", .privacy = P_NETWORK }

static const struct field sowing_fields[] = {
	[SOWING_GARDEN] = OF_GARDEN,
	[SOWING_DAY] = ON_DAY(N_("Día de la siembra")),
	[SOWING_CROP] = { "crop", T_ENUM, F_KEY | F_REQUIRED | F_FILTER, .label = N_("Cultivo"), .choices = crops, .privacy = P_NETWORK,
		.aliases = "cultivo" },
	[SOWING_GROUP] = IN_GROUP,
	[SOWING_BEDS] = { "beds", T_INT, 0, .label = N_("En cuántas camas"), .min = 0, .max = 500, .privacy = P_NETWORK, .aliases = "camas",
		.words = "camas|cama|cajones|macetas" },
	[SOWING_STATE] = { "state", T_ENUM, F_FILTER, .label = N_("Cómo va"), .choices = sowing_states, .otherwise = "growing",
		.privacy = P_NETWORK, .aliases = "estado" },
	[SOWING_NOTE] = { "note", T_TEXT, 0, .label = N_("Nota"), .max = 200, .privacy = P_GROUP, .aliases = "nota" },
};

static const struct entity_index sowing_indexes[] = { { 2, { SOWING_GROUP, SOWING_DAY } } };

const struct entity sowing_entity = {
	.name = "sowing", .label = N_("Siembra"), .plural = N_("Siembras"), .fields = sowing_fields, .nfields = SOWING__N,
	.group = AT(SOWING_GROUP), .day = AT(SOWING_DAY), .put_action = "sowing.tell", .indexes = sowing_indexes,
	.nindexes = ARRAY_LEN(sowing_indexes),
};

static const struct field care_fields[] = {
	[CARE_GARDEN] = OF_GARDEN,
	[CARE_DAY] = ON_DAY(N_("Día")),
	[CARE_KIND] = { "kind", T_ENUM, F_KEY | F_REQUIRED | F_FILTER, .label = N_("Qué se hizo"), .choices = cares, .privacy = P_NETWORK,
		.aliases = "que" },
	[CARE_GROUP] = IN_GROUP,
	[CARE_NOTE] = { "note", T_TEXT, 0, .label = N_("Nota"), .max = 200, .privacy = P_GROUP, .aliases = "nota" },
};

static const struct entity_index care_indexes[] = { { 2, { CARE_GROUP, CARE_DAY } } };

const struct entity garden_care_entity = {
	.name = "garden_care", .label = N_("Cuidado del huerto"), .plural = N_("Cuidados del huerto"), .fields = care_fields,
	.nfields = CARE__N, .group = AT(CARE_GROUP), .day = AT(CARE_DAY), .put_action = "garden.care", .indexes = care_indexes,
	.nindexes = ARRAY_LEN(care_indexes),
};

/* A garden that is worked no more is not sown; what was sown before may still be told. */
static enum rc garden_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	if (act_has(a, GARDEN_CLOSED) && act_has(a, GARDEN_STARTED) && act_int(a, GARDEN_CLOSED) < act_int(a, GARDEN_STARTED))
		return fail(c, "closed", "order", N_("Se dejó de trabajar antes de empezar: revise las fechas"));
	return record_decide(c, a, ch);
}

static enum rc sowing_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct record *r = ARENA_NEW(c->mem, struct record);

	if (record_get(c->db, c->schema, c->mem, &garden_entity, c->net->id, act_ref(a, SOWING_GARDEN), r) &&
		r->v[GARDEN_CLOSED].kind == V_INT && r->v[GARDEN_CLOSED].i < act_int(a, SOWING_DAY))
		return fail(c, "garden", "closed", N_("Ese huerto ya no se trabajaba ese día; si volvieron a empezar, corrija el huerto"));
	return record_decide(c, a, ch);
}

const struct action garden_tell = {
	.name = "garden.tell", .label = N_("Guardar"), .nargs = GARDEN__N, .args = garden_fields, .flags = ACT_REPORT,
	.on = AT(GARDEN_GROUP), .edits = &garden_entity, .decide = garden_decide, .describe = record_describe,
};

const struct action sowing_tell = {
	.name = "sowing.tell", .label = N_("Anotar la siembra"), .nargs = SOWING__N, .args = sowing_fields,
	.flags = ACT_REPORT | ACT_LOW_RISK, .on = AT(SOWING_GARDEN), .edits = &sowing_entity, .decide = sowing_decide,
	.describe = record_describe,
};

const struct action garden_care_tell = {
	.name = "garden.care", .label = N_("Guardar"), .nargs = CARE__N, .args = care_fields, .flags = ACT_REPORT | ACT_LOW_RISK,
	.on = AT(CARE_GARDEN), .edits = &garden_care_entity, .decide = record_decide, .describe = record_describe,
};

/* ---- reading ---- */

struct str garden_title(struct ctx *c, struct id garden)
{
	struct record *r = ARENA_NEW(c->mem, struct record);

	if (!record_get(c->db, c->schema, c->mem, &garden_entity, c->net->id, garden, r) || r->v[GARDEN_NAME].kind != V_TEXT)
		return STR("");
	struct str name = r->v[GARDEN_NAME].s, of = ref_title(c, "group", r->v[GARDEN_GROUP].id);
	return str_fmt(c->mem, "%.*s, %.*s", (int)name.n, name.p, (int)of.n, of.p);
}

unsigned gardens_of(struct ctx *c, struct id group, struct id *out, unsigned max)
{
	return db_ids(c->db, SQL(Q_GARDENS_OF), ARGS(cell_id(&c->net->id), cell_id(&group), cell_int(max)), out, max);
}

enum rc weight_said(struct ctx *c, const struct act *a, unsigned arg)
{
	enum { LEAST_G = 50 };
	bool typed = str_is(str_c(c->channel), "web") || str_starts(str_c(c->channel), "outbox");

	if (!typed || !act_has(a, arg) || !act_int(a, arg) || act_int(a, arg) >= LEAST_G || measure_said(a->sent[arg]))
		return OK;
	return fail_with(c, a->action->args[arg].name, "unit", N_("¿Son kilos o gramos? Escriba %s kg, o con la g de gramos"),
		str_trim(a->sent[arg]));
}

struct str garden_photos(struct ctx *c, const struct record *r)
{
	return str_fmt(c->mem, "/adjuntos?group=%s&about=%s:%s", str_cstr(c->mem, ref_code(c, "group", scope_of(c, r).group)),
		r->entity->name, str_cstr(c->mem, id_text(c->mem, r->id)));
}
