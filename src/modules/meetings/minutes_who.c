/*
 * minutes_who.c - what the acta says of who was there, from the roll.
 */
#include "minutes_own.h"

#include "roll.h"

static bool noted(struct ctx *c, const struct meeting *m, struct roll_quorum *q)
{
	if (m->day > today(c))
		return false;
	*q = roll_quorum(c, m);
	return q->opened || q->present > 0;
}

struct str minutes_quorum(struct ctx *c, const struct meeting *m)
{
	struct roll_quorum q;

	return noted(c, m, &q) ? roll_quorum_text(c, &q) : STR("");
}

bool minutes_counted(struct ctx *c, const struct meeting *m, int64_t *present_out)
{
	struct roll_counts k = roll_counts(c, m);

	*present_out = k.present + k.guests;
	return *present_out > 0;
}

bool minutes_on_padron(struct ctx *c, const struct meeting *m, struct id person)
{
	return roll_may_vote(c, m, person);
}

unsigned minutes_present(struct ctx *c, const struct meeting *m, struct minutes_there *out, unsigned max)
{
	struct roll_row *all = ARENA_ARRAY(c->mem, struct roll_row, ROLL_MOST);
	unsigned n = roll_rows(c, m, all, ROLL_MOST), kept = 0;

	for (unsigned i = 0; i < n && kept < max; i++)
		if (all[i].here || all[i].represented)
			out[kept++] = (struct minutes_there){ .name = all[i].name, .document = all[i].document, .kitchen = all[i].kitchen,
				.how = roll_how(c, &all[i]), .guest = all[i].guest };
	return kept;
}
