/*
 * network.c - a network begins: itself, the group that holds all others, its first operator.
 *
 * The root group has the network's own id, so that nobody needs to look it up.
 */
#include "people_own.h"

enum {
	ARG_NAME, ARG_COUNTRY, ARG_ZONE, ARG_CURRENCY, ARG_PERSON_NAME, ARG_SHORT_NAME, ARG_PHONE,
	ARG__N
};

static const struct field args[] = {
	[ARG_NAME] = { "name", T_TEXT, F_REQUIRED, .label = N_("Nombre de la red"), .max = 120 },
	[ARG_COUNTRY] = { "country", T_CODE, F_REQUIRED, .label = N_("País"),
		.help = N_("Dos letras, por ejemplo PE"), .max = 2 },
	[ARG_ZONE] = { "zone", T_TEXT, F_REQUIRED, .label = N_("Zona horaria"),
		.help = N_("Por ejemplo America/Lima"), .max = 64 },
	[ARG_CURRENCY] = { "currency", T_CODE, F_REQUIRED, .label = N_("Moneda"),
		.help = N_("Tres letras, por ejemplo PEN"), .max = 3 },
	[ARG_PERSON_NAME] = { "person_name", T_TEXT, F_REQUIRED,
		.label = N_("Nombre de la primera operadora"), .max = 120, .privacy = P_NETWORK },
	[ARG_SHORT_NAME] = { "short_name", T_CODE, 0, .label = N_("Nombre corto"), .max = 24,
		.privacy = P_NETWORK },
	[ARG_PHONE] = { "phone", T_PHONE, 0, .label = N_("Teléfono"), .privacy = P_PERSONAL,
		.purpose = N_("Para reconocer sus mensajes y avisarle de su cocina"),
		.retention_days = 90 },
};

/* What everything else leans on: without a zone that exists the network could not be opened again. */
static enum rc check_names(struct ctx *c, struct str country, struct str currency, struct str zone)
{
	if (country.n != 2)
		return fail(c, "country", "format", N_("Escriba las dos letras del país, por ejemplo PE"));
	if (currency.n != 3)
		return fail(c, "currency", "format",
			N_("Escriba las tres letras de la moneda, por ejemplo PEN"));
	if (!zone_load(c->mem, zone))
		return fail(c, "zone", "unknown",
			N_("No hay esa zona horaria. Escriba por ejemplo America/Lima"));
	return OK;
}

static enum rc check(struct ctx *c, const struct act *a)
{
	struct record r;

	if (!c->who->console)
		return fail(c, NULL, "denied", N_("Una red se crea en la máquina misma, con «ayni init»"));
	if (record_get(c->db, c->schema, c->mem, &network_entity, c->net->id, c->net->id, &r))
		return fail(c, NULL, "exists", N_("Esta red ya está creada"));
	return check_names(c, act_text(a, ARG_COUNTRY), act_text(a, ARG_CURRENCY), act_text(a, ARG_ZONE));
}

static enum rc decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct id net = c->net->id, person = a->id;

	if (check(c, a) != OK)
		return INVALID;
	struct put *p = change_put(ch, &network_entity, net, true);
	put_text(p, NETWORK_NAME, act_text(a, ARG_NAME));
	put_text(p, NETWORK_COUNTRY, act_text(a, ARG_COUNTRY));
	put_text(p, NETWORK_ZONE, act_text(a, ARG_ZONE));
	put_text(p, NETWORK_CURRENCY, act_text(a, ARG_CURRENCY));
	put_int(p, NETWORK_DEMO, str_is(str_c(c->channel), "demo"));

	p = change_put(ch, &group_entity, net, true);
	put_text(p, GROUP_NAME, act_text(a, ARG_NAME));
	put_text(p, GROUP_KIND, STR("organisation"));
	put_int(p, GROUP_ACTIVE, 1);

	p = change_put(ch, &person_entity, person, true);
	put_text(p, PERSON_NAME, act_text(a, ARG_PERSON_NAME));
	if (act_has(a, ARG_SHORT_NAME))
		put_text(p, PERSON_SHORT_NAME, act_text(a, ARG_SHORT_NAME));
	/* The day there, not that of whatever zone the machine thinks in before the network has one. */
	put_membership(c, ch, person, net, STR("operator"), zone_day(zone_load(c->mem, act_text(a, ARG_ZONE)), c->now));
	if (act_has(a, ARG_PHONE)) {
		p = change_put(ch, &contact_entity, act_child(a, "contact"), true);
		put_id(p, CONTACT_PERSON, person);
		put_text(p, CONTACT_KIND, STR("sms"));
		put_text(p, CONTACT_PHONE, act_text(a, ARG_PHONE));
	}
	return OK;
}

static struct str describe(struct ctx *c, const struct told *t)
{
	const struct put *p = change_find(t->change, &network_entity);
	const struct value *name = p ? put_get(p, NETWORK_NAME) : NULL;

	return tr_named(c->mem, c->lang, N_("empezó la red {name}"),
		(const struct str_pair[]){ { "name", name ? name->s : STR("") } }, 1);
}

const struct action network_create = {
	.name = "network.create", .label = N_("Crear la red"), .args = args, .nargs = ARG__N,
	.flags = ACT_SECRET, .decide = decide, .describe = describe,
};

enum { PUT_ID, PUT_NAME, PUT_COUNTRY, PUT_ZONE, PUT_CURRENCY, PUT__N };

static const struct field put_args[] = {
	[PUT_ID] = { "id", T_CODE, 0, .label = N_("Identificador"), .max = 40 },
	[PUT_NAME] = { "name", T_TEXT, 0, .label = N_("Nombre de la red"), .max = 120 },
	[PUT_COUNTRY] = { "country", T_CODE, 0, .label = N_("País"), .max = 2 },
	[PUT_ZONE] = { "zone", T_TEXT, 0, .label = N_("Zona horaria"), .max = 64 },
	[PUT_CURRENCY] = { "currency", T_CODE, 0, .label = N_("Moneda"), .max = 3 },
};

/* There is one network here, and it is there already: others are never made this way. */
static enum rc put_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct record *r = ARENA_NEW(c->mem, struct record);
	struct value v[NETWORK__N] = { 0 };
	struct id id;

	if (act_has(a, PUT_ID) && (!id_parse(act_text(a, PUT_ID), &id) || !id_eq(id, c->net->id)))
		return fail_with(c, "id", "unknown", N_("No encontramos «%s»"), act_text(a, PUT_ID));
	if (!record_get(c->db, c->schema, c->mem, &network_entity, c->net->id, c->net->id, r) || !r->born)
		return fail(c, NULL, "unknown", N_("No se puede hacer ahora"));
	struct put *p = change_put(ch, &network_entity, c->net->id, false);
	for (unsigned arg = PUT_NAME, f = NETWORK_NAME; arg < PUT__N; arg++, f++) {
		v[f] = act_has(a, arg) ? a->v[arg] : r->v[f];
		if (!value_eq(v[f], r->v[f]))
			put_set(p, f, v[f]);
	}
	if (p->n == 0)
		return fail(c, NULL, "same", N_("No hay nada que cambiar"));
	return check_names(c, v[NETWORK_COUNTRY].s, v[NETWORK_CURRENCY].s, v[NETWORK_ZONE].s);
}

static struct str put_describe(struct ctx *c, const struct told *t)
{
	return tr_fill(c->mem, c->lang, N_("%s hizo un cambio"), t->author);
}

const struct action network_put = {
	.name = "network.put", .label = N_("Guardar"), .args = put_args, .nargs = PUT__N,
	.edits = &network_entity, .decide = put_decide, .describe = put_describe,
};
