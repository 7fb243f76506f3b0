/*
 * letter_paper.c - a letter to be printed, signed and taken to the registry desk; its code finds it again from a photo.
 */
#include "voice_own.h"

#include "paper.h"
#include "sheet.h"

/* Paragraphs are parted by an empty line; a single line break stays one line. */
static void paragraphs(struct ctx *c, struct paper *b, struct str text)
{
	struct buf one = buf_new(c->mem, text.n + 1);
	struct str line;

	while (text.n) {
		str_cut(&text, '\n', &line);
		line = str_trim(line);
		if (line.n && one.n)
			buf_char(&one, '\n');
		buf_add(&one, line);
		if (!line.n || !text.n) {
			if (one.n)
				paper_text(b, str_dup(c->mem, buf_str(&one)));
			one = buf_new(c->mem, text.n + 1);
		}
	}
}

static void signers(struct ctx *c, struct paper *b, struct str signed_by)
{
	struct str who[PAPER_SIGNERS_MAX][2], line;
	unsigned n = 0;

	while (signed_by.n && n < PAPER_SIGNERS_MAX) {
		str_cut(&signed_by, '\n', &line);
		line = str_trim(line);
		if (!line.n)
			continue;
		who[n][0] = tr(c->lang, N_("Firma"));
		who[n++][1] = line;
	}
	if (n)
		paper_signers(b, (const struct str(*)[2])who, n);
}

enum rc page_letter_paper(struct page_call *p)
{
	struct ctx *c = p->c;
	struct record *l = ARENA_NEW(c->mem, struct record), *to = ARENA_NEW(c->mem, struct record);
	struct id id;

	if (!id_parse(p->get(p, "letter"), &id) || !letter_get(c, id, l) || !allowed(c, "page:letter_paper", scope_of(c, l)))
		return NOT_FOUND;
	int64_t day = l->v[LETTER_SENT].kind == V_INT ? l->v[LETTER_SENT].i : l->v[LETTER_APPROVED].kind == V_INT ? l->v[LETTER_APPROVED].i : today(c);
	struct paper *b = paper_new(c->mem, PAPER_A4, letter_title(c, l), c->net->name, str_c(lang_tag(c->lang)), day);
	if (letter_is(l, "draft"))
		paper_text(b, tr(c->lang, N_("BORRADOR: todavía no se aprobó.")));
	paper_text(b, str_fmt(c->mem, "%s, %s", str_cstr(c->mem, ref_title(c, "group", l->v[LETTER_GROUP].id)),
		str_cstr(c->mem, lang_date(c->mem, c->lang, day))));
	if (l->v[LETTER_AUTHORITY].kind == V_ID && authority_get(c, l->v[LETTER_AUTHORITY].id, to)) {
		const struct str box[][2] = { { tr(c->lang, N_("Señores de")), to->v[AUTHORITY_NAME].s }, { tr(c->lang, N_("Oficina o cargo")), to->v[AUTHORITY_OFFICE].s },
			{ tr(c->lang, N_("Dirección")), to->v[AUTHORITY_ADDRESS].kind == V_TEXT ? to->v[AUTHORITY_ADDRESS].s : STR("") } };
		paper_boxes(b, box, ARRAY_LEN(box), 1);
	}
	paper_heading(b, l->v[LETTER_SUBJECT].s);
	paragraphs(c, b, l->v[LETTER_BODY].s);
	if (str_is(l->v[LETTER_KIND].s, "petition") && l->v[LETTER_CALL].kind == V_INT) {
		struct supporters s = supporters_of(c, l->id);
		const struct str box[][2] = { { tr(c->lang, N_("Firmas en papel")), voice_number(c, s.paper) },
			{ tr(c->lang, N_("Apoyos por teléfono")), voice_number(c, s.phone) }, { tr(c->lang, N_("Apoyos por la página")), voice_number(c, s.page) } };
		paper_boxes(b, box, ARRAY_LEN(box), ARRAY_LEN(box));
	}
	if (l->v[LETTER_SIGNED].kind == V_TEXT)
		signers(c, b, l->v[LETTER_SIGNED].s);
	const struct str stamp[][2] = { { tr(c->lang, N_("Sello y número de la mesa de partes")), l->v[LETTER_DESK].kind == V_TEXT ? l->v[LETTER_DESK].s : STR("") },
		{ tr(c->lang, N_("Fecha")), l->v[LETTER_DESK_DAY].kind == V_INT ? lang_date(c->mem, c->lang, l->v[LETTER_DESK_DAY].i) : STR("") } };
	paper_boxes(b, stamp, ARRAY_LEN(stamp), ARRAY_LEN(stamp));
	sheet_code(c, b, "letter", l->id);
	if (!paper_bytes(b, &p->bytes))
		return BUSY;
	p->type = "application/pdf";
	return OK;
}
