/*
 * kitchens.c - the module's descriptor.
 */
#include "kitchens_own.h"
#include "texts.h"

static const struct entity *const entities[] = { &kitchen_entity, &meal_entity, &need_entity, NULL };

static const struct action *const actions[] = {
	&kitchen_register, &kitchen_edit, &kitchen_put, &meal_report, &meal_void, &need_report,
	&need_meet, NULL,
};

static const struct tally *const tallies[] = {
	&served_day, &served_district_day, &served_district, &served_kitchen, &served_sitting, NULL,
};

static struct query_set *const queries[] = { &kitchens_sql, NULL };

const struct module kitchens_module = {
	.name = "kitchens",
	.entities = entities,
	.actions = actions,
	.rules = kitchens_rules,
	.tallies = tallies,
	.queries = queries,
	.pages = kitchens_pages,
	.area = &(const struct area){ "cocinas", "olla", N_("Cocinas") },
	.tasks = kitchens_tasks,
	.live = kitchens_live,
	.commands = kitchens_commands,
	.figures = kitchens_figures,
	.remind = kitchens_remind,
	.digest = kitchens_digest,
};
