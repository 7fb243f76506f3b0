/*
 * sms.h - what fits in a text message.
 *
 * Source: 3GPP TS 23.038 (default alphabet and its extension table) and TS 23.040 (concatenated
 * messages: 153 septets or 67 UCS-2 units each, 160 or 70 when alone).
 */
#ifndef AYNI_SMS_H
#define AYNI_SMS_H

#include "str.h"

struct sms_size {
	unsigned segments; /* messages on the air; 0 for an empty text */
	unsigned units;    /* septets, or UTF-16 units */
	bool gsm7;
};

/*
 * s in the GSM alphabet, so that one accent does not halve what a message holds: á as a, curly quotes, dashes,
 * bullets, arrows and blanks by their nearest, a few pictures by a word, the others left out. é, ñ, ü, à and all
 * that the alphabet has stay. Where a letter has no near one, s as it is: the message is UCS-2 anyway. s must be
 * valid UTF-8.
 */
struct str sms_fold(struct arena *a, struct str s);
/* How many messages s takes; no sign is split between two. */
struct sms_size sms_segments(struct str s);

#endif
