/*
 * store_price.c - /almacen/precios: what kitchens of a district paid, beside what this one paid; /almacen/falta: what is
 * lacking soon, sent up with one tap.
 *
 * A price that fewer than three kitchens paid is nobody else's to see: it would be one kitchen's purse.
 */
#include "store_own.h"

#include "need_items.h"

enum { SELLERS_LEAST = 3, WEEK = 7, WEEKS_BEFORE = 4, PER = 1000, FOODS = STORE_FOODS_MAX, LIST_MOST = 300 };

struct priced {
	struct id food;
	int64_t now, before; /* céntimos a kilo, litre or piece; -1: not known, or not to be shown */
};

static struct priced *priced(struct priced *list, unsigned *n, struct id food)
{
	for (unsigned i = 0; i < *n; i++)
		if (id_eq(list[i].food, food))
			return &list[i];
	if (*n == FOODS)
		return NULL;
	list[*n] = (struct priced){ .food = food, .now = -1, .before = -1 };
	return &list[(*n)++];
}

/* Of those weeks, where enough kitchens bought. */
static void read_weeks(struct ctx *c, struct id district, int64_t from, int64_t to, bool before, struct priced *list, unsigned *n)
{
	struct id enough[FOODS];
	struct record *food = ARENA_NEW(c->mem, struct record);
	unsigned known = 0;
	struct rows r = db_rows(c->db, SQL(Q_STORE_SELLERS), ARGS(cell_id(&c->net->id), cell_id(&district), cell_int(from), cell_int(to)));

	while (rows_next(&r))
		if (rows_int(&r, 1) >= SELLERS_LEAST && known < FOODS)
			enough[known++] = rows_id(&r, 0);
	struct id id[FOODS];
	int64_t cost_cents[FOODS], amount[FOODS];
	unsigned sums = 0;
	r = db_rows(c->db, SQL(Q_STORE_PRICES), ARGS(cell_id(&c->net->id), cell_id(&district), cell_int(from), cell_int(to)));
	while (rows_next(&r)) {
		if (sums == FOODS)
			continue;
		id[sums] = rows_id(&r, 0);
		cost_cents[sums] = rows_int(&r, 1);
		amount[sums++] = rows_int(&r, 2);
	}
	for (unsigned i = 0; i < sums; i++) {
		bool shown = false;
		for (unsigned k = 0; k < known; k++)
			shown |= id_eq(enough[k], id[i]);
		struct priced *one = shown && food_get(c, id[i], food) ? priced(list, n, id[i]) : NULL;
		if (!one)
			continue;
		int64_t each_cents = (cost_cents[i] * (food_is_counted(food) ? 1 : PER) + amount[i] / 2) / amount[i];
		*(before ? &one->before : &one->now) = each_cents;
	}
}

static struct str cents(struct ctx *c, int64_t each_cents)
{
	return each_cents < 0 ? STR("") : price_show(c, each_cents);
}

static void table(struct page_call *p, struct id group, struct priced *list, unsigned n)
{
	struct ctx *c = p->c;
	struct record *food = ARENA_NEW(c->mem, struct record);
	bool mine = !id_is_zero(group);

	part_column(p, N_("Alimento"));
	part_column(p, N_("Esta semana"));
	part_column(p, N_("El mes pasado"));
	if (mine)
		part_column(p, N_("Aquí se pagó"));
	for (unsigned i = 0; i < n; i++) {
		if (!food_get(c, list[i].food, food))
			continue;
		bool piece = food_is_counted(food);
		struct str unit = tr(c->lang, piece ? N_("cada uno") : str_is(food->v[FOOD_BASE].s, "ml") ? N_("el litro") : N_("el kilo"));
		struct view *v = part_line(p, str_fmt(c->mem, "%s, %s", str_cstr(c->mem, food->v[FOOD_NAME].s), str_cstr(c->mem, unit)), STR(""));
		part_cell(v, cents(c, list[i].now));
		part_cell(v, cents(c, list[i].before));
		if (mine)
			part_cell(v, cents(c, stock_last_price(c, group, list[i].food, piece)));
	}
}

/* What she bought and too few others did. */
static void add_own(struct ctx *c, struct id group, struct priced *list, unsigned *n)
{
	struct held *h = ARENA_ARRAY(c->mem, struct held, FOODS);
	unsigned foods = store_held(c, group, h);

	for (unsigned i = 0; i < foods; i++)
		if (stock_last_price(c, group, h[i].food, food_is_counted(h[i].record)) >= 0)
			(void)priced(list, n, h[i].food);
}

/* Of the district of a kitchen, or asked for by who watches over it. */
static bool asked_district(struct page_call *p, struct id *group, struct id *place)
{
	struct ctx *c = p->c;
	struct str code = p->get(p, "distrito");

	*group = (struct id){ 0 };
	if (code.n)
		return ref_resolve(c, "place", code, place) && allowed(c, "page:store_prices", (struct scope){ .place = *place });
	if (store_asked(p, "page:store_prices", group)) {
		*place = scope_of_group(c, *group).place;
		return true;
	}
	for (unsigned i = 0; i < c->who->nmember && !p->get(p, "group").n; i++) {
		*place = scope_of_group(c, c->who->member[i].group).place;
		if (!id_is_zero(*place) && allowed(c, "page:store_prices", (struct scope){ .place = *place }))
			return true;
	}
	*place = (struct id){ 0 };
	return !p->get(p, "group").n && allowed(c, "page:store_prices", (struct scope){ 0 });
}

enum rc page_store_prices(struct page_call *p)
{
	struct ctx *c = p->c;
	struct priced *list = ARENA_ARRAY(c->mem, struct priced, FOODS);
	struct id group, place;
	unsigned n = 0;

	if (!asked_district(p, &group, &place))
		return NOT_FOUND;
	int64_t week = day_week_start(today(c));
	if (!id_is_zero(group)) {
		part_back(p, N_("Lo que hay"), store_url(c, "/almacen", group));
		part_fact(p, NULL, ref_title(c, "group", group));
	}
	if (!id_is_zero(place))
		part_fact(p, N_("Distrito"), ref_title(c, "place", place));
	part_intro(p, N_("Lo que pagaron las cocinas del distrito, en soles, en promedio. Solo se ve cuando compraron tres o más: "
		"lo que pagó una sola es de ella."));
	read_weeks(c, place, week, week, false, list, &n);
	read_weeks(c, place, week - WEEKS_BEFORE * WEEK, week - WEEK, true, list, &n);
	if (!id_is_zero(group))
		add_own(c, group, list, &n);
	if (n)
		table(p, group, list, n);
	else
		part_care(p, N_("Todavía no hay precios: se ven cuando las cocinas anotan cuánto costó lo que compran."));
	return OK;
}

/* ---- what is lacking soon ---- */

/* The list as needs are written; what their reader would not understand stays out. */
static struct str needs_text(struct ctx *c, const struct lack *l, unsigned n)
{
	struct need_item *it = ARENA_ARRAY(c->mem, struct need_item, NEED_ITEMS_MAX);
	struct buf b = buf_new(c->mem, LIST_MOST + 1);
	struct str stray;
	unsigned some, taken = 0;

	for (unsigned i = 0; i < n && taken < NEED_ITEMS_MAX; i++) {
		if (b.n + l[i].text.n + 2 > LIST_MOST || !need_items_read(c->mem, l[i].text, it, &some, &stray) || some != 1)
			continue;
		buf_c(&b, b.n ? ", " : "");
		buf_add(&b, l[i].text);
		taken++;
	}
	return buf_str(&b);
}

enum rc page_store_lack(struct page_call *p)
{
	struct ctx *c = p->c;
	struct lack *l = ARENA_ARRAY(c->mem, struct lack, NEED_ITEMS_MAX);
	struct id group;

	if (!store_asked(p, "page:store_lack", &group))
		return NOT_FOUND;
	unsigned n = store_lacks(c, group, l, NEED_ITEMS_MAX);
	part_back(p, N_("Lo que hay"), store_url(c, "/almacen", group));
	part_fact(p, NULL, ref_title(c, "group", group));
	part_intro(p, N_("Lo que no alcanza para los siete días que vienen, según los menús anotados y lo que se usa cada día."));
	struct str text = needs_text(c, l, n);
	const struct action *report = registry_action(c->reg, STR("need.report"));
	if (text.n && report && allowed(c, "need.report", scope_of_group(c, group)))
		part_form(p, &(struct part_form){ .action = report, .to = STR("/almacen/falta"), .button = N_("Avisar que falta"),
			.icon = "camion", .waits = true, .without = "day|item|amount|measure|items",
			.carry = { { "kitchen", ref_code(c, "group", group) }, { "group", ref_code(c, "group", group) }, { "items", text } } });
	for (unsigned i = 0; i < n; i++)
		part_row(p, l[i].text, STR(""), STR(""), l[i].why);
	part_empty(p, N_("Alcanza para la semana."));
	return OK;
}

struct str store_sent(struct ctx *c, const struct act *a, const struct outcome *o)
{
	struct str url = store_url(c, "/almacen", said_ref(a, "kitchen"));

	(void)o;
	return str_fmt(c->mem, "%.*s&ok=1", (int)url.n, url.p);
}

void store_lack_task(struct task_list *l, const struct task *t)
{
	struct ctx *c = l->c;
	struct lack *some = ARENA_ARRAY(c->mem, struct lack, NEED_ITEMS_MAX);
	struct id id;

	if (!store_mine(c, &id, 1))
		return;
	unsigned n = store_lacks(c, id, some, NEED_ITEMS_MAX);
	task_add(l, t, (struct task_told){ .url = store_url(c, "/almacen/falta", id), .count = n,
		.hint = n ? some[0].text : STR("") });
}
