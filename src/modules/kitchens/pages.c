/*
 * pages.c - the pages of this module, and those that are little but a template.
 */
#include "pages.h"
#include "parts.h"

/* All of it stands in the template. */
static enum rc page_help(struct page_call *p)
{
	(void)p;
	return OK;
}

enum rc page_new_kitchen(struct page_call *p)
{
	part_intro(p, N_("Después invite a la lideresa: así ella anota su olla desde su teléfono."));
	part_form(p, &(struct part_form){ .action = &kitchen_register, .to = STR("/cocinas/nueva"), .without = "parent",
		.button = N_("Registrar") });
	return OK;
}

struct str new_kitchen_done(struct ctx *c, const struct act *a, const struct outcome *o)
{
	(void)o;
	return str_fmt(c->mem, "/cocina/%s", str_cstr(c->mem, ref_code(c, "kitchen", a->id)));
}

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
	{ .path = NULL },
};
