/*
 * gardens.c - the module's descriptor.
 */
#include "gardens_own.h"

const struct module gardens_module = {
	.name = "gardens",
	.entities = (const struct entity *const[]){ &garden_entity, &sowing_entity, &garden_care_entity, &harvest_entity, &compost_entity,
		&waste_entity, &lesson_entity, &contest_entity, &entry_entity, NULL },
	.actions = (const struct action *const[]){ &garden_tell, &sowing_tell, &garden_care_tell, &harvest_tell, &compost_tell, &waste_tell,
		&lesson_tell, &contest_call, &contest_enter, &contest_visit, NULL },
	.rules = gardens_rules,
	.tallies = (const struct tally *const[]){ &harvest_day, &waste_day, &lesson_day, NULL },
	.queries = (struct query_set *const[]){ &gardens_sql, NULL },
	.pages = gardens_pages,
	.area = &(const struct area){ .name = "huertos", .icon = "planta", .label = N_("Huertos") },
	.tasks = gardens_tasks,
	.commands = gardens_commands,
	.samples = gardens_samples,
};
