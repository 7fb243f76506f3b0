/*
 * journal_sample.h - what the tests of this room share: small entities of every kind of field and
 * every class, a journal in memory, its tables as text.
 */
#ifndef AYNI_JOURNAL_SAMPLE_H
#define AYNI_JOURNAL_SAMPLE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "journal.h"

enum { POT_KITCHEN, POT_DAY, POT_SITTING, POT_SERVED, POT_COST, POT_NOTE, POT_DISTRICT, POT_AT, POT_HOT,
	POT_CODE, POT_LAT, POT_LON, POT_VOIDED, POT__N };
enum { WOMAN_NAME, WOMAN_DOCUMENT, WOMAN_BORN, WOMAN__N };
enum { PHONE_WOMAN, PHONE_NUMBER, PHONE_SECRET, PHONE_USED, PHONE__N };
enum { MOVE_FOOD, MOVE_GRAMS, MOVE__N };
enum { FORGET_WOMAN, FORGET__N };

/* A pot has a key, tallies and no person; a woman is her own subject; a phone is a woman's. */
extern const struct entity pot, woman, phone, move, forget;

struct sample {
	struct arena *mem;
	struct schema *schema;
	struct db *db;
	struct applier *ap;
	struct id network;
	struct chain_head head;
};

/* A journal in memory, empty. */
void sample_start(struct sample *s);
void sample_end(struct sample *s);
/* Tables of their own, empty, in the transaction that the caller ends with sample_drop. */
struct db *sample_tables(const struct sample *s);
void sample_drop(struct db **db);

/* An id that says its number. */
struct id sample_id(unsigned kind, unsigned n);
/* A change with that number, acted at that many minutes after a fixed instant. */
struct change *sample_change(struct sample *s, unsigned n, int64_t minutes);
/* Append, save the head, write the tallies, commit. */
void sample_append(struct sample *s, struct change *c);
/* The id of the pot of that kitchen and day (lunch), and a put of it with its key when `create`. */
struct put *sample_pot(struct sample *s, struct change *c, unsigned kitchen, int64_t day, bool create);

/* The deep dump, a line a record. */
struct str sample_dump(struct sample *s, struct db *db);
/* The row; fails the test when there is none. */
struct record *sample_record(struct sample *s, const struct entity *e, struct id id);
/* "5 2 300 1" of the tally's row with that district (zero: unknown) and day; empty when none. */
struct str sample_tally(struct sample *s, struct id district, int64_t day);
/* Run one statement that a person with the file could run. */
void sample_tamper(struct db *db, const char *sql);
/* journal_verify, which must say what is wrong when something is. */
enum rc sample_verify(struct sample *s);

#endif
