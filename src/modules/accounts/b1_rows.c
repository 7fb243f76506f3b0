/* b1_rows.c - the purchases, one by one and against each other, and the sums. */
#include "b1_own.h"

#include "i18n.h"
#include "money.h"
#include "ruc.h"
#include "utf8.h"

enum { TEXT_MAX = 200, UNIT_MAX = 40, RECEIPT_MAX = 28, QUANTITY_DECIMALS = 3, PRICE_DECIMALS = 4 };
#define AMOUNT_LIKELY_CENTS INT64_C(100000000)
#define AMOUNT_MAX_CENTS INT64_C(10000000000000)
/* A product of thousandths and ten-thousandths of a sol, in céntimos: one of this. */
#define PRODUCT_CENT INT64_C(100000)

struct line {
	struct b1_work *w;
	struct str *cell; /* printed; first as typed */
	unsigned row;
};

static void say(const struct line *l, enum b1_outcome weight, enum b1_cell cell, const char *code, const char *msgid, struct str arg)
{
	b1_say(l->w, weight, b1_cells[cell], l->row, code, msgid, arg);
}

static void date(const struct line *l)
{
	struct b1_work *w = l->w;
	int64_t day;

	if (!l->cell[B1_DATE].n)
		say(l, B1_REFUSE, B1_DATE, "required", N_("Falta la fecha de la compra"), STR(""));
	if (!b1_day(w, b1_cells[B1_DATE], l->row, l->cell[B1_DATE], &day, &l->cell[B1_DATE]))
		return;
	if (w->has_assigned && day < w->assigned_day)
		say(l, B1_REFUSE, B1_DATE, "before", N_("Esa compra es de antes de recibir el subsidio (%s)"), w->out->printed.head[B1_ASSIGNED]);
	if (w->has_account && day > w->account_day)
		say(l, B1_REFUSE, B1_DATE, "after", N_("Esa compra es de después de rendir la cuenta (%s)"), w->out->printed.head[B1_ACCOUNT_DATE]);
}

static void supplier(const struct line *l)
{
	struct str *ruc = &l->cell[B1_RUC], receipt = l->cell[B1_RECEIPT], same;

	if (!ruc->n && !receipt.n) {
		say(l, B1_WARN, B1_RECEIPT, "required", N_("Compra sin comprobante: van el RUC y el número, o diga por qué no hay"), STR(""));
		return;
	}
	if (!ruc->n)
		say(l, B1_WARN, B1_RUC, "required", N_("Falta el RUC de quien vendió"), STR(""));
	enum ruc_fault fault = ruc->n ? ruc_check(*ruc) : RUC_GOOD;
	if (fault != RUC_GOOD)
		say(l, B1_REFUSE, B1_RUC, fault == RUC_SHAPE ? "shape" : fault == RUC_PREFIX ? "prefix" : "digit", ruc_fault_text(fault), STR(""));
	else if (ruc->n)
		*ruc = ruc_plain(l->w->mem, *ruc);
	if (!receipt.n)
		say(l, B1_WARN, B1_RECEIPT, "required", N_("Falta la serie y el número del comprobante"), STR(""));
	else if (receipt.n > RECEIPT_MAX || !receipt_read(l->w->mem, receipt, &same))
		say(l, B1_WARN, B1_RECEIPT, "format", N_("«%s» no parece la serie y el número de un comprobante, como B001-123"), receipt);
	else
		l->cell[B1_RECEIPT] = str_upper(l->w->mem, receipt);
}

/* "12 kg": a number with a word behind it, which may be right, but stands in the wrong box. */
static bool with_unit(const struct line *l, struct str s, int64_t *n_out)
{
	size_t at = 0;

	while (at < s.n && strchr("0123456789.,/ ", s.p[at]))
		at++;
	return at < s.n && ((s.p[at] | 32) >= 'a' && (s.p[at] | 32) <= 'z') && b1_number(str_sub(s, 0, at), QUANTITY_DECIMALS, n_out) &&
		(!l->cell[B1_UNIT].n || str_ieq(l->cell[B1_UNIT], str_sub(s, at, s.n)));
}

/* "3.60", "1,250.00", "0.0375": two decimals, more where they say something. */
static struct str price_text(struct arena *a, int64_t parts)
{
	struct buf b = buf_new(a, 24);

	buf_money(&b, parts / 100);
	if (parts % 100)
		buf_pad(&b, parts % 100, 2);
	if (parts % 100 && parts % 10 == 0)
		buf_cut(&b, b.n - 1);
	return buf_str(&b);
}

/* "varios", empty, or a number in so many parts of one: 0 where it is no number. An empty box is said: it is no zero. */
static int64_t measured(const struct line *l, enum b1_cell cell, unsigned decimals, const char *missing, const char *msgid)
{
	struct str s = l->cell[cell];
	int64_t n = 0;

	if (!s.n) {
		say(l, B1_WARN, cell, "required", missing, STR(""));
		return 0;
	}
	if (b1_various(l->w->mem, s)) {
		l->cell[cell] = STR("varios");
		return 0;
	}
	if (cell == B1_UNIT_PRICE && s.n > 2 && (s.p[0] | 32) == 's' && s.p[1] == '/')
		s = str_trim(str_sub(s, s.p[2] == '.' ? 3 : 2, s.n));
	if (!b1_number(s, decimals, &n)) {
		if (cell != B1_QUANTITY || !with_unit(l, s, &n) || !n)
			say(l, B1_REFUSE, cell, "format", msgid, l->cell[cell]);
		else
			say(l, B1_WARN, cell, "unit", N_("«%s»: la unidad va en su casilla, al lado"), s);
	} else if (!n) {
		say(l, B1_REFUSE, cell, "range", N_("Un cero no va aquí; si no se sabe, deje la casilla vacía"), STR(""));
	} else {
		l->cell[cell] = cell == B1_UNIT_PRICE ? price_text(l->w->mem, n) : s;
	}
	return n;
}

/* Amounts are rounded to the céntimo: half of one is no difference. */
static void product(const struct line *l, int64_t quantity, int64_t price, int64_t amount_cents)
{
	int64_t exact = 0, want = 0;
	struct buf b = buf_new(l->w->mem, 24);

	if (!quantity || !price)
		return;
	if (__builtin_mul_overflow(quantity, price, &exact) || __builtin_mul_overflow(amount_cents, PRODUCT_CENT, &want) || exact > INT64_MAX / 4) {
		say(l, B1_WARN, B1_AMOUNT, "product", N_("La cantidad por el precio no da el importe: revise los tres"), STR(""));
	} else if ((exact > want ? exact - want : want - exact) * 2 > PRODUCT_CENT) {
		buf_money(&b, (exact + PRODUCT_CENT / 2) / PRODUCT_CENT);
		say(l, B1_WARN, B1_AMOUNT, "product", N_("La cantidad por el precio da %s: revise el importe"), buf_str(&b));
	}
}

/* False: no sum can be made of it. */
static bool amount(const struct line *l, int64_t *cents_out)
{
	struct str s = l->cell[B1_AMOUNT];
	struct buf b = buf_new(l->w->mem, 24);

	if (!s.n) {
		say(l, B1_REFUSE, B1_AMOUNT, "required", N_("Falta el importe: una casilla vacía no es cero"), STR(""));
		return false;
	}
	if (!money_parse(s, cents_out)) {
		say(l, B1_REFUSE, B1_AMOUNT, "format", N_("«%s» no es un monto en soles, con dos decimales a lo más"), s);
		return false;
	}
	if (*cents_out <= 0 || *cents_out > AMOUNT_MAX_CENTS) {
		say(l, B1_REFUSE, B1_AMOUNT, "range", *cents_out <= 0 ? N_("El importe de una compra es más que cero") : N_("Ese monto no puede ser"), STR(""));
		return false;
	}
	if (*cents_out > AMOUNT_LIKELY_CENTS)
		say(l, B1_WARN, B1_AMOUNT, "range", N_("Es más de un millón de soles en una compra: revise el importe"), STR(""));
	buf_money(&b, *cents_out);
	l->cell[B1_AMOUNT] = buf_str(&b);
	return true;
}

/* How the row is read, cell by cell. False: its amount is not known. */
static bool judge(const struct line *l, int64_t *cents_out)
{
	for (unsigned i = 0; i < B1_CELL__N; i++)
		if (!b1_text(l->w->mem, &l->cell[i], i == B1_UNIT ? UNIT_MAX : TEXT_MAX))
			say(l, B1_REFUSE, (enum b1_cell)i, "format", N_("Aquí hay letras que no se pueden leer, o demasiadas"), STR(""));
	date(l);
	if (!l->cell[B1_DESCRIPTION].n)
		say(l, B1_REFUSE, B1_DESCRIPTION, "required", N_("Falta decir qué se compró"), STR(""));
	int64_t quantity = measured(l, B1_QUANTITY, QUANTITY_DECIMALS, N_("Falta la cantidad: un número, o «varios»"),
		N_("«%s» no es una cantidad: un número, o «varios»"));
	if (!l->cell[B1_UNIT].n)
		say(l, B1_WARN, B1_UNIT, "required", N_("Falta la unidad: kg, litro, saco, o «varios»"), STR(""));
	if (b1_various(l->w->mem, l->cell[B1_UNIT]))
		l->cell[B1_UNIT] = STR("varios");
	supplier(l);
	int64_t asked = measured(l, B1_UNIT_PRICE, PRICE_DECIMALS, N_("Falta el precio de cada uno: un monto, o «varios»"),
		N_("«%s» no es un precio: un monto en soles, o «varios»"));
	bool known = amount(l, cents_out);
	if (known)
		product(l, quantity, asked, *cents_out);
	return known;
}

/* Of the same shop, or of two that nobody named. */
static bool same_receipt(struct arena *mem, struct str *a, struct str *b)
{
	struct str one, other;

	return str_eq(a[B1_RUC], b[B1_RUC]) && receipt_read(mem, a[B1_RECEIPT], &one) && receipt_read(mem, b[B1_RECEIPT], &other) && str_eq(one, other);
}

/* A receipt with several things on it has several rows: so it is said, not refused. */
static void twice(struct b1_work *w, const unsigned *row, unsigned n)
{
	struct str(*cell)[B1_CELL__N] = w->out->printed.row;

	for (unsigned i = 1; i < n; i++)
		for (unsigned k = 0; k < i; k++)
			if (same_receipt(w->mem, cell[i], cell[k])) {
				b1_say(w, B1_WARN, "receipt", row[i], "twice", N_("Ese comprobante ya está en la fila %s; si son dos cosas de la misma boleta, está bien"),
					str_fmt(w->mem, "%u", row[k]));
				break;
			}
}

static bool empty(const struct str *typed)
{
	for (unsigned i = 0; i < B1_CELL__N; i++)
		if (str_trim(typed[i]).n)
			return false;
	return true;
}

static unsigned filled(const struct b1_form *f)
{
	unsigned n = 0;

	for (unsigned i = 0; i < f->nrows; i++)
		n += !empty(f->row[i]);
	return n;
}

static struct str sum_text(struct arena *a, int64_t cents)
{
	struct buf b = buf_new(a, 24);

	buf_money(&b, cents);
	return buf_str(&b);
}

/* The total is what the amounts say; how it is shared, the subsidy: where that is not known, the total stands alone. */
static void sums(struct b1_work *w, int64_t total_cents)
{
	struct b1_answer *o = w->out;

	o->known = true;
	o->total_cents = total_cents;
	o->total = sum_text(w->mem, total_cents);
	if (!w->has_subsidy)
		return;
	o->shared = true;
	b1_shares(total_cents, w->subsidy_cents, &o->from_subsidy_cents, &o->contribution_cents);
	o->from_subsidy = sum_text(w->mem, o->from_subsidy_cents);
	if (o->contribution_cents)
		o->contribution = sum_text(w->mem, o->contribution_cents);
}

void b1_rows(struct b1_work *w)
{
	struct b1_form *to = &w->out->printed;
	unsigned all = filled(w->form), most = all < B1_ROWS_READ ? all : B1_ROWS_READ, *row = ARENA_ARRAY(w->mem, unsigned, most);
	int64_t total_cents = 0, cents;
	bool known = all == most;

	to->row = arena_alloc(w->mem, sizeof(*to->row) * most);
	if ((all > B1_ROWS && !w->form->more_sheets) || all > most)
		b1_say(w, B1_REFUSE, "rows", 0, "many", N_("En una hoja entran 17 compras; lo demás va en otra hoja"), STR(""));
	for (unsigned i = 0; i < w->form->nrows && to->nrows < most; i++) {
		if (empty(w->form->row[i]))
			continue;
		for (unsigned c = 0; c < B1_CELL__N; c++)
			to->row[to->nrows][c] = str_trim(w->form->row[i][c]);
		row[to->nrows] = i + 1;
		struct line l = { w, to->row[to->nrows++], i + 1 };
		if (judge(&l, &cents))
			total_cents += cents;
		else
			known = false;
	}
	if (!to->nrows)
		b1_say(w, B1_REFUSE, "rows", 0, "required", N_("No hay ninguna compra anotada"), STR(""));
	twice(w, row, to->nrows);
	if (known && to->nrows)
		sums(w, total_cents);
}
