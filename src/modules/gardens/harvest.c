/*
 * harvest.c - what a garden gave of one crop on one day, and its way into the store.
 *
 * What goes to the store is a movement of it in the same change; a corrected harvest takes its movement back and puts the
 * right one, so that the store always holds what the harvest says.
 */
#include "gardens_own.h"

#include "field.h"
#include "food.h"
#include "people.h"
#include "stock.h"

enum { BELIEVED_G = 200000 };

static const struct choice ways[] = {
	{ "store", N_("al almacén de la cocina"), "almacen|cocina|olla", "olla" },
	{ "home", N_("a la casa"), "casa|familia", "casa" },
	{ "shared", N_("se repartió o se vendió"), "repartido|vendido|regalado", "ayuda" },
	{ NULL, NULL, NULL, NULL },
};

static const struct field harvest_fields[] = {
	[HARVEST_GARDEN] = { "garden", T_REF, F_KEY | F_REQUIRED | F_FILTER, .label = N_("Huerto"), .ref = "garden", .privacy = P_NETWORK,
		.aliases = "huerto" },
	[HARVEST_DAY] = { "day", T_DATE, F_KEY | F_REQUIRED | F_FILTER | F_SORT | F_PAST, .label = N_("Día"), .otherwise = "today",
		.privacy = P_NETWORK, .aliases = "dia|fecha" },
	[HARVEST_CROP] = { "crop", T_ENUM, F_KEY | F_REQUIRED | F_FILTER, .label = N_("Cultivo"), .choices = crops, .privacy = P_NETWORK,
		.aliases = "cultivo" },
	[HARVEST_GROUP] = { "group", T_REF, F_DERIVED | F_FILTER, .label = N_("Cocina"), .ref = "group", .privacy = P_NETWORK },
	[HARVEST_WEIGHT_G] = { "weight_g", T_INT, F_REQUIRED | F_GRAMS, .label = N_("Peso"), .help = N_("Por ejemplo: 3.5 kg, o 800 g"),
		.min = 0, .max = 5000000, .privacy = P_NETWORK, .aliases = "peso|gramos" },
	[HARVEST_GOES] = { "goes", T_ENUM, F_FILTER, .label = N_("Adónde va"),
		.help = N_("Si no dice: de un huerto de la cocina, al almacén; de una familia, a su casa"), .choices = ways, .privacy = P_NETWORK,
		.aliases = "adonde|destino" },
	[HARVEST_WHAT] = { "what", T_TEXT, 0, .label = N_("Qué es"), .help = N_("Solo si no está en la lista"), .max = 80,
		.privacy = P_NETWORK, .aliases = "que" },
	[HARVEST_REASON] = { "reason", T_TEXT, 0, .label = N_("Motivo"), .help = N_("Solo si es mucho más de lo que suele dar"), .max = 200,
		.privacy = P_GROUP, .aliases = "motivo" },
	[HARVEST_MOVE] = { "move", T_REF, F_DERIVED, .label = N_("En el almacén"), .ref = "stock_move", .privacy = P_GROUP },
};

static const struct entity_index harvest_indexes[] = { { 2, { HARVEST_GROUP, HARVEST_DAY } } };

const struct entity harvest_entity = {
	.name = "harvest", .label = N_("Cosecha"), .plural = N_("Cosechas"), .fields = harvest_fields, .nfields = HARVEST__N,
	.group = AT(HARVEST_GROUP), .day = AT(HARVEST_DAY), .put_action = "harvest.tell", .indexes = harvest_indexes,
	.nindexes = ARRAY_LEN(harvest_indexes),
};

const struct tally harvest_day = {
	.name = "harvest_day", .entity = &harvest_entity, .nby = 2, .nvalues = 1, .by = { HARVEST_GROUP, HARVEST_DAY },
	.values = { HARVEST_WEIGHT_G },
};

static struct str kind_of_garden(struct ctx *c, struct id garden)
{
	struct record *r = ARENA_NEW(c->mem, struct record);

	if (!record_get(c->db, c->schema, c->mem, &garden_entity, c->net->id, garden, r) || r->v[GARDEN_KIND].kind != V_TEXT)
		return STR("");
	return r->v[GARDEN_KIND].s;
}

/* As she says it, else as it stood, else by whose garden it is. */
static struct str way_of(struct ctx *c, const struct act *a, const struct record *stood)
{
	if (act_has(a, HARVEST_GOES))
		return act_text(a, HARVEST_GOES);
	if (stood && stood->v[HARVEST_GOES].kind == V_TEXT)
		return stood->v[HARVEST_GOES].s;
	return str_is(kind_of_garden(c, act_ref(a, HARVEST_GARDEN)), "kitchen") ? STR("store") : STR("home");
}

/* The food it is in the store; zero: none. */
static struct id food_of(struct ctx *c, const struct act *a, const struct record *stood)
{
	const struct crop *crop = crop_find(act_text(a, HARVEST_CROP));

	if (crop)
		return food_named(c, str_c(crop->food));
	struct str what = act_has(a, HARVEST_WHAT) ? act_text(a, HARVEST_WHAT) :
		stood && stood->v[HARVEST_WHAT].kind == V_TEXT ? stood->v[HARVEST_WHAT].s : STR("");
	return what.n ? food_named(c, what) : (struct id){ 0 };
}

static enum rc put_in_store(struct ctx *c, const struct act *a, struct change *ch, struct put *p, const struct record *stood)
{
	struct id food = food_of(c, a, stood);
	struct stock_entry e = { .group = act_scope(c, a).group, .food = food, .day = act_int(a, HARVEST_DAY), .kind = "harvested",
		.amount = act_int(a, HARVEST_WEIGHT_G), .reason = act_text(a, HARVEST_REASON),
		.source = str_fmt(c->mem, "harvest %s", str_cstr(c->mem, id_text(c->mem, p->id))) };

	if (id_is_zero(food) && !crop_find(act_text(a, HARVEST_CROP)))
		return fail(c, "what", "unknown", N_("Escriba qué es, con un nombre que esté en el almacén; o diga que va a la casa"));
	if (id_is_zero(food))
		return fail(c, "crop", "unknown", N_("Ese cultivo no está en la lista de alimentos del almacén; pida a la operadora que lo agregue"));
	if (stock_put(c, a, ch, "weight_g", &e, 0) != OK)
		return INVALID;
	put_id(p, HARVEST_MOVE, stock_id(a, 0));
	return OK;
}

static enum rc harvest_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct record *stood = ARENA_NEW(c->mem, struct record);

	if (weight_said(c, a, HARVEST_WEIGHT_G) != OK)
		return INVALID;
	if (act_has(a, HARVEST_WEIGHT_G) && act_int(a, HARVEST_WEIGHT_G) > BELIEVED_G && !act_has(a, HARVEST_REASON))
		return fail(c, "weight_g", "much", N_("Más de 200 kilos en un día es mucho para un huerto: revise la medida, o escriba el motivo"));
	if (record_decide(c, a, ch) != OK)
		return INVALID;
	struct put *p = ch->puts; /* the harvest's own */
	bool there = record_get(c->db, c->schema, c->mem, &harvest_entity, c->net->id, p->id, stood) && stood->born;
	struct str way = way_of(c, a, there ? stood : NULL);
	if (!put_get(p, HARVEST_GOES))
		put_text(p, HARVEST_GOES, way);
	bool stored = there && stood->v[HARVEST_MOVE].kind == V_ID;
	if (stored)
		(void)stock_put_reversal(c, ch, stood->v[HARVEST_MOVE].id, STR(""));
	if (act_has(a, HARVEST_WEIGHT_G) && act_int(a, HARVEST_WEIGHT_G) > 0 && str_is(way, "store"))
		return put_in_store(c, a, ch, p, there ? stood : NULL);
	if (stored)
		put_set(p, HARVEST_MOVE, value_null());
	return OK;
}

static struct str harvest_describe(struct ctx *c, const struct told *t)
{
	const struct put *p = change_find(t->change, &harvest_entity);
	const struct value *g = p ? put_get(p, HARVEST_WEIGHT_G) : NULL;
	struct record *r = ARENA_NEW(c->mem, struct record);

	if (!g || g->kind != V_INT || !record_get(c->db, c->schema, c->mem, &harvest_entity, c->net->id, p->id, r))
		return record_describe(c, t);
	const struct str_pair pairs[] = { { "who", t->author }, { "crop", choice_label(c, crops, r->v[HARVEST_CROP].s) },
		{ "weight", field_show(c->mem, &harvest_fields[HARVEST_WEIGHT_G], g, c->lang) } };
	return tr_named(c->mem, c->lang, N_("{who} anotó la cosecha: {crop}, {weight}"), pairs, ARRAY_LEN(pairs));
}

const struct action harvest_tell = {
	.name = "harvest.tell", .label = N_("Anotar la cosecha"), .nargs = HARVEST__N, .args = harvest_fields,
	.flags = ACT_REPORT | ACT_LOW_RISK, .on = AT(HARVEST_GARDEN), .edits = &harvest_entity, .decide = harvest_decide,
	.describe = harvest_describe,
};
