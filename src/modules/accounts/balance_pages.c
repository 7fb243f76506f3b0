/*
 * balance_pages.c - /cuentas: the balances of a centre; one with its rows, what is wrong with it, and the next purchase.
 */
#include "accounts_own.h"

#include "attachment.h"
#include "delivery.h"
#include "field.h"
#include "fold.h"
#include "html.h"
#include "money.h"
#include "parts.h"
#include "sheet.h"

enum { SHOWN = 24, GROUPS_MAX = 12, PROBLEMS_SHOWN = 12 };

static struct str soles(struct ctx *c, int64_t cents)
{
	struct buf b = buf_new(c->mem, 24);

	buf_c(&b, "S/ ");
	buf_money(&b, cents);
	return buf_str(&b);
}

static struct str group_url(struct ctx *c, const char *path, struct id group)
{
	struct buf b = buf_new(c->mem, 64);

	buf_c(&b, path);
	buf_c(&b, "?group=");
	url_part(&b, ref_code(c, "group", group));
	return buf_str(&b);
}

static struct str state_word(struct ctx *c, const struct record *b)
{
	bool eyes = b->v[BALANCE_EYES].kind == V_INT && b->v[BALANCE_EYES].i && b->v[BALANCE_LOOKED_BY].kind != V_ID;

	if (balance_sworn(b))
		return tr(c->lang, N_("jurada"));
	return eyes ? tr(c->lang, N_("falta que otra persona la mire")) : tr(c->lang, N_("abierta"));
}

/* ---- all of a centre ---- */

/* The asked one, else her own first. False: none that she may see. */
static bool choose(struct page_call *p, const char *rule, struct id *out)
{
	struct ctx *c = p->c;
	struct id own[GROUPS_MAX];
	unsigned n = balance_groups(c, rule, own, GROUPS_MAX);
	struct str asked = p->get(p, "group");

	if (asked.n ? !ref_resolve(c, "group", asked, out) || !allowed(c, rule, scope_of_group(c, *out)) : !n)
		return false;
	if (!asked.n)
		*out = own[0];
	for (unsigned i = 0; i < n && n > 1; i++)
		part_tab(p, ref_title(c, "group", own[i]), group_url(c, p->page->path, own[i]), id_eq(own[i], *out));
	part_fact(p, NULL, ref_title(c, "group", *out));
	return true;
}

static enum rc list_fill(struct page_call *p)
{
	struct ctx *c = p->c;
	struct record *b = ARENA_ARRAY(c->mem, struct record, SHOWN);
	struct id group;

	part_intro(p, N_("Cada subsidio que se recibe se rinde en un Formato B-1. Aquí se llena con las compras, se imprime y se firma."));
	if (!choose(p, "page:balances", &group))
		return p->get(p, "group").n ? NOT_FOUND : OK;
	unsigned n = balances_of(c, group, b, SHOWN);
	for (unsigned i = 0; i < n; i++)
		part_row(p, balance_title(c, &b[i]), balance_url(c, b[i].id, ""), b[i].v[BALANCE_SUBSIDY].kind == V_INT ?
			soles(c, b[i].v[BALANCE_SUBSIDY].i) : STR(""), state_word(c, &b[i]));
	part_empty(p, N_("Todavía no hay ninguna cuenta."));
	if (allowed(c, "balance.report", scope_of_group(c, group)))
		part_link(p, "mas", N_("Abrir una cuenta"), group_url(c, "/cuentas/nueva", group));
	part_link(p, "foto", N_("Guardar una hoja firmada"), STR("/hojas"));
	return OK;
}

/* ---- a new one, or its head ---- */

/* The board as the register has it; what it does not say of someone new stays for the hand. */
static void as_board(struct ctx *c, struct id group, struct value *v)
{
	static const struct {
		const char *seat;
		uint8_t name, document;
	} whose[] = { { "president", BALANCE_PRESIDENT, BALANCE_PRESIDENT_DNI }, { "treasurer", BALANCE_TREASURER, BALANCE_TREASURER_DNI } };
	struct board_member m;

	for (unsigned i = 0; i < ARRAY_LEN(whose); i++) {
		if (!board_member(c, group, whose[i].seat, &m))
			continue;
		struct value *name = &v[whose[i].name], *document = &v[whose[i].document];
		if (m.document.n)
			*document = value_text(m.document);
		else if (name->kind != V_TEXT || !str_eq(fold(c->mem, name->s), fold(c->mem, m.name)))
			*document = value_null();
		*name = value_text(m.name);
		if (i == 0 && m.phone.n)
			v[BALANCE_PHONE] = value_text(m.phone);
	}
}

/* Who swears is mostly who swore last, unless the board is another now. */
static void as_last(struct ctx *c, struct id group, struct record *out)
{
	static const uint8_t same[] = { BALANCE_TYPE, BALANCE_PRESIDENT, BALANCE_PRESIDENT_DNI, BALANCE_TREASURER, BALANCE_TREASURER_DNI, BALANCE_PHONE };
	struct record *last = ARENA_NEW(c->mem, struct record);

	out->entity = &balance_entity;
	if (balances_of(c, group, last, 1))
		for (unsigned i = 0; i < ARRAY_LEN(same); i++)
			out->v[same[i]] = last->v[same[i]];
	as_board(c, group, out->v);
}

static enum rc new_fill(struct page_call *p)
{
	struct ctx *c = p->c;
	struct record *b = ARENA_NEW(c->mem, struct record), *shown = ARENA_NEW(c->mem, struct record);
	struct id group, balance;
	bool opened = id_parse(p->get(p, "balance"), &balance) && balance_get(c, balance, b);

	if (opened ? !allowed(c, "balance.report", scope_of(c, b)) : !choose(p, "balance.report", &group))
		return NOT_FOUND;
	if (!opened)
		as_last(c, group, shown);
	struct part_form form = { .action = &balance_report, .standing = p->act ? NULL : opened ? b : shown, .to = STR("/cuentas/nueva"),
		.carry = { { "group", opened ? ref_code(c, "group", b->v[BALANCE_GROUP].id) : ref_code(c, "group", group) },
			{ opened ? "since" : NULL, opened ? field_plain(c->mem, &balance_fields[BALANCE_SINCE], &b->v[BALANCE_SINCE]) : STR("") } } };
	if (opened) {
		part_fact(p, balance_fields[BALANCE_SINCE].label, lang_date(c->mem, c->lang, b->v[BALANCE_SINCE].i));
		part_back(p, N_("Volver sin cambiar nada"), balance_url(c, b->id, ""));
		form.to = str_fmt(c->mem, "/cuentas/nueva?balance=%s", str_cstr(c->mem, id_text(c->mem, b->id)));
	} else {
		part_back(p, N_("Volver sin cambiar nada"), group_url(c, "/cuentas", group));
	}
	part_form(p, &form);
	return OK;
}

static struct str new_done(struct ctx *c, const struct act *a, const struct outcome *o)
{
	struct value v[BALANCE__N] = { [BALANCE_GROUP] = a->v[BALANCE_GROUP], [BALANCE_SINCE] = a->v[BALANCE_SINCE] };

	(void)o;
	return balance_url(c, entity_key_id(&balance_entity, c->net->id, v), "?ok=1");
}

/* ---- one ---- */

static bool asked(struct page_call *p, const char *rule, struct record *b)
{
	struct id id;

	return id_parse(p->get(p, "balance"), &id) && balance_get(p->c, id, b) && allowed(p->c, rule, scope_of(p->c, b));
}

/* What stands against it, each as a line of caution. */
static void view_problems(struct page_call *p, const struct b1_answer *said, const struct record *row)
{
	struct ctx *c = p->c;
	struct buf b = buf_new(c->mem, 256);
	unsigned most = said->nproblems < PROBLEMS_SHOWN ? said->nproblems : PROBLEMS_SHOWN;

	for (unsigned i = 0; i < most; i++) {
		const struct b1_problem *q = &said->problem[i];
		buf_c(&b, i ? ". " : "");
		if (q->row) {
			buf_add(&b, tr(c->lang, N_("Fila")));
			buf_char(&b, ' ');
			buf_int(&b, row[q->row - 1].v[ROW_N].i);
			buf_c(&b, ": ");
		}
		buf_add(&b, tr_fill(c->mem, c->lang, q->msgid, q->arg));
	}
	if (b.n)
		part_care(p, str_cstr(c->mem, buf_str(&b)));
}

static void view_rows(struct page_call *p, const struct record *b, const struct record *row, unsigned n, bool open)
{
	static const char *const columns[] = { N_("Fila"), N_("Qué se compró"), N_("Importe") };
	struct ctx *c = p->c;

	for (unsigned i = 0; i < ARRAY_LEN(columns) && n; i++)
		part_column(p, columns[i]);
	for (unsigned i = 0; i < n; i++) {
		const struct value *v = row[i].v;
		struct view *line = part_line(p, str_fmt(c->mem, "%lld", (long long)v[ROW_N].i), open ?
			str_fmt(c->mem, "%s?fila=%lld", str_cstr(c->mem, balance_url(c, b->id, "")), (long long)v[ROW_N].i) : STR(""));
		struct str when = v[ROW_DATE].kind == V_INT ? lang_date_short(c->mem, c->lang, v[ROW_DATE].i) : STR("");
		struct str quantity = v[ROW_QUANTITY].kind == V_TEXT ? v[ROW_QUANTITY].s : STR(""), unit = v[ROW_UNIT].kind == V_TEXT ? v[ROW_UNIT].s : STR("");
		part_cell(line, str_fmt(c->mem, "%.*s: %.*s%s%.*s%s%.*s", (int)when.n, when.p, (int)v[ROW_DESCRIPTION].s.n, v[ROW_DESCRIPTION].s.p,
			quantity.n ? ", " : "", (int)quantity.n, quantity.p, unit.n ? " " : "", (int)unit.n, unit.p));
		part_cell(line, v[ROW_AMOUNT].kind == V_INT ? soles(c, v[ROW_AMOUNT].i) : STR(""));
	}
}

/* The form of the next row, or of the one that is corrected. */
static void view_form(struct page_call *p, const struct record *b, const struct record *row, unsigned n)
{
	struct ctx *c = p->c;
	const struct record *chosen = NULL;
	int64_t fila = 0;

	if (!str_int64(p->get(p, "fila"), &fila) && !str_int64(p->get(p, "n"), &fila))
		fila = 0;
	for (unsigned i = 0; i < n; i++)
		chosen = row[i].v[ROW_N].i == fila ? &row[i] : chosen;
	if (!fila)
		fila = balance_next_row(c, b->id);
	if (fila > ROWS_MAX)
		return;
	struct str number = str_fmt(c->mem, "%lld", (long long)fila);
	part_form(p, &(struct part_form){ .action = &balance_row_report, .standing = p->act ? NULL : chosen, .to = chosen ?
		str_fmt(c->mem, "%s?fila=%s", str_cstr(c->mem, balance_url(c, b->id, "")), number.p) : balance_url(c, b->id, ""),
		.carry = { { "balance", id_text(c->mem, b->id) }, { "n", number } }, .button = chosen ? N_("Corregir la fila") : N_("Anotar la compra"),
		.icon = "mas", .waits = true });
	if (chosen) {
		part_back(p, N_("Volver sin cambiar nada"), balance_url(c, b->id, ""));
		part_link(p, "quitar", N_("Quitar esta fila"), str_fmt(c->mem, "%s?row=%s", str_cstr(c->mem, balance_url(c, b->id, "/quitar")),
			str_cstr(c->mem, id_text(c->mem, chosen->id))));
	}
}

static void view_links(struct page_call *p, const struct record *b, bool open)
{
	struct ctx *c = p->c;
	struct scope s = scope_of(c, b);
	bool may = allowed(c, "balance.report", s), looked = b->v[BALANCE_LOOKED_BY].kind == V_ID;
	struct str group = ref_code(c, "group", b->v[BALANCE_GROUP].id);

	part_link(p, "imprimir", N_("Hoja para imprimir y firmar"), balance_url(c, b->id, "/hoja"));
	if (may && open) {
		part_link(p, "adelante", N_("Traer las compras del almacén"), balance_url(c, b->id, "/almacen"));
		part_link(p, "lapiz", N_("Corregir los datos de arriba"), str_fmt(c->mem, "/cuentas/nueva?balance=%s&group=%s",
			str_cstr(c->mem, id_text(c->mem, b->id)), str_cstr(c->mem, group)));
		part_link(p, "listo", N_("Dar por jurada"), balance_url(c, b->id, "/jurar"));
	}
	if (allowed(c, "balance.look", s) && open && b->v[BALANCE_EYES].kind == V_INT && b->v[BALANCE_EYES].i && !looked)
		part_link(p, "visto", N_("La miré y está bien"), balance_url(c, b->id, "/mirar"));
	if (may && !open)
		part_link(p, "otra", N_("Abrir otra vez"), balance_url(c, b->id, "/abrir"));
	part_link(p, "foto", N_("La hoja firmada"), attachments_url(c, b->v[BALANCE_GROUP].id, attachment_about(c, "balance", b->id)));
}

static enum rc one_fill(struct page_call *p)
{
	struct ctx *c = p->c;
	struct record *b = ARENA_NEW(c->mem, struct record), *row = ARENA_ARRAY(c->mem, struct record, ROWS_MAX);
	struct b1_form form;
	struct b1_answer said;

	if (!asked(p, "page:balance", b))
		return NOT_FOUND;
	unsigned n = balance_rows(c, b->id, row);
	bool open = !balance_sworn(b);
	balance_form(c, b, row, n, &form);
	b1_judge(c->mem, &form, &said);
	part_title(p, balance_title(c, b));
	part_back(p, N_("Todas las cuentas"), group_url(c, "/cuentas", b->v[BALANCE_GROUP].id));
	part_fact(p, NULL, ref_title(c, "group", b->v[BALANCE_GROUP].id));
	part_fact(p, balance_fields[BALANCE_STATE].label, state_word(c, b));
	if (b->v[BALANCE_LOOKED_BY].kind == V_ID)
		part_fact(p, balance_fields[BALANCE_LOOKED_BY].label, person_name(c, b->v[BALANCE_LOOKED_BY].id));
	if (b->v[BALANCE_REASON].kind == V_TEXT)
		part_fact(p, balance_fields[BALANCE_REASON].label, b->v[BALANCE_REASON].s);
	part_number(p, N_("Subsidio"), b->v[BALANCE_SUBSIDY].kind == V_INT ? soles(c, b->v[BALANCE_SUBSIDY].i) : STR(""));
	part_number(p, N_("Gastado del subsidio"), said.shared ? soles(c, said.from_subsidy_cents) : STR(""));
	part_number(p, N_("Puso el centro"), said.shared ? soles(c, said.contribution_cents) : STR(""));
	view_problems(p, &said, row);
	part_heading(p, n ? N_("Compras") : NULL);
	view_rows(p, b, row, n, open && allowed(c, "balance_row.report", scope_of(c, b)));
	if (open && allowed(c, "balance_row.report", scope_of(c, b)))
		view_form(p, b, row, n);
	view_links(p, b, open);
	return OK;
}

static struct str one_done(struct ctx *c, const struct act *a, const struct outcome *o)
{
	(void)o;
	return balance_url(c, act_ref(a, 0), "?ok=1");
}

static enum rc sheet_fill(struct page_call *p)
{
	struct record *b = ARENA_NEW(p->c->mem, struct record);

	if (!asked(p, "page:balance_sheet", b))
		return NOT_FOUND;
	if (!balance_paper(p->c, b, &p->bytes))
		return BUSY;
	p->type = "application/pdf";
	return OK;
}

/* ---- one question each ---- */

static enum rc question(struct page_call *p, const struct action *action, const char *path, const char *intro, const char *icon)
{
	struct ctx *c = p->c;
	struct record *b = ARENA_NEW(c->mem, struct record);

	if (!asked(p, action->name, b))
		return NOT_FOUND;
	part_back(p, N_("Volver sin cambiar nada"), balance_url(c, b->id, ""));
	part_fact(p, NULL, ref_title(c, "group", b->v[BALANCE_GROUP].id));
	part_fact(p, NULL, balance_title(c, b));
	part_intro(p, intro);
	part_form(p, &(struct part_form){ .action = action, .to = balance_url(c, b->id, path), .carry = { { "balance", id_text(c->mem, b->id) } },
		.icon = icon });
	return OK;
}

static enum rc swear_fill(struct page_call *p)
{
	return question(p, &balance_swear, "/jurar", N_("Presidenta y tesorera declaran que lo dicho es verdad. Después ya no se corrige, salvo que se abra otra vez."), "listo");
}

static enum rc reopen_fill(struct page_call *p)
{
	return question(p, &balance_reopen, "/abrir", N_("Lo que ya se imprimió deja de valer: habrá que imprimir y firmar de nuevo."), "otra");
}

static enum rc take_fill(struct page_call *p)
{
	return question(p, &balance_take, "/almacen", N_("Las compras anotadas en el almacén en esos días, con lo que costaron, pasan a esta cuenta. Cada una pasa una sola vez."), "adelante");
}

static enum rc look_fill(struct page_call *p)
{
	return question(p, &balance_look, "/mirar", N_("Otra persona mira la cuenta antes de que se jure. Si después algo cambia, se mira otra vez."), "visto");
}

static enum rc void_fill(struct page_call *p)
{
	struct ctx *c = p->c;
	struct record *r = ARENA_NEW(c->mem, struct record);
	struct id id;

	if (!id_parse(p->get(p, "row"), &id) || !record_get(c->db, c->schema, c->mem, &balance_row_entity, c->net->id, id, r) || !r->born ||
		!allowed(c, "balance_row.void", scope_of(c, r)))
		return NOT_FOUND;
	struct str row = id_text(c->mem, id);
	part_back(p, N_("Volver sin quitar nada"), balance_url(c, r->v[ROW_BALANCE].id, ""));
	part_fact(p, NULL, r->v[ROW_DESCRIPTION].s);
	part_form(p, &(struct part_form){ .action = &balance_row_void, .to = balance_url(c, r->v[ROW_BALANCE].id, "/quitar"), .carry = { { "row", row } },
		.icon = "quitar" });
	return OK;
}

static struct str void_done(struct ctx *c, const struct act *a, const struct outcome *o)
{
	struct record *r = ARENA_NEW(c->mem, struct record);

	(void)o;
	return record_get(c->db, c->schema, c->mem, &balance_row_entity, c->net->id, act_ref(a, 0), r) ?
		balance_url(c, r->v[ROW_BALANCE].id, "?ok=1") : STR("/cuentas");
}

const struct page accounts_pages[] = {
	{ .path = "/cuentas", .name = "balances", .title = N_("Rendir cuentas"), .fill = list_fill, .flags = PAGE_PARTS },
	{ .path = "/cuentas/nueva", .name = "balance_new", .title = N_("Una cuenta"), .fill = new_fill, .action = "balance.report", .done = new_done, .flags = PAGE_PARTS },
	{ .path = "/cuentas/{balance}", .name = "balance", .title = N_("Formato B-1"), .fill = one_fill, .action = "balance_row.report", .done = one_done,
		.flags = PAGE_PARTS },
	{ .path = "/cuentas/{balance}/hoja", .name = "balance_sheet", .fill = sheet_fill, .flags = PAGE_PARTS },
	{ .path = "/cuentas/{balance}/jurar", .name = "balance_swear", .title = N_("Dar por jurada"), .fill = swear_fill, .action = "balance.swear", .done = one_done,
		.flags = PAGE_PARTS },
	{ .path = "/cuentas/{balance}/abrir", .name = "balance_reopen", .title = N_("Abrir otra vez"), .fill = reopen_fill, .action = "balance.reopen", .done = one_done,
		.flags = PAGE_PARTS },
	{ .path = "/cuentas/{balance}/almacen", .name = "balance_take", .title = N_("Compras del almacén"), .fill = take_fill, .action = "balance.take", .done = one_done,
		.flags = PAGE_PARTS },
	{ .path = "/cuentas/{balance}/mirar", .name = "balance_look", .title = N_("Mirar una cuenta"), .fill = look_fill, .action = "balance.look", .done = one_done,
		.flags = PAGE_PARTS },
	{ .path = "/cuentas/{balance}/quitar", .name = "balance_row_void", .title = N_("Quitar una fila"), .fill = void_fill, .action = "balance_row.void", .done = void_done,
		.flags = PAGE_PARTS },
	{ .path = "/entregas", .name = "deliveries", .title = N_("Actas de entrega"), .fill = page_deliveries, .flags = PAGE_PARTS },
	{ .path = "/entregas/{delivery}", .name = "delivery", .title = N_("Una entrega"), .fill = page_delivery, .flags = PAGE_PARTS },
	{ .path = "/entregas/{delivery}/acta", .name = "delivery_paper", .fill = page_delivery_paper, .flags = PAGE_PARTS },
	{ .path = "/hojas", .name = "sheets", .title = N_("Hoja firmada"), .fill = page_sheets, .action = "attachment.add", .prepare = sheets_prepare,
		.done = sheets_done },
	{ .path = NULL },
};
