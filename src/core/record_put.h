/*
 * record_put.h - the derived action "ENTITY.put": create or edit any declared record whole.
 *
 * What imports and operators use where a module has no action of its own with more sense.
 */
#ifndef AYNI_RECORD_PUT_H
#define AYNI_RECORD_PUT_H

#include "action.h"

/*
 * The decide and describe of any action whose arguments are fields of the entity that it `edits`: one put, of the
 * record that the natural key says, or the argument "id", or a code; else of a new one, which gets the group of what the
 * act is about where its own is F_DERIVED. A module with a rule of its own judges first and ends with record_decide.
 */
enum rc record_decide(struct ctx *c, const struct act *a, struct change *ch) MUST_USE;
struct str record_describe(struct ctx *c, const struct told *t);

/*
 * The action of that entity, in the arena: its arguments are "id" (optional unless the entity has
 * neither key nor code) and every field a person may set.
 */
const struct action *record_put_action(struct arena *a, const struct entity *e);

#endif
