/*
 * minutes_job.c - whoever took something on is told once, by the way she is best written to, in the hours in which that is right.
 */
#include "minutes_own.h"

#include "invite.h"
#include "message.h"

enum { EVERY_MS = 10 * 60 * 1000, TELL_MS = 3 * 24 * 3600 * 1000, TOLD_MAX = 1000, HOUR_MINUTES = 60 };

struct told_list {
	struct message *out;
	unsigned n;
};

struct due {
	struct id agreement, person;
	struct str what;
	int64_t by;
};

static bool quiet(struct ctx *c, struct id group)
{
	struct invite_rule r = invite_rule_of(c, group);
	int hour = zone_minute(c->net->zone, c->now) / HOUR_MINUTES;

	return r.quiet_from <= r.quiet_until ? hour >= r.quiet_from && hour < r.quiet_until : hour >= r.quiet_from || hour < r.quiet_until;
}

static struct str text_for(struct ctx *c, const struct due *d)
{
	const struct text_care *care = c->reg->care;
	const struct str_pair pairs[] = { { "what", d->what }, { "day", lang_date_short(c->mem, c->lang, d->by) } };

	if (care && care->discreet && care->discreet(c, d->person))
		return tr(c->lang, N_("Hola. Hay algo para usted. Escriba MENU cuando pueda."));
	return tr_named(c->mem, c->lang, N_("A su cargo: {what}, hasta el {day}. Cuando lo haga escriba: ya cumplí"), pairs, 2);
}

static void add(struct ctx *c, struct told_list *l, const struct due *d)
{
	const struct str piece[] = { STR("ayni charge"), id_bytes(&c->net->id), id_bytes(&d->agreement), id_bytes(&d->person) };
	struct record *r = ARENA_NEW(c->mem, struct record);
	struct message known, *m = &l->out[l->n];
	const struct lang *outer = c->lang, *hers = NULL;

	*m = (struct message){ .id = id_derive(d->by * DAY_MS, piece, ARRAY_LEN(piece)), .person = d->person, .kind = STR("reminder") };
	if (message_get(c, m->id, &known))
		return;
	if (record_get(c->db, c->schema, c->mem, &person_entity, c->net->id, d->person, r) && r->v[PERSON_LANGUAGE].kind == V_TEXT)
		hers = lang_find(r->v[PERSON_LANGUAGE].s);
	if (hers)
		c->lang = hers;
	m->text = text_for(c, d);
	c->lang = outer;
	l->n++;
}

static void queue(struct ctx *c, void *arg)
{
	struct told_list *l = arg;

	for (unsigned i = 0; i < l->n; i++) {
		struct message m = l->out[i];
		message_queue(c, &m);
	}
}

static enum rc run(struct job_call *j)
{
	struct ctx *c = &j->c;
	struct due *d = arena_alloc(c->mem, sizeof(*d) * TOLD_MAX);
	struct told_list l = { .out = ARENA_ARRAY(c->mem, struct message, TOLD_MAX + 1) };
	struct record *r = ARENA_NEW(c->mem, struct record);
	unsigned n = 0;
	enum rc rc = db_begin(c->db);

	if (rc != OK)
		return rc;
	struct rows rows = ctx_rows(c, minutes_sql, Q_CHARGES_SINCE, cell_id(&c->net->id), cell_int(c->now - TELL_MS));
	while (n < TOLD_MAX && rows_next(&rows))
		if (!rows_int(&rows, 4))
			d[n++] = (struct due){ rows_id(&rows, 0), rows_id(&rows, 1), str_dup(c->mem, rows_text(&rows, 2)), rows_int(&rows, 3) };
	if (n == TOLD_MAX)
		rows_end(&rows);
	for (unsigned i = 0; i < n; i++) {
		if (record_get(c->db, c->schema, c->mem, &agreement_entity, c->net->id, d[i].agreement, r) && !quiet(c, r->v[AGREEMENT_GROUP].id))
			add(c, &l, &d[i]);
	}
	rc = db_status(c->db);
	db_rollback(c->db);
	return rc == OK && l.n ? job_write(j, queue, &l) : rc;
}

const struct job minutes_jobs[] = { { "minutes", EVERY_MS, run }, { 0 } };
