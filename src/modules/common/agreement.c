/* agreement.c - what an agreement is, making one, saying how it stands. */
#include "agreement.h"
#include "agreement_own.h"

#include "attachment.h"
#include "people.h"
#include "visits_sql.h"

const struct choice agreement_states[] = {
	{ "open", N_("pendiente"), "falta|todavia no", NULL },
	{ "part", N_("en parte"), "a medias", NULL },
	{ "done", N_("cumplido"), "hecho|listo", NULL },
	{ "let_go", N_("se dejó"), "dejado|ya no", NULL },
	{ NULL, NULL, NULL, NULL },
};

static const struct field fields[] = {
	[AGREEMENT_GROUP] = { "group", T_REF, F_REQUIRED | F_FILTER, .label = N_("Grupo"), .ref = "group", .privacy = P_NETWORK },
	[AGREEMENT_WHAT] = { "what", T_TEXT, F_REQUIRED, .label = N_("Qué se acordó"), .max = 300, .privacy = P_GROUP },
	[AGREEMENT_WHO] = { "who", T_TEXT, 0, .label = N_("Quién se encarga"), .max = 120, .privacy = P_GROUP },
	[AGREEMENT_PERSON] = { "person", T_REF, 0, .label = N_("Persona encargada"), .ref = "person", .privacy = P_GROUP },
	[AGREEMENT_BY] = { "by", T_DATE, F_FILTER | F_SORT, .label = N_("Para cuándo"), .privacy = P_NETWORK },
	[AGREEMENT_SIGN] = { "sign", T_TEXT, 0, .label = N_("Cómo se verá que se hizo"), .max = 200, .privacy = P_GROUP },
	[AGREEMENT_SOURCE] = { "source", T_TEXT, F_FILTER, .label = N_("De dónde viene"), .max = 80, .privacy = P_NETWORK },
	[AGREEMENT_STATE] = { "state", T_ENUM, F_FILTER, .label = N_("Cómo está"), .choices = agreement_states, .privacy = P_NETWORK },
	[AGREEMENT_NOTE] = { "note", T_TEXT, F_WIDE, .label = N_("Qué se vio"), .max = 500, .privacy = P_GROUP },
	[AGREEMENT_DAY] = { "day", T_DATE, F_DERIVED | F_FILTER, .label = N_("Acordado"), .privacy = P_NETWORK },
	[AGREEMENT_LOOKED] = { "looked", T_DATE, F_DERIVED, .label = N_("Mirado por última vez"), .privacy = P_NETWORK },
	[AGREEMENT_LOOKED_AT] = { "looked_at", T_TEXT, F_DERIVED, .label = N_("Dónde se miró"), .max = 80, .privacy = P_NETWORK },
	[AGREEMENT_CLOSED] = { "closed", T_BOOL, F_DERIVED | F_FILTER, .label = N_("Cerrado"), .privacy = P_NETWORK },
	[AGREEMENT_AUTHOR] = { "author", T_REF, F_DERIVED, .label = N_("Quién anotó"), .ref = "person", .privacy = P_GROUP },
};

static const struct entity_index indexes[] = {
	{ 3, { AGREEMENT_GROUP, AGREEMENT_CLOSED, AGREEMENT_BY } },
	{ 2, { AGREEMENT_CLOSED, AGREEMENT_BY } },
	{ 1, { AGREEMENT_SOURCE } },
};

const struct entity agreement_entity = {
	.name = "agreement", .label = N_("Acuerdo"), .plural = N_("Acuerdos"), .fields = fields, .nfields = AGREEMENT__N,
	.group = AT(AGREEMENT_GROUP), .title = AT(AGREEMENT_WHAT), .day = AT(AGREEMENT_DAY), .indexes = indexes,
	.nindexes = ARRAY_LEN(indexes),
};

const struct rule agreement_rules[] = {
	{ "operator", REL_NETWORK, "agreement.add" },
	{ "coordinator", REL_GROUP, "agreement.add" },
	{ "coordinator", REL_BELOW, "agreement.add" },
	{ "coordinator", REL_AREA, "agreement.add" },
	{ "leader", REL_GROUP, "agreement.add" },
	{ "health_worker", REL_GROUP, "agreement.add" },
	{ "facilitator", REL_GROUP, "agreement.add" },

	{ "operator", REL_NETWORK, "agreement.look" },
	{ "coordinator", REL_GROUP, "agreement.look" },
	{ "coordinator", REL_BELOW, "agreement.look" },
	{ "coordinator", REL_AREA, "agreement.look" },
	{ "leader", REL_GROUP, "agreement.look" },
	{ "health_worker", REL_GROUP, "agreement.look" },
	{ "facilitator", REL_GROUP, "agreement.look" },

	{ "operator", REL_NETWORK, "page:agreements" },
	{ "coordinator", REL_GROUP, "page:agreements" },
	{ "coordinator", REL_BELOW, "page:agreements" },
	{ "coordinator", REL_AREA, "page:agreements" },
	{ "leader", REL_GROUP, "page:agreements" },
	{ "cook", REL_GROUP, "page:agreements" },
	{ "health_worker", REL_GROUP, "page:agreements" },
	{ "facilitator", REL_GROUP, "page:agreements" },

	{ "operator", REL_NETWORK, "page:agreement" },
	{ "coordinator", REL_GROUP, "page:agreement" },
	{ "coordinator", REL_BELOW, "page:agreement" },
	{ "coordinator", REL_AREA, "page:agreement" },
	{ "leader", REL_GROUP, "page:agreement" },
	{ "cook", REL_GROUP, "page:agreement" },
	{ "health_worker", REL_GROUP, "page:agreement" },
	{ "facilitator", REL_GROUP, "page:agreement" },

	{ NULL, REL_ANYONE, NULL },
};

/* ---- making one ---- */

static const struct field add_args[] = {
	[ADD_GROUP] = { "group", T_REF, F_REQUIRED, .label = N_("Grupo"), .ref = "group", .privacy = P_NETWORK, .aliases = "cocina|grupo" },
	[ADD_WHAT] = { "what", T_TEXT, F_REQUIRED, .label = N_("Qué se acordó"), .max = 300, .privacy = P_GROUP },
	[ADD_WHO] = { "who", T_TEXT, F_REQUIRED, .label = N_("Quién se encarga"), .max = 120, .privacy = P_GROUP },
	[ADD_PERSON] = { "person", T_REF, 0, .label = N_("Persona encargada"), .ref = "person", .privacy = P_NETWORK },
	[ADD_BY] = { "by", T_DATE, F_REQUIRED, .label = N_("Para cuándo"), .privacy = P_NETWORK },
	[ADD_SIGN] = { "sign", T_TEXT, 0, .label = N_("Cómo se verá que se hizo"), .help = N_("«Se ve el tacho con tapa»"), .max = 200,
		.privacy = P_GROUP },
	[ADD_SOURCE] = { "source", T_TEXT, 0, .label = N_("De dónde viene"), .max = 80, .privacy = P_NETWORK },
};

static enum rc add_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct record *beside = ARENA_NEW(c->mem, struct record);
	int64_t day = zone_day(c->net->zone, a->acted_at);

	if (act_has(a, ADD_SOURCE) && !attachment_beside(c, act_text(a, ADD_SOURCE), act_ref(a, ADD_GROUP), beside))
		return fail(c, "source", "unknown", N_("Eso ya no está, o es de otro grupo"));
	if (act_int(a, ADD_BY) < day)
		return fail(c, "by", "past", N_("Ese día ya pasó; ponga uno que todavía llega"));
	struct put *p = change_put(ch, &agreement_entity, a->id, true);
	put_id(p, AGREEMENT_GROUP, act_ref(a, ADD_GROUP));
	put_text(p, AGREEMENT_WHAT, act_text(a, ADD_WHAT));
	put_text(p, AGREEMENT_WHO, act_text(a, ADD_WHO));
	put_int(p, AGREEMENT_BY, act_int(a, ADD_BY));
	if (act_has(a, ADD_PERSON))
		put_id(p, AGREEMENT_PERSON, act_ref(a, ADD_PERSON));
	if (act_has(a, ADD_SIGN))
		put_text(p, AGREEMENT_SIGN, act_text(a, ADD_SIGN));
	if (act_has(a, ADD_SOURCE))
		put_text(p, AGREEMENT_SOURCE, act_text(a, ADD_SOURCE));
	put_text(p, AGREEMENT_STATE, STR("open"));
	put_int(p, AGREEMENT_DAY, day);
	put_int(p, AGREEMENT_CLOSED, 0);
	if (!id_is_zero(c->who->person))
		put_id(p, AGREEMENT_AUTHOR, c->who->person);
	return OK;
}

static struct str add_describe(struct ctx *c, const struct told *t)
{
	const struct put *p = change_find(t->change, &agreement_entity);
	const struct value *what = p ? put_get(p, AGREEMENT_WHAT) : NULL;
	struct str_pair with[] = { { "who", t->author }, { "what", what ? what->s : STR("") } };

	return tr_named(c->mem, c->lang, N_("{who} anotó el acuerdo «{what}»"), with, 2);
}

const struct action agreement_add = {
	.name = "agreement.add", .label = N_("Anotar el acuerdo"), .args = add_args, .nargs = ADD__N, .flags = ACT_REPORT | ACT_LOW_RISK,
	.on = AT(ADD_GROUP), .decide = add_decide, .describe = add_describe,
};

/* ---- how it stands ---- */

static const struct field look_args[] = {
	[LOOK_AGREEMENT] = { "agreement", T_REF, F_REQUIRED, .label = N_("Acuerdo"), .ref = "agreement", .privacy = P_NETWORK },
	[LOOK_STATE] = { "state", T_ENUM, F_REQUIRED, .label = N_("Cómo está"), .choices = agreement_states, .privacy = P_NETWORK },
	[LOOK_NOTE] = { "note", T_TEXT, F_WIDE, .label = N_("Qué se vio"), .max = 500, .privacy = P_GROUP },
	[LOOK_BY] = { "by", T_DATE, 0, .label = N_("Nueva fecha"), .help = N_("Si hace falta más tiempo"), .privacy = P_NETWORK },
	[LOOK_SOURCE] = { "source", T_TEXT, 0, .label = N_("Dónde se miró"), .max = 80, .privacy = P_NETWORK },
};

static bool closes(struct str state)
{
	return str_is(state, "done") || str_is(state, "let_go");
}

static enum rc look_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct record *r = ARENA_NEW(c->mem, struct record), *beside = ARENA_NEW(c->mem, struct record);
	struct str state = act_text(a, LOOK_STATE);
	int64_t day = zone_day(c->net->zone, a->acted_at);

	if (!record_get(c->db, c->schema, c->mem, &agreement_entity, c->net->id, act_ref(a, LOOK_AGREEMENT), r) || !r->born)
		return fail(c, "agreement", "unknown", N_("Ese acuerdo ya no está"));
	if (act_has(a, LOOK_SOURCE) && !attachment_beside(c, act_text(a, LOOK_SOURCE), r->v[AGREEMENT_GROUP].id, beside))
		return fail(c, "source", "unknown", N_("Eso ya no está, o es de otro grupo"));
	if (str_is(state, "let_go") && !act_has(a, LOOK_NOTE))
		return fail(c, "note", "required", N_("Diga por qué se deja"));
	/* Each look is another day's; one that opens again what somebody closed says why. */
	if (r->v[AGREEMENT_CLOSED].kind == V_INT && r->v[AGREEMENT_CLOSED].i && !str_eq(r->v[AGREEMENT_STATE].s, state) && !act_has(a, LOOK_NOTE))
		return fail(c, "note", "required", N_("Ya estaba cerrado: diga por qué cambia"));
	if (act_has(a, LOOK_BY) && act_int(a, LOOK_BY) < day)
		return fail(c, "by", "past", N_("Ese día ya pasó; ponga uno que todavía llega"));
	struct put *p = change_put(ch, &agreement_entity, r->id, false);
	put_stood(p, r);
	put_text(p, AGREEMENT_STATE, state);
	put_int(p, AGREEMENT_CLOSED, closes(state));
	put_int(p, AGREEMENT_LOOKED, day);
	if (act_has(a, LOOK_NOTE))
		put_text(p, AGREEMENT_NOTE, act_text(a, LOOK_NOTE));
	if (act_has(a, LOOK_BY))
		put_int(p, AGREEMENT_BY, act_int(a, LOOK_BY));
	if (act_has(a, LOOK_SOURCE))
		put_text(p, AGREEMENT_LOOKED_AT, act_text(a, LOOK_SOURCE));
	return OK;
}

static struct str look_describe(struct ctx *c, const struct told *t)
{
	const struct put *p = change_find(t->change, &agreement_entity);
	const struct value *state = p ? put_get(p, AGREEMENT_STATE) : NULL, *note = p ? put_get(p, AGREEMENT_NOTE) : NULL;
	struct str_pair with[] = { { "who", t->author }, { "state", choice_label(c, agreement_states, state ? state->s : STR("")) },
		{ "note", note ? note->s : STR("") } };

	return note ? tr_named(c->mem, c->lang, N_("{who} miró el acuerdo: {state} ({note})"), with, 3) :
		tr_named(c->mem, c->lang, N_("{who} miró el acuerdo: {state}"), with, 2);
}

const struct action agreement_look = {
	.name = "agreement.look", .label = N_("Guardar cómo está"), .args = look_args, .nargs = LOOK__N, .flags = ACT_REPORT | ACT_LOW_RISK,
	.on = AT(LOOK_AGREEMENT), .decide = look_decide, .describe = look_describe,
};

/* ---- reading ---- */

static unsigned read(struct ctx *c, struct rows r, struct agreement *out, unsigned max)
{
	unsigned n = 0;

	while (rows_next(&r)) {
		if (n == max) {
			rows_end(&r);
			break;
		}
		out[n++] = (struct agreement){ .id = rows_id(&r, 0), .group = rows_id(&r, 1), .what = str_dup(c->mem, rows_text(&r, 2)),
			.who = str_dup(c->mem, rows_text(&r, 3)), .state = str_dup(c->mem, rows_text(&r, 4)),
			.dated = !rows_null(&r, 5), .by = rows_int(&r, 5), .source = str_dup(c->mem, rows_text(&r, 6)) };
	}
	return n;
}

unsigned agreements_open(struct ctx *c, struct id group, struct agreement *out, unsigned max)
{
	return read(c, ctx_rows(c, visits_sql, Q_AGREEMENTS_OPEN, cell_id(&c->net->id), cell_id(&group), cell_int(max)), out, max);
}

unsigned agreements_of(struct ctx *c, struct str source, struct agreement *out, unsigned max)
{
	return read(c, ctx_rows(c, visits_sql, Q_AGREEMENTS_OF, cell_id(&c->net->id), cell_text(source), cell_int(max)), out, max);
}

unsigned agreements_closed_on(struct ctx *c, struct id group, struct str source, struct agreement *out, unsigned max)
{
	return read(c, ctx_rows(c, visits_sql, Q_AGREEMENTS_LOOKED, cell_id(&c->net->id), cell_id(&group), cell_text(source), cell_int(max)),
		out, max);
}

/* She answers for others' groups: then those that are past are asked for all at once. */
static bool answers_for_many(const struct ctx *c)
{
	return c->who->console || member_as(c, "operator") || member_as(c, "coordinator");
}

unsigned agreements_hers(struct ctx *c, bool past, struct agreement *out, unsigned max)
{
	enum { READ = 1000, AGES_DAYS = 100000 };
	unsigned most = answers_for_many(c) ? READ : max, n = 0, kept = 0;
	struct agreement *all = ARENA_ARRAY(c->mem, struct agreement, READ);
	int64_t until = today(c) + (past ? 0 : AGES_DAYS);

	if (answers_for_many(c))
		n = read(c, ctx_rows(c, visits_sql, Q_AGREEMENTS_DUE, cell_id(&c->net->id), cell_int(until), cell_int(most)), all, most);
	else
		for (unsigned i = 0; i < c->who->nmember && n < READ; i++)
			n += agreements_open(c, c->who->member[i].group, all + n, READ - n < max ? READ - n : max);
	for (unsigned i = 0; i < n && kept < max; i++) {
		bool twice = false;
		for (unsigned k = 0; k < kept; k++)
			twice |= id_eq(out[k].id, all[i].id);
		if (!twice && all[i].dated && all[i].by < until && allowed(c, past ? "agreement.look" : "page:agreements", scope_of_group(c, all[i].group)))
			out[kept++] = all[i];
	}
	return kept;
}
