/*
 * few.h - published counts of people: under five is "<5", and what a sum would tell is hidden too.
 *
 * A cell under five (nought too) is not shown. Where the sum of all stands beside the cells, the sum less the others would tell
 * it: one larger cell is hidden with it, the next that follows it in the list, and the sum is shown only where it is so large
 * that every small cell may still be anything from nought to four. Neither the choice of that cell nor whether the sum is shown
 * hangs on the hidden numbers but through what everyone may know: who knows this rule can infer nothing from it. (Hiding the
 * smallest, and more until it fits, tells 0, 0 of "<5", "<5", "*" and a sum of 9: Wong and others, "Minimality attack in privacy
 * preserving data publishing", VLDB 2007; cells hidden as Hundepool and others, "Statistical Disclosure Control", 2012, ch. 4.)
 */
#ifndef AYNI_FEW_H
#define AYNI_FEW_H

#include <stdbool.h>
#include <stdint.h>

enum { FEW = 5 };

enum few_mark {
	FEW_SHOWN,
	FEW_UNKNOWN, /* nobody said it: no part of the sum */
	FEW_SMALL,   /* "<5" */
	FEW_HIDDEN,  /* five or more, hidden so that the sum does not tell a small one */
};

struct few_cell {
	int64_t n;
	bool known;
	enum few_mark mark; /* set by few_hide */
};

/* Mark n cells, published nowhere else, beside which their sum may stand. True: the sum may be shown. Any thread. */
bool few_hide(struct few_cell *cell, unsigned n);

#endif
