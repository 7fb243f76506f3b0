/*
 * b1.c - any bytes as a Formato B-1: an answer always, whole JSON, and its sums fit each other.
 */
#include "b1_json.h"
#include "fuzz.h"

static void fits(const json_t *answer)
{
	struct str outcome = json_get_str(answer, "outcome");
	const json_t *sums = json_object_get(answer, "totals"), *total = json_object_get(sums, "total"), *problems = json_object_get(answer, "problems");
	const json_t *spent = json_object_get(sums, "from_subsidy"), *own = json_object_get(sums, "contribution");

	fuzz_must(str_is(outcome, "valid") ? json_array_size(problems) == 0 : json_array_size(problems) > 0, "what is not valid says why");
	fuzz_must(json_is_integer(spent) == json_is_integer(own) && (json_is_integer(total) || !json_is_integer(spent)), "no share of an unknown total");
	fuzz_must(!str_is(outcome, "valid") || json_is_integer(spent), "what is valid has its sums");
	if (json_is_integer(spent))
		fuzz_must(json_integer_value(total) == json_integer_value(spent) + json_integer_value(own) && json_integer_value(own) >= 0, "the shares are the total");
	for (size_t i = 0; i < json_array_size(problems); i++)
		fuzz_must(json_get_str(json_array_get(problems, i), "message").n > 0, "each problem has words");
}

static void one(struct arena *a, struct str input)
{
	struct buf out = buf_new(a, 4096), again = buf_new(a, 4096);
	struct diag d = { 0 };

	b1_solve(a, lang_spanish(), input, &out);
	b1_solve(a, lang_spanish(), input, &again);
	fuzz_must(str_eq(buf_str(&out), buf_str(&again)), "the same, asked twice");
	json_t *tree = json_read(a, buf_str(&out), &d);
	if (!tree) /* more of it than json_read takes */
		return;
	if (json_is_array(tree))
		for (size_t i = 0; i < json_array_size(tree); i++)
			fits(json_array_get(tree, i));
	else
		fits(tree);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	return fuzz_one((struct str){ (const char *)data, n }, one);
}
