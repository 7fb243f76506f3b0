/*
 * alert_pages.c - /avisos: what waits for her team, read one at a time with her phrase; /guardia: turns and lines.
 */
#include "alert_own.h"

#include "alerts_sql.h"
#include "people.h"
#include "parts.h"

struct listed {
	struct id id, taken_by;
	int64_t at;
};

static struct str instant(struct ctx *c, int64_t at_ms)
{
	int minute = zone_minute(c->net->zone, at_ms);
	struct str day = lang_date(c->mem, c->lang, zone_day(c->net->zone, at_ms));

	return str_fmt(c->mem, "%.*s %02d:%02d", (int)day.n, day.p, minute / 60, minute % 60);
}

/* Open ones of a team; of nobody's with t == NULL. */
static unsigned read_open(struct ctx *c, const struct team *t, struct listed *out)
{
	struct rows r = t ? ctx_rows(c, alerts_sql, Q_ALERTS_OPEN, cell_id(&c->net->id), cell_id(&t->id), cell_int(ALERTS_SHOWN)) :
		ctx_rows(c, alerts_sql, Q_ALERTS_NOBODYS, cell_id(&c->net->id), cell_int(ALERTS_SHOWN));
	unsigned n = 0;

	while (rows_next(&r)) {
		out[n].id = rows_id(&r, 0);
		out[n].at = rows_int(&r, 1);
		out[n++].taken_by = rows_id(&r, 2);
	}
	return n;
}

static unsigned show_open(struct page_call *p, const struct team *t)
{
	struct ctx *c = p->c;
	struct listed *list = ARENA_ARRAY(c->mem, struct listed, ALERTS_SHOWN);
	unsigned n = read_open(c, t, list);

	for (unsigned i = 0; i < n; i++) {
		struct view *row = view_row(p->v, "alerts");
		view_text(row, "alert", id_text(c->mem, list[i].id));
		view_text(row, "when", instant(c, list[i].at));
		view_text(row, "team", t ? t->name : STR(""));
		view_text(row, "by", id_is_zero(list[i].taken_by) ? STR("") : person_name(c, list[i].taken_by));
	}
	return n;
}

/* Teams that gave her their key. */
static unsigned keyed(struct ctx *c, struct team *out)
{
	unsigned n = teams_mine(c, out), kept = 0;

	for (unsigned i = 0; i < n; i++)
		if (team_part_here(c, &out[i]) == PART_MEMBER)
			out[kept++] = out[i];
	return kept;
}

static enum rc alerts_fill(struct page_call *p)
{
	struct ctx *c = p->c;
	struct team *t = ARENA_ARRAY(c->mem, struct team, TEAMS_SHOWN);
	unsigned n = keyed(c, t), shown = 0;

	for (unsigned i = 0; i < n; i++)
		shown += show_open(p, &t[i]);
	if (member_as(c, "operator"))
		shown += show_open(p, NULL);
	view_flag(p->v, "none", shown == 0);
	view_flag(p->v, "duty", allowed_somewhere(c, "page:duty"));
	return OK;
}

static bool asked(struct page_call *p, struct record *r, struct team *t)
{
	struct id id;

	return id_parse(p->get(p, "alert"), &id) && alert_hers(p->c, id, r, t);
}

static void show_alert(struct page_call *p, const struct record *r, const struct team *t)
{
	struct ctx *c = p->c;
	bool taken = r->v[ALERT_TAKEN_BY].kind == V_ID, closed = r->v[ALERT_CLOSED_AT].kind == V_INT;

	view_text(p->v, "alert", id_text(c->mem, r->id));
	view_text(p->v, "when", instant(c, r->v[ALERT_AT].i));
	view_text(p->v, "team", r->v[ALERT_TEAM].kind == V_ID ? t->name : STR(""));
	view_text(p->v, "by", taken ? person_name(c, r->v[ALERT_TAKEN_BY].id) : STR(""));
	view_flag(p->v, "free", !taken && !closed);
	view_flag(p->v, "closed", closed);
}

/* What was written, if her phrase is open. The first line is the number. */
static void show_text(struct page_call *p, const struct record *r, const struct team *t)
{
	struct ctx *c = p->c;
	struct seal_secret *secret = ARENA_NEW(c->mem, struct seal_secret);
	struct str text = STR(""), line;
	bool has = r->v[ALERT_TEXT].kind == V_TEXT, open = has && team_open(c, t, secret);
	bool legible = open && seal_open(c->mem, secret, r->v[ALERT_TEXT].s, &text);

	sodium_memzero(secret, sizeof(*secret));
	view_flag(p->v, "empty", !has);
	view_flag(p->v, "legible", legible);
	view_flag(p->v, "damaged", open && !legible);
	view_flag(p->v, "sealed", has && !open);
	view_text(p->v, "number", STR(""));
	if (legible && str_cut(&text, '\n', &line))
		view_text(p->v, "number", line);
	while (legible && str_cut(&text, '\n', &line))
		if (line.n)
			view_text(view_row(p->v, "lines"), "line", line);
}

static enum rc alert_fill(struct page_call *p)
{
	struct record *r = ARENA_NEW(p->c->mem, struct record);
	struct team t;

	if (!asked(p, r, &t))
		return NOT_FOUND;
	show_alert(p, r, &t);
	show_text(p, r, &t);
	form_fill(p, &alert_take, NULL, "alert");
	return OK;
}

static enum rc alert_close_fill(struct page_call *p)
{
	struct record *r = ARENA_NEW(p->c->mem, struct record);
	struct team t;

	if (!asked(p, r, &t))
		return NOT_FOUND;
	struct str url = str_fmt(p->c->mem, "/avisos/%.36s", id_text(p->c->mem, r->id).p);
	part_back(p, N_("Volver sin cerrar"), url);
	part_fact(p, NULL, instant(p->c, r->v[ALERT_AT].i));
	if (r->v[ALERT_TAKEN_BY].kind == V_ID)
		part_fact(p, N_("Lo atiende"), person_name(p->c, r->v[ALERT_TAKEN_BY].id));
	part_care(p, N_("Ciérrelo cuando la persona ya esté acompañada. Deja de verse en la lista."));
	if (r->v[ALERT_CLOSED_AT].kind != V_INT)
		part_form(p, &(struct part_form){ .action = &alert_close, .to = str_fmt(p->c->mem, "%s/cerrar", str_cstr(p->c->mem, url)),
			.carry = { { "alert", id_text(p->c->mem, r->id) } }, .button = N_("Cerrar el aviso"), .icon = "cerrar" });
	return OK;
}

static struct str taken(struct ctx *c, const struct act *a, const struct outcome *o)
{
	(void)o;
	return str_fmt(c->mem, "/avisos/%.36s", id_text(c->mem, act_ref(a, 0)).p);
}

void alerts_task(struct task_list *l, const struct task *t)
{
	struct ctx *c = l->c;
	struct team *mine = ARENA_ARRAY(c->mem, struct team, TEAMS_SHOWN);
	struct listed *list = ARENA_ARRAY(c->mem, struct listed, ALERTS_SHOWN);
	unsigned n = keyed(c, mine), wait = 0;
	bool operator = member_as(c, "operator") != NULL;

	for (unsigned i = 0; i < n + operator; i++) {
		unsigned have = read_open(c, i < n ? &mine[i] : NULL, list);
		for (unsigned k = 0; k < have; k++)
			wait += id_is_zero(list[k].taken_by);
	}
	if (wait)
		task_add(l, t, (struct task_told){ .count = wait });
}

/* ---- turns ---- */

static struct str hours(struct ctx *c, const struct duty *d)
{
	if (d->from < 0)
		return tr(c->lang, N_("todo el día"));
	return str_fmt(c->mem, "%02d:00–%02d:00", (int)d->from, (int)d->to);
}

/* A turn of a team whose group she answers for. */
static bool duty_shown(struct ctx *c, const struct duty *d, struct team *t)
{
	return team_get(c, d->team, t) && allowed(c, "duty.set", scope_of_group(c, t->group));
}

static void show_duty(struct ctx *c, struct view *v, const struct duty *d, const struct team *t)
{
	view_text(v, "duty", id_text(c->mem, d->id));
	view_text(v, "team_name", t->name);
	view_text(v, "person_name", id_is_zero(d->person) ? STR("") : person_name(c, d->person));
	view_text(v, "day_name", choice_label(c, duty_days, d->day));
	view_text(v, "hours", hours(c, d));
	view_flag(v, "now_on", duty_now(c, d, c->now));
}

static enum rc duty_fill(struct page_call *p)
{
	struct ctx *c = p->c;
	struct duty *d = ARENA_ARRAY(c->mem, struct duty, DUTIES_READ);
	struct team *can = ARENA_ARRAY(c->mem, struct team, TEAMS_SHOWN), t;
	unsigned n = duties_read(c, d, DUTIES_READ), m = teams_where(c, "duty.set", can);

	for (unsigned i = 0; i < n; i++)
		if (duty_shown(c, &d[i], &t))
			show_duty(c, view_row(p->v, "duties"), &d[i], &t);
	for (unsigned i = 0; i < m; i++) {
		struct view *row = view_row(p->v, "teams");
		view_text(row, "team", id_text(c->mem, can[i].id));
		view_text(row, "team_name", can[i].name);
		view_flag(row, "on", m == 1 || str_eq(p->get(p, "team"), id_text(c->mem, can[i].id)));
	}
	view_flag(p->v, "can", m > 0);
	view_flag(p->v, "operator", allowed_somewhere(c, "page:help_lines"));
	form_fill(p, &duty_set, NULL, "team");
	return OK;
}

static enum rc duty_end_fill(struct page_call *p)
{
	struct ctx *c = p->c;
	struct duty *d = ARENA_ARRAY(c->mem, struct duty, DUTIES_READ);
	unsigned n = duties_read(c, d, DUTIES_READ);
	struct team t;

	for (unsigned i = 0; i < n; i++)
		if (str_eq(p->get(p, "duty"), id_text(c->mem, d[i].id)) && duty_shown(c, &d[i], &t)) {
			part_back(p, N_("Volver sin quitar"), STR("/guardia"));
			part_fact(p, NULL, t.name);
			part_fact(p, NULL, id_is_zero(d[i].person) ? STR("") : person_name(c, d[i].person));
			part_fact(p, NULL, choice_label(c, duty_days, d[i].day));
			part_fact(p, NULL, hours(c, &d[i]));
			part_form(p, &(struct part_form){ .action = &duty_end, .to = STR("/guardia/quitar"),
				.carry = { { "duty", id_text(c->mem, d[i].id) } }, .button = N_("Quitar el turno"), .icon = "quitar" });
			return OK;
		}
	return NOT_FOUND;
}

/* ---- lines ---- */

static enum rc help_lines_fill(struct page_call *p)
{
	struct ctx *c = p->c;
	struct record *standing = ARENA_NEW(c->mem, struct record);
	struct str kind = p->get(p, "kind");

	for (const struct choice *k = help_line_kinds; k->name; k++) {
		struct view *row = view_row(p->v, "kinds");
		view_text(row, "kind_name", tr(c->lang, k->label));
		view_text(row, "kind", str_c(k->name));
		view_text(row, "text", help_line_of(c, str_c(k->name)));
		view_flag(row, "on", str_is(kind, k->name));
	}
	standing->entity = &help_line_entity;
	if (kind.n)
		standing->v[LINE_KIND] = value_text(kind);
	if (help_line_of(c, kind).n)
		standing->v[LINE_TEXT] = value_text(help_line_of(c, kind));
	form_fill(p, &help_line_set, kind.n ? standing : NULL, "");
	return OK;
}

const struct page alert_pages[] = {
	{ .path = "/avisos", .name = "alerts", .title = N_("Avisos"), .fill = alerts_fill, .flags = PAGE_SECRET },
	{ .path = "/avisos/{alert}", .name = "alert", .title = N_("Aviso"), .fill = alert_fill, .action = "alert.take",
		.done = taken, .flags = PAGE_SECRET },
	{ .path = "/avisos/{alert}/cerrar", .name = "alert_close", .title = N_("Cerrar el aviso"), .fill = alert_close_fill,
		.action = "alert.close", .then = "/avisos", .flags = PAGE_SECRET | PAGE_PARTS },
	{ .path = "/guardia", .name = "duty", .title = N_("Guardia"), .fill = duty_fill, .action = "duty.set", .then = "/guardia" },
	{ .path = "/guardia/quitar", .name = "duty_end", .title = N_("Quitar un turno"), .fill = duty_end_fill,
		.action = "duty.end", .then = "/guardia", .flags = PAGE_PARTS },
	{ .path = "/guardia/lineas", .name = "help_lines", .title = N_("Números de ayuda"), .fill = help_lines_fill,
		.action = "help_line.set", .then = "/guardia/lineas" },
	{ .path = NULL },
};
