/* alloc.c - the allocator between the program and libc. */
#include "alloc.h"

#include <malloc.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdlib.h>

void *__real_malloc(size_t n);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *p, size_t n);
void __real_free(void *p);
void *__wrap_malloc(size_t n);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *p, size_t n);
void __wrap_free(void *p);

static struct {
	_Atomic int64_t calls[ALLOC__N], live;
	int64_t fails_at; /* 0: none */
	enum alloc_of kind;
	bool again;
	_Atomic bool failed;
} heap;

static bool fails(enum alloc_of kind)
{
	int64_t n = atomic_fetch_add(&heap.calls[kind], 1) + 1;

	if (!heap.fails_at)
		return false;
	if (kind == heap.kind && n == heap.fails_at)
		return atomic_store(&heap.failed, true), true;
	return heap.again && atomic_load(&heap.failed);
}

static void *given(void *p)
{
	if (p)
		atomic_fetch_add(&heap.live, 1);
	return p;
}

void *__wrap_malloc(size_t n)
{
	return fails(ALLOC_OWN) ? NULL : given(__real_malloc(n));
}

void *__wrap_calloc(size_t n, size_t size)
{
	return fails(ALLOC_OWN) ? NULL : given(__real_calloc(n, size));
}

void *__wrap_realloc(void *p, size_t n)
{
	if (fails(ALLOC_OWN))
		return NULL;
	return p ? __real_realloc(p, n) : given(__real_realloc(p, n));
}

void __wrap_free(void *p)
{
	if (p)
		atomic_fetch_sub(&heap.live, 1);
	__real_free(p);
}

/* ---- SQLite's ---- */

static void *sqlite_malloc(int n)
{
	return fails(ALLOC_LIBRARY) ? NULL : given(__real_malloc((size_t)n));
}

static void *sqlite_realloc(void *p, int n)
{
	return fails(ALLOC_LIBRARY) ? NULL : __real_realloc(p, (size_t)n);
}

static int sqlite_size(void *p)
{
	return p ? (int)malloc_usable_size(p) : 0;
}

static int sqlite_round(int n)
{
	return (n + 7) & ~7;
}

static int sqlite_begin(void *arg)
{
	(void)arg;
	return SQLITE_OK;
}

static void sqlite_end(void *arg)
{
	(void)arg;
}

void alloc_install(void)
{
	static const sqlite3_mem_methods methods = { sqlite_malloc, __wrap_free, sqlite_realloc, sqlite_size, sqlite_round,
		sqlite_begin, sqlite_end, NULL };

	if (sqlite3_config(SQLITE_CONFIG_MALLOC, &methods) || sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0))
		abort();
}

void alloc_count(void)
{
	for (unsigned i = 0; i < ALLOC__N; i++)
		atomic_store(&heap.calls[i], 0);
}

void alloc_arm(enum alloc_of kind, int64_t n, bool again)
{
	alloc_count();
	heap.kind = kind;
	heap.again = again;
	atomic_store(&heap.failed, false);
	heap.fails_at = n;
}

void alloc_disarm(void)
{
	heap.fails_at = 0;
}

int64_t alloc_calls(enum alloc_of kind)
{
	return atomic_load(&heap.calls[kind]);
}

int64_t alloc_live(void)
{
	return atomic_load(&heap.live);
}
