/*
 * people.h - networks, places, persons, their phones and devices, groups and memberships.
 *
 * These records are what access is judged by, so other rooms read their tables by the names below.
 * Invariants: a place's id comes from its code, a membership's from (person, group, role), so that
 * the same fact told twice is one row; groups form one tree; a membership is ended by `until`, never
 * removed; a phone may belong to several persons.
 */
#ifndef AYNI_PEOPLE_H
#define AYNI_PEOPLE_H

#include "module.h"

enum { NETWORK_NAME, NETWORK_COUNTRY, NETWORK_ZONE, NETWORK_CURRENCY, NETWORK_DEMO, NETWORK__N };

enum {
	PLACE_CODE, PLACE_LEVEL, PLACE_PARENT, PLACE_NAME, PLACE_INEI, PLACE_RENIEC, PLACE_LATITUDE,
	PLACE_LONGITUDE, PLACE__N
};

enum {
	PERSON_NAME, PERSON_SHORT_NAME, PERSON_DOCUMENT_KIND, PERSON_DOCUMENT_NUMBER, PERSON_LANGUAGE,
	PERSON_SAME_AS, PERSON_VOIDED, PERSON__N
};

enum { CONTACT_PERSON, CONTACT_KIND, CONTACT_PHONE, CONTACT_VOIDED, CONTACT__N };

enum { DEVICE_NAME, DEVICE_PERSON, DEVICE_REVOKED, DEVICE__N };

enum {
	GROUP_NAME, GROUP_KIND, GROUP_CODE, GROUP_PARENT, GROUP_PLACE, GROUP_ACTIVE, GROUP_SAME_AS,
	GROUP_VOIDED, GROUP__N
};

enum {
	MEMBERSHIP_PERSON, MEMBERSHIP_GROUP, MEMBERSHIP_ROLE, MEMBERSHIP_SINCE, MEMBERSHIP_UNTIL,
	MEMBERSHIP__N
};

extern const struct entity network_entity, place_entity, person_entity, contact_entity,
	device_entity, group_entity, membership_entity;

/* Kinds of group, roles and levels of place, for fields of others that offer the same choices. */
extern const struct choice group_kinds[], roles[], place_levels[];

extern const struct tally groups_place;

extern const struct module people_module;

#endif
