/*
 * petition_pages.c - /cartas/{letter}/firmas: how many stand behind a petition, its numbered sheets and their count.
 */
#include "voice_own.h"

#include "attachment.h"
#include "paper.h"
#include "parts.h"
#include "sheet.h"

enum { ROW_MM = 10 };

static bool asked(struct page_call *p, const char *what, struct record *l)
{
	struct id id;

	return id_parse(p->get(p, "letter"), &id) && letter_get(p->c, id, l) && str_is(l->v[LETTER_KIND].s, "petition") && allowed(p->c, what, scope_of(p->c, l));
}

static void head(struct page_call *p, const struct record *l, const char *back, struct str url)
{
	part_back(p, back, url);
	part_fact(p, NULL, l->v[LETTER_SUBJECT].s);
}

static void view_sheets(struct page_call *p, const struct record *l, bool may)
{
	struct ctx *c = p->c;
	enum { MOST = 400 };
	struct id *id = ARENA_ARRAY(c->mem, struct id, MOST);
	struct record *r = ARENA_NEW(c->mem, struct record);
	unsigned n = db_ids(c->db, SQL(Q_SIGNED_OF), ARGS(cell_id(&c->net->id), cell_id(&l->id), cell_int(MOST)), id, MOST);

	for (unsigned i = 0; i < n; i++) {
		if (!record_get(c->db, c->schema, c->mem, &signed_entity, c->net->id, id[i], r))
			continue;
		bool counted = r->v[SIGNED_PEOPLE].kind == V_INT;
		part_row(p, tr_fill(c->mem, c->lang, N_("Hoja %s"), voice_number(c, r->v[SIGNED_N].i)), may ?
			str_fmt(c->mem, "/cartas/firmas/contar?sheet=%.36s", id_text(c->mem, r->id).p) : STR(""),
			counted ? tr_fill(c->mem, c->lang, N_("%s firmas"), voice_number(c, r->v[SIGNED_PEOPLE].i)) : tr(c->lang, N_("sin contar")),
			sheet_word(c->mem, r->id));
	}
}

enum rc page_petition(struct page_call *p)
{
	struct ctx *c = p->c;
	struct record *l = ARENA_NEW(c->mem, struct record);

	if (!asked(p, "page:petition", l))
		return NOT_FOUND;
	struct supporters s = supporters_of(c, l->id);
	struct scope scope = scope_of(c, l);
	bool open = petition_is_open(l, today(c));
	head(p, l, N_("Volver a la carta"), letter_url(c, l->id, ""));
	if (l->v[LETTER_CALL].kind == V_INT) {
		part_fact(p, letter_fields[LETTER_CALL].label, str_fmt(c->mem, "%lld", (long long)l->v[LETTER_CALL].i));
		part_fact(p, letter_fields[LETTER_UNTIL].label, lang_date(c->mem, c->lang, l->v[LETTER_UNTIL].i));
		part_number(p, N_("Firmas en papel"), voice_number(c, s.paper));
		part_number(p, N_("Por teléfono"), voice_number(c, s.phone));
		part_number(p, N_("Por la página"), voice_number(c, s.page));
		part_fact(p, N_("Hojas contadas"), str_fmt(c->mem, "%u / %u", s.counted, s.sheets));
		part_heading(p, N_("Hojas de firmas"));
		view_sheets(p, l, allowed(c, "petition.count", scope));
		part_empty(p, N_("Todavía no se hizo ninguna hoja."));
	}
	part_intro(p, open ? N_("La gente apoya en papel, por mensaje desde cualquier teléfono, o en la página pública. Se cuentan personas; de quienes mandan mensaje o pulsan el botón no se guarda el nombre.") :
		N_("Cuando se abre a firmas el texto ya no cambia y cualquiera puede leerlo."));
	if (allowed(c, "petition.open", scope))
		part_link(p, "gente", l->v[LETTER_CALL].kind == V_INT ? N_("Cambiar hasta cuándo") : N_("Juntar firmas"), letter_url(c, l->id, "/firmas/abrir"));
	if (open && allowed(c, "petition.print", scope))
		part_link(p, "mas", N_("Hacer hojas de firmas"), letter_url(c, l->id, "/firmas/hojas"));
	if (s.sheets) {
		part_link(p, "imprimir", N_("Imprimir la siguiente hoja"), letter_url(c, l->id, "/firmas/papel"));
		part_link(p, "foto", N_("Guardar una hoja firmada"), STR("/hojas"));
	}
	if (open && allowed(c, "petition.close", scope))
		part_link(p, "cerrar", N_("Cerrar las firmas"), letter_url(c, l->id, "/firmas/cerrar"));
	if (l->v[LETTER_CALL].kind == V_INT)
		part_link(p, "oir", N_("Como la ve cualquiera"), str_fmt(c->mem, "/voz/%.36s", id_text(c->mem, l->id).p));
	return OK;
}

/* ---- one question each ---- */

static enum rc question(struct page_call *p, const struct action *action, const char *path, const char *intro, const char *icon)
{
	struct ctx *c = p->c;
	struct record *l = ARENA_NEW(c->mem, struct record);

	if (!asked(p, action->name, l))
		return NOT_FOUND;
	head(p, l, N_("Volver a las firmas"), letter_url(c, l->id, "/firmas"));
	part_intro(p, intro);
	part_form(p, &(struct part_form){ .action = action, .to = letter_url(c, l->id, path), .carry = { { "letter", id_text(c->mem, l->id) } }, .icon = icon });
	return OK;
}

enum rc page_petition_open(struct page_call *p)
{
	return question(p, &petition_open, "/firmas/abrir", N_("Desde ahora cualquiera puede leer el texto, y el texto ya no cambia: la gente apoya lo que leyó."), "gente");
}

enum rc page_petition_close(struct page_call *p)
{
	return question(p, &petition_close, "/firmas/cerrar", N_("Ya no se reciben más apoyos por teléfono ni por la página. Lo contado se queda."), "cerrar");
}

enum rc page_petition_print(struct page_call *p)
{
	return question(p, &petition_print, "/firmas/hojas", N_("Cada hoja lleva su número y un código: la foto de la hoja firmada encuentra sola su lugar."), "imprimir");
}

enum rc page_petition_count(struct page_call *p)
{
	struct ctx *c = p->c;
	struct record *r = ARENA_NEW(c->mem, struct record);
	struct id id;

	if (!id_parse(p->get(p, "sheet"), &id) || !record_get(c->db, c->schema, c->mem, &signed_entity, c->net->id, id, r) || !r->born ||
		!allowed(c, "petition.count", scope_of(c, r)))
		return NOT_FOUND;
	struct str about = attachment_about(c, "petition_sheet", id);
	part_back(p, N_("Volver a las firmas"), letter_url(c, r->v[SIGNED_LETTER].id, "/firmas"));
	part_fact(p, NULL, tr_fill(c->mem, c->lang, N_("Hoja %s"), voice_number(c, r->v[SIGNED_N].i)));
	part_fact(p, N_("Código"), sheet_word(c->mem, id));
	part_intro(p, N_("Primero la foto de la hoja firmada, que es la prueba; después cuántas firmas tiene."));
	part_form(p, &(struct part_form){ .action = &petition_count, .standing = p->act ? NULL : r, .to = str_fmt(c->mem, "/cartas/firmas/contar?sheet=%.36s",
		id_text(c->mem, id).p), .carry = { { "sheet", id_text(c->mem, id) } }, .icon = "listo" });
	part_link(p, "imprimir", N_("Imprimir esta hoja"), str_fmt(c->mem, "%s?n=%lld", str_cstr(c->mem, letter_url(c, r->v[SIGNED_LETTER].id, "/firmas/papel")),
		(long long)r->v[SIGNED_N].i));
	part_link(p, "foto", N_("La foto de esta hoja"), attachments_url(c, r->v[SIGNED_GROUP].id, about));
	return OK;
}

/* ---- on paper ---- */

/* What is asked at its head, lines to sign, its own code at its foot: each sheet is a file of its own. */
static bool sheet_paper(struct ctx *c, const struct record *l, const struct record *sheet, struct str *out)
{
	const struct paper_column col[] = { { STR("N.º"), 60, true }, { tr(c->lang, N_("Nombres y apellidos")), 400, false }, { tr(c->lang, N_("DNI (si tiene)")), 200, false },
		{ tr(c->lang, N_("Firma o huella")), 340, false } };
	struct str title = tr_fill(c->mem, c->lang, N_("Hoja de firmas %s"), voice_number(c, sheet->v[SIGNED_N].i));
	struct paper *b = paper_new(c->mem, PAPER_A4, title, c->net->name, str_c(lang_tag(c->lang)), l->v[LETTER_APPROVED].i);

	paper_heading(b, l->v[LETTER_SUBJECT].s);
	if (l->v[LETTER_AUTHORITY].kind == V_ID)
		paper_text(b, tr_fill(c->mem, c->lang, N_("A: %s"), authority_title(c, l->v[LETTER_AUTHORITY].id)));
	paper_text(b, tr_fill(c->mem, c->lang, N_("Lea el texto completo antes de firmar. También puede apoyar por mensaje: apoyo %s"),
		str_fmt(c->mem, "%lld", (long long)l->v[LETTER_CALL].i)));
	paper_table(b, col, ARRAY_LEN(col), ROW_MM);
	for (unsigned i = 1; i <= SHEET_LINES; i++) {
		const struct str cell[] = { voice_number(c, i), STR(""), STR(""), STR("") };
		paper_row(b, cell);
	}
	paper_table_end(b);
	sheet_code(c, b, "petition_sheet", sheet->id);
	return paper_bytes(b, out);
}

/* The sheet that is asked for, else the first one that was not counted. */
enum rc page_petition_paper(struct page_call *p)
{
	struct ctx *c = p->c;
	enum { MOST = 400 };
	struct id *id = ARENA_ARRAY(c->mem, struct id, MOST);
	struct record *l = ARENA_NEW(c->mem, struct record), *r = ARENA_NEW(c->mem, struct record);
	int64_t n;
	bool named = str_int64(p->get(p, "n"), &n);

	if (!asked(p, "page:petition", l))
		return NOT_FOUND;
	unsigned all = db_ids(c->db, SQL(Q_SIGNED_OF), ARGS(cell_id(&c->net->id), cell_id(&l->id), cell_int(MOST)), id, MOST);
	for (unsigned i = 0; i < all; i++) {
		if (!record_get(c->db, c->schema, c->mem, &signed_entity, c->net->id, id[i], r) || (named ? r->v[SIGNED_N].i != n : r->v[SIGNED_PEOPLE].kind == V_INT))
			continue;
		if (!sheet_paper(c, l, r, &p->bytes))
			return BUSY;
		p->type = "application/pdf";
		return OK;
	}
	return NOT_FOUND;
}
