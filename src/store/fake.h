/*
 * fake.h - a database that has no data: it expects given statements in order and answers what a test
 * laid down, also failures that are hard to provoke elsewhere.
 *
 * A statement is named "set.query"; a composed one by the beginning of its text; the commands are
 * "begin", "commit", "rollback", "savepoint", "release", "undo" and "script". What comes out of order,
 * or with other arguments, is a bug that says what was expected instead.
 */
#ifndef AYNI_FAKE_H
#define AYNI_FAKE_H

#include "db.h"

/* A connection over nothing, all registered statements ready. Closed by db_close. */
struct db *fake_open(enum db_mode mode);

/* The next statement is this one, with these arguments. Text is copied. */
void fake_expect(struct db *db, const char *name, const struct cell *args, unsigned n);
/* For fake_expect: whatever the arguments are. */
#define FAKE_ANY NULL, UINT32_MAX

/* What the statement expected last answers: rows, a count (1 unless told), or a failure. */
void fake_row(struct db *db, const struct cell *cells, unsigned n);
void fake_changes(struct db *db, int64_t changed);
void fake_fails(struct db *db, enum rc rc);

/* How many of those expected have not come. */
unsigned fake_left(const struct db *db);

#endif
