/*
 * blob.h - bytes too big for a change: photos, voice notes, signed sheets.
 *
 * A change holds only a reference; the bytes are durable before the change is acknowledged. The reference
 * names the type, the size and a hash keyed by the network, so that equal bytes are kept once and nobody
 * learns from it what they are. With SQLite the bytes are files DIR/blobs/ab/abcdef…, written beside,
 * synced, renamed, the folder synced; with PostgreSQL they are pieces of 256 kB in the table blob_piece.
 * Bytes that no living reference names are swept by a job; an erasure takes its bytes away.
 */
#ifndef AYNI_BLOB_H
#define AYNI_BLOB_H

#include "db.h"
#include "hash.h"

enum blob_type { BLOB_JPEG, BLOB_PNG, BLOB_WEBP, BLOB_OGG, BLOB_WEBM, BLOB_MP4_AUDIO, BLOB_AMR, BLOB_PDF, BLOB__N };

enum {
	BLOB_BYTES_MAX = 8 * 1024 * 1024,
	BLOB_PIECE = 256 * 1024,
	BLOB_REF_TEXT = 80, /* room for a reference as text */
};

struct blob_ref {
	struct hash hash; /* keyed */
	enum blob_type type;
	int64_t bytes;
};

/* The canonical text "j.51234.<64 hex>" that fields of T_BLOB hold: letter of the type, size, hash. */
struct str blob_text(struct arena *a, const struct blob_ref *r);
bool blob_parse(struct str text, struct blob_ref *out);
const char *blob_media_type(enum blob_type t); /* "image/jpeg" */

#endif
