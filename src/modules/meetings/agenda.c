/*
 * agenda.c - a point of the agenda as data, who may do what with it, and the module's descriptor.
 */
#include "agenda_own.h"

const struct choice point_states[] = {
	{ "open", N_("por tratar"), "abierto|pendiente", NULL },
	{ "treated", N_("tratado"), "visto|hecho", NULL },
	{ "withdrawn", N_("retirado"), "quitado", NULL },
	{ NULL, NULL, NULL, NULL },
};

static const struct field fields[] = {
	[POINT_MEETING] = { "meeting", T_REF, F_KEY | F_REQUIRED | F_FILTER, .label = N_("Reunión"), .ref = "meeting", .privacy = P_NETWORK },
	[POINT_WORDS] = { "words", T_TEXT, F_KEY | F_REQUIRED, .label = N_("Palabras del punto"), .max = 140, .privacy = P_GROUP },
	[POINT_GROUP] = { "group", T_REF, F_DERIVED | F_FILTER, .label = N_("Grupo"), .ref = "group", .privacy = P_NETWORK },
	[POINT_TITLE] = { "title", T_TEXT, 0, .label = N_("Punto"), .max = TITLE_MOST, .privacy = P_GROUP, .aliases = "punto" },
	[POINT_WHY] = { "why", T_TEXT, F_WIDE, .label = N_("Por qué"), .max = 300, .privacy = P_GROUP },
	[POINT_MINUTES] = { "minutes", T_INT, 0, .label = N_("Tiempo"), .unit = N_("minutos"), .min = 1, .max = POINT_MINUTES_MAX,
		.privacy = P_NETWORK, .aliases = "minutos" },
	[POINT_PLACE] = { "place", T_INT, 0, .label = N_("Lugar en la agenda"), .min = 1, .max = 99, .privacy = P_NETWORK },
	[POINT_PERSON] = { "person", T_REF, F_DERIVED, .label = N_("Quién lo propuso"), .ref = "person", .privacy = P_GROUP },
	[POINT_STATE] = { "state", T_ENUM, F_DERIVED | F_FILTER, .label = N_("Cómo está"), .choices = point_states, .privacy = P_NETWORK },
	[POINT_CLOSED_ON] = { "closed_on", T_REF, F_DERIVED, .label = N_("En qué reunión"), .ref = "meeting", .privacy = P_NETWORK },
	/* Its place is one among that meeting's points; on the next it has none yet. */
	[POINT_PLACED_ON] = { "placed_on", T_REF, F_DERIVED, .label = N_("Ordenado para"), .ref = "meeting", .privacy = P_NETWORK },
};

static const struct entity_index indexes[] = { { 2, { POINT_GROUP, POINT_STATE } }, { 1, { POINT_MEETING } } };

const struct entity agenda_point_entity = {
	.name = "agenda_point", .label = N_("Punto de la agenda"), .plural = N_("Puntos de la agenda"),
	.fields = fields, .nfields = POINT__N, .group = AT(POINT_GROUP), .title = AT(POINT_TITLE), .put_action = "agenda.propose",
	.indexes = indexes, .nindexes = ARRAY_LEN(indexes),
};

/* Whoever may call the group together runs its meeting; anybody of the base proposes, for herself. */
#define RUNNERS(what)                       \
	{ "operator", REL_NETWORK, what },      \
	{ "coordinator", REL_GROUP, what },     \
	{ "coordinator", REL_BELOW, what },     \
	{ "coordinator", REL_AREA, what },      \
	{ "working_group", REL_GROUP, what },   \
	{ "facilitator", REL_GROUP, what },     \
	{ "leader", REL_GROUP, what }

static const struct rule rules[] = {
	RUNNERS("agenda.edit"),
	RUNNERS("agenda.order"),
	RUNNERS("agenda.mark"),
	RUNNERS("page:agenda_edit"),
	RUNNERS("page:agenda_order"),
	RUNNERS("page:agenda_mark"),

	{ NULL, REL_SELF, "agenda.propose" },
	{ NULL, REL_SELF, "agenda.name" },
	{ NULL, REL_SELF, "agenda.withdraw" },
	{ NULL, REL_SELF, "page:agenda" },
	{ NULL, REL_SELF, "page:agenda_point" },
	{ NULL, REL_SELF, "page:agenda_name" },
	{ NULL, REL_SELF, "page:agenda_withdraw" },

	{ NULL, REL_ANYONE, NULL },
};

static const struct entity *const entities[] = { &agenda_point_entity, NULL };
static const struct action *const actions[] = { &agenda_propose, &agenda_name, &agenda_withdraw, &agenda_edit, &agenda_order, &agenda_mark, NULL };
static struct query_set *const queries[] = { &agenda_sql, NULL };

const struct module agenda_module = {
	.name = "agenda",
	.entities = entities,
	.actions = actions,
	.rules = rules,
	.queries = queries,
	.pages = agenda_pages,
	.commands = agenda_commands,
	.live = agenda_live,
};
