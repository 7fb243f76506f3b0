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
/* Fills "home" (home.c). */
enum rc home_page(struct page_call *p);
/* Fills "operation" (upkeep_page.c). */
enum rc upkeep_page(struct page_call *p);

#endif
