/*
 * roll_sheet.c - the list of a meeting as a paper to sign: the padrón by kitchen, its code at the foot brings the photo back.
 */
#include "roll_own.h"

#include "paper.h"
#include "sheet.h"

enum { FINGER_MM = 12, EMPTY_ROWS = 6 };

static struct str number_of(struct ctx *c, unsigned n)
{
	return str_fmt(c->mem, "%u", n);
}

enum rc roll_sheet_fill(struct page_call *p)
{
	struct ctx *c = p->c;
	struct roll_row *row = ARENA_ARRAY(c->mem, struct roll_row, ROLL_MOST);
	struct meeting m;

	if (!meeting_asked(p, &m) || !meeting_runs(c, &m))
		return NOT_FOUND;
	unsigned n = roll_rows(c, &m, row, ROLL_MOST);
	const struct paper_column col[] = { { tr(c->lang, N_("Nº")), 60, true }, { tr(c->lang, N_("Apellidos y nombres")), 320, false },
		{ tr(c->lang, N_("Cocina")), 220, false }, { tr(c->lang, N_("Hora")), 100, false }, { tr(c->lang, N_("Firma o huella")), 300, false } };
	struct paper *paper = paper_new(c->mem, PAPER_A4, tr_fill(c->mem, c->lang, N_("Lista de asistencia: %s"), m.topic), c->net->name,
		str_c(lang_tag(c->lang)), today(c));
	paper_text(paper, str_fmt(c->mem, "%s · %s · %s", str_cstr(c->mem, ref_title(c, "group", m.group)), str_cstr(c->mem, meeting_when(c, &m)),
		str_cstr(c->mem, m.place)));
	paper_table(paper, col, ARRAY_LEN(col), FINGER_MM);
	for (unsigned i = 0; i < n; i++) {
		if (row[i].guest)
			continue;
		const struct str cell[] = { number_of(c, i + 1), row[i].name, row[i].kitchen, STR(""), STR("") };
		paper_row(paper, cell);
	}
	paper_rows_empty(paper, EMPTY_ROWS);
	paper_table_end(paper);
	const struct str signers[][2] = { { tr(c->lang, N_("presidenta")), STR("") }, { tr(c->lang, N_("secretaria")), STR("") } };
	paper_signers(paper, signers, ARRAY_LEN(signers));
	sheet_code(c, paper, "meeting", m.id);
	if (!paper_bytes(paper, &p->bytes))
		return BUSY;
	p->type = "application/pdf";
	return OK;
}
