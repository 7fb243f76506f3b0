/*
 * authority.c - the offices that groups write to, and the days that their desks do not work.
 *
 * An office is known by institution and name; whoever writes to a new one makes it known by writing. How many working days it
 * has to answer is the law's unless its own TUPA says otherwise: then number and source are kept with it.
 */
#include "voice_own.h"

#include "html.h"
#include "parts.h"
#include "record_put.h"

enum { NAMES_SHOWN = 12 };

static const struct field authority_fields[] = {
	[AUTHORITY_NAME] = { "name", T_TEXT, F_KEY | F_REQUIRED, .label = N_("Institución"), .help = N_("Por ejemplo: Municipalidad de Lima"), .max = 120,
		.privacy = P_PUBLIC, .aliases = "institucion|nombre" },
	[AUTHORITY_OFFICE] = { "office", T_TEXT, F_KEY | F_REQUIRED, .label = N_("Oficina o cargo"), .help = N_("Por ejemplo: Alcaldía"), .max = 120,
		.privacy = P_PUBLIC, .aliases = "oficina|cargo" },
	[AUTHORITY_ADDRESS] = { "address", T_TEXT, 0, .label = N_("Dónde se entrega la carta"), .help = N_("Dirección de su mesa de partes"), .max = 200,
		.privacy = P_PUBLIC, .aliases = "direccion" },
	[AUTHORITY_DAYS] = { "days", T_INT, 0, .label = N_("Plazo para responder"), .unit = N_("días hábiles"), .min = 1, .max = 250, .privacy = P_PUBLIC,
		.aliases = "plazo" },
	[AUTHORITY_SOURCE] = { "source", T_TEXT, 0, .label = N_("Qué norma da ese plazo"), .help = N_("Por ejemplo: TUPA de la municipalidad, punto 12"),
		.max = 160, .privacy = P_PUBLIC, .aliases = "norma" },
};

const struct entity authority_entity = {
	.name = "authority", .label = N_("Autoridad"), .plural = N_("Autoridades"), .fields = authority_fields, .nfields = AUTHORITY__N,
	.title = AT(AUTHORITY_NAME), .put_action = "authority.note",
};

const struct action authority_note = {
	.name = "authority.note", .label = N_("Guardar"), .nargs = AUTHORITY__N, .args = authority_fields, .edits = &authority_entity,
	.decide = record_decide, .describe = record_describe,
};

static const struct field holiday_fields[] = {
	[HOLIDAY_DAY] = { "day", T_DATE, F_KEY | F_REQUIRED | F_SORT, .label = N_("Día"), .privacy = P_PUBLIC, .aliases = "dia|fecha" },
	[HOLIDAY_NAME] = { "name", T_TEXT, F_REQUIRED, .label = N_("Por qué no se trabaja"), .help = N_("La norma que lo dice"), .max = 120, .privacy = P_PUBLIC,
		.aliases = "motivo" },
	[HOLIDAY_VOIDED] = { "voided", T_BOOL, 0, .label = N_("Fue un error: ese día sí se trabaja"), .privacy = P_PUBLIC },
};

const struct entity holiday_entity = {
	.name = "holiday", .label = N_("Día no laborable"), .plural = N_("Días no laborables"), .fields = holiday_fields, .nfields = HOLIDAY__N,
	.title = AT(HOLIDAY_NAME), .day = AT(HOLIDAY_DAY), .voided = AT(HOLIDAY_VOIDED), .put_action = "holiday.note",
};

const struct action holiday_note = {
	.name = "holiday.note", .label = N_("Guardar"), .nargs = HOLIDAY__N, .args = holiday_fields, .edits = &holiday_entity,
	.decide = record_decide, .describe = record_describe,
};

/* ---- reading ---- */

bool authority_get(struct ctx *c, struct id authority, struct record *out)
{
	return !id_is_zero(authority) && record_get(c->db, c->schema, c->mem, &authority_entity, c->net->id, authority, out) && out->born;
}

struct str authority_title(struct ctx *c, struct id authority)
{
	struct record *r = ARENA_NEW(c->mem, struct record);

	if (!authority_get(c, authority, r))
		return STR("");
	struct str name = r->v[AUTHORITY_NAME].s, office = r->v[AUTHORITY_OFFICE].s;
	return str_fmt(c->mem, "%.*s%s%.*s", (int)name.n, name.p, office.n ? ", " : "", (int)office.n, office.p);
}

enum rc authority_put(struct ctx *c, struct change *ch, struct str name, struct str office, const char *name_field, struct id *id_out)
{
	struct value key[AUTHORITY__N] = { [AUTHORITY_NAME] = value_text(str_trim(name)), [AUTHORITY_OFFICE] = value_text(str_trim(office)) };

	*id_out = (struct id){ 0 };
	if (!key[AUTHORITY_NAME].s.n)
		return fail(c, name_field, "required", N_("Escriba a qué institución se dirige, por ejemplo: Municipalidad de Lima"));
	if (!key[AUTHORITY_OFFICE].s.n)
		return fail(c, "office", "required", N_("Escriba la oficina o el cargo, por ejemplo: Alcaldía"));
	*id_out = entity_key_id(&authority_entity, c->net->id, key);
	if (!authority_get(c, *id_out, ARENA_NEW(c->mem, struct record)))
		put_keyed(c, ch, &authority_entity, key);
	return OK;
}

void authority_rows(struct page_call *p, struct str url)
{
	struct ctx *c = p->c;
	struct rows r = db_rows(c->db, SQL(Q_AUTHORITIES), ARGS(cell_id(&c->net->id), cell_int(NAMES_SHOWN)));

	while (rows_next(&r)) {
		struct buf b = buf_new(c->mem, 200);
		buf_add(&b, url);
		buf_c(&b, str_find(url, '?') < url.n ? "&to=" : "?to=");
		url_part(&b, rows_text(&r, 1));
		buf_c(&b, "&office=");
		url_part(&b, rows_text(&r, 2));
		part_row(p, str_dup(c->mem, rows_text(&r, 1)), buf_str(&b), str_dup(c->mem, rows_text(&r, 2)), STR(""));
	}
}

const struct days_off *declared_days(struct ctx *c)
{
	struct days_off *off = ARENA_NEW(c->mem, struct days_off);
	struct rows r = db_rows(c->db, SQL(Q_HOLIDAYS), ARGS(cell_id(&c->net->id), cell_int(DECLARED_MAX)));

	while (rows_next(&r))
		if (off->n < DECLARED_MAX)
			off->day[off->n++] = rows_int(&r, 1);
	return off;
}

/* ---- pages ---- */

enum rc page_authorities(struct page_call *p)
{
	struct ctx *c = p->c;
	struct record *r = ARENA_NEW(c->mem, struct record), *all = ARENA_ARRAY(c->mem, struct record, LETTERS_SHOWN);
	struct id id;
	bool one = id_parse(p->get(p, "authority"), &id) && authority_get(c, id, r);
	bool may = allowed(c, "authority.note", (struct scope){ 0 });

	part_back(p, N_("Cartas"), STR("/cartas"));
	part_intro(p, N_("A quiénes se escribe y cuánto tiempo tienen para responder. Si no se anota otro plazo, son 30 días hábiles (TUO de la Ley 27444, art. 39)."));
	unsigned n = voice_read(c, &authority_entity, db_rows(c->db, SQL(Q_AUTHORITIES), ARGS(cell_id(&c->net->id), cell_int(LETTERS_SHOWN))), all,
		LETTERS_SHOWN);
	for (unsigned i = 0; i < n; i++) {
		const struct value *v = all[i].v;
		part_row(p, authority_title(c, all[i].id), may ? str_fmt(c->mem, "/autoridades?authority=%s", str_cstr(c->mem, id_text(c->mem, all[i].id))) : STR(""),
			v[AUTHORITY_DAYS].kind == V_INT ? tr_fill(c->mem, c->lang, N_("%s días hábiles"), voice_number(c, v[AUTHORITY_DAYS].i)) : STR(""),
			v[AUTHORITY_ADDRESS].kind == V_TEXT ? v[AUTHORITY_ADDRESS].s : STR(""));
	}
	part_empty(p, N_("Todavía no se escribió a nadie."));
	if (may)
		part_form(p, &(struct part_form){ .action = &authority_note, .standing = p->act || !one ? NULL : r, .to = STR("/autoridades"), .icon = "listo" });
	part_link(p, "dia", N_("Días no laborables"), STR("/feriados"));
	return OK;
}

enum rc page_holidays(struct page_call *p)
{
	struct ctx *c = p->c;
	struct rows r = db_rows(c->db, SQL(Q_HOLIDAYS), ARGS(cell_id(&c->net->id), cell_int(LETTERS_SHOWN)));

	part_back(p, N_("Autoridades"), STR("/autoridades"));
	part_intro(p, N_("Los feriados de cada año ya se cuentan. Anote aquí los que el gobierno declara solo para un año: ese día no corre el plazo."));
	while (rows_next(&r))
		part_row(p, lang_date_long(c->mem, c->lang, rows_int(&r, 1)), STR(""), lang_date(c->mem, c->lang, rows_int(&r, 1)), str_dup(c->mem, rows_text(&r, 2)));
	part_empty(p, N_("No se anotó ninguno."));
	if (allowed(c, "holiday.note", (struct scope){ 0 }))
		part_form(p, &(struct part_form){ .action = &holiday_note, .to = STR("/feriados"), .icon = "listo" });
	return OK;
}
