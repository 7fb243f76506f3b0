/*
 * roll.c - presences, proxies, guests, the opening and the group's rule as data; who may do what with them.
 */
#include "roll_own.h"

#include "record_put.h"

#define WHY N_("Para saber quién estuvo, contar el quórum y escribir el acta")
#define OF_MEETING { "meeting", T_REF, F_KEY | F_REQUIRED | F_FILTER, .label = N_("Reunión"), .ref = "meeting", .privacy = P_NETWORK }
#define OF_PERSON { "person", T_REF, F_KEY | F_REQUIRED | F_FILTER, .label = N_("Persona"), .ref = "person", .privacy = P_GROUP }
#define OF_GROUP { "group", T_REF, F_DERIVED | F_FILTER, .label = N_("Grupo"), .ref = "group", .privacy = P_NETWORK }
#define HERS(name_, label_) { name_, T_BOOL, F_DERIVED, .label = label_, .privacy = P_PERSONAL, .purpose = WHY, .retention_days = 365 }
#define HOUR(name_, label_) { name_, T_TEXT, F_DERIVED, .label = label_, .max = 5, .privacy = P_PERSONAL, .purpose = WHY, .retention_days = 365 }

const struct choice roll_ways[] = {
	{ "room", N_("en la sala"), "sala|local|presencial", "gente" },
	{ "phone", N_("por teléfono"), "telefono|llamada", "llamar" },
	{ "screen", N_("por videollamada"), "videollamada|pantalla|zoom", "galeria" },
	{ "neighbour", N_("por el teléfono de una vecina"), "vecina", "telefono" },
	{ "note", N_("solo dejó su voz grabada"), "audio|voz", "voz" },
	{ NULL, NULL, NULL, NULL },
};

const struct choice roll_proofs[] = {
	{ "seen", N_("la vimos"), NULL, NULL },
	{ "code", N_("con el código"), NULL, NULL },
	{ "said", N_("lo dijo ella"), NULL, NULL },
	{ "signed", N_("firmó la hoja"), NULL, NULL },
	{ NULL, NULL, NULL, NULL },
};

const struct choice roll_calls[] = {
	{ "first", N_("primera convocatoria"), NULL, NULL },
	{ "second", N_("segunda convocatoria"), NULL, NULL },
	{ NULL, NULL, NULL, NULL },
};

const struct choice roll_leasts[] = {
	{ "any", N_("con las que hayan llegado"), NULL, NULL },
	{ "third", N_("con la tercera parte del padrón"), NULL, NULL },
	{ NULL, NULL, NULL, NULL },
};

static const struct field presence_fields[] = {
	[PRESENCE_MEETING] = OF_MEETING,
	[PRESENCE_PERSON] = OF_PERSON,
	[PRESENCE_GROUP] = OF_GROUP,
	[PRESENCE_HERE] = { "here", T_BOOL, F_DERIVED | F_FILTER, .label = N_("Estuvo"), .privacy = P_GROUP },
	[PRESENCE_ROOM] = HERS("room", N_("En la sala")),
	[PRESENCE_PHONE] = HERS("phone", N_("Por teléfono")),
	[PRESENCE_SCREEN] = HERS("screen", N_("Por videollamada")),
	[PRESENCE_NEIGHBOUR] = HERS("neighbour", N_("Por el teléfono de una vecina")),
	[PRESENCE_NOTE] = HERS("note", N_("Solo dejó su voz grabada")),
	[PRESENCE_SEEN] = HERS("seen", N_("La vimos")),
	[PRESENCE_CODE] = HERS("by_code", N_("Con el código")),
	[PRESENCE_SAID] = HERS("said", N_("Lo dijo ella")),
	[PRESENCE_SIGNED] = HERS("by_sheet", N_("Firmó la hoja")),
	[PRESENCE_ARRIVED] = HOUR("arrived", N_("Llegó a las")),
	[PRESENCE_LEFT] = HOUR("gone", N_("Se fue a las")),
	[PRESENCE_LATE] = HERS("tardy", N_("Llegó tarde")),
	[PRESENCE_GUEST] = { "guest", T_BOOL, F_DERIVED, .label = N_("Invitada"), .privacy = P_GROUP },
	[PRESENCE_TRIES] = { "tries", T_INT, F_DERIVED, .label = N_("Códigos equivocados"), .min = 0, .max = 99, .privacy = P_GROUP },
};

static const struct entity_index by_meeting[] = { { 1, { PRESENCE_MEETING } }, { 1, { PRESENCE_PERSON } } };

const struct entity presence_entity = {
	.name = "presence", .label = N_("Asistencia"), .plural = N_("Asistencias"), .fields = presence_fields, .nfields = PRESENCE__N,
	.group = AT(PRESENCE_GROUP), .subject = AT(PRESENCE_PERSON), .put_action = "roll.mark",
	.indexes = by_meeting, .nindexes = ARRAY_LEN(by_meeting),
};

static const struct field proxy_fields[] = {
	[PROXY_MEETING] = OF_MEETING,
	[PROXY_PERSON] = OF_PERSON,
	[PROXY_GROUP] = OF_GROUP,
	[PROXY_HOLDER] = { "holder", T_REF, F_DERIVED, .label = N_("Quién la representa"), .ref = "person", .privacy = P_PERSONAL, .purpose = WHY,
		.retention_days = 365 },
	[PROXY_PAPER] = { "paper", T_BOOL, F_DERIVED, .label = N_("Con carta firmada"), .privacy = P_GROUP },
};

static const struct entity_index proxy_indexes[] = { { 1, { PROXY_MEETING } }, { 1, { PROXY_PERSON } } };

const struct entity proxy_entity = {
	.name = "proxy", .label = N_("Representación"), .plural = N_("Representaciones"), .fields = proxy_fields, .nfields = PROXY__N,
	.group = AT(PROXY_GROUP), .subject = AT(PROXY_PERSON), .put_action = "roll.proxy_paper",
	.indexes = proxy_indexes, .nindexes = ARRAY_LEN(proxy_indexes),
};

/* Nobody of the network: what is written of her is hers, and can be erased alone. */
static const struct field guest_fields[] = {
	[GUEST_MEETING] = { "meeting", T_REF, F_REQUIRED | F_FILTER, .label = N_("Reunión"), .ref = "meeting", .privacy = P_NETWORK },
	[GUEST_GROUP] = OF_GROUP,
	[GUEST_NAME] = { "name", T_TEXT, F_REQUIRED, .label = N_("Nombre de la invitada"), .max = 80, .privacy = P_PERSONAL, .purpose = WHY,
		.retention_days = 365, .aliases = "nombre" },
	[GUEST_FROM] = { "comes_from", T_TEXT, 0, .label = N_("De dónde viene"), .help = N_("Por ejemplo: posta de salud, otra olla"), .max = 80,
		.privacy = P_PERSONAL, .purpose = WHY, .retention_days = 365 },
};

static const struct entity_index guest_indexes[] = { { 1, { GUEST_MEETING } } };

const struct entity meeting_guest_entity = {
	.name = "meeting_guest", .label = N_("Invitada"), .plural = N_("Invitadas"), .fields = guest_fields, .nfields = GUEST__N,
	.group = AT(GUEST_GROUP), .subject = AT_SELF, .put_action = "roll.guest",
	.indexes = guest_indexes, .nindexes = ARRAY_LEN(guest_indexes),
};

#define FIGURE(name_, label_) { name_, T_INT, F_DERIVED, .label = label_, .min = 0, .max = 1000000, .privacy = P_NETWORK }

static const struct field opening_fields[] = {
	[OPENING_MEETING] = OF_MEETING,
	[OPENING_GROUP] = OF_GROUP,
	[OPENING_CALL] = { "which", T_ENUM, F_DERIVED, .label = N_("Convocatoria"), .choices = roll_calls, .privacy = P_NETWORK },
	[OPENING_AT] = { "at", T_TEXT, F_DERIVED, .label = N_("Hora en que se abrió"), .max = 5, .privacy = P_NETWORK },
	[OPENING_PADRON] = FIGURE("padron", N_("En el padrón")),
	[OPENING_PRESENT] = FIGURE("present", N_("Presentes")),
	[OPENING_REPRESENTED] = FIGURE("represented", N_("Representadas")),
};

static const struct entity_index opening_indexes[] = { { 1, { OPENING_MEETING } } };

const struct entity roll_opening_entity = {
	.name = "roll_opening", .label = N_("Apertura de la reunión"), .plural = N_("Aperturas de reuniones"), .fields = opening_fields,
	.nfields = OPENING__N, .group = AT(OPENING_GROUP), .put_action = "roll.open", .indexes = opening_indexes, .nindexes = ARRAY_LEN(opening_indexes),
};

static const struct field rule_fields[] = {
	[RULE_GROUP] = { "group", T_REF, F_KEY | F_REQUIRED | F_FILTER, .label = N_("Grupo"), .ref = "group", .privacy = P_NETWORK },
	[RULE_PROXIES] = { "proxies", T_INT, F_REQUIRED, .label = N_("A cuántas puede representar una persona"), .min = 0, .max = 20,
		.privacy = P_NETWORK },
	[RULE_SECOND_AFTER] = { "second_after", T_INT, F_REQUIRED, .label = N_("Segunda convocatoria: cuánto después de la hora"),
		.unit = N_("minutos"), .min = 0, .max = 180, .privacy = P_NETWORK },
	[RULE_SECOND_LEAST] = { "second_least", T_ENUM, F_REQUIRED, .label = N_("En la segunda se abre"), .choices = roll_leasts, .privacy = P_NETWORK },
};

const struct entity roll_rule_entity = {
	.name = "roll_rule", .label = N_("Regla de quórum"), .plural = N_("Reglas de quórum"), .fields = rule_fields, .nfields = RULE__N,
	.group = AT(RULE_GROUP), .put_action = "roll.rule",
};

const struct action roll_rule = {
	.name = "roll.rule", .label = N_("Guardar"), .args = rule_fields, .nargs = RULE__N, .on = AT(RULE_GROUP), .edits = &roll_rule_entity,
	.decide = record_decide, .describe = record_describe,
};

/* Whoever may call the group together notes who is there. */
#define RUNNERS(what)                       \
	{ "operator", REL_NETWORK, what },      \
	{ "coordinator", REL_GROUP, what },     \
	{ "coordinator", REL_BELOW, what },     \
	{ "coordinator", REL_AREA, what },      \
	{ "working_group", REL_GROUP, what },   \
	{ "facilitator", REL_GROUP, what },     \
	{ "leader", REL_GROUP, what }

static const struct rule rules[] = {
	RUNNERS("roll.tick"),
	RUNNERS("roll.mark"),
	RUNNERS("roll.undo"),
	RUNNERS("roll.guest"),
	RUNNERS("roll.guest_out"),
	RUNNERS("roll.proxy_paper"),
	RUNNERS("roll.proxy_undo"),
	RUNNERS("roll.open"),
	RUNNERS("roll.rule"),
	RUNNERS("page:roll_room"),
	RUNNERS("page:roll_touch"),
	RUNNERS("page:roll_person"),
	RUNNERS("page:roll_undo"),
	RUNNERS("page:roll_code"),
	RUNNERS("page:roll_sheet"),
	RUNNERS("page:roll_guests"),
	RUNNERS("page:roll_guest_out"),
	RUNNERS("page:roll_proxies"),
	RUNNERS("page:roll_proxy_undo"),
	RUNNERS("page:roll_open"),
	RUNNERS("page:roll_rule"),

	{ NULL, REL_SELF, "roll.here" },
	{ NULL, REL_SELF, "roll.leave" },
	{ NULL, REL_SELF, "roll.proxy" },
	{ NULL, REL_SELF, "roll.proxy_back" },
	{ NULL, REL_SELF, "page:roll" },
	{ NULL, REL_SELF, "page:roll_here" },
	{ NULL, REL_SELF, "page:roll_leave" },
	{ NULL, REL_SELF, "page:roll_proxy" },
	{ NULL, REL_SELF, "page:roll_proxy_back" },

	{ NULL, REL_ANYONE, NULL },
};

static const struct entity *const entities[] = { &presence_entity, &proxy_entity, &meeting_guest_entity, &roll_opening_entity, &roll_rule_entity, NULL };
static const struct action *const actions[] = { &roll_tick, &roll_mark, &roll_undo, &roll_guest, &roll_guest_out, &roll_here, &roll_leave, &roll_proxy,
	&roll_proxy_back, &roll_proxy_paper, &roll_proxy_undo, &roll_open, &roll_rule, NULL };
static struct query_set *const queries[] = { &roll_sql, NULL };

const struct module roll_module = {
	.name = "roll",
	.entities = entities,
	.actions = actions,
	.rules = rules,
	.queries = queries,
	.pages = roll_pages,
	.commands = roll_commands,
	.live = roll_live,
};
