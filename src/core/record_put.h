/*
 * record_put.h - the derived action "ENTITY.put": create or edit any declared record whole.
 *
 * What imports and operators use where a module has no action of its own with more sense.
 */
#ifndef AYNI_RECORD_PUT_H
#define AYNI_RECORD_PUT_H

#include "action.h"

/*
 * The action of that entity, in the arena: its arguments are "id" (optional unless the entity has
 * neither key nor code) and every field a person may set.
 */
const struct action *record_put_action(struct arena *a, const struct entity *e);

#endif
