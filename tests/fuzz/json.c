/*
 * json.c - any bytes as the body of an action; its canonical form must be canonical.
 */
#include "fuzz.h"
#include "json.h"

static void one(struct arena *a, struct str input)
{
	struct diag d = { 0 };
	json_t *tree = json_read(a, input, &d);

	if (!tree) {
		fuzz_must(d.n > 0, "a refusal says why");
		return;
	}
	struct buf b = buf_new(a, 256), again = buf_new(a, 256);
	if (json_canonical(a, &b, tree) != OK) {
		fuzz_must(b.n == 0, "nothing is left of a refused number");
		return;
	}
	json_t *back = json_read(a, buf_str(&b), &d);
	fuzz_must(back && json_canonical(a, &again, back) == OK, "the canonical form reads again");
	fuzz_must(str_eq(buf_str(&b), buf_str(&again)), "same content, same bytes");
	fuzz_must(json_equal(tree, back), "nothing is lost");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	return fuzz_one((struct str){ (const char *)data, n }, one);
}
