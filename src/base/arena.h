/*
 * arena.h - memory that lives as long as one request, job or process.
 *
 * Invariants: an arena belongs to one thread at a time; blocks are zeroed and aligned to 16;
 * nothing is freed but by arena_rewind, arena_reset or arena_free. Allocation never returns
 * NULL: past the cap (or when the system has no memory) control leaves by longjmp to the
 * guard set with arena_guard, or where the arena has none to the guard that this thread set last;
 * with no guard at all the process ends with a line on stderr, status 1.
 * Freed room is poisoned under AddressSanitizer.
 * Never allocate inside a library's callback: longjmp must not cross foreign frames.
 */
#ifndef AYNI_ARENA_H
#define AYNI_ARENA_H

#include <setjmp.h>
#include <stdbool.h>
#include <stddef.h>

struct arena;

/* A new arena that holds at most cap_bytes (0: no limit). The caller owns it. Without memory for it: as above. */
struct arena *arena_new(size_t cap_bytes);
/* The same, but NULL without memory: for those who can refuse the work before it begins. */
struct arena *arena_try(size_t cap_bytes);

/*
 * A new arena without a limit that its function frees before it returns. A jump past that function, to the
 * guard that this thread set last, frees it too.
 */
struct arena *arena_local(void);
/* It is no local one any more: what it holds is whole. */
void arena_keep(struct arena *a);

/* What it holds is a secret: whatever it gives back from now on, until it is empty, is wiped first. */
void arena_secret(struct arena *a);
bool arena_is_secret(const struct arena *a);

/* Run the deferred calls, free everything and set *a to NULL. NULL is allowed. */
void arena_free(struct arena **a);

/* Run the deferred calls and empty the arena; its first chunk is kept. */
void arena_reset(struct arena *a);

/* n zeroed bytes, aligned to 16. n may be 0. */
void *arena_alloc(struct arena *a, size_t n);

/* A copy of n bytes of p, followed by a NUL that does not count. */
char *arena_dup(struct arena *a, const void *p, size_t n);

/* Where the arena stands, to return to with arena_rewind. */
struct arena_mark {
	void *chunk;
	size_t used;
	void *deferred;
};
struct arena_mark arena_mark(const struct arena *a);

/* Run the deferred calls made since the mark, and forget everything allocated since. */
void arena_rewind(struct arena *a, struct arena_mark m);

/* Call fn(arg) when the arena is reset or freed; last deferred, first called. */
void arena_defer(struct arena *a, void (*fn)(void *), void *arg);

/*
 * The jump target for a full arena: `if (setjmp(*arena_guard(a))) { … 503 … }`.
 * The guard stays until arena_unguard, arena_reset or arena_free.
 */
jmp_buf *arena_guard(struct arena *a);
void arena_unguard(struct arena *a);

/*
 * For whoever borrows an arena and sets a guard of its own meanwhile: keep the lender's, give it back.
 */
struct arena_guard_kept {
	int on;
	struct arena *refuge;
	jmp_buf at;
};
void arena_guard_keep(struct arena *a, struct arena_guard_kept *out);
void arena_guard_give_back(struct arena *a, const struct arena_guard_kept *kept);

/* Hold at most cap_bytes from now on (0: no limit); what it held at most before. */
size_t arena_cap(struct arena *a, size_t cap_bytes);

/* Bytes handed out since the last reset. */
size_t arena_used(const struct arena *a);

#define ARENA_NEW(a, type) ((type *)arena_alloc((a), sizeof(type)))
#define ARENA_ARRAY(a, type, n) ((type *)arena_alloc((a), sizeof(type) * (size_t)(n)))

#endif
