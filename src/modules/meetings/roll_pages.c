/*
 * roll_pages.c - /reuniones/{meeting}/lista: how many are there, the quorum, and for those responsible who it is.
 */
#include "roll_own.h"

#include "parts.h"

enum { NAMES_SHOWN = 300 };

static struct str below(struct ctx *c, struct id meeting, const char *what)
{
	return str_fmt(c->mem, "%s/%s", str_cstr(c->mem, roll_url(c, meeting)), what);
}

void roll_carry(struct part_form *f, const char *name, struct str value)
{
	unsigned i = 0;

	while (i < PART_CARRY_MAX - 1 && f->carry[i].name)
		i++;
	f->carry[i].name = name;
	f->carry[i].value = value;
}

static void numbers(struct page_call *p, const struct meeting *m)
{
	struct ctx *c = p->c;
	struct roll_counts k = roll_counts(c, m);

	part_number(p, N_("En el padrón"), roll_number(c, k.padron));
	part_number(p, N_("Presentes"), roll_number(c, k.present));
	part_number(p, N_("Representadas"), roll_number(c, k.represented));
	for (unsigned i = 0; i < ROLL_WAYS; i++)
		if (k.way[i])
			part_number(p, roll_ways[i].label, roll_number(c, k.way[i]));
	if (k.late)
		part_number(p, N_("Llegaron tarde"), roll_number(c, k.late));
	if (k.present > k.now)
		part_number(p, N_("Se fueron antes"), roll_number(c, k.present - k.now));
	if (k.guests)
		part_number(p, N_("Invitadas"), roll_number(c, k.guests));
}

static void names(struct page_call *p, const struct meeting *m)
{
	struct ctx *c = p->c;
	struct roll_row *row = ARENA_ARRAY(c->mem, struct roll_row, ROLL_MOST);
	unsigned n = roll_rows(c, m, row, ROLL_MOST), shown = 0;

	part_heading(p, N_("Quiénes están"));
	part_empty(p, N_("Todavía no se anotó a nadie."));
	for (unsigned i = 0; i < n && shown < NAMES_SHOWN; i++) {
		if (!row[i].here && !row[i].represented)
			continue;
		struct str url = id_is_zero(row[i].person) ? STR("") : str_fmt(c->mem, "%s/%.36s", str_cstr(c->mem, below(c, m->id, "persona")), id_text(c->mem, row[i].person).p);
		part_row(p, row[i].name, url, row[i].guest ? tr(c->lang, N_("invitada")) : row[i].kitchen, roll_how(c, &row[i]));
		shown++;
	}
}

static void secretary(struct page_call *p, const struct meeting *m, const struct roll_quorum *q)
{
	struct ctx *c = p->c;
	bool began = m->day < today(c) || (m->day == today(c) && zone_minute(c->net->zone, c->now) >= m->minute);

	if (!q->opened && began && q->call != ROLL_NO_QUORUM) {
		struct part_form f = { .action = &roll_open, .to = below(c, m->id, "abrir"), .icon = "listo" };
		roll_carry(&f, "meeting", id_text(c->mem, m->id));
		part_press(p, &f, STR(""));
	}
	if (m->day <= today(c)) {
		part_link(p, "gente", N_("Tomar lista"), below(c, m->id, "sala"));
		part_link(p, "listo", N_("Una por una"), below(c, m->id, "tocar"));
		part_link(p, "mas", N_("Invitadas"), below(c, m->id, "invitadas"));
	}
	if (m->day == today(c))
		part_link(p, "llave", N_("Código de la reunión"), below(c, m->id, "codigo"));
	part_link(p, "cambiar", N_("Representaciones"), below(c, m->id, "representaciones"));
	part_link(p, "imprimir", N_("Hoja para firmar"), below(c, m->id, "hoja.pdf"));
	if (m->day <= today(c))
		part_link(p, "foto", N_("Foto de la hoja firmada"), STR("/hojas"));
	part_link(p, "ajustes", N_("Regla de quórum"), below(c, m->id, "regla"));
	names(p, m);
}

static void hers(struct page_call *p, const struct meeting *m)
{
	struct ctx *c = p->c;

	if (roll_code_open(c, m, c->now))
		part_link(p, "listo", N_("Estoy en la reunión"), str_fmt(c->mem, "/asistir?reunion=%.36s", id_text(c->mem, m->id).p));
	if (!meeting_is_over(c, m) && roll_may_vote(c, m, c->who->person))
		part_link(p, "persona", N_("Que alguien me represente"), below(c, m->id, "representa"));
}

static enum rc roll_fill(struct page_call *p)
{
	struct ctx *c = p->c;
	struct meeting m;

	if (!meeting_asked(p, &m))
		return NOT_FOUND;
	struct roll_quorum q = roll_quorum(c, &m);
	part_back(p, N_("La reunión"), meeting_url(c, &m));
	part_fact(p, NULL, m.topic);
	part_fact(p, NULL, meeting_when(c, &m));
	part_fact(p, NULL, m.day <= today(c) || q.opened ? roll_quorum_text(c, &q) : STR(""));
	numbers(p, &m);
	hers(p, &m);
	if (meeting_runs(c, &m))
		secretary(p, &m, &q);
	return OK;
}

static struct str after(struct ctx *c, const struct act *a, const char *what)
{
	return str_fmt(c->mem, "%s%s?ok=1", str_cstr(c->mem, roll_url(c, act_ref(a, (unsigned)action_arg(a->action, STR("meeting"))))), what);
}

static struct str to_roll(struct ctx *c, const struct act *a, const struct outcome *o)
{
	(void)o;
	return after(c, a, "");
}

static struct str to_room(struct ctx *c, const struct act *a, const struct outcome *o)
{
	(void)o;
	return after(c, a, act_has(a, TICK_PROOF) && str_is(act_text(a, TICK_PROOF), "signed") ? "" : "/sala");
}

static struct str to_proxies(struct ctx *c, const struct act *a, const struct outcome *o)
{
	(void)o;
	return after(c, a, "/representaciones");
}

static struct str to_hers(struct ctx *c, const struct act *a, const struct outcome *o)
{
	(void)o;
	return after(c, a, "/representa");
}

static struct str to_guests(struct ctx *c, const struct act *a, const struct outcome *o)
{
	(void)o;
	return after(c, a, "/invitadas");
}

#define ROLL "/reuniones/{meeting}/lista"

const struct page roll_pages[] = {
	{ .path = ROLL, .name = "roll", .title = N_("Quiénes están"), .fill = roll_fill, .flags = PAGE_PARTS | PAGE_KEEP },
	{ .path = ROLL "/sala", .name = "roll_room", .title = N_("Tomar lista"), .fill = page_roll_room, .action = "roll.tick", .done = to_room,
		.flags = PAGE_KEEP },
	{ .path = ROLL "/tocar", .name = "roll_touch", .title = N_("Una por una"), .fill = page_roll_touch, .action = "roll.mark", .done = to_roll,
		.flags = PAGE_PARTS },
	{ .path = ROLL "/persona/{person}", .name = "roll_person", .title = N_("Cómo estuvo"), .fill = page_roll_person, .action = "roll.mark",
		.done = to_roll, .flags = PAGE_PARTS },
	{ .path = ROLL "/quitar", .name = "roll_undo", .title = N_("Quitar de la lista"), .fill = roll_fill, .action = "roll.undo", .done = to_roll,
		.flags = PAGE_PARTS },
	{ .path = ROLL "/codigo", .name = "roll_code", .title = N_("Código de la reunión"), .fill = page_roll_code },
	{ .path = ROLL "/hoja.pdf", .name = "roll_sheet", .title = N_("Hoja para firmar"), .fill = roll_sheet_fill, .flags = PAGE_PARTS },
	{ .path = ROLL "/invitadas", .name = "roll_guests", .title = N_("Invitadas"), .fill = page_roll_guests, .action = "roll.guest",
		.done = to_guests, .flags = PAGE_PARTS | PAGE_KEEP },
	{ .path = ROLL "/invitadas/quitar", .name = "roll_guest_out", .title = N_("Quitar invitada"), .fill = page_roll_guests,
		.action = "roll.guest_out", .then = "/reuniones", .flags = PAGE_PARTS },
	{ .path = ROLL "/representaciones", .name = "roll_proxies", .title = N_("Representaciones"), .fill = page_roll_proxies,
		.action = "roll.proxy_paper", .done = to_proxies, .flags = PAGE_PARTS | PAGE_KEEP },
	{ .path = ROLL "/representaciones/quitar", .name = "roll_proxy_undo", .title = N_("Quitar la representación"), .fill = page_roll_proxies,
		.action = "roll.proxy_undo", .done = to_proxies, .flags = PAGE_PARTS },
	{ .path = ROLL "/representa", .name = "roll_proxy", .title = N_("Que alguien me represente"), .fill = page_roll_proxy, .action = "roll.proxy",
		.done = to_hers, .flags = PAGE_PARTS | PAGE_KEEP },
	{ .path = ROLL "/representa/quitar", .name = "roll_proxy_back", .title = N_("Ya no me representa"), .fill = page_roll_proxy,
		.action = "roll.proxy_back", .done = to_hers, .flags = PAGE_PARTS },
	{ .path = ROLL "/abrir", .name = "roll_open", .title = N_("Abrir la reunión"), .fill = roll_fill, .action = "roll.open", .done = to_roll,
		.flags = PAGE_PARTS },
	{ .path = ROLL "/regla", .name = "roll_rule", .title = N_("Regla de quórum"), .fill = page_roll_rule, .action = "roll.rule",
		.flags = PAGE_PARTS },
	{ .path = "/asistir", .name = "roll_here", .title = N_("Estoy en la reunión"), .fill = page_roll_here, .action = "roll.here",
		.done = roll_here_done, .flags = PAGE_PARTS | PAGE_KEEP },
	{ .path = "/asistir/salir", .name = "roll_leave", .title = N_("Me retiro"), .fill = page_roll_here, .action = "roll.leave",
		.done = roll_here_done, .flags = PAGE_PARTS },
	{ .path = NULL },
};

/* ---- on the meeting's page ---- */

static bool door_tell(struct ctx *c, const struct meeting *m, struct str *hint_out, struct str *url_out)
{
	(void)url_out;
	if (m->day > today(c)) {
		*hint_out = tr(c->lang, N_("Si no puede venir, alguien la representa"));
		return true;
	}
	struct roll_counts k = roll_counts(c, m);
	const struct str_pair pairs[] = { { "n", roll_number(c, k.present + k.represented) }, { "padron", roll_number(c, k.padron) } };
	*hint_out = tr_named(c->mem, c->lang, N_("{n} de {padron} del padrón"), pairs, 2);
	return true;
}

const struct meeting_door roll_door = { .icon = "gente", .label = N_("Quiénes están"), .tell = door_tell, .below = "lista" };
