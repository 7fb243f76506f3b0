/*
 * decide_object.c - by consent: somebody objects and says why, and takes it back when she was heard.
 */
#include "decide_own.h"

enum { OBJECT_PERSON, OBJECT_PROPOSAL, OBJECT_REASON, OBJECT__N, REASON_LEAST = 5 };

static const struct field raise_args[] = {
	[OBJECT_PERSON] = { "person", T_REF, F_REQUIRED, .label = N_("Persona"), .ref = "person", .privacy = P_NETWORK },
	[OBJECT_PROPOSAL] = { "proposal", T_REF, F_REQUIRED, .label = N_("Propuesta"), .ref = "proposal", .privacy = P_GROUP },
	[OBJECT_REASON] = { "reason", T_TEXT, F_REQUIRED | F_WIDE, .label = N_("Qué le preocupa"),
		.help = N_("Se lee en la reunión, para buscar cómo resolverlo"), .max = 300, .privacy = P_GROUP },
};

static enum rc object_check(struct ctx *c, const struct act *a, struct proposal *p)
{
	struct meeting m;

	if (proposal_meeting(c, act_ref(a, OBJECT_PROPOSAL), p, &m) != OK || voter_check(c, &m, act_ref(a, OBJECT_PERSON), "person") != OK)
		return INVALID;
	if (!proposal_by_consent(p))
		return fail(c, "proposal", "vote", N_("Esta propuesta se vota: diga sí, no o me abstengo"));
	return proposal_is_open(p) ? OK : fail(c, "proposal", "closed", N_("Ya se cerró. Pida que se trate en la próxima reunión"));
}

static struct put *put_objection(struct ctx *c, const struct act *a, struct change *ch, const struct proposal *p)
{
	const struct value key[OBJECTION__N] = { [OBJECTION_PROPOSAL] = value_id(p->id), [OBJECTION_PERSON] = a->v[OBJECT_PERSON] };
	struct put *put = put_keyed(c, ch, &objection_entity, key);

	if (put->create)
		put_id(put, OBJECTION_GROUP, p->group);
	return put;
}

static enum rc raise_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct proposal p;

	if (object_check(c, a, &p) != OK)
		return INVALID;
	if (act_text(a, OBJECT_REASON).n < REASON_LEAST)
		return fail(c, "reason", "short", N_("Diga con unas palabras qué le preocupa, para poder resolverlo"));
	struct put *put = put_objection(c, a, ch, &p);
	put_text(put, OBJECTION_REASON, act_text(a, OBJECT_REASON));
	put_int(put, OBJECTION_LIFTED, 0);
	return OK;
}

static enum rc lift_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct proposal p;

	if (object_check(c, a, &p) != OK)
		return INVALID;
	struct put *put = put_objection(c, a, ch, &p);
	if (put->create || put->stood->v[OBJECTION_LIFTED].i)
		return fail(c, "proposal", "none", N_("Usted no tiene ninguna objeción en esta propuesta"));
	put_int(put, OBJECTION_LIFTED, 1);
	return OK;
}

static struct str told(struct ctx *c, const struct told *t, const char *msgid)
{
	const struct put *p = change_find(t->change, &objection_entity);
	struct record *r = ARENA_NEW(c->mem, struct record);

	return p && record_get(c->db, c->schema, c->mem, &objection_entity, c->net->id, p->id, r) ?
		proposal_change_told(c, t, r->v[OBJECTION_PROPOSAL].id, msgid) : t->author;
}

static struct str raise_describe(struct ctx *c, const struct told *t)
{
	return told(c, t, N_("{who} objetó la propuesta {number}: «{text}»"));
}

static struct str lift_describe(struct ctx *c, const struct told *t)
{
	return told(c, t, N_("{who} retiró su objeción a la propuesta {number}: «{text}»"));
}

const struct action objection_raise = {
	.name = "objection.raise", .label = N_("Objetar"), .args = raise_args, .nargs = OBJECT__N, .flags = ACT_LOW_RISK | ACT_REPORT,
	.on = AT(OBJECT_PERSON), .decide = raise_decide, .describe = raise_describe,
};

const struct action objection_lift = {
	.name = "objection.lift", .label = N_("Retirar mi objeción"), .args = raise_args, .nargs = OBJECT_REASON,
	.flags = ACT_LOW_RISK | ACT_REPORT, .on = AT(OBJECT_PERSON), .decide = lift_decide, .describe = lift_describe,
};
