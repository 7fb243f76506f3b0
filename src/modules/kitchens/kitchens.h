/*
 * kitchens.h - kitchens and their pots.
 *
 * A kitchen is a group of kind olla or comedor; `kitchen` is this module's record about it, with the
 * same id. A meal is one pot: kitchen, day and sitting name it for ever and give its id. `served`
 * counts every plate, `free` is part of it; what was paid is served - free when both are known. A need is one thing
 * that a kitchen said it lacks on a day: open until somebody says that it came.
 */
#ifndef AYNI_KITCHENS_H
#define AYNI_KITCHENS_H

#include "kitchen_at.h"
#include "module.h"

enum {
	KITCHEN_CAPACITY, KITCHEN_OPENED, KITCHEN_ADDRESS, KITCHEN_WATER, KITCHEN_STOVE,
	KITCHEN_SETTLEMENT, KITCHEN_BLOCK, KITCHEN_LOT, KITCHEN_LANDMARK, KITCHEN_LATITUDE, KITCHEN_LONGITUDE,
	KITCHEN_ON_MAP, /* she lets the public map show the point */
	KITCHEN_DAYS,   /* "LMXJV": Monday to Friday (kitchen_days_read) */
	KITCHEN_WASH_BASIN, KITCHEN_TOILET, KITCHEN_STORE_ROOM, KITCHEN_FRIDGE,
	KITCHEN_REASON, /* why it was registered against a warning */
	KITCHEN__N
};

enum {
	MEAL_KITCHEN, MEAL_DAY, MEAL_SITTING, MEAL_DISTRICT, MEAL_DISTRICT_SOURCE, MEAL_PLANNED,
	MEAL_SERVED, MEAL_FREE, MEAL_LEFTOVER, MEAL_COST, MEAL_REASON, MEAL_VOIDED, MEAL__N
};

enum {
	NEED_KITCHEN, NEED_DAY, NEED_ITEM, NEED_DISTRICT, NEED_AMOUNT, NEED_MEASURE, NEED_STATE, NEED_BY, NEED_MET_DAY,
	NEED_MET_BY, NEED_VOIDED, NEED__N
};

extern const struct entity kitchen_entity, meal_entity, need_entity;
extern const struct choice sittings[];

/*
 * Days of the week as people write them: "lunes a viernes", "lun mie y vie", "todos los dias", "LMXJV". Bit 0 is Monday;
 * 0 when it is not understood.
 */
unsigned kitchen_days_read(struct arena *a, struct str text);
/* "LMXJV", as it is kept. */
struct str kitchen_days_plain(struct arena *a, unsigned days);
/* "lunes a viernes", "martes, jueves y sábado", "todos los días"; empty for none. */
struct str kitchen_days_show(struct arena *a, const struct lang *l, unsigned days);

/*
 * What a district did on that day, in one text worth forwarding: kitchens that told, servings, what is lacking most.
 * Counts only, nobody's name, "<5" for people (domain.md). Anyone may read it. In c->mem, in c->lang.
 */
struct str district_summary(struct ctx *c, struct id place, int64_t day);

extern const struct module kitchens_module;

/* For an invented network (sample.h): its pots; plates on an ordinary day of its nth kitchen. */
enum rc kitchens_live(struct sample *s, int64_t day);
int64_t meal_sample_usual(uint64_t seed, unsigned n);

#endif
