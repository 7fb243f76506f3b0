/*
 * common.c - the module's descriptor.
 */
#include "common.h"

#include "attachment.h"
#include "common_sql.h"
#include "recording.h"

static const struct entity *const entities[] = { &attachment_entity, &recording_entity, NULL };
static const struct action *const actions[] = { &attachment_add, &attachment_remove, &recording_add, &recording_remove, NULL };
static struct query_set *const queries[] = { &common_sql, NULL };

static const struct page pages[] = {
	{ .path = "/adjuntos", .name = "attachments", .title = N_("Fotos y voz"), .fill = page_attachments,
		.action = "attachment.add",
		.done = attachments_done, .flags = PAGE_KEEP },
	{ .path = "/adjuntos/quitar", .name = "attachment_remove", .title = N_("Quitar una foto, voz u hoja"), .fill = page_attachment_remove,
		.action = "attachment.remove",
		.done = attachment_remove_done },
	{ .path = "/audios", .name = "recordings", .title = N_("Audios"), .fill = page_recordings, .action = "recording.add",
		.then = "/audios" },
	{ .path = "/audios/quitar", .name = "recording_remove", .fill = page_recording_remove, .action = "recording.remove",
		.then = "/audios" },
	{ .path = NULL },
};

static const struct task tasks[] = {
	{ TASK_WORK, "foto", N_("Fotos y voz"), N_("De la olla, de lo que llegó, de una hoja firmada"), "/adjuntos", .what = "page:attachments", .tell = attachments_task, .area = "cocinas" },
	{ TASK_WORK, "oir", N_("Audios"), N_("Las páginas leídas por una persona"), "/audios", .what = "page:recordings", .area = "red" },
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
	.live = attachment_live,
	.aloud = recording_of_page,
};
