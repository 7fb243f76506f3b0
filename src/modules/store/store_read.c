/*
 * store_read.c - what is in a store, how long it lasts, what is lent, what is lacking soon.
 */
#include "store_own.h"

#include "menu.h"

enum { HABIT_DAYS = 14, AHEAD_DAYS = 7, PACKAGE_DAYS = 400, WHOLE = 1000, STEP = 100 };

unsigned store_mine(struct ctx *c, struct id *out, unsigned max)
{
	return db_ids(c->db, SQL(Q_STORE_MINE), ARGS(cell_id(&c->net->id), cell_id(&c->who->person), cell_int(today(c))), out, max);
}

static struct held *find(struct held *h, unsigned n, struct id food)
{
	for (unsigned i = 0; i < n; i++)
		if (id_eq(h[i].food, food))
			return &h[i];
	return NULL;
}

static int by_name(const void *a, const void *b)
{
	return str_cmp(((const struct held *)a)->name, ((const struct held *)b)->name);
}

/*
 * What came last is what is there: going back from the latest, each arrival whose food is not yet accounted for by what
 * is left still lies there; the earliest of their dates is when something goes off.
 */
static void note_spoiling(struct ctx *c, struct id group, struct held *h, unsigned n)
{
	int64_t *left = ARENA_ARRAY(c->mem, int64_t, n + 1);
	struct rows r;

	for (unsigned i = 0; i < n; i++)
		left[i] = h[i].balance;
	r = db_rows(c->db, SQL(Q_STORE_CAME), ARGS(cell_id(&c->net->id), cell_id(&group), cell_int(today(c) - PACKAGE_DAYS)));
	while (rows_next(&r)) {
		struct held *one = find(h, n, rows_id(&r, 0));
		bool package = !rows_null(&r, 3);
		int64_t day = rows_int(&r, 3);
		if (!one || left[one - h] <= 0)
			continue;
		left[one - h] -= rows_int(&r, 2);
		if (!package && one->record->v[FOOD_KEEPS_DAYS].kind == V_INT)
			day = rows_int(&r, 1) + one->record->v[FOOD_KEEPS_DAYS].i;
		if (rows_int(&r, 2) <= 0 || !day || (one->spoils && one->spoils <= day))
			continue;
		one->spoils = day;
		one->said = package;
	}
}

unsigned store_held(struct ctx *c, struct id group, struct held out[STORE_FOODS_MAX])
{
	struct stock_row *row = ARENA_ARRAY(c->mem, struct stock_row, STORE_FOODS_MAX);
	unsigned found = stock_all(c, group, row, STORE_FOODS_MAX), n = 0;
	struct rows r;

	for (unsigned i = 0; i < found; i++) {
		struct record *food = ARENA_NEW(c->mem, struct record);
		if (food_get(c, row[i].food, food))
			out[n++] = (struct held){ .food = row[i].food, .name = food->v[FOOD_NAME].s, .balance = row[i].balance, .record = food };
	}
	qsort(out, n, sizeof(*out), by_name);
	r = db_rows(c->db, SQL(Q_STORE_USED), ARGS(cell_id(&c->net->id), cell_id(&group), cell_int(today(c) - HABIT_DAYS),
		cell_int(today(c) - 1)));
	while (rows_next(&r)) {
		struct held *one = find(out, n, rows_id(&r, 0));
		if (one)
			one->daily = rows_int(&r, 1) / HABIT_DAYS;
	}
	note_spoiling(c, group, out, n);
	return n;
}

unsigned store_loans(struct ctx *c, struct id group, struct loan *out, unsigned max)
{
	const struct id nobody = { 0 };
	struct rows r = db_rows(c->db, SQL(Q_STORE_LOANS), ARGS(cell_id(&c->net->id), cell_id(&group), cell_id(&nobody)));
	unsigned n = 0;

	while (n < max && rows_next(&r))
		out[n++] = (struct loan){ .other = rows_id(&r, 0), .food = rows_id(&r, 1), .net = rows_int(&r, 2) };
	if (n == max)
		rows_end(&r);
	return n;
}

/* ---- what is lacking soon ---- */

/* As people buy: whole kilos, or hundreds of grams; whole pieces. */
static int64_t rounded(const struct record *food, int64_t amount)
{
	int64_t step = food_is_counted(food) ? 1 : amount < WHOLE ? STEP : WHOLE;

	return (amount + step - 1) / step * step;
}

static const char *why(bool menu, bool left)
{
	if (menu)
		return left ? N_("Queda {left} y los menús piden {menu}") : N_("No queda, y los menús piden {menu}");
	return left ? N_("Queda {left} y se usa {daily} al día") : N_("No queda, y se usa {daily} al día");
}

/* Foods of the menus that the store never had stand behind those it has. */
static unsigned add_foods(struct ctx *c, const struct menu_food *menu, unsigned nmenu, struct held *h, unsigned n)
{
	for (unsigned i = 0; i < nmenu && n < STORE_FOODS_MAX; i++) {
		struct record *food = ARENA_NEW(c->mem, struct record);
		if (!find(h, n, menu[i].food) && food_get(c, menu[i].food, food))
			h[n++] = (struct held){ .food = menu[i].food, .name = food->v[FOOD_NAME].s, .record = food };
	}
	return n;
}

static int64_t asked_by(const struct menu_food *menu, unsigned nmenu, struct id food)
{
	for (unsigned i = 0; i < nmenu; i++)
		if (id_eq(menu[i].food, food))
			return menu[i].amount;
	return 0;
}

unsigned store_lacks(struct ctx *c, struct id group, struct lack *out, unsigned max)
{
	struct held *h = ARENA_ARRAY(c->mem, struct held, STORE_FOODS_MAX);
	struct menu_food *menu = ARENA_ARRAY(c->mem, struct menu_food, MENU_FOODS_MAX);
	unsigned nmenu = menus_need(c, group, today(c), today(c) + AHEAD_DAYS - 1, menu, MENU_FOODS_MAX);
	unsigned n = add_foods(c, menu, nmenu, h, store_held(c, group, h)), lacking = 0;

	for (unsigned i = 0; i < n && lacking < max; i++) {
		int64_t there = h[i].balance > 0 ? h[i].balance : 0, habit = h[i].daily * AHEAD_DAYS, asked = asked_by(menu, nmenu, h[i].food);
		int64_t wanted = (asked > habit ? asked : habit) - there;
		if (wanted <= 0)
			continue;
		struct str amount = food_amount_show(c, h[i].record, rounded(h[i].record, wanted));
		const struct str_pair pairs[] = { { "left", food_amount_show(c, h[i].record, there) },
			{ "daily", food_amount_show(c, h[i].record, h[i].daily) }, { "menu", food_amount_show(c, h[i].record, asked) } };
		out[lacking++] = (struct lack){ .food = h[i].food,
			.text = str_fmt(c->mem, "%.*s %.*s", (int)h[i].name.n, h[i].name.p, (int)amount.n, amount.p),
			.why = tr_named(c->mem, c->lang, why(asked > habit, there > 0), pairs, ARRAY_LEN(pairs)) };
	}
	return lacking;
}
