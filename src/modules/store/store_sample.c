/*
 * store_sample.c - five weeks of the stores of four kitchens of an invented district, as many as it takes for prices to be
 * seen: bought on Mondays, used each day, some sugar lent, some tomatoes gone off, milk that will not keep.
 */
#include "store_own.h"

#include "menu.h"
#include "money.h"
#include "sample.h"

enum { HISTORY_DAYS = 35, MONDAY = 0, SUNDAY = 6, BUY_MINUTE = 430, USE_MINUTE = 640, COUNT_MINUTE = 1060,
	SECOND_MS = 1000, STEP_MS = 40, SHOPS = 4, PLATES = 110, KEEPERS = 4, LENT_AGO = 6, MILK_AGO = 9, TOMATO_AGO = 4, GAS_DAYS = 14, GAS_EVERY = 5 };

/* For a hundred and ten plates a day: what a week takes, and what a kilo, litre or cylinder costs, in céntimos. */
static const struct {
	const char *food, *measure;
	int64_t a_week, daily_tenths, cents;
} goods[] = {
	{ "arroz", "kg", 130, 180, 340 }, { "papa", "kg", 80, 100, 190 }, { "cebolla", "kg", 20, 25, 260 },
	{ "aceite", "litros", 12, 15, 780 }, { "lenteja", "kg", 24, 30, 620 }, { "azucar", "kg", 15, 20, 390 },
	{ "zanahoria", "kg", 18, 25, 220 },
};

/* Invented; the numbers are of no one: their check digits are right and they begin as firms' do. */
static const struct {
	const char *name, *ruc, *series;
} shops[SHOPS] = {
	{ "Mercado Ciudad de Dios, puesto 14", "20999000011", "B001" },
	{ "Bodega Santa Rosa", "20999000020", "B002" },
	{ "Mayorista del Cono", "20999000038", "F001" },
	{ "Mercado Unicachi, puesto 3", "20999000046", "B003" },
};

static struct str tenths(struct arena *a, int64_t n, const char *measure)
{
	return str_fmt(a, "%lld.%lld %s", (long long)(n / 10), (long long)(n % 10), measure);
}

/* Plates of a kitchen, roughly: the first cooks most. */
static int64_t share(const struct sample *s, unsigned n)
{
	struct chance c = chance_of(s->seed, "store", n, 0);

	return n ? 60 + (int64_t)chance_below(&c, 50) : PLATES;
}

static enum rc buy(struct sample *s, unsigned n, int64_t day)
{
	struct chance c = chance_of(s->seed, "bought", n, (uint64_t)day);
	unsigned shop = chance_below(&c, SHOPS);
	int64_t at_ms = zone_instant(s->net->zone, day, BUY_MINUTE) + n * SECOND_MS;
	struct str receipt = str_fmt(s->mem, "%s-%u", shops[shop].series, (unsigned)(day % 1000) * 1000 + n);
	enum rc rc = OK;

	for (unsigned i = 0; i < ARRAY_LEN(goods) && rc == OK; i++) {
		int64_t amount = goods[i].a_week * share(s, n) / PLATES + 1, cents = goods[i].cents * (94 + (int64_t)chance_below(&c, 13)) / 100;
		struct buf cost = buf_new(s->mem, 16);
		buf_money_plain(&cost, amount * (cents / 10 * 10));
		rc = sample_did(s, s->groups[n].leader, at_ms + i * STEP_MS, "stock.in", "group", s->groups[n].code, "kind", STR("bought"),
			"food", str_fmt(s->mem, "%s %lld %s", goods[i].food, (long long)amount, goods[i].measure), "cost", buf_str(&cost),
			"supplier", str_c(shops[shop].name), "ruc", str_c(shops[shop].ruc), "receipt", receipt, (char *)NULL);
	}
	return rc;
}

static enum rc buy_gas(struct sample *s, unsigned n, int64_t day)
{
	return sample_did(s, s->groups[n].leader, zone_instant(s->net->zone, day, BUY_MINUTE) + n * SECOND_MS + 500, "stock.in", "group",
		s->groups[n].code, "kind", STR("bought"), "food", STR("gas 3 balones"), "cost", STR("147.00"), "supplier",
		STR("Distribuidora de gas"), (char *)NULL);
}

/* What the pot of the day took, each thing on a line. */
static struct str used_text(struct arena *a, const struct sample *s, unsigned n, int64_t day)
{
	struct chance c = chance_of(s->seed, "used", n, (uint64_t)day);
	struct buf b = buf_new(a, 160);

	for (unsigned i = 0; i < ARRAY_LEN(goods); i++) {
		if (i == 4 && day % 3)
			continue; /* lentils twice a week */
		int64_t amount = goods[i].daily_tenths * share(s, n) / PLATES * (90 + (int64_t)chance_below(&c, 16)) / 100;
		struct str one = tenths(a, amount > 0 ? amount : 1, goods[i].measure);
		buf_c(&b, b.n ? "\n" : "");
		buf_c(&b, goods[i].food);
		buf_char(&b, ' ');
		buf_add(&b, one);
	}
	if (day % GAS_EVERY == (int64_t)n % GAS_EVERY)
		buf_c(&b, "\ngas 1 balón");
	return buf_str(&b);
}

/* A pot with a menu takes its foods itself when it is told, or what came from the market; the gas is written down. */
static bool by_menu(struct sample *s, unsigned n, int64_t day)
{
	struct ctx c = sample_machine(s, zone_instant(s->net->zone, day, USE_MINUTE));
	struct record *menu = ARENA_NEW(s->mem, struct record);

	return menu_get(&c, s->groups[n].id, day, STR("lunch"), menu);
}

static enum rc use(struct sample *s, unsigned n, int64_t day)
{
	bool gas = day % GAS_EVERY == (int64_t)n % GAS_EVERY;
	struct str food = !by_menu(s, n, day) ? used_text(s->mem, s, n, day) : gas ? STR("gas 1 balón") : STR("");

	return food.n ? sample_did(s, s->groups[n].leader, zone_instant(s->net->zone, day, USE_MINUTE) + n * SECOND_MS, "stock.out", "group",
		s->groups[n].code, "kind", STR("used"), "food", food, (char *)NULL) : OK;
}

/* ---- a city, to measure with: in groups, and what is read of it is what one store's is ---- */

static struct batch_item *city_act(struct sample *s, unsigned n, int64_t day, int minute, unsigned nth, const char *action, const char *kind)
{
	struct batch_item *i = batch_act(s->batch, s->groups[n].leader, zone_instant(s->net->zone, day, minute) + n * SECOND_MS / 4 + nth,
		action, sample_id(s, day * DAY_MS, action, n, nth));

	batch_id(i, "group", s->groups[n].id);
	batch_arg(i, "kind", str_c(kind));
	return i;
}

static enum rc city_day(struct sample *s, int64_t day)
{
	bool first = day == s->first_day, gas = (day - s->first_day) % GAS_DAYS == 0;

	for (unsigned n = 0; n < s->ngroups; n++) {
		struct chance c = chance_of(s->seed, "bought", n, (uint64_t)day);
		unsigned shop = chance_below(&c, SHOPS);
		for (unsigned g = 0; g < ARRAY_LEN(goods) && (first || day_weekday(day) == MONDAY); g++) {
			int64_t amount = goods[g].a_week * share(s, n) / PLATES + 1, cents = goods[g].cents * (94 + (int64_t)chance_below(&c, 13)) / 100;
			struct batch_item *i = city_act(s, n, day, BUY_MINUTE, g, "stock.in", "bought");
			struct buf cost = buf_new(i->c.mem, 16);
			buf_money_plain(&cost, amount * (cents / 10 * 10));
			batch_arg(i, "food", str_fmt(i->c.mem, "%s %lld %s", goods[g].food, (long long)amount, goods[g].measure));
			batch_arg(i, "cost", buf_str(&cost));
			batch_arg(i, "supplier", str_c(shops[shop].name));
		}
		if (gas)
			batch_arg(city_act(s, n, day, BUY_MINUTE, ARRAY_LEN(goods), "stock.in", "bought"), "food", STR("gas 4 balones"));
		struct batch_item *i = city_act(s, n, day, USE_MINUTE, 0, "stock.out", "used");
		batch_arg(i, "food", used_text(i->c.mem, s, n, day));
	}
	return s->batch->rc;
}

/* What else happened, as the days come. */
static enum rc stories(struct sample *s, int64_t day)
{
	int64_t ago = s->last_day - day, at_ms = zone_instant(s->net->zone, day, COUNT_MINUTE);
	struct str first = s->groups[0].code, second = s->ngroups > 1 ? s->groups[1].code : STR("");
	struct buf keeps = buf_new(s->mem, 12);

	buf_day(&keeps, s->last_day + 2);
	if (ago == MILK_AGO)
		return sample_did(s, s->groups[0].leader, at_ms, "stock.in", "group", first, "kind", STR("given"), "food",
			STR("leche evaporada 24 latas"), "supplier", STR("Parroquia"), "best_before", buf_str(&keeps), (char *)NULL);
	if (ago == 1) /* less than the notebook said: the week to come lacks both */
		return sample_did(s, s->groups[0].leader, at_ms, "stock.count", "group", first, "food", STR("aceite 4 litros\nazúcar 5 kg"),
			(char *)NULL);
	if (ago == LENT_AGO && second.n)
		return sample_did(s, s->groups[0].leader, at_ms, "stock.lend", "group", first, "kind", STR("lent"), "other", second, "food",
			STR("azúcar 5 kg"), (char *)NULL);
	if (ago == TOMATO_AGO + 1)
		return sample_did(s, s->groups[0].leader, at_ms, "stock.in", "group", first, "kind", STR("given"), "food",
			STR("tomate 12 kg"), "supplier", STR("Mercado mayorista"), (char *)NULL);
	if (ago == TOMATO_AGO)
		return sample_did(s, s->groups[0].leader, at_ms, "stock.out", "group", first, "kind", STR("spoiled"), "food", STR("tomate 3 kg"),
			(char *)NULL);
	return OK;
}

enum rc store_live(struct sample *s, int64_t day)
{
	bool gas = (s->last_day - day) % GAS_DAYS == GAS_DAYS - 1;
	enum rc rc = OK;

	if (s->city)
		return s->stores ? city_day(s, day) : OK;
	if (!s->ngroups || day >= s->last_day || day < s->last_day - HISTORY_DAYS)
		return OK;
	bool first = day == s->last_day - HISTORY_DAYS || day == s->first_day;
	for (unsigned n = 0; n < s->ngroups && n < KEEPERS && rc == OK; n++) {
		if (day_weekday(day) == MONDAY || first)
			rc = buy(s, n, day);
		if (rc == OK && (gas || first))
			rc = buy_gas(s, n, day);
		if (rc == OK && day_weekday(day) != SUNDAY)
			rc = use(s, n, day);
	}
	return rc == OK ? stories(s, day) : rc;
}
