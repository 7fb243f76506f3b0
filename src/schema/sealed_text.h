/*
 * sealed_text.h - what a field of T_SEALED holds: text that only a team can open, as text.
 *
 * base64url, without padding, of: version 1 | the first 8 bytes of BLAKE2b-256 of the team's public key |
 * crypto_box_seal of the text. The text inside is UTF-8 with zero bytes behind it up to a multiple of
 * SEALED_PAD, so that its length tells little; who opens it drops them, and takes text without them too.
 */
#ifndef AYNI_SEALED_TEXT_H
#define AYNI_SEALED_TEXT_H

#include "hash.h"

enum {
	SEALED_VERSION = 1,
	SEALED_KEY_ID = 8,
	SEALED_HEAD = 1 + SEALED_KEY_ID,
	SEALED_PAD = 128,
	SEAL_KEY_TEXT = 43, /* a public key as base64url */
	SEAL_ID_TEXT = 11,  /* its id */
};

/* Names a public key. */
struct seal_id {
	uint8_t b[SEALED_KEY_ID];
};

/* What is inside one: which key opens it, and the bytes of the box. */
struct sealed_text {
	struct seal_id key;
	struct str box;
};

/* Canonical, and long enough for an empty box; false else. The box lies in the arena. */
bool sealed_text_read(struct arena *a, struct str text, struct sealed_text *out) MUST_USE;
/* Could it be one? Without memory: alphabet, version and length. What people write never looks so. */
bool sealed_text_like(struct str text);
struct str sealed_text_write(struct arena *a, const struct sealed_text *s);

/* Bytes as base64url without padding, and back: exactly n bytes in the canonical form. */
struct str base64url(struct arena *a, struct str bytes);
bool base64url_read(struct str text, void *out, size_t n) MUST_USE;

#endif
