/*
 * sonido_web.c - /sonido/{room}: GET listens, POST brings a piece of the sound of who has the word.
 *
 *   GET  /sonido/{room}                         the frames of sonido.h, as long as it lasts
 *   GET  /sonido/{room}?turno=1                 {"turn": id or "", "hers": true or false}, for who waits for the word
 *   POST /sonido/{room}?toma=TEXT&desde=N       {"have": N}; 403: she has not the word, 409: from `have` on, please;
 *                                               422: that is no such sound; 429: too much at once
 */
#include "live.h"
#include "sonido.h"
#include "web.h"

bool sonido_path(struct str path)
{
	return str_starts(path, "/sonido/");
}

static enum http_next answer(struct call *k, int status, int64_t have)
{
	struct buf b = buf_new(k->q->mem, 32);
	struct json_out j = json_begin(&b);

	json_open(&j, '{');
	json_key(&j, "have");
	json_int(&j, have);
	json_close(&j, '}');
	k->r->nheaders = 0; /* no browser shows it, and each byte is paid for */
	call_json(k, status, buf_str(&b));
	return HTTP_ANSWER;
}

static enum http_next whose(struct call *k, struct id room)
{
	struct live_turn turn = { 0 };
	struct buf b = buf_new(k->q->mem, 96);
	struct json_out j = json_begin(&b);
	bool any = k->site->reg->live_room->turn(&k->c, room, &turn);

	json_open(&j, '{');
	json_key(&j, "turn");
	json_text(&j, any ? id_text(k->q->mem, turn.id) : STR(""));
	json_key(&j, "hers");
	json_bool(&j, any && turn.hers);
	json_close(&j, '}');
	k->r->nheaders = 0;
	call_json(k, 200, buf_str(&b));
	return HTTP_ANSWER;
}

static enum http_next bring(struct call *k, struct id room)
{
	struct live_piece p = { .room = room, .take = form_get(&k->query, "toma"), .bytes = k->q->body };
	struct str from = form_get(&k->query, "desde");
	struct live_turn turn;
	int64_t have;

	if (!call_same_origin(k)) {
		call_message(k, 403, "stale");
		return HTTP_ANSWER;
	}
	if (!p.take.n || p.take.n > 32 || !str_int64(from.n ? from : STR("0"), &p.from) || p.from < 0) {
		call_message(k, 400, "bad_request");
		return HTTP_ANSWER;
	}
	if (!k->site->reg->live_room->turn(&k->c, room, &turn) || !turn.hers)
		return answer(k, 403, 0);
	p.turn = turn.id;
	p.name = turn.name;
	switch (sonido_put(k->site->sonido, &p, &have)) {
	case OK:
		return answer(k, 200, have);
	case CONFLICT:
		return answer(k, 409, have);
	case BUSY:
		return answer(k, 429, have);
	default:
		return answer(k, 422, have);
	}
}

enum http_next sonido_handle(struct call *k)
{
	bool post = str_is(k->q->method, "POST");
	const struct live_room *live = k->site->reg->live_room;
	struct diag d = { 0 };
	struct id room;

	k->api = true; /* answers are for a program */
	if (!live || !k->site->sonido || id_is_zero(k->who.person) || form_read(k->q->mem, k->q->query, &k->query, &d) != OK ||
		!id_parse(str_sub(k->q->path, 8, k->q->path.n), &room) || !live->hears(&k->c, room)) {
		call_message(k, 404, "not_found");
		return HTTP_ANSWER;
	}
	if (post)
		return bring(k, room);
	if (form_get(&k->query, "turno").n)
		return whose(k, room);
	if (sonido_listen(k->site->sonido, room, k->q, k->r) != OK) {
		call_message(k, 503, "failed");
		return HTTP_ANSWER;
	}
	k->r->status = 200;
	k->r->nheaders = 0;
	http_set(k->r, "Content-Type", STR("application/octet-stream"));
	http_set(k->r, "Cache-Control", STR("no-store"));
	http_set(k->r, "X-Content-Type-Options", STR("nosniff"));
	http_set(k->r, "X-Accel-Buffering", STR("no")); /* what stands in front passes it on at once */
	return HTTP_ANSWER;
}
