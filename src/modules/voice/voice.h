/*
 * voice.h - the groups' public voice: letters with their term of answer, petitions with supporters, promises of authorities.
 *
 * A letter is a draft of its group, is approved, then sent; from then on its words never change. What a group lets be public is
 * an open_letter of the same id: a copy made when it is decided, without who signed. Supporters of a petition are counts, never
 * people. What an authority promised is public from the beginning; what arrived of it are events. Lateness is no state: it is
 * computed whenever somebody looks.
 */
#ifndef AYNI_VOICE_H
#define AYNI_VOICE_H

#include "module.h"

/* To whom one writes: an office, never a person. */
enum { AUTHORITY_NAME, AUTHORITY_OFFICE, AUTHORITY_ADDRESS, AUTHORITY_DAYS, AUTHORITY_SOURCE, AUTHORITY__N };

/* A day that is no working day for one year only, as a decree declares it. */
enum { HOLIDAY_DAY, HOLIDAY_NAME, HOLIDAY_VOIDED, HOLIDAY__N };

enum {
	LETTER_GROUP, LETTER_KIND, LETTER_AUTHORITY, LETTER_SUBJECT, LETTER_BODY, LETTER_SIGNED, LETTER_PUBLIC, LETTER_MEETING, LETTER_STATE,
	LETTER_YEAR, LETTER_N, LETTER_APPROVED, LETTER_SENT, LETTER_DESK, LETTER_DESK_DAY, LETTER_DAYS, LETTER_BY, LETTER_ANSWERED,
	LETTER_ANSWER, LETTER_AUTHOR, LETTER_CALL, LETTER_UNTIL, LETTER_VOIDED, LETTER__N
};

enum {
	OPEN_GROUP, OPEN_KIND, OPEN_AUTHORITY, OPEN_NUMBER, OPEN_SUBJECT, OPEN_BODY, OPEN_SENT, OPEN_DESK, OPEN_DESK_DAY, OPEN_DAYS, OPEN_BY,
	OPEN_ANSWERED, OPEN_ANSWER, OPEN_CALL, OPEN_UNTIL, OPEN_VOIDED, OPEN__N
};

/* So many people behind a petition who came by telephone or page. Its id is a keyed hash: nothing here says who. */
enum { SUPPORT_LETTER, SUPPORT_WAY, SUPPORT_PEOPLE, SUPPORT_DAY, SUPPORT_PLACE, SUPPORT_VOIDED, SUPPORT__N };

/* A numbered sheet of signatures; people is what was counted on it. */
enum { SIGNED_GROUP, SIGNED_LETTER, SIGNED_N, SIGNED_PEOPLE, SIGNED_DAY, SIGNED_VOIDED, SIGNED__N };

enum {
	PROMISE_GROUP, PROMISE_AUTHORITY, PROMISE_WHAT, PROMISE_AMOUNT, PROMISE_UNIT, PROMISE_DAY, PROMISE_BY, PROMISE_DESK, PROMISE_MEETING,
	PROMISE_LETTER, PROMISE_PLACE, PROMISE_ANSWER, PROMISE_ANSWER_DAY, PROMISE_REASON, PROMISE_VOIDED, PROMISE__N
};

/* What arrived of a promise: an event, taken back with the reason, never edited. */
enum { ARRIVAL_GROUP, ARRIVAL_PROMISE, ARRIVAL_DAY, ARRIVAL_AMOUNT, ARRIVAL_WHOLE, ARRIVAL_NOTE, ARRIVAL_PHOTO, ARRIVAL_REASON, ARRIVAL_VOIDED, ARRIVAL__N };

extern const struct entity authority_entity, holiday_entity, letter_entity, open_letter_entity, support_entity, signed_entity, promise_entity,
	arrival_entity;
extern const struct module voice_module;

#endif
