/*
 * fuzz.h - what the libFuzzer targets share: an arena that each input starts empty.
 */
#ifndef AYNI_FUZZ_H
#define AYNI_FUZZ_H

#include <stddef.h>
#include <stdint.h>

#include "arena.h"
#include "diag.h"
#include "log.h"
#include "str.h"

/* libFuzzer calls it for each input; returns 0. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* One input with an empty arena of 64 MB; filling it ends the input as it would end a request. */
static inline int fuzz_one(struct str input, void (*one)(struct arena *a, struct str input))
{
	static struct arena *a;

	if (!a)
		a = arena_new(64 << 20);
	if (!setjmp(*arena_guard(a)))
		one(a, input);
	arena_unguard(a);
	arena_reset(a);
	return 0;
}

/* What must hold for every input. */
static inline void fuzz_must(bool holds, const char *what)
{
	if (!holds)
		bug("%s", what);
}

#endif
