/*
 * template.c - any bytes as a template; values that would break out of their place never do.
 */
#include <string.h>

#include "fuzz.h"
#include "view.h"

static const struct view *sample(struct arena *a)
{
	struct view *v = view_new(a);

	view_text(v, "a", STR("-\x01<>\"'&\xff"));
	view_int(v, "n", 7);
	for (int i = 0; i < 2; i++)
		view_text(view_row(v, "r"), "x", STR("<\x01>"));
	return v;
}

/* Markup or a list shown as text would be a bug of the caller: {{{a}}}, {{r}} and the like. */
static bool foreign(struct str s)
{
	for (size_t i = 0; i + 1 < s.n; i++) {
		bool opens = s.p[i] == '|' || (i && s.p[i] == '{' && s.p[i - 1] == '{');
		if (opens && memchr("r{ \t\r\n\v\f", s.p[i + 1], 8))
			return true;
	}
	return str_find(s, '\x01') < s.n;
}

static void one(struct arena *a, struct str input)
{
	const struct template_source src[] = {
		{ "page", input },
		{ "part", STR("{{! keys: a}}\n<i>{{a}}</i>\n") },
	};
	const struct view *v = sample(a);
	struct diag d = { 0 };
	struct buf b = buf_new(a, 256);

	if (foreign(input))
		return;
	struct template_set *t = templates_parse(a, src, ARRAY_LEN(src), &d);
	fuzz_must((t == NULL) == (d.n > 0), "a refusal says why");
	if (!t)
		return;
	template_render(t, "page", v, NULL, &b);
	fuzz_must(!str_contains(buf_str(&b), STR("\x01<")), "a value is escaped");
	fuzz_must(!str_contains(buf_str(&b), STR("<\x01")), "a value is escaped");
	template_render(t, "part", v, NULL, &b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	return fuzz_one((struct str){ (const char *)data, n }, one);
}
