/*
 * journal.h - the append-only record of every accepted change, and its replay.
 *
 * Invariants: seq grows by 1 a network; rows are never updated (erasure empties parts, not headers);
 * each header holds the hash of the one before. Format 1 is fixed byte for byte in doc/journal.md.
 * Threads: one writer at a time; readers use their own connection.
 */
#ifndef AYNI_JOURNAL_H
#define AYNI_JOURNAL_H

#include "apply.h"
#include "change.h"

enum { STAMP_COUNTER_BITS = 16 };

struct chain_head {
	int64_t seq; /* 0: empty */
	struct hash hash;
	int64_t stamp; /* the greatest so far; server time never falls behind it */
	int64_t epoch; /* grows with every commit that may have changed what lasts: people, rights, anything operational */
};

enum { CHAIN_PULL_MS = 3600 * 1000 };

/*
 * Server time: the clock's, but not before the last stamp, whoever wrote it. A stamp from further ahead
 * was made under a clock that was wrong: days and waits then follow the clock again, and only stamps
 * (gate.c) go on from there.
 */
static inline int64_t chain_now(const struct chain_head *h, int64_t clock_ms)
{
	int64_t last_ms = h->stamp >> STAMP_COUNTER_BITS;

	return clock_ms < last_ms && last_ms - clock_ms <= CHAIN_PULL_MS ? last_ms : clock_ms;
}

#define CHAIN_CLOSED (INT64_C(1) << 62)
/*
 * A network that left for another database leaves its chain closed: nobody, in whatever process, writes to it
 * any more. Its epoch is CHAIN_CLOSED less than it was.
 */
static inline bool chain_closed(const struct chain_head *h)
{
	return h->epoch < 0;
}

/* The head of the network's chain, as the snapshot has it; all zero when there is none. */
struct chain_head journal_head(struct db *db, struct id network);
/*
 * The same in a write transaction, locked until its end and made where it was missing: whoever writes for
 * the network, in whatever process, does so one after the other. Several networks: in order of their ids.
 */
struct chain_head journal_lock(struct db *db, struct id network);

/*
 * Can the journal hold the change? Personal fields must have a person (said by the put or by the row
 * that stands), and a record never passes from one person to another: an erasure would miss it. Reads
 * tables; INVALID with a reason tied to the field in *d. The gate asks before it appends.
 */
enum rc journal_check(struct db *db, const struct schema *s, struct change *c, struct diag *d) MUST_USE;

/*
 * Append the change and apply it, in the caller's transaction; gives c->seq. `head` is the head so
 * far and is moved on. Cannot refuse: every check came before. Errors are the connection's (db.h).
 */
void journal_append(struct applier *ap, struct change *c, struct chain_head *head);
/* Keep the head; once a commit group and network, before commit. */
void journal_head_save(struct db *db, struct id network, const struct chain_head *head);

/* What is known of a change id. */
struct journal_entry {
	int64_t seq;
	struct hash content;
	struct id author;
	enum change_status status;
	struct str action; /* in the arena */
};
/* True when the id is in the journal of that network. */
bool journal_find(struct db *db, struct arena *a, struct id network, struct id change,
	struct journal_entry *out);

/*
 * When the newest change says that it was acted, ms; with `believed` the newest that was not acted under a
 * clock in doubt; 0 when there is none. Not the head's stamp: one that a wrong clock put far ahead stays.
 */
int64_t journal_last_acted(struct db *db, struct arena *a, struct id network, bool believed);

/* The change at seq, decoded; NULL when there is none or it is damaged (reason in *d). */
struct change *journal_read(struct db *db, const struct schema *s, struct arena *a,
	struct id network, int64_t seq, struct diag *d);

/* Seqs of the latest changes that touched a record, oldest of them first, at most max; the count. */
unsigned journal_of_record(struct db *db, struct id network, struct id record, int64_t *seqs_out,
	unsigned max);

/*
 * Walk the chain: hashes of headers and parts, numbering, idempotency index, that each part can be read, and that
 * parts are empty only for persons whose erasure is in the journal.
 * OK with the count of changes, or INVALID with the seq and what is wrong in *d.
 */
enum rc journal_verify(struct db *db, const struct schema *s, struct id network, int64_t *n_out, struct diag *d) MUST_USE;

/*
 * The same of what came since the head was `before`, up to `now`, which may not be saved yet: before a commit. Whose
 * parts are empty is not asked.
 */
enum rc journal_verify_behind(struct db *db, const struct schema *s, struct id network, const struct chain_head *before,
	const struct chain_head *now, struct diag *d) MUST_USE;

/*
 * Replay the network's journal from db into the tables of `to` (which may apply to db itself), inside
 * its write transaction, with the tables emptied. order: NULL for journal order, else a permutation of
 * 0…n-1 of arrival. `progress` may be NULL.
 */
enum rc journal_replay(struct db *db, struct applier *to, struct id network, const uint32_t *order, void (*progress)(void *, int64_t done, int64_t all), void *arg,
	struct diag *d) MUST_USE;

/* Networks that have a chain in this database, at most max; the count. */
unsigned journal_networks(struct db *db, struct id *out, unsigned max);

#endif
