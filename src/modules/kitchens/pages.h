/*
 * pages.h - what the pages of this module share.
 */
#ifndef AYNI_KITCHENS_PAGES_H
#define AYNI_KITCHENS_PAGES_H

#include "draw.h"
#include "kitchens_own.h"

enum { CHART_DAYS = 30, LIST_MAX = 100 };

/* Sums of one day; known: how many pots told a number (none: the sum is unknown, not zero). */
struct day_sum {
	int64_t day, served, known;
};

/* The fill functions of this module's pages (page.h), and what comes after their forms. */
enum rc page_public(struct page_call *p);
enum rc page_register(struct page_call *p);
enum rc page_district(struct page_call *p);
enum rc page_kitchen(struct page_call *p);
enum rc page_summary(struct page_call *p);
enum rc page_today(struct page_call *p);
void today_prepare(struct page_call *p, struct act *a);
struct str today_done(struct ctx *c, const struct act *a, const struct outcome *o);
enum rc page_roster(struct page_call *p);
enum rc page_remove(struct page_call *p);
struct str remove_done(struct ctx *c, const struct act *a, const struct outcome *o);
enum rc page_new_kitchen(struct page_call *p);
struct str new_kitchen_done(struct ctx *c, const struct act *a, const struct outcome *o);
enum rc page_needs(struct page_call *p);
struct str needs_done(struct ctx *c, const struct act *a, const struct outcome *o);
enum rc page_need_met(struct page_call *p);
/* On the home page: how many things her kitchens lack. */
void needs_task(struct task_list *l, const struct task *t);

/* The sums of the n days up to `last`, one an element, unknown days with known 0, read from r. */
void days_read(struct rows *r, int64_t last, struct day_sum *out, unsigned n);
/* "chart" and rows "day_rows" (day, served), the newest row first. */
void view_days(struct page_call *p, const char *title, const struct day_sum *days, unsigned n);
/* The number, or nothing when it is unknown. */
void view_known(struct view *v, const char *key, int64_t n, bool known);
/* The cell of a row likewise. */
void view_cell(struct view *v, const char *key, const struct rows *r, unsigned col);
/* Add up days[from…n-1]. */
struct day_sum days_sum(const struct day_sum *days, unsigned n, int64_t from_day);
/* "/hoy?cocina=SJM-001&day=2026-11-22" and more; empty pieces are left out. */
struct str today_url(struct ctx *c, struct str kitchen, int64_t day, struct str sitting);
/* "/hoy/quitar?kitchen=…": taking back what stands. */
struct str remove_url(struct ctx *c, struct str kitchen, int64_t day, struct str sitting);
/* "Hoy avisaron 7 de 14", of the districts that the actor may look at. */
struct str roster_hint(struct ctx *c);
/* A day as addresses have it. */
struct str day_plain(struct ctx *c, int64_t day);
/* Read a day of the address; `other` when it is missing or malformed. */
int64_t day_asked(const struct page_call *p, const char *name, int64_t other);

/* Kitchens that told of a day, by district; id zero: district unknown. */
struct reported {
	struct id district;
	int64_t kitchens;
};
/* Fills at most max; the count. From sums alone when all pots of the day are of one sitting. */
unsigned reported_read(struct ctx *c, int64_t day, struct reported *out, unsigned max);

#endif
