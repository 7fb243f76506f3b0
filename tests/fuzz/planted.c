/*
 * planted.c - a fault on purpose, three bytes deep: the runner must find it.
 */
#include "fuzz.h"

static void one(struct arena *a, struct str input)
{
	char *p = arena_alloc(a, 4);

	if (input.n > 2 && input.p[0] == 'a' && input.p[1] == 'y' && input.p[2] == '!')
		p[1 << 20] = 1;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	return fuzz_one((struct str){ (const char *)data, n }, one);
}
