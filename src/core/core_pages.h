/*
 * core_pages.h - pages that belong to no module: the history of any record, how the machine stands.
 */
#ifndef AYNI_CORE_PAGES_H
#define AYNI_CORE_PAGES_H

#include "task.h"

/* Ended by a NULL path. Rules name them like any page ("page:history"). */
extern const struct page core_pages[];
/* Ended by a NULL icon; after those of the modules. */
extern const struct task core_tasks[];
extern const struct area core_area;
/* Fill "home" and "area" (home.c). */
enum rc home_page(struct page_call *p);
enum rc area_page(struct page_call *p);
/* Fill "pending" and "pending_others"; their tasks on the home page (parked_page.c). */
enum rc pending_page(struct page_call *p);
enum rc pending_others_page(struct page_call *p);
void pending_task(struct task_list *l, const struct task *t);
/* Fills "style", the page of all pieces (style_page.c). */
enum rc style_page(struct page_call *p);
/* Fills "operation" (upkeep_page.c). */
enum rc upkeep_page(struct page_call *p);

#endif
