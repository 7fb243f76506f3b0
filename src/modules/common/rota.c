/*
 * rota.c - the next in turn: least often, then longest ago.
 */
#include "rota.h"

static bool can(const struct rota_person *p, int64_t day)
{
	for (unsigned i = 0; i < p->naway; i++)
		if (p->away[i] == day)
			return false;
	return true;
}

int rota_next(const struct rota_person *p, unsigned n, int64_t day)
{
	int best = -1;

	for (unsigned i = 0; i < n; i++) {
		if (!can(&p[i], day))
			continue;
		if (best < 0 || p[i].turns < p[best].turns || (p[i].turns == p[best].turns && p[i].last < p[best].last))
			best = (int)i;
	}
	return best;
}

void rota_give(struct rota_person *p, int64_t day)
{
	p->turns++;
	if (day > p->last)
		p->last = day;
	if (p->naway < ROTA_AWAY_MAX)
		p->away[p->naway++] = day;
}
