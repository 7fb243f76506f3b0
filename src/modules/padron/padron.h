/*
 * padron.h - the padrón: who eats at a kitchen, as she agreed to be written down; and who stands in two.
 *
 * A diner is one person in one kitchen's padrón. She need have no document and no telephone, and is no person who signs
 * in. All of it is hers: subject and record are one, so that she can be erased alone. Who is likely the same in another
 * kitchen is flagged for those who watch over either, and never refused.
 */
#ifndef AYNI_PADRON_H
#define AYNI_PADRON_H

#include "module.h"

enum {
	DINER_GROUP, DINER_SURNAMES, DINER_NAMES, DINER_DOCUMENT_KIND, DINER_DOCUMENT_NUMBER, DINER_AGE, DINER_KIND, DINER_BLOCK,
	DINER_LOT, DINER_LANDMARK, DINER_PHONE, DINER_ENTERED, DINER_CONSENT, DINER_REASON,
	DINER_ALIKE,    /* folded "surnames names": lists and search stand in its order */
	DINER_PRESENT,  /* 1, and 0 once she left: summed */
	DINER_LEFT, DINER_LEFT_WHY, DINER__N
};

/* Two that are likely one person, in two kitchens. */
enum { TWICE_ONE, TWICE_OTHER, TWICE_GROUP_ONE, TWICE_GROUP_OTHER, TWICE_WHY, TWICE_STATE, TWICE_NOTE, TWICE__N };

extern const struct entity diner_entity, diner_twice_entity;
extern const struct choice diner_ages[], diner_kinds[];
/* Who eats there now, by kitchen, age and kind. */
extern const struct tally diners_present;

extern const struct module padron_module;

#endif
