/*
 * compost.c - what is made of leftovers: compost batches, waste by type, and families taught to do it at home.
 */
#include "gardens_own.h"

#include "people.h"

/* Rules of thumb of guides to home compost: turned each fortnight, ready after three months at the earliest. */
enum { TURN_DAYS = 14, READY_DAYS = 90 };

static const struct choice compost_ways[] = {
	{ "pile", N_("ruma o hueco"), "pila|ruma|hueco|monton", NULL },
	{ "box", N_("cajón o balde"), "cajon|balde|compostera", NULL },
	{ "worms", N_("con lombrices"), "lombrices|lombricera", NULL },
	{ NULL, NULL, NULL, NULL },
};

static const struct choice lesson_topics[] = {
	{ "garden", N_("huerto en casa"), "huerto", "planta" },
	{ "compost", N_("compost en casa"), "compost|abono", "arbol" },
	{ "both", N_("huerto y compost"), "ambos|los dos", "flor" },
	{ NULL, NULL, NULL, NULL },
};

#define OF_GROUP { "group", T_REF, F_KEY | F_REQUIRED | F_FILTER, .label = N_("Cocina"), .ref = "group", .privacy = P_NETWORK, \
	.aliases = "cocina|grupo" }
#define ON_DAY(label_) { "day", T_DATE, F_KEY | F_REQUIRED | F_FILTER | F_SORT | F_PAST, .label = label_, .otherwise = "today", \
	.privacy = P_NETWORK, .aliases = "dia|fecha" }
#define WEIGHT(name_, label_, alias_, words_) { name_, T_INT, F_GRAMS, .label = label_, .min = 0, .max = 5000000, .privacy = P_NETWORK, \
	.aliases = alias_, .words = words_ }

static const struct field compost_fields[] = {
	[COMPOST_GROUP] = OF_GROUP,
	[COMPOST_DAY] = ON_DAY(N_("Se empezó el")),
	[COMPOST_WAY] = { "way", T_ENUM, 0, .label = N_("Cómo es"), .choices = compost_ways, .privacy = P_NETWORK, .aliases = "tipo" },
	[COMPOST_TURNED] = { "turned", T_DATE, F_PAST, .label = N_("Se volteó por última vez el"), .privacy = P_NETWORK, .aliases = "volteo" },
	[COMPOST_READY] = { "ready", T_DATE, F_PAST, .label = N_("Estuvo listo el"), .privacy = P_NETWORK, .aliases = "listo" },
	[COMPOST_USED] = { "used", T_DATE, F_PAST, .label = N_("Se usó el"), .privacy = P_NETWORK, .aliases = "uso" },
	[COMPOST_USED_G] = WEIGHT("used_g", N_("Cuánto compost se sacó"), "peso", NULL),
	[COMPOST_NOTE] = { "note", T_TEXT, 0, .label = N_("Nota"), .max = 200, .privacy = P_GROUP, .aliases = "nota" },
};

static const struct entity_index compost_indexes[] = { { 2, { COMPOST_GROUP, COMPOST_DAY } } };

const struct entity compost_entity = {
	.name = "compost", .label = N_("Compost"), .plural = N_("Compost"), .fields = compost_fields, .nfields = COMPOST__N,
	.group = AT(COMPOST_GROUP), .day = AT(COMPOST_DAY), .put_action = "compost.tell", .indexes = compost_indexes,
	.nindexes = ARRAY_LEN(compost_indexes),
};

static const struct field waste_fields[] = {
	[WASTE_GROUP] = OF_GROUP,
	[WASTE_DAY] = ON_DAY(N_("Día")),
	[WASTE_ORGANIC_G] = WEIGHT("organic_g", N_("Cáscaras y sobras de comida"), "organico|organicos", "organico|organicos|cascaras|sobras de comida"),
	[WASTE_RECYCLABLE_G] = WEIGHT("recyclable_g", N_("Papel, plástico, vidrio y latas"), "reciclable|reciclables", "reciclable|reciclables"),
	[WASTE_OTHER_G] = WEIGHT("other_g", N_("Lo demás, a la basura"), "otros|basura", "basura"),
	[WASTE_OIL_ML] = { "oil_ml", T_INT, F_ML, .label = N_("Aceite usado que se juntó"), .help = N_("Por ejemplo: 2 litros"), .min = 0,
		.max = 5000000, .privacy = P_NETWORK, .aliases = "aceite", .words = "aceite usado" },
};

static const struct entity_index waste_indexes[] = { { 2, { WASTE_GROUP, WASTE_DAY } } };

const struct entity waste_entity = {
	.name = "waste", .label = N_("Residuos del día"), .plural = N_("Residuos"), .fields = waste_fields, .nfields = WASTE__N,
	.group = AT(WASTE_GROUP), .day = AT(WASTE_DAY), .put_action = "waste.tell", .indexes = waste_indexes,
	.nindexes = ARRAY_LEN(waste_indexes),
};

const struct tally waste_day = {
	.name = "waste_day", .entity = &waste_entity, .nby = 2, .nvalues = 3, .by = { WASTE_GROUP, WASTE_DAY },
	.values = { WASTE_ORGANIC_G, WASTE_RECYCLABLE_G, WASTE_OIL_ML },
};

static const struct field lesson_fields[] = {
	[LESSON_GROUP] = OF_GROUP,
	[LESSON_DAY] = ON_DAY(N_("Día")),
	[LESSON_TOPIC] = { "topic", T_ENUM, F_KEY | F_REQUIRED | F_FILTER, .label = N_("Qué se enseñó"), .choices = lesson_topics,
		.privacy = P_NETWORK, .aliases = "tema" },
	[LESSON_FAMILIES] = { "families", T_INT, F_REQUIRED, .label = N_("Familias visitadas ese día"), .min = 0, .max = 1000,
		.privacy = P_NETWORK, .aliases = "familias" },
	[LESSON_NEW] = { "new_families", T_INT, 0, .label = N_("De ellas, por primera vez"), .min = 0, .max = 1000, .privacy = P_NETWORK,
		.aliases = "nuevas" },
	[LESSON_NOTE] = { "note", T_TEXT, 0, .label = N_("Nota"), .help = N_("Sin nombres de personas"), .max = 200, .privacy = P_GROUP,
		.aliases = "nota" },
};

static const struct entity_index lesson_indexes[] = { { 2, { LESSON_GROUP, LESSON_DAY } } };

const struct entity lesson_entity = {
	.name = "garden_lesson", .label = N_("Visita para enseñar"), .plural = N_("Visitas para enseñar"), .fields = lesson_fields,
	.nfields = LESSON__N, .group = AT(LESSON_GROUP), .day = AT(LESSON_DAY), .put_action = "garden.teach", .indexes = lesson_indexes,
	.nindexes = ARRAY_LEN(lesson_indexes),
};

const struct tally lesson_day = {
	.name = "lesson_day", .entity = &lesson_entity, .nby = 2, .nvalues = 2, .by = { LESSON_GROUP, LESSON_DAY },
	.values = { LESSON_FAMILIES, LESSON_NEW },
};

/* What comes later is not told to be earlier: started, turned, ready, used. */
static enum rc compost_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	static const unsigned order[] = { COMPOST_DAY, COMPOST_TURNED, COMPOST_READY, COMPOST_USED };

	for (unsigned i = 1; i < ARRAY_LEN(order); i++)
		if (act_has(a, order[i]) && act_int(a, order[i]) < act_int(a, COMPOST_DAY))
			return fail(c, compost_fields[order[i]].name, "order", N_("Eso no puede ser antes de empezarlo: revise las fechas"));
	if (act_has(a, COMPOST_USED) && act_has(a, COMPOST_READY) && act_int(a, COMPOST_USED) < act_int(a, COMPOST_READY))
		return fail(c, "used", "order", N_("Se usó antes de estar listo: revise las fechas"));
	return weight_said(c, a, COMPOST_USED_G) != OK ? INVALID : record_decide(c, a, ch);
}

static enum rc waste_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	bool any = false;

	for (unsigned i = WASTE_ORGANIC_G; i < WASTE__N; i++) {
		any |= act_has(a, i);
		if (weight_said(c, a, i) != OK)
			return INVALID;
	}
	return any ? record_decide(c, a, ch) : fail(c, "organic_g", "required", N_("Anote al menos una de las cuatro cosas"));
}

static enum rc lesson_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	if (act_has(a, LESSON_NEW) && act_has(a, LESSON_FAMILIES) && act_int(a, LESSON_NEW) > act_int(a, LESSON_FAMILIES))
		return fail(c, "new_families", "sum", N_("No pueden ser más que las familias visitadas"));
	return record_decide(c, a, ch);
}

#define TELLS(name_, label_, fields_, n_, entity_, decide_) { .name = name_, .label = label_, .nargs = n_, .args = fields_, \
	.flags = ACT_REPORT, .on = AT(0), .edits = &entity_, .decide = decide_, .describe = record_describe }

const struct action compost_tell = TELLS("compost.tell", N_("Guardar"), compost_fields, COMPOST__N, compost_entity, compost_decide);
const struct action waste_tell = TELLS("waste.tell", N_("Guardar"), waste_fields, WASTE__N, waste_entity, waste_decide);
const struct action lesson_tell = TELLS("garden.teach", N_("Guardar"), lesson_fields, LESSON__N, lesson_entity, lesson_decide);

/* What it waits for, where nobody said that it is ready. */
struct str compost_beside(struct ctx *c, const struct record *r)
{
	if (r->v[COMPOST_READY].kind == V_INT || r->v[COMPOST_USED].kind == V_INT || r->v[COMPOST_DAY].kind != V_INT)
		return STR("");
	int64_t turned = r->v[COMPOST_TURNED].kind == V_INT ? r->v[COMPOST_TURNED].i : r->v[COMPOST_DAY].i;
	if (today(c) >= r->v[COMPOST_DAY].i + READY_DAYS)
		return tr(c->lang, N_("ya puede estar listo: mire si huele a tierra"));
	if (today(c) >= turned + TURN_DAYS && !(r->v[COMPOST_WAY].kind == V_TEXT && str_is(r->v[COMPOST_WAY].s, "worms")))
		return tr(c->lang, N_("toca voltearlo"));
	return tr_fill(c->mem, c->lang, N_("listo hacia el %s"), lang_date_short(c->mem, c->lang, r->v[COMPOST_DAY].i + READY_DAYS));
}
