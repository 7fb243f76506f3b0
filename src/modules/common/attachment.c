/* attachment.c - what an attachment is, and who may bring, see and remove one. */
#include "attachment.h"

const struct choice attachment_kinds[] = {
	{ "photo", N_("Foto"), "fotografia|imagen", NULL },
	{ "voice", N_("Voz"), "audio|nota de voz", NULL },
	{ "sheet", N_("Hoja firmada"), "papel|hoja|planilla|acta", NULL },
	{ 0 },
};

#define WHERE_WHY .privacy = P_PERSONAL, .purpose = N_("Saber dónde se tomó, cuando ella lo pide")

static const struct field attachment_fields[] = {
	[ATTACHMENT_GROUP] = { "group", T_REF, F_REQUIRED | F_FILTER, .label = N_("Grupo"), .ref = "group", .privacy = P_NETWORK },
	[ATTACHMENT_ABOUT] = { "about", T_TEXT, F_FILTER, .label = N_("Junto a"), .max = 80, .privacy = P_NETWORK },
	[ATTACHMENT_KIND] = { "kind", T_ENUM, F_REQUIRED | F_FILTER, .label = N_("Qué es"), .choices = attachment_kinds,
		.privacy = P_NETWORK },
	[ATTACHMENT_FILE] = { "file", T_BLOB, F_REQUIRED, .label = N_("Archivo"), .privacy = P_GROUP },
	[ATTACHMENT_THUMB] = { "thumb", T_BLOB, F_DERIVED, .label = N_("Miniatura"), .privacy = P_GROUP },
	[ATTACHMENT_WIDTH] = { "width", T_INT, F_DERIVED, .label = N_("Ancho"), .unit = N_("puntos"), .privacy = P_GROUP },
	[ATTACHMENT_HEIGHT] = { "height", T_INT, F_DERIVED, .label = N_("Alto"), .unit = N_("puntos"), .privacy = P_GROUP },
	[ATTACHMENT_SECONDS] = { "seconds", T_INT, F_DERIVED, .label = N_("Duración"), .unit = N_("segundos"), .privacy = P_GROUP },
	[ATTACHMENT_CAPTION] = { "caption", T_TEXT, 0, .label = N_("Qué se ve o se oye"), .max = 200, .privacy = P_GROUP },
	[ATTACHMENT_DAY] = { "day", T_DATE, F_DERIVED | F_FILTER | F_SORT, .label = N_("Día"), .privacy = P_NETWORK },
	[ATTACHMENT_AUTHOR] = { "author", T_REF, F_DERIVED, .label = N_("De quién"), .ref = "person", .privacy = P_GROUP },
	[ATTACHMENT_LATITUDE] = { "latitude", T_LAT, 0, .label = N_("Latitud"), WHERE_WHY },
	[ATTACHMENT_LONGITUDE] = { "longitude", T_LON, 0, .label = N_("Longitud"), WHERE_WHY },
	[ATTACHMENT_VOIDED] = { "voided", T_BOOL, F_DERIVED, .label = N_("Quitado"), .privacy = P_NETWORK },
};

/* By group and day for lists, by what it is beside, and by its bytes: who still names them. */
static const struct entity_index attachment_indexes[] = {
	{ 2, { ATTACHMENT_GROUP, ATTACHMENT_DAY } },
	{ 2, { ATTACHMENT_GROUP, ATTACHMENT_ABOUT } },
	{ 1, { ATTACHMENT_FILE } },
	{ 1, { ATTACHMENT_THUMB } },
};

const struct entity attachment_entity = {
	.name = "attachment", .label = N_("Foto, voz u hoja"), .plural = N_("Fotos, voces y hojas"),
	.fields = attachment_fields, .nfields = ATTACHMENT__N,
	.group = AT(ATTACHMENT_GROUP), .subject = AT(ATTACHMENT_AUTHOR), .title = AT(ATTACHMENT_CAPTION),
	.day = AT(ATTACHMENT_DAY), .voided = AT(ATTACHMENT_VOIDED),
	.indexes = attachment_indexes, .nindexes = ARRAY_LEN(attachment_indexes),
};

const struct rule attachment_rules[] = {
	{ "leader", REL_GROUP, "attachment.add" },
	{ "cook", REL_GROUP, "attachment.add" },
	{ "health_worker", REL_GROUP, "attachment.add" },
	{ "facilitator", REL_GROUP, "attachment.add" },
	{ "coordinator", REL_BELOW, "attachment.add" },
	{ "coordinator", REL_AREA, "attachment.add" },
	{ "operator", REL_NETWORK, "attachment.add" },

	{ "operator", REL_NETWORK, "attachment.put" },

	/* Her own, or what she answers for. */
	{ "cook", REL_SELF, "attachment.remove" },
	{ "health_worker", REL_SELF, "attachment.remove" },
	{ "facilitator", REL_SELF, "attachment.remove" },
	{ "leader", REL_GROUP, "attachment.remove" },
	{ "coordinator", REL_BELOW, "attachment.remove" },
	{ "coordinator", REL_AREA, "attachment.remove" },
	{ "operator", REL_NETWORK, "attachment.remove" },

	{ "leader", REL_GROUP, "page:attachments" },
	{ "cook", REL_GROUP, "page:attachments" },
	{ "health_worker", REL_GROUP, "page:attachments" },
	{ "facilitator", REL_GROUP, "page:attachments" },
	{ "coordinator", REL_BELOW, "page:attachments" },
	{ "coordinator", REL_AREA, "page:attachments" },
	{ "operator", REL_NETWORK, "page:attachments" },

	{ "cook", REL_SELF, "page:attachment_remove" },
	{ "health_worker", REL_SELF, "page:attachment_remove" },
	{ "facilitator", REL_SELF, "page:attachment_remove" },
	{ "leader", REL_GROUP, "page:attachment_remove" },
	{ "coordinator", REL_BELOW, "page:attachment_remove" },
	{ "coordinator", REL_AREA, "page:attachment_remove" },
	{ "operator", REL_NETWORK, "page:attachment_remove" },

	/* Pages told by a person's voice (recording.h): hers who answers for the whole network. */
	{ "operator", REL_NETWORK, "recording.add" },
	{ "operator", REL_NETWORK, "recording.remove" },
	{ "operator", REL_NETWORK, "page:recordings" },
	{ "operator", REL_NETWORK, "page:recording_remove" },

	{ NULL, REL_ANYONE, NULL },
};

struct str attachment_about(struct ctx *c, const char *entity, struct id record)
{
	return str_fmt(c->mem, "%s:%s", entity, str_cstr(c->mem, id_text(c->mem, record)));
}

bool attachment_beside(struct ctx *c, struct str about, struct id group, struct record *out)
{
	size_t colon = str_find(about, ':');
	const struct entity *e = schema_entity(c->schema, str_sub(about, 0, colon));
	struct id id;

	return e && colon < about.n && id_parse(str_sub(about, colon + 1, about.n), &id) &&
		record_get(c->db, c->schema, c->mem, e, c->net->id, id, out) && out->born &&
		id_eq(scope_of(c, out).group, group);
}
