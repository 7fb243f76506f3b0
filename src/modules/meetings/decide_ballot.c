/*
 * decide_ballot.c - a secret ballot is cast once, waits in the box, and is counted by the machine after the close.
 *
 * The choice is taken out of the act before it is judged (ballot_prepare), so neither the change nor the hash of its content
 * knows of it; it goes into the box in the same transaction as "she has voted" (ballot_along). Whoever sends the act by another
 * way than the page has no box to put it into, and is told so.
 */
#include "decide_own.h"

#include "job.h"
#include "log.h"

enum { EVERY_MS = 30 * 1000, SWEEP_MOST = 200 };

static const struct field drop_args[] = {
	[DROP_VOTER] = { "voter", T_REF, F_REQUIRED, .label = N_("Persona"), .ref = "person", .privacy = P_NETWORK },
	[DROP_PROPOSAL] = { "proposal", T_REF, F_REQUIRED, .label = N_("Propuesta"), .ref = "proposal", .privacy = P_GROUP },
	[DROP_CHOICE] = { "choice", T_ENUM, 0, .label = N_("Su voto"), .choices = vote_choices, .privacy = P_GROUP },
};

void ballot_prepare(struct page_call *p, struct act *a)
{
	unsigned *says = ARENA_NEW(p->c->mem, unsigned);

	*says = act_has(a, DROP_CHOICE) ? says_of(act_text(a, DROP_CHOICE)) : SAYS__N;
	a->v[DROP_CHOICE] = value_null();
	a->given[DROP_CHOICE] = false;
	a->sent[DROP_CHOICE] = STR("");
	if (*says < SAYS__N)
		a->own = says;
}

/* In an invented network nobody prepares an act: there it stands in its argument. */
void ballot_along(struct ctx *c, const struct act *a, const struct outcome *o)
{
	(void)o;
	if (!box_add(c, act_ref(a, DROP_PROPOSAL), a->own == a ? says_of(act_text(a, DROP_CHOICE)) : *(const unsigned *)a->own))
		bug("a box that opened does not open");
}

static enum rc cast_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	const struct value key[CASTER__N] = { [CASTER_PROPOSAL] = a->v[DROP_PROPOSAL], [CASTER_PERSON] = a->v[DROP_VOTER] };
	int64_t n[SAYS__N];
	struct proposal p;
	struct meeting m;

	if (proposal_meeting(c, act_ref(a, DROP_PROPOSAL), &p, &m) != OK || voter_check(c, &m, act_ref(a, DROP_VOTER), "voter") != OK)
		return INVALID;
	if (!proposal_is_secret(&p))
		return fail(c, "proposal", "open", N_("Esta propuesta no es de voto secreto: vote con los botones de su página"));
	if (!proposal_is_open(&p))
		return fail(c, "proposal", "closed", N_("Esa votación ya se cerró: su resultado queda como está"));
	if (caster_is(c, p.id, act_ref(a, DROP_VOTER)))
		return fail(c, "proposal", "voted", N_("Usted ya votó. El voto secreto se da una sola vez y no se puede cambiar"));
	if (!a->own)
		return fail(c, "choice", "page", N_("El voto secreto se da solo en la página: elija sí, no o me abstengo"));
	if (!box_open(c, p.id, n))
		return fail(c, "proposal", "box", N_("La urna de esta votación no se puede abrir. Avise a la operadora; su voto no se guardó"));
	put_id(put_keyed(c, ch, &caster_entity, key), CASTER_GROUP, p.group);
	return OK;
}

static struct str cast_describe(struct ctx *c, const struct told *t)
{
	const struct put *p = change_find(t->change, &caster_entity);
	struct record *r = ARENA_NEW(c->mem, struct record);

	return p && record_get(c->db, c->schema, c->mem, &caster_entity, c->net->id, p->id, r) ?
		proposal_change_told(c, t, r->v[CASTER_PROPOSAL].id, N_("{who} dio su voto secreto en la propuesta {number}")) : t->author;
}

const struct action ballot_cast = {
	.name = "ballot.cast", .label = N_("Votar en secreto"), .args = drop_args, .nargs = DROP__N, .flags = ACT_SECRET,
	.on = AT(DROP_VOTER), .decide = cast_decide, .describe = cast_describe,
};

/* ---- the count ---- */

static const struct field count_args[] = {
	{ "proposal", T_REF, F_REQUIRED, .label = N_("Propuesta"), .ref = "proposal", .privacy = P_GROUP },
};

/* Sorted by choice: the place of a ballot among the others says nothing, not even by chance. */
static void put_ballots(struct ctx *c, struct change *ch, const struct proposal *p, const int64_t n[SAYS__N])
{
	int64_t k = 0;

	for (unsigned says = 0; says < SAYS__N; says++)
		for (int64_t i = 0; i < n[says]; i++) {
			struct str number = str_fmt(c->mem, "%lld", (long long)++k);
			const struct str pieces[] = { STR("ballot"), id_bytes(&c->net->id), id_bytes(&p->id), number };
			struct put *put = change_put(ch, &ballot_entity, id_derive(0, pieces, ARRAY_LEN(pieces)), true);
			put_id(put, BALLOT_PROPOSAL, p->id);
			put_int(put, BALLOT_N, k);
			put_text(put, BALLOT_CHOICE, str_c(vote_choices[says].name));
			put_id(put, BALLOT_GROUP, p->group);
		}
}

static enum rc count_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	int64_t n[SAYS__N], hands[SAYS__N];
	struct proposal p;

	if (!c->who->console)
		return fail(c, NULL, "machine", N_("La urna la abre la máquina cuando se cierra la votación"));
	if (!proposal_get(c, act_ref(a, 0), &p) || !str_is(p.state, "counting"))
		return fail(c, "proposal", "state", N_("Esa votación no espera ser contada"));
	if (!box_open(c, p.id, n))
		return fail(c, "proposal", "box", N_("La urna no se puede abrir con la llave de este servidor: copie la carpeta keys/ de la primera máquina"));
	if (n[SAYS_YES] + n[SAYS_NO] + n[SAYS_ABSTAIN] != proposal_voted(c, &p))
		return fail(c, "proposal", "sum", N_("En la urna no hay tantos votos como personas votaron: alguien la tocó"));
	struct put *put = change_put(ch, &proposal_entity, p.id, false);
	put_ballots(c, ch, &p, n);
	proposal_hands(c, p.id, hands);
	for (unsigned i = 0; i < SAYS__N; i++)
		n[i] += hands[i];
	put_result(put, &p, n, 0);
	return OK;
}

static struct str count_describe(struct ctx *c, const struct told *t)
{
	const struct put *p = change_find(t->change, &proposal_entity);

	return p ? proposal_change_told(c, t, p->id, N_("La urna de la propuesta {number} se abrió y se contó")) : t->author;
}

const struct action ballot_count = {
	.name = "ballot.count", .label = N_("Contar los votos secretos"), .args = count_args, .nargs = ARRAY_LEN(count_args),
	.flags = ACT_SECRET, .on = AT(0), .decide = count_decide, .describe = count_describe,
};

/* ---- the job ---- */

/* Those in that state, `due`: whose last day is over, by a snapshot of its own. */
static unsigned waiting(struct ctx *c, const char *state, bool due, struct id *out, enum rc *rc_out)
{
	struct proposal p;
	unsigned n = 0, k = 0;

	*rc_out = db_begin(c->db);
	if (*rc_out != OK)
		return 0;
	n = db_ids(c->db, DECIDE(Q_PROPOSALS_IN), ARGS(cell_id(&c->net->id), cell_text(str_c(state))), out, SWEEP_MOST);
	for (unsigned i = 0; i < n; i++)
		if (proposal_get(c, out[i], &p) && (!due || p.until_day < today(c)))
			out[k++] = out[i];
	*rc_out = db_status(c->db);
	db_rollback(c->db);
	return k;
}

/* A second run finds nothing, or repeats: the act's id is the proposal's and the run's. */
static enum rc sweep(struct job_call *j, const char *state, const struct action *action, bool due)
{
	struct ctx *c = &j->c;
	struct id *id = ARENA_ARRAY(c->mem, struct id, SWEEP_MOST);
	enum rc rc;
	unsigned n = waiting(c, state, due, id, &rc);

	for (unsigned i = 0; i < n && rc == OK; i++) {
		struct str text = id_text(c->mem, id[i]);
		struct act *a = job_act(j, action, text);
		struct outcome o;
		act_arg(c, a, STR("proposal"), text);
		rc = job_do(j, a, &o);
		if (rc == OK && o.status == ACT_REFUSED)
			log_error("proposal %.36s: %s was refused: %s", text.p, action->name, a->diag.n ? a->diag.item[0].code : "?");
	}
	return rc;
}

/* What was counted needs no box any more. */
static void drop_counted(struct ctx *c, void *arg)
{
	struct id id[SWEEP_MOST];
	unsigned n = db_ids(c->db, DECIDE(Q_BOXES), ARGS(cell_id(&c->net->id)), id, SWEEP_MOST);
	struct proposal p;

	(void)arg;
	for (unsigned i = 0; i < n; i++)
		if (proposal_get(c, id[i], &p) && p.counted)
			box_drop(c, id[i]);
}

static enum rc run(struct job_call *j)
{
	enum rc rc = sweep(j, "open", &proposal_close, true);

	if (rc == OK)
		rc = sweep(j, "counting", &ballot_count, false);
	return rc == OK ? job_write(j, drop_counted, NULL) : rc;
}

const struct job decide_jobs[] = { { "ballots", EVERY_MS, run }, { 0 } };
