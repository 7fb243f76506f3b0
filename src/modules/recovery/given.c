/*
 * given.c - amounts and hours as givers and kitchens write them: "30 kg papa y 2 sacos de zanahoria", "hasta las 4".
 */
#include "recovery_own.h"

#include "fold.h"
#include "need_items.h"

enum { NOON = 12 * 60, EVENING = 18 * 60, EVENING_LATEST = 16 * 60, EARLY = 7 * 60, SIGNS_MAX = 24 };

/* What things are counted in, as lists are read, and a word that the table of foods understands. */
static const struct {
	const char *measure, *word;
} counted[] = { { "sack", "sacos" }, { "box", "cajas" }, { "bag", "bolsas" }, { "bunch", "atados" }, { "unit", "unidades" },
	{ "bottle", "botellas" }, { "pack", "paquetes" }, { "can", "latas" }, { "tray", "planchas" }, { "drum", "bidones" } };

static struct str base_of(const struct record *food)
{
	return food->v[FOOD_BASE].kind == V_TEXT ? food->v[FOOD_BASE].s : STR("g");
}

static enum rc amount_of(struct ctx *c, const char *field, const struct need_item *it, const struct record *food, int64_t *out)
{
	struct str word = STR("");

	if (str_is(it->measure, "g") && (!food || str_is(base_of(food), "g"))) {
		*out = it->amount;
		return OK;
	}
	if (food && str_eq(it->measure, base_of(food))) {
		*out = it->amount;
		return OK;
	}
	for (unsigned i = 0; i < ARRAY_LEN(counted); i++)
		if (str_is(it->measure, counted[i].measure))
			word = str_c(counted[i].word);
	if (!food || !word.n)
		return fail_with(c, field, "unit", N_("Diga cuántos kilos de %s"), need_item_label(it->item));
	return food_amount_read(c, food, field, str_fmt(c->mem, "%lld %s", (long long)it->amount, word.p), out);
}

enum rc given_read(struct ctx *c, const char *field, struct str text, struct given_item out[OFFERS_MAX], unsigned *n_out)
{
	struct need_item it[NEED_ITEMS_MAX];
	struct str stray = STR("");
	unsigned n = 0;

	*n_out = 0;
	if (!need_items_read(c->mem, text, it, &n, &stray) || !n)
		return stray.n ? fail_with(c, field, "unknown", N_("No entendí «%s». Escriba cada cosa y cuánto, por ejemplo: papa 30 kg, zanahoria 10 kg"), stray) :
			fail(c, field, "required", N_("Escriba qué ofrece y cuánto, por ejemplo: papa 30 kg"));
	if (n > OFFERS_MAX)
		return fail(c, field, "many", N_("Son demasiadas cosas juntas: ofrezca hasta ocho cada vez"));
	for (unsigned i = 0; i < n; i++) {
		struct record *food = ARENA_NEW(c->mem, struct record);
		struct given_item *g = &out[*n_out];
		if (!it[i].has_amount)
			return fail_with(c, field, "required", N_("Diga cuántos kilos de %s"), need_item_label(it[i].item));
		g->food = food_named(c, it[i].item);
		bool known = !id_is_zero(g->food) && food_get(c, g->food, food);
		g->what = str_dup(c->mem, known && food->v[FOOD_NAME].kind == V_TEXT ? food->v[FOOD_NAME].s : need_item_label(it[i].item));
		if (amount_of(c, field, &it[i], known ? food : NULL, &g->amount) != OK)
			return INVALID;
		(*n_out)++;
	}
	return OK;
}

/* Thousandths of a kilo are grams. */
static enum rc kilos_read(struct ctx *c, const char *field, struct str text, int64_t *out)
{
	struct str rest;
	int64_t thousandths;

	if (!need_number_read(c->mem, text, &thousandths, &rest))
		return fail(c, field, "shape", N_("Escriba cuántos kilos, por ejemplo: 25"));
	bool kilos = !rest.n || str_is(rest, "kg") || str_is(rest, "kilo") || str_is(rest, "kilos") || str_is(rest, "k") || str_is(rest, "kgs");
	bool grams = str_is(rest, "g") || str_is(rest, "gr") || str_is(rest, "gramo") || str_is(rest, "gramos");
	if (!kilos && !grams)
		return fail(c, field, "unit", N_("Escriba cuántos kilos, por ejemplo: 25"));
	*out = kilos ? thousandths : thousandths / 1000;
	return OK;
}

enum rc given_amount_read(struct ctx *c, const struct record *offer, const char *field, struct str text, int64_t *out)
{
	struct record *food = ARENA_NEW(c->mem, struct record);
	struct str rest, said = str_trim(text);
	int64_t thousandths;
	bool known = offer->v[OFFER_FOOD].kind == V_ID && food_get(c, offer->v[OFFER_FOOD].id, food);

	if (str_is(fold(c->mem, said), "nada") || str_is(said, "0")) {
		*out = 0;
		return OK;
	}
	if (!known || str_is(base_of(food), "g"))
		if (!need_number_read(c->mem, said, &thousandths, &rest) || !rest.n || rest.p[0] == 'k' || rest.p[0] == 'g')
			return kilos_read(c, field, said, out);
	return known ? food_amount_read(c, food, field, said, out) : kilos_read(c, field, said, out);
}

/* "las 4": in the afternoon where the morning's is over, or too early for any market. */
static int minute_meant(const struct hour *h, int now, bool is_today)
{
	bool later = h->half && h->minute < NOON && (h->minute < EARLY || (is_today && h->minute <= now));

	return later ? h->minute + NOON : h->minute;
}

enum rc until_read(struct ctx *c, int64_t day, struct str text, int64_t now, int64_t *at_out)
{
	const struct zone *z = c->net->zone;
	int64_t first = zone_day(z, now);
	int minute = zone_minute(z, now);
	struct hour h;

	if (day < first || day > first + AHEAD_DAYS)
		return fail(c, "day", day < first ? "past" : "far", day < first ? N_("Ese día ya pasó") :
			N_("Ofrezca para esta semana; lo de todas las semanas es un recojo fijo"));
	if (!str_trim(text).n) {
		*at_out = day == first && minute >= EVENING_LATEST ? zone_instant(z, day + 1, NOON) : zone_instant(z, day, EVENING);
		return OK;
	}
	if (str_trim(text).n > SIGNS_MAX || !hour_read(c->mem, text, &h))
		return fail(c, "until", "shape", N_("Escriba la hora, por ejemplo: 10:30, o 7 pm"));
	*at_out = zone_instant(z, day, minute_meant(&h, minute, day == first));
	if (*at_out <= now)
		return fail(c, "until", "past", N_("Esa hora ya pasó: diga otra, o cambie el día"));
	return OK;
}
