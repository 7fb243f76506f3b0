/*
 * Whoever knows the sum, what is shown, the rule of "<5" and this program too still finds that every small cell may be any number
 * under five: all tables of three cells are hidden, and those that look the same when published are laid on one heap.
 */
#include "few.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

enum { CELLS = 3, MOST = 22, UNKNOWN, SMALL, HIDDEN, LOOKS, NO_SUM = CELLS * MOST + 1, SUMS, HEAPS = LOOKS * LOOKS * LOOKS * SUMS };

static unsigned char possible[HEAPS][CELLS]; /* by what is published: which numbers under five a small cell had, as bits */

/* What the world sees of them. */
static unsigned published(const struct few_cell *cell, bool sum_shown)
{
	unsigned heap = 0, sum = 0;

	for (unsigned i = 0; i < CELLS; i++) {
		heap = heap * LOOKS + (cell[i].mark == FEW_SMALL ? SMALL : cell[i].mark == FEW_HIDDEN ? HIDDEN :
			cell[i].mark == FEW_UNKNOWN ? UNKNOWN : (unsigned)cell[i].n);
		sum += cell[i].known ? (unsigned)cell[i].n : 0;
	}
	return heap * SUMS + (sum_shown ? sum : NO_SUM);
}

/* The table of that number, hidden; where in the heaps it lies. */
static unsigned table(unsigned code, struct few_cell *cell, int64_t *unseen, bool *sum_shown)
{
	for (unsigned i = 0; i < CELLS; i++, code /= MOST + 2)
		cell[i] = (struct few_cell){ .n = code % (MOST + 2) % (MOST + 1), .known = code % (MOST + 2) <= MOST };
	*sum_shown = few_hide(cell, CELLS);
	*unseen = 0;
	for (unsigned i = 0; i < CELLS; i++)
		if (cell[i].mark == FEW_SMALL || cell[i].mark == FEW_HIDDEN)
			*unseen += cell[i].n;
	return published(cell, *sum_shown);
}

static void nothing_small_is_told(void **state)
{
	const unsigned all = (MOST + 2) * (MOST + 2) * (MOST + 2);
	unsigned smalls = 0, beside_sums = 0;
	struct few_cell cell[CELLS];
	int64_t unseen;
	bool sum_shown;

	(void)state;
	for (unsigned code = 0; code < all; code++) {
		unsigned char *of = possible[table(code, cell, &unseen, &sum_shown)];
		for (unsigned i = 0; i < CELLS; i++)
			if (cell[i].mark == FEW_SMALL)
				of[i] |= (unsigned char)(1u << cell[i].n);
	}
	for (unsigned code = 0; code < all; code++) {
		const unsigned char *of = possible[table(code, cell, &unseen, &sum_shown)];
		if (unseen > MOST) /* some that look the same have a larger number than are tried here */
			continue;
		for (unsigned i = 0; i < CELLS; i++)
			if (cell[i].mark == FEW_SMALL) {
				assert_int_equal(of[i], 0x1f);
				smalls++;
				beside_sums += sum_shown;
			}
	}
	assert_true(smalls > 2000 && beside_sums > 1000);
}

static void by_hand(void **state)
{
	struct few_cell a[] = { { 3, true, 0 }, { 12, true, 0 }, { 40, true, 0 } }, b[] = { { 12, true, 0 }, { 40, true, 0 } };
	struct few_cell c[] = { { 3, true, 0 } }, d[] = { { 0, true, 0 }, { 0, true, 0 }, { 9, true, 0 }, { 20, true, 0 } };
	struct few_cell e[] = { { 40, true, 0 }, { 0, false, 0 }, { 3, true, 0 } };

	(void)state;
	assert_true(few_hide(a, 3));
	assert_int_equal(a[1].mark, FEW_HIDDEN);
	assert_int_equal(a[2].mark, FEW_SHOWN);
	assert_true(few_hide(b, 2) && b[0].mark == FEW_SHOWN);
	assert_false(few_hide(c, 1));
	assert_false(few_hide(d, 4)); /* a sum of 9 beside 20 */
	assert_true(d[2].mark == FEW_HIDDEN && d[3].mark == FEW_SHOWN);
	assert_true(few_hide(e, 3) && e[0].mark == FEW_HIDDEN && e[1].mark == FEW_UNKNOWN);
	assert_true(few_hide(NULL, 0));
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(nothing_small_is_told), cmocka_unit_test(by_hand) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
