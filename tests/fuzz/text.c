/*
 * text.c - any bytes as a text message: what is heard has its place, and is the same a second time.
 */
#include "field.h"
#include "fuzz.h"
#include "hear.h"
#include "text_sample.h"

static const struct text_command *const commands[] = { &sample_command, &sample_visit_command, &sample_need_command,
	&sample_come_command, &sample_tell_command };
static const struct action *const actions[] = { &sample_report, &sample_visit, &sample_need, &sample_come, NULL };

static bool known(void *arg, const char *entity, struct str code)
{
	(void)arg;
	(void)entity;
	return str_starts(code, "SJM-");
}

/* A phrase may stand for any words, also for those of another. */
static const char *const said[] = { "jama", "raciones", "no hay", "ayer", "cien", "gracias", "a b c" };

static bool within(struct str part, struct str whole)
{
	return !part.n || (part.p >= whole.p && part.p + part.n <= whole.p + whole.n);
}

static void check_reading(struct arena *a, const struct reading *r)
{
	fuzz_must(r->action && r->n <= SAID_MAX, "a reading is of an action");
	for (unsigned i = 0; i < r->n; i++) {
		unsigned arg = r->said[i].arg;
		struct diag d = { 0 };
		struct value v;

		fuzz_must(arg < r->action->nargs, "an argument of the action");
		const struct field *f = &r->action->args[arg];
		if (field_read(a, f, r->said[i].text, &v, &d) != OK)
			fuzz_must(d.n > 0 && f->type != T_DATE, "days are the program's; other faults have words");
		for (unsigned k = 0; k < i; k++)
			fuzz_must(r->said[k].arg != arg, "said once");
	}
}

static void one(struct arena *a, struct str input)
{
	static struct ear *ear;
	static struct arena *words;
	struct alias alias[ARRAY_LEN(said)];
	struct listening how = { .today = 20779, .known = known, .alias = alias };
	struct heard *h = ARENA_NEW(a, struct heard), *again = ARENA_NEW(a, struct heard);

	if (!ear) {
		words = arena_new(0);
		ear = ear_new(words, commands, actions, ARRAY_LEN(commands));
	}
	for (size_t i = 0; i < ARRAY_LEN(said); i++)
		alias[i] = (struct alias){ str_c(said[i]), str_c(said[(i * 3 + 1) % ARRAY_LEN(said)]) };
	how.naliases = input.n && input.p[0] & 1 ? ARRAY_LEN(said) : 0;
	hear(ear, a, input, &how, h);
	hear(ear, a, input, &how, again);
	fuzz_must(within(h->rest, input), "what follows is of the message");
	if (h->kind == HEARD_TELL) {
		fuzz_must(h->nreading == 1 && h->reading[0].command->tell, "who tells");
		return;
	}
	fuzz_must(h->kind < HEARD__N && h->kind == again->kind, "the same, heard twice");
	fuzz_must(h->nreading <= READINGS_MAX && h->nreading == again->nreading, "as many readings");
	if (h->kind == HEARD_ACT || h->kind == HEARD_DOUBT || h->kind == HEARD_ASK)
		fuzz_must(h->nreading >= 1, "something to do");
	if (h->kind == HEARD_FORK)
		fuzz_must(h->nreading >= 2, "something to choose from");
	for (unsigned i = 0; i < h->nreading; i++)
		check_reading(a, &h->reading[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	return fuzz_one((struct str){ (const char *)data, n }, one);
}
