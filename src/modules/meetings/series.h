/*
 * series.h - meetings that come again: their rule in plain words, their days, what was changed of one of them.
 *
 * A series has a rule (formats/recur.h); each of its days becomes a meeting of its own, six weeks ahead, whose id follows
 * from the series and the day: made twice it is the same one. A series that is changed from a day on ends before that day, and
 * another one goes on that has the same root; so its meetings keep their ids and who said that she comes. What was changed
 * by hand of one meeting stays as it is.
 */
#ifndef AYNI_SERIES_H
#define AYNI_SERIES_H

#include "module.h"
#include "recur.h"

enum {
	SERIES_GROUP, SERIES_FIRST, SERIES_HOUR, SERIES_MINUTES, SERIES_TOPIC, SERIES_PLACE, SERIES_LINK, SERIES_DIAL, SERIES_RULE,
	SERIES_ROOT, SERIES_ANYWAY, SERIES_VOIDED, SERIES_EDITION, SERIES__N
};

extern const struct entity series_entity;
extern const struct module series_module;

/* The meeting of that series (its root) on that day. */
struct id series_meeting_id(const struct network *net, struct id root, int64_t day);
/* "todos los martes", "el último martes de cada mes", in c->lang. */
struct str series_rule_told(struct ctx *c, struct str rule);
/*
 * "martes", "martes y jueves", "cada dos semanas los martes", "el último martes de cada mes", "el 15 de cada mes": false where
 * no rule is in it. `first`: the day that says what is not said. What is no word of a rule is left, folded, in *left_out.
 */
bool series_rule_read(struct ctx *c, struct str text, int64_t first, struct recur *out, struct str *left_out);
/* What day it is in Peru's calendar of holidays (Decreto Legislativo 713 and later laws), as msgid; NULL: none. */
const char *holiday_name(int64_t day);
/*
 * Fails at "anyway" where people of that group have another meeting at that hour: of the group, of one above or one below it.
 * `except`: the meeting itself.
 */
bool meeting_clash_fails(struct ctx *c, struct id group, int64_t day, int minute, int lasts_min, struct id except);
/* How often the meeting was changed since it was planned. */
int64_t meeting_edition(struct ctx *c, struct id meeting);
/* Into the change: a day of that meeting's series, if it is of one, was called off. A calendar sees the series changed. */
void series_touch(struct ctx *c, struct change *ch, struct id meeting);

#endif
