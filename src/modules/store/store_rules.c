/*
 * store_rules.c - who may keep which store; and what is asked back before it is believed.
 *
 * A price is out of all habit when it is five times what the same kitchen paid last, or a fifth of it: one of the two
 * figures was mistyped, or kilos taken for grams. A receipt may have several foods of one day; more than that is asked.
 */
#include "store_own.h"

#include "money.h"
#include "ruc.h"

enum { PRICE_TIMES = 5, PER = 1000 };

const struct rule store_rules[] = {
#define KEEPS(what) { "leader", REL_GROUP, what }, { "cook", REL_GROUP, what }, { "coordinator", REL_AREA, what }, \
	{ "coordinator", REL_BELOW, what }, { "operator", REL_NETWORK, what }
	KEEPS("stock.move"),
	KEEPS("stock.in"),
	KEEPS("stock.out"),
	KEEPS("stock.count"),
	KEEPS("stock.lend"),
	KEEPS("stock.undo"),
	KEEPS("page:store"),
	KEEPS("page:store_in"),
	KEEPS("page:store_out"),
	KEEPS("page:store_count"),
	KEEPS("page:store_lend"),
	KEEPS("page:store_card"),
	KEEPS("page:store_undo"),
	KEEPS("page:store_lack"),
	KEEPS("page:store_prices"),
	{ "working_group", REL_AREA, "page:store_prices" },
	{ NULL, REL_ANYONE, NULL },
};

bool store_is_kitchen(struct ctx *c, struct id group)
{
	return db_any(c->db, SQL(Q_STORE_KITCHEN), ARGS(cell_id(&c->net->id), cell_id(&group)));
}

enum rc store_judge_again(struct ctx *c, const struct stock_entry *e)
{
	struct record *r = ARENA_NEW(c->mem, struct record);

	if (e->reason.n || strcmp(e->kind, "used") == 0)
		return OK;
	struct id id = db_id(c->db, SQL(Q_STORE_AGAIN), ARGS(cell_id(&c->net->id), cell_id(&e->group), cell_id(&e->food),
		cell_int(e->day), cell_text(str_c(e->kind)), cell_int(e->amount)));
	if (id_is_zero(id) || !stock_get(c, id, r, NULL))
		return OK;
	return fail_with(c, "food", "again", N_("Eso mismo ya está anotado ese día: %s. Si es otra vez, escriba el motivo"), record_told(c, r));
}

static enum rc judge_receipt(struct ctx *c, const struct stock_entry *e)
{
	struct rows r;
	struct id group = { 0 };
	int64_t day = 0;

	if (!e->ruc.n || !e->receipt.n)
		return OK;
	r = db_rows(c->db, SQL(Q_STORE_RECEIPT), ARGS(cell_id(&c->net->id), cell_text(e->ruc), cell_text(e->receipt)));
	while (rows_next(&r)) {
		bool same = id_eq(rows_id(&r, 0), e->group) && rows_int(&r, 1) == e->day && !id_eq(rows_id(&r, 2), e->food);
		if (same || !id_is_zero(group))
			continue;
		group = rows_id(&r, 0);
		day = rows_int(&r, 1);
	}
	if (id_is_zero(group))
		return OK;
	struct str who = ref_title(c, "group", group), when = lang_date(c->mem, c->lang, day);
	return fail_with(c, "receipt", "used", N_("Esa boleta ya se anotó: %s. Si está bien, escriba el motivo"),
		str_fmt(c->mem, "%.*s, %.*s", (int)who.n, who.p, (int)when.n, when.p));
}

static enum rc judge_ruc(struct ctx *c, const struct stock_entry *e)
{
	enum ruc_fault fault = e->ruc.n ? ruc_check(e->ruc) : RUC_GOOD;

	if (fault == RUC_SHAPE)
		return fail(c, "ruc", "shape", ruc_fault_text(fault));
	if (fault != RUC_GOOD && !e->reason.n)
		return fail(c, "ruc", "digit", ruc_fault_text(fault));
	return OK;
}

bool food_is_counted(const struct record *food)
{
	return food->v[FOOD_BASE].kind == V_TEXT && str_is(food->v[FOOD_BASE].s, "unit");
}

struct str price_show(struct ctx *c, int64_t cents)
{
	struct buf b = buf_new(c->mem, 16);

	buf_money(&b, cents);
	return buf_str(&b);
}

static enum rc judge_price(struct ctx *c, const struct stock_entry *e)
{
	struct record *food = ARENA_NEW(c->mem, struct record);

	if (!e->has_cost || e->reason.n || e->amount <= 0 || !food_get(c, e->food, food))
		return OK;
	bool piece = food_is_counted(food);
	int64_t last = stock_last_price(c, e->group, e->food, piece), now = e->cost_cents * (piece ? 1 : PER) / e->amount;
	if (last <= 0 || (now <= last * PRICE_TIMES && now * PRICE_TIMES >= last))
		return OK;
	const struct str_pair pairs[] = { { "now", price_show(c, now) }, { "last", price_show(c, last) } };
	return fail_with(c, "cost", "confirm", piece ? N_("Cada uno saldría a S/ %s: revise. Si está bien, escriba el motivo") :
		N_("El kilo o litro saldría a S/ %s: revise. Si está bien, escriba el motivo"),
		tr_named(c->mem, c->lang, N_("{now} y la última vez {last}"), pairs, ARRAY_LEN(pairs)));
}

enum rc store_judge_bought(struct ctx *c, const struct stock_entry *e)
{
	if (judge_ruc(c, e) != OK)
		return INVALID;
	return !e->reason.n && judge_receipt(c, e) != OK ? INVALID : judge_price(c, e);
}
