/*
 * invite.h - people are told of a meeting: invited, reminded, told what changed; its poster, its leaf, the week's bulletin.
 *
 * Whoever a meeting is for is told by the way she is best written to, once: an invitation some days before, a reminder the
 * evening before and one an hour before, and a notice to those who were told before when hour, day or place change or it
 * is called off. A job does it (invite_run.c); how far it is stands in the operational table invite_state, one row a
 * meeting. A message's id comes from the meeting, the round and the address: a telephone that several share gets one text.
 */
#ifndef AYNI_INVITE_H
#define AYNI_INVITE_H

#include "module.h"

enum { RULE_GROUP, RULE_INVITE, RULE_EVENING, RULE_BEFORE, RULE_QUIET_FROM, RULE_QUIET_UNTIL, RULE__N };
enum { WISH_PERSON, WISH_WAY, WISH__N };
enum { LEAF_MEETING, LEAF_GROUP, LEAF_OPEN, LEAF__N };

extern const struct entity invite_rule_entity, meeting_wish_entity, meeting_leaf_entity;
extern const struct module invite_module;

/* What a group wants its meetings' people to be told; where nothing is said, as the next group above says. */
struct invite_rule {
	bool invite, evening, before;
	int quiet_from, quiet_until; /* hours in the network's zone in which nobody is written to; the same: there are none */
};
struct invite_rule invite_rule_of(struct ctx *c, struct id group);

/* May anybody who has its address read that meeting's leaf (topic, day, hour and place)? */
bool leaf_is_open(struct ctx *c, struct id meeting);
/* "https://ayni.example/r/0193…": of the leaf where it is open, else of the page that asks to sign in. */
struct str invite_address(struct ctx *c, struct id meeting);

#endif
