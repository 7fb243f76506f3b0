/*
 * reminder.c - at the hour she chose: what is still to do today, or the meeting that comes; and the day's summary.
 *
 * Every quarter of an hour one process of all looks (job.h). What there is to say, modules say (struct module.remind and
 * .digest). A message's id comes from the person, the day and the hour, so that a second look or a second run is the
 * same message; ceiling and stop are message_queue's.
 */
#include "reach_own.h"

#include "message.h"
#include "session.h"

enum { EVERY_MS = 15 * 60 * 1000, AT_ONCE = 200, TEXT_MOST = 600 };

struct due {
	struct id person;
	int64_t hour;
	bool discreet;
	struct str language;
};

/* One look: which hook, and what may be due. */
struct look {
	struct job_call *j;
	const char *kind; /* of the id: "reminder", "digest" */
	bool digest;
	struct due due[AT_ONCE];
	unsigned n;
	struct message out[AT_ONCE];
	unsigned nout;
};

static struct id message_of(const struct look *l, const struct due *d)
{
	const struct ctx *c = &l->j->c;
	int64_t day = zone_day(c->net->zone, c->now);
	const struct str piece[] = { STR("ayni reminder"), id_bytes(&c->net->id), str_c(l->kind), id_bytes(&d->person) };

	return id_derive(zone_instant(c->net->zone, day, (int)d->hour * 60), piece, ARRAY_LEN(piece));
}

/* What modules have to say to her, one sentence behind the other. */
static struct str gather(struct look *l, const struct due *d)
{
	struct ctx *c = &l->j->c;
	struct actor *who = ARENA_NEW(c->mem, struct actor);
	const struct actor *outer = c->who;
	const struct lang *lang = c->lang, *hers = lang_find(d->language);
	struct buf b = buf_new(c->mem, 160);

	actor_load(c, who, d->person);
	c->who = who;
	if (hers)
		c->lang = hers;
	for (const struct module *const *m = c->reg->modules; *m; m++) {
		struct str (*say)(struct ctx *) = l->digest ? (*m)->digest : (*m)->remind;
		struct str one = say ? say(c) : STR("");
		if (!one.n)
			continue;
		if (b.n)
			buf_char(&b, l->digest ? '\n' : ' ');
		buf_add(&b, one);
	}
	struct str text = str_sub(buf_str(&b), 0, TEXT_MOST);
	if (text.n && d->discreet)
		text = tr(c->lang, N_("Hola. Hay algo para usted. Escriba MENU cuando pueda."));
	c->who = outer;
	c->lang = lang;
	return text;
}

static unsigned read_due(struct look *l, struct id after)
{
	struct ctx *c = &l->j->c;
	int64_t hour = zone_minute(c->net->zone, c->now) / 60, from = hour - REMINDER_LATE_H;
	struct rows r = l->digest ? ctx_rows(c, reach_sql, Q_REACH_SUMMARY, cell_id(&c->net->id), cell_id(&after)) :
		ctx_rows(c, reach_sql, Q_REACH_DUE, cell_id(&c->net->id), cell_int(from < 0 ? 0 : from), cell_int(hour), cell_id(&after));

	l->n = 0;
	while (l->n < AT_ONCE && rows_next(&r)) {
		unsigned col = l->digest ? 1 : 2;
		l->due[l->n++] = (struct due){ .person = rows_id(&r, 0), .hour = l->digest ? DIGEST_HOUR : rows_int(&r, 1),
			.discreet = !rows_null(&r, col) && rows_int(&r, col), .language = str_dup(c->mem, rows_text(&r, col + 1)) };
	}
	if (l->n == AT_ONCE)
		rows_end(&r);
	return l->n;
}

static void queue(struct ctx *c, void *arg)
{
	struct look *l = arg;

	for (unsigned i = 0; i < l->nout; i++) {
		struct message m = l->out[i];
		message_queue(c, &m);
	}
}

static enum rc some(struct look *l, struct id *after_io, bool *more_out)
{
	struct ctx *c = &l->j->c;
	enum rc rc = db_begin(c->db);

	*more_out = false;
	if (rc != OK)
		return rc;
	*more_out = read_due(l, *after_io) == AT_ONCE;
	l->nout = 0;
	for (unsigned i = 0; i < l->n; i++) {
		struct message known, *m = &l->out[l->nout];
		*after_io = l->due[i].person;
		*m = (struct message){ .id = message_of(l, &l->due[i]), .person = l->due[i].person, .kind = STR("reminder") };
		if (message_get(c, m->id, &known))
			continue;
		m->text = gather(l, &l->due[i]);
		l->nout += m->text.n > 0;
	}
	rc = db_status(c->db);
	db_rollback(c->db);
	return rc == OK && l->nout ? job_write(l->j, queue, l) : rc;
}

static enum rc look(struct job_call *j, const char *kind, bool digest)
{
	struct look *l = ARENA_NEW(j->c.mem, struct look);
	struct id after = { 0 };
	bool more = true;
	enum rc rc = OK;

	*l = (struct look){ .j = j, .kind = kind, .digest = digest };
	while (more && rc == OK)
		rc = some(l, &after, &more);
	return rc;
}

static enum rc run(struct job_call *j)
{
	int hour = zone_minute(j->c.net->zone, j->c.now) / 60;
	enum rc rc = look(j, "reminder", false);

	if (rc == OK && hour >= DIGEST_HOUR && hour <= DIGEST_HOUR + REMINDER_LATE_H)
		rc = look(j, "digest", true);
	return rc;
}

const struct job reminder_jobs[] = { { "reminder", EVERY_MS, run }, { 0 } };
