/*
 * store_own.h - what the files of this module share and nobody else sees.
 */
#ifndef AYNI_STORE_OWN_H
#define AYNI_STORE_OWN_H

#include "food.h"
#include "module.h"
#include "parts.h"
#include "people.h"
#include "stock.h"
#include "store_sql.h"

#define SQL(name) (&store_sql.query[name])

enum {
	STORE_LINES_MAX = 8,    /* foods in one act */
	STORE_FOODS_MAX = 300,  /* in one store */
	STORE_KITCHENS_MAX = 20, /* of one person */
};

extern const struct action stock_move, stock_in, stock_out, stock_count, stock_lend, stock_undo;
extern const struct rule store_rules[];
extern const struct text_command store_commands[];
/* For an invented network (sample.h). */
enum rc store_live(struct sample *s, int64_t day);

/* ---- what was said (store_say.c) ---- */

/* The argument of that name; empty, zero or false where the action has none or it was not said. */
struct str said_text(const struct act *a, const char *name);
struct id said_ref(const struct act *a, const char *name);
bool said_int(const struct act *a, const char *name, int64_t *out);
/* The kind of movement that the act is about. */
struct str said_kind(const struct act *a);
/* The foods of an act and how much of each; INVALID with the fault at "food" or "amount". */
enum rc store_lines(struct ctx *c, const struct act *a, struct food_line out[STORE_LINES_MAX], unsigned *n_out);
/* What a change did to stores: "arroz 50 kg, papa 10 kg"; at most `max`, then "…". */
struct str store_did(struct ctx *c, const struct change *ch, unsigned max);

/* ---- judging (store_rules.c) ---- */

/* What was bought: receipt used before, a number of no taxpayer, a price out of all habit. INVALID with the reasons. */
enum rc store_judge_bought(struct ctx *c, const struct stock_entry *e);
/* The same of the same day noted by somebody already. */
enum rc store_judge_again(struct ctx *c, const struct stock_entry *e);
/* Is it a kitchen? Others have no store. */
bool store_is_kitchen(struct ctx *c, struct id group);

/* ---- reading (store_read.c) ---- */

/* Of one food in one store. */
struct held {
	struct id food;
	struct str name;
	int64_t balance, daily; /* daily: what was used a day lately; 0: nothing */
	int64_t spoils;         /* the earliest day that what is there may go off; 0: not known */
	bool said;              /* spoils was on the package, not what such food keeps */
	const struct record *record;
};
/* What is or was in a store, by name. How many. */
unsigned store_held(struct ctx *c, struct id group, struct held out[STORE_FOODS_MAX]);
/* The kitchens of the actor; at most max. */
unsigned store_mine(struct ctx *c, struct id *out, unsigned max);
/* What is lacking until a week from now: of each food how much, as needs are written; how many. */
struct lack {
	struct id food;
	struct str text; /* "arroz 12 kg" */
	struct str why;  /* "queda 3 kg y se usan 2 kg al día" */
};
unsigned store_lacks(struct ctx *c, struct id group, struct lack *out, unsigned max);
/* What neighbours owe (below 0) or are owed of a food. */
struct loan {
	struct id other, food;
	int64_t net;
};
unsigned store_loans(struct ctx *c, struct id group, struct loan *out, unsigned max);
/* "3.60", of so many céntimos a kilo, a litre or a piece. */
struct str price_show(struct ctx *c, int64_t cents);
/* Is it counted in pieces? */
bool food_is_counted(const struct record *food);

/* ---- pages ---- */

/* The kitchen that the page speaks of: asked for, else her own; false: none, or not hers to see. */
bool store_asked(struct page_call *p, const char *what, struct id *out);
struct str store_url(struct ctx *c, const char *path, struct id group);
enum rc page_store(struct page_call *p);
enum rc page_store_in(struct page_call *p);
enum rc page_store_out(struct page_call *p);
enum rc page_store_count(struct page_call *p);
enum rc page_store_lend(struct page_call *p);
enum rc page_store_card(struct page_call *p);
enum rc page_store_undo(struct page_call *p);
enum rc page_store_prices(struct page_call *p);
enum rc page_store_lack(struct page_call *p);
struct str store_done(struct ctx *c, const struct act *a, const struct outcome *o);
struct str store_undone(struct ctx *c, const struct act *a, const struct outcome *o);
struct str store_sent(struct ctx *c, const struct act *a, const struct outcome *o);
void store_spoils_task(struct task_list *l, const struct task *t);
/* Shown to who has a kitchen of her own. */
void store_in_task(struct task_list *l, const struct task *t);
void store_lack_task(struct task_list *l, const struct task *t);

/* ---- what the other kitchen noted (store_loan.c) ---- */

/* On the page of loans: each leads to where it is undone. */
void store_noted_rows(struct page_call *p, struct id group);
void store_noted_task(struct task_list *l, const struct task *t);
/* For her reminder (module.h): of the last day. */
struct str store_remind(struct ctx *c);

/* ---- messages (store_text.c) ---- */

/* As struct text_command: complete, of what the words say: `kind`. */
enum rc store_complete(struct ctx *c, struct act *a, const char *kind, struct id *candidates_out, unsigned max, unsigned *n_out,
	unsigned *arg_out);
enum rc store_undo_complete(struct ctx *c, struct act *a, struct id *candidates_out, unsigned max, unsigned *n_out,
	unsigned *arg_out);
struct str store_answer(struct ctx *c, const struct act *a, const struct outcome *o);
struct str store_undo_answer(struct ctx *c, const struct act *a, const struct outcome *o);
struct str store_tell(struct ctx *c, struct str rest);

#endif
