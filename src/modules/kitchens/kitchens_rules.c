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

	{ "coordinator", REL_NETWORK, "kitchen.join" },
	{ "leader", REL_NETWORK, "kitchen.join" },
	{ "cook", REL_NETWORK, "kitchen.join" },
	{ "health_worker", REL_NETWORK, "kitchen.join" },
	{ "facilitator", REL_NETWORK, "kitchen.join" },
	{ "volunteer", REL_NETWORK, "kitchen.join" },
	{ "member", REL_NETWORK, "kitchen.join" },

	{ "leader", REL_GROUP, "kitchen.confirm" },

	{ "working_group", REL_AREA, "kitchen.certify" },
	{ "operator", REL_NETWORK, "kitchen.certify" },

	{ "leader", REL_GROUP, "kitchen.unconfirm" },
	{ "working_group", REL_GROUP, "kitchen.unconfirm" },
	{ "operator", REL_NETWORK, "kitchen.unconfirm" },

	{ "leader", REL_GROUP, "kitchen_code.put" },
	{ "coordinator", REL_AREA, "kitchen_code.put" },
	{ "coordinator", REL_BELOW, "kitchen_code.put" },
	{ "operator", REL_NETWORK, "kitchen_code.put" },

	{ "leader", REL_GROUP, "board_seat.put" },
	{ "coordinator", REL_AREA, "board_seat.put" },
	{ "coordinator", REL_BELOW, "board_seat.put" },
	{ "operator", REL_NETWORK, "board_seat.put" },

	{ "coordinator", REL_AREA, "kitchen.merge" },
	{ "coordinator", REL_BELOW, "kitchen.merge" },
	{ "operator", REL_NETWORK, "kitchen.merge" },

	{ "coordinator", REL_AREA, "kitchen.part" },
	{ "coordinator", REL_BELOW, "kitchen.part" },
	{ "operator", REL_NETWORK, "kitchen.part" },

	{ "coordinator", REL_AREA, "double.void" },
	{ "coordinator", REL_BELOW, "double.void" },
	{ "operator", REL_NETWORK, "double.void" },

	{ "coordinator", REL_AREA, "double.keep" },
	{ "coordinator", REL_BELOW, "double.keep" },
	{ "operator", REL_NETWORK, "double.keep" },

	{ "leader", REL_NETWORK, "page:kitchen_card" },
	{ "cook", REL_NETWORK, "page:kitchen_card" },
	{ "coordinator", REL_NETWORK, "page:kitchen_card" },
	{ "working_group", REL_NETWORK, "page:kitchen_card" },
	{ "operator", REL_NETWORK, "page:kitchen_card" },

	{ "leader", REL_GROUP, "page:neighbours" },

	{ "coordinator", REL_AREA, "page:doubles" },
	{ "coordinator", REL_BELOW, "page:doubles" },
	{ "operator", REL_NETWORK, "page:doubles" },

	{ NULL, REL_ANYONE, NULL },
};
