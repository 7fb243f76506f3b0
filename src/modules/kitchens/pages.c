/*
 * pages.c - the pages of this module, and those that are little but a template.
 */
#include "pages.h"
#include "parts.h"
#include "records.h"
#include "register.h"

/* All of it stands in the template. */
static enum rc page_help(struct page_call *p)
{
	(void)p;
	return OK;
}

/* What her leader says afterwards, step by step. */
#define LATER "parent|settlement|block|lot|landmark|latitude|longitude|on_map|days|wash_basin|toilet|store_room|fridge"

enum rc page_new_kitchen(struct page_call *p)
{
	part_intro(p, N_("Después invite a la lideresa: así ella anota su olla desde su teléfono."));
	part_form(p, &(struct part_form){ .action = &kitchen_register, .to = STR("/cocinas/nueva"), .without = p->act ? LATER : LATER "|reason",
		.button = N_("Registrar") });
	return OK;
}

struct str new_kitchen_done(struct ctx *c, const struct act *a, const struct outcome *o)
{
	(void)o;
	return str_fmt(c->mem, "/cocina/%s", str_cstr(c->mem, ref_code(c, "kitchen", a->id)));
}

static const struct records board_shown = { .entity = &board_seat_entity };
static const struct records codes_shown = { .entity = &kitchen_code_entity };

const struct page kitchens_pages[] = {
	{ .path = "/", .name = "public", .title = N_("La ciudad hoy"), .fill = page_public },
	{ .path = "/distrito/{code}", .name = "district", .title = N_("Un distrito"), .fill = page_district },
	{ .path = "/resumen/{code}", .name = "summary", .title = N_("El resumen del día"), .fill = page_summary },
	{ .path = "/cocina/{code}", .name = "kitchen", .title = N_("Una cocina"), .fill = page_kitchen, .flags = PAGE_KEEP },
	{ .path = "/registrar", .name = "register", .title = N_("Cómo registrar una cocina"), .fill = page_register },
	{ .path = "/hoy", .name = "today", .title = N_("La olla"), .fill = page_today, .action = "meal.report",
		.prepare = today_prepare, .done = today_done, .flags = PAGE_KEEP },
	{ .path = "/hoy/quitar", .name = "remove", .title = N_("Quitar lo anotado"), .fill = page_remove, .action = "meal.void",
		.done = remove_done },
	{ .path = "/reportes", .name = "roster", .title = N_("Quién ha avisado"), .fill = page_roster, .flags = PAGE_KEEP },
	{ .path = "/faltas", .name = "needs", .title = N_("Lo que falta"), .fill = page_needs, .action = "need.report",
		.done = needs_done, .flags = PAGE_KEEP },
	{ .path = "/faltas/listo", .name = "need_met", .title = N_("Ya lo conseguimos"), .fill = page_need_met,
		.action = "need.meet", .done = needs_done, .flags = PAGE_PARTS },
	{ .path = "/ayuda", .name = "help", .title = N_("Teléfonos de ayuda"), .fill = page_help },
	{ .path = "/cocinas/nueva", .name = "new_kitchen", .title = N_("Registrar una cocina"), .fill = page_new_kitchen,
		.action = "kitchen.register", .done = new_kitchen_done, .flags = PAGE_PARTS },
	{ .path = "/cocinas/registrar", .name = "join", .title = N_("Registrar mi cocina"), .fill = page_join, .action = "kitchen.join",
		.done = join_done, .flags = PAGE_PARTS | PAGE_KEEP },
	{ .path = "/cocina/{code}/ficha", .name = "kitchen_card", .title = N_("Lo que se sabe de una cocina"), .fill = page_kitchen_card,
		.flags = PAGE_PARTS | PAGE_KEEP },
	{ .path = "/cocina/{code}/datos", .name = "kitchen_data", .title = N_("Completar los datos de la cocina"), .fill = page_kitchen_data,
		.action = "kitchen.edit", .done = kitchen_data_done, .flags = PAGE_PARTS | PAGE_KEEP },
	{ .path = "/cocina/{code}/confirmar", .name = "confirm", .title = N_("Confirmar una cocina vecina"), .fill = page_confirm,
		.action = "kitchen.confirm", .done = confirm_done, .flags = PAGE_PARTS },
	{ .path = "/cocina/{code}/constancia", .name = "certify", .title = N_("Confirmar por la municipalidad"), .fill = page_certify,
		.action = "kitchen.certify", .done = confirm_done, .flags = PAGE_PARTS },
	{ .path = "/cocina/{code}/retirar", .name = "unconfirm", .title = N_("Retirar una confirmación"), .fill = page_unconfirm,
		.action = "kitchen.unconfirm", .done = confirm_done, .flags = PAGE_PARTS },
	{ .path = "/cocinas/vecinas", .name = "neighbours", .title = N_("Cocinas vecinas por confirmar"), .fill = page_neighbours,
		.flags = PAGE_PARTS | PAGE_KEEP },
	{ .path = "/cocinas/directiva", .name = "board", .title = N_("La directiva"), .action = "board_seat.put", .records = &board_shown },
	{ .path = "/cocinas/codigos", .name = "codes", .title = N_("Códigos en otros registros"), .action = "kitchen_code.put",
		.records = &codes_shown },
	{ .path = "/cocinas/dobles", .name = "doubles", .title = N_("Cocinas que parecen la misma"), .fill = page_doubles, .flags = PAGE_PARTS },
	{ .path = "/cocinas/unir", .name = "merge", .title = N_("Unir dos cocinas"), .fill = page_merge, .action = "kitchen.merge",
		.then = "/cocinas/dobles", .flags = PAGE_PARTS },
	{ .path = "/cocinas/separar", .name = "part", .title = N_("Separar dos cocinas"), .fill = page_part, .action = "kitchen.part",
		.then = "/cocinas/dobles", .flags = PAGE_PARTS },
	{ .path = "/cocinas/no-contar", .name = "double_void", .title = N_("No contar una olla"), .fill = page_double_void,
		.action = "double.void", .then = "/cocinas/dobles", .flags = PAGE_PARTS },
	{ .path = "/cocinas/contar", .name = "double_keep", .title = N_("Volver a contar una olla"), .fill = page_double_keep,
		.action = "double.keep", .then = "/cocinas/dobles", .flags = PAGE_PARTS },
	{ .path = NULL },
};
