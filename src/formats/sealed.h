/*
 * sealed.h - bytes that go into a file compressed and encrypted to several public keys, and come out
 * only with one of their secret keys, whole and unaltered. doc/backup.md fixes the format byte for byte.
 *
 * Whoever only writes needs no secret. A file that was cut, altered in one bit, put together from two or
 * made longer is refused, but bytes are handed out before the end is seen: trust them after sealed_close.
 * Everything here is wiped when the arena is reset or freed. Threads: one at a time.
 */
#ifndef AYNI_SEALED_H
#define AYNI_SEALED_H

#include "diag.h"
#include "hash.h"

enum { SEAL_RECIPIENTS_MAX = 16 };

/* X25519 keys: the one that closes may be known to all, the one that opens is kept apart. */
struct seal_public {
	uint8_t b[32];
};
struct seal_secret {
	uint8_t b[32];
	struct seal_public pub;
};

/* Both keys from the 16 bytes of a paper key. */
void seal_key_derive(const uint8_t *paper, struct seal_secret *out);
/* Eight letters that tell one public key from another, "7K3Q-X2MV". */
void buf_seal_mark(struct buf *b, const struct seal_public *key);

struct sealed_out;
/* `put` takes bytes in order; false means that they could not be written. n from 1 to SEAL_RECIPIENTS_MAX. */
struct sealed_out *sealed_begin(struct arena *a, const struct seal_public *to, unsigned n,
	bool (*put)(void *arg, struct str s), void *arg);
/* A failure of `put` is kept until the end. */
void sealed_write(struct sealed_out *o, struct str s);
/* The last piece; false when any `put` failed. */
bool sealed_end(struct sealed_out *o) MUST_USE;

/* Do the first bytes that `take` gives (as below) begin such a file? */
bool sealed_is(size_t (*take)(void *arg, void *p, size_t n), void *arg);

struct sealed_in;
/*
 * `take` fills as much of p as there is and returns how many bytes; fewer than n: the end. NULL with one
 * line for people in *d (its argument in the arena): no such file, a newer format, the wrong key, damaged.
 */
struct sealed_in *sealed_open(struct arena *a, const struct seal_secret *key,
	size_t (*take)(void *arg, void *p, size_t n), void *arg, struct diag *d);
/* Exactly n bytes; false when there are fewer or the file is damaged. */
bool sealed_read(struct sealed_in *in, void *p, size_t n) MUST_USE;
/* OK when all was read and the file ends here as it was closed; else INVALID with one line in *d. */
enum rc sealed_close(struct sealed_in *in, struct diag *d) MUST_USE;

#endif
