/*
 * decide_act.c - a proposal is opened, its hands are counted in the room, and it is closed.
 */
#include "decide_own.h"

#include "record_put.h"

enum { OPEN_DAYS = 30 };

/* What contradicts itself is said before anybody votes. */
static enum rc open_check(struct ctx *c, const struct act *a, const struct meeting *m, int64_t until)
{
	bool consent = str_is(act_text(a, PROPOSAL_HOW), "consent"), base = str_is(act_text(a, PROPOSAL_VOTERS), "base"),
	     secret = str_is(act_text(a, PROPOSAL_MANNER), "secret");
	int64_t day = zone_day(c->net->zone, a->acted_at);

	if (secret && consent)
		return fail(c, "manner", "both", N_("Por consentimiento no puede ser secreto: quien objeta dice por qué. Elija otra forma"));
	if (secret && base)
		return fail(c, "manner", "both", N_("El voto por base lleva la constancia de que se preguntó: no puede ser secreto"));
	if (consent && base)
		return fail(c, "voters", "both", N_("Por consentimiento habla cada persona. Si votan las bases, elija mayoría o dos tercios"));
	if (until < day)
		return fail(c, "until", "past", act_has(a, PROPOSAL_UNTIL) ? N_("Ese día ya pasó") :
			N_("Esa reunión ya pasó: escriba hasta qué día se vota"));
	if (until > (m->day > day ? m->day : day) + OPEN_DAYS)
		return fail(c, "until", "far", N_("Se vota a lo más 30 días después de la reunión"));
	return OK;
}

static enum rc open_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct meeting m;

	if (!meeting_get(c, act_ref(a, PROPOSAL_MEETING), &m))
		return fail(c, "meeting", "unknown", N_("Esa reunión no está anotada, o se suspendió"));
	int64_t until = act_has(a, PROPOSAL_UNTIL) ? act_int(a, PROPOSAL_UNTIL) : m.day;
	if (open_check(c, a, &m, until) != OK)
		return INVALID;
	int64_t number = 1 + db_int(c->db, DECIDE(Q_PROPOSAL_LAST), ARGS(cell_id(&c->net->id), cell_id(&m.id)));
	if (number > PROPOSALS_MOST)
		return fail(c, "meeting", "many", N_("Esta reunión ya tiene 60 propuestas"));
	struct put *p = change_put(ch, &proposal_entity, a->id, true);
	for (unsigned f = PROPOSAL_MEETING; f < PROPOSAL_UNTIL; f++)
		if (act_has(a, f))
			put_set(p, f, a->v[f]);
	put_int(p, PROPOSAL_UNTIL, until);
	put_id(p, PROPOSAL_GROUP, m.group);
	put_int(p, PROPOSAL_NUMBER, number);
	put_text(p, PROPOSAL_STATE, STR("open"));
	put_int(p, PROPOSAL_OPENED, a->acted_at);
	return OK;
}

struct str proposal_change_told(struct ctx *c, const struct told *t, struct id id, const char *msgid)
{
	struct proposal p;

	if (!proposal_get(c, id, &p))
		return t->author;
	const struct str_pair pairs[] = { { "who", t->author }, { "number", str_fmt(c->mem, "%lld", (long long)p.number) }, { "text", p.text } };
	return tr_named(c->mem, c->lang, msgid, pairs, ARRAY_LEN(pairs));
}

static struct id put_of(const struct told *t)
{
	const struct put *p = change_find(t->change, &proposal_entity);

	return p ? p->id : (struct id){ 0 };
}

static struct str open_describe(struct ctx *c, const struct told *t)
{
	return proposal_change_told(c, t, put_of(t), N_("{who} abrió la propuesta {number}: «{text}»"));
}

const struct action proposal_open = {
	.name = "proposal.open", .label = N_("Abrir la propuesta"), .nargs = PROPOSAL__N, .on = AT(PROPOSAL_MEETING),
	.args = proposal_fields, .decide = open_decide, .describe = open_describe,
};

/* ---- hands ---- */

/* More hands and votes of those present than there are people there: somebody was counted twice. */
static enum rc hands_check(struct ctx *c, const struct proposal *p, const struct meeting *m, const int64_t hands[SAYS__N])
{
	int64_t present, quorum, sum = hands[SAYS_YES] + hands[SAYS_NO] + hands[SAYS_ABSTAIN];

	meeting_present(c, m, &present, &quorum);
	if (sum && present >= 0 && sum + (proposal_by_base(p) ? 0 : voted_present(c, p, m)) > present)
		return fail_with(c, "yes", "many", N_("Hay %s personas presentes: manos y votos de teléfono pasan de eso. Cuente otra vez, sin quienes ya votaron por teléfono"),
			str_fmt(c->mem, "%lld", (long long)present));
	return OK;
}

static enum rc hands_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	int64_t hands[SAYS__N];
	struct proposal p;
	struct meeting m;

	if (proposal_meeting(c, act_ref(a, HANDS_PROPOSAL), &p, &m) != OK)
		return INVALID;
	if (!proposal_is_open(&p))
		return fail(c, "proposal", "closed", N_("Esa votación ya se cerró: su resultado queda como está"));
	if (proposal_by_consent(&p))
		return fail(c, "proposal", "consent", N_("Por consentimiento no se cuentan manos: quien no está de acuerdo objeta"));
	for (unsigned i = 0; i < SAYS__N; i++)
		hands[i] = act_int(a, HANDS_YES + i);
	if (hands_check(c, &p, &m, hands) != OK || record_decide(c, a, ch) != OK)
		return INVALID;
	if (!id_is_zero(c->who->person))
		put_id(ch->puts, HANDS_BY, c->who->person);
	return OK;
}

static struct str hands_describe(struct ctx *c, const struct told *t)
{
	const struct put *p = change_find(t->change, &hands_entity);
	struct record *r = ARENA_NEW(c->mem, struct record);

	return p && record_get(c->db, c->schema, c->mem, &hands_entity, c->net->id, p->id, r) ?
		proposal_change_told(c, t, r->v[HANDS_PROPOSAL].id, N_("{who} contó las manos de la propuesta {number}")) : t->author;
}

const struct action hands_count = {
	.name = "hands.count", .label = N_("Guardar las manos"), .nargs = HANDS__N, .args = hands_fields, .on = AT(HANDS_PROPOSAL),
	.edits = &hands_entity, .decide = hands_decide, .describe = hands_describe,
};

/* ---- the close ---- */

static const struct field close_args[] = {
	{ "proposal", T_REF, F_REQUIRED, .label = N_("Propuesta"), .ref = "proposal", .privacy = P_GROUP },
};

void put_result(struct put *put, const struct proposal *p, const int64_t n[SAYS__N], int64_t objections)
{
	for (unsigned i = 0; i < SAYS__N; i++)
		put_int(put, PROPOSAL_YES + i, n[i]);
	put_int(put, PROPOSAL_PASSED, proposal_passes(p, n, objections) && p->present >= p->quorum);
	put_text(put, PROPOSAL_STATE, STR("closed"));
}

/* Votes and hands as they stand now; a secret one waits for the box, which the machine opens. */
static enum rc close_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	int64_t n[SAYS__N], hands[SAYS__N];
	struct proposal p;
	struct meeting m;

	if (!proposal_get(c, act_ref(a, 0), &p))
		return fail(c, "proposal", "unknown", N_("Esa propuesta no está anotada"));
	if (!proposal_is_open(&p))
		return fail(c, "proposal", "closed", N_("Esa votación ya se cerró: su resultado queda como está"));
	bool held = meeting_get(c, p.meeting, &m);
	proposal_hands(c, p.id, hands);
	if (held && !c->who->console && hands_check(c, &p, &m, hands) != OK)
		return INVALID;
	p.present = p.quorum = -1;
	if (held)
		meeting_present(c, &m, &p.present, &p.quorum);
	struct put *put = change_put(ch, &proposal_entity, p.id, false);
	put_int(put, PROPOSAL_CLOSED, c->now);
	if (p.present >= 0)
		put_int(put, PROPOSAL_PRESENT, p.present);
	if (p.quorum >= 0)
		put_int(put, PROPOSAL_QUORUM, p.quorum);
	if (proposal_is_secret(&p)) {
		put_text(put, PROPOSAL_STATE, STR("counting"));
		return OK;
	}
	proposal_votes(c, &p, n);
	for (unsigned i = 0; i < SAYS__N; i++)
		n[i] += hands[i];
	put_result(put, &p, n, proposal_objections(c, p.id));
	return OK;
}

static struct str close_describe(struct ctx *c, const struct told *t)
{
	return proposal_change_told(c, t, put_of(t), id_is_zero(t->change->author) ? N_("Se cerró por su plazo la propuesta {number}: «{text}»") :
		N_("{who} cerró la propuesta {number}: «{text}»"));
}

const struct action proposal_close = {
	.name = "proposal.close", .label = N_("Cerrar la votación"), .args = close_args, .nargs = ARRAY_LEN(close_args), .on = AT(0),
	.decide = close_decide, .describe = close_describe,
};
