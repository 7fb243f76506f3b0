/*
 * series_pages.c - /series and what is below it, changing one meeting, and one's own calendar.
 */
#include "series_own.h"

#include "parts.h"
#include "session.h"

enum { SERIES_SHOWN = 60, GROUPS_LOOKED = 40 };

static const char ical_type[] = "text/calendar; charset=utf-8";

static struct str series_url(struct ctx *c, struct id id)
{
	return str_fmt(c->mem, "/series/%.36s", id_text(c->mem, id).p);
}

static bool over(struct ctx *c, const struct record *r)
{
	int64_t day[SERIES_DAYS_MAX];

	return !series_days(r, today(c), today(c) + 400, day);
}

/* Those of her groups and of all above them. */
static void rows_of(struct page_call *p, struct id group, unsigned *n)
{
	struct ctx *c = p->c;
	struct record *r = ARENA_NEW(c->mem, struct record);
	struct id id[SERIES_SHOWN];
	unsigned m = db_ids(c->db, SSQL(Q_SERIES_OF), ARGS(cell_id(&c->net->id), cell_id(&group)), id, SERIES_SHOWN);

	for (unsigned i = 0; i < m && *n < SERIES_SHOWN; i++)
		if (series_get(c, id[i], r) && !over(c, r)) {
			part_row(p, series_line(c, r), series_url(c, r->id), title_now(c, &group_entity, group), r->v[SERIES_PLACE].s);
			++*n;
		}
}

static enum rc list_fill(struct page_call *p)
{
	struct ctx *c = p->c;
	struct id seen[GROUPS_LOOKED];
	unsigned nseen = 0, n = 0;

	part_back(p, N_("Reuniones"), STR("/reuniones"));
	part_empty(p, N_("Todavía no hay reuniones que se repiten."));
	for (unsigned i = 0; i < c->who->nmember; i++)
		for (const struct group_info *g = group_of(c, c->who->member[i].group); g && nseen < GROUPS_LOOKED; g = group_of(c, g->parent)) {
			bool again = false;
			for (unsigned k = 0; k < nseen && !again; k++)
				again = id_eq(seen[k], g->id);
			if (again)
				break;
			seen[nseen++] = g->id;
			rows_of(p, g->id, &n);
			if (id_is_zero(g->parent))
				break;
		}
	part_link(p, "dia", N_("Convocar siempre"), allowed_somewhere(c, "series.plan") ? STR("/series/nueva") : STR(""));
	part_link(p, "dia", N_("Mi calendario"), STR("/mi-calendario"));
	return OK;
}

static enum rc new_fill(struct page_call *p)
{
	part_back(p, N_("Reuniones que se repiten"), STR("/series"));
	part_intro(p, N_("Escriba cuándo, con sus palabras: martes; cada dos semanas los jueves; el último martes de cada mes; el 15 de cada mes."));
	part_form(p, &(struct part_form){ .action = &series_plan, .to = STR("/series/nueva"), .button = N_("Convocar siempre"), .icon = "dia" });
	part_link(p, "dia", N_("La mejor hora"), STR("/mejor-hora"));
	return OK;
}

static bool asked(struct page_call *p, struct record *r, bool runs)
{
	struct id id;

	if (!id_parse(p->get(p, "series"), &id) || !series_get(p->c, id, r))
		return false;
	bool may = allowed(p->c, "series.change", scope_of_group(p->c, r->v[SERIES_GROUP].id));
	return may || (!runs && meeting_is_hers(p->c, r->v[SERIES_GROUP].id));
}

static enum rc one_fill(struct page_call *p)
{
	struct ctx *c = p->c;
	struct record *r = ARENA_NEW(c->mem, struct record), *m = ARENA_NEW(c->mem, struct record);
	int64_t day[SERIES_DAYS_MAX];

	if (!asked(p, r, false))
		return NOT_FOUND;
	bool may = allowed(c, "series.change", scope_of_group(c, r->v[SERIES_GROUP].id));
	unsigned n = series_days(r, today(c), today(c) + SERIES_AHEAD_DAYS, day);
	part_title(p, r->v[SERIES_TOPIC].s);
	part_back(p, N_("Reuniones que se repiten"), STR("/series"));
	part_fact(p, NULL, series_line(c, r));
	part_fact(p, NULL, r->v[SERIES_PLACE].s);
	part_heading(p, N_("Las próximas"));
	for (unsigned i = 0; i < n; i++) {
		struct id id = series_meeting_id(c->net, r->v[SERIES_ROOT].id, day[i]);
		const char *holiday = holiday_name(day[i]);
		*m = (struct record){ 0 };
		bool there = record_get(c->db, c->schema, c->mem, &meeting_entity, c->net->id, id, m) && m->born;
		const struct str_pair pair = { "holiday", holiday ? tr(c->lang, holiday) : STR("") };
		struct str small = !there ? STR("") : m->v[MEETING_VOIDED].i ? tr(c->lang, N_("Suspendida")) :
			m->v[MEETING_DAY].i != day[i] ? lang_date_long(c->mem, c->lang, m->v[MEETING_DAY].i) :
			str_eq(m->v[MEETING_HOUR].s, r->v[SERIES_HOUR].s) ? m->v[MEETING_PLACE].s : m->v[MEETING_HOUR].s;
		part_row(p, lang_date_long(c->mem, c->lang, day[i]),
			there && !m->v[MEETING_VOIDED].i ? str_fmt(c->mem, "/reuniones/%.36s", id_text(c->mem, id).p) : STR(""), small,
			holiday ? tr_named(c->mem, c->lang, N_("Es feriado: {holiday}. Puede suspenderla o moverla."), &pair, 1) : STR(""));
	}
	if (may) {
		part_link(p, "otra", N_("Cambiar la serie"), str_fmt(c->mem, "%s/cambiar", str_cstr(c->mem, series_url(c, r->id))));
		part_link(p, "quitar", N_("Terminar la serie"), str_fmt(c->mem, "%s/terminar", str_cstr(c->mem, series_url(c, r->id))));
	}
	return OK;
}

static enum rc form_fill_series(struct page_call *p, const struct action *action, const char *below, const char *intro)
{
	struct ctx *c = p->c;
	struct record *r = ARENA_NEW(c->mem, struct record);

	if (!asked(p, r, true))
		return NOT_FOUND;
	struct str url = series_url(c, r->id);
	part_back(p, N_("Volver sin cambiar nada"), url);
	part_fact(p, NULL, series_line(c, r));
	part_intro(p, intro);
	part_form(p, &(struct part_form){ .action = action, .to = str_fmt(c->mem, "%s/%s", str_cstr(c->mem, url), below),
		.carry = { { "series", id_text(c->mem, r->id) } } });
	return OK;
}

static enum rc change_fill(struct page_call *p)
{
	return form_fill_series(p, &series_change, "cambiar", N_("Lo que ya pasó queda como fue. Quienes dijeron que vienen reciben el aviso."));
}

static enum rc end_fill(struct page_call *p)
{
	return form_fill_series(p, &series_end, "terminar", N_("Las reuniones desde ese día se suspenden."));
}

static struct str new_done(struct ctx *c, const struct act *a, const struct outcome *o)
{
	(void)o;
	return str_fmt(c->mem, "%s?ok=1", str_cstr(c->mem, series_url(c, a->id)));
}

/* ---- one meeting ---- */

static enum rc meeting_change_fill(struct page_call *p)
{
	struct ctx *c = p->c;
	struct meeting m;

	if (!meeting_asked(p, &m) || !meeting_runs(c, &m))
		return NOT_FOUND;
	struct str url = meeting_url(c, &m);
	part_back(p, N_("Volver sin cambiar nada"), url);
	part_fact(p, NULL, meeting_line(c, &m));
	part_intro(p, N_("Escriba solo lo que cambia. Quienes dijeron que vienen reciben el aviso."));
	part_form(p, &(struct part_form){ .action = &meeting_change, .to = str_fmt(c->mem, "%s/cambiar", str_cstr(c->mem, url)),
		.carry = { { "meeting", id_text(c->mem, m.id) } }, .icon = "dia" });
	return OK;
}

static struct str meeting_change_done(struct ctx *c, const struct act *a, const struct outcome *o)
{
	(void)o;
	return str_fmt(c->mem, "/reuniones/%.36s", id_text(c->mem, act_ref(a, MCHANGE_MEETING)).p);
}

static enum rc ics_fill(struct page_call *p)
{
	struct meeting m;

	if (!meeting_asked(p, &m))
		return NOT_FOUND;
	p->bytes = calendar_one(p->c, m.id);
	p->type = ical_type;
	return OK;
}

static bool change_tell(struct ctx *c, const struct meeting *m, struct str *hint, struct str *url)
{
	(void)url;
	*hint = tr(c->lang, N_("Otra hora, otro lugar, la calle"));
	return m->day >= today(c) && meeting_runs(c, m);
}

static bool ics_tell(struct ctx *c, const struct meeting *m, struct str *hint, struct str *url)
{
	(void)url;
	*hint = tr(c->lang, N_("Con un toque, en su calendario"));
	return m->day >= today(c);
}

const struct meeting_door series_door = { "otra", N_("Cambiar la reunión"), change_tell, "cambiar" };
const struct meeting_door series_ics_door = { "dia", N_("Guardar en mi teléfono"), ics_tell, "reunion.ics" };

/* ---- her calendar ---- */

static enum rc calendar_fill(struct page_call *p)
{
	struct ctx *c = p->c;
	struct str path = calendar_address(c, c->who->person), person = id_text(c->mem, c->who->person);
	struct str base = c->config ? c->config->public_url : STR("");

	part_back(p, N_("Reuniones"), STR("/reuniones"));
	part_intro(p, N_("El calendario de su teléfono puede seguir sus reuniones: las nuevas, las que cambian y las que se suspenden. No lleva nombres."));
	if (path.n) {
		part_care(p, N_("Esta dirección es solo suya. Si otra persona la vio, haga una nueva: la anterior deja de servir."));
		part_quote(p, str_fmt(c->mem, "%s%s", str_cstr(c->mem, base), str_cstr(c->mem, path)));
		size_t at = str_find(base, '/');
		struct str host = at < base.n ? str_sub(base, at + 2, base.n) : base;
		part_link(p, "dia", N_("Ponerlo en mi teléfono"), str_fmt(c->mem, "webcal://%.*s%s", (int)host.n, host.p, str_cstr(c->mem, path)));
	}
	part_press(p, &(struct part_form){ .action = &calendar_set, .to = STR("/mi-calendario"), .carry = { { "person", person }, { "open", STR("1") } },
		.button = path.n ? N_("Hacer una dirección nueva") : N_("Pedir mi dirección"), .icon = "dia" }, STR(""));
	if (path.n)
		part_press(p, &(struct part_form){ .action = &calendar_set, .to = STR("/mi-calendario"), .carry = { { "person", person }, { "open", STR("0") } },
			.button = N_("Cerrar mi calendario"), .icon = "quitar" }, STR(""));
	return OK;
}

/* As its owner sees it, while it is made. */
static enum rc feed_fill(struct page_call *p)
{
	struct ctx *c = p->c;
	struct actor *who = ARENA_NEW(c->mem, struct actor);
	const struct actor *outer = c->who;
	struct id person;

	if (!calendar_owner(c, p->get(p, "key"), &person))
		return NOT_FOUND;
	actor_load(c, who, person);
	c->who = who;
	p->bytes = calendar_bytes(c);
	c->who = outer;
	p->type = ical_type;
	return OK;
}

const struct page series_pages[] = {
	{ .path = "/series", .name = "series", .title = N_("Reuniones que se repiten"), .fill = list_fill, .flags = PAGE_PARTS },
	{ .path = "/series/nueva", .name = "series_new", .title = N_("Convocar a una reunión que se repite"), .fill = new_fill,
		.action = "series.plan", .done = new_done, .flags = PAGE_PARTS },
	{ .path = "/series/{series}", .name = "series_one", .title = N_("Una reunión que se repite"), .fill = one_fill, .flags = PAGE_PARTS },
	{ .path = "/series/{series}/cambiar", .name = "series_change", .title = N_("Cambiar la serie"), .fill = change_fill,
		.action = "series.change", .done = new_done, .flags = PAGE_PARTS },
	{ .path = "/series/{series}/terminar", .name = "series_end", .title = N_("Terminar la serie"), .fill = end_fill, .action = "series.end",
		.then = "/series", .flags = PAGE_PARTS },
	{ .path = "/reuniones/{meeting}/cambiar", .name = "meeting_change", .title = N_("Cambiar la reunión"), .fill = meeting_change_fill,
		.action = "meeting.change", .done = meeting_change_done, .flags = PAGE_PARTS },
	{ .path = "/reuniones/{meeting}/reunion.ics", .name = "meeting_ics", .fill = ics_fill, .flags = PAGE_PARTS },
	{ .path = "/mi-calendario", .name = "calendar", .title = N_("Mi calendario"), .fill = calendar_fill, .action = "calendar.set",
		.along = calendar_along, .then = "/mi-calendario", .flags = PAGE_SECRET | PAGE_PARTS },
	{ .path = "/calendario/{key}/reuniones.ics", .name = "calendar_feed", .fill = feed_fill, .flags = PAGE_PARTS },
	{ .path = NULL },
};
