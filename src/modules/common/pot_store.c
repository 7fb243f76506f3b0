/*
 * pot_store.c - what a pot takes of its kitchen's store, and gives back.
 */
#include "pot_store.h"

enum { MOVES_MAX = 200 };

struct str pot_source(struct ctx *c, struct id meal)
{
	return str_fmt(c->mem, "meal %.36s", id_text(c->mem, meal).p);
}

unsigned pot_moves(struct ctx *c, struct id group, int64_t day, struct str source, struct stock_line *out, unsigned max)
{
	unsigned n = stock_moves(c, group, (struct id){ 0 }, day, day, "used", out, max), kept = 0;

	for (unsigned i = 0; i < n; i++)
		if (!out[i].back && str_eq(out[i].source, source))
			out[kept++] = out[i];
	return kept;
}

unsigned pot_give_back(struct ctx *c, struct change *ch, struct id group, int64_t day, struct str source, struct str reason)
{
	struct stock_line *line = ARENA_ARRAY(c->mem, struct stock_line, MOVES_MAX);
	unsigned n = pot_moves(c, group, day, source, line, MOVES_MAX), back = 0;

	for (unsigned i = 0; i < n; i++)
		back += stock_put_reversal(c, ch, line[i].id, reason);
	return back;
}

static bool is_taken(const struct record *menu)
{
	return menu->v[MENU_TAKEN].kind == V_INT && menu->v[MENU_TAKEN].i;
}

unsigned pot_menu_foods(struct ctx *c, const struct pot_key *pot, int64_t plates, struct food_line out[RECIPE_FOODS_MAX])
{
	struct menu_food food[RECIPE_FOODS_MAX];
	struct record *menu = ARENA_NEW(c->mem, struct record), *recipe = ARENA_NEW(c->mem, struct record);
	unsigned kept = 0;

	if (!menu_get(c, pot->group, pot->day, pot->sitting, menu) || menu->v[MENU_RECIPE].kind != V_ID ||
		!recipe_get(c, menu->v[MENU_RECIPE].id, recipe))
		return 0;
	int64_t written = recipe->v[RECIPE_PLATES].i;
	int64_t wanted = menu->v[MENU_PLATES].kind == V_INT ? menu->v[MENU_PLATES].i : plates > 0 ? plates : written;
	unsigned n = recipe_foods(c, recipe->id, food);
	for (unsigned i = 0; i < n; i++) {
		int64_t need = menu_scale(food[i].amount, wanted, written), there = need > 0 ? stock_balance(c, pot->group, food[i].food) : 0;
		int64_t amount = need < there ? need : there;
		if (amount > 0)
			out[kept++] = (struct food_line){ .food = food[i].food, .name = food_name(c, food[i].food), .amount = amount };
	}
	return kept;
}

enum rc pot_take(struct ctx *c, const struct act *a, struct change *ch, const char *field, const struct pot_key *pot, struct str reason,
	const struct food_line *line, unsigned n)
{
	struct str source = pot_source(c, pot->meal);

	for (unsigned i = 0; i < n; i++) {
		struct stock_entry e = { .group = pot->group, .food = line[i].food, .day = pot->day, .kind = "used", .amount = line[i].amount,
			.typed = line[i].typed, .reason = reason, .source = source };
		if (!line[i].amount)
			return fail_with(c, field, "required", N_("Escriba cuánto se usó: %s 2 kg"), line[i].name);
		if (stock_put(c, a, ch, field, &e, i) != OK)
			return INVALID;
	}
	return OK;
}

void pot_menu_taken(struct ctx *c, struct change *ch, const struct pot_key *pot, bool taken)
{
	struct record *menu = ARENA_NEW(c->mem, struct record);

	if (schema_entity(c->schema, STR("menu")) && menu_get(c, pot->group, pot->day, pot->sitting, menu) && is_taken(menu) != taken)
		put_int(change_put(ch, &menu_entity, menu->id, false), MENU_TAKEN, taken);
}

/* What was counted since then tells of this pot already. */
static unsigned leave_counted(struct ctx *c, const struct pot_key *pot, struct food_line *line, unsigned n)
{
	struct stock_line *counted = ARENA_ARRAY(c->mem, struct stock_line, MOVES_MAX);
	unsigned counts = pot->day < today(c) ? stock_moves(c, pot->group, (struct id){ 0 }, pot->day + 1, today(c), "counted", counted, MOVES_MAX) : 0;
	unsigned kept = 0;

	for (unsigned i = 0; i < n; i++) {
		bool since = false;
		for (unsigned k = 0; k < counts && !since; k++)
			since = !counted[k].back && id_eq(counted[k].food, line[i].food);
		if (!since)
			line[kept++] = line[i];
	}
	return kept;
}

enum rc pot_take_menu(struct ctx *c, const struct act *a, struct change *ch, const struct pot_key *pot, int64_t plates)
{
	struct food_line line[RECIPE_FOODS_MAX];
	struct record *menu = ARENA_NEW(c->mem, struct record);

	if (!schema_entity(c->schema, STR("menu")) || !schema_entity(c->schema, STR("stock_move")) ||
		!menu_get(c, pot->group, pot->day, pot->sitting, menu) || is_taken(menu))
		return OK;
	unsigned n = leave_counted(c, pot, line, pot_menu_foods(c, pot, plates, line));
	if (!n)
		return OK;
	put_int(change_put(ch, &menu_entity, menu->id, false), MENU_TAKEN, 1);
	return pot_take(c, a, ch, "served", pot, tr(lang_spanish(), N_("Lo que pide el menú")), line, n);
}

struct str pot_took_told(struct ctx *c, const struct change *ch, unsigned max)
{
	struct record *food = ARENA_NEW(c->mem, struct record);
	struct buf b = buf_new(c->mem, 80);
	unsigned n = 0;

	for (const struct put *p = ch ? ch->puts : NULL; p; p = p->next) {
		const struct value *delta = p->entity == &stock_entity ? put_get(p, STOCK_DELTA) : NULL;
		if (!delta || delta->i >= 0 || str_is(put_get(p, STOCK_KIND)->s, "reversed") || !food_get(c, put_get(p, STOCK_FOOD)->id, food) ||
			n++ >= max)
			continue;
		buf_c(&b, b.n ? ", " : "");
		buf_add(&b, food->v[FOOD_NAME].s);
		buf_char(&b, ' ');
		buf_add(&b, food_amount_show(c, food, -delta->i));
	}
	const struct str_pair pairs[] = { { "foods", buf_str(&b) }, { "n", str_fmt(c->mem, "%u", n - max) } };
	return n <= max ? buf_str(&b) : tr_named(c->mem, c->lang, N_("{foods} y {n} más"), pairs, 2);
}
