/* balance.c - what a balance and its rows are, who may do what with them, and how they are read. */
#include "accounts_own.h"

#include "field.h"

const struct choice balance_types[] = {
	{ "week", N_("semana"), "semanal", NULL },
	{ "fortnight", N_("quincena"), "quincenal", NULL },
	{ "month", N_("mes"), "mensual", NULL },
	{ 0 },
};

const struct choice balance_states[] = {
	{ "open", N_("abierta"), NULL, NULL },
	{ "sworn", N_("jurada"), NULL, NULL },
	{ 0 },
};

/* What stands on the sheet is for the group and those who answer for it; documents and telephone of who swears are hers. */
#define OF_GROUP .privacy = P_GROUP
#define WHY_DNI .privacy = P_PERSONAL, .purpose = N_("Para los balances y actas que firma la directiva"), .retention_days = 3650

const struct field balance_fields[BALANCE__N] = {
	[BALANCE_GROUP] = { "group", T_REF, F_KEY | F_REQUIRED | F_FILTER, .label = N_("Centro"), .ref = "group", .privacy = P_NETWORK, .aliases = "grupo|cocina|centro" },
	[BALANCE_SINCE] = { "since", T_DATE, F_KEY | F_REQUIRED | F_FILTER | F_SORT, .label = N_("Desde"), OF_GROUP, .aliases = "desde" },
	[BALANCE_UNTIL] = { "until", T_DATE, F_REQUIRED, .label = N_("Hasta"), OF_GROUP, .aliases = "hasta" },
	[BALANCE_TYPE] = { "type", T_ENUM, F_REQUIRED, .label = N_("Periodo"), .choices = balance_types, OF_GROUP, .aliases = "periodo" },
	[BALANCE_SUBSIDY] = { "subsidy", T_MONEY, 0, .label = N_("Subsidio recibido"), .min = 0, .max = 1000000000, OF_GROUP, .aliases = "subsidio" },
	[BALANCE_ASSIGNED] = { "assigned", T_DATE, 0, .label = N_("Día en que se asignó"), OF_GROUP, .aliases = "asignado" },
	[BALANCE_ACCOUNT_DAY] = { "account_day", T_DATE, 0, .label = N_("Día de la rendición"), OF_GROUP, .aliases = "rendicion" },
	[BALANCE_PRESIDENT] = { "president", T_TEXT, 0, .label = N_("Presidenta"), .max = 120, OF_GROUP, .aliases = "presidenta" },
	[BALANCE_PRESIDENT_DNI] = { "president_dni", T_TEXT, 0, .label = N_("DNI de la presidenta"), .max = 15, WHY_DNI },
	[BALANCE_TREASURER] = { "treasurer", T_TEXT, 0, .label = N_("Tesorera"), .max = 120, OF_GROUP, .aliases = "tesorera" },
	[BALANCE_TREASURER_DNI] = { "treasurer_dni", T_TEXT, 0, .label = N_("DNI de la tesorera"), .max = 15, WHY_DNI },
	[BALANCE_PHONE] = { "phone", T_TEXT, 0, .label = N_("Teléfono"), .max = 20, WHY_DNI, .aliases = "telefono" },
	[BALANCE_EYES] = { "eyes", T_BOOL, 0, .label = N_("Que otra persona la mire antes de jurar"), OF_GROUP },
	[BALANCE_STATE] = { "state", T_ENUM, F_DERIVED | F_FILTER, .label = N_("Estado"), .choices = balance_states, OF_GROUP },
	[BALANCE_SWORN_BY] = { "sworn_by", T_REF, F_DERIVED, .label = N_("Quién la dio por jurada"), .ref = "person", OF_GROUP },
	[BALANCE_SWORN_DAY] = { "sworn_day", T_DATE, F_DERIVED, .label = N_("Día en que se juró"), OF_GROUP },
	[BALANCE_LOOKED_BY] = { "looked_by", T_REF, F_DERIVED, .label = N_("Quién la miró"), .ref = "person", OF_GROUP },
	[BALANCE_LOOKED_DAY] = { "looked_day", T_DATE, F_DERIVED, .label = N_("Día en que se miró"), OF_GROUP },
	[BALANCE_REASON] = { "reason", T_TEXT, F_DERIVED, .label = N_("Motivo"), .max = 300, OF_GROUP },
};

static const struct entity_index balance_indexes[] = { { 2, { BALANCE_GROUP, BALANCE_SINCE } } };

const struct entity balance_entity = {
	.name = "balance", .label = N_("Formato B-1"), .plural = N_("Formatos B-1"), .fields = balance_fields, .nfields = BALANCE__N,
	.group = AT(BALANCE_GROUP), .day = AT(BALANCE_SINCE), .put_action = "balance.report",
	.indexes = balance_indexes, .nindexes = ARRAY_LEN(balance_indexes),
};

const struct field balance_row_fields[ROW__N] = {
	[ROW_BALANCE] = { "balance", T_REF, F_KEY | F_REQUIRED | F_FILTER, .label = N_("Formato B-1"), .ref = "balance", OF_GROUP },
	[ROW_N] = { "n", T_INT, F_KEY | F_REQUIRED | F_SORT, .label = N_("Fila"), .min = 1, .max = ROWS_MAX, OF_GROUP, .aliases = "fila" },
	[ROW_DATE] = { "date", T_DATE, F_REQUIRED | F_PAST, .label = N_("Fecha de la compra"), OF_GROUP, .aliases = "fecha" },
	[ROW_DESCRIPTION] = { "description", T_TEXT, F_REQUIRED, .label = N_("Qué se compró"), .max = 120, OF_GROUP, .aliases = "descripcion|detalle" },
	[ROW_QUANTITY] = { "quantity", T_TEXT, 0, .label = N_("Cantidad"), .help = N_("Un número, o «varios»"), .max = 20, OF_GROUP, .aliases = "cantidad" },
	[ROW_UNIT] = { "unit", T_TEXT, 0, .label = N_("Unidad"), .help = N_("kg, litro, saco, o «varios»"), .max = 40, OF_GROUP, .aliases = "unidad" },
	[ROW_RUC] = { "ruc", T_TEXT, 0, .label = N_("RUC de quien vendió"), .max = 20, OF_GROUP },
	[ROW_RECEIPT] = { "receipt", T_TEXT, F_FILTER, .label = N_("Serie y número del comprobante"), .help = N_("Como B001-123"), .max = 24, OF_GROUP, .aliases = "comprobante|boleta" },
	[ROW_UNIT_PRICE] = { "unit_price", T_TEXT, 0, .label = N_("Precio de cada uno"), .help = N_("En soles, o «varios»"), .max = 20, OF_GROUP, .aliases = "precio" },
	[ROW_AMOUNT] = { "amount", T_MONEY, F_REQUIRED, .label = N_("Importe"), .min = 1, .max = 100000000, OF_GROUP, .aliases = "importe|monto" },
	[ROW_REASON] = { "reason", T_TEXT, F_WIDE, .label = N_("Motivo"), .help = N_("Solo si algo se pregunta"), .max = 300, OF_GROUP, .aliases = "motivo" },
	[ROW_GROUP] = { "group", T_REF, F_DERIVED | F_FILTER, .label = N_("Centro"), .ref = "group", .privacy = P_NETWORK },
	[ROW_SOURCE] = { "source", T_TEXT, F_DERIVED, .label = N_("De dónde salió"), .max = 80, OF_GROUP },
	[ROW_VOIDED] = { "voided", T_BOOL, F_DERIVED, .label = N_("Quitada"), OF_GROUP },
};

static const struct entity_index row_indexes[] = {
	{ 2, { ROW_BALANCE, ROW_N } }, { 2, { ROW_GROUP, ROW_SOURCE } }, { 2, { ROW_RUC, ROW_RECEIPT } } };

const struct entity balance_row_entity = {
	.name = "balance_row", .label = N_("Compra rendida"), .plural = N_("Compras rendidas"), .fields = balance_row_fields, .nfields = ROW__N,
	.group = AT(ROW_GROUP), .title = AT(ROW_DESCRIPTION), .voided = AT(ROW_VOIDED), .put_action = "balance_row.report",
	.indexes = row_indexes, .nindexes = ARRAY_LEN(row_indexes),
};

/* Who leads the centre accounts; who cooks there may look, and be the second eye; who watches over it sees. */
#define DOES(what) { "leader", REL_GROUP, what }, { "operator", REL_NETWORK, what }
#define LOOKS(what) DOES(what), { "cook", REL_GROUP, what }
#define SEES(what) LOOKS(what), { "coordinator", REL_BELOW, what }, { "coordinator", REL_AREA, what }

const struct rule accounts_rules[] = {
	DOES("balance.report"), DOES("balance.swear"), DOES("balance.reopen"), DOES("balance.take"),
	DOES("balance_row.report"), DOES("balance_row.void"),
	LOOKS("balance.look"),
	SEES("page:balances"), SEES("page:balance"), SEES("page:balance_sheet"),
	DOES("page:balance_new"), DOES("page:balance_swear"), DOES("page:balance_reopen"), DOES("page:balance_take"), DOES("page:balance_row_void"),
	LOOKS("page:balance_look"),
	SEES("page:deliveries"), SEES("page:delivery"), SEES("page:delivery_paper"),
	{ "leader", REL_GROUP, "page:sheets" }, { "cook", REL_GROUP, "page:sheets" }, { "health_worker", REL_GROUP, "page:sheets" },
	{ "facilitator", REL_GROUP, "page:sheets" }, { "coordinator", REL_BELOW, "page:sheets" }, { "coordinator", REL_AREA, "page:sheets" },
	{ "operator", REL_NETWORK, "page:sheets" },
	{ NULL, REL_ANYONE, NULL },
};

/* ---- reading ---- */

bool balance_get(struct ctx *c, struct id balance, struct record *out)
{
	return record_get(c->db, c->schema, c->mem, &balance_entity, c->net->id, balance, out) && out->born;
}

bool balance_sworn(const struct record *b)
{
	return b->v[BALANCE_STATE].kind == V_TEXT && str_is(b->v[BALANCE_STATE].s, "sworn");
}

enum rc balance_open(struct ctx *c, const struct record *b, const char *field)
{
	if (!balance_sworn(b))
		return OK;
	return fail(c, field, "sworn", N_("Esa cuenta ya está jurada: para corregirla, ábrala otra vez y diga por qué"));
}

void balance_unlook(struct change *ch, const struct record *b)
{
	if (b->v[BALANCE_LOOKED_BY].kind == V_ID)
		put_set(change_put(ch, &balance_entity, b->id, false), BALANCE_LOOKED_BY, value_null());
}

static unsigned read(struct ctx *c, const struct entity *e, struct rows r, struct record *out, unsigned most)
{
	struct id *id = ARENA_ARRAY(c->mem, struct id, most);
	unsigned n = 0, got = 0;

	while (n < most && rows_next(&r))
		id[n++] = rows_id(&r, 0);
	if (n == most)
		rows_end(&r);
	for (unsigned i = 0; i < n; i++) {
		out[got] = (struct record){ 0 };
		got += record_get(c->db, c->schema, c->mem, e, c->net->id, id[i], &out[got]);
	}
	return got;
}

unsigned balance_rows(struct ctx *c, struct id balance, struct record *out)
{
	return read(c, &balance_row_entity, ctx_rows(c, accounts_sql, Q_BALANCE_ROWS, cell_id(&c->net->id), cell_id(&balance), cell_int(ROWS_MAX)),
		out, ROWS_MAX);
}

unsigned balances_of(struct ctx *c, struct id group, struct record *out, unsigned most)
{
	return read(c, &balance_entity, ctx_rows(c, accounts_sql, Q_BALANCES_OF, cell_id(&c->net->id), cell_id(&group), cell_int(most)), out, most);
}

int64_t balance_next_row(struct ctx *c, struct id balance)
{
	struct rows r = ctx_rows(c, accounts_sql, Q_BALANCE_LAST_ROW, cell_id(&c->net->id), cell_id(&balance));
	int64_t n = 0;

	while (rows_next(&r))
		n = rows_int(&r, 0);
	return n + 1;
}

struct id balance_row_id(struct ctx *c, struct id balance, int64_t n)
{
	struct value v[ROW__N] = { [ROW_BALANCE] = value_id(balance), [ROW_N] = value_int(n) };

	return entity_key_id(&balance_row_entity, c->net->id, v);
}

unsigned balance_groups(struct ctx *c, const char *what, struct id *out, unsigned most)
{
	unsigned n = 0;

	for (unsigned i = 0; i < c->who->nmember && n < most; i++) {
		struct id id = c->who->member[i].group;
		bool again = id_eq(id, c->net->id) || !allowed(c, what, scope_of_group(c, id));
		for (unsigned k = 0; k < n; k++)
			again |= id_eq(out[k], id);
		if (!again)
			out[n++] = id;
	}
	return n;
}

/* ---- as a form ---- */

static struct str plain(struct ctx *c, const struct field *f, const struct value *v)
{
	return v->kind == V_NULL ? STR("") : field_plain(c->mem, f, v);
}

struct str balance_title(struct ctx *c, const struct record *b)
{
	const struct str_pair pairs[] = { { "type", choice_label(c, balance_types, b->v[BALANCE_TYPE].kind == V_TEXT ? b->v[BALANCE_TYPE].s : STR("")) },
		{ "since", lang_date(c->mem, c->lang, b->v[BALANCE_SINCE].i) }, { "until", lang_date(c->mem, c->lang, b->v[BALANCE_UNTIL].i) } };

	return tr_named(c->mem, c->lang, N_("{type} del {since} al {until}"), pairs, ARRAY_LEN(pairs));
}

void balance_form(struct ctx *c, const struct record *b, const struct record *row, unsigned n, struct b1_form *out)
{
	static const uint8_t box[][2] = { { B1_PERIOD_TYPE, BALANCE_TYPE }, { B1_PERIOD_FROM, BALANCE_SINCE }, { B1_PERIOD_TO, BALANCE_UNTIL },
		{ B1_SUBSIDY, BALANCE_SUBSIDY }, { B1_ASSIGNED, BALANCE_ASSIGNED }, { B1_ACCOUNT_DATE, BALANCE_ACCOUNT_DAY },
		{ B1_PRESIDENT_NAME, BALANCE_PRESIDENT }, { B1_PRESIDENT_DNI, BALANCE_PRESIDENT_DNI }, { B1_TREASURER_NAME, BALANCE_TREASURER },
		{ B1_TREASURER_DNI, BALANCE_TREASURER_DNI }, { B1_PHONE, BALANCE_PHONE } };
	static const uint8_t cell[B1_CELL__N] = { [B1_DATE] = ROW_DATE, [B1_DESCRIPTION] = ROW_DESCRIPTION, [B1_QUANTITY] = ROW_QUANTITY,
		[B1_UNIT] = ROW_UNIT, [B1_RUC] = ROW_RUC, [B1_RECEIPT] = ROW_RECEIPT, [B1_UNIT_PRICE] = ROW_UNIT_PRICE, [B1_AMOUNT] = ROW_AMOUNT };
	const struct group_info *g = group_of(c, b->v[BALANCE_GROUP].id);

	*out = (struct b1_form){ .nrows = n, .more_sheets = true };
	for (unsigned i = 0; i < ARRAY_LEN(box); i++)
		out->head[box[i][0]] = plain(c, &balance_fields[box[i][1]], &b->v[box[i][1]]);
	out->head[B1_KIND] = g ? choice_label(c, group_kinds, g->kind) : STR("");
	out->head[B1_NAME] = g ? g->name : STR("");
	out->head[B1_CODE] = g ? g->code : STR("");
	out->head[B1_PERIOD_LABEL] = balance_title(c, b);
	out->row = arena_alloc(c->mem, sizeof(*out->row) * n);
	for (unsigned r = 0; r < n; r++)
		for (unsigned i = 0; i < B1_CELL__N; i++)
			out->row[r][i] = plain(c, &balance_row_fields[cell[i]], &row[r].v[cell[i]]);
}

struct str balance_url(struct ctx *c, struct id balance, const char *rest)
{
	return str_fmt(c->mem, "/cuentas/%s%s", str_cstr(c->mem, id_text(c->mem, balance)), rest);
}
