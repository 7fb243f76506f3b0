/*
 * places_load.h - the places a new network starts with, from the embedded table (data/).
 */
#ifndef AYNI_PLACES_LOAD_H
#define AYNI_PLACES_LOAD_H

#include "batch.h"

/*
 * Add every place of the table (CSV: code, level, parent, name, inei, reniec, latitude, longitude) to
 * the batch, done by `who` at that instant. INVALID with a reason in the batch's diag when the table
 * itself is not as expected; refusals come out of the batch.
 */
enum rc places_add(struct batch *b, const struct actor *who, int64_t at_ms, struct str csv) MUST_USE;
/* All of the embedded ones, on the console's account; the writer's thread must not run. May be repeated. */
enum rc places_load(const struct registry *reg, struct writer *w, const struct network *net,
	int64_t now_ms) MUST_USE;

#endif
