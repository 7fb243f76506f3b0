/* test_lib.h - what this room's tests share. */
#ifndef AYNI_TEST_LIB_H
#define AYNI_TEST_LIB_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "str.h"

/* Compare with a text that may hold NUL; both are shown when they differ. */
#define CHECK_STR(s, text)                                                                     \
	do {                                                                                   \
		struct str got_ = (s), want_ = STR(text);                                      \
		if (!str_eq(got_, want_))                                                      \
			fail_msg("got \"%.*s\", want \"%.*s\"", (int)got_.n,                   \
				got_.p ? got_.p : "", (int)want_.n, want_.p);                  \
	} while (0)

/* A group setup and teardown: *state is an arena. */
static inline int arena_setup(void **state)
{
	*state = arena_new(64 << 20);
	return 0;
}

/* Frees it. */
static inline int arena_teardown(void **state)
{
	struct arena *a = *state;

	arena_free(&a);
	return 0;
}

#endif
