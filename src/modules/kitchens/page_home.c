/*
 * page_home.c - the first page after signing in: today's tasks first.
 */
#include "pages.h"

#include "money.h"

static void task(struct page_call *p, const char *icon, const char *label, struct str hint,
	struct str url)
{
	struct view *row = view_row(p->v, "tasks");

	view_text(row, "icon", str_c(icon));
	view_text(row, "label", tr(p->c->lang, label));
	view_text(row, "hint", hint);
	view_text(row, "url", url);
}

/* What stands of a kitchen's lunch today, as a hint. */
static struct str hint_of(struct ctx *c, struct id kitchen, struct str name)
{
	struct record *r = ARENA_NEW(c->mem, struct record);
	struct str_pair pairs[] = { { "kitchen", name }, { "n", STR("") } };

	if (!meal_get(c, meal_id(c, kitchen, today(c), STR("lunch")), r) ||
		r->v[MEAL_SERVED].kind != V_INT)
		return tr_named(c->mem, c->lang, N_("{kitchen}: falta anotar"), pairs, 2);
	struct buf b = buf_new(c->mem, 16);
	buf_int(&b, r->v[MEAL_SERVED].i);
	pairs[1].value = buf_str(&b);
	return tr_named(c->mem, c->lang, r->v[MEAL_SERVED].i == 1 ? N_("{kitchen}: 1 ración anotada") :
		N_("{kitchen}: {n} raciones anotadas"), pairs, 2);
}

static void pots(struct page_call *p)
{
	struct ctx *c = p->c;
	struct rows r = db_rows(c->db, SQL(Q_MY_KITCHENS), ARGS(cell_id(&c->net->id),
		cell_id(&c->who->person), cell_int(today(c))));

	while (rows_next(&r)) {
		struct str code = str_dup(c->mem, rows_text(&r, 1));
		struct str name = str_dup(c->mem, rows_text(&r, 2));
		task(p, "olla", N_("La olla de hoy"), hint_of(c, rows_id(&r, 0), name),
			today_url(c, code, today(c), STR("")));
	}
}

static struct str my_role(struct ctx *c)
{
	struct buf b = buf_new(c->mem, 64);

	for (unsigned i = 0; i < c->who->nmember; i++) {
		const struct membership *m = &c->who->member[i];
		const struct group_info *g = group_of(c, m->group);
		if (b.n)
			buf_c(&b, " · ");
		buf_add(&b, choice_label(c, roles, m->role));
		if (g && !id_eq(m->group, c->net->id)) {
			buf_c(&b, ", ");
			buf_add(&b, g->name);
		}
	}
	return buf_str(&b);
}

/* The form begins with the district she watches over. */
static struct str new_kitchen_url(struct ctx *c)
{
	const struct membership *m = member_as(c, "coordinator");
	const struct group_info *g = m ? group_of(c, m->group) : NULL;

	if (!g || id_is_zero(g->place))
		return STR("/cocinas/nueva");
	return str_fmt(c->mem, "/cocinas/nueva?place=%s", str_cstr(c->mem, ref_code(c, "place", g->place)));
}

/* What was served today in a district, as a hint. */
static struct str served_hint(struct ctx *c, struct id place)
{
	struct rows r = db_rows(c->db, SQL(Q_DISTRICT_DAYS), ARGS(cell_id(&c->net->id), cell_int(today(c)),
		cell_int(today(c)), cell_id(&place)));
	struct buf b = buf_new(c->mem, 16);

	if (rows_next(&r)) {
		int64_t served = rows_int(&r, 1), known = rows_int(&r, 2);
		rows_end(&r);
		buf_thousands(&b, served);
		if (known)
			return tr_fill(c->mem, c->lang, N_("Raciones servidas hoy: %s"), buf_str(&b));
	}
	int64_t kitchens = 0;
	r = db_rows(c->db, SQL(Q_KITCHENS_IN), ARGS(cell_id(&c->net->id), cell_id(&place)));
	if (rows_next(&r)) {
		kitchens = rows_null(&r, 0) ? 0 : rows_int(&r, 0);
		rows_end(&r);
	}
	return tr(c->lang, kitchens ? N_("Hoy todavía no avisó ninguna") : N_("Todavía no hay ninguna registrada"));
}

/* The kitchens around each of her groups. */
static void districts(struct page_call *p)
{
	struct ctx *c = p->c;
	struct id seen[8];
	unsigned n = 0;

	for (unsigned i = 0; i < c->who->nmember && n < ARRAY_LEN(seen); i++) {
		const struct group_info *g = group_of(c, c->who->member[i].group);
		struct rows r;
		bool again = !g || id_is_zero(g->place);
		for (unsigned j = 0; j < n && !again; j++)
			again = id_eq(seen[j], g->place);
		if (again)
			continue;
		r = db_rows(c->db, SQL(Q_PLACE_NAMED), ARGS(cell_id(&c->net->id), cell_id(&g->place)));
		if (!rows_next(&r))
			continue;
		struct str code = str_dup(c->mem, rows_text(&r, 0)), name = str_dup(c->mem, rows_text(&r, 1));
		bool district = str_is(rows_text(&r, 3), "district");
		rows_end(&r);
		if (!district)
			continue;
		seen[n++] = g->place;
		struct view *row = view_row(p->v, "tasks");
		view_text(row, "icon", STR("barras"));
		view_text(row, "label", tr_fill(c->mem, c->lang, N_("Las cocinas de %s"), name));
		view_text(row, "hint", served_hint(c, g->place));
		view_text(row, "url", str_fmt(c->mem, "/distrito/%.*s", (int)code.n, code.p));
	}
}

enum rc page_home(struct page_call *p)
{
	struct ctx *c = p->c;

	view_text(p->v, "who", c->who->name);
	view_text(p->v, "role", my_role(c));
	pots(p);
	if (allowed_somewhere(c, "page:roster"))
		task(p, "lista", N_("¿Quién ha avisado?"), roster_hint(c), STR("/reportes"));
	districts(p);
	if (allowed_somewhere(c, "kitchen.register"))
		task(p, "lapiz", N_("Registrar una cocina"),
			tr(c->lang, N_("Una olla o un comedor que todavía no está")), new_kitchen_url(c));
	if (allowed_somewhere(c, "person.add"))
		task(p, "invitar", N_("Invitar a alguien"), tr(c->lang, N_("Con un enlace o un código")),
			STR("/invitar"));
	if (allowed_somewhere(c, "page:devices"))
		task(p, "telefono", N_("Aparatos"), tr(c->lang, N_("Si un teléfono se perdió")), STR("/aparatos"));
	if (allowed_somewhere(c, "page:operation"))
		task(p, "aviso", N_("La máquina"), tr(c->lang, N_("Copias, espacio, reloj")), STR("/operacion"));
	task(p, "mapa", N_("La página de la ciudad"), tr(c->lang, N_("Lo que ve todo el mundo")), STR("/"));
	task(p, "ayuda", N_("Teléfonos de ayuda"), tr(c->lang, N_("Violencia, salud, emergencias")), STR("/ayuda"));
	task(p, "persona", N_("Mi cuenta"), tr(c->lang, N_("Cerrar la sesión o dejar que entre otra")), STR("/cuenta"));
	return OK;
}

/* All of it stands in the template. */
static enum rc page_help(struct page_call *p)
{
	(void)p;
	return OK;
}

enum rc page_new_kitchen(struct page_call *p)
{
	form_fill(p, &kitchen_register, NULL, "parent");
	return OK;
}

struct str new_kitchen_done(struct ctx *c, const struct act *a, const struct outcome *o)
{
	(void)o;
	return str_fmt(c->mem, "/cocina/%s", str_cstr(c->mem, ref_code(c, "kitchen", a->id)));
}

const struct page kitchens_pages[] = {
	{ .path = "/", .name = "public", .fill = page_public },
	{ .path = "/distrito/{code}", .name = "district", .fill = page_district },
	{ .path = "/cocina/{code}", .name = "kitchen", .fill = page_kitchen, .flags = PAGE_KEEP },
	{ .path = "/registrar", .name = "register", .fill = page_register },
	{ .path = "/hoy", .name = "today", .fill = page_today, .action = "meal.report",
		.prepare = today_prepare, .done = today_done, .flags = PAGE_KEEP },
	{ .path = "/hoy/quitar", .name = "remove", .fill = page_remove, .action = "meal.void",
		.done = remove_done },
	{ .path = "/reportes", .name = "roster", .fill = page_roster, .flags = PAGE_KEEP },
	{ .path = "/ayuda", .name = "help", .fill = page_help },
	{ .path = "/inicio", .name = "home", .fill = page_home, .flags = PAGE_KEEP },
	{ .path = "/cocinas/nueva", .name = "new_kitchen", .fill = page_new_kitchen,
		.action = "kitchen.register", .done = new_kitchen_done },
	{ .path = NULL },
};
