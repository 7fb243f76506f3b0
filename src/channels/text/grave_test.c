/*
 * grave_test.c - what is grave and what is not, row by row; anywhere in a long message.
 */
#include "grave.h"

#include "grave_table.h"
#include "words.h"

/* Behind the rooms' headers: cmocka makes a macro of fail(). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

static void rows(void **state)
{
	struct arena *mem = arena_new(0);
	unsigned wrong = 0;
	(void)state;

	for (size_t i = 0; i < ARRAY_LEN(grave_rows); i++) {
		enum grave got = grave_find(mem, str_c(grave_rows[i].text));
		if (got != grave_rows[i].grave) {
			print_error("%s: %d, not %d\n", grave_rows[i].text, got, grave_rows[i].grave);
			wrong++;
		}
	}
	arena_free(&mem);
	assert_int_equal(wrong, 0);
}

/* Behind, before and between hundreds of other words, at every place where a window may end. */
static void anywhere(void **state)
{
	struct arena *mem = arena_new(0);
	(void)state;

	for (unsigned before = 0; before < 2 * WORDS_MAX + 3; before++) {
		struct buf b = buf_new(mem, 2000);
		for (unsigned i = 0; i < before; i++)
			buf_c(&b, "hola ");
		buf_c(&b, "ya no quiero vivir ");
		for (unsigned i = 0; i < WORDS_MAX; i++)
			buf_c(&b, "gracias ");
		if (grave_find(mem, buf_str(&b)) != GRAVE_DESPAIR)
			fail_msg("not heard behind %u words", before);
	}
	arena_free(&mem);
}

static void any_bytes(void **state)
{
	struct arena *mem = arena_new(0);
	char raw[300];
	uint32_t x = 7;
	(void)state;

	for (int turn = 0; turn < 2000; turn++) {
		for (size_t i = 0; i < sizeof(raw); i++) {
			x = x * 1664525u + 1013904223u;
			raw[i] = turn % 2 ? (char)(x >> 24) : "mepgasuicd \n\xc3\xb1"[(x >> 24) % 14];
		}
		(void)grave_find(mem, (struct str){ raw, x % sizeof(raw) });
		arena_reset(mem);
	}
	arena_free(&mem);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(rows), cmocka_unit_test(anywhere), cmocka_unit_test(any_bytes) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
