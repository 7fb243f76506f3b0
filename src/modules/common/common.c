/*
 * common.c - the module's descriptor.
 */
#include "common.h"

static const struct entity *const entities[] = { NULL };
static const struct action *const actions[] = { NULL };
static const struct rule rules[] = { { .what = NULL } };

const struct module common_module = {
	.name = "common",
	.entities = entities,
	.actions = actions,
	.rules = rules,
};
