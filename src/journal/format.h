/*
 * format.h - inside the journal room: format 1 of headers and parts, as doc/journal.md fixes it.
 *
 * Header: version 1 (1 byte), network (16), seq (8), change (16), content hash (32), origin (16),
 * author (16), device (16), acted_at (8), stamp (8), status (1), action (1 length + bytes), channel
 * (1 length + bytes), count of parts (1), per part: class (1), subject (16), hash (32); previous
 * hash (32). Integers are big end first. The row's hash is BLAKE2b-256 of the header.
 * Part: canonical JSON, an array of puts {"e": entity, "f": {field: value…}, "id": uuid, "new": true}
 * with keys in bytewise order; its hash is BLAKE2b-256 of 16 random bytes and the text.
 */
#ifndef AYNI_FORMAT_H
#define AYNI_FORMAT_H

#include "diag.h"
#include "schema.h"

enum { FORMAT_VERSION = 1, PARTS_MAX = 128, SALT = 16, HEADER_DOUBTED = 2 };

struct part {
	enum privacy class;
	struct id subject;
	struct hash hash;
	struct str salt, body; /* empty once erased */
};

struct header {
	struct change *change; /* all but puts */
	unsigned nparts;
	struct part part[PARTS_MAX];
	struct hash previous;
};

/* The bytes of a header of format 1 (doc/journal.md), in the arena. */
struct str header_encode(struct arena *a, const struct header *h);
/* False when the bytes are not a header of format 1. Strings live in the arena. */
bool header_decode(struct arena *a, struct str bytes, struct header *out);

/* Whether its puts split into no more parts than a header holds. */
bool parts_fit(struct change *c);
/* Split the puts by class and subject, fresh random bytes each; fills part and nparts. */
void parts_encode(struct arena *a, const struct schema *s, struct header *h);
struct hash part_hash(const struct part *p);
/*
 * Add the puts of one part's text to the change; entities and fields that are not declared are
 * skipped. INVALID when the text is not what parts_encode writes.
 */
enum rc part_decode(struct arena *a, const struct schema *s, const struct part *p, struct change *c,
	struct diag *d) MUST_USE;

/* Fill salts and texts of h's parts; false when the rows are not exactly those that the header names. */
bool parts_read(struct db *db, struct arena *a, struct id network, int64_t seq, struct header *h);

/*
 * The same for every entry of a network behind `after`, in order: one cursor goes beside the entries, so that a walk
 * asks the database twice and not once an entry. Begin, step with each seq as it comes, end.
 */
struct parts_walk {
	struct rows r;
	bool on; /* on a row that no entry has taken yet */
};
void parts_walk_begin(struct parts_walk *w, struct db *db, const struct id *network, int64_t after);
bool parts_walk_step(struct parts_walk *w, struct arena *a, int64_t seq, struct header *h);
/* True when no part was left over. */
bool parts_walk_end(struct parts_walk *w);

/* A fault of the chain at that entry; its number outlives all arenas: until the next fault of the thread. */
enum rc chain_broken(struct diag *d, int64_t seq, const char *msgid);

#endif
