/* Papers: pages, repeated heads, boxes, the same bytes each time; what does not fit stays on its paper. */
#include "paper.h"
#include "test_lib.h"

#include <stdio.h>

enum { COLUMNS = 3 };

static void table(struct paper *p, unsigned row_mm)
{
	const struct paper_column columns[COLUMNS] = {
		{ STR("Apellidos y nombres"), 500, false }, { STR("Documento"), 200, false }, { STR("Importe S/"), 300, true } };

	paper_table(p, columns, COLUMNS, row_mm);
}

static struct paper *padron(struct arena *a, enum paper_size size, unsigned rows)
{
	const struct str about[][2] = { { STR("Cocina"), STR("Virgen de la Puerta") }, { STR("Código"), STR("SJM-001") },
		{ STR("Fecha"), STR("") } };
	const struct str sign[][2] = { { STR("Presidenta"), STR("Rosa Quispe Huamán") }, { STR("Tesorera"), STR("") } };
	struct paper *p = paper_new(a, size, STR("Padrón de comensales"), STR("Red de Ollas"), STR("es"), 20779);

	paper_boxes(p, about, ARRAY_LEN(about), 2);
	paper_heading(p, STR("Comensales"));
	table(p, 18);
	for (unsigned i = 0; i < rows; i++)
		paper_row(p, (const struct str[]){ STR("Ñahuinpuquio Huamán, María"), STR(""), STR("1,234.50") });
	paper_rows_empty(p, 3);
	paper_table_end(p);
	paper_text(p, STR("Declaramos que lo dicho es verdad."));
	paper_signers(p, sign, ARRAY_LEN(sign));
	paper_code(p, STR("AYNI:0193A5D0C0007000800000000000002A"), STR("Hoja 0193-002A"));
	return p;
}

static unsigned pages(struct str pdf)
{
	for (unsigned n = 1; n < 200; n++) {
		char want[24];
		snprintf(want, sizeof(want), "/Count %u\n", n);
		if (str_contains(pdf, str_c(want)))
			return n;
	}
	return 0;
}

static void a_sheet_to_sign(void **state)
{
	struct str pdf, again;

	assert_true(paper_bytes(padron(*state, PAPER_A4, 4), &pdf) && paper_bytes(padron(*state, PAPER_A4, 4), &again));
	assert_true(str_eq(pdf, again));
	assert_memory_equal(pdf.p, "%PDF-1.", 7);
	assert_int_equal(pages(pdf), 1);
	assert_true(str_contains(pdf, STR("20261122")));
	assert_true(str_contains(pdf, STR("ToUnicode"))); /* so its text can be searched */
	assert_true(str_contains(pdf, STR("/MediaBox [ 0 0 595 842 ]")));
	assert_true(pdf.n < 60 * 1024);
}

static void more_than_a_page(void **state)
{
	struct str pdf;

	/* 18 mm a row: 51 points; a page has room for at least 9 and at most 13 of them. */
	assert_true(paper_bytes(padron(*state, PAPER_A4, 60), &pdf));
	assert_in_range(pages(pdf), 60 / 13, 60 / 9 + 2);
	assert_true(paper_bytes(padron(*state, PAPER_A4_WIDE, 10), &pdf));
	assert_true(str_contains(pdf, STR("/MediaBox [ 0 0 842 595 ]")));
	assert_true(paper_bytes(padron(*state, PAPER_A5, 10), &pdf));
	assert_true(str_contains(pdf, STR("/MediaBox [ 0 0 420 595 ]")));
}

static void what_is_too_long_stays_on_its_paper(void **state)
{
	struct arena *a = *state;
	struct buf b = buf_new(a, 1 << 16);
	struct str pdf;

	for (int i = 0; i < 1500; i++)
		buf_c(&b, "Ñahuinpuquio de los Milagros ");
	struct str text = buf_str(&b);
	struct paper *p = paper_new(a, PAPER_A5, text, text, STR("es"), 20779);
	paper_heading(p, text);
	paper_text(p, text);
	paper_boxes(p, (const struct str[][2]){ { text, text } }, 1, 1);
	table(p, 0);
	paper_row(p, (const struct str[]){ text, text, STR("") });
	paper_table_end(p);
	paper_signers(p, (const struct str[][2]){ { text, text } }, 1);
	paper_code(p, STR("AYNI:1"), text);
	assert_true(paper_bytes(p, &pdf));
	assert_in_range(pages(pdf), 2, 8);
	p = paper_new(a, PAPER_A4, STR(""), STR(""), STR("xx"), 20779);
	assert_true(paper_bytes(p, &pdf)); /* an empty paper, of a language nobody knows */
	assert_int_equal(pages(pdf), 1);
	p = paper_new(a, PAPER_A4, STR("x"), STR(""), STR("es"), 20779);
	paper_row(p, NULL); /* of no table */
	assert_false(paper_bytes(p, &pdf));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_sheet_to_sign), cmocka_unit_test(more_than_a_page), cmocka_unit_test(what_is_too_long_stays_on_its_paper),
	};

	return cmocka_run_group_tests(tests, arena_setup, arena_teardown);
}
