/*
 * xlsx.h - a workbook for who works with a spreadsheet (libxlsxwriter).
 *
 * Rows are written in order and go to a temporary file that is no file any more (unlinked); the same calls give the same
 * bytes: the day of making is an argument. A text is always a text: "=1+1" is never a formula. Any thread; one thread a book.
 */
#ifndef AYNI_XLSX_H
#define AYNI_XLSX_H

#include "str.h"

struct xlsx;

enum { XLSX_COLUMNS_MAX = 64, XLSX_ROWS_MAX = 1048575 };

/* made_day: civil day that stands in its properties. Lives in the arena; end it with xlsx_bytes or xlsx_drop. */
struct xlsx *xlsx_new(struct arena *a, struct str title, int64_t made_day);
/* The next sheet; its name is cut to what a workbook allows. At least one before the first row. */
void xlsx_sheet(struct xlsx *x, struct str name);
/* A row in bold that stays in sight; widths in letters, or NULL: by the texts. */
void xlsx_head(struct xlsx *x, const struct str *label, const unsigned *width, unsigned n);
/* The next cell of the row; xlsx_row begins the next row. Unknown is an empty cell. */
void xlsx_row(struct xlsx *x);
void xlsx_text(struct xlsx *x, struct str s);
void xlsx_int(struct xlsx *x, int64_t n);
void xlsx_money(struct xlsx *x, int64_t cents);
void xlsx_day(struct xlsx *x, int64_t day);
void xlsx_thousandths(struct xlsx *x, int64_t n); /* shown with three decimals: grams as kilograms */
void xlsx_none(struct xlsx *x);
/* The book, in the arena; false: this machine could not make it (disk, memory). */
bool xlsx_bytes(struct xlsx *x, struct str *out) MUST_USE;
void xlsx_drop(struct xlsx *x);

#endif
