/*
 * action.c - any bytes as the JSON arguments of an action: a value is taken or a fault names its field,
 * and what was taken reads the same from its plain form and from JSON.
 */
#include "fuzz.h"
#include "field.h"
#include "gate.h"
#include "text_sample.h"

static void check_value(struct arena *a, const struct field *f, const struct value *v)
{
	struct buf b = buf_new(a, 64);
	struct json_out j = json_begin(&b);
	struct diag d = { 0 };
	struct value back;

	fuzz_must(field_read(a, f, field_plain(a, f, v), &back, &d) == OK, "the plain form reads");
	fuzz_must(value_eq(*v, back), "the plain form is the value");
	json_open(&j, '[');
	field_json(&j, f, v);
	json_close(&j, ']');
	json_t *tree = json_read(a, buf_str(&b), &d);
	fuzz_must(tree && field_read_json(a, f, json_array_get(tree, 0), &back, &d) == OK, "its JSON reads");
	fuzz_must(value_eq(*v, back), "its JSON is the value");
}

static void one(struct arena *a, struct str input)
{
	struct ctx c = { .mem = a, .now = 1795330800000 };
	struct diag d = { 0 };
	json_t *args = json_read(a, input, &d);

	if (!args)
		return;
	struct act *act = act_new(&c, &sample_report, (struct id){ 0 });
	act_args_json(&c, act, args);
	for (unsigned i = 0; i < act->diag.n; i++)
		fuzz_must(act->diag.item[i].msgid && act->diag.item[i].code, "a fault has code and words");
	if (act->diag.n)
		return;
	for (unsigned i = 0; i < sample_report.nargs; i++)
		if (act_has(act, i) && field_check(a, &sample_args[i], &act->v[i], &act->diag) == OK)
			check_value(a, &sample_args[i], &act->v[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	return fuzz_one((struct str){ (const char *)data, n }, one);
}
