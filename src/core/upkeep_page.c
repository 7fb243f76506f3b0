/*
 * upkeep_page.c - the operator's page: how the machine stands, and what to do.
 */
#include "core_pages.h"

#include "upkeep.h"

struct shown {
	const struct lang *lang;
	struct view *v;
	unsigned not_well;
};

static void show(void *arg, enum finding f, struct str what, struct str seen, struct str todo)
{
	struct shown *s = arg;
	struct view *row = view_row(s->v, "findings");

	view_flag(row, "good", f == FINDING_GOOD);
	view_text(row, "what", what);
	view_text(row, "seen", seen);
	view_text(row, "todo", todo);
	s->not_well += f != FINDING_GOOD;
	view_text(row, "word", finding_word(s->lang, f));
}

enum rc upkeep_page(struct page_call *p)
{
	struct shown s = { .lang = p->c->lang, .v = p->v };
	const struct config *config = p->c->config;

	upkeep_look(&(struct findings){ p->c, show, &s });
	view_flag(p->v, "all_well", s.not_well == 0);
	view_text(p->v, "version", str_c(config && config->version ? config->version : ""));
	return OK;
}
