/*
 * people_rules.c - who may see which class of field, and who may change people and groups.
 *
 * These rows are the whole of it: what no row allows is denied.
 */
#include "people_own.h"

const struct rule people_rules[] = {
	{ NULL, REL_ANYONE, "class:public" },

	{ "operator", REL_NETWORK, "class:network" },
	{ "coordinator", REL_NETWORK, "class:network" },
	{ "working_group", REL_NETWORK, "class:network" },
	{ "leader", REL_NETWORK, "class:network" },
	{ "cook", REL_NETWORK, "class:network" },
	{ "health_worker", REL_NETWORK, "class:network" },
	{ "facilitator", REL_NETWORK, "class:network" },
	{ "volunteer", REL_NETWORK, "class:network" },
	{ "member", REL_NETWORK, "class:network" },

	/* The group it belongs to, and those responsible for it. */
	{ "operator", REL_NETWORK, "class:group" },
	{ "coordinator", REL_GROUP, "class:group" },
	{ "coordinator", REL_BELOW, "class:group" },
	{ "coordinator", REL_AREA, "class:group" },
	{ "working_group", REL_GROUP, "class:group" },
	{ "leader", REL_GROUP, "class:group" },
	{ "cook", REL_GROUP, "class:group" },
	{ "health_worker", REL_GROUP, "class:group" },
	{ "facilitator", REL_GROUP, "class:group" },
	{ "volunteer", REL_GROUP, "class:group" },
	{ "member", REL_GROUP, "class:group" },

	/* Phones and documents: herself, and those who call her or make the sheets she signs. */
	{ "operator", REL_NETWORK, "class:personal" },
	{ "coordinator", REL_BELOW, "class:personal" },
	{ "coordinator", REL_AREA, "class:personal" },
	{ "coordinator", REL_SELF, "class:personal" },
	{ "working_group", REL_SELF, "class:personal" },
	{ "leader", REL_SELF, "class:personal" },
	{ "leader", REL_GROUP, "class:personal" }, /* the padrón and the board that she keeps */
	{ "cook", REL_SELF, "class:personal" },
	{ "health_worker", REL_SELF, "class:personal" },
	{ "facilitator", REL_SELF, "class:personal" },
	{ "volunteer", REL_SELF, "class:personal" },
	{ "member", REL_SELF, "class:personal" },

	{ "operator", REL_NETWORK, "place.put" },
	{ "operator", REL_NETWORK, "network.put" },
	{ "operator", REL_NETWORK, "group.put" },
	{ "operator", REL_NETWORK, "person.put" },
	{ "operator", REL_NETWORK, "contact.put" },
	{ "operator", REL_NETWORK, "group.create" },
	{ "coordinator", REL_GROUP, "group.create" },
	{ "coordinator", REL_BELOW, "group.create" },

	/* Which roles each may give is judged in membership.c. */
	{ "operator", REL_NETWORK, "person.add" },
	{ "coordinator", REL_BELOW, "person.add" },
	{ "coordinator", REL_AREA, "person.add" },
	{ "facilitator", REL_GROUP, "person.add" },
	{ "leader", REL_GROUP, "person.add" },
	{ "operator", REL_NETWORK, "membership.add" },
	{ "coordinator", REL_BELOW, "membership.add" },
	{ "coordinator", REL_AREA, "membership.add" },
	{ "operator", REL_NETWORK, "membership.end" },
	{ "coordinator", REL_BELOW, "membership.end" },
	{ "coordinator", REL_AREA, "membership.end" },
	{ "leader", REL_GROUP, "membership.end" },

	{ "operator", REL_NETWORK, "contact.add" },
	{ "coordinator", REL_AREA, "contact.add" },
	{ "coordinator", REL_BELOW, "contact.add" },

	{ "operator", REL_NETWORK, "person.erase" },
	{ "operator", REL_NETWORK, "device.revoke" },
	{ "operator", REL_SELF, "device.enrol" },
	{ "coordinator", REL_SELF, "device.enrol" },
	{ "working_group", REL_SELF, "device.enrol" },
	{ "leader", REL_SELF, "device.enrol" },
	{ "cook", REL_SELF, "device.enrol" },
	{ "health_worker", REL_SELF, "device.enrol" },
	{ "facilitator", REL_SELF, "device.enrol" },
	{ "volunteer", REL_SELF, "device.enrol" },
	{ "member", REL_SELF, "device.enrol" },

	{ "operator", REL_NETWORK, "page:devices" },
	{ "operator", REL_NETWORK, "page:device" },
	{ "operator", REL_NETWORK, "page:operation" },

	/* Whoever is signed in; what each may read there is judged by class. */
	{ "operator", REL_NETWORK, "page:home" },
	{ "coordinator", REL_NETWORK, "page:home" },
	{ "working_group", REL_NETWORK, "page:home" },
	{ "leader", REL_NETWORK, "page:home" },
	{ "cook", REL_NETWORK, "page:home" },
	{ "health_worker", REL_NETWORK, "page:home" },
	{ "facilitator", REL_NETWORK, "page:home" },
	{ "volunteer", REL_NETWORK, "page:home" },
	{ "member", REL_NETWORK, "page:home" },
	{ "operator", REL_NETWORK, "page:area" },
	{ "coordinator", REL_NETWORK, "page:area" },
	{ "working_group", REL_NETWORK, "page:area" },
	{ "leader", REL_NETWORK, "page:area" },
	{ "cook", REL_NETWORK, "page:area" },
	{ "health_worker", REL_NETWORK, "page:area" },
	{ "facilitator", REL_NETWORK, "page:area" },
	{ "volunteer", REL_NETWORK, "page:area" },
	{ "member", REL_NETWORK, "page:area" },
	{ NULL, REL_SELF, "page:history" },
	{ NULL, REL_SELF, "page:pending" },

	/* What another did and could not be done is accepted by whoever answers for the kitchen or the place. */
	{ "operator", REL_NETWORK, "page:pending_others" },
	{ "coordinator", REL_BELOW, "page:pending_others" },
	{ "coordinator", REL_AREA, "page:pending_others" },

	{ NULL, REL_ANYONE, NULL },
};
