/*
 * b1.h - the rules of Formato B-1, the balance of a subsidised centre, over what was typed on it.
 *
 * Rules (doc/b1.md): a sheet has up to 17 purchases; what was spent of the subsidy is the smaller of subsidy and total, the
 * contribution of the centre is what the total has beyond the subsidy and is left blank when there is none. Money is whole
 * céntimos. An empty box is not a zero. "varios" is a quantity, a unit and a price. Purchases are dated from the day the
 * subsidy was assigned to the day of the account. A RUC has eleven digits, begins with 10, 15, 17 or 20, and its last digit
 * fits (ruc.h). What cannot be right is refused; what may be right is said, and passes with a reason.
 * Pure: no clock, no network, any thread; texts in the arena or views of what was typed.
 */
#ifndef AYNI_B1_H
#define AYNI_B1_H

#include "str.h"

enum { B1_ROWS = 17, B1_ROWS_READ = 200, B1_PROBLEMS_MAX = 2000 /* of one form */ };

/* The boxes of the head and of a row, in the order of the form; their names are those of the JSON. */
enum b1_box {
	B1_KIND, B1_NAME, B1_CODE, B1_PERIOD_TYPE, B1_PERIOD_LABEL, B1_PERIOD_FROM, B1_PERIOD_TO, B1_SUBSIDY, B1_ASSIGNED,
	B1_ACCOUNT_DATE, B1_PRESIDENT_NAME, B1_PRESIDENT_DNI, B1_TREASURER_NAME, B1_TREASURER_DNI, B1_PHONE, B1_HEAD__N
};
enum b1_cell { B1_DATE, B1_DESCRIPTION, B1_QUANTITY, B1_UNIT, B1_RUC, B1_RECEIPT, B1_UNIT_PRICE, B1_AMOUNT, B1_CELL__N };

/* "period.from" of a box; "unit_price" of a cell. */
extern const char *const b1_boxes[B1_HEAD__N], *const b1_cells[B1_CELL__N];

struct b1_form {
	struct str head[B1_HEAD__N];
	struct str (*row)[B1_CELL__N];
	unsigned nrows;
	bool more_sheets; /* more than B1_ROWS of them go on further sheets */
};

enum b1_outcome { B1_VALID, B1_WARN, B1_REFUSE };

struct b1_problem {
	enum b1_outcome weight; /* B1_WARN or B1_REFUSE */
	const char *field;      /* "subsidy", "president.dni", "amount" */
	unsigned row;           /* from 1; 0: of the head, or of the whole */
	const char *code;       /* stable: required, format, range, order, digit, prefix, shape, twice, product … */
	const char *msgid;      /* N_(), with at most one %s */
	struct str arg;
};

struct b1_answer {
	enum b1_outcome outcome;
	struct b1_problem *problem; /* of the head first, then by row */
	unsigned nproblems, most;   /* that it has room for; more are not said */
	bool known;                 /* the total: every amount could be read */
	bool shared;                /* the two shares of it: the subsidy too */
	int64_t total_cents, from_subsidy_cents, contribution_cents;
	struct b1_form printed;     /* as it stands on paper; what could not be read as it was typed */
	struct str total, from_subsidy, contribution;
};

/* Judge it. Rows without a word are passed over: they are empty on the form; no more than B1_ROWS_READ others are read. Lives in the arena. */
void b1_judge(struct arena *a, const struct b1_form *f, struct b1_answer *out);
/* Room for what a form of so many rows can have against it. */
void b1_room(struct arena *a, struct b1_answer *out, unsigned nrows);
/* The two shares of a total, for any total and subsidy of 0 or more. */
void b1_shares(int64_t total_cents, int64_t subsidy_cents, int64_t *from_subsidy_cents_out, int64_t *contribution_cents_out);
/* A number with at most so many decimals ("12.5", "1,250", "3 1/2", "3½"), times ten to that power. False: it is none. */
bool b1_number(struct str s, unsigned decimals, int64_t *out) MUST_USE;
/* "varios" or "varias", in any letters. */
bool b1_various(struct arena *a, struct str s);

#endif
