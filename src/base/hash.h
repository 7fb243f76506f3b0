/*
 * hash.h - BLAKE2b-256 and random bytes (libsodium).
 */
#ifndef AYNI_HASH_H
#define AYNI_HASH_H

#include <sodium.h>

#include "str.h"

struct hash {
	uint8_t b[32];
};

struct hasher {
	crypto_generichash_state state;
};

/* Start libsodium; ends the process when it cannot. Call once before threads. */
void crypto_start(void);
void hasher_start(struct hasher *h);
void hasher_add(struct hasher *h, struct str s);
/* The length as 4 bytes, big end first, then the bytes: no two lists of pieces look the same. */
void hasher_piece(struct hasher *h, struct str s);
struct hash hasher_end(struct hasher *h);
/* BLAKE2b-256 of s; with a key of 16 to 64 bytes when key.n > 0. */
struct hash hash_of(struct str s, struct str key);
struct str hash_bytes(const struct hash *h);
bool hash_eq(struct hash a, struct hash b);
void random_bytes(void *p, size_t n);

#endif
