/*
 * offer.c - offers and the asking of kitchens, as data, and reading them.
 */
#include "recovery_own.h"

const struct choice offer_states[] = {
	{ "open", N_("se ofrece"), NULL, NULL },
	{ "taken", N_("la van a recoger"), NULL, NULL },
	{ "fetched", N_("recogida"), NULL, NULL },
	{ "gone", N_("nadie pudo"), NULL, NULL },
	{ "withdrawn", N_("la retiró quien la daba"), NULL, NULL },
	{ NULL, NULL, NULL, NULL },
};

const struct choice ask_answers[] = {
	{ "asked", N_("sin respuesta"), NULL, NULL },
	{ "yes", N_("la recoge"), NULL, NULL },
	{ "no", N_("no puede"), NULL, NULL },
	{ "late", N_("quiso, ya estaba tomada"), NULL, NULL },
	{ NULL, NULL, NULL, NULL },
};

#define AMOUNT(name_, label_) { name_, T_INT, F_DERIVED, .label = label_, .min = 0, .max = 1000000000, .privacy = P_NETWORK }

static const struct field offer_fields[] = {
	[OFFER_GIVER] = { "giver", T_REF, F_REQUIRED | F_FILTER, .label = N_("Quién da"), .ref = "giver", .privacy = P_NETWORK,
		.aliases = "donante" },
	[OFFER_GROUP] = { "group", T_REF, F_DERIVED, .label = N_("Quién la conoce"), .ref = "group", .privacy = P_NETWORK },
	[OFFER_PLACE] = { "place", T_REF, F_DERIVED | F_FILTER, .label = N_("Distrito"), .ref = "place", .privacy = P_PUBLIC },
	[OFFER_DAY] = { "day", T_DATE, F_DERIVED | F_FILTER | F_SORT, .label = N_("Día"), .privacy = P_PUBLIC },
	[OFFER_WHAT] = { "what", T_TEXT, F_DERIVED, .label = N_("Qué"), .max = 60, .privacy = P_NETWORK },
	[OFFER_FOOD] = { "food", T_REF, F_DERIVED, .label = N_("Alimento"), .ref = "food", .privacy = P_PUBLIC },
	[OFFER_AMOUNT] = AMOUNT("amount", N_("Cuánto")),
	[OFFER_UNTIL] = { "until", T_INSTANT, F_DERIVED, .label = N_("Hasta cuándo"), .privacy = P_NETWORK },
	[OFFER_NOTE] = { "note", T_TEXT, 0, .label = N_("Algo más que saber"), .max = 160, .privacy = P_NETWORK, .aliases = "nota" },
	[OFFER_STATE] = { "state", T_ENUM, F_DERIVED | F_FILTER, .label = N_("Cómo está"), .choices = offer_states,
		.privacy = P_PUBLIC },
	[OFFER_TURN] = { "turn_at", T_INSTANT, F_DERIVED, .label = N_("Siguiente turno"), .privacy = P_NETWORK },
	[OFFER_KITCHEN] = { "kitchen", T_REF, F_DERIVED | F_FILTER, .label = N_("Quién la recoge"), .ref = "group",
		.privacy = P_NETWORK },
	[OFFER_GOES] = { "goes", T_REF, F_DERIVED, .label = N_("Quién va"), .ref = "person", .privacy = P_NETWORK },
	[OFFER_TAKEN] = { "taken_at", T_INSTANT, F_DERIVED, .label = N_("Tomada"), .privacy = P_NETWORK },
	[OFFER_PICKUP] = { "pickup", T_REF, F_DERIVED, .label = N_("Recojo fijo"), .ref = "pickup", .privacy = P_NETWORK },
	[OFFER_CAME] = AMOUNT("came", N_("Llegó")),
	[OFFER_REJECTED] = AMOUNT("rejected", N_("No servía")),
	[OFFER_REASON] = { "reason", T_TEXT, F_DERIVED, .label = N_("Motivo"), .max = 200, .privacy = P_NETWORK },
	[OFFER_FETCH_DAY] = { "fetch_day", T_DATE, F_DERIVED, .label = N_("Día del recojo"), .privacy = P_PUBLIC },
	[OFFER_MONTH] = { "month", T_DATE, F_DERIVED, .label = N_("Mes"), .privacy = P_PUBLIC },
	[OFFER_CAME_G] = { "came_g", T_INT, F_DERIVED, .label = N_("Recuperado"), .unit = N_("gramos"), .min = 0,
		.max = 1000000000, .privacy = P_PUBLIC },
	[OFFER_REJECTED_G] = { "rejected_g", T_INT, F_DERIVED, .label = N_("Descartado"), .unit = N_("gramos"), .min = 0,
		.max = 1000000000, .privacy = P_PUBLIC },
	[OFFER_MOVE] = { "move", T_REF, F_DERIVED, .label = N_("En el almacén"), .ref = "stock_move", .privacy = P_NETWORK },
	[OFFER_VOIDED] = { "voided", T_BOOL, F_DERIVED, .label = N_("Anulada"), .privacy = P_NETWORK },
};

/* By giver for her page, by kitchen for hers, by state and turn for who asks next. */
static const struct entity_index offer_indexes[] = { { 2, { OFFER_GIVER, OFFER_DAY } }, { 2, { OFFER_KITCHEN, OFFER_STATE } },
	{ 2, { OFFER_STATE, OFFER_TURN } }, { 2, { OFFER_STATE, OFFER_DAY } } };

const struct entity offer_entity = {
	.name = "offer", .label = N_("Comida ofrecida"), .plural = N_("Comida ofrecida"), .fields = offer_fields,
	.nfields = OFFER__N, .group = AT(OFFER_GROUP), .place = AT(OFFER_PLACE), .title = AT(OFFER_WHAT), .day = AT(OFFER_DAY),
	.voided = AT(OFFER_VOIDED), .put_action = "offer.make", .indexes = offer_indexes, .nindexes = ARRAY_LEN(offer_indexes),
};

static const struct field ask_fields[] = {
	[ASK_OFFER] = { "offer", T_REF, F_KEY | F_REQUIRED | F_FILTER, .label = N_("Comida ofrecida"), .ref = "offer",
		.privacy = P_NETWORK },
	[ASK_KITCHEN] = { "kitchen", T_REF, F_KEY | F_REQUIRED | F_FILTER, .label = N_("Cocina"), .ref = "group",
		.privacy = P_NETWORK },
	[ASK_ROUND] = { "round", T_INT, F_DERIVED, .label = N_("Turno"), .min = 0, .max = 1000, .privacy = P_NETWORK },
	[ASK_AT] = { "asked_at", T_INSTANT, F_DERIVED, .label = N_("Se le preguntó"), .privacy = P_NETWORK },
	[ASK_DISTANCE_M] = { "distance_m", T_INT, F_DERIVED, .label = N_("Distancia"), .unit = N_("metros"), .min = 0,
		.max = 100000000, .privacy = P_NETWORK },
	[ASK_SHARE_G] = { "share_g", T_INT, F_DERIVED, .label = N_("Recibido por comensal"), .unit = N_("gramos"), .min = 0,
		.max = 1000000000, .privacy = P_NETWORK },
	[ASK_ANSWER] = { "answer", T_ENUM, F_DERIVED, .label = N_("Respuesta"), .choices = ask_answers, .privacy = P_NETWORK },
	[ASK_BY] = { "by", T_REF, F_DERIVED, .label = N_("Quién respondió"), .ref = "person", .privacy = P_GROUP },
};

static const struct entity_index ask_indexes[] = { { 1, { ASK_OFFER } }, { 2, { ASK_KITCHEN, ASK_AT } }, { 1, { ASK_AT } } };

const struct entity ask_entity = {
	.name = "offer_ask", .label = N_("Turno de una oferta"), .plural = N_("Turnos de las ofertas"), .fields = ask_fields,
	.nfields = ASK__N, .group = AT(ASK_KITCHEN), .put_action = "offer.ask", .indexes = ask_indexes,
	.nindexes = ARRAY_LEN(ask_indexes),
};

/* Kilos of a month, for everybody to see; and what each kitchen got on a day, for whose turn is next. */
const struct tally recovered_month = {
	.name = "recovered_month", .entity = &offer_entity, .nby = 2, .nvalues = 2, .by = { OFFER_PLACE, OFFER_MONTH },
	.values = { OFFER_CAME_G, OFFER_REJECTED_G },
};
const struct tally recovered_day = {
	.name = "recovered_day", .entity = &offer_entity, .nby = 2, .nvalues = 1, .by = { OFFER_FETCH_DAY, OFFER_KITCHEN },
	.values = { OFFER_CAME_G },
};

/* ---- reading ---- */

bool offer_get(struct ctx *c, struct id id, struct record *out)
{
	*out = (struct record){ 0 };
	return record_get(c->db, c->schema, c->mem, &offer_entity, c->net->id, id, out) && out->born && !out->v[OFFER_VOIDED].i;
}

bool offer_is(const struct record *r, const char *state)
{
	return r->v[OFFER_STATE].kind == V_TEXT && str_is(r->v[OFFER_STATE].s, state);
}

struct id ask_id(const struct ctx *c, struct id offer, struct id kitchen)
{
	const struct value key[ASK__N] = { [ASK_OFFER] = value_id(offer), [ASK_KITCHEN] = value_id(kitchen) };

	return entity_key_id(&ask_entity, c->net->id, key);
}

bool ask_get(struct ctx *c, struct id offer, struct id kitchen, struct record *out)
{
	*out = (struct record){ 0 };
	return record_get(c->db, c->schema, c->mem, &ask_entity, c->net->id, ask_id(c, offer, kitchen), out) && out->born;
}

bool offer_for_all(const struct ctx *c, const struct record *r)
{
	return offer_is(r, "open") && c->now < r->v[OFFER_UNTIL].i &&
		(r->v[OFFER_TURN].i >= r->v[OFFER_UNTIL].i ||
			r->v[OFFER_UNTIL].i - c->now <= LAST_CALL_MS);
}

struct str grams_show(struct ctx *c, int64_t g)
{
	struct buf b = buf_new(c->mem, 24);

	buf_thousands(&b, g / 1000);
	if (g % 1000 >= 100)
		buf_fmt(&b, ".%lld", (long long)(g % 1000 / 100));
	buf_c(&b, " kg");
	return buf_str(&b);
}

struct str offer_amount_show(struct ctx *c, const struct record *r, int64_t amount)
{
	struct record *food = ARENA_NEW(c->mem, struct record);

	if (r->v[OFFER_FOOD].kind == V_ID && food_get(c, r->v[OFFER_FOOD].id, food))
		return food_amount_show(c, food, amount);
	return grams_show(c, amount);
}

struct str offer_show(struct ctx *c, const struct record *r)
{
	if (r->v[OFFER_AMOUNT].kind == V_NULL) /* of a pick-up nobody knows before */
		return r->v[OFFER_WHAT].s;
	struct str amount = offer_amount_show(c, r, r->v[OFFER_AMOUNT].i);
	return str_fmt(c->mem, "%.*s, %.*s", (int)r->v[OFFER_WHAT].s.n, r->v[OFFER_WHAT].s.p, (int)amount.n, amount.p);
}

struct str instant_show(struct ctx *c, int64_t at)
{
	int64_t day = zone_day(c->net->zone, at);
	struct str hour = hour_show(c->mem, zone_minute(c->net->zone, at));
	const struct str_pair pairs[] = { { "hour", hour }, { "day", lang_date_short(c->mem, c->lang, day) } };

	return tr_named(c->mem, c->lang, day == today(c) ? N_("hoy a las {hour}") : N_("el {day} a las {hour}"), pairs,
		ARRAY_LEN(pairs));
}

struct str giver_where(struct ctx *c, const struct record *giver)
{
	struct str name = giver->v[GIVER_NAME].s, at = giver->v[GIVER_ADDRESS].kind == V_TEXT ? giver->v[GIVER_ADDRESS].s : STR("");

	return at.n ? str_fmt(c->mem, "%.*s, %.*s", (int)name.n, name.p, (int)at.n, at.p) : name;
}
