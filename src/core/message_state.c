/*
 * message_state.c - what becomes of messages that go: claimed, sent, tried again, given up; and what they cost.
 */
#include "message_own.h"

#include "log.h"
#include "session.h"

enum { FIRST_WAIT_MS = 30 * 1000, WAIT_MOST_MS = 2 * 3600 * 1000, SPEND_YEARS = 2, PHONE_DAYS = 400, FETCH_MS = 60 * 1000 };
enum { MEDIA_WAIT_DAYS = 3 }; /* the service keeps them no longer either */
enum { STRANGER_DAY = 20, STRANGERS_DAY = 2000 };

/* ---- what they cost ---- */

int64_t message_month(const struct ctx *c)
{
	struct civil day = day_civil(zone_day(c->net->zone, c->now));

	return day.year * 100 + day.month;
}

int64_t message_spent_mills(struct ctx *c, struct id gateway)
{
	return db_int(c->db, SQL(Q_SPEND_GET), ARGS(cell_id(&c->net->id), cell_id(&gateway), cell_int(message_month(c))));
}

bool message_affordable(struct ctx *c, const struct gateway *g, int64_t cost_mills)
{
	return g->ceiling_mills < 0 || cost_mills <= 0 || message_spent_mills(c, g->id) + cost_mills <= g->ceiling_mills;
}

static void spend(struct ctx *c, const struct message *m, int64_t month, int sign)
{
	db_exec(c->db, SQL(Q_SPEND_ADD),
		ARGS(cell_id(&c->net->id), cell_id(&m->gateway), cell_int(month), cell_int(sign * (int64_t)m->segments),
			cell_int(m->cost_mills > 0 ? sign * m->cost_mills : 0)));
}

int64_t message_spend(struct ctx *c, const struct message *m)
{
	int64_t month = message_month(c);

	spend(c, m, month, 1);
	return month;
}

void message_unspend(struct ctx *c, const struct message *m, int64_t month)
{
	if (month)
		spend(c, m, month, -1);
}

/* ---- moving ---- */

static int64_t month_of(struct ctx *c, struct id id)
{
	return db_int(c->db, SQL(Q_MESSAGE_MONTH), ARGS(cell_id(&c->net->id), cell_id(&id)));
}

static bool is(const struct message *m, const char *state)
{
	return str_is(m->state, state);
}

static void move_to(struct ctx *c, struct id id, const char *state, int64_t month, const char *fault)
{
	db_exec(c->db, SQL(Q_MESSAGE_TO),
		ARGS(cell_id(&c->net->id), cell_id(&id), cell_text(str_c(state)), cell_int(c->now), month ? cell_int(month) : cell_null(),
			fault ? cell_text(str_c(fault)) : cell_null()));
}

/* What was told of something grave, to whom, is known nowhere once it went, or was given up. */
static void alert_gone(struct ctx *c, struct id id)
{
	db_exec(c->db, SQL(Q_MESSAGE_ALERT_GONE), ARGS(cell_id(&c->net->id), cell_id(&id)));
}

static void drop_because(struct ctx *c, const struct message *m, const char *fault)
{
	message_unspend(c, m, month_of(c, m->id));
	move_to(c, m->id, "dropped", 0, fault);
	alert_gone(c, m->id);
}

void message_drop(struct ctx *c, struct id id)
{
	struct message m;

	if (message_get(c, id, &m) && m.out && (is(&m, "queued") || is(&m, "held") || is(&m, "failed")))
		drop_because(c, &m, "withdrawn");
}

void message_again(struct ctx *c, struct id id)
{
	struct message m;

	if (!message_get(c, id, &m) || !m.out || !(is(&m, "failed") || is(&m, "held")))
		return;
	int64_t month = month_of(c, id);
	move_to(c, id, "queued", month ? month : message_spend(c, &m), NULL);
}

/* ---- claiming ---- */

static unsigned read_due(struct ctx *c, struct id gateway, const char *state, int64_t rank, struct message *out, unsigned max)
{
	struct rows r = db_rows(c->db, SQL(Q_MESSAGE_DUE),
		ARGS(cell_id(&c->net->id), cell_id(&gateway), cell_text(str_c(state)), cell_int(rank), cell_int(c->now), cell_int(max)));
	unsigned n = 0;

	while (rows_next(&r))
		message_row(c, &r, &out[n++]);
	return n;
}

/* Nobody wants to be told after a week that 120 servings were noted. What people wrote goes whenever it can. */
static bool too_old(const struct ctx *c, const struct message *m)
{
	return !str_is(m->kind, "answer") && !str_is(m->kind, "broadcast") &&
		m->made_at + MESSAGE_OLD_DAYS * (int64_t)DAY_MS < c->now;
}

/* A raised ceiling or a new month lets go what was held, the oldest first. */
static void release_held(struct ctx *c, const struct gateway *g, int64_t rank)
{
	struct message *m = ARENA_ARRAY(c->mem, struct message, MESSAGE_CLAIM_MAX);
	unsigned n = read_due(c, g->id, "held", rank, m, MESSAGE_CLAIM_MAX);

	for (unsigned i = 0; i < n; i++) {
		if (too_old(c, &m[i]))
			drop_because(c, &m[i], "old");
		else if (message_affordable(c, g, m[i].cost_mills))
			move_to(c, m[i].id, "queued", message_spend(c, &m[i]), NULL);
		else
			return;
	}
}

/*
 * How many of a broadcast may go now, the instant from which that is counted being moved up: to a phone that fetches,
 * what it missed since it last did; else one at a time.
 */
static unsigned pace_room(const struct ctx *c, const struct gateway *g, int64_t *from_at)
{
	int64_t burst_ms = str_is(g->kind, "android") ? FETCH_MS : g->pace_ms;

	if (g->pace_ms <= 0)
		return MESSAGE_CLAIM_MAX;
	*from_at = g->paced_at;
	if (*from_at < c->now - burst_ms || *from_at > c->now + DAY_MS) /* or noted by a clock far ahead */
		*from_at = c->now - (burst_ms > g->pace_ms ? burst_ms : g->pace_ms);
	int64_t room = (c->now - *from_at) / g->pace_ms;
	return room < 0 ? 0 : room < MESSAGE_CLAIM_MAX ? (unsigned)room : MESSAGE_CLAIM_MAX;
}

bool message_waits(struct ctx *c, struct id gateway)
{
	struct message m;
	struct gateway g;
	int64_t from_at;

	if (!gateway_get(c, gateway, &g) || g.closed)
		return false;
	for (int64_t rank = 0; rank < 2; rank++) {
		bool room = rank == 0 || pace_room(c, &g, &from_at) > 0;
		if (room && read_due(c, gateway, "queued", rank, &m, 1))
			return true;
		if (room && read_due(c, gateway, "held", rank, &m, 1) && (too_old(c, &m) || message_affordable(c, &g, m.cost_mills)))
			return true;
	}
	return false;
}

unsigned message_claim(struct ctx *c, struct id gateway, int64_t lease_ms, struct message *out, unsigned max)
{
	struct gateway g;
	int64_t from_at = 0;
	unsigned n = 0, replies = 0;

	if (!gateway_get(c, gateway, &g) || g.closed)
		return 0;
	if (max > MESSAGE_CLAIM_MAX)
		max = MESSAGE_CLAIM_MAX;
	for (int64_t rank = 0; rank < 2 && n < max; rank++) {
		unsigned room = rank ? pace_room(c, &g, &from_at) : max;
		release_held(c, &g, rank);
		replies = n;
		unsigned from = n, have = read_due(c, gateway, "queued", rank, out + n, room < max - n ? room : max - n);
		for (unsigned i = 0; i < have; i++) {
			struct message m = out[from + i];
			if (too_old(c, &m)) {
				drop_because(c, &m, "old");
				continue;
			}
			db_exec(c->db, SQL(Q_MESSAGE_LEASE),
				ARGS(cell_id(&c->net->id), cell_id(&m.id), cell_int(c->now + lease_ms)));
			out[n++] = m;
		}
		if (rank && n > replies && g.pace_ms > 0)
			gateway_paced(c, gateway, from_at + (n - replies) * g.pace_ms);
	}
	return n;
}

/* ---- what became of it ---- */

void message_sent(struct ctx *c, struct id id, struct str ref, int64_t at)
{
	db_exec(c->db, SQL(Q_MESSAGE_SENT),
		ARGS(cell_id(&c->net->id), cell_id(&id), ref.n ? cell_text(ref) : cell_null(), cell_int(at)));
	alert_gone(c, id);
}

void message_delivered(struct ctx *c, struct id id, int64_t at)
{
	const struct cell args[] = { cell_id(&c->net->id), cell_id(&id), cell_int(at) };

	db_exec(c->db, SQL(Q_MESSAGE_DELIVERED), args, ARRAY_LEN(args));
	db_exec(c->db, SQL(Q_MESSAGE_RECEIPT), args, ARRAY_LEN(args));
	alert_gone(c, id);
}

void message_was_read(struct ctx *c, struct id id, int64_t at)
{
	db_exec(c->db, SQL(Q_MESSAGE_WAS_READ), ARGS(cell_id(&c->net->id), cell_id(&id), cell_int(at)));
}

static int64_t wait_ms(unsigned tries)
{
	int64_t ms = (int64_t)FIRST_WAIT_MS << (tries < 16 ? tries - 1 : 15);

	return ms < WAIT_MOST_MS ? ms : WAIT_MOST_MS;
}

void message_later(struct ctx *c, struct id id, struct str code, int64_t due_at)
{
	struct message m;

	if (message_get(c, id, &m) && is(&m, "queued"))
		db_exec(c->db, SQL(Q_MESSAGE_LATER),
			ARGS(cell_id(&c->net->id), cell_id(&id), cell_int(due_at > c->now ? due_at : c->now), cell_int(m.tries),
				code.n ? cell_text(code) : cell_null()));
}

void message_failed(struct ctx *c, struct id id, struct str code, bool for_good)
{
	struct message m;

	if (!message_get(c, id, &m) || !m.out || !(is(&m, "queued") || (for_good && is(&m, "sent"))))
		return;
	if (!for_good && m.tries + 1 < MESSAGE_TRIES) {
		db_exec(c->db, SQL(Q_MESSAGE_LATER),
			ARGS(cell_id(&c->net->id), cell_id(&id), cell_int(c->now + wait_ms(m.tries + 1)), cell_int(m.tries + 1),
				cell_text(code)));
		return;
	}
	/* What was sent and did not arrive was paid all the same. */
	int64_t month = month_of(c, id);
	if (is(&m, "queued")) {
		message_unspend(c, &m, month);
		month = 0;
	}
	db_exec(c->db, SQL(Q_MESSAGE_FAIL),
		ARGS(cell_id(&c->net->id), cell_id(&id), cell_int(m.tries + 1), cell_text(code), cell_int(c->now),
			month ? cell_int(month) : cell_null()));
	alert_gone(c, id);
}

/* ---- strangers ---- */

bool message_stranger(struct ctx *c, struct str address)
{
	return limit_take(c, "stranger", address, STRANGER_DAY, DAY_MS) && limit_take(c, "strangers", STR("all"), STRANGERS_DAY, DAY_MS);
}

/* ---- looking, housekeeping, forgetting ---- */

struct message_counts message_counts(struct ctx *c, struct id gateway)
{
	struct message_counts n = { 0 };
	struct rows r = id_is_zero(gateway) ? db_rows(c->db, SQL(Q_MESSAGE_COUNTS), ARGS(cell_id(&c->net->id))) :
		db_rows(c->db, SQL(Q_MESSAGE_COUNTS_OF), ARGS(cell_id(&c->net->id), cell_id(&gateway)));

	while (rows_next(&r)) {
		struct str state = rows_text(&r, 0);
		bool queued = str_is(state, "queued"), held = str_is(state, "held");
		*(queued ? &n.queued : held ? &n.held : &n.failed) = rows_int(&r, 1);
		*(queued ? &n.queued_since_at : held ? &n.held_since_at : &n.failed_since_at) = rows_int(&r, 2);
		n.queued_due_at = queued ? rows_int(&r, 3) : n.queued_due_at;
	}
	return n;
}

unsigned message_lately(struct ctx *c, int64_t since_at, struct message_state_n *out, unsigned max)
{
	struct rows r = db_rows(c->db, SQL(Q_MESSAGE_LATELY), ARGS(cell_id(&c->net->id), cell_int(since_at)));
	unsigned n = 0;

	while (rows_next(&r))
		if (n < max)
			out[n++] = (struct message_state_n){ str_dup(c->mem, rows_text(&r, 0)), rows_int(&r, 1) };
	return n;
}

void messages_sweep(struct ctx *c)
{
	const struct cell network = cell_id(&c->net->id), old = cell_int(c->now - MESSAGE_DAYS * (int64_t)DAY_MS);

	db_exec(c->db, SQL(Q_MESSAGE_SWEEP), ARGS(network, old));
	db_exec(c->db, SQL(Q_THREAD_SWEEP), ARGS(network, old));
	db_exec(c->db, SQL(Q_MEDIA_WAIT_SWEEP), ARGS(network, cell_int(c->now - MEDIA_WAIT_DAYS * (int64_t)DAY_MS)));
	db_exec(c->db, SQL(Q_SPEND_SWEEP), ARGS(network, cell_int(message_month(c) - 100 * SPEND_YEARS)));
	db_exec(c->db, SQL(Q_CODES_SWEEP), ARGS(network, cell_int(c->now)));
	db_exec(c->db, SQL(Q_PHONES_SWEEP), ARGS(network, cell_int(c->now - PHONE_DAYS * (int64_t)DAY_MS)));
}

void messages_erase(struct ctx *c, struct id person)
{
	static const unsigned all[] = { Q_ERASE_CODES, Q_ERASE_MESSAGES, Q_ERASE_MEDIA_WAIT, Q_ERASE_CONVERSATIONS,
		Q_ERASE_PHONES, Q_ERASE_THREADS, Q_ERASE_STOPPED };

	for (unsigned i = 0; i < ARRAY_LEN(all); i++)
		db_exec(c->db, SQL(all[i]), ARGS(cell_id(&c->net->id), cell_id(&person)));
}
