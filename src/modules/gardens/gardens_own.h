/*
 * gardens_own.h - gardens and what grows in them: what the files of this room share.
 */
#ifndef AYNI_GARDENS_OWN_H
#define AYNI_GARDENS_OWN_H

#include "gardens_sql.h"
#include "module.h"
#include "record_put.h"
#include "records.h"
#include "sample.h"

#define SQL(name) (&gardens_sql.query[name])

enum { GARDEN_GROUP, GARDEN_NAME, GARDEN_KIND, GARDEN_BEDS, GARDEN_AREA_M2, GARDEN_STARTED, GARDEN_CLOSED, GARDEN__N };
enum { SOWING_GARDEN, SOWING_DAY, SOWING_CROP, SOWING_GROUP, SOWING_BEDS, SOWING_STATE, SOWING_NOTE, SOWING__N };
enum { CARE_GARDEN, CARE_DAY, CARE_KIND, CARE_GROUP, CARE_NOTE, CARE__N };
enum {
	HARVEST_GARDEN, HARVEST_DAY, HARVEST_CROP, HARVEST_GROUP, HARVEST_WEIGHT_G, HARVEST_GOES, HARVEST_WHAT, HARVEST_REASON,
	HARVEST_MOVE, HARVEST__N
};
enum { COMPOST_GROUP, COMPOST_DAY, COMPOST_WAY, COMPOST_TURNED, COMPOST_READY, COMPOST_USED, COMPOST_USED_G, COMPOST_NOTE, COMPOST__N };
enum { WASTE_GROUP, WASTE_DAY, WASTE_ORGANIC_G, WASTE_RECYCLABLE_G, WASTE_OTHER_G, WASTE_OIL_ML, WASTE__N };
enum { LESSON_GROUP, LESSON_DAY, LESSON_TOPIC, LESSON_FAMILIES, LESSON_NEW, LESSON_NOTE, LESSON__N };
enum { CONTEST_GROUP, CONTEST_NAME, CONTEST_DAY, CONTEST_UNTIL, CONTEST_CRITERIA, CONTEST__N };
enum { ENTRY_CONTEST, ENTRY_GARDEN, ENTRY_GROUP, ENTRY_VISITED, ENTRY_PRAISE, ENTRY_ADVICE, ENTRY_BY, ENTRY__N };

extern const struct entity garden_entity, sowing_entity, garden_care_entity, harvest_entity, compost_entity, waste_entity,
	lesson_entity, contest_entity, entry_entity;
extern const struct tally harvest_day, waste_day, lesson_day;
extern const struct action garden_tell, sowing_tell, garden_care_tell, harvest_tell, compost_tell, waste_tell, lesson_tell,
	contest_call, contest_enter, contest_visit;
extern const struct rule gardens_rules[];
extern const struct page gardens_pages[];
extern const struct task gardens_tasks[];
extern const struct text_command gardens_commands[];
extern const struct sample_row gardens_samples[];

/* ---- what grows on the coast of Lima ---- */

struct crop {
	const char *name;  /* of a choice of `crops` */
	const char *food;  /* code in the table of foods */
	unsigned months;   /* bit 0: January: when sowing it goes well */
	int days, days_to; /* from sowing to the first harvest, and by when at the latest */
	bool seedbed;      /* first in a seed-bed, then planted out */
};

extern const struct choice crops[];
extern const struct crop crop_table[];
enum { CROPS_MAX = 32 };
/* NULL: another crop, of which nothing is known here. */
const struct crop *crop_find(struct str name);
bool crop_in_month(const struct crop *crop, int month);

/* ---- reading ---- */

/* The name and the kitchen of a garden: "El de la azotea, SJM-001 Virgen de la Puerta". */
struct str garden_title(struct ctx *c, struct id garden);
/* Gardens still worked of a group, by name; how many. */
unsigned gardens_of(struct ctx *c, struct id group, struct id *out, unsigned max);

/*
 * A weight that was typed without its measure and is too small to be one in grams: INVALID at that argument. Programs and
 * files write grams and are believed.
 */
enum rc weight_said(struct ctx *c, const struct act *a, unsigned arg) MUST_USE;

/* ---- pages and messages ---- */

/* Fill the pages of the same names (page.h); contest_done: back to the contest that the act was about. */
enum rc page_contest(struct page_call *p);
enum rc page_contest_enter(struct page_call *p);
enum rc page_contest_visit(struct page_call *p);
struct str contest_done(struct ctx *c, const struct act *a, const struct outcome *o);
/* For lists by records (records.h): what a batch of compost waits for; and where the photos of a record are. */
struct str compost_beside(struct ctx *c, const struct record *r);
struct str garden_photos(struct ctx *c, const struct record *r);
/* For text commands (text.h). */
enum rc harvest_complete(struct ctx *c, struct act *a, struct id *candidates_out, unsigned max, unsigned *n_out, unsigned *arg_out);
enum rc sowing_complete(struct ctx *c, struct act *a, struct id *candidates_out, unsigned max, unsigned *n_out, unsigned *arg_out);
struct str harvest_answer(struct ctx *c, const struct act *a, const struct outcome *o);
struct str sowing_answer(struct ctx *c, const struct act *a, const struct outcome *o);

#endif
