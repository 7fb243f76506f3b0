/*
 * mo.c - any bytes as a catalogue: refused, or every message lies within them.
 */
#include "fuzz.h"
#include "mo.h"

static void inside(struct str s, struct str input)
{
	fuzz_must(!s.n || (s.p >= input.p && s.p + s.n < input.p + input.n), "a message is inside");
}

static void one(struct arena *a, struct str input)
{
	struct mo mo;

	if (mo_read(a, input, &mo) != OK)
		return;
	for (size_t i = 0; i < mo.entry.cap; i++) {
		const struct mo_entry *e = mo.entry.slot[i].value;
		if (!e)
			continue;
		inside(e->form[0], input);
		inside(e->form[1], input);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	return fuzz_one((struct str){ (const char *)data, n }, one);
}
