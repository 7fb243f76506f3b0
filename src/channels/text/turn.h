/*
 * turn.h - one message being handled, between this room's files.
 *
 * turn_judge (turn.c) decides in a worker what to do: an answer, a question, or an act. turn_done
 * tells what came of the act, in the writer. say.c makes the sentences, ask.c and menu.c the questions, reply.c
 * reads their answers, person.c knows who writes, media.c keeps what came with it.
 */
#ifndef AYNI_TEXT_TURN_H
#define AYNI_TEXT_TURN_H

#include "module.h"
#include "talk.h"
#include "text_channel.h"

enum { PERSONS_MAX = 6 };

struct turn {
	struct ctx *c;
	const struct text_in *in;
	const struct ear *ear;
	struct str address; /* of the conversation: "+51…", "tg:…" */
	struct str phone;   /* that persons have; empty: none vouched for */
	struct str text;
	struct str message; /* hash of the message's id; empty: it has none */
	struct id row;      /* its own; zero: the console */
	int64_t sent_at;    /* when she sent it, never later than now */
	int64_t day;        /* of that, in the network's zone */
	struct talk talk;
	struct str before;  /* the state as it was read */
	struct own own;     /* of who writes, once she is known */
	struct str own_before;
	struct {
		struct id id;
		struct str name, language;
	} person[PERSONS_MAX];
	unsigned npersons;
	struct actor who;
	bool discreet;      /* she wants words that say nothing */
	struct heard heard;
	struct str answer;
	const char *state;  /* of its row: "done", "asked", "answered", "lost", "silent" */
	struct draft draft; /* of the act */
	struct act *act;    /* to be decided; NULL: only an answer */
	struct id group;    /* whom it concerns, as far as that is known */
	struct str code;    /* six digits that came with it, or behind it */
	struct act *media;  /* the attachment, its bytes judged */
	struct str media_fault, media_kept; /* what is wrong with it; the attachment's id */
	bool voice, spoken; /* spoken: a module took it in (text_care.voice), with what was written beside it */
	bool progress;      /* it led somewhere: not a message that nobody understood */
	bool finished;      /* what was half done is done, or left */
	bool asked_help;    /* help and menu have more patience */
	bool stale;         /* the state moved meanwhile: judge again */
	bool repeated;      /* it was here before */
	bool aside;         /* a stranger said what anyone may say: its row keeps no word of it */
	bool refused;       /* a stranger past the day's measure: nothing is kept */
};

/* receive.c, also for explain.c: the address of a conversation; false: a machine writes. */
bool text_address(struct ctx *c, struct str from, struct str *out);
struct turn *turn_of(struct ctx *c, const struct text_in *in, struct str address, const struct ear *ear);
/* Read the conversation, and judge the message; false when it was answered before, by t->answer. */
bool turn_read(struct turn *t);
/* Two robots must not talk to each other for ever; who said stop is left alone. */
void turn_silence(struct turn *t);

/* kept.c: the ear for the registry's commands, made once a process. Any thread. */
const struct ear *ear_of(const struct ctx *c);
/* phrase.c: what coordinators taught, for the ear. */
void phrases_read(struct ctx *c, struct listening *how);

/* turn.c */
void turn_judge(struct turn *t);
void turn_done(struct turn *t, struct act *a, const struct outcome *o);
/* Try the draft: an act to decide, or a question or fault as answer. */
void turn_try(struct turn *t, const struct draft *d);
/* Hear t->text anew. */
void turn_listen(struct turn *t);
/* A message that answers no question. */
void turn_new(struct turn *t);
void turn_stop(struct turn *t);

/* reply.c: the message answers the open question; false: it is one of its own. */
bool reply_take(struct turn *t);

/* person.c */
void persons_find(struct turn *t);
/* Who writes: the only person of this number, who said that it is she, or says so now. */
void speaker_find(struct turn *t);
/* From here on as that person; false when this number is not hers. */
bool speak_as(struct turn *t, struct id person);
/* "soy Ana", "Ana": remembered; true: the message said nothing else. */
bool speaker_said(struct turn *t);
/* Her first name, with a letter more where another of this number is called so. */
struct str speaker_name(struct turn *t, unsigned i);
/* The key of her own row in table conversation. */
struct str own_key(struct ctx *c, struct id person);
struct str state_read(struct ctx *c, struct str key);
void state_save(struct ctx *c, struct str key, struct str state, int64_t until_at);

/* fix.c: put a correction on the last report; false when it asked or answered instead. */
bool turn_fix(struct turn *t, struct reading *r);
/* Remember what was done, with day and references spelled out. */
void turn_remember(struct turn *t, const struct act *a, const struct outcome *o);
/* "borra eso": the command that takes the last report back; false: the message is not that. */
bool turn_undo(struct turn *t);
/* The argument that says the record's day, or -1. */
int day_arg(const struct action *action);
/* Its day spelled out, so that it stays what it is tomorrow. */
void draft_dated(struct turn *t, struct draft *d);

/* ask.c: each opens a question and sets the answer. */
void ask_slot(struct turn *t, const struct draft *d, unsigned slot);
void ask_sure(struct turn *t, const struct draft *d);
void ask_which(struct turn *t, const struct heard *h);
void ask_record(struct turn *t, const struct draft *d, unsigned arg, const struct id *candidates,
	unsigned n);
void ask_standing(struct turn *t, const struct act *a, const struct record *current);
void ask_reason(struct turn *t, const struct act *a, const struct diag_item *why);
void ask_person(struct turn *t);
void ask_code(struct turn *t, const struct draft *d);
void ask_open(struct turn *t);
extern const char words_no[];

/* menu.c: step by step, by numbers alone. */
void menu_show(struct turn *t, unsigned page);
/* Ask for what the draft lacks, one after the other; all there: it is tried. */
void menu_step(struct turn *t, const struct draft *d);
/* One step back; from the first to the menu. */
void menu_back(struct turn *t);
/* Its question has a list of numbered answers, with 9 and 0. */
bool menu_lists(const struct field *f);
/* The answer to the question for t->talk.slot; false: it is none. */
bool menu_answer(struct turn *t, struct draft *d);
/* What was left half done is offered again; false: there is nothing. */
bool menu_resume(struct turn *t);
/* Note what is half done now, or that it no longer is. */
void menu_park(struct turn *t);

/* media.c */
/* In a worker: judge what came with the message. */
void media_judge(struct turn *t);
/* In the writer, after the act: keep it beside what it belongs to, and say so. */
void media_keep(struct turn *t, struct gate *g, struct chain_head *head, const struct outcome *done);

/* say.c */
void say(struct turn *t, const char *msgid);
void say_with(struct turn *t, const char *msgid, struct str arg);
void say_help(struct turn *t);
void say_not_understood(struct turn *t);
void say_fault(struct turn *t, const struct action *action, const struct diag_item *item);
void say_stranger(struct turn *t);
/* What was done, in words that tell nothing of it. */
void say_discreet(struct turn *t, const struct act *a);
/* Of a message that came a day late or more: of which day it is. */
void say_late(struct turn *t);
/* "Raciones servidas: 120, Comida: desayuno". */
struct str say_draft(struct turn *t, const struct draft *d, bool figures_only);
bool is_figure(const struct field *f);

#endif
