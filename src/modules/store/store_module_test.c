/* What is asked back before it is believed, in a store of two kitchens. */
#include "data.h"
#include "fixture.h"
#include "food.h"
#include "menu.h"
#include "people.h"
#include "stock.h"
#include "store_own.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h> /* last: its macro `fail` has another's name */

extern const struct module store_module, kitchens_module;
static const struct module *const modules[] = { &people_module, &foods_module, &stocks_module, &menus_module, &kitchens_module, &store_module, NULL };
static struct fixture f;
static struct id rice, first, second;

static struct id kitchen(const char *code)
{
	assert_int_equal(fixture_do(&f, &f.operator.who, "kitchen.register", "code", code, "name", code, "place", "150133",
		(const char *)NULL), ACT_ACCEPTED);
	return f.act->id;
}

static void food(const char *code, const char *name, const char *base, const char *large)
{
	assert_int_equal(fixture_do(&f, &f.operator.who, "food.put", "code", code, "name", name, "kind", "cereal", "base", base, "sack",
		"50000", "large", large, "keeps_days", "30", (const char *)NULL), ACT_ACCEPTED);
}

static void start(void)
{
	fixture_new(&f, modules);
	food("ARROZ", "arroz", "g", "500000");
	food("SAL", "sal", "g", "50000");
	first = kitchen("SJM-901");
	second = kitchen("SJM-902");
	f.ctx.diag = ARENA_NEW(f.mem, struct diag);
	rice = food_named(&f.ctx, STR("arroz"));
}

#define DO(action, ...) fixture_do(&f, &f.operator.who, action, __VA_ARGS__, (const char *)NULL)
#define BOUGHT(what, ...) DO("stock.in", "group", "SJM-901", "food", what, __VA_ARGS__)

static int64_t left(struct id group)
{
	return stock_balance(&f.ctx, group, rice);
}

static void amounts(void **state)
{
	(void)state;
	start();
	assert_int_equal(BOUGHT("sal 2000 kg", "cost", "30"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "food", "much"));
	assert_int_equal(BOUGHT("arros 1 saco y sal 2 kg", "day", "2026-11-23"), ACT_REFUSED);
	assert_int_equal(BOUGHT("arroz 1 saco\nsal 2 kg", "day", "2026-11-23"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "day", "future"));
	assert_int_equal(BOUGHT("arroz", "cost", "180"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "food", "required"));
	assert_int_equal(BOUGHT("arroz 1 saco\nsal 2 kg", "cost", "180"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "cost", "several"));
	assert_int_equal(BOUGHT("arroz 1 saco\nsal 2 kg", "supplier", "Bodega"), ACT_ACCEPTED);
	assert_int_equal(left(first), 50000);
	assert_int_equal(DO("stock.out", "group", "SJM-901", "food", "arroz 60 kg"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "food", "short"));
	assert_int_equal(DO("stock.out", "group", "SJM-901", "food", "arroz 60 kg", "reason", "un saco sin anotar"), ACT_ACCEPTED);
	assert_int_equal(left(first), -10000);
	assert_int_equal(DO("stock.count", "group", "SJM-901", "food", "arroz nada"), ACT_ACCEPTED);
	assert_int_equal(left(first), 0);
	/* For programs: a bare amount is in grams. */
	assert_int_equal(DO("stock.move", "group", "SJM-901", "kind", "given", "food", "ARROZ", "amount", "8000"), ACT_ACCEPTED);
	assert_int_equal(left(first), 8000);
	fixture_free(&f);
}

static void receipts_and_prices(void **state)
{
	(void)state;
	start();
	assert_int_equal(BOUGHT("arroz 50 kg", "cost", "180", "ruc", "20131312954"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "ruc", "digit"));
	assert_int_equal(BOUGHT("arroz 50 kg", "cost", "180", "ruc", "2013131", "reason", "así dice"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "ruc", "shape"));
	assert_int_equal(BOUGHT("arroz 50 kg", "cost", "180", "ruc", "20131312955", "receipt", "b001-12"), ACT_ACCEPTED);
	assert_int_equal(stock_last_price(&f.ctx, first, rice, false), 360);
	/* Somebody else notes the same. */
	assert_int_equal(BOUGHT("arroz 50 kg", "cost", "180"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "food", "again"));
	/* The same receipt has salt too; another kitchen's rice it has not, however it is written. */
	assert_int_equal(BOUGHT("sal 5 kg", "cost", "10", "ruc", "20131312955", "receipt", "B001-12"), ACT_ACCEPTED);
	assert_int_equal(DO("stock.in", "group", "SJM-902", "food", "arroz 20 kg", "ruc", "20131312955", "receipt", "B001 - 00012"),
		ACT_REFUSED);
	assert_true(fixture_refused(&f, "receipt", "used"));
	assert_true(str_starts(diag_find(&f.act->diag, "receipt")->arg, "SJM-901"));
	assert_int_equal(DO("stock.in", "group", "SJM-902", "food", "arroz 20 kg", "ruc", "20131312955", "receipt", "B001-12", "reason",
		"se compró entre las dos"), ACT_ACCEPTED);
	/* Ten times the price: grams for kilos, or soles for céntimos. */
	assert_int_equal(BOUGHT("arroz 10 kg", "cost", "360"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "cost", "confirm"));
	assert_int_equal(BOUGHT("arroz 10 kg", "cost", "38"), ACT_ACCEPTED);
	fixture_free(&f);
}

static void two_at_once_and_back(void **state)
{
	struct diag d = { 0 };
	struct id lent;

	(void)state;
	start();
	assert_int_equal(BOUGHT("arroz 50 kg", "cost", "180"), ACT_ACCEPTED);
	struct id bought = f.out.change->puts->id;
	/* She counts 40 while somebody uses 20. */
	assert_int_equal(DO("stock.out", "group", "SJM-901", "food", "arroz 20 kg"), ACT_ACCEPTED);
	assert_int_equal(DO("stock.count", "group", "SJM-901", "food", "arroz 40 kg", "stood", "50000"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "food", "counted"));
	assert_int_equal(DO("stock.count", "group", "SJM-901", "food", "arroz 28 kg", "stood", "30000"), ACT_ACCEPTED);
	assert_int_equal(left(first), 28000);
	assert_int_equal(DO("stock.lend", "group", "SJM-901", "kind", "lent", "other", "SJM-901", "food", "arroz 5 kg"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "other", "kind"));
	assert_int_equal(DO("stock.lend", "group", "SJM-901", "kind", "lent", "other", "SJM-902", "food", "arroz 5 kg"), ACT_ACCEPTED);
	lent = f.out.change->puts->id;
	struct loan loan[2];
	assert_int_equal(store_loans(&f.ctx, first, loan, 2), 1);
	assert_true(loan[0].net == -5000 && id_eq(loan[0].other, second));
	assert_int_equal(store_loans(&f.ctx, second, loan, 2), 1);
	assert_true(loan[0].net == 5000);
	assert_int_equal(DO("stock.lend", "group", "SJM-902", "kind", "repaid", "other", "SJM-901", "food", "arroz 2 kg"), ACT_ACCEPTED);
	assert_int_equal(store_loans(&f.ctx, first, loan, 2), 1);
	assert_true(loan[0].net == -3000);
	assert_int_equal(DO("stock.undo", "move", fixture_id(&f, lent).p), ACT_ACCEPTED);
	assert_int_equal(DO("stock.undo", "move", fixture_id(&f, lent).p), ACT_REFUSED);
	assert_true(fixture_refused(&f, "move", "again"));
	assert_int_equal(left(second), -2000);
	/* What was bought is half used: taking it back needs a reason. */
	assert_int_equal(DO("stock.undo", "move", fixture_id(&f, bought).p), ACT_REFUSED);
	assert_true(fixture_refused(&f, "reason", "short"));
	assert_int_equal(DO("stock.undo", "move", fixture_id(&f, bought).p, "reason", "era de otra cocina"), ACT_ACCEPTED);
	assert_int_equal(left(first), 30000 - 50000);
	assert_int_equal(data_compare(writer_db(f.writer), f.reg, f.net.id, 9, &d), OK);
	fixture_free(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(amounts), cmocka_unit_test(receipts_and_prices),
		cmocka_unit_test(two_at_once_and_back) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
