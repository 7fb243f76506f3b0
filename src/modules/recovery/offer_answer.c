/*
 * offer_answer.c - a kitchen says that she fetches it, that she cannot, or that she said so and cannot after all.
 *
 * The first that says yes has it; whoever comes second reads a kind word, and her place in the turn stays what it was,
 * since she received nothing.
 */
#include "recovery_own.h"

static const struct choice said[] = {
	{ "yes", N_("Sí, la recogemos"), "si", "listo" },
	{ "no", N_("Esta vez no podemos"), "no", "cerrar" },
	{ NULL, NULL, NULL, NULL },
};

static const struct field answer_args[] = {
	[ANSWER_KITCHEN] = { "kitchen", T_REF, F_REQUIRED, .label = N_("Cocina"), .ref = "group", .privacy = P_NETWORK },
	[ANSWER_OFFER] = { "offer", T_REF, F_REQUIRED, .label = N_("Comida ofrecida"), .ref = "offer", .privacy = P_NETWORK },
	[ANSWER_SAY] = { "say", T_ENUM, F_REQUIRED, .label = N_("¿La recogen?"), .choices = said, .privacy = P_NETWORK },
};

static const struct field cannot_args[] = {
	[CANNOT_KITCHEN] = { "kitchen", T_REF, F_REQUIRED, .label = N_("Cocina"), .ref = "group", .privacy = P_NETWORK },
	[CANNOT_OFFER] = { "offer", T_REF, F_REQUIRED, .label = N_("Comida ofrecida"), .ref = "offer", .privacy = P_NETWORK },
	[CANNOT_WHY] = { "why", T_TEXT, 0, .label = N_("Por qué"), .max = 120, .privacy = P_NETWORK },
};

bool offer_is_for(struct ctx *c, const struct record *offer, struct id kitchen)
{
	struct record *ask = ARENA_NEW(c->mem, struct record);

	return ask_get(c, offer->id, kitchen, ask) || offer_for_all(c, offer);
}

/* What was asked is answered; who was not asked and takes what is for all gets a row of her own. */
static struct put *put_answer(struct ctx *c, struct change *ch, const struct act *a, const struct record *offer, const char *how)
{
	struct record *ask = ARENA_NEW(c->mem, struct record);
	struct id kitchen = act_ref(a, ANSWER_KITCHEN), id = ask_id(c, offer->id, kitchen);
	struct put *p;

	if (ask_get(c, offer->id, kitchen, ask)) {
		p = change_put(ch, &ask_entity, id, false);
	} else {
		p = change_put(ch, &ask_entity, id, true);
		put_id(p, ASK_OFFER, offer->id);
		put_id(p, ASK_KITCHEN, kitchen);
		put_int(p, ASK_ROUND, 0);
		put_int(p, ASK_AT, a->acted_at);
	}
	put_text(p, ASK_ANSWER, str_c(how));
	if (!id_is_zero(c->who->person))
		put_id(p, ASK_BY, c->who->person);
	return p;
}

static void put_taken(struct ctx *c, struct change *ch, const struct act *a, const struct record *offer)
{
	struct put *p = change_put(ch, &offer_entity, offer->id, false);

	put_text(p, OFFER_STATE, STR("taken"));
	put_id(p, OFFER_KITCHEN, act_ref(a, ANSWER_KITCHEN));
	put_int(p, OFFER_TAKEN, a->acted_at);
	put_set(p, OFFER_TURN, value_null());
	if (!id_is_zero(c->who->person))
		put_id(p, OFFER_GOES, c->who->person);
}

static enum rc answer_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct record *offer = ARENA_NEW(c->mem, struct record);
	bool yes = str_is(act_text(a, ANSWER_SAY), "yes");
	struct id kitchen = act_ref(a, ANSWER_KITCHEN);

	if (!offer_get(c, act_ref(a, ANSWER_OFFER), offer))
		return fail(c, "offer", "unknown", N_("Esa comida ya no está ofrecida"));
	if (offer_is(offer, "taken") && id_eq(offer->v[OFFER_KITCHEN].id, kitchen))
		return fail(c, "offer", "yours", yes ? N_("Ya está anotado: ustedes la recogen") :
			N_("Ya está anotado que ustedes la recogen. Si no pueden ir, dígalo en su página"));
	if (!yes && offer_is_for(c, offer, kitchen)) {
		put_answer(c, ch, a, offer, "no");
		return OK;
	}
	if (offer_is(offer, "taken") || offer_is(offer, "fetched"))
		return fail_with(c, "offer", "taken", N_("Gracias por responder. Ya la recoge %s; ustedes conservan su turno para la próxima"),
			ref_title(c, "group", offer->v[OFFER_KITCHEN].id));
	if (offer_is(offer, "withdrawn"))
		return fail(c, "offer", "withdrawn", N_("La retiró quien la daba. Gracias por responder"));
	if (!offer_is(offer, "open") || a->acted_at >= offer->v[OFFER_UNTIL].i)
		return fail(c, "offer", "over", N_("Ya pasó la hora de recogerla. Gracias por responder"));
	if (!offer_is_for(c, offer, kitchen))
		return fail(c, "offer", "turn", N_("Ahora es el turno de otra cocina. Si ella no puede, se les pregunta a ustedes"));
	put_taken(c, ch, a, offer);
	put_answer(c, ch, a, offer, "yes");
	return OK;
}

static struct str answer_describe(struct ctx *c, const struct told *t)
{
	const struct put *p = change_find(t->change, &ask_entity);
	const struct value *how = p ? put_get(p, ASK_ANSWER) : NULL;
	struct record *ask = ARENA_NEW(c->mem, struct record), *offer = ARENA_NEW(c->mem, struct record);

	if (!how || !record_get(c->db, c->schema, c->mem, &ask_entity, c->net->id, p->id, ask) ||
		!offer_get(c, ask->v[ASK_OFFER].id, offer))
		return t->author;
	const struct str_pair pairs[] = { { "kitchen", ref_title(c, "group", ask->v[ASK_KITCHEN].id) }, { "what", offer_show(c, offer) } };
	return tr_named(c->mem, c->lang, str_is(how->s, "yes") ? N_("{kitchen} recoge {what}") : N_("{kitchen} no puede recoger {what}"),
		pairs, ARRAY_LEN(pairs));
}

const struct action offer_answer = {
	.name = "offer.answer", .label = N_("Responder"), .args = answer_args, .nargs = ANSWER__N, .on = AT(ANSWER_KITCHEN),
	.flags = ACT_LOW_RISK | ACT_REPORT, .decide = answer_decide, .describe = answer_describe,
};

/* ---- she cannot after all ---- */

/* Of a pick-up with somebody who stands in, who is not the one that cannot: she goes. */
static bool substitute(struct ctx *c, const struct record *offer, struct id *out)
{
	struct record *pickup = ARENA_NEW(c->mem, struct record);

	if (offer->v[OFFER_PICKUP].kind != V_ID ||
		!record_get(c->db, c->schema, c->mem, &pickup_entity, c->net->id, offer->v[OFFER_PICKUP].id, pickup) ||
		pickup->v[PICKUP_INSTEAD].kind != V_ID || id_eq(pickup->v[PICKUP_INSTEAD].id, offer->v[OFFER_GOES].id))
		return false;
	*out = pickup->v[PICKUP_INSTEAD].id;
	return true;
}

static enum rc cannot_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct record *offer = ARENA_NEW(c->mem, struct record), *ask = ARENA_NEW(c->mem, struct record);
	struct id kitchen = act_ref(a, CANNOT_KITCHEN), other;

	if (!offer_get(c, act_ref(a, CANNOT_OFFER), offer) || !offer_is(offer, "taken") || !id_eq(offer->v[OFFER_KITCHEN].id, kitchen))
		return fail(c, "offer", "over", N_("Ustedes no tienen esa comida por recoger"));
	struct put *p = change_put(ch, &offer_entity, offer->id, false);
	if (act_has(a, CANNOT_WHY))
		put_text(p, OFFER_REASON, act_text(a, CANNOT_WHY));
	if (substitute(c, offer, &other)) {
		put_id(p, OFFER_GOES, other);
		return OK;
	}
	put_set(p, OFFER_KITCHEN, value_null());
	put_set(p, OFFER_GOES, value_null());
	put_set(p, OFFER_TAKEN, value_null());
	put_text(p, OFFER_STATE, STR("open"));
	put_int(p, OFFER_TURN, a->acted_at);
	bool asked = ask_get(c, offer->id, kitchen, ask);
	p = change_put(ch, &ask_entity, ask_id(c, offer->id, kitchen), !asked);
	if (!asked) {
		put_id(p, ASK_OFFER, offer->id);
		put_id(p, ASK_KITCHEN, kitchen);
		put_int(p, ASK_ROUND, 0);
		put_int(p, ASK_AT, a->acted_at);
	}
	put_text(p, ASK_ANSWER, STR("no"));
	return OK;
}

static struct str cannot_describe(struct ctx *c, const struct told *t)
{
	return offer_told(c, t, N_("{who} avisó que no puede ir por {what}, de {giver}"));
}

const struct action offer_cannot = {
	.name = "offer.cannot", .label = N_("No podemos ir"), .args = cannot_args, .nargs = CANNOT__N, .on = AT(CANNOT_KITCHEN),
	.flags = ACT_LOW_RISK | ACT_REPORT, .decide = cannot_decide, .describe = cannot_describe,
};
