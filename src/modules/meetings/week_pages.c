/*
 * week_pages.c - /mi-semana, hers alone; /mejor-hora, counts for whoever may call people together.
 */
#include "week_own.h"

#include "parts.h"

enum { PIECES_SHOWN = 60, TOLD_MOST = 2000, GROUPS_SHOWN = 12, BEST_SHOWN = 3, FROM_HOUR = 6, TO_HOUR = 21 };

/* ---- hers ---- */

static enum rc week_fill(struct page_call *p)
{
	struct ctx *c = p->c;
	struct week_piece *piece = ARENA_ARRAY(c->mem, struct week_piece, PIECES_SHOWN);
	struct week w = week_get(c, c->who->person);
	struct str person = id_text(c->mem, c->who->person);
	unsigned n = week_pieces(c, &w, piece, PIECES_SHOWN);

	part_back(p, N_("Reuniones"), STR("/reuniones"));
	part_intro(p, N_("¿A qué horas está ocupado el teléfono de su familia? Así las reuniones se convocan a una hora que no choque."));
	part_care(p, N_("Solo usted ve su semana. Quien convoca ve cuántas pueden, sin nombres."));
	bool cut;
	struct str told = week_told(c, &w, TOLD_MOST, &cut);
	if (w.told)
		part_fact(p, n ? N_("Ocupado") : NULL, n ? told : tr(c->lang, N_("Su teléfono está libre toda la semana.")));
	part_form(p, &(struct part_form){ .action = &week_set, .to = STR("/mi-semana"), .carry = { { "person", person } }, .without = "said" });
	part_after(p, N_("También por mensaje: mi semana lun a vie 8-12 escuela"));
	for (unsigned i = 0; i < n; i++)
		part_press(p, &(struct part_form){ .action = &week_set, .to = STR("/mi-semana"), .carry = { { "person", person },
			{ "said", str_fmt(c->mem, "%.*s libre", (int)piece[i].said.n, piece[i].said.p) } }, .button = N_("Quitar"), .icon = "quitar" },
			piece[i].shown);
	if (w.told)
		part_press(p, &(struct part_form){ .action = &week_set, .to = STR("/mi-semana"), .carry = { { "person", person }, { "said", STR("borrar") } },
			.button = N_("Borrar toda mi semana"), .icon = "cerrar" }, STR(""));
	else
		part_press(p, &(struct part_form){ .action = &week_set, .to = STR("/mi-semana"), .carry = { { "person", person }, { "said", STR("libre") } },
			.button = N_("Mi teléfono está libre toda la semana"), .icon = "listo" }, STR(""));
	return OK;
}

/* ---- counts ---- */

/* The group asked for, or the first of hers that she may call together; the others as tabs. */
static bool group_asked(struct page_call *p, struct id *out)
{
	struct ctx *c = p->c;
	struct str asked = p->get(p, "group");
	struct id mine[GROUPS_SHOWN];
	unsigned n = 0;

	for (unsigned i = 0; i < c->who->nmember && n < GROUPS_SHOWN; i++) {
		struct id g = c->who->member[i].group;
		bool again = !allowed(c, "meeting.plan", scope_of_group(c, g));
		for (unsigned k = 0; k < n && !again; k++)
			again = id_eq(mine[k], g);
		if (!again)
			mine[n++] = g;
	}
	if (asked.n ? !ref_resolve(c, "group", asked, out) || !allowed(c, "meeting.plan", scope_of_group(c, *out)) : !n)
		return false;
	if (!asked.n)
		*out = mine[0];
	for (unsigned i = 0; i < n && n > 1; i++) {
		struct str code = ref_code(c, "group", mine[i]);
		part_tab(p, ref_title(c, "group", mine[i]), str_fmt(c->mem, "/mejor-hora?group=%s", str_cstr(c->mem, code)), id_eq(mine[i], *out));
	}
	return true;
}

/* The form to call people together at the next such hour, filled in. */
static struct str plan_url(struct ctx *c, struct id group, struct week_hour at)
{
	int64_t day = today(c) + 1;
	struct buf b = buf_new(c->mem, 80);

	day += (at.day + WEEK_DAYS - (unsigned)day_weekday(day)) % WEEK_DAYS;
	buf_c(&b, "/reuniones/nueva?group=");
	buf_add(&b, ref_code(c, "group", group));
	buf_c(&b, "&day=");
	buf_day(&b, day);
	buf_fmt(&b, "&hour=%u:00", at.hour);
	return buf_str(&b);
}

static struct str hour_named(struct ctx *c, struct week_hour at)
{
	return str_fmt(c->mem, "%s %u:00", str_cstr(c->mem, week_day_name(c, at.day)), at.hour);
}

/* "El lunes a las 10:00 choca con la escuela de 7"; empty where none may be said. */
static struct str worst_told(struct ctx *c, const struct week_sums *s)
{
	struct week_hour at = week_worst(s);
	unsigned why, n = week_taken(s, at.day, at.hour, &why), of_it = s->taken[at.day][at.hour][why];
	bool alone = of_it >= WEEK_FEW && (n == of_it || n - of_it >= WEEK_FEW);

	if (n < WEEK_FEW)
		return STR("");
	const struct str_pair pairs[] = { { "day", week_day_name(c, at.day) }, { "hour", str_fmt(c->mem, "%u:00", at.hour) },
		{ "why", week_why_name(c, why) }, { "n", alone && s->told - of_it >= WEEK_FEW ? str_fmt(c->mem, "%u", of_it) : week_of_all(c, n, s->told) } };
	return tr_named(c->mem, c->lang, alone ? N_("El {day} a las {hour} choca con {why} de {n}.") :
		N_("El {day} a las {hour} no pueden {n}, sobre todo por {why}."), pairs, ARRAY_LEN(pairs));
}

static struct str free_told(struct ctx *c, const struct week_sums *s, struct week_hour at)
{
	return week_of_all(c, s->told - week_taken(s, at.day, at.hour, NULL), s->told);
}

static void best_told(struct page_call *p, struct id group, const struct week_sums *s, const struct week_hour *best, unsigned n)
{
	struct ctx *c = p->c;

	part_heading(p, N_("Las mejores horas"));
	for (unsigned i = 0; i < n; i++) {
		const struct str_pair pair = { "n", free_told(c, s, best[i]) };
		struct str free = tr_named(c->mem, c->lang, N_("Pueden {n}."), &pair, 1), worst = i ? STR("") : worst_told(c, s);
		part_row(p, hour_named(c, best[i]), plan_url(c, group, best[i]), i ? STR("") : tr(c->lang, N_("la mejor")), worst.n ?
			str_fmt(c->mem, "%s %s", str_cstr(c->mem, free), str_cstr(c->mem, worst)) : free);
	}
}

static void table(struct page_call *p, struct id group, const struct week_sums *s, unsigned day)
{
	struct ctx *c = p->c;

	part_column(p, N_("Empieza"));
	part_column(p, N_("Pueden"));
	part_column(p, N_("No pueden"));
	for (unsigned h = FROM_HOUR; h <= TO_HOUR; h++) {
		struct week_hour at = { day, h };
		unsigned why, n = week_taken(s, day, h, &why);
		struct view *line = part_line(p, hour_named(c, at), plan_url(c, group, at));
		const struct str_pair pairs[] = { { "n", week_of_all(c, n, s->told) }, { "why", week_why_name(c, why) } };
		part_cell(line, free_told(c, s, at));
		part_cell(line, !n ? STR("0") : n < WEEK_FEW ? week_of_all(c, n, s->told) :
			tr_named(c->mem, c->lang, N_("{n}, sobre todo por {why}"), pairs, ARRAY_LEN(pairs)));
	}
}

static void day_links(struct page_call *p, struct id group, unsigned day)
{
	struct ctx *c = p->c;
	struct str code = ref_code(c, "group", group);

	for (unsigned d = 0; d < WEEK_DAYS; d++) {
		static const char *const names[WEEK_DAYS] = { N_("lunes"), N_("martes"), N_("miércoles"), N_("jueves"), N_("viernes"), N_("sábado"),
			N_("domingo") };
		if (d != day)
			part_link(p, "dia", names[d], str_fmt(c->mem, "/mejor-hora?group=%s&dia=%u", str_cstr(c->mem, code), d + 1));
	}
}

static enum rc best_fill(struct page_call *p)
{
	struct ctx *c = p->c;
	struct week_sums *s = ARENA_NEW(c->mem, struct week_sums);
	struct week_hour best[BEST_SHOWN];
	struct id group;
	int64_t day;

	if (!group_asked(p, &group))
		return NOT_FOUND;
	part_back(p, N_("Reuniones"), STR("/reuniones"));
	part_fact(p, N_("De quién es"), ref_title(c, "group", group));
	part_intro(p, N_("Según lo que cada una dijo de su semana, para una reunión de dos horas. Toque una hora para convocar."));
	week_sums(c, group, WEEK_USUAL_SPAN, s);
	if (s->told < WEEK_FEW) {
		part_empty(p, N_("Todavía pocas dijeron su semana. Pídales que escriban por mensaje: mi semana lun a vie 8-12 escuela"));
		return OK;
	}
	unsigned n = week_best(s, best, BEST_SHOWN);
	const struct str_pair pair = { "n", str_fmt(c->mem, "%u", s->told) };
	part_fact(p, NULL, tr_named(c->mem, c->lang, N_("{n} dijeron su semana"), &pair, 1));
	part_care(p, N_("Sin nombres. Donde son menos de cinco se dice «pocas»."));
	best_told(p, group, s, best, n);
	bool asked = str_int64(p->get(p, "dia"), &day) && day >= 1 && day <= WEEK_DAYS;
	unsigned shown = asked ? (unsigned)day - 1 : best[0].day;
	table(p, group, s, shown);
	day_links(p, group, shown);
	return OK;
}

const struct page week_pages[] = {
	{ .path = "/mi-semana", .name = "week", .title = N_("Mi semana"), .fill = week_fill, .action = "week.set", .then = "/mi-semana?ok=1",
		.flags = PAGE_SECRET | PAGE_PARTS },
	{ .path = "/mejor-hora", .name = "best_hour", .title = N_("La mejor hora"), .fill = best_fill, .flags = PAGE_PARTS },
	{ .path = NULL },
};
