/*
 * offer_fetch.c - it was fetched: how much came, which goes into the store in the same change, and how much was not fit.
 *
 * Told again it corrects: the store's movement is taken back and put anew, both kept. More than one and a half times what was
 * offered is asked back and passes with a reason, which is kept.
 */
#include "recovery_own.h"

static const struct field fetch_args[] = {
	[FETCH_KITCHEN] = { "kitchen", T_REF, F_REQUIRED, .label = N_("Cocina"), .ref = "group", .privacy = P_NETWORK },
	[FETCH_OFFER] = { "offer", T_REF, F_REQUIRED, .label = N_("Comida ofrecida"), .ref = "offer", .privacy = P_NETWORK },
	[FETCH_CAME] = { "came", T_TEXT, F_REQUIRED, .label = N_("¿Cuánto llegó a la cocina?"), .help = N_("Lo que sirve, por ejemplo: 25 kg"),
		.max = 40, .privacy = P_NETWORK, .aliases = "llego" },
	[FETCH_REJECTED] = { "rejected", T_TEXT, 0, .label = N_("¿Cuánto no servía?"), .help = N_("Lo malogrado que se apartó; si no hubo, déjelo vacío"),
		.max = 40, .privacy = P_NETWORK, .aliases = "malogrado" },
	[FETCH_DAY] = { "day", T_DATE, F_PAST, .label = N_("Día"), .otherwise = "today", .privacy = P_NETWORK, .aliases = "dia|fecha" },
	[FETCH_REASON] = { "reason", T_TEXT, 0, .label = N_("Motivo"), .help = N_("Solo si la cantidad llama la atención"), .max = 200, .privacy = P_NETWORK },
};

static struct str source_of(struct ctx *c, struct id offer)
{
	struct buf b = buf_new(c->mem, 48);

	buf_c(&b, "offer ");
	buf_id(&b, offer);
	return buf_str(&b);
}

/* Only what the table of foods knows can stand on a card of the store. */
static enum rc into_store(struct ctx *c, const struct act *a, struct change *ch, const struct record *offer, struct put *p, int64_t came)
{
	bool stored = came && offer->v[OFFER_FOOD].kind == V_ID;

	if (offer->v[OFFER_MOVE].kind == V_ID && stock_put_reversal(c, ch, offer->v[OFFER_MOVE].id, act_text(a, FETCH_REASON)) && !stored)
		put_set(p, OFFER_MOVE, value_null());
	if (!stored)
		return OK;
	const struct stock_entry e = { .group = act_ref(a, FETCH_KITCHEN), .food = offer->v[OFFER_FOOD].id,
		.day = act_int(a, FETCH_DAY), .kind = "recovered", .amount = came, .typed = act_text(a, FETCH_CAME),
		.reason = act_has(a, FETCH_REASON) ? act_text(a, FETCH_REASON) : STR(""), .source = source_of(c, offer->id) };
	if (stock_put(c, a, ch, "came", &e, 0) != OK)
		return INVALID;
	put_id(p, OFFER_MOVE, stock_id(a, 0));
	return OK;
}

static bool weighed(struct ctx *c, const struct record *offer)
{
	struct record *food = ARENA_NEW(c->mem, struct record);

	return offer->v[OFFER_FOOD].kind != V_ID || !food_get(c, offer->v[OFFER_FOOD].id, food) ||
		food->v[FOOD_BASE].kind != V_TEXT || str_is(food->v[FOOD_BASE].s, "g");
}

static enum rc check_offer(struct ctx *c, const struct act *a, const struct record *offer)
{
	if (!(offer_is(offer, "taken") || offer_is(offer, "fetched")) || !id_eq(offer->v[OFFER_KITCHEN].id, act_ref(a, FETCH_KITCHEN)))
		return fail(c, "offer", "turn", N_("Esa comida no está anotada para ustedes: primero diga que la recogen"));
	if (act_int(a, FETCH_DAY) < offer->v[OFFER_DAY].i - AHEAD_DAYS)
		return fail(c, "day", "old", N_("Ese día todavía no se ofrecía"));
	return OK;
}

static enum rc fetch_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct record *offer = ARENA_NEW(c->mem, struct record);
	int64_t came = 0, rejected = 0, offered;

	if (!offer_get(c, act_ref(a, FETCH_OFFER), offer))
		return fail(c, "offer", "unknown", N_("Esa comida ya no está ofrecida"));
	if (check_offer(c, a, offer) != OK || given_amount_read(c, offer, "came", act_text(a, FETCH_CAME), &came) != OK)
		return INVALID;
	if (act_has(a, FETCH_REJECTED) && given_amount_read(c, offer, "rejected", act_text(a, FETCH_REJECTED), &rejected) != OK)
		return INVALID;
	if (offer_is(offer, "fetched") && came != offer->v[OFFER_CAME].i && !act_has(a, FETCH_REASON))
		return fail_with(c, "reason", "confirm", N_("Ya está anotado que llegó %s. Para cambiarlo, escriba el motivo"),
			offer_amount_show(c, offer, offer->v[OFFER_CAME].i));
	offered = offer->v[OFFER_AMOUNT].i;
	if (offered && (came + rejected) * 2 > offered * 3 && !act_has(a, FETCH_REASON))
		return fail_with(c, "came", "confirm", N_("Se ofrecía %s. Si llegó tanto más, escriba el motivo"),
			offer_amount_show(c, offer, offered));
	struct put *p = change_put(ch, &offer_entity, offer->id, false);
	put_int(p, OFFER_CAME, came);
	put_int(p, OFFER_REJECTED, rejected);
	put_text(p, OFFER_STATE, STR("fetched"));
	put_int(p, OFFER_FETCH_DAY, act_int(a, FETCH_DAY));
	put_int(p, OFFER_MONTH, day_month_start(act_int(a, FETCH_DAY)));
	if (weighed(c, offer)) {
		put_int(p, OFFER_CAME_G, came);
		put_int(p, OFFER_REJECTED_G, rejected);
	}
	if (act_has(a, FETCH_REASON))
		put_text(p, OFFER_REASON, act_text(a, FETCH_REASON));
	return into_store(c, a, ch, offer, p, came);
}

static struct str fetch_describe(struct ctx *c, const struct told *t)
{
	return offer_told(c, t, N_("{kitchen} recogió {what}, de {giver}"));
}

const struct action offer_fetch = {
	.name = "offer.fetch", .label = N_("Anotar lo recogido"), .args = fetch_args, .nargs = FETCH__N, .on = AT(FETCH_KITCHEN),
	.flags = ACT_LOW_RISK | ACT_REPORT, .decide = fetch_decide, .describe = fetch_describe,
};
