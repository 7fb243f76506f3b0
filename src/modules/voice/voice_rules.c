/*
 * voice_rules.c - who writes for a group, who stands behind a petition, who reads what is public.
 */
#include "voice_own.h"

/* Whoever reads what belongs to the group reads its letters. */
#define READERS(what)                       \
	{ "operator", REL_NETWORK, what },      \
	{ "coordinator", REL_GROUP, what },     \
	{ "coordinator", REL_BELOW, what },     \
	{ "coordinator", REL_AREA, what },      \
	{ "working_group", REL_GROUP, what },   \
	{ "facilitator", REL_GROUP, what },     \
	{ "leader", REL_GROUP, what },          \
	{ "cook", REL_GROUP, what },            \
	{ "member", REL_GROUP, what }

/* Whoever leads a group speaks for it; who accompanies it may write, not approve nor send. */
#define LEADERS(what)                       \
	{ "operator", REL_NETWORK, what },      \
	{ "coordinator", REL_GROUP, what },     \
	{ "coordinator", REL_BELOW, what },     \
	{ "coordinator", REL_AREA, what },      \
	{ "working_group", REL_GROUP, what },   \
	{ "leader", REL_GROUP, what }

#define NETWORK_WIDE(what)                  \
	{ "operator", REL_NETWORK, what },      \
	{ "coordinator", REL_NETWORK, what },   \
	{ "working_group", REL_NETWORK, what }

const struct rule voice_rules[] = {
	READERS("page:writings"),
	READERS("page:letter"),
	READERS("page:letter_paper"),
	READERS("page:petition"),
	READERS("page:petition_paper"),
	LEADERS("letter.write"),
	{ "facilitator", REL_GROUP, "letter.write" },
	LEADERS("letter.edit"),
	{ "facilitator", REL_GROUP, "letter.edit" },
	LEADERS("letter.approve"),
	LEADERS("letter.send"),
	LEADERS("letter.answer"),
	LEADERS("letter.drop"),
	LEADERS("petition.open"),
	LEADERS("petition.close"),
	LEADERS("petition.print"),
	LEADERS("petition.count"),

	LEADERS("promise.note"),
	LEADERS("promise.arrive"),
	LEADERS("promise.undo"),
	LEADERS("promise.answer"),
	LEADERS("promise.let_go"),

	/* Offices are no group's. */
	NETWORK_WIDE("authority.note"),
	NETWORK_WIDE("holiday.note"),
	{ NULL, REL_SELF, "page:authorities" },
	{ NULL, REL_SELF, "page:holidays" },

	/* Each for herself; by message from any telephone. */
	{ NULL, REL_SELF, "petition.sign" },
	{ NULL, REL_ANYONE, "petition.phone" },

	{ NULL, REL_ANYONE, "page:voices" },
	{ NULL, REL_ANYONE, "page:voice" },
	{ NULL, REL_ANYONE, "page:promises" },
	{ NULL, REL_ANYONE, "page:promise" },
	{ NULL, REL_ANYONE, "page:promise_data" },
	{ NULL, REL_ANYONE, "page:press" },
	{ NULL, REL_ANYONE, "page:press_paper" },

	{ NULL, REL_ANYONE, NULL },
};
