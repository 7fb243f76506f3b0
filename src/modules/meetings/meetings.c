/*
 * meetings.c - the module's descriptor.
 */
#include "meetings_own.h"

static const struct entity *const entities[] = { &meeting_entity, &attendance_entity, NULL };
static const struct action *const actions[] = { &meeting_plan, &meeting_cancel, &attendance_tell, NULL };
static struct query_set *const queries[] = { &meetings_sql, NULL };

const struct module meetings_module = {
	.name = "meetings",
	.entities = entities,
	.actions = actions,
	.rules = meetings_rules,
	.queries = queries,
	.commands = meetings_commands,
	.remind = meetings_remind,
};
