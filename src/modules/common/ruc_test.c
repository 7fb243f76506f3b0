/* The check digit: known numbers, every single slip, neighbours changed over. */
#include "ruc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h> /* last: its macro `fail` has another's name */

static void known_numbers(void **state)
{
	static const struct {
		const char *text;
		enum ruc_fault is;
	} said[] = {
		/* of public bodies, as they print them: SUNAT, Banco de la Nación, PUCP, Universidad de San Marcos */
		{ "20131312955", RUC_GOOD }, { "20100030595", RUC_GOOD }, { "20155945860", RUC_GOOD }, { "20148092282", RUC_GOOD },
		{ " 20131312955 ", RUC_GOOD }, { "20-13131295-5", RUC_GOOD },
		{ "20131312954", RUC_DIGIT }, { "2013131295", RUC_SHAPE }, { "201313129550", RUC_SHAPE }, { "2013131295a", RUC_SHAPE },
		{ "", RUC_SHAPE }, { "30131312955", RUC_PREFIX }, { "00000000000", RUC_PREFIX },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(said) / sizeof(said[0]); i++) {
		assert_int_equal(ruc_check(str_c(said[i].text)), said[i].is);
		assert_int_equal(ruc_fault_text(said[i].is) == NULL, said[i].is == RUC_GOOD);
	}
}

/* The digit that fits ten others, from the definition: the weighted sum with it leaves 0 or, for 10 written 0 and 11 written 1, 1. */
static int fitting(const char ten[10])
{
	static const int factor[10] = { 5, 4, 3, 2, 7, 6, 5, 4, 3, 2 };
	int sum = 0, d;

	for (int i = 0; i < 10; i++)
		sum += (ten[i] - '0') * factor[i];
	d = 11 - sum % 11;
	return d == 10 ? 0 : d == 11 ? 1 : d;
}

static void every_digit_counts(void **state)
{
	uint64_t x = 88172645463325252u;
	char s[12] = "20";
	unsigned found = 0, slips = 0;

	(void)state;
	for (unsigned round = 0; round < 2000; round++) {
		for (int i = 2; i < 10; i++) {
			x ^= x << 13, x ^= x >> 7, x ^= x << 17;
			s[i] = (char)('0' + x % 10);
		}
		s[10] = (char)('0' + fitting(s));
		assert_int_equal(ruc_check((struct str){ s, 11 }), RUC_GOOD);
		for (int i = 2; i < 10; i++) {
			char was = s[i];
			s[i] = (char)('0' + (was - '0' + 1 + (int)(x % 9)) % 10);
			slips++;
			found += ruc_check((struct str){ s, 11 }) == RUC_DIGIT;
			s[i] = was;
		}
	}
	/* Remainders 0 and 1 … 10 and 11 share no digit but 0 and 1: a tenth of a tenth of the slips may hide. */
	assert_true(found < slips && found * 100 >= slips * 97);
}

static void receipts_meet(void **state)
{
	static const char *const said[][2] = { { "F001-123", "F001-123" }, { "f001 - 000123", "F001-123" }, { "F001 00123", "F001-123" },
		{ "B001–7", "B001-7" }, { "0001/0000", "0001-0" }, { "boleta 12", "BOLETA12" }, { "sin número", "SINNMERO" } };
	struct arena *a = arena_new(1 << 16);

	(void)state;
	for (size_t i = 0; i < sizeof(said) / sizeof(said[0]); i++)
		assert_true(str_is(receipt_plain(a, str_c(said[i][0])), said[i][1]));
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(known_numbers), cmocka_unit_test(every_digit_counts), cmocka_unit_test(receipts_meet) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
