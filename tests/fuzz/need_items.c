/*
 * need_items.c - any bytes as a list of what is lacking: what is read is whole, and the same a second time.
 */
#include "fuzz.h"
#include "hour.h"
#include "need_items.h"

static void one(struct arena *a, struct str input)
{
	struct need_item it[NEED_ITEMS_MAX], again[NEED_ITEMS_MAX];
	struct str stray, stray_again;
	struct hour h;
	unsigned n, m;

	bool good = need_items_read(a, input, it, &n, &stray);
	fuzz_must(good == need_items_read(a, input, again, &m, &stray_again) && n == m, "the same, read twice");
	fuzz_must(good ? n >= 1 && n <= NEED_ITEMS_MAX : n == 0, "a list holds something");
	for (unsigned i = 0; i < n; i++) {
		fuzz_must(it[i].item.n >= 1 && it[i].item.n <= NEED_ITEM_MOST, "a thing has a name");
		fuzz_must(str_eq(it[i].item, again[i].item), "the same thing");
		fuzz_must(!it[i].has_amount || (it[i].amount > 0 && it[i].measure.n), "an amount has a measure");
		fuzz_must(str_eq(need_item_plain(a, it[i].item), it[i].item), "a name is plain");
		for (unsigned k = 0; k < i; k++)
			fuzz_must(!str_eq(it[k].item, it[i].item), "each thing once");
	}
	if (hour_read(a, input, &h)) {
		fuzz_must(h.minute >= 0 && h.minute < MINUTES_OF_DAY, "an hour of the day");
		fuzz_must(hour_parse(hour_show(a, h.minute)) == h.minute, "shown and read");
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	return fuzz_one((struct str){ (const char *)data, n }, one);
}
