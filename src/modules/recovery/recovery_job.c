/*
 * recovery_job.c - each minute: whose turn is next, what nobody fetched, today's pick-ups, and telling people.
 *
 * Turns of all offers that are due are judged together, so that two offers at once are not asked of the same kitchen while
 * her neighbour has nothing; each is then asked through the gate, by an id of the job's run, so that a second run is a repeat.
 * In the second turn two more are asked, then four, and so on: the first has a turn alone, but nothing rots for manners.
 */
#include "recovery_own.h"

#include "job.h"
#include "message.h"
#include "module.h"

enum { EVERY_MS = MINUTE_MS, DUE_MAX = 600, TURN_ASKED_MAX = 8, TELL_MS = 2 * 60 * MINUTE_MS, TOLD_MAX = 1000, PICKUPS_MAX = 5000,
	TELLERS_MAX = 20, ROUNDS_MAX = 1000 };

struct due {
	struct id id;
	struct record *offer;
	int64_t round;       /* of the asking to come */
	unsigned left;       /* how many more are asked in it */
	struct id asked[ROUNDS_MAX / 5];
	unsigned nasked;
};

struct work {
	struct job_call *j;
	struct fair *turn;
	struct due *due[DUE_MAX];
	unsigned n;
	struct message *out;
	unsigned nout;
};

/* ---- turns ---- */

static void read_asked(struct work *w, struct due *d)
{
	struct ctx *c = &w->j->c;
	struct rows r = db_rows(c->db, SQL(Q_ASKED_OF), ARGS(cell_id(&c->net->id), cell_id(&d->id)));
	int64_t last = 0;

	while (rows_next(&r)) {
		if (d->nasked < ARRAY_LEN(d->asked))
			d->asked[d->nasked++] = rows_id(&r, 0);
		last = rows_int(&r, 2) > last ? rows_int(&r, 2) : last;
	}
	d->round = last + 1;
	d->left = 1;
	for (int64_t i = 1; i < d->round && d->left < TURN_ASKED_MAX; i++)
		d->left *= 2;
}

static unsigned read_due(struct work *w)
{
	struct ctx *c = &w->j->c;
	struct id id[DUE_MAX];
	unsigned n = db_ids(c->db, SQL(Q_OFFERS_DUE), ARGS(cell_id(&c->net->id), cell_int(c->now)), id, DUE_MAX);

	w->n = 0;
	for (unsigned i = 0; i < n; i++) {
		struct due *d = ARENA_NEW(c->mem, struct due);
		struct record *r = ARENA_NEW(c->mem, struct record);
		if (!offer_get(c, id[i], r))
			continue;
		*d = (struct due){ .id = id[i], .offer = r };
		read_asked(w, d);
		w->due[w->n++] = d;
	}
	return w->n;
}

static bool asked_already(void *arg, unsigned offer, unsigned kitchen)
{
	const struct work *w = arg;
	const struct due *d = w->due[offer];
	struct id id = fair_kitchen(w->turn, kitchen)->id;

	for (unsigned i = 0; i < d->nasked; i++)
		if (id_eq(d->asked[i], id))
			return true;
	return false;
}

static enum rc do_one(struct work *w, const char *action, const struct due *d, struct str kitchen)
{
	struct ctx *c = &w->j->c;
	struct str subject = str_fmt(c->mem, "%s %.36s %.*s", action, id_text(c->mem, d->id).p, (int)kitchen.n, kitchen.p);
	struct act *a = job_act(w->j, registry_action(c->reg, str_c(action)), subject);
	struct outcome out;
	struct buf round = buf_new(c->mem, 8);

	act_arg(c, a, STR("offer"), id_text(c->mem, d->id));
	if (kitchen.n) {
		buf_int(&round, d->round);
		act_arg(c, a, STR("kitchen"), kitchen);
		act_arg(c, a, STR("round"), buf_str(&round));
	}
	return job_do(w->j, a, &out);
}

static struct fair_offer turn_offer_of(struct ctx *c, const struct due *d)
{
	struct record *giver = ARENA_NEW(c->mem, struct record);
	struct fair_offer o = { .id = d->id, .place = d->offer->v[OFFER_PLACE].id, .amount_g = d->offer->v[OFFER_AMOUNT].i };

	if (giver_get(c, d->offer->v[OFFER_GIVER].id, giver) && giver->v[GIVER_LATITUDE].kind == V_INT &&
		giver->v[GIVER_LONGITUDE].kind == V_INT) {
		o.lat_udeg = giver->v[GIVER_LATITUDE].i;
		o.lon_udeg = giver->v[GIVER_LONGITUDE].i;
		o.has_point = true;
	}
	return o;
}

/* One kitchen more for each offer that has some left in this turn; the kitchens found, in out. */
static void pick(struct work *w, const struct fair_offer *offer, struct fair_asked *out)
{
	fair_assign(w->j->c.mem, w->turn, offer, w->n, asked_already, w, out, NULL, NULL);
}

static enum rc turns(struct work *w)
{
	struct ctx *c = &w->j->c;
	struct fair_offer *offer = ARENA_ARRAY(c->mem, struct fair_offer, DUE_MAX);
	struct fair_asked *out = ARENA_ARRAY(c->mem, struct fair_asked, DUE_MAX);
	struct { unsigned due; struct id kitchen; } *ask = arena_alloc(c->mem, sizeof(*ask) * DUE_MAX * TURN_ASKED_MAX);
	unsigned nask = 0;
	enum rc rc = db_begin(c->db);

	if (rc != OK)
		return rc;
	if (read_due(w)) {
		w->turn = fair_read(c, today(c));
		for (unsigned i = 0; i < w->n; i++)
			offer[i] = turn_offer_of(c, w->due[i]);
		for (unsigned pass = 0; pass < TURN_ASKED_MAX; pass++) {
			pick(w, offer, out);
			for (unsigned i = 0; i < w->n; i++) {
				struct due *d = w->due[i];
				if (!d->left || out[i].kitchen == ASSIGN_NOBODY || c->now >= d->offer->v[OFFER_UNTIL].i || d->nasked == ARRAY_LEN(d->asked))
					continue;
				d->left--;
				ask[nask].due = i;
				ask[nask].kitchen = fair_kitchen(w->turn, out[i].kitchen)->id;
				d->asked[d->nasked++] = ask[nask++].kitchen;
			}
		}
	}
	rc = db_status(c->db);
	db_rollback(c->db);
	for (unsigned i = 0; i < nask && rc == OK; i++)
		rc = do_one(w, "offer.ask", w->due[ask[i].due], id_text(c->mem, ask[i].kitchen));
	for (unsigned i = 0; i < w->n && rc == OK; i++) {
		bool some = false;
		for (unsigned k = 0; k < nask; k++)
			some |= ask[k].due == i;
		if (!some)
			rc = do_one(w, "offer.end", w->due[i], STR(""));
	}
	return rc;
}

/* ---- pick-ups of the day ---- */

static enum rc pickups(struct work *w)
{
	struct ctx *c = &w->j->c;
	struct id *id = ARENA_ARRAY(c->mem, struct id, PICKUPS_MAX);
	struct record *r = ARENA_NEW(c->mem, struct record);
	int64_t day = today(c);
	unsigned n, todo = 0;
	enum rc rc = db_begin(c->db);

	if (rc != OK)
		return rc;
	n = db_ids(c->db, SQL(Q_PICKUPS_ON), ARGS(cell_id(&c->net->id), cell_text(str_c(weekdays[day_weekday(day)].name))), id, PICKUPS_MAX);
	for (unsigned i = 0; i < n; i++) {
		bool over = record_get(c->db, c->schema, c->mem, &pickup_entity, c->net->id, id[i], r) && r->v[PICKUP_UNTIL].kind == V_INT &&
			r->v[PICKUP_UNTIL].i < day;
		if (!over && !record_get(c->db, c->schema, c->mem, &offer_entity, c->net->id, pickup_offer_id(c, id[i], day), r))
			id[todo++] = id[i];
	}
	rc = db_status(c->db);
	db_rollback(c->db);
	for (unsigned i = 0; i < todo && rc == OK; i++) {
		struct str hex = id_text(c->mem, id[i]);
		struct act *a = job_act(w->j, registry_action(c->reg, STR("pickup.start")), hex);
		struct outcome out;
		act_arg(c, a, STR("pickup"), hex);
		rc = job_do(w->j, a, &out);
	}
	return rc;
}

/* ---- telling ---- */

static void add_message(struct work *w, struct id person, const char *what, int64_t day, struct id about, struct str text)
{
	struct ctx *c = &w->j->c;
	const struct str piece[] = { STR("ayni recovery"), id_bytes(&c->net->id), str_c(what), id_bytes(&about), id_bytes(&person) };
	struct message known, *m = &w->out[w->nout];

	if (w->nout == TOLD_MAX || id_is_zero(person))
		return;
	*m = (struct message){ .id = id_derive(day * DAY_MS, piece, ARRAY_LEN(piece)), .person = person, .kind = STR("reminder"),
		.text = text };
	if (!message_get(c, m->id, &known))
		w->nout++;
}

static struct str asked_text(struct ctx *c, const struct record *offer)
{
	struct record *giver = ARENA_NEW(c->mem, struct record);
	bool known = giver_get(c, offer->v[OFFER_GIVER].id, giver);
	const struct str_pair pairs[] = { { "what", offer_show(c, offer) }, { "where", known ? giver_where(c, giver) : STR("") },
		{ "until", instant_show(c, offer->v[OFFER_UNTIL].i) } };

	return tr_named(c->mem, c->lang, N_("Le ofrecen {what}. Se recoge en {where}, hasta {until}. Responda: acepto, o no acepto"), pairs,
		ARRAY_LEN(pairs));
}

static void tell_asked(struct work *w)
{
	struct ctx *c = &w->j->c;
	struct { struct id ask, offer, kitchen; } *row = arena_alloc(c->mem, sizeof(*row) * TOLD_MAX);
	struct record *offer = ARENA_NEW(c->mem, struct record);
	struct rows r = db_rows(c->db, SQL(Q_ASKS_SINCE), ARGS(cell_id(&c->net->id), cell_int(c->now - TELL_MS)));
	unsigned n = 0;

	for (; n < TOLD_MAX && rows_next(&r); n++) {
		row[n].ask = rows_id(&r, 0);
		row[n].offer = rows_id(&r, 1);
		row[n].kitchen = rows_id(&r, 2);
	}
	if (n == TOLD_MAX)
		rows_end(&r);
	for (unsigned i = 0; i < n; i++) {
		struct id person[TELLERS_MAX];
		if (!offer_get(c, row[i].offer, offer) || !offer_is(offer, "open") || c->now >= offer->v[OFFER_UNTIL].i)
			continue;
		unsigned m = db_ids(c->db, SQL(Q_TELLERS), ARGS(cell_id(&c->net->id), cell_id(&row[i].kitchen), cell_int(today(c))), person,
			TELLERS_MAX);
		for (unsigned k = 0; k < m; k++)
			add_message(w, person[k], "asked", offer->v[OFFER_DAY].i, row[i].ask, asked_text(c, offer));
	}
}

/* Who gives is told who comes; of a pick-up she who goes is told that it is her day. */
static void tell_taken(struct work *w)
{
	struct ctx *c = &w->j->c;
	struct id *id = ARENA_ARRAY(c->mem, struct id, TOLD_MAX);
	struct record *offer = ARENA_NEW(c->mem, struct record), *giver = ARENA_NEW(c->mem, struct record);
	unsigned n = db_ids(c->db, SQL(Q_OFFERS_TAKEN), ARGS(cell_id(&c->net->id), cell_int(today(c))), id, TOLD_MAX);

	for (unsigned i = 0; i < n; i++) {
		if (!offer_get(c, id[i], offer) || offer->v[OFFER_TAKEN].i < c->now - TELL_MS || !giver_get(c, offer->v[OFFER_GIVER].id, giver))
			continue;
		const struct str_pair pairs[] = { { "what", offer_show(c, offer) }, { "kitchen", ref_title(c, "group", offer->v[OFFER_KITCHEN].id) },
			{ "where", giver_where(c, giver) } };
		if (offer->v[OFFER_PICKUP].kind == V_ID)
			add_message(w, offer->v[OFFER_GOES].id, "goes", offer->v[OFFER_DAY].i, offer->id, tr_named(c->mem, c->lang,
				N_("Hoy le toca recoger en {where}. Si no puede ir, escriba: no puedo recoger"), pairs, ARRAY_LEN(pairs)));
		else
			add_message(w, giver->v[GIVER_PERSON].id, "taken", offer->v[OFFER_DAY].i, offer->id, tr_named(c->mem, c->lang, N_("Gracias. {what}: lo recoge {kitchen}."),
				pairs, ARRAY_LEN(pairs)));
	}
}

static void queue(struct ctx *c, void *arg)
{
	struct work *w = arg;

	for (unsigned i = 0; i < w->nout; i++) {
		struct message m = w->out[i];
		message_queue(c, &m);
	}
}

static enum rc tell(struct work *w)
{
	struct ctx *c = &w->j->c;
	enum rc rc = db_begin(c->db);

	if (rc != OK)
		return rc;
	w->out = ARENA_ARRAY(c->mem, struct message, TOLD_MAX + 1);
	w->nout = 0;
	tell_asked(w);
	tell_taken(w);
	rc = db_status(c->db);
	db_rollback(c->db);
	return rc == OK && w->nout ? job_write(w->j, queue, w) : rc;
}

static enum rc run(struct job_call *j)
{
	struct work *w = ARENA_NEW(j->c.mem, struct work);
	enum rc rc;

	*w = (struct work){ .j = j };
	rc = turns(w);
	if (rc == OK)
		rc = pickups(w);
	return rc == OK ? tell(w) : rc;
}

const struct job recovery_jobs[] = { { "recovery", EVERY_MS, run }, { 0 } };
