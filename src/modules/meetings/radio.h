/*
 * radio.h - the radio room beside a meeting: whoever has the word speaks, everybody else listens.
 *
 * Sound passes through memory only (core/live.h); the queue is the one of speech.h, and its buttons are that module's actions. Each
 * meeting says whether its turns are kept as voice notes; without a word of it none is. A kept turn is
 * a voice of the speaker's own among those of the meeting (spoken.h), beside the point of the agenda it was about.
 */
#ifndef AYNI_RADIO_H
#define AYNI_RADIO_H

#include "module.h"

enum { RADIO_MEETING, RADIO_GROUP, RADIO_KEEP, RADIO__N };

extern const struct entity radio_entity;
extern const struct module radio_module;
struct meeting_door;
extern const struct meeting_door radio_door;

/* Are that meeting's turns kept as voice notes? */
bool radio_keeps(struct ctx *c, struct id meeting);

#endif
