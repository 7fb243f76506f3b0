/*
 * tasks.c - what there is to do in kitchens, for the home page.
 */
#include "pages.h"
#include "register.h"

#include "money.h"

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

static void pots(struct task_list *l, const struct task *t)
{
	struct ctx *c = l->c;
	struct rows r = db_rows(c->db, SQL(Q_MY_KITCHENS), ARGS(cell_id(&c->net->id),
		cell_id(&c->who->person), cell_int(today(c))));

	while (rows_next(&r)) {
		struct str code = str_dup(c->mem, rows_text(&r, 1));
		struct str name = str_dup(c->mem, rows_text(&r, 2));
		task_add(l, t, (struct task_told){ .hint = hint_of(c, rows_id(&r, 0), name),
			.url = today_url(c, code, today(c), STR("")) });
	}
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
static void districts(struct task_list *l, const struct task *t)
{
	struct ctx *c = l->c;
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
		task_add(l, t, (struct task_told){ .label = tr_fill(c->mem, c->lang, t->label, name),
			.hint = served_hint(c, g->place), .url = str_fmt(c->mem, "/distrito/%.*s", (int)code.n, code.p) });
	}
}

static void roster(struct task_list *l, const struct task *t)
{
	task_add(l, t, (struct task_told){ .hint = roster_hint(l->c) });
}

static void new_kitchen(struct task_list *l, const struct task *t)
{
	task_add(l, t, (struct task_told){ .url = new_kitchen_url(l->c) });
}

const struct task kitchens_tasks[] = {
	{ TASK_TODAY, "olla", N_("La olla de hoy"), NULL, "/hoy", .tell = pots },
	{ TASK_TODAY, "camion", N_("Avisar qué falta"), NULL, "/faltas", .what = "page:needs", .tell = needs_task },
	{ TASK_TODAY, "lista", N_("¿Quién ha avisado?"), NULL, "/reportes", .what = "page:roster", .tell = roster },
	{ TASK_LOOK, "barras", N_("Las cocinas de %s"), NULL, "/", .tell = districts },
	{ TASK_WORK, "lapiz", N_("Registrar una cocina"), N_("Una olla o un comedor que todavía no está"),
		"/cocinas/nueva", .what = "kitchen.register", .tell = new_kitchen },
	{ TASK_WORK, "papel", N_("Mi cocina en el registro"), NULL, "/cocinas/registrar", .what = "kitchen.edit", .tell = card_task },
	{ TASK_WORK, "listo", N_("Confirmar a las vecinas"), N_("Cocinas nuevas cerca de la suya"), "/cocinas/vecinas",
		.what = "page:neighbours", .tell = neighbours_task },
	{ TASK_WORK, "mas", N_("Registrar mi cocina"), N_("La que usted dirige y todavía no está"), "/cocinas/registrar", .what = "kitchen.join" },
	{ TASK_WORK, "equipo", N_("¿Son la misma cocina?"), N_("Registradas dos veces"), "/cocinas/dobles", .what = "page:doubles",
		.tell = doubles_task },
	{ TASK_LOOK, "mapa", N_("La página de la ciudad"), N_("Lo que ve todo el mundo"), "/", .what = NULL },
	{ TASK_SELF, "ayuda", N_("Teléfonos de ayuda"), N_("Violencia, salud, emergencias"), "/ayuda", .what = NULL },
	{ .icon = NULL },
};
