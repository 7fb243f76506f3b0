/*
 * csv.h - RFC 4180 tables, read leniently and written strictly.
 *
 * Reading: UTF-8 with or without BOM; comma or semicolon (or tab) recognised from the first line;
 * LF or CRLF; quoted cells with doubled quotes and line breaks. Writing: comma, CRLF, quotes where
 * needed; a text cell that a spreadsheet would run as a formula (= + - @ tab CR first, and not a
 * plain number) gets a leading apostrophe, which reading takes off again.
 */
#ifndef AYNI_CSV_H
#define AYNI_CSV_H

#include "diag.h"

enum { CSV_CELLS_MAX = 200 };

struct csv {
	struct arena *mem;
	struct str rest;
	char separator;
	unsigned line; /* 1-based line where the last row began */
	unsigned next_line;
	bool bad;      /* a quote was not closed, or too many cells */
};

/* Borrow text. INVALID (code "utf8" or "empty") when it is not UTF-8 or has no line. */
enum rc csv_open(struct csv *c, struct arena *a, struct str text, struct diag *d) MUST_USE;
/*
 * The next row with a cell that is not blank; false at the end or when bad. Cells are views of the
 * text, or copies in the arena where quotes were doubled; they live as long as both.
 */
bool csv_row(struct csv *c, struct str cells_out[CSV_CELLS_MAX], unsigned *n_out);

struct csv_out {
	struct buf *b;
	bool comma;
};

/* A text cell: quoted where needed, guarded against running as a formula. */
void csv_cell(struct csv_out *o, struct str text);
/* A number or date made by the program: never prefixed. */
void csv_plain(struct csv_out *o, struct str text);
void csv_int(struct csv_out *o, int64_t i);
/* Ends the row with CRLF. */
void csv_end_row(struct csv_out *o);

#endif
