/*
 * speech.h - the word in a meeting: one queue, whatever way the hand was raised.
 *
 * A hand goes up by a page, a message, the radio, or because who runs the meeting notes one of the room or of the
 * telephone. One has the word at a time: giving it to the next ends the turn before.
 *
 * The order is a rule, not somebody's choice, and is shown in plain words on the page: first who spoke less often in this
 * meeting, so that nobody has a second turn while another waits for her first; among them who is far away (telephone,
 * screen, radio) before who is in the room, for she cannot catch anybody's eye; then who asked first. Who runs the meeting may
 * still give the word to anybody: what was done is in the history.
 */
#ifndef AYNI_SPEECH_H
#define AYNI_SPEECH_H

#include "module.h"

enum {
	SPEECH_MEETING, SPEECH_GROUP, SPEECH_PERSON, SPEECH_NAME, SPEECH_WAY, SPEECH_ASKED_AT, SPEECH_GIVEN_AT, SPEECH_ENDED_AT,
	SPEECH_SECONDS, SPEECH_POINT, SPEECH_VOIDED, SPEECH__N
};

/* room phone screen radio, in that order. */
enum speech_way { WAY_ROOM, WAY_PHONE, WAY_SCREEN, WAY_RADIO, WAY__N };

enum {
	SPEECH_GENTLE_S = 180,   /* then she is asked to come to an end */
	SPEECH_MOST_S = 15 * 60, /* then the radio takes no more of her voice */
	SPEECH_WAITING_MAX = 1000, /* hands up at once: three hundred people may all ask */
};

/* One hand, or who speaks. */
struct speech {
	struct id id, meeting, person; /* person: zero where only a name was said */
	struct str name;               /* hers, or the one that was said */
	enum speech_way way;
	int64_t asked_at, given_at; /* 0: not yet */
	unsigned turns;             /* she had in this meeting before */
};

extern const struct entity speech_entity;
extern const struct module speech_module;
struct meeting_door;
extern const struct meeting_door speech_door;

/* Who has the word now; false: nobody. */
bool speech_now(struct ctx *c, struct id meeting, struct speech *out);
/* The hands that are up, in the order of the rule; how many, at most max. */
unsigned speech_waiting(struct ctx *c, struct id meeting, struct speech *out, unsigned max);
/* The hand or turn of that person that is open; false: none. */
bool speech_of(struct ctx *c, struct id meeting, struct id person, struct speech *out);
/* Seconds heard from each, and how many turns; turns that are not over do not count. */
void speech_heard(struct ctx *c, struct id meeting, int64_t seconds_out[WAY__N], int64_t turns_out[WAY__N]);
/* Does the actor have that turn now, or run the meeting while somebody of the room has it (the hall's microphone)? */
bool speech_sounds(struct ctx *c, struct id meeting, struct speech *out);

#endif
