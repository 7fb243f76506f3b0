/* accounts_own.h - between the files of accounts. */
#ifndef AYNI_ACCOUNTS_OWN_H
#define AYNI_ACCOUNTS_OWN_H

#include "accounts.h"
#include "accounts_sql.h"
#include "b1.h"
#include "people.h"

enum { ROWS_MAX = 170 }; /* ten sheets */

#define SQL(name) (&accounts_sql.query[name])

extern const struct choice balance_types[], balance_states[];
extern const struct field balance_fields[BALANCE__N], balance_row_fields[ROW__N];
extern const struct action balance_report, balance_swear, balance_reopen, balance_look, balance_take, balance_row_report, balance_row_void;
extern const struct rule accounts_rules[];
extern const struct page accounts_pages[];

/* As it stands; false: there is none. In the context's arena. */
bool balance_get(struct ctx *c, struct id balance, struct record *out);
bool balance_sworn(const struct record *b);
/* A fault at `field` where it is sworn: it is opened again first. */
enum rc balance_open(struct ctx *c, const struct record *b, const char *field) MUST_USE;
/* Whoever looked, looked at something else. */
void balance_unlook(struct change *ch, const struct record *b);
/* Its rows by number; how many, at most ROWS_MAX. */
unsigned balance_rows(struct ctx *c, struct id balance, struct record *out);
/* The number that the next row gets. */
int64_t balance_next_row(struct ctx *c, struct id balance);
struct id balance_row_id(struct ctx *c, struct id balance, int64_t n);
/* The form it makes, with so many of its rows; texts in the arena. */
void balance_form(struct ctx *c, const struct record *b, const struct record *row, unsigned n, struct b1_form *out);
/* "semana del 01/11/2026 al 07/11/2026" */
struct str balance_title(struct ctx *c, const struct record *b);
/* "/cuentas/0193…" and what follows. */
struct str balance_url(struct ctx *c, struct id balance, const char *rest);
/* Who holds a seat of the board ("president", "treasurer"), as the register of kitchens has it; false: nobody is known. */
struct board_member {
	struct str name, document, phone; /* document empty: she has none, or nobody said it */
};
bool board_member(struct ctx *c, struct id group, const char *seat, struct board_member *out);
/* What was offered of recovered food, in base units; false: there is no such offer here. */
struct offered {
	bool known;
	int64_t amount, refused;
	struct str giver;
};
bool offered(struct ctx *c, struct id offer, struct offered *out);
/* The sheet as PDF; false: this machine cannot draw. */
bool balance_paper(struct ctx *c, const struct record *b, struct str *out) MUST_USE;
/* For an invented network (sample.h). */
enum rc accounts_live(struct sample *s, int64_t day);
/* Home: what waits to be looked at or sworn. */
void balances_task(struct task_list *l, const struct task *t);
/* The balances of a group, the latest first; how many, at most `most`. */
unsigned balances_of(struct ctx *c, struct id group, struct record *out, unsigned most);
/* Her groups that may account; how many, at most `most`. */
unsigned balance_groups(struct ctx *c, const char *what, struct id *out, unsigned most);

#endif
