/*
 * meetings_rules.c - who may call a meeting, and who may say that she comes.
 */
#include "meetings_own.h"

/* Whoever leads something may call the people of it together. */
#define CALLERS(what)                       \
	{ "operator", REL_NETWORK, what },      \
	{ "coordinator", REL_GROUP, what },     \
	{ "coordinator", REL_BELOW, what },     \
	{ "coordinator", REL_AREA, what },      \
	{ "working_group", REL_GROUP, what },   \
	{ "facilitator", REL_GROUP, what },     \
	{ "leader", REL_GROUP, what }

const struct rule meetings_rules[] = {
	CALLERS("meeting.plan"),
	CALLERS("meeting.cancel"),
	CALLERS("page:meeting_new"),
	CALLERS("page:meeting_cancel"),

	/* Each says it for herself. */
	{ NULL, REL_SELF, "attendance.tell" },
	{ NULL, REL_SELF, "page:meetings" },
	{ NULL, REL_SELF, "page:meeting" },

	{ NULL, REL_ANYONE, NULL },
};
