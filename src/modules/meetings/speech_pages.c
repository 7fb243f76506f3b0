/*
 * speech_pages.c - /reuniones/{meeting}/palabra: who speaks, who waits in which order and why, and how much was heard from where.
 *
 * The steps of the same page have addresses of their own, for each posts another action (page.h); all show the same.
 */
#include "speech_own.h"

#include "draw.h"
#include "parts.h"

enum { GIVES_SHOWN = 20, BUTTONS_SOON = 3 };

static struct str below(struct ctx *c, const struct meeting *m, const char *step)
{
	return str_fmt(c->mem, "%s/palabra%s", str_cstr(c->mem, meeting_url(c, m)), step);
}

static struct str speech_line(struct ctx *c, const struct speech *s)
{
	const struct str_pair pairs[] = { { "name", s->name }, { "way", tr(c->lang, speech_ways[s->way].label) } };

	return tr_named(c->mem, c->lang, N_("{name} (desde: {way})"), pairs, ARRAY_LEN(pairs));
}

static void press(struct page_call *p, const struct meeting *m, const char *step, const struct action *action, const struct speech *s,
	const char *button, const char *icon, struct str beside)
{
	part_press(p, &(struct part_form){ .action = action, .to = below(p->c, m, step),
		.carry = { { "speech", id_text(p->c->mem, s->id) } }, .button = button, .icon = icon }, beside);
}

/* Who has the word, and the buttons that end it. */
static void show_now(struct page_call *p, const struct meeting *m, bool runs)
{
	struct ctx *c = p->c;
	struct speech now;

	if (!speech_now(c, m->id, &now)) {
		part_fact(p, NULL, tr(c->lang, N_("Nadie tiene la palabra ahora.")));
		return;
	}
	int64_t seconds = (c->now - now.given_at) / 1000;
	bool hers = id_eq(now.person, c->who->person);
	part_fact(p, N_("Tiene la palabra"), speech_line(c, &now));
	part_fact(p, N_("Desde hace"), speech_time(c, seconds > 0 ? seconds : 0));
	if (seconds > SPEECH_GENTLE_S)
		part_care(p, hers ? N_("Ya habló 3 minutos. Termine, por favor, para que se oiga a otra.") :
			N_("Ya van más de 3 minutos. Pida con calma que termine, para que se oiga a otra."));
	if (hers || runs)
		press(p, m, "/terminar", &speech_end, &now, hers ? N_("Terminé de hablar") : N_("Terminar el turno"), "parar",
			hers ? STR("") : now.name);
}

static void show_queue(struct page_call *p, const struct meeting *m, bool runs)
{
	struct ctx *c = p->c;
	struct speech *wait = ARENA_ARRAY(c->mem, struct speech, SPEECH_WAITING_MAX);
	unsigned n = speech_waiting(c, m->id, wait, SPEECH_WAITING_MAX);

	part_heading(p, N_("Manos levantadas"));
	part_empty(p, N_("Nadie espera la palabra."));
	for (unsigned i = 0; i < n; i++) {
		const struct speech *s = &wait[i];
		bool hers = id_eq(s->person, c->who->person);
		const char *why = s->turns ? N_("ya habló") : s->way == WAY_ROOM ? N_("todavía no habló") : N_("todavía no habló, y está lejos");
		part_row(p, speech_line(c, s), STR(""), STR(""), tr(c->lang, why));
		if (hers)
			press(p, m, "/bajar", &speech_withdraw, s, N_("Bajar mi mano"), "cerrar", STR(""));
		if (runs && i < GIVES_SHOWN)
			press(p, m, "/dar", &speech_give, s, i ? N_("Dar la palabra") : N_("Dar la palabra a quien sigue"), "voz", s->name);
		if (runs && !hers && i < BUTTONS_SOON)
			press(p, m, "/bajar", &speech_withdraw, s, N_("Bajar la mano"), "cerrar", s->name);
	}
}

/* The four ways as a drawing and as a table with the same numbers. */
static void show_heard(struct page_call *p, const struct meeting *m)
{
	struct ctx *c = p->c;
	int64_t seconds[WAY__N], turns[WAY__N], all = 0, ended = 0;
	struct draw_point point[WAY__N];

	speech_heard(c, m->id, seconds, turns);
	for (unsigned i = 0; i < WAY__N; i++) {
		all += seconds[i];
		ended += turns[i];
	}
	part_intro(p, N_("Cuánto tiempo se oyó a quienes hablan desde cada lugar. No dice quién habló más."));
	part_heading(p, N_("Cuánto se oyó desde…"));
	if (!ended) {
		part_empty(p, N_("Todavía no terminó ningún turno."));
		return;
	}
	part_column(p, N_("Desde dónde"));
	part_column(p, N_("Tiempo"));
	part_column(p, N_("Turnos"));
	part_column(p, N_("De cada 100 minutos"));
	for (unsigned i = 0; i < WAY__N; i++) {
		struct str label = tr(c->lang, speech_ways[i].label);
		struct view *line = part_line(p, label, STR(""));
		part_cell(line, speech_time(c, seconds[i]));
		part_cell(line, str_fmt(c->mem, "%lld", (long long)turns[i]));
		part_cell(line, all ? str_fmt(c->mem, "%lld", (long long)((seconds[i] * 100 + all / 2) / all)) : STR(""));
		point[i] = (struct draw_point){ .label = label, .value = (seconds[i] + 59) / 60, .known = true };
	}
	if (all)
		part_chart(p, draw_rows(c->mem, tr(c->lang, N_("Minutos que se oyeron desde cada lugar")), point, WAY__N));
}

static enum rc queue_fill(struct page_call *p)
{
	struct ctx *c = p->c;
	struct speech mine;
	struct meeting m;

	if (!meeting_asked(p, &m))
		return NOT_FOUND;
	if (strcmp(p->page->name, "speech_give") == 0 && !meeting_runs(c, &m))
		return NOT_FOUND;
	bool runs = meeting_runs(c, &m), heard = str_is(p->get(p, "ver"), "oido"), today_is = m.day == today(c);
	part_back(p, N_("La reunión"), meeting_url(c, &m));
	part_tab(p, tr(c->lang, N_("La palabra")), below(c, &m, ""), !heard);
	part_tab(p, tr(c->lang, N_("Cuánto se oyó")), below(c, &m, "?ver=oido"), heard);
	part_fact(p, NULL, m.topic);
	if (heard) {
		show_heard(p, &m);
		return OK;
	}
	part_intro(p, N_("El orden es una regla: primero quien todavía no habló; entre ellas, quien está lejos (teléfono, pantalla, radio); luego quien pidió antes. Cada turno es de unos 3 minutos."));
	show_now(p, &m, runs);
	if (today_is && meeting_is_hers(c, m.group) && !speech_of(c, m.id, c->who->person, &mine))
		part_form(p, &(struct part_form){ .action = &speech_ask, .to = below(c, &m, ""), .carry = {
			{ "meeting", id_text(c->mem, m.id) }, { "person", id_text(c->mem, c->who->person) } }, .button = N_("Pedir la palabra"),
			.icon = "voz" });
	if (!today_is)
		part_after(p, N_("La palabra se pide el día de la reunión."));
	show_queue(p, &m, runs);
	part_link(p, "otra", N_("Ver cómo va"), below(c, &m, ""));
	if (runs && today_is)
		part_link(p, "mas", N_("Anotar una mano"), below(c, &m, "/anotar"));
	return OK;
}

static enum rc note_fill(struct page_call *p)
{
	struct meeting m;

	if (!meeting_asked(p, &m) || !meeting_runs(p->c, &m))
		return NOT_FOUND;
	part_back(p, N_("La palabra"), below(p->c, &m, ""));
	part_fact(p, NULL, m.topic);
	part_intro(p, N_("Anote a quien levanta la mano en la sala, o la pide por teléfono. Entra en la misma lista que todas."));
	part_form(p, &(struct part_form){ .action = &speech_note, .to = below(p->c, &m, "/anotar"),
		.carry = { { "meeting", id_text(p->c->mem, m.id) } }, .without = "person", .button = N_("Anotar la mano"), .icon = "lapiz" });
	return OK;
}

/* Back to the queue, from whichever record the act was about. */
static struct str done(struct ctx *c, const struct act *a, const struct outcome *o)
{
	struct record *r = ARENA_NEW(c->mem, struct record);
	unsigned arg = a->action == &speech_ask ? ASK_MEETING : 0;
	struct id meeting = act_ref(a, arg);

	(void)o;
	if (a->action != &speech_ask && a->action != &speech_note) {
		if (!record_get(c->db, c->schema, c->mem, &speech_entity, c->net->id, act_ref(a, 0), r))
			return STR("/reuniones");
		meeting = r->v[SPEECH_MEETING].id;
	}
	return str_fmt(c->mem, "/reuniones/%.36s/palabra", id_text(c->mem, meeting).p);
}

const struct page speech_pages[] = {
	{ .path = "/reuniones/{meeting}/palabra", .name = "speech", .title = N_("La palabra"), .fill = queue_fill, .action =
		"speech.ask", .done = done, .flags = PAGE_PARTS },
	{ .path = "/reuniones/{meeting}/palabra/anotar", .name = "speech_note", .title = N_("Anotar una mano levantada"), .fill =
		note_fill, .action = "speech.note", .done = done, .flags = PAGE_PARTS },
	{ .path = "/reuniones/{meeting}/palabra/dar", .name = "speech_give", .title = N_("La palabra"), .fill = queue_fill, .action =
		"speech.give", .done = done, .flags = PAGE_PARTS },
	{ .path = "/reuniones/{meeting}/palabra/terminar", .name = "speech_end", .title = N_("La palabra"), .fill = queue_fill, .action =
		"speech.end", .done = done, .flags = PAGE_PARTS },
	{ .path = "/reuniones/{meeting}/palabra/bajar", .name = "speech_withdraw", .title = N_("La palabra"), .fill = queue_fill,
		.action = "speech.withdraw", .done = done, .flags = PAGE_PARTS },
	{ .path = NULL },
};

/* ---- the door on the meeting's page ---- */

static bool door_tell(struct ctx *c, const struct meeting *m, struct str *hint_out, struct str *url_out)
{
	struct speech now;

	(void)url_out;
	*hint_out = speech_now(c, m->id, &now) ? speech_line(c, &now) : tr(c->lang, N_("Pedir hablar, y ver a quién le toca"));
	return true;
}

const struct meeting_door speech_door = { .icon = "voz", .label = N_("La palabra"), .tell = door_tell, .below = "palabra" };
