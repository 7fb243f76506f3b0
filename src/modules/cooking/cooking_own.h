/*
 * cooking_own.h - what the files of this module share and nobody else sees.
 */
#ifndef AYNI_COOKING_OWN_H
#define AYNI_COOKING_OWN_H

#include "cooking_sql.h"
#include "food.h"
#include "menu.h"
#include "people.h"
#include "rota.h"
#include "stock.h"

#define SQL(name) (&cooking_sql.query[name])

/* A turn: one woman cooks in one kitchen on one day; and the unpaid time that it took her. */
enum { TURN_GROUP, TURN_DAY, TURN_PERSON, TURN_STATE, TURN_MINUTES, TURN_WEEK, TURN_FOR, TURN__N };
enum { HOUR_VALUE_GROUP, HOUR_VALUE_CENTS, HOUR_VALUE__N };

extern const struct entity turn_entity, hour_value_entity;
extern const struct tally turn_week, turn_all;
extern const struct choice turn_states[];

extern const struct action recipe_put, recipe_void, menu_plan, menu_void, pot_serve, turn_share, turn_tell, turn_work, hour_value_put;
extern const struct field pot_serve_args[], recipe_put_args[];
extern const struct page cooking_pages[];
extern const struct text_command cooking_commands[];
extern const struct rule cooking_rules[];

enum { PUT_RECIPE, PUT_GROUP, PUT_NAME, PUT_PLATES, PUT_INGREDIENTS, PUT_STEPS, PUT_REASON, PUT__N };
enum { PLAN_GROUP, PLAN_DAY, PLAN_SITTING, PLAN_DISH, PLAN_PLATES, PLAN__N };
enum { SERVE_GROUP, SERVE_DAY, SERVE_SITTING, SERVE_SERVED, SERVE_FREE, SERVE_LEFTOVER, SERVE_USED, SERVE_REASON, SERVE__N };
enum { WORK_GROUP, WORK_DAY, WORK_PERSON, WORK_TIME, WORK__N };

/* ---- what a pot takes, costs and gives (pot.c) ---- */

struct pot_food {
	struct id food;
	struct record *of;
	int64_t need;   /* base units for all plates; 0: to taste */
	int64_t there;  /* in the store; kept: it was ever told of */
	bool kept;
	int64_t price_cents; /* a kilo, a litre or a piece; -1: never said */
};

/* A sum over what is known: how many of the foods with an amount had the figure. */
struct pot_sum {
	int64_t sum;
	unsigned known, all;
};

struct pot {
	struct id group;
	int64_t day, plates; /* plates 0: not said */
	struct str sitting, dish;
	struct id recipe;
	bool planned, taken, stored; /* stored: its store was ever told of */
	struct pot_food food[RECIPE_FOODS_MAX];
	unsigned n;
	struct pot_sum cost, energy, protein, iron; /* of all plates: céntimos, kcal, mg, µg */
};

/*
 * What one plate of a midday meal is to give: two fifths of a day's need of a mixed population, 2,100 kcal, 52.5 g of
 * protein (10 % of the energy) and 22 mg of iron where little of it is taken up (UNHCR, UNICEF, WFP, WHO: Food and
 * nutrition needs in emergencies, 2004). A measure to look at, no judgement.
 */
enum { LUNCH_ENERGY_KCAL = 840, LUNCH_PROTEIN_MG = 21000, LUNCH_IRON_UG = 8800 };

/* Of that kitchen, day and sitting: its menu, scaled, against its store. */
void pot_read(struct ctx *c, struct pot *pot, struct id group, int64_t day, struct str sitting);
/* The same of a recipe for so many plates, without a store where group is zero. */
void pot_of_recipe(struct ctx *c, struct pot *pot, struct id group, struct id recipe, int64_t plates);
/* "20 kg de arroz" a line: what the store has of what it takes. */
struct str pot_takes(struct ctx *c, const struct pot *pot);
/* "20 kg de arroz", as it is read again (Spanish, whatever the page speaks). */
struct str pot_line(struct ctx *c, const struct record *food, int64_t amount);
/* What that pot took of the store, the same way; empty: nothing. */
struct str pot_took(struct ctx *c, struct id group, int64_t day, struct str sitting);
/* Plates that were told of it; -1: none were. */
int64_t pot_served(struct ctx *c, struct id group, int64_t day, struct str sitting);
/* A plate's share, rounded; -1: no plates, or nothing is known. */
int64_t pot_plate(const struct pot *pot, const struct pot_sum *s);
/* Chart, numbers and table of what a plate costs and gives, and the table of foods. */
void pot_view(struct page_call *p, const struct pot *pot, bool store);

/* ---- who she is and where (cooking.c) ---- */

/* Kitchens of the actor where she may do that, as tabs of the page; the one that was asked for, or her first. False: none. */
bool own_kitchen(struct page_call *p, const char *what, struct id *out);
/* The same without tabs: how many, at most max. */
unsigned own_kitchens(struct ctx *c, const char *what, struct id *out, unsigned max);
/* "/PATH?group=CODE". */
struct str group_url(struct ctx *c, const char *path, struct id group);
/* A day asked for as 2026-11-22, else today. */
int64_t day_of(struct page_call *p);
struct str sitting_of(struct page_call *p);
struct str day_text(struct ctx *c, int64_t day);

/* ---- turns ---- */

/* Who may have turns in that group, with what she had in the last eight weeks; how many. */
unsigned turn_people(struct ctx *c, struct id group, int64_t around, struct rota_person out[ROTA_PEOPLE_MAX]);
bool turn_get(struct ctx *c, struct id turn, struct record *out);
/* Arguments of turn.tell. */
enum { TELL_TURN, TELL_PERSON, TELL__N };
/* "Rosa no puede el 24/11; va Ana", or that nobody was left; of turn.tell's change. Empty: it is none. */
struct str turn_told(struct ctx *c, const struct change *ch);
/* Her turn of today or tomorrow, for her reminder (module.h). */
struct str cooking_remind(struct ctx *c);
/* Monday of that day's week. */
int64_t week_of(int64_t day);
/* "5 horas", "5 h 30 min". */
struct str minutes_show(struct ctx *c, int64_t minutes);
/* Minutes from "5 horas", "media hora", "5 y media", "90 minutos"; -1: none. */
int64_t minutes_read(struct ctx *c, struct str typed);

/* /cocinar: today's pot, as struct page's fill; as are the next. */
enum rc page_cook(struct page_call *p);
/* /recetas. */
enum rc page_recipes(struct page_call *p);
/* /recetas/{recipe}. */
enum rc page_recipe(struct page_call *p);
/* /recetas/nueva. */
enum rc page_recipe_new(struct page_call *p);
/* /menus. */
enum rc page_menus(struct page_call *p);
/* /menus/nuevo. */
enum rc page_menu_new(struct page_call *p);
/* /turnos. */
enum rc page_turns(struct page_call *p);
/* /turnos/{turn}. */
enum rc page_turn(struct page_call *p);
/* /turnos/repartir. */
enum rc page_turn_share(struct page_call *p);
/* /turnos/horas. */
enum rc page_hours(struct page_call *p);
/* /turnos/valor. */
enum rc page_hour_value(struct page_call *p);
/* /menus/quitar. */
enum rc page_menu_remove(struct page_call *p);
/* /recetas/quitar. */
enum rc page_recipe_remove(struct page_call *p);
/* For an invented network (sample.h). */
struct sample;
enum rc cooking_live(struct sample *s, int64_t day);

#endif
