/*
 * kitchens_own.h - what the files of this module share and nobody else sees.
 */
#ifndef AYNI_KITCHENS_OWN_H
#define AYNI_KITCHENS_OWN_H

#include "kitchens.h"
#include "people.h"
#include "kitchens_sql.h"

extern const struct choice waters[], stoves[];
extern const struct tally served_day, served_district_day, served_district, served_kitchen,
	served_sitting;
extern const struct action kitchen_register, kitchen_edit, kitchen_put, meal_report, meal_void;
extern const struct rule kitchens_rules[];
extern const struct page kitchens_pages[];
extern const struct task kitchens_tasks[];
extern const struct text_command kitchens_commands[];

#define SQL(name) (&kitchens_sql.query[name])

/* The arguments of meal.report, which name the fields of a meal. */
enum {
	REPORT_KITCHEN, REPORT_DAY, REPORT_SITTING, REPORT_PLANNED, REPORT_SERVED, REPORT_FREE,
	REPORT_LEFTOVER, REPORT_COST, REPORT_REASON, REPORT__N
};

/* The arguments of meal.void. */
enum { VOID_KITCHEN, VOID_DAY, VOID_SITTING, VOID_REASON, VOID__N };

/* The day and sitting an act is about: what it says, else lunch of the day it was done. */
int64_t report_day(const struct ctx *c, const struct act *a);
struct str report_sitting(const struct act *a);
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
/* Fills the kitchen from the sender's roles. */
enum rc meal_complete(struct ctx *c, struct act *a, struct id *candidates_out, unsigned max,
	unsigned *n_out, unsigned *arg_out);

/* The public summary's numbers; ended by a NULL name. */
extern const struct figure kitchens_figures[];

#endif
