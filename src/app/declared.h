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
/* Who reads what, why personal data is kept and how long; and whether the declarations are sound. */
void declared_audit(struct buf *b, const struct registry *reg, const struct lang *l);
/* Rules, actions, entities, pages and routes as JSON, for the permission matrix. */
void declared_access(struct buf *b, const struct registry *reg);

/* "kitchen_id" of the fields of an entity's position: a field's name, "self", or empty. */
struct str declared_position(const struct entity *e, int at);

#endif
