/*
 * sealing_slow.h - argon2id, one at a time in the process, between the files of sealing.
 */
#ifndef AYNI_SEALING_SLOW_H
#define AYNI_SEALING_SLOW_H

#include "str.h"

/* n bytes from s and 16 of salt; false when there is no memory for it. In a worker, never in the writer. */
bool slow_hash(void *out, size_t n, struct str s, const uint8_t *salt, unsigned passes, size_t memory_bytes);

#endif
