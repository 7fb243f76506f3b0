/*
 * import_own.h - between the files of an import.
 *
 * Two arenas: `keep` holds the rows to the end, `work` is emptied as rows go by, so that fifty thousand
 * rows need tens of megabytes and not a gigabyte.
 */
#ifndef AYNI_IMPORT_OWN_H
#define AYNI_IMPORT_OWN_H

#include "csv.h"
#include "files.h"

enum { WORK_BYTES = 1 << 20 };

/* A row as read and judged, or the faults of it. */
struct import_row {
	unsigned line;
	unsigned nvalues;
	uint32_t given;       /* bit of each argument said */
	struct value *value;  /* of those that are not null, in order of arguments */
	uint32_t known;       /* bit of each argument in value */
	struct hash content;
	bool same;            /* stands already, though more must be said to do it anew */
	struct import_fault *fault, **fault_tail;
};

struct import {
	struct ctx *c;   /* the caller's */
	struct ctx work; /* the same with an arena and caches of its own */
	struct arena *keep;
	const struct entity *e;
	const struct action *action;
	bool replace;
	struct str text;
	struct str head[CSV_CELLS_MAX];
	int arg[CSV_CELLS_MAX];  /* the argument a column fills, or -1 */
	unsigned ncols;
	int column[ACTION_ARGS_MAX]; /* and back, or -1 */
	struct import_row *row;
	unsigned nrows;
	struct import_report *out;
};

/* ---- import_read.c ---- */

/* Header and count of rows; INVALID with a fault in c->diag. */
enum rc import_open(struct import *m) MUST_USE;
/* Every row read and checked (shape, references, access); faults stay with their row. */
void import_read(struct import *m);
/* The copy with a column of errors, and the first faults, into the report. */
void import_tell(struct import *m);

/* ---- import_judge.c ---- */

enum row_fate { ROW_SAME, ROW_GO, ROW_BAD };

/* The row's act again, in the work arena. */
struct act *import_act(struct import *m, struct ctx *c, const struct import_row *row);
/*
 * Against what stands: equal, to be decided (with id and `seen` given), or faulty. `whole`: decide it
 * dry even if nothing stands, for a file that will not be committed.
 */
enum row_fate import_judge(struct import *m, struct ctx *c, struct import_row *row, struct act *a,
	bool whole);
/* A checked act that lacks nothing but what the file has no column for: does it stand already? */
bool import_stands(struct import *m, struct ctx *c, const struct act *a);
/* Note what the act's diag says as faults of the row. */
void import_faults(struct import *m, struct import_row *row, const struct diag *d);
/* One fault at an argument (NULL: the whole row). The message is copied. */
void import_fault(struct import *m, struct import_row *row, const char *arg, struct str message);
/* Empty the work arena when it is full enough. */
void import_rewind(struct ctx *c);

#endif
