/*
 * kitchens.c - the module's descriptor.
 */
#include "kitchens_own.h"
#include "register.h"
#include "sample.h"
#include "texts.h"

static const struct entity *const entities[] = { &kitchen_entity, &meal_entity, &need_entity, &kitchen_confirm_entity, &kitchen_code_entity,
	&board_seat_entity, NULL };

static const struct action *const actions[] = {
	&kitchen_register, &kitchen_edit, &kitchen_put, &meal_report, &meal_void, &need_report,
	&need_meet, &kitchen_join, &kitchen_confirm, &kitchen_certify, &kitchen_unconfirm, &kitchen_code_put, &board_seat_put,
	&kitchen_merge, &kitchen_part, &double_void, &double_keep, NULL,
};

static const struct tally *const tallies[] = {
	&served_day, &served_district_day, &served_district, &served_kitchen, &served_sitting, NULL,
};

static struct query_set *const queries[] = { &kitchens_sql, &kitchen_at_sql, NULL };

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
	.samples = register_samples,
	.live = kitchens_live,
	.commands = kitchens_commands,
	.figures = kitchens_figures,
	.remind = kitchens_remind,
	.digest = kitchens_digest,
};
