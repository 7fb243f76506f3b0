/*
 * net_media.c - photos and voice notes that a service keeps for us: rows (media_wait) until they were fetched and delivered.
 *
 * So a post is answered at once, one file that cannot be had holds up nobody else, and a crash loses none. After some
 * tries it is delivered without its bytes: she is told, and nothing waits for ever.
 */
#include "net_own.h"

#include "net_sql.h"

enum { TRIES = 10, FIRST_WAIT_MS = 2000 }; /* together 17 minutes: services are away for so long */

void media_wait_put(struct ctx *c, struct id gateway, const struct media_wait *m)
{
	struct message there;

	if (message_get(c, m->id, &there))
		return;
	db_exec(c->db, &net_sql.query[Q_MEDIA_WAIT_PUT], ARGS(cell_id(&c->net->id), cell_id(&m->id), cell_id(&gateway),
		cell_text(m->address), cell_text(m->ref), cell_text(m->text), cell_text(m->media),
		m->sent_at ? cell_int(m->sent_at) : cell_null(), cell_int(c->now)));
}

/* The oldest, whenever it is due. */
static bool next(struct gateway_call *g, struct media_wait *out, int64_t *due_at_out)
{
	struct ctx *c = &g->c;
	struct rows r = ctx_rows(c, net_sql, Q_MEDIA_WAIT_NEXT, cell_id(&c->net->id), cell_id(&g->gateway.id));

	if (!rows_next(&r))
		return false;
	*out = (struct media_wait){ .id = rows_id(&r, 0), .address = str_dup(c->mem, rows_text(&r, 1)),
		.ref = str_dup(c->mem, rows_text(&r, 2)), .text = str_dup(c->mem, rows_text(&r, 3)),
		.media = str_dup(c->mem, rows_text(&r, 4)), .sent_at = rows_int(&r, 5), .tries = rows_int(&r, 6) };
	*due_at_out = rows_int(&r, 7);
	rows_end(&r);
	return true;
}

int64_t net_media_wait_ms(struct gateway_call *g, int64_t most_ms)
{
	struct media_wait m;
	int64_t due_at;

	if (!next(g, &m, &due_at) || due_at - g->c.now > most_ms)
		return most_ms;
	return due_at > g->c.now ? due_at - g->c.now : 0;
}

static void later(struct ctx *c, void *arg)
{
	const struct media_wait *m = arg;

	db_exec(c->db, &net_sql.query[Q_MEDIA_WAIT_LATER],
		ARGS(cell_id(&c->net->id), cell_id(&m->id), cell_int(c->now + (FIRST_WAIT_MS << m->tries))));
}

static void drop(struct ctx *c, void *arg)
{
	const struct media_wait *m = arg;

	db_exec(c->db, &net_sql.query[Q_MEDIA_WAIT_DROP], ARGS(cell_id(&c->net->id), cell_id(&m->id)));
}

enum rc net_media_turn(struct gateway_call *g, net_fetch *fetch, bool *did_out)
{
	struct text_media media = { 0 };
	struct media_wait m;
	int64_t due_at;

	*did_out = next(g, &m, &due_at) && due_at <= g->c.now;
	if (!*did_out)
		return db_status(g->c.db);
	if (fetch(g, m.media, &media) != OK) {
		if (*g->stop)
			return OK;
		if (m.tries + 1 < TRIES)
			return gateway_write(g, later, &m);
		media = (struct text_media){ 0 };
	}
	struct text_in in = { .gateway = g->gateway.id, .from = m.address, .text = m.text, .ref = m.ref, .sent_at = m.sent_at,
		.media = &media };
	enum rc rc = gateway_deliver(g, &in);
	return rc == OK ? gateway_write(g, drop, &m) : rc;
}
