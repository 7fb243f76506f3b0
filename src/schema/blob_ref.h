/*
 * blob_ref.h - what a field of T_BLOB holds: type, size and keyed hash of bytes that are kept apart.
 */
#ifndef AYNI_BLOB_REF_H
#define AYNI_BLOB_REF_H

#include "hash.h"

enum blob_type { BLOB_JPEG, BLOB_PNG, BLOB_WEBP, BLOB_OGG, BLOB_WEBM, BLOB_MP4_AUDIO, BLOB_AMR, BLOB_PDF, BLOB__N };

enum {
	BLOB_BYTES_MAX = 8 * 1024 * 1024,
	BLOB_REF_TEXT = 80, /* room for a reference as text */
};

struct blob_ref {
	struct hash hash; /* keyed by the network */
	enum blob_type type;
	int64_t bytes;
};

/* The canonical text "j.51234.<64 hex>": letter of the type, size, hash. */
struct str blob_text(struct arena *a, const struct blob_ref *r);
/* Nothing but that text, in small letters; false else. */
bool blob_parse(struct str text, struct blob_ref *out) MUST_USE;
const char *blob_media_type(enum blob_type t); /* "image/jpeg" */
bool blob_is_image(enum blob_type t);
bool blob_is_voice(enum blob_type t);

#endif
