/*
 * decide_vote.c - an open vote: a person's, or a base's by its delegate with the proof that she asked.
 *
 * It is its owner's to change until the close. One that was made before the close and came after it is kept beside and not
 * counted: `choice` is frozen, `late` says what she wanted.
 */
#include "decide_own.h"

enum { PROOF_LEAST = 8 };

static const struct field cast_args[] = {
	[CAST_VOTER] = { "voter", T_REF, F_REQUIRED, .label = N_("Persona"), .ref = "person", .privacy = P_NETWORK },
	[CAST_PROPOSAL] = { "proposal", T_REF, F_REQUIRED, .label = N_("Propuesta"), .ref = "proposal", .privacy = P_GROUP },
	[CAST_CHOICE] = { "choice", T_ENUM, F_REQUIRED, .label = N_("Su voto"), .choices = vote_choices, .privacy = P_GROUP },
	[CAST_REASON] = { "reason", T_TEXT, 0, .label = N_("Por qué"), .max = 200, .privacy = P_GROUP },
	[CAST_FOR] = { "for", T_REF, 0, .label = N_("Por quién vota"), .ref = "person", .privacy = P_NETWORK },
};

static struct str source_now(struct ctx *c)
{
	return strcmp(c->channel, "text") == 0 ? STR("message") : STR("page");
}

/* Made while it was open by the clock of the phone, which says so itself. */
static bool in_time(const struct act *a, const struct proposal *p)
{
	return proposal_is_open(p) || (!a->ours && a->acted_at < p->closed_at);
}

static enum rc closed(struct ctx *c)
{
	return fail(c, "proposal", "closed", N_("Esa votación ya se cerró: su resultado queda como está"));
}

/* The proxy's vote is the represented one's, who may change it; never the other way round. */
static enum rc cast_check(struct ctx *c, const struct act *a, const struct proposal *p, const struct meeting *m, struct id person)
{
	struct id stands[VOTER_STANDS_MOST];
	bool hers = id_eq(person, act_ref(a, CAST_VOTER));

	if (proposal_is_secret(p))
		return fail(c, "proposal", "secret", N_("Es voto secreto: se vota solo en la página, porque un mensaje queda escrito en el teléfono"));
	if (proposal_by_consent(p))
		return fail(c, "proposal", "consent", N_("Aquí no se vota: si algo le preocupa, escriba su objeción en la página de la propuesta"));
	if (proposal_by_base(p))
		return fail(c, "proposal", "base", N_("Aquí vota cada base. Si usted es su delegada, vote en la página y diga cómo preguntó"));
	if (voter_check(c, m, person, hers ? "voter" : "for") != OK)
		return INVALID;
	unsigned n = hers ? 0 : voter_stands_for(c, m, act_ref(a, CAST_VOTER), stands, VOTER_STANDS_MOST), i = 0;
	while (i < n && !id_eq(stands[i], person))
		i++;
	return hers || i < n ? OK : fail(c, "for", "proxy", N_("No está anotado que usted la represente en esta reunión. Hable con la secretaria"));
}

static enum rc cast_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct id person = act_has(a, CAST_FOR) ? act_ref(a, CAST_FOR) : act_ref(a, CAST_VOTER);
	const struct value key[VOTE__N] = { [VOTE_PROPOSAL] = a->v[CAST_PROPOSAL], [VOTE_PERSON] = value_id(person) };
	bool hers = id_eq(person, act_ref(a, CAST_VOTER));
	struct proposal p;
	struct meeting m;

	if (proposal_meeting(c, act_ref(a, CAST_PROPOSAL), &p, &m) != OK || cast_check(c, a, &p, &m, person) != OK)
		return INVALID;
	if (!in_time(a, &p))
		return closed(c);
	struct put *put = put_keyed(c, ch, &vote_entity, key);
	const struct record *stood = put->create ? NULL : put->stood;
	if (!hers && stood && stood->v[VOTE_CHOICE].kind != V_NULL && stood->v[VOTE_BY].kind == V_NULL)
		return fail(c, "for", "voted", N_("Ella ya votó por sí misma: cuenta su voto"));
	if (put->create)
		put_id(put, VOTE_GROUP, p.group);
	if (!proposal_is_open(&p)) {
		put_text(put, VOTE_LATE, act_text(a, CAST_CHOICE));
		put_int(put, VOTE_LATE_AT, a->acted_at);
		return OK;
	}
	put_text(put, VOTE_CHOICE, act_text(a, CAST_CHOICE));
	put_text(put, VOTE_SOURCE, source_now(c));
	if (!hers)
		put_id(put, VOTE_BY, act_ref(a, CAST_VOTER));
	else if (stood && stood->v[VOTE_BY].kind != V_NULL)
		put_set(put, VOTE_BY, value_null());
	if (act_has(a, CAST_REASON))
		put_text(put, VOTE_REASON, act_text(a, CAST_REASON));
	else if (stood && stood->v[VOTE_REASON].kind != V_NULL)
		put_set(put, VOTE_REASON, value_null());
	return OK;
}

/* What she voted is told to her and to those responsible, by the record; the sentence says only that she did. */
static struct str cast_describe(struct ctx *c, const struct told *t)
{
	const struct put *p = change_find(t->change, &vote_entity);
	struct record *r = ARENA_NEW(c->mem, struct record);

	if (!p || !record_get(c->db, c->schema, c->mem, &vote_entity, c->net->id, p->id, r))
		return t->author;
	return proposal_change_told(c, t, r->v[VOTE_PROPOSAL].id, put_get(p, VOTE_LATE) ?
		N_("El voto de {who} en la propuesta {number} llegó después del cierre: quedó aparte y no se contó") :
		N_("{who} votó en la propuesta {number}: «{text}»"));
}

const struct action vote_cast = {
	.name = "vote.cast", .label = N_("Votar"), .args = cast_args, .nargs = CAST__N, .flags = ACT_LOW_RISK | ACT_REPORT,
	.on = AT(CAST_VOTER), .decide = cast_decide, .describe = cast_describe,
};

/* ---- a base's ---- */

static const struct field ask_args[] = {
	[ASK_VOTER] = { "voter", T_REF, F_REQUIRED, .label = N_("Persona"), .ref = "person", .privacy = P_NETWORK },
	[ASK_PROPOSAL] = { "proposal", T_REF, F_REQUIRED, .label = N_("Propuesta"), .ref = "proposal", .privacy = P_GROUP },
	[ASK_BASE] = { "base", T_REF, F_REQUIRED, .label = N_("Su base"), .ref = "group", .privacy = P_NETWORK },
	[ASK_CHOICE] = { "choice", T_ENUM, F_REQUIRED, .label = N_("El voto de su base"), .choices = vote_choices, .privacy = P_GROUP },
	[ASK_ASKED_ON] = { "asked_on", T_DATE, F_REQUIRED | F_PAST, .label = N_("Qué día preguntó a su base"), .privacy = P_GROUP },
	[ASK_ASKED] = { "asked", T_INT, F_REQUIRED, .label = N_("A cuántas preguntó"), .min = 1, .max = 5000, .privacy = P_GROUP },
	[ASK_PROOF] = { "proof", T_TEXT, F_REQUIRED | F_WIDE, .label = N_("Cómo preguntó"),
		.help = N_("Por ejemplo: en la asamblea del sábado, a mano alzada, 14 a favor"), .max = 300, .privacy = P_GROUP },
};

static enum rc ask_check(struct ctx *c, const struct act *a, const struct proposal *p, const struct meeting *m)
{
	struct id mine[VOTER_BASES_MOST];
	unsigned n = voter_bases(c, m, mine, VOTER_BASES_MOST), i = 0;

	if (!proposal_by_base(p))
		return fail(c, "proposal", "person", N_("Aquí vota cada persona por sí misma"));
	while (i < n && !id_eq(mine[i], act_ref(a, ASK_BASE)))
		i++;
	if (i == n && !c->who->console)
		return fail(c, "base", "outside", N_("Usted no es delegada de esa base en esta reunión. Hable con la secretaria"));
	if (act_text(a, ASK_PROOF).n < PROOF_LEAST)
		return fail(c, "proof", "short", N_("Cuente con unas palabras cómo preguntó a su base"));
	return OK;
}

static enum rc ask_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	const struct value key[BASE__N] = { [BASE_PROPOSAL] = a->v[ASK_PROPOSAL], [BASE_BASE] = a->v[ASK_BASE] };
	struct proposal p;
	struct meeting m;

	if (proposal_meeting(c, act_ref(a, ASK_PROPOSAL), &p, &m) != OK || ask_check(c, a, &p, &m) != OK)
		return INVALID;
	if (!in_time(a, &p))
		return closed(c);
	struct put *put = put_keyed(c, ch, &base_vote_entity, key);
	const struct record *stood = put->create ? NULL : put->stood;
	if (stood && stood->v[BASE_CHOICE].kind != V_NULL && !id_eq(stood->v[BASE_PERSON].id, act_ref(a, ASK_VOTER)))
		return fail_with(c, "base", "voted", N_("%s ya votó por esa base. Si hay que cambiarlo, ella lo cambia"),
			person_name(c, stood->v[BASE_PERSON].id));
	if (put->create)
		put_id(put, BASE_GROUP, p.group);
	if (!proposal_is_open(&p)) {
		put_text(put, BASE_LATE, act_text(a, ASK_CHOICE));
		put_int(put, BASE_LATE_AT, a->acted_at);
		return OK;
	}
	put_text(put, BASE_CHOICE, act_text(a, ASK_CHOICE));
	put_text(put, BASE_SOURCE, source_now(c));
	put_id(put, BASE_PERSON, act_ref(a, ASK_VOTER));
	for (unsigned i = 0; i < 3; i++)
		put_set(put, BASE_ASKED_ON + i, a->v[ASK_ASKED_ON + i]);
	return OK;
}

static struct str ask_describe(struct ctx *c, const struct told *t)
{
	const struct put *p = change_find(t->change, &base_vote_entity);
	struct record *r = ARENA_NEW(c->mem, struct record);

	if (!p || !record_get(c->db, c->schema, c->mem, &base_vote_entity, c->net->id, p->id, r))
		return t->author;
	return proposal_change_told(c, t, r->v[BASE_PROPOSAL].id, put_get(p, BASE_LATE) ?
		N_("El voto de base de {who} en la propuesta {number} llegó después del cierre: quedó aparte y no se contó") :
		N_("{who} votó por su base en la propuesta {number}: «{text}»"));
}

const struct action base_vote_cast = {
	.name = "base_vote.cast", .label = N_("Votar por mi base"), .args = ask_args, .nargs = ASK__N, .flags = ACT_REPORT,
	.on = AT(ASK_VOTER), .decide = ask_decide, .describe = ask_describe,
};
