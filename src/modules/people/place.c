/*
 * place.c - the network itself and the places it works in, as data.
 */
#include "people.h"

const struct choice place_levels[] = {
	{ "country", N_("país"), NULL, NULL },
	{ "department", N_("departamento"), "region", NULL },
	{ "province", N_("provincia"), NULL, NULL },
	{ "district", N_("distrito"), NULL, NULL },
	{ NULL, NULL, NULL, NULL },
};

static const struct field network_fields[] = {
	[NETWORK_NAME] = { "name", T_TEXT, F_REQUIRED, .label = N_("Nombre de la red"), .max = 120,
		.privacy = P_PUBLIC },
	[NETWORK_COUNTRY] = { "country", T_CODE, F_REQUIRED, .label = N_("País"),
		.help = N_("Dos letras, por ejemplo PE"), .max = 2, .privacy = P_PUBLIC },
	[NETWORK_ZONE] = { "zone", T_TEXT, F_REQUIRED, .label = N_("Zona horaria"),
		.help = N_("Por ejemplo America/Lima"), .max = 64, .privacy = P_PUBLIC },
	[NETWORK_CURRENCY] = { "currency", T_CODE, F_REQUIRED, .label = N_("Moneda"),
		.help = N_("Tres letras, por ejemplo PEN"), .max = 3, .privacy = P_PUBLIC },
	[NETWORK_DEMO] = { "demo", T_BOOL, F_DERIVED, .label = N_("Red de muestra"),
		.privacy = P_PUBLIC },
};

const struct entity network_entity = {
	.name = "network", .label = N_("Red"), .plural = N_("Redes"),
	.fields = network_fields, .nfields = NETWORK__N, .title = AT(NETWORK_NAME),
	.put_action = "network.put",
};

static const struct field place_fields[] = {
	[PLACE_CODE] = { "code", T_CODE, F_KEY | F_REQUIRED | F_UNIQUE | F_FILTER | F_SORT,
		.label = N_("Código"), .help = N_("El ubigeo del INEI: dos, cuatro o seis cifras"),
		.max = 12, .privacy = P_PUBLIC },
	[PLACE_LEVEL] = { "level", T_ENUM, F_REQUIRED | F_FILTER, .label = N_("Nivel"),
		.choices = place_levels, .privacy = P_PUBLIC },
	[PLACE_PARENT] = { "parent", T_REF, F_FILTER, .label = N_("Está en"), .ref = "place",
		.privacy = P_PUBLIC },
	[PLACE_NAME] = { "name", T_TEXT, F_REQUIRED | F_SORT, .label = N_("Nombre"), .max = 80,
		.privacy = P_PUBLIC, .aliases = "nombre" },
	[PLACE_INEI] = { "inei", T_CODE, F_FILTER, .label = N_("Código INEI"), .max = 6,
		.privacy = P_PUBLIC, .aliases = "ubigeo|ubigeo_inei" },
	[PLACE_RENIEC] = { "reniec", T_CODE, F_FILTER, .label = N_("Código RENIEC"), .max = 6,
		.privacy = P_PUBLIC, .aliases = "ubigeo_reniec" },
	[PLACE_LATITUDE] = { "latitude", T_LAT, 0, .label = N_("Latitud"), .privacy = P_PUBLIC,
		.aliases = "lat|latitud" },
	[PLACE_LONGITUDE] = { "longitude", T_LON, 0, .label = N_("Longitud"), .privacy = P_PUBLIC,
		.aliases = "lon|lng|longitud" },
};

static const struct entity_index place_indexes[] = { { 1, { PLACE_PARENT } }, { 1, { PLACE_CODE } } };

const struct entity place_entity = {
	.name = "place", .label = N_("Lugar"), .plural = N_("Lugares"),
	.fields = place_fields, .nfields = PLACE__N,
	.place = AT_SELF, .code = AT(PLACE_CODE), .title = AT(PLACE_NAME),
	.put_action = "place.put", .indexes = place_indexes,
	.nindexes = ARRAY_LEN(place_indexes),
};
