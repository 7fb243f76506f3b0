/*
 * csv.c - any bytes as a table; what was read is written and must read the same again.
 */
#include "csv.h"
#include "fuzz.h"

static struct str write_row(struct buf *b, const struct str *cells, unsigned n)
{
	struct csv_out o = { .b = b };

	for (unsigned i = 0; i < n; i++)
		csv_cell(&o, cells[i]);
	csv_end_row(&o);
	return buf_str(b);
}

static void again(struct arena *a, const struct str *cells, unsigned n, unsigned columns)
{
	static struct str header[CSV_CELLS_MAX], back[CSV_CELLS_MAX];
	struct buf b = buf_new(a, 256);
	struct diag d = { 0 };
	struct csv c;
	unsigned got = 0;

	for (unsigned i = 0; i < columns; i++)
		header[i] = STR("h");
	write_row(&b, header, columns);
	struct str text = write_row(&b, cells, n);
	fuzz_must(csv_open(&c, a, text, &d) == OK, "what is written opens");
	fuzz_must(csv_row(&c, back, &got) && got == columns, "the heading reads again");
	fuzz_must(csv_row(&c, back, &got) && got == n, "the row reads again");
	for (unsigned i = 0; i < n; i++)
		fuzz_must(str_eq(back[i], cells[i]), "the cell reads again");
}

static void one(struct arena *a, struct str input)
{
	static struct str cells[CSV_CELLS_MAX];
	struct diag d = { 0 };
	struct csv c;
	unsigned n = 0, columns = 0, rows = 0;

	if (csv_open(&c, a, input, &d) != OK)
		return;
	while (csv_row(&c, cells, &n)) {
		fuzz_must(n > 0 && n <= CSV_CELLS_MAX, "a row has cells");
		if (!columns)
			columns = n > 1 ? n : 2;
		if (rows++ < 100)
			again(a, cells, n, columns);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	return fuzz_one((struct str){ (const char *)data, n }, one);
}
