/* A recipe of real size scales; serving counts the plates and takes the food in one change; turns are swapped, hours counted. */
#include "cooking_own.h"

#include "cooking.h"
#include "data.h"
#include "fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h> /* last: its macro `fail` has another's name */
#undef fail

extern const struct module kitchens_module;

/* ---- an action of the test's own: something comes into the store ---- */

static enum rc move_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct stock_entry e = { .group = act_ref(a, 0), .food = act_ref(a, 1), .kind = "bought", .amount = act_int(a, 2),
		.day = zone_day(c->net->zone, a->acted_at), .has_cost = act_has(a, 3), .cost_cents = act_has(a, 3) ? act_int(a, 3) : 0 };

	return stock_put(c, a, ch, "amount", &e, 0);
}

static struct str move_describe(struct ctx *c, const struct told *t)
{
	(void)c;
	return t->author;
}

static const struct field move_args[] = {
	{ "group", T_REF, F_REQUIRED, .label = "g", .ref = "group" }, { "food", T_REF, F_REQUIRED, .label = "f", .ref = "food" },
	{ "amount", T_INT, F_REQUIRED, .label = "a", .min = 1, .max = 100000000 }, { "cost", T_MONEY, 0, .label = "c", .min = 0, .max = 10000000 },
};

static const struct action move = { .name = "move.put", .label = "m", .args = move_args, .nargs = 4, .on = AT(0), .decide = move_decide,
	.describe = move_describe };

static const struct rule move_rules[] = { { "operator", REL_NETWORK, "move.put" }, { NULL, REL_ANYONE, NULL } };
static const struct module moves_module = { .name = "moves", .actions = (const struct action *const[]){ &move, NULL }, .rules = move_rules };

static const struct module *const modules[] = { &people_module, &foods_module, &stocks_module, &menus_module, &kitchens_module,
	&cooking_module, &moves_module, NULL };
static struct fixture f;
static struct fixture_person leader, ana, luz;
static struct id kitchen;

static const char *const foods[][6] = { /* code, kcal, mg, µg, percent, base */
	{ "ARROZ", "365", "7130", "800", "100", "g" }, { "OLLUCO", "62", "1100", "1100", "95", "g" }, { "PAPA", "77", "2050", "810", "85", "g" },
	{ "CARNE", "215", "18590", "2090", "100", "g" }, { "BOLSA", "", "", "", "", "unit" } };

static int setup(void **state)
{
	(void)state;
	fixture_new(&f, modules);
	for (size_t i = 0; i < ARRAY_LEN(foods); i++)
		assert_int_equal(fixture_do(&f, &f.operator.who, "food.put", "code", foods[i][0], "name", foods[i][0], "kind", "other", "base",
			foods[i][5], "energy_kcal", foods[i][1], "protein_mg", foods[i][2], "iron_ug", foods[i][3], "edible_pct", foods[i][4],
			(const char *)NULL), ACT_ACCEPTED);
	assert_int_equal(fixture_do(&f, &f.operator.who, "kitchen.register", "name", "Las Vecinas", "kind", "olla", "place", "150133",
		"capacity", "110", (const char *)NULL), ACT_ACCEPTED);
	kitchen = f.act->id;
	fixture_person(&f, &leader, "Rosa", "leader", kitchen);
	fixture_person(&f, &ana, "Ana", "cook", kitchen);
	fixture_person(&f, &luz, "Luz", "member", kitchen);
	assert_int_equal(fixture_do(&f, &leader.who, "recipe.put", "group", fixture_id(&f, kitchen).p, "name", "Olluquito con carne", "plates",
		"110", "ingredients", "20 kg de arroz\n25 kg de olluco\npapa 10 kg\n1 kg de carne", (const char *)NULL), ACT_ACCEPTED);
	return 0;
}

static int teardown(void **state)
{
	struct diag d = { 0 };

	(void)state;
	assert_int_equal(data_compare(writer_db(f.writer), f.reg, f.net.id, 7, &d), OK);
	fixture_free(&f);
	return 0;
}

static struct ctx *reading(void)
{
	static struct diag d;

	d = (struct diag){ 0 };
	f.ctx.diag = &d;
	f.ctx.db = writer_db(f.writer);
	return &f.ctx;
}

static struct id food(const char *code)
{
	return food_named(reading(), str_c(code));
}

static int64_t there(const char *code)
{
	return stock_balance(reading(), kitchen, food(code));
}

static void buys(const char *code, const char *grams, const char *soles)
{
	assert_int_equal(fixture_do(&f, &f.operator.who, "move.put", "group", fixture_id(&f, kitchen).p, "food", code, "amount", grams, "cost",
		soles, (const char *)NULL), ACT_ACCEPTED);
}

static enum act_status serves(const char *served, const char *used, const char *reason)
{
	const char *none = NULL;

	return fixture_do(&f, &leader.who, "pot.serve", "group", fixture_id(&f, kitchen).p, "served", served, used ? "used" : none, used,
		reason ? "reason" : none, reason, none);
}

static int64_t day_now(void)
{
	return zone_day(f.net.zone, f.now);
}

/* The picture of real size: 110 plates are 20 kg of rice, 25 kg of olluco, 10 kg of potato and a kilo of meat; half of it for 55. */
static void a_recipe_scales(void **state)
{
	struct ctx *c = reading();
	struct pot *pot = ARENA_NEW(c->mem, struct pot);
	struct id recipe = recipe_named(c, kitchen, STR("OLLUQUITO con carne"));

	(void)state;
	assert_false(id_is_zero(recipe));
	pot_of_recipe(c, pot, (struct id){ 0 }, recipe, 55);
	assert_int_equal(pot->n, 4);
	assert_int_equal(pot->food[0].need, 12500);
	assert_int_equal(pot->food[1].need, 10000);
	assert_int_equal(pot_plate(pot, &pot->cost), -1); /* no price was ever told */
	/* By hand: (20000·365 + 25000·0.95·62 + 10000·0.85·77 + 1000·215) / 100 / 110 kcal a plate; protein and iron the same way. */
	assert_in_range(pot_plate(pot, &pot->energy), 876, 877);
	assert_int_equal(pot_plate(pot, &pot->protein) / 10, (20000LL * 7130 + 23750LL * 1100 + 8500LL * 2050 + 1000LL * 18590) / 100 / 110 / 10);
	assert_int_equal(pot->energy.known, 4);
}

static void serving_takes_what_there_is(void **state)
{
	struct ctx *c;
	struct pot *pot;

	(void)state;
	buys("ARROZ", "15000", "45.00");
	buys("OLLUCO", "40000", "60.00");
	assert_int_equal(fixture_do(&f, &leader.who, "menu.plan", "group", fixture_id(&f, kitchen).p, "dish", "olluquito con carne", "plates",
		"110", (const char *)NULL), ACT_ACCEPTED);
	c = reading();
	struct menu_food need[8];
	assert_int_equal(menus_need(c, kitchen, day_now(), day_now() + 7, need, 8), 4);
	pot = ARENA_NEW(c->mem, struct pot);
	pot_read(c, pot, kitchen, day_now(), STR("lunch"));
	assert_int_equal(pot->plates, 110);
	assert_int_equal(pot->cost.known, 2);
	assert_int_equal(pot->cost.sum, 6000 + 3750); /* 20 kg at S/ 3.00, 25 kg at S/ 1.50 */
	assert_int_equal(serves("110", NULL, NULL), ACT_ACCEPTED);
	assert_int_equal(there("ARROZ"), 0); /* 20 kg were meant, 15 kg were there */
	assert_int_equal(there("OLLUCO"), 15000);
	assert_int_equal(there("PAPA"), 0); /* the store never knew of any */
	assert_int_equal(pot_served(reading(), kitchen, day_now(), STR("lunch")), 110);
	assert_int_equal(menus_need(reading(), kitchen, day_now(), day_now() + 7, need, 8), 0);
	/* It is corrected: what was really used. More than there is needs a word. */
	f.now += 60000;
	assert_int_equal(serves("110", "10 kg de arroz\n30 kg de olluco", NULL), ACT_ACCEPTED);
	assert_int_equal(there("ARROZ"), 5000);
	assert_int_equal(there("OLLUCO"), 10000);
	f.now += 60000;
	assert_int_equal(serves("110", "18 kg de arroz", NULL), ACT_REFUSED);
	assert_true(fixture_refused(&f, "used", "short"));
	assert_int_equal(there("ARROZ"), 5000);
	assert_int_equal(serves("110", "18 kg de arroz", "Una vecina trajo y no se anotó"), ACT_ACCEPTED);
	assert_int_equal(there("ARROZ"), -3000);
	assert_int_equal(there("OLLUCO"), 40000);
	assert_true(str_is(pot_took(reading(), kitchen, day_now(), STR("lunch")), "18 kg de arroz") ||
		str_is(pot_took(reading(), kitchen, day_now(), STR("lunch")), "18 kg de ARROZ"));
	/* A figure that stands is not written over from here. */
	assert_int_equal(serves("90", "1 kg de arroz", "porque"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "served", "standing"));
	/* Nor is a menu changed whose food is gone. */
	assert_int_equal(fixture_do(&f, &leader.who, "menu.plan", "group", fixture_id(&f, kitchen).p, "dish", "Lentejas", (const char *)NULL),
		ACT_REFUSED);
	assert_true(fixture_refused(&f, "day", "cooked"));
}

static void bad_recipes_are_asked_back(void **state)
{
	static const struct {
		const char *list, *code;
	} bad[] = { { "20 kg de nubes", "unknown" }, { "arroz 20", "measure" }, { "   ", "required" } };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		assert_int_equal(fixture_do(&f, &leader.who, "recipe.put", "group", fixture_id(&f, kitchen).p, "name", "Otra", "plates", "50",
			"ingredients", bad[i].list, (const char *)NULL), ACT_REFUSED);
		assert_true(fixture_refused(&f, "ingredients", bad[i].code));
	}
	assert_int_equal(fixture_do(&f, &leader.who, "recipe.put", "group", fixture_id(&f, kitchen).p, "name", "olluquito CON carne", "plates",
		"50", "ingredients", "1 kg de arroz", (const char *)NULL), ACT_REFUSED);
	assert_true(fixture_refused(&f, "name", "taken"));
}

/* Whoever has that turn is told the evening before, and that day until it began; nobody else is. */
static void reminded(struct id turn, bool hers)
{
	const struct fixture_person *all[] = { &leader, &ana, &luz };
	struct record *r = ARENA_NEW(f.mem, struct record);
	struct ctx *c = reading(), mine = *c;

	assert_true(turn_get(c, turn, r));
	for (unsigned i = 0; i < ARRAY_LEN(all); i++) {
		bool one = hers && id_eq(all[i]->who.person, r->v[TURN_PERSON].id);
		mine.who = &all[i]->who;
		mine.now = zone_instant(mine.net->zone, r->v[TURN_DAY].i - 1, 18 * 60);
		if (hers || id_eq(all[i]->who.person, r->v[TURN_PERSON].id))
			assert_int_equal(str_contains(cooking_remind(&mine), STR("Le toca cocinar")), one);
		mine.now = zone_instant(mine.net->zone, r->v[TURN_DAY].i, 11 * 60);
		if (one)
			assert_int_equal(cooking_remind(&mine).n, 0);
	}
}

/* Three women, a turn each day: everybody the same; one cannot and the next goes; her hours are hers. */
static void turns_are_shared(void **state)
{
	struct rota_person p[ROTA_PEOPLE_MAX];
	struct record *r = ARENA_NEW(f.mem, struct record);
	struct id first = { 0 };

	(void)state;
	assert_int_equal(fixture_do(&f, &leader.who, "turn.share", "group", fixture_id(&f, kitchen).p, "days", "14", "cooks", "1",
		(const char *)NULL), ACT_ACCEPTED);
	assert_int_equal(turn_people(reading(), kitchen, day_now() + 1, p), 3);
	for (unsigned i = 0; i < 3; i++)
		assert_int_equal(p[i].turns, 4); /* twelve days without Sundays */
	assert_int_equal(fixture_do(&f, &leader.who, "turn.share", "group", fixture_id(&f, kitchen).p, "days", "14", "cooks", "1",
		(const char *)NULL), ACT_REFUSED);
	assert_true(fixture_refused(&f, "days", "full"));
	struct rows rows = db_rows(reading()->db, SQL(Q_TURNS_BETWEEN), ARGS(cell_id(&f.net.id), cell_id(&kitchen), cell_int(day_now()),
		cell_int(day_now() + 20)));
	assert_true(rows_next(&rows));
	first = rows_id(&rows, 0);
	rows_end(&rows);
	reminded(first, true);
	assert_int_equal(fixture_do(&f, &ana.who, "turn.tell", "turn", fixture_id(&f, first).p, (const char *)NULL), ACT_ACCEPTED);
	reminded(first, false);
	assert_true(turn_get(reading(), first, r) && str_is(r->v[TURN_STATE].s, "away"));
	assert_non_null(f.out.change->puts->next);
	assert_int_equal(fixture_do(&f, &ana.who, "turn.tell", "turn", fixture_id(&f, first).p, (const char *)NULL), ACT_REFUSED);
	assert_int_equal(fixture_do(&f, &luz.who, "turn.work", "group", fixture_id(&f, kitchen).p, "time", "5 horas y media", (const char *)NULL),
		ACT_ACCEPTED);
	assert_int_equal(put_get(f.out.change->puts, TURN_MINUTES)->i, 330);
	assert_true(id_eq(put_get(f.out.change->puts, TURN_PERSON)->id, luz.who.person));
	assert_int_equal(fixture_do(&f, &ana.who, "turn.work", "group", fixture_id(&f, kitchen).p, "time", "40 horas", (const char *)NULL),
		ACT_REFUSED);
	assert_true(fixture_refused(&f, "time", "range"));
	assert_int_equal(fixture_do(&f, &ana.who, "turn.work", "group", fixture_id(&f, kitchen).p, "time", "5 horas", "person",
		fixture_id(&f, f.operator.who.person).p, (const char *)NULL), ACT_REFUSED);
	assert_true(fixture_refused(&f, "person", "unknown"));
	assert_int_equal(fixture_do(&f, &ana.who, "turn.work", "group", fixture_id(&f, kitchen).p, "time", "mucho", (const char *)NULL),
		ACT_REFUSED);
	rows = db_rows(reading()->db, SQL(Q_WEEKS_OF), ARGS(cell_id(&f.net.id), cell_id(&kitchen), cell_int(0)));
	assert_true(rows_next(&rows));
	rows_end(&rows);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(a_recipe_scales), cmocka_unit_test(serving_takes_what_there_is),
		cmocka_unit_test(bad_recipes_are_asked_back), cmocka_unit_test(turns_are_shared) };

	return cmocka_run_group_tests(tests, setup, teardown);
}
