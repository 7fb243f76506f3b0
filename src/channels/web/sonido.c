/* sonido.c - rooms of live sound, and the threads that meet in them. */
#include "sonido.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "log.h"
#include "webm.h"

enum {
	TAKE_MAX = 32, NAME_MAX_BYTES = 80, FRAMES = 160, FRAME_HEAD = 3,
	CLUSTER_SOUND = LIVE_CLUSTER - WEBM_CLUSTER_EXTRA,
	CLUSTER_MS = 20 * 1000,      /* longer than any piece; a cluster can tell of 32 s */
	FRESH_MS = 4000,             /* who joins later than this after the last sound waits for the next */
	ROOM_IDLE_MS = 10 * 60 * 1000,
	BYTES_A_MS = 5, BYTES_AHEAD = 128 * 1024, /* 40 kbit/s, and what a line held back */
	TICK_MS = 1000,
};

struct listener {
	struct listener *prev, *next;
	struct sonido *s;
	struct room *room;
	struct http_request *q;
	unsigned epoch;
	uint64_t seq;
	bool listed, beat;
	int64_t until_ms, sent_ms;
	size_t nout, off;
	char out[FRAME_HEAD + LIVE_CLUSTER];
};

struct cluster {
	size_t n;
	char bytes[LIVE_CLUSTER];
};

struct room {
	struct id id, turn;
	bool used;
	char take[TAKE_MAX];
	size_t ntake, nname, nhead;
	char name[NAME_MAX_BYTES], head[WEBM_HEAD_MAX];
	int64_t have, begun_ms, last_ms;
	unsigned epoch;         /* of the recording */
	uint64_t first, seq;    /* its first cluster, and the next one */
	struct webm_reader reader;
	struct listener *listeners;
	struct cluster ring[LIVE_RING];
	/* Frames that no cluster has yet. */
	struct webm_frame frame[FRAMES];
	unsigned nframes;
	size_t nstage;
	char stage[LIVE_CLUSTER];
};

struct sonido {
	pthread_mutex_t lock;
	pthread_cond_t tick;
	pthread_t thread;
	bool runs, ending;
	unsigned nlisteners;
	uint64_t dropped;
	struct room *room[LIVE_ROOMS];
};

static int64_t steady(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* With the arena: no thread of the server is left. */
static void end(void *arg)
{
	struct sonido *s = arg;

	pthread_mutex_lock(&s->lock);
	s->ending = true;
	pthread_cond_signal(&s->tick);
	pthread_mutex_unlock(&s->lock);
	if (s->runs)
		pthread_join(s->thread, NULL);
	for (unsigned i = 0; i < LIVE_ROOMS; i++)
		free(s->room[i]);
	pthread_mutex_destroy(&s->lock);
	pthread_cond_destroy(&s->tick);
	free(s);
}

struct sonido *sonido_new(struct arena *a)
{
	struct sonido *s = calloc(1, sizeof(*s));
	pthread_condattr_t clock;

	if (!s)
		fatal("out of memory");
	pthread_condattr_init(&clock);
	pthread_condattr_setclock(&clock, CLOCK_MONOTONIC);
	pthread_mutex_init(&s->lock, NULL);
	pthread_cond_init(&s->tick, &clock);
	pthread_condattr_destroy(&clock);
	arena_defer(a, end, s);
	return s;
}

/* ---- rooms, with the lock held ---- */

/* The room of that id; made where `make`, in the place of one that nobody used for long. */
static struct room *room_of(struct sonido *s, struct id id, bool make)
{
	struct room **place = NULL;

	for (unsigned i = 0; i < LIVE_ROOMS; i++) {
		struct room *r = s->room[i];
		if (r && id_eq(r->id, id))
			return r;
		if (!r || (!r->listeners && steady() - r->last_ms > ROOM_IDLE_MS))
			place = !place || !r ? &s->room[i] : place;
	}
	if (!make || !place)
		return NULL;
	free(*place);
	*place = calloc(1, sizeof(**place));
	if (*place) {
		(*place)->id = id;
		(*place)->last_ms = steady() - FRESH_MS;
	}
	return *place;
}

static void wake_all(struct room *r)
{
	for (struct listener *l = r->listeners; l; l = l->next)
		http_wake(l->q);
}

/* ---- what comes ---- */

static void cluster_end(struct room *r)
{
	struct cluster *c = &r->ring[r->seq % LIVE_RING];
	struct buf b = buf_fixed(c->bytes, sizeof(c->bytes));

	if (!r->nframes)
		return;
	webm_cluster(r->frame, r->nframes, 0, &b);
	c->n = buf_str(&b).n;
	r->seq++;
	r->nframes = 0;
	r->nstage = 0;
}

static void on_frame(void *own, const struct webm_frame *f)
{
	struct room *r = own;

	if (r->nframes == FRAMES || (r->nframes && f->at_ms - r->frame[0].at_ms > CLUSTER_MS) ||
		 r->nstage + f->opus.n + (r->nframes + 1) * WEBM_FRAME_EXTRA > CLUSTER_SOUND)
		cluster_end(r);
	memcpy(r->stage + r->nstage, f->opus.p, f->opus.n);
	r->frame[r->nframes++] = (struct webm_frame){ f->at_ms, { r->stage + r->nstage, f->opus.n } };
	r->nstage += f->opus.n;
}

static void recording_begin(struct room *r, const struct live_piece *p)
{
	r->turn = p->turn;
	r->ntake = p->take.n < TAKE_MAX ? p->take.n : TAKE_MAX;
	memcpy(r->take, p->take.p, r->ntake);
	r->nname = p->name.n < NAME_MAX_BYTES ? p->name.n : NAME_MAX_BYTES;
	while (r->nname < p->name.n && r->nname && ((uint8_t)p->name.p[r->nname] & 0xc0) == 0x80)
		r->nname--; /* not in the middle of a letter */
	memcpy(r->name, p->name.p, r->nname);
	r->have = 0;
	r->begun_ms = steady();
	r->first = r->seq;
	r->nhead = r->nframes = 0;
	r->nstage = 0;
	webm_begin(&r->reader);
}

/* Its head is known: who listens begins anew with it. */
static void recording_known(struct room *r)
{
	struct buf b = buf_fixed(r->head, sizeof(r->head));

	webm_head(&r->reader, &b);
	r->nhead = buf_str(&b).n;
	r->epoch++;
}

enum rc sonido_put(struct sonido *s, const struct live_piece *p, int64_t *have_out)
{
	struct room *r;
	enum rc rc = OK;

	*have_out = 0;
	pthread_mutex_lock(&s->lock);
	r = room_of(s, p->room, true);
	if (!r) {
		pthread_mutex_unlock(&s->lock);
		return BUSY;
	}
	bool same = r->begun_ms && id_eq(r->turn, p->turn) && str_eq(p->take, (struct str){ r->take, r->ntake });
	if (!same && p->from == 0)
		recording_begin(r, p);
	int64_t have = same || p->from == 0 ? r->have : 0;
	if (p->from > have || (!same && p->from)) {
		rc = CONFLICT;
	} else if (p->from + (int64_t)p->bytes.n > have) {
		struct str fresh = str_sub(p->bytes, (size_t)(have - p->from), p->bytes.n);
		if (have + (int64_t)fresh.n > (steady() - r->begun_ms) * BYTES_A_MS + BYTES_AHEAD)
			rc = BUSY;
		else
			rc = webm_feed(&r->reader, fresh, on_frame, r);
		if (rc == OK)
			have = r->have += (int64_t)fresh.n;
		if (rc == OK && !r->nhead && webm_knows(&r->reader))
			recording_known(r);
		cluster_end(r);
		r->last_ms = steady();
		wake_all(r);
	}
	*have_out = have;
	pthread_mutex_unlock(&s->lock);
	return rc;
}

/* ---- what goes, in the I/O thread ---- */

static void frame_out(struct listener *l, char kind, struct str name, struct str bytes)
{
	bool named = kind == 'H';
	size_t n = bytes.n + (named ? 1 + name.n : 0);
	struct buf b = buf_fixed(l->out, sizeof(l->out));

	buf_char(&b, kind);
	buf_char(&b, (char)(n >> 8));
	buf_char(&b, (char)n);
	if (named) {
		buf_char(&b, (char)name.n);
		buf_add(&b, name);
	}
	buf_add(&b, bytes);
	l->nout = buf_str(&b).n;
	l->off = 0;
	l->beat = false;
	l->sent_ms = steady();
}

/* The next frame into l->out; false: nothing now. */
static bool next(struct listener *l)
{
	struct room *r = l->room;

	if (l->epoch != r->epoch) {
		l->epoch = r->epoch;
		l->seq = r->seq - r->first > 2 ? r->seq - 2 : r->first;
		frame_out(l, 'H', (struct str){ r->name, r->nname }, (struct str){ r->head, r->nhead });
		return true;
	}
	if (l->seq < r->seq) {
		if (r->seq - l->seq > LIVE_BEHIND) {
			l->s->dropped += r->seq - 1 - l->seq;
			l->seq = r->seq - 1;
		}
		const struct cluster *c = &r->ring[l->seq++ % LIVE_RING];
		frame_out(l, 'C', (struct str){ 0 }, (struct str){ c->bytes, c->n });
		return true;
	}
	if (l->beat)
		frame_out(l, 'K', (struct str){ 0 }, (struct str){ 0 });
	return l->nout > l->off;
}

static void enlist(struct listener *l)
{
	struct room *r = l->room;

	l->listed = true;
	l->s->nlisteners++;
	l->next = r->listeners;
	if (l->next)
		l->next->prev = l;
	r->listeners = l;
	/* Nobody has spoken just now: what was said before is over. */
	if (steady() - r->last_ms >= FRESH_MS) {
		l->epoch = r->epoch;
		l->seq = r->seq;
		l->beat = true; /* something at once, so that the page knows that it is connected */
	}
}

static long read_out(void *own, char *p, size_t max)
{
	struct listener *l = own;
	size_t n = 0;
	bool over;

	pthread_mutex_lock(&l->s->lock);
	if (!l->listed)
		enlist(l);
	over = l->s->ending || steady() > l->until_ms;
	while (n < max && (l->off < l->nout || (!over && next(l)))) {
		size_t part = l->nout - l->off < max - n ? l->nout - l->off : max - n;
		memcpy(p + n, l->out + l->off, part);
		l->off += part;
		n += part;
	}
	pthread_mutex_unlock(&l->s->lock);
	return over && !n ? -1 : (long)n;
}

static void unlist(void *own)
{
	struct listener *l = own;

	pthread_mutex_lock(&l->s->lock);
	if (l->listed) {
		if (l->prev)
			l->prev->next = l->next;
		else
			l->room->listeners = l->next;
		if (l->next)
			l->next->prev = l->prev;
		l->s->nlisteners--;
	}
	l->listed = false;
	l->room->last_ms = l->room->last_ms > steady() - FRESH_MS ? l->room->last_ms : steady() - FRESH_MS;
	pthread_mutex_unlock(&l->s->lock);
}

/* ---- the beat ---- */

static void *beat(void *arg)
{
	struct sonido *s = arg;

	pthread_mutex_lock(&s->lock);
	while (!s->ending) {
		int64_t now = steady(), at = now + TICK_MS;
		for (unsigned i = 0; i < LIVE_ROOMS; i++)
			for (struct listener *l = s->room[i] ? s->room[i]->listeners : NULL; l; l = l->next)
				if (now - l->sent_ms > LIVE_BEAT_MS || now > l->until_ms) {
					l->beat = true;
					http_wake(l->q);
				}
		struct timespec until = { at / 1000, at % 1000 * 1000000 };
		pthread_cond_timedwait(&s->tick, &s->lock, &until);
	}
	pthread_mutex_unlock(&s->lock);
	return NULL;
}

enum rc sonido_listen(struct sonido *s, struct id room, struct http_request *q, struct http_response *r)
{
	struct listener *l = ARENA_NEW(q->mem, struct listener);

	pthread_mutex_lock(&s->lock);
	l->room = s->nlisteners < LIVE_LISTENERS ? room_of(s, room, true) : NULL;
	if (l->room) {
		l->room->last_ms = l->room->last_ms > steady() - FRESH_MS ? l->room->last_ms : steady() - FRESH_MS;
		if (!s->runs)
			s->runs = pthread_create(&s->thread, NULL, beat, s) == 0;
	}
	pthread_mutex_unlock(&s->lock);
	if (!l->room)
		return BUSY;
	l->s = s;
	l->q = q;
	l->sent_ms = steady();
	l->until_ms = steady() + LIVE_LISTEN_MS;
	r->stream = (struct http_stream){ read_out, unlist, l };
	return OK;
}

struct sonido_numbers sonido_numbers(struct sonido *s)
{
	struct sonido_numbers n = { 0 };

	pthread_mutex_lock(&s->lock);
	n.listeners = s->nlisteners;
	n.dropped = s->dropped;
	for (unsigned i = 0; i < LIVE_ROOMS; i++)
		n.rooms += s->room[i] != NULL;
	pthread_mutex_unlock(&s->lock);
	return n;
}
