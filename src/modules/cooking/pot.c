/*
 * pot.c - what a pot takes of the store, what a plate of it costs and what it gives.
 *
 * Whole numbers throughout. What is not known of a food is left out of the sum, and the page says of how many foods the
 * sum is: it is never completed by a guess.
 */
#include "cooking_own.h"

#include "draw.h"
#include "money.h"
#include "parts.h"

enum { STORE_MAX = 400, HUNDRED = 100 };

static int64_t figure(const struct record *r, unsigned f)
{
	return r->v[f].kind == V_INT ? r->v[f].i : -1;
}

/* Of `need` base units: figure of 100 of the edible part, without what is peeled. Foods that are counted give nothing known. */
static void give(struct pot_sum *s, const struct pot_food *f, unsigned field)
{
	int64_t per = figure(f->of, field), edible = figure(f->of, FOOD_EDIBLE_PCT);

	if (!f->need || str_is(f->of->v[FOOD_BASE].s, "unit"))
		return; /* gas, soap: nobody eats them */
	s->all++;
	if (per < 0 || edible < 0)
		return;
	s->known++;
	s->sum += f->need * edible / HUNDRED * per / HUNDRED;
}

static void cost(struct pot_sum *s, const struct pot_food *f)
{
	bool by_piece = str_is(f->of->v[FOOD_BASE].s, "unit");

	if (!f->need)
		return;
	s->all++;
	if (f->price_cents < 0)
		return;
	s->known++;
	s->sum += by_piece ? f->need * f->price_cents : (f->need * f->price_cents + 500) / 1000;
}

static void read_foods(struct ctx *c, struct pot *pot, int64_t written)
{
	struct menu_food food[RECIPE_FOODS_MAX];
	struct stock_row *row = ARENA_ARRAY(c->mem, struct stock_row, STORE_MAX);
	bool store = !id_is_zero(pot->group);
	unsigned n = recipe_foods(c, pot->recipe, food), rows = store ? stock_all(c, pot->group, row, STORE_MAX) : 0;

	pot->stored = rows > 0;
	for (unsigned i = 0; i < n; i++) {
		struct pot_food *f = &pot->food[pot->n];
		*f = (struct pot_food){ .food = food[i].food, .of = ARENA_NEW(c->mem, struct record), .price_cents = -1 };
		if (!food_get(c, f->food, f->of))
			continue;
		pot->n++;
		f->need = menu_scale(food[i].amount, pot->plates, written);
		for (unsigned k = 0; k < rows; k++)
			if (id_eq(row[k].food, f->food)) {
				f->there = row[k].balance;
				f->kept = true;
			}
		if (store)
			f->price_cents = stock_last_price(c, pot->group, f->food, str_is(f->of->v[FOOD_BASE].s, "unit"));
		cost(&pot->cost, f);
		give(&pot->energy, f, FOOD_ENERGY_KCAL);
		give(&pot->protein, f, FOOD_PROTEIN_MG);
		give(&pot->iron, f, FOOD_IRON_UG);
	}
}

void pot_of_recipe(struct ctx *c, struct pot *pot, struct id group, struct id recipe, int64_t plates)
{
	struct record *r = ARENA_NEW(c->mem, struct record);

	*pot = (struct pot){ .group = group, .recipe = recipe, .plates = plates };
	if (!recipe_get(c, recipe, r))
		return;
	pot->dish = r->v[RECIPE_NAME].s;
	if (!pot->plates)
		pot->plates = r->v[RECIPE_PLATES].i;
	read_foods(c, pot, r->v[RECIPE_PLATES].i);
}

void pot_read(struct ctx *c, struct pot *pot, struct id group, int64_t day, struct str sitting)
{
	struct record *menu = ARENA_NEW(c->mem, struct record), *r = ARENA_NEW(c->mem, struct record);

	*pot = (struct pot){ .group = group, .day = day, .sitting = sitting };
	if (!menu_get(c, group, day, sitting, menu))
		return;
	pot->planned = true;
	pot->dish = menu->v[MENU_DISH].s;
	pot->taken = menu->v[MENU_TAKEN].kind == V_INT && menu->v[MENU_TAKEN].i;
	pot->plates = menu->v[MENU_PLATES].kind == V_INT ? menu->v[MENU_PLATES].i : 0;
	if (menu->v[MENU_RECIPE].kind != V_ID || !recipe_get(c, menu->v[MENU_RECIPE].id, r))
		return;
	pot->recipe = r->id;
	if (!pot->plates)
		pot->plates = r->v[RECIPE_PLATES].i;
	read_foods(c, pot, r->v[RECIPE_PLATES].i);
}

struct str pot_line(struct ctx *c, const struct record *food, int64_t amount)
{
	const struct str_pair said[] = { { "much", food_amount_show(c, food, amount) }, { "food", food->v[FOOD_NAME].s } };

	return tr_named(c->mem, lang_spanish(), N_("{much} de {food}"), said, ARRAY_LEN(said));
}

struct str pot_takes(struct ctx *c, const struct pot *pot)
{
	struct buf b = buf_new(c->mem, 200);

	for (unsigned i = 0; i < pot->n; i++) {
		const struct pot_food *f = &pot->food[i];
		int64_t take = f->there < f->need ? f->there : f->need;
		if (take <= 0)
			continue;
		buf_c(&b, b.n ? "\n" : "");
		buf_add(&b, pot_line(c, f->of, take));
	}
	return buf_str(&b);
}

int64_t pot_plate(const struct pot *pot, const struct pot_sum *s)
{
	return pot->plates <= 0 || !s->known ? -1 : (s->sum + pot->plates / 2) / pot->plates;
}

/* ---- shown ---- */

static struct str tenths(struct ctx *c, int64_t thousandths, const char *unit)
{
	return str_fmt(c->mem, "%lld.%lld %s", (long long)(thousandths / 1000), (long long)(thousandths % 1000 / 100), unit);
}

static struct str money(struct ctx *c, int64_t cents)
{
	struct buf b = buf_new(c->mem, 16);

	buf_c(&b, "S/ ");
	buf_money(&b, cents);
	return buf_str(&b);
}

/* "de 4 de 6 alimentos", where not all are known. */
static struct str of_how_many(struct ctx *c, const struct pot_sum *s)
{
	const struct str_pair said[] = { { "known", str_fmt(c->mem, "%u", s->known) }, { "all", str_fmt(c->mem, "%u", s->all) } };

	return s->known == s->all ? STR("") : tr_named(c->mem, c->lang, N_("contando {known} de {all} alimentos"), said, ARRAY_LEN(said));
}

struct share {
	const char *label;
	const struct pot_sum *sum;
	int64_t need;
	struct str shown;
};

static void view_shares(struct page_call *p, const struct pot *pot)
{
	struct ctx *c = p->c;
	int64_t energy = pot_plate(pot, &pot->energy), protein = pot_plate(pot, &pot->protein), iron = pot_plate(pot, &pot->iron);
	const struct share share[] = {
		{ N_("Energía"), &pot->energy, LUNCH_ENERGY_KCAL, energy < 0 ? STR("") : str_fmt(c->mem, "%lld kcal", (long long)energy) },
		{ N_("Proteína"), &pot->protein, LUNCH_PROTEIN_MG, protein < 0 ? STR("") : tenths(c, protein, "g") },
		{ N_("Hierro"), &pot->iron, LUNCH_IRON_UG, iron < 0 ? STR("") : tenths(c, iron, "mg") },
	};
	struct draw_point point[ARRAY_LEN(share)] = { 0 };
	bool some = false;

	for (unsigned i = 0; i < ARRAY_LEN(share); i++) {
		int64_t one = pot_plate(pot, share[i].sum);
		struct str how = of_how_many(c, share[i].sum);
		point[i] = (struct draw_point){ .known = one >= 0, .value = one < 0 ? 0 : one * HUNDRED / share[i].need,
			.label = str_fmt(c->mem, "%.*s: %.*s", (int)tr(c->lang, share[i].label).n, tr(c->lang, share[i].label).p,
				(int)share[i].shown.n, share[i].shown.p) };
		some |= one >= 0;
		if (one >= 0)
			part_fact(p, share[i].label, how.n ? str_fmt(c->mem, "%.*s (%.*s)", (int)share[i].shown.n, share[i].shown.p, (int)how.n,
				how.p) : share[i].shown);
	}
	if (some)
		part_chart(p, draw_rows(c->mem, tr(c->lang, N_("Lo que da cada plato, de 100 que da un almuerzo completo")), point,
			ARRAY_LEN(point)));
}

static void view_foods(struct page_call *p, const struct pot *pot, bool store)
{
	struct ctx *c = p->c;

	part_heading(p, N_("Lo que lleva"));
	part_column(p, N_("Alimento"));
	part_column(p, N_("Lleva"));
	if (store) {
		part_column(p, N_("Hay"));
		part_column(p, N_("Falta"));
	}
	for (unsigned i = 0; i < pot->n; i++) {
		const struct pot_food *f = &pot->food[i];
		int64_t there = f->there > 0 ? f->there : 0;
		struct view *line = part_line(p, f->of->v[FOOD_NAME].s, STR(""));
		part_cell(line, f->need ? food_amount_show(c, f->of, f->need) : tr(c->lang, N_("al gusto")));
		if (!store)
			continue;
		part_cell(line, f->kept ? food_amount_show(c, f->of, f->there) : STR(""));
		part_cell(line, f->need > there && pot->stored ? food_amount_show(c, f->of, f->need - there) : STR(""));
	}
}

void pot_view(struct page_call *p, const struct pot *pot, bool store)
{
	struct ctx *c = p->c;
	int64_t cost_cents = pot_plate(pot, &pot->cost);
	struct str how = of_how_many(c, &pot->cost);

	if (!pot->n)
		return;
	if (store && cost_cents >= 0)
		part_fact(p, N_("Cada plato cuesta"), how.n ? str_fmt(c->mem, "%.*s (%.*s)", (int)money(c, cost_cents).n, money(c, cost_cents).p, (int)how.n,
			how.p) : money(c, cost_cents));
	view_shares(p, pot);
	part_after(p, N_("En el dibujo, 100 es lo que da un almuerzo completo (ACNUR, UNICEF, PMA y OMS, 2004). Es una medida, no una nota."));
	view_foods(p, pot, store);
}
