/*
 * recording.h - pages told by a person: what an operator recorded of a page in a language.
 *
 * Page and language are its key, so a new one takes the old one's place. It is fixed help and nobody's data, and
 * public: whoever knows its address hears it. Its author is whose voice it is: when she is erased its bytes go.
 */
#ifndef AYNI_RECORDING_H
#define AYNI_RECORDING_H

#include "module.h"

enum {
	RECORDING_PAGE, RECORDING_LANGUAGE, RECORDING_FILE, RECORDING_DAY, RECORDING_AUTHOR, RECORDING_VOIDED, RECORDING__N
};

extern const struct entity recording_entity;
extern const struct action recording_add, recording_remove;

/* The one of that page and language, also one that was taken back; false: there never was one. */
bool recording_get(struct ctx *c, struct str page, struct str language, struct record *out);
/* It is there to be heard: not taken back, and its bytes are held. */
bool recording_heard(struct ctx *c, const struct record *r);
/* Where it is heard: "/archivo/…". */
struct str recording_url(struct ctx *c, const struct record *r);
/* module.h: aloud. One query for all pages, remembered for the epoch where a thread remembers; else one by key. */
struct str recording_of_page(struct ctx *c, const char *page);

/* Fill the pages (page.h). */
enum rc page_recordings(struct page_call *p);
enum rc page_recording_remove(struct page_call *p);

#endif
