/*
 * minutes.c - paragraphs, secretaries, approvals, amendments and charges as data, who may, and the module's descriptor.
 */
#include "minutes_own.h"

#define OF_MEETING { "meeting", T_REF, F_REQUIRED | F_FILTER, .label = N_("Reunión"), .ref = "meeting", .privacy = P_NETWORK }
#define KEY_MEETING { "meeting", T_REF, F_KEY | F_REQUIRED | F_FILTER, .label = N_("Reunión"), .ref = "meeting", .privacy = P_NETWORK }
#define OF_GROUP { "group", T_REF, F_DERIVED | F_FILTER, .label = N_("Grupo"), .ref = "group", .privacy = P_NETWORK }

enum { TEXT_WHOLE = 900000 };

static const struct field minute_fields[] = {
	[MINUTE_MEETING] = OF_MEETING,
	[MINUTE_GROUP] = OF_GROUP,
	[MINUTE_POINT] = { "point", T_REF, 0, .label = N_("Punto"), .ref = "agenda_point", .privacy = P_NETWORK },
	[MINUTE_PLACE] = { "place", T_INT, F_DERIVED, .label = N_("Lugar en el acta"), .privacy = P_NETWORK },
	[MINUTE_TEXT] = { "text", T_TEXT, F_REQUIRED | F_WIDE, .label = N_("Párrafo"), .max = MINUTE_LETTERS, .privacy = P_GROUP },
	[MINUTE_AUTHOR] = { "author", T_REF, F_DERIVED, .label = N_("Quién lo escribió"), .ref = "person", .privacy = P_GROUP },
	[MINUTE_LATE] = { "came_after", T_BOOL, F_DERIVED, .label = N_("Llegó después"), .privacy = P_NETWORK },
	[MINUTE_VOIDED] = { "voided", T_BOOL, F_DERIVED, .label = N_("Quitado"), .privacy = P_NETWORK },
};
static const struct entity_index by_meeting[] = { { 1, { MINUTE_MEETING } } };
const struct entity minute_entity = {
	.name = "minute", .label = N_("Párrafo del acta"), .plural = N_("Párrafos del acta"), .fields = minute_fields, .nfields = MINUTE__N,
	.group = AT(MINUTE_GROUP), .voided = AT(MINUTE_VOIDED), .put_action = "minutes.write", .indexes = by_meeting,
	.nindexes = ARRAY_LEN(by_meeting),
};

static const struct field secretary_fields[] = {
	[SECRETARY_MEETING] = KEY_MEETING,
	[SECRETARY_PERSON] = { "person", T_REF, F_KEY | F_REQUIRED, .label = N_("Secretaria"), .ref = "person", .privacy = P_GROUP },
	[SECRETARY_GROUP] = OF_GROUP,
	[SECRETARY_VOIDED] = { "voided", T_BOOL, F_DERIVED, .label = N_("Ya no escribe"), .privacy = P_NETWORK },
};
static const struct entity_index secretary_indexes[] = { { 1, { SECRETARY_MEETING } } };
const struct entity minutes_secretary_entity = {
	.name = "minutes_secretary", .label = N_("Secretaria de una reunión"), .plural = N_("Secretarias de reuniones"),
	.fields = secretary_fields, .nfields = SECRETARY__N, .group = AT(SECRETARY_GROUP), .voided = AT(SECRETARY_VOIDED),
	.put_action = "minutes.name", .indexes = secretary_indexes, .nindexes = ARRAY_LEN(secretary_indexes),
};

static const struct field approval_fields[] = {
	[APPROVAL_MEETING] = KEY_MEETING,
	[APPROVAL_GROUP] = OF_GROUP,
	[APPROVAL_PRESIDENT] = { "president", T_REF, F_REQUIRED, .label = N_("Presidenta"), .ref = "person", .privacy = P_GROUP },
	[APPROVAL_SECRETARY] = { "secretary", T_REF, F_REQUIRED, .label = N_("Secretaria"), .ref = "person", .privacy = P_GROUP },
	[APPROVAL_YEAR] = { "year", T_INT, F_DERIVED | F_FILTER, .label = N_("Año"), .privacy = P_NETWORK },
	[APPROVAL_NUMBER] = { "number", T_INT, F_DERIVED, .label = N_("Número de acta"), .privacy = P_NETWORK },
	[APPROVAL_PAGE] = { "page", T_INT, 0, .label = N_("Página del libro"), .min = 1, .max = 2000, .privacy = P_NETWORK },
	[APPROVAL_DAY] = { "day", T_DATE, F_DERIVED, .label = N_("Aprobada el"), .privacy = P_NETWORK },
	[APPROVAL_AUTHOR] = { "author", T_REF, F_DERIVED, .label = N_("Quién anotó"), .ref = "person", .privacy = P_GROUP },
	[APPROVAL_TEXT] = { "text", T_TEXT, F_DERIVED, .label = N_("Texto aprobado"), .max = TEXT_WHOLE, .privacy = P_GROUP },
	[APPROVAL_PRINT] = { "print", T_TEXT, F_DERIVED, .label = N_("Huella del texto"), .max = 64, .privacy = P_NETWORK },
};
static const struct entity_index approval_indexes[] = { { 2, { APPROVAL_GROUP, APPROVAL_YEAR } } };
const struct entity minutes_approval_entity = {
	.name = "minutes_approval", .label = N_("Acta aprobada"), .plural = N_("Actas aprobadas"), .fields = approval_fields,
	.nfields = APPROVAL__N, .group = AT(APPROVAL_GROUP), .put_action = "minutes.approve", .indexes = approval_indexes,
	.nindexes = ARRAY_LEN(approval_indexes),
};

static const struct field amendment_fields[] = {
	[AMENDMENT_MEETING] = OF_MEETING,
	[AMENDMENT_GROUP] = OF_GROUP,
	[AMENDMENT_TEXT] = { "text", T_TEXT, F_REQUIRED | F_WIDE, .label = N_("Enmienda"), .max = MINUTE_LETTERS, .privacy = P_GROUP },
	[AMENDMENT_DAY] = { "day", T_DATE, F_DERIVED, .label = N_("Día"), .privacy = P_NETWORK },
	[AMENDMENT_AUTHOR] = { "author", T_REF, F_DERIVED, .label = N_("Quién la anotó"), .ref = "person", .privacy = P_GROUP },
};
static const struct entity_index amendment_indexes[] = { { 1, { AMENDMENT_MEETING } } };
const struct entity minutes_amendment_entity = {
	.name = "minutes_amendment", .label = N_("Enmienda de un acta"), .plural = N_("Enmiendas de actas"), .fields = amendment_fields,
	.nfields = AMENDMENT__N, .group = AT(AMENDMENT_GROUP), .event = true, .put_action = "minutes.amend", .indexes = amendment_indexes,
	.nindexes = ARRAY_LEN(amendment_indexes),
};

static const struct field charge_fields[] = {
	[CHARGE_AGREEMENT] = { "agreement", T_REF, F_KEY | F_REQUIRED, .label = N_("Acuerdo"), .ref = "agreement", .privacy = P_GROUP },
	[CHARGE_PERSON] = { "person", T_REF, F_KEY | F_REQUIRED, .label = N_("Quién se encarga"), .ref = "person", .privacy = P_GROUP },
	[CHARGE_GROUP] = OF_GROUP,
	[CHARGE_MEETING] = { "meeting", T_REF, F_DERIVED, .label = N_("Reunión"), .ref = "meeting", .privacy = P_NETWORK },
	[CHARGE_AT] = { "at", T_INSTANT, F_DERIVED, .label = N_("Anotado"), .privacy = P_NETWORK },
};
static const struct entity_index charge_indexes[] = { { 1, { CHARGE_PERSON } }, { 1, { CHARGE_AT } } };
const struct entity charge_entity = {
	.name = "charge", .label = N_("Encargo"), .plural = N_("Encargos"), .fields = charge_fields, .nfields = CHARGE__N,
	.group = AT(CHARGE_GROUP), .indexes = charge_indexes, .nindexes = ARRAY_LEN(charge_indexes),
};

/* Whoever may call the group together runs its meeting: names who writes, approves, amends, notes agreements. */
#define RUNNERS(what)                       \
	{ "operator", REL_NETWORK, what },      \
	{ "coordinator", REL_GROUP, what },     \
	{ "coordinator", REL_BELOW, what },     \
	{ "coordinator", REL_AREA, what },      \
	{ "working_group", REL_GROUP, what },   \
	{ "facilitator", REL_GROUP, what },     \
	{ "leader", REL_GROUP, what }

const struct rule minutes_rules[] = {
	RUNNERS("minutes.name"),
	RUNNERS("minutes.approve"),
	RUNNERS("minutes.amend"),
	RUNNERS("minutes.agree"),
	RUNNERS("page:minutes_name"),
	RUNNERS("page:minutes_approve"),
	RUNNERS("page:minutes_amend"),
	RUNNERS("page:minutes_agree"),
	RUNNERS("page:minutes_paper"),

	{ NULL, REL_SELF, "minutes.write" },
	{ NULL, REL_SELF, "minutes.edit" },
	{ NULL, REL_SELF, "minutes.move" },
	{ NULL, REL_SELF, "minutes.remove" },
	{ NULL, REL_SELF, "charge.say" },
	{ NULL, REL_SELF, "page:minutes" },
	{ NULL, REL_SELF, "page:minutes_edit" },
	{ NULL, REL_SELF, "page:minutes_move" },
	{ NULL, REL_SELF, "page:minutes_remove" },
	{ NULL, REL_SELF, "page:minutes_left" },
	{ NULL, REL_SELF, "page:minutes_summary" },
	{ NULL, REL_SELF, "page:minutes_picture" },
	{ NULL, REL_SELF, "page:charges" },
	{ NULL, REL_SELF, "page:charge" },

	{ NULL, REL_ANYONE, NULL },
};

static const struct entity *const entities[] = { &minute_entity, &minutes_secretary_entity, &minutes_approval_entity,
	&minutes_amendment_entity, &charge_entity, NULL };
static const struct action *const actions[] = { &minutes_write, &minutes_edit, &minutes_move, &minutes_remove, &minutes_name,
	&minutes_approve, &minutes_amend, &minutes_agree, &charge_say, NULL };
static struct query_set *const queries[] = { &minutes_sql, NULL };

static const struct task tasks[] = {
	{ TASK_TODAY, "listo", N_("A mi cargo"), N_("Lo que usted aceptó hacer"), "/a-mi-cargo", .what = "page:charges", .tell = charges_task },
	{ TASK_WORK, "listo", N_("A mi cargo"), N_("Lo que usted aceptó hacer"), "/a-mi-cargo", .what = "page:charges", .tell = charges_task },
	{ .icon = NULL },
};

const struct module minutes_module = {
	.name = "minutes",
	.entities = entities,
	.actions = actions,
	.rules = minutes_rules,
	.queries = queries,
	.pages = minutes_pages,
	.area = &(const struct area){ .name = "reuniones" },
	.tasks = tasks,
	.commands = minutes_commands,
	.jobs = minutes_jobs,
	.live = minutes_live,
};
