#include "form.h"
#include "html.h"
#include "multipart.h"
#include "test_lib.h"

static void escapes(void **state)
{
	struct buf b = buf_new(*state, 16);

	html_lit(&b, "<b>");
	html_text(&b, STR("<a href=\"x\">&'\xff\xc3 ñ🍲\xef\xbf\xbd"));
	CHECK_STR(buf_str(&b), "<b>&lt;a href=\"x\"&gt;&amp;'\xef\xbf\xbd\xef\xbf\xbd ñ🍲\xef\xbf\xbd");
	b = buf_new(*state, 16);
	html_attr(&b, STR("<\"'&>\0"));
	CHECK_STR(buf_str(&b), "&lt;&#34;&#39;&amp;&gt;\xef\xbf\xbd");
	b = buf_new(*state, 16);
	url_part(&b, STR("a b/ñ?&=~-._%\0"));
	CHECK_STR(buf_str(&b), "a%20b%2F%C3%B1%3F%26%3D~-._%25%00");
}

static void url_decodes(void **state)
{
	struct str s;

	assert_true(url_decode(*state, STR("a%20b+c%C3%b1"), false, &s));
	CHECK_STR(s, "a b+cñ");
	assert_true(url_decode(*state, STR("a+b"), true, &s));
	CHECK_STR(s, "a b");
	assert_false(url_decode(*state, STR("a%2"), false, &s));
	assert_false(url_decode(*state, STR("a%"), false, &s));
	assert_false(url_decode(*state, STR("%zz"), false, &s));
	assert_false(url_decode(*state, STR("%00"), false, &s));
	assert_false(url_decode(*state, STR("a\0b"), false, &s));
	assert_true(url_decode(*state, (struct str){ NULL, 0 }, false, &s));
	assert_non_null(s.p);
}

static void forms(void **state)
{
	struct form f;
	struct diag d = { 0 };

	assert_int_equal(form_read(*state,
		STR("served=120&note=hoy%0D%0Ay+ma%C3%B1ana&x=1&x=2&flag&&empty=&=v"), &f, &d), OK);
	assert_int_equal(f.n, 7);
	CHECK_STR(form_get(&f, "served"), "120");
	CHECK_STR(form_get(&f, "note"), "hoy\ny mañana");
	CHECK_STR(form_get(&f, "x"), "1");
	CHECK_STR(f.field[3].value, "2");
	assert_true(form_has(&f, "flag"));
	assert_int_equal(form_get(&f, "flag").n, 0);
	assert_non_null(form_get(&f, "empty").p);
	assert_null(form_get(&f, "none").p);
	CHECK_STR(form_get(&f, ""), "v");
	assert_int_equal(form_read(*state, (struct str){ NULL, 0 }, &f, &d), OK);
	assert_int_equal(f.n, 0);
	assert_int_equal(d.n, 0);
}

static void bad_forms(void **state)
{
	static const char *const bad[] = { "a=%", "a=%zz", "a=%00", "%=1", "a=\xff", "a=%c3", "a=%ed%a0%80" };
	struct form f;
	struct buf b = buf_new(*state, 512);

	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		struct diag d = { 0 };
		assert_int_equal(form_read(*state, str_c(bad[i]), &f, &d), INVALID);
		assert_string_equal(d.item[0].code, "form");
	}
	struct diag d = { 0 };
	for (int i = 0; i < FORM_FIELDS_MAX - 1; i++)
		buf_c(&b, "a&");
	buf_c(&b, "a");
	assert_int_equal(form_read(*state, buf_str(&b), &f, &d), OK);
	assert_int_equal(f.n, FORM_FIELDS_MAX);
	buf_c(&b, "&a");
	assert_int_equal(form_read(*state, buf_str(&b), &f, &d), INVALID);
	assert_string_equal(d.item[0].code, "range");
}

static const char type[] = "multipart/form-data; charset=utf-8; boundary=\"--x y\"";

#define FIELD(head, content) "----x y\r\n" head "\r\n\r\n" content "\r\n"
#define NAMED(name) "Content-Disposition: form-data; name=\"" name "\""

static void uploads(void **state)
{
	struct multipart m;
	struct diag d = { 0 };

	assert_true(multipart_is(str_c(type)));
	assert_false(multipart_is(STR("multipart/mixed; boundary=x")));
	assert_int_equal(multipart_read(*state, str_c(type),
		STR(FIELD(NAMED("csrf"), "abc") FIELD(NAMED("none"), "")
			FIELD(NAMED("file") "; filename=\"C:\\dir\\ma\\\"ñana.csv\"\r\nContent-Type: text/csv",
				"a,b\r\n--\r\n1,2\r\n") FIELD(NAMED("nofile") "; filename=\"\"", "")
			"----x y--\r\n"), &m, &d), OK);
	assert_int_equal(m.n, 4);
	CHECK_STR(multipart_get(&m, "csrf")->content, "abc");
	assert_null(multipart_get(&m, "csrf")->filename.p);
	CHECK_STR(multipart_get(&m, "none")->content, "");
	CHECK_STR(multipart_get(&m, "file")->filename, "ma\"ñana.csv");
	CHECK_STR(multipart_get(&m, "file")->type, "text/csv");
	CHECK_STR(multipart_get(&m, "file")->content, "a,b\r\n--\r\n1,2\r\n");
	assert_non_null(multipart_get(&m, "nofile")->filename.p);
	assert_null(multipart_get(&m, "other"));
}

static void bad_uploads(void **state)
{
	static const char *const bad[] = {
		"",
		"preamble\r\n----x y\r\n" NAMED("a") "\r\n\r\nv\r\n----x y--\r\n",
		FIELD(NAMED("a"), "v"),
		FIELD(NAMED("a"), "v") "----x y",
		FIELD(NAMED("a"), "v") "----x y--junk",
		FIELD("Content-Type: text/plain", "v") "----x y--",
		FIELD("Content-Disposition: attachment; name=\"a\"", "v") "----x y--",
		FIELD("Content-Disposition: form-data; name=\"a", "v") "----x y--",
		FIELD(NAMED("a") " junk", "v") "----x y--",
		FIELD(NAMED("a") "\r\n" NAMED("b"), "v") "----x y--",
		FIELD(NAMED("a") "\r\nContent-Transfer-Encoding: base64", "v") "----x y--",
		FIELD(NAMED("a\xff"), "v") "----x y--",
		FIELD(NAMED("a\nb"), "v") "----x y--",
		"----x y\n" NAMED("a") "\n\nv\n----x y--",
	};
	static const char *const bad_type[] = { "", "multipart/form-data", "multipart/form-data; boundary=",
		"multipart/form-data; boundary=\"\"", "multipart/form-data; boundary=\"a",
		"text/plain; boundary=\"--x y\"" };
	struct multipart m;

	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		struct diag d = { 0 };
		if (multipart_read(*state, str_c(type), str_c(bad[i]), &m, &d) != INVALID)
			fail_msg("accepted: %s", bad[i]);
		assert_string_equal(d.item[0].code, "form");
	}
	for (size_t i = 0; i < ARRAY_LEN(bad_type); i++) {
		struct diag d = { 0 };
		assert_int_equal(multipart_read(*state, str_c(bad_type[i]),
			STR(FIELD(NAMED("a"), "v") "----x y--"), &m, &d), INVALID);
	}
	struct diag d = { 0 };
	struct buf b = buf_new(*state, 4096);
	for (int i = 0; i <= MULTIPART_PARTS_MAX; i++)
		buf_c(&b, FIELD(NAMED("a"), "v"));
	buf_c(&b, "----x y--");
	assert_int_equal(multipart_read(*state, str_c(type), buf_str(&b), &m, &d), INVALID);
	assert_string_equal(d.item[0].code, "range");
}

static void local_paths(void **state)
{
	static const struct {
		const char *path;
		bool local;
	} cases[] = { { "/", true }, { "/hoy?day=2026-11-22", true }, { "/cocina/Ñ-1", true }, { "", false },
		{ "hoy", false }, { "//a.example", false }, { "/\\a.example", false }, { "/\t/a.example", false },
		{ "/a b", false }, { "/a\r\nb", false }, { "https://a.example", false } };

	(void)state;
	for (unsigned i = 0; i < ARRAY_LEN(cases); i++)
		assert_int_equal(url_local(str_c(cases[i].path)), cases[i].local);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(local_paths),
		cmocka_unit_test(escapes),
		cmocka_unit_test(url_decodes),
		cmocka_unit_test(forms),
		cmocka_unit_test(bad_forms),
		cmocka_unit_test(uploads),
		cmocka_unit_test(bad_uploads),
	};

	return cmocka_run_group_tests(tests, arena_setup, arena_teardown);
}
