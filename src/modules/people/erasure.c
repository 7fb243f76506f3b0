/*
 * erasure.c - a person asks that what is hers be taken out: it leaves tables and journal, for good.
 *
 * Source: Ley 29733 (protection of personal data), right of cancellation. Headers of the journal stay, so
 * the chain does; what she told of pots stays too, for it is the kitchen's. Her roles end the same day.
 */
#include "people_own.h"

#include "people_sql.h"

enum { ERASE_PERSON, ERASE_SURE, ERASE__N };

static const struct field erasure_fields[] = {
	[ERASURE_PERSON] = { "person", T_REF, F_KEY | F_REQUIRED | F_FILTER, .label = N_("Persona"),
		.ref = "person", .privacy = P_NETWORK },
	[ERASURE_DAY] = { "day", T_DATE, F_DERIVED, .label = N_("Día"), .privacy = P_NETWORK },
};

const struct entity erasure_entity = {
	.name = "erasure", .label = N_("Borrado"), .plural = N_("Borrados"),
	.fields = erasure_fields, .nfields = ERASURE__N, .erases = AT(ERASURE_PERSON),
	.put_action = "person.erase",
};

static const struct field erase_args[] = {
	[ERASE_PERSON] = { "person", T_REF, F_REQUIRED, .label = N_("Persona"), .ref = "person",
		.privacy = P_NETWORK },
	[ERASE_SURE] = { "sure", T_BOOL, F_REQUIRED, .label = N_("Sí, borrar para siempre"),
		.help = N_("Su nombre, sus teléfonos y sus documentos no se podrán recuperar"),
		.privacy = P_NETWORK },
};

static void end_roles(struct ctx *c, struct change *ch, struct id person)
{
	struct rows r = db_rows(c->db, &people_sql.query[Q_ROLES_OPEN], ARGS(cell_id(&c->net->id), cell_id(&person)));

	while (rows_next(&r))
		put_int(change_put(ch, &membership_entity, rows_id(&r, 0), false), MEMBERSHIP_UNTIL, today(c));
}

static enum rc decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct id person = act_ref(a, ERASE_PERSON);
	struct value key[ERASURE__N] = { [ERASURE_PERSON] = value_id(person) };
	struct id id = entity_key_id(&erasure_entity, c->net->id, key);
	struct record *r = ARENA_NEW(c->mem, struct record);

	if (!act_int(a, ERASE_SURE))
		return fail(c, "sure", "required", N_("Marque que está segura: no hay vuelta atrás"));
	if (record_get(c->db, c->schema, c->mem, &erasure_entity, c->net->id, id, r))
		return fail(c, "person", "exists", N_("Sus datos ya se borraron"));
	if (id_eq(person, c->who->person))
		return fail(c, "person", "self", N_("Sus propios datos los borra otra operadora"));
	struct put *p = change_put(ch, &erasure_entity, id, true);
	put_id(p, ERASURE_PERSON, person);
	put_int(p, ERASURE_DAY, today(c));
	end_roles(c, ch, person);
	return OK;
}

static struct str describe(struct ctx *c, const struct told *t)
{
	return tr_fill(c->mem, c->lang, N_("%s borró los datos de una persona, a pedido de ella"), t->author);
}

const struct action person_erase = {
	.name = "person.erase", .label = N_("Borrar sus datos"), .args = erase_args, .nargs = ERASE__N,
	.on = AT(ERASE_PERSON), .decide = decide, .describe = describe,
};
