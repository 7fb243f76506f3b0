/*
 * outbox.c - any bytes as the body of POST /buzon, and as what was in one of its boxes.
 */
#include "fuzz.h"
#include "outbox.h"

static void body(struct str input)
{
	struct str box[OUTBOX_ITEMS_MAX];
	unsigned n = outbox_split(input, box);
	size_t all = 1;

	fuzz_must(n <= OUTBOX_ITEMS_MAX, "not more boxes than told");
	for (unsigned i = 0; i < n; i++) {
		fuzz_must(box[i].n > 0 && box[i].n <= OUTBOX_BOX_MAX, "a box has a box's length");
		fuzz_must(box[i].p == input.p + all + 2, "one behind the other");
		all += 2 + box[i].n;
	}
	fuzz_must(!n || all == input.n, "nothing is left over");
}

/* What is read is whole: an action, texts by name, nothing of another kind. */
static void one(struct arena *a, struct str input)
{
	struct outbox_item it, again;
	const char *name;
	json_t *value;

	body(input);
	const char *word = outbox_read(a, input, &it);
	if (word) {
		fuzz_must(strcmp(word, "damaged") == 0 || strcmp(word, "too_old_form") == 0, "a word that phones know");
		return;
	}
	fuzz_must(!id_is_zero(it.act) && it.action.p && it.acted_at >= 0, "an act");
	json_object_foreach((json_t *)it.args, name, value)
		fuzz_must(json_is_string(value), "texts alone");
	fuzz_must(!outbox_read(a, input, &again) && str_eq(it.json, again.json), "the same again");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	return fuzz_one((struct str){ (const char *)data, n }, one);
}
