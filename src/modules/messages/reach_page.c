/*
 * reach_page.c - /avisarme: at what hour and in what words she is written to.
 */
#include "reach_own.h"

#include "message.h"
#include "people.h"

enum { FIRST_HOUR = 5, LAST_HOUR = 21 };

static void choose(struct page_call *p, const char *rows, int value, struct str label, bool on)
{
	struct view *row = view_row(p->v, rows);

	view_text(row, "value", value < 0 ? STR("") : str_fmt(p->c->mem, "%d", value));
	view_text(row, "label", label);
	view_flag(row, "on", on);
}

static struct str show_hour(struct ctx *c, int hour)
{
	struct str at = reach_hour(c, hour);

	return hour < 12 ? tr_fill(c->mem, c->lang, N_("%s de la mañana"), at) :
		hour < 19 ? tr_fill(c->mem, c->lang, N_("%s de la tarde"), at) : tr_fill(c->mem, c->lang, N_("%s de la noche"), at);
}

static enum rc fill(struct page_call *p)
{
	struct ctx *c = p->c;
	struct reach r = reach_of(c, c->who->person);
	struct id gateway;
	struct str address;
	bool typed = p->act != NULL;
	int64_t asked = -1;

	if (typed && str_int64(p->get(p, "reminder_hour"), &asked))
		r.reminder_hour = (int)asked;
	bool reached = message_route(c, c->who->person, &gateway, &address);
	form_fill(p, &reach_set, NULL, "person|when|reminder_hour|discreet|summary");
	view_text(p->v, "person", id_text(c->mem, c->who->person));
	view_text(p->v, "address", reached ? address : STR(""));
	view_flag(p->v, "reached", reached);
	choose(p, "hours", -1, tr(c->lang, N_("Ninguno")), r.reminder_hour < 0);
	for (int h = FIRST_HOUR; h <= LAST_HOUR; h++)
		choose(p, "hours", h, show_hour(c, h), r.reminder_hour == h);
	if (r.reminder_hour >= 0 && (r.reminder_hour < FIRST_HOUR || r.reminder_hour > LAST_HOUR))
		choose(p, "hours", r.reminder_hour, show_hour(c, r.reminder_hour), true);
	view_flag(p->v, "summary", r.summary);
	view_flag(p->v, "discreet", r.discreet);
	return OK;
}

const struct page reach_pages[] = {
	{ .path = "/avisarme", .name = "reach", .title = N_("Mensajes a mi teléfono"), .fill = fill, .action = "reach.set",
		.then = "/avisarme" },
	{ .path = NULL },
};
