/*
 * http_out.h - calls to services: one at a time, bounded in time and size.
 *
 * TLS certificates are checked; another host is never followed; what comes back is cut at `most_bytes`. Nothing of a
 * call is logged: addresses hold tokens.
 */
#ifndef AYNI_GATEWAY_HTTP_OUT_H
#define AYNI_GATEWAY_HTTP_OUT_H

#include <stdatomic.h>

#include "str.h"

struct http_out {
	const char *method;       /* "GET", "POST" */
	struct str url;           /* https://…; http:// only as the operator set it */
	const char *type;         /* of the body; NULL: none */
	struct str body;
	const char *const *header; /* "Authorization: Bearer …", ended by NULL; or NULL */
	int timeout_ms;           /* 0: 30 s */
	size_t most_bytes;        /* of the answer's body; 0: 1 MB */
	const _Atomic bool *stop; /* or NULL */
	bool waits;               /* a long poll: ended at once by *stop, any other call within 3 s */
};

struct http_in {
	int status;            /* 0: no answer */
	struct str body, type; /* in the arena */
	int64_t retry_ms;      /* Retry-After, 0: none */
	const char *fault;     /* "away", "tls", "settings", or NULL when an answer came (gateway_fault_msgid) */
	bool perhaps;          /* the request went out whole and nobody knows whether it was taken */
	bool large;            /* the answer was cut at most_bytes */
};

/* Once, before any thread. */
void http_out_start(void);
/* Call; true when an answer came, whatever its status. Any thread. */
bool http_out_call(struct arena *a, const struct http_out *q, struct http_in *r);
/* s as one value of a query or form (percent escapes), appended. */
void http_out_escape(struct buf *b, struct str s);

#endif
