/*
 * declared.h - what is declared, in other forms: for databases, tables, people and tests.
 *
 * All append to a buffer; the same declarations give the same bytes.
 */
#ifndef AYNI_DECLARED_H
#define AYNI_DECLARED_H

#include "module.h"

/* One line a field: entity, field, type, class, label, unit, flags, reference, choices, limits. */
void declared_csv(struct buf *b, const struct registry *reg);
/* The data dictionary, as Markdown, in that language. */
void declared_doc(struct buf *b, const struct registry *reg, const struct lang *l);
/* The first line of declared_lines: whose lines they are, and in which form. */
#define DECLARED_LINES_HEAD "ayni lines 1"

/* A line for every entity, field, choice, tally, lasting table, column and index, to compare builds by. */
void declared_lines(struct buf *b, const struct registry *reg);
/*
 * What changed from one build's lines to another's, a line each: "X" forbidden, "!" to be looked at, " " allowed.
 * False when something is forbidden. Works in the arena of `out`.
 */
bool declared_diff(struct buf *out, struct str before, struct str now, const struct lang *l);
/* Who reads what, why personal data is kept and how long; and whether the declarations are sound. */
void declared_audit(struct buf *b, const struct registry *reg, const struct lang *l);
/* Rules, actions, entities, pages and routes as JSON, for the permission matrix. */
void declared_access(struct buf *b, const struct registry *reg);

/* "kitchen_id" of the fields of an entity's position: a field's name, "self", or empty. */
struct str declared_position(const struct entity *e, int at);

#endif
