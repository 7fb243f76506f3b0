/*
 * housekeeping.c - what is of no use to anybody any more leaves the operational tables.
 */
#include "bring.h"
#include "job.h"

#include "job_sql.h"
#include "message.h"
#include "parked.h"
#include "sealing.h"
#include "session.h"

enum { HOUR_MS = 3600 * 1000, LIMIT_DAYS = 1, JOB_DAYS = 400 };

/* Nothing here is remembered by readers: a session or invitation that is over opens nothing anyway. */
static void sweep(struct ctx *c, void *arg)
{
	const struct cell network = cell_id(&c->net->id), now = cell_int(c->now);

	(void)arg;
	db_exec(c->db, &job_sql.query[Q_OLD_SESSIONS], ARGS(network, now, cell_int(c->now - SESSION_IDLE_MS)));
	unlock_sweep(c);
	db_exec(c->db, &job_sql.query[Q_OLD_INVITES], ARGS(network, now));
	db_exec(c->db, &job_sql.query[Q_OLD_LIMITS], ARGS(network, cell_int(c->now - LIMIT_DAYS * (int64_t)DAY_MS)));
	db_exec(c->db, &job_sql.query[Q_OLD_CONVERSATIONS], ARGS(network, now));
	brought_sweep(c);
	parked_sweep(c);
	messages_sweep(c);
	db_exec(c->db, &job_sql.query[Q_OLD_JOBS], ARGS(network, cell_int(c->now - JOB_DAYS * (int64_t)DAY_MS)));
}

/* By a clock that is not believed everything could seem to be over. */
static enum rc run(struct job_call *j)
{
	return j->c.doubt == CLOCK_GOOD ? job_write(j, sweep, NULL) : OK;
}

const struct job core_jobs[] = { { "housekeeping", HOUR_MS, run }, { 0 } };
