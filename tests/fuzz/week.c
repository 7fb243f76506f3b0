/*
 * week.c - any bytes as somebody's week: what is read is whole, the same a second time, and kept as it was.
 */
#include <string.h>

#include "fuzz.h"
#include "week_words.h"

static void one(struct arena *a, struct str input)
{
	struct week w = { 0 }, again = { 0 }, empty = { 0 };
	struct str piece, piece_again;
	uint8_t day[WEEK_HOURS];

	enum week_fault fault = week_say(a, input, &w, &piece);
	fuzz_must(fault == week_say(a, input, &again, &piece_again) && str_eq(piece, piece_again), "the same, read twice");
	fuzz_must(memcmp(w.why, again.why, sizeof(w.why)) == 0 && w.told == again.told, "the same week");
	fuzz_must((fault == WEEK_FINE) == w.told, "told when it was understood");
	fuzz_must(w.told || memcmp(w.why, empty.why, sizeof(w.why)) == 0, "nothing of what was not understood");
	for (unsigned d = 0; d < WEEK_DAYS; d++) {
		week_day_read(week_day_write(a, w.why[d]), day);
		fuzz_must(memcmp(day, w.why[d], sizeof(day)) == 0, "kept as it was");
	}
	week_day_read(input, day);
	for (unsigned h = 0; h < WEEK_HOURS; h++)
		fuzz_must(day[h] < WEEK_WHYS, "a reason that there is");
	(void)week_says_forget(a, input);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	return fuzz_one((struct str){ (const char *)data, n }, one);
}
