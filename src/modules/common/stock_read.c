/*
 * stock_read.c - movements of a store as data, and what pages and balances read of them.
 */
#include "stock.h"

#include "stock_sql.h"

#define SQL(name) (&stock_sql.query[name])

enum { PRICE_DAYS = 200, PER = 1000 };

const struct choice stock_kinds[] = {
	{ "bought", N_("comprado"), "compra|compras|compre|compramos", NULL },
	{ "given", N_("donado"), "donacion|donado|regalo|nos dieron", NULL },
	{ "recovered", N_("recuperado"), "recojo|rescatado", NULL },
	{ "harvested", N_("cosechado"), "cosecha", NULL },
	{ "borrowed", N_("prestado por otra cocina"), "nos prestaron", NULL },
	{ "returned", N_("devuelto a nosotras"), "nos devolvieron", NULL },
	{ "used", N_("usado"), "uso|usamos|gastado", NULL },
	{ "lost", N_("perdido"), "perdida|robo|robado", NULL },
	{ "lent", N_("prestado a otra cocina"), "prestamo|prestamos", NULL },
	{ "spoiled", N_("malogrado"), "malogro|podrido|vencido", NULL },
	{ "repaid", N_("devuelto a otra cocina"), "devolvimos|devolucion", NULL },
	{ "counted", N_("contado"), "conteo|inventario|queda|quedan", NULL },
	{ "reversed", N_("deshecho"), "anulado", NULL },
	{ NULL, NULL, NULL, NULL },
};

enum { MOST_UNITS = 1000000000 };

static const struct field stock_fields[] = {
	[STOCK_GROUP] = { "group", T_REF, F_REQUIRED | F_FILTER, .label = N_("Cocina"), .ref = "group", .privacy = P_GROUP,
		.aliases = "cocina|grupo" },
	[STOCK_DAY] = { "day", T_DATE, F_REQUIRED | F_FILTER | F_SORT | F_PAST, .label = N_("Día"), .privacy = P_GROUP,
		.aliases = "dia|fecha" },
	[STOCK_FOOD] = { "food", T_REF, F_REQUIRED | F_FILTER, .label = N_("Alimento"), .ref = "food", .privacy = P_GROUP,
		.aliases = "alimento" },
	[STOCK_KIND] = { "kind", T_ENUM, F_REQUIRED | F_FILTER, .label = N_("Qué pasó"), .choices = stock_kinds,
		.privacy = P_GROUP, .aliases = "movimiento" },
	[STOCK_AMOUNT] = { "amount", T_INT, F_REQUIRED, .label = N_("Cantidad"), .min = -MOST_UNITS, .max = MOST_UNITS,
		.privacy = P_GROUP, .aliases = "cantidad" },
	[STOCK_DELTA] = { "delta", T_INT, F_DERIVED, .label = N_("Entra o sale"), .min = -MOST_UNITS, .max = MOST_UNITS,
		.privacy = P_GROUP },
	[STOCK_TYPED] = { "typed", T_TEXT, F_DERIVED, .label = N_("Como se escribió"), .max = 60, .privacy = P_GROUP },
	[STOCK_COST] = { "cost", T_MONEY, 0, .label = N_("Costo de todo"), .min = -MOST_UNITS, .max = MOST_UNITS,
		.privacy = P_GROUP, .aliases = "costo|soles" },
	[STOCK_SUPPLIER] = { "supplier", T_TEXT, 0, .label = N_("A quién se compró"), .max = 80, .privacy = P_GROUP,
		.aliases = "proveedor" },
	[STOCK_RUC] = { "ruc", T_TEXT, F_FILTER, .label = N_("RUC"), .max = 15, .privacy = P_GROUP },
	[STOCK_RECEIPT] = { "receipt", T_TEXT, F_FILTER, .label = N_("Boleta o factura"), .max = 24, .privacy = P_GROUP,
		.aliases = "comprobante|boleta|factura" },
	[STOCK_BEST_BEFORE] = { "best_before", T_DATE, 0, .label = N_("Vence el"), .privacy = P_GROUP, .aliases = "vence|vencimiento" },
	[STOCK_OTHER] = { "other", T_REF, 0, .label = N_("La otra cocina"), .ref = "group", .privacy = P_GROUP,
		.aliases = "otra cocina" },
	[STOCK_SOURCE] = { "source", T_TEXT, F_DERIVED, .label = N_("De dónde viene la anotación"), .max = 80, .privacy = P_GROUP },
	[STOCK_REVERSES] = { "reverses", T_REF, F_DERIVED, .label = N_("Lo que deshace"), .ref = "stock_move", .privacy = P_GROUP },
	[STOCK_REASON] = { "reason", T_TEXT, F_WIDE, .label = N_("Motivo"), .max = 300, .privacy = P_GROUP, .aliases = "motivo" },
	[STOCK_DISTRICT] = { "district", T_REF, F_DERIVED, .label = N_("Distrito"), .ref = "place", .privacy = P_GROUP },
	[STOCK_WEEK] = { "week", T_DATE, F_DERIVED, .label = N_("Semana"), .privacy = P_GROUP },
	[STOCK_BY] = { "by", T_REF, F_DERIVED, .label = N_("Quién lo anotó"), .ref = "person", .privacy = P_GROUP },
};

/*
 * Of a food, by day and with what is summed, so that what is there is read from the index alone; of a group's days; of a
 * receipt in the whole network; of prices.
 */
static const struct entity_index stock_indexes[] = {
	{ 4, { STOCK_GROUP, STOCK_FOOD, STOCK_DAY, STOCK_DELTA } }, { 2, { STOCK_GROUP, STOCK_DAY } },
	{ 2, { STOCK_RUC, STOCK_RECEIPT } }, { 4, { STOCK_DISTRICT, STOCK_WEEK, STOCK_FOOD, STOCK_GROUP } },
};

const struct entity stock_entity = {
	.name = "stock_move", .label = N_("Movimiento del almacén"), .plural = N_("Movimientos del almacén"),
	.fields = stock_fields, .nfields = STOCK__N, .group = AT(STOCK_GROUP), .event = true, .put_action = "stock.move",
	.indexes = stock_indexes, .nindexes = ARRAY_LEN(stock_indexes),
};

const struct tally stock_by = {
	.name = "stock_by", .entity = &stock_entity, .nby = 3, .nvalues = 1,
	.by = { STOCK_GROUP, STOCK_FOOD, STOCK_OTHER }, .values = { STOCK_DELTA },
};

const struct tally stock_price = {
	.name = "stock_price", .entity = &stock_entity, .nby = 3, .nvalues = 2,
	.by = { STOCK_DISTRICT, STOCK_WEEK, STOCK_FOOD }, .values = { STOCK_COST, STOCK_AMOUNT },
};

const struct module stocks_module = {
	.name = "stocks",
	.entities = (const struct entity *const[]){ &stock_entity, NULL },
	.tallies = (const struct tally *const[]){ &stock_by, &stock_price, NULL },
	.queries = (struct query_set *const[]){ &stock_sql, NULL },
};

unsigned stock_all(struct ctx *c, struct id group, struct stock_row *out, unsigned max)
{
	struct rows r = db_rows(c->db, SQL(Q_STOCK_OF_GROUP), ARGS(cell_id(&c->net->id), cell_id(&group)));
	unsigned n = 0;

	while (n < max && rows_next(&r))
		out[n++] = (struct stock_row){ .food = rows_id(&r, 0), .balance = rows_int(&r, 1), .n = rows_int(&r, 2) };
	if (n == max)
		rows_end(&r);
	return n;
}

static struct str text(const struct record *r, unsigned field)
{
	return r->v[field].kind == V_TEXT ? r->v[field].s : STR("");
}

static int64_t number(const struct record *r, unsigned field)
{
	return r->v[field].kind == V_INT ? r->v[field].i : 0;
}

static struct id ref(const struct record *r, unsigned field)
{
	return r->v[field].kind == V_ID ? r->v[field].id : (struct id){ 0 };
}

static struct stock_line line_of(const struct record *r)
{
	return (struct stock_line){
		.id = r->id, .food = ref(r, STOCK_FOOD), .other = ref(r, STOCK_OTHER), .reverses = ref(r, STOCK_REVERSES), .by = ref(r, STOCK_BY),
		.day = number(r, STOCK_DAY), .amount = number(r, STOCK_AMOUNT), .delta = number(r, STOCK_DELTA),
		.cost_cents = number(r, STOCK_COST), .has_cost = r->v[STOCK_COST].kind == V_INT,
		.best_before = number(r, STOCK_BEST_BEFORE), .kind = text(r, STOCK_KIND), .typed = text(r, STOCK_TYPED),
		.supplier = text(r, STOCK_SUPPLIER), .ruc = text(r, STOCK_RUC), .receipt = text(r, STOCK_RECEIPT),
		.source = text(r, STOCK_SOURCE), .reason = text(r, STOCK_REASON),
	};
}

/* What takes back and what it takes back are of one day: neither is far from the other. */
static void mark_backs(struct stock_line *line, unsigned n)
{
	for (unsigned i = 0; i < n; i++) {
		if (id_is_zero(line[i].reverses))
			continue;
		line[i].back = true;
		for (unsigned down = i; down > 0 && line[down - 1].day == line[i].day; down--)
			if (id_eq(line[down - 1].id, line[i].reverses))
				line[down - 1].back = true;
		for (unsigned up = i + 1; up < n && line[up].day == line[i].day; up++)
			if (id_eq(line[up].id, line[i].reverses))
				line[up].back = true;
	}
}

unsigned stock_moves(struct ctx *c, struct id group, struct id food, int64_t from, int64_t to, const char *kind,
	struct stock_line *out, unsigned max)
{
	struct id *id = ARENA_ARRAY(c->mem, struct id, max + 1);
	struct record *r = ARENA_NEW(c->mem, struct record);
	struct str only = kind ? str_c(kind) : STR("");
	unsigned n = 0, kept = 0;
	unsigned found = id_is_zero(food) ?
		db_ids(c->db, SQL(Q_STOCK_OF_DAYS), ARGS(cell_id(&c->net->id), cell_id(&group), cell_int(from), cell_int(to),
			cell_text(only), cell_int(max)), id, max) :
		db_ids(c->db, SQL(Q_STOCK_OF_FOOD), ARGS(cell_id(&c->net->id), cell_id(&group), cell_id(&food), cell_int(from),
			cell_int(to), cell_text(only), cell_int(max)), id, max);

	for (unsigned i = 0; i < found; i++)
		if (record_get(c->db, c->schema, c->mem, &stock_entity, c->net->id, id[i], r))
			out[n++] = line_of(r);
	mark_backs(out, n);
	for (unsigned i = 0; i < n; i++)
		if (!kind || str_is(out[i].kind, kind))
			out[kept++] = out[i];
	return kept;
}

int64_t stock_last_price(struct ctx *c, struct id group, struct id food, bool by_piece)
{
	struct rows r = db_rows(c->db, SQL(Q_STOCK_PAID_LAST), ARGS(cell_id(&c->net->id), cell_id(&group), cell_id(&food),
		cell_int(today(c) - PRICE_DAYS)));
	int64_t price_cents = -1;

	if (rows_next(&r)) {
		int64_t amount = rows_int(&r, 1), whole = rows_int(&r, 0) * (by_piece ? 1 : PER);
		price_cents = (whole + amount / 2) / amount;
		rows_end(&r);
	}
	return price_cents;
}
