/*
 * blob.h - bytes too big for a change: photos, voice notes, signed sheets.
 *
 * A change holds only a reference (blob_ref.h); the bytes are durable before the change is acknowledged. The
 * reference names the type, the size and a hash keyed by the network, so that equal bytes are kept once. What is
 * held stands in the table `blob`. With an SQLite file the bytes are files DIR/blobs/ab/abcdef…, written beside,
 * synced, renamed, the folder synced; with PostgreSQL (and in memory) they are pieces of 256 kB in the table
 * blob_piece. Bytes that no record names are swept by a job a day later; an erasure takes its bytes away at once,
 * and what is left of them in `blob` says so.
 */
#ifndef AYNI_BLOB_H
#define AYNI_BLOB_H

#include "blob_ref.h"
#include "db.h"
#include "table.h"

enum {
	BLOB_PIECE = 256 * 1024,
};

/* What was found out about bytes when they came; 0: unknown. */
struct blob_about {
	int64_t width, height; /* of an image, as it is shown */
	int64_t duration_ms;   /* of a voice note */
	struct str thumb;      /* reference of a small picture, or empty */
};

/* The reference that these bytes have in that network. */
struct blob_ref blob_ref_of(struct id network, enum blob_type type, struct str bytes);

/*
 * Make the bytes durable where that needs no transaction (files); nothing with tables. In any thread: a worker
 * calls it before the write, so that the writer need not wait for a slow disk. IO: not kept.
 */
enum rc blob_stage(struct db *db, struct id network, const struct blob_ref *r, struct str bytes) MUST_USE;
/*
 * In a write transaction: keep the bytes and note it. Durable when the transaction is. What is there already stays,
 * what was on its way out stays too. Files that fail leave IO, and nothing noted.
 */
enum rc blob_put(struct db *db, struct id network, const struct blob_ref *r, struct str bytes,
	const struct blob_about *about, int64_t now) MUST_USE;
/* Are the bytes noted as held? *about_out (may be NULL) lives in the arena. */
bool blob_look(struct db *db, struct arena *a, struct id network, const struct blob_ref *r, struct blob_about *about_out);
/* n bytes from `from` on, at most to the end. NOT_FOUND: none are held; IO: they are, and cannot be read or are cut. */
enum rc blob_get(struct db *db, struct arena *a, struct id network, const struct blob_ref *r, int64_t from, int64_t n,
	struct str *bytes_out) MUST_USE;

enum blob_state { BLOB_WHOLE, BLOB_MISSING, BLOB_DAMAGED, BLOB_ERASED };
/* Read them all and compare with the hash. */
enum blob_state blob_check(struct db *db, struct id network, const struct blob_ref *r);

/* In a write transaction: the bytes go, the note stays as "erased". Files go with blob_reap, after the commit. */
void blob_erase(struct db *db, struct id network, const struct blob_ref *r);
/* In a write transaction: bytes that nobody names go, with their note. Files go with blob_reap. */
void blob_drop(struct db *db, struct id network, const struct hash *h);
/*
 * On the writer's thread, after a commit: remove the files that erasures and drops left and, when older_ms is not 0,
 * files without any note that were written before it. How many went.
 */
unsigned blob_reap(struct db *db, struct id network, int64_t older_ms);
/* In a later write transaction: note that they are gone; what is still there goes now. */
void blob_settle(struct db *db, struct id network);
/* Files without any note that were written before that instant: how many. */
unsigned blob_orphans(struct db *db, int64_t before_ms);

/* Do the bytes lie in files beside this database? */
bool blob_in_files(const struct db *db);

/* ---- carried to another database (core/transfer.h) ---- */

/*
 * Bytes in files as the rows of table blob_piece that they would be: network, hash, n, bytes, in key order, those of
 * hashes from `from` on (2 cells; NULL: all). What is missing has no rows.
 */
enum rc blob_rows(struct db *db, const struct cell *from, enum rc (*row)(void *arg, const struct cell *row),
	enum rc (*whole)(void *arg, const struct cell *key), void *arg) MUST_USE;
/* Such a row into a file; in the transaction that put its row of table blob. */
enum rc blob_row_put(struct db *db, const struct cell *row) MUST_USE;

/* Remove all files of a database that was not to be (its file may be gone). */
void blob_files_clear(const char *db_file);

#endif
