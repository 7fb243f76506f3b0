/* blob_refs.h - which records name which bytes. */
#ifndef AYNI_BLOB_REFS_H
#define AYNI_BLOB_REFS_H

#include "apply.h"
#include "blob.h"

/* Has the entity any field of T_BLOB? */
bool entity_names_blobs(const struct entity *e);
/* Call fn for each record that names the bytes (text: blob_text) until it answers false. Records live in the arena. */
void blob_records(struct db *db, const struct schema *s, struct arena *a, struct id network, struct str text,
	bool (*fn)(void *arg, const struct record *r), void *arg);
/* Call fn for each reference in the records of that person. */
void blob_refs_of_person(struct db *db, const struct schema *s, struct arena *a, struct id network, struct id person,
	void (*fn)(void *arg, const struct blob_ref *r), void *arg);
/* Whose it is: the person of the record, or zero. */
struct id record_person(const struct record *r);

struct blob_count {
	int64_t named, missing, damaged, erased;
	struct str first; /* reference of the first that is missing or damaged, in the arena */
};
/* Read the bytes of every reference in records that are not taken back, and compare. */
struct blob_count blob_verify(struct db *db, const struct schema *s, struct arena *a, struct id network);

#endif
