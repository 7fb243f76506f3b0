/*
 * team_own.h - between the files of teams and notes.
 */
#ifndef AYNI_TEAM_OWN_H
#define AYNI_TEAM_OWN_H

#include "teams.h"
#include "sealing.h"

struct team {
	struct id id, group;
	struct str name;
	struct seal_public key;
	struct seal_id key_id;
};

enum { TEAMS_SHOWN = 40 };

/* False when there is none. */
bool team_get(struct ctx *c, struct id team, struct team *out);
/* The actor's own teams: those that gave her their key, or asked her to join; at most TEAMS_SHOWN. */
unsigned teams_mine(struct ctx *c, struct team *out);
/* Teams of groups where the actor may do `what`; at most TEAMS_SHOWN. */
unsigned teams_where(struct ctx *c, const char *what, struct team *out);

enum team_part { PART_NONE, PART_ASKED, PART_MEMBER };
/*
 * What that person is in the team now: a part counts only while she has a role in the group that may read notes,
 * so whoever left the group is out at once.
 */
enum team_part team_part_of(struct ctx *c, const struct team *t, struct id person);
/* The same of who asks. */
enum team_part team_part_here(struct ctx *c, const struct team *t);
/* May that person do `what` to things of the team's group, by her roles today? */
bool team_lets(struct ctx *c, const struct team *t, struct id person, const char *what);
/* The team's secret, while the actor's phrase is open and she has the team's key. */
bool team_open(struct ctx *c, const struct team *t, struct seal_secret *out);

#endif
