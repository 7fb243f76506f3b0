/*
 * decide_read.c - proposals as they stand, what was voted, and what the rule makes of it (doc/voting.md).
 */
#include "decide_own.h"

bool proposal_get(struct ctx *c, struct id id, struct proposal *out)
{
	struct record *r = ARENA_NEW(c->mem, struct record);
	static const unsigned figure[SAYS__N] = { PROPOSAL_YES, PROPOSAL_NO, PROPOSAL_ABSTAIN };

	if (!record_get(c->db, c->schema, c->mem, &proposal_entity, c->net->id, id, r) || !r->born)
		return false;
	*out = (struct proposal){ .id = id, .meeting = r->v[PROPOSAL_MEETING].id, .group = r->v[PROPOSAL_GROUP].id,
		.number = r->v[PROPOSAL_NUMBER].i, .until_day = r->v[PROPOSAL_UNTIL].i, .text = r->v[PROPOSAL_TEXT].s,
		.point = r->v[PROPOSAL_POINT].id, .how = r->v[PROPOSAL_HOW].s,
		.manner = r->v[PROPOSAL_MANNER].s, .voters = r->v[PROPOSAL_VOTERS].s, .state = r->v[PROPOSAL_STATE].s,
		.opened_at = r->v[PROPOSAL_OPENED].i,
		.closed_at = r->v[PROPOSAL_CLOSED].kind == V_NULL ? 0 : r->v[PROPOSAL_CLOSED].i,
		.counted = r->v[PROPOSAL_PASSED].kind != V_NULL, .passed = r->v[PROPOSAL_PASSED].i,
		.present = r->v[PROPOSAL_PRESENT].kind == V_NULL ? -1 : r->v[PROPOSAL_PRESENT].i,
		.quorum = r->v[PROPOSAL_QUORUM].kind == V_NULL ? -1 : r->v[PROPOSAL_QUORUM].i };
	for (unsigned i = 0; i < SAYS__N; i++)
		out->n[i] = r->v[figure[i]].i;
	return true;
}

unsigned proposals_of(struct ctx *c, struct id meeting, struct proposal *out, unsigned max)
{
	struct id id[PROPOSALS_MOST];
	unsigned n = db_ids(c->db, DECIDE(Q_PROPOSALS_OF), ARGS(cell_id(&c->net->id), cell_id(&meeting)), id, PROPOSALS_MOST), k = 0;

	for (unsigned i = 0; i < n && k < max; i++)
		k += proposal_get(c, id[i], &out[k]);
	return k;
}

enum rc proposal_meeting(struct ctx *c, struct id id, struct proposal *p, struct meeting *m)
{
	if (!proposal_get(c, id, p))
		return fail(c, "proposal", "unknown", N_("Esa propuesta no está anotada"));
	if (!meeting_get(c, p->meeting, m))
		return fail(c, "proposal", "off", N_("Esa reunión se suspendió: ya no se vota"));
	return OK;
}

unsigned says_of(struct str name)
{
	for (unsigned i = 0; i < SAYS__N; i++)
		if (str_is(name, vote_choices[i].name))
			return i;
	return SAYS__N;
}

void proposal_votes(struct ctx *c, const struct proposal *p, int64_t out[SAYS__N])
{
	struct rows r = db_rows(c->db, proposal_by_base(p) ? DECIDE(Q_BASE_VOTES_COUNT) : DECIDE(Q_VOTES_COUNT),
		ARGS(cell_id(&c->net->id), cell_id(&p->id)));

	memset(out, 0, SAYS__N * sizeof(out[0]));
	while (rows_next(&r)) {
		unsigned says = says_of(rows_text(&r, 0));
		if (says < SAYS__N)
			out[says] = rows_int(&r, 1);
	}
}

void proposal_hands(struct ctx *c, struct id proposal, int64_t out[SAYS__N])
{
	const struct value key[HANDS__N] = { [HANDS_PROPOSAL] = value_id(proposal) };
	struct record *r = ARENA_NEW(c->mem, struct record);
	bool there = record_get(c->db, c->schema, c->mem, &hands_entity, c->net->id, entity_key_id(&hands_entity, c->net->id, key), r) &&
		r->born;

	for (unsigned i = 0; i < SAYS__N; i++)
		out[i] = there ? r->v[HANDS_YES + i].i : 0;
}

int64_t proposal_voted(struct ctx *c, const struct proposal *p)
{
	int64_t n[SAYS__N];

	if (proposal_is_secret(p))
		return db_int(c->db, DECIDE(Q_CASTERS_COUNT), ARGS(cell_id(&c->net->id), cell_id(&p->id)));
	proposal_votes(c, p, n);
	return n[SAYS_YES] + n[SAYS_NO] + n[SAYS_ABSTAIN];
}

int64_t proposal_objections(struct ctx *c, struct id proposal)
{
	return db_int(c->db, DECIDE(Q_OBJECTIONS_LEFT), ARGS(cell_id(&c->net->id), cell_id(&proposal)));
}

/* Abstaining is being there and saying neither: it weighs on no side. */
bool proposal_passes(const struct proposal *p, const int64_t n[SAYS__N], int64_t objections)
{
	int64_t said = n[SAYS_YES] + n[SAYS_NO];

	if (proposal_by_consent(p))
		return objections == 0;
	if (str_is(p->how, "two_thirds"))
		return said > 0 && 3 * n[SAYS_YES] >= 2 * said;
	return n[SAYS_YES] > n[SAYS_NO];
}

struct str says_told(struct ctx *c, const int64_t n[SAYS__N])
{
	const struct str_pair pairs[] = { { "yes", str_fmt(c->mem, "%lld", (long long)n[SAYS_YES]) },
		{ "no", str_fmt(c->mem, "%lld", (long long)n[SAYS_NO]) }, { "abstain", str_fmt(c->mem, "%lld", (long long)n[SAYS_ABSTAIN]) } };

	return tr_named(c->mem, c->lang, N_("sí {yes}, no {no}, abstenciones {abstain}"), pairs, ARRAY_LEN(pairs));
}

struct str proposal_told(struct ctx *c, const struct proposal *p)
{
	const struct str_pair pairs[] = { { "says", says_told(c, p->n) }, { "day", lang_date_long(c->mem, c->lang, p->until_day) } };
	bool lacking = p->quorum > p->present;

	if (proposal_is_open(p))
		return tr_named(c->mem, c->lang, N_("Abierta: se vota hasta el {day}"), pairs, ARRAY_LEN(pairs));
	if (!p->counted)
		return tr(c->lang, N_("Cerrada: se están contando los votos secretos"));
	if (proposal_by_consent(p))
		return tr(c->lang, p->passed ? N_("Aprobada por consentimiento: no quedó ninguna objeción") : lacking ?
			N_("No se aprobó: faltó quórum") : N_("No se aprobó: quedó alguna objeción"));
	return tr_named(c->mem, c->lang, p->passed ? N_("Aprobada: {says}") : lacking ? N_("No se aprobó, faltó quórum: {says}") :
		N_("No se aprobó: {says}"), pairs, ARRAY_LEN(pairs));
}

unsigned proposals_open(struct ctx *c, struct proposal *out, unsigned max)
{
	struct id *id = ARENA_ARRAY(c->mem, struct id, 200);
	unsigned n = db_ids(c->db, DECIDE(Q_PROPOSALS_IN), ARGS(cell_id(&c->net->id), cell_text(STR("open"))), id, 200), k = 0;
	struct meeting m;

	for (unsigned i = 0; i < n && k < max; i++)
		k += proposal_get(c, id[i], &out[k]) && meeting_is_hers(c, out[k].group) && meeting_get(c, out[k].meeting, &m);
	return k;
}

bool vote_get(struct ctx *c, struct id proposal, struct id person, struct record *out)
{
	const struct value key[VOTE__N] = { [VOTE_PROPOSAL] = value_id(proposal), [VOTE_PERSON] = value_id(person) };

	return record_get(c->db, c->schema, c->mem, &vote_entity, c->net->id, entity_key_id(&vote_entity, c->net->id, key), out) && out->born;
}

bool caster_is(struct ctx *c, struct id proposal, struct id person)
{
	const struct value key[CASTER__N] = { [CASTER_PROPOSAL] = value_id(proposal), [CASTER_PERSON] = value_id(person) };
	struct record *r = ARENA_NEW(c->mem, struct record);

	return record_get(c->db, c->schema, c->mem, &caster_entity, c->net->id, entity_key_id(&caster_entity, c->net->id, key), r) && r->born;
}

struct str proposal_url(struct ctx *c, const struct proposal *p, const char *below)
{
	return str_fmt(c->mem, "/reuniones/%.36s/propuestas/%.36s%s%s", id_text(c->mem, p->meeting).p, id_text(c->mem, p->id).p,
		*below ? "/" : "", below);
}
