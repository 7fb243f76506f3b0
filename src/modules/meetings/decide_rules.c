/*
 * decide_rules.c - who puts something to the vote, who votes and who may look on.
 */
#include "decide_own.h"

/* Whoever may call the meeting together. */
#define CALLERS(what)                       \
	{ "operator", REL_NETWORK, what },      \
	{ "coordinator", REL_GROUP, what },     \
	{ "coordinator", REL_BELOW, what },     \
	{ "coordinator", REL_AREA, what },      \
	{ "working_group", REL_GROUP, what },   \
	{ "facilitator", REL_GROUP, what },     \
	{ "leader", REL_GROUP, what }

const struct rule decide_rules[] = {
	CALLERS("proposal.open"),
	CALLERS("proposal.close"),
	CALLERS("hands.count"),
	CALLERS("page:proposal_new"),
	CALLERS("page:proposal_close"),
	CALLERS("page:proposal_hands"),

	/* Each for herself; whom she represents, and which bases are hers, decide asks. ballot.count is nobody's: the machine does it. */
	{ NULL, REL_SELF, "vote.cast" },
	{ NULL, REL_SELF, "base_vote.cast" },
	{ NULL, REL_SELF, "objection.raise" },
	{ NULL, REL_SELF, "objection.lift" },
	{ NULL, REL_SELF, "ballot.cast" },
	{ NULL, REL_SELF, "page:proposals" },
	{ NULL, REL_SELF, "page:proposal" },
	{ NULL, REL_SELF, "page:proposal_base" },
	{ NULL, REL_SELF, "page:proposal_object" },
	{ NULL, REL_SELF, "page:proposal_lift" },
	{ NULL, REL_SELF, "page:proposal_secret" },

	{ NULL, REL_ANYONE, NULL },
};
