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

enum { ERASURE_PERSON, ERASURE_DAY, ERASURE__N };

extern const struct entity erasure_entity, network_entity, place_entity, person_entity, contact_entity,
	device_entity, group_entity, membership_entity;

/* Kinds of group, roles and levels of place, for fields of others that offer the same choices. */
extern const struct choice group_kinds[], roles[], place_levels[], document_kinds[], languages[],
	contact_kinds[];

extern const struct tally groups_place;

extern const struct module people_module;

/* The id of a further record that this act makes: the same act, the same id. */
struct id act_child(const struct act *a, const char *what);
/* The label of a choice in the context's language; its name when it is not one of them. */
struct str choice_label(const struct ctx *c, const struct choice *choices, struct str name);
/* The title of a record as it stands. In the context's arena. */
struct str title_now(struct ctx *c, const struct entity *e, struct id id);
/*
 * Does this membership of the actor watch over that group: an operator over all, a coordinator over
 * groups below hers and over those whose place lies in her group's place.
 */
bool member_watches(struct ctx *c, const struct membership *m, struct id group);
/* Any membership of the actor does, or she acts on the machine itself. */
bool actor_watches(struct ctx *c, struct id group);
/* No group has that code yet; else a fault at `code`. */
enum rc code_free(struct ctx *c, struct str code);
/* Put the membership of (person, group, role), from since_day on; one ended before goes on. */
struct put *put_membership(struct ctx *c, struct change *ch, struct id person, struct id group,
	struct str role, int64_t since_day);

#endif
