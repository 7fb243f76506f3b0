/*
 * offer_ask.c - the next kitchen is asked, and an offer's time is over: what the job does, through the gate as anybody.
 */
#include "geo.h"
#include "recovery_own.h"

static const struct field ask_args[] = {
	[TO_ASK_OFFER] = { "offer", T_REF, F_REQUIRED, .label = N_("Comida ofrecida"), .ref = "offer", .privacy = P_NETWORK },
	[TO_ASK_KITCHEN] = { "kitchen", T_REF, F_REQUIRED, .label = N_("Cocina"), .ref = "group", .privacy = P_NETWORK },
	[TO_ASK_ROUND] = { "round", T_INT, 0, .label = N_("Turno"), .min = 0, .max = 1000, .privacy = P_NETWORK },
};

/* The distance and what she has, as they stand now: whoever looks later sees why it was her turn. */
static struct fair_asked why_of(struct ctx *c, const struct record *offer, const struct record *giver, struct id kitchen)
{
	struct fair *t = fair_read(c, offer->v[OFFER_DAY].i);
	struct fair_asked why = { .kitchen = ASSIGN_NOBODY, .distance_m = -1 };

	for (unsigned i = 0; i < fair_count(t); i++) {
		const struct fair_kitchen *k = fair_kitchen(t, i);
		if (!id_eq(k->id, kitchen))
			continue;
		why.kitchen = i;
		why.share_g = fair_share_g(t, i, 0);
		if (k->has_point && giver->v[GIVER_LATITUDE].kind == V_INT && giver->v[GIVER_LONGITUDE].kind == V_INT)
			why.distance_m = geo_distance_m(k->lat_udeg, k->lon_udeg, giver->v[GIVER_LATITUDE].i, giver->v[GIVER_LONGITUDE].i);
	}
	return why;
}

static enum rc ask_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct record *offer = ARENA_NEW(c->mem, struct record), *ask = ARENA_NEW(c->mem, struct record),
		*giver = ARENA_NEW(c->mem, struct record);
	struct id kitchen = act_ref(a, TO_ASK_KITCHEN);

	if (!offer_get(c, act_ref(a, TO_ASK_OFFER), offer) || !offer_is(offer, "open") || a->acted_at >= offer->v[OFFER_UNTIL].i)
		return fail(c, "offer", "over", N_("Esa comida ya no se está ofreciendo"));
	if (ask_get(c, offer->id, kitchen, ask))
		return fail(c, "kitchen", "already", N_("A esa cocina ya se le preguntó"));
	giver_get(c, offer->v[OFFER_GIVER].id, giver);
	struct fair_asked why = why_of(c, offer, giver, kitchen);
	if (why.kitchen == ASSIGN_NOBODY)
		return fail(c, "kitchen", "unknown", N_("Ese grupo no es una olla ni un comedor que funcione"));
	struct put *p = change_put(ch, &offer_entity, offer->id, false);
	put_int(p, OFFER_TURN, turn_next_at(a->acted_at, offer->v[OFFER_UNTIL].i));
	put_ask(ch, ask_id(c, offer->id, kitchen), offer->id, kitchen, act_has(a, TO_ASK_ROUND) ? act_int(a, TO_ASK_ROUND) : 1, a->acted_at,
		&why);
	return OK;
}

static struct str ask_describe(struct ctx *c, const struct told *t)
{
	const struct put *p = change_find(t->change, &ask_entity);
	const struct value *kitchen = p ? put_get(p, ASK_KITCHEN) : NULL;
	const struct str_pair pair = { "kitchen", kitchen ? ref_title(c, "group", kitchen->id) : STR("?") };

	return tr_named(c->mem, c->lang, N_("Se preguntó a {kitchen}"), &pair, 1);
}

const struct action offer_ask = {
	.name = "offer.ask", .label = N_("Preguntar"), .args = ask_args, .nargs = TO_ASK__N, .on = AT(TO_ASK_OFFER),
	.decide = ask_decide, .describe = ask_describe,
};

/* ---- nobody is left to ask, or its time is over ---- */

static const struct field end_args[] = {
	{ "offer", T_REF, F_REQUIRED, .label = N_("Comida ofrecida"), .ref = "offer", .privacy = P_NETWORK },
};

/* Before its end: from now on it is for whoever wants it. */
static enum rc end_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct record *offer = ARENA_NEW(c->mem, struct record);

	if (!offer_get(c, act_ref(a, 0), offer) || !offer_is(offer, "open"))
		return fail(c, "offer", "over", N_("Esa comida ya no se está ofreciendo"));
	struct put *p = change_put(ch, &offer_entity, offer->id, false);
	if (a->acted_at < offer->v[OFFER_UNTIL].i) {
		put_int(p, OFFER_TURN, offer->v[OFFER_UNTIL].i);
		return OK;
	}
	put_text(p, OFFER_STATE, STR("gone"));
	put_set(p, OFFER_TURN, value_null());
	return OK;
}

static struct str end_describe(struct ctx *c, const struct told *t)
{
	struct record *offer = ARENA_NEW(c->mem, struct record);
	const struct put *p = change_find(t->change, &offer_entity);
	bool gone = p && offer_get(c, p->id, offer) && offer_is(offer, "gone");

	return offer_told(c, t, gone ? N_("Nadie pudo recoger {what}, de {giver}") : N_("{what}, de {giver}, es para quien pueda recoger"));
}

const struct action offer_end = {
	.name = "offer.end", .label = N_("Terminar los turnos"), .args = end_args, .nargs = ARRAY_LEN(end_args), .on = AT(0),
	.decide = end_decide, .describe = end_describe,
};
