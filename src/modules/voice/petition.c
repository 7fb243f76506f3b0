/*
 * petition.c - supporters of a petition as data: sheets that were counted, telephones, presses on a page.
 *
 * Who is behind it is nowhere: what a telephone or a person supports is a record whose id is a keyed hash of petition and number
 * (or person), under the server's secret. So the same one counts once and may change it, and nobody reads out of the tables who
 * it was. On paper people sign with their names; the sheet's photo is a proof for those who may see the group's papers.
 */
#include "voice_own.h"

#include "session.h"

const struct choice support_ways[] = {
	{ "phone", N_("por teléfono"), NULL, NULL },
	{ "page", N_("por la página"), NULL, NULL },
	{ NULL, NULL, NULL, NULL },
};

static const struct field support_fields[] = {
	[SUPPORT_LETTER] = { "letter", T_REF, F_DERIVED | F_FILTER, .label = N_("Petición"), .ref = "letter", .privacy = P_GROUP },
	[SUPPORT_WAY] = { "way", T_ENUM, F_DERIVED, .label = N_("Cómo apoyó"), .choices = support_ways, .privacy = P_GROUP },
	[SUPPORT_PEOPLE] = { "people", T_INT, F_DERIVED, .label = N_("Personas"), .min = 0, .max = PHONE_PEOPLE_MOST, .privacy = P_GROUP },
	[SUPPORT_DAY] = { "day", T_DATE, F_DERIVED, .label = N_("Día"), .privacy = P_GROUP },
	[SUPPORT_PLACE] = { "place", T_REF, F_DERIVED, .label = N_("Distrito"), .ref = "place", .privacy = P_GROUP },
	[SUPPORT_VOIDED] = { "voided", T_BOOL, F_DERIVED, .label = N_("Retirado"), .privacy = P_GROUP },
};

static const struct entity_index support_indexes[] = { { 1, { SUPPORT_LETTER } } };

/* Nobody's group: who may read the rows of a petition has its sums. */
const struct entity support_entity = {
	.name = "petition_support", .label = N_("Apoyo a una petición"), .plural = N_("Apoyos a peticiones"), .fields = support_fields, .nfields = SUPPORT__N,
	.voided = AT(SUPPORT_VOIDED), .put_action = "petition.sign", .indexes = support_indexes, .nindexes = ARRAY_LEN(support_indexes),
};

static const struct field signed_fields[] = {
	[SIGNED_GROUP] = { "group", T_REF, F_DERIVED | F_FILTER, .label = N_("Grupo"), .ref = "group", .privacy = P_GROUP },
	[SIGNED_LETTER] = { "letter", T_REF, F_KEY | F_REQUIRED | F_FILTER, .label = N_("Petición"), .ref = "letter", .privacy = P_GROUP },
	[SIGNED_N] = { "n", T_INT, F_KEY | F_REQUIRED, .label = N_("Número de la hoja"), .min = 1, .max = 9999, .privacy = P_GROUP, .aliases = "hoja" },
	[SIGNED_PEOPLE] = { "people", T_INT, 0, .label = N_("Firmas contadas"), .min = 0, .max = SHEET_LINES, .privacy = P_GROUP, .aliases = "firmas" },
	[SIGNED_DAY] = { "day", T_DATE, F_DERIVED, .label = N_("Contada el"), .privacy = P_GROUP },
	[SIGNED_VOIDED] = { "voided", T_BOOL, F_DERIVED, .label = N_("Anulada"), .privacy = P_GROUP },
};

static const struct entity_index signed_indexes[] = { { 2, { SIGNED_LETTER, SIGNED_N } } };

const struct entity signed_entity = {
	.name = "petition_sheet", .label = N_("Hoja de firmas"), .plural = N_("Hojas de firmas"), .fields = signed_fields, .nfields = SIGNED__N,
	.group = AT(SIGNED_GROUP), .voided = AT(SIGNED_VOIDED), .put_action = "petition.count", .indexes = signed_indexes, .nindexes = ARRAY_LEN(signed_indexes),
};

/* ---- reading ---- */

struct supporters supporters_of(struct ctx *c, struct id letter)
{
	struct supporters s = { 0 };
	struct rows r = db_rows(c->db, SQL(Q_SUPPORT_WAYS), ARGS(cell_id(&c->net->id), cell_id(&letter)));

	while (rows_next(&r))
		*(str_is(rows_text(&r, 0), "phone") ? &s.phone : &s.page) += rows_int(&r, 1);
	r = db_rows(c->db, SQL(Q_SIGNED_SUM), ARGS(cell_id(&c->net->id), cell_id(&letter)));
	while (rows_next(&r)) {
		s.sheets = (unsigned)rows_int(&r, 0);
		s.counted = (unsigned)rows_int(&r, 1);
		s.paper = rows_int(&r, 2);
	}
	s.all = s.paper + s.phone + s.page;
	return s;
}

bool petition_is_open(const struct record *l, int64_t day)
{
	bool open = l->entity == &open_letter_entity;
	const struct value *until = &l->v[open ? OPEN_UNTIL : LETTER_UNTIL];

	return l->v[open ? OPEN_CALL : LETTER_CALL].kind == V_INT && until->kind == V_INT && until->i >= day;
}

bool petition_find(struct ctx *c, int64_t call, struct record *out, unsigned *open_out)
{
	enum { MOST = 20 };
	struct id open[MOST];
	int64_t day = today(c);

	*open_out = db_ids(c->db, SQL(Q_LETTERS_GATHERING), ARGS(cell_id(&c->net->id), cell_int(day)), open, MOST);
	if (call) {
		struct id id = db_id(c->db, SQL(Q_LETTERS_CALLED), ARGS(cell_id(&c->net->id), cell_int(call)));
		return !id_is_zero(id) && letter_get(c, id, out) && petition_is_open(out, day);
	}
	return *open_out == 1 && letter_get(c, open[0], out);
}

struct id support_id(struct ctx *c, const char *whose, struct id letter, struct str who)
{
	struct buf b = buf_new(c->mem, 120);

	buf_c(&b, whose);
	buf_char(&b, '|');
	buf_hex(&b, c->net->id.b, sizeof(c->net->id.b));
	buf_hex(&b, letter.b, sizeof(letter.b));
	buf_add(&b, who);
	struct hash h = secret_hash("petition support", buf_str(&b));
	const struct str piece[] = { { (const char *)h.b, sizeof(h.b) } };
	return id_derive(0, piece, 1);
}
