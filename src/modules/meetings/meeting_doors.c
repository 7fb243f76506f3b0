/*
 * meeting_doors.c - what there is of a meeting beside its announcement, in the order of a meeting's life.
 */
#include "meetings_own.h"
#include "speech.h"

const struct meeting_door *const meeting_doors[] = {
	&agenda_door,
	&speech_door,
	&decide_door,
	NULL,
};
