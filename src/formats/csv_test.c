#include "csv.h"
#include "test_lib.h"

/* Read all of text and show it with | between cells and / between rows; "!" at the end when bad. */
static struct str shown(struct arena *a, struct str text)
{
	struct diag d = { 0 };
	struct csv c;
	struct str *cell = ARENA_ARRAY(a, struct str, CSV_CELLS_MAX);
	struct buf b = buf_new(a, 64);
	unsigned n;

	if (csv_open(&c, a, text, &d) != OK)
		return str_c(d.item[0].code);
	while (csv_row(&c, cell, &n)) {
		if (b.n)
			buf_char(&b, '/');
		for (unsigned i = 0; i < n; i++) {
			if (i)
				buf_char(&b, '|');
			buf_add(&b, cell[i]);
		}
	}
	if (c.bad)
		buf_char(&b, '!');
	return buf_str(&b);
}

static void reads(void **state)
{
	static const struct {
		const char *text, *want;
	} golden[] = {
		{ "a,b\n1,2\n", "a|b/1|2" },
		{ "a,b\r\n1,2", "a|b/1|2" },
		{ "\xef\xbb\xbf" "a;b\r\n1,5;2\r\n", "a|b/1,5|2" },
		{ "a\tb\n1\t\n", "a|b/1|" },
		{ "\n\r\na,b\n\n , \n,,\n3,4\n\n", "a|b/3|4" },
		{ "\"a,\"\"x\"\"\",b\n\"l1\nl2\",c\n", "a,\"x\"|b/l1\nl2|c" },
		{ "\"a;b\",c\n", "a;b|c" },
		{ "\"a\"b,c\n", "ab|c" },
		{ "a\"b,c\n", "a\"b|c" },
		{ "a,b,\n", "a|b|" },
		{ "a\n\"", "a!" },
		{ "a,\"b\n1,2", "!" },
		{ "solo", "solo" },
		{ "x\r", "x" },
		{ "'=1+1,'@x,'-5,'hola,''=2\n", "=1+1|@x|'-5|'hola|'=2" },
		{ "", "empty" },
		{ "\xef\xbb\xbf \r\n\n", "empty" },
		{ "a,\xe1\n", "utf8" },
	};

	for (size_t i = 0; i < ARRAY_LEN(golden); i++) {
		struct str got = shown(*state, str_c(golden[i].text));
		if (!str_is(got, golden[i].want))
			fail_msg("%s: got %.*s", golden[i].text, (int)got.n, got.p);
	}
	CHECK_STR(shown(*state, STR("a,\0\n")), "utf8");
}

static void lines_are_counted(void **state)
{
	struct diag d = { 0 };
	struct csv c;
	struct str cell[CSV_CELLS_MAX];
	unsigned n;

	assert_int_equal(csv_open(&c, *state, STR("\na,b\r\n\"x\ny\",1\n\n2,3\n"), &d), OK);
	assert_true(csv_row(&c, cell, &n));
	assert_int_equal(c.line, 2);
	assert_true(csv_row(&c, cell, &n));
	assert_int_equal(c.line, 3);
	assert_true(csv_row(&c, cell, &n));
	assert_int_equal(c.line, 6);
	assert_false(csv_row(&c, cell, &n));
	assert_false(csv_row(&c, cell, &n));
}

static void too_many_cells(void **state)
{
	struct buf b = buf_new(*state, 512);

	for (int i = 0; i < CSV_CELLS_MAX - 1; i++)
		buf_char(&b, ',');
	buf_c(&b, "x");
	assert_true(shown(*state, buf_str(&b)).n == CSV_CELLS_MAX);
	buf_c(&b, ",y");
	CHECK_STR(shown(*state, buf_str(&b)), "!");
}

static void writes(void **state)
{
	struct buf b = buf_new(*state, 64);
	struct csv_out o = { .b = &b };

	csv_cell(&o, STR("olla, \"la\" buena"));
	csv_cell(&o, STR("=1+1"));
	csv_cell(&o, STR("-12.5"));
	csv_cell(&o, STR("+51 900"));
	csv_plain(&o, STR("-x"));
	csv_int(&o, -7);
	csv_cell(&o, STR(""));
	csv_cell(&o, STR(" a"));
	csv_end_row(&o);
	csv_cell(&o, STR("a\r\nb"));
	csv_end_row(&o);
	CHECK_STR(buf_str(&b),
		"\"olla, \"\"la\"\" buena\",'=1+1,-12.5,'+51 900,-x,-7,,\" a\"\r\n\"a\r\nb\"\r\n");
}

/* Whatever is written is read back the same, apostrophes and all. */
static void round_trip(void **state)
{
	static const char alphabet[] = "a=+-@\t\r\n'\",;5.";
	uint32_t seed = 7;

	for (int round = 0; round < 3000; round++) {
		struct buf b = buf_new(*state, 64);
		struct csv_out o = { .b = &b };
		struct str cell[CSV_CELLS_MAX], want[3];
		struct diag d = { 0 };
		struct csv c;
		unsigned n;
		csv_cell(&o, STR("head"));
		csv_end_row(&o);
		for (unsigned i = 0; i < 3; i++) {
			char text[6];
			size_t len = 0;
			for (; len < sizeof(text); len++) {
				seed = seed * 1664525 + 1013904223;
				if (seed >> 29 == 0)
					break;
				text[len] = alphabet[(seed >> 16) % (sizeof(alphabet) - 1)];
			}
			want[i] = str_dup(*state, (struct str){ text, len });
			csv_cell(&o, want[i]);
		}
		csv_cell(&o, STR("end"));
		csv_end_row(&o);
		assert_int_equal(csv_open(&c, *state, buf_str(&b), &d), OK);
		assert_true(csv_row(&c, cell, &n));
		assert_true(csv_row(&c, cell, &n));
		assert_int_equal(n, 4);
		for (unsigned i = 0; i < 3; i++)
			if (!str_eq(cell[i], want[i]))
				fail_msg("%.*s", (int)b.n, b.p);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads),
		cmocka_unit_test(lines_are_counted),
		cmocka_unit_test(too_many_cells),
		cmocka_unit_test(writes),
		cmocka_unit_test(round_trip),
	};

	return cmocka_run_group_tests(tests, arena_setup, arena_teardown);
}
