/* A workbook: what is in its sheets, the same bytes each time, and what is odd. */
#include "civil.h"
#include "test_lib.h"
#include "xlsx.h"

#include <zlib.h>

static unsigned le(const char *p, unsigned n)
{
	unsigned v = 0;

	while (n--)
		v = v << 8 | (unsigned char)p[n];
	return v;
}

/* One file of the book (a ZIP, by its central directory), unpacked. */
static struct str part(struct arena *a, struct str zip, const char *name)
{
	size_t end = zip.n - 22;

	while (memcmp(zip.p + end, "PK\5\6", 4) != 0)
		end--;
	unsigned n = le(zip.p + end + 10, 2), at = le(zip.p + end + 16, 4);
	for (unsigned i = 0; i < n; i++) {
		const char *h = zip.p + at;
		unsigned name_n = le(h + 28, 2), packed = le(h + 20, 4), whole = le(h + 24, 4), local = le(h + 42, 4);
		if (str_is((struct str){ h + 46, name_n }, name)) {
			const char *from = zip.p + local + 30 + le(zip.p + local + 26, 2) + le(zip.p + local + 28, 2);
			char *to = arena_alloc(a, whole + 1);
			z_stream s = { .next_in = (unsigned char *)(uintptr_t)from, .avail_in = packed, .next_out = (unsigned char *)to, .avail_out = whole };
			assert_int_equal(inflateInit2(&s, -15), Z_OK);
			assert_int_equal(inflate(&s, Z_FINISH), Z_STREAM_END);
			inflateEnd(&s);
			return (struct str){ to, whole };
		}
		at += 46 + name_n + le(h + 30, 2) + le(h + 32, 2);
	}
	fail_msg("no %s", name);
	return STR("");
}

static struct str book(struct arena *a)
{
	const struct str head[] = { STR("Alimento"), STR("Soles"), STR("Día"), STR("Kilos"), STR("Raciones") };
	struct xlsx *x = xlsx_new(a, STR("Libro <de> prueba"), 20779);
	struct str out;

	xlsx_sheet(x, STR("Víveres: [2026]/11, que es un nombre largo"));
	xlsx_head(x, head, NULL, ARRAY_LEN(head));
	xlsx_row(x);
	xlsx_text(x, STR("=1+1 & \"ñandú\"\x01"));
	xlsx_money(x, 123456);
	xlsx_day(x, 20779);
	xlsx_thousandths(x, -1500);
	xlsx_int(x, 110);
	xlsx_row(x);
	xlsx_none(x);
	xlsx_text(x, STR(""));
	xlsx_money(x, 1);
	xlsx_int(x, INT64_MAX);
	xlsx_money(x, -INT64_C(99999999999999950));
	xlsx_sheet(x, STR("VÍVERES: [2026]/11, que es un nombre largo"));
	xlsx_sheet(x, STR("víveres: [2026]/11, que es un nombre largo"));
	assert_true(xlsx_bytes(x, &out));
	return out;
}

#define HAS(s, text) assert_true(str_contains(s, STR(text)))

static void what_is_in_it(void **state)
{
	struct str zip = book(*state), again = book(*state), one = part(*state, zip, "xl/worksheets/sheet1.xml"),
		   all = part(*state, zip, "xl/workbook.xml"), about = part(*state, zip, "docProps/core.xml");

	assert_true(str_eq(zip, again));
	HAS(one, "<is><t xml:space=\"preserve\">=1+1 &amp; \"ñandú\" </t></is>");
	assert_false(str_contains(one, STR("<f>")));
	HAS(one, "<v>1234.56</v>");
	HAS(one, "<v>46348</v>"); /* 22/11/2026, counted from 30/12/1899 */
	HAS(one, "<v>-1.5</v>");
	HAS(one, "<v>110</v>");
	HAS(one, "<c r=\"C3\" s=\"2\"><v>0.01</v></c>"); /* nothing in A3 and B3 */
	assert_false(str_contains(one, STR("r=\"A3\"")));
	HAS(one, "9223372036854775807</t>");
	HAS(one, "-999999999999999.50</t>");
	HAS(one, "state=\"frozen\"");
	HAS(all, "name=\"Víveres- -2026--11, que es un n\"");
	HAS(about, "Libro &lt;de&gt; prueba");
	HAS(about, "2026-11-22T00:00:00Z");
}

static void odd_orders_of_calls(void **state)
{
	struct xlsx *x = xlsx_new(*state, STR(""), 20779);
	struct str out;

	assert_true(xlsx_bytes(x, &out) && out.n > 100); /* nothing in it is an empty sheet */
	x = xlsx_new(*state, STR("x"), 20779);
	xlsx_text(x, STR("before any sheet"));
	assert_false(xlsx_bytes(x, &out));
	assert_int_equal(out.n, 0);
	x = xlsx_new(*state, STR("x"), 20779);
	xlsx_sheet(x, STR("\xff\xfe"));
	xlsx_row(x);
	for (int i = 0; i <= XLSX_COLUMNS_MAX; i++)
		xlsx_int(x, i);
	assert_false(xlsx_bytes(x, &out)); /* one column too many is said, not lost */
	x = xlsx_new(*state, STR("x"), 20779);
	xlsx_sheet(x, STR("a"));
	xlsx_drop(x); /* nobody wants it any more */
	xlsx_drop(x);
}

static void many_rows(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct xlsx *x = xlsx_new(a, STR("muchas"), 20779);
	char text[1000];
	struct str out;

	(void)state;
	memset(text, 'a', sizeof(text));
	xlsx_sheet(x, STR("a"));
	for (int i = 0; i < 20000; i++) { /* 20 MB of letters: those of rows that are behind are in no memory */
		xlsx_row(x);
		xlsx_text(x, (struct str){ text, sizeof(text) });
		xlsx_int(x, i);
	}
	assert_true(xlsx_bytes(x, &out) && out.n > 50000);
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_in_it), cmocka_unit_test(odd_orders_of_calls), cmocka_unit_test(many_rows),
	};

	return cmocka_run_group_tests(tests, arena_setup, arena_teardown);
}
