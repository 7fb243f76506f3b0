/*
 * offer_make.c - something is offered: by whoever gives, by whoever answers for her, or through her private link.
 *
 * Each thing of the list is an offer of its own. The first kitchens are asked in the same change, so that they hear of
 * it at once; who is asked next, and when nobody comes, is the job's (recovery_job.c).
 */
#include "recovery_own.h"

#define WHAT_ARGS \
	[MAKE_GIVER] = { "giver", T_REF, F_REQUIRED, .label = N_("Quién da"), .ref = "giver", .privacy = P_NETWORK, \
		.aliases = "donante" }, \
	[MAKE_WHAT] = { "what", T_TEXT, F_REQUIRED, .label = N_("Qué ofrece y cuánto"), \
		.help = N_("Por ejemplo: papa 30 kg, zanahoria 10 kg"), .max = 300, .privacy = P_NETWORK, .aliases = "que|lista" }, \
	[MAKE_UNTIL] = { "until", T_TEXT, 0, .label = N_("Hasta qué hora se puede recoger"), .help = N_("Por ejemplo: 4 pm"), .max = 40, \
		.privacy = P_NETWORK, .aliases = "hasta|hora" }, \
	[MAKE_DAY] = { "day", T_DATE, 0, .label = N_("Qué día"), .otherwise = "today", .privacy = P_NETWORK, .aliases = "dia|fecha" }, \
	[MAKE_NOTE] = { "note", T_TEXT, 0, .label = N_("Algo más que saber"), .help = N_("Puerta, por quién preguntar, si lleva sacos"), \
		.max = 160, .privacy = P_NETWORK, .aliases = "nota" }

static const struct field make_args[] = { WHAT_ARGS };

static const struct field send_args[] = {
	WHAT_ARGS,
	[MAKE_KEY] = { "key", T_TEXT, F_REQUIRED, .label = N_("Clave del enlace"), .max = 40, .privacy = P_PERSONAL,
		.purpose = N_("Para saber que el enlace es de quien da"), .retention_days = 1 },
};

int64_t turn_next_at(int64_t now, int64_t until)
{
	int64_t wait_ms = (until - now) / 4;

	return now + (wait_ms < TURN_LEAST_MS ? TURN_LEAST_MS : wait_ms > TURN_MOST_MS ? TURN_MOST_MS : wait_ms);
}

void put_ask(struct change *ch, struct id ask, struct id offer, struct id kitchen, int64_t round, int64_t at, const struct fair_asked *why)
{
	struct put *p = change_put(ch, &ask_entity, ask, true);

	put_id(p, ASK_OFFER, offer);
	put_id(p, ASK_KITCHEN, kitchen);
	put_int(p, ASK_ROUND, round);
	put_int(p, ASK_AT, at);
	put_text(p, ASK_ANSWER, STR("asked"));
	if (!why)
		return;
	put_int(p, ASK_SHARE_G, why->share_g);
	if (why->distance_m >= 0)
		put_int(p, ASK_DISTANCE_M, why->distance_m);
}

struct making {
	const struct act *a;
	const struct record *giver;
	struct given_item item[OFFERS_MAX];
	struct id id[OFFERS_MAX];
	unsigned n;
	int64_t until;
};

static void put_offer(struct ctx *c, struct change *ch, const struct making *m, unsigned i, int64_t turn_at)
{
	const struct act *a = m->a;
	struct put *p = change_put(ch, &offer_entity, m->id[i], true);

	put_id(p, OFFER_GIVER, m->giver->id);
	put_id(p, OFFER_GROUP, m->giver->v[GIVER_GROUP].id);
	if (m->giver->v[GIVER_PLACE].kind == V_ID)
		put_id(p, OFFER_PLACE, m->giver->v[GIVER_PLACE].id);
	put_int(p, OFFER_DAY, zone_day(c->net->zone, m->until));
	put_text(p, OFFER_WHAT, m->item[i].what);
	if (!id_is_zero(m->item[i].food))
		put_id(p, OFFER_FOOD, m->item[i].food);
	put_int(p, OFFER_AMOUNT, m->item[i].amount);
	put_int(p, OFFER_UNTIL, m->until);
	put_text(p, OFFER_STATE, STR("open"));
	put_int(p, OFFER_TURN, turn_at);
	if (act_has(a, MAKE_NOTE))
		put_text(p, OFFER_NOTE, act_text(a, MAKE_NOTE));
}

/* The first turn: one kitchen each. Where none is near it is for whoever wants it. */
static void ask_first(struct ctx *c, struct change *ch, const struct making *m)
{
	struct fair *t = fair_read(c, zone_day(c->net->zone, m->until));
	struct fair_offer offer[OFFERS_MAX];
	struct fair_asked asked[OFFERS_MAX];
	const struct value *v = m->giver->v;

	for (unsigned i = 0; i < m->n; i++)
		offer[i] = (struct fair_offer){ .id = m->id[i], .place = v[GIVER_PLACE].id, .lat_udeg = v[GIVER_LATITUDE].i,
			.lon_udeg = v[GIVER_LONGITUDE].i, .amount_g = m->item[i].amount,
			.has_point = v[GIVER_LATITUDE].kind == V_INT && v[GIVER_LONGITUDE].kind == V_INT };
	fair_assign(c->mem, t, offer, m->n, NULL, NULL, asked, NULL, NULL);
	for (unsigned i = 0; i < m->n; i++) {
		bool one = asked[i].kitchen != ASSIGN_NOBODY;
		put_offer(c, ch, m, i, one ? turn_next_at(m->a->acted_at, m->until) : m->until);
		if (!one)
			continue;
		struct id kitchen = fair_kitchen(t, asked[i].kitchen)->id;
		put_ask(ch, ask_id(c, m->id[i], kitchen), m->id[i], kitchen, 1, m->a->acted_at, &asked[i]);
	}
}

static enum rc make(struct ctx *c, const struct act *a, struct change *ch, const struct record *giver)
{
	struct making m = { .a = a, .giver = giver };
	int64_t day = act_has(a, MAKE_DAY) ? act_int(a, MAKE_DAY) : zone_day(c->net->zone, a->acted_at);

	if (given_read(c, "what", act_text(a, MAKE_WHAT), m.item, &m.n) != OK ||
		until_read(c, day, act_has(a, MAKE_UNTIL) ? act_text(a, MAKE_UNTIL) : STR(""), a->acted_at, &m.until) != OK)
		return INVALID;
	for (unsigned i = 0; i < m.n; i++)
		m.id[i] = i ? act_child(a, str_cstr(c->mem, str_fmt(c->mem, "offer %u", i))) : a->id;
	ask_first(c, ch, &m);
	return OK;
}

static enum rc make_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct record *giver = ARENA_NEW(c->mem, struct record);

	if (!giver_get(c, act_ref(a, MAKE_GIVER), giver))
		return fail(c, "giver", "unknown", N_("Ese donante ya no está"));
	return make(c, a, ch, giver);
}

/* Nobody signed in: the key says that it is the giver's own link. */
static enum rc send_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct record *giver = ARENA_NEW(c->mem, struct record);

	if (!giver_get(c, act_ref(a, MAKE_GIVER), giver) || !giver_key_good(c, giver, act_text(a, MAKE_KEY)))
		return fail(c, NULL, "key", N_("Este enlace ya no vale. Pida otro a quien se lo dio"));
	return make(c, a, ch, giver);
}

struct str offer_told(struct ctx *c, const struct told *t, const char *msgid)
{
	const struct put *p = change_find(t->change, &offer_entity);
	struct record *r = ARENA_NEW(c->mem, struct record), *giver = ARENA_NEW(c->mem, struct record);

	if (!p || !offer_get(c, p->id, r))
		return t->author;
	bool known = giver_get(c, r->v[OFFER_GIVER].id, giver);
	const struct str_pair pairs[] = { { "who", t->author }, { "what", offer_show(c, r) },
		{ "giver", known ? giver->v[GIVER_NAME].s : STR("?") },
		{ "kitchen", r->v[OFFER_KITCHEN].kind == V_ID ? ref_title(c, "group", r->v[OFFER_KITCHEN].id) : STR("") } };
	return tr_named(c->mem, c->lang, msgid, pairs, ARRAY_LEN(pairs));
}

static struct str make_describe(struct ctx *c, const struct told *t)
{
	return offer_told(c, t, N_("Se ofreció {what}, de {giver}"));
}

const struct action offer_make = {
	.name = "offer.make", .label = N_("Ofrecer"), .args = make_args, .nargs = ARRAY_LEN(make_args), .on = AT(MAKE_GIVER),
	.flags = ACT_LOW_RISK | ACT_REPORT, .decide = make_decide, .describe = make_describe,
};

const struct action offer_send = {
	.name = "offer.send", .label = N_("Ofrecer"), .args = send_args, .nargs = MAKE__N, .flags = ACT_SECRET,
	.decide = send_decide, .describe = make_describe,
};

/* ---- taken back ---- */

static const struct field withdraw_args[] = {
	{ "offer", T_REF, F_REQUIRED, .label = N_("Comida ofrecida"), .ref = "offer", .privacy = P_NETWORK },
};

static enum rc withdraw_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct record *r = ARENA_NEW(c->mem, struct record);

	if (!offer_get(c, act_ref(a, 0), r) || !(offer_is(r, "open") || offer_is(r, "taken")))
		return fail(c, "offer", "over", N_("Esa comida ya no se está ofreciendo"));
	struct put *p = change_put(ch, &offer_entity, r->id, false);
	put_text(p, OFFER_STATE, STR("withdrawn"));
	put_set(p, OFFER_TURN, value_null());
	return OK;
}

static struct str withdraw_describe(struct ctx *c, const struct told *t)
{
	return offer_told(c, t, N_("{who} retiró {what}, de {giver}"));
}

const struct action offer_withdraw = {
	.name = "offer.withdraw", .label = N_("Ya no se ofrece"), .args = withdraw_args, .nargs = ARRAY_LEN(withdraw_args),
	.on = AT(0), .decide = withdraw_decide, .describe = withdraw_describe,
};
