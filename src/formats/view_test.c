#include "test_lib.h"
#include "view.h"

static struct str rendered(struct arena *a, const char *text, const struct view *v)
{
	struct diag d = { 0 };
	const struct template_source src[] = {
		{ "page", str_c(text) },
		{ "part", STR("{{! keys: name}}\n<i>{{name}}</i>\n") },
	};
	struct template_set *t = templates_parse(a, src, ARRAY_LEN(src), &d);
	struct buf b = buf_new(a, 64);

	if (!t)
		return d.item[0].arg;
	template_render(t, "page", v, NULL, &b);
	return buf_str(&b);
}

static struct view *sample(struct arena *a)
{
	struct view *v = view_new(a);
	struct buf b = buf_new(a, 16);

	html_lit(&b, "<b>ok</b>");
	view_text(v, "name", STR("<Ana \"& co\">"));
	view_text(v, "empty", STR(""));
	view_text(v, "url", STR("javascript:alert(1)"));
	view_int(v, "count", 2447);
	view_int(v, "one", 1);
	view_html(v, "safe", html_done(&b));
	view_flag(v, "on", true);
	view_flag(v, "off", false);
	for (int i = 0; i < 3; i++) {
		struct view *row = view_row(v, "rows");
		view_int(row, "n", i);
		if (i == 1)
			view_text(row, "name", STR("Rosa"));
		view_text(view_row(row, "cells"), "x", STR("y"));
	}
	return v;
}

#define KEYS "{{! keys: name empty url count one safe on off rows rows.n rows.name rows.cells rows.cells.x}}"

static void renders(void **state)
{
	static const struct {
		const char *text, *want;
	} golden[] = {
		{ KEYS "{{name}}", "&lt;Ana \"&amp; co\"&gt;" },
		{ KEYS "<a title=\"{{name}}\">", "<a title=\"&lt;Ana &#34;&amp; co&#34;&gt;\">" },
		{ KEYS "<a href=\"{{url}}\">", "<a href=\"#\">" },
		{ KEYS "<a title=\"{{url}}\" href=\"/x?{{url}}\">",
			"<a title=\"javascript:alert(1)\" href=\"/x?javascript:alert(1)\">" },
		{ KEYS "{{count}} {{empty}}.", "2,447 ." },
		{ KEYS "{{{safe}}}", "<b>ok</b>" },
		{ KEYS "{{#rows}}{{n}}{{name}},{{/rows}}",
			"0&lt;Ana \"&amp; co\"&gt;,1Rosa,2&lt;Ana \"&amp; co\"&gt;," },
		{ KEYS "{{#rows}}{{#cells}}{{n}}{{x}}{{/cells}}{{/rows}}", "0y1y2y" },
		{ KEYS "{{#on}}1{{/on}}{{^on}}2{{/on}}{{#off}}3{{/off}}{{^off}}4{{/off}}", "14" },
		{ KEYS "{{#empty}}1{{/empty}}{{^empty}}2{{/empty}}{{#name}}3{{/name}}", "23" },
		{ KEYS "{{_ Hola, <b>}} {{_ Hola, %s|name}}",
			"Hola, &lt;b&gt; Hola, &lt;Ana \"&amp; co\"&gt;" },
		{ KEYS "{{_n una olla|%s ollas|count}}, {{_n una olla|%s ollas|one}}",
			"2,447 ollas, una olla" },
		{ KEYS "\n<p>\n\n  a\n\t{{#on}}\n  b\n  {{/on}}\n  {{! no }}\n {{#off}}x{{/off}}\nc {{#on}} d{{/on}}\n{{#on}} e{{/on}}\n",
			"<p>\na\nb\nc  d\n e\n" },
		{ KEYS "\n  {{>part}}\n!", "<i>&lt;Ana \"&amp; co\"&gt;</i>\n!" },
		{ KEYS "<input value=\"1\"{{#on}} checked{{/on}}>", "<input value=\"1\" checked>" },
		{ KEYS "<a HREF = \"{{url}}\" title=x/y alt=\"{{url}}\"/>",
			"<a HREF = \"#\" title=x/y alt=\"javascript:alert(1)\"/>" },
		{ KEYS "a < b, <!-- \" --> \"{{one}}\"", "a < b, <!-- \" --> \"1\"" },
		{ KEYS "<style>a > b{}</style>{{one}}<style >\"</style>{{one}}",
			"<style>a > b{}</style>1<style >\"</style>1" },
		{ KEYS "{{! {{a} }}x", "x" },
	};
	struct view *v = sample(*state);

	for (size_t i = 0; i < ARRAY_LEN(golden); i++) {
		struct str got = rendered(*state, golden[i].text, v);
		if (!str_is(got, golden[i].want))
			fail_msg("%s\n%.*s", golden[i].text, (int)got.n, got.p);
	}
}

static void refuses(void **state)
{
	static const struct {
		const char *text, *want;
	} golden[] = {
		{ "<p>", "page.html:1: the first line must be {{! keys: … }}" },
		{ "{{! keys: a,b}}", "page.html:1: bad sign among the keys ," },
		{ "{{! keys: a}}\n{{b}}", "page.html:2: undeclared name b" },
		{ "{{! keys: a b.c}}{{c}}", "page.html:1: undeclared name c" },
		{ "{{! keys: a b b.c c.d.e}}{{#b}}{{#a}}{{c}}{{e}}{{/a}}{{/b}}",
			"page.html:1: undeclared name e" },
		{ "{{! keys: a}}{{#a}}\n\n", "page.html:3: unclosed section a" },
		{ "{{! keys: a b}}{{#a}}{{/b}}", "page.html:1: closes what is not open: b" },
		{ "{{! keys: a}}{{/a}}", "page.html:1: closes what is not open: a" },
		{ "{{! keys: a}}{{>none}}", "page.html:1: unknown part none" },
		{ "{{! keys: a}}{{a", "page.html:1: a tag is not closed" },
		{ "{{! keys: a}}{{{a}}", "page.html:1: a tag is not closed" },
		{ "{{! keys: a}}{{}}", "page.html:1: bad name" },
		{ "{{! keys: a}}<p class={{a}}>", "page.html:1: a value may stand in text or in \"…\" only" },
		{ "{{! keys: a}}<p class='{{a}}'>", "page.html:1: a value may stand in text or in \"…\" only" },
		{ "{{! keys: a}}<script>{{a}}</script>",
			"page.html:1: a value may stand in text or in \"…\" only" },
		{ "{{! keys: a}}<p onclick=\"x('{{a}}')\">",
			"page.html:1: a value may stand in text or in \"…\" only" },
		{ "{{! keys: a}}<p STYLE=\"{{a}}\">",
			"page.html:1: a value may stand in text or in \"…\" only" },
		{ "{{! keys: a}}<p title=:\"{{a}}\">",
			"page.html:1: a value may stand in text or in \"…\" only" },
		{ "{{! keys: a}}<p title\"{{a}}\">",
			"page.html:1: a value may stand in text or in \"…\" only" },
		{ "{{! keys: a}}<p a=b=\"{{a}}\">",
			"page.html:1: a value may stand in text or in \"…\" only" },
		{ "{{! keys: a}}<p href=/x/\"{{a}}\">",
			"page.html:1: a value may stand in text or in \"…\" only" },
		{ "{{! keys: a}}<!-- {{a}} -->", "page.html:1: a value may stand in text or in \"…\" only" },
		{ "{{! keys: a}}<p title=\"{{{a}}}\">", "page.html:1: markup inside a tag a" },
		{ "{{! keys: a}}<p title=\"x", "page.html:1: ends inside a tag" },
		{ "{{! keys: a}}{{_ Hola %s}}", "page.html:1: %s and |name go together: Hola %s" },
		{ "{{! keys: a}}{{_ Hola|a}}", "page.html:1: %s and |name go together: Hola|a" },
		{ "{{! keys: a}}{{_n uno|a}}", "page.html:1: a plural is {{_n one|many|count}}" },
		{ "{{! keys: a}}{{>page}}", "page.html:1: its parts lead back to itself" },
		{ "{{! keys: a}}\xff", "page.html:1: not UTF-8" },
	};

	for (size_t i = 0; i < ARRAY_LEN(golden); i++) {
		struct str got = rendered(*state, golden[i].text, view_new(*state));
		if (!str_is(got, golden[i].want))
			fail_msg("%s\n%.*s", golden[i].text, (int)got.n, got.p);
	}
}

static void values_are_replaced(void **state)
{
	struct view *v = view_new(*state);

	for (int i = 0; i < 40; i++)
		view_int(v, str_cstr(*state, str_fmt(*state, "k%d", i)), i);
	view_text(v, "k7", STR("siete"));
	CHECK_STR(view_get(v, "k7"), "siete");
	CHECK_STR(view_get(v, "k39"), "39");
	CHECK_STR(view_get(v, "k40"), "");
	view_flag(v, "k7", true);
	CHECK_STR(view_get(v, "k7"), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(renders),
		cmocka_unit_test(refuses),
		cmocka_unit_test(values_are_replaced),
	};

	return cmocka_run_group_tests(tests, arena_setup, arena_teardown);
}
