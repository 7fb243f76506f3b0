/* balance_row.c - purchases: typed, taken back, or taken from what the store bought. */
#include "accounts_own.h"

#include "field.h"
#include "food.h"
#include "money.h"
#include "record_put.h"
#include "ruc.h"
#include "stock.h"

enum { TAKEN_MAX = 120 };

/* Another row of the network with the same receipt; false: there is none. */
static bool used_before(struct ctx *c, const struct str *cell, struct id self, struct str *where_out)
{
	struct rows r = ctx_rows(c, accounts_sql, Q_RECEIPT_ROWS, cell_id(&c->net->id), cell_text(cell[B1_RUC]), cell_text(cell[B1_RECEIPT]));
	struct id group = { 0 }, row = { 0 };

	while (rows_next(&r))
		if (!id_eq(rows_id(&r, 0), self)) {
			row = rows_id(&r, 0);
			group = rows_id(&r, 2);
			rows_end(&r);
			break;
		}
	*where_out = ref_title(c, "group", group);
	return !id_is_zero(row);
}

/* The row alone, judged as it will stand on the form; *cell_out its texts as they are kept. */
static enum rc judged(struct ctx *c, const struct act *a, const struct record *b, struct id self, struct str **cell_out)
{
	struct record *row = ARENA_NEW(c->mem, struct record);
	bool reason = act_has(a, ROW_REASON);
	struct b1_form form;
	struct b1_answer said;
	struct str where;
	enum rc rc = OK;

	memcpy(row->v, a->v, sizeof(row->v[0]) * ROW__N);
	balance_form(c, b, row, 1, &form);
	b1_judge(c->mem, &form, &said);
	for (unsigned i = 0; i < said.nproblems; i++) {
		const struct b1_problem *p = &said.problem[i];
		if (!p->row)
			continue;
		if (p->weight == B1_REFUSE)
			rc = fail_with(c, p->field, p->code, p->msgid, p->arg);
		else if (strcmp(p->code, "product") == 0 && !reason)
			rc = fail_with(c, "reason", "confirm", N_("%s. Si está bien así, escriba el motivo"), tr_fill(c->mem, c->lang, p->msgid, p->arg));
	}
	if (rc != OK || said.printed.nrows != 1)
		return INVALID;
	*cell_out = said.printed.row[0];
	if (receipt_read(c->mem, (*cell_out)[B1_RECEIPT], &where)) /* one writing of it, so that the same one is found again */
		(*cell_out)[B1_RECEIPT] = where;
	if (!reason && (*cell_out)[B1_RUC].n && (*cell_out)[B1_RECEIPT].n && used_before(c, *cell_out, self, &where))
		return fail_with(c, "reason", "confirm", N_("Ese comprobante ya se rindió: %s. Si es otra cosa de la misma boleta, escriba el motivo"), where);
	return OK;
}

static enum rc report_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	static const uint8_t kept[][2] = { { ROW_QUANTITY, B1_QUANTITY }, { ROW_UNIT, B1_UNIT }, { ROW_RUC, B1_RUC }, { ROW_RECEIPT, B1_RECEIPT },
		{ ROW_UNIT_PRICE, B1_UNIT_PRICE } };
	struct record *b = ARENA_NEW(c->mem, struct record), *r = ARENA_NEW(c->mem, struct record);
	struct act *copy = (struct act *)(void *)arena_dup(c->mem, a, sizeof(*a));
	struct id id = balance_row_id(c, act_ref(a, ROW_BALANCE), act_int(a, ROW_N));
	struct str *cell = NULL;

	if (!balance_get(c, act_ref(a, ROW_BALANCE), b))
		return fail(c, "balance", "unknown", N_("Esa cuenta ya no está"));
	if (balance_open(c, b, NULL) != OK)
		return INVALID;
	bool there = record_get(c->db, c->schema, c->mem, &balance_row_entity, c->net->id, id, r) && r->born;
	for (unsigned i = 0; there && i < ROW_GROUP; i++) /* what is not said stays as it stands */
		if (!a->given[i])
			copy->v[i] = r->v[i];
	if (judged(c, copy, b, id, &cell) != OK)
		return INVALID;
	for (unsigned i = 0; i < ARRAY_LEN(kept); i++)
		copy->v[kept[i][0]] = cell[kept[i][1]].n ? value_text(cell[kept[i][1]]) : value_null();
	if (record_decide(c, copy, ch) != OK)
		return INVALID;
	struct put *p = ch->puts;
	if (!p->create && r->v[ROW_VOIDED].kind == V_INT && r->v[ROW_VOIDED].i)
		put_int(p, ROW_VOIDED, 0);
	balance_unlook(ch, b);
	return OK;
}

const struct action balance_row_report = {
	.name = "balance_row.report", .label = N_("Anotar"), .nargs = ROW__N, .args = balance_row_fields, .flags = ACT_REPORT,
	.on = AT(ROW_BALANCE), .edits = &balance_row_entity, .decide = report_decide, .describe = record_describe,
};

/* ---- taken back ---- */

enum { VOID_ROW, VOID_REASON, VOID__N };

static const struct field void_args[] = {
	[VOID_ROW] = { "row", T_REF, F_REQUIRED, .label = N_("Compra rendida"), .ref = "balance_row", .privacy = P_GROUP },
	[VOID_REASON] = { "reason", T_TEXT, F_REQUIRED | F_WIDE, .label = N_("Motivo"), .max = 300, .privacy = P_GROUP },
};

static enum rc void_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct record *r = ARENA_NEW(c->mem, struct record), *b = ARENA_NEW(c->mem, struct record);

	if (!record_get(c->db, c->schema, c->mem, &balance_row_entity, c->net->id, act_ref(a, VOID_ROW), r) || !r->born ||
		(r->v[ROW_VOIDED].kind == V_INT && r->v[ROW_VOIDED].i) || !balance_get(c, r->v[ROW_BALANCE].id, b))
		return fail(c, "row", "unknown", N_("Esa fila ya no está"));
	if (balance_open(c, b, NULL) != OK)
		return INVALID;
	struct put *p = change_put(ch, &balance_row_entity, r->id, false);
	put_int(p, ROW_VOIDED, 1);
	put_text(p, ROW_REASON, act_text(a, VOID_REASON));
	balance_unlook(ch, b);
	return OK;
}

static struct str void_describe(struct ctx *c, const struct told *t)
{
	return tr_fill(c->mem, c->lang, N_("%s quitó una fila de una cuenta"), t->author);
}

const struct action balance_row_void = {
	.name = "balance_row.void", .label = N_("Quitar la fila"), .nargs = VOID__N, .args = void_args, .on = AT(VOID_ROW),
	.decide = void_decide, .describe = void_describe,
};

/* ---- from the store ---- */

enum { TAKE_BALANCE, TAKE_REASON, TAKE__N };

static const struct field take_args[] = {
	[TAKE_BALANCE] = { "balance", T_REF, F_REQUIRED, .label = N_("Formato B-1"), .ref = "balance", .privacy = P_GROUP },
	[TAKE_REASON] = { "reason", T_TEXT, F_WIDE, .label = N_("Motivo"), .help = N_("Solo si hace falta explicar algo"), .max = 300, .privacy = P_GROUP },
};

/* A receipt that stands on another sheet already is asked back; what else was bought by it the same day is not. */
static enum rc accounted(struct ctx *c, struct id balance, const struct stock_line *m)
{
	struct id group = { 0 };

	if (!m->ruc.n || !m->receipt.n)
		return OK;
	struct rows r = ctx_rows(c, accounts_sql, Q_RECEIPT_ROWS, cell_id(&c->net->id), cell_text(ruc_plain(c->mem, m->ruc)),
		cell_text(receipt_plain(c->mem, m->receipt)));
	while (rows_next(&r))
		if (!id_eq(rows_id(&r, 1), balance)) {
			group = rows_id(&r, 2);
			rows_end(&r);
			break;
		}
	return id_is_zero(group) ? OK : fail_with(c, "reason", "confirm",
		N_("Ese comprobante ya se rindió: %s. Si es otra cosa de la misma boleta, escriba el motivo"), str_fmt(c->mem, "%.*s, %.*s",
			(int)m->receipt.n, m->receipt.p, (int)ref_title(c, "group", group).n, ref_title(c, "group", group).p));
}

static bool taken(struct ctx *c, struct id group, struct str source)
{
	struct rows r = ctx_rows(c, accounts_sql, Q_BALANCE_TAKEN, cell_id(&c->net->id), cell_id(&group), cell_text(source));
	bool any = false;

	while (rows_next(&r))
		any = true;
	return any;
}

/* "12.5" and "kg" of 12500 g: what people write on the form. */
static void measure(struct ctx *c, struct put *p, const struct record *food, int64_t amount)
{
	struct str base = food->v[FOOD_BASE].s;
	bool unit = str_is(base, "unit");
	struct buf b = buf_new(c->mem, 24);

	buf_int(&b, unit ? amount : amount / 1000);
	if (!unit && amount % 1000) {
		buf_char(&b, '.');
		buf_pad(&b, amount % 1000, 3);
		while (b.p[b.n - 1] == '0')
			buf_cut(&b, b.n - 1);
	}
	put_text(p, ROW_QUANTITY, buf_str(&b));
	put_text(p, ROW_UNIT, unit ? tr(c->lang, N_("unidad")) : str_is(base, "ml") ? tr(c->lang, N_("litro")) : STR("kg"));
}

/* What one of them cost, where it comes out even: nothing is rounded on a sworn sheet. */
static void price(struct ctx *c, struct put *p, const struct record *food, const struct stock_line *m)
{
	int64_t base = str_is(food->v[FOOD_BASE].s, "unit") ? 1 : 1000, cents;
	struct buf b = buf_new(c->mem, 24);

	if (m->amount <= 0 || __builtin_mul_overflow(m->cost_cents, base, &cents) || cents % m->amount)
		return;
	buf_money(&b, cents / m->amount);
	put_text(p, ROW_UNIT_PRICE, buf_str(&b));
}

static void put_bought(struct ctx *c, struct change *ch, const struct record *b, const struct stock_line *m, struct str source, struct str reason, int64_t n)
{
	struct record *food = ARENA_NEW(c->mem, struct record);
	bool known = food_get(c, m->food, food);
	struct put *p = change_put(ch, &balance_row_entity, balance_row_id(c, b->id, n), true);

	put_id(p, ROW_BALANCE, b->id);
	put_int(p, ROW_N, n);
	put_id(p, ROW_GROUP, b->v[BALANCE_GROUP].id);
	put_int(p, ROW_DATE, m->day);
	put_text(p, ROW_DESCRIPTION, known ? food->v[FOOD_NAME].s : STR("?"));
	if (known) {
		measure(c, p, food, m->amount);
		price(c, p, food, m);
	}
	if (m->ruc.n && ruc_check(m->ruc) == RUC_GOOD)
		put_text(p, ROW_RUC, ruc_plain(c->mem, m->ruc));
	if (m->receipt.n)
		put_text(p, ROW_RECEIPT, receipt_plain(c->mem, m->receipt));
	put_int(p, ROW_AMOUNT, m->cost_cents);
	put_text(p, ROW_SOURCE, source);
	if (reason.n)
		put_text(p, ROW_REASON, reason);
}

static enum rc take_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct record *b = ARENA_NEW(c->mem, struct record);
	struct stock_line *m = ARENA_ARRAY(c->mem, struct stock_line, TAKEN_MAX);
	unsigned made = 0;

	if (!balance_get(c, act_ref(a, TAKE_BALANCE), b))
		return fail(c, "balance", "unknown", N_("Esa cuenta ya no está"));
	if (balance_open(c, b, NULL) != OK)
		return INVALID;
	struct id group = b->v[BALANCE_GROUP].id;
	int64_t from = b->v[b->v[BALANCE_ASSIGNED].kind == V_INT ? BALANCE_ASSIGNED : BALANCE_SINCE].i;
	int64_t to = b->v[b->v[BALANCE_ACCOUNT_DAY].kind == V_INT ? BALANCE_ACCOUNT_DAY : BALANCE_UNTIL].i;
	unsigned n = stock_moves(c, group, (struct id){ 0 }, from, to, "bought", m, TAKEN_MAX);
	int64_t next = balance_next_row(c, b->id);
	for (unsigned i = 0; i < n && next + made <= ROWS_MAX; i++) {
		struct str source = str_fmt(c->mem, "stock_move %s", str_cstr(c->mem, id_text(c->mem, m[i].id)));
		if (m[i].back || !m[i].has_cost || m[i].cost_cents <= 0 || taken(c, group, source))
			continue;
		if (!act_has(a, TAKE_REASON) && accounted(c, b->id, &m[i]) != OK)
			return INVALID;
		put_bought(c, ch, b, &m[i], source, act_text(a, TAKE_REASON), next + made++);
	}
	if (!made)
		return fail(c, NULL, "none", N_("En esos días no hay compras nuevas con su costo en el almacén"));
	balance_unlook(ch, b);
	return OK;
}

static struct str take_describe(struct ctx *c, const struct told *t)
{
	return tr_fill(c->mem, c->lang, N_("%s pasó compras del almacén a una cuenta"), t->author);
}

const struct action balance_take = {
	.name = "balance.take", .label = N_("Traer las compras del almacén"), .nargs = TAKE__N, .args = take_args, .on = AT(TAKE_BALANCE),
	.decide = take_decide, .describe = take_describe,
};
