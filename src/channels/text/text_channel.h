/*
 * text_channel.h - one inbound text message in, one answer out.
 *
 * The number says who probably writes; it is no credential: only actions marked low-risk are done,
 * and nothing confidential is answered. What is not certain is asked, with numbered answers.
 */
#ifndef AYNI_TEXT_CHANNEL_H
#define AYNI_TEXT_CHANNEL_H

#include "writer.h"

/* Register the room's statements; once, before connections open. */
void text_start(void);

/*
 * Handle a message. c: a context with a reading connection and nobody in it (c->who is set for the
 * time of the call). message_id: the gateway's, for idempotency; empty when it has none. *answer_out
 * lives in c->mem and is empty when nothing is to be sent. OK; BUSY or IO: nothing is known, the
 * gateway repeats the message. Waits for the writer; not from its thread.
 */
enum rc text_receive(struct ctx *c, struct writer *w, struct str from_phone, struct str text,
	struct str message_id, struct str *answer_out) MUST_USE;

#endif
