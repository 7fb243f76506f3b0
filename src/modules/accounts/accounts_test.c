/* Accounts through the whole gate: rows, the store's purchases, a second eye, the oath, and what two treasurers do at once. */
#include "accounts_own.h"
#include "common.h"
#include "data.h"
#include "fixture.h"
#include "food.h"
#include "media.h"
#include "record_put.h"
#include "sheet.h"
#include "stock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h> /* last: its macro `fail` has another's name */

/* What a store's own module does. */
enum { BUY_GROUP, BUY_FOOD, BUY__N };

static const struct field buy_args[] = {
	[BUY_GROUP] = { "group", T_REF, F_REQUIRED, .label = "Grupo", .ref = "group" },
	[BUY_FOOD] = { "food", T_REF, F_REQUIRED, .label = "Alimento", .ref = "food" },
};

static enum rc buy_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct stock_entry e = { .group = act_ref(a, BUY_GROUP), .food = act_ref(a, BUY_FOOD), .day = today(c) - 19, .kind = "bought", .amount = 12500,
		.has_cost = true, .cost_cents = 4500, .ruc = STR("20100070970"), .receipt = STR("F001-7") };

	return stock_put(c, a, ch, "food", &e, 0);
}

static const struct action buy = { .name = "test.buy", .label = "Comprar", .nargs = BUY__N, .args = buy_args, .on = AT(BUY_GROUP), .decide = buy_decide,
	.describe = record_describe };
static const struct rule buy_rules[] = { { "leader", REL_GROUP, "test.buy" }, { NULL, REL_ANYONE, NULL } };
static const struct module buying = { .name = "buying", .actions = (const struct action *const[]){ &buy, NULL }, .rules = buy_rules };

static const struct module *const modules[] = { &people_module, &common_module, &foods_module, &stocks_module, &buying, &accounts_module, NULL };
static struct fixture f;
static struct fixture_person rosa, ana, elena;
static struct id kitchen, balance;

#define DO(who, action, ...) fixture_do(&f, who, action, __VA_ARGS__, (const char *)NULL)
#define ID(id) fixture_id(&f, id).p

static int setup(void **state)
{
	(void)state;
	fixture_new(&f, modules);
	assert_int_equal(DO(&f.operator.who, "group.create", "name", "Virgen", "kind", "womens_group", "code", "COM-1", "place", "150133", "parent", ID(f.net.id)),
		ACT_ACCEPTED);
	kitchen = f.act->id;
	assert_int_equal(DO(&f.operator.who, "group.create", "name", "Otra", "kind", "womens_group", "code", "COM-2", "place", "150133", "parent", ID(f.net.id)),
		ACT_ACCEPTED);
	fixture_person(&f, &rosa, "Rosa", "leader", kitchen);
	fixture_person(&f, &ana, "Ana", "cook", kitchen);
	fixture_person(&f, &elena, "Elena", "leader", f.act->id);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	fixture_free(&f);
	return 0;
}

static enum act_status opened(const char *since, const char *until, const char *eyes)
{
	enum act_status s = DO(&rosa.who, "balance.report", "group", "COM-1", "since", since, "until", until, "type", "fortnight", "subsidy", "200",
		"assigned", since, "account_day", until, "president", "Rosa", "president_dni", "40000001", "treasurer", "Ana", "treasurer_dni", "40000002",
		"phone", "900000001", "eyes", eyes);
	struct value v[BALANCE__N] = { [BALANCE_GROUP] = value_id(kitchen) };

	assert_true(day_parse(str_c(since), &v[BALANCE_SINCE].i));
	v[BALANCE_SINCE].kind = V_INT;
	balance = entity_key_id(&balance_entity, f.net.id, v);
	return s;
}

static enum act_status row(const struct actor *who, const char *n, const char *date, const char *ruc, const char *receipt, const char *amount)
{
	return DO(who, "balance_row.report", "balance", ID(balance), "n", n, "date", date, "description", "arroz", "quantity", "varios", "unit", "kg",
		"ruc", ruc, "receipt", receipt, "unit_price", "varios", "amount", amount);
}

static void laws(void)
{
	struct diag d = { 0 };

	assert_int_equal(data_compare(writer_db(f.writer), f.reg, f.net.id, 7, &d), OK);
}

static void rows_are_judged(void **state)
{
	struct record *r = ARENA_NEW(f.mem, struct record);

	(void)state;
	assert_int_equal(opened("2026-11-01", "2026-10-01", "0"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "until", "order"));
	assert_int_equal(opened("2026-11-01", "2026-11-15", "0"), ACT_ACCEPTED);
	assert_int_equal(row(&elena.who, "1", "2026-11-03", "20100070970", "F001-1", "180"), ACT_REFUSED); /* of another centre */
	assert_int_equal(row(&rosa.who, "1", "2026-10-31", "20100070970", "F001-1", "180"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "date", "before"));
	assert_int_equal(row(&rosa.who, "1", "2026-11-16", "20100070970", "F001-1", "180"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "date", "after"));
	assert_int_equal(row(&rosa.who, "1", "2026-11-03", "20100070971", "F001-1", "180"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "ruc", "digit"));
	assert_int_equal(row(&rosa.who, "1", "2026-11-03", "20 100070970", "f001-1", "180"), ACT_ACCEPTED);
	assert_true(fixture_get(&f, "balance_row", balance_row_id(&f.ctx, balance, 1), r));
	assert_true(str_is(r->v[ROW_RUC].s, "20100070970") && str_is(r->v[ROW_RECEIPT].s, "F001-1") && str_is(r->v[ROW_QUANTITY].s, "varios"));
	f.seen = STR("");
	/* Two treasurers write the same row: the second is asked, nothing is lost. */
	f.look = true;
	assert_int_equal(row(&rosa.who, "1", "2026-11-04", "10400000013", "B001-2", "20"), ACT_REFUSED);
	assert_non_null(f.out.current);
	assert_int_equal(f.out.current->v[ROW_AMOUNT].i, 18000);
	/* The same receipt again, however it is written: asked, and passes with a reason. */
	assert_int_equal(row(&rosa.who, "2", "2026-11-03", "20100070970", "f001 - 0001", "40"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "reason", "confirm"));
	assert_int_equal(row(&rosa.who, "2", "2026-11-03", "20100070970", "F001-1", "40"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "reason", "confirm"));
	assert_int_equal(DO(&rosa.who, "balance_row.report", "balance", ID(balance), "n", "2", "date", "2026-11-03", "description", "aceite", "ruc", "20100070970",
		"receipt", "F001-1", "amount", "40", "reason", "la misma boleta"), ACT_ACCEPTED);
	assert_int_equal(DO(&rosa.who, "balance_row.void", "row", ID(balance_row_id(&f.ctx, balance, 2)), "reason", "no era"), ACT_ACCEPTED);
	assert_int_equal(balance_rows(&f.ctx, balance, ARENA_ARRAY(f.mem, struct record, ROWS_MAX)), 1);
	laws();
}

static void sworn_with_a_second_eye(void **state)
{
	struct record *r = ARENA_NEW(f.mem, struct record);

	(void)state;
	assert_int_equal(opened("2026-11-01", "2026-11-15", "1"), ACT_ACCEPTED);
	assert_int_equal(DO(&rosa.who, "balance.swear", "balance", ID(balance)), ACT_REFUSED); /* no row: refused, whatever the reason */
	assert_true(fixture_refused(&f, NULL, "refuse"));
	assert_int_equal(row(&rosa.who, "1", "2026-11-03", "20100070970", "F001-1", "250.10"), ACT_ACCEPTED);
	assert_int_equal(DO(&rosa.who, "balance.swear", "balance", ID(balance)), ACT_REFUSED);
	assert_true(fixture_refused(&f, NULL, "eyes"));
	assert_int_equal(DO(&rosa.who, "balance.look", "balance", ID(balance)), ACT_ACCEPTED);
	assert_int_equal(DO(&rosa.who, "balance.swear", "balance", ID(balance)), ACT_REFUSED); /* her own eye is not a second one */
	assert_int_equal(DO(&ana.who, "balance.look", "balance", ID(balance)), ACT_ACCEPTED);
	assert_int_equal(row(&rosa.who, "2", "2026-11-04", "", "", "10"), ACT_ACCEPTED); /* what was looked at changed */
	assert_int_equal(DO(&rosa.who, "balance.swear", "balance", ID(balance), "reason", "x"), ACT_REFUSED);
	assert_int_equal(DO(&ana.who, "balance.look", "balance", ID(balance)), ACT_ACCEPTED);
	assert_int_equal(DO(&ana.who, "balance.swear", "balance", ID(balance), "reason", "x"), ACT_REFUSED); /* a cook does not swear */
	assert_int_equal(DO(&rosa.who, "balance.swear", "balance", ID(balance)), ACT_REFUSED);
	assert_true(fixture_refused(&f, "reason", "confirm")); /* a purchase without a receipt */
	assert_int_equal(DO(&rosa.who, "balance.swear", "balance", ID(balance), "reason", "en el mercado no dan boleta"), ACT_ACCEPTED);
	assert_int_equal(row(&rosa.who, "3", "2026-11-05", "20100070970", "F001-9", "5"), ACT_REFUSED);
	assert_true(fixture_refused(&f, NULL, "sworn"));
	assert_int_equal(opened("2026-11-01", "2026-11-14", "0"), ACT_REFUSED);
	assert_int_equal(DO(&rosa.who, "balance.reopen", "balance", ID(balance), "reason", "faltó una boleta"), ACT_ACCEPTED);
	assert_int_equal(row(&rosa.who, "3", "2026-11-05", "20100070970", "F001-9", "5"), ACT_ACCEPTED);
	assert_true(fixture_get(&f, "balance", balance, r));
	assert_int_equal(r->v[BALANCE_LOOKED_BY].kind, V_NULL);
	laws();
}

/* What the store bought comes in once, with what it cost. */
static void from_the_store(void **state)
{
	struct record *row_of = ARENA_ARRAY(f.mem, struct record, ROWS_MAX);

	(void)state;
	assert_int_equal(opened("2026-11-01", "2026-11-15", "0"), ACT_ACCEPTED);
	assert_int_equal(DO(&rosa.who, "balance.take", "balance", ID(balance)), ACT_REFUSED);
	assert_true(fixture_refused(&f, NULL, "none"));
	assert_int_equal(DO(&f.operator.who, "food.put", "code", "ARROZ", "name", "arroz", "kind", "cereal", "base", "g"), ACT_ACCEPTED);
	assert_int_equal(DO(&rosa.who, "test.buy", "group", "COM-1", "food", "ARROZ"), ACT_ACCEPTED);
	struct id here = balance;
	assert_int_equal(opened("2026-10-01", "2026-10-15", "0"), ACT_ACCEPTED); /* its receipt stands on another sheet */
	assert_int_equal(row(&rosa.who, "1", "2026-10-05", "20100070970", "f001 - 0007", "45"), ACT_ACCEPTED);
	balance = here;
	assert_int_equal(DO(&rosa.who, "balance.take", "balance", ID(balance)), ACT_REFUSED);
	assert_true(fixture_refused(&f, "reason", "confirm"));
	assert_int_equal(DO(&rosa.who, "balance.take", "balance", ID(balance), "reason", "otra cosa de la misma boleta"), ACT_ACCEPTED);
	assert_int_equal(balance_rows(&f.ctx, balance, row_of), 1);
	assert_true(str_is(row_of[0].v[ROW_QUANTITY].s, "12.5") && str_is(row_of[0].v[ROW_UNIT].s, "kg"));
	assert_int_equal(row_of[0].v[ROW_AMOUNT].i, 4500);
	assert_true(str_is(row_of[0].v[ROW_UNIT_PRICE].s, "3.60"));
	assert_int_equal(DO(&rosa.who, "balance.take", "balance", ID(balance)), ACT_REFUSED); /* once */
	laws();
}

static void the_sheet(void **state)
{
	struct record *r = ARENA_NEW(f.mem, struct record);
	struct str pdf, about, text;

	(void)state;
	assert_int_equal(opened("2026-11-01", "2026-11-15", "0"), ACT_ACCEPTED);
	assert_int_equal(row(&rosa.who, "1", "2026-11-03", "20100070970", "F001-1", "250.10"), ACT_ACCEPTED);
	assert_true(balance_get(&f.ctx, balance, r));
	assert_true(balance_paper(&f.ctx, r, &pdf));
	assert_int_equal(media_sniff(pdf), MEDIA_PDF);
	assert_true(str_contains(pdf, STR("/Count 1\n"))); /* one sheet holds it all */
	text = sheet_text(f.mem, "balance", balance);
	assert_true(str_starts(text, "AYNI:BALANCE:") && text.n == 13 + 32);
	assert_true(sheet_find(&f.ctx, text, r, &about) && id_eq(r->id, balance));
	assert_true(str_starts(about, "balance:"));
	assert_false(sheet_find(&f.ctx, STR("AYNI:BALANCE:00000000000000000000000000000000"), r, &about));
	assert_false(sheet_find(&f.ctx, STR("AYNI:NOTHING:00000000000000000000000000000000"), r, &about));
	assert_false(sheet_find(&f.ctx, STR("AYNI:"), r, &about));
	assert_false(sheet_find(&f.ctx, STR("https://example.org/AYNI:BALANCE:1"), r, &about));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(rows_are_judged, setup, teardown),
		cmocka_unit_test_setup_teardown(sworn_with_a_second_eye, setup, teardown),
		cmocka_unit_test_setup_teardown(from_the_store, setup, teardown),
		cmocka_unit_test_setup_teardown(the_sheet, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
