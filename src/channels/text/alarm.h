/*
 * alarm.h - a message that is grave: lines at once, somebody on duty is told, nothing of it is kept in clear.
 */
#ifndef AYNI_TEXT_ALARM_H
#define AYNI_TEXT_ALARM_H

#include "text_channel.h"

/*
 * True when it was grave: it is answered and done with, and *rc_out says whether that is durable. Its text and its
 * number go into the sealed alert alone; the lines wait to be sent in a row that goes when they went. Kept of the
 * number is a keyed hash, for a day, by which it is counted.
 */
bool alarm_heard(struct ctx *c, struct writer *w, const struct text_in *in, struct str address, struct str *answer_out,
	enum rc *rc_out);

#endif
