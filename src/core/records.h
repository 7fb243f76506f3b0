/*
 * records.h - the page that follows from a declaration: what there is of an entity, with its form, drawing and sheet.
 *
 * A page (page.h) with `records` and no fill of its own is filled here. It shows the records of the group that is asked
 * for (?group=CODE), else of her own one, else all whose group the page's rule lets her see; each field only where its
 * privacy class does. The latest first: by id, which begins with the record's day or the time it was made. ?record=ID
 * opens one to be corrected (what its key says stands above the form and is not asked again), ?sheet=1 is the same as a
 * sheet to print and sign. A page that says more has a fill of its own, which calls records_page and adds parts to it.
 *
 * The act may be about the group itself, or about another record of it (struct action: on), which is then chosen by name.
 */
#ifndef AYNI_RECORDS_H
#define AYNI_RECORDS_H

#include "page.h"

struct records {
	const struct entity *entity;
	const struct tally *tally; /* by its group and its day: the drawing of the last 30 days of its first value; NULL: none */
	const char *sheet;         /* N_(): heading of the sheet to sign; NULL: there is none */
	/* More about a record of the list, in c->lang, at the end of its line; empty: nothing. NULL: never. */
	struct str (*beside)(struct ctx *c, const struct record *r);
	/* Where a line leads instead of into the form: the record's own page. NULL: it is opened in the form. */
	struct str (*leads)(struct ctx *c, const struct record *r);
	/* Where further things of an opened record stand (its photos), and icon and word of that link. NULL: nowhere. */
	struct str (*further)(struct ctx *c, const struct record *r);
	const char *further_icon, *further_label;
};

/* Fills it; the parts are in the order of parts.h. NOT_FOUND: a group or record that is not there, or not hers to see. */
enum rc records_page(struct page_call *p) MUST_USE;
/* Where to go after the page's act: to the group that it was about. */
struct str records_after(struct ctx *c, const struct page *page, const struct act *a);
/* The address of a page by records, for that group: "/cosechas?group=SJM-001". */
struct str records_url(struct ctx *c, const char *path, struct id group);
/* Its records, not taken back, of that group (zero: of any) to which the actor may do `what`; how many, at most max. */
unsigned records_of(struct ctx *c, const struct entity *e, struct id group, const char *what, struct id *out, unsigned max);
/* Is the declaration sound, the entity with a group, the tally by group and day? For the registry, at the start. */
bool records_sound(const struct records *r);

#endif
