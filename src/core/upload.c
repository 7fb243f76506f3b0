/* upload.c - encrypted bytes that come in pieces; whole, they are opened. */
#include <sodium.h>

#include "upload.h"

#include "upload_sql.h"

enum { SWEPT_AT_ONCE = 200 };

#define SQL(name) (&upload_sql.query[name])

_Static_assert(UPLOAD_SEAL == crypto_secretbox_MACBYTES, "upload: the seal's length");
_Static_assert(UPLOAD_KEY == crypto_secretbox_KEYBYTES, "upload: the key's length");

bool upload_look(struct ctx *c, struct id id, struct upload *out)
{
	struct rows r = db_rows(c->db, SQL(Q_UPLOAD_GET), ARGS(cell_id(&c->net->id), cell_id(&id)));

	*out = (struct upload){ 0 };
	if (!rows_next(&r))
		return false;
	*out = (struct upload){ .bytes = rows_int(&r, 0), .have = rows_int(&r, 1), .until_at = rows_int(&r, 2) };
	rows_end(&r);
	return true;
}

enum rc upload_expect(struct ctx *c, struct id id, int64_t bytes, int64_t until_at)
{
	struct upload u;

	if (bytes <= UPLOAD_SEAL || bytes > UPLOAD_BYTES_MAX || (upload_look(c, id, &u) && u.bytes != bytes))
		return INVALID;
	db_exec(c->db, SQL(Q_UPLOAD_PUT), ARGS(cell_id(&c->net->id), cell_id(&id), cell_int(bytes), cell_int(until_at)));
	return db_status(c->db);
}

enum rc upload_append(struct ctx *c, struct id id, int64_t from, struct str piece, struct upload *out)
{
	if (!upload_look(c, id, out))
		return db_status(c->db) == OK ? NOT_FOUND : db_status(c->db);
	if (from < 0 || from > out->have)
		return CONFLICT;
	if (piece.n > UPLOAD_PIECE || from + (int64_t)piece.n > out->bytes)
		return INVALID;
	piece = str_sub(piece, (size_t)(out->have - from) < piece.n ? (size_t)(out->have - from) : piece.n, piece.n);
	if (!piece.n)
		return OK;
	db_exec(c->db, SQL(Q_UPLOAD_PIECE_PUT), ARGS(cell_id(&c->net->id), cell_id(&id), cell_int(out->have), cell_blob(piece)));
	out->have += (int64_t)piece.n;
	db_exec(c->db, SQL(Q_UPLOAD_HAVE), ARGS(cell_id(&c->net->id), cell_id(&id), cell_int(out->have)));
	return db_status(c->db);
}

/* The pieces as one, which they are when none is missing. */
static bool gather(struct ctx *c, struct id id, char *p, int64_t bytes)
{
	struct rows r = db_rows(c->db, SQL(Q_UPLOAD_PIECES), ARGS(cell_id(&c->net->id), cell_id(&id)));
	int64_t at = 0;

	while (rows_next(&r)) {
		struct str s = rows_text(&r, 1);
		if (rows_int(&r, 0) != at || at + (int64_t)s.n > bytes) {
			rows_end(&r);
			return false;
		}
		memcpy(p + at, s.p, s.n);
		at += (int64_t)s.n;
	}
	return at == bytes;
}

enum rc upload_open(struct ctx *c, struct id id, const uint8_t key[UPLOAD_KEY], struct str *plain_out)
{
	static const uint8_t nonce[crypto_secretbox_NONCEBYTES]; /* zero: the key is used once */
	struct upload u;

	*plain_out = STR("");
	if (!upload_look(c, id, &u))
		return db_status(c->db) == OK ? NOT_FOUND : db_status(c->db);
	if (u.have < u.bytes)
		return BUSY;
	char *p = arena_alloc(c->mem, (size_t)u.bytes);
	bool good = gather(c, id, p, u.bytes);
	if (db_status(c->db) != OK)
		return db_status(c->db);
	if (!good || crypto_secretbox_open_easy((unsigned char *)p, (unsigned char *)p, (unsigned long long)u.bytes, nonce, key) != 0)
		return INVALID;
	*plain_out = (struct str){ p, (size_t)(u.bytes - UPLOAD_SEAL) };
	return OK;
}

void upload_drop(struct ctx *c, struct id id)
{
	db_exec(c->db, SQL(Q_UPLOAD_PIECES_DROP), ARGS(cell_id(&c->net->id), cell_id(&id)));
	db_exec(c->db, SQL(Q_UPLOAD_DROP), ARGS(cell_id(&c->net->id), cell_id(&id)));
}

unsigned upload_sweep(struct ctx *c)
{
	struct id old[SWEPT_AT_ONCE];
	unsigned n = db_ids(c->db, SQL(Q_UPLOADS_OLD), ARGS(cell_id(&c->net->id), cell_int(c->now), cell_int(SWEPT_AT_ONCE)),
		old, SWEPT_AT_ONCE);

	for (unsigned i = 0; i < n; i++)
		upload_drop(c, old[i]);
	return n;
}
