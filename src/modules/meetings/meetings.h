/*
 * meetings.h - meetings that a group plans, and who says that she comes.
 *
 * A meeting is planned by whoever may plan for its group, and is for the members of that group and of all groups below
 * it: one of the whole network is for everybody. An attendance is what one person said about one meeting: she comes,
 * comes late, or does not; the last word counts. What is said is no proof that she was there.
 */
#ifndef AYNI_MEETINGS_H
#define AYNI_MEETINGS_H

#include "module.h"

enum {
	MEETING_GROUP, MEETING_DAY, MEETING_HOUR, MEETING_TOPIC, MEETING_PLACE, MEETING_LINK, MEETING_DIAL, MEETING_VOIDED,
	MEETING_SERIES, MEETING_OCCURS, MEETING_MINUTES, MEETING_EDITION, MEETING_ANYWAY,
	MEETING__N
};

enum {
	ATTENDANCE_MEETING, ATTENDANCE_PERSON, ATTENDANCE_GROUP, ATTENDANCE_HOW, ATTENDANCE_AT, ATTENDANCE__N
};

extern const struct entity meeting_entity, attendance_entity;
extern const struct module meetings_module;

#endif
