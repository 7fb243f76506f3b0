/*
 * decide_who.c - who votes in a meeting: its padrón, proxies, delegates, and how many are there.
 */
#include "decide_own.h"

#include "roll.h"

enum rc voter_check(struct ctx *c, const struct meeting *m, struct id person, const char *field)
{
	return roll_may_vote(c, m, person) ? OK :
		fail(c, field, "outside", N_("No está en el padrón de esta reunión, así que su voto no cuenta. Hable con la secretaria"));
}

unsigned voter_stands_for(struct ctx *c, const struct meeting *m, struct id person, struct id *out, unsigned max)
{
	return roll_held_by(c, m, person, out, max);
}

/* Nobody was noted, and it was not opened: then nothing is known, and nothing is measured by it. */
void meeting_present(struct ctx *c, const struct meeting *m, int64_t *present_out, int64_t *quorum_out)
{
	struct roll_quorum q = roll_quorum(c, m);
	bool known = q.opened || q.present > 0;

	*present_out = known ? q.present + q.represented : -1;
	*quorum_out = !known ? -1 : q.call == ROLL_FIRST ? q.need_first : q.need_second;
}

int64_t voted_present(struct ctx *c, const struct proposal *p, const struct meeting *m)
{
	struct id *id = ARENA_ARRAY(c->mem, struct id, ROLL_MOST);
	unsigned n = db_ids(c->db, proposal_is_secret(p) ? DECIDE(Q_CASTERS_OF) : DECIDE(Q_VOTERS_OF),
		ARGS(cell_id(&c->net->id), cell_id(&p->id)), id, ROLL_MOST);
	int64_t there = 0;

	for (unsigned i = 0; i < n; i++)
		there += roll_present(c, m, id[i]);
	return there;
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
