/*
 * meeting_doors.c - what there is of a meeting beside its announcement, in the order of a meeting's life.
 */
#include "meetings_own.h"
#include "radio.h"
#include "minutes.h"
#include "speech.h"

extern const struct meeting_door invite_door, series_door, series_ics_door;

const struct meeting_door *const meeting_doors[] = {
	&series_ics_door,
	&series_door,
	&invite_door,
	&agenda_door,
	&spoken_door,
	&roll_door,
	&speech_door,
	&radio_door,
	&decide_door,
	&agreements_door,
	&minutes_door,
	&voice_door,
	NULL,
};
