/*
 * rc.h - the few outcomes that steer control flow.
 *
 * What people are told lives in diag.h; an rc only says which way to go.
 * IO means the outcome of a write is unknown: stop acknowledging, let the sender repeat.
 */
#ifndef AYNI_RC_H
#define AYNI_RC_H

enum rc { OK, INVALID, DENIED, NOT_FOUND, CONFLICT, BUSY, IO, RC__N };

#define MUST_USE __attribute__((warn_unused_result))
#define ARRAY_LEN(a) (sizeof(a) / sizeof((a)[0]))
/* Mark a Spanish msgid for the catalogues without translating it here. */
#define N_(msgid) msgid

#endif
