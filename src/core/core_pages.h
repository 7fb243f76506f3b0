/*
 * core_pages.h - pages that belong to no module: the history of any record, how the machine stands.
 */
#ifndef AYNI_CORE_PAGES_H
#define AYNI_CORE_PAGES_H

#include "page.h"

/* Ended by a NULL path. Rules name them like any page ("page:history"). */
extern const struct page core_pages[];
/* Fills "operation" (upkeep_page.c). */
enum rc upkeep_page(struct page_call *p);

#endif
