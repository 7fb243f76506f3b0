/*
 * alert_rules.c - who takes and closes alerts, and who sets duty.
 *
 * Reading takes a part in the team and its key besides, as for notes. alert.raise is nobody's: the machine does it.
 * Operators see that somebody wrote where no team was on duty, and nothing else; they keep the lines.
 */
#include "alert.h"

#define COORDINATES(what)                   \
	{ "coordinator", REL_GROUP, what },     \
	{ "coordinator", REL_BELOW, what },     \
	{ "coordinator", REL_AREA, what },      \
	{ "facilitator", REL_GROUP, what }

#define ATTENDS(what)                       \
	{ "coordinator", REL_NETWORK, what },   \
	{ "facilitator", REL_NETWORK, what },   \
	{ "health_worker", REL_NETWORK, what }, \
	{ "leader", REL_NETWORK, what },        \
	{ "volunteer", REL_NETWORK, what },     \
	{ "operator", REL_NETWORK, what }

const struct rule alert_rules[] = {
	ATTENDS("alert.take"),
	ATTENDS("alert.close"),
	ATTENDS("page:alerts"),
	ATTENDS("page:alert"),
	ATTENDS("page:alert_close"),
	COORDINATES("duty.set"),
	COORDINATES("duty.end"),
	COORDINATES("page:duty"),
	COORDINATES("page:duty_end"),
	{ "operator", REL_NETWORK, "help_line.set" },
	{ "operator", REL_NETWORK, "page:help_lines" },
	{ .what = NULL },
};
