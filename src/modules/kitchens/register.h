/*
 * register.h - the register of kitchens: who says that one exists, its codes and board, doubles, and the padrón of its diners.
 */
#ifndef AYNI_KITCHENS_REGISTER_H
#define AYNI_KITCHENS_REGISTER_H

#include "kitchens_own.h"
#include "page.h"
#include "sample.h"

/* Another kitchen of the neighbourhood, or the municipality, says that this one is there. Taken back: voided. */
enum { CONFIRM_KITCHEN, CONFIRM_BY, CONFIRM_LEVEL, CONFIRM_DAY, CONFIRM_NOTE, CONFIRM_VOIDED, CONFIRM__N };
/* By what others call it: RUNOC, RUOS, PCA. */
enum { CODE_GROUP, CODE_KIND, CODE_CODE, CODE_REASON, CODE__N };
/* Who leads it, by name: she need not be somebody who signs in. */
enum { SEAT_GROUP, SEAT_SEAT, SEAT_NAME, SEAT_DOCUMENT_KIND, SEAT_DOCUMENT_NUMBER, SEAT_PHONE, SEAT_SINCE, SEAT_PERSON, SEAT__N };

extern const struct entity kitchen_confirm_entity, kitchen_code_entity, board_seat_entity;
extern const struct action kitchen_join, kitchen_confirm, kitchen_certify, kitchen_unconfirm, kitchen_code_put, board_seat_put;
extern const struct choice kitchen_kinds[], code_kinds[], seats[];

/* What her own leader says at first; the rest she completes afterwards. Of where it is, the point comes as a text. */
enum { JOIN_NAME, JOIN_PLACE, JOIN_KIND, JOIN_CAPACITY, JOIN_WATER, JOIN_STOVE, JOIN_SETTLEMENT, JOIN_POINT, JOIN_REASON, JOIN_HERE,
	JOIN_LATITUDE, JOIN_LONGITUDE, JOIN__N };

enum { NEIGHBOURS_ENOUGH = 2 };

enum standing { STANDING_SAID, STANDING_NEIGHBOURS, STANDING_MUNICIPALITY };
struct confirmed {
	unsigned neighbours;
	bool municipality;
	enum standing standing;
};
/* Who confirmed it until now. */
struct confirmed kitchen_confirmed(struct ctx *c, struct id kitchen);
/* "Confirmada por dos cocinas vecinas", in c->lang. */
struct str standing_show(struct ctx *c, const struct confirmed *f);

/* The first position written in a text: "-12.158, -76.970", a geo: link, what a map's "share" gives. */
bool point_read(struct str text, int64_t *lat_udeg, int64_t *lon_udeg);
/* Which arguments say where: written or pasted, the tick, latitude and longitude. */
struct point_args {
	unsigned point, here, latitude, longitude;
};
/*
 * Where an act says that it is, in one way only: *said is false when it does not. A tick at which the phone told nothing is
 * refused with what to do instead. Faults go to the act's fields.
 */
enum rc point_said(struct ctx *c, const struct act *a, const struct point_args *of, bool *said, int64_t *lat_udeg, int64_t *lon_udeg);
/* "-12.158400, -76.970000", for a geo: link and to be read aloud. */
struct str point_show(struct arena *a, int64_t lat_udeg, int64_t lon_udeg);

/* ---- doubles ---- */

enum alike { ALIKE_NAME = 1, ALIKE_NEAR = 2, ALIKE_PHONE = 4 };
struct likely {
	struct id id;
	unsigned why; /* enum alike, together */
	int64_t distance_m; /* with ALIKE_NEAR */
};
enum { NEAR_DOUBLE_M = 60, APART_M = 500, FEW_PEOPLE = 15, LIKELY_SHOWN = 5 };
/* What a new kitchen is compared by. id: itself, which is no double; zero: not registered yet. */
struct described {
	struct id id, place, leader; /* zero: unknown */
	struct str name;
	bool placed;
	int64_t lat_udeg, lon_udeg;
};
/* Kitchens of the district that may be the same; how many, at most max. */
unsigned doubles_likely(struct ctx *c, const struct described *d, struct likely *out, unsigned max);

/* Two by two, of one district; how many, at most max. */
struct pair {
	struct id one, other;
	unsigned why;
	int64_t distance_m;
};
unsigned doubles_in(struct ctx *c, struct id place, struct pair *out, unsigned max);
/* "el mismo nombre, a 40 metros". */
struct str alike_show(struct ctx *c, unsigned why, int64_t distance_m);
/*
 * What domain.md asks to be careful about when a kitchen is registered: a likely double, fewer than 15 people, another
 * one within 500 m. Refused with "confirm" at `reason` unless a reason is given.
 */
enum rc register_careful(struct ctx *c, const struct described *d, bool counted, int64_t people, bool reason);
extern const struct action kitchen_merge, kitchen_part, double_void, double_keep;

/* For an invented network (sample.h), on its first day. */
enum rc register_live(struct sample *s, int64_t day);
extern const struct sample_row register_samples[];

/* The fill functions of these pages (page.h), where their forms lead, and their lines on the home page. */
enum rc page_join(struct page_call *p);
struct str join_done(struct ctx *c, const struct act *a, const struct outcome *o);
enum rc page_kitchen_card(struct page_call *p);
enum rc page_kitchen_data(struct page_call *p);
struct str kitchen_data_done(struct ctx *c, const struct act *a, const struct outcome *o);
enum rc page_neighbours(struct page_call *p);
enum rc page_confirm(struct page_call *p);
enum rc page_certify(struct page_call *p);
enum rc page_unconfirm(struct page_call *p);
struct str confirm_done(struct ctx *c, const struct act *a, const struct outcome *o);
enum rc page_doubles(struct page_call *p);
enum rc page_merge(struct page_call *p);
enum rc page_part(struct page_call *p);
enum rc page_double_void(struct page_call *p);
enum rc page_double_keep(struct page_call *p);
void neighbours_task(struct task_list *l, const struct task *t);
void doubles_task(struct task_list *l, const struct task *t);
void card_task(struct task_list *l, const struct task *t);

#endif
