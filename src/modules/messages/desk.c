/*
 * desk.c - the desk's descriptor.
 */
#include "desk_own.h"

static const struct entity *const entities[] = { &phrase_entity, &care_entity, NULL };
static const struct action *const actions[] = { &phrase_add, &phrase_remove, &message_answer, &message_aside, NULL };
static struct query_set *const queries[] = { &messages_sql, NULL };

/* What people wrote is confidential: kept on no phone, and not packed, for whoever writes could measure what is beside it. */
static const struct page pages[] = {
	{ .path = "/conversaciones", .name = "threads", .title = N_("Conversaciones"), .fill = page_threads, .flags = PAGE_SECRET },
	{ .path = "/conversaciones/{message}", .name = "thread", .fill = page_thread, .action = "message.answer",
		.prepare = care_prepare, .along = thread_along, .done = thread_done, .flags = PAGE_SECRET },
	{ .path = "/no-entendidos", .name = "lost", .title = N_("No entendidos"), .fill = page_lost, .flags = PAGE_SECRET | PAGE_PARTS },
	{ .path = "/no-entendidos/{message}", .name = "lost_one", .fill = page_lost_one, .action = "phrase.add",
		.flags = PAGE_SECRET },
	{ .path = "/no-entendidos/{message}/apartar", .name = "aside", .fill = page_aside, .action = "message.aside",
		.prepare = care_prepare, .along = aside_along, .then = "/no-entendidos", .flags = PAGE_SECRET | PAGE_PARTS },
	{ .path = "/palabras", .name = "words", .title = N_("Palabras aprendidas"), .fill = page_words, .action = "phrase.add",
		.then = "/palabras" },
	{ .path = "/palabras/quitar", .name = "word_remove", .fill = page_word_remove, .action = "phrase.remove",
		.then = "/palabras", .flags = PAGE_PARTS },
	{ .path = NULL },
};

const struct module desk_module = {
	.name = "desk",
	.entities = entities,
	.actions = actions,
	.rules = desk_rules,
	.queries = queries,
	.pages = pages,
};
