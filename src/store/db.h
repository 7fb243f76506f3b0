/*
 * db.h - one interface to the database; SQLite, PostgreSQL or a fake stands behind it.
 *
 * Every statement is a `struct query`: named, with its parameters and columns declared, made from
 * a .sql file by tools/sql2c.py or derived from an entity. All statements of all registered sets
 * are prepared when a connection opens, so a broken one stops the start. Values are bound, never
 * formatted into SQL.
 *
 * Errors are sticky: after a failure the connection gives no rows, changes nothing, and
 * db_status says so until db_rollback. Ask once, at the end of a piece of work.
 * Threads: a connection belongs to one thread at a time.
 */
#ifndef AYNI_DB_H
#define AYNI_DB_H

#include "diag.h"
#include "id.h"

/* ---- values ---- */

enum cell_kind { CELL_NULL, CELL_INT, CELL_TEXT, CELL_BLOB };

struct cell {
	enum cell_kind kind;
	int64_t i;
	struct str s;
};

/* Cells to bind; text and bytes are borrowed. */
static inline struct cell cell_null(void)
{
	return (struct cell){ .kind = CELL_NULL };
}
static inline struct cell cell_int(int64_t i)
{
	return (struct cell){ .kind = CELL_INT, .i = i };
}
static inline struct cell cell_text(struct str s)
{
	return (struct cell){ .kind = CELL_TEXT, .s = s };
}
static inline struct cell cell_blob(struct str s)
{
	return (struct cell){ .kind = CELL_BLOB, .s = s };
}
/* Borrows *id. */
static inline struct cell cell_id(const struct id *id)
{
	return cell_blob(id_bytes(id));
}
/* Null when the id is zero. */
static inline struct cell cell_id_or_null(const struct id *id)
{
	return id_is_zero(*id) ? cell_null() : cell_id(id);
}

/* ---- queries ---- */

struct query_column {
	const char *name;
	const char *type; /* int text blob ref date instant money bool: how a page renders it */
};

struct query_set;

struct query {
	struct query_set *set;
	const char *name;
	const char *sql; /* ?1 ?2 … are the parameters */
	unsigned nparams, ncols;
	const struct query_column *cols; /* NULL when it returns no rows */
	const char *pg;     /* PostgreSQL's text where it is another one, with ?1 ?2 … too; NULL: the same */
	const char *params; /* a letter each: i(nteger) t(ext) b(lob); NULL: inferred by the database */
	bool many;          /* may give more rows than memory should hold: read in pieces */
};

struct query_set {
	const char *name;
	const struct query *query;
	unsigned n;
	unsigned base; /* first slot; given by query_register */
};

/* Add a set to those that every later connection prepares. Before any thread starts. */
void query_register(struct query_set *set);
/* The registered sets, in order, for who looks at them all, and the number of their queries. */
unsigned query_sets(struct query_set *const **sets_out, unsigned *nqueries_out);
/* Forget all sets (tests that build several registries). */
void query_unregister_all(void);

/*
 * PostgreSQL: every reader's transaction holds this table, shared, from before its snapshot on, once the reader's
 * statements are prepared. Who puts new tables in the place of old ones takes it alone first, and so no snapshot
 * is older than the tables it meets, which would be empty to it. Set before any thread starts; NULL: none.
 */
void db_readers_hold(const char *table);

/* ---- connections ---- */

struct db;

enum db_mode {
	DB_WRITE,  /* the one writer: creates the file, WAL, synchronous FULL, no autocheckpoint */
	DB_READ,   /* read-only snapshot reader */
	DB_MEMORY, /* private, in memory, for tests and replays */
};

enum db_kind { DB_SQLITE, DB_POSTGRES, DB_FAKE, DB_KIND__N };

/* "postgres://" and "postgresql://" begin a URL; anything else is a file. */
enum db_kind db_kind_of(const char *path);

/* The path as people and logs may see it: of a URL user, hosts and database only, never the password. */
struct str db_shown(struct arena *a, const char *path);

struct db_options {
	const char *path; /* the database file, or libpq's URL; ignored for DB_MEMORY */
	enum db_mode mode;
	bool no_statements; /* the tables may not exist yet; see db_prepare_all */
	/*
	 * Statements are prepared when they are first run, on SQLite: each reader of a process needs few of them, and the
	 * writer's connection has checked them all. (All of them take 6 MB a connection, and 15 ms.) The tables may not
	 * exist yet.
	 */
	bool lazily;
};

/*
 * NULL with a reason in *d when it cannot be opened or a statement does not prepare. The argument
 * of that item lives until the next failure in the same thread.
 */
struct db *db_open(const struct db_options *o, struct diag *d);
enum db_kind db_kind(const struct db *db);
/* The file of an SQLite database that is one, else NULL. */
const char *db_file(const struct db *db);
/* Close and set *db to NULL; NULL is allowed. */
void db_close(struct db **db);
/* Prepare and check every statement of every registered set, but where that is done lazily; INVALID with the statement's name in *d. */
enum rc db_prepare_all(struct db *db, struct diag *d) MUST_USE;
/*
 * Run a script of statements without parameters (schema only), whole or not at all: inside the
 * open transaction, or else in one of its own. INVALID with the engine's reason in *d.
 */
enum rc db_script(struct db *db, const char *sql, struct diag *d) MUST_USE;

/* OK, BUSY (locked; nothing happened) or IO (outcome unknown). */
enum rc db_status(const struct db *db);
/* The engine's last message, for logs. */
const char *db_message(const struct db *db);
/* The last failure was for want of room on the database's disk: nothing happened, and room may come. */
bool db_full(const struct db *db);

/* ---- transactions ---- */

/*
 * SQLite: DB_WRITE connections take the write lock at once; PostgreSQL: they see each statement's newest
 * commits, and who must be alone locks a row (journal_lock). DB_READ ones fix their snapshot. After
 * BUSY (5 s waited, or the server is away) nothing is open and it may be called again: a lost
 * connection is made anew then, with all its statements.
 */
enum rc db_begin(struct db *db) MUST_USE;
/* Durable when it returns OK. IO: unknown; BUSY: nothing happened, still open. */
enum rc db_commit(struct db *db) MUST_USE;
/* End the transaction without effect and clear a sticky error. Safe when none is open. */
void db_rollback(struct db *db);
/* One savepoint at a time inside a transaction. */
enum rc db_savepoint(struct db *db) MUST_USE;
enum rc db_release(struct db *db) MUST_USE;
/* Back to the savepoint, which ends, and all rows with it. Clears a sticky error other than IO. */
void db_undo(struct db *db);
/* From here on until it is false again, or db_rollback, whoever changes a table through this connection is a bug. */
void db_only_reads(struct db *db, bool only);
/*
 * Move the write-ahead log into the file when it has more than `pages` pages. Outside transactions.
 * BUSY is no failure: a reader still needs the log, ask again later (waits 100 ms at most).
 */
enum rc db_checkpoint(struct db *db, int pages) MUST_USE;

/* ---- running statements ---- */

struct rows {
	struct db *db;
	const struct query *q;
	void *stmt;
	unsigned turn; /* tells these rows from later ones of the same query */
};

/*
 * Start a query. `args` has q->nparams cells and is borrowed until the rows end. A query may not
 * be started again while its rows are open (a bug, not an error).
 */
struct rows db_rows(struct db *db, const struct query *q, const struct cell *args, unsigned n);
/* Step; false at the end or after an error (see db_status). The rows end themselves then. */
bool rows_next(struct rows *r);
/* Stop before the end. Needed only when rows_next has not returned false. */
void rows_end(struct rows *r);
/* Text and blobs are borrowed until the next step. A column of another kind is a bug. */
struct cell rows_cell(const struct rows *r, unsigned col);
bool rows_null(const struct rows *r, unsigned col);
int64_t rows_int(const struct rows *r, unsigned col);   /* 0 for null */
struct str rows_text(const struct rows *r, unsigned col); /* text or blob; empty for null */
struct id rows_id(const struct rows *r, unsigned col);  /* zero for null */

/* The first cell of the only row: 0, the zero id, the empty text where there is none or it is null. */
int64_t db_int(struct db *db, const struct query *q, const struct cell *args, unsigned n);
struct id db_id(struct db *db, const struct query *q, const struct cell *args, unsigned n);
struct str db_text(struct db *db, const struct query *q, const struct cell *args, unsigned n, struct arena *a);
/* Is there a row? */
bool db_any(struct db *db, const struct query *q, const struct cell *args, unsigned n);
/* The ids in the first column of at most max rows: how many. */
unsigned db_ids(struct db *db, const struct query *q, const struct cell *args, unsigned n, struct id *out, unsigned max);

/*
 * Run a statement without rows. It may still be under way when this returns (PostgreSQL: the next
 * rows, or the commit, wait for it); a failure sticks from then on. The arguments are copied.
 */
void db_exec(struct db *db, const struct query *q, const struct cell *args, unsigned n);
/* The same, waited for: the number of rows it changed, -1 after an error. */
int64_t db_change(struct db *db, const struct query *q, const struct cell *args, unsigned n);

/*
 * A statement composed from declared names at run time (lists with filters), prepared once per
 * connection and text. `ncols` columns; the query is owned by the connection and stays while its
 * rows are open and for at least 16 more calls. NULL after an error.
 */
const struct query *db_compose(struct db *db, struct str sql, unsigned nparams, unsigned ncols);

#define ARGS(...)                                  \
	((const struct cell[]){ __VA_ARGS__ }),    \
		(sizeof((const struct cell[]){ __VA_ARGS__ }) / sizeof(struct cell))
#define NO_ARGS NULL, 0

#endif
