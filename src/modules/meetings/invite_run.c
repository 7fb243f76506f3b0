/*
 * invite_run.c - each minute one process of all looks what is to be told of which meeting, and tells it in steps.
 *
 * A round (one meeting, one thing to tell) is begun, moved on and ended in the writer's transaction, where its row is read
 * again: what another process began is not begun twice, and a run that was cut off goes on where it stood. Each step looks
 * at the meeting anew, so that nothing more goes when it was called off or moved meanwhile; what still waits is withdrawn.
 */
#include "invite_own.h"

#include "hour.h"
#include "message.h"

enum { EVERY_MS = 60 * 1000, STEP_PEOPLE = 40, STEPS_A_RUN = 200, LOOKS_MAX = 10000, GROUPS_MAX = 20000, WAITING_MAX = 200 };

struct id invite_message_id(struct ctx *c, struct id meeting, int64_t round, struct str address)
{
	const struct str piece[] = { STR("ayni invite"), id_bytes(&c->net->id), id_bytes(&meeting), str_fmt(c->mem, "%lld", (long long)round),
		address };

	return id_derive(0, piece, ARRAY_LEN(piece));
}

unsigned invite_groups(struct ctx *c, struct id group, struct id *out, unsigned max)
{
	unsigned n = 1;

	out[0] = group;
	for (unsigned i = 0; i < n; i++) /* a tree: none comes twice */
		if (n < max)
			n += db_ids(c->db, ISQL(Q_INVITE_BELOW), ARGS(cell_id(&c->net->id), cell_id(&out[i])), out + n, max - n);
	for (unsigned i = 1; i < n; i++) { /* few are out of order: ids begin with the time they were made */
		struct id one = out[i];
		unsigned k = i;
		for (; k && id_cmp(out[k - 1], one) > 0; k--)
			out[k] = out[k - 1];
		out[k] = one;
	}
	return n;
}

/* The meeting as it stands beside what was told of it; false: it is not there. */
static bool state_read(struct ctx *c, struct id meeting, struct invited *i)
{
	struct record *r = ARENA_NEW(c->mem, struct record);

	*i = (struct invited){ .m = { .id = meeting } };
	i->voided = !meeting_get(c, meeting, &i->m);
	if (i->voided) {
		if (!record_get(c->db, c->schema, c->mem, &meeting_entity, c->net->id, meeting, r) || !r->born)
			return false;
		i->m = (struct meeting){ .id = meeting, .group = r->v[MEETING_GROUP].id, .day = r->v[MEETING_DAY].i, .hour = r->v[MEETING_HOUR].s,
			.topic = r->v[MEETING_TOPIC].s, .place = r->v[MEETING_PLACE].s };
	}
	struct rows row = db_rows(c->db, ISQL(Q_INVITE_ONE), ARGS(cell_id(&c->net->id), cell_id(&meeting)));
	if (!rows_next(&row))
		return true;
	i->round = rows_int(&row, 0);
	i->told = str_dup(c->mem, rows_text(&row, 1));
	i->stage = invite_stage_find(rows_text(&row, 2));
	i->begun_at = rows_int(&row, 3);
	i->done_at = rows_int(&row, 4);
	i->was_invited = rows_int(&row, 5) != 0;
	i->was_evening = rows_int(&row, 6) != 0;
	i->was_before = rows_int(&row, 7) != 0;
	i->over = rows_int(&row, 8) != 0;
	i->at_group = rows_id(&row, 9);
	i->at_person = rows_id(&row, 10);
	rows_end(&row);
	return true;
}

/* What waits to be sent of it says nothing true any more. */
static void withdraw(struct ctx *c, struct id meeting)
{
	struct id id[WAITING_MAX];
	unsigned n;

	do {
		n = db_ids(c->db, ISQL(Q_INVITE_WAITING), ARGS(cell_id(&c->net->id), cell_id(&meeting), cell_int(WAITING_MAX)), id, WAITING_MAX);
		for (unsigned i = 0; i < n; i++)
			message_drop(c, id[i]);
	} while (n == WAITING_MAX);
}

bool invite_begin(struct ctx *c, const struct invited *seen, enum invite_stage stage, bool silent)
{
	struct invited i;
	struct id zero = { { 0 } };
	bool over = stage == STAGE_OVER, anew = stage == STAGE_CHANGE || stage == STAGE_CANCEL;

	if (!state_read(c, seen->m.id, &i) || i.round != seen->round || (i.round && !i.done_at) || i.over)
		return false; /* another process was quicker */
	if (over || anew)
		withdraw(c, seen->m.id);
	db_exec(c->db, ISQL(Q_INVITE_BEGIN),
		ARGS(cell_id(&c->net->id), cell_id(&seen->m.id), cell_int(i.m.day), cell_int(i.round + 1), cell_text(invite_version(c, &i)),
			cell_text(str_c(invite_stage_name(stage))), cell_int(silent ? i.begun_at : c->now),
			silent || over ? cell_int(c->now) : cell_null(), cell_int(i.was_invited || stage == STAGE_INVITE || anew),
			cell_int(!anew && (i.was_evening || stage == STAGE_EVENING)), cell_int(!anew && (i.was_before || stage == STAGE_BEFORE)),
			cell_int(over), cell_id(&zero)));
	return !silent && !over;
}

/* ---- one person ---- */

static bool told_before(struct ctx *c, const struct invited *i, struct str address)
{
	struct message m;

	for (int64_t round = i->round - 1; round > 0; round--)
		if (message_get(c, invite_message_id(c, i->m.id, round, address), &m))
			return true;
	return false;
}

static void tell(struct ctx *c, const struct invited *i, struct id person, struct str language)
{
	const struct text_care *care = c->reg->care;
	const struct lang *outer = c->lang, *hers = lang_find(language);
	bool reminder = i->stage == STAGE_EVENING || i->stage == STAGE_BEFORE, anew = i->stage == STAGE_CHANGE || i->stage == STAGE_CANCEL;
	struct message m = { .person = person, .about_group = i->m.group, .batch = i->m.id, .kind = STR("reminder") };
	struct gateway g;
	struct str how = STR(""), at;
	bool said = attendance_get(c, i->m.id, person, &how, &at), not = said && str_is(how, "not");

	if ((not && i->stage != STAGE_CHANGE) || wishes_page_only(c, person) || (reminder && care && care->reminded && care->reminded(c, person)))
		return;
	if (!message_route(c, person, &m.gateway, &m.address) || !gateway_get(c, m.gateway, &g))
		return;
	if (anew && !said && !told_before(c, i, m.address))
		return;
	m.id = invite_message_id(c, i->m.id, i->round, m.address);
	if (hers)
		c->lang = hers;
	m.text = care && care->discreet && care->discreet(c, person) ? tr(c->lang, N_("Hola. Hay algo para usted. Escriba MENU cuando pueda.")) :
		invite_text(c, &i->m, i->stage, strcmp(gateway_channel(g.kind), "sms") == 0);
	message_queue(c, &m);
	c->lang = outer;
}

/* ---- steps ---- */

static unsigned read_some(struct ctx *c, struct id group, struct id after, struct id *person, struct str *language)
{
	struct rows r = db_rows(c->db, ISQL(Q_INVITE_MEMBERS), ARGS(cell_id(&c->net->id), cell_id(&group), cell_id(&after),
		cell_int(today(c)), cell_int(STEP_PEOPLE)));
	unsigned n = 0;

	while (rows_next(&r)) { /* who has two roles stands there twice, one behind the other */
		person[n] = rows_id(&r, 0);
		language[n++] = str_dup(c->mem, rows_text(&r, 1));
	}
	return n;
}

bool invite_step(struct ctx *c, struct id meeting, const struct id *group, unsigned ngroups)
{
	struct id person[STEP_PEOPLE], zero = { { 0 } };
	struct str language[STEP_PEOPLE];
	struct invited i;
	unsigned g = 0, done = 0;

	if (!state_read(c, meeting, &i) || !i.round || i.done_at)
		return false;
	bool stop = !str_eq(i.told, invite_version(c, &i)) || (!i.voided && c->now >= zone_instant(c->net->zone, i.m.day, i.m.minute));
	while (g < ngroups && id_cmp(group[g], i.at_group) < 0)
		g++;
	while (!stop && g < ngroups && done < STEP_PEOPLE) {
		struct id after = id_eq(group[g], i.at_group) ? i.at_person : zero;
		unsigned n = read_some(c, group[g], after, person, language);
		for (unsigned k = 0; k < n; k++)
			if (!k || !id_eq(person[k], person[k - 1]))
				tell(c, &i, person[k], language[k]);
		done += n ? n : 1;
		i.at_group = group[g];
		if (n)
			i.at_person = person[n - 1];
		if (n < STEP_PEOPLE) {
			g++;
			i.at_person = zero;
			if (g < ngroups)
				i.at_group = group[g];
		}
	}
	bool more = !stop && g < ngroups;
	db_exec(c->db, ISQL(Q_INVITE_MOVE), ARGS(cell_id(&c->net->id), cell_id(&meeting), cell_id(more ? &i.at_group : &zero),
		cell_id(more ? &i.at_person : &zero), more ? cell_null() : cell_int(c->now)));
	return more;
}

/* ---- the job ---- */

struct looking {
	struct invited i;
	enum invite_stage stage;
	bool silent, more;
	struct id *group;
	unsigned ngroups;
};

static void begin(struct ctx *c, void *arg)
{
	struct looking *l = arg;

	l->more = invite_begin(c, &l->i, l->stage, l->silent);
}

static void step(struct ctx *c, void *arg)
{
	struct looking *l = arg;
	struct arena_mark mark = arena_mark(c->mem);

	c->groups = NULL; /* would outlive what it is made of */
	l->more = invite_step(c, l->i.m.id, l->group, l->ngroups);
	c->groups = NULL;
	arena_rewind(c->mem, mark);
}

static void sweep(struct ctx *c, void *arg)
{
	(void)arg;
	db_exec(c->db, ISQL(Q_INVITE_SWEEP), ARGS(cell_id(&c->net->id), cell_int(today(c) - MESSAGE_DAYS)));
}

/* Those of a query for which something is due, behind what is there. */
static unsigned look(struct ctx *c, unsigned query, struct looking *out, unsigned n)
{
	int64_t day = today(c);
	struct rows r = db_rows(c->db, &invite_sql.query[query], ARGS(cell_id(&c->net->id), cell_int(day), cell_int(day + INVITE_AHEAD_DAYS)));
	struct invited *all = ARENA_ARRAY(c->mem, struct invited, LOOKS_MAX);
	unsigned have = 0;

	while (have < LOOKS_MAX && rows_next(&r)) {
		struct invited *i = &all[have++];
		i->m = (struct meeting){ .id = rows_id(&r, 0), .group = rows_id(&r, 1), .day = rows_int(&r, 2), .hour = str_dup(c->mem, rows_text(&r, 3)),
			.place = str_dup(c->mem, rows_text(&r, 5)) };
		i->m.minute = hour_parse(i->m.hour);
		i->voided = rows_int(&r, 8) != 0;
		i->round = rows_int(&r, 9);
		i->told = str_dup(c->mem, rows_text(&r, 10));
		i->stage = invite_stage_find(rows_text(&r, 11));
		i->begun_at = rows_int(&r, 12);
		i->done_at = rows_int(&r, 13);
		i->was_invited = rows_int(&r, 14) != 0;
		i->was_evening = rows_int(&r, 15) != 0;
		i->was_before = rows_int(&r, 16) != 0;
	}
	for (unsigned k = 0; k < have && n < LOOKS_MAX; k++) {
		out[n].i = all[k];
		out[n].stage = invite_due(c, &all[k], &out[n].silent);
		n += out[n].stage != STAGE_NONE;
	}
	return n;
}

/* *left_io: how many steps are left in this run. */
static enum rc tell_all(struct job_call *j, struct looking *l, unsigned *left_io)
{
	struct ctx *c = &j->c;
	bool goes_on = l->i.round && !l->i.done_at && l->stage != STAGE_OVER;
	enum rc rc = goes_on ? OK : job_write(j, begin, l);

	l->more |= goes_on;
	if (rc != OK || !l->more)
		return rc;
	rc = db_begin(c->db);
	if (rc != OK)
		return rc;
	l->ngroups = invite_groups(c, l->i.m.group, l->group, GROUPS_MAX);
	rc = db_status(c->db);
	db_rollback(c->db);
	while (rc == OK && l->more && *left_io) {
		rc = job_write(j, step, l);
		--*left_io;
	}
	return rc;
}

static enum rc run(struct job_call *j)
{
	struct ctx *c = &j->c;
	struct looking *l = ARENA_ARRAY(c->mem, struct looking, LOOKS_MAX);
	struct id *group = ARENA_ARRAY(c->mem, struct id, GROUPS_MAX);
	unsigned n = 0, left = STEPS_A_RUN;
	enum rc rc = db_begin(c->db);

	if (rc != OK)
		return rc;
	n = look(c, Q_INVITE_LOOK, l, 0);
	n = look(c, Q_INVITE_OPEN, l, n);
	rc = db_status(c->db);
	db_rollback(c->db);
	for (unsigned i = 0; i < n && rc == OK && left; i++) {
		l[i].group = group;
		rc = tell_all(j, &l[i], &left);
	}
	return rc == OK && zone_minute(c->net->zone, c->now) == 0 ? job_write(j, sweep, NULL) : rc;
}

const struct job invite_jobs[] = { { "invitations", EVERY_MS, run }, { 0 } };
