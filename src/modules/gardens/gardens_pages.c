/*
 * gardens_pages.c - the pages of gardens, most of them by records, and what there is to do.
 */
#include "gardens_own.h"

#include "html.h"
#include "parts.h"
#include "people.h"

enum { GROWING_SHOWN = 60, GROWING_DAYS = 300, GROUPS_LOOKED = 4, CONTESTS_SHOWN = 30, MONTHS = 12,
	FAMILIES_GOAL = 10 /* a kitchen, as the project of San Juan de Miraflores set out to teach */ };

static const char *const months[MONTHS] = { N_("ene"), N_("feb"), N_("mar"), N_("abr"), N_("may"), N_("jun"), N_("jul"), N_("ago"), N_("sep"),
	N_("oct"), N_("nov"), N_("dic") };
static const char *const month_names[MONTHS] = { N_("enero"), N_("febrero"), N_("marzo"), N_("abril"), N_("mayo"), N_("junio"), N_("julio"),
	N_("agosto"), N_("septiembre"), N_("octubre"), N_("noviembre"), N_("diciembre") };

/* ---- what grows ---- */

static void add_name(struct buf *b, struct str name)
{
	buf_c(b, b->n ? ", " : "");
	buf_add(b, name);
}

/* "creciendo: lechuga, rabanito" */
static struct str garden_beside(struct ctx *c, const struct record *r)
{
	struct rows rows = db_rows(c->db, SQL(Q_SOWINGS_GROWING), ARGS(cell_id(&c->net->id), cell_id(&r->v[GARDEN_GROUP].id),
		cell_int(today(c) - GROWING_DAYS), cell_int(GROWING_SHOWN)));
	struct buf b = buf_new(c->mem, 60);

	if (r->v[GARDEN_CLOSED].kind == V_INT) {
		rows_end(&rows);
		return STR("");
	}
	while (rows_next(&rows))
		if (id_eq(rows_id(&rows, 0), r->id))
			add_name(&b, choice_label(c, crops, rows_text(&rows, 2)));
	return b.n ? tr_fill(c->mem, c->lang, N_("creciendo: %s"), buf_str(&b)) : STR("");
}

/* When it may be harvested, while it grows. */
static struct str sowing_beside(struct ctx *c, const struct record *r)
{
	const struct crop *crop = crop_find(r->v[SOWING_CROP].s);

	if (!crop || r->v[SOWING_DAY].kind != V_INT || (r->v[SOWING_STATE].kind == V_TEXT && !str_is(r->v[SOWING_STATE].s, "growing")))
		return STR("");
	int64_t from = r->v[SOWING_DAY].i + crop->days;
	return from <= today(c) ? tr(c->lang, N_("ya se puede cosechar")) :
		tr_fill(c->mem, c->lang, N_("se cosecha desde el %s"), lang_date_short(c->mem, c->lang, from));
}

static enum rc page_gardens(struct page_call *p)
{
	part_intro(p, N_("Los huertos de la cocina y de las familias que aprendieron con ella."));
	part_link(p, "dia", N_("Qué se siembra ahora"), STR("/huertos/calendario"));
	return records_page(p);
}

static enum rc page_lessons(struct page_call *p)
{
	struct ctx *c = p->c;
	struct id group = { 0 };

	if (!ref_resolve(c, "group", p->get(p, "group"), &group))
		for (unsigned i = 0; i < c->who->nmember && id_is_zero(group); i++)
			if (!id_eq(c->who->member[i].group, c->net->id) && allowed(c, "page:lessons", scope_of_group(c, c->who->member[i].group)))
				group = c->who->member[i].group;
	enum rc rc = records_page(p);
	if (rc != OK || id_is_zero(group))
		return rc;
	struct rows r = db_rows(c->db, SQL(Q_LESSONS_SUM), ARGS(cell_id(&c->net->id), cell_id(&group)));
	if (rows_next(&r)) {
		const struct str_pair pairs[] = { { "n", str_fmt(c->mem, "%lld", (long long)rows_int(&r, 0)) },
			{ "goal", str_fmt(c->mem, "%d", FAMILIES_GOAL) } };
		part_number(p, N_("Familias que aprendieron en casa"), rows_int(&r, 1) ?
			tr_named(c->mem, c->lang, N_("{n} de {goal}"), pairs, 2) : STR(""));
		rows_end(&r);
	}
	return OK;
}

/* ---- the calendar ---- */

/* "todo el año", "mar–sep", "ago–feb": the months from the first after a gap. */
static struct str months_text(struct ctx *c, const struct crop *crop)
{
	int first = 0, last = 0;

	if (crop->months == (1u << MONTHS) - 1)
		return tr(c->lang, N_("todo el año"));
	for (int m = 1; m <= MONTHS; m++) {
		bool on = crop_in_month(crop, m), before = crop_in_month(crop, m == 1 ? MONTHS : m - 1);
		if (on && !before)
			first = m;
		if (!on && before)
			last = m == 1 ? MONTHS : m - 1;
	}
	struct str from = tr(c->lang, months[first - 1]), to = tr(c->lang, months[last - 1]);
	return str_fmt(c->mem, "%.*s–%.*s", (int)from.n, from.p, (int)to.n, to.p);
}

static struct str days_text(struct ctx *c, const struct crop *crop)
{
	return str_fmt(c->mem, "%d–%d", crop->days, crop->days_to);
}

static enum rc page_calendar(struct page_call *p)
{
	struct ctx *c = p->c;
	int64_t day = today(c);
	int month = day_civil(day).month;

	part_intro(p, N_("Para la costa de Lima. Son plazos aproximados: el frío los alarga, el sol los acorta."));
	part_fact(p, N_("Este mes"), tr(c->lang, month_names[month - 1]));
	part_heading(p, N_("Si siembra hoy"));
	for (const struct crop *one = crop_table; one->name; one++) {
		if (!crop_in_month(one, month))
			continue;
		const struct str_pair pairs[] = { { "from", lang_date_short(c->mem, c->lang, day + one->days) },
			{ "to", lang_date_short(c->mem, c->lang, day + one->days_to) } };
		part_row(p, choice_label(c, crops, str_c(one->name)), STR(""),
			tr_named(c->mem, c->lang, N_("cosecha entre el {from} y el {to}"), pairs, 2),
			tr(c->lang, one->seedbed ? N_("Primero en almácigo, después se trasplanta") : N_("Directo en su sitio")));
	}
	part_column(p, N_("Cultivo"));
	part_column(p, N_("Meses"));
	part_column(p, N_("Días"));
	for (const struct crop *one = crop_table; one->name; one++) {
		struct view *line = part_line(p, choice_label(c, crops, str_c(one->name)), STR(""));
		part_cell(line, months_text(c, one));
		part_cell(line, days_text(c, one));
	}
	return OK;
}

/* ---- contests ---- */

static enum rc page_contests(struct page_call *p)
{
	struct ctx *c = p->c;
	struct rows r = db_rows(c->db, SQL(Q_CONTESTS), ARGS(cell_id(&c->net->id), cell_int(CONTESTS_SHOWN)));

	part_intro(p, N_("Aquí no hay puestos ni puntos: de cada huerto se cuenta lo mejor que se vio."));
	part_empty(p, N_("Todavía no hay ningún concurso."));
	while (rows_next(&r)) {
		struct id id = rows_id(&r, 0), group = rows_id(&r, 1);
		bool over = rows_int(&r, 3) < today(c);
		struct str until = lang_date_short(c->mem, c->lang, rows_int(&r, 3));
		part_row(p, str_dup(c->mem, rows_text(&r, 2)), str_fmt(c->mem, "/huertos/concurso/%s", str_cstr(c->mem, id_text(c->mem, id))),
			tr_fill(c->mem, c->lang, over ? N_("terminó el %s") : N_("hasta el %s"), until), ref_title(c, "group", group));
	}
	if (allowed_somewhere(c, "contest.call"))
		part_form(p, &(struct part_form){ .action = &contest_call, .to = STR("/huertos/concursos") });
	return OK;
}

/* ---- the lists ---- */

#define FURTHER .further = garden_photos, .further_icon = "foto", .further_label = N_("Fotos")

static const struct records of_gardens = { .entity = &garden_entity, .beside = garden_beside, FURTHER };
static const struct records of_sowings = { .entity = &sowing_entity, .beside = sowing_beside, FURTHER };
static const struct records of_cares = { .entity = &garden_care_entity };
static const struct records of_harvests = { .entity = &harvest_entity, .tally = &harvest_day, .sheet = N_("Hoja de cosechas"), FURTHER };
static const struct records of_compost = { .entity = &compost_entity, .beside = compost_beside, FURTHER };
static const struct records of_waste = { .entity = &waste_entity, .tally = &waste_day, .sheet = N_("Hoja de residuos") };
static const struct records of_lessons = { .entity = &lesson_entity, .tally = &lesson_day, .sheet = N_("Hoja de familias visitadas") };

const struct page gardens_pages[] = {
	{ .path = "/huertos", .name = "gardens", .title = N_("Huertos"), .fill = page_gardens, .action = "garden.tell", .records = &of_gardens,
		.flags = PAGE_KEEP },
	{ .path = "/huertos/siembras", .name = "sowings", .title = N_("Siembras"), .action = "sowing.tell", .records = &of_sowings,
		.flags = PAGE_KEEP },
	{ .path = "/huertos/cuidados", .name = "cares", .title = N_("Cuidados del huerto"), .action = "garden.care", .records = &of_cares,
		.flags = PAGE_KEEP },
	{ .path = "/huertos/cosechas", .name = "harvests", .title = N_("Cosechas"), .action = "harvest.tell", .records = &of_harvests,
		.flags = PAGE_KEEP },
	{ .path = "/huertos/compost", .name = "compost", .title = N_("Compost"), .action = "compost.tell", .records = &of_compost,
		.flags = PAGE_KEEP },
	{ .path = "/huertos/residuos", .name = "waste", .title = N_("Residuos"), .action = "waste.tell", .records = &of_waste,
		.flags = PAGE_KEEP },
	{ .path = "/huertos/familias", .name = "lessons", .title = N_("Familias que aprenden en casa"), .fill = page_lessons,
		.action = "garden.teach", .records = &of_lessons, .flags = PAGE_KEEP },
	{ .path = "/huertos/calendario", .name = "sowing", .title = N_("Calendario de siembra"), .fill = page_calendar, .flags = PAGE_PARTS },
	{ .path = "/huertos/concursos", .name = "contests", .title = N_("Concursos de huertos"), .fill = page_contests,
		.action = "contest.call", .then = "/huertos/concursos", .flags = PAGE_PARTS },
	{ .path = "/huertos/concurso/{contest}", .name = "contest", .title = N_("Concurso de huertos"), .fill = page_contest,
		.flags = PAGE_PARTS },
	{ .path = "/huertos/participar", .name = "contest_enter", .title = N_("Participar con un huerto"), .fill = page_contest_enter,
		.action = "contest.enter", .done = contest_done, .flags = PAGE_PARTS },
	{ .path = "/huertos/visita", .name = "contest_visit", .title = N_("Visita del concurso"), .fill = page_contest_visit,
		.action = "contest.visit", .done = contest_done, .flags = PAGE_PARTS },
	{ .path = NULL },
};

/* ---- what there is to do ---- */

/* What may be harvested in the gardens of her groups: "lechuga, rabanito". */
static void harvests(struct task_list *l, const struct task *t)
{
	struct ctx *c = l->c;
	struct buf b = buf_new(c->mem, 60);
	unsigned looked = 0;

	for (unsigned i = 0; i < c->who->nmember && looked < GROUPS_LOOKED; i++) {
		struct id group = c->who->member[i].group;
		if (!allowed(c, "harvest.tell", scope_of_group(c, group)))
			continue;
		looked++;
		struct rows r = db_rows(c->db, SQL(Q_SOWINGS_GROWING), ARGS(cell_id(&c->net->id), cell_id(&group),
			cell_int(today(c) - GROWING_DAYS), cell_int(GROWING_SHOWN)));
		while (rows_next(&r)) {
			const struct crop *crop = crop_find(rows_text(&r, 2));
			struct str name = choice_label(c, crops, rows_text(&r, 2));
			if (crop && rows_int(&r, 1) + crop->days <= today(c) && !str_contains(buf_str(&b), name))
				add_name(&b, name);
		}
	}
	task_add(l, t, (struct task_told){ .hint = b.n ? tr_fill(c->mem, c->lang, N_("Ya se puede cosechar: %s"), buf_str(&b)) : STR("") });
}

static void open_contests(struct task_list *l, const struct task *t)
{
	struct ctx *c = l->c;

	task_add(l, t, (struct task_told){ .count = db_int(c->db, SQL(Q_CONTESTS_OPEN), ARGS(cell_id(&c->net->id), cell_int(today(c)))) });
}

const struct task gardens_tasks[] = {
	{ TASK_WORK, "planta", N_("Cosechas"), N_("Lo que dio el huerto, y su camino a la olla"), "/huertos/cosechas", .what = "page:harvests",
		.tell = harvests },
	{ TASK_WORK, "flor", N_("Siembras"), N_("Qué se sembró y cuándo se cosecha"), "/huertos/siembras", .what = "page:sowings" },
	{ TASK_WORK, "gota", N_("Cuidados del huerto"), N_("Riego, deshierbo, abono, plagas"), "/huertos/cuidados", .what = "page:cares" },
	{ TASK_WORK, "arbol", N_("Huertos"), N_("Cuáles hay y de quién son"), "/huertos", .what = "page:gardens" },
	{ TASK_WORK, "otra", N_("Compost"), N_("Cuándo se empezó, se volteó y estuvo listo"), "/huertos/compost", .what = "page:compost" },
	{ TASK_WORK, "quitar", N_("Residuos"), N_("Cáscaras, reciclables, aceite usado"), "/huertos/residuos", .what = "page:waste" },
	{ TASK_WORK, "casa", N_("Familias que aprenden"), N_("Huertos y compost en casa"), "/huertos/familias", .what = "page:lessons" },
	{ TASK_LOOK, "estrella", N_("Concursos de huertos"), N_("De cada huerto, lo mejor"), "/huertos/concursos", .what = "page:contests",
		.tell = open_contests },
	{ TASK_LOOK, "dia", N_("Calendario de siembra"), N_("Qué sembrar este mes en la costa de Lima"), "/huertos/calendario",
		.what = "page:contests" },
	{ .icon = NULL },
};
