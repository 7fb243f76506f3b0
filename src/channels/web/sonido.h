/*
 * sonido.h - rooms of live sound: pieces come from who has the word, clusters go to all who listen, unmixed.
 *
 * All of it is in memory and bounded: LIVE_ROOMS rooms of some hundred kB, LIVE_LISTENERS listeners. A room keeps the last few
 * clusters; who is too slow for them goes on at the newest, who joins begins with the last two. Nothing is sent while nobody
 * speaks but a beat of three bytes each LIVE_BEAT_MS, by which lines are kept open and found dead. Any thread.
 *
 * What a listener gets: frames of a letter, two bytes of length (big end first) and that many bytes.
 *   H  one byte n, n bytes of the speaker's name, a WebM head: a new recording begins
 *   C  one WebM cluster, which can be joined at
 *   K  nothing: the beat
 */
#ifndef AYNI_SONIDO_H
#define AYNI_SONIDO_H

#include "httpd.h"
#include "id.h"

enum {
	LIVE_ROOMS = 32, LIVE_LISTENERS = 600,
	LIVE_PIECE_MAX = 24 * 1024,           /* what one request may bring */
	LIVE_CLUSTER = 12 * 1024, LIVE_RING = 8,
	LIVE_BEHIND = 4,                      /* clusters; who is further behind goes on at the newest */
	LIVE_BEAT_MS = 25 * 1000,
	LIVE_LISTEN_MS = 9 * 60 * 1000,       /* then it ends, is begun again by the page, and rights are judged anew */
};

struct sonido;

/* No room yet. It ends with the arena: after httpd_stop. */
struct sonido *sonido_new(struct arena *a);

struct live_piece {
	struct id room, turn;
	struct str name;  /* of who speaks */
	struct str take;  /* names one recording: at most 32 letters */
	int64_t from;     /* where in it the bytes begin */
	struct str bytes;
};
/*
 * Take a piece and wake who listens. *have_out: the bytes of that recording that are here. OK also where they were here
 * already; CONFLICT: there would be a gap; INVALID: it is no such sound, the recording is to begin anew; BUSY: too much at once.
 */
enum rc sonido_put(struct sonido *s, const struct live_piece *p, int64_t *have_out) MUST_USE;
/* Answer with what is heard in that room; BUSY: too many listen. */
enum rc sonido_listen(struct sonido *s, struct id room, struct http_request *q, struct http_response *r) MUST_USE;

struct sonido_numbers {
	unsigned rooms, listeners;
	uint64_t dropped; /* clusters that somebody was too slow for */
};
struct sonido_numbers sonido_numbers(struct sonido *s);

#endif
