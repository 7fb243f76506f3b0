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

/* Cut the words that messages are matched with, which the process keeps: so the first message need not wait for it. */
void text_ready(const struct registry *reg);

/* Bytes that came with a message, judged by their content when they are kept. */
struct text_media {
	struct str bytes;
	bool too_large; /* the gateway did not fetch it */
};

struct text_in {
	struct id gateway;  /* zero: the console; nothing is queued, the caller shows the answer */
	struct str from;    /* "+51…", "987654321", "tg:12345" */
	struct str text;
	struct str ref;     /* the gateway's id of the message, for idempotency; empty when it has none */
	int64_t sent_at;    /* when she sent it, as the gateway says; 0: unknown */
	const struct text_media *media; /* or NULL */
};

/*
 * Handle a message: what it does, its own row, the conversation's state and the queued answer (message.h) are one
 * transaction. c: a context with a reading connection, no snapshot open, and nobody in it (c->who is set for the
 * time of the call). *answer_out lives in c->mem and is empty when nothing is to be said. OK; BUSY or IO: nothing is
 * known, the gateway repeats the message. Waits for the writer; not from its thread.
 */
enum rc text_receive(struct ctx *c, struct writer *w, const struct text_in *in, struct str *answer_out) MUST_USE;

/*
 * What would happen, as JSON: {"outcome": "act|ask|answer|silent", "action", "args", "reply", "candidates"}.
 * Nothing is changed.
 */
enum rc text_explain(struct ctx *c, struct str from, struct str text, struct buf *out) MUST_USE;

/* What a message of an exported chat says. */
struct text_past {
	enum { TEXT_PAST_NOTHING, TEXT_PAST_UNSURE, TEXT_PAST_ACT } kind; /* unsure: a report, but not certain which */
	struct act *act;         /* ACT: checked, not decided; its id derives from person, minute and text */
	const struct actor *who; /* ACT: as whom it is to be decided */
	struct str said;         /* ACT: "Cocina: SJM-001 …, Raciones servidas: 120" */
};
/*
 * A message that a person wrote elsewhere at that instant, read by itself; person zero: only whether it is a report.
 * Nothing is changed. c as for text_receive, a snapshot may be open. Texts in c->mem.
 */
void text_past(struct ctx *c, struct id person, int64_t at, struct str text, struct text_past *out);

#endif
