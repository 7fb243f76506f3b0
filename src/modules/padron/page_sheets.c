/*
 * page_sheets.c - the padrón as papers: an A4 to sign, and a workbook for what a municipality keys in.
 */
#include "padron_own.h"

#include "paper.h"
#include "parts.h"
#include "sheet.h"
#include "utf8.h"
#include "xlsx.h"

enum { MOST = 5000, FINGER_MM = 14, EMPTY_ROWS = 3, GOODS_MAX = 800 };

/* All of one kitchen that eat there, in the order of their surnames. */
static unsigned all_of(struct ctx *c, struct id group, struct id *out)
{
	struct rows r = db_rows(c->db, SQL(Q_DINERS_OF), ARGS(cell_id(&c->net->id), cell_id(&group), cell_text(STR("")), cell_int(MOST)));
	unsigned n = 0;

	while (rows_next(&r) && n < MOST)
		out[n++] = rows_id(&r, 0);
	return n;
}

static struct str day_of(struct ctx *c, const struct value *v)
{
	return v->kind == V_INT ? lang_date_short(c->mem, c->lang, v->i) : STR("");
}

static void signers(struct ctx *c, struct paper *paper, struct id group)
{
	struct str who[PAPER_SIGNERS_MAX][2];
	unsigned n = 0;
	struct rows r = db_rows(c->db, SQL(Q_SEATS_OF), ARGS(cell_id(&c->net->id), cell_id(&group)));

	while (rows_next(&r))
		if (n < 3 && (str_is(rows_text(&r, 0), "president") || str_is(rows_text(&r, 0), "secretary") || str_is(rows_text(&r, 0), "treasurer"))) {
			who[n][0] = str_is(rows_text(&r, 0), "president") ? tr(c->lang, N_("presidenta")) :
				str_is(rows_text(&r, 0), "secretary") ? tr(c->lang, N_("secretaria")) : tr(c->lang, N_("tesorera"));
			who[n++][1] = str_dup(c->mem, rows_text(&r, 1));
		}
	if (n == 0) {
		who[0][0] = tr(c->lang, N_("presidenta"));
		who[0][1] = STR("");
		n = 1;
	}
	paper_signers(paper, (const struct str(*)[2])who, n);
}

enum rc page_diners_sheet(struct page_call *p)
{
	struct ctx *c = p->c;
	struct id group, *id = ARENA_ARRAY(c->mem, struct id, MOST);
	struct record *r = ARENA_NEW(c->mem, struct record);

	if (!padron_of(p, "page:diners_sheet", &group))
		return NOT_FOUND;
	unsigned n = all_of(c, group, id);
	const struct paper_column col[] = { { tr(c->lang, N_("Nº")), 40, true }, { tr(c->lang, N_("Ingreso")), 85, false },
		{ tr(c->lang, N_("Apellidos y nombres")), 235, false }, { tr(c->lang, N_("Documento")), 130, false },
		{ tr(c->lang, N_("Dirección")), 180, false }, { tr(c->lang, N_("Edad")), 85, false }, { tr(c->lang, N_("Cómo come")), 75, false },
		{ tr(c->lang, N_("Firma o huella")), 170, false } };
	struct paper *paper = paper_new(c->mem, PAPER_A4_WIDE, tr_fill(c->mem, c->lang, N_("Padrón de %s"), ref_title(c, "group", group)), c->net->name,
		str_c("es"), today(c));
	paper_text(paper, str_fmt(c->mem, "%s · %s", str_cstr(c->mem, c->net->name), str_cstr(c->mem, lang_date_long(c->mem, c->lang, today(c)))));
	paper_table(paper, col, ARRAY_LEN(col), FINGER_MM);
	for (unsigned i = 0; i < n; i++)
		if (diner_get(c, id[i], r)) {
			const struct str cell[] = { str_fmt(c->mem, "%u", i + 1), day_of(c, &r->v[DINER_ENTERED]), diner_name(c, r), diner_document(c, r),
				diner_home(c, r), r->v[DINER_AGE].kind == V_TEXT ? choice_label(c, diner_ages, r->v[DINER_AGE].s) : STR(""),
				r->v[DINER_KIND].kind == V_TEXT ? choice_label(c, diner_kinds, r->v[DINER_KIND].s) : STR(""), STR("") };
			paper_row(paper, cell);
		}
	paper_rows_empty(paper, EMPTY_ROWS);
	paper_table_end(paper);
	signers(c, paper, group);
	sheet_code(c, paper, "group", group);
	if (!paper_bytes(paper, &p->bytes))
		return BUSY;
	p->type = "application/pdf";
	return OK;
}

/* A row for each who may receive: whoever comes in her place is named on it. What is handed out, where it is known. */
enum rc page_diners_handout(struct page_call *p)
{
	struct ctx *c = p->c;
	struct id group, *id = ARENA_ARRAY(c->mem, struct id, MOST);
	struct record *r = ARENA_NEW(c->mem, struct record);
	struct str what = p->get(p, "que");

	if (!padron_of(p, "page:diners_handout", &group))
		return NOT_FOUND;
	unsigned n = all_of(c, group, id);
	const struct paper_column col[] = { { tr(c->lang, N_("Nº")), 45, true }, { tr(c->lang, N_("Apellidos y nombres")), 225, false },
		{ tr(c->lang, N_("Documento")), 135, false }, { tr(c->lang, N_("Qué y cuánto recibe")), 145, false },
		{ tr(c->lang, N_("Si viene otra persona: nombre y documento")), 230, false }, { tr(c->lang, N_("Firma o huella")), 220, false } };
	struct paper *paper = paper_new(c->mem, PAPER_A4_WIDE, tr_fill(c->mem, c->lang, N_("Planilla de reparto de %s"), ref_title(c, "group", group)),
		c->net->name, str_c(lang_tag(c->lang)), today(c));
	const struct str box[][2] = { { tr(c->lang, N_("Código")), ref_code(c, "group", group) }, { tr(c->lang, N_("Fecha del reparto")), STR("") },
		{ tr(c->lang, N_("Lugar")), STR("") } };
	paper_boxes(paper, box, ARRAY_LEN(box), 3);
	const struct str goods[][2] = { { tr(c->lang, N_("Qué se reparte")), utf8_valid(what) && utf8_printable(what) ? str_sub(what, 0, what.n > GOODS_MAX ? 0 : what.n) : STR("") } };
	paper_boxes(paper, goods, 1, 1);
	paper_table(paper, col, ARRAY_LEN(col), FINGER_MM);
	for (unsigned i = 0; i < n; i++)
		if (diner_get(c, id[i], r)) {
			const struct str cell[] = { str_fmt(c->mem, "%u", i + 1), diner_name(c, r), diner_document(c, r), STR(""), STR(""), STR("") };
			paper_row(paper, cell);
		}
	paper_rows_empty(paper, EMPTY_ROWS);
	paper_table_end(paper);
	signers(c, paper, group);
	sheet_code(c, paper, "group", group);
	if (!paper_bytes(paper, &p->bytes))
		return BUSY;
	p->type = "application/pdf";
	return OK;
}

/* What municipalities key into the state's register, a column each. */
enum rc page_diners_book(struct page_call *p)
{
	static const char *const head[] = { N_("Nº"), N_("Ingreso"), N_("Apellidos"), N_("Nombres"), N_("Documento"), N_("Número de documento"),
		N_("Edad"), N_("Cómo come"), N_("Manzana"), N_("Lote"), N_("Referencia") };
	static const unsigned cell[] = { DINER_SURNAMES, DINER_NAMES, DINER_DOCUMENT_KIND, DINER_DOCUMENT_NUMBER, DINER_AGE, DINER_KIND,
		DINER_BLOCK, DINER_LOT, DINER_LANDMARK };
	struct ctx *c = p->c;
	struct id group, *id = ARENA_ARRAY(c->mem, struct id, MOST);
	struct record *r = ARENA_NEW(c->mem, struct record);
	struct str label[ARRAY_LEN(head)];

	if (!padron_of(p, "page:diners_book", &group))
		return NOT_FOUND;
	unsigned n = all_of(c, group, id);
	struct xlsx *x = xlsx_new(c->mem, tr_fill(c->mem, c->lang, N_("Padrón de %s"), ref_title(c, "group", group)), today(c));
	xlsx_sheet(x, tr(c->lang, N_("Padrón")));
	for (unsigned i = 0; i < ARRAY_LEN(head); i++)
		label[i] = tr(c->lang, head[i]);
	xlsx_head(x, label, NULL, ARRAY_LEN(head));
	for (unsigned i = 0; i < n; i++) {
		if (!diner_get(c, id[i], r))
			continue;
		xlsx_row(x);
		xlsx_int(x, i + 1);
		if (r->v[DINER_ENTERED].kind == V_INT)
			xlsx_day(x, r->v[DINER_ENTERED].i);
		else
			xlsx_none(x);
		for (unsigned k = 0; k < ARRAY_LEN(cell); k++) {
			const struct field *f = &diner_entity.fields[cell[k]];
			const struct value *v = &r->v[cell[k]];
			if (v->kind == V_TEXT)
				xlsx_text(x, f->choices ? choice_label(c, f->choices, v->s) : v->s);
			else
				xlsx_none(x);
		}
	}
	if (!xlsx_bytes(x, &p->bytes))
		return BUSY;
	p->type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
	return OK;
}
