/*
 * desk.c - the desk's descriptor.
 */
#include "desk_own.h"

#include "messages_sql.h"

static const struct entity *const entities[] = { &phrase_entity, NULL };
static const struct action *const actions[] = { &phrase_add, &phrase_remove, NULL };
static struct query_set *const queries[] = { &messages_sql, NULL };

const struct module desk_module = {
	.name = "desk",
	.entities = entities,
	.actions = actions,
	.rules = desk_rules,
	.queries = queries,
};
