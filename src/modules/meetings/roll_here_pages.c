/*
 * roll_here_pages.c - /asistir: each says for herself that she is there, or leaves; who represents her.
 */
#include "roll_own.h"

#include "parts.h"

/* The meeting that the address names, or whose code it has, or the one that is under way for her. */
static bool which(struct page_call *p, struct meeting *m, struct str *code_out)
{
	struct ctx *c = p->c;
	struct str said = p->get(p, "reunion"), code = str_trim(p->get(p, "codigo"));
	struct id id;

	if (!said.n)
		said = p->get(p, "meeting");
	*code_out = code;
	if (said.n)
		return id_parse(said, &id) && meeting_get(c, id, m);
	return roll_running(c, c->who->person, c->now, code, m) > 0 || (code.n && roll_running(c, c->who->person, c->now, STR(""), m) > 0);
}

static void forms(struct page_call *p, const struct meeting *m, struct str code)
{
	struct ctx *c = p->c;
	struct record *r = ARENA_NEW(c->mem, struct record);
	bool there = presence_get(c, m->id, c->who->person, r) && r->v[PRESENCE_HERE].i;
	bool good = code.n && str_eq(code, roll_code(c, m->id));

	if (!roll_code_open(c, m, c->now)) {
		part_intro(p, N_("Eso se anota desde media hora antes hasta que termina la reunión."));
		return;
	}
	struct part_form f = { .action = &roll_here, .to = STR("/asistir"), .icon = "listo", .waits = true };
	roll_carry(&f, "person", id_text(c->mem, c->who->person));
	roll_carry(&f, "meeting", id_text(c->mem, m->id));
	if (good)
		roll_carry(&f, "code", code);
	part_form(p, &f);
	if (!there || r->v[PRESENCE_LEFT].kind != V_NULL)
		return;
	part_fact(p, N_("Usted está anotada desde las"), r->v[PRESENCE_ARRIVED].kind == V_TEXT ? r->v[PRESENCE_ARRIVED].s : m->hour);
	struct part_form out = { .action = &roll_leave, .to = STR("/asistir/salir"), .icon = "salir" };
	roll_carry(&out, "person", id_text(c->mem, c->who->person));
	roll_carry(&out, "meeting", id_text(c->mem, m->id));
	part_press(p, &out, STR(""));
}

enum rc page_roll_here(struct page_call *p)
{
	struct ctx *c = p->c;
	struct meeting m;
	struct str code;

	part_back(p, N_("Reuniones"), STR("/reuniones"));
	if (!which(p, &m, &code)) {
		part_intro(p, N_("Ahora no hay ninguna reunión suya. La lista se abre media hora antes."));
		return OK;
	}
	part_fact(p, NULL, m.topic);
	part_fact(p, NULL, meeting_when(c, &m));
	if (p->get(p, "mal").n)
		part_care(p, N_("Ese código no es de esta reunión: mírelo otra vez, o pida que la anoten."));
	forms(p, &m, code);
	return OK;
}

struct str roll_here_done(struct ctx *c, const struct act *a, const struct outcome *o)
{
	bool wrong = a->action == &roll_here && o->change && !roll_was_noted(o->change);

	return str_fmt(c->mem, "/asistir?reunion=%.36s&%s", id_text(c->mem, act_ref(a, HERE_MEETING)).p, wrong ? "mal=1" : "ok=1");
}

enum rc page_roll_proxy(struct page_call *p)
{
	struct ctx *c = p->c;
	struct meeting m;
	struct id holder;

	if (!meeting_asked(p, &m) || !roll_may_vote(c, &m, c->who->person))
		return NOT_FOUND;
	struct str url = str_fmt(c->mem, "%s/representa", str_cstr(c->mem, roll_url(c, m.id)));
	bool has = roll_proxy_of(c, &m, c->who->person, &holder);
	part_back(p, N_("Quiénes están"), roll_url(c, m.id));
	part_fact(p, NULL, m.topic);
	part_fact(p, NULL, meeting_when(c, &m));
	part_fact(p, N_("La representa"), has ? person_name(c, holder) : STR(""));
	part_intro(p, N_("Diga quién habla y vota por usted si no viene. Si usted llega, vale su propia voz."));
	struct part_form f = { .action = has ? &roll_proxy_back : &roll_proxy, .to = has ? str_fmt(c->mem, "%s/quitar", str_cstr(c->mem, url)) : url,
		.waits = true };
	roll_carry(&f, "person", id_text(c->mem, c->who->person));
	roll_carry(&f, "meeting", id_text(c->mem, m.id));
	if (meeting_is_over(c, &m))
		return OK;
	if (has)
		part_press(p, &f, STR(""));
	else
		part_form(p, &f);
	return OK;
}
