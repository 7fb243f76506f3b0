/*
 * broadcast_run.c - a broadcast on its way: so many people a step, each step a transaction of its own.
 *
 * A message's id comes from the broadcast and the address, so that a step done twice, and a second person of the same
 * telephone, queue nothing more. How fast they leave is their gateway's pace (core/message.h).
 */
#include "broadcast.h"

enum { STEPS_A_RUN = 200, RUNS_MAX = 20 };

bool run_get(struct ctx *c, struct id id, struct run *out)
{
	struct rows r = ctx_rows(c, messages_sql, Q_RUN_GET, cell_id(&c->net->id), cell_id(&id));

	if (!rows_next(&r))
		return false;
	*out = (struct run){ .id = id, .text = str_dup(c->mem, rows_text(&r, 0)), .cursor = rows_id(&r, 1),
		.queued = rows_int(&r, 2), .begun_at = rows_int(&r, 3), .done_at = rows_int(&r, 4) };
	rows_end(&r);
	return true;
}

void run_begin(struct ctx *c, struct id id, struct str text)
{
	struct id zero = { 0 };

	db_exec(c->db, SQL(Q_RUN_ADD), ARGS(cell_id(&c->net->id), cell_id(&id), cell_text(text), cell_id(&zero), cell_int(c->now)));
	run_step(c, id);
}

/* What whoever wants discreet words gets instead. */
static struct str words_for(struct ctx *c, struct id person, struct str text)
{
	if (c->reg->care && c->reg->care->discreet && c->reg->care->discreet(c, person))
		return tr(c->lang, N_("Tiene un aviso. Cuando pueda, llame a su coordinadora."));
	return text;
}

bool run_step(struct ctx *c, struct id id)
{
	struct record *b = ARENA_NEW(c->mem, struct record);
	struct id person[BROADCAST_STEP];
	struct map seen = map_new(c->mem);
	struct run run;

	if (!run_get(c, id, &run) || run.done_at ||
		!record_get(c->db, c->schema, c->mem, &broadcast_entity, c->net->id, id, b))
		return false;
	struct audience to = audience_of_record(b);
	unsigned n = audience_read(c, &to, &seen, run.cursor, person, BROADCAST_STEP);
	for (unsigned i = 0; i < n; i++) {
		struct message m = { .person = person[i], .about_group = to.group, .batch = id, .kind = STR("broadcast") };
		if (b->v[BROADCAST_AUTHOR].kind == V_ID)
			m.author = b->v[BROADCAST_AUTHOR].id;
		if (!message_route(c, person[i], &m.gateway, &m.address))
			continue;
		const struct str pieces[] = { STR("broadcast"), id_bytes(&id), m.address };
		m.id = id_derive(run.begun_at, pieces, ARRAY_LEN(pieces));
		m.text = words_for(c, person[i], run.text);
		message_queue(c, &m);
	}
	bool more = n == BROADCAST_STEP;
	db_exec(c->db, SQL(Q_RUN_MOVE), ARGS(cell_id(&c->net->id), cell_id(&id), cell_id(n ? &person[n - 1] : &run.cursor),
		cell_int(run.queued + n), more ? cell_null() : cell_int(c->now)));
	return more;
}

void run_stop(struct ctx *c, struct id id)
{
	enum { AT_ONCE = 200 };
	struct id *m = ARENA_ARRAY(c->mem, struct id, AT_ONCE);
	unsigned n;

	db_exec(c->db, SQL(Q_RUN_END), ARGS(cell_id(&c->net->id), cell_id(&id), cell_int(c->now)));
	do {
		n = db_ids(c->db, SQL(Q_BATCH_WAITING), ARGS(cell_id(&c->net->id), cell_id(&id), cell_int(AT_ONCE)), m, AT_ONCE);
		for (unsigned i = 0; i < n; i++)
			message_drop(c, m[i]);
	} while (n == AT_ONCE);
}

/* ---- the job ---- */

struct stepping {
	struct id id;
	bool more;
};

static void step(struct ctx *c, void *arg)
{
	struct stepping *s = arg;

	s->more = run_step(c, s->id);
}

static void sweep(struct ctx *c, void *arg)
{
	(void)arg;
	db_exec(c->db, SQL(Q_RUNS_SWEEP), ARGS(cell_id(&c->net->id), cell_int(c->now - MESSAGE_DAYS * (int64_t)DAY_MS)));
}

static enum rc run_all(struct job_call *j)
{
	struct stepping s[RUNS_MAX];
	unsigned n = 0;
	enum rc rc = OK;
	struct rows r = ctx_rows(&j->c, messages_sql, Q_RUNS_OPEN, cell_id(&j->c.net->id), cell_int(RUNS_MAX));

	while (rows_next(&r))
		s[n++] = (struct stepping){ rows_id(&r, 0), true };
	for (unsigned i = 0; i < n && rc == OK; i++)
		for (unsigned k = 0; k < STEPS_A_RUN && s[i].more && rc == OK; k++)
			rc = job_write(j, step, &s[i]);
	return rc == OK ? job_write(j, sweep, NULL) : rc;
}

const struct job broadcast_jobs[] = {
	{ .name = "broadcasts", .every_ms = 30 * 1000, .run = run_all },
	{ .name = NULL },
};
