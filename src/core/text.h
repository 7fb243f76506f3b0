/*
 * text.h - how an action is said in a text message.
 *
 * A command is declared beside its action: the words that start it and, for arguments, the words
 * that name them (struct field.words). One matcher serves all modules (channels/text).
 */
#ifndef AYNI_TEXT_H
#define AYNI_TEXT_H

#include "action.h"

struct text_command {
	const char *action; /* NULL with `tell` */
	/* Folded words or phrases that point here, separated by |: "raciones|almuerzos|platos|olla" */
	const char *words;
	int bare; /* AT(arg): a number without a word fills this one; 0: none */
	/* A message of nothing but numbers may mean it, too: only for what most messages tell ("120" is a pot). */
	bool alone;
	/* What the words alone say: "llego tarde" sets `how` to "late". An argument and its text; 0: nothing */
	int sets;
	const char *sets_text;
	/*
	 * AT(arg): what follows the command's words, as it was written: "falta" arroz 10 kg y aceite; 0: none. Where nothing
	 * follows it is asked for with `question`; a command without one is said by its words alone ("asisto").
	 */
	int rest;
	/* Whoever writes may say it, also from a number that nobody is known by: then what it says is kept without its figures. */
	bool anyone;
	/* What follows the words is hers alone: the message's own row keeps none of it, nor do threads show what was answered. */
	bool hers;
	/* Its `complete` judges what follows: prices, a day or a denial in it are no reason to ask whether it was meant. */
	bool judges;
	/*
	 * What alone says this while it `waits`, no question of the channel being open: "si|1" to an offer, "no puedo" to a
	 * turn; folded, separated by |. Where two wait she is asked which. NULL: none
	 */
	const char *plain;
	/* Whether something of hers waits to be answered so; reads only. */
	bool (*waits)(struct ctx *c);
	/* Phrases that say there was none of it ("no cocinamos"): it is asked whether `bare` is 0. NULL: none */
	const char *none;
	const char *menu;  /* N_(): its line in the menu, or NULL: it is not there */
	const char *means; /* N_(): what who writes it wants, to pick among all commands; NULL: menu, or the action's label */
	/* Ask for the missing arg: "¿Cuántas raciones sirvieron?" N_(); used when `bare` is missing. */
	const char *question;
	/* Example shown in help: N_("raciones 120") */
	const char *example;
	/* The same for a sender who has no group of her own to do it in: N_("SJM-001 raciones 120"); or NULL */
	const char *example_far;
	/*
	 * Fill what the sender need not say from who she is; OK, or INVALID with an item code "ask" and candidates (record
	 * ids) when it must be asked which. NULL: text_own_group. What is otherwise known (struct field.otherwise) is there.
	 */
	enum rc (*complete)(struct ctx *c, struct act *a, struct id *candidates_out, unsigned max,
		unsigned *n_out, unsigned *arg_out);
	/* The one-sentence answer after it was done, in c->lang: what was understood. NULL: each argument by its label. */
	struct str (*answer)(struct ctx *c, const struct act *a, const struct outcome *o);
	/*
	 * Instead of an action: what it answers, in c->lang, nothing being done; `rest` is what follows its words. Only
	 * what anyone may know who reads over her shoulder. Empty: it has nothing to say.
	 */
	struct str (*tell)(struct ctx *c, struct str rest);
};

/*
 * The group that the act is about, unless she said one: her own, where she may do it. As `complete`: INVALID with
 * candidates in order of their codes when she has several, with a reason when she has none.
 */
enum rc text_own_group(struct ctx *c, struct act *a, struct id *candidates_out, unsigned max, unsigned *n_out,
	unsigned *arg_out);

/*
 * What modules know of whoever writes, for the channel. Each may bring some of it (struct module); the first that
 * brings a function is asked. Any may be NULL.
 */
struct text_care {
	/* She wants words that say nothing to whoever reads over her shoulder. */
	bool (*discreet)(struct ctx *c, struct id person);
	/* She chose an hour of her own at which she is reminded: then she is reminded at it, and not otherwise. */
	bool (*reminded)(struct ctx *c, struct id person);
	/* The lines for a kind of distress ("violence", "despair", "accident"), in c->lang; empty: the channel's own. */
	struct str (*lines)(struct ctx *c, const char *kind);
	/*
	 * The act that notes a grave message for who is on duty, its text sealed already. As the machine itself (c->who).
	 * NULL: there is nobody to tell.
	 */
	struct act *(*alarm)(struct ctx *c, struct id act, const char *kind, struct str from, struct str text);
	/* In the writer, after it was decided: tell who is on duty that something waits, and no more. */
	void (*alarmed)(struct ctx *c, const struct act *a, const struct outcome *o);
	/*
	 * The act that takes in a voice note which came by message, as who writes; its bytes become the argument "file". `said` is
	 * what was written with it, `asked` the action that an open question is about (or empty), `last_at` when her last report of a
	 * day was (or 0). NULL: the note goes where others go, beside the report or to the group.
	 */
	struct act *(*voice)(struct ctx *c, struct id act, struct str said, struct str asked, int64_t last_at);
	/* What is answered when it was done, in c->lang. */
	struct str (*voiced)(struct ctx *c, const struct act *a);
};

#endif
