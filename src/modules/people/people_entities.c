/*
 * people_entities.c - person, contact, device, group and membership as data.
 */
#include "people.h"

#include "languages.h"

const struct choice roles[] = {
	{ "operator", N_("operadora"), "operador|administradora", NULL },
	{ "coordinator", N_("coordinadora"), "coordinador|coordinadora de distrito", NULL },
	{ "working_group", N_("mesa de trabajo"), "mesa", NULL },
	{ "leader", N_("lideresa"), "lider|presidenta|dirigenta", NULL },
	{ "cook", N_("cocinera"), "cocinero", NULL },
	{ "health_worker", N_("agente de salud"), "salud|acs|agente comunitaria", NULL },
	{ "facilitator", N_("facilitadora"), "facilitador", NULL },
	{ "volunteer", N_("voluntaria"), "voluntario", NULL },
	{ "member", N_("socia"), "socio", NULL },
	{ NULL, NULL, NULL, NULL },
};

const struct choice group_kinds[] = {
	{ "olla", N_("olla común"), "olla|olla comun", NULL },
	{ "comedor", N_("comedor popular"), "comedor", NULL },
	{ "womens_group", N_("grupo de mujeres"), "mujeres", NULL },
	{ "commission", N_("comisión"), NULL, NULL },
	{ "organisation", N_("organización"), "asociacion|ong", NULL },
	{ "programme", N_("programa"), NULL, NULL },
	{ "working_group", N_("mesa de trabajo"), "mesa", NULL },
	{ "district_board", N_("red distrital"), "red|coordinadora distrital", NULL },
	{ NULL, NULL, NULL, NULL },
};

const struct choice document_kinds[] = {
	{ "none", N_("sin documento"), "ninguno|no tiene", NULL },
	{ "dni", N_("DNI"), NULL, NULL },
	{ "ce", N_("carné de extranjería"), "carne|extranjeria", NULL },
	{ NULL, NULL, NULL, NULL },
};

const struct choice languages[] = {
	{ "es", N_("castellano"), "espanol", NULL },
	LANGUAGE_CHOICES
	{ NULL, NULL, NULL, NULL },
};

const struct choice contact_kinds[] = {
	{ "sms", N_("mensaje de texto"), "celular|texto", NULL },
	{ "whatsapp", N_("WhatsApp"), NULL, NULL },
	{ "landline", N_("teléfono fijo"), "fijo", NULL },
	{ NULL, NULL, NULL, NULL },
};

/* Why the personal fields below are kept; shown beside them and in the data dictionary. */
#define WHY_DOCUMENT N_("Para las actas y planillas que se firman")
#define WHY_PHONE N_("Para reconocer sus mensajes y avisarle de su cocina")

static const struct field person_fields[] = {
	[PERSON_NAME] = { "name", T_TEXT, F_REQUIRED | F_SORT, .label = N_("Nombre"), .max = 120,
		.privacy = P_NETWORK, .aliases = "nombre" },
	[PERSON_SHORT_NAME] = { "short_name", T_CODE, F_UNIQUE, .label = N_("Nombre corto"),
		.max = 24, .privacy = P_NETWORK },
	[PERSON_DOCUMENT_KIND] = { "document_kind", T_ENUM, 0, .label = N_("Documento"),
		.choices = document_kinds, .privacy = P_PERSONAL, .purpose = WHY_DOCUMENT,
		.retention_days = 365 },
	[PERSON_DOCUMENT_NUMBER] = { "document_number", T_CODE, 0,
		.label = N_("Número de documento"), .max = 15, .privacy = P_PERSONAL,
		.purpose = WHY_DOCUMENT, .retention_days = 365 },
	[PERSON_LANGUAGE] = { "language", T_ENUM, 0, .label = N_("Idioma"), .choices = languages,
		.privacy = P_NETWORK },
	[PERSON_SAME_AS] = { "same_as", T_REF, F_DERIVED, .label = N_("Es la misma que"),
		.ref = "person", .privacy = P_NETWORK },
	[PERSON_VOIDED] = { "voided", T_BOOL, F_DERIVED, .label = N_("Anulado"),
		.privacy = P_NETWORK },
};

static const struct entity_index person_indexes[] = { { 1, { PERSON_SHORT_NAME } } };

const struct entity person_entity = {
	.name = "person", .label = N_("Persona"), .plural = N_("Personas"),
	.fields = person_fields, .nfields = PERSON__N,
	.subject = AT_SELF, .code = AT(PERSON_SHORT_NAME), .title = AT(PERSON_NAME),
	.voided = AT(PERSON_VOIDED), .same_as = AT(PERSON_SAME_AS),
	.indexes = person_indexes, .nindexes = ARRAY_LEN(person_indexes),
};

static const struct field contact_fields[] = {
	[CONTACT_PERSON] = { "person", T_REF, F_REQUIRED | F_FILTER, .label = N_("Persona"),
		.ref = "person", .privacy = P_NETWORK },
	[CONTACT_KIND] = { "kind", T_ENUM, 0, .label = N_("Tipo"), .choices = contact_kinds,
		.privacy = P_PERSONAL, .purpose = WHY_PHONE, .retention_days = 90 },
	[CONTACT_PHONE] = { "phone", T_PHONE, F_REQUIRED, .label = N_("Teléfono"),
		.privacy = P_PERSONAL, .purpose = WHY_PHONE, .retention_days = 90,
		.aliases = "telefono|celular" },
	[CONTACT_VOIDED] = { "voided", T_BOOL, F_DERIVED, .label = N_("Anulado"),
		.privacy = P_NETWORK },
};

static const struct entity_index contact_indexes[] = {
	{ 1, { CONTACT_PHONE } },
	{ 1, { CONTACT_PERSON } },
};

const struct entity contact_entity = {
	.name = "contact", .label = N_("Contacto"), .plural = N_("Contactos"),
	.fields = contact_fields, .nfields = CONTACT__N,
	.subject = AT(CONTACT_PERSON), .voided = AT(CONTACT_VOIDED),
	.indexes = contact_indexes, .nindexes = ARRAY_LEN(contact_indexes),
};

static const struct field device_fields[] = {
	[DEVICE_NAME] = { "name", T_TEXT, F_REQUIRED, .label = N_("Aparato"), .max = 60,
		.privacy = P_PERSONAL, .purpose = N_("Para que usted reconozca sus aparatos"),
		.retention_days = 90 },
	[DEVICE_PERSON] = { "person", T_REF, F_REQUIRED | F_FILTER, .label = N_("Persona"),
		.ref = "person", .privacy = P_PERSONAL,
		.purpose = N_("Para saber quién entró por primera vez en el aparato"),
		.retention_days = 90 },
	[DEVICE_REVOKED] = { "revoked", T_BOOL, F_DERIVED, .label = N_("Retirado"),
		.privacy = P_NETWORK },
};

static const struct entity_index device_indexes[] = { { 1, { DEVICE_PERSON } } };

const struct entity device_entity = {
	.name = "device", .label = N_("Aparato"), .plural = N_("Aparatos"),
	.fields = device_fields, .nfields = DEVICE__N,
	.subject = AT(DEVICE_PERSON), .title = AT(DEVICE_NAME),
	.indexes = device_indexes, .nindexes = ARRAY_LEN(device_indexes),
};

static const struct field group_fields[] = {
	[GROUP_NAME] = { "name", T_TEXT, F_REQUIRED | F_SORT, .label = N_("Nombre"), .max = 120,
		.privacy = P_PUBLIC, .aliases = "nombre" },
	[GROUP_KIND] = { "kind", T_ENUM, F_REQUIRED | F_FILTER, .label = N_("Tipo"),
		.choices = group_kinds, .privacy = P_PUBLIC, .aliases = "tipo" },
	[GROUP_CODE] = { "code", T_CODE, F_UNIQUE | F_FILTER | F_SORT, .label = N_("Código"),
		.max = 16, .privacy = P_PUBLIC, .aliases = "codigo" },
	[GROUP_PARENT] = { "parent", T_REF, F_FILTER, .label = N_("Pertenece a"), .ref = "group",
		.privacy = P_PUBLIC },
	[GROUP_PLACE] = { "place", T_REF, F_FILTER, .label = N_("Lugar"), .ref = "place",
		.privacy = P_PUBLIC, .aliases = "lugar|distrito" },
	/* A number, so that the sum of it over kind and place is the count of working groups. */
	[GROUP_ACTIVE] = { "active", T_INT, 0, .label = N_("Funciona"),
		.help = N_("1 si funciona, 0 si cerró"), .min = 0, .max = 1,
		.privacy = P_PUBLIC },
	[GROUP_SAME_AS] = { "same_as", T_REF, F_DERIVED, .label = N_("Es el mismo que"),
		.ref = "group", .privacy = P_NETWORK },
	[GROUP_VOIDED] = { "voided", T_BOOL, F_DERIVED, .label = N_("Anulado"),
		.privacy = P_NETWORK },
};

static const struct entity_index group_indexes[] = {
	{ 1, { GROUP_PARENT } },
	{ 2, { GROUP_PLACE, GROUP_KIND } },
	{ 1, { GROUP_CODE } },
	{ 1, { GROUP_SAME_AS } },
};

const struct entity group_entity = {
	.name = "group", .label = N_("Grupo"), .plural = N_("Grupos"),
	.fields = group_fields, .nfields = GROUP__N,
	.group = AT_SELF, .place = AT(GROUP_PLACE), .code = AT(GROUP_CODE), .title = AT(GROUP_NAME),
	.voided = AT(GROUP_VOIDED), .same_as = AT(GROUP_SAME_AS),
	.indexes = group_indexes, .nindexes = ARRAY_LEN(group_indexes),
};

static const struct field membership_fields[] = {
	[MEMBERSHIP_PERSON] = { "person", T_REF, F_KEY | F_REQUIRED | F_FILTER,
		.label = N_("Persona"), .ref = "person", .privacy = P_NETWORK },
	[MEMBERSHIP_GROUP] = { "group", T_REF, F_KEY | F_REQUIRED | F_FILTER, .label = N_("Grupo"),
		.ref = "group", .privacy = P_NETWORK },
	[MEMBERSHIP_ROLE] = { "role", T_ENUM, F_KEY | F_REQUIRED | F_FILTER, .label = N_("Cargo"),
		.choices = roles, .privacy = P_NETWORK },
	[MEMBERSHIP_SINCE] = { "since", T_DATE, 0, .label = N_("Desde"), .privacy = P_NETWORK },
	[MEMBERSHIP_UNTIL] = { "until", T_DATE, 0, .label = N_("Hasta"),
		.help = N_("El primer día en que ya no tiene el cargo"), .privacy = P_NETWORK },
};

static const struct entity_index membership_indexes[] = {
	{ 1, { MEMBERSHIP_PERSON } },
	{ 1, { MEMBERSHIP_GROUP } },
};

const struct entity membership_entity = {
	.name = "membership", .label = N_("Cargo"), .plural = N_("Cargos"),
	.fields = membership_fields, .nfields = MEMBERSHIP__N,
	.group = AT(MEMBERSHIP_GROUP), .subject = AT(MEMBERSHIP_PERSON),
	.indexes = membership_indexes, .nindexes = ARRAY_LEN(membership_indexes),
};

/* How many groups of each kind work in each place: public pages count kitchens with it. */
const struct tally groups_place = {
	.name = "groups_place", .entity = &group_entity, .nby = 2, .nvalues = 1,
	.by = { GROUP_PLACE, GROUP_KIND }, .values = { GROUP_ACTIVE },
};
