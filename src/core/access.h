/*
 * access.h - who may do and see what: deny by default.
 *
 * A rule is one row {role, relation, what}. `what` is an action's name, "page:NAME" or
 * "class:public|network|group|personal|sealed" (which fields of a record may be read). A relation
 * holds between a membership of the actor and the record's scope. Rights are judged on arrival.
 */
#ifndef AYNI_ACCESS_H
#define AYNI_ACCESS_H

#include "ctx.h"

enum relation { REL_SELF, REL_GROUP, REL_BELOW, REL_AREA, REL_NETWORK, REL_ANYONE, REL__N };

struct rule {
	const char *role; /* permanent name; NULL with REL_ANYONE: everybody, signed in or not */
	enum relation relation;
	const char *what;
};

/* What a record belongs to. Zero ids: none. */
struct scope {
	struct id group, place, subject;
};

struct group_info {
	struct id id, parent, place;
	struct str name, code, kind;
};

/* The group, cached for the request; NULL when there is none. */
const struct group_info *group_of(struct ctx *c, struct id group);
/* `above` is a proper ancestor of `group` (at most 16 steps). */
bool group_is_below(struct ctx *c, struct id group, struct id above);
/* The place contains the other or is it. */
bool place_contains(struct ctx *c, struct id outer, struct id inner);

/* The scope of a record as it stands in the tables. */
struct scope scope_of(struct ctx *c, const struct record *r);
struct scope scope_of_group(struct ctx *c, struct id group);

/* May the actor do `what` to something of that scope? */
bool allowed(struct ctx *c, const char *what, struct scope s);
/* May the actor do `what` to anything at all? (to show a link, to open a page) */
bool allowed_somewhere(struct ctx *c, const char *what);
/* Bit i set: privacy class i of a record with that scope may be read. */
unsigned classes_seen(struct ctx *c, struct scope s);
/* Bit i set: class i of every record may be read, whatever its scope. */
unsigned classes_everywhere(struct ctx *c);
/* May any of the record's own fields be read? What one may not see does not exist. */
bool record_visible(struct ctx *c, const struct record *r);
/* A membership of the actor with that role, or NULL. */
const struct membership *member_as(const struct ctx *c, const char *role);
const char *relation_name(enum relation r);

#endif
