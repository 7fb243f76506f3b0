/*
 * kitchen_facts.c - what is known about a kitchen beside itself: who confirms it, its codes elsewhere, its board.
 */
#include "register.h"

#include "fold.h"
#include "record_put.h"

#define WHY_SEAT N_("Para los balances y actas que firma la directiva")

static const struct choice levels[] = {
	{ "neighbour", N_("cocina vecina"), "vecina", NULL },
	{ "municipality", N_("municipalidad"), "municipio|muni", NULL },
	{ NULL, NULL, NULL, NULL },
};

const struct choice code_kinds[] = {
	{ "runoc", N_("RUNOC"), "ollas comunes", NULL },
	{ "ruos", N_("RUOS"), "organizaciones sociales", NULL },
	{ "pca", N_("PCA"), "complementacion alimentaria", NULL },
	{ "vaso", N_("Vaso de Leche"), NULL, NULL },
	{ "other", N_("otro"), NULL, NULL },
	{ NULL, NULL, NULL, NULL },
};

const struct choice seats[] = {
	{ "president", N_("presidenta"), "presidente", NULL },
	{ "vice", N_("vicepresidenta"), "vicepresidente", NULL },
	{ "secretary", N_("secretaria"), "secretario", NULL },
	{ "treasurer", N_("tesorera"), "tesorero", NULL },
	{ "storekeeper", N_("almacenera"), "almacenero", NULL },
	{ "fiscal", N_("fiscal"), NULL, NULL },
	{ NULL, NULL, NULL, NULL },
};

static const struct field confirm_fields[] = {
	[CONFIRM_KITCHEN] = { "kitchen", T_REF, F_KEY | F_REQUIRED | F_FILTER, .label = N_("Cocina"), .ref = "kitchen", .privacy = P_PUBLIC },
	[CONFIRM_BY] = { "by", T_REF, F_KEY | F_REQUIRED | F_FILTER, .label = N_("Quién confirma"), .ref = "group", .privacy = P_PUBLIC },
	[CONFIRM_LEVEL] = { "level", T_ENUM, F_KEY | F_REQUIRED, .label = N_("Como"), .choices = levels, .privacy = P_PUBLIC },
	[CONFIRM_DAY] = { "day", T_DATE, F_DERIVED, .label = N_("Día"), .privacy = P_PUBLIC },
	[CONFIRM_NOTE] = { "note", T_TEXT, 0, .label = N_("Constancia o resolución"), .max = 120, .privacy = P_NETWORK },
	[CONFIRM_VOIDED] = { "voided", T_BOOL, F_DERIVED, .label = N_("Retirada"), .privacy = P_NETWORK },
};

static const struct entity_index confirm_indexes[] = { { 1, { CONFIRM_KITCHEN } }, { 1, { CONFIRM_BY } } };

const struct entity kitchen_confirm_entity = {
	.name = "kitchen_confirm", .label = N_("Confirmación"), .plural = N_("Confirmaciones"),
	.fields = confirm_fields, .nfields = CONFIRM__N, .group = AT(CONFIRM_KITCHEN), .voided = AT(CONFIRM_VOIDED),
	.indexes = confirm_indexes, .nindexes = ARRAY_LEN(confirm_indexes), .put_action = "kitchen.certify",
};

static const struct field code_fields[] = {
	[CODE_GROUP] = { "group", T_REF, F_KEY | F_REQUIRED | F_FILTER, .label = N_("Cocina"), .ref = "group", .privacy = P_NETWORK },
	[CODE_KIND] = { "kind", T_ENUM, F_KEY | F_REQUIRED | F_FILTER, .label = N_("Registro"), .choices = code_kinds, .privacy = P_NETWORK },
	[CODE_CODE] = { "code", T_CODE, F_REQUIRED | F_FILTER, .label = N_("Código"), .max = 24, .privacy = P_NETWORK },
	[CODE_REASON] = { "reason", T_TEXT, 0, .label = N_("Por qué es igual al de otra"), .help = N_("Solo si otra cocina ya tiene ese código"),
		.max = 200, .privacy = P_GROUP },
};

static const struct entity_index code_indexes[] = { { 2, { CODE_KIND, CODE_CODE } }, { 1, { CODE_GROUP } } };

const struct entity kitchen_code_entity = {
	.name = "kitchen_code", .label = N_("Código en otro registro"), .plural = N_("Códigos en otros registros"),
	.fields = code_fields, .nfields = CODE__N, .group = AT(CODE_GROUP), .put_action = "kitchen_code.put",
	.indexes = code_indexes, .nindexes = ARRAY_LEN(code_indexes),
};

static const struct field seat_fields[] = {
	[SEAT_GROUP] = { "group", T_REF, F_KEY | F_REQUIRED | F_FILTER, .label = N_("Grupo"), .ref = "group", .privacy = P_NETWORK },
	[SEAT_SEAT] = { "seat", T_ENUM, F_KEY | F_REQUIRED | F_FILTER, .label = N_("Cargo"), .choices = seats, .privacy = P_NETWORK },
	[SEAT_NAME] = { "name", T_TEXT, F_REQUIRED, .label = N_("Nombres y apellidos"), .max = 120, .privacy = P_PERSONAL,
		.purpose = WHY_SEAT },
	[SEAT_DOCUMENT_KIND] = { "document_kind", T_ENUM, 0, .label = N_("Documento"), .choices = document_kinds, .privacy = P_PERSONAL,
		.purpose = WHY_SEAT, .retention_days = 365 },
	[SEAT_DOCUMENT_NUMBER] = { "document_number", T_CODE, 0, .label = N_("Número de documento"), .max = 15, .privacy = P_PERSONAL,
		.purpose = WHY_SEAT, .retention_days = 365 },
	[SEAT_PHONE] = { "phone", T_PHONE, 0, .label = N_("Teléfono"), .privacy = P_PERSONAL, .purpose = WHY_SEAT, .retention_days = 90 },
	[SEAT_SINCE] = { "since", T_DATE, F_PAST, .label = N_("Desde"), .privacy = P_NETWORK },
	[SEAT_PERSON] = { "person", T_REF, F_DERIVED, .label = N_("Persona"), .ref = "person", .privacy = P_NETWORK },
};

static const struct entity_index seat_indexes[] = { { 1, { SEAT_GROUP } } };

const struct entity board_seat_entity = {
	.name = "board_seat", .label = N_("Cargo de la directiva"), .plural = N_("Directivas"),
	.fields = seat_fields, .nfields = SEAT__N, .group = AT(SEAT_GROUP), .subject = AT(SEAT_PERSON),
	.put_action = "board_seat.put", .indexes = seat_indexes, .nindexes = ARRAY_LEN(seat_indexes),
};

/* ---- who confirms ---- */

struct confirmed kitchen_confirmed(struct ctx *c, struct id kitchen)
{
	struct confirmed f = { 0 };
	struct rows r = db_rows(c->db, SQL(Q_CONFIRMS_OF), ARGS(cell_id(&c->net->id), cell_id(&kitchen)));

	while (rows_next(&r))
		if (str_is(rows_text(&r, 1), "municipality"))
			f.municipality = true;
		else
			f.neighbours++;
	f.standing = f.municipality ? STANDING_MUNICIPALITY : f.neighbours >= NEIGHBOURS_ENOUGH ? STANDING_NEIGHBOURS : STANDING_SAID;
	return f;
}

struct str standing_show(struct ctx *c, const struct confirmed *f)
{
	if (f->municipality)
		return tr(c->lang, N_("Confirmada por la municipalidad"));
	if (f->standing == STANDING_NEIGHBOURS)
		return tr(c->lang, N_("Confirmada por cocinas vecinas"));
	return tr(c->lang, f->neighbours ? N_("La confirmó una cocina vecina; falta otra") : N_("Lo dice ella misma; nadie la confirmó todavía"));
}

static void put_confirm(struct ctx *c, struct change *ch, struct id kitchen, struct id by, const char *level, struct str note)
{
	struct value key[CONFIRM__N] = { [CONFIRM_KITCHEN] = value_id(kitchen), [CONFIRM_BY] = value_id(by),
		[CONFIRM_LEVEL] = value_text(str_c(level)) };
	struct put *p = put_keyed(c, ch, &kitchen_confirm_entity, key);

	put_int(p, CONFIRM_DAY, today(c));
	put_int(p, CONFIRM_VOIDED, 0);
	if (note.n)
		put_text(p, CONFIRM_NOTE, note);
}

static bool stands(struct ctx *c, struct id kitchen, struct id by, const char *level, struct id *out)
{
	struct value key[CONFIRM__N] = { [CONFIRM_KITCHEN] = value_id(kitchen), [CONFIRM_BY] = value_id(by),
		[CONFIRM_LEVEL] = value_text(str_c(level)) };
	struct record *r = ARENA_NEW(c->mem, struct record);

	*out = entity_key_id(&kitchen_confirm_entity, c->net->id, key);
	return record_get(c->db, c->schema, c->mem, &kitchen_confirm_entity, c->net->id, *out, r) && r->born &&
		!(r->v[CONFIRM_VOIDED].kind == V_INT && r->v[CONFIRM_VOIDED].i);
}

/* One woman is one voice, however many kitchens she leads. */
static bool confirmed_by_her_other(struct ctx *c, struct id kitchen, struct id by)
{
	bool any = false;

	for (unsigned i = 0; i < c->who->nmember && !any; i++) {
		struct id group = c->who->member[i].group, id;
		any = !id_eq(group, by) && allowed(c, "kitchen.confirm", scope_of_group(c, group)) && stands(c, kitchen, group, "neighbour", &id);
	}
	return any;
}

static enum rc confirm_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct id kitchen = act_ref(a, CONFIRM_KITCHEN), by = act_ref(a, CONFIRM_BY), id;
	const struct group_info *mine = group_of(c, by), *that = group_of(c, kitchen);

	if (!mine || !that || !(str_is(mine->kind, "olla") || str_is(mine->kind, "comedor")))
		return fail(c, "by", "kind", N_("Confirma otra cocina, no un grupo de otro tipo"));
	if (id_eq(kitchen, by))
		return fail(c, "by", "self", N_("Una cocina no se confirma a sí misma"));
	for (unsigned i = 0; i < c->who->nmember; i++)
		if (id_eq(c->who->member[i].group, kitchen))
			return fail(c, "kitchen", "self", N_("Usted es de esa cocina: la confirman las vecinas"));
	if (!id_eq(mine->place, that->place))
		return fail(c, "kitchen", "far", N_("Esa cocina es de otro distrito: la confirman sus vecinas"));
	if (stands(c, kitchen, by, "neighbour", &id))
		return fail(c, "kitchen", "exists", N_("Su cocina ya la confirmó"));
	if (confirmed_by_her_other(c, kitchen, by))
		return fail(c, "by", "hers", N_("Usted ya la confirmó con otra de sus cocinas: que la confirme otra vecina"));
	put_confirm(c, ch, kitchen, by, "neighbour", STR(""));
	return OK;
}

enum { CERTIFY_KITCHEN, CERTIFY_NOTE, CERTIFY__N };

static const struct field certify_args[] = {
	[CERTIFY_KITCHEN] = { "kitchen", T_REF, F_REQUIRED, .label = N_("Cocina"), .ref = "kitchen" },
	[CERTIFY_NOTE] = { "note", T_TEXT, F_REQUIRED, .label = N_("Constancia o resolución"), .help = N_("El número y la fecha del papel"), .max = 120 },
};

/* In the name of the group for which she may: the working group, or the network itself. */
static enum rc certify_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	const struct membership *m = member_as(c, "working_group");

	put_confirm(c, ch, act_ref(a, CERTIFY_KITCHEN), m ? m->group : c->net->id, "municipality", act_text(a, CERTIFY_NOTE));
	return OK;
}

enum { UNCONFIRM_KITCHEN, UNCONFIRM_BY, UNCONFIRM_LEVEL, UNCONFIRM_REASON, UNCONFIRM__N };

static const struct field unconfirm_args[] = {
	[UNCONFIRM_KITCHEN] = { "kitchen", T_REF, F_REQUIRED, .label = N_("Cocina"), .ref = "kitchen" },
	[UNCONFIRM_BY] = { "by", T_REF, F_REQUIRED, .label = N_("Quién confirma"), .ref = "group" },
	[UNCONFIRM_LEVEL] = { "level", T_ENUM, 0, .label = N_("Como"), .choices = levels, .otherwise = "neighbour" },
	[UNCONFIRM_REASON] = { "reason", T_TEXT, F_REQUIRED | F_WIDE, .label = N_("Motivo"), .max = 300 },
};

static enum rc unconfirm_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct id id;

	if (!stands(c, act_ref(a, UNCONFIRM_KITCHEN), act_ref(a, UNCONFIRM_BY), str_cstr(c->mem, act_text(a, UNCONFIRM_LEVEL)), &id))
		return fail(c, "kitchen", "unknown", N_("No hay nada que retirar"));
	struct put *p = change_put(ch, &kitchen_confirm_entity, id, false);
	put_int(p, CONFIRM_VOIDED, 1);
	put_text(p, CONFIRM_NOTE, act_text(a, UNCONFIRM_REASON));
	return OK;
}

static struct str told(struct ctx *c, const struct told *t, const char *msgid)
{
	const struct put *p = change_find(t->change, &kitchen_confirm_entity);
	struct record *r = ARENA_NEW(c->mem, struct record);

	if (!p || !record_get(c->db, c->schema, c->mem, &kitchen_confirm_entity, c->net->id, p->id, r))
		return t->author;
	return tr_named(c->mem, c->lang, msgid, (const struct str_pair[]){ { "who", t->author },
		{ "name", ref_title(c, "kitchen", r->v[CONFIRM_KITCHEN].id) } }, 2);
}

static struct str confirm_describe(struct ctx *c, const struct told *t)
{
	return told(c, t, N_("{who} confirmó la cocina {name}"));
}

static struct str unconfirm_describe(struct ctx *c, const struct told *t)
{
	return told(c, t, N_("{who} retiró la confirmación de {name}"));
}

const struct action kitchen_confirm = {
	.name = "kitchen.confirm", .label = N_("Confirmar"), .args = confirm_fields, .nargs = CONFIRM_BY + 1, .on = AT(CONFIRM_BY),
	.decide = confirm_decide, .describe = confirm_describe,
};

const struct action kitchen_certify = {
	.name = "kitchen.certify", .label = N_("Confirmar"), .args = certify_args, .nargs = CERTIFY__N, .on = AT(CERTIFY_KITCHEN),
	.decide = certify_decide, .describe = confirm_describe,
};

const struct action kitchen_unconfirm = {
	.name = "kitchen.unconfirm", .label = N_("Retirar"), .args = unconfirm_args, .nargs = UNCONFIRM__N, .on = AT(UNCONFIRM_BY),
	.decide = unconfirm_decide, .describe = unconfirm_describe,
};

/* ---- codes and board ---- */

/* The same code in two kitchens is most often a slip; where it is none, the reason says so. */
static enum rc code_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct str kind = act_text(a, CODE_KIND), code = act_text(a, CODE_CODE), other = STR("");
	struct rows r = db_rows(c->db, SQL(Q_CODE_HOLDERS), ARGS(cell_id(&c->net->id), cell_text(kind), cell_text(code)));

	while (rows_next(&r))
		if (!id_eq(rows_id(&r, 0), act_ref(a, CODE_GROUP)))
			other = ref_title(c, "group", rows_id(&r, 0));
	if (other.n && !act_has(a, CODE_REASON))
		return fail_with(c, "reason", "confirm", N_("Ese código ya lo tiene %s. Si está bien así, escriba por qué"), other);
	return record_decide(c, a, ch);
}

const struct action kitchen_code_put = {
	.name = "kitchen_code.put", .label = N_("Guardar"), .args = code_fields, .nargs = CODE__N, .on = AT(CODE_GROUP),
	.edits = &kitchen_code_entity, .decide = code_decide, .describe = record_describe,
};

/* One of the group's own people by that name, so that what is hers goes with her. */
static struct id person_by_name(struct ctx *c, struct id group, struct str name)
{
	struct str folded = fold(c->mem, name);
	struct id found = { 0 };
	struct rows r = db_rows(c->db, SQL(Q_PEOPLE_OF), ARGS(cell_id(&c->net->id), cell_id(&group)));

	while (rows_next(&r))
		if (str_eq(fold(c->mem, rows_text(&r, 1)), folded))
			found = rows_id(&r, 0);
	return found;
}

static enum rc seat_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	bool dni = act_has(a, SEAT_DOCUMENT_KIND) && str_is(act_text(a, SEAT_DOCUMENT_KIND), "dni");

	if (dni && act_has(a, SEAT_DOCUMENT_NUMBER) && act_text(a, SEAT_DOCUMENT_NUMBER).n != 8)
		return fail(c, "document_number", "format", N_("El DNI tiene ocho cifras"));
	if (record_decide(c, a, ch) != OK)
		return INVALID;
	struct put *p = change_find(ch, &board_seat_entity) ? ch->puts : NULL;
	struct id person = person_by_name(c, act_ref(a, SEAT_GROUP), act_text(a, SEAT_NAME));
	if (p)
		put_set(p, SEAT_PERSON, id_is_zero(person) ? value_null() : value_id(person));
	return OK;
}

const struct action board_seat_put = {
	.name = "board_seat.put", .label = N_("Guardar"), .args = seat_fields, .nargs = SEAT__N, .on = AT(SEAT_GROUP),
	.edits = &board_seat_entity, .decide = seat_decide, .describe = record_describe,
};
