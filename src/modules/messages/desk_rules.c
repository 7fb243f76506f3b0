/*
 * desk_rules.c - who looks after messages: whoever answers for the people who write.
 *
 * A phrase changes how everybody's messages are read; so it is for coordinators, and each sees who taught it.
 */
#include "desk_own.h"

const struct rule desk_rules[] = {
	{ "operator", REL_NETWORK, "phrase.add" },
	{ "coordinator", REL_NETWORK, "phrase.add" },
	{ "operator", REL_NETWORK, "phrase.remove" },
	{ "coordinator", REL_NETWORK, "phrase.remove" },

	{ NULL, REL_ANYONE, NULL },
};
