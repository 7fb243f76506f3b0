/*
 * city_rules.c - who may look at the city: its map and its data anyone, whom to call whoever watches over districts.
 */
#include "city_own.h"

const struct rule city_rules[] = {
	{ "operator", REL_NETWORK, "shape.put" },

	{ NULL, REL_ANYONE, "page:map" },
	{ NULL, REL_ANYONE, "page:map_district" },
	{ NULL, REL_ANYONE, "page:data" },
	{ NULL, REL_ANYONE, "page:data_file" },
	{ NULL, REL_ANYONE, "page:poster" },
	{ NULL, REL_ANYONE, "page:brief" },

	{ "coordinator", REL_AREA, "page:city" },
	{ "working_group", REL_AREA, "page:city" },
	{ "operator", REL_NETWORK, "page:city" },

	{ NULL, REL_ANYONE, NULL },
};
