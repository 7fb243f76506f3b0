/*
 * paper_key.h - a secret that people copy by hand: 16 bytes as thirty letters in six groups of five.
 *
 * "7K3QX-…": Crockford's base32 (no I, L, O, U; douglascrockford.com/base32.html), 128 bits of secret,
 * then 22 bits of their BLAKE2b, so that one wrong letter is noticed. Read in either case, with or
 * without dashes and blanks; O counts as 0, I and L as 1.
 */
#ifndef AYNI_PAPER_KEY_H
#define AYNI_PAPER_KEY_H

#include "hash.h"

enum { PAPER_KEY_BYTES = 16, PAPER_KEY_LETTERS = 30 };

/* Appends the letters and their dashes. */
void paper_key_write(struct buf *b, const uint8_t *secret);
/* False when it is not such a key, or a letter was copied wrongly. */
bool paper_key_read(struct str s, uint8_t *secret_out) MUST_USE;

/* n bytes as base32 in groups of `group` letters (0: no groups); the last letter is filled up with zeros. */
void buf_base32(struct buf *b, const uint8_t *p, size_t n, unsigned group);

#endif
