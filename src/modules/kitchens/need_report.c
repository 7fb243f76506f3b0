/*
 * need_report.c - a kitchen says what it lacks, and that it came.
 */
#include "kitchens_own.h"

#include "need_items.h"
#include "texts.h"

/* As it is said: kilos and litres too. */
static const struct choice said_measures[] = {
	{ "g", N_("gramos"), "gramo|gr|g", NULL },
	{ "kg", N_("kilos"), "kilo|kg", NULL },
	{ "ml", N_("mililitros"), "mililitro|ml", NULL },
	{ "l", N_("litros"), "litro|lt|l", NULL },
	{ "unit", N_("unidades"), "unidad", NULL },
	COUNTED_MEASURES
	{ NULL, NULL, NULL, NULL },
};

static const struct field report_args[] = {
	[LACK_KITCHEN] = { "kitchen", T_REF, F_REQUIRED, .label = N_("Cocina"), .ref = "kitchen", .privacy = P_NETWORK,
		.aliases = "cocina|olla|codigo" },
	[LACK_ITEMS] = { "items", T_TEXT, F_WIDE, .label = N_("¿Qué falta?"),
		.help = N_("Por ejemplo: arroz 10 kg, aceite 2 litros y gas"), .max = 300, .privacy = P_NETWORK,
		.aliases = "faltas|lista" },
	[LACK_DAY] = { "day", T_DATE, F_PAST, .label = N_("Día"), .otherwise = "today", .privacy = P_NETWORK,
		.aliases = "dia|fecha" },
	[LACK_ITEM] = { "item", T_TEXT, 0, .label = N_("Una cosa"), .max = 40, .privacy = P_NETWORK, .aliases = "que|cosa" },
	[LACK_AMOUNT] = { "amount", T_INT, 0, .label = N_("Cuánto"), .min = 1, .max = 1000000, .privacy = P_NETWORK,
		.aliases = "cantidad|cuanto" },
	[LACK_MEASURE] = { "measure", T_ENUM, 0, .label = N_("Medida"), .choices = said_measures, .privacy = P_NETWORK,
		.aliases = "medida|unidad" },
};

static const struct field meet_args[] = {
	[MEET_KITCHEN] = { "kitchen", T_REF, F_REQUIRED, .label = N_("Cocina"), .ref = "kitchen", .privacy = P_NETWORK,
		.aliases = "cocina|olla|codigo" },
	[MEET_ITEMS] = { "items", T_TEXT, F_REQUIRED | F_WIDE, .label = N_("¿Qué consiguieron?"), .max = 300,
		.privacy = P_NETWORK },
	[MEET_DAY] = { "day", T_DATE, F_PAST, .label = N_("Día"), .otherwise = "today", .privacy = P_NETWORK },
};

/* The amount that was said apart, in base units. */
static void amount_of(const struct act *a, struct need_item *out)
{
	struct str said = act_has(a, LACK_MEASURE) ? act_text(a, LACK_MEASURE) : STR("unit");
	bool kg = str_is(said, "kg"), litres = str_is(said, "l");

	if (!act_has(a, LACK_AMOUNT))
		return;
	out->has_amount = true;
	out->amount = act_int(a, LACK_AMOUNT) * (kg || litres ? 1000 : 1);
	out->measure = kg ? STR("g") : litres ? STR("ml") : said;
}

/* The list, from what was written or from the one thing that was said apart; OK or INVALID with the reason. */
static enum rc items_of(struct ctx *c, const struct act *a, struct need_item out[NEED_ITEMS_MAX], unsigned *n)
{
	struct str stray = STR("");

	*n = 0;
	if (a->action == &need_report && act_has(a, LACK_ITEM)) {
		struct need_item read[NEED_ITEMS_MAX];
		unsigned some = 0;
		/* A thing that is known is kept under its one name. */
		bool one = need_items_read(c->mem, act_text(a, LACK_ITEM), read, &some, &stray) && some == 1 && !read[0].has_amount;
		struct str item = one ? read[0].item : need_item_plain(c->mem, act_text(a, LACK_ITEM));
		if (!item.n || item.n > NEED_ITEM_MOST)
			return fail(c, "item", "shape", N_("Escriba qué falta, en una o dos palabras"));
		out[(*n)++] = (struct need_item){ .item = item };
		amount_of(a, &out[0]);
		return OK;
	}
	if (!act_has(a, LACK_ITEMS))
		return fail(c, "items", "required", N_("Escriba qué falta, por ejemplo: arroz 10 kg y aceite"));
	if (need_items_read(c->mem, act_text(a, LACK_ITEMS), out, n, &stray))
		return OK;
	return stray.n ? fail_with(c, "items", "unknown",
		N_("No entendí «%s». Escriba cada cosa y cuánto, por ejemplo: arroz 10 kg, aceite 2 litros"), stray) :
		fail(c, "items", "required", N_("Escriba qué falta, por ejemplo: arroz 10 kg y aceite"));
}

static enum rc check_day(struct ctx *c, int64_t day, const struct act *a)
{
	if (day < zone_day(c->net->zone, a->acted_at) - NEED_DAYS)
		return fail(c, "day", "old", N_("De hace tanto ya no se anota lo que faltaba"));
	return OK;
}

static void put_open(struct ctx *c, struct change *ch, const struct act *a, int64_t day, const struct need_item *it)
{
	const struct value key[NEED__N] = {
		[NEED_KITCHEN] = a->v[LACK_KITCHEN],
		[NEED_DAY] = value_int(day),
		[NEED_ITEM] = value_text(it->item),
	};
	struct put *p = put_keyed(c, ch, &need_entity, key);
	const struct record *r = p->stood;

	put_text(p, NEED_STATE, STR("open"));
	if (it->has_amount) {
		put_int(p, NEED_AMOUNT, it->amount);
		put_text(p, NEED_MEASURE, it->measure);
	}
	if (!id_is_zero(c->who->person))
		put_id(p, NEED_BY, c->who->person);
	if (p->create || r->v[NEED_MET_DAY].kind == V_NULL)
		return;
	/* It lacks again: how much was lacking before says nothing. */
	put_set(p, NEED_MET_DAY, value_null());
	put_set(p, NEED_MET_BY, value_null());
	if (!it->has_amount && r->v[NEED_AMOUNT].kind != V_NULL) {
		put_set(p, NEED_AMOUNT, value_null());
		put_set(p, NEED_MEASURE, value_null());
	}
}

static enum rc report_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct need_item it[NEED_ITEMS_MAX];
	unsigned n = 0;
	int64_t day = act_int(a, LACK_DAY);

	if (check_day(c, day, a) != OK || items_of(c, a, it, &n) != OK)
		return INVALID;
	for (unsigned i = 0; i < n; i++)
		put_open(c, ch, a, day, &it[i]);
	return OK;
}

/* Of the latest that lacks, in the same measure, less came than lacks: the rest still does. */
static bool lacks_still(const struct need_item *it, const struct rows *r, int64_t *left_out)
{
	if (!it->has_amount || rows_null(r, 1) || !str_eq(rows_text(r, 2), it->measure))
		return false;
	*left_out = rows_int(r, 1) - it->amount;
	return *left_out > 0;
}

/* All that is open of each thing is met, of whatever day it was told. */
static enum rc meet_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct need_item it[NEED_ITEMS_MAX];
	int64_t day = act_int(a, MEET_DAY);
	unsigned n = 0, met = 0;

	if (check_day(c, day, a) != OK || items_of(c, a, it, &n) != OK)
		return INVALID;
	for (unsigned i = 0; i < n; i++) {
		struct id kitchen = act_ref(a, MEET_KITCHEN);
		struct rows r = db_rows(c->db, SQL(Q_NEEDS_OF_ITEM), ARGS(cell_id(&c->net->id), cell_id(&kitchen),
			cell_int(day - NEED_DAYS), cell_text(it[i].item)));
		for (bool latest = true; rows_next(&r); latest = false) {
			struct put *p = change_put(ch, &need_entity, rows_id(&r, 0), false);
			int64_t left;
			met++;
			if (latest && lacks_still(&it[i], &r, &left)) {
				put_int(p, NEED_AMOUNT, left);
				continue;
			}
			put_text(p, NEED_STATE, STR("met"));
			put_int(p, NEED_MET_DAY, day);
			if (!id_is_zero(c->who->person))
				put_id(p, NEED_MET_BY, c->who->person);
		}
	}
	if (met)
		return OK;
	return fail_with(c, "items", "unknown", N_("No estaba anotado que falte %s, así que no cambié nada"),
		need_item_label(it[0].item));
}

const struct action need_report = {
	.name = "need.report", .label = N_("Avisar que falta"), .args = report_args, .nargs = LACK__N,
	.flags = ACT_LOW_RISK | ACT_REPORT, .on = AT(LACK_KITCHEN), .decide = report_decide, .describe = need_describe,
};

const struct action need_meet = {
	.name = "need.meet", .label = N_("Ya lo conseguimos"), .args = meet_args, .nargs = MEET__N,
	.flags = ACT_LOW_RISK | ACT_REPORT, .on = AT(MEET_KITCHEN), .decide = meet_decide, .describe = need_meet_describe,
};
