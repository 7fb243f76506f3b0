/*
 * stock.c - movements of a store: judged, put, taken back.
 */
#include "stock.h"

#include "civil.h"
#include "food.h"
#include "stock_sql.h"

#define SQL(name) (&stock_sql.query[name])

int stock_sign(struct str kind)
{
	static const char *const in[] = { "bought", "given", "recovered", "harvested", "borrowed", "returned" },
		*const out[] = { "used", "lost", "lent", "spoiled", "repaid" };

	for (unsigned i = 0; i < ARRAY_LEN(in); i++)
		if (str_is(kind, in[i]))
			return 1;
	for (unsigned i = 0; i < ARRAY_LEN(out); i++)
		if (str_is(kind, out[i]))
			return -1;
	return 0;
}

struct id stock_id(const struct act *a, unsigned nth)
{
	uint8_t number[] = { (uint8_t)(nth >> 8), (uint8_t)nth };

	return id_derive(a->acted_at, (struct str[]){ STR("stock_move"), id_bytes(&a->id), { (const char *)number, sizeof(number) } }, 3);
}

/* One id a movement, with the time of what it takes back. */
static struct id reversal_id(struct id move)
{
	int64_t ms = 0;

	for (unsigned i = 0; i < 6; i++)
		ms = ms << 8 | move.b[i];
	return id_derive(ms, (struct str[]){ STR("stock_reversal"), id_bytes(&move) }, 2);
}

static bool load(struct ctx *c, struct id id, struct record *out)
{
	return record_get(c->db, c->schema, c->mem, &stock_entity, c->net->id, id, out) && out->born;
}

bool stock_get(struct ctx *c, struct id move, struct record *out, bool *back_out)
{
	struct record *r = ARENA_NEW(c->mem, struct record);

	if (!load(c, move, out))
		return false;
	if (back_out)
		*back_out = load(c, reversal_id(move), r);
	return true;
}

/* ---- judging ---- */

/* What this change already does to that food. */
static int64_t pending(const struct change *ch, struct id group, struct id food)
{
	int64_t sum = 0;

	for (const struct put *p = ch->puts; p; p = p->next)
		if (p->entity == &stock_entity && id_eq(put_get(p, STOCK_GROUP)->id, group) && id_eq(put_get(p, STOCK_FOOD)->id, food))
			sum += put_get(p, STOCK_DELTA)->i;
	return sum;
}

static enum rc check(struct ctx *c, const struct act *a, const char *field, const struct stock_entry *e, struct record *food)
{
	bool counted = strcmp(e->kind, "counted") == 0;

	if (!food_get(c, e->food, food))
		return fail(c, field, "unknown", N_("Eso no está en la lista de alimentos"));
	if (e->day > zone_day(c->net->zone, a->acted_at))
		return fail(c, "day", "future", N_("Ese día todavía no llega"));
	if (e->amount < 0 || (e->amount == 0 && !counted))
		return fail(c, field, "amount", N_("Escriba cuánto, por ejemplo: 10 kg"));
	if (e->reason.n || food->v[FOOD_LARGE].kind != V_INT || e->amount <= food->v[FOOD_LARGE].i)
		return OK;
	return fail_with(c, field, "much", N_("¿%s? Es demasiado: revise si son gramos o kilos. Si está bien, escriba el motivo"),
		food_amount_show(c, food, e->amount));
}

static enum rc judge_short(struct ctx *c, const char *field, const struct stock_entry *e, int64_t there, const struct record *food)
{
	if (e->amount <= there || e->reason.n)
		return OK;
	if (there <= 0)
		return fail(c, field, "short", N_("En el almacén no queda nada de eso. Si salió igual, escriba el motivo"));
	return fail_with(c, field, "short", N_("En el almacén solo hay %s. Si salió más, escriba el motivo"),
		food_amount_show(c, food, there));
}

/* ---- putting ---- */

static void put_known(struct put *p, unsigned field, struct str s)
{
	if (s.n)
		put_text(p, field, s);
}

static void put_move(struct ctx *c, struct change *ch, const struct stock_entry *e, struct id id, int64_t delta)
{
	const struct group_info *g = group_of(c, e->group);
	struct put *p = change_put(ch, &stock_entity, id, true);

	put_id(p, STOCK_GROUP, e->group);
	put_int(p, STOCK_DAY, e->day);
	put_id(p, STOCK_FOOD, e->food);
	put_text(p, STOCK_KIND, str_c(e->kind));
	put_int(p, STOCK_AMOUNT, e->amount);
	put_int(p, STOCK_DELTA, delta);
	put_known(p, STOCK_TYPED, e->typed);
	put_known(p, STOCK_SUPPLIER, e->supplier);
	put_known(p, STOCK_RUC, e->ruc);
	put_known(p, STOCK_RECEIPT, e->receipt);
	put_known(p, STOCK_SOURCE, e->source);
	put_known(p, STOCK_REASON, e->reason);
	if (e->has_cost)
		put_int(p, STOCK_COST, e->cost_cents);
	if (e->best_before)
		put_int(p, STOCK_BEST_BEFORE, e->best_before);
	if (!id_is_zero(e->other))
		put_id(p, STOCK_OTHER, e->other);
	if (!id_is_zero(c->who->person))
		put_id(p, STOCK_BY, c->who->person);
	if (!e->has_cost || strcmp(e->kind, "bought") != 0 || !g || id_is_zero(g->place))
		return;
	put_id(p, STOCK_DISTRICT, g->place);
	put_int(p, STOCK_WEEK, day_week_start(e->day));
}

enum rc stock_put(struct ctx *c, const struct act *a, struct change *ch, const char *field, const struct stock_entry *e, unsigned nth)
{
	struct record *food = ARENA_NEW(c->mem, struct record);
	int sign = stock_sign(str_c(e->kind));

	if (check(c, a, field, e, food) != OK)
		return INVALID;
	int64_t there = sign > 0 ? 0 : stock_balance(c, e->group, e->food) + pending(ch, e->group, e->food);
	if (sign < 0 && judge_short(c, field, e, there, food) != OK)
		return INVALID;
	put_move(c, ch, e, stock_id(a, nth), sign ? sign * e->amount : e->amount - there);
	return OK;
}

static struct str half_of(struct ctx *c, struct id move)
{
	struct buf b = buf_new(c->mem, 48);

	buf_c(&b, "stock_move ");
	buf_id(&b, move);
	return buf_str(&b);
}

enum rc stock_put_pair(struct ctx *c, const struct act *a, struct change *ch, const char *field, const struct stock_entry *e, unsigned nth)
{
	static const char *const pairs[][2] = { { "lent", "borrowed" }, { "borrowed", "lent" }, { "repaid", "returned" },
		{ "returned", "repaid" } };
	struct stock_entry mine = *e, theirs = { .group = e->other, .food = e->food, .day = e->day, .amount = e->amount,
		.typed = e->typed, .reason = e->reason, .other = e->group };

	for (unsigned i = 0; i < ARRAY_LEN(pairs); i++)
		if (strcmp(e->kind, pairs[i][0]) == 0)
			theirs.kind = pairs[i][1];
	mine.source = half_of(c, stock_id(a, nth + 1));
	theirs.source = half_of(c, stock_id(a, nth));
	if (stock_put(c, a, ch, field, &mine, nth) != OK)
		return INVALID;
	put_move(c, ch, &theirs, stock_id(a, nth + 1), stock_sign(str_c(theirs.kind)) * e->amount);
	return OK;
}

static void opposite(struct put *p, const struct record *r, unsigned field)
{
	if (r->v[field].kind == V_INT)
		put_int(p, field, -r->v[field].i);
}

static bool reverse_one(struct ctx *c, struct change *ch, const struct record *r, struct str reason)
{
	static const unsigned same[] = { STOCK_GROUP, STOCK_DAY, STOCK_FOOD, STOCK_OTHER, STOCK_DISTRICT, STOCK_WEEK };
	struct record *there = ARENA_NEW(c->mem, struct record);

	if (str_is(r->v[STOCK_KIND].s, "reversed") || load(c, reversal_id(r->id), there))
		return false;
	struct put *p = change_put(ch, &stock_entity, reversal_id(r->id), true);
	for (unsigned i = 0; i < ARRAY_LEN(same); i++)
		if (r->v[same[i]].kind != V_NULL)
			put_set(p, same[i], r->v[same[i]]);
	put_text(p, STOCK_KIND, STR("reversed"));
	opposite(p, r, STOCK_AMOUNT);
	opposite(p, r, STOCK_DELTA);
	opposite(p, r, STOCK_COST);
	put_id(p, STOCK_REVERSES, r->id);
	put_known(p, STOCK_REASON, reason);
	if (!id_is_zero(c->who->person))
		put_id(p, STOCK_BY, c->who->person);
	return true;
}

bool stock_put_reversal(struct ctx *c, struct change *ch, struct id move, struct str reason)
{
	struct record *r = ARENA_NEW(c->mem, struct record), *half = ARENA_NEW(c->mem, struct record);
	struct id id;

	if (!load(c, move, r) || !reverse_one(c, ch, r, reason))
		return false;
	struct str source = r->v[STOCK_SOURCE].s;
	if (r->v[STOCK_SOURCE].kind == V_TEXT && str_starts(source, "stock_move ") &&
		id_parse(str_sub(source, sizeof("stock_move"), source.n), &id) && load(c, id, half))
		(void)reverse_one(c, ch, half, reason);
	return true;
}

int64_t stock_balance(struct ctx *c, struct id group, struct id food)
{
	return db_int(c->db, SQL(Q_STOCK_SUM), ARGS(cell_id(&c->net->id), cell_id(&group), cell_id(&food)));
}
