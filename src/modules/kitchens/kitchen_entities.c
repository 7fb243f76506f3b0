/*
 * kitchen_entities.c - kitchen and meal as data, and the sums kept of meals and groups.
 */
#include "kitchens_own.h"

const struct choice sittings[] = {
	{ "breakfast", N_("desayuno"), "desayunos|desayunaron|desay|manana|tutamanta", "desayuno" },
	{ "lunch", N_("almuerzo"), "almuerzos|almorzaron|almzo|almzos|almz|almu", "almuerzo" },
	{ "dinner", N_("cena"), "cenas|cenaron|lonche|noche", "cena" },
	{ NULL, NULL, NULL, NULL },
};

const struct choice waters[] = {
	{ "pipe", N_("agua de red"), "red|cano|tuberia", "gota" },
	{ "tank", N_("cisterna"), "camion|tanque", "camion" },
	{ "standpipe", N_("pilón compartido"), "pilon|pileta", "pilon" },
	{ "well", N_("pozo"), NULL, "balde" },
	{ "none", N_("sin agua"), "no tiene", "sinagua" },
	{ NULL, NULL, NULL, NULL },
};

const struct choice stoves[] = {
	{ "gas", N_("gas"), "balon", "cocina" },
	{ "wood", N_("leña"), "lena", "fogata" },
	{ "both", N_("gas y leña"), "ambos", "llama" },
	{ NULL, NULL, NULL, NULL },
};

/* Of what a kitchen has: whether it serves. */
const struct choice conditions[] = {
	{ "good", N_("tiene y sirve"), "si|bueno|buena|1", NULL },
	{ "bad", N_("tiene, pero está malo"), "malo|mala|malogrado|regular", NULL },
	{ "none", N_("no tiene"), "no|0", NULL },
	{ NULL, NULL, NULL, NULL },
};

const struct choice yes_no[] = {
	{ "yes", N_("sí"), "si|1", NULL },
	{ "no", N_("no"), "0", NULL },
	{ NULL, NULL, NULL, NULL },
};

static const struct choice district_sources[] = {
	{ "kitchen", N_("del lugar de la cocina"), NULL, NULL },
	{ "unknown", N_("no se sabe"), NULL, NULL },
	{ NULL, NULL, NULL, NULL },
};

static const struct field kitchen_fields[] = { KITCHEN_FIELDS(KITCHEN_CAPACITY) };

/* A band of latitudes holds the few kitchens near a point. */
static const struct entity_index kitchen_indexes[] = { { 1, { KITCHEN_LATITUDE } } };

const struct entity kitchen_entity = {
	.name = "kitchen", .label = N_("Cocina"), .plural = N_("Cocinas"),
	.fields = kitchen_fields, .nfields = KITCHEN__N,
	.group = AT_SELF, .extends = "group", .put_action = "kitchen.put",
	.indexes = kitchen_indexes, .nindexes = ARRAY_LEN(kitchen_indexes),
};

const struct field meal_fields[] = {
	[MEAL_KITCHEN] = { "kitchen", T_REF, F_KEY | F_REQUIRED | F_FILTER, .label = N_("Cocina"),
		.ref = "kitchen", .privacy = P_PUBLIC, .aliases = "cocina|olla|codigo" },
	[MEAL_DAY] = { "day", T_DATE, F_KEY | F_REQUIRED | F_FILTER | F_SORT | F_PAST, .label = N_("Día"),
		.otherwise = "today", .privacy = P_PUBLIC, .aliases = "dia|fecha" },
	[MEAL_SITTING] = { "sitting", T_ENUM, F_KEY | F_REQUIRED | F_FILTER, .label = N_("Comida"),
		.help = N_("Almuerzo, si no dice otra"), .otherwise = "lunch", .choices = sittings, .privacy = P_PUBLIC,
		.aliases = "comida|turno" },
	[MEAL_DISTRICT] = { "district", T_REF, F_DERIVED | F_FILTER, .label = N_("Distrito"),
		.ref = "place", .privacy = P_PUBLIC },
	[MEAL_DISTRICT_SOURCE] = { "district_source", T_ENUM, F_DERIVED,
		.label = N_("De dónde se sabe el distrito"), .choices = district_sources,
		.privacy = P_NETWORK },
	[MEAL_PLANNED] = { "planned", T_INT, 0, .label = N_("Para cuántas personas cocinan"),
		.unit = N_("raciones"), .min = 0, .max = 5000, .privacy = P_NETWORK,
		.aliases = "planeadas|previstas",
		.words = "planeadas|previstas|cocinamos para|para" },
	[MEAL_SERVED] = { "served", T_INT, 0, .label = N_("Raciones servidas"),
		.help = N_("Todos los platos, también los casos sociales"), .unit = N_("raciones"),
		.min = 0, .max = 5000, .privacy = P_PUBLIC,
		.aliases = "servidas|raciones|raciones servidas",
		.words = "raciones|racion|rac|racs|rcns|platos|plato|platitos|servidas|servimos|menus|almuerzos|desayunos|"
			 "cenas|mikhuna|mikhuy|mikuna|mikuy" },
	[MEAL_FREE] = { "free", T_INT, 0, .label = N_("Casos sociales"),
		.help = N_("Los platos que no se cobraron; ya están contados arriba"),
		.unit = N_("raciones"), .min = 0, .max = 5000, .privacy = P_NETWORK,
		.aliases = "casos sociales|casos_sociales|gratis",
		.words = "casos sociales|caso social|casos|sociales|cs|gratis|gratuitas|gratuitos|libres|sin pagar|no pagaron|no pagan" },
	[MEAL_LEFTOVER] = { "leftover", T_INT, 0, .label = N_("Sobraron"), .unit = N_("raciones"),
		.min = 0, .max = 5000, .privacy = P_NETWORK, .aliases = "sobraron|sobras",
		.words = "sobraron|sobro|sobras|sobrantes|quedaron" },
	[MEAL_COST] = { "cost", T_MONEY, 0, .label = N_("Gasto del día"), .min = 0, .max = 10000000,
		.privacy = P_GROUP, .aliases = "gasto|costo",
		.words = "gasto|gastos|gastamos|costo|soles" },
	[MEAL_REASON] = { "reason", T_TEXT, F_WIDE, .label = N_("Motivo"), .max = 300,
		.privacy = P_GROUP, .aliases = "motivo", .words = "motivo|porque" },
	[MEAL_VOIDED] = { "voided", T_BOOL, F_DERIVED, .label = N_("Anulada"),
		.privacy = P_NETWORK },
};

/* The sitting spares those who look for one sitting the reading of the others' rows. */
static const struct entity_index meal_indexes[] = { { 3, { MEAL_KITCHEN, MEAL_DAY, MEAL_SITTING } } };

const struct entity meal_entity = {
	.name = "meal", .label = N_("Olla del día"), .plural = N_("Ollas del día"),
	.fields = meal_fields, .nfields = MEAL__N,
	.group = AT(MEAL_KITCHEN), .place = AT(MEAL_DISTRICT), .day = AT(MEAL_DAY),
	.voided = AT(MEAL_VOIDED), .put_action = "meal.report", .indexes = meal_indexes,
	.nindexes = ARRAY_LEN(meal_indexes),
};

const struct tally served_day = {
	.name = "served_day", .entity = &meal_entity, .nby = 1, .nvalues = 2,
	.by = { MEAL_DAY }, .values = { MEAL_SERVED, MEAL_FREE },
};

const struct tally served_district_day = {
	.name = "served_district_day", .entity = &meal_entity, .nby = 2, .nvalues = 2,
	.by = { MEAL_DAY, MEAL_DISTRICT }, .values = { MEAL_SERVED, MEAL_FREE },
};

const struct tally served_district = {
	.name = "served_district", .entity = &meal_entity, .nby = 1, .nvalues = 2,
	.by = { MEAL_DISTRICT }, .values = { MEAL_SERVED, MEAL_FREE },
};

/* A kitchen's sum, and the habit of each of its sittings without reading a pot. */
const struct tally served_kitchen = {
	.name = "served_kitchen", .entity = &meal_entity, .nby = 2, .nvalues = 1,
	.by = { MEAL_KITCHEN, MEAL_SITTING }, .values = { MEAL_SERVED },
};

/* Where all pots of a day are of one sitting, pots are kitchens: the count needs no scan. */
const struct tally served_sitting = {
	.name = "served_sitting", .entity = &meal_entity, .nby = 2, .nvalues = 1,
	.by = { MEAL_DAY, MEAL_SITTING }, .values = { MEAL_SERVED },
};
