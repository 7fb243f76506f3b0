/*
 * table.h - a table declared once: its DDL for every engine, and the statements that carry its rows
 * from one database to another.
 *
 * Tables written by hand stand as `-- table:` blocks in .sql files (tools/sql2c.py makes these structs);
 * those of entities and tallies are derived from their declarations. All names are declared ones, so
 * they go into SQL as they are, quoted.
 */
#ifndef AYNI_TABLE_H
#define AYNI_TABLE_H

#include "db.h"

enum { TABLE_COLUMNS_MAX = 96 };

struct table_column {
	const char *name;
	enum cell_kind kind; /* CELL_INT, CELL_TEXT or CELL_BLOB */
	bool required;       /* NOT NULL */
};

struct table_index {
	const char *name;
	bool unique;
	unsigned n;
	uint8_t column[6];
	int where_known; /* 1 + a column: only rows in which it is not null; 0: all */
};

struct table {
	const char *name;
	const struct table_column *columns;
	unsigned ncolumns;
	unsigned nkey; /* the first columns are the primary key; column 0 is "network" or see `everywhere` */
	const struct table_index *indexes;
	unsigned nindexes;
	bool everywhere; /* small, of the whole database: its key has no network, every node of a cluster has a copy */
};

/*
 * CREATE TABLE and CREATE INDEX, each ended by ";\n". `if_missing`: IF NOT EXISTS. SQLite: STRICT,
 * WITHOUT ROWID. PostgreSQL: BIGINT, TEXT COLLATE "C", BYTEA. No other place knows these words.
 */
void table_ddl(struct buf *b, const struct table *t, enum db_kind kind, bool if_missing);

/* One index, as above. */
void table_index_ddl(struct buf *b, const struct table *t, const struct table_index *i, enum db_kind kind, bool if_missing);

/*
 * Tell the planner of a table that is new and empty what it will be like: one network, many rows, few a value.
 * Without, both engines take a network for a few rows and read all of it where an index would find one, and
 * PostgreSQL keeps such a plan while the table grows. SQLite needs its sqlite_stat1 to be there; `again`: it may have
 * been told before.
 */
void table_figures(struct buf *b, const struct table *t, enum db_kind kind, bool again);

/* ALTER TABLE … ADD COLUMN, as above, of a column that is not required. */
void table_add_column_ddl(struct buf *b, const struct table *t, unsigned column, enum db_kind kind);

/*
 * A script that gives a table that stands another key or another required column, its rows kept: made beside
 * as declared, copied, put in its place. `had`: which of the declared columns it has; others become null, or
 * 0 and empty where null may not be.
 */
void table_remake_ddl(struct buf *b, const struct table *t, const bool *had, enum db_kind kind);

/*
 * Composed statements (db_compose) for copying. page: rows in key order after the key given (nkey
 * cells; NULL: from the first), at most `most`; the cells of a row are the columns in order.
 * put: inserts a row; what is there under the same key stays (ON CONFLICT DO NOTHING).
 */
struct rows table_page(struct db *db, const struct table *t, const struct cell *after, int64_t most);
void table_put(struct db *db, const struct table *t, const struct cell *row);
/* All rows away. */
void table_clear(struct db *db, const struct table *t);
/* The number of rows; -1 after an error. */
int64_t table_count(struct db *db, const struct table *t);

#endif
