#include "arena.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "log.h"

#if defined(__SANITIZE_ADDRESS__)
#define AYNI_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define AYNI_ASAN 1
#endif
#endif
#ifdef AYNI_ASAN
#include <sanitizer/asan_interface.h>
#define POISON(p, n) ASAN_POISON_MEMORY_REGION((p), (n))
#define UNPOISON(p, n) ASAN_UNPOISON_MEMORY_REGION((p), (n))
#else
#define POISON(p, n) ((void)(p), (void)(n))
#define UNPOISON(p, n) ((void)(p), (void)(n))
#endif

enum { ALIGN = 16, FIRST_CHUNK = 8 * 1024, MAX_CHUNK = 1024 * 1024 };

struct chunk {
	struct chunk *next; /* the older chunk */
	size_t size, used;
	_Alignas(ALIGN) unsigned char room[];
};

struct deferred {
	struct deferred *next;
	void (*fn)(void *);
	void *arg;
};

struct arena {
	struct chunk *top;
	struct deferred *deferred;
	size_t cap, total, handed;
	bool guarded, secret;
	jmp_buf guard;
	struct arena *locals;	   /* made under this guard: a jump to it frees them */
	struct arena *next, **from; /* of a local one, while its guard stands */
};

/* The arena guarded last in this thread: it catches for those without a guard. */
static _Thread_local struct arena *refuge;

static void leave_locals(struct arena *a)
{
	if (a->from)
		*a->from = a->next;
	if (a->next)
		a->next->from = a->from;
	a->next = NULL;
	a->from = NULL;
}

static _Noreturn void give_up(struct arena *a)
{
	struct arena *to = a && a->guarded ? a : refuge;

	if (!to)
		fatal("out of memory (nobody guards against it here)");
	while (to->locals) {
		struct arena *local = to->locals;
		arena_free(&local);
	}
	longjmp(to->guard, 1);
}

static void chunk_push(struct arena *a, size_t need)
{
	size_t size = a->top ? a->top->size * 2 : FIRST_CHUNK;

	if (size > MAX_CHUNK)
		size = MAX_CHUNK;
	if (size < need)
		size = need;
	if (a->cap && a->total + size > a->cap) {
		size = need;
		if (a->total + size > a->cap)
			give_up(a);
	}
	struct chunk *c = malloc(sizeof(*c) + size);
	if (!c)
		give_up(a);
	c->next = a->top;
	c->size = size;
	c->used = 0;
	POISON(c->room, size);
	a->top = c;
	a->total += size;
}

/* What lies behind `from` in the chunk is of no use any more. */
static void chunk_wipe(const struct arena *a, struct chunk *c, size_t from)
{
	UNPOISON(c->room + from, c->size - from);
	if (a->secret)
		explicit_bzero(c->room + from, c->used - from);
	POISON(c->room + from, c->size - from);
}

static void chunk_pop(struct arena *a)
{
	struct chunk *c = a->top;

	chunk_wipe(a, c, 0);
	a->top = c->next;
	a->total -= c->size;
	UNPOISON(c->room, c->size);
	free(c);
}

struct arena *arena_try(size_t cap_bytes)
{
	struct arena *a = calloc(1, sizeof(*a));

	if (a)
		a->cap = cap_bytes;
	return a;
}

struct arena *arena_new(size_t cap_bytes)
{
	struct arena *a = arena_try(cap_bytes);

	if (!a)
		give_up(NULL);
	return a;
}

struct arena *arena_local(void)
{
	struct arena *a = arena_new(0);

	if (!refuge)
		return a;
	a->next = refuge->locals;
	a->from = &refuge->locals;
	if (a->next)
		a->next->from = &a->next;
	refuge->locals = a;
	return a;
}

void arena_keep(struct arena *a)
{
	leave_locals(a);
}

/* Those made after `until`, which is one of them or NULL. */
static void run_deferred(struct arena *a, const void *until)
{
	while (a->deferred && a->deferred != until) {
		struct deferred *d = a->deferred;
		a->deferred = d->next;
		d->fn(d->arg);
		free(d);
	}
}

void arena_secret(struct arena *a)
{
	a->secret = true;
}

bool arena_is_secret(const struct arena *a)
{
	return a->secret;
}

void arena_free(struct arena **a)
{
	if (!*a)
		return;
	run_deferred(*a, NULL);
	arena_unguard(*a);
	leave_locals(*a);
	while ((*a)->top)
		chunk_pop(*a);
	free(*a);
	*a = NULL;
}

void arena_reset(struct arena *a)
{
	run_deferred(a, NULL);
	arena_unguard(a);
	a->handed = 0;
	while (a->top && (a->top->next || a->top->size > MAX_CHUNK))
		chunk_pop(a);
	if (a->top) {
		chunk_wipe(a, a->top, 0);
		a->top->used = 0;
	}
	a->secret = false;
}

void *arena_alloc(struct arena *a, size_t n)
{
	if (n > SIZE_MAX / 4)
		give_up(a);
	size_t room = (n + ALIGN - 1) & ~(size_t)(ALIGN - 1);

	if (!a->top || a->top->size - a->top->used < room)
		chunk_push(a, room);
	void *p = a->top->room + a->top->used;
	a->top->used += room;
	a->handed += room;
	UNPOISON(p, n);
	memset(p, 0, n);
	return p;
}

char *arena_dup(struct arena *a, const void *p, size_t n)
{
	char *q = arena_alloc(a, n + 1);

	if (n)
		memcpy(q, p, n);
	return q;
}

struct arena_mark arena_mark(const struct arena *a)
{
	return (struct arena_mark){ a->top, a->top ? a->top->used : 0, a->deferred };
}

void arena_rewind(struct arena *a, struct arena_mark m)
{
	run_deferred(a, m.deferred);
	while (a->top && a->top != m.chunk)
		chunk_pop(a);
	if (a->top) {
		chunk_wipe(a, a->top, m.used);
		a->top->used = m.used;
	}
}

void arena_defer(struct arena *a, void (*fn)(void *), void *arg)
{
	/* Not in the arena: arena_rewind must not take it away. */
	struct deferred *d = malloc(sizeof(*d));

	if (!d)
		give_up(a);
	d->next = a->deferred;
	d->fn = fn;
	d->arg = arg;
	a->deferred = d;
}

jmp_buf *arena_guard(struct arena *a)
{
	a->guarded = true;
	refuge = a;
	return &a->guard;
}

void arena_unguard(struct arena *a)
{
	a->guarded = false;
	while (a->locals)
		leave_locals(a->locals); /* they live on, as others do */
	if (refuge == a)
		refuge = NULL;
}

void arena_guard_keep(struct arena *a, struct arena_guard_kept *out)
{
	while (a->locals)
		leave_locals(a->locals);
	out->on = a->guarded;
	out->refuge = refuge;
	memcpy(&out->at, &a->guard, sizeof(out->at));
}

void arena_guard_give_back(struct arena *a, const struct arena_guard_kept *kept)
{
	a->guarded = kept->on != 0;
	memcpy(&a->guard, &kept->at, sizeof(a->guard));
	refuge = kept->refuge;
}

size_t arena_cap(struct arena *a, size_t cap_bytes)
{
	size_t before = a->cap;

	a->cap = cap_bytes;
	return before;
}

size_t arena_used(const struct arena *a)
{
	return a->handed;
}
