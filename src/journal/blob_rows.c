/* blob_rows.c - files as the rows that they would be in a database that keeps bytes itself, and back. */
#include "blob_own.h"
#include "blob_sql.h"
#include "journal.h"

enum { PAGE = 200, NETWORKS_MAX = 64 };

#define SQL(name) (&blob_sql.query[name])

struct giving {
	struct db *db;
	struct arena *mem; /* emptied after each piece */
	enum rc (*row)(void *arg, const struct cell *row);
	enum rc (*whole)(void *arg, const struct cell *key);
	void *arg;
};

struct noted {
	struct hash hash;
	int64_t bytes, state;
};

static enum rc give_one(struct giving *g, struct id network, const struct noted *one)
{
	enum rc rc = OK;
	int64_t n = 0;
	struct cell row[] = { cell_id(&network), cell_blob(hash_bytes(&one->hash)), cell_int(0), cell_null() };

	for (int64_t at = 0; rc == OK && at < one->bytes; at += BLOB_PIECE, n++) {
		size_t want = (size_t)(one->bytes - at < BLOB_PIECE ? one->bytes - at : BLOB_PIECE);
		char *p = arena_alloc(g->mem, want);
		if (!blob_file_read(db_file(g->db), &one->hash, at, p, want, NULL))
			break;
		row[2] = cell_int(n);
		row[3] = cell_blob((struct str){ p, want });
		rc = g->row(g->arg, row);
		arena_reset(g->mem);
	}
	return rc == OK && n && g->whole ? (row[2] = cell_int(n - 1), g->whole(g->arg, row)) : rc;
}

static enum rc give_network(struct giving *g, struct id network, struct hash after)
{
	struct noted page[PAGE];
	unsigned n;
	enum rc rc = OK;

	do {
		struct rows rows = db_rows(g->db, SQL(Q_BLOB_ALL), ARGS(cell_id(&network), cell_blob(hash_bytes(&after)), cell_int(PAGE)));
		for (n = 0; n < PAGE && rows_next(&rows); n++) {
			memcpy(page[n].hash.b, rows_text(&rows, 0).p, sizeof(page[n].hash.b));
			page[n].bytes = rows_int(&rows, 2);
			page[n].state = rows_int(&rows, 3);
		}
		if (n == PAGE)
			rows_end(&rows);
		for (unsigned i = 0; rc == OK && i < n; i++)
			if (page[i].state == STATE_HELD)
				rc = give_one(g, network, &page[i]);
		if (n)
			after = page[n - 1].hash;
		if (rc == OK)
			rc = db_status(g->db);
	} while (rc == OK && n == PAGE);
	return rc;
}

/* The hash just before, so that "after it" begins with this one. */
static struct hash before(struct str hash)
{
	struct hash h;

	memcpy(h.b, hash.p, sizeof(h.b));
	for (size_t i = sizeof(h.b); i > 0 && h.b[i - 1]-- == 0; i--)
		;
	return h;
}

enum rc blob_rows(struct db *db, const struct cell *from, enum rc (*row)(void *arg, const struct cell *row),
	enum rc (*whole)(void *arg, const struct cell *key), void *arg)
{
	struct giving g = { db, arena_local(), row, whole, arg };
	struct id network[NETWORKS_MAX];
	unsigned n = journal_networks(db, network, NETWORKS_MAX);
	enum rc rc = db_status(db);

	for (unsigned i = 0; rc == OK && i < n; i++) {
		int order = from ? str_cmp(id_bytes(&network[i]), from[0].s) : 1;
		if (order < 0)
			continue;
		rc = give_network(&g, network[i], order == 0 && from[1].s.n == sizeof(struct hash) ? before(from[1].s) : (struct hash){ 0 });
	}
	arena_free(&g.mem);
	return rc;
}

enum rc blob_row_put(struct db *db, const struct cell *row)
{
	struct rows rows = db_rows(db, SQL(Q_BLOB_GET), ARGS(row[0], row[1]));
	struct hash h;
	int64_t bytes = -1;

	if (rows_next(&rows)) {
		bytes = rows_int(&rows, 1);
		rows_end(&rows);
	}
	if (db_status(db) != OK)
		return db_status(db);
	if (bytes < 0 || row[1].s.n != sizeof(h.b) || row[2].i < 0 || row[2].i > BLOB_BYTES_MAX / BLOB_PIECE ||
		row[2].i * BLOB_PIECE + (int64_t)row[3].s.n > bytes)
		return OK; /* bytes of nothing that is noted: nobody would find them */
	memcpy(h.b, row[1].s.p, sizeof(h.b));
	return blob_file_piece(db_file(db), &h, row[2].i * BLOB_PIECE, row[3].s, bytes) ? OK : IO;
}
