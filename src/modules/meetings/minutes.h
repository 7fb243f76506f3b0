/*
 * minutes.h - what was said and agreed in a meeting: paragraphs, their approval, what was added later, and who took what on.
 *
 * A minute is one paragraph by one author at one place in the order, so that two secretaries write at once, with or without a
 * network, and both texts come together. Approval keeps the whole text as it was read, with its print: from then on nothing in it
 * changes; what was forgotten is an amendment below it, and what a phone wrote before and brought after stands beside it.
 */
#ifndef AYNI_MINUTES_H
#define AYNI_MINUTES_H

#include "module.h"

struct meeting;
struct meeting_door;

enum { MINUTE_MEETING, MINUTE_GROUP, MINUTE_POINT, MINUTE_PLACE, MINUTE_TEXT, MINUTE_AUTHOR, MINUTE_LATE, MINUTE_VOIDED, MINUTE__N };
enum { SECRETARY_MEETING, SECRETARY_PERSON, SECRETARY_GROUP, SECRETARY_VOIDED, SECRETARY__N };
enum {
	APPROVAL_MEETING, APPROVAL_GROUP, APPROVAL_PRESIDENT, APPROVAL_SECRETARY, APPROVAL_YEAR, APPROVAL_NUMBER, APPROVAL_PAGE, APPROVAL_DAY,
	APPROVAL_AUTHOR, APPROVAL_TEXT, APPROVAL_PRINT, APPROVAL__N
};
enum { AMENDMENT_MEETING, AMENDMENT_GROUP, AMENDMENT_TEXT, AMENDMENT_DAY, AMENDMENT_AUTHOR, AMENDMENT__N };
/* Who took an agreement on: one record an agreement and person. */
enum { CHARGE_AGREEMENT, CHARGE_PERSON, CHARGE_GROUP, CHARGE_MEETING, CHARGE_AT, CHARGE__N };

extern const struct entity minute_entity, minutes_secretary_entity, minutes_approval_entity, minutes_amendment_entity, charge_entity;
extern const struct module minutes_module;
extern const struct meeting_door minutes_door, agreements_door;

/* Were that meeting's minutes approved? */
bool minutes_approved(struct ctx *c, struct id meeting);

#endif
