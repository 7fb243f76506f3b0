/*
 * decide_who.c - who votes in a meeting: its padrón, proxies, delegates, and how many are there.
 */
#include "decide_own.h"

enum rc voter_check(struct ctx *c, const struct meeting *m, struct id person, const char *field)
{
	return meeting_is_for(c, m->group, person) ? OK :
		fail(c, field, "outside", N_("No está en el padrón de esta reunión, así que su voto no cuenta. Hable con la secretaria"));
}

unsigned voter_stands_for(struct ctx *c, const struct meeting *m, struct id person, struct id *out, unsigned max)
{
	(void)c, (void)m, (void)person, (void)out, (void)max;
	return 0;
}

void meeting_present(struct ctx *c, const struct meeting *m, int64_t *present_out, int64_t *quorum_out)
{
	(void)c, (void)m;
	*present_out = *quorum_out = -1;
}

int64_t voted_present(struct ctx *c, const struct proposal *p, const struct meeting *m)
{
	(void)c, (void)p, (void)m;
	return 0;
}

unsigned voter_bases(struct ctx *c, const struct meeting *m, struct id *out, unsigned max)
{
	unsigned n = 0;

	for (unsigned i = 0; i < c->who->nmember && n < max; i++) {
		const struct membership *r = &c->who->member[i];
		bool again = false;
		if (!str_is(r->role, "leader") || (!id_eq(r->group, m->group) && !group_is_below(c, r->group, m->group)))
			continue;
		for (unsigned k = 0; k < n; k++)
			again |= id_eq(out[k], r->group);
		if (!again)
			out[n++] = r->group;
	}
	return n;
}
