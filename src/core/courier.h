/*
 * courier.h - an outbox as a file, for somebody else to carry: sealed boxes and encrypted pictures or voices.
 *
 * The file: 8 bytes "AYNIENV1"; the network's public key for boxes (outbox.h), 32 bytes; then pieces to its
 * end: kind, 1 byte; length, u32 big-endian; bytes. Kind 1 is a box, 2 a file: the upload's id, 16 bytes, and
 * its ciphertext. The last piece is kind 0 with BLAKE2b-128 of all that stands before it. What is whole in a
 * file that was cut is still good: each box is signed by itself.
 */
#ifndef AYNI_COURIER_H
#define AYNI_COURIER_H

#include "outbox.h"
#include "upload.h"

enum {
	COURIER_BYTES_MAX = 8 * 1024 * 1024,
	COURIER_BOXES_MAX = 300, /* that many are worth a file; behind them it is cut */
	COURIER_FILES_MAX = 200,
};

struct courier_file {
	struct id upload;
	struct str bytes;
};

struct courier {
	uint8_t network[32]; /* the public key its boxes are sealed to */
	struct str *box;
	unsigned nboxes;
	struct courier_file *file;
	unsigned nfiles;
	bool whole; /* to its end, as it was made */
};

/* Views of `s`, lists in the arena. False: it is no such file at all. */
bool courier_read(struct arena *a, struct str s, struct courier *out);

#endif
