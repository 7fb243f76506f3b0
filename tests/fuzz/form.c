/*
 * form.c - any bytes as the body of a form; its fields are written and must read the same again.
 */
#include "form.h"
#include "fuzz.h"
#include "html.h"

/* CR CR LF reads as CR LF, which then reads as LF: such a field is not the same when read again. */
static bool settled(const struct form_field *f)
{
	return !str_contains(f->name, STR("\r\n")) && !str_contains(f->value, STR("\r\n"));
}

static void one(struct arena *a, struct str input)
{
	struct diag d = { 0 };
	struct form f, back;

	if (form_read(a, input, &f, &d) != OK)
		return;
	fuzz_must(f.n <= FORM_FIELDS_MAX, "not more fields than told");
	struct buf b = buf_new(a, 256);
	for (unsigned i = 0; i < f.n; i++) {
		if (i)
			buf_char(&b, '&');
		url_part(&b, f.field[i].name);
		buf_char(&b, '=');
		url_part(&b, f.field[i].value);
	}
	fuzz_must(form_read(a, buf_str(&b), &back, &d) == OK && back.n == f.n, "it reads again");
	for (unsigned i = 0; i < f.n; i++) {
		if (!settled(&f.field[i]))
			continue;
		fuzz_must(str_eq(f.field[i].name, back.field[i].name), "the same name");
		fuzz_must(str_eq(f.field[i].value, back.field[i].value), "the same value");
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	return fuzz_one((struct str){ (const char *)data, n }, one);
}
