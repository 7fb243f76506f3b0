#include "httpd_in.h"

/*
 * Bodies do not live in the arena, so the I/O thread needs no guard. The announced length counts at once against
 * o.body_room, which bounds what all bodies hold together; memory is taken as the bytes come, for many announce and are slow.
 */
enum { FIRST = 4096, SWALLOW = 1024 * 1024 };

static bool charge(struct job *j, size_t n)
{
	size_t now = atomic_fetch_add(&j->h->body_bytes, n) + n;

	j->body_charged += n;
	return now <= j->h->o.body_room;
}

/* PINs, phrases and what is to be sealed come in bodies: nothing of them stays behind. */
static void wipe(struct job *j)
{
	if (j->q.body.n)
		explicit_bzero((void *)(uintptr_t)j->q.body.p, j->q.body.n);
}

static void forget(struct job *j)
{
	wipe(j);
	free((void *)(uintptr_t)j->q.body.p);
	j->q.body = (struct str){ NULL, 0 };
	j->body_cap = 0;
}

static bool grow(struct job *j, size_t cap)
{
	if (cap <= j->body_cap)
		return true;
	if (cap > j->body_charged && !charge(j, cap - j->body_charged))
		return false;
	char *p = malloc(cap); /* realloc would leave what it moves lying about */
	size_t n = j->q.body.n;
	if (!p)
		return false;
	if (n)
		memcpy(p, j->q.body.p, n);
	forget(j);
	j->q.body = (struct str){ p, n };
	j->body_cap = cap;
	return true;
}

int body_begin(struct job *j, int64_t length)
{
	struct httpd *h = j->h;

	j->body_limit = h->o.body_limit ? h->o.body_limit(h->o.app, j->q.method, j->q.path) : 0;
	if (j->body_limit == 0 || length > (int64_t)j->body_limit)
		return 413;
	j->body_begun_ms = steady_ms();
	size_t announced = j->chunked ? FIRST : (size_t)length;
	return charge(j, announced) && grow(j, announced < FIRST ? announced : FIRST) ? 0 : 503;
}

/* A chunked body that grew too large can be refused only at its end: read on a little, then close. */
static bool swallow(struct job *j, size_t n)
{
	if (!j->too_large) {
		forget(j);
		j->too_large = true;
		j->body_limit = 0;
	}
	j->body_limit += n;
	return j->body_limit <= SWALLOW;
}

bool body_add(struct job *j, const char *p, size_t n)
{
	struct str *b = &j->q.body;

	if (j->too_large || n > j->body_limit - b->n)
		return swallow(j, n);
	if (b->n + n > j->body_cap) {
		size_t cap = j->body_cap * 2 > b->n + n ? j->body_cap * 2 : b->n + n;
		if (cap > j->body_limit)
			cap = j->body_limit;
		if (!grow(j, cap))
			return false;
	}
	memcpy((char *)(uintptr_t)b->p + b->n, p, n);
	b->n += n;
	return true;
}

void body_end(struct job *j)
{
	if (j->body_charged)
		atomic_fetch_sub(&j->h->body_bytes, j->body_charged);
	j->body_charged = 0;
	wipe(j);
	if (j->body_cap > BODY_KEPT)
		forget(j);
	j->q.body.n = 0;
}
