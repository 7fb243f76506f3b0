#include "sample_module.h"

#include "civil.h"
#include "field.h"
#include "text_sample.h"

#define WHY .privacy = P_PERSONAL, .purpose = "prueba"

static const struct choice words[] = { { "leader", "lideresa", NULL, NULL }, { "olla", "olla", NULL, NULL }, { 0 } };

static const struct field network_fields[] = {
	[SN_NAME] = { "name", T_TEXT, F_REQUIRED | F_SORT, .label = "Nombre" },
	[SN_COUNTRY] = { "country", T_CODE, F_REQUIRED, .label = "País" },
	[SN_ZONE] = { "zone", T_TEXT, F_REQUIRED, .label = "Zona" },
	[SN_CURRENCY] = { "currency", T_CODE, F_REQUIRED, .label = "Moneda" },
	[SN_DEMO] = { "demo", T_BOOL, 0, .label = "Muestra" },
};
const struct entity s_network = { .name = "network", .label = "Red", .plural = "Redes",
	.fields = network_fields, .nfields = SN__N };

static const struct field place_fields[] = {
	[SP_NAME] = { "name", T_TEXT, F_REQUIRED | F_SORT, .label = "Nombre" },
	[SP_PARENT] = { "parent", T_REF, 0, .label = "Está en", .ref = "place" },
	[SP_CODE] = { "code", T_CODE, F_UNIQUE, .label = "Código" },
	[SP_LEVEL] = { "level", T_CODE, 0, .label = "Nivel" },
};
const struct entity s_place = { .name = "place", .label = "Lugar", .plural = "Lugares",
	.fields = place_fields, .nfields = SP__N };

static const struct field person_fields[] = {
	[PE_NAME] = { "name", T_TEXT, F_REQUIRED | F_SORT, .label = "Nombre" },
	[PE_SHORT_NAME] = { "short_name", T_CODE, F_UNIQUE, .label = "Nombre corto" },
	[PE_LANGUAGE] = { "language", T_TEXT, 0, .label = "Idioma" },
	[PE_SAME_AS] = { "same_as", T_REF, 0, .label = "Igual a", .ref = "person" },
	[PE_VOIDED] = { "voided", T_BOOL, 0, .label = "Anulada" },
};
const struct entity s_person = { .name = "person", .label = "Persona", .plural = "Personas",
	.fields = person_fields, .nfields = PE__N, .subject = AT_SELF, .title = AT(PE_NAME) };

/* Sessions ask whether their device was revoked. */
static const struct field device_fields[] = {
	{ "name", T_TEXT, F_REQUIRED, .label = "Aparato" },
	{ "person", T_REF, F_REQUIRED, .label = "Persona", .ref = "person" },
	{ "revoked", T_BOOL, 0, .label = "Retirado" },
};
static const struct entity s_device = { .name = "device", .label = "Aparato", .plural = "Aparatos",
	.fields = device_fields, .nfields = ARRAY_LEN(device_fields), .subject = AT(1) };

static const struct field contact_fields[] = {
	[CO_PERSON] = { "person", T_REF, F_REQUIRED, .label = "Persona", .ref = "person" },
	[CO_PHONE] = { "phone", T_PHONE, F_REQUIRED, .label = "Teléfono", WHY },
	[CO_VOIDED] = { "voided", T_BOOL, 0, .label = "Anulado" },
};
const struct entity s_contact = { .name = "contact", .label = "Contacto", .plural = "Contactos",
	.fields = contact_fields, .nfields = CO__N, .subject = AT(CO_PERSON) };

static const struct field group_fields[] = {
	[GR_NAME] = { "name", T_TEXT, F_REQUIRED | F_SORT, .label = "Nombre" },
	[GR_KIND] = { "kind", T_ENUM, 0, .label = "Tipo", .choices = words },
	[GR_CODE] = { "code", T_CODE, F_UNIQUE, .label = "Código" },
	[GR_PARENT] = { "parent", T_REF, 0, .label = "De", .ref = "group" },
	[GR_PLACE] = { "place", T_REF, 0, .label = "Lugar", .ref = "place" },
	[GR_ACTIVE] = { "active", T_INT, 0, .label = "Funciona" },
	[GR_SAME_AS] = { "same_as", T_REF, 0, .label = "Igual a", .ref = "group" },
	[GR_VOIDED] = { "voided", T_BOOL, 0, .label = "Anulado" },
};
const struct entity s_group = { .name = "group", .label = "Grupo", .plural = "Grupos",
	.fields = group_fields, .nfields = GR__N, .group = AT_SELF, .place = AT(GR_PLACE),
	.code = AT(GR_CODE), .title = AT(GR_NAME) };

static const struct field membership_fields[] = {
	[ME_PERSON] = { "person", T_REF, F_KEY, .label = "Persona", .ref = "person" },
	[ME_GROUP] = { "group", T_REF, F_KEY, .label = "Grupo", .ref = "group" },
	[ME_ROLE] = { "role", T_ENUM, F_KEY, .label = "Cargo", .choices = words },
	[ME_SINCE] = { "since", T_DATE, 0, .label = "Desde" },
	[ME_UNTIL] = { "until", T_DATE, 0, .label = "Hasta" },
};
const struct entity s_membership = { .name = "membership", .label = "Cargo", .plural = "Cargos",
	.fields = membership_fields, .nfields = ME__N, .group = AT(ME_GROUP), .subject = AT(ME_PERSON) };

static const struct field kitchen_fields[] = {
	[KI_OPENED] = { "opened", T_DATE, 0, .label = "Desde" },
};
const struct entity s_kitchen = { .name = "kitchen", .label = "Cocina", .plural = "Cocinas",
	.fields = kitchen_fields, .nfields = KI__N, .group = AT_SELF, .extends = "group" };

static const struct field meal_fields[] = {
	[MEAL_KITCHEN] = { "kitchen", T_REF, F_KEY, .label = "Cocina", .ref = "kitchen" },
	[MEAL_DAY] = { "day", T_DATE, F_KEY, .label = "Día" },
	[MEAL_SITTING] = { "sitting", T_ENUM, F_KEY, .label = "Comida", .choices = sample_sittings },
	[MEAL_PLANNED] = { "planned", T_INT, 0, .label = "Previstas" },
	[MEAL_SERVED] = { "served", T_INT, 0, .label = "Raciones servidas" },
	[MEAL_FREE] = { "free", T_INT, 0, .label = "Casos sociales" },
	[MEAL_LEFTOVER] = { "leftover", T_INT, 0, .label = "Sobraron" },
	[MEAL_COST] = { "cost", T_MONEY, 0, .label = "Gasto", .privacy = P_GROUP },
	[MEAL_REASON] = { "reason", T_TEXT, F_WIDE, .label = "Motivo" },
};
const struct entity s_meal = { .name = "meal", .label = "Olla", .plural = "Ollas",
	.fields = meal_fields, .nfields = MEAL__N, .group = AT(MEAL_KITCHEN), .day = AT(MEAL_DAY) };

static const struct field phrase_fields[] = {
	[PH_LANGUAGE] = { "language", T_TEXT, F_KEY, .label = "Idioma" },
	[PH_SAID] = { "said", T_TEXT, F_KEY, .label = "Dicho" },
	[PH_MEANS] = { "means", T_TEXT, F_REQUIRED, .label = "Significa" },
	[PH_VOIDED] = { "voided", T_BOOL, 0, .label = "Quitada" },
};
const struct entity s_phrase = { .name = "phrase", .label = "Frase", .plural = "Frases",
	.fields = phrase_fields, .nfields = PH__N };

/* ---- one action ---- */

enum { ABSURD = 2000 };

static struct str sitting_of(const struct act *a)
{
	return act_has(a, S_SITTING) ? act_text(a, S_SITTING) : STR("lunch");
}

static enum rc decide(struct ctx *c, const struct act *a, struct change *ch)
{
	static const struct { uint8_t arg, field; } pairs[] = { { S_PLANNED, MEAL_PLANNED },
		{ S_SERVED, MEAL_SERVED }, { S_FREE, MEAL_FREE }, { S_LEFTOVER, MEAL_LEFTOVER },
		{ S_COST, MEAL_COST }, { S_REASON, MEAL_REASON } };
	int64_t day = act_int(a, S_DAY);
	struct value key[MEAL__N] = { [MEAL_KITCHEN] = a->v[S_KITCHEN], [MEAL_DAY] = value_int(day),
		[MEAL_SITTING] = value_text(sitting_of(a)) };
	struct id id = entity_key_id(&s_meal, c->net->id, key);
	struct record *r = ARENA_NEW(c->mem, struct record);

	if (day > today(c))
		return fail(c, "day", "future", N_("Ese día todavía no llega"));
	if (act_has(a, S_SERVED) && act_int(a, S_SERVED) > ABSURD && !act_has(a, S_REASON))
		return fail(c, "served", "confirm", N_("Son muchas raciones. Escriba el motivo"));
	bool born = record_get(c->db, c->schema, c->mem, &s_meal, c->net->id, id, r) && r->born;
	struct put *p = change_put(ch, &s_meal, id, !born);
	if (!born)
		for (unsigned i = MEAL_KITCHEN; i <= MEAL_SITTING; i++)
			put_set(p, i, key[i]);
	for (size_t i = 0; i < ARRAY_LEN(pairs); i++)
		if (act_has(a, pairs[i].arg))
			put_set(p, pairs[i].field, a->v[pairs[i].arg]);
	return OK;
}

static struct str describe(struct ctx *c, const struct told *t)
{
	(void)c, (void)t;
	return STR("olla");
}

static enum rc complete(struct ctx *c, struct act *a, struct id *candidates_out, unsigned max,
	unsigned *n_out, unsigned *arg_out)
{
	*n_out = 0;
	*arg_out = S_KITCHEN;
	if (act_has(a, S_KITCHEN))
		return OK;
	for (unsigned i = 0; i < c->who->nmember && *n_out < max; i++)
		candidates_out[(*n_out)++] = c->who->member[i].group;
	if (*n_out != 1)
		return fail(c, "kitchen", "ask", N_("Empiece con el código de su cocina"));
	a->v[S_KITCHEN] = value_id(candidates_out[0]);
	a->given[S_KITCHEN] = true;
	return OK;
}

/* Every argument that was said, so that tests see what was done. */
static struct str answer(struct ctx *c, const struct act *a, const struct outcome *o)
{
	struct buf b = buf_new(c->mem, 100);

	(void)o;
	buf_c(&b, "Anotado");
	for (unsigned i = 0; i < S__N; i++) {
		if (!act_has(a, i) || !a->given[i])
			continue;
		buf_fmt(&b, " %s=", sample_args[i].name);
		buf_add(&b, i == S_KITCHEN ? ref_code(c, "kitchen", act_ref(a, i)) :
			field_plain(c->mem, &sample_args[i], &a->v[i]));
	}
	return buf_str(&b);
}

static const struct action report = { .name = "meal.report", .label = "Guardar", .args = sample_args,
	.nargs = S__N, .flags = ACT_LOW_RISK, .on = AT(S_KITCHEN), .edits = &s_meal, .decide = decide,
	.describe = describe };

static enum rc close_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	(void)c;
	put_int(change_put(ch, &s_kitchen, act_ref(a, 0), false), KI_OPENED, 0);
	return OK;
}

/* Not low-risk: never by message. */
static const struct field close_args[] = {
	{ "kitchen", T_REF, F_REQUIRED, .label = "Cocina", .ref = "kitchen" },
};
static const struct action closing = { .name = "kitchen.close", .label = "Cerrar", .args = close_args,
	.nargs = 1, .on = AT(0), .decide = close_decide, .describe = describe };

static const struct text_command commands[] = {
	{ .action = "meal.report", .words = SAMPLE_WORDS, .bare = AT(S_SERVED), .alone = true, .menu = N_("Anotar la olla"),
		.question = N_("¿Cuántas raciones sirvieron?"), .example = N_("raciones 120"),
		.complete = complete, .answer = answer },
	{ .action = "kitchen.close", .words = "cerrar cocina|cierre", .complete = complete },
	{ 0 },
};

static const struct entity *const entities[] = { &s_network, &s_place, &s_person, &s_contact, &s_device, &s_group,
	&s_membership, &s_kitchen, &s_meal, &s_phrase, NULL };
static const struct action *const actions[] = { &report, &closing, NULL };
static const struct rule rules[] = { { "leader", REL_GROUP, "meal.report" },
	{ "leader", REL_GROUP, "kitchen.close" }, { 0 } };

const struct module sample_module = { .name = "sample", .entities = entities, .actions = actions,
	.rules = rules, .commands = commands };
