/*
 * chat_import.c - the page where a group's exported chat is brought. What comes of a file is the program's own work
 * (app/chat.h), as it needs the ear; here is who may, and the empty page.
 */
#include "messages.h"

static const struct rule rules[] = {
	{ "coordinator", REL_BELOW, "page:chat_import" },
	{ "coordinator", REL_AREA, "page:chat_import" },
	{ "operator", REL_NETWORK, "page:chat_import" },
	{ NULL, REL_ANYONE, NULL },
};

static enum rc fill(struct page_call *p)
{
	view_flag(p->v, "begin", true);
	return OK;
}

/* What stands there is other people's words: kept on no phone. */
static const struct page pages[] = {
	{ .path = "/importar-chat", .name = "chat_import", .title = N_("Reportes de un chat"), .fill = fill, .flags = PAGE_SECRET },
	{ .path = NULL },
};

const struct module chat_module = {
	.name = "chat",
	.rules = rules,
	.pages = pages,
};
