/*
 * kitchens.h - kitchens and their pots.
 *
 * A kitchen is a group of kind olla or comedor; `kitchen` is this module's record about it, with the
 * same id. A meal is one pot: kitchen, day and sitting name it for ever and give its id. `served`
 * counts every plate, `free` is part of it; what was paid is served - free when both are known.
 */
#ifndef AYNI_KITCHENS_H
#define AYNI_KITCHENS_H

#include "module.h"

enum {
	KITCHEN_CAPACITY, KITCHEN_OPENED, KITCHEN_ADDRESS, KITCHEN_WATER, KITCHEN_STOVE, KITCHEN__N
};

enum {
	MEAL_KITCHEN, MEAL_DAY, MEAL_SITTING, MEAL_DISTRICT, MEAL_DISTRICT_SOURCE, MEAL_PLANNED,
	MEAL_SERVED, MEAL_FREE, MEAL_LEFTOVER, MEAL_COST, MEAL_REASON, MEAL_VOIDED, MEAL__N
};

extern const struct entity kitchen_entity, meal_entity;
extern const struct choice sittings[];

extern const struct module kitchens_module;

#endif
