/*
 * store.c - the module's descriptor: pages, and what there is to do.
 */
#include "store_own.h"

static const struct action *const actions[] = { &stock_move, &stock_in, &stock_out, &stock_count, &stock_lend, &stock_undo, NULL };

static const struct page pages[] = {
	{ .path = "/almacen", .name = "store", .title = N_("El almacén"), .fill = page_store, .flags = PAGE_PARTS | PAGE_KEEP },
	{ .path = "/almacen/entra", .name = "store_in", .title = N_("Lo que entró"), .fill = page_store_in, .action = "stock.in",
		.done = store_done, .flags = PAGE_PARTS | PAGE_KEEP },
	{ .path = "/almacen/sale", .name = "store_out", .title = N_("Lo que salió"), .fill = page_store_out, .action = "stock.out",
		.done = store_done, .flags = PAGE_PARTS | PAGE_KEEP },
	{ .path = "/almacen/cuenta", .name = "store_count", .title = N_("Contar lo que queda"), .fill = page_store_count,
		.action = "stock.count", .done = store_done, .flags = PAGE_PARTS | PAGE_KEEP },
	{ .path = "/almacen/prestamos", .name = "store_lend", .title = N_("Préstamos entre cocinas"), .fill = page_store_lend,
		.action = "stock.lend", .done = store_done, .flags = PAGE_PARTS | PAGE_KEEP },
	{ .path = "/almacen/ficha", .name = "store_card", .title = N_("Ficha de almacén"), .fill = page_store_card, .flags = PAGE_PARTS },
	{ .path = "/almacen/deshacer", .name = "store_undo", .title = N_("Deshacer lo anotado"), .fill = page_store_undo,
		.action = "stock.undo", .done = store_undone, .flags = PAGE_PARTS },
	{ .path = "/almacen/falta", .name = "store_lack", .title = N_("Lo que nos falta"), .fill = page_store_lack,
		.action = "need.report", .done = store_sent, .flags = PAGE_PARTS },
	{ .path = "/almacen/precios", .name = "store_prices", .title = N_("Precios"), .fill = page_store_prices, .flags = PAGE_PARTS },
	{ .path = NULL },
};

static const struct task tasks[] = {
	{ TASK_NOW, "manzana", N_("Por vencer en el almacén"), NULL, "/almacen", .what = "stock.out", .tell = store_spoils_task },
	{ TASK_TODAY, "cambiar", N_("Otra cocina anotó un préstamo"), NULL, "/almacen/prestamos", .what = "stock.lend", .tell = store_noted_task },
	{ TASK_WORK, "manzana", N_("El almacén"), N_("Lo que hay, y la ficha de cada cosa"), "/almacen", .what = "page:store" },
	{ TASK_WORK, "mas", N_("Lo que entró"), N_("Comprado, donado, recuperado"), "/almacen/entra", .what = "stock.in", .tell = store_in_task },
	{ TASK_WORK, "lista", N_("Contar lo que queda"), N_("Para que el cuaderno diga la verdad"), "/almacen/cuenta", .what = "stock.count", .tell = store_in_task },
	{ TASK_WORK, "cambiar", N_("Préstamos entre cocinas"), N_("Lo que prestamos y lo que debemos"), "/almacen/prestamos", .what = "stock.lend", .tell = store_in_task },
	{ TASK_WORK, "camion", N_("Lo que nos falta"), N_("Para la semana que viene"), "/almacen/falta", .what = "page:store_lack", .tell = store_lack_task },
	{ TASK_LOOK, "barras", N_("Precios del distrito"), N_("Lo que pagaron las cocinas"), "/almacen/precios", .what = "page:store_prices" },
	{ .icon = NULL },
};

const struct module store_module = {
	.name = "store",
	.actions = actions,
	.rules = store_rules,
	.queries = (struct query_set *const[]){ &store_sql, NULL },
	.pages = pages,
	.area = &(const struct area){ "almacen", "manzana", N_("El almacén") },
	.tasks = tasks,
	.remind = store_remind,
	.live = store_live,
	.commands = store_commands,
};
