/*
 * transfer.h - every lasting row of a database, table by table in key order: out of one snapshot, into an
 * empty database, whole and compared. `ayni move`, `backup` and `restore` share it.
 *
 * Carried are the journal and the operational tables; the projected ones are built again where the rows
 * arrive. A database that is being filled says so in meta ("moving") and is refused by everything else until
 * it is complete; one that was left for another says so too ("moved_to"), and its chains are closed, so that
 * processes that still serve it can write no more.
 */
#ifndef AYNI_TRANSFER_H
#define AYNI_TRANSFER_H

#include "module.h"
#include "table.h"

enum { TRANSFER_PAGE = 2000, TRANSFER_TABLES_MAX = 64 };

/* Rows of that table between two times that a sink is told (page): fewer of those that hold pieces of files. */
int64_t transfer_page(const struct table *t);
/* Its place among data_table, which are the ones that are carried. */
unsigned transfer_index(const struct table *t);
/* One cell: kind (1 byte), then 8 bytes big end first, or 4 bytes of length and the bytes (doc/backup.md). */
void buf_cell(struct buf *b, const struct cell *c);

/* Where rows go. Errors end the reading and are handed on. */
struct transfer_sink {
	enum rc (*row)(void *arg, const struct table *t, const struct cell *row); /* the columns of t, borrowed */
	/* After each transfer_page rows and at the end of each table that has any; `key` is the last row's. May be NULL. */
	enum rc (*page)(void *arg, const struct table *t, const struct cell *key);
	void *arg;
};

/* Where a reading is taken up again: after that key of that table. */
struct transfer_place {
	const struct table *table;
	const struct cell *key;
};

/* All rows of the snapshot that db stands in, from the place on (NULL: all). The sink's or db's status. */
enum rc transfer_read(struct db *db, const struct transfer_place *from, const struct transfer_sink *to) MUST_USE;
/*
 * Whether both hold the same: as many rows in the tables of the journal (its chain says the rest), every cell of
 * the operational ones. The name of the first table that differs, or NULL; ask db_status of both, too.
 */
const char *transfer_differs(struct db *db, struct db *other);
/* Rows of all of them. */
int64_t transfer_count(struct db *db);

/* ---- what a database says about itself ---- */

/* INVALID with one line when db is the half of a move or a restore; `write`: or was left for another. */
enum rc transfer_refused(struct db *db, bool write, struct arena *a, struct diag *d) MUST_USE;
/* Where the network went, empty when it lives here. */
struct str transfer_moved_to(struct db *db, struct arena *a);
/* In a write transaction: close every chain and say where the network went; and open them again. */
void transfer_leave(struct db *db, struct str where);
void transfer_return(struct db *db);

/* ---- filling ---- */

/* What the target must be in the end. */
struct transfer_want {
	struct id network;
	int64_t seq;
	struct hash head, dump;
};

struct transfer_target {
	struct db *db; /* DB_WRITE, without statements; they are prepared here */
	const struct registry *reg;
	struct str from;  /* what it is filled from, for people: "sqlite:/var/lib/ayni", a file's name */
	struct str state; /* of the source: only where it is the same does the work go on. Empty: never, it begins again */
	const char *work; /* "move" or "restore" */
	/* set by transfer_target_open: */
	struct arena *mem;
	struct transfer_place at; /* go on after it; .table NULL: from the beginning */
	bool filled;              /* all rows are there */
	/* set by transfer_target_build: the journal is whole, but the source's tables were not what it says */
	bool tables_differ;
};

/*
 * Take an empty database, or one that the same work left half. INVALID with one line, nothing touched, when it
 * holds anything else (code "occupied": a network of ours, whose settings may be read). Rows of another state of the source are thrown away first.
 */
enum rc transfer_target_open(struct transfer_target *t, struct arena *a, struct diag *d) MUST_USE;
/* A sink that fills it, each page durable with its place. Begin with transfer_target_begin, end with _filled. */
struct transfer_sink transfer_target_sink(struct transfer_target *t);
enum rc transfer_target_begin(struct transfer_target *t) MUST_USE;
enum rc transfer_target_filled(struct transfer_target *t) MUST_USE;
/*
 * Build the tables, walk the chains and compare: INVALID with one line when anything of the journal differs.
 * `dumps`: the declarations are the source's too, so its tables can be compared (tables_differ).
 */
enum rc transfer_target_build(struct transfer_target *t, const struct transfer_want *want, unsigned n, bool dumps,
	struct diag *d, void (*progress)(void *, int64_t done, int64_t all), void *arg) MUST_USE;
/* From now on it is a network like any other. */
enum rc transfer_target_done(struct transfer_target *t) MUST_USE;

#endif
