/*
 * store_card.c - the stock card of one food: a month of movements with what was left after each, and taking one back.
 */
#include "store_own.h"

#include "html.h"

enum { MOVES_SHOWN = 400, MONTH_TEXT = 7 };

/* "2026-11" is that month; else the one of today. */
static int64_t month_of(struct page_call *p)
{
	struct str s = p->get(p, "mes");
	int64_t day;

	if (s.n == MONTH_TEXT && day_parse(str_fmt(p->c->mem, "%.*s-01", (int)s.n, s.p), &day))
		return day;
	return day_month_start(today(p->c));
}

static int64_t month_after(int64_t first)
{
	return day_month_start(first + 31);
}

static struct str month_url(struct ctx *c, struct id group, struct str food, int64_t first)
{
	struct str base = store_url(c, "/almacen/ficha", group);
	struct civil d = day_civil(first);

	return str_fmt(c->mem, "%.*s&food=%.*s&mes=%04d-%02d", (int)base.n, base.p, (int)food.n, food.p, d.year, d.month);
}

static struct str undo_url(struct ctx *c, struct id move)
{
	return str_fmt(c->mem, "/almacen/deshacer?move=%.36s", id_text(c->mem, move).p);
}

/* What happened, in few words: "comprado, S/ 180.00, Mercado Ciudad, B001-12". */
static struct str happened(struct ctx *c, const struct stock_line *l)
{
	const struct choice *k = choice_find(stock_kinds, l->kind);
	struct buf b = buf_new(c->mem, 64);

	buf_add(&b, k ? tr(c->lang, k->label) : l->kind);
	if (!id_is_zero(l->other)) {
		buf_c(&b, ": ");
		buf_add(&b, ref_code(c, "group", l->other));
	}
	if (l->has_cost) {
		buf_c(&b, ", S/ ");
		buf_add(&b, price_show(c, l->cost_cents));
	}
	const struct str more[] = { l->supplier, l->receipt, l->reason };
	for (unsigned i = 0; i < ARRAY_LEN(more); i++)
		if (more[i].n) {
			buf_c(&b, ", ");
			buf_add(&b, more[i]);
		}
	return buf_str(&b);
}

static struct str when(struct ctx *c, int64_t day)
{
	return lang_date_short(c->mem, c->lang, day);
}

static void table(struct page_call *p, const struct record *food, const struct stock_line *line, unsigned n, int64_t before)
{
	struct ctx *c = p->c;
	int64_t left = before;

	part_column(p, N_("Día"));
	part_column(p, N_("Qué pasó"));
	part_column(p, N_("Entra"));
	part_column(p, N_("Sale"));
	part_column(p, N_("Queda"));
	struct view *v = part_line(p, tr(c->lang, N_("antes")), STR(""));
	part_cell(v, STR(""));
	part_cell(v, STR(""));
	part_cell(v, STR(""));
	part_cell(v, food_amount_show(c, food, before));
	for (unsigned i = 0; i < n; i++) {
		int64_t d = line[i].delta;
		left += d;
		v = part_line(p, when(c, line[i].day), line[i].back ? STR("") : undo_url(c, line[i].id));
		part_cell(v, happened(c, &line[i]));
		part_cell(v, d > 0 ? food_amount_show(c, food, d) : STR(""));
		part_cell(v, d < 0 ? food_amount_show(c, food, -d) : STR(""));
		part_cell(v, food_amount_show(c, food, left));
	}
}

enum rc page_store_card(struct page_call *p)
{
	struct ctx *c = p->c;
	struct record *food = ARENA_NEW(c->mem, struct record);
	struct stock_line *line = ARENA_ARRAY(c->mem, struct stock_line, MOVES_SHOWN);
	struct str code = p->get(p, "food");
	struct id group, id;

	if (!store_asked(p, "page:store_card", &group) || !code.n || !ref_resolve(c, "food", code, &id) || !food_get(c, id, food))
		return NOT_FOUND;
	int64_t first = month_of(p), after = month_after(first), since = 0, now = stock_balance(c, group, id);
	code = food->v[FOOD_CODE].s;
	unsigned n = stock_moves(c, group, id, first, after - 1, NULL, line, MOVES_SHOWN);
	for (unsigned i = 0; i < n; i++)
		since += line[i].delta;
	/* What came after this month was not there yet. */
	int64_t later = db_int(c->db, SQL(Q_STORE_SINCE), ARGS(cell_id(&c->net->id), cell_id(&group), cell_id(&id), cell_int(after)));
	part_title(p, str_dup(c->mem, food->v[FOOD_NAME].s));
	part_back(p, N_("Lo que hay"), store_url(c, "/almacen", group));
	part_fact(p, NULL, ref_title(c, "group", group));
	part_number(p, N_("Queda hoy"), food_amount_show(c, food, now));
	part_intro(p, N_("La ficha del mes: lo que entró, lo que salió y lo que quedó. Toque un día para deshacer lo anotado."));
	table(p, food, line, n, now - later - since);
	struct str count = store_url(c, "/almacen/cuenta", group);
	part_link(p, "lista", N_("Contar lo que queda"), str_fmt(c->mem, "%.*s&of=%.*s", (int)count.n, count.p, (int)code.n, code.p));
	part_link(p, "volver", N_("El mes anterior"), month_url(c, group, code, day_month_start(first - 1)));
	if (after <= today(c))
		part_link(p, "adelante", N_("El mes siguiente"), month_url(c, group, code, after));
	return OK;
}

/* ---- taking back ---- */

static bool asked(struct page_call *p, struct record *out, bool *back)
{
	struct ctx *c = p->c;
	struct id id;

	return id_parse(p->get(p, "move"), &id) && stock_get(c, id, out, back) &&
		allowed(c, "stock.undo", scope_of_group(c, out->v[STOCK_GROUP].id));
}

enum rc page_store_undo(struct page_call *p)
{
	struct ctx *c = p->c;
	struct record *r = ARENA_NEW(c->mem, struct record), *food = ARENA_NEW(c->mem, struct record);
	bool back = false;

	if (!asked(p, r, &back) || !food_get(c, r->v[STOCK_FOOD].id, food))
		return NOT_FOUND;
	const struct choice *k = choice_find(stock_kinds, r->v[STOCK_KIND].s);
	part_back(p, N_("Volver sin deshacer nada"), month_url(c, r->v[STOCK_GROUP].id, food->v[FOOD_CODE].s,
		day_month_start(r->v[STOCK_DAY].i)));
	part_fact(p, NULL, ref_title(c, "group", r->v[STOCK_GROUP].id));
	part_fact(p, N_("Día"), lang_date(c->mem, c->lang, r->v[STOCK_DAY].i));
	part_fact(p, k ? k->label : NULL, str_fmt(c->mem, "%s %s", str_cstr(c->mem, food->v[FOOD_NAME].s),
		str_cstr(c->mem, food_amount_show(c, food, r->v[STOCK_AMOUNT].i))));
	if (r->v[STOCK_BY].kind == V_ID)
		part_fact(p, N_("Quién lo anotó"), person_name(c, r->v[STOCK_BY].id));
	if (back) {
		part_care(p, N_("Eso ya estaba deshecho"));
		return OK;
	}
	part_intro(p, N_("Lo anotado no se borra: queda escrito que se deshizo, y lo que hay en el almacén vuelve a como estaba."));
	part_form(p, &(struct part_form){ .action = &stock_undo, .to = STR("/almacen/deshacer"), .button = N_("Sí, deshacer"),
		.icon = "devuelto", .carry = { { "move", id_text(c->mem, r->id) },
			{ str_starts(r->v[STOCK_SOURCE].s, "meal ") ? NULL : "whole", STR("") } } });
	return OK;
}

struct str store_undone(struct ctx *c, const struct act *a, const struct outcome *o)
{
	struct record *r = ARENA_NEW(c->mem, struct record);

	(void)o;
	if (!stock_get(c, act_ref(a, 0), r, NULL))
		return STR("/almacen?ok=1");
	struct str url = store_url(c, "/almacen", r->v[STOCK_GROUP].id);
	return str_fmt(c->mem, "%.*s&ok=1", (int)url.n, url.p);
}
