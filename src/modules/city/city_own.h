/*
 * city_own.h - what the files of this module share and nobody else sees.
 */
#ifndef AYNI_CITY_OWN_H
#define AYNI_CITY_OWN_H

#include "city.h"
#include "city_sql.h"
#include "draw.h"
#include "people.h"

#define SQL(name) (&city_sql.query[name])

extern const struct action shape_put;
extern const struct rule city_rules[];

/* A district as the city's pages show it. Sums are of pots told; a sum of which nothing is known is not known. */
struct district {
	struct id id, parent;
	struct str code, name, outline; /* outline: where all were asked for */
	int32_t lat_micro, lon_micro;
	bool placed;             /* its centre is known */
	int64_t kitchens;        /* that work there */
	int64_t reported;        /* of them, who told of a pot of that day */
	int64_t served, served_known, week, week_known, month, month_known;
};

enum { CITY_DISTRICTS_MAX = 2000 };

/* Those with kitchens by name, then (`all`) those without that lie in the same provinces. In the context's arena. */
unsigned districts_of_day(struct ctx *c, int64_t day, bool all, struct district **out);
struct district *district_by_id(struct district *d, unsigned n, struct id id);
/* The outline of each that is placed: its shape, or what is nearest to its centre. An empty ring list: none. */
struct draw_area *districts_areas(struct ctx *c, const struct district *d, unsigned n);
struct lack {
	struct str item;
	int64_t kitchens;
	unsigned districts;
};
/* What lacks in most kitchens first, of the districts that count (NULL: all); how many, at most max. */
unsigned lacks_read(struct ctx *c, int64_t day, const struct district *d, unsigned n, const bool *counts, struct lack *out, unsigned max,
	int64_t *gas_out);
/* The number as people read it; empty where it is not known. */
struct str number_known(struct ctx *c, int64_t n, bool known);

/* A day as addresses have it. */
struct str day_in_url(struct ctx *c, int64_t day);

/* The fill functions of this module's pages (page.h). */
enum rc page_map(struct page_call *p);
enum rc page_map_district(struct page_call *p);
enum rc page_city(struct page_call *p);
enum rc page_poster(struct page_call *p);
enum rc page_brief(struct page_call *p);

#endif
