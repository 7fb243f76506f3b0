/*
 * radio_pages.c - /reuniones/{meeting}/radio: hear the meeting and speak in it with little data.
 *
 * The page works without script as what to do instead: the number to call, the hand by message, the notes that were kept.
 * Its buttons of the queue are forms of /palabra; the script sends them from here, so that the sound goes on.
 */
#include "radio_own.h"

#include "agenda.h"
#include "parts.h"

enum { WAITING_SHOWN = 12, BEST_BITS = 12000 };

static void hand(struct page_call *p, const struct meeting *m, const char *step, const char *label, const char *icon,
	const struct action *action, const struct speech *s, struct str beside)
{
	struct ctx *c = p->c;
	struct view *row = view_row(p->v, "presses");

	view_text(row, "press", tr(c->lang, label));
	view_text(row, "press_icon", str_c(icon));
	view_text(row, "press_to", str_fmt(c->mem, "%s/palabra%s", str_cstr(c->mem, meeting_url(c, m)), step));
	view_text(row, "press_id", id_text(c->mem, act_new(c, action, (struct id){ 0 })->id));
	view_text(row, "press_beside", beside);
	if (s) {
		view_text(row, "speech", id_text(c->mem, s->id));
		return;
	}
	view_text(row, "meeting", id_text(c->mem, m->id));
	view_text(row, "person", id_text(c->mem, c->who->person));
}

static void show_queue(struct page_call *p, const struct meeting *m, bool runs)
{
	struct ctx *c = p->c;
	struct speech *wait = ARENA_ARRAY(c->mem, struct speech, SPEECH_WAITING_MAX), now, mine;
	unsigned n = speech_waiting(c, m->id, wait, SPEECH_WAITING_MAX);
	bool any = speech_now(c, m->id, &now), up = speech_of(c, m->id, c->who->person, &mine), hers = speech_sounds(c, m->id, &now);

	view_text(p->v, "now", any ? now.name : STR(""));
	view_text(p->v, "turn", any ? id_text(c->mem, now.id) : STR(""));
	view_flag(p->v, "hers", any && hers);
	view_flag(p->v, "up", up && !mine.given_at);
	if (any && (hers || runs))
		hand(p, m, "/terminar", hers ? N_("Terminé de hablar") : N_("Terminar el turno"), "parar", &speech_end, &now,
			hers && id_eq(now.person, c->who->person) ? STR("") : now.name);
	if (!up && m->day == today(c) && meeting_is_hers(c, m->group))
		hand(p, m, "", N_("Pedir la palabra"), "voz", &speech_ask, NULL, STR(""));
	if (up && !mine.given_at)
		hand(p, m, "/bajar", N_("Bajar mi mano"), "cerrar", &speech_withdraw, &mine, STR(""));
	for (unsigned i = 0; i < n && i < WAITING_SHOWN; i++) {
		view_text(view_row(p->v, "waiting"), "name", wait[i].name);
		if (runs && i < 3)
			hand(p, m, "/dar", N_("Dar la palabra"), "adelante", &speech_give, &wait[i], wait[i].name);
	}
}

static enum rc radio_fill(struct page_call *p)
{
	static const char *const bits[] = { "12", "8", "6" };
	struct ctx *c = p->c;
	struct meeting m;

	if (!meeting_asked(p, &m))
		return NOT_FOUND;
	bool runs = meeting_runs(c, &m);
	struct str url = meeting_url(c, &m);
	view_text(p->v, "topic", m.topic);
	view_text(p->v, "url", url);
	view_text(p->v, "room", id_text(c->mem, m.id));
	view_text(p->v, "dial", m.dial);
	view_flag(p->v, "runs", runs);
	view_flag(p->v, "keeps", radio_keeps(c, m.id));
	view_text(p->v, "radio_script", c->config ? c->config->radio : STR(""));
	view_text(p->v, "set_url", runs ? str_fmt(c->mem, "%s/radio/guardar", str_cstr(c->mem, url)) : STR(""));
	for (unsigned i = 0; i < ARRAY_LEN(bits); i++)
		view_text(view_row(p->v, "bits"), "kbit", str_c(bits[i]));
	show_queue(p, &m, runs);
	return OK;
}

static struct str kept_done(struct ctx *c, const struct act *a, const struct outcome *o)
{
	struct record *r = ARENA_NEW(c->mem, struct record);

	(void)o;
	if (!record_get(c->db, c->schema, c->mem, &speech_entity, c->net->id, act_ref(a, KEEP_SPEECH), r))
		return STR("/reuniones");
	return str_fmt(c->mem, "/reuniones/%.36s/radio", id_text(c->mem, r->v[SPEECH_MEETING].id).p);
}

static enum rc set_fill(struct page_call *p)
{
	struct ctx *c = p->c;
	struct meeting m;

	if (!meeting_asked(p, &m) || !meeting_runs(c, &m))
		return NOT_FOUND;
	struct str url = meeting_url(c, &m);
	bool keeps = radio_keeps(c, m.id);
	part_back(p, N_("La radio"), str_fmt(c->mem, "%s/radio", str_cstr(c->mem, url)));
	part_fact(p, NULL, m.topic);
	part_fact(p, NULL, tr(c->lang, keeps ? N_("Los turnos se guardan.") : N_("Los turnos no se guardan.")));
	part_care(p, N_("Dígalo en voz alta antes de empezar: lo que se guarda lo pueden oír después todas las de la reunión."));
	part_press(p, &(struct part_form){ .action = &radio_set, .to = str_fmt(c->mem, "%s/radio/guardar", str_cstr(c->mem, url)),
		.carry = { { "meeting", id_text(c->mem, m.id) }, { "keep", keeps ? STR("0") : STR("1") } },
		.button = keeps ? N_("No guardar más los turnos") : N_("Guardar cada turno como nota de voz"), .icon = keeps ? "cerrar" : "voz" },
		STR(""));
	return OK;
}

static struct str set_done(struct ctx *c, const struct act *a, const struct outcome *o)
{
	(void)o;
	return str_fmt(c->mem, "/reuniones/%.36s/radio/guardar", id_text(c->mem, act_ref(a, SET_MEETING)).p);
}

const struct page radio_pages[] = {
	{ .path = "/reuniones/{meeting}/radio", .name = "radio", .title = N_("La radio de la reunión"), .fill = radio_fill, .action =
		"radio.keep", .done = kept_done },
	{ .path = "/reuniones/{meeting}/radio/guardar", .name = "radio_set", .title = N_("Guardar los turnos de la radio"), .fill =
		set_fill, .action = "radio.set", .done = set_done, .flags = PAGE_PARTS },
	{ .path = NULL },
};

static bool door_tell(struct ctx *c, const struct meeting *m, struct str *hint_out, struct str *url_out)
{
	(void)url_out;
	*hint_out = tr(c->lang, N_("Oír y hablar con pocos datos"));
	return m->day == today(c);
}

const struct meeting_door radio_door = { .icon = "oir", .label = N_("Radio"), .tell = door_tell, .below = "radio" };
