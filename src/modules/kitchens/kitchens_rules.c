/*
 * kitchens_rules.c - who may tell of pots, register kitchens and open which page.
 */
#include "kitchens_own.h"

const struct rule kitchens_rules[] = {
	{ "leader", REL_GROUP, "meal.report" },
	{ "cook", REL_GROUP, "meal.report" },
	{ "coordinator", REL_AREA, "meal.report" },
	{ "coordinator", REL_BELOW, "meal.report" },
	{ "operator", REL_NETWORK, "meal.report" },

	{ "leader", REL_GROUP, "meal.void" },
	{ "coordinator", REL_AREA, "meal.void" },
	{ "coordinator", REL_BELOW, "meal.void" },
	{ "operator", REL_NETWORK, "meal.void" },

	{ "leader", REL_GROUP, "need.report" },
	{ "cook", REL_GROUP, "need.report" },
	{ "coordinator", REL_AREA, "need.report" },
	{ "coordinator", REL_BELOW, "need.report" },
	{ "operator", REL_NETWORK, "need.report" },

	{ "leader", REL_GROUP, "need.meet" },
	{ "cook", REL_GROUP, "need.meet" },
	{ "coordinator", REL_AREA, "need.meet" },
	{ "coordinator", REL_BELOW, "need.meet" },
	{ "operator", REL_NETWORK, "need.meet" },

	{ "coordinator", REL_AREA, "kitchen.register" },
	{ "operator", REL_NETWORK, "kitchen.register" },
	{ "leader", REL_GROUP, "kitchen.edit" },
	{ "coordinator", REL_AREA, "kitchen.edit" },
	{ "coordinator", REL_BELOW, "kitchen.edit" },
	{ "operator", REL_NETWORK, "kitchen.edit" },

	{ NULL, REL_ANYONE, "page:public" },
	{ NULL, REL_ANYONE, "page:district" },
	{ NULL, REL_ANYONE, "page:kitchen" },
	{ NULL, REL_ANYONE, "page:summary" },
	{ NULL, REL_ANYONE, "page:register" },
	{ NULL, REL_ANYONE, "page:help" },
	{ NULL, REL_ANYONE, "page:style" },

	{ "leader", REL_GROUP, "page:today" },
	{ "cook", REL_GROUP, "page:today" },
	{ "coordinator", REL_AREA, "page:today" },
	{ "coordinator", REL_BELOW, "page:today" },
	{ "operator", REL_NETWORK, "page:today" },

	{ "leader", REL_GROUP, "page:remove" },
	{ "coordinator", REL_AREA, "page:remove" },
	{ "coordinator", REL_BELOW, "page:remove" },
	{ "operator", REL_NETWORK, "page:remove" },

	{ "coordinator", REL_AREA, "page:roster" },
	{ "working_group", REL_AREA, "page:roster" },
	{ "operator", REL_NETWORK, "page:roster" },

	{ "leader", REL_GROUP, "page:needs" },
	{ "cook", REL_GROUP, "page:needs" },
	{ "coordinator", REL_AREA, "page:needs" },
	{ "coordinator", REL_BELOW, "page:needs" },
	{ "working_group", REL_AREA, "page:needs" },
	{ "operator", REL_NETWORK, "page:needs" },

	{ "leader", REL_GROUP, "page:need_met" },
	{ "cook", REL_GROUP, "page:need_met" },
	{ "coordinator", REL_AREA, "page:need_met" },
	{ "coordinator", REL_BELOW, "page:need_met" },
	{ "operator", REL_NETWORK, "page:need_met" },

	{ "coordinator", REL_AREA, "page:new_kitchen" },
	{ "operator", REL_NETWORK, "page:new_kitchen" },


	{ NULL, REL_ANYONE, NULL },
};
