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

	{ "operator", REL_NETWORK, "page:threads" },
	{ "coordinator", REL_BELOW, "page:threads" },
	{ "coordinator", REL_AREA, "page:threads" },
	{ "operator", REL_NETWORK, "page:thread" },
	{ "coordinator", REL_BELOW, "page:thread" },
	{ "coordinator", REL_AREA, "page:thread" },
	{ "operator", REL_NETWORK, "page:lost" },
	{ "coordinator", REL_BELOW, "page:lost" },
	{ "coordinator", REL_AREA, "page:lost" },
	{ "operator", REL_NETWORK, "page:lost_one" },
	{ "coordinator", REL_BELOW, "page:lost_one" },
	{ "coordinator", REL_AREA, "page:lost_one" },
	{ "operator", REL_NETWORK, "page:aside" },
	{ "coordinator", REL_BELOW, "page:aside" },
	{ "coordinator", REL_AREA, "page:aside" },
	{ "operator", REL_NETWORK, "message.answer" },
	{ "coordinator", REL_BELOW, "message.answer" },
	{ "coordinator", REL_AREA, "message.answer" },
	{ "operator", REL_NETWORK, "message.aside" },
	{ "coordinator", REL_BELOW, "message.aside" },
	{ "coordinator", REL_AREA, "message.aside" },
	{ "operator", REL_NETWORK, "page:words" },
	{ "coordinator", REL_NETWORK, "page:words" },
	{ "operator", REL_NETWORK, "page:word_remove" },
	{ "coordinator", REL_NETWORK, "page:word_remove" },

	{ NULL, REL_ANYONE, NULL },
};
