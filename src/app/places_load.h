/*
 * places_load.h - the places and foods a new network starts with, from the embedded tables (data/).
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
/* The same with the embedded table of foods (data/foods.csv). */
enum rc foods_add(struct batch *b, const struct actor *who, int64_t at_ms) MUST_USE;
/* How many of the embedded foods the network of c does not have; *all_out: of how many. Reads c->db, in the arena of c. */
unsigned foods_lacking(struct ctx *c, unsigned *all_out);
/*
 * A network of Peru that was made before there was a table of foods, or before a food came to it, gets what it lacks; what
 * is there stays as an operator left it. Through the gate, by ids of their own: a second time there is nothing to do. The
 * writer's thread must not run.
 */
enum rc foods_complete(struct ctx *c, struct writer *w, int64_t now_ms) MUST_USE;
/* All of the embedded places and foods, on the console's account; the writer's thread must not run. May be repeated. */
enum rc places_load(const struct registry *reg, struct writer *w, const struct network *net,
	int64_t now_ms) MUST_USE;

#endif
