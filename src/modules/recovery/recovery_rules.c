/*
 * recovery_rules.c - who notes givers, offers for them, answers and fetches.
 */
#include "recovery_own.h"

/* Whoever works in a kitchen, and who watches over her. */
#define KITCHEN(what) \
	{ "leader", REL_GROUP, what }, { "cook", REL_GROUP, what }, { "coordinator", REL_AREA, what }, \
	{ "coordinator", REL_BELOW, what }, { "operator", REL_NETWORK, what }

/* Whoever answers for a giver: the leader who knows her, or those of the district. */
#define ANSWERS(what) \
	{ "leader", REL_GROUP, what }, { "coordinator", REL_GROUP, what }, { "coordinator", REL_AREA, what }, \
	{ "coordinator", REL_BELOW, what }, { "operator", REL_NETWORK, what }

#define MEMBERS(what) \
	KITCHEN(what), { "coordinator", REL_GROUP, what }, { "working_group", REL_AREA, what }

const struct rule recovery_rules[] = {
	ANSWERS("giver.add"),
	ANSWERS("giver.relink"),
	ANSWERS("giver.leave"),
	ANSWERS("page:giver_new"),
	ANSWERS("page:giver_relink"),
	ANSWERS("page:giver_leave"),
	ANSWERS("page:giver_offer"),
	MEMBERS("page:givers"),
	MEMBERS("page:giver"),

	/* She for herself; for her, who answers for her; through her link whoever has its key, which decide asks for. */
	ANSWERS("offer.make"),
	{ NULL, REL_SELF, "offer.make" },
	{ NULL, REL_SELF, "page:offer_new" },
	{ NULL, REL_ANYONE, "offer.send" },
	{ NULL, REL_ANYONE, "page:giver_link" },
	ANSWERS("offer.withdraw"),
	{ NULL, REL_SELF, "offer.withdraw" },
	ANSWERS("page:offer_withdraw"),

	/* Turns are the job's, by the rule; an operator may ask somebody by hand. */
	{ "operator", REL_NETWORK, "offer.ask" },
	{ "operator", REL_NETWORK, "offer.end" },
	{ "operator", REL_NETWORK, "pickup.start" },

	KITCHEN("offer.answer"),
	KITCHEN("offer.fetch"),
	KITCHEN("offer.cannot"),
	KITCHEN("page:offer_fetch"),
	KITCHEN("page:offer_cannot"),
	MEMBERS("page:recovery"),
	MEMBERS("page:offer"),

	KITCHEN("pickup.plan"),
	KITCHEN("pickup.end"),
	KITCHEN("page:pickups"),
	KITCHEN("page:pickup_new"),
	KITCHEN("page:pickup_end"),

	{ "coordinator", REL_AREA, "page:shares" },
	{ "coordinator", REL_BELOW, "page:shares" },
	{ "working_group", REL_AREA, "page:shares" },
	{ "operator", REL_NETWORK, "page:shares" },

	{ NULL, REL_ANYONE, "page:recovered" },
	{ NULL, REL_ANYONE, NULL },
};
