/*
 * site_kept.c - pages for anyone, kept as they were sent until the next commit.
 *
 * Many people look at the same few pages while reports pour in. A page is made once after a commit,
 * by whoever asks first; those who ask meanwhile wait for that one. It stands for whoever's snapshot has
 * the same chain head, so what is shown is never older than the last commit that any process answered,
 * nor than the day. Only what comes without session,
 * device and query is kept: nothing of a person is ever in here. A page gives its place to one that was made, never to
 * an address that is none.
 */
#include "web.h"

#include <pthread.h>

#include "hash.h"

enum { SLOTS = 64, KEY_MAX = 160, BODY_MAX = 64 * 1024, MAKING_MS = 100 };

struct slot {
	struct arena *mem;
	struct str key, body;
	const char *type;
	bool gz;
	struct hash hash;    /* of the chain's head: what it shows */
	int64_t epoch;
	int64_t day;
	struct hash making;  /* of the key that somebody makes a page for */
	int64_t making_ms;   /* steady clock since when; 0: nobody */
};

struct kept {
	pthread_mutex_t lock;
	pthread_cond_t made;
	struct slot slot[SLOTS];
};

static void end(void *arg)
{
	struct kept *all = arg;

	for (unsigned i = 0; i < SLOTS; i++)
		arena_free(&all->slot[i].mem);
}

struct kept *kept_new(struct arena *a)
{
	struct kept *all = ARENA_NEW(a, struct kept);
	pthread_condattr_t steady;

	pthread_condattr_init(&steady);
	pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
	pthread_mutex_init(&all->lock, NULL);
	pthread_cond_init(&all->made, &steady);
	pthread_condattr_destroy(&steady);
	for (unsigned i = 0; i < SLOTS; i++)
		all->slot[i].mem = arena_new(0);
	arena_defer(a, end, all);
	return all;
}

static int64_t steady_now_ms(void)
{
	return steady_clock_us() / 1000;
}

static void wait_until(struct kept *all, int64_t at_ms)
{
	struct timespec t = { at_ms / 1000, at_ms % 1000 * 1000000 };

	pthread_cond_timedwait(&all->made, &all->lock, &t);
}

/* Is it one of those pages? Its key is then in k->keep. */
static bool keepable(struct call *k)
{
	const struct http_request *q = k->q;
	char room[KEY_MAX];
	struct buf b = buf_fixed(room, sizeof(room));

	if (!k->site->kept || k->api || !str_is(q->method, "GET") || q->query.n || http_header(q, "Authorization").n ||
		call_cookie(k, session_cookie).n || call_cookie(k, device_cookie).n)
		return false;
	buf_c(&b, lang_tag(k->c.lang));
	buf_add(&b, vista_write(q->mem, k->vista));
	buf_char(&b, str_contains(http_header(q, "Accept-Encoding"), STR("gzip")) ? '+' : '-');
	buf_add(&b, q->path);
	if (b.full)
		return false;
	k->keep = str_dup(q->mem, buf_str(&b));
	return true;
}

static struct slot *slot_of(struct kept *all, struct str key)
{
	struct hash h = hash_of(key, STR(""));

	return &all->slot[h.b[0] % SLOTS];
}

/* Somebody is making that page. */
static bool made_here(const struct slot *s, struct str key)
{
	struct hash h = hash_of(key, STR(""));

	return s->making_ms && hash_eq(s->making, h);
}

/* The slot holds the page as it is now; waits while somebody makes it. Called with the lock held. */
static bool stands(struct kept *all, struct slot *s, const struct call *k)
{
	for (;;) {
		if (str_eq(s->key, k->keep) && s->body.n && s->day == today(&k->c) && s->epoch == k->head.epoch &&
			hash_eq(s->hash, k->head.hash))
			return true;
		int64_t until_ms = s->making_ms + MAKING_MS;
		if (!made_here(s, k->keep) || steady_now_ms() >= until_ms)
			return false;
		wait_until(all, until_ms);
	}
}

/* Without memory it stands empty: under the lock nobody may jump away. */
static void fill(struct slot *s, struct str key, struct str body)
{
	struct arena_guard_kept kept;

	s->key = s->body = (struct str){ NULL, 0 };
	arena_reset(s->mem);
	arena_guard_keep(s->mem, &kept);
	if (setjmp(*arena_guard(s->mem)) == 0) {
		struct str copy = body.n ? str_dup(s->mem, body) : s->body;
		s->key = str_dup(s->mem, key);
		s->body = copy;
	}
	arena_guard_give_back(s->mem, &kept);
}

bool kept_answer(struct call *k, unsigned worker)
{
	struct kept *all = k->site->kept;
	struct slot *s;
	char *room = NULL;
	const char *type = NULL;
	size_t n = 0;
	bool gz;

	if (!keepable(k) || !call_peek(k, worker))
		return false;
	pthread_mutex_lock(&all->lock);
	s = slot_of(all, k->keep);
	while (stands(all, s, k) && s->body.n > n) {
		/* The request's arena may jump, so never under the lock. */
		n = s->body.n;
		pthread_mutex_unlock(&all->lock);
		room = arena_alloc(k->q->mem, n);
		pthread_mutex_lock(&all->lock);
	}
	bool found = stands(all, s, k);
	if (found) {
		n = s->body.n;
		memcpy(room, s->body.p, n);
		gz = s->gz;
		type = s->type;
	} else {
		s->making = hash_of(k->keep, STR(""));
		s->making_ms = steady_now_ms();
	}
	pthread_mutex_unlock(&all->lock);
	if (!found)
		return false;
	k->keep = (struct str){ NULL, 0 };
	call_body(k, 200, (struct str){ room, n }, type, gz);
	return true;
}

void kept_keep(struct call *k, struct str body, const char *type, bool gz)
{
	struct kept *all = k->site->kept;

	if (!k->keep.n || body.n > BODY_MAX || k->private || !id_is_zero(k->who.person))
		return;
	pthread_mutex_lock(&all->lock);
	struct slot *s = slot_of(all, k->keep);
	fill(s, k->keep, body);
	s->gz = gz;
	s->type = type;
	s->hash = k->head.hash;
	s->epoch = k->head.epoch;
	s->day = today(&k->c);
	pthread_mutex_unlock(&all->lock);
}

void kept_end(struct call *k)
{
	struct kept *all = k->site->kept;

	if (!k->keep.n)
		return;
	pthread_mutex_lock(&all->lock);
	struct slot *s = slot_of(all, k->keep);
	if (made_here(s, k->keep))
		s->making_ms = 0;
	pthread_cond_broadcast(&all->made);
	pthread_mutex_unlock(&all->lock);
}
