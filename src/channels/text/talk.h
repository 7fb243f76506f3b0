/*
 * talk.h - the state of one conversation: what was asked last, who speaks; and what is a person's own.
 *
 * Kept as JSON in table conversation, outside the journal, and forgotten after two days (a stop is kept). One row
 * is the address's ("+51…", "tg:…"), one the person's ("p:ID"): her last report and what she left half done follow
 * her from one number to another. No text of a message stays but one: a report that waits for the answer to "who
 * is writing?". Read and written within one message; texts live in the arena.
 */
#ifndef AYNI_TEXT_TALK_H
#define AYNI_TEXT_TALK_H

#include "civil.h"
#include "hear.h"

enum {
	TALK_OPTIONS = 7,
	TALK_DONE = 8,                 /* messages whose answer is remembered */
	TALK_MISSES = 6,
	TALK_ASK_MS = 2 * 3600 * 1000, /* a question stays open */
	TALK_LAST_MS = DAY_MS,         /* what "corrijo" speaks of */
	TALK_SPEAKER_MS = 4 * 3600 * 1000,
	TALK_KEEP_MS = 2 * DAY_MS,
	TALK_SAID = 2,                 /* answers of ours that may come back as an echo */
};

/* An action in the making. */
struct draft {
	struct reading r;
	struct str seen; /* what stood when replace or add was offered */
	bool guided;     /* by the menu: its questions come one by one */
};

enum option_kind {
	OPTION_NOTHING, OPTION_DRAFT, OPTION_PERSON, OPTION_HELP, OPTION_STOP,
	OPTION_TELL, /* what a command only tells: `words` begins with its first */
};

/* One numbered answer of an open question. */
struct option {
	enum option_kind kind;
	struct draft draft;
	struct id person;
	struct str words; /* folded, separated by |: what may be written instead of its number */
};

enum ask { ASK_NONE, ASK_PICK, ASK_SLOT, ASK_REASON, ASK_CODE };

struct talk {
	bool stopped;
	struct id speaker; /* who said that it is she, of several with this phone */
	int64_t speaker_until;
	int64_t miss[TALK_MISSES]; /* instants of the latest messages in a row that led to nothing */
	unsigned nmiss;
	enum ask ask;
	int64_t asked_at, ask_until;
	struct option option[TALK_OPTIONS]; /* ASK_PICK */
	unsigned noptions;
	bool menu;          /* the options are the menu's, of that page */
	unsigned page;
	bool pages_on;      /* there is another */
	struct draft draft; /* ASK_SLOT, ASK_REASON: lacks `slot`; ASK_CODE: her code */
	unsigned slot;
	struct str held; /* with OPTION_PERSON */
	struct str said[TALK_SAID]; /* hashes of our latest answers, the last first */
	struct {
		struct str message; /* hash of its id */
		struct str answer;
	} done[TALK_DONE]; /* oldest first */
	unsigned ndone;
};

/* What is a person's own, whatever number she writes from. */
struct own {
	bool has_last;
	struct draft last;     /* the last report done, with its day and place spelled out */
	int64_t last_at;       /* when she sent it */
	struct str last_about; /* the record: "meal:ID" */
	struct id last_group;
	bool has_parked;
	struct draft parked;   /* what is half done */
	int64_t parked_at;
};

struct registry;

/* From its JSON; an empty talk when it is blank, damaged or speaks of what is no longer declared. */
void talk_read(struct arena *a, const struct registry *reg, struct str json, struct talk *out);
void own_read(struct arena *a, const struct registry *reg, struct str json, struct own *out);
/* Its JSON, in the arena. */
struct str talk_write(struct arena *a, const struct talk *t);
struct str own_write(struct arena *a, const struct own *o);

/* Offer one more numbered answer; past the last it is left out. */
void talk_offer(struct talk *t, const struct option *o);
/* Forget the open question. */
void talk_close(struct talk *t);
/* Is the text one of our latest answers, come back? */
bool talk_echoes(struct arena *a, const struct talk *t, struct str text);
/* Remember what was said. */
void talk_said(struct arena *a, struct talk *t, struct str answer);
/* Remember the answer to a message, given by the hash of its id. */
void talk_answered(struct talk *t, struct str message, struct str answer);
/* The answer given before to that message, or p == NULL. */
struct str talk_answer_to(const struct talk *t, struct str message);
/* Count a message that led to nothing. */
void talk_miss(struct talk *t, int64_t now);
/* Forget what lasts longer than it can: it was noted under another clock. */
void talk_settle(struct talk *t, int64_t now);
void own_settle(struct own *o, int64_t now);
/* How many messages in a row led to nothing within the last hour. */
unsigned talk_misses(const struct talk *t, int64_t now);

#endif
