/* blob.c - bytes kept beside the journal: put, got, checked, taken away. */
#include "blob.h"

#include "blob_own.h"
#include "blob_sql.h"
#include "journal.h"

enum { NETWORKS_MAX = 64 };

#define SQL(name) (&blob_sql.query[name])

struct blob_ref blob_ref_of(struct id network, enum blob_type type, struct str bytes)
{
	return (struct blob_ref){ .hash = hash_of(bytes, id_bytes(&network)), .type = type, .bytes = (int64_t)bytes.n };
}

bool blob_in_files(const struct db *db)
{
	return db_file(db) != NULL;
}

enum rc blob_stage(struct db *db, struct id network, const struct blob_ref *r, struct str bytes)
{
	(void)network; /* is in the hash */
	return !blob_in_files(db) || blob_file_write(db_file(db), &r->hash, bytes) ? OK : IO;
}

static void put_pieces(struct db *db, struct id network, const struct blob_ref *r, struct str bytes)
{
	for (int64_t n = 0; bytes.n; n++) {
		struct str piece = str_sub(bytes, 0, BLOB_PIECE);
		db_exec(db, SQL(Q_BLOB_PIECE_PUT), ARGS(cell_id(&network), cell_blob(hash_bytes(&r->hash)), cell_int(n), cell_blob(piece)));
		bytes = str_sub(bytes, piece.n, bytes.n);
	}
}

enum rc blob_put(struct db *db, struct id network, const struct blob_ref *r, struct str bytes, const struct blob_about *about,
	int64_t now)
{
	enum rc rc = blob_stage(db, network, r, bytes); /* again: a sweep may have come between */

	if (rc != OK)
		return rc;
	if (!blob_in_files(db))
		put_pieces(db, network, r, bytes);
	db_exec(db, SQL(Q_BLOB_PUT), ARGS(cell_id(&network), cell_blob(hash_bytes(&r->hash)), cell_int(r->type), cell_int(r->bytes),
		cell_int(now), cell_int(about->width), cell_int(about->height), cell_int(about->duration_ms),
		about->thumb.n ? cell_text(about->thumb) : cell_null()));
	return db_status(db);
}

/* The state, or -1 when nothing is noted. */
static int note_of(struct db *db, struct arena *a, struct id network, const struct blob_ref *r, struct blob_about *out)
{
	struct rows rows = db_rows(db, SQL(Q_BLOB_GET), ARGS(cell_id(&network), cell_blob(hash_bytes(&r->hash))));
	int state = -1;

	if (!rows_next(&rows))
		return -1;
	if (rows_int(&rows, 0) == r->type && rows_int(&rows, 1) == r->bytes) {
		state = (int)rows_int(&rows, 2);
		if (out)
			*out = (struct blob_about){ rows_int(&rows, 3), rows_int(&rows, 4), rows_int(&rows, 5), str_dup(a, rows_text(&rows, 6)) };
	}
	rows_end(&rows);
	return state;
}

bool blob_look(struct db *db, struct arena *a, struct id network, const struct blob_ref *r, struct blob_about *about_out)
{
	return note_of(db, a, network, r, about_out) == STATE_HELD;
}

/* Piece n into out, as long as it must be. */
static bool piece_read(struct db *db, struct id network, const struct blob_ref *r, int64_t n, struct buf *out)
{
	int64_t left = r->bytes - n * BLOB_PIECE;
	size_t want = (size_t)(left < BLOB_PIECE ? left : BLOB_PIECE);
	struct rows rows = db_rows(db, SQL(Q_BLOB_PIECE_GET), ARGS(cell_id(&network), cell_blob(hash_bytes(&r->hash)), cell_int(n)));
	bool good = rows_next(&rows);

	if (!good)
		return false;
	struct str s = rows_text(&rows, 0);
	good = s.n == want;
	if (good)
		buf_add(out, s);
	rows_end(&rows);
	return good;
}

static bool read_tables(struct db *db, struct arena *a, struct id network, const struct blob_ref *r, int64_t from, int64_t n,
	struct str *out)
{
	int64_t first = from / BLOB_PIECE, last = (from + n - 1) / BLOB_PIECE;
	struct buf b = buf_new(a, (size_t)(last - first + 1) * BLOB_PIECE);
	bool good = true;

	for (int64_t i = first; good && i <= last; i++)
		good = piece_read(db, network, r, i, &b);
	*out = good ? str_sub(buf_str(&b), (size_t)(from - first * BLOB_PIECE), (size_t)n) : STR("");
	return good;
}

enum rc blob_get(struct db *db, struct arena *a, struct id network, const struct blob_ref *r, int64_t from, int64_t n,
	struct str *bytes_out)
{
	int64_t size = r->bytes;
	bool good = true;

	*bytes_out = STR("");
	if (!blob_look(db, a, network, r, NULL))
		return db_status(db) == OK ? NOT_FOUND : db_status(db);
	if (from < 0 || from >= r->bytes || n <= 0)
		return OK;
	n = n < r->bytes - from ? n : r->bytes - from;
	if (blob_in_files(db)) {
		char *p = arena_alloc(a, (size_t)n);
		good = blob_file_read(db_file(db), &r->hash, from, p, (size_t)n, &size) && size == r->bytes;
		*bytes_out = good ? (struct str){ p, (size_t)n } : STR("");
	} else {
		good = read_tables(db, a, network, r, from, n, bytes_out);
	}
	return db_status(db) != OK ? db_status(db) : good ? OK : IO;
}

/* The file, or the first piece, whatever is in it. */
static bool any_there(struct db *db, struct id network, const struct blob_ref *r)
{
	if (blob_in_files(db))
		return blob_file_read(db_file(db), &r->hash, 0, NULL, 0, NULL);
	return db_any(db, SQL(Q_BLOB_PIECE_GET), ARGS(cell_id(&network), cell_blob(hash_bytes(&r->hash)), cell_int(0)));
}

enum blob_state blob_check(struct db *db, struct id network, const struct blob_ref *r)
{
	struct arena *a = arena_local();
	int state = note_of(db, a, network, r, NULL);
	struct str bytes;
	enum blob_state found = BLOB_WHOLE;

	if (state == STATE_ERASED || state == STATE_ERASING)
		found = BLOB_ERASED;
	else if (state != STATE_HELD)
		found = BLOB_MISSING;
	else if (!any_there(db, network, r))
		found = BLOB_MISSING;
	else if (blob_get(db, a, network, r, 0, r->bytes, &bytes) != OK)
		found = BLOB_DAMAGED;
	else if (!hash_eq(hash_of(bytes, id_bytes(&network)), r->hash))
		found = BLOB_DAMAGED;
	arena_free(&a);
	return found;
}

/* ---- taking away ---- */

static void set_state(struct db *db, struct id network, const struct hash *h, int64_t state)
{
	db_exec(db, SQL(Q_BLOB_STATE), ARGS(cell_id(&network), cell_blob(hash_bytes(h)), cell_int(state)));
}

static void drop_pieces(struct db *db, struct id network, const struct hash *h)
{
	db_exec(db, SQL(Q_BLOB_PIECES_DROP), ARGS(cell_id(&network), cell_blob(hash_bytes(h))));
}

void blob_erase(struct db *db, struct id network, const struct blob_ref *r)
{
	if (!blob_in_files(db))
		drop_pieces(db, network, &r->hash);
	set_state(db, network, &r->hash, blob_in_files(db) ? STATE_ERASING : STATE_ERASED);
}

void blob_drop(struct db *db, struct id network, const struct hash *h)
{
	if (blob_in_files(db)) {
		set_state(db, network, h, STATE_LEAVING);
		return;
	}
	drop_pieces(db, network, h);
	db_exec(db, SQL(Q_BLOB_FORGET), ARGS(cell_id(&network), cell_blob(hash_bytes(h))));
}

static unsigned reap_state(struct db *db, struct id network, int64_t state)
{
	struct rows rows = db_rows(db, SQL(Q_BLOB_LEAVING), ARGS(cell_id(&network), cell_int(state)));
	unsigned n = 0;

	while (rows_next(&rows)) {
		struct hash h;
		memcpy(h.b, rows_text(&rows, 0).p, sizeof(h.b));
		n += blob_file_remove(db_file(db), &h);
	}
	return n;
}

/* The bytes are away, wherever they were. */
static bool bytes_gone(struct db *db, struct id network, const struct hash *h)
{
	if (blob_in_files(db))
		return blob_file_remove(db_file(db), h);
	drop_pieces(db, network, h);
	return true;
}

static void settle_state(struct db *db, struct id network, int64_t from, bool stays)
{
	struct arena *a = arena_local();
	struct buf all = buf_new(a, 1024);
	struct rows rows = db_rows(db, SQL(Q_BLOB_LEAVING), ARGS(cell_id(&network), cell_int(from)));

	while (rows_next(&rows))
		buf_add(&all, rows_text(&rows, 0));
	for (size_t at = 0; at + sizeof(struct hash) <= all.n; at += sizeof(struct hash)) {
		struct hash h;
		memcpy(h.b, all.p + at, sizeof(h.b));
		if (!bytes_gone(db, network, &h))
			continue;
		if (stays)
			set_state(db, network, &h, STATE_ERASED);
		else
			db_exec(db, SQL(Q_BLOB_FORGET), ARGS(cell_id(&network), cell_blob(hash_bytes(&h))));
	}
	arena_free(&a);
}

/* Such notes come to a database without files with a network that moved. */
void blob_settle(struct db *db, struct id network)
{
	settle_state(db, network, STATE_LEAVING, false);
	settle_state(db, network, STATE_ERASING, true);
}

struct orphans {
	struct db *db;
	struct id network[NETWORKS_MAX];
	unsigned nnetworks, n;
	bool remove;
};

static void orphan(void *arg, const struct hash *h)
{
	struct orphans *o = arg;
	bool noted = false;

	for (unsigned i = 0; !noted && i < o->nnetworks; i++)
		noted = db_any(o->db, SQL(Q_BLOB_GET), ARGS(cell_id(&o->network[i]), cell_blob(hash_bytes(h))));
	if (!noted && db_status(o->db) == OK)
		o->n += !o->remove || blob_file_remove(db_file(o->db), h);
}

static unsigned orphans(struct db *db, int64_t before_ms, bool remove)
{
	struct orphans o = { .db = db, .remove = remove };

	o.nnetworks = journal_networks(db, o.network, NETWORKS_MAX);
	if (db_status(db) == OK)
		blob_files_old(db_file(db), before_ms, orphan, &o);
	return o.n;
}

unsigned blob_orphans(struct db *db, int64_t before_ms)
{
	return blob_in_files(db) ? orphans(db, before_ms, false) : 0;
}

unsigned blob_reap(struct db *db, struct id network, int64_t older_ms)
{
	if (!blob_in_files(db))
		return 0;
	unsigned n = reap_state(db, network, STATE_LEAVING) + reap_state(db, network, STATE_ERASING);
	return n + (older_ms ? orphans(db, older_ms, true) : 0);
}
