#include "json.h"
#include "test_lib.h"

static const char *const accepted[] = { "{}", "[]", "null", "\"x\"", "-1", " [1,2.5,1e3] ",
	"{\"a\":{\"b\":[true,false,null]}}", "\"\\ud83c\\udf72\"", "9223372036854775807" };

static const char *const refused[] = { "", " ", "{", "[1,]", "{\"a\":1,}", "{a:1}", "'a'", "01", "+1",
	"1 2", "{} x", "{\"a\":1,\"a\":2}", "\"\\u0000\"", "\"\\ud800\"", "\"\xc0\xaf\"", "\"\xff\"",
	"\"a\nb\"", "9223372036854775808", "1e999", "NaN", "[1", "\"abc", "{\"a\"}" };

static void accepts_and_refuses(void **state)
{
	for (size_t i = 0; i < ARRAY_LEN(accepted); i++) {
		struct diag d = { 0 };
		if (!json_read(*state, str_c(accepted[i]), &d) || d.n)
			fail_msg("refused: %s", accepted[i]);
	}
	for (size_t i = 0; i < ARRAY_LEN(refused); i++) {
		struct diag d = { 0 };
		if (json_read(*state, str_c(refused[i]), &d) || d.n != 1)
			fail_msg("accepted: %s", refused[i]);
		assert_string_equal(d.item[0].code, "json");
	}
	struct diag d = { 0 };
	assert_null(json_read(*state, STR("[\"a\0b\"]"), &d));
	assert_null(json_read(*state, (struct str){ NULL, 0 }, &d));
	assert_null(json_read(*state, STR("[\n1,\n,]"), &d));
	CHECK_STR(d.item[2].arg, "3");
}

static struct str nested(struct arena *a, unsigned depth)
{
	struct buf b = buf_new(a, 64);

	for (unsigned i = 0; i < depth; i++)
		buf_char(&b, '[');
	buf_c(&b, "\"[[[[\\\"[[\"");
	for (unsigned i = 0; i < depth; i++)
		buf_char(&b, ']');
	return buf_str(&b);
}

static void depth(void **state)
{
	struct diag d = { 0 };

	assert_non_null(json_read(*state, nested(*state, JSON_DEPTH_MAX), &d));
	assert_null(json_read(*state, nested(*state, JSON_DEPTH_MAX + 1), &d));
	assert_null(json_read(*state, nested(*state, 100000), &d));
}

static void many_values(void **state)
{
	struct diag d = { 0 };
	struct buf b = buf_new(*state, 16);

	buf_char(&b, '[');
	for (int i = 0; i < JSON_VALUES_MAX - 1; i++)
		buf_c(&b, i ? ",1" : "1");
	buf_c(&b, ",\",,,[[[\"]"); /* what stands in quotes is no value */
	assert_non_null(json_read(*state, buf_str(&b), &d));
	buf_cut(&b, b.n - 1);
	buf_c(&b, ",2]");
	assert_null(json_read(*state, buf_str(&b), &d));
}

static void strings_of_a_tree(void **state)
{
	struct diag d = { 0 };
	json_t *t = json_read(*state, STR("{\"s\":\"ñ\",\"e\":\"\",\"i\":7}"), &d);

	CHECK_STR(json_get_str(t, "s"), "ñ");
	assert_non_null(json_get_str(t, "e").p);
	assert_null(json_get_str(t, "i").p);
	assert_null(json_get_str(t, "none").p);
	assert_null(json_get_str(NULL, "s").p);
}

static void writes(void **state)
{
	struct buf b = buf_new(*state, 64);
	struct json_out j = json_begin(&b);
	struct id id = { { 1, 2, 3 } };

	json_open(&j, '{');
	json_key(&j, "a\"");
	json_open(&j, '[');
	json_int(&j, INT64_MIN);
	json_bool(&j, true);
	json_null_out(&j);
	json_open(&j, '{');
	json_close(&j, '}');
	json_close(&j, ']');
	json_key_str(&j, STR("id"));
	json_id(&j, id);
	json_key(&j, "t");
	json_text(&j, STR("ñ/\\\"\b\t\n\f\r\x01\x1f\x7f"));
	json_close(&j, '}');
	CHECK_STR(buf_str(&b),
		"{\"a\\\"\":[-9223372036854775808,true,null,{}],"
		"\"id\":\"01020300-0000-0000-0000-000000000000\","
		"\"t\":\"ñ/\\\\\\\"\\b\\t\\n\\f\\r\\u0001\\u001f\x7f\"}");
}

/* The property order is the example of RFC 8785, 3.2.3. */
static void canonical(void **state)
{
	struct diag d = { 0 };
	struct buf b = buf_new(*state, 64);
	json_t *t = json_read(*state,
		STR("{\"\\u20ac\":\"Euro Sign\",\"\\r\":\"Carriage Return\","
		    "\"\\ufb33\":\"Hebrew Letter Dalet With Dagesh\",\"1\":\"One\","
		    "\"\\ud83d\\ude00\":\"Emoji: Grinning Face\",\"\\u0080\":\"Control\","
		    "\"\\u00f6\":\"Latin Small Letter O With Diaeresis\"}"), &d);

	assert_int_equal(json_canonical(*state, &b, t), OK);
	CHECK_STR(buf_str(&b),
		"{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\xc2\x80\":\"Control\","
		"\"ö\":\"Latin Small Letter O With Diaeresis\",\"€\":\"Euro Sign\","
		"\"😀\":\"Emoji: Grinning Face\",\"\xef\xac\xb3\":\"Hebrew Letter Dalet With Dagesh\"}");
	b = buf_new(*state, 64);
	t = json_read(*state, STR(" { \"b\" : [ -0 , 1 , { } , [ ] ] , \"a\" : { \"b\" : null, \"a\" : true } } "), &d);
	assert_int_equal(json_canonical(*state, &b, t), OK);
	CHECK_STR(buf_str(&b), "{\"a\":{\"a\":true,\"b\":null},\"b\":[0,1,{},[]]}");
	size_t before = b.n;
	t = json_read(*state, STR("[1,[2,{\"a\":1.5}]]"), &d);
	assert_int_equal(json_canonical(*state, &b, t), INVALID);
	assert_int_equal(b.n, before);
}

static void digits(void **state)
{
	struct diag d = { 0 };
	json_t *t = json_read(*state, STR("[12, 12.5, -12.158400, 0.1, 45.10, \"7\", 3.0]"), &d);

	CHECK_STR(json_digits(*state, json_array_get(t, 0)), "12");
	CHECK_STR(json_digits(*state, json_array_get(t, 1)), "12.5");
	CHECK_STR(json_digits(*state, json_array_get(t, 2)), "-12.1584");
	CHECK_STR(json_digits(*state, json_array_get(t, 3)), "0.1");
	CHECK_STR(json_digits(*state, json_array_get(t, 4)), "45.1");
	assert_null(json_digits(*state, json_array_get(t, 5)).p);
	CHECK_STR(json_digits(*state, json_array_get(t, 6)), "3");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(accepts_and_refuses),
		cmocka_unit_test(depth),
		cmocka_unit_test(many_values),
		cmocka_unit_test(strings_of_a_tree),
		cmocka_unit_test(writes),
		cmocka_unit_test(canonical),
		cmocka_unit_test(digits),
	};

	return cmocka_run_group_tests(tests, arena_setup, arena_teardown);
}
