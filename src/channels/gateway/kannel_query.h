/*
 * kannel_query.h - what Kannel's smsbox asks us, as queries.
 *
 * Source: Kannel 1.4.5 User's Guide, 6 ("Setting up a SMS Gateway": sms-service, sendsms, delivery reports). The
 * addresses that doc/operating.md writes into kannel.conf and the one of each message:
 *
 *     …/mo?key=…&from=%p&to=%P&text=%b&coding=%c&charset=%C&at=%T&id=%I
 *     …/dlr?key=…&m=MESSAGE&d=%d
 *
 * %b is the message as it came, in the charset that %C names: with mo-recode UTF-8 or WINDOWS-1252. (Raw UTF-16 would
 * bring NULs, which no address of ours may hold.)
 */
#ifndef AYNI_KANNEL_QUERY_H
#define AYNI_KANNEL_QUERY_H

#include "id.h"

struct kannel_in {
	struct str from, ref;
	struct str text;  /* valid UTF-8 */
	bool bytes;       /* 8 bits: no text */
	int64_t sent_at;  /* ms; 0: unknown */
};

/* Bits of dlr-mask and values of %d. */
enum kannel_report { KANNEL_DELIVERED = 1, KANNEL_UNDELIVERED = 2, KANNEL_QUEUED = 4, KANNEL_SENT = 8, KANNEL_REJECTED = 16 };

/* The value of a name, unescaped, in the arena; p == NULL when it is not there or badly escaped. */
struct str kannel_value(struct arena *a, struct str query, const char *name);
/* False: it does not say from whom. */
bool kannel_read_in(struct arena *a, struct str query, struct kannel_in *out) MUST_USE;
bool kannel_read_report(struct arena *a, struct str query, struct id *message_out, enum kannel_report *out) MUST_USE;

#endif
