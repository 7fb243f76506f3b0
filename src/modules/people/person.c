/*
 * person.c - a new person with her phone and first role, and one more phone.
 *
 * A person may have no phone, document or e-mail; a phone may be shared by several.
 */
#include "people_own.h"

enum {
	ADD_NAME, ADD_GROUP, ADD_ROLE, ADD_PHONE, ADD_SHORT_NAME, ADD_DOCUMENT_KIND,
	ADD_DOCUMENT_NUMBER, ADD_LANGUAGE, ADD__N
};

#define WHY_PHONE N_("Para reconocer sus mensajes y avisarle de su cocina")
#define WHY_DOCUMENT N_("Para las actas y planillas que se firman")

static const struct field add_args[] = {
	[ADD_NAME] = { "name", T_TEXT, F_REQUIRED, .label = N_("Nombre"), .max = 120,
		.privacy = P_NETWORK, .aliases = "nombre" },
	[ADD_GROUP] = { "group", T_REF, F_REQUIRED, .label = N_("Grupo"), .ref = "group",
		.privacy = P_NETWORK, .aliases = "grupo|cocina" },
	[ADD_ROLE] = { "role", T_ENUM, F_REQUIRED, .label = N_("Cargo"), .choices = roles,
		.privacy = P_NETWORK, .aliases = "cargo" },
	[ADD_PHONE] = { "phone", T_PHONE, 0, .label = N_("Teléfono"),
		.help = N_("Si no tiene, déjelo vacío"), .privacy = P_PERSONAL, .purpose = WHY_PHONE,
		.retention_days = 90, .aliases = "telefono|celular" },
	[ADD_SHORT_NAME] = { "short_name", T_CODE, 0, .label = N_("Nombre corto"), .max = 24,
		.privacy = P_NETWORK },
	[ADD_DOCUMENT_KIND] = { "document_kind", T_ENUM, 0, .label = N_("Documento"),
		.choices = document_kinds, .privacy = P_PERSONAL, .purpose = WHY_DOCUMENT,
		.retention_days = 365 },
	[ADD_DOCUMENT_NUMBER] = { "document_number", T_CODE, 0, .label = N_("Número de documento"),
		.max = 15, .privacy = P_PERSONAL, .purpose = WHY_DOCUMENT, .retention_days = 365 },
	[ADD_LANGUAGE] = { "language", T_ENUM, 0, .label = N_("Idioma"), .choices = languages,
		.privacy = P_NETWORK },
};

enum { CONTACT_ARG_PERSON, CONTACT_ARG_PHONE, CONTACT_ARG_KIND, CONTACT_ARG__N };

static const struct field contact_args[] = {
	[CONTACT_ARG_PERSON] = { "person", T_REF, F_REQUIRED, .label = N_("Persona"),
		.ref = "person", .privacy = P_NETWORK },
	[CONTACT_ARG_PHONE] = { "phone", T_PHONE, F_REQUIRED, .label = N_("Teléfono"),
		.privacy = P_PERSONAL, .purpose = WHY_PHONE, .retention_days = 90 },
	[CONTACT_ARG_KIND] = { "kind", T_ENUM, 0, .label = N_("Tipo"), .choices = contact_kinds,
		.privacy = P_PERSONAL, .purpose = WHY_PHONE, .retention_days = 90 },
};

static void put_contact(struct change *ch, struct id id, struct id person, struct str kind,
	struct str phone)
{
	struct put *p = change_put(ch, &contact_entity, id, true);

	put_id(p, CONTACT_PERSON, person);
	put_text(p, CONTACT_KIND, kind);
	put_text(p, CONTACT_PHONE, phone);
}

static enum rc check_document(struct ctx *c, const struct act *a)
{
	bool number = act_has(a, ADD_DOCUMENT_NUMBER);

	if (number && !act_has(a, ADD_DOCUMENT_KIND))
		return fail(c, "document_kind", "required", N_("Diga qué documento es"));
	if (number && str_is(act_text(a, ADD_DOCUMENT_KIND), "none"))
		return fail(c, "document_number", "format", N_("Sin documento no hay número"));
	if (number && str_is(act_text(a, ADD_DOCUMENT_KIND), "dni") &&
		act_text(a, ADD_DOCUMENT_NUMBER).n != 8)
		return fail(c, "document_number", "format", N_("El DNI tiene ocho cifras"));
	return OK;
}

static enum rc short_name_free(struct ctx *c, struct str short_name)
{
	struct id other;

	if (!ref_resolve(c, "person", short_name, &other))
		return OK;
	return fail_with(c, "short_name", "taken", N_("El nombre corto «%s» ya es de otra persona"),
		short_name);
}

/* The person has the act's own id. */
static enum rc add_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	static const uint8_t same[][2] = {
		{ PERSON_NAME, ADD_NAME }, { PERSON_SHORT_NAME, ADD_SHORT_NAME },
		{ PERSON_DOCUMENT_KIND, ADD_DOCUMENT_KIND },
		{ PERSON_DOCUMENT_NUMBER, ADD_DOCUMENT_NUMBER }, { PERSON_LANGUAGE, ADD_LANGUAGE },
	};

	if (check_document(c, a) != OK)
		return INVALID;
	if (act_has(a, ADD_SHORT_NAME) && short_name_free(c, act_text(a, ADD_SHORT_NAME)) != OK)
		return INVALID;
	if (role_allowed(c, act_ref(a, ADD_GROUP), act_text(a, ADD_ROLE)) != OK)
		return INVALID;
	struct put *p = change_put(ch, &person_entity, a->id, true);
	for (unsigned i = 0; i < ARRAY_LEN(same); i++)
		if (act_has(a, same[i][1]))
			put_set(p, same[i][0], a->v[same[i][1]]);
	put_membership(c, ch, a->id, act_ref(a, ADD_GROUP), act_text(a, ADD_ROLE), today(c));
	if (act_has(a, ADD_PHONE))
		put_contact(ch, act_child(a, "contact"), a->id, STR("sms"), act_text(a, ADD_PHONE));
	return OK;
}

static struct str add_describe(struct ctx *c, const struct told *t)
{
	const struct put *p = change_find(t->change, &person_entity);
	const struct put *m = change_find(t->change, &membership_entity);
	const struct value *group = m ? put_get(m, MEMBERSHIP_GROUP) : NULL;
	const struct value *role = m ? put_get(m, MEMBERSHIP_ROLE) : NULL;

	if (!p || !group || !role)
		return t->author;
	const struct str_pair pairs[] = {
		{ "who", t->author },
		{ "name", title_now(c, &person_entity, p->id) },
		{ "role", choice_label(c, roles, role->s) },
		{ "group", title_now(c, &group_entity, group->id) },
	};
	return tr_named(c->mem, c->lang, N_("{who} invitó a {name} como {role} de {group}"), pairs,
		ARRAY_LEN(pairs));
}

static enum rc contact_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	(void)c;
	put_contact(ch, a->id, act_ref(a, CONTACT_ARG_PERSON),
		act_has(a, CONTACT_ARG_KIND) ? act_text(a, CONTACT_ARG_KIND) : STR("sms"),
		act_text(a, CONTACT_ARG_PHONE));
	return OK;
}

static struct str contact_describe(struct ctx *c, const struct told *t)
{
	const struct put *p = change_find(t->change, &contact_entity);
	const struct value *person = p ? put_get(p, CONTACT_PERSON) : NULL;
	const struct str_pair pairs[] = {
		{ "who", t->author },
		{ "name", person ? title_now(c, &person_entity, person->id) : STR("") },
	};

	return tr_named(c->mem, c->lang, N_("{who} anotó un teléfono de {name}"), pairs,
		ARRAY_LEN(pairs));
}

/* Somewhere she may give it; where exactly is judged when she does. */
static bool add_offers(struct ctx *c, unsigned arg, struct str choice)
{
	return arg != ADD_ROLE || role_offered(c, choice);
}

const struct action person_add = {
	.name = "person.add", .label = N_("Invitar"), .args = add_args, .nargs = ADD__N,
	.flags = ACT_SECRET, .on = AT(ADD_GROUP), .decide = add_decide, .offers = add_offers,
	.describe = add_describe,
};

const struct action contact_add = {
	.name = "contact.add", .label = N_("Agregar teléfono"), .args = contact_args,
	.nargs = CONTACT_ARG__N, .flags = ACT_SECRET, .on = AT(CONTACT_ARG_PERSON),
	.decide = contact_decide, .describe = contact_describe,
};
