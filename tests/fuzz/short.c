/*
 * short.c - any bytes as a report of a page: a mark is of what stands before it, and what is read has its place.
 */
#include "field.h"
#include "fuzz.h"
#include "short.h"
#include "text_sample.h"

static const struct text_command *const commands[] = { &sample_visit_command, &sample_command };
static const struct action *const actions[] = { &sample_visit, &sample_report };

static void check(struct arena *a, struct str text)
{
	struct reading r;

	if (!short_read(a, commands, actions, ARRAY_LEN(commands), text, 20779, &r))
		return;
	fuzz_must(r.action && r.n >= 3 && r.n <= SAID_MAX, "code, day and a figure at least");
	for (unsigned i = 0; i < r.n; i++) {
		const struct field *f = &r.action->args[r.said[i].arg];
		struct diag d = { 0 };
		struct value v;
		fuzz_must(r.said[i].arg < r.action->nargs, "an argument of the action");
		if (f->type == T_DATE)
			fuzz_must(field_read(a, f, r.said[i].text, &v, &d) == OK && v.i <= 20780, "a day until tomorrow");
		for (unsigned k = 0; k < i; k++)
			fuzz_must(r.said[k].arg != r.said[i].arg, "said once");
	}
}

static void one(struct arena *a, struct str input)
{
	struct str before, again;
	char mark[MARK_LETTERS];
	enum short_mark m = short_check(input, &before);

	fuzz_must(before.n <= input.n && before.p >= input.p && before.p + before.n <= input.p + input.n, "a part of the message");
	check(a, before);
	if (m == MARK_NONE || !before.n)
		return;
	short_mark_of(before, mark);
	struct buf whole = buf_new(a, before.n + 8);
	buf_add(&whole, before);
	buf_c(&whole, " #");
	buf_bytes(&whole, mark, MARK_LETTERS);
	fuzz_must(short_check(buf_str(&whole), &again) == MARK_RIGHT, "its own mark is right");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	return fuzz_one((struct str){ (const char *)data, n }, one);
}
