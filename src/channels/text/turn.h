/*
 * turn.h - one message being handled, between this room's files.
 *
 * turn_judge (turn.c) decides in a worker what to do: an answer, a question, or an act. turn_done
 * tells what came of the act, in the writer. say.c makes the sentences, ask.c the questions.
 */
#ifndef AYNI_TEXT_TURN_H
#define AYNI_TEXT_TURN_H

#include "module.h"
#include "talk.h"

enum { PERSONS_MAX = 4 };

struct turn {
	struct ctx *c;
	const struct ear *ear;
	struct str phone, text;
	struct str message; /* hash of the message's id; empty: it has none */
	struct talk talk;
	struct str before;  /* the state as it was read */
	struct {
		struct id id;
		struct str name, language;
	} person[PERSONS_MAX];
	unsigned npersons;
	struct actor who;
	struct heard heard;
	struct str answer;
	struct draft draft; /* of the act */
	struct act *act;    /* to be decided; NULL: only an answer */
	bool progress;      /* it led somewhere: not a message that nobody understood */
	bool asked_help;    /* help and menu have more patience */
	bool stale;         /* the state moved meanwhile: judge again */
};

/* turn.c */
void turn_judge(struct turn *t);
void turn_done(struct turn *t, struct act *a, const struct outcome *o);
/* Try the draft: an act to decide, or a question or fault as answer. */
void turn_try(struct turn *t, const struct draft *d);

/* fix.c: put a correction on the last report; false when it asked or answered instead. */
bool turn_fix(struct turn *t, struct reading *r);
/* Remember what was done, with day and references spelled out. */
void turn_remember(struct turn *t, const struct act *a);

/* ask.c: each opens a question and sets the answer. */
void ask_slot(struct turn *t, const struct draft *d, unsigned slot);
void ask_sure(struct turn *t, const struct draft *d);
void ask_which(struct turn *t, const struct heard *h);
void ask_record(struct turn *t, const struct draft *d, unsigned arg, const struct id *candidates,
	unsigned n);
void ask_standing(struct turn *t, const struct act *a, const struct record *current);
void ask_reason(struct turn *t, const struct act *a, const struct diag_item *why);
void ask_person(struct turn *t);
void ask_menu(struct turn *t);

/* say.c */
void say(struct turn *t, const char *msgid);
void say_with(struct turn *t, const char *msgid, struct str arg);
void say_help(struct turn *t);
void say_not_understood(struct turn *t);
void say_fault(struct turn *t, const struct action *action, const struct diag_item *item);
/* "Raciones servidas: 120, Comida: desayuno". */
struct str say_draft(struct turn *t, const struct draft *d, bool figures_only);
bool is_figure(const struct field *f);

#endif
