/* few.c - which cells of people are hidden. */
#include "few.h"

#include <stddef.h>

/* The larger cell that follows the first small one, from the end to the beginning again; NULL: there is none. */
static struct few_cell *beside(struct few_cell *cell, unsigned n, unsigned first_small)
{
	for (unsigned k = 1; k < n; k++) {
		struct few_cell *one = &cell[(first_small + k) % n];
		if (one->mark == FEW_SHOWN)
			return one;
	}
	return NULL;
}

bool few_hide(struct few_cell *cell, unsigned n)
{
	unsigned smalls = 0, first = 0;
	int64_t sum = 0;

	for (unsigned i = 0; i < n; i++) {
		cell[i].mark = !cell[i].known ? FEW_UNKNOWN : cell[i].n < FEW ? FEW_SMALL : FEW_SHOWN;
		if (cell[i].mark != FEW_SMALL)
			continue;
		if (!smalls++)
			first = i;
		sum += cell[i].n;
	}
	if (!smalls)
		return true;
	struct few_cell *one = beside(cell, n, first);
	if (!one)
		return false;
	one->mark = FEW_HIDDEN;
	return sum + one->n > FEW + (FEW - 1) * (int64_t)smalls;
}
