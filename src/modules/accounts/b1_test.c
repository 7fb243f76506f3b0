/* Numbers of the form, shares of a total, and what no file of the corpus (tests/b1) can say. */
#include "b1_json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

static struct arena *mem;

static void numbers(void **state)
{
	const struct {
		const char *typed;
		int64_t want; /* in thousandths; -1: none */
	} table[] = {
		{ "12", 12000 }, { "12.5", 12500 }, { "12,5", 12500 }, { " 0.250 ", 250 }, { "1,250", 1250000 }, { "1,250.5", 1250500 },
		{ "1/2", 500 }, { "3 1/2", 3500 }, { "3/4", 750 }, { "1.500", 1500 }, { "12,50", 12500 }, { "0", 0 },
		{ "", -1 }, { "1/3", -1 }, { "3/2", -1 }, { "1/0", -1 }, { "-5", -1 }, { "12.5.1", -1 }, { "1.2345", -1 }, { "1,25,0", -1 },
		{ ".", -1 }, { ",", -1 }, { "5.", -1 }, { ".5", -1 }, { "1e3", -1 }, { "12345678901", -1 }, { "10 kg", -1 }, { "3 4", -1 }, { "1,,000", -1 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(table); i++) {
		int64_t got = -1;
		if (!b1_number(str_c(table[i].typed), 3, &got))
			got = -1;
		if (got != table[i].want)
			fail_msg("\"%s\": %lld, want %lld", table[i].typed, (long long)got, (long long)table[i].want);
	}
	assert_true(b1_various(mem, STR(" VÁRIOS ")));
	assert_false(b1_various(mem, STR("varios kilos")));
}

static void shares(void **state)
{
	(void)state;
	for (int64_t total = 0; total < 60; total++)
		for (int64_t subsidy = 0; subsidy < 60; subsidy++) {
			int64_t spent, own;
			b1_shares(total, subsidy, &spent, &own);
			assert_int_equal(spent + own, total);
			assert_true(spent >= 0 && spent <= subsidy && own >= 0);
			assert_true(own == 0 || spent == subsidy);
		}
}

static struct str solved(const char *text)
{
	struct buf b = buf_new(mem, 4096);

	b1_solve(mem, lang_spanish(), str_c(text), &b);
	return buf_str(&b);
}

#define HAS(s, text) assert_true(str_contains(s, STR(text)))

static void what_is_no_form(void **state)
{
	struct str s;

	(void)state;
	HAS(solved("{"), "{\"outcome\":\"refuse\"");
	HAS(solved("[]"), "[]");
	HAS(solved("[{},3]"), "[{\"outcome\":\"refuse\"");
	s = solved("{\"header\":{\"subsidy\":12.50,\"period\":3},\"rows\":[7,{\"amount\":5}]}");
	HAS(s, "\"field\":\"subsidy\",\"row\":null,\"message\":\"Aquí va un texto entre comillas");
	HAS(s, "\"field\":\"period.from\"");
	HAS(s, "\"field\":\"rows\",\"row\":1");
	HAS(s, "\"field\":\"amount\",\"row\":2");
	HAS(s, "\"totals\":{\"total\":null,\"from_subsidy\":null,\"contribution\":null}");
}

/* More rows than a form can have are not read one by one. */
static void far_too_many_rows(void **state)
{
	struct buf b = buf_new(mem, 1 << 20);

	(void)state;
	buf_c(&b, "{\"header\":{\"name\":\"x\",\"subsidy\":\"1\"},\"rows\":[");
	for (int i = 0; i < 3000; i++)
		buf_c(&b, i ? ",{\"amount\":\"1\"}" : "{\"amount\":\"1\"}");
	buf_c(&b, "]}");
	struct str s = solved(str_cstr(mem, buf_str(&b)));
	HAS(s, "\"code\":\"many\"");
	assert_true(s.n < 400000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers), cmocka_unit_test(shares), cmocka_unit_test(what_is_no_form), cmocka_unit_test(far_too_many_rows),
	};

	mem = arena_new(0);
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	arena_free(&mem);
	return failed;
}
