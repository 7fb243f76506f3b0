/*
 * minutes_paper.c - the acta for the numbered book: who was there, quorum, points, agreements, boxes to sign, its code.
 */
#include "minutes_own.h"

#include "attachment.h"
#include "paper.h"
#include "sheet.h"

enum { THERE_MOST = 400, ROW_MM = 8 };

static void head(struct ctx *c, struct paper *p, const struct record *r)
{
	const struct value *v = r->v;
	const struct str box[][2] = {
		{ tr(c->lang, N_("Acta número")), r->born ? str_fmt(c->mem, "%lld - %lld", (long long)v[APPROVAL_NUMBER].i, (long long)v[APPROVAL_YEAR].i) : STR("") },
		{ tr(c->lang, N_("Página del libro")), r->born && v[APPROVAL_PAGE].kind == V_INT ? str_fmt(c->mem, "%lld", (long long)v[APPROVAL_PAGE].i) : STR("") },
		{ tr(c->lang, N_("Aprobada el")), r->born ? lang_date_long(c->mem, c->lang, v[APPROVAL_DAY].i) : STR("") },
	};

	paper_boxes(p, box, ARRAY_LEN(box), 3);
	if (!r->born)
		paper_text(p, tr(c->lang, N_("BORRADOR: esta acta todavía no se aprobó.")));
}

/* With documents for whoever may see them; a box to sign beside each. */
static void present(struct ctx *c, struct paper *p, const struct meeting *m)
{
	struct minutes_there *t = ARENA_ARRAY(c->mem, struct minutes_there, THERE_MOST);
	unsigned n = minutes_present(c, m, t, THERE_MOST);
	bool documents = classes_seen(c, scope_of_group(c, m->group)) & 1u << P_PERSONAL;
	const struct paper_column col[] = { { tr(c->lang, N_("Nº")), 50, true }, { tr(c->lang, N_("Nombre")), 330, false },
		{ tr(c->lang, N_("Documento")), 150, false }, { tr(c->lang, N_("De qué grupo")), 250, false },
		{ tr(c->lang, N_("Firma o huella")), 220, false } };

	paper_heading(p, tr(c->lang, N_("Quiénes estuvieron")));
	paper_table(p, col, ARRAY_LEN(col), ROW_MM);
	for (unsigned i = 0; i < n; i++) {
		const struct str cell[ARRAY_LEN(col)] = { str_fmt(c->mem, "%u", i + 1), t[i].name, documents ? t[i].document : STR(""),
			t[i].guest ? tr(c->lang, N_("invitada, no firma")) : t[i].kitchen, STR("") };
		paper_row(p, cell);
	}
	if (!n)
		paper_rows_empty(p, 8);
	paper_table_end(p);
}

/* Whoever signs must be on the padrón on the day it is signed. */
static void signers(struct ctx *c, struct paper *p, const struct meeting *m, const struct record *r)
{
	const unsigned who[] = { APPROVAL_PRESIDENT, APPROVAL_SECRETARY };
	struct str sign[ARRAY_LEN(who)][2] = { { tr(c->lang, N_("Presidenta")), STR("") }, { tr(c->lang, N_("Secretaria")), STR("") } };

	for (unsigned i = 0; i < ARRAY_LEN(who) && r->born; i++) {
		sign[i][1] = person_name(c, r->v[who[i]].id);
		if (!minutes_on_padron(c, m, r->v[who[i]].id))
			paper_text(p, tr_fill(c->mem, c->lang, N_("CUIDADO: %s no está en el padrón. Su firma anula el acta: que firme otra persona."), sign[i][1]));
	}
	paper_text(p, tr(c->lang, N_("Firman solo quienes están en el padrón. Una firma de fuera anula el acta.")));
	paper_signers(p, (const struct str(*)[2])sign, ARRAY_LEN(sign));
}

static void after(struct ctx *c, struct paper *p, const struct meeting *m)
{
	struct rows r = ctx_rows(c, minutes_sql, Q_MINUTES_AMENDMENTS, cell_id(&c->net->id), cell_id(&m->id));
	bool first = true;

	while (rows_next(&r)) {
		if (first)
			paper_heading(p, tr(c->lang, N_("Enmiendas")));
		first = false;
		paper_text(p, str_fmt(c->mem, "%s: %s", str_cstr(c->mem, lang_date_long(c->mem, c->lang, rows_int(&r, 2))),
			str_cstr(c->mem, str_dup(c->mem, rows_text(&r, 1)))));
	}
}

bool minutes_paper(struct ctx *c, const struct meeting *m, struct str *out)
{
	struct record *r = ARENA_NEW(c->mem, struct record);
	bool approved = minutes_approval(c, m->id, r);
	struct paper *p = paper_new(c->mem, PAPER_A4, tr_fill(c->mem, c->lang, N_("Acta: %s"), m->topic), c->net->name, str_c(lang_tag(c->lang)), m->day);
	struct str rest = approved ? r->v[APPROVAL_TEXT].s : minutes_text(c, m), one;
	bool headed = false;
	char kind;

	r->born = approved;
	head(c, p, r);
	while (minutes_line(&rest, &kind, &one)) {
		if (kind != 'F' && !headed) {
			present(c, p, m);
			headed = true;
		}
		(kind == 'H' ? paper_heading : paper_text)(p, one);
	}
	if (!headed)
		present(c, p, m);
	after(c, p, m);
	signers(c, p, m, r);
	if (approved)
		paper_text(p, tr_fill(c->mem, c->lang, N_("Huella del texto aprobado: %s"), r->v[APPROVAL_PRINT].s));
	sheet_code(c, p, approved ? "minutes_approval" : "meeting", approved ? r->id : m->id);
	return paper_bytes(p, out);
}

enum rc page_minutes_paper(struct page_call *p)
{
	struct meeting m;

	if (!meeting_asked(p, &m) || !meeting_runs(p->c, &m))
		return NOT_FOUND;
	if (!p->slow(p) || !minutes_paper(p->c, &m, &p->bytes))
		return BUSY;
	p->type = "application/pdf";
	return OK;
}
