/*
 * kitchens_own.h - what the files of this module share and nobody else sees.
 */
#ifndef AYNI_KITCHENS_OWN_H
#define AYNI_KITCHENS_OWN_H

#include "kitchens.h"
#include "people.h"
#include "kitchens_sql.h"

extern const struct choice waters[], stoves[], conditions[], yes_no[];
extern const struct field meal_fields[];
extern const struct tally served_day, served_district_day, served_district, served_kitchen,
	served_sitting;
extern const struct action kitchen_register, kitchen_edit, kitchen_put, meal_report, meal_void, need_report, need_meet;
extern const struct choice measures[], need_states[];
extern const struct rule kitchens_rules[];
extern const struct page kitchens_pages[];
extern const struct task kitchens_tasks[];
extern const struct text_command kitchens_commands[];

#define SQL(name) (&kitchens_sql.query[name])

/* What is known of a kitchen, as a record and as arguments that begin at `first`. */
#define KITCHEN_FIELDS(first) \
	[(first)] = { "capacity", T_INT, 0, .label = N_("Comensales registrados"), \
		.help = N_("Cuántas personas comen ahí de costumbre"), .unit = N_("personas"), .min = 1, .max = 5000, \
		.privacy = P_NETWORK, .aliases = "comensales" }, \
	[(first) + 1] = { "opened", T_DATE, F_PAST, .label = N_("Cocina desde"), .privacy = P_PUBLIC, .aliases = "desde" }, \
	[(first) + 2] = { "address", T_TEXT, 0, .label = N_("Dirección"), .help = N_("Manzana, lote y una referencia"), \
		.max = 200, .privacy = P_NETWORK, .aliases = "direccion" }, \
	[(first) + 3] = { "water", T_ENUM, 0, .label = N_("Agua"), .choices = waters, .privacy = P_NETWORK, \
		.aliases = "agua" }, \
	[(first) + 4] = { "stove", T_ENUM, 0, .label = N_("Fogón"), .choices = stoves, .privacy = P_NETWORK, \
		.aliases = "fogon" }, \
	[(first) + 5] = { "settlement", T_TEXT, 0, .label = N_("Asentamiento o barrio"), .max = 80, .privacy = P_NETWORK, \
		.aliases = "asentamiento|aahh|barrio|sector" }, \
	[(first) + 6] = { "block", T_TEXT, 0, .label = N_("Manzana"), .max = 12, .privacy = P_NETWORK, .aliases = "manzana|mz" }, \
	[(first) + 7] = { "lot", T_TEXT, 0, .label = N_("Lote"), .max = 12, .privacy = P_NETWORK, .aliases = "lote|lt" }, \
	[(first) + 8] = { "landmark", T_TEXT, 0, .label = N_("Referencia"), .help = N_("Qué hay cerca: un paradero, una loza, una bodega"), \
		.max = 120, .privacy = P_NETWORK, .aliases = "referencia" }, \
	[(first) + 9] = { "latitude", T_LAT, 0, .label = N_("Latitud"), .privacy = P_NETWORK, .aliases = "lat|latitud" }, \
	[(first) + 10] = { "longitude", T_LON, 0, .label = N_("Longitud"), .privacy = P_NETWORK, .aliases = "lon|lng|longitud" }, \
	[(first) + 11] = { "on_map", T_ENUM, 0, .choices = yes_no, .label = N_("El mapa público puede mostrar dónde está"), .privacy = P_PUBLIC, \
		.aliases = "en el mapa" }, \
	[(first) + 12] = { "days", T_TEXT, 0, .label = N_("Días que cocina"), .help = N_("Por ejemplo: lunes a viernes"), .max = 80, \
		.privacy = P_PUBLIC, .aliases = "dias|días" }, \
	[(first) + 13] = { "wash_basin", T_ENUM, 0, .choices = conditions, .label = N_("Lavadero"), .privacy = P_NETWORK, .aliases = "lavadero" }, \
	[(first) + 14] = { "toilet", T_ENUM, 0, .choices = conditions, .label = N_("Baño"), .privacy = P_NETWORK, .aliases = "baño|bano" }, \
	[(first) + 15] = { "store_room", T_ENUM, 0, .choices = conditions, .label = N_("Almacén"), .privacy = P_NETWORK, .aliases = "almacen" }, \
	[(first) + 16] = { "fridge", T_ENUM, 0, .choices = conditions, .label = N_("Refrigeradora"), .privacy = P_NETWORK, .aliases = "refrigeradora|refri" }, \
	[(first) + 17] = { "reason", T_TEXT, F_WIDE, .label = N_("Motivo"), .help = N_("Solo si se lo pedimos arriba"), .max = 300, \
		.privacy = P_GROUP, .aliases = "motivo" }

/* The arguments of meal.void. */
enum { VOID_KITCHEN, VOID_DAY, VOID_SITTING, VOID_REASON, VOID__N };

/*
 * The arguments of need.report: a list as people write it, or one thing with its amount. Of need.meet: kitchen and list,
 * in the same places.
 */
enum { LACK_KITCHEN, LACK_ITEMS, LACK_DAY, LACK_ITEM, LACK_AMOUNT, LACK_MEASURE, LACK__N };
enum { MEET_KITCHEN, MEET_ITEMS, MEET_DAY, MEET__N };

/* The id of that pot, told or not. */
struct id meal_id(const struct ctx *c, struct id kitchen, int64_t day, struct str sitting);
/* The meal as it stands; false when nobody told of it, or what was told was taken back. */
bool meal_get(struct ctx *c, struct id id, struct record *out);

/* May this act speak of that day: the rule of who may go how far back. `reason` was given or not. */
enum rc meal_check_day(struct ctx *c, struct id kitchen, int64_t day, int64_t acted_day, bool reason);
/* Free within served, and no number out of all habit without a reason. r: what stands, or NULL. */
enum rc meal_check_figures(struct ctx *c, const struct act *a, const struct record *r, struct id meal);

/* The sentences of meal_report and meal_void. */
struct str meal_describe(struct ctx *c, const struct told *t);
struct str meal_void_describe(struct ctx *c, const struct told *t);
/* The one-sentence answer of a text message. */
struct str meal_answer(struct ctx *c, const struct act *a, const struct outcome *o);
/* ---- needs ---- */

enum { NEED_DAYS = 30 }; /* a need that nobody spoke of for so long is no longer told */

/* One thing as it is lacking, of one kitchen: "arroz, 10 kg". */
struct need {
	struct id id, kitchen;
	struct str item, measure;
	bool has_amount;
	int64_t amount, day;
};
enum { NEEDS_SHOWN = 40 };
/* What is open in a kitchen, the latest day first, each thing once; at most NEEDS_SHOWN. */
unsigned needs_open(struct ctx *c, struct id kitchen, struct need out[NEEDS_SHOWN]);
/* "saco", of "sacos": a msgid. */
const char *measure_one(struct str measure);
/* "10 kg", "1.5 litros", "2 sacos"; empty without an amount. */
struct str need_amount_show(struct ctx *c, bool has_amount, int64_t amount, struct str measure);
/* "arroz 10 kg, aceite"; at most `max` of them, then "…". */
struct str needs_join(struct ctx *c, const struct need *n, unsigned count, unsigned max);
/* The kitchens of the actor; at most max. */
unsigned my_kitchen_ids(struct ctx *c, struct id *out, unsigned max);
struct str need_describe(struct ctx *c, const struct told *t);
struct str need_meet_describe(struct ctx *c, const struct told *t);

/* The public summary's numbers; ended by a NULL name. */
extern const struct figure kitchens_figures[];

/* What things are counted in, as kept and as said: rows of struct choice. */
#define COUNTED_MEASURES \
	{ "sack", N_("sacos"), "saco|costal|costales", NULL }, \
	{ "bottle", N_("botellas"), "botella", NULL }, \
	{ "cylinder", N_("balones"), "balon", NULL }, \
	{ "box", N_("cajas"), "caja", NULL }, \
	{ "bag", N_("bolsas"), "bolsa", NULL }, \
	{ "pack", N_("paquetes"), "paquete", NULL }, \
	{ "can", N_("latas"), "lata|tarro|tarros", NULL }, \
	{ "bunch", N_("atados"), "atado|manojo", NULL }, \
	{ "tray", N_("planchas"), "plancha|jaba", NULL }, \
	{ "drum", N_("bidones"), "bidon|balde|baldes", NULL }, \
	{ "tank", N_("cisternas"), "cisterna|tanque", NULL },

#endif
