/*
 * gardens_rules.c - who tells of gardens, and who visits them.
 */
#include "gardens_own.h"

/* Whoever works in a kitchen for its gardens; who watches over it may enter for it. */
#define WORKERS(what)                      \
	{ "leader", REL_GROUP, what },     \
	{ "cook", REL_GROUP, what },       \
	{ "coordinator", REL_AREA, what }, \
	{ "coordinator", REL_BELOW, what }, \
	{ "operator", REL_NETWORK, what }

#define CALLERS(what)                       \
	{ "coordinator", REL_GROUP, what }, \
	{ "coordinator", REL_BELOW, what }, \
	{ "coordinator", REL_AREA, what },  \
	{ "operator", REL_NETWORK, what }

/* Not the kitchen itself: who comes from outside. */
#define VISITORS(what)                        \
	{ "coordinator", REL_BELOW, what },   \
	{ "coordinator", REL_AREA, what },    \
	{ "working_group", REL_AREA, what },  \
	{ "operator", REL_NETWORK, what }

/* Praise is for everybody to read. */
#define ALL(what)                              \
	{ "leader", REL_NETWORK, what },       \
	{ "cook", REL_NETWORK, what },         \
	{ "coordinator", REL_NETWORK, what },  \
	{ "working_group", REL_NETWORK, what }, \
	{ "operator", REL_NETWORK, what }

const struct rule gardens_rules[] = {
	WORKERS("garden.tell"),
	WORKERS("sowing.tell"),
	WORKERS("garden.care"),
	WORKERS("harvest.tell"),
	WORKERS("compost.tell"),
	WORKERS("waste.tell"),
	WORKERS("garden.teach"),
	WORKERS("contest.enter"),
	CALLERS("contest.call"),
	VISITORS("contest.visit"),

	WORKERS("page:gardens"),
	WORKERS("page:sowings"),
	WORKERS("page:cares"),
	WORKERS("page:harvests"),
	WORKERS("page:compost"),
	WORKERS("page:waste"),
	WORKERS("page:lessons"),
	WORKERS("page:contest_enter"),
	VISITORS("page:contest_visit"),
	ALL("page:contests"),
	ALL("page:contest"),
	{ NULL, REL_ANYONE, "page:sowing" },

	{ NULL, REL_ANYONE, NULL },
};
