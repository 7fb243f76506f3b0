/*
 * support.c - any bytes behind "apoyo": numbers in their measure, and the same again with what surrounds it.
 */
#include "fuzz.h"
#include "voice_own.h"

static void one(struct arena *a, struct str input)
{
	struct support_said said, again;
	bool about = support_read(a, input, &said);

	fuzz_must(said.call >= 0 && said.call <= 999999 && said.people >= 0 && said.people <= 999999, "numbers of six digits at most");
	struct buf b = buf_new(a, input.n + 8);
	buf_c(&b, "  ");
	buf_add(&b, input);
	buf_c(&b, " . ");
	bool same = support_read(a, buf_str(&b), &again);
	fuzz_must(same == about && (!about || (said.call == again.call && said.people == again.people)), "blanks and stops change nothing");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	return fuzz_one((struct str){ (const char *)data, n }, one);
}
