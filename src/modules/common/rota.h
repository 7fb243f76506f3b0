/*
 * rota.h - whose turn it is: fair over the weeks, whatever the work.
 *
 * Pure: no database, no clock. Each day goes to those who can and had the fewest turns lately; of these to whom it was
 * longest ago, and of these to the first of the list. So nobody is a turn ahead of another who could come, and who was
 * away is not made to catch up more than she missed in the weeks that are looked at.
 */
#ifndef AYNI_ROTA_H
#define AYNI_ROTA_H

#include "id.h"

enum { ROTA_PEOPLE_MAX = 60, ROTA_AWAY_MAX = 60 };

struct rota_person {
	struct id person;
	int64_t turns; /* in the weeks that are looked at, those already given to come included */
	int64_t last;  /* the day of her latest turn; 0: never */
	unsigned naway;
	int64_t away[ROTA_AWAY_MAX]; /* days on which she cannot, or has a turn already */
};

/* Who takes that day: an index, or -1 when nobody can. */
int rota_next(const struct rota_person *p, unsigned n, int64_t day);
/* She has it: counts for those that are given after. */
void rota_give(struct rota_person *p, int64_t day);

#endif
