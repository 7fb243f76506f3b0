/*
 * lacks.c - what lacks, and in how many kitchens: said in the last 30 days and not yet come.
 */
#include "city_own.h"

#include "need_items.h"

enum { ITEMS_MAX = 600, NEED_DAYS = 30 };

static void first_most(struct lack *lack, unsigned n, unsigned max)
{
	for (unsigned at = 0; at < max && at < n; at++) {
		unsigned most = at;
		for (unsigned i = at + 1; i < n; i++)
			if (lack[i].kitchens > lack[most].kitchens ||
				(lack[i].kitchens == lack[most].kitchens && str_cmp(lack[i].item, lack[most].item) < 0))
				most = i;
		struct lack one = lack[most];
		lack[most] = lack[at];
		lack[at] = one;
	}
}

unsigned lacks_read(struct ctx *c, int64_t day, const struct district *d, unsigned n, const bool *counts, struct lack *out, unsigned max,
	int64_t *gas_out)
{
	struct lack *lack = ARENA_ARRAY(c->mem, struct lack, ITEMS_MAX);
	struct id first = entity_day_first(day - NEED_DAYS);
	struct rows r = db_rows(c->db, SQL(Q_CITY_NEEDS), ARGS(cell_id(&c->net->id), cell_id(&first), cell_int(day - NEED_DAYS)));
	unsigned nlack = 0;

	if (gas_out)
		*gas_out = 0;
	while (rows_next(&r)) {
		const struct district *one = rows_null(&r, 1) ? NULL : district_by_id((struct district *)(uintptr_t)d, n, rows_id(&r, 1));
		unsigned i = 0;
		if (!one || (counts && !counts[one - d]))
			continue;
		while (i < nlack && !str_eq(lack[i].item, rows_text(&r, 0)))
			i++;
		if (i == nlack && nlack < ITEMS_MAX)
			lack[nlack++] = (struct lack){ .item = str_dup(c->mem, rows_text(&r, 0)) };
		if (i < nlack) {
			lack[i].kitchens += rows_int(&r, 2);
			lack[i].districts++;
		}
	}
	for (unsigned i = 0; gas_out && i < nlack; i++)
		*gas_out += str_is(lack[i].item, "gas") ? lack[i].kitchens : 0;
	first_most(lack, nlack, max);
	for (unsigned i = 0; i < nlack && i < max; i++) {
		out[i] = lack[i];
		out[i].item = need_item_label(lack[i].item);
	}
	return nlack < max ? nlack : max;
}
