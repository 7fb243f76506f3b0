/*
 * diner.c - diner and likely double as data, and what can be asked of them.
 */
#include "padron_own.h"

#include "fold.h"

#define HERS(why) .privacy = P_PERSONAL, .purpose = why
#define WHY_NAME N_("Para el padrón que se firma y se entrega a la municipalidad")
#define WHY_TWICE N_("Para ver si la misma persona está en dos cocinas")

const struct choice diner_ages[] = {
	{ "child", N_("0 a 11 años"), "0-11|nino|nina", NULL },
	{ "teen", N_("12 a 17 años"), "12-17|adolescente", NULL },
	{ "adult", N_("18 a 59 años"), "18-59|adulta|adulto", NULL },
	{ "elder", N_("60 años o más"), "60+|60 a mas|adulto mayor|adulta mayor", NULL },
	{ NULL, NULL, NULL, NULL },
};

const struct choice diner_kinds[] = {
	{ "usual", N_("habitual"), "paga", NULL },
	{ "social", N_("caso social"), "social|no paga", NULL },
	{ NULL, NULL, NULL, NULL },
};

static const struct choice consents[] = {
	{ "spoken", N_("aceptó de palabra"), "de palabra", NULL },
	{ "signed", N_("aceptó y firmó"), "firmo", NULL },
	{ "guardian", N_("aceptó su madre, padre o apoderado"), "apoderado|madre|padre", NULL },
	{ NULL, NULL, NULL, NULL },
};

static const struct choice leaving[] = {
	{ "moved", N_("se mudó"), NULL, NULL },
	{ "other_kitchen", N_("come en otra cocina"), "otra cocina", NULL },
	{ "no_need", N_("ya no lo necesita"), NULL, NULL },
	{ "died", N_("falleció"), NULL, NULL },
	{ "other", N_("otro motivo"), "otro", NULL },
	{ NULL, NULL, NULL, NULL },
};

static const struct choice whys[] = {
	{ "document", N_("el mismo documento"), NULL, NULL },
	{ "name", N_("el mismo nombre y edad"), NULL, NULL },
	{ NULL, NULL, NULL, NULL },
};

static const struct choice states[] = {
	{ "open", N_("por conversar"), NULL, NULL },
	{ "known", N_("ya se conversó"), NULL, NULL },
	{ NULL, NULL, NULL, NULL },
};

#define DINER_SAID(must) \
	[DINER_SURNAMES] = { "surnames", T_TEXT, must, .label = N_("Apellidos"), .max = 80, HERS(WHY_NAME), .aliases = "apellidos" }, \
	[DINER_NAMES] = { "names", T_TEXT, must, .label = N_("Nombres"), .max = 80, HERS(WHY_NAME), .aliases = "nombres" }, \
	[DINER_DOCUMENT_KIND] = { "document_kind", T_ENUM, 0, .label = N_("Documento"), .choices = document_kinds, HERS(WHY_NAME), \
		.retention_days = 365, .aliases = "documento" }, \
	[DINER_DOCUMENT_NUMBER] = { "document_number", T_CODE, 0, .label = N_("Número de documento"), .max = 15, HERS(WHY_NAME), \
		.retention_days = 365, .aliases = "dni|numero" }, \
	[DINER_AGE] = { "age", T_ENUM, must | F_FILTER, .label = N_("Edad"), .choices = diner_ages, HERS(WHY_NAME), .aliases = "edad" }, \
	[DINER_KIND] = { "kind", T_ENUM, F_FILTER, .label = N_("Cómo come"), .choices = diner_kinds, .otherwise = "usual", HERS(WHY_NAME), \
		.aliases = "tipo" }, \
	[DINER_BLOCK] = { "block", T_TEXT, 0, .label = N_("Manzana"), .max = 12, HERS(WHY_NAME), .aliases = "manzana|mz" }, \
	[DINER_LOT] = { "lot", T_TEXT, 0, .label = N_("Lote"), .max = 12, HERS(WHY_NAME), .aliases = "lote|lt" }, \
	[DINER_LANDMARK] = { "landmark", T_TEXT, 0, .label = N_("Referencia"), .max = 120, HERS(WHY_NAME), .aliases = "referencia" }, \
	[DINER_PHONE] = { "phone", T_PHONE, 0, .label = N_("Teléfono"), HERS(N_("Para avisarle si hoy no hay olla")), .retention_days = 90, \
		.aliases = "telefono|celular" }, \
	[DINER_ENTERED] = { "entered", T_DATE, F_PAST, .label = N_("Ingresó"), .otherwise = "today", HERS(WHY_NAME), .aliases = "ingreso" }, \
	[DINER_CONSENT] = { "consent", T_ENUM, must, .label = N_("¿Aceptó que se la anote?"), .choices = consents, \
		.help = N_("Pregunte primero: para qué es, quién lo ve, y que puede pedir que se borre"), \
		HERS(N_("Para poder mostrar que aceptó")), .aliases = "acepto" }, \
	[DINER_REASON] = { "reason", T_TEXT, F_WIDE, .label = N_("Motivo"), .help = N_("Solo si se lo pedimos arriba"), .max = 300, \
		HERS(WHY_NAME) }

static const struct field diner_fields[] = {
	[DINER_GROUP] = { "group", T_REF, F_REQUIRED | F_FILTER, .label = N_("Cocina"), .ref = "group", .privacy = P_NETWORK, .aliases = "cocina" },
	DINER_SAID(F_REQUIRED),
	[DINER_ALIKE] = { "alike", T_TEXT, F_DERIVED, .label = N_("Nombre para ordenar"), .max = 200, HERS(WHY_TWICE) },
	[DINER_PRESENT] = { "present", T_INT, F_DERIVED, .label = N_("Come ahí"), .min = 0, .max = 1, .privacy = P_NETWORK },
	[DINER_LEFT] = { "left", T_DATE, F_DERIVED, .label = N_("Salió"), HERS(WHY_NAME) },
	[DINER_LEFT_WHY] = { "left_why", T_ENUM, F_DERIVED, .label = N_("Por qué salió"), .choices = leaving, HERS(WHY_NAME) },
};

/* The padrón by name; the same document and the same name anywhere. */
static const struct entity_index diner_indexes[] = { { 2, { DINER_GROUP, DINER_ALIKE } }, { 1, { DINER_DOCUMENT_NUMBER } }, { 1, { DINER_ALIKE } } };

const struct entity diner_entity = {
	.name = "diner", .label = N_("Comensal"), .plural = N_("Padrón"), .fields = diner_fields, .nfields = DINER__N,
	.group = AT(DINER_GROUP), .subject = AT_SELF, .put_action = "diner.add",
	.indexes = diner_indexes, .nindexes = ARRAY_LEN(diner_indexes),
};

const struct tally diners_present = {
	.name = "diners_present", .entity = &diner_entity, .nby = 3, .nvalues = 1,
	.by = { DINER_GROUP, DINER_AGE, DINER_KIND }, .values = { DINER_PRESENT },
};

static const struct field twice_fields[] = {
	[TWICE_ONE] = { "one", T_REF, F_KEY | F_REQUIRED, .label = N_("En una cocina"), .ref = "diner", .privacy = P_GROUP },
	[TWICE_OTHER] = { "other", T_REF, F_KEY | F_REQUIRED, .label = N_("En la otra"), .ref = "diner", .privacy = P_GROUP },
	[TWICE_GROUP_ONE] = { "group_one", T_REF, F_DERIVED, .label = N_("Una cocina"), .ref = "group", .privacy = P_NETWORK },
	[TWICE_GROUP_OTHER] = { "group_other", T_REF, F_DERIVED, .label = N_("Otra cocina"), .ref = "group", .privacy = P_NETWORK },
	[TWICE_WHY] = { "why", T_ENUM, F_DERIVED, .label = N_("En qué se parecen"), .choices = whys, .privacy = P_GROUP },
	[TWICE_STATE] = { "state", T_ENUM, F_DERIVED, .label = N_("Cómo va"), .choices = states, .privacy = P_GROUP },
	[TWICE_NOTE] = { "note", T_TEXT, F_WIDE, .label = N_("Qué se conversó"), .max = 300, .privacy = P_GROUP },
};

static const struct entity_index twice_indexes[] = { { 1, { TWICE_STATE } } };

const struct entity diner_twice_entity = {
	.name = "diner_twice", .label = N_("Persona en dos cocinas"), .plural = N_("Personas en dos cocinas"), .fields = twice_fields,
	.nfields = TWICE__N, .group = AT(TWICE_GROUP_ONE), .put_action = "diner.settle",
	.indexes = twice_indexes, .nindexes = ARRAY_LEN(twice_indexes),
};

/* ---- what is asked ---- */

static const struct field edit_args[] = {
	[DINER_GROUP] = { "group", T_REF, F_RETIRED, .label = N_("Cocina"), .ref = "group", .privacy = P_NETWORK },
	DINER_SAID(0),
	[EDIT_DINER] = { "diner", T_REF, F_REQUIRED, .label = N_("Comensal"), .ref = "diner", .privacy = P_NETWORK },
};

static const struct field leave_args[] = {
	[LEAVE_DINER] = { "diner", T_REF, F_REQUIRED, .label = N_("Comensal"), .ref = "diner", .privacy = P_NETWORK },
	[LEAVE_DAY] = { "left", T_DATE, F_PAST, .label = N_("Salió"), .otherwise = "today", HERS(WHY_NAME) },
	[LEAVE_WHY] = { "left_why", T_ENUM, F_REQUIRED, .label = N_("Por qué salió"), .choices = leaving, HERS(WHY_NAME) },
};

enum { ERASE_DINER, ERASE_SURE, ERASE__N };

static const struct field erase_args[] = {
	[ERASE_DINER] = { "diner", T_REF, F_REQUIRED, .label = N_("Comensal"), .ref = "diner", .privacy = P_NETWORK },
	[ERASE_SURE] = { "sure", T_BOOL, F_REQUIRED, .label = N_("Sí, borrar para siempre"), .privacy = P_NETWORK },
};

enum { SETTLE_TWICE, SETTLE_NOTE, SETTLE__N };

static const struct field settle_args[] = {
	[SETTLE_TWICE] = { "twice", T_REF, F_REQUIRED, .label = N_("Persona en dos cocinas"), .ref = "diner_twice", .privacy = P_NETWORK },
	[SETTLE_NOTE] = { "note", T_TEXT, F_REQUIRED | F_WIDE, .label = N_("Qué se conversó"), .max = 300, .privacy = P_GROUP },
};

static bool is(const struct value *v, const char *name)
{
	return v->kind == V_TEXT && str_is(v->s, name);
}

static struct str alike_of(struct ctx *c, const struct value *v)
{
	return fold(c->mem, str_fmt(c->mem, "%s %s", str_cstr(c->mem, v[DINER_SURNAMES].s), str_cstr(c->mem, v[DINER_NAMES].s)));
}

static enum rc check(struct ctx *c, const struct value *v)
{
	bool number = v[DINER_DOCUMENT_NUMBER].kind == V_TEXT;

	if (number && v[DINER_DOCUMENT_KIND].kind == V_NULL)
		return fail(c, "document_kind", "required", N_("Diga qué documento es"));
	if (number && is(&v[DINER_DOCUMENT_KIND], "none"))
		return fail(c, "document_number", "format", N_("Sin documento no hay número"));
	if (number && is(&v[DINER_DOCUMENT_KIND], "dni") && v[DINER_DOCUMENT_NUMBER].s.n != 8)
		return fail(c, "document_number", "format", N_("El DNI tiene ocho cifras"));
	if (is(&v[DINER_AGE], "child") && !is(&v[DINER_CONSENT], "guardian"))
		return fail(c, "consent", "guardian", N_("Por una niña o un niño acepta su madre, su padre o su apoderado"));
	return OK;
}

/* Flagged for those who watch over either kitchen; what was talked over already stays so. */
static void put_twice(struct ctx *c, struct change *ch, struct id one, struct id group_one, struct id other, struct id group_other, const char *why)
{
	bool turned = id_cmp(other, one) < 0;
	struct value key[TWICE__N] = { [TWICE_ONE] = value_id(turned ? other : one), [TWICE_OTHER] = value_id(turned ? one : other) };
	struct id id = entity_key_id(&diner_twice_entity, c->net->id, key);
	struct record *r = ARENA_NEW(c->mem, struct record);

	if (record_get(c->db, c->schema, c->mem, &diner_twice_entity, c->net->id, id, r) && r->born)
		return;
	struct put *p = change_put(ch, &diner_twice_entity, id, true);
	put_set(p, TWICE_ONE, key[TWICE_ONE]);
	put_set(p, TWICE_OTHER, key[TWICE_OTHER]);
	put_id(p, TWICE_GROUP_ONE, turned ? group_other : group_one);
	put_id(p, TWICE_GROUP_OTHER, turned ? group_one : group_other);
	put_text(p, TWICE_WHY, str_c(why));
	put_text(p, TWICE_STATE, STR("open"));
}

/* In this padrón already: asked about. In another: flagged. */
static enum rc look_for(struct ctx *c, struct change *ch, struct id id, struct id group, const struct value *v)
{
	bool number = v[DINER_DOCUMENT_NUMBER].kind == V_TEXT;
	struct rows r = db_rows(c->db, SQL(Q_DINERS_ALIKE), ARGS(cell_id(&c->net->id), cell_text(alike_of(c, v)), cell_text(v[DINER_AGE].s)));
	bool here = false;

	while (rows_next(&r))
		if (!id_eq(rows_id(&r, 0), id)) {
			if (id_eq(rows_id(&r, 1), group))
				here = true;
			else if (!number || rows_null(&r, 2) || str_eq(rows_text(&r, 2), v[DINER_DOCUMENT_NUMBER].s))
				put_twice(c, ch, id, group, rows_id(&r, 0), rows_id(&r, 1), number && !rows_null(&r, 2) ? "document" : "name");
		}
	if (number) {
		r = db_rows(c->db, SQL(Q_DINERS_BY_DOCUMENT), ARGS(cell_id(&c->net->id), cell_text(v[DINER_DOCUMENT_NUMBER].s),
			cell_text(v[DINER_DOCUMENT_KIND].s)));
		while (rows_next(&r))
			if (!id_eq(rows_id(&r, 0), id)) {
				if (id_eq(rows_id(&r, 1), group))
					here = true;
				else if (!str_eq(rows_text(&r, 2), alike_of(c, v)))
					put_twice(c, ch, id, group, rows_id(&r, 0), rows_id(&r, 1), "document");
			}
	}
	return here && v[DINER_REASON].kind == V_NULL ?
		fail(c, "reason", "confirm", N_("Esa persona ya está en este padrón. Si es otra, escriba por qué")) : OK;
}

static enum rc add_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct put *p = change_put(ch, &diner_entity, a->id, true);

	if (check(c, a->v) != OK || look_for(c, ch, a->id, act_ref(a, DINER_GROUP), a->v) != OK)
		return INVALID;
	for (unsigned i = DINER_GROUP; i <= DINER_REASON; i++)
		if (act_has(a, i))
			put_set(p, i, a->v[i]);
	put_text(p, DINER_ALIKE, alike_of(c, a->v));
	put_int(p, DINER_PRESENT, 1);
	return OK;
}

/* One who had left is back once she is written down anew. */
static enum rc edit_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct record *r = ARENA_NEW(c->mem, struct record);
	struct value v[DINER__N];
	struct id id = act_ref(a, EDIT_DINER);

	if (!diner_get(c, id, r))
		return fail(c, "diner", "unknown", N_("Esa persona ya no está en el padrón"));
	struct put *p = change_put(ch, &diner_entity, id, false);
	memcpy(v, r->v, sizeof(v));
	v[DINER_REASON] = value_null();
	for (unsigned i = DINER_SURNAMES; i <= DINER_REASON; i++)
		if (a->given[i] && (i == DINER_REASON || !value_eq(a->v[i], r->v[i])))
			v[i] = a->v[i];
	if (v[DINER_SURNAMES].kind == V_NULL || v[DINER_NAMES].kind == V_NULL || v[DINER_AGE].kind == V_NULL || v[DINER_CONSENT].kind == V_NULL)
		return fail(c, "names", "required", N_("Falta este dato"));
	if (check(c, v) != OK || look_for(c, ch, id, r->v[DINER_GROUP].id, v) != OK)
		return INVALID;
	for (unsigned i = DINER_SURNAMES; i <= DINER_REASON; i++)
		if (a->given[i] && !value_eq(v[i], r->v[i]))
			put_set(p, i, v[i]);
	if (p->n && !str_eq(alike_of(c, v), r->v[DINER_ALIKE].s))
		put_text(p, DINER_ALIKE, alike_of(c, v));
	if (!r->v[DINER_PRESENT].i) {
		put_int(p, DINER_PRESENT, 1);
		put_set(p, DINER_LEFT, value_null());
		put_set(p, DINER_LEFT_WHY, value_null());
	}
	return p->n ? OK : fail(c, NULL, "same", N_("No hay nada que cambiar"));
}

static enum rc leave_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct record *r = ARENA_NEW(c->mem, struct record);

	if (!diner_get(c, act_ref(a, LEAVE_DINER), r) || !r->v[DINER_PRESENT].i)
		return fail(c, "diner", "unknown", N_("Esa persona ya no está en el padrón"));
	if (r->v[DINER_ENTERED].kind == V_INT && act_int(a, LEAVE_DAY) < r->v[DINER_ENTERED].i)
		return fail(c, "left", "range", N_("No pudo salir antes de entrar"));
	struct put *p = change_put(ch, &diner_entity, r->id, false);
	put_int(p, DINER_PRESENT, 0);
	put_int(p, DINER_LEFT, act_int(a, LEAVE_DAY));
	put_text(p, DINER_LEFT_WHY, act_text(a, LEAVE_WHY));
	return OK;
}

/* She takes her consent back: what was written of her leaves tables and journal. */
static enum rc erase_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct value key[ERASURE__N] = { [ERASURE_PERSON] = a->v[ERASE_DINER] };

	if (!act_int(a, ERASE_SURE))
		return fail(c, "sure", "required", N_("Marque que está segura: no hay vuelta atrás"));
	struct put *p = change_put(ch, &erasure_entity, entity_key_id(&erasure_entity, c->net->id, key), true);
	put_id(p, ERASURE_PERSON, act_ref(a, ERASE_DINER));
	put_int(p, ERASURE_DAY, today(c));
	return OK;
}

static enum rc settle_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct put *p = change_put(ch, &diner_twice_entity, act_ref(a, SETTLE_TWICE), false);

	(void)c;
	put_text(p, TWICE_STATE, STR("known"));
	put_text(p, TWICE_NOTE, act_text(a, SETTLE_NOTE));
	return OK;
}

/* ---- told: never by name ---- */

static struct str told(struct ctx *c, const struct told *t, const char *msgid)
{
	return tr_fill(c->mem, c->lang, msgid, t->author);
}

static struct str add_describe(struct ctx *c, const struct told *t)
{
	return told(c, t, N_("%s anotó a una persona en el padrón"));
}

static struct str edit_describe(struct ctx *c, const struct told *t)
{
	return told(c, t, N_("%s corrigió el padrón"));
}

static struct str leave_describe(struct ctx *c, const struct told *t)
{
	return told(c, t, N_("%s anotó la salida de una persona del padrón"));
}

static struct str erase_describe(struct ctx *c, const struct told *t)
{
	return told(c, t, N_("%s borró los datos de una persona, a pedido de ella"));
}

static struct str settle_describe(struct ctx *c, const struct told *t)
{
	return told(c, t, N_("%s conversó sobre una persona que está en dos cocinas"));
}

const struct action diner_add = {
	.name = "diner.add", .label = N_("Anotar en el padrón"), .args = diner_fields, .nargs = DINER__N, .on = AT(DINER_GROUP),
	.decide = add_decide, .describe = add_describe,
};

const struct action diner_edit = {
	.name = "diner.edit", .label = N_("Guardar"), .args = edit_args, .nargs = EDIT__N, .on = AT(EDIT_DINER), .edits = &diner_entity,
	.decide = edit_decide, .describe = edit_describe,
};

const struct action diner_leave = {
	.name = "diner.leave", .label = N_("Anotar su salida"), .args = leave_args, .nargs = LEAVE__N, .on = AT(LEAVE_DINER),
	.decide = leave_decide, .describe = leave_describe,
};

const struct action diner_erase = {
	.name = "diner.erase", .label = N_("Borrar sus datos"), .args = erase_args, .nargs = ERASE__N, .flags = ACT_SECRET,
	.on = AT(ERASE_DINER), .decide = erase_decide, .describe = erase_describe,
};

const struct action diner_settle = {
	.name = "diner.settle", .label = N_("Ya se conversó"), .args = settle_args, .nargs = SETTLE__N, .on = AT(SETTLE_TWICE),
	.decide = settle_decide, .describe = settle_describe,
};
