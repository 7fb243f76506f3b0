/*
 * files.h - whole tables in and out: CSV files imported through the gate, CSV and JSON exported.
 *
 * An import is one channel more: every row is an act of the entity's action and passes the gate. It
 * is validated whole, then decided in one write: all rows land or none. An export shows what its
 * reader may see, and what it writes as CSV reads back as "all rows equal".
 */
#ifndef AYNI_FILES_H
#define AYNI_FILES_H

#include "module.h"
#include "writer.h"

enum { IMPORT_ROWS_MAX = 50000, IMPORT_FAULTS_SHOWN = 20 };

/* One thing that is wrong with a row, in the reader's language. */
struct import_fault {
	unsigned line;       /* of the file, from 1 */
	struct str column;   /* as the file names it; empty: the whole row */
	struct str message;
	struct import_fault *next; /* of the same row */
};

struct import_report {
	unsigned rows, written, skipped, errors; /* of rows */
	struct str unknown; /* columns that were ignored, separated by ", " */
	const struct import_fault *fault[IMPORT_FAULTS_SHOWN]; /* the first rows with faults */
	unsigned nfault;
	struct str copy;    /* the file again with a column "error"; empty when no row has one */
};

/*
 * Import text as rows of e, for c->who. c->db is a reader. OK: committed, or nothing to commit.
 * INVALID: nothing changed; a fault of the whole file is in c->diag, those of rows in *out. BUSY, IO:
 * not acknowledged, repeat (what was written is then skipped). With `replace` rows may change figures
 * that stand; else such rows are faults. Blank cells say "unknown". Report in c->mem.
 */
enum rc files_import(struct ctx *c, struct writer *w, const struct entity *e, struct str text,
	bool replace, struct import_report *out) MUST_USE;

enum export_form { EXPORT_CSV, EXPORT_JSON };

/*
 * Write every record of e that c->who may see a part of, in the order of ids, in pieces, to `piece`;
 * voided ones are left out. Cells she may not see are empty. References as codes, days as ISO, money
 * as 12.50. False when `piece` said so, or the database failed.
 */
bool files_export(struct ctx *c, const struct entity *e, enum export_form form,
	bool (*piece)(void *arg, struct str bytes), void *arg) MUST_USE;

#endif
