/* balance_act.c - a balance is opened and corrected, looked at by another person, sworn, opened again. */
#include "accounts_own.h"

#include "record_put.h"

static enum rc report_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct record *b = ARENA_NEW(c->mem, struct record);
	struct value v[BALANCE__N] = { [BALANCE_GROUP] = a->v[BALANCE_GROUP], [BALANCE_SINCE] = a->v[BALANCE_SINCE] };
	bool there = balance_get(c, entity_key_id(&balance_entity, c->net->id, v), b);

	if (there && balance_open(c, b, NULL) != OK)
		return INVALID;
	struct value until = a->given[BALANCE_UNTIL] || !there ? a->v[BALANCE_UNTIL] : b->v[BALANCE_UNTIL];
	struct value assigned = a->given[BALANCE_ASSIGNED] || !there ? a->v[BALANCE_ASSIGNED] : b->v[BALANCE_ASSIGNED];
	struct value account = a->given[BALANCE_ACCOUNT_DAY] || !there ? a->v[BALANCE_ACCOUNT_DAY] : b->v[BALANCE_ACCOUNT_DAY];
	if (until.kind == V_INT && until.i < act_int(a, BALANCE_SINCE))
		return fail(c, "until", "order", N_("El periodo termina antes de empezar"));
	if (assigned.kind == V_INT && account.kind == V_INT && account.i < assigned.i)
		return fail(c, "account_day", "order", N_("La cuenta se rinde después de recibir el subsidio, no antes"));
	if (record_decide(c, a, ch) != OK)
		return INVALID;
	if (there && b->v[BALANCE_LOOKED_BY].kind == V_ID)
		put_set(ch->puts, BALANCE_LOOKED_BY, value_null());
	return OK;
}

const struct action balance_report = {
	.name = "balance.report", .label = N_("Guardar"), .nargs = BALANCE__N, .args = balance_fields, .flags = ACT_REPORT,
	.on = AT(BALANCE_GROUP), .edits = &balance_entity, .decide = report_decide, .describe = record_describe,
};

/* ---- of one that stands ---- */

enum { ARG_BALANCE, ARG_REASON, ARG__N };

#define WHICH { "balance", T_REF, F_REQUIRED, .label = N_("Formato B-1"), .ref = "balance", .privacy = P_GROUP }
#define WHY(must) { "reason", T_TEXT, F_WIDE | (must), .label = N_("Motivo"), .max = 300, .privacy = P_GROUP }

static const struct field swear_args[] = { [ARG_BALANCE] = WHICH, [ARG_REASON] = WHY(0) };
static const struct field reopen_args[] = { [ARG_BALANCE] = WHICH, [ARG_REASON] = WHY(F_REQUIRED) };
static const struct field look_args[] = { [ARG_BALANCE] = WHICH };

static enum rc named(struct ctx *c, const struct act *a, struct record *b)
{
	if (!balance_get(c, act_ref(a, ARG_BALANCE), b))
		return fail(c, "balance", "unknown", N_("Esa cuenta ya no está"));
	return OK;
}

/* What stands against it: refused, or said once, and then it passes with a reason. */
static enum rc whole(struct ctx *c, const struct act *a, const struct record *b)
{
	struct record *row = ARENA_ARRAY(c->mem, struct record, ROWS_MAX);
	unsigned n = balance_rows(c, b->id, row);
	struct b1_form form;
	struct b1_answer said;

	balance_form(c, b, row, n, &form);
	b1_judge(c->mem, &form, &said);
	for (unsigned i = 0; i < said.nproblems && said.outcome == B1_REFUSE; i++)
		if (said.problem[i].weight == B1_REFUSE)
			fail_with(c, NULL, "refuse", N_("Todavía no se puede jurar. %s"), tr_fill(c->mem, c->lang, said.problem[i].msgid, said.problem[i].arg));
	if (said.outcome == B1_REFUSE)
		return INVALID;
	if (said.outcome == B1_WARN && !act_has(a, ARG_REASON))
		return fail_with(c, "reason", "confirm", N_("Hay algo que mirar: %s. Si está bien así, escriba el motivo"),
			tr_fill(c->mem, c->lang, said.problem[0].msgid, said.problem[0].arg));
	return OK;
}

static enum rc swear_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct record *b = ARENA_NEW(c->mem, struct record);

	if (named(c, a, b) != OK || balance_open(c, b, NULL) != OK || whole(c, a, b) != OK)
		return INVALID;
	bool eyes = b->v[BALANCE_EYES].kind == V_INT && b->v[BALANCE_EYES].i, looked = b->v[BALANCE_LOOKED_BY].kind == V_ID;
	if (eyes && (!looked || id_eq(b->v[BALANCE_LOOKED_BY].id, c->who->person)))
		return fail(c, NULL, "eyes", N_("Esta cuenta pide que otra persona la mire antes: todavía falta"));
	struct put *p = change_put(ch, &balance_entity, b->id, false);
	put_text(p, BALANCE_STATE, STR("sworn"));
	if (!id_is_zero(c->who->person))
		put_id(p, BALANCE_SWORN_BY, c->who->person);
	put_int(p, BALANCE_SWORN_DAY, zone_day(c->net->zone, a->acted_at));
	put_set(p, BALANCE_REASON, act_has(a, ARG_REASON) ? value_text(act_text(a, ARG_REASON)) : value_null());
	return OK;
}

static struct str swear_describe(struct ctx *c, const struct told *t)
{
	return tr_fill(c->mem, c->lang, N_("%s dio por jurada una cuenta (Formato B-1)"), t->author);
}

const struct action balance_swear = {
	.name = "balance.swear", .label = N_("Dar por jurada"), .nargs = ARG__N, .args = swear_args, .on = AT(ARG_BALANCE),
	.decide = swear_decide, .describe = swear_describe,
};

static enum rc reopen_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct record *b = ARENA_NEW(c->mem, struct record);

	if (named(c, a, b) != OK)
		return INVALID;
	if (!balance_sworn(b))
		return fail(c, NULL, "open", N_("Esa cuenta está abierta: ya se puede corregir"));
	struct put *p = change_put(ch, &balance_entity, b->id, false);
	put_text(p, BALANCE_STATE, STR("open"));
	put_set(p, BALANCE_LOOKED_BY, value_null());
	put_text(p, BALANCE_REASON, act_text(a, ARG_REASON));
	return OK;
}

static struct str reopen_describe(struct ctx *c, const struct told *t)
{
	return tr_fill(c->mem, c->lang, N_("%s abrió otra vez una cuenta jurada"), t->author);
}

const struct action balance_reopen = {
	.name = "balance.reopen", .label = N_("Abrir otra vez"), .nargs = ARG__N, .args = reopen_args, .on = AT(ARG_BALANCE),
	.decide = reopen_decide, .describe = reopen_describe,
};

static enum rc look_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct record *b = ARENA_NEW(c->mem, struct record);

	if (named(c, a, b) != OK || balance_open(c, b, NULL) != OK)
		return INVALID;
	if (id_is_zero(c->who->person))
		return fail(c, NULL, "nobody", N_("Lo mira una persona, con su nombre"));
	struct put *p = change_put(ch, &balance_entity, b->id, false);
	put_id(p, BALANCE_LOOKED_BY, c->who->person);
	put_int(p, BALANCE_LOOKED_DAY, zone_day(c->net->zone, a->acted_at));
	return OK;
}

static struct str look_describe(struct ctx *c, const struct told *t)
{
	return tr_fill(c->mem, c->lang, N_("%s miró una cuenta y está conforme"), t->author);
}

const struct action balance_look = {
	.name = "balance.look", .label = N_("La miré y está bien"), .nargs = 1, .args = look_args, .on = AT(ARG_BALANCE),
	.decide = look_decide, .describe = look_describe,
};
