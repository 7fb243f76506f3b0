/*
 * common.c - the module's descriptor.
 */
#include "common.h"

#include "attachment.h"
#include "common_sql.h"

static const struct entity *const entities[] = { &attachment_entity, NULL };
static const struct action *const actions[] = { &attachment_add, &attachment_remove, NULL };
static struct query_set *const queries[] = { &common_sql, NULL };

static const struct page pages[] = {
	{ .path = "/adjuntos", .name = "attachments", .fill = page_attachments, .action = "attachment.add",
		.done = attachments_done, .flags = PAGE_KEEP },
	{ .path = "/adjuntos/quitar", .name = "attachment_remove", .fill = page_attachment_remove, .action = "attachment.remove",
		.done = attachment_remove_done },
	{ .path = NULL },
};

static const struct task tasks[] = {
	{ TASK_WORK, "foto", N_("Fotos y voz"), N_("De la olla, de lo que llegó, de una hoja firmada"), "/adjuntos", "page:attachments",
		attachments_task },
	{ .icon = NULL },
};

const struct module common_module = {
	.name = "common",
	.entities = entities,
	.actions = actions,
	.rules = attachment_rules,
	.queries = queries,
	.pages = pages,
	.tasks = tasks,
};
