/*
 * team_rules.c - who founds teams, who asks people in, who writes notes, who may be asked in.
 *
 * Whoever works with people of a group may write; leaders and volunteers too, who found no team: a neighbour's
 * relative may be the one a note is about. Reading takes a part in the team besides, and its key. Operators have
 * no row here: who keeps the machine keeps no keys.
 */
#include "teams.h"

#define WORKERS(what)                       \
	{ "coordinator", REL_GROUP, what },     \
	{ "coordinator", REL_BELOW, what },     \
	{ "coordinator", REL_AREA, what },      \
	{ "facilitator", REL_GROUP, what },     \
	{ "health_worker", REL_GROUP, what }

#define WRITERS(what)                       \
	WORKERS(what),                          \
	{ "leader", REL_GROUP, what },          \
	{ "volunteer", REL_GROUP, what }

const struct rule team_rules[] = {
	WORKERS("team.create"),
	WORKERS("team.invite"),
	WRITERS("team.admit"),
	WRITERS("page:teams"),
	WRITERS("page:team"),
	WORKERS("page:team_new"),
	WRITERS("page:team_admit"),
	{ .what = NULL },
};

const struct rule note_rules[] = {
	WRITERS("note.add"),
	WRITERS("note.void"),
	WRITERS("page:notes"),
	WRITERS("page:note"),
	WRITERS("page:note_new"),
	WRITERS("page:note_void"),
	{ .what = NULL },
};
