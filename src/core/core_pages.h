/*
 * core_pages.h - pages that belong to no module: the history of any record.
 */
#ifndef AYNI_CORE_PAGES_H
#define AYNI_CORE_PAGES_H

#include "page.h"

/* Ended by a NULL path. Rules name them like any page ("page:history"). */
extern const struct page core_pages[];

#endif
