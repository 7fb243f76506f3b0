/*
 * city.c - the module's descriptor.
 */
#include "open_data.h"

static const struct page pages[] = {
	{ .path = "/mapa", .name = "map", .title = N_("El mapa de la ciudad"), .fill = page_map, .flags = PAGE_PARTS },
	{ .path = "/mapa/{code}", .name = "map_district", .title = N_("El mapa de un distrito"), .fill = page_map_district, .flags = PAGE_PARTS },
	{ .path = "/datos", .name = "data", .title = N_("Datos abiertos"), .fill = page_data, .flags = PAGE_PARTS },
	{ .path = "/datos/{file}", .name = "data_file", .title = N_("Un archivo de datos"), .fill = page_data_file, .flags = PAGE_PARTS },
	{ .path = "/afiche/{file}", .name = "poster", .title = N_("El afiche del día"), .fill = page_poster, .flags = PAGE_PARTS },
	{ .path = "/informe/{file}", .name = "brief", .title = N_("El informe del día"), .fill = page_brief, .flags = PAGE_PARTS },
	{ .path = "/ciudad", .name = "city", .title = N_("La ciudad hoy"), .fill = page_city },
	{ .path = NULL },
};

static const struct task tasks[] = {
	{ TASK_LOOK, "barras", N_("La ciudad hoy"), N_("Quién avisó, qué falta, a quién llamar"), "/ciudad", .what = "page:city" },
	{ TASK_LOOK, "mapa", N_("El mapa de la ciudad"), N_("Distritos y cocinas"), "/mapa", .what = NULL },
	{ .icon = NULL },
};

const struct module city_module = {
	.name = "city",
	.entities = (const struct entity *const[]){ &shape_entity, NULL },
	.actions = (const struct action *const[]){ &shape_put, NULL },
	.rules = city_rules,
	.queries = (struct query_set *const[]){ &city_sql, NULL },
	.pages = pages,
	.area = &(const struct area){ .name = "cocinas" },
	.tasks = tasks,
};
