/*
 * balance_paper.c - the sheet that is signed: head, seventeen lines a sheet, sums, oath, boxes for hand and finger, its code.
 */
#include "accounts_own.h"

#include "sheet.h"

enum { COLUMNS = 9, ROW_MM = 6 };

static void head(struct ctx *c, struct paper *p, const struct str *h)
{
	const struct str box[][2] = {
		{ tr(c->lang, N_("Centro")), h[B1_NAME] }, { tr(c->lang, N_("Tipo")), h[B1_KIND] }, { tr(c->lang, N_("Código")), h[B1_CODE] },
		{ tr(c->lang, N_("Periodo")), h[B1_PERIOD_LABEL] }, { tr(c->lang, N_("Subsidio S/")), h[B1_SUBSIDY] }, { tr(c->lang, N_("Asignado el")), h[B1_ASSIGNED] },
		{ tr(c->lang, N_("Presidenta")), h[B1_PRESIDENT_NAME] }, { tr(c->lang, N_("DNI")), h[B1_PRESIDENT_DNI] }, { tr(c->lang, N_("Rendido el")), h[B1_ACCOUNT_DATE] },
		{ tr(c->lang, N_("Tesorera")), h[B1_TREASURER_NAME] }, { tr(c->lang, N_("DNI")), h[B1_TREASURER_DNI] }, { tr(c->lang, N_("Teléfono")), h[B1_PHONE] } };

	paper_boxes(p, box, ARRAY_LEN(box), 3);
}

/* One sheet's rows, the rest of its seventeen lines empty. */
static void table(struct ctx *c, struct paper *p, const struct str (*row)[B1_CELL__N], unsigned first, unsigned n)
{
	const struct paper_column col[COLUMNS] = { { STR("N.º"), 38, true }, { tr(c->lang, N_("Fecha")), 122, false },
		{ tr(c->lang, N_("Descripción")), 185, false }, { tr(c->lang, N_("Cantidad")), 98, true }, { tr(c->lang, N_("Unidad")), 82, false },
		{ STR("RUC"), 150, false }, { tr(c->lang, N_("Comprobante")), 135, false }, { tr(c->lang, N_("Precio")), 80, true },
		{ tr(c->lang, N_("Importe S/")), 110, true } };

	paper_table(p, col, COLUMNS, ROW_MM);
	for (unsigned i = 0; i < n; i++) {
		const struct str *r = row[first + i];
		const struct str cell[COLUMNS] = { str_fmt(c->mem, "%u", first + i + 1), r[B1_DATE], r[B1_DESCRIPTION], r[B1_QUANTITY], r[B1_UNIT], r[B1_RUC],
			r[B1_RECEIPT], r[B1_UNIT_PRICE], r[B1_AMOUNT] };
		paper_row(p, cell);
	}
	paper_rows_empty(p, B1_ROWS - n);
	paper_table_end(p);
}

bool balance_paper(struct ctx *c, const struct record *b, struct str *out)
{
	static const uint8_t hers[] = { B1_PRESIDENT_DNI, B1_TREASURER_DNI, B1_PHONE };
	struct record *row = ARENA_ARRAY(c->mem, struct record, ROWS_MAX);
	unsigned n = balance_rows(c, b->id, row), sheets = n ? (n + B1_ROWS - 1) / B1_ROWS : 1;
	struct b1_form form;
	struct b1_answer said;

	balance_form(c, b, row, n, &form);
	b1_judge(c->mem, &form, &said);
	struct paper *p = paper_new(c->mem, PAPER_A4, tr(c->lang, N_("Formato B-1: balance de un centro de atención")), c->net->name,
		str_c(lang_tag(c->lang)), today(c));
	if (!balance_sworn(b))
		paper_text(p, tr(c->lang, N_("BORRADOR: todavía no se dio por jurado.")));
	if (!(classes_seen(c, scope_of(c, b)) & 1u << P_PERSONAL)) /* who may look, but not at documents */
		for (unsigned i = 0; i < ARRAY_LEN(hers); i++)
			said.printed.head[hers[i]] = STR("");
	head(c, p, said.printed.head);
	for (unsigned s = 0; s < sheets; s++) {
		unsigned first = s * B1_ROWS;
		if (sheets > 1)
			paper_heading(p, tr_fill(c->mem, c->lang, N_("Hoja %s"), str_fmt(c->mem, "%u / %u", s + 1, sheets)));
		table(c, p, (const struct str(*)[B1_CELL__N])said.printed.row, first, said.printed.nrows > first ?
			(said.printed.nrows - first < B1_ROWS ? said.printed.nrows - first : B1_ROWS) : 0);
	}
	const struct str sums[][2] = { { tr(c->lang, N_("Total S/")), said.total }, { tr(c->lang, N_("Gastado del subsidio S/")), said.from_subsidy },
		{ tr(c->lang, N_("Aporte del centro S/")), said.contribution } };
	paper_boxes(p, sums, ARRAY_LEN(sums), 3);
	paper_text(p, tr(c->lang, N_("Declaramos bajo juramento que lo dicho en esta hoja es verdad.")));
	const struct str sign[][2] = { { tr(c->lang, N_("Presidenta")), said.printed.head[B1_PRESIDENT_NAME] },
		{ tr(c->lang, N_("Tesorera")), said.printed.head[B1_TREASURER_NAME] } };
	paper_signers(p, sign, ARRAY_LEN(sign));
	sheet_code(c, p, "balance", b->id);
	return paper_bytes(p, out);
}
