/*
 * formdef.c - any bytes as a form's definition: what is taken becomes a sound entity, is kept and read again as the same, and
 * lines of choices that are taken come back as they were.
 */
#include "formdef.h"
#include "fuzz.h"

static void one(struct arena *a, struct str input)
{
	const struct choice *c, *again_c;
	struct formdef f, again;
	struct diag d = { 0 }, e = { 0 };

	if (formdef_read(a, input, &f, &d) == OK) {
		struct str json = formdef_json(a, &f);
		fuzz_must(f.n > 0 && f.entity->nfields == f.n, "every question is a field");
		fuzz_must(entity_audit(&f.entity, 1, &e) == OK, "what is taken is sound");
		fuzz_must(formdef_read(a, json, &again, &e) == OK, "what is kept is read again");
		fuzz_must(str_eq(json, formdef_json(a, &again)), "as the same");
	} else {
		fuzz_must(d.n > 0, "a refusal says why");
	}
	d.n = 0;
	if (question_choices(a, input, &c, &d) != OK) {
		fuzz_must(d.n > 0, "a refusal says why");
		return;
	}
	fuzz_must(question_choices(a, question_choice_lines(a, c), &again_c, &d) == OK, "lines are read again");
	for (; c->name; c++, again_c++)
		fuzz_must(str_is(str_c(c->name), again_c->name) && str_is(str_c(c->label), again_c->label), "as they were");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	return fuzz_one((struct str){ (const char *)data, n }, one);
}
