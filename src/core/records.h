/*
 * records.h - the page that follows from a declaration: what there is of an entity, with its form, drawing and sheet.
 *
 * A page (page.h) with `records` and no fill of its own is filled here. It shows the records of the group that is asked
 * for (?group=CODE), else of her own one, else all whose group the page's rule lets her see; each field only where its
 * privacy class does. The latest first: by id, which begins with the record's day or the time it was made. ?record=ID
 * opens one in the form, ?sheet=1 is the same as a sheet to print and sign.
 */
#ifndef AYNI_RECORDS_H
#define AYNI_RECORDS_H

#include "page.h"

struct records {
	const struct entity *entity;
	const struct tally *tally; /* by its group and its day: the drawing of the last 30 days of its first value; NULL: none */
	const char *sheet;         /* N_(): heading of the sheet to sign; NULL: there is none */
};

/* Fills it; the parts are in the order of parts.h. NOT_FOUND: a group or record that is not there, or not hers to see. */
enum rc records_page(struct page_call *p) MUST_USE;
/* Where to go after the page's act: to the group that it was about. */
struct str records_after(struct ctx *c, const struct page *page, const struct act *a);
/* Is the declaration sound, the entity with a group, the tally by group and day? For the registry, at the start. */
bool records_sound(const struct records *r);

#endif
