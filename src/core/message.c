/*
 * message.c - rows of messages that come and go, and the thread of each address.
 */
#include "message_own.h"

#include "sms.h"
#include "utf8.h"

void message_row(struct ctx *c, const struct rows *r, struct message *out)
{
	*out = (struct message){ .id = rows_id(r, 0), .out = str_is(rows_text(r, 1), "out"), .gateway = rows_id(r, 2),
		.address = str_dup(c->mem, rows_text(r, 3)), .person = rows_id(r, 4), .about_group = rows_id(r, 5),
		.kind = str_dup(c->mem, rows_text(r, 6)), .text = str_dup(c->mem, rows_text(r, 7)),
		.media = str_dup(c->mem, rows_text(r, 8)), .state = str_dup(c->mem, rows_text(r, 9)),
		.ref = str_dup(c->mem, rows_text(r, 10)), .answers = rows_id(r, 11), .batch = rows_id(r, 12),
		.author = rows_id(r, 13), .segments = (unsigned)rows_int(r, 14),
		.cost_mills = rows_null(r, 15) ? -1 : rows_int(r, 15), .made_at = rows_int(r, 16), .due_at = rows_int(r, 17),
		.tries = (unsigned)rows_int(r, 18), .sent_at = rows_int(r, 19), .delivered_at = rows_int(r, 20),
		.read_at = rows_int(r, 21), .failed_at = rows_int(r, 22), .fault = str_dup(c->mem, rows_text(r, 23)) };
	out->address = message_opened(c, out->id, out->address);
}

bool message_get(struct ctx *c, struct id id, struct message *out)
{
	struct rows r = db_rows(c->db, SQL(Q_MESSAGE_GET), ARGS(cell_id(&c->net->id), cell_id(&id)));

	*out = (struct message){ 0 };
	if (!rows_next(&r))
		return false;
	message_row(c, &r, out);
	rows_end(&r);
	return true;
}

bool message_by_ref(struct ctx *c, struct id gateway, struct str ref, struct message *out)
{
	struct rows r = db_rows(c->db, SQL(Q_MESSAGE_BY_REF), ARGS(cell_id(&c->net->id), cell_id(&gateway), cell_text(ref)));

	*out = (struct message){ 0 };
	if (!rows_next(&r))
		return false;
	message_row(c, &r, out);
	rows_end(&r);
	return true;
}

static struct cell text_or_null(struct str s)
{
	return s.n ? cell_text(s) : cell_null();
}

static struct cell at_or_null(int64_t at)
{
	return at ? cell_int(at) : cell_null();
}

/* What somebody waits for goes first. */
static int64_t rank_of(struct str kind)
{
	return str_is(kind, "broadcast") || str_is(kind, "reminder");
}

/* False: it is there already. */
static bool add(struct ctx *c, const struct message *m, int64_t month)
{
	return db_change(c->db, SQL(Q_MESSAGE_ADD),
		ARGS(cell_id(&c->net->id), cell_id(&m->id), cell_text(m->out ? STR("out") : STR("in")), cell_id_or_null(&m->gateway),
			cell_text(m->address), cell_id_or_null(&m->person), cell_id_or_null(&m->about_group), cell_text(m->kind),
			cell_text(m->text), text_or_null(m->media), cell_text(m->state), text_or_null(m->ref),
			cell_id_or_null(&m->answers), cell_id_or_null(&m->batch), cell_id_or_null(&m->author), cell_int(m->segments),
			m->cost_mills < 0 ? cell_null() : cell_int(m->cost_mills), cell_int(m->made_at), cell_int(m->due_at),
			at_or_null(m->sent_at), text_or_null(m->fault), cell_int(rank_of(m->kind)), at_or_null(month))) == 1;
}

static void thread_move(struct ctx *c, const struct message *m)
{
	bool lost = !m->out && str_is(m->state, "lost");

	db_exec(c->db, SQL(Q_THREAD_PUT),
		ARGS(cell_id(&c->net->id), cell_text(m->address), cell_id_or_null(&m->gateway), cell_id_or_null(&m->person),
			cell_id_or_null(&m->about_group), cell_int(m->made_at), m->out ? cell_null() : cell_int(m->made_at),
			lost ? cell_int(m->made_at) : cell_null()));
	if (m->out && str_is(m->kind, "answer"))
		db_exec(c->db, SQL(Q_THREAD_ANSWERED), ARGS(cell_id(&c->net->id), cell_text(m->address)));
}

/* As many whole signs as fit. */
static struct str cut(struct str s)
{
	size_t n = s.n < MESSAGE_TEXT_MAX ? s.n : MESSAGE_TEXT_MAX;

	while (n && n < s.n && ((unsigned char)s.p[n] & 0xc0) == 0x80)
		n--;
	return str_sub(s, 0, n);
}

/* ---- in ---- */

struct id message_in_id(const struct ctx *c, struct id gateway, struct str address, struct str ref)
{
	const struct str pieces[] = { STR("ayni message"), id_bytes(&c->net->id), id_bytes(&gateway), address, ref };

	return ref.n ? id_derive(0, pieces, ARRAY_LEN(pieces)) : id_new(c->now);
}

bool message_put_in(struct ctx *c, struct message *m)
{
	m->out = false;
	m->made_at = m->made_at ? m->made_at : c->now;
	m->due_at = m->made_at;
	m->cost_mills = -1;
	m->text = cut(m->text);
	if (id_is_zero(m->id))
		m->id = message_in_id(c, m->gateway, m->address, m->ref);
	if (!add(c, m, 0)) {
		struct id id = m->id;
		message_get(c, id, m);
		return false;
	}
	thread_move(c, m);
	return true;
}

/* ---- out ---- */

struct message_size message_size(struct ctx *c, const struct gateway *g, struct str text)
{
	struct message_size size = { .segments = text.n > 0, .units = (unsigned)utf8_count(text) };

	if (strcmp(gateway_channel(g->kind), "sms") == 0) {
		struct sms_size s = sms_segments(sms_fold(c->mem, text));
		size = (struct message_size){ .segments = s.segments, .units = s.units, .gsm7 = s.gsm7 };
	}
	size.cost_mills = g->price_mills < 0 ? -1 : g->price_mills * size.segments;
	return size;
}

bool message_queue(struct ctx *c, struct message *m)
{
	bool grave = str_is(m->kind, "alert"), owed = grave || str_is(m->kind, "reply") || str_is(m->kind, "answer");
	struct gateway g;
	int64_t month = 0;

	m->out = true;
	if (id_is_zero(m->gateway) && !message_route(c, m->person, &m->gateway, &m->address))
		return false;
	if (!m->address.n || !gateway_get(c, m->gateway, &g) || g.closed)
		return false;
	if (id_is_zero(m->id))
		m->id = id_new(c->now);
	if (strcmp(gateway_channel(g.kind), "sms") == 0)
		m->text = sms_fold(c->mem, m->text);
	m->text = cut(m->text);
	struct message_size size = message_size(c, &g, m->text);
	m->segments = size.segments;
	m->cost_mills = size.cost_mills;
	m->made_at = c->now;
	m->due_at = m->due_at > c->now ? m->due_at : c->now;
	m->fault = STR("");
	m->state = STR("queued");
	if (!owed && message_stopped(c, m->address)) {
		m->state = STR("dropped");
		m->fault = STR("stopped");
	} else if (!grave && !message_affordable(c, &g, m->cost_mills)) {
		m->state = STR("held");
		m->fault = STR("ceiling");
	} else {
		month = message_month(c);
	}
	struct str address = m->address;
	if (grave)
		m->address = message_closed(c, m->id, address);
	bool fresh = add(c, m, month);
	m->address = address;
	if (!fresh)
		return true; /* a second run of whoever queued it */
	if (month)
		message_spend(c, m);
	if (!grave && !str_is(m->state, "dropped"))
		thread_move(c, m);
	return true;
}

/* ---- where to ---- */

bool message_route(struct ctx *c, struct id person, struct id *gateway_out, struct str *address_out)
{
	enum { HEARD_DAYS = 30 };
	bool found = false;

	if (id_is_zero(person))
		return false;
	struct rows r = db_rows(c->db, SQL(Q_ROUTE_HEARD),
		ARGS(cell_id(&c->net->id), cell_id(&person), cell_int(c->now - HEARD_DAYS * (int64_t)DAY_MS)));
	if (rows_next(&r)) {
		*gateway_out = rows_id(&r, 0);
		*address_out = str_dup(c->mem, rows_text(&r, 1));
		rows_end(&r);
		return true;
	}
	r = db_rows(c->db, SQL(Q_ROUTE_PHONE), ARGS(cell_id(&c->net->id), cell_id(&person)));
	if (rows_next(&r)) {
		*address_out = str_dup(c->mem, rows_text(&r, 0));
		rows_end(&r);
		found = true;
	}
	r = db_rows(c->db, SQL(Q_ROUTE_SMS), ARGS(cell_id(&c->net->id)));
	if (!rows_next(&r))
		return false;
	*gateway_out = rows_id(&r, 0);
	rows_end(&r);
	return found;
}

/* ---- who wants none ---- */

void message_stop(struct ctx *c, struct str address, bool stopped)
{
	struct id waiting[MESSAGE_CLAIM_MAX];

	db_exec(c->db, SQL(Q_THREAD_STOP),
		ARGS(cell_id(&c->net->id), cell_text(address), cell_int(c->now), stopped ? cell_int(c->now) : cell_null()));
	unsigned n = db_ids(c->db, SQL(Q_MESSAGE_WAITING_FOR), ARGS(cell_id(&c->net->id), cell_text(address)), waiting,
		MESSAGE_CLAIM_MAX);
	for (unsigned i = 0; stopped && i < n; i++)
		message_drop(c, waiting[i]);
}

bool message_stopped(struct ctx *c, struct str address)
{
	return db_any(c->db, SQL(Q_THREAD_STOPPED), ARGS(cell_id(&c->net->id), cell_text(address)));
}
