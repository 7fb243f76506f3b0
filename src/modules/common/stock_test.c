/*
 * Movements of a store: what is refused without a reason, what two say at once, and the law: in whatever order changes
 * arrive, the sum of movements is the stock.
 */
#include "stock.h"

#include "data.h"
#include "fixture.h"
#include "food.h"
#include "people.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h> /* last: its macro `fail` has another's name */
#undef fail

enum { ARG_GROUP, ARG_FOOD, ARG_KIND, ARG_AMOUNT, ARG_DAY, ARG_REASON, ARG_OTHER, ARG_TWICE, ARG__N };

static const struct field args[] = {
	[ARG_GROUP] = { "group", T_REF, F_REQUIRED, .label = "g", .ref = "group" },
	[ARG_FOOD] = { "food", T_REF, F_REQUIRED, .label = "f", .ref = "food" },
	[ARG_KIND] = { "kind", T_ENUM, F_REQUIRED, .label = "k", .choices = stock_kinds },
	[ARG_AMOUNT] = { "amount", T_INT, F_REQUIRED, .label = "a" },
	[ARG_DAY] = { "day", T_DATE, 0, .label = "d", .otherwise = "today" },
	[ARG_REASON] = { "reason", T_TEXT, 0, .label = "r" },
	[ARG_OTHER] = { "other", T_REF, 0, .label = "o", .ref = "group" },
	[ARG_TWICE] = { "twice", T_BOOL, 0, .label = "t" },
};

static enum rc move(struct ctx *c, const struct act *a, struct change *ch)
{
	struct stock_entry e = { .group = act_ref(a, ARG_GROUP), .food = act_ref(a, ARG_FOOD), .day = act_int(a, ARG_DAY),
		.kind = str_cstr(c->mem, act_text(a, ARG_KIND)), .amount = act_int(a, ARG_AMOUNT),
		.reason = act_has(a, ARG_REASON) ? act_text(a, ARG_REASON) : STR(""), .has_cost = true, .cost_cents = 700 };

	if (act_has(a, ARG_OTHER)) {
		e.other = act_ref(a, ARG_OTHER);
		return stock_put_pair(c, a, ch, "amount", &e, 0);
	}
	if (stock_put(c, a, ch, "amount", &e, 0) != OK)
		return INVALID;
	return act_has(a, ARG_TWICE) ? stock_put(c, a, ch, "amount", &e, 1) : OK;
}

static const struct field undo_args[] = { { "move", T_REF, F_REQUIRED, .label = "m", .ref = "stock_move" } };

static enum rc undo(struct ctx *c, const struct act *a, struct change *ch)
{
	return stock_put_reversal(c, ch, act_ref(a, 0), STR("")) ? OK : fail(c, "move", "gone", "gone");
}

static struct str told(struct ctx *c, const struct told *t)
{
	(void)c;
	return t->author;
}

static const struct action test_move = { .name = "test.move", .label = "m", .args = args, .nargs = ARG__N, .on = AT(ARG_GROUP),
	.decide = move, .describe = told };
static const struct action test_undo = { .name = "test.undo", .label = "u", .args = undo_args, .nargs = 1, .on = AT(0),
	.decide = undo, .describe = told };
static const struct rule rules[] = { { "operator", REL_NETWORK, "test.move" }, { "operator", REL_NETWORK, "test.undo" },
	{ NULL, REL_ANYONE, NULL } };
static const struct module test_module = { .name = "test",
	.actions = (const struct action *const[]){ &test_move, &test_undo, NULL }, .rules = rules };
static const struct module *const modules[] = { &people_module, &foods_module, &stocks_module, &test_module, NULL };

static struct fixture f;
static struct id rice, here, there;

static struct id group_new(const char *code)
{
	assert_int_equal(fixture_do(&f, &f.operator.who, "group.create", "name", code, "kind", "womens_group", "code", code, "place",
		"150133", "parent", fixture_id(&f, f.net.id).p, (const char *)NULL), ACT_ACCEPTED);
	return f.act->id;
}

static void start(void)
{
	fixture_new(&f, modules);
	assert_int_equal(fixture_do(&f, &f.operator.who, "food.put", "code", "ARROZ", "name", "arroz", "kind", "cereal", "base", "g",
		"large", "500000", (const char *)NULL), ACT_ACCEPTED);
	here = group_new("SJM-1");
	there = group_new("SJM-2");
	f.ctx.diag = ARENA_NEW(f.mem, struct diag);
	rice = food_named(&f.ctx, STR("arroz"));
	assert_false(id_is_zero(rice));
}

static enum act_status say(const char *code, const char *kind, const char *amount, const char *more, const char *value)
{
	return fixture_do(&f, &f.operator.who, "test.move", "group", code, "food", "ARROZ", "kind", kind, "amount", amount, more,
		value, (const char *)NULL);
}

static int64_t left(struct id group)
{
	struct stock_row row[4];
	unsigned n = stock_all(&f.ctx, group, row, 4);

	assert_true(n == 0 || (n == 1 && row[0].balance == stock_balance(&f.ctx, group, rice)));
	return stock_balance(&f.ctx, group, rice);
}

static void check_laws(uint64_t seed)
{
	struct diag d = { 0 };

	assert_int_equal(data_compare(writer_db(f.writer), f.reg, f.net.id, 0, &d), OK);
	assert_int_equal(data_compare(writer_db(f.writer), f.reg, f.net.id, seed, &d), OK);
}

static void what_is_refused(void **state)
{
	(void)state;
	start();
	assert_int_equal(say("SJM-1", "used", "1000", NULL, NULL), ACT_REFUSED);
	assert_true(fixture_refused(&f, "amount", "short"));
	assert_int_equal(say("SJM-1", "bought", "0", NULL, NULL), ACT_REFUSED);
	assert_true(fixture_refused(&f, "amount", "amount"));
	assert_int_equal(say("SJM-1", "bought", "2000000", NULL, NULL), ACT_REFUSED);
	assert_true(fixture_refused(&f, "amount", "much"));
	assert_int_equal(say("SJM-1", "bought", "50000", "day", "2026-11-23"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "day", "future"));
	assert_int_equal(say("SJM-1", "bought", "50000", "day", "2026-11-20"), ACT_ACCEPTED);
	assert_int_equal(left(here), 50000);
	/* The same act takes twice: the second sees the first. */
	assert_int_equal(say("SJM-1", "used", "26000", "twice", "1"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "amount", "short"));
	assert_int_equal(say("SJM-1", "used", "25000", "twice", "1"), ACT_ACCEPTED);
	assert_int_equal(left(here), 0);
	assert_int_equal(say("SJM-1", "used", "500", "reason", "se cocinó antes de anotar la compra"), ACT_ACCEPTED);
	assert_int_equal(left(here), -500);
	assert_int_equal(say("SJM-1", "counted", "0", NULL, NULL), ACT_ACCEPTED);
	assert_int_equal(left(here), 0);
	check_laws(3);
	fixture_free(&f);
}

static void what_is_taken_back(void **state)
{
	struct stock_line line[8];

	(void)state;
	start();
	assert_int_equal(say("SJM-1", "bought", "50000", NULL, NULL), ACT_ACCEPTED);
	struct id bought = stock_id(f.act, 0);
	assert_int_equal(stock_last_price(&f.ctx, here, rice, false), 14);
	assert_int_equal(say("SJM-1", "lent", "8000", "other", "SJM-2"), ACT_ACCEPTED);
	struct id lent = stock_id(f.act, 0);
	assert_int_equal(left(here), 42000);
	assert_int_equal(left(there), 8000);
	/* The borrower takes it back: both halves go. */
	assert_int_equal(fixture_do(&f, &f.operator.who, "test.undo", "move", fixture_id(&f, stock_id(f.act, 1)).p, (const char *)NULL),
		ACT_ACCEPTED);
	assert_int_equal(left(here), 50000);
	assert_int_equal(left(there), 0);
	assert_int_equal(fixture_do(&f, &f.operator.who, "test.undo", "move", fixture_id(&f, lent).p, (const char *)NULL), ACT_REFUSED);
	assert_int_equal(fixture_do(&f, &f.operator.who, "test.undo", "move", fixture_id(&f, bought).p, (const char *)NULL), ACT_ACCEPTED);
	struct id reversal = f.out.change->puts->id;
	assert_int_equal(left(here), 0);
	assert_int_equal(stock_last_price(&f.ctx, here, rice, false), -1);
	assert_int_equal(fixture_do(&f, &f.operator.who, "test.undo", "move", fixture_id(&f, reversal).p, (const char *)NULL), ACT_REFUSED);
	unsigned n = stock_moves(&f.ctx, here, rice, 0, 30000, NULL, line, 8);
	assert_int_equal(n, 4);
	for (unsigned i = 0; i < n; i++)
		assert_true(line[i].back);
	assert_int_equal(stock_moves(&f.ctx, here, (struct id){ 0 }, 0, 30000, "bought", line, 8), 1);
	check_laws(5);
	fixture_free(&f);
}

/* Some hundred acts of chance, those of the past among them; what is there is what every one of them did. */
static void sums_are_the_stock(void **state)
{
	static const char *const kind[] = { "bought", "used", "counted", "lost", "given", "lent", "returned" };
	uint64_t x = 0x9e3779b97f4a7c15u;
	int64_t mine = 0, theirs = 0;

	(void)state;
	start();
	for (unsigned i = 0; i < 150; i++) {
		x ^= x << 13, x ^= x >> 7, x ^= x << 17;
		unsigned k = (unsigned)(x >> 20) % ARRAY_LEN(kind);
		int64_t amount = (int64_t)(x >> 33) % 9000 + 1;
		const char *text = str_cstr(f.mem, str_fmt(f.mem, "%lld", (long long)amount));
		bool pair = k >= 5;
		f.now += 1000;
		f.acted_at = f.now - (int64_t)((x >> 5) % 1000) * 60000;
		enum act_status got = fixture_do(&f, &f.operator.who, "test.move", "group", "SJM-1", "food", "ARROZ", "kind", kind[k],
			"amount", text, "day", f.acted_at == f.now ? "2026-11-22" : "2026-11-10", "reason", i % 3 ? "así fue" : "", pair ? "other" : NULL,
			"SJM-2", (const char *)NULL);
		if (got == ACT_REFUSED) {
			assert_true(fixture_refused(&f, "amount", "short") && i % 3 == 0 && mine < amount);
			continue;
		}
		assert_int_equal(got, ACT_ACCEPTED);
		if (k == 2)
			mine = amount;
		else
			mine += stock_sign(str_c(kind[k])) * amount;
		if (pair)
			theirs -= stock_sign(str_c(kind[k])) * amount;
		assert_int_equal(left(here), mine);
		assert_int_equal(left(there), theirs);
	}
	/* Of one kind: as many as were asked for, however much else happened in between. */
	struct stock_line line[10];
	assert_int_equal(stock_moves(&f.ctx, here, (struct id){ 0 }, 0, 30000, "bought", line, ARRAY_LEN(line)), ARRAY_LEN(line));
	assert_int_equal(stock_moves(&f.ctx, here, rice, 0, 30000, "bought", line, ARRAY_LEN(line)), ARRAY_LEN(line));
	check_laws(7);
	check_laws(11);
	fixture_free(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(what_is_refused), cmocka_unit_test(what_is_taken_back),
		cmocka_unit_test(sums_are_the_stock) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
