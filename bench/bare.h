/* bare.h - what the files of the bare loop share; bare.c says what it is. */
#ifndef BARE_H
#define BARE_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

enum { TABLES_MAX = 32, COLUMNS_MAX = 200, SQL_MAX = 16 * 1024, RUNS_MAX = 99, SEEN_MAX = 1 << 16 };

struct cell {
	int type, n;
	int64_t i;
	double d;
	const void *p;
};

struct table {
	const char *name, *condition;
	char mode; /* '!' LEAD, else = ~ % @ */
	char *column[COLUMNS_MAX];
	int key[COLUMNS_MAX]; /* place in the primary key from 1, or 0 */
	int ncols;
	struct cell *cells; /* nrows * ncols */
	int64_t *change;    /* per row: which change of the sample, from 1 */
	size_t nrows, cap, next;
	sqlite3_stmt *put, *get; /* get, of a rebuild: a row by key, or the next of a journal table */
	size_t *seen;            /* 1 + rows of this group, by hash of key; SEEN_MAX places */
};

struct put {
	struct table *table; /* NULL: the group ends */
	size_t row;
};

struct bare {
	int64_t changes, group, runs;
	bool full, keep, rebuild;
	const char *where, *data, *work;
	struct table table[TABLES_MAX];
	int ntables;
	struct put *plan;
	size_t nplan;
};
extern struct bare bare;

/* A rebuild reads the journal, and writes none of it. */
static inline bool only_read(const struct table *t)
{
	return bare.rebuild && (t->mode == '!' || t->mode == '@');
}

/* SQL text in pieces. */
struct text {
	char p[SQL_MAX];
	size_t n;
};

/* ---- bare_sql.c: every failure ends the program with a line on stderr and status 2 ---- */

_Noreturn void die(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* realloc for n items of that size. */
void *room(void *old, size_t n, size_t size);
/* Run a script. */
void run(sqlite3 *h, const char *sql);
sqlite3_stmt *prepare(sqlite3 *h, const char *sql);
/* True at a row, false at the end. */
bool step(sqlite3_stmt *stmt);
void add(struct text *t, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* "before"column"after", … of all columns, or of the primary key in its order. */
void add_columns(
	struct text *sql, const struct table *t, bool key, const char *before, const char *after);

/* ---- bare_read.c ---- */

/* Read the sample of changes with its rows, and plan in which order they are put. */
void read_all(sqlite3 *data);

/* ---- bare_write.c ---- */

/* A new WORK.db, empty or full, with the statements prepared. */
sqlite3 *open_work(sqlite3 *data);
void remove_work(void);
/* Bind the cells of a row; they are borrowed. */
void bind_row(struct table *t, size_t row, sqlite3_stmt *stmt);

#endif
