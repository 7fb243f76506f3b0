/*
 * food.h - what pots are made of: one table for stores, recipes, gardens and recovered food.
 *
 * A food is a record of the network, named for ever by its code ("arroz", "gas"): gas, water, firewood and soap are in the
 * same table, since they are bought, counted and lacking like rice. Amounts are whole numbers in its base unit: grams,
 * millilitres or pieces. What a hundred grams (or millilitres) of it give is per edible part; unknown stays unknown.
 * A new network starts with data/foods.csv (data/README.md); each row names where it was published. An operator may import
 * more (`ayni import food FILE`), or correct it.
 */
#ifndef AYNI_FOOD_H
#define AYNI_FOOD_H

#include "module.h"

enum {
	FOOD_CODE,        /* T_CODE, the key: "ARROZ" */
	FOOD_NAME,        /* "arroz", as people read it */
	FOOD_WORDS,       /* other words for it, folded, separated by | */
	FOOD_KIND,        /* cereal, tuber, pulse, meat, fish, egg, dairy, vegetable, fruit, fat, sugar, condiment, fuel, water, other */
	FOOD_BASE,        /* g, ml, unit */
	FOOD_EDIBLE_PCT,  /* what is left of 100 g when it is peeled */
	FOOD_ENERGY_KCAL, /* of 100 g of the edible part, as the three that follow */
	FOOD_PROTEIN_MG,
	FOOD_IRON_UG,
	FOOD_HEME,        /* its iron is of meat, blood or fish, and better taken up */
	FOOD_CUP,         /* in base units, as are the next: what kitchens measure with */
	FOOD_HANDFUL,
	FOOD_SPOON,
	FOOD_SACK,
	FOOD_PIECE,       /* one egg, one cabbage, one cylinder of gas */
	FOOD_LARGE,       /* more than this at once is asked back: a wrong unit, most likely */
	FOOD_KEEPS_DAYS,  /* how long it keeps when no date was said */
	FOOD_SOURCE,      /* where its figures were published */
	FOOD__N
};

extern const struct entity food_entity;
extern const struct choice food_kinds[], food_bases[];
extern const struct module foods_module;

/* The food of that code or word, folded or not, one or many ("papas"), a slip of the finger in it; the zero id: none. */
struct id food_named(struct ctx *c, struct str word);
/* As it stands; false: there is none. In the context's arena. */
bool food_get(struct ctx *c, struct id food, struct record *out);
/*
 * An amount as people write it of that food: "10 kg", "2 sacos", "3 tazas y media", "media docena": in base units. A number
 * without a measure is one of what is counted ("30" eggs, "2" of gas); of what is weighed or poured it is no amount.
 * INVALID with a fault at `field` in their language: no number ("format"), no such measure for this food ("measure"), or
 * more than is believed (code "much"; *out is set all the same, so that an action with a reason may clear the fault by
 * asking food_amount_sure instead).
 */
enum rc food_amount_read(struct ctx *c, const struct record *food, const char *field, struct str typed, int64_t *out) MUST_USE;
/* The same, where a reason was said: nothing is too much. */
enum rc food_amount_sure(struct ctx *c, const struct record *food, const char *field, struct str typed, int64_t *out) MUST_USE;
/* "12.5 kg", "3 litros", "2 balones"; never an invented one. */
struct str food_amount_show(struct ctx *c, const struct record *food, int64_t amount);
/* What it is called, as people read it: "arroz"; empty when there is none. */
struct str food_name(struct ctx *c, struct id food);

/* One line of a list: a food and how much of it. */
struct food_line {
	struct id food;
	struct str name;  /* as people read it */
	int64_t amount;   /* base units; 0: none was written */
	struct str typed; /* the amount as it was written */
};
/*
 * A list as people write it, a line each or with commas: "20 kg de arroz, papa 10 kg". The same food twice is added up.
 * INVALID with a fault at `field`: an unknown food ("unknown"), an amount as in food_amount_read, more than `max` lines.
 * `sure`: a reason was said, nothing is too much. Names and texts in the context's arena.
 */
enum rc food_list_read(struct ctx *c, const char *field, struct str typed, bool sure, struct food_line *out, unsigned max,
	unsigned *n_out) MUST_USE;

#endif
