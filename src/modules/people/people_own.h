/*
 * people_own.h - what the files of this module share and nobody else sees.
 */
#ifndef AYNI_PEOPLE_OWN_H
#define AYNI_PEOPLE_OWN_H

#include "people.h"

extern const struct action network_create, network_put, place_put, group_create, person_add, contact_add,
	membership_add, membership_end, person_erase, device_enrol, device_revoke;

extern const struct rule people_rules[];
extern const struct page people_pages[];

/* May the actor give (or take) that role in that group? Else a fault at `role`. */
enum rc role_allowed(struct ctx *c, struct id group, struct str role);
/* May the actor give that role anywhere at all? */
bool role_offered(struct ctx *c, struct str role);

#endif
