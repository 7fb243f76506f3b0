/*
 * menu.h - recipes, what a kitchen means to cook, and how much of each food that takes.
 *
 * A recipe is written for a number of plates; its items say how much of each food. A menu is what one kitchen cooks on one
 * day at one sitting: a recipe, or a dish in her own words, for so many plates. What a menu takes is its recipe scaled to
 * its plates: nothing is kept twice. A dish without a recipe takes nothing that is known.
 */
#ifndef AYNI_MENU_H
#define AYNI_MENU_H

#include "module.h"

enum { RECIPE_GROUP, RECIPE_NAME, RECIPE_PLATES, RECIPE_STEPS, RECIPE_VOIDED, RECIPE__N };
enum { ITEM_RECIPE, ITEM_FOOD, ITEM_GROUP, ITEM_AMOUNT, ITEM_TYPED, ITEM_VOIDED, ITEM__N };
enum { MENU_GROUP, MENU_DAY, MENU_SITTING, MENU_DISH, MENU_RECIPE, MENU_PLATES, MENU_TAKEN, MENU_VOIDED, MENU__N };

extern const struct entity recipe_entity, recipe_item_entity, menu_entity;
extern const struct choice menu_sittings[];
/* Entities and queries; what people do with them is the module cooking's. Needs foods_module. */
extern const struct module menus_module;

enum { RECIPE_FOODS_MAX = 40, MENU_FOODS_MAX = 120 };

/* What a recipe says of one food; amount 0: to taste, or not written. */
struct menu_food {
	struct id food;
	int64_t amount; /* base units */
	struct str typed;
};

/* As it stands; false: there is none, or it was taken back. In the context's arena. */
bool recipe_get(struct ctx *c, struct id recipe, struct record *out);
bool menu_get(struct ctx *c, struct id group, int64_t day, struct str sitting, struct record *out);
/* Its foods, in the order they were written; how many, at most RECIPE_FOODS_MAX. */
unsigned recipe_foods(struct ctx *c, struct id recipe, struct menu_food out[RECIPE_FOODS_MAX]);
/* The recipe of that name (folded) of the group, else of the whole network; zero: none. */
struct id recipe_named(struct ctx *c, struct id group, struct str name);
/* Of the group and of the whole network, by name; how many, at most max. */
unsigned recipes_of(struct ctx *c, struct id group, struct id *out, unsigned max);
/*
 * So much for `plates` of what is written for `written` plates, rounded to what a kitchen's scale shows: 100 g from 10 kg on,
 * 10 g from a kilo on, else the nearest base unit; 0 stays 0.
 */
int64_t menu_scale(int64_t amount, int64_t plates, int64_t written);
/*
 * What the group's menus from one day to another (both included) still take, by food: those of which nothing was taken
 * yet. How many foods, at most max.
 */
unsigned menus_need(struct ctx *c, struct id group, int64_t from, int64_t to, struct menu_food *out, unsigned max);

#endif
