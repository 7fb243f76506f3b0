/*
 * invite_sample.c - the invitations to the board's meetings of an invented district, as messages that went.
 *
 * The board wants its people invited, and no reminders: what a sample network sends does not hang on the hour at which
 * somebody looks at it. They go on the last two evenings, as all messages of a sample are of its last days.
 */
#include "invite_own.h"

#include "message.h"

enum { LATE_DAYS = 2, TOLD_MINUTE = 1055, GROUPS_MOST = 2000, MESSAGES_MOST = 400 };

const struct sample_row invite_samples[] = {
	{ 14, "distrito", "invite.rule", "group=RED-150133|invite=1|evening=0|before=0", NULL },
	{ .action = NULL },
};

/* All invitations that are due at that instant, and they arrive. */
static void invited_run(struct write *w, struct gate *g, struct chain_head *head)
{
	struct ctx *c = w->c;
	struct id *group = ARENA_ARRAY(c->mem, struct id, GROUPS_MOST), *sent = ARENA_ARRAY(c->mem, struct id, MESSAGES_MOST);
	struct meeting *m = ARENA_ARRAY(c->mem, struct meeting, MEETINGS_SHOWN);
	const struct sample *s = w->arg;
	struct rows r = db_rows(c->db, ISQL(Q_INVITE_WEEK), ARGS(cell_id(&c->net->id), cell_int(today(c) + 1), cell_int(today(c) + INVITE_AHEAD_DAYS)));
	unsigned n = 0;

	(void)g, (void)head, (void)s;
	while (n < MEETINGS_SHOWN && rows_next(&r)) {
		m[n].id = rows_id(&r, 0);
		m[n++].group = rows_id(&r, 1);
	}
	if (n == MEETINGS_SHOWN)
		rows_end(&r);
	for (unsigned i = 0; i < n; i++) {
		struct invited one = { .m = m[i] };
		if (!invite_begin(c, &one, STAGE_INVITE, false))
			continue;
		unsigned ngroups = invite_groups(c, m[i].group, group, GROUPS_MOST);
		while (invite_step(c, m[i].id, group, ngroups))
			;
		unsigned nsent = db_ids(c->db, ISQL(Q_INVITE_WAITING), ARGS(cell_id(&c->net->id), cell_id(&m[i].id), cell_int(MESSAGES_MOST)), sent, MESSAGES_MOST);
		for (unsigned k = 0; k < nsent; k++) {
			message_sent(c, sent[k], STR(""), c->now);
			message_delivered(c, sent[k], c->now);
		}
	}
}

enum rc invite_live(struct sample *s, int64_t day)
{
	if (!s->shown || day >= s->last_day || day < s->last_day - LATE_DAYS)
		return OK;
	enum rc rc = batch_flush(s->batch);
	return rc == OK ? sample_write(s, zone_instant(s->net->zone, day, TOLD_MINUTE), invited_run, s) : rc;
}
