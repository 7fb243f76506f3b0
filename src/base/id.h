/*
 * id.h - sixteen-byte identifiers (RFC 9562).
 *
 * Client-made ids are UUIDv7; ids derived from a natural key are UUIDv8 whose first 48 bits are
 * the key's date in Unix milliseconds (or zero) and whose rest is a keyless BLAKE2b, so that they
 * sort by time and two phones that name the same thing meet in one row.
 */
#ifndef AYNI_ID_H
#define AYNI_ID_H

#include "str.h"

struct id {
	uint8_t b[16];
};

enum { ID_TEXT = 36 };

/* Whether both are the same bytes. */
bool id_eq(struct id a, struct id b);
/* Bytewise order: negative, zero or positive. */
int id_cmp(struct id a, struct id b);
bool id_is_zero(struct id a);
/* A random UUIDv7 of the instant. Thread-safe. */
struct id id_new(int64_t now_ms);
/*
 * A UUIDv8: 48 bits of date_ms, then 80 bits of BLAKE2b-256 over the pieces, each preceded by its
 * length as 4 bytes, big end first (version and variant bits replaced).
 */
struct id id_derive(int64_t date_ms, const struct str *pieces, unsigned n);
/* The canonical 36 characters, lower or upper case; false on anything else. */
bool id_parse(struct str s, struct id *out) MUST_USE;
void buf_id(struct buf *b, struct id id);
/* The canonical text in the arena. */
struct str id_text(struct arena *a, struct id id);
/* The 16 bytes as a view of *id. */
struct str id_bytes(const struct id *id);
/* An id from 16 bytes; all zero when s has another length. */
struct id id_from(struct str s);

#endif
