/*
 * hear.h - what a message means, judged without a database or a clock.
 *
 * Each declared command reads the message in its own way; the best reading wins. A reading is an act
 * only when every word has its place and every number goes to one argument alone. Anything less is
 * a question. A command is about figures (`bare`), about what follows its words (`rest`), about one of some words
 * (an enum: "asisto", "no voy"), or only tells. Threads: an ear is read-only after ear_new.
 */
#ifndef AYNI_TEXT_HEAR_H
#define AYNI_TEXT_HEAR_H

#include "text.h"
#include "words.h"

enum heard_kind {
	HEARD_NOTHING,
	HEARD_ACT,    /* reading[0], certain */
	HEARD_DOUBT,  /* reading[0], if she says yes */
	HEARD_FORK,   /* reading[0…nreading-1]: which? */
	HEARD_ASK,    /* reading[0] lacks the number for `slot` */
	HEARD_FIX,    /* wants to correct and does not say what */
	HEARD_MANY,   /* too many figures for one report */
	HEARD_CODE,   /* a code that nobody has: `code` */
	HEARD_TELL,   /* reading[0].command has the answer; `rest` is what follows its words */
	HEARD_HELP,
	HEARD_MENU,
	HEARD_STOP,
	HEARD_START,
	HEARD_THANKS, /* thanks, greetings: nothing to do */
	HEARD__N
};

enum { SAID_MAX = 10, READINGS_MAX = 3 };

/* One action as understood: arguments as text for act_arg. */
struct reading {
	const struct text_command *command;
	const struct action *action;
	unsigned n;
	struct {
		unsigned arg;
		struct str text;
	} said[SAID_MAX];
	bool corrects;
	bool has_old;   /* "no era 120, era 102": old is 120 */
	int64_t old;
	int plain;      /* index in said of the number that no word names, or -1 */
};

struct heard {
	enum heard_kind kind;
	struct reading reading[READINGS_MAX];
	unsigned nreading;
	unsigned slot;       /* HEARD_ASK: the argument */
	struct str code;     /* HEARD_CODE */
	struct str rest;     /* HEARD_TELL: as it was written; may be empty */
	bool yes, no;        /* the whole message is a yes or a no */
	bool has_alone;      /* the whole message is one number */
	int64_t alone;
	bool numbers;        /* it holds a figure */
	struct str line;     /* the first words, folded, with blanks between */
};

/* The declared commands with their words ready for matching; actions[i] is NULL where commands[i] only tells. */
struct ear;
struct ear *ear_new(struct arena *a, const struct text_command *const *commands,
	const struct action *const *actions, unsigned n);

/* A phrase that a coordinator taught: folded words with single blanks. */
struct alias {
	struct str said, means;
};

struct listening {
	int64_t today;
	/* Is there such a record? (a database look-up, only for words that look like a code) */
	bool (*known)(void *arg, const char *entity, struct str code);
	void *arg;
	const struct text_command *expects; /* its number was just asked for; or NULL */
	const struct alias *alias; /* naliases of them; the longest wins */
	unsigned naliases;
};

/* Texts in *out live in the arena or the message. */
void hear(const struct ear *ear, struct arena *a, struct str message, const struct listening *how,
	struct heard *out);

/* The text said for an argument; p == NULL when none was. */
struct str reading_get(const struct reading *r, unsigned arg);
/* Replace or add. */
void reading_set(struct reading *r, unsigned arg, struct str text);

#endif
