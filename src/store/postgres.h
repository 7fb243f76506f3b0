/*
 * postgres.h - what the files of the PostgreSQL driver share.
 *
 * One pipeline a connection: everything is sent without waiting, and `queue` remembers in order what
 * will be answered. A Sync ends an error's reach, so one is sent wherever somebody waits.
 */
#ifndef AYNI_POSTGRES_H
#define AYNI_POSTGRES_H

#include <libpq-fe.h>

#include "engine.h"

enum {
	PARAMS_MAX = 128,
	PENDING_MAX = 1024,
	PENDING_ROOM = 8,	/* one call queues fewer things than this */
	QUEUE_BYTES = 1 << 20,	/* sent and not waited for */
	DEAD_MAX = 512,
	PIECE_ROWS = 500,	/* of a query that may give many */
};

enum {
	OID_BOOL = 16,
	OID_BYTEA = 17,
	OID_CHAR = 18,
	OID_NAME = 19,
	OID_INT8 = 20,
	OID_INT2 = 21,
	OID_INT4 = 23,
	OID_TEXT = 25,
	OID_OID = 26,
	OID_UNKNOWN = 705,
	OID_BPCHAR = 1042,
	OID_VARCHAR = 1043,
	OID_NUMERIC = 1700,
};

struct statement {
	const struct query *q;
	struct statement *next; /* of all the connection has, or of the vacant ones */
	unsigned number;	/* its name on the server; 0: not prepared there */
	bool writes, open;
	unsigned turn;	  /* tells its rows from those of an earlier start */
	unsigned cursor;  /* its cursor's number; 0: rows come whole */
	PGresult *shape;  /* from describe, until looked at */
	PGresult *result; /* the rows at hand, NULL until they came */
	PGresult *ahead;  /* those behind them, of a cursor */
	int row;
	Oid param[PARAMS_MAX];
};

enum pending_kind {
	PENDING_SYNC,
	PENDING_PARSE,
	PENDING_DESCRIBE,
	PENDING_ROWS,
	PENDING_RUN,
	PENDING_SAVEPOINT,
	PENDING_RELEASE,
	PENDING_COMMIT,
	PENDING_OTHER,
};

struct pending {
	enum pending_kind kind;
	struct statement *st;
	unsigned mark; /* the statement's number, or for rows its turn, when this was sent */
	unsigned tx;
};

struct postgres {
	struct engine e;
	const char *url;
	PGconn *conn;
	bool lost;	/* the connection is no good: the next use makes another */
	bool stale;	/* the same from the end of the transaction on */
	bool committing; /* COMMIT is sent, so what was lost since may have been kept */
	bool unsure;	/* the server warned about that commit */
	bool committed;
	bool in_tx;
	bool savepoint;	    /* stands, as far as answers have come */
	bool failed_inside; /* the failure came while it stood */
	enum rc failed;	    /* of this transaction; see engine.h */
	unsigned tx;
	unsigned numbers; /* names given */
	int64_t changed;
	struct statement *all, *vacant, *looked_at;
	struct pending queue[PENDING_MAX];
	unsigned first, count, unsynced;
	size_t bytes;
	unsigned dead[DEAD_MAX], ndead; /* finished, to be dropped on the server */
	struct buf text;
	struct arena *scratch; /* of one call's arguments */
	const char *value[PARAMS_MAX];
	int length[PARAMS_MAX], format[PARAMS_MAX];
	char number[PARAMS_MAX][24];
};

/* ---- postgres.c: the connection ---- */

/* See engine.h. */
enum rc postgres_open(struct engine *e, const struct db_options *o);
void postgres_close(struct engine *e, bool clean);
/* Whether the connection stands, as far as can be told without asking. Takes what has been answered. */
bool postgres_stands(struct postgres *e);
/* True when the connection stands, made anew if need be; else e->failed is BUSY. */
bool postgres_ready(struct postgres *e);

/* ---- postgres_pipe.c: sending and taking ---- */

/* Note that something was sent (`sent` is libpq's say) and will be answered. */
void postgres_sent(struct postgres *e, int sent, enum pending_kind kind, struct statement *st, unsigned mark);
/* Queue a statement without parameters or rows. */
void postgres_say(struct postgres *e, const char *sql, enum pending_kind kind);
/* A Sync when something was sent since the last, and everything out of our hands. */
void postgres_push(struct postgres *e);
/* Take the answer that is next, waiting for it. */
void postgres_take(struct postgres *e);
/* Wait for all answers. */
void postgres_settle(struct postgres *e);
/* The connection is gone, with all that was not answered. */
void postgres_lose(struct postgres *e, const char *why);
/* Take note of the first failure of a transaction. */
void postgres_fail(struct postgres *e, enum rc rc, const struct query *q, const char *why);
/* The same from an error the server answered. */
void postgres_refused(struct postgres *e, const PGresult *r);
/* Forget it: another transaction begins. */
void postgres_forgive(struct postgres *e);

/* ---- postgres_tx.c: transactions ---- */

/* See engine.h. */
enum rc postgres_command(struct engine *e, enum engine_command c);
enum rc postgres_script(struct engine *e, const char *sql);

/* ---- postgres_value.c: values and texts ---- */

/* Append the text with ?N as $N; true when it writes or locks. */
bool postgres_text(struct buf *b, struct str sql);
/* Arguments to e->value, length, format, until the next call; borrows texts. INVALID for a kind that the parameter has not. */
enum rc postgres_encode(struct postgres *e, const struct statement *st, const struct cell *args, unsigned n);
/* Whether cells of this type can be read. */
bool postgres_known(Oid type);
/* Borrows from the result. INVALID when db.h has no kind for it. */
enum rc postgres_decode(const PGresult *r, int row, int col, struct cell *out);

#endif
