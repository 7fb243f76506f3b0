/*
 * paper.h - a paper to print, sign and keep: PDF of A4 or A5 with text that can be searched (cairo and Pango).
 *
 * Filled from above to below; what does not fit goes on the next page, where the head of a table is repeated and no row is
 * cut. Each page says which of how many it is. The same calls give the same bytes on machines with the same libraries and
 * fonts (DejaVu Sans): no clock, no locale. Widths are in thousandths of the line. Texts are borrowed until paper_bytes. One
 * is drawn at a time; any thread that may wait.
 */
#ifndef AYNI_PAPER_H
#define AYNI_PAPER_H

#include "str.h"

enum paper_size { PAPER_A4, PAPER_A4_WIDE, PAPER_A5 };
enum { PAPER_COLUMNS_MAX = 16, PAPER_SIGNERS_MAX = 6 };

struct paper;

struct paper_column {
	struct str label;
	unsigned width;  /* thousandths; all together 1000 */
	bool right;      /* numbers stand at the right */
};

/*
 * title stands at its top and, small, at the foot of each page; it, author (the network) and day of making stand in the
 * file's description; language is its tag: "es".
 */
struct paper *paper_new(struct arena *a, enum paper_size size, struct str title, struct str author, struct str language, int64_t made_day);
void paper_heading(struct paper *p, struct str text);
void paper_text(struct paper *p, struct str text);
/* "Label: value" in boxes, `across` a line; an empty value is an empty box to write in. */
void paper_boxes(struct paper *p, const struct str (*label_value)[2], unsigned n, unsigned across);
/* A table: its head, then rows of as many cells; an empty cell is a box to write in. row_mm: least height, for a finger 18. */
void paper_table(struct paper *p, const struct paper_column *col, unsigned n, unsigned row_mm);
void paper_row(struct paper *p, const struct str *cell);
/* So many empty rows to write in by hand. */
void paper_rows_empty(struct paper *p, unsigned n);
void paper_table_end(struct paper *p);
/* Lines to sign over, with name and document below, a box for the fingerprint beside each. */
void paper_signers(struct paper *p, const struct str (*role_name)[2], unsigned n);
/* A QR code of that text at the foot of every page, with a short word below (the record's number, for who types it). */
void paper_code(struct paper *p, struct str text, struct str word);
/* The PDF, in the arena; false: this machine cannot draw now. */
bool paper_bytes(struct paper *p, struct str *out) MUST_USE;

#endif
